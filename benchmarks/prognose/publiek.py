"""Public monthly series to measure on. They stand beside the project, not in it; absent means: nothing to measure."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from pipeline.prognose.reeks.maanden import Reeks, maandnummer
from pipeline.settings import PROJECT

PUBLIEK = PROJECT.parent / "shared" / "publiek"
ALBERTA = PUBLIEK / "reeksen" / "alberta_caseload_monthly.csv"

# the total of each program and its family types; other breakdowns of the same people are for tuning
GEMETEN = ("Total Caseload", "Family Composition")

Sleutel = tuple[str, str, str]  # program, way of splitting it, part


def alberta(pad: Path = ALBERTA) -> dict[bool, list[Reeks]]:
    """Series of at least 60 months: under True the program totals and family types, under False the other ones.

    A month that is there twice counts once where both values agree. Where they do not, the one that is the sum of the
    parts of that month counts (Income Support, November 2020: 44.850, and not 48.850); where that does not tell, the
    series starts after it or ends before it, whichever is longer.
    """
    cellen: dict[Sleutel, dict[int, set[float]]] = defaultdict(lambda: defaultdict(set))
    with pad.open(encoding="utf-8-sig", newline="") as f:
        for rij in csv.DictReader(f):
            if rij["value"]:
                sleutel = (rij["program"], rij["measure_type"], rij["measure"])
                cellen[sleutel][maandnummer(rij["month"])].add(float(rij["value"]))
    uit: dict[bool, list[Reeks]] = {True: [], False: []}
    for sleutel in sorted(cellen):
        maanden = {m: _een_waarde(cellen, sleutel, m) for m in cellen[sleutel]}
        reeks = _langste(" | ".join(sleutel), maanden)
        if len(reeks.waarden) >= 60:
            uit[sleutel[1] in GEMETEN].append(reeks)
    return uit


def _een_waarde(cellen: dict[Sleutel, dict[int, set[float]]], sleutel: Sleutel, maand: int) -> float | None:
    """The value of a month, of two the one that its parts add up to; None where nothing tells which."""
    waarden = cellen[sleutel][maand]
    if len(waarden) == 1:
        return min(waarden)
    *waarvan, deel = sleutel
    delen = [c.get(maand, set()) for (*w, d), c in cellen.items() if w == waarvan and d != deel]
    som = sum(min(d) for d in delen if len(d) == 1)
    return som if deel.endswith("Total") and som in waarden else None


def _langste(naam: str, maanden: dict[int, float | None]) -> Reeks:
    """The longest stretch of consecutive months with a value."""
    beste: list[int] = []
    stuk: list[int] = []
    for maand in sorted(m for m, waarde in maanden.items() if waarde is not None):
        stuk = [*stuk, maand] if stuk and maand == stuk[-1] + 1 else [maand]
        beste = stuk if len(stuk) > len(beste) else beste
    return Reeks(naam, beste[0] if beste else 0, np.array([maanden[m] for m in beste], dtype=np.float64))
