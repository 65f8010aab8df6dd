"""What deliveries hashed to, so that unchanged bytes are not read again only to find that they are unchanged.

Kept per delivery under the names, sizes and times of its files; a touched file has its delivery hashed again. Never
the truth: without it, or with a wrong one thrown away, everything is hashed and nothing else changes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.bestanden import schrijf_tekst
from pipeline.inname.mappen import Vingerafdruk

# a file that changes again within the clock's own step keeps its time: what is that fresh is not remembered
RUST_NS = 2_000_000_000


class Hashgeheugen:
    """The remembered hashes of one landing."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad
        self._oud: dict[str, list[Any]] = {}
        with suppress(OSError, ValueError):
            gelezen = json.loads(pad.read_text(encoding="utf-8"))
            self._oud = gelezen if isinstance(gelezen, dict) else {}
        self._nieuw: dict[str, list[Any]] = {}

    def aantal(self, naam: str) -> int:
        """How many files a delivery had when it was last hashed; 0 where it is not remembered."""
        bekend = self._oud.get(naam)
        return int(bekend[2]) if bekend and _is_heel(bekend) else 0

    def geef(self, naam: str, vingerafdruk: Vingerafdruk, reken: Callable[[], str]) -> str:
        """The hash of a delivery, from memory where none of its files (name, size and times) changed."""
        vinger, jongste, aantal = vingerafdruk
        bekend = self._oud.get(naam)
        som = bekend[1] if bekend and _is_heel(bekend) and bekend[0] == vinger else reken()
        if time.time_ns() - jongste > RUST_NS:
            self._nieuw[naam] = [vinger, som, aantal]
        return som

    def bewaar(self, bron: str) -> None:
        """Write down what was seen of one bron; what is gone is forgotten."""
        rest = {n: v for n, v in self._oud.items() if not n.startswith(f"{bron}/")}
        alles = rest | self._nieuw
        if alles != self._oud:
            self.pad.parent.mkdir(parents=True, exist_ok=True)
            schrijf_tekst(self.pad, json.dumps(alles, sort_keys=True))


def _is_heel(bekend: list[Any] | None) -> bool:
    return isinstance(bekend, list) and len(bekend) == 3 and isinstance(bekend[2], int)
