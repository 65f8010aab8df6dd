"""The files of a delivery that is a folder: their names, sizes and times in one walk; nothing is opened here.

Some 100.000 messages in a folder are no exception and every run looks at all of them, so nothing is made per file but
what decides whether it changed. Which names are files of a delivery is decided here; what a delivery is, in `paspoort`.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipeline.inname.lezers import is_tijdelijk

# name, size, time of the content, time of the inode
Stand = tuple[str, int, int, int]


class Paden(Sequence[Path]):
    """The files under a folder, each a Path when asked for: of some 100.000 messages mostly only the times count."""

    def __init__(self, map_: Path, standen: Sequence[Stand]) -> None:
        self.map, self._standen = map_, standen

    def __len__(self) -> int:
        return len(self._standen)

    def __getitem__(self, i: Any) -> Any:
        return Paden(self.map, self._standen[i]) if isinstance(i, slice) else self.map / self._standen[i][0]

    def __repr__(self) -> str:
        return f"<{len(self)} bestanden>"

    def maten(self) -> list[tuple[str, int]]:
        """Name within the folder, and size in bytes, of each."""
        return [(s[0], s[1]) for s in self._standen]

    def laatste(self) -> float | None:
        """When the content of any of them was last written, in seconds."""
        return max(s[2] for s in self._standen) / 1e9 if self._standen else None

    def vingerafdruk(self) -> tuple[str, int]:
        """What changes when a file is added, removed, renamed or written, and the youngest time in it (ns)."""
        return vingerafdruk(str(self.map), self._standen)


def vingerafdruk(plaats: str, standen: Sequence[Stand]) -> tuple[str, int]:
    """sha256 over the place, and over the name, size and both times of each file; and the youngest of the times.

    Trusted is that who writes a file gives it another size, time of content or time of inode. The last one cannot be
    set by a program, so a copy that keeps size and time of what it replaces is noticed as well.
    """
    namen, maten, tijden, inodes = zip(*standen, strict=True) if standen else ((), (), (), ())
    som = hashlib.sha256("\0".join((plaats, *namen)).encode(errors="surrogateescape"))
    for getallen in (maten, tijden, inodes):
        som.update(b"\0\0" + array("q", getallen).tobytes())
    return som.hexdigest(), max(max(tijden, default=0), max(inodes, default=0))


def is_levering(pad: Path | os.DirEntry[str]) -> bool:
    """Whether a name under data/raw/<bron> is a delivery: not a passport, hidden, or still being written."""
    if pad.name.endswith((".xml", ".zip")) and pad.name[0].isalnum():
        return True  # messages: a few 100.000 in one folder
    pad = Path(pad.name)
    return not (pad.name.startswith(".") or pad.suffix in (".yml", ".ok") or is_tijdelijk(pad))


def doorloop(map_: str, voor: str = "") -> list[Stand]:
    """The files of a delivery under a folder, relative to it, in the order of paths; no links to folders."""
    uit: list[Stand] = []
    with os.scandir(map_) as inhoud:
        lijst = sorted(inhoud, key=attrgetter("name"))
    for i in lijst:
        if i.is_file():
            if is_levering(i):
                stand = i.stat()
                uit.append((voor + i.name, stand.st_size, stand.st_mtime_ns, stand.st_ctime_ns))
        elif i.is_dir(follow_symlinks=False):
            uit += doorloop(i.path, f"{voor}{i.name}{os.sep}")
    return uit
