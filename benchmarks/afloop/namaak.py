"""Simulated declarations of the social domain with known truth. Measuring does not belong here.

Every series (voorziening in gemeente) has one to six aanbieders, each with its own habit of declaring, its own share,
and now and then a month in which it declares nothing and catches up in the next. Care is a Poisson number of units with
gamma amounts, with season, growth and slow drift; 2% of what is declared is credited later. Every third aanbieder
changes its habit at one moment. Nothing here follows the model that is measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.prognose.afloop import Driehoek, driehoek_uit_rijen

VOORZIENINGEN, GEMEENTEN, MAANDEN, STAART = 15, 16, 36, 12
WET = np.array(["wmo"] * 8 + ["jeugd"] * 7)


@dataclass(frozen=True, eq=False)
class Regio:
    """`driehoeken` as known at the end of month 36; `waarheid`: ultimate per care month, shape (36,).

    `toewijzing`: what allocations x use x season might say of it: the expectation behind the Poisson numbers, with an
    error of 4% that stays with the series and 2% that differs per month. An assumption, not a measurement.
    """

    driehoeken: dict[str, Driehoek]
    groepen: dict[str, str]
    waarheid: dict[str, np.ndarray]
    toewijzing: dict[str, np.ndarray]


def vertragingen(gemiddeld: float, vorm: float) -> np.ndarray:
    """Distribution over delay 0..12: a discretised gamma, little in the month of care itself."""
    x = np.arange(STAART + 1) + 0.35
    p = x ** (vorm - 1) * np.exp(-x * vorm / gemiddeld)
    p[0] *= 0.6
    return p / p.sum()


def regio(zaad: int) -> Regio:
    """One region of 240 series."""
    toeval = np.random.default_rng(zaad)
    t = np.arange(MAANDEN + STAART + 1)
    driehoeken, groepen, waarheid, toewijzing = {}, {}, {}, {}
    vaag = np.random.default_rng([zaad, 1])
    gemeente_groot = toeval.lognormal(0, 0.8, GEMEENTEN)
    for v in range(VOORZIENINGEN):
        gemiddeld, vorm = toeval.uniform(1.4, 2.8), toeval.uniform(1.2, 2.5)
        zomer, kerst, fase = toeval.uniform(0, 0.15), toeval.uniform(0, 0.08), toeval.uniform(0, 0.05)
        seizoen = 1 - zomer * np.isin(t % 12, [6, 7]) - kerst * (t % 12 == 11) + fase * np.sin(t * np.pi / 6)
        aantal, prijs = toeval.lognormal(4.2, 1.0), toeval.lognormal(6.2, 0.8)
        for g in range(GEMEENTEN):
            groei = toeval.normal(0.05, 0.05)
            drift = np.exp(np.cumsum(toeval.normal(0, 0.012, len(t))))
            verwacht = aantal * gemeente_groot[g] * seizoen * (1 + groei) ** (t / 12) * drift
            kern = _declaraties(toeval, verwacht, prijs, gemiddeld, vorm)
            naam = f"v{v:02d}g{g:02d}"
            zorg, later = np.indices(kern.shape)
            peil = np.datetime64("2021-01") + MAANDEN - 1
            driehoeken[naam] = driehoek_uit_rijen(
                (np.datetime64("2021-01") + zorg.ravel()), kern.ravel(), vertraging=later.ravel(), peilmaand=peil,
                eerste="2021-01",
            )  # fmt: skip
            groepen[naam] = str(WET[v])
            waarheid[naam] = kern.sum(1)
            fout = np.exp(vaag.normal(0, 0.04) + vaag.normal(0, 0.02, MAANDEN))
            toewijzing[naam] = 0.98 * prijs * verwacht[:MAANDEN] * fout  # 2% is credited
    return Regio(driehoeken, groepen, waarheid, toewijzing)


def _declaraties(toeval, verwacht: np.ndarray, prijs: float, gemiddeld: float, vorm: float) -> np.ndarray:
    """Amounts declared, shape (36, 25): care month x delay."""
    uit = np.zeros((MAANDEN, 25))
    aanbieders = int(toeval.integers(1, 7))
    for deel in toeval.dirichlet(np.full(aanbieders, 1.5)):
        snel = vertragingen(gemiddeld * toeval.lognormal(0, 0.25), vorm)
        breuk = int(toeval.integers(12, 34)) if toeval.random() < 1 / 3 else 99
        anders = vertragingen(gemiddeld * toeval.lognormal(0.1, 0.4), vorm)
        slaat_over = toeval.random(MAANDEN + 30) < 0.04
        for m in range(MAANDEN):
            eenheden = toeval.poisson(max(verwacht[m] * deel, 0))
            if not eenheden:
                continue
            per = toeval.multinomial(eenheden, anders if m >= breuk else snel)
            for d in np.flatnonzero(per):
                bedrag = toeval.gamma(per[d] * 2.0, prijs / 2.0)
                wanneer = d + 1 if slaat_over[m + d] else d
                uit[m, wanneer] += bedrag
                terug = toeval.binomial(per[d], 0.02)
                if terug:
                    uit[m, min(wanneer + int(toeval.integers(1, 7)), 24)] -= bedrag * terug / per[d]
    return uit
