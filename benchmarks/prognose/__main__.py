"""What is the forecast worth? Runs the parts that are named, or all.

.venv/bin/python -m benchmarks.prognose [--alleen reeksen] [--alleen demoregio --zaden 1 2 3 --clienten 14000]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.prognose import demoregio, reeksen


def main() -> None:
    parser = argparse.ArgumentParser(description="Meet de prognose.")
    parser.add_argument(
        "--alleen", choices=["demoregio", "reeksen"], action="append", help="Alleen dit deel; mag vaker."
    )
    parser.add_argument("--zaden", type=int, nargs="+", default=demoregio.ZADEN, help="demoregio: de regio's.")
    parser.add_argument("--clienten", type=int, default=demoregio.CLIENTEN, help="demoregio: cliënten per regio.")
    parser.add_argument("--map", type=Path, help="demoregio: bewaar de regio's hier voor een volgende keer.")
    opties = parser.parse_args()
    delen = {
        "demoregio": lambda: demoregio.meet(opties.zaden, opties.clienten, opties.map),
        "reeksen": reeksen.meet,
    }
    for deel in opties.alleen or sorted(delen):
        print(f"== {deel}")
        delen[deel]()


if __name__ == "__main__":
    main()
