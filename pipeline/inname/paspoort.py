"""Deliveries and their passports: which leveringen stand in data/raw and what each says of itself; no cell is read.

A levering is a file or folder directly under data/raw/<bron>; its passport is `levering.yml` inside the folder or
`<file>.yml` beside the file. Where it is absent it is written at first sight, from what can be known.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from stdnum.nl import bsn

from pipeline.bestanden import schrijf_tekst, sha256
from pipeline.inname.hashgeheugen import Hashgeheugen
from pipeline.inname.mappen import Paden, Vingerafdruk, is_levering, vingerafdruk, vingerafdrukken

VELDEN = ("leverancier", "reeks", "ontvangen_op", "periode", "scope", "licence", "is_openbaar", "sha256")
SCOPES = ("volledig", "deel")
BEDEKT = "#########"
GROOT = 1 << 20  # bytes; a file that is worth a thread of its own
MEESTE_DRADEN = 4
LEVERANCIER = "eigen gemeente"  # until the passport says another


class PaspoortFout(ValueError):
    """A passport that cannot be used; the message is Dutch and says which field and what was expected.

    The message names the passport's file, whose name follows that of the delivery: no burgerservicenummer in it.
    """

    def __init__(self, melding: str) -> None:
        super().__init__(veilige_naam(melding))


@dataclass(frozen=True, slots=True)
class Paspoort:
    """What a levering says of itself. `raming_vanaf`: figures from that year on were estimates when delivered.

    `synthetisch`: an invented delivery, of the demo region; never in one run with real ones.
    """

    leverancier: str
    reeks: str
    ontvangen_op: date
    periode: str | None
    scope: str
    licence: str | None
    is_openbaar: bool
    sha256: str
    document: str | None = None
    vindplaats: str | None = None
    raming_vanaf: int | None = None
    synthetisch: bool = False
    is_nieuw: bool = False


@dataclass(frozen=True, slots=True)
class Levering:
    """One delivery: its bron, its name in data/raw/<bron>, its files and the sha256 of their content."""

    bron: str
    naam: str
    pad: Path
    bestanden: Sequence[Path]
    sha256: str

    @property
    def id(self) -> str:
        return f"{self.bron}/{self.naam}"

    @property
    def paspoort_pad(self) -> Path:
        return self.pad / "levering.yml" if self.pad.is_dir() else self.pad.with_name(f"{self.pad.name}.yml")

    def bestandsnaam(self, pad: Path) -> str:
        """The name of one of its files as findings and trace show it: from data/raw on."""
        return veilige_naam(f"{self.bron}/{pad.relative_to(self.pad.parent).as_posix()}")


def veilige_naam(naam: str) -> str:
    """A file name as it may be shown and kept: a burgerservicenummer in it is blotted out."""
    return re.sub(r"(?<!\d)\d{9}(?!\d)", lambda m: BEDEKT if bsn.is_valid(m[0]) else m[0], naam)


def inhoudshash(pad: Path, bestanden: Sequence[Path]) -> str:
    """sha256 of a file, or of the sorted names and hashes of a folder's files."""
    if not isinstance(bestanden, Paden):
        return sha256(pad)
    wortel, maten = f"{pad}{os.sep}", bestanden.maten()
    groot = [naam for naam, maat in maten if maat >= GROOT]
    # hashing leaves the interpreter free, so files of some size go over the cores; small ones would only wait
    with ThreadPoolExecutor(MEESTE_DRADEN) as pool:
        sommen = dict(zip(groot, pool.map(lambda naam: sha256(wortel + naam), groot), strict=True))
    regels = [f"{sommen.get(naam) or sha256(wortel + naam)}  {naam.replace(os.sep, '/')}" for naam, _ in maten]
    return hashlib.sha256("\n".join(regels).encode()).hexdigest()


def vind_leveringen(raw: Path, bron: str | None = None, geheugen: Hashgeheugen | None = None) -> list[Levering]:
    """All deliveries under `raw` (of one bron), sorted by bron and name. Sub-folders of a folder belong to it."""
    uit = []
    for map_ in sorted(p for p in raw.iterdir() if p.is_dir() and not p.name.startswith(".")):
        if bron is not None and map_.name != bron:
            continue
        paden = [pad for pad in sorted(map_.iterdir()) if is_levering(pad) and pad.exists()]
        bekend = {str(p): geheugen.aantal(f"{map_.name}/{veilige_naam(p.name)}") for p in paden} if geheugen else {}
        vingers = vingerafdrukken({p: n for p, n in bekend.items() if n > 1})
        uit += [maak_levering(map_.name, pad, geheugen, vingers.get(str(pad))) for pad in paden]
    return uit


def maak_levering(
    bron: str, pad: Path, geheugen: Hashgeheugen | None = None, vinger: Vingerafdruk | None = None
) -> Levering:
    """The delivery at `pad`, a file or a folder. `vinger`: of its files, where that was looked at just now."""
    if pad.is_dir():
        bestanden: Sequence[Path] = Paden(pad)
    else:
        bestanden = (pad,) if pad.is_file() and is_levering(pad) else ()
    naam = veilige_naam(pad.name)
    if geheugen is None:
        som = inhoudshash(pad, bestanden)
    else:
        som = geheugen.geef(
            f"{bron}/{naam}", vinger or _vingerafdruk(pad, bestanden), lambda: inhoudshash(pad, bestanden)
        )
    return Levering(bron, naam, pad, bestanden, som)


