"""Chain ladder and the standard error of Mack on one triangle. Pooling, priors and care months do not belong here.

Mack, T. (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates, ASTIN Bulletin
23(2), with volume weights (alpha = 1); the same as chainladder's `MackChainladder` with sigma_interpolation 'mack'.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Ontwikkeling:
    """What a triangle says of the step from delay k to k+1; every array has shape (K,).

    `factor`: volume-weighted, NaN where the cumulatives do not give a positive one. `sigma2`: Mack's variance parameter
    (unit of the amounts). `inverse`: variance of the factor divided by sigma2 (one over the volume where all weights
    are 1). `aantal`: rows used. `vrijheid`: degrees of freedom of sigma2 (rows minus one where all weights are 1).
    """

    factor: np.ndarray
    sigma2: np.ndarray
    inverse: np.ndarray
    aantal: np.ndarray
    vrijheid: np.ndarray


@dataclass(frozen=True, eq=False)
class Ladder:
    """Chain ladder of one triangle: shape (n,) per row, and the total."""

    uiteindelijk: np.ndarray
    nog_te_verwachten: np.ndarray
    se: np.ndarray
    se_totaal: float
    ontwikkeling: Ontwikkeling


def deel(teller: np.ndarray, noemer: np.ndarray) -> np.ndarray:
    """Quotient with NaN where the divisor is not positive."""
    goed = noemer > 0
    return np.where(goed, teller / np.where(goed, noemer, 1.0), np.nan)


def gewichten(
    ouderdom: np.ndarray, breedte: int, *, laatste: int | None = None, halfwaarde: float | None = None
) -> np.ndarray:
    """Weight per step of development, shape (n, K), by how long ago its diagonal was the newest.

    `ouderdom`: shape (n,), months since care, also beyond the last column. The step from k to k+1 of a row of age a
    stands a - k - 1 diagonals back. `laatste`: only the last so many diagonals
    count. `halfwaarde`: a diagonal of that many months ago counts half, so that a provider who declares later from some
    month on is followed. `breedte` is K+1.
    """
    terug = ouderdom[:, None] - np.arange(1, breedte)[None, :]
    gewicht = np.where(terug >= 0, 1.0, 0.0)
    if laatste is not None:
        gewicht = np.where(terug < laatste, gewicht, 0.0)
    if halfwaarde is not None and np.isfinite(halfwaarde):
        gewicht = gewicht * 0.5 ** (np.maximum(terug, 0) / halfwaarde)
    return gewicht


def ontwikkeling(cumulatief: np.ndarray, gewicht: np.ndarray | None = None) -> Ontwikkeling:
    """Factors and variance parameters of a cumulative triangle, shape (n, K+1), NaN where not known.

    With w the weight of a step (shape (n, K), default 1) and C the cumulative:
      f = sum(w C[k+1]) / sum(w C[k])
      sigma2 = sum(w C[k] (C[k+1]/C[k] - f)^2) / (sum(w) - sum(w^2 C[k]) / sum(w C[k]))
      var(f) = sigma2 * sum(w^2 C[k]) / sum(w C[k])^2
    which are Mack's where w is 0 or 1. A row with a cumulative that is not positive counts in f (the sums hold it) but
    not in sigma2. Where one row is left, sigma2 follows Mack's rule: min(s[k-1]^2/s[k-2], s[k-1], s[k-2]).
    """
    van, naar = cumulatief[:, :-1], cumulatief[:, 1:]
    bekend = np.isfinite(van) & np.isfinite(naar)
    w = np.where(bekend, 1.0 if gewicht is None else gewicht, 0.0)
    van, naar = np.where(bekend, van, 0.0), np.where(bekend, naar, 0.0)
    factor = deel((w * naar).sum(0), (w * van).sum(0))
    factor = np.where(factor > 0, factor, np.nan)

    p = np.where(van > 0, w, 0.0)
    volume = (p * van).sum(0)
    kwadraat = (p**2 * van).sum(0)
    afwijking = np.where(p > 0, deel(naar, van), 0.0) - np.where(np.isfinite(factor), factor, 0.0)
    spreiding = (p * van * afwijking**2).sum(0)
    vrijheid = np.maximum(p.sum(0) - np.nan_to_num(deel(kwadraat, volume)), 0.0)
    aantal = (p > 0).sum(0)
    sigma2 = np.where((aantal > 1) & np.isfinite(factor), deel(spreiding, vrijheid), np.nan)
    return Ontwikkeling(
        factor, _vul_sigma(sigma2), deel(kwadraat, volume**2), aantal, np.where(aantal > 1, vrijheid, 0)
    )


def _vul_sigma(sigma2: np.ndarray) -> np.ndarray:
    """Mack's rule for a step without enough rows, from the two steps before it; 0 where there are none."""
    uit = sigma2.copy()
    for k in np.flatnonzero(np.isnan(uit)):
        een = uit[k - 1] if k >= 1 else 0.0
        twee = uit[k - 2] if k >= 2 else een
        uit[k] = min(een**2 / twee, een, twee) if twee > 0 else 0.0
    return uit


