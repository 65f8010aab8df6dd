"""Tables of the page: what a cell shows, or why it shows nothing. No SQL, no HTML and no sums.

How a figure reads is the business of opmaak; which rows a reader chooses, of blokken. What `cel` does with a figure,
sjablonen/rapport.js does too: change both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pipeline.publicaties import opmaak
from pipeline.publicaties.verborgen import KOLOM, REDENEN, TEKEN, ontleed

Rij = dict[str, Any]

TEKSTSOORTEN = {"tekst", "lang", "signaal", "toelichting"}


class Cel(NamedTuple):
    """A cell as the page prints it: text, the class that styles it, the column it is of, and a human's text below."""

    tekst: str
    klasse: str = ""
    kolom: str = ""
    mens: str = ""


@dataclass(frozen=True)
class Kolom:
    """A column of a table. An empty `kop` or `soort` is that of the mart's column.

    `vorm` words a text from the whole row. `van`: the mart's column behind it, where the name is another. `naast`: the
    column with the word beside an amount, the status that says why there is none, or the human's text.
    """

    naam: str
    kop: str = ""
    soort: str = ""
    vorm: Callable[[Rij], str | None] | None = None
    van: str = ""
    naast: str = ""

    def kolom_van(self, rij: Rij) -> str:
        """The mart's column of this cell: where `van` reads '{x}', each row says it in its column x."""
        return rij[self.van[1:-1]] if self.van.startswith("{") else self.van or self.naam

    @property
    def is_tekst(self) -> bool:
        return self.soort in TEKSTSOORTEN

    def compleet(self, soorten: dict[str, str]) -> Kolom:
        """With heading and soort; a date or a yes is a text like any other."""
        soort = self.soort or ("tekst" if self.vorm else soorten[self.naam])
        vorm = self.vorm
        if soort in {"datum", "janee"}:
            gewoon, soort = soort, "tekst"
            vorm = vorm or (lambda r: None if r[self.naam] is None else opmaak.toon(r[self.naam], gewoon))
        return replace(self, kop=self.kop or opmaak.kop_van_kolom(self.naam), soort=soort, vorm=vorm)


@dataclass
class Tabel:
    """A table as the page prints it: caption, headings, cells as text; the first `rijkoppen` cells head their row."""

    bijschrift: str
    koppen: list[Cel]
    rijen: list[list[Cel]]
    rijkoppen: int = 1
    # of each row its number in its block and how it is styled; without a block empty
    kenmerken: list[tuple[int, str]] = field(default_factory=list)


def verborgen(rij: Rij) -> dict[str, str]:
    """Column -> reason, of the cells that the disclosure control hid in this row."""
    return ontleed(rij.get(KOLOM))


def heeft(rij: Rij, kolom: str) -> bool:
    """Whether a row has this figure, shown or hidden."""
    return rij[kolom] is not None or kolom in verborgen(rij)


def zegt_niets(rij: Rij, kolom: Kolom) -> bool:
    """Whether this cell has no value and no reason for that either."""
    if rij[kolom.naam] not in {None, ""} or kolom.kolom_van(rij) in verborgen(rij):
        return False
    return not (rij.get(kolom.naast) and kolom.soort.endswith(("_status", "toelichting")))


def verborgen_tekst(reden: str) -> str:
    """'× klein'"""
    return f"{TEKEN}{opmaak.VAST}{reden}"


def redenen(rijen: Iterable[Rij], kolommen: Iterable[Kolom]) -> str:
    """What the reasons in these rows mean, for under their table; empty where nothing is hidden."""
    van = [(k, verborgen(r)) for r in rijen for k in kolommen if r.get(KOLOM)]
    gezien = {weg[naam] for k, weg in van if (naam := k.van or k.naam) in weg}
    delen = [f"{verborgen_tekst(reden)}: {uitleg}" for reden, uitleg in REDENEN.items() if reden in gezien]
    return f"Verborgen, lees het niet als nul: {'; '.join(delen)}." if delen else ""


def cel(rij: Rij, kolom: Kolom) -> Cel:
    """One cell of a row, of a column that is `compleet`."""
    waarde, naast = rij[kolom.naam], rij.get(kolom.naast)
    naam = kolom.kolom_van(rij)
    if waarde is None and (reden := verborgen(rij).get(naam)):
        return Cel(verborgen_tekst(reden), "verborgen" if kolom.is_tekst else "getal verborgen", naam)
    match kolom.soort:
        case "tekst":
            return Cel(opmaak.toon(waarde, "tekst"), "", naam)
        case "lang" | "toelichting":
            tekst = (waarde or "").strip() or opmaak.GEEN_TEKST
            return Cel(tekst, "lang", naam, (naast or "") if kolom.soort == "toelichting" else "")
        case "signaal":
            return Cel(opmaak.signaal(waarde), f"signaal {waarde or 'onbekend'}", naam)
    klasse = "getal" if waarde is not None or not _is_figuur(_kaal(kolom.soort)) else "getal onbekend"
    return Cel(_figuur(waarde, kolom.soort, naast), klasse, naam)


def _kaal(soort: str) -> str:
    return soort.removesuffix("_oordeel").removesuffix("_teken").removesuffix("_status").removesuffix("_leeg")


def _is_figuur(kaal: str) -> bool:
    return kaal == "getal1" or opmaak.is_figuur(kaal)


def _figuur(waarde: Any, soort: str, naast: str | None) -> str:
    kaal = _kaal(soort)
    if waarde is None:
        if soort.endswith("_leeg") or kaal == "verschil":
            return opmaak.GEEN_TEKST
        return opmaak.met_status(None, naast, kaal) if soort.endswith("_status") else opmaak.toon(None, kaal)
    if soort.endswith("_oordeel"):
        return opmaak.met_oordeel(waarde, naast, kaal)
    if soort.endswith("_teken"):
        return opmaak.procent(waarde, teken=True)
    if kaal == "verschil":
        return opmaak.getal(waarde, 2)
    if kaal == "getal1":
        return opmaak.getal(waarde, 1)
    return opmaak.toon(waarde, kaal)


def maak_tabel(
    rijen: Iterable[Rij], kolommen: Iterable[Kolom], soorten: dict[str, str], bijschrift: str, *, rijkoppen: int = 1
) -> Tabel:
    """Table of rows that nobody chooses from."""
    heel = [k.compleet(soorten) for k in kolommen]
    koppen = [Cel(k.kop, "" if k.is_tekst else "getal") for k in heel]
    return Tabel(bijschrift, koppen, [[cel(vul(r, heel), k) for k in heel] for r in rijen], rijkoppen)


def vul(rij: Rij, kolommen: Iterable[Kolom]) -> Rij:
    """The row with the texts that its columns word."""
    return rij | {k.naam: k.vorm(rij) for k in kolommen if k.vorm}
