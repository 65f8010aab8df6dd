"""Blocks of the report: rows of one mart that the reader chooses from, shown as a table and charts. No SQL, no HTML.

Server and page choose alike: `Blok.kies` here, `kies` in sjablonen/rapport.js. Nothing is computed on either side.
What a chapter shows belongs in onderdelen, how a chart looks in grafieken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from pipeline.publicaties import opmaak, tabellen
from pipeline.publicaties.lezen import GROEPEN
from pipeline.publicaties.tabellen import Cel, Kolom, Rij, Tabel

KEUZES = ("gebied", "wet", "voorziening", "jaar")
MEESTE_RIJEN = 60
NR = "#"  # of a row in its block


@dataclass(frozen=True)
class Keuze:
    """What the reader chose. Empty: every wet, every voorziening, of each subject its newest year."""

    gebied: str = ""
    wet: str = ""
    voorziening: str = ""
    jaar: str = ""


@dataclass(frozen=True)
class Grafiek:
    """A chart of the rows of its block: a Vega-Lite spec on the data set 'rijen', and what it shows in words.

    Drawn where at least `minstens` chosen rows have a figure in every column of `nodig`.
    """

    naam: str
    spec: dict[str, Any]
    bijschrift: str
    beschrijving: str
    nodig: tuple[str, ...]
    minstens: int = 1


@dataclass
class Blok:
    """Rows of one mart with what is needed to choose from them.

    `sleutel`: the columns that find a row in the mart. `volgt`: the choosers that this block follows; with `geheel` an
    empty wet or voorziening is their total, else it is all of them. `velden`: columns for the charts only. `gekozen`:
    mark the row of the chosen gebied; `dicht`: the table is long and folded. Captions may name {gebied}, {onderdeel}
    and {jaar}.
    """

    naam: str
    bijschrift: str
    mart: str
    sleutel: tuple[str, ...]
    volgt: tuple[str, ...]
    kolommen: list[Kolom]
    rijen: list[Rij]
    leeg: str
    rijkoppen: int = 1
    geheel: bool = False
    gekozen: bool = False
    velden: tuple[str, ...] = ()
    grafieken: list[Grafiek] = field(default_factory=list)
    noot: str = ""
    geldig: str = ""
    bronnen: tuple[str, ...] = ()
    blad: str = ""
    dicht: bool = False
    peiljaar: int = 9999

    def kies(self, keuze: Keuze) -> tuple[list[Rij], int | None]:
        """The rows of this choice, and the year they are of where the block follows the year."""
        rijen: Iterable[Rij] = self.rijen
        if "gebied" in self.volgt:
            rijen = [r for r in rijen if r["gemeente_code"] == keuze.gebied]
        for naam, waarde in (("wet", keuze.wet), ("voorziening", keuze.voorziening)):
            if naam in self.volgt and (waarde or self.geheel):
                rijen = [r for r in rijen if r[naam] == (waarde or "totaal")]
        rijen = list(rijen)
        if "jaar" not in self.volgt:
            return rijen, None
        jaren = {r["jaar"] for r in rijen}
        if not jaren:
            return [], None
        jaar = int(keuze.jaar) if keuze.jaar else max((j for j in jaren if j <= self.peiljaar), default=min(jaren))
        return [r for r in rijen if r["jaar"] == jaar], jaar

    def tabel(self, rijen: Sequence[Rij], bijschrift: str, keuze: Keuze) -> Tabel:
        """The chosen rows as a table; more than the page shows stand in the workbook."""
        leeg = self.zonder_cijfers(rijen)
        kolommen = [k for k in self.kolommen if k not in leeg]
        koppen = [Cel(k.kop, "" if k.is_tekst else "getal", k.van or k.naam) for k in kolommen]
        rijen = rijen[:MEESTE_RIJEN]
        cellen = [[tabellen.cel(r, k) for k in kolommen] for r in rijen]
        kenmerken = [(r[NR], self._klasse(r, keuze)) for r in rijen]
        return Tabel(bijschrift, koppen, cellen, self.rijkoppen, kenmerken)

    def zonder_cijfers(self, rijen: Sequence[Rij]) -> list[Kolom]:
        """The columns that say nothing in any of these rows: named below the table instead of shown."""
        return [k for k in self.kolommen[self.rijkoppen :] if all(tabellen.zegt_niets(r, k) for r in rijen)]

    def _klasse(self, rij: Rij, keuze: Keuze) -> str:
        if self.gekozen:
            return "gekozen" if rij["gemeente_code"] == keuze.gebied else ""
        return "som" if not self.geheel and rij.get("niveau") in {"wet", "totaal"} else ""

    def punten(self, rijen: Iterable[Rij]) -> list[dict[str, Any]]:
        """The chosen rows for the drawing engine, that wants doubles; what is read as a figure stays Decimal."""
        namen = self._kolomnamen()
        return [{n: float(r[n]) if isinstance(r[n], Decimal) else r[n] for n in namen} for r in rijen]

    def _kolomnamen(self) -> list[str]:
        extra = [n for n in ("niveau", "verborgen") if any(n in r for r in self.rijen[:1])]
        namen = [*self.sleutel, "gemeente_code", "jaar", "wet", "voorziening", *self.velden, *extra]
        for k in self.kolommen:
            namen += [k.naam, *([k.naast] if k.naast else [])]
        return [n for n in dict.fromkeys(namen) if self.rijen and n in self.rijen[0]]

    def json(self) -> str:
        """The block for the page's script, by column: texts once, with their place; figures with every digit."""
        kop = {
            "mart": self.mart, "bijschrift": self.bijschrift, "leeg": self.leeg, "volgt": self.volgt,
            "geheel": self.geheel, "gekozen": self.gekozen, "rijkoppen": self.rijkoppen, "sleutel": self.sleutel,
            "kolommen": [[k.naam, k.kop, k.soort, k.van or k.naam, k.naast] for k in self.kolommen],
            "blad": self.blad, "aantal": len(self.rijen),
            "grafieken": [
                {"naam": g.naam, "spec": g.spec, "bijschrift": g.bijschrift, "beschrijving": g.beschrijving,
                 "nodig": g.nodig, "minstens": g.minstens}
                for g in self.grafieken
            ],
        }  # fmt: skip
        data = ",".join(f"{json.dumps(n)}:{_kolom_json([r[n] for r in self.rijen])}" for n in self._kolomnamen())
        return f"{_dump(kop)[:-1]},{_dump('data')}:{{{data}}}}}"


