"""A recognised sheet: where it stands, its heading, and its rows. What a cell means is read elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.bevindingen import Bevinding, bevinding
from pipeline.inname.codelijsten import sleutel
from pipeline.inname.layout import Herkend
from pipeline.inname.lezers import Blad, Rij


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a sheet stands: what every finding and landing row of it begins with."""

    levering: str
    bestand: str
    blad: str | None

    def bevinding(self, regel_code: str, melding: str, **velden: Any) -> Bevinding:
        return bevinding(regel_code, melding, levering=self.levering, bestand=self.bestand, blad=self.blad, **velden)


class Kop:
    """The heading of a sheet: where a column stands, by its name or as '#n'."""

    def __init__(self, herkend: Herkend, blad: Blad) -> None:
        bron = herkend.layout.kop if herkend.koprij < 0 else blad.rijen[herkend.koprij].cellen
        self.namen = [str(c) if c is not None else "" for c in bron][: len(herkend.koppen)]
        self._index = {k: i for i, k in reversed(list(enumerate(herkend.koppen))) if k}

    def index(self, naam: str) -> int:
        return int(naam[1:]) - 1 if re.fullmatch(r"#\d+", naam) else self._index[sleutel(naam)]

    def cel(self, rij: Rij, naam: str) -> Any:
        i = self.index(naam)
        return rij.cellen[i] if i < len(rij.cellen) else None

    def naam(self, naam: str) -> str:
        i = self.index(naam)
        return self.namen[i] or f"kolom {i + 1}"


def gegevensrijen(blad: Blad, herkend: Herkend, plaats: Plaats) -> tuple[list[Rij], list[Bevinding]]:
    """The rows under the heading, without those that are wider than it: there the cells have shifted."""
    goed, fouten = [], []
    breedte = len(herkend.koppen)
    for rij in blad.rijen[herkend.koprij + 1 :]:
        if any(c is not None for c in rij.cellen[breedte:]):
            fouten.append(
                plaats.bevinding(
                    "rij.te_breed",
                    f"Regel {rij.regel} heeft meer cellen dan de {breedte} van de kopregel en is apart gehouden. "
                    "Kijk of een scheidingsteken in een tekst staat, en zet die tekst tussen aanhalingstekens.",
                    regel=rij.regel,
                )
            )
        else:
            goed.append(rij)
    return goed, fouten


def korte_rijen(blad: Blad, herkend: Herkend, plaats: Plaats) -> list[Bevinding]:
    """Rows of a CSV that end before its heading does, where others do not: their last cells count as not delivered."""
    breedte = len(herkend.koppen)
    rijen = blad.rijen[herkend.koprij + 1 :]
    if blad.naam is not None or not any(len(r.cellen) >= breedte for r in rijen):
        return []
    return [
        plaats.bevinding(
            "rij.te_kort",
            f"Regel {r.regel} heeft {len(r.cellen)} cellen, de kopregel {breedte}. Wat ontbreekt, is onbekend.",
            regel=r.regel,
        )
        for r in rijen
        if len(r.cellen) < breedte
    ]


def gevouwen(cel: object) -> str:
    """A cell folded for comparison; only an empty cell is empty, a zero of a workbook is not."""
    return "" if cel is None else sleutel(cel)


def voldoet(rij: Rij, kop: Kop, filter_: dict[str, Any]) -> bool:
    """Whether the cells of a row are among the values of a filter: {heading: value, list, or {niet: list}}."""
    for naam, gevraagd in filter_.items():
        tekst = gevouwen(kop.cel(rij, naam))
        niet = isinstance(gevraagd, dict)
        lijst = gevraagd["niet"] if niet else gevraagd
        waarden = {sleutel(w) for w in (lijst if isinstance(lijst, list) else [lijst])}
        if (tekst in waarden) == niet:
            return False
    return True