def _vingerafdruk(pad: Path, bestanden: Sequence[Path]) -> Vingerafdruk:
    if isinstance(bestanden, Paden):
        return bestanden.vingerafdruk()
    standen = [("", s.st_size, s.st_mtime_ns, s.st_ctime_ns) for s in (b.stat() for b in bestanden)]
    return vingerafdruk(str(pad), standen)


def lees_paspoort(levering: Levering) -> Paspoort:
    """The passport of a delivery, or the one that would be written for it (`is_nieuw`); `PaspoortFout` where wrong."""
    pad = levering.paspoort_pad
    if not pad.exists():
        return _eerste_paspoort(levering)
    try:
        velden = yaml.safe_load(pad.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: no UTF-8, or a date such as 2018-13-45
        raise PaspoortFout(f"Het paspoort {pad.name} is geen geldige YAML in UTF-8.") from None
    except OSError as fout:
        raise PaspoortFout(f"Het paspoort {pad.name} is niet te openen ({fout.strerror}).") from None
    if not isinstance(velden, dict):
        raise PaspoortFout(f"Het paspoort {pad.name} heeft geen velden; verwacht: {', '.join(VELDEN)}.")
    return Paspoort(
        leverancier=str(velden.get("leverancier") or LEVERANCIER),
        reeks=_reeks(velden.get("reeks"), pad) or _eigen_reeks(levering),
        ontvangen_op=_datum(velden.get("ontvangen_op"), pad),
        periode=None if velden.get("periode") is None else str(velden["periode"]),
        scope=_keuze(velden.get("scope", "deel"), pad),
        licence=_tekst(velden.get("licence")),
        is_openbaar=_janee(velden.get("is_openbaar"), pad),
        sha256=str(velden.get("sha256") or levering.sha256).lower(),
        document=_tekst(velden.get("document")),
        vindplaats=_tekst(velden.get("vindplaats")),
        raming_vanaf=_jaar(velden.get("raming_vanaf"), pad),
        synthetisch=_janee(velden.get("synthetisch"), pad, "synthetisch"),
    )


def schrijf_paspoort(levering: Levering, paspoort: Paspoort) -> Paspoort:
    """Write a passport made at first sight; where raw is read-only the delivery goes on without one on disk."""
    velden = {naam: getattr(paspoort, naam) for naam in VELDEN}
    kop = "# Gemaakt bij de eerste keer lezen. Vul aan wat u weet; sha256 is de identiteit van de levering.\n"
    try:
        schrijf_tekst(levering.paspoort_pad, kop + yaml.safe_dump(velden, allow_unicode=True, sort_keys=False))
    except OSError:
        return paspoort
    return replace(paspoort, is_nieuw=True)


def _eerste_paspoort(levering: Levering) -> Paspoort:
    # the day a file arrived is the best that can be known of a delivery without a passport; it is written down, so
    # that no later run depends on the file system
    if isinstance(levering.bestanden, Paden):
        laatste = levering.bestanden.laatste() or levering.pad.stat().st_mtime
    else:
        laatste = max((b.stat().st_mtime for b in levering.bestanden), default=levering.pad.stat().st_mtime)
    return Paspoort(
        leverancier=LEVERANCIER,
        reeks=_eigen_reeks(levering),
        ontvangen_op=datetime.fromtimestamp(laatste, UTC).date(),
        periode=None,
        scope="deel",
        licence=None,
        is_openbaar=False,
        sha256=levering.sha256,
        is_nieuw=True,
    )


def _eigen_reeks(levering: Levering) -> str:
    return re.sub(r"[^a-z0-9]+", "_", levering.bron.lower())[:50] + "_eigen"


def _datum(waarde: object, pad: Path) -> date:
    if isinstance(waarde, date) and not isinstance(waarde, datetime):
        return waarde
    if isinstance(waarde, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", waarde):  # a date between quotes
        with suppress(ValueError):
            return date.fromisoformat(waarde)
    raise PaspoortFout(f"Het paspoort {pad.name} heeft bij ontvangen_op geen datum; verwacht: jjjj-mm-dd.")


def _keuze(waarde: object, pad: Path) -> str:
    if waarde in SCOPES:
        return str(waarde)
    raise PaspoortFout(f"Het paspoort {pad.name} heeft bij scope geen van: {', '.join(SCOPES)}.")


def _tekst(waarde: object) -> str | None:
    return None if waarde is None else str(waarde)


def _janee(waarde: object, pad: Path, veld: str = "is_openbaar") -> bool:
    if waarde is None or isinstance(waarde, bool):
        return bool(waarde)
    raise PaspoortFout(f"Het paspoort {pad.name} heeft bij {veld} geen true of false.")


def _jaar(waarde: object, pad: Path) -> int | None:
    if waarde is None or (type(waarde) is int and 1990 <= waarde <= 2100):
        return waarde
    raise PaspoortFout(f"Het paspoort {pad.name} heeft bij raming_vanaf geen jaar, zoals 2018.")


def _reeks(waarde: object, pad: Path) -> str | None:
    if waarde is None or re.fullmatch(r"[a-z0-9_]{1,60}", str(waarde)):
        return None if waarde is None else str(waarde)
    raise PaspoortFout(f"Het paspoort {pad.name} heeft bij reeks geen naam van kleine letters, cijfers en _.")
