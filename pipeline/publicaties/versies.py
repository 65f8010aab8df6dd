"""Versions of the publications: built beside what stands, put in place with one switch, twelve kept.

    publicaties/versies/<run>/{intern,openbaar,gemeenten/<code>}/...   and manifest.json
    publicaties/huidig -> versies/<run>               the switch: one link, so no reader sees a mixture of runs
    publicaties/intern -> huidig/intern, and so for openbaar, and for gemeenten where there are any
Where links cannot be made, publicaties/huidig.txt names the folder.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from pipeline.bestanden import schrijf_tekst, sha256

BEWAARD = 12


class Verouderd(RuntimeError):
    """A newer run has taken the lock since: this one may not publish."""


def huidige(publicaties: Path) -> Path | None:
    """The folder of the publication that stands; None before the first."""
    link, wijzer = publicaties / "huidig", publicaties / "huidig.txt"
    if link.is_symlink() and link.exists():
        return link.resolve()
    if wijzer.exists():
        map_ = publicaties / "versies" / wijzer.read_text(encoding="utf-8").strip()
        return map_ if map_.is_dir() else None
    return None


def uitgave(publicaties: Path, naam: str) -> Path:
    """The folder of the edition that stands: intern, openbaar or gemeenten/<code>.

    Raises FileNotFoundError before the first publication, and for a gemeente without an edition of her own; in Dutch.
    """
    map_ = huidige(publicaties)
    if map_ is None:
        raise FileNotFoundError("Er is nog niets gepubliceerd. Draai eerst: grip run")
    if not (map_ / naam).is_dir():
        eigen = sorted(p.name for p in (map_ / "gemeenten").glob("*"))
        wel = (
            f"Wel van: {', '.join(eigen)}." if eigen else "Die zijn er alleen in een regio, als meer gemeenten leveren."
        )
        raise FileNotFoundError(f"Er is geen uitgave {naam}. {wel}")
    return map_ / naam


def lees_manifest(map_: Path) -> dict[str, Any] | None:
    """What a version says of itself; None where it cannot be read."""
    try:
        return json.loads((map_ / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def schrijf_manifest(map_: Path, inhoud: dict[str, Any]) -> None:
    """Write manifest.json with the sha256 of every file of the version, and bring all of it to disk.

    From then on one group can read it, and nobody else.
    """
    bestanden = sorted(p for p in map_.rglob("*") if p.is_file() and p.name != "manifest.json")
    for pad in bestanden:
        pad.chmod(0o640)
        with pad.open("rb+") as f:
            os.fsync(f.fileno())
    inhoud = {**inhoud, "bestanden": {p.relative_to(map_).as_posix(): sha256(p) for p in bestanden}}
    doel = map_ / "manifest.json"
    with doel.open("w", encoding="utf-8") as f:
        json.dump(inhoud, f, indent=1, ensure_ascii=False, default=str)
        f.flush()
        os.fsync(f.fileno())
    doel.chmod(0o640)
    for map_in in [map_, *(p for p in map_.rglob("*") if p.is_dir())]:
        map_in.chmod(0o750)
        _fsync_map(map_in)


def is_heel(map_: Path) -> bool:
    """Whether every file of a version is as it was published."""
    manifest = lees_manifest(map_)
    if manifest is None:
        return False
    try:
        return all(sha256(map_ / naam) == som for naam, som in manifest["bestanden"].items())
    except OSError:
        return False


def wissel(publicaties: Path, map_: Path) -> None:
    """Make a finished version the current one."""
    try:
        _link(publicaties / "huidig", Path("versies") / map_.name)
        for naam in ("intern", "openbaar", "gemeenten"):
            if (map_ / naam).is_dir() and not (publicaties / naam).is_symlink():
                _link(publicaties / naam, Path("huidig") / naam)
    except OSError:
        schrijf_tekst(publicaties / "huidig.txt", map_.name)
    _fsync_map(publicaties)


def _link(link: Path, doel: Path) -> None:
    nieuw = link.with_name(f".{link.name}.nieuw")
    nieuw.unlink(missing_ok=True)
    nieuw.symlink_to(doel, target_is_directory=True)
    os.replace(nieuw, link)


def ruim_op(publicaties: Path, behoud: int = BEWAARD) -> None:
    """Remove versions beyond the newest `behoud`, and what an interrupted run left; never the current one."""
    nu = huidige(publicaties)
    mappen = sorted((publicaties / "versies").iterdir(), key=lambda p: p.name, reverse=True)
    af = [m for m in mappen if lees_manifest(m) is not None]
    for map_ in [m for m in mappen if m not in af] + af[behoud:]:
        if nu is None or map_.resolve() != nu:
            shutil.rmtree(map_, ignore_errors=True)


def _fsync_map(map_: Path) -> None:
    if os.name == "nt":
        return
    fd = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
