"""Bands and chances for cells that are sums of leaves: from the errors that the same cell had in earlier years.

Pooled over gemeenten, with a few scores of a normal distribution beside them that rule while there are few errors.
The bands of the model's own groups are in `band`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.ijken import kwantiel, kwantielpunten

# so many scores of a normal distribution stand beside the real errors
BEGINSCORES = 6
# a size class speaks for itself from so many errors on: enough for a band of 95%
MINSTE = 39
# errors of parts of a region go together this far (correlation): half of it is the year that hits all
SAMENHANG = 0.3
# share of an error that a year has in common for all gemeenten. Outside jeugd and wmo decisions of the Rijk (Tozo,
# opvang van ontheemden) hit all at once; measured on the accounts of 2019-2022 of all gemeenten
JAAREFFECT = {"jeugdwet": 0.0, "wmo": 0.0}
JAAREFFECT_ANDERS = 0.1
# beyond this no error (logarithm) is believed: a booking, not a forecast
GRENS = 1.5

_NORMAAL = NormalDist()
_BEGIN = np.array([_NORMAAL.inv_cdf((i + 0.5) / BEGINSCORES) for i in range(BEGINSCORES)])
_STAARTEN = (0.025, 0.1, 0.9, 0.975)


@dataclass(frozen=True)
class Verdeling:
    """Errors (logarithm of account over prognose) to expect, with how many independent ones each stands for."""

    scores: NDArray[np.float64]
    gewichten: NDArray[np.float64]

    @classmethod
    def van(cls, fouten: Iterable[tuple[int, float]], spreiding: float, wet: str) -> Verdeling:
        """The known errors (year, logarithm) and a normal distribution of `spreiding` beside them.

        A year hits all gemeenten at once, so n errors of a year are worth n / (1 + (n - 1) x r) (Kish's design effect,
        r = JAAREFFECT of the wet): with few years the normal distribution goes on counting, also with many gemeenten.
        Where r is above zero, what the errors of a year share (their median) counts half with its sign and half
        mirrored: a handful of years does not say which way the next blow goes, and a large one is often followed by
        its way back, as after the Tozo. What sets gemeenten apart within a year keeps its shape.
        """
        paren, r = sorted(fouten), JAAREFFECT.get(wet, JAAREFFECT_ANDERS)
        jaren, bekend = np.array([j for j, _ in paren]), np.array([e for _, e in paren], dtype=np.float64)
        _, plek, aantal = np.unique(jaren, return_inverse=True, return_counts=True)
        gewicht = (1 / (1 + (aantal - 1) * r))[plek] if paren else bekend
        if paren and r > 0:
            gedeeld = np.array([np.median(bekend[plek == k]) for k in range(len(aantal))])[plek]
            bekend, gewicht = np.concatenate([bekend, bekend - 2 * gedeeld]), np.tile(gewicht / 2, 2)
        return cls(
            np.concatenate([np.clip(bekend, -GRENS, GRENS), _BEGIN * spreiding]),
            np.concatenate([gewicht, np.ones(BEGINSCORES)]),
        )

    @cached_property
    def factoren(self) -> tuple[float, float, float, float]:
        """Factors on the middle: lower 95%, lower 80%, upper 80%, upper 95%; the middle lies within all of them."""
        q = [kwantiel(self.scores, s, self.gewichten) for s in _STAARTEN]
        laag95, laag80 = min(q[0], q[1], 0.0), min(q[1], 0.0)
        hoog80, hoog95 = max(q[2], 0.0), max(q[3], q[2], 0.0)
        return math.exp(laag95), math.exp(laag80), math.exp(hoog80), math.exp(hoog95)

    def kans_boven(self, midden: int, begroting: int | None) -> float | None:
        """Percentage chance that the account exceeds the budget, between 1 and 99; None without a positive pair."""
        if begroting is None or begroting <= 0 or midden <= 0:
            return None
        punten, niveaus = kwantielpunten(self.scores, self.gewichten)
        onder = float(np.interp(math.log(begroting / midden), punten, niveaus, left=0.0, right=1.0))
        return min(max(100 * (1 - onder), 1.0), 99.0)

    @property
    def spreiding(self) -> float:
        """Mean absolute error x wortel(pi / 2): the standard deviation where errors are normal."""
        som = float((np.abs(self.scores) * self.gewichten).sum())
        return som / float(self.gewichten.sum()) * math.sqrt(math.pi / 2)


def spreiding_van_som(spreiding: float, delen: Iterable[float]) -> float:
    """Standard deviation (logarithm) of a sum of parts that each have `spreiding` and go together by `SAMENHANG`.

    With shares w: spread x sqrt(r + (1 - r) x sum of w squared); 8 equal parts of 15% give 9,3%.
    """
    w = np.asarray([max(d, 0.0) for d in delen], dtype=np.float64)
    if w.sum() <= 0:
        return spreiding
    h = float(((w / w.sum()) ** 2).sum())
    return spreiding * math.sqrt(SAMENHANG + (1 - SAMENHANG) * h)


def fout(werkelijk: int | None, midden: int | None) -> float | None:
    """Logarithm of account over prognose; None where one of them is not above zero."""
    if werkelijk is None or midden is None or werkelijk <= 0 or midden <= 0:
        return None
    return math.log(werkelijk / midden)
