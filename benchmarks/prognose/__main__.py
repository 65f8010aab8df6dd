"""What is the forecast worth? Runs the parts that are named, or all.

.venv/bin/python -m benchmarks.prognose [--alleen reeksen]
"""

from __future__ import annotations

import argparse

from benchmarks.prognose import reeksen

DELEN = {"reeksen": reeksen.meet}


def main() -> None:
    parser = argparse.ArgumentParser(description="Meet de prognose.")
    parser.add_argument("--alleen", choices=sorted(DELEN), action="append", help="Alleen dit deel; mag vaker.")
    for deel in parser.parse_args().alleen or sorted(DELEN):
        print(f"== {deel}")
        DELEN[deel]()


if __name__ == "__main__":
    main()
