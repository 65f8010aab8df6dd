"""The band around the yearly prognose: split-conformal on the errors that the same method made in earlier years.

Errors are logarithms of account over prognose, pooled over gemeenten of one size class and over years. Nothing is
estimated here but order statistics.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from pipeline.prognose.jaar.gegevens import Instelling
from pipeline.prognose.jaar.model import METHODEN, Model

NIVEAUS = (80, 95)


@dataclass(frozen=True)
class Band:
    """Sorted errors of one method and class, and the factors that follow from them."""

    fouten: np.ndarray
    spreiding_vooraf: float

    def grenzen(self, niveau: int) -> tuple[float, float]:
        """Lower and upper logarithmic error with `niveau` % between them.

        The k-th smallest of n errors, k = ceil((n + 1)(1 - a/2)), on each side (Vovk, Gammerman and Shafer, 2005;
        two-sided as in Romano, Patterson and Candes, 2019). Too few errors: the normal quantile of the set deviation.
        """
        staart = (1 - niveau / 100) / 2
        n = len(self.fouten)
        k = math.ceil((n + 1) * (1 - staart) - 1e-9)
        if k > n:
            z = NormalDist().inv_cdf(1 - staart) * self.spreiding_vooraf
            return -z, z
        return float(self.fouten[n - k]), float(self.fouten[k - 1])

    def kans_boven(self, log_verhouding: float) -> float:
        """Chance that account over prognose exceeds this; (m + 1) / (n + 2) of the known errors, never 0 or 1."""
        n = len(self.fouten)
        if Band.te_weinig(n):
            kans = 1 - NormalDist(0, self.spreiding_vooraf).cdf(log_verhouding)
            return min(max(kans, 0.01), 0.99)
        meer = n - int(np.searchsorted(self.fouten, log_verhouding, side="right"))
        return (meer + 1) / (n + 2)

    @staticmethod
    def te_weinig(n: int) -> bool:
        """Fewer errors than a two-sided band of 95% needs: 39."""
        return math.ceil((n + 1) * 0.975 - 1e-9) > n


class Banden:
    """Errors of every method in the years before `jaar`, for the group (cel is None) and each of its cells."""

    def __init__(self, model: Model, jaar: int) -> None:
        self.model = model
        self.instelling: Instelling = model.instelling
        self.jaren = range(model.eerste + 1, jaar)
        self._fouten: dict[tuple[str, str | None], pd.DataFrame] = {}
        self._banden: dict[tuple[str, str | None, int], Band] = {}

    def klasse(self, jaar: int) -> pd.Series:
        """Size class by inhabitants in `jaar`, else the year before; -1 where unknown."""
        inw = self.model.reeks.inwoners
        leeg = pd.Series(np.nan, index=inw.index)
        aantal = inw.get(jaar, leeg).fillna(inw.get(jaar - 1, leeg))
        klasse = np.searchsorted(np.array(self.instelling.klassegrenzen), aantal.fillna(0).to_numpy(), side="right")
        return pd.Series(np.where(aantal.isna(), -1, klasse), index=inw.index)

    def fouten(self, methode: str, cel: str | None) -> pd.DataFrame:
        """All known errors (klasse, fout). An account of zero or less is an error of minus infinity."""
        if (methode, cel) not in self._fouten:
            delen = []
            for u in self.jaren:
                midden = self.model.schat(methode, u).midden
                if cel is None:
                    fout = self.model.reeks.rekening[u] - midden
                else:
                    aandeel = self.model.aandelen(u)[cel]
                    echt = self.model.reeks.rekening_cel[cel][u].clip(lower=0.0)
                    with np.errstate(divide="ignore"):
                        fout = np.log(echt) - midden - np.log(aandeel.where(aandeel > 0))
                delen.append(pd.DataFrame({"klasse": self.klasse(u), "fout": fout}).dropna())
            kaal = pd.DataFrame({"klasse": pd.Series(dtype=int), "fout": pd.Series(dtype=float)})
            self._fouten[methode, cel] = pd.concat(delen) if delen else kaal
        return self._fouten[methode, cel]

    def band(self, methode: str, cel: str | None, klasse: int) -> Band:
        """The errors of this class, else of all classes, else of the best method; else none, and the set deviation."""
        if (methode, cel, klasse) not in self._banden:
            self._banden[methode, cel, klasse] = self._maak(methode, cel, klasse)
        return self._banden[methode, cel, klasse]

    def _maak(self, methode: str, cel: str | None, klasse: int) -> Band:
        eigen = self.fouten(methode, cel)
        pogingen = (eigen.loc[eigen["klasse"] == klasse, "fout"], eigen["fout"], self.fouten(METHODEN[0], cel)["fout"])
        gekozen = next((p for p in pogingen if not Band.te_weinig(len(p))), pogingen[1])
        return Band(np.sort(gekozen.to_numpy()), self.instelling.spreiding_vooraf)
