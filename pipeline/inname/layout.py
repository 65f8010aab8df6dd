"""Layouts as data: what a YAML file under layouts/ may say, and which layout a sheet follows. No cell is read here.

A layout names the heading it belongs to (`kop`), the notation of its document and the tables it fills. A delivery in
the canonical columns needs none: `canoniek` makes its layout from the contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.contracten.model import Kolom, Tabel
from pipeline.inname.codelijsten import sleutel
from pipeline.inname.lezers import Blad

LAYOUTS = Path(__file__).parent / "layouts"
GEMEENTE_NAAM = "gemeente_naam"  # beside a code: the name of a gemeente that the code list does not hold
ZOEK_KOP_TOT = 30  # title rows above a heading: more than this is not a table


@dataclass(frozen=True)
class Ontdraai:
    """Columns that hold one measure: each becomes rows, its heading a value."""

    kolommen: tuple[str, ...]
    kop_naar: str
    waarde_naar: str
    lege_cellen: str = "houden"


@dataclass(frozen=True)
class Emissie:
    """The rows that a layout gives to one table. Maps are canonical name -> heading, constant or translation."""

    tabel: Tabel
    kolommen: dict[str, str]
    constanten: dict[str, str] = field(default_factory=dict)
    vertaal: dict[str, dict[str, str]] = field(default_factory=dict)
    haal_uit: dict[str, dict[str, str]] = field(default_factory=dict)
    ontdraai: Ontdraai | None = None
    alleen: dict[str, list[str]] = field(default_factory=dict)
    behalve: dict[str, list[str]] = field(default_factory=dict)
    totalen: dict[str, list[str]] = field(default_factory=dict)
    factor: dict[str, int] = field(default_factory=dict)
    stap: dict[str, str] = field(default_factory=dict)  # published precision, where the notation shows another


@dataclass(frozen=True)
class Layout:
    """One layout. `notatie` None: the cells decide. `controles` are read by pipeline.inname.controles."""

    naam: str
    kop: tuple[str, ...]
    emissies: tuple[Emissie, ...]
    notatie: str | None = None
    controles: tuple[dict[str, Any], ...] = ()
    zonder_kop: bool = False


@dataclass(frozen=True)
class Herkend:
    """A sheet that follows a layout: the index of its heading row (-1: none) and the heading, folded."""

    layout: Layout
    koprij: int
    koppen: tuple[str, ...]


def laad_layouts(bron: str, map_: Path = LAYOUTS) -> list[Layout]:
    """The layouts of one bron, in the order of its file; none where it has no file."""
    pad = map_ / f"{bron}.yml"
    if not pad.exists():
        return []
    return [_layout(naam, velden) for naam, velden in (yaml.safe_load(pad.read_text(encoding="utf-8")) or {}).items()]


def _layout(naam: str, velden: dict[str, Any]) -> Layout:
    emissies = []
    for tabel in velden["tabellen"]:
        e = dict(tabel)
        ontdraai = e.pop("ontdraai", None)
        emissies.append(
            Emissie(
                tabel=TABELLEN[e.pop("tabel")],
                kolommen=e.pop("kolommen", {}),
                ontdraai=None
                if ontdraai is None
                else Ontdraai(**{**ontdraai, "kolommen": tuple(ontdraai["kolommen"])}),
                **e,
            )
        )
    return Layout(
        naam=naam,
        kop=tuple(velden["kop"]),
        emissies=tuple(emissies),
        notatie=velden.get("notatie"),
        controles=tuple(velden.get("controles", ())),
        zonder_kop=velden.get("zonder_kop", False),
    )


def herken(blad: Blad, bron: str, layouts: Sequence[Layout]) -> Herkend | None:
    """The layout that a sheet follows: a heading equal to a layout's, else the canonical columns of the bron."""
    for layout in layouts:
        kop = tuple(sleutel(k) for k in layout.kop)
        if layout.zonder_kop and blad.rijen and all(_is_genummerd(r.cellen, len(kop)) for r in blad.rijen):
            return Herkend(layout, -1, kop)
        if layout.zonder_kop:
            continue
        for i, rij in enumerate(blad.rijen[:ZOEK_KOP_TOT]):
            if _koppen(rij.cellen, len(kop)) == kop:
                return Herkend(layout, i, kop)
    for i, rij in enumerate(blad.rijen[:ZOEK_KOP_TOT]):
        koppen = _koppen(rij.cellen)
        for naam in BRONNEN.get(bron, ()):
            layout = canoniek(TABELLEN[naam], koppen)
            if layout:
                return Herkend(layout, i, koppen)
    return None


def _is_genummerd(cellen: Sequence[object], breedte: int) -> bool:
    """Only a numbered list needs no heading: without the number, any table of that width would pass for it."""
    return len(cellen) == breedte and str(cellen[0]).isdigit()


def _koppen(cellen: Sequence[object], lengte: int = 0) -> tuple[str, ...]:
    koppen = [sleutel(c) if c is not None else "" for c in cellen]
    while len(koppen) > lengte and koppen[-1] == "":
        koppen.pop()
    return tuple(koppen + [""] * (lengte - len(koppen)))


def canoniek(tabel: Tabel, koppen: Sequence[str]) -> Layout | None:
    """The layout of a delivery in the canonical columns; None where a required column is missing."""
    kolommen: dict[str, str] = {}
    for kolom in tabel.kolommen:
        gevonden = next((k for k in _namen(kolom) if k in koppen), None)
        if gevonden is None and kolom.verplicht:
            return None
        if gevonden is not None:
            kolommen[kolom.naam] = gevonden
    naam_erbij = next(
        (k for k in ("gemeente_naam", "gemeentenaam") if k in koppen and k not in kolommen.values()), None
    )
    if naam_erbij and "gemeente" in kolommen:
        kolommen[GEMEENTE_NAAM] = naam_erbij
    if tabel.minstens_een and not any(n in kolommen for n in tabel.minstens_een):
        return None
    return Layout(f"canoniek:{tabel.naam}", tuple(koppen), (Emissie(tabel, kolommen),))


def _namen(kolom: Kolom) -> list[str]:
    namen = [kolom.naam, *kolom.aliassen]
    return [sleutel(v) for n in namen for v in (n, n.replace("_", " "))]


def gebruikte_koppen(layout: Layout) -> set[str]:
    """The headings that a layout reads, folded; what a file holds beyond these is drift."""
    uit: set[str] = set()
    for e in layout.emissies:
        uit |= {sleutel(k) for k in e.kolommen.values()}
        uit |= {sleutel(h["kolom"]) for h in e.haal_uit.values()}
        uit |= {sleutel(k) for k in (e.ontdraai.kolommen if e.ontdraai else ())}
    return uit
