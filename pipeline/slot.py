"""One run at a time per warehouse: a lock with its owner and time, and a fencing token for the publication.

The operating system frees the lock when its process dies, so a crash needs no hand. The token guards against a run
that lost the lock and woke up late: it may not publish over a newer one.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from pipeline.bestanden import schrijf_tekst

TIJDZONE = ZoneInfo("Europe/Amsterdam")


class Bezig(RuntimeError):
    """Another run holds the lock; the message says who and since when."""


@contextmanager
def slot(warehouse: Path) -> Iterator[int]:
    """Hold the lock of a warehouse; gives the fencing token of this run. Raises `Bezig` at once where it is taken."""
    warehouse.mkdir(parents=True, exist_ok=True)
    eigenaar = warehouse / ".slot.json"
    grendel = FileLock(warehouse / ".slot")
    try:
        grendel.acquire(timeout=0)
    except Timeout:
        raise Bezig(_wie(eigenaar)) from None
    try:
        teken = lees_teken(warehouse) + 1
        schrijf_tekst(warehouse / ".teken", str(teken))
        nu = datetime.now(TIJDZONE)
        stand = {"wie": getpass.getuser(), "pid": os.getpid(), "sinds": nu.isoformat(timespec="seconds")}
        schrijf_tekst(eigenaar, json.dumps(stand))
        yield teken
    finally:
        grendel.release()


def lees_teken(warehouse: Path) -> int:
    """The token of the newest run that got the lock; 0 before the first."""
    try:
        return int((warehouse / ".teken").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def _wie(eigenaar: Path) -> str:
    try:
        stand = json.loads(eigenaar.read_text(encoding="utf-8"))
        sinds = datetime.fromisoformat(stand["sinds"]).strftime("%H.%M uur")
        return f"Er loopt al een verversing, bezig sinds {sinds} (gebruiker {stand['wie']}, proces {stand['pid']})."
    except (OSError, ValueError, KeyError):
        return "Er loopt al een verversing."
