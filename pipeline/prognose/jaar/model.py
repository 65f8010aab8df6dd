"""The middle of the yearly prognose: last account, growth, and a pull by the own budget and by the national level.

For a controller: wij nemen de laatste jaarrekening, de groei van het aantal inwoners en het grootste deel van de
laatst bekende landelijke groei per inwoner. Daarna schuift het bedrag een stukje naar de eigen begroting en naar het
landelijke bedrag per inwoner, zo ver als dat in eerdere jaren bij alle gemeenten klopte.

Everything is in logarithms. No bands and no cents here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.prognose.jaar.gegevens import Instelling, Reeks

# In order of preference: the first that has a figure counts.
METHODEN = ("rekening", "voorlaatste_rekening", "begroting", "inwoners")


def robuust(x: np.ndarray, y: np.ndarray, vooraf: np.ndarray, gewicht: np.ndarray) -> np.ndarray:
    """Huber's regression without intercept, drawn to `vooraf` with `gewicht` (in units of X'X).

    x: n x k, y: n, vooraf and gewicht: k. Iterated weighted least squares with k = 1,345 and the scale 1,4826 x median
    absolute residual (Huber and Ronchetti, Robust Statistics, 2009, 7.8). Without rows it gives `vooraf`.
    """
    b = vooraf.astype(float)
    if not len(y):
        return b
    ridge = np.diag(gewicht)
    for _ in range(50):
        rest = y - x @ b
        schaal = max(1.4826 * float(np.median(np.abs(rest))), 1e-9)
        w = np.minimum(1.0, 1.345 * schaal / np.maximum(np.abs(rest), 1e-12))
        nieuw = np.linalg.solve((x * w[:, None]).T @ x + ridge, (x * w[:, None]).T @ y + ridge @ vooraf)
        klaar = float(np.max(np.abs(nieuw - b))) < 1e-10
        b = nieuw
        if klaar:
            break
    return b


def mediaan(reeks: pd.Series | np.ndarray) -> float:
    """Median of the figures that are there; NaN, without a warning, where there are none."""
    x = np.asarray(reeks, dtype=np.float64)
    bekend = x[~np.isnan(x)]
    return float(np.median(bekend)) if len(bekend) else float("nan")


@dataclass(frozen=True)
class Schatting:
    """One method for one year; Series per gemeente in logarithms, NaN where the method has no ground."""

    midden: pd.Series
    niveau: pd.Series  # the account (or what stands for it) that the method starts from
    inwonergroei: pd.Series
    correctie: pd.Series  # pull of budget and level together
    groei: float  # national growth per inhabitant, damped


class Model:
    """All methods on one Reeks. A year's estimate uses accounts before it and budgets and inhabitants up to it."""

    def __init__(self, reeks: Reeks, instelling: Instelling) -> None:
        self.reeks = reeks
        self.instelling = instelling
        self.eerste = min(reeks.rekening.columns)
        self._gewichten: dict[int, np.ndarray] = {}
        self._inwonergroei: dict[int, pd.Series] = {}
        self._groei: dict[int, pd.Series] = {}
        self._geleerd: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self._aandelen: dict[int, pd.DataFrame] = {}
        self._cellen: dict[str, Model] = {}
        self._schattingen: dict[tuple[str, int], Schatting] = {}

    def _kolom(self, breed: pd.DataFrame, jaar: int) -> pd.Series:
        return breed[jaar] if jaar in breed.columns else pd.Series(np.nan, index=breed.index)

    def inwonergroei(self, jaar: int) -> pd.Series:
        """Growth of the inhabitants into `jaar`; 0 where one of both numbers lacks."""
        if jaar not in self._inwonergroei:
            inw = self.reeks.loginwoners
            self._inwonergroei[jaar] = (self._kolom(inw, jaar) - self._kolom(inw, jaar - 1)).fillna(0.0)
        return self._inwonergroei[jaar]

    def groei(self, jaar: int) -> pd.Series:
        """Growth of the account per inhabitant into `jaar`, per gemeente."""
        if jaar not in self._groei:
            rek = self.reeks.rekening
            self._groei[jaar] = self._kolom(rek, jaar) - self._kolom(rek, jaar - 1) - self.inwonergroei(jaar)
        return self._groei[jaar]

    def landelijke_groei(self, jaar: int) -> float:
        """Median growth per inhabitant in the last year known before `jaar`; the prior counts as some gemeenten."""
        i = self.instelling
        for u in range(jaar - 1, self.eerste, -1):
            bekend = self.groei(u).dropna()
            if len(bekend):
                n, k = len(bekend), i.gewicht_groei_vooraf
                mediaan_ = min(max(float(bekend.median()), -i.grens_groei), i.grens_groei)
                return (n * mediaan_ + k * i.groei_vooraf) / (n + k)
        return i.groei_vooraf

    def kenmerken(self, jaar: int, niveau: pd.Series) -> pd.DataFrame:
        """begroting: how far the budget is above the level; peil: the level per inhabitant. Both beside the median."""
        g = self.instelling.grens_afwijking
        begroting = self._kolom(self.reeks.begroting, jaar) - niveau - self.inwonergroei(jaar)
        peil = niveau - self._kolom(self.reeks.loginwoners, jaar - 1)
        # plain arrays: this runs for every year before every year
        kolommen = {"begroting": begroting.to_numpy(), "peil": peil.to_numpy()}
        naast = {k: np.clip(x - mediaan(x), -g, g) for k, x in kolommen.items()}
        return pd.DataFrame(naast, index=niveau.index)

    def gewichten(self, jaar: int) -> np.ndarray:
        """The pull of (begroting, peil), learned over all gemeenten and all years before `jaar`."""
        if jaar not in self._gewichten:
            i = self.instelling
            delen = [self._lessen(u) for u in range(self.eerste + 1, jaar)]
            x, y = [d[0] for d in delen], [d[1] for d in delen]
            vooraf = np.array([i.begroting_vooraf, i.peil_vooraf])
            # a gemeente-year in the prior is one that deviates by half the limit
            gewicht = np.full(2, i.gewicht_vooraf * (i.grens_afwijking / 2) ** 2)
            leeg = np.empty((0, 2))
            self._gewichten[jaar] = robuust(np.vstack([leeg, *x]), np.concatenate([[], *y]), vooraf, gewicht)
        return self._gewichten[jaar]

    def _lessen(self, jaar: int) -> tuple[np.ndarray, np.ndarray]:
        """Marks and growth beside the median of one past year, of the gemeenten that have both."""
        if jaar not in self._geleerd:
            groei = self.groei(jaar).to_numpy()
            k = self.kenmerken(jaar, self._kolom(self.reeks.rekening, jaar - 1)).to_numpy()
            alles = ~np.isnan(k).any(axis=1) & ~np.isnan(groei)
            self._geleerd[jaar] = k[alles], (groei - mediaan(groei))[alles]
        return self._geleerd[jaar]

    def schat(self, methode: str, jaar: int) -> Schatting:
        """One method for `jaar`, for every gemeente it has a ground for. Raises KeyError for an unknown method."""
        if (methode, jaar) not in self._schattingen:
            doe = {
                "rekening": lambda: self._van_niveau(jaar, self._kolom(self.reeks.rekening, jaar - 1)),
                "voorlaatste_rekening": lambda: self._van_niveau(jaar, self._bijgewerkt(jaar)),
                "begroting": lambda: self._van_begroting(jaar),
                "inwoners": lambda: self._van_inwoners(jaar),
            }[methode]
            self._schattingen[methode, jaar] = doe()
        return self._schattingen[methode, jaar]

    def _van_niveau(self, jaar: int, niveau: pd.Series) -> Schatting:
        groei = self.instelling.demping * self.landelijke_groei(jaar)
        inwoners = self.inwonergroei(jaar)
        correctie = (self.kenmerken(jaar, niveau).fillna(0.0) * self.gewichten(jaar)).sum(axis=1)
        return Schatting(niveau + groei + inwoners + correctie, niveau, inwoners, correctie, groei)

    def _bijgewerkt(self, jaar: int) -> pd.Series:
        """The account before the last one, brought a year further with the national growth of that year."""
        return self._kolom(self.reeks.rekening, jaar - 2) + self.landelijke_groei(jaar) + self.inwonergroei(jaar - 1)

    def _van_begroting(self, jaar: int) -> Schatting:
        """The budget times what accounts were of budgets, in the median of the last known year."""
        rek, beg = self.reeks.rekening, self.reeks.begroting
        begroting = self._kolom(beg, jaar)
        verhouding = mediaan(self._kolom(rek, jaar - 1) - self._kolom(beg, jaar - 1))
        correctie = pd.Series(0.0 if np.isnan(verhouding) else verhouding, index=begroting.index)
        return Schatting(begroting + correctie, begroting, correctie * 0.0, correctie, 0.0)

    def _van_inwoners(self, jaar: int) -> Schatting:
        """National median per inhabitant, for who has neither account nor budget."""
        inw = self.reeks.loginwoners
        per_inwoner = mediaan(self._kolom(self.reeks.rekening, jaar - 1) - self._kolom(inw, jaar - 1))
        groei = self.instelling.demping * self.landelijke_groei(jaar)
        niveau = self._kolom(inw, jaar) + per_inwoner
        nul = niveau * 0.0
        return Schatting(niveau + groei, niveau, nul, nul, groei)

    def aandelen(self, jaar: int) -> pd.DataFrame:
        """Shares of the cells (gemeente x cell, adding to 1): each cell estimated in the same form as the group.

        A cell without a positive last account follows the group: its share of `_vaste_aandelen` and the group's growth.
        """
        if jaar not in self._aandelen:
            vast = self._vaste_aandelen(jaar)
            groep = np.exp(self.schat("rekening", jaar).midden)
            eigen = pd.DataFrame({c: np.exp(m.schat("rekening", jaar).midden) for c, m in self._celmodellen().items()})
            eigen = eigen.fillna(vast.mul(groep, axis=0))
            self._aandelen[jaar] = _tot_een(eigen).fillna(vast)
        return self._aandelen[jaar]

    def _celmodellen(self) -> dict[str, Model]:
        if not self._cellen:
            r = self.reeks
            for c in r.rekening_cel:
                een = Reeks(c, {c: r.rekening_cel[c]}, {c: r.begroting_cel[c]}, r.inwoners)
                self._cellen[c] = Model(een, self.instelling)
        return self._cellen

    def _vaste_aandelen(self, jaar: int) -> pd.DataFrame:
        """Shares in the last account, with some of the budget mixed in.

        Negative lasten count as zero. Without account: the budget; without both: the national shares.
        """
        rek = pd.DataFrame({c: self._kolom(w, jaar - 1) for c, w in self.reeks.rekening_cel.items()}).clip(lower=0.0)
        beg = pd.DataFrame({c: self._kolom(w, jaar) for c, w in self.reeks.begroting_cel.items()}).clip(lower=0.0)
        land = rek.dropna().sum()
        land = land / land.sum() if land.sum() > 0 else pd.Series(1.0 / rek.shape[1], index=rek.columns)
        a, b = _tot_een(rek), _tot_een(beg)
        w = self.instelling.begroting_in_aandeel
        gemengd = ((1 - w) * a + w * b).fillna(a).fillna(b)
        return gemengd.fillna(pd.DataFrame({c: land[c] for c in rek.columns}, index=rek.index))


def _tot_een(df: pd.DataFrame) -> pd.DataFrame:
    som = df.sum(axis=1, skipna=False)
    return df.div(som.where(som > 0), axis=0)
