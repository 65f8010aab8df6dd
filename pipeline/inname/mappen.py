"""The files of a delivery that is a folder: their names, sizes and times in one walk; nothing is opened here.

Some 100.000 messages in a folder are no exception and every run looks at all of them, so nothing is made per file but
what decides whether it changed. Which names are files of a delivery is decided here; what a delivery is, in `paspoort`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.inname.lezers import is_tijdelijk

BERICHTEN = (".xml", ".zip")
# name, size, time of the content, time of the inode
Stand = tuple[str, int, int, int]
# sha256, the youngest time in it (ns), number of files
Vingerafdruk = tuple[str, int, int]
VEEL = 50_000  # files; below so many a second process gains nothing


class Paden(Sequence[Path]):
    """The files under a folder, each a Path when asked for: of some 100.000 messages mostly only the times count.

    The folder is walked when one of them is first asked for.
    """

    def __init__(self, map_: Path, standen: Sequence[Stand] | None = None) -> None:
        self.map, self._standen = map_, standen

    @property
    def standen(self) -> Sequence[Stand]:
        if self._standen is None:
            self._standen = doorloop(str(self.map))
        return self._standen

    def __len__(self) -> int:
        return len(self.standen)

    def __getitem__(self, i: Any) -> Any:
        return Paden(self.map, self.standen[i]) if isinstance(i, slice) else self.map / self.standen[i][0]

    def __repr__(self) -> str:
        return f"<{len(self)} bestanden>"

    def maten(self) -> list[tuple[str, int]]:
        """Name within the folder, and size in bytes, of each."""
        return [(s[0], s[1]) for s in self.standen]

    def laatste(self) -> float | None:
        """When the content of any of them was last written, in seconds."""
        return max(s[2] for s in self.standen) / 1e9 if self.standen else None

    def vingerafdruk(self) -> Vingerafdruk:
        """What changes when a file is added, removed, renamed or written."""
        return vingerafdruk(str(self.map), self.standen)


def vingerafdruk(plaats: str, standen: Sequence[Stand]) -> Vingerafdruk:
    """sha256 over the place, and over the name, size and both times of each file; and the youngest of the times.

    Trusted is that who writes a file gives it another size, time of content or time of inode. The last one cannot be
    set by a program, so a copy that keeps size and time of what it replaces is noticed as well.
    """
    namen, maten, tijden, inodes = zip(*standen, strict=True) if standen else ((), (), (), ())
    som = hashlib.sha256("\0".join((plaats, *namen)).encode(errors="surrogateescape"))
    for getallen in (maten, tijden, inodes):
        som.update(b"\0\0" + array("q", getallen).tobytes())
    return som.hexdigest(), max(max(tijden, default=0), max(inodes, default=0)), len(standen)


def is_levering(pad: Path | os.DirEntry[str]) -> bool:
    """Whether a name under data/raw/<bron> is a delivery: not a passport, hidden, or still being written."""
    if pad.name.endswith(BERICHTEN) and pad.name[0].isalnum():
        return True  # messages: a few 100.000 in one folder
    pad = Path(pad.name)
    return not (pad.name.startswith(".") or pad.suffix in (".yml", ".ok") or is_tijdelijk(pad))


def doorloop(map_: str, voor: str = "") -> list[Stand]:
    """The files of a delivery under a folder, relative to it, in the order of paths; no links to folders."""
    uit: list[Stand] = []
    dieper: list[str] = []
    with os.scandir(map_) as inhoud:
        for i in inhoud:
            naam = i.name
            if i.is_file():
                if (naam.endswith(BERICHTEN) and naam[0].isalnum()) or is_levering(i):  # as there, without the call
                    stand = i.stat()
                    uit.append((voor + naam, stand.st_size, stand.st_mtime_ns, stand.st_ctime_ns))
            elif i.is_dir(follow_symlinks=False):
                dieper.append(naam)
    uit.sort()
    # a folder stands among the files of its parent by its name, and what is in it follows at that place
    for naam in sorted(dieper, reverse=True):
        plek = bisect_left(uit, (voor + naam,))
        uit[plek:plek] = doorloop(os.path.join(map_, naam), f"{voor}{naam}{os.sep}")
    return uit


def vingerafdrukken(mappen: Mapping[str, int]) -> dict[str, Vingerafdruk]:
    """The same of many folders, half of them in a process beside this one. `mappen`: folder -> about how many files.

    Asking the system for times is most of a run in which nothing is new. What cannot be walked is left out.
    """
    if sum(mappen.values()) < VEEL or len(mappen) < 2:
        return {}
    verdeeld: tuple[list[str], list[str]] = ([], [])
    telling = [0, 0]
    for map_ in sorted(mappen, key=lambda m: -mappen[m]):
        kant = telling.index(min(telling))
        verdeeld[kant].append(map_)
        telling[kant] += mappen[map_]
    opdracht = [sys.executable, "-c", f"import {__name__} as m; m._hulp()"]
    omgeving = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(opdracht, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=omgeving) as hulp:
        assert hulp.stdin
        assert hulp.stdout
        # one that is gone before it listens gives no answer either
        with suppress(BrokenPipeError):
            hulp.stdin.write(json.dumps(verdeeld[1]).encode())
        with suppress(BrokenPipeError):
            hulp.stdin.close()
        uit = _loop(verdeeld[0])
        with suppress(ValueError):  # without its answer the caller walks those folders itself
            uit |= {m: (str(som), int(jongste), int(n)) for m, (som, jongste, n) in json.load(hulp.stdout).items()}
    return uit


def _loop(mappen: Iterable[str]) -> dict[str, Vingerafdruk]:
    uit = {}
    for map_ in mappen:
        with suppress(OSError):
            uit[map_] = vingerafdruk(map_, doorloop(map_))
    return uit


def _hulp() -> None:
    json.dump(_loop(json.load(sys.stdin)), sys.stdout)
