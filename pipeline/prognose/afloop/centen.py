"""From floats to cents at the border: rounding that keeps sums whole. Nothing is estimated here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np

from pipeline.prognose.afloop.samen import Afloop

CENT = Decimal("0.01")
RUIS = Decimal("0.000001")  # what an addition of floats leaves behind is no part of a cent


@dataclass(frozen=True)
class AfloopInCenten:
    """One value per care month; `uiteindelijk` = `gedeclareerd` + `nog_te_verwachten`, to the cent."""

    gedeclareerd: list[Decimal]
    nog_te_verwachten: list[Decimal]
    uiteindelijk: list[Decimal]


def cent(waarde: float) -> Decimal:
    """Rounded to the cent, half away from zero. Raises ValueError where the value is not a number."""
    if not np.isfinite(waarde):
        raise ValueError("Een bedrag is geen getal.")
    return Decimal(repr(float(waarde))).quantize(CENT, rounding=ROUND_HALF_UP)


def verdeel(waarden: Iterable[float], totaal: Decimal | None = None) -> list[Decimal]:
    """Parts in cents that add up to `totaal`, by default the rounded sum: largest remainder, the first one at a tie."""
    exact = [Decimal(repr(float(w))).quantize(RUIS) for w in waarden]
    doel = (
        sum(exact, Decimal(0)).quantize(CENT, rounding=ROUND_HALF_UP)
        if totaal is None
        else totaal.quantize(CENT, rounding=ROUND_HALF_UP)
    )
    delen = [w.quantize(CENT, rounding=ROUND_FLOOR) for w in exact]
    over = int((doel - sum(delen, Decimal(0))) / CENT)
    volgorde = sorted(range(len(delen)), key=lambda i: (delen[i] - exact[i], i))
    stap, hele = (1 if over >= 0 else -1), len(delen)
    for tel in range(abs(over) if hele else 0):
        delen[volgorde[tel % hele] if stap > 0 else volgorde[-1 - tel % hele]] += stap * CENT
    return delen


def in_centen(afloop: Afloop) -> AfloopInCenten:
    """The amounts of a run-off in cents. What is declared is in cents already; what is to come adds up to its total."""
    gedeclareerd = [cent(w) for w in afloop.gedeclareerd]
    rest = verdeel(afloop.nog_te_verwachten)
    uiteindelijk = [g + r for g, r in zip(gedeclareerd, rest, strict=True)]
    return AfloopInCenten(gedeclareerd, rest, uiteindelijk)
