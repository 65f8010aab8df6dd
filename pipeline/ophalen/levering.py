"""From what was fetched to a levering in data/raw: a file, its passport and what came in, put in place in one move.

A levering that says the same as the newest of its name is not made again.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from pipeline.bestanden import schrijf_tekst
from pipeline.inname.paspoort import maak_levering

ONTVANGEN = ".ontvangen.zip"  # hidden: kept as proof, no file of the levering
VAST = (1980, 1, 1, 0, 0, 0)  # the time in the zip: equal pages give an equal file


@dataclass(frozen=True)
class Herkomst:
    """What the passport says of where a levering comes from. `adres` is where a reader finds the same figures."""

    leverancier: str
    reeks: str
    licence: str
    document: str
    adres: str
    periode: str | None = None


@dataclass(frozen=True)
class Uitkomst:
    """What became of one download: the levering, or None where it says nothing new; rows; a remark for the user."""

    naam: str
    levering: Path | None
    rijen: int
    opmerkingen: tuple[str, ...] = ()


def als_csv(kop: Sequence[str], rijen: Iterable[Sequence[str]]) -> bytes:
    """Rows as the CSV that the house reads: semicolons, UTF-8."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\n")
    schrijver.writerow(kop)
    schrijver.writerows(rijen)
    return uit.getvalue().encode()


def lever(
    raw: Path, bron: str, naam: str, inhoud: bytes, herkomst: Herkomst, ontvangen: Sequence[Path], dag: date
) -> Path | None:
    """Make the levering `<naam>_<dag>`, whole or not at all; None where the newest of this name holds the same."""
    bronmap = raw / bron
    klaar = bronmap / f".{naam}.klaar.deel"
    shutil.rmtree(klaar, ignore_errors=True)
    klaar.mkdir(parents=True)
    try:
        _schrijf(klaar / f"{naam}.csv", inhoud)
        som = maak_levering(bron, klaar).sha256
        vorige = _nieuwste(bronmap, naam)
        if vorige is not None and maak_levering(bron, vorige).sha256 == som:
            return None
        _pak_in(klaar / ONTVANGEN, ontvangen)
        velden = {
            "leverancier": herkomst.leverancier, "reeks": herkomst.reeks, "ontvangen_op": dag,
            "periode": herkomst.periode, "scope": "deel", "licence": herkomst.licence, "is_openbaar": True,
            "sha256": som, "document": herkomst.document, "vindplaats": herkomst.adres,
        }  # fmt: skip
        kop = f"# Opgehaald met grip download. Wat de dienst gaf, staat in {ONTVANGEN}.\n"
        schrijf_tekst(klaar / "levering.yml", kop + yaml.safe_dump(velden, allow_unicode=True, sort_keys=False))
        doel = _vrij(bronmap, f"{naam}_{dag:%Y-%m-%d}")
        os.replace(klaar, doel)
        return doel
    finally:
        shutil.rmtree(klaar, ignore_errors=True)


def _schrijf(pad: Path, inhoud: bytes) -> None:
    with pad.open("wb") as f:
        f.write(inhoud)
        f.flush()
        os.fsync(f.fileno())


def _pak_in(pad: Path, bestanden: Sequence[Path]) -> None:
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as zip_:
        for b in bestanden:
            info = zipfile.ZipInfo(b.name, VAST)
            info.compress_type = zipfile.ZIP_DEFLATED
            zip_.writestr(info, b.read_bytes())


def _nieuwste(bronmap: Path, naam: str) -> Path | None:
    """The levering of this name that was made last: `<naam>_<dag>`, `<naam>_<dag>_2` and so on."""
    einde = len("jjjj-mm-dd")

    def volgnummer(pad: Path) -> tuple[str, int]:
        rest = pad.name[len(naam) + 1 :]
        return rest[:einde], int(rest[einde + 1 :] or 1)

    gevonden = [p for p in bronmap.glob(f"{naam}_????-??-??*") if p.is_dir() and _telt(p.name[len(naam) + 1 :])]
    return max(gevonden, key=volgnummer, default=None)


def _telt(rest: str) -> bool:
    staart = rest[10:]
    return rest[:10].replace("-", "").isdigit() and (not staart or (staart[0] == "_" and staart[1:].isdigit()))


def _vrij(bronmap: Path, naam: str) -> Path:
    doel, nummer = bronmap / naam, 1
    while doel.exists():
        nummer += 1
        doel = bronmap / f"{naam}_{nummer}"
    return doel
