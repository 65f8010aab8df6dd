"""Months as numbers, a monthly series, and the known steps in it. No models.

A month is one integer, year x 12 + month - 1, so that months subtract and sort.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

# so many months after a break say enough to go without those before it
MINSTE_NA_BREUK = 6

_MAAND = re.compile(r"(\d{4})-?(\d{2})(?:-\d{2})?")


def maandnummer(tekst: str) -> int:
    """'2021-03', '202103' or '2021-03-01' as a month number. Raises ValueError on anything else."""
    treffer = _MAAND.fullmatch(tekst.strip())
    if treffer is None or not 1 <= int(treffer[2]) <= 12 or int(treffer[1]) < 1900:
        raise ValueError("dit is geen maand; schrijf JJJJ-MM, zoals 2021-03")
    return int(treffer[1]) * 12 + int(treffer[2]) - 1


def maandtekst(nummer: int) -> str:
    """A month number as JJJJ-MM."""
    return f"{nummer // 12:04d}-{nummer % 12 + 1:02d}"


@dataclass(frozen=True, eq=False)
class Reeks:
    """One monthly series without gaps: `waarden[i]` is month `begin + i`, in any unit.

    Raises ValueError where a value is not a finite number or the array has more than one dimension.
    """

    naam: str
    begin: int
    waarden: NDArray[np.float64]

    def __post_init__(self) -> None:
        waarden = np.array(self.waarden, dtype=np.float64)
        if waarden.ndim != 1 or not np.isfinite(waarden).all():
            raise ValueError(f"reeks {self.naam}: alleen getallen, één per maand")
        waarden.setflags(write=False)
        object.__setattr__(self, "waarden", waarden)

    @property
    def eind(self) -> int:
        """The month after the last."""
        return self.begin + len(self.waarden)

    def tot(self, maand: int) -> Reeks:
        """What was known before `maand`: the months up to and without it."""
        return Reeks(self.naam, self.begin, self.waarden[: max(maand - self.begin, 0)])

    def stuk(self, van: int, tot: int) -> NDArray[np.float64]:
        """The months from `van` up to and without `tot`; what lies outside the series is left out."""
        return self.waarden[max(van - self.begin, 0) : max(tot - self.begin, 0)]

    def jaartotaal(self, jaar: int) -> float | None:
        """The sum of a calendar year, or None where not all twelve months are there."""
        stuk = self.stuk(jaar * 12, jaar * 12 + 12)
        return float(stuk.sum()) if len(stuk) == 12 and self.begin <= jaar * 12 else None


@dataclass(frozen=True)
class Stap:
    """A known step: from `maand` on, series whose name fits `patroon` stand `factor` times as high as before.

    A tariff index of 3% is factor 1.03 in January; a measure that halves a voorziening is 0.5. Factor None: a break of
    which the size is not known; months before it then say nothing about those after it (`breuk`). `patroon` follows
    fnmatch ('wmo*'). `bekend_vanaf`: the first origin (month number) that knows of it; None: always known, as an index
    that is agreed in advance. `omschrijving`: what it is, in the user's words. Raises ValueError where the factor is
    not above zero.
    """

    patroon: str
    maand: int
    factor: float | None
    bekend_vanaf: int | None = None
    omschrijving: str = ""

    def __post_init__(self) -> None:
        if self.factor is not None and not (np.isfinite(self.factor) and self.factor > 0):
            raise ValueError("een stap heeft een factor groter dan nul, zoals 1,03")

    def geldt_voor(self, naam: str) -> bool:
        """Whether a series of this name fits the pattern."""
        return fnmatchcase(naam, self.patroon)

    def past(self, naam: str, peil: int) -> bool:
        """Whether it holds for a series of this name, and is known where `peil` is the first month not known."""
        return (self.bekend_vanaf is None or self.bekend_vanaf <= peil) and self.geldt_voor(naam)


def stapfactoren(stappen: Sequence[Stap], naam: str, maanden: NDArray[np.int64], peil: int) -> NDArray[np.float64]:
    """The level that the known steps give each month, relative to before the first step; 1 without steps.

    `maanden`: month numbers; `peil`: the first month that is not known. Divide by it before modelling, multiply after.
    Breaks of unknown size leave the level as it is.
    """
    factoren = np.ones(len(maanden))
    for stap in stappen:
        if stap.factor is not None and stap.past(naam, peil):
            factoren[maanden >= stap.maand] *= stap.factor
    return factoren


@dataclass(frozen=True)
class Breuk:
    """Where the months begin that still count (`vanaf`), and the breaks that could not be taken along (`open`)."""

    vanaf: int
    open: tuple[int, ...] = ()


def breuk(stappen: Sequence[Stap], reeks: Reeks, horizon: int = 0) -> Breuk:
    """What the known breaks of unknown size leave of a series: the months from the last one with enough after it.

    Enough is `MINSTE_NA_BREUK` months. A later break, up to `horizon` months after the series, stays open: its size can
    neither be read from the months after it nor left out, so the forecast is made as if it were not there.
    """
    maanden = sorted({s.maand for s in stappen if s.factor is None and s.past(reeks.naam, reeks.eind)})
    gesloten = [m for m in maanden if reeks.begin < m <= reeks.eind - MINSTE_NA_BREUK]
    open_ = [m for m in maanden if max(reeks.eind - MINSTE_NA_BREUK, reeks.begin) < m < reeks.eind + horizon]
    return Breuk(gesloten[-1] if gesloten else reeks.begin, tuple(open_))


def zonder_stappen(stappen: Sequence[Stap], reeks: Reeks) -> NDArray[np.float64]:
    """The months of a series on one footing: from the last break on, at the level of before the first known step."""
    maanden = np.arange(reeks.begin, reeks.eind)
    gelijk = reeks.waarden / stapfactoren(stappen, reeks.naam, maanden, reeks.eind)
    return np.asarray(gelijk[breuk(stappen, reeks).vanaf - reeks.begin :], dtype=np.float64)
