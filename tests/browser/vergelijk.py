"""What a page shows beside what its database holds, cell for cell. How a browser gets there is the business of the tests.

Every cell of a block says its column, its row says its number, and the data in the page says which mart and key that is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.publicaties import opmaak
from pipeline.publicaties.databank import verbind

# blok, rij, kolom and text of every cell that is shown
CELLEN = """() => [...document.querySelectorAll("[data-blok]")].flatMap((blok) =>
  [...blok.querySelectorAll("[data-rij]")].flatMap((rij) => [...rij.querySelectorAll("[data-kolom]")].map((cel) =>
    [blok.dataset.blok, Number(rij.dataset.rij), cel.dataset.kolom, cel.firstChild.textContent])))"""


class Verschil(NamedTuple):
    """A cell that does not say what the database holds."""

    blok: str
    sleutel: dict[str, Any]
    kolom: str
    getoond: str
    verwacht: str


class Bron:
    """The published database beside the data in the page: rows by mart and key."""

    def __init__(self, uitgave: Path) -> None:
        html = (uitgave / "rapport.html").read_text(encoding="utf-8")
        tekst = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1]
        self.data = json.loads(tekst, parse_float=Decimal)
        self.con = verbind(uitgave / "grip.duckdb")
        self.rijen: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], dict[str, Any]]] = {}

    def sleutel(self, blok: str, rij: int) -> dict[str, Any]:
        """The key of a row of the page, as the mart has it."""
        kolommen = self.data["blokken"][blok]["data"]
        return {k: _lees(kolommen[k], rij) for k in self.data["blokken"][blok]["sleutel"]}

    def rij(self, blok: str, sleutel: dict[str, Any]) -> dict[str, Any]:
        """The one row of the mart with this key."""
        mart, namen = self.data["blokken"][blok]["mart"], tuple(sleutel)
        if (mart, namen) not in self.rijen:
            cursor = self.con.execute(f"select * from marts.{mart}")
            kolommen = [k[0] for k in cursor.description]
            alle = (dict(zip(kolommen, r, strict=True)) for r in cursor.fetchall())
            per: dict[tuple[str, ...], list[dict[str, Any]]] = {}
            for r in alle:
                per.setdefault(tuple(_tekst(r[n]) for n in namen), []).append(r)
            self.rijen[mart, namen] = {k: v[0] for k, v in per.items() if len(v) == 1}
        return self.rijen[mart, namen][tuple(_tekst(w) for w in sleutel.values())]

    def verschillen(self, cellen: list[list[Any]]) -> Iterator[Verschil | None]:
        """Per cell with a column of its mart: None where it agrees."""
        for blok, nr, kolom, getoond in cellen:
            sleutel = self.sleutel(blok, nr)
            rij = self.rij(blok, sleutel)
            soorten = {k[3]: (k[2], k[4]) for k in self.data["blokken"][blok]["kolommen"]}
            soort, naast = soorten.get(kolom) or next(v for k, v in soorten.items() if k.startswith("{"))
            if kolom not in rij or soort == "tekst":
                continue
            verwacht = _verwacht(rij, kolom, soort, naast)
            yield None if getoond == verwacht else Verschil(blok, sleutel, kolom, getoond, verwacht)


def _verwacht(rij: dict[str, Any], kolom: str, soort: str, naast: str) -> str:
    """The value of the mart as the page has to write it, by the words of opmaak alone."""
    waarde, kaal = (
        rij[kolom],
        soort.split("_leeg", maxsplit=1)[0]
        .split("_oordeel", maxsplit=1)[0]
        .split("_teken", maxsplit=1)[0]
        .split("_status", maxsplit=1)[0],
    )
    if waarde is None and f"{kolom}:" in (rij.get("verborgen") or ""):
        return "×"
    if soort == "signaal":
        return opmaak.signaal(waarde)
    if soort in {"lang", "toelichting"}:
        return (waarde or "").strip() or "–"
    if waarde is None:
        if soort.endswith("_leeg") or kaal == "volgnummer":
            return "–"
        return opmaak.met_status(None, rij.get(naast), "aantal") if soort.endswith("_status") else "onbekend"
    if naast == "verschil_woord":  # erbij, eraf: the sign of the amount itself
        return opmaak.met_oordeel(waarde, "erbij" if waarde > 0 else "eraf" if waarde < 0 else None)
    if soort.endswith("_oordeel"):
        return opmaak.met_oordeel(waarde, rij[naast], kaal)
    if soort.endswith("_teken"):
        return opmaak.procent(waarde, teken=True)
    return opmaak.getal(waarde, 1) if kaal == "getal1" else opmaak.toon(waarde, kaal)


def _tekst(waarde: Any) -> str:
    return opmaak.getal(waarde) if isinstance(waarde, (int, Decimal)) else str(waarde)


def _lees(vorm: Any, nr: int) -> Any:
    """A value of a column as Blok.json wrote it."""
    if vorm is None or isinstance(vorm, list):
        return vorm and vorm[nr]
    if "i" in vorm:
        return vorm["w"][vorm["i"][nr]]
    for plaats, aantal in zip(vorm["n"][::2], vorm["n"][1::2], strict=True):
        if nr < aantal:
            return vorm["w"][plaats]
        nr -= aantal
    raise IndexError(nr)
