"""The landing: one Parquet file per levering and table, written once. What has a file is not read again.

Owns the file names, the key and the list of deliveries that count in a run. Reading and converting stand in `intake`.
Layout of the room:
    landing/<bron>/<tabel>/<sleutel>.parquet       rows; of messages in parts: <sleutel>-<n>.parquet
    landing/<bron>/bevindingen/<sleutel>.parquet   findings of the intake
    landing/<bron>/_gelezen/<sleutel>.json         written last: the delivery has been read, and with what outcome
    landing/_leeg/<tabel>/leeg.parquet             an empty file per table, so that every table can always be read
    landing/leveringen.parquet                     the deliveries of this run, with their passport
    landing/_hashes.json                           what a delivery hashed to when it was last read (`hashgeheugen`)
"""

from __future__ import annotations

import hashlib
import json
import os
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bestanden import schrijf_tekst
from pipeline.bevindingen import VELDEN as BEVINDING_VELDEN
from pipeline.bevindingen import Bevinding, bevinding
from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.contracten.model import landingschema
from pipeline.inname import codelijsten, inname_berichten, intake, layout
from pipeline.inname.berichten import codes
from pipeline.inname.hashgeheugen import Hashgeheugen
from pipeline.inname.paspoort import (
    Levering,
    Paspoort,
    PaspoortFout,
    lees_paspoort,
    schrijf_paspoort,
    veilige_naam,
    vind_leveringen,
)
from pipeline.privacy import pseudoniem
from pipeline.privacy.pseudoniem import SleutelFout, laad_sleutel
from pipeline.settings import Plekken

