"""A download under way: the pages that are in, kept so that a next attempt goes on where this one stopped.

It stands hidden beside the leveringen of its bron (`.<naam>.deel`), so that no run takes it for one. What comes of the
pages stands elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.bestanden import schrijf_tekst, sha256
from pipeline.ophalen.web import OphaalFout


class Deel:
    """The pages of one download. Another question (`opdracht`) than the last time begins anew."""

    def __init__(self, map_: Path, opdracht: Mapping[str, Any]) -> None:
        self.map = map_
        self.merk = hashlib.sha256(json.dumps(opdracht, sort_keys=True, default=str).encode()).hexdigest()
        self.stappen: list[dict[str, Any]] = []
        stand = self._lees()
        if stand.get("opdracht") == self.merk:
            for i, stap in enumerate(stand.get("stappen", ())):
                pad = self._pad(i)
                if not pad.exists() or sha256(pad) != stap["sha256"]:
                    break  # what follows a damaged page is fetched again
                self.stappen.append(stap)
        elif map_.exists():
            shutil.rmtree(map_)
        map_.mkdir(parents=True, exist_ok=True)

    def _lees(self) -> dict[str, Any]:
        try:
            stand = json.loads((self.map / "stand.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stand if isinstance(stand, dict) else {}

    def _pad(self, nummer: int) -> Path:
        return self.map / f"pagina-{nummer + 1:05}.json"

    def bewaar(self, adres: str, volgende: str | None, ruw: bytes) -> None:
        """Keep a page that is whole; only then the list names it."""
        pad = self._pad(len(self.stappen))
        tijdelijk = pad.with_suffix(".deel")
        tijdelijk.write_bytes(ruw)
        tijdelijk.replace(pad)
        self.stappen.append({"adres": adres, "volgende": volgende, "sha256": hashlib.sha256(ruw).hexdigest()})
        schrijf_tekst(self.map / "stand.json", json.dumps({"opdracht": self.merk, "stappen": self.stappen}))

    def paginas(self) -> Iterator[bytes]:
        """The pages, in order, as they came."""
        for i in range(len(self.stappen)):
            yield self._pad(i).read_bytes()

    def bestanden(self) -> list[Path]:
        return [self._pad(i) for i in range(len(self.stappen))]

    def grootte(self) -> int:
        """Bytes of all pages together."""
        return sum(p.stat().st_size for p in self.bestanden())

    def weg(self) -> None:
        shutil.rmtree(self.map, ignore_errors=True)


@contextmanager
def alleen(raw: Path, bron: str, naam: str) -> Iterator[Path]:
    """The folder for the half download of `naam`, for one process at a time."""
    map_ = raw / bron / f".{naam}.deel"
    map_.parent.mkdir(parents=True, exist_ok=True)
    slot = FileLock(map_.with_name(f".{naam}.slot"), timeout=0)
    try:
        with slot:
            yield map_
    except Timeout:
        raise OphaalFout(f"{naam} wordt al opgehaald door een ander proces. Wacht tot dat klaar is.") from None
