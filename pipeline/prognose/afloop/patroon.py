"""The share declared per delay, own figures mixed with those of the group by credibility. Amounts are elsewhere.

Written in link ratios r[k] = C[k] / C[k+1], one over the factor of chain ladder: they stay finite where little or
nothing is declared in the first month. Bühlmann-Straub credibility (Bühlmann and Gisler, A Course in Credibility
Theory, 2005, chapter 4) per step of development, for series s in a group:

  r_s = sum(w C[k]) / sum(w C[k+1])                    own ratio, volume V_s = sum(w C[k+1])
  v_s = sigma2_s sum(w^2 C[k+1]) / V_s^2               variance of that ratio within the series
  a   = (sum V_s (r_s - r.)^2 - sum V_s v_s (1 - V_s/V)) / (V - sum V_s^2 / V), at least 0    between the series
  Z_s = a / (a + k v_s)                                grows with the volume, as v_s falls with it
  r   = Z_s r_s + (1 - Z_s) r_group,  r_group the mean of r_s weighted with 1 / (a + v_s)

In v_s stands the sigma2 that the size of the series and the step of the whole group say, not the own one of that step:
a small series to which nothing happened in a step has own variance 0 and ratio 1, and would pull the group and itself
towards 'all declared' (measured: 0,3 to 0,5% too low an ultimate two to five months after care).
Nothing depends on the unit of the amounts. With k = 0 the own pattern is taken as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.prognose.afloop.driehoek import Driehoek
from pipeline.prognose.afloop.instelling import AfloopInstelling
from pipeline.prognose.afloop.ladder import deel, gewichten, ontwikkeling

KLEINSTE = 1e-6  # a ratio of 0 (nothing declared in the first month) stays a number to divide by
VRIJHEID = 10.0  # degrees of freedom at which own variance and that of the group count the same


@dataclass(frozen=True, eq=False)
class Patroon:
    """The development of one series.

    `ratio`, `gewicht` (Z), `spreiding` (variance parameter of the ratio, unit of the amounts) and `variantie` (of the
    ratio) have shape (K,); `aandeel` has shape (K+1,): the share of the ultimate declared up to each delay, last one 1.
    `bekend` tells whether any series of the group had a month old enough to learn from.
    """

    ratio: np.ndarray
    gewicht: np.ndarray
    spreiding: np.ndarray
    variantie: np.ndarray
    aandeel: np.ndarray
    bekend: bool


@dataclass(frozen=True, eq=False)
class _Eigen:
    """What one series says by itself; shape (K,)."""

    ratio: np.ndarray
    volume: np.ndarray
    spreiding: np.ndarray
    vrijheid: np.ndarray
    inverse: np.ndarray


def _eigen(driehoek: Driehoek, instelling: AfloopInstelling) -> _Eigen:
    cum = driehoek.cumulatief
    w = gewichten(driehoek.ouderdom, cum.shape[1], laatste=instelling.laatste, halfwaarde=instelling.halfwaarde)
    van, naar = cum[:, :-1], cum[:, 1:]
    bekend = np.isfinite(naar)
    w = np.where(bekend, w, 0.0)
    van, naar = np.where(bekend, van, 0.0), np.where(bekend, naar, 0.0)
    volume = (w * naar).sum(0)
    ratio = np.maximum(deel((w * van).sum(0), volume), KLEINSTE)

    p = np.where(naar > 0, w, 0.0)
    som, kwadraat = (p * naar).sum(0), (p**2 * naar).sum(0)
    afwijking = np.where(p > 0, deel(van, naar) - np.nan_to_num(ratio), 0.0)
    vrijheid = np.maximum(p.sum(0) - np.nan_to_num(deel(kwadraat, som)), 0.0)
    vrijheid = np.where((p > 0).sum(0) > 1, vrijheid, 0.0)
    spreiding = deel((p * naar * afwijking**2).sum(0), vrijheid)
    inverse = deel(kwadraat, som**2)

    stap = ontwikkeling(cum, w)  # where every month has a cumulative to multiply, Mack's own parameters
    gewoon = ((van > 0) | (w == 0)).all(0) & np.isfinite(stap.factor)
    spreiding = np.where(gewoon, stap.sigma2 * np.nan_to_num(ratio) ** 3, spreiding)
    inverse = np.where(gewoon, stap.inverse * np.nan_to_num(ratio), inverse)
    return _Eigen(ratio, np.where(np.isfinite(ratio), volume, 0.0), spreiding, vrijheid, inverse)


def patronen(
    driehoeken: dict[str, Driehoek], groepen: dict[str, str], instelling: AfloopInstelling
) -> dict[str, Patroon]:
    """The pattern of every series; all triangles have the same K. A series without a group is a group by itself."""
    leden: dict[tuple[bool, str], list[str]] = {}
    for naam in sorted(driehoeken):
        leden.setdefault((naam in groepen, groepen.get(naam, naam)), []).append(naam)
    uit: dict[str, Patroon] = {}
    for namen in leden.values():
        uit |= _groep({naam: _eigen(driehoeken[naam], instelling) for naam in namen}, instelling.k)
    return {naam: uit[naam] for naam in driehoeken}


def _groep(eigen: dict[str, _Eigen], k: float) -> dict[str, Patroon]:
    ratio, volume, los, vrijheid, inverse = (
        np.array([getattr(e, veld) for e in eigen.values()])
        for veld in ("ratio", "volume", "spreiding", "vrijheid", "inverse")
    )
    heeft = np.isfinite(ratio)
    spreiding, verwacht = _spreiding(los, vrijheid, k)
    eigen_v = np.where(heeft, spreiding * np.nan_to_num(inverse), 0.0)
    v = np.where(heeft, verwacht * np.nan_to_num(inverse), 0.0)
    r = np.where(heeft, ratio, 0.0)

    totaal = volume.sum(0)
    gemiddeld = np.nan_to_num(deel((volume * r).sum(0), totaal))
    overschot = (volume * (r - gemiddeld) ** 2).sum(0) - (volume * v * (1 - np.nan_to_num(deel(volume, totaal)))).sum(0)
    ruimte = totaal - np.nan_to_num(deel((volume**2).sum(0), totaal))
    tussen = np.where(heeft.sum(0) > 1, np.maximum(np.nan_to_num(deel(overschot, ruimte)), 0.0), 0.0)

    precisie = np.where(tussen > 0, np.where(heeft, deel(np.ones_like(v), tussen + v), 0.0), volume)
    precisie = precisie / np.where(precisie.sum(0) > 0, precisie.sum(0), 1.0)
    geen = ~heeft.any(0)
    groep = np.where(geen, 1.0, (precisie * r).sum(0))
    groep_var = (precisie**2 * (v + tussen)).sum(0)

    z = np.where(heeft, np.nan_to_num(deel(np.broadcast_to(tussen, v.shape), tussen + k * v)), 0.0)
    z = np.where(heeft & (k == 0), 1.0, z)
    mix = z * r + (1 - z) * groep
    variantie = z**2 * eigen_v + (1 - z) ** 2 * (tussen + groep_var)
    # never more declared than the ultimate, unless the group shows credits in that month beyond chance
    plafond = np.where(groep - 1 > 2 * np.sqrt(groep_var), groep, 1.0)
    mix = np.clip(mix, KLEINSTE, plafond)
    aandeel = np.ones((len(eigen), mix.shape[1] + 1))
    aandeel[:, :-1] = np.cumprod(mix[:, ::-1], axis=1)[:, ::-1]
    bekend = bool(heeft.any())
    return {naam: Patroon(mix[i], z[i], spreiding[i], variantie[i], aandeel[i], bekend) for i, naam in enumerate(eigen)}


def _spreiding(los: np.ndarray, vrijheid: np.ndarray, k: float) -> tuple[np.ndarray, np.ndarray]:
    """Variance parameter per series and step, twice, shape (S, K): own figures mixed with size of the series x shape of
    the group, and that product alone."""
    goed = np.isfinite(los)
    telt = np.where(goed, vrijheid, 0.0)
    s = np.where(goed, los, 0.0)
    schaal = np.nan_to_num(deel((telt * s).sum(1), telt.sum(1)))
    genormd = s / np.where(schaal > 0, schaal, 1.0)[:, None]
    vorm = np.nan_to_num(deel((telt * genormd).sum(0), telt.sum(0)))
    for _ in range(3):  # size and shape in turn; a few rounds settle them
        verwacht = (telt * vorm).sum(1)
        schaal = np.nan_to_num(deel((telt * s).sum(1), verwacht))
        noemer = (telt * schaal[:, None]).sum(0)
        vorm = np.nan_to_num(deel((telt * s).sum(0), noemer))
    # a series that is too short to tell its size gets the middle one of its group
    midden = float(np.median(schaal[schaal > 0])) if (schaal > 0).any() else 0.0
    schaal = np.where(telt.sum(1) > 0, schaal, midden)
    groep = schaal[:, None] * vorm
    z = telt / (telt + VRIJHEID * k) if k > 0 else goed.astype(float)
    return np.where(goed, z * s + (1 - z) * groep, groep), groep
