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


def alberta(pad: Path = ALBERTA) -> dict[bool, list[Reeks]]:
    """Series of at least 60 months: under True the program totals and family types, under False the other ones.

    A month that is there twice counts once where both values agree; where they do not, the series starts after it or
    ends before it, whichever is longer.
    """
    cellen: dict[tuple[str, str, str], dict[int, set[float]]] = defaultdict(lambda: defaultdict(set))
    with pad.open(encoding="utf-8-sig", newline="") as f:
        for rij in csv.DictReader(f):
            if rij["value"]:
                sleutel = (rij["program"], rij["measure_type"], rij["measure"])
                cellen[sleutel][maandnummer(rij["month"])].add(float(rij["value"]))
    uit: dict[bool, list[Reeks]] = {True: [], False: []}
    for sleutel in sorted(cellen):
        reeks = _langste(" | ".join(sleutel), cellen[sleutel])
        if len(reeks.waarden) >= 60:
            uit[sleutel[1] in GEMETEN].append(reeks)
    return uit


def _langste(naam: str, maanden: dict[int, set[float]]) -> Reeks:
    """The longest stretch of consecutive months with one value each."""
    beste: list[int] = []
    stuk: list[int] = []
    for maand in sorted(maanden):
        if len(maanden[maand]) > 1:
            stuk = []
            continue
        stuk = [*stuk, maand] if stuk and maand == stuk[-1] + 1 else [maand]
        beste = stuk if len(stuk) > len(beste) else beste
    return Reeks(naam, beste[0] if beste else 0, np.array([min(maanden[m]) for m in beste]))
