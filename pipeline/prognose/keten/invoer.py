"""What the monthly chain is made from, read once from the intermediate models. Nothing is forecast here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.reeks.maanden import Stap
from pipeline.prognose.toets_invoer import Declaraties

if TYPE_CHECKING:
    import duckdb

GEMEENTE, REGIO = "gemeente", "regio"
TOTAAL = "totaal"
ALLE = "alle"  # a step that holds for every gemeente, wet or voorziening


class Blad(NamedTuple):
    """A series that is forecast by itself: what one gemeente spends on a voorziening in one way (zin, pgb, alle)."""

    gemeente: str
    wet: str
    groep: str
    voorziening: str
    soort: str

    @property
    def gedeeld(self) -> str:
        """What it shares with the other gemeenten: the pattern of the run-off and how candidates did."""
        return f"{self.wet}/{self.voorziening}/{self.soort}"

    @property
    def naam(self) -> str:
        """What a known step names it by."""
        return f"{self.gedeeld}/{self.gemeente}"


class Vast(NamedTuple):
    """An amount of a year that is certain, at the niveau it was delivered on; `groep`, `voorziening` empty above it."""

    gemeente: str
    niveau: str
    wet: str
    groep: str | None
    voorziening: str | None
    jaar: int
    bedrag: Decimal


class Cel(NamedTuple):
    """What a forecast is of; `voorziening` holds the groep at niveau groep, and 'totaal' above it."""

    gebied: str
    niveau: str
    wet: str
    voorziening: str


@dataclass(frozen=True, eq=False)
class Toewijzingen:
    """What was allocated to one leaf: month numbers of knowing and of care, euros, and days of care, one row each."""

    peilmaand: NDArray[np.int64]
    maand: NDArray[np.int64]
    bedrag: NDArray[np.float64]
    dagen: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Invoer:
    """Everything the chain looks at; months are month numbers (year x 12 + month - 1), amounts euros.

    `declaraties`: how the care months of a leaf became known. `maanden`: leaves that are known without run-off.
    `leden`: region, wet and year to its gemeenten. `begroting`: the current budget of a year per cell.
    `stappen`: what is known of levels beforehand, by name `wet/voorziening/soort/gemeente`.
    """

    declaraties: Mapping[Blad, Declaraties]
    maanden: Mapping[Blad, Mapping[int, Decimal]] = field(default_factory=dict)
    vast: Sequence[Vast] = ()
    toewijzingen: Mapping[tuple[str, str, str], Toewijzingen] = field(default_factory=dict)
    leden: Mapping[tuple[str, str, int], frozenset[str]] = field(default_factory=dict)
    begroting: Mapping[tuple[Cel, int], Decimal] = field(default_factory=dict)
    namen: Mapping[str, str] = field(default_factory=dict)
    stappen: Sequence[Stap] = ()

    def jaarleden(self, jaar: int) -> dict[tuple[str, str], frozenset[str]]:
        """Region and wet to its members in a year; the last known year before it where that year is not known."""
        beste: dict[tuple[str, str], int] = {}
        for regio, wet, j in self.leden:
            if j <= jaar:
                beste[regio, wet] = max(j, beste.get((regio, wet), j))
        return {(regio, wet): self.leden[regio, wet, j] for (regio, wet), j in sorted(beste.items())}


def maandnr(dag: date) -> int:
    """A date as a month number."""
    return dag.year * 12 + dag.month - 1


def lees_invoer(con: duckdb.DuckDBPyConnection) -> Invoer:
    """The intermediate models of the prognose, from a connection to the working database."""
    blad = "gemeente_code, wet, groep, voorziening, soort"
    toewijzing = "gemeente_code, wet, voorziening, peilmaand, maand, toegewezen_eur, dagen_aantal"
    return Invoer(
        declaraties=_declaraties(_rijen(con, "declaraties", f"{blad}, zorgmaand, bekend_maand, bedrag_eur")),
        maanden=_maanden(_rijen(con, "maanden", f"{blad}, maand, bedrag_eur")),
        vast=[
            Vast(*rij)
            for rij in _rijen(con, "vast", "gemeente_code, niveau, wet, groep, voorziening, jaar, bedrag_eur")
        ],
        toewijzingen=_toewijzingen(_rijen(con, "toewijzingen", toewijzing)),
        leden=_leden(con),
        begroting=_begroting(con),
        namen=dict(
            con.execute(
                "select gemeente_code, gemeente from intermediate.int_gemeenten where gemeente is not null "
                "union select regio_code, regio from intermediate.int_regioleden order by all"
            ).fetchall()
        ),
        stappen=_stappen(
            _rijen(con, "stappen", "gemeente_code, wet, voorziening, maand, factor, bekend_vanaf, omschrijving")
        ),
    )


def _rijen(con: duckdb.DuckDBPyConnection, model: str, kolommen: str) -> list[tuple[Any, ...]]:
    return con.execute(f"select {kolommen} from intermediate.int_prognose_{model} order by all").fetchall()


def _declaraties(rijen: Iterable[tuple[Any, ...]]) -> dict[Blad, Declaraties]:
    per: dict[Blad, list[tuple[int, int, float]]] = defaultdict(list)
    for *sleutel, zorg, bekend, bedrag in rijen:
        per[Blad(*sleutel)].append((maandnr(zorg), maandnr(bekend) - maandnr(zorg), float(bedrag)))
    uit = {}
    for blad in sorted(per):
        zorg_, later, bedrag_ = zip(*per[blad], strict=True)
        uit[blad] = Declaraties(np.array(zorg_), np.array(later), np.array(bedrag_, dtype=np.float64))
    return uit


def _maanden(rijen: Iterable[tuple[Any, ...]]) -> dict[Blad, dict[int, Decimal]]:
    uit: dict[Blad, dict[int, Decimal]] = defaultdict(dict)
    for *sleutel, maand, bedrag in rijen:
        uit[Blad(*sleutel)][maandnr(maand)] = bedrag
    return dict(sorted(uit.items()))


def _toewijzingen(rijen: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str, str], Toewijzingen]:
    per: dict[tuple[str, str, str], list[tuple[int, int, float, float]]] = defaultdict(list)
    for gemeente, wet, voorziening, peil, maand, bedrag, dagen in rijen:
        per[gemeente, wet, voorziening].append((maandnr(peil), maandnr(maand), float(bedrag), float(dagen)))
    uit = {}
    for sleutel, waarden in per.items():
        peil_, maand_, bedrag_, dagen_ = (np.array(k) for k in zip(*waarden, strict=True))
        uit[sleutel] = Toewijzingen(peil_, maand_, bedrag_, dagen_)
    return uit


def _stappen(rijen: Iterable[tuple[Any, ...]]) -> list[Stap]:
    uit = []
    for *waar, maand, factor, bekend, omschrijving in rijen:
        gemeente, wet, voorziening = ("*" if deel == ALLE else deel for deel in waar)
        hoog = None if factor is None else float(factor)
        vanaf = None if bekend is None else maandnr(bekend)
        uit.append(Stap(f"{wet}/{voorziening}/*/{gemeente}", maandnr(maand), hoog, vanaf, omschrijving or ""))
    return uit


def _leden(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, int], frozenset[str]]:
    uit: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for regio, wet, jaar, gemeente in con.execute(
        "select regio_code, wet, jaar, gemeente_code from intermediate.int_regioleden"
    ).fetchall():
        uit[regio, wet, jaar].add(gemeente)
    return {k: frozenset(v) for k, v in sorted(uit.items())}


def _begroting(con: duckdb.DuckDBPyConnection) -> dict[tuple[Cel, int], Decimal]:
    """The preferred reeks of each cell that says an amount."""
    rijen = con.execute(
        "select gemeente_code, niveau, wet, voorziening, jaar, actueel_eur from intermediate.int_begroting "
        "where actueel_eur is not null order by reeks_rang desc, reeks desc"
    ).fetchall()
    return {(Cel(*sleutel), jaar): bedrag for *sleutel, jaar, bedrag in rijen}