def _dump(waarde: Any) -> str:
    return json.dumps(waarde, ensure_ascii=False, separators=(",", ":"))


def _kolom_json(waarden: list[Any]) -> str:
    """One column, in the shortest of three forms: the figures; words and the place of each; words and their runs."""
    if all(w is None for w in waarden):
        return "null"
    is_getal = all(w is None or (isinstance(w, (int, Decimal)) and not isinstance(w, bool)) for w in waarden)
    delen = [_getal(w) if is_getal else _dump(w if w is None else str(w)) for w in waarden]
    plaats = {d: nr for nr, d in enumerate(dict.fromkeys(delen))}
    reeks = [(str(plaats[d]), str(len(list(groep)))) for d, groep in groupby(delen)]
    woorden = f'{{"w":[{",".join(plaats)}]'
    vormen = [
        f'{woorden},"i":[{",".join(str(plaats[d]) for d in delen)}]}}',
        f'{woorden},"n":[{",".join(f"{p},{n}" for p, n in reeks)}]}}',
        *([f"[{','.join(delen)}]"] if is_getal else []),
    ]
    return min(vormen, key=len)


def _getal(waarde: int | Decimal | None) -> str:
    if waarde is None:
        return "null"
    tekst = f"{waarde:f}"
    return tekst.rstrip("0").rstrip(".") if "." in tekst else tekst


def maak_blok(
    naam: str, bijschrift: str, rijen: list[Rij], soorten: dict[str, str], kolommen: Iterable[Kolom], **rest: Any
) -> Blok:
    """A block with the texts of its rows worded and its columns complete; see Blok."""
    heel = [k.compleet(soorten) for k in kolommen]
    gevuld = [
        {n: w.isoformat() if isinstance(w, date) else w for n, w in tabellen.vul(r, heel).items()} | {NR: nr}
        for nr, r in enumerate(rijen)
    ]
    return Blok(naam=naam, bijschrift=bijschrift, kolommen=[replace(k, vorm=None) for k in heel], rijen=gevuld, **rest)


@dataclass(frozen=True)
class Opties:
    """What can be chosen: (code, name) of each; a voorziening with its wet."""

    gebieden: list[tuple[str, str]]
    wetten: list[tuple[str, str]]
    voorzieningen: list[tuple[str, str, str]]
    jaren: list[int]


def opties(blokken: Iterable[Blok], namen: dict[str, str], gebieden: Sequence[tuple[str, str]]) -> Opties:
    """What occurs in the blocks; gebieden in the order given, those without a row left out."""
    alle = [(b, r) for b in blokken for r in b.rijen]
    van = {v: {r[v] for b, r in alle if v in b.volgt} for v in ("wet", "voorziening", "jaar")}
    codes = {r["gemeente_code"] for b, r in alle if "gebied" in b.volgt}
    wet_van = {r["voorziening"]: r["wet"] for b, r in alle if "voorziening" in b.volgt}
    return Opties(
        [(code, naam) for code, naam in gebieden if code in codes],
        [(w, opmaak.wet(w)) for w in opmaak.WETTEN if w in van["wet"] and w != "totaal"],
        sorted(
            (
                (v, GROEPEN.get(v) or namen.get(v, v.replace("_", " ")), wet_van[v])
                for v in van["voorziening"]
                if v != "totaal"
            ),
            key=lambda o: (list(opmaak.WETTEN).index(o[2]) if o[2] in opmaak.WETTEN else 9, o[1]),
        ),
        sorted(van["jaar"], reverse=True),
    )


def onderdeel(keuze: Keuze, opties_: Opties) -> str:
    """What was chosen of wet and voorziening, in words."""
    voorziening = next((naam for code, naam, _ in opties_.voorzieningen if code == keuze.voorziening), None)
    return voorziening or (opmaak.wet(keuze.wet) if keuze.wet else "sociaal domein")