def mack(
    cumulatief: np.ndarray,
    *,
    laatste: int | None = None,
    halfwaarde: float | None = None,
    terugval: np.ndarray | None = None,
) -> Ladder:
    """Ultimate, still to come and standard error of a cumulative triangle, shape (n, K+1), NaN where not known.

    Rows are consecutive months (or years), the newest last.
    `laatste` and `halfwaarde`: see `gewichten`. `terugval`: factors, shape (K,), for steps whose own factor cannot be
    had (no positive cumulative, no rows); without it such a step has factor 1. A row whose cumulative is not positive
    today cannot be multiplied: it stays as it is, with standard error 0. Raises ValueError on a row without a first
    cell.
    """
    n, breedte = cumulatief.shape
    bekend = np.isfinite(cumulatief)
    if n and not bekend[:, 0].all():
        raise ValueError("Een rij van de driehoek heeft geen eerste cel.")
    leeftijd = bekend.sum(1) - 1
    ouderdom = leeftijd[-1:] + np.arange(n)[::-1]
    gewicht = gewichten(ouderdom, breedte, laatste=laatste, halfwaarde=halfwaarde)
    stap = ontwikkeling(cumulatief, gewicht)
    anders = np.ones(breedte - 1) if terugval is None else np.asarray(terugval, dtype=float)
    f = np.where(np.isfinite(stap.factor), stap.factor, anders)

    vandaag = cumulatief[np.arange(n), leeftijd]
    telt = vandaag > 0
    open_ = (np.arange(breedte - 1)[None, :] >= leeftijd[:, None]) & telt[:, None]
    verloop = np.cumprod(np.where(open_, f, 1.0), axis=1)
    voor = np.concatenate([np.ones((n, 1)), verloop[:, :-1]], axis=1) * vandaag[:, None]
    einde = vandaag * verloop[:, -1] if breedte > 1 else vandaag.copy()

    relatief = stap.sigma2 / f**2
    proces = np.where(open_, relatief / np.where(open_, voor, 1.0), 0.0).sum(1)
    per_stap = relatief * np.nan_to_num(stap.inverse)
    parameter = np.where(open_, per_stap, 0.0)
    se2 = einde**2 * (proces + parameter.sum(1))
    samen = np.minimum(open_[:, None, :], open_[None, :, :])  # steps that two rows both still have to take
    kruis = einde[:, None] * einde[None, :] * (samen * per_stap).sum(2)
    np.fill_diagonal(kruis, 0.0)
    totaal = float(np.sqrt(max(se2.sum() + kruis.sum(), 0.0)))
    return Ladder(einde, einde - vandaag, np.sqrt(se2), totaal, stap)
