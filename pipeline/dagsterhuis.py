"""`grip dev`: Dagster's web page on this machine only, with a home of its own inside the warehouse."""

from __future__ import annotations

import os
import subprocess
import sys

from pipeline.settings import Plekken

INSTANTIE = """\
# Written by `grip dev`; changes are overwritten.
telemetry:
  enabled: false
# no invitation to join a community: it asks for an address and sends it out
nux:
  enabled: false
run_queue:
  max_concurrent_runs: 1
run_monitoring:
  enabled: true
  max_runtime_seconds: 7200
# a run whose process is gone (restart, laptop closed) or that found another at work starts again; a step that failed
# does not: what was refused stays refused, and what the system may mend is tried again within the step
run_retries:
  enabled: true
  max_retries: 2
  retry_on_asset_or_op_failure: false
"""


def omgeving(plekken: Plekken) -> dict[str, str]:
    """The environment for Dagster's processes; makes its home, readable for its owner only."""
    huis = plekken.warehouse / "dagster"
    huis.mkdir(parents=True, exist_ok=True)
    huis.chmod(0o700)
    (huis / "dagster.yaml").write_text(INSTANTIE, encoding="utf-8")
    return {
        **os.environ,
        "DAGSTER_HOME": str(huis),
        "GRIP_RAW": str(plekken.raw),
        "GRIP_WAREHOUSE": str(plekken.warehouse),
        "DAGSTER_DISABLE_TELEMETRY": "1",
    }


def start(plekken: Plekken, poort: int) -> int:
    """Run the web page and the daemon until interrupted; bound to 127.0.0.1, for it has no login."""
    os.umask(0o077)
    opdracht = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "pipeline.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(poort),
    ]
    try:
        return subprocess.run(opdracht, env=omgeving(plekken), check=False).returncode
    except KeyboardInterrupt:
        return 0