PERSOONSBRONNEN = ("berichten", "toegang")  # their rows hold pseudonyms: another key gives other rows
BEVINDINGEN = pa.schema([("sleutel", pa.string()), *BEVINDING_VELDEN])
LEVERINGEN = pa.schema(
    [
        ("sleutel", pa.string()), ("levering", pa.string()), ("bron", pa.string()), ("uitkomst", pa.string()),
        ("reeks", pa.string()), ("reeks_rang", pa.int32()), ("leverancier", pa.string()),
        ("ontvangen_op", pa.date32()), ("periode", pa.string()), ("scope", pa.string()), ("licence", pa.string()),
        ("is_openbaar", pa.bool_()), ("document", pa.string()), ("vindplaats", pa.string()),
        ("raming_vanaf", pa.int32()), ("is_synthetisch", pa.bool_()), ("sha256", pa.string()),
        ("rijen_gelezen", pa.int64()), ("rijen_apart", pa.int64()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Geland:
    """One delivery as it stands in the landing. `is_gelezen`: this run read it, rather than found it."""

    levering: Levering
    paspoort: Paspoort
    sleutel: str
    uitkomst: str
    rijen: int
    apart: int
    is_gelezen: bool


@cache
def lezerversie(bron: str) -> str:
    """Hash of all that decides how a delivery of this bron is read: code, contract, layout, code lists.

    Messages are read by code of their own: a change of a layout does not read 200.000 of them again.
    """
    hier = Path(__file__).parent
    eigen = sorted((hier / "berichten").glob("*.py"))
    if bron == "berichten":
        bestanden = [*eigen, hier / "inname_berichten.py", codelijsten.SEEDS / codes.SEED]
    else:
        bestanden = [p for p in sorted(hier.rglob("*.py")) if p not in eigen]
        bestanden += [codelijsten.SEEDS / naam for naam in codelijsten.BESTANDEN]
        bestanden += [p for p in [layout.LAYOUTS / f"{bron}.yml"] if p.exists()]
    bestanden += [*sorted((hier.parent / "contracten").glob("*.py")), hier.parent / "bevindingen" / "__init__.py"]
    bestanden += [Path(pseudoniem.__file__)] if bron in PERSOONSBRONNEN else []
    som = hashlib.sha256()
    for pad in bestanden:
        som.update(f"{pad.name}\0".encode() + pad.read_bytes())
    return som.hexdigest()


def landingsleutel(levering: Levering) -> str:
    """The identity of a landed delivery: its content, its place in data/raw, and how it is read.

    The place counts because every row carries it, and the id of the key of the pseudonyms where rows hold persons.
    """
    delen = [levering.sha256, levering.id, lezerversie(levering.bron)]
    if levering.bron in PERSOONSBRONNEN:
        delen.append(laad_sleutel().id)
    return hashlib.sha256("|".join(delen).encode()).hexdigest()


def land(levering: Levering, plekken: Plekken) -> Geland:
    """Bring one delivery into the landing, or find that it is there; never raises on bad input."""
    try:
        sleutel = landingsleutel(levering)
    except (SleutelFout, OSError) as fout:
        melding = (
            str(fout) if isinstance(fout, SleutelFout) else f"Het sleutelbestand is niet te lezen ({fout.strerror})."
        )
        return _geweigerd(
            levering, levering.sha256, plekken, "levering.sleutel",
            f"{levering.id} bevat gegevens over personen en is niet gelezen: {melding}", _paspoort(levering),
        )  # fmt: skip
    merk = plekken.landing / levering.bron / "_gelezen" / f"{sleutel}.json"
    try:
        paspoort = lees_paspoort(levering)
    except PaspoortFout as fout:
        return _geweigerd(levering, sleutel, plekken, "levering.paspoort_onleesbaar", str(fout))
    if paspoort.sha256 != levering.sha256:
        return _geweigerd(
            levering, sleutel, plekken, "levering.inhoud_gewijzigd",
            f"De inhoud van {levering.id} is veranderd sinds het paspoort is geschreven. Zet het ontvangen bestand "
            "terug of lever de verbeterde versie aan onder een nieuwe naam.", paspoort,
        )  # fmt: skip
    if paspoort.is_nieuw:
        paspoort = schrijf_paspoort(levering, paspoort)
    stand = json.loads(merk.read_text(encoding="utf-8")) if merk.exists() else None
    if stand and all(pad.exists() for pad in _paden(plekken, levering, sleutel, stand)):
        return Geland(levering, paspoort, sleutel, stand["uitkomst"], stand["rijen"], stand["apart"], False)
    try:
        if levering.bron == inname_berichten.BRON:
            inname = inname_berichten.neem_in(levering, sleutel, laad_sleutel(), plekken.landing / levering.bron)
        else:
            inname = intake.neem_in(levering, sleutel)
    except Exception as fout:  # one file that nobody foresaw must not hold up the others; its message may quote a cell
        plaats = traceback.extract_tb(fout.__traceback__)[-1]
        return _geweigerd(
            levering, sleutel, plekken, "bestand.onverwacht",
            f"{levering.id} is niet gelezen door een onverwachte fout ({type(fout).__name__} in "
            f"{Path(plaats.filename).name}, regel {plaats.lineno}). Meld dit bij de beheerder.", paspoort,
        )  # fmt: skip
    for naam, tabel in inname.tabellen.items():
        _schrijf(tabel, _pad(plekken, levering, naam, sleutel))
    _schrijf_bevindingen(inname.bevindingen, levering, sleutel, plekken)
    stand = {
        "uitkomst": inname.uitkomst,
        "rijen": sum(b.rijen for b in inname.bestanden),
        "apart": sum(b.apart for b in inname.bestanden),
        "tabellen": sorted(inname.tabellen),
        "delen": {naam: inname.delen[naam] for naam in sorted(inname.delen)},
    }
    if not inname.is_bezet:  # what could not be opened is read again by the next run
        merk.parent.mkdir(parents=True, exist_ok=True)
        schrijf_tekst(merk, json.dumps(stand))
    return Geland(levering, paspoort, sleutel, stand["uitkomst"], stand["rijen"], stand["apart"], True)


def _paspoort(levering: Levering) -> Paspoort | None:
    try:
        return lees_paspoort(levering)
    except PaspoortFout:
        return None


def _geweigerd(
    levering: Levering, sleutel: str, plekken: Plekken, code: str, melding: str, paspoort: Paspoort | None = None
) -> Geland:
    # a key of its own: the delivery may have landed before its passport went wrong, and its findings must stay
    sleutel = hashlib.sha256(f"{sleutel}|{code}".encode()).hexdigest()
    gevonden = bevinding(code, melding, levering=levering.id, bestand=veilige_naam(levering.paspoort_pad.name))
    _schrijf_bevindingen([gevonden], levering, sleutel, plekken)
    paspoort = paspoort or Paspoort("onbekend", "onbekend", date.min, None, "deel", None, False, levering.sha256)
    return Geland(levering, paspoort, sleutel, intake.GEWEIGERD, 0, 0, False)


def _schrijf_bevindingen(bevindingen: Iterable[Bevinding], levering: Levering, sleutel: str, plekken: Plekken) -> None:
    rijen = [{"sleutel": sleutel, **asdict(b)} for b in bevindingen]
    tabel = pa.Table.from_pylist(rijen, schema=BEVINDINGEN)
    _schrijf(tabel, _pad(plekken, levering, "bevindingen", sleutel))


def _pad(plekken: Plekken, levering: Levering, tabel: str, sleutel: str) -> Path:
    return plekken.landing / levering.bron / tabel / f"{sleutel}.parquet"


def _paden(plekken: Plekken, levering: Levering, sleutel: str, stand: dict[str, Any]) -> Iterator[Path]:
    """Every file that a landed delivery must have."""
    for naam in [*stand["tabellen"], "bevindingen"]:
        yield _pad(plekken, levering, naam, sleutel)
    for naam, nummers in stand.get("delen", {}).items():
        for nummer in nummers:
            yield _pad(plekken, levering, naam, f"{sleutel}-{nummer}")


def _schrijf(tabel: pa.Table, pad: Path) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    tijdelijk = pad.with_suffix(".nieuw")
    pq.write_table(tabel, tijdelijk, compression="zstd")
    os.replace(tijdelijk, pad)


def schrijf_lege_tabellen(plekken: Plekken) -> None:
    """An empty file per table from its contract, findings included: no table is ever missing for dbt."""
    schemas = {naam: landingschema(tabel) for naam, tabel in TABELLEN.items()} | {"bevindingen": BEVINDINGEN}
    for naam, schema in schemas.items():
        _schrijf(schema.empty_table(), plekken.landing / "_leeg" / naam / "leeg.parquet")


def bronnen_in(raw: Path) -> list[str]:
    """The bronnen of the house, and the unknown folders that stand beside them in raw."""
    mappen = {p.name for p in raw.iterdir() if p.is_dir() and not p.name.startswith(".")} if raw.exists() else set()
    return [*BRONNEN, *sorted(mappen - set(BRONNEN))]


def land_bron(plekken: Plekken, bron: str) -> list[Geland]:
    """Land what is new of one bron; what was landed before is found, not read."""
    if not (plekken.raw / bron).is_dir():
        return []
    geheugen = Hashgeheugen(plekken.landing / "_hashes.json")
    geland = [land(levering, plekken) for levering in vind_leveringen(plekken.raw, bron, geheugen)]
    geheugen.bewaar(bron)
    return geland


def schrijf_leveringen(
    geland: Iterable[Geland], doel: Path, reeksvolgorde: list[str], peildatum: date | None = None
) -> list[Geland]:
    """Write the deliveries that count to `doel`, as known on `peildatum` (None: all); returns them.

    Refused deliveries are listed too, with their outcome: their findings are part of the picture.
    """
    tellen = [g for g in geland if peildatum is None or g.paspoort.ontvangen_op <= peildatum]
    reeksen = sorted(
        {g.paspoort.reeks for g in tellen}, key=lambda r: (r not in reeksvolgorde, _rang(r, reeksvolgorde), r)
    )
    rijen = [
        {
            "sleutel": g.sleutel, "levering": g.levering.id, "bron": g.levering.bron, "uitkomst": g.uitkomst,
            "reeks_rang": reeksen.index(g.paspoort.reeks) + 1, "sha256": g.levering.sha256,
            "rijen_gelezen": g.rijen, "rijen_apart": g.apart, "is_synthetisch": g.paspoort.synthetisch,
            **{veld: getattr(g.paspoort, veld) for veld in (
                "reeks", "leverancier", "ontvangen_op", "periode", "scope", "licence", "is_openbaar", "document",
                "vindplaats", "raming_vanaf")},
        }
        for g in tellen
    ]  # fmt: skip
    _schrijf(pa.Table.from_pylist(rijen, schema=LEVERINGEN), doel)
    return tellen


def _rang(reeks: str, volgorde: list[str]) -> int:
    return volgorde.index(reeks) if reeks in volgorde else len(volgorde)


def ruim_op(plekken: Plekken, sleutels: set[str]) -> None:
    """Remove files of deliveries that are gone, and of ways of reading that are past: raw can make them again."""
    for pad in plekken.landing.glob("*/*/*"):
        half = pad.suffix == ".nieuw"  # of a run that broke off
        if half or (pad.parent.parent.name != "_leeg" and pad.stem.split("-")[0] not in sleutels):
            pad.unlink(missing_ok=True)


def tel_bevindingen(plekken: Plekken, geland: Iterable[Geland]) -> dict[str, int]:
    """Findings of landed deliveries by severity."""
    telling: dict[str, int] = {}
    for g in geland:
        pad = plekken.landing / g.levering.bron / "bevindingen" / f"{g.sleutel}.parquet"
        for ernst in pq.read_table(pad, columns=["ernst"])["ernst"].to_pylist():
            telling[ernst] = telling.get(ernst, 0) + 1
    return telling
