"""Is the standard error of the run-off large enough? Measured on its own past. Intervals per year are elsewhere.

The run-off is made again as it would have been made some months ago, and compared with what those care months have come
to since. The standard errors are multiplied so that 80% of the past outcomes lie in the 80% interval: split conformal
calibration on the scaled error, pooled over all series, per age of the care month and for the sum of the open months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from pipeline.prognose.afloop.driehoek import Driehoek
from pipeline.prognose.afloop.instelling import AfloopInstelling
from pipeline.prognose.afloop.samen import Afloop, bereken_afloop

TERUG = (6, 9, 12)
ZEKER = 0.95  # declared share from which what a month has come to counts as the truth
GENOEG = 50  # outcomes that weigh as much as the factor 1, or as the factor of all ages for one age
GRENZEN = (0.5, 3.0)
Z80 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True, eq=False)
class Ijking:
    """Factors on the standard error: `maand`, shape (K+1,), per age of the care month; `totaal` for a sum of months.

    `aantal`: past outcomes behind them, shape (K+1,).
    """

    maand: np.ndarray
    totaal: float
    aantal: np.ndarray

    def toegepast(self, afloop: Afloop, leeftijd: np.ndarray) -> Afloop:
        """The same run-off with other standard errors; `leeftijd` is that of its triangle, shape (n,)."""
        maal = self.maand[leeftijd]
        covariantie = afloop.covariantie * np.outer(maal, maal)
        return replace(afloop, se=afloop.se * maal, covariantie=covariantie, schaal_totaal=self.totaal)


def ijk(
    driehoeken: dict[str, Driehoek],
    groepen: dict[str, str],
    prior: dict[str, np.ndarray] | None = None,
    instelling: AfloopInstelling | None = None,
    *,
    terug: Sequence[int] = TERUG,
) -> Ijking:
    """Factors from the run-offs of `terug` months ago, against today's; 1 where there is no past to learn from.

    A caller's prior is used as it is today. Costs one run-off per month in `terug`, and today's.
    """
    nu = bereken_afloop(driehoeken, groepen, prior, instelling)
    breedte = max((d.max_vertraging for d in driehoeken.values()), default=0) + 1
    maand: list[tuple[np.ndarray, np.ndarray]] = []
    totaal: list[tuple[float, np.ndarray, np.ndarray]] = []
    for h in terug:
        toen = {n: d.op(d.peilmaand - h) for n, d in driehoeken.items() if (d.zorgmaanden <= d.peilmaand - h).sum() > 1}
        vooraf = {n: p[: len(toen[n].zorgmaanden)] for n, p in (prior or {}).items() if n in toen}
        for naam, oud in bereken_afloop(toen, groepen, vooraf, instelling).items():
            n = len(oud.se)
            klaar = (nu[naam].aandeel[:n] >= ZEKER) & (oud.se > 0)
            fout = np.where(klaar, nu[naam].uiteindelijk[:n] - oud.uiteindelijk, 0.0)
            maand.append((toen[naam].leeftijd[klaar], np.abs(fout[klaar]) / oud.se[klaar]))
            if klaar.sum() > 1:
                totaal.append((fout.sum(), oud.covariantie[np.ix_(klaar, klaar)], toen[naam].leeftijd[klaar]))
    leeftijd = np.concatenate([m[0] for m in maand]) if maand else np.zeros(0, dtype=int)
    z = np.concatenate([m[1] for m in maand]) if maand else np.zeros(0)
    alle = _factor(z, 1.0)
    per = np.array([_factor(z[leeftijd == a], alle) for a in range(breedte)])
    som = np.array([abs(f) / np.sqrt(max(per[a] @ c @ per[a], 1e-300)) for f, c, a in totaal])
    return Ijking(per, _factor(som, 1.0), np.bincount(leeftijd, minlength=breedte))


def _factor(z: np.ndarray, anders: float) -> float:
    """What makes 80% of the scaled errors fall within the 80% interval; few outcomes are pulled towards `anders`."""
    if not len(z):
        return anders
    eigen = float(np.quantile(z, 0.8)) / Z80
    gewicht = len(z) / (len(z) + GENOEG)
    return float(np.clip(gewicht * eigen + (1 - gewicht) * anders, *GRENZEN))
