"""Intervals around a year-end forecast, from the errors that earlier forecasts turned out to have. No models here.

Pooled split-conformal (Vovk e.a., 2005; Lei e.a., 2018) on the log of realised over forecast: every earlier forecast of
any series gives one score, its error divided by how restless its series was. Quantiles are asymmetric, stand at
k/(n+1) (the finite-sample correction) and borrow from neighbouring months known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

MAANDEN = 12
# scores of one month known more or less count half, two a quarter, and so on
AFNAME = 0.5
# so many scores of a normal distribution stand beside the real ones: they rule while there are few of those
BEGINSCORES = 6
# a restlessness below this is rounding; one above it says nothing more
ONRUST_VAN, ONRUST_TOT = 0.0005, 1.0
NIVEAUS = {80: (0.10, 0.90), 95: (0.025, 0.975)}

_NORMAAL = NormalDist()
_BEGIN = np.array([_NORMAAL.inv_cdf((i + 0.5) / BEGINSCORES) for i in range(BEGINSCORES)])


def onrust(y: NDArray[np.float64]) -> float:
    """How much a series moves from month to month beyond its season, as a fraction of its level.

    Root mean square of the change of the year-on-year change, divided by sqrt(2) (the standard deviation of a monthly
    shock in a seasonal random walk), over the last 36 months; with fewer than 26 months of the plain change. The level
    is the mean of the last twelve. Between 0.0005 and 1; 0.1 with fewer than 3 months or a level of zero.
    """
    niveau = float(np.abs(y[-MAANDEN:]).mean()) if len(y) else 0.0
    if len(y) < 3 or niveau <= 0:
        return 0.1
    stap = np.diff(y)
    if len(y) >= 2 * MAANDEN + 2:
        stap = (stap[MAANDEN:] - stap[:-MAANDEN]) / math.sqrt(2)
    return float(np.clip(math.sqrt(float(np.mean((stap[-36:] / niveau) ** 2))), ONRUST_VAN, ONRUST_TOT))


def rest(bekend: int) -> float:
    """The year-end error that one unit of monthly shock leaves in a random walk, as a share of the year.

    With h = 12 - bekend months to go, shock j is still felt in h - j + 1 of them: sqrt(sum of squares 1..h) / 12.
    """
    h = MAANDEN - bekend
    return math.sqrt(h * (h + 1) * (2 * h + 1) / 6) / MAANDEN


def kwantielpunten(
    scores: NDArray[np.float64], gewichten: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sorted scores and their levels: score i of n stands at i/(n+1).

    `gewichten`: how many independent scores each stands for (default 1); a score stands in the middle of its weight.
    Raises ValueError without scores or with a weight that is not positive.
    """
    w = np.ones(len(scores)) if gewichten is None else np.asarray(gewichten, dtype=np.float64)
    if len(scores) == 0 or not (w > 0).all():
        raise ValueError("kwantielen vragen minstens één score, met een gewicht groter dan nul")
    volgorde = np.lexsort((w, scores))
    w = w[volgorde]
    return scores[volgorde], (np.cumsum(w) - w / 2 + 0.5) / (w.sum() + 1)


def kwantiel(scores: NDArray[np.float64], niveau: float, gewichten: NDArray[np.float64] | None = None) -> float:
    """The score at a level between 0 and 1: linear between scores, beyond the outermost as a normal tail.

    With n scores and level k/(n+1) this is the k-th smallest, so that a new exchangeable score lies below it with
    exactly that probability.
    """
    punten, niveaus = kwantielpunten(scores, gewichten)
    if niveaus[0] <= niveau <= niveaus[-1]:
        return float(np.interp(niveau, niveaus, punten))
    kant = 0 if niveau < niveaus[0] else -1
    midden = float(np.interp(0.5, niveaus, punten))
    rek = _NORMAAL.inv_cdf(niveau) / _NORMAAL.inv_cdf(float(niveaus[kant])) if len(punten) > 1 else 1.0
    return midden + (float(punten[kant]) - midden) * rek


def _niveau(scores: NDArray[np.float64], waarde: float, gewichten: NDArray[np.float64]) -> float:
    """The level at which `waarde` lies: the inverse of `kwantiel`, found by halving; between 0.001 and 0.999."""
    laag, hoog = 0.001, 0.999
    for _ in range(40):
        half = (laag + hoog) / 2
        laag, hoog = (half, hoog) if kwantiel(scores, half, gewichten) < waarde else (laag, half)
    return (laag + hoog) / 2


def _samenhang(scores: NDArray[np.float64], groep: NDArray[np.int64]) -> float:
    """How alike scores of one group are, 0 to 1: intraclass correlation of their ranks, of size or of sign and size."""
    namen, plek = np.unique(groep, return_inverse=True)
    n, k = len(scores), len(namen)
    if k < 2 or n <= k:
        return 1.0
    aantal = np.bincount(plek).astype(np.float64)
    gewoon = (n - float((aantal**2).sum()) / n) / (k - 1)
    uit = 0.0
    for x in (scores, np.abs(scores)):
        rang = np.argsort(np.argsort(x, kind="stable"), kind="stable").astype(np.float64)
        gemiddeld = np.bincount(plek, rang) / aantal
        tussen = float((aantal * (gemiddeld - rang.mean()) ** 2).sum()) / (k - 1)
        binnen = float(((rang - gemiddeld[plek]) ** 2).sum()) / (n - k)
        noemer = tussen + (gewoon - 1) * binnen
        uit = max(uit, (tussen - binnen) / noemer if noemer > 0 else 0.0)
    return min(uit, 1.0)


