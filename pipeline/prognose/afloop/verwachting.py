"""What a care month will come to before its declarations say so: the own prior. The caller's prior needs nothing here.

Cape Cod with decay (Gluck 1997, generalized Cape Cod): the level is what the recent months declared divided by what
they should have declared at level 1, given their declared share, their season and the trend. The season comes from the
completed months, own and of the group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.prognose.afloop.instelling import AfloopInstelling
from pipeline.prognose.afloop.ladder import deel

AFGEROND = 0.8  # declared share from which a month, completed, may say something about season and trend
RICHEL = 3.0  # pulls a season of few years towards none


@dataclass(frozen=True, eq=False)
class Reeks:
    """One series as the prior sees it, shape (n,): months, declared so far, share declared."""

    maanden: np.ndarray
    gedeclareerd: np.ndarray
    aandeel: np.ndarray

    def voltooid(self) -> np.ndarray:
        """Completed months, NaN where too little is declared."""
        klaar = self.aandeel >= AFGEROND
        return np.where(klaar, self.gedeclareerd / np.where(klaar, self.aandeel, 1.0), np.nan)


@dataclass(frozen=True, eq=False)
class Prior:
    """Expected ultimate per care month and its relative standard error, shape (n,)."""

    bedrag: np.ndarray
    cv: np.ndarray


def kalendermaand(maanden: np.ndarray) -> np.ndarray:
    """0 for January to 11 for December."""
    return maanden.astype("datetime64[M]").astype(int) % 12


def seizoen_en_trend(maanden: np.ndarray, waarde: np.ndarray, basis: np.ndarray, richel: float) -> tuple:
    """Season on top of `basis` and trend per month, both relative: ridge regression of value / (mean x basis).

    Shapes: (n,), (n,), (12,). Gives (12,) with mean 1 and a number. Up to 12 months say nothing of either, as the
    one looks like the other; the trend counts in full from 24 months on.
    """
    goed = np.isfinite(waarde)
    if goed.sum() <= 12 or not np.nanmean(waarde) > 0:
        return basis, 0.0
    t = (maanden - maanden[0]).astype(int)[goed].astype(float)
    maand = kalendermaand(maanden)[goed]
    y = waarde[goed] / basis[maand]
    y = y / y.mean()
    t = t - t.mean()
    vorm = np.concatenate([np.ones((len(t), 1)), t[:, None], np.eye(12)[maand]], axis=1)
    straf = np.diag([0.0, 1e-9, *[richel] * 12])
    uit = np.linalg.solve(vorm.T @ vorm + straf, vorm.T @ y)
    seizoen = basis * np.maximum(1 + uit[2:] - uit[2:].mean(), 0.05)
    zeker = min((goed.sum() - 12) / 12, 1.0)
    return seizoen / seizoen.mean(), float(np.clip(uit[1], -0.03, 0.03) * zeker)


def groepsseizoen(reeksen: list[Reeks]) -> tuple[np.ndarray, float]:
    """Season and trend of a group: every series counts by its size; only months that all series with history have."""
    maanden = sorted({m for r in reeksen for m in r.maanden.tolist()})
    if not maanden:
        return np.ones(12), 0.0
    as_ = np.array(maanden, dtype="datetime64[M]")
    alle = np.full((len(reeksen), len(as_)), np.nan)
    for i, r in enumerate(reeksen):
        alle[i, (r.maanden - as_[0]).astype(int)] = r.voltooid()
    heeft = np.isfinite(alle).sum(1) > 12
    if not heeft.any():
        return np.ones(12), 0.0
    lang = np.isfinite(alle).sum(1) >= 0.75 * np.isfinite(alle).sum(1).max()
    kolom = np.isfinite(alle[lang]).all(0)
    som = np.where(kolom, np.where(np.isfinite(alle[lang]), alle[lang], 0.0).sum(0), np.nan)
    return seizoen_en_trend(as_, som, np.ones(12), RICHEL / 6)


def eigen_priors(
    reeksen: dict[str, Reeks], seizoen: tuple[np.ndarray, float], instelling: AfloopInstelling
) -> dict[str, Prior]:
    """The priors of the series of one group; `seizoen` as `groepsseizoen` gives it. Zero where nothing was declared.

    The relative error is that of the series itself over its completed months, mixed with that of the group.
    """
    niveaus = {naam: _niveau(reeks, seizoen, instelling) for naam, reeks in reeksen.items()}
    alle = np.concatenate([fouten for _, fouten in niveaus.values()]) if niveaus else np.zeros(0)
    groep = _cv(alle, instelling.prior_cv)
    return {naam: Prior(bedrag, np.full(len(bedrag), _cv(fouten, groep))) for naam, (bedrag, fouten) in niveaus.items()}


def _niveau(reeks: Reeks, groep: tuple[np.ndarray, float], instelling: AfloopInstelling) -> tuple:
    """Expected ultimate per care month, shape (n,), and the relative errors such a level made before."""
    n = len(reeks.maanden)
    voltooid = reeks.voltooid()
    seizoen, trend = seizoen_en_trend(reeks.maanden, voltooid, groep[0], max(instelling.seizoen_jaren, 1e-6))
    jaren = np.isfinite(voltooid).sum() / 12
    trend = instelling.trend_demping * (trend * jaren + groep[1]) / (jaren + 1)
    vorm = seizoen[kalendermaand(reeks.maanden)] * (1 + trend) ** np.arange(n)

    gewicht = instelling.niveau_demping ** np.arange(n)[::-1]
    teller, noemer = gewicht * reeks.gedeclareerd, gewicht * reeks.aandeel * vorm
    niveau = max(teller.sum() / noemer.sum(), 0.0) if noemer.sum() > 0 else 0.0
    return niveau * vorm, _fouten(voltooid, vorm, 1 + int((reeks.aandeel < AFGEROND).sum()), instelling)


def _fouten(voltooid: np.ndarray, vorm: np.ndarray, vooruit: int, instelling: AfloopInstelling) -> np.ndarray:
    """Relative errors of the level over the completed months, `vooruit` months after the last one it knew.

    In a short series fewer months ahead, so that half of the completed months are left to look at.
    """
    demping = instelling.niveau_demping
    goed = np.isfinite(voltooid)
    vooruit = max(min(vooruit, 5, int(goed.sum()) // 2), 1)
    teller, noemer = np.where(goed, voltooid, 0.0), np.where(goed, vorm, 0.0)
    for i in range(1, len(vorm)):
        teller[i] += demping * teller[i - 1]
        noemer[i] += demping * noemer[i - 1]
    doel = np.flatnonzero(goed)
    doel = doel[doel >= vooruit + min(2, len(doel) // 4)]
    niveau = np.maximum(np.nan_to_num(deel(teller, noemer)), 0.0)
    verwacht = niveau[doel - vooruit] * vorm[doel]
    return voltooid[doel][verwacht > 0] / verwacht[verwacht > 0] - 1


def _cv(fouten: np.ndarray, vooraf: float) -> float:
    """Root mean square of relative errors, with four of size `vooraf` beside them; from 1% to 100%."""
    begrensd = np.clip(fouten, -1.0, 1.0)
    return float(max(np.sqrt((begrensd @ begrensd + 4 * vooraf**2) / (len(fouten) + 4)), 0.01))


def prior_van_aanroeper(reeks: Reeks, bedrag: np.ndarray, eigen: Prior, instelling: AfloopInstelling) -> Prior:
    """The caller's prior (allocation x use x season), shape (n,); NaN takes the own one.

    Its relative error is measured on the completed months; with `prior_ijken` its level is set by them.
    Raises ValueError on another shape or a negative amount.
    """
    gegeven = np.asarray(bedrag, dtype=float)
    if gegeven.shape != reeks.maanden.shape:
        raise ValueError("De prior heeft niet één bedrag per zorgmaand.")
    heeft = np.isfinite(gegeven)
    if (gegeven[heeft] < 0).any():
        raise ValueError("Een prior is niet negatief.")
    voltooid = reeks.voltooid()
    telt = heeft & np.isfinite(voltooid) & (gegeven > 0)
    if instelling.prior_ijken:
        gegeven = gegeven * _ijk(reeks, gegeven, heeft, instelling)
    cv = _cv(voltooid[telt] / np.where(gegeven[telt] > 0, gegeven[telt], 1.0) - 1, instelling.prior_cv)
    return Prior(np.where(heeft, gegeven, eigen.bedrag), np.where(heeft, cv, eigen.cv))


def _ijk(reeks: Reeks, gegeven: np.ndarray, heeft: np.ndarray, instelling: AfloopInstelling) -> float:
    """Declared over what the prior would have had declared, recent months first; 1 where that says nothing."""
    gewicht = np.where(heeft, instelling.niveau_demping ** np.arange(len(gegeven))[::-1], 0.0)
    noemer = (gewicht * reeks.aandeel * np.where(heeft, gegeven, 0.0)).sum()
    teller = (gewicht * reeks.gedeclareerd).sum()
    return float(teller / noemer) if noemer > 0 and teller > 0 else 1.0
