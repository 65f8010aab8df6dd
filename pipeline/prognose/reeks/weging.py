"""How much each candidate counts: by its own earlier year-end errors, and nothing that came later.

Every earlier forecast gives each candidate a loss: its absolute log error over the mean of the candidates that time, so
that a restless series counts as much as a calm one. The losses of all series of one call are averaged towards `BEGIN`,
those of the series itself towards that average; the weight is the loss to the power -`MACHT`. Half of all weight stays
with the ensemble: weights from few years are themselves uncertain (Diebold & Pauly, 1990; Claeskens e.a., 2016). The
weighted median of all candidates instead was tried and left: a tenth nearer on employment figures, which are smoothed
before they are published, no nearer on caseloads, and further off there when no month of the year is known yet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.prognose.reeks.kandidaten import ENSEMBLE, GEDEMPT, LOSSE, SEIZOENSNAIEF, TEMPO, VERHOUDING

MACHT = 8.0
VAST = 0.5  # the part of the weight that the ensemble has whatever the past says
BEGINGEWICHT = 15.0  # so many forecasts the starting losses count for
DEELGEWICHT = 15.0  # and so many the average of all series, against a series' own
# Losses to start from: means over simulated series and public series that the benchmark does not report on, rounded.
# The single models start alike: no one of them is the best everywhere.
BEGIN = {ENSEMBLE: 0.65, **dict.fromkeys(LOSSE, 0.8), GEDEMPT: 0.9, TEMPO: 0.9, VERHOUDING: 1.05, SEIZOENSNAIEF: 1.5}
# an error beyond this factor says no more than that it was very wrong
GROOTSTE = math.log(10.0)


@dataclass(frozen=True)
class Meting:
    """One earlier forecast of one series: the year total per candidate, and what the year came to (as known now)."""

    reeks: str
    jaar: int
    bekend: int
    werkelijk: float
    voorspeld: Mapping[str, float]


def _log_fout(werkelijk: float, voorspeld: float) -> float:
    if werkelijk <= 0 or voorspeld <= 0:
        return 0.0 if werkelijk == voorspeld else GROOTSTE
    return min(abs(math.log(werkelijk / voorspeld)), GROOTSTE)


def verliezen(meting: Meting) -> dict[str, float]:
    """Per candidate its loss relative to the mean of that forecast; empty where all were right or only one spoke."""
    fouten = {k: _log_fout(meting.werkelijk, v) for k, v in sorted(meting.voorspeld.items())}
    gemiddeld = math.fsum(fouten.values()) / len(fouten) if fouten else 0.0
    if len(fouten) < 2 or gemiddeld <= 0:
        return {}
    return {k: f / gemiddeld for k, f in fouten.items()}


class Weging:
    """Weights from earlier measurements with the same number of months known. The caller gives only what was known."""

    def __init__(self, metingen: Iterable[Meting]) -> None:
        self._som: dict[tuple[int, str | None, str], list[float]] = {}
        for meting in metingen:
            for kandidaat, verlies in verliezen(meting).items():
                for wie in (None, meting.reeks):
                    self._som.setdefault((meting.bekend, wie, kandidaat), []).append(verlies)

    def verlies(self, reeks: str, bekend: int, kandidaat: str) -> float:
        """The expected relative loss of one candidate: own, pulled to that of all series, pulled to the start."""
        alle = self._som.get((bekend, None, kandidaat), [])
        begin = BEGIN.get(kandidaat, 1.0)
        samen = (math.fsum(alle) + BEGINGEWICHT * begin) / (len(alle) + BEGINGEWICHT)
        eigen = self._som.get((bekend, reeks, kandidaat), [])
        return (math.fsum(eigen) + DEELGEWICHT * samen) / (len(eigen) + DEELGEWICHT)

    def gewichten(self, reeks: str, bekend: int, kandidaten: Iterable[str]) -> dict[str, float]:
        """Weights that sum to 1 over the candidates that there are; the ensemble has `VAST` to begin with.

        Raises ValueError without candidates.
        """
        namen = sorted(kandidaten)
        if not namen:
            raise ValueError("zonder kandidaten valt er niets te wegen")
        ruw = {k: max(self.verlies(reeks, bekend, k), 0.05) ** -MACHT for k in namen}
        som = math.fsum(ruw.values())
        vast = VAST if ENSEMBLE in ruw else 0.0
        return {k: (1 - vast) * r / som + (vast if k == ENSEMBLE else 0.0) for k, r in ruw.items()}
