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

    A tariff index of 3% is factor 1.03 in January; a measure that halves a voorziening is 0.5. `patroon` follows
    fnmatch ('wmo*'). `bekend_vanaf`: the first origin (month number) that knows of it; None: always known, as an index
    that is agreed in advance. Raises ValueError where the factor is not above zero.
    """

    patroon: str
    maand: int
    factor: float
    bekend_vanaf: int | None = None

    def __post_init__(self) -> None:
        if not (np.isfinite(self.factor) and self.factor > 0):
            raise ValueError("een stap heeft een factor groter dan nul, zoals 1,03")


def stapfactoren(stappen: Sequence[Stap], naam: str, maanden: NDArray[np.int64], peil: int) -> NDArray[np.float64]:
    """The level that the known steps give each month, relative to before the first step; 1 without steps.

    `maanden`: month numbers; `peil`: the first month that is not known. Divide by it before modelling, multiply after.
    """
    factoren = np.ones(len(maanden))
    for stap in stappen:
        if (stap.bekend_vanaf is None or stap.bekend_vanaf <= peil) and fnmatchcase(naam, stap.patroon):
            factoren[maanden >= stap.maand] *= stap.factor
    return factoren