@dataclass(frozen=True)
class Fout:
    """One earlier year-end forecast: realised and forecast in one unit, months known, and the `onrust` at the time."""

    jaar: int
    bekend: int
    werkelijk: float
    voorspeld: float
    onrust: float

    @property
    def log(self) -> float | None:
        """Log of realised over forecast; None where one of them is not above zero."""
        if self.werkelijk <= 0 or self.voorspeld <= 0:
            return None
        return math.log(self.werkelijk / self.voorspeld)


@dataclass(frozen=True)
class Band:
    """Lower and upper bounds in the unit of the forecast; none negative."""

    laag80: float
    hoog80: float
    laag95: float
    hoog95: float


class IJking:
    """What earlier errors say about the next one. Without errors: a normal distribution on the series' own unrest."""

    def __init__(self, fouten: Sequence[Fout] = ()) -> None:
        rijen = sorted((f.bekend, f.log, f.onrust, f.jaar) for f in fouten if f.log is not None)
        self._bekend = np.array([r[0] for r in rijen], dtype=np.int64)
        log, onrusten = (np.array([r[i] for r in rijen], dtype=np.float64) for i in (1, 2))
        ruw = log / (onrusten * np.array([rest(int(b)) for b in self._bekend])) if rijen else log
        self._schaal = self._schalen(ruw)
        self._scores = ruw / self._schaal[self._bekend]
        self._jaar = np.array([r[3] for r in rijen], dtype=np.int64)
        self._samenhang = _samenhang(self._scores, self._jaar * MAANDEN + self._bekend)
        self._kwantielen: dict[tuple[int, float], float] = {}

    def _schalen(self, ruw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Typical size of the scores per months known, shape (12,): what the random walk does not say (lag, noise).

        The mean absolute score over that of a normal distribution, weighted over neighbours and towards 1.
        """
        schaal = np.ones(MAANDEN)
        for bekend in range(MAANDEN):
            w = AFNAME ** np.abs(self._bekend - bekend) if len(ruw) else ruw
            som = float((w * np.abs(ruw)).sum()) + BEGINSCORES * math.sqrt(2 / math.pi)
            schaal[bekend] = max(som / (float(w.sum()) + BEGINSCORES) / math.sqrt(2 / math.pi), 1e-6)
        return schaal

    def _verdeling(self, bekend: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Scores and how many independent ones each stands for, those of the start behind them."""
        w = AFNAME ** np.abs(self._bekend - bekend) if len(self._scores) else self._scores
        houd = w >= AFNAME**3
        scores, w, jaar = self._scores[houd], w[houd], self._jaar[houd]
        if len(w):
            # neighbours repeat what these months say; years hit all series at once (Kish's design effect)
            aantallen = np.bincount(jaar - jaar.min(), w) / w.sum()
            per_maand = float(w.sum()) / float((AFNAME ** np.abs(np.unique(self._bekend) - bekend)).sum())
            per_jaar = per_maand * float((aantallen**2).sum())
            w = w / w.sum() * per_maand / (1 + max(per_jaar - 1, 0.0) * self._samenhang)
        return np.concatenate([scores, _BEGIN]), np.concatenate([w, np.ones(BEGINSCORES)])

    def kwantiel(self, midden: float, bekend: int, onrust_: float, niveau: float) -> float:
        """The year total that is not exceeded with probability `niveau`. Raises ValueError outside 0 < niveau < 1."""
        if not 0 < niveau < 1:
            raise ValueError("een niveau ligt tussen 0 en 1")
        if (bekend, niveau) not in self._kwantielen:
            scores, w = self._verdeling(bekend)
            self._kwantielen[bekend, niveau] = kwantiel(scores, niveau, w)
        eenheid = onrust_ * rest(bekend) * self._schaal[bekend]
        return max(midden, 0.0) * math.exp(min(self._kwantielen[bekend, niveau] * eenheid, 20.0))

    def band(self, midden: float, bekend: int, onrust_: float) -> Band:
        """80% and 95% bounds around a year total of `midden` with `bekend` (0..11) months known."""
        grenzen = [self.kwantiel(midden, bekend, onrust_, n) for niveau in (80, 95) for n in NIVEAUS[niveau]]
        return Band(*grenzen)

    def kans(self, midden: float, bekend: int, onrust_: float, budget: float) -> float:
        """The probability that the year ends above `budget`, between 0.001 and 0.999, from the same distribution."""
        if midden <= 0 or budget <= 0:
            return 0.999 if midden > budget else 0.001
        scores, w = self._verdeling(bekend)
        eenheid = onrust_ * rest(bekend) * self._schaal[bekend]
        return 1 - _niveau(scores, math.log(budget / midden) / eenheid, w)


def dekking(fouten: Sequence[Fout]) -> dict[int, float]:
    """Share of years within the 80% and the 95% band, each year judged by the errors of all other years.

    Leaving out whole years keeps out what hit all series at once. Raises ValueError with fewer than two years.
    """
    jaren = sorted({f.jaar for f in fouten})
    if len(jaren) < 2:
        raise ValueError("dekking vraagt minstens twee jaren")
    binnen = dict.fromkeys(NIVEAUS, 0)
    for jaar in jaren:
        ijking = IJking([f for f in fouten if f.jaar != jaar])
        for f in (f for f in fouten if f.jaar == jaar):
            band = ijking.band(f.voorspeld, f.bekend, f.onrust)
            binnen[80] += band.laag80 <= f.werkelijk <= band.hoog80
            binnen[95] += band.laag95 <= f.werkelijk <= band.hoog95
    return {niveau: aantal / len(fouten) for niveau, aantal in binnen.items()}
