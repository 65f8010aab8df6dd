"""The run-off of many series at once: what each care month will still be declared. Reading, storing, intervals per year
and the forecast of months to come do not belong here.

Per care month with declared C, declared share G (own and group, `patroon`) and prior p (`verwachting` or the caller):

  uiteindelijk = C + (1 - G) (c C / G + (1 - c) p)

c = 1 is chain ladder, c = 0 Bornhuetter-Ferguson, between them a Benktander mix (Mack 2000, Credible claims reserves:
the Benktander method, ASTIN Bulletin 30(2)). With B the variance of C given the ultimate and P that of the prior, the
squared error is (1 + c (1-G)/G)^2 B + (1-c)^2 (1-G)^2 P, at its least for the c that is used between `drempel` and
`rijp`.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from pipeline.prognose.afloop.driehoek import Driehoek
from pipeline.prognose.afloop.instelling import AfloopInstelling
from pipeline.prognose.afloop.patroon import Patroon, patronen
from pipeline.prognose.afloop.verwachting import Prior, Reeks, eigen_priors, groepsseizoen, prior_van_aanroeper

GEREED, LADDER, MIX, BF, ONBEKEND = "gereed", "chain ladder", "mix", "bornhuetter-ferguson", "geen afloop bekend"


@dataclass(frozen=True, eq=False)
class Afloop:
    """The run-off of one series, per care month, shape (n,), amounts in the unit of the triangle.

    `uiteindelijk` = `gedeclareerd` + `nog_te_verwachten`, never negative; what is to come is negative only where the
    group shows credits at that age. `se`: standard error of both. `methode`: 'gereed', 'chain
    ladder', 'mix', 'bornhuetter-ferguson' or 'geen afloop bekend' (no month old enough to learn from). `aandeel`: share
    declared; `ladder`: weight c of chain ladder; `covariantie`: shape (n, n), of the errors; `schaal_totaal`: what the
    standard error of a sum of months is multiplied with (`ijking`), 1 where nothing was measured.
    """

    zorgmaanden: np.ndarray
    gedeclareerd: np.ndarray
    nog_te_verwachten: np.ndarray
    uiteindelijk: np.ndarray
    se: np.ndarray
    methode: np.ndarray
    aandeel: np.ndarray
    ladder: np.ndarray
    covariantie: np.ndarray
    schaal_totaal: float = 1.0

    def se_totaal(self, welke: np.ndarray | None = None) -> float:
        """Standard error of the sum over the care months of `welke` (bool, shape (n,)); all by default."""
        masker = np.ones(len(self.se), dtype=bool) if welke is None else np.asarray(welke, dtype=bool)
        schaal = self.schaal_totaal if np.count_nonzero(self.se[masker]) > 1 else 1.0
        return schaal * float(np.sqrt(max(self.covariantie[np.ix_(masker, masker)].sum(), 0.0)))

    def interval(self, niveau: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
        """Low and high of the ultimate per care month by the normal law, never below 0."""
        z = NormalDist().inv_cdf(0.5 + niveau / 2)
        return np.maximum(self.uiteindelijk - z * self.se, 0.0), np.maximum(self.uiteindelijk + z * self.se, 0.0)


def bereken_afloop(
    driehoeken: dict[str, Driehoek],
    groepen: dict[str, str],
    prior: dict[str, np.ndarray] | None = None,
    instelling: AfloopInstelling | None = None,
) -> dict[str, Afloop]:
    """The run-off of every series.

    `groepen`: series to the group whose pattern and season it shares (wet, or voorziening); a series that is missing is
    its own group. `prior`: expected ultimate per care month of a series, shape (n,), NaN for months without; series
    that are missing get a prior of their own. Raises ValueError where triangles differ in their largest delay, or a
    prior has another shape or a negative amount.
    """
    stand = instelling or AfloopInstelling()
    if len({d.max_vertraging for d in driehoeken.values()}) > 1:
        raise ValueError("De driehoeken hebben niet dezelfde grootste vertraging.")
    vormen = patronen(driehoeken, groepen, stand)
    reeksen = {naam: Reeks(d.zorgmaanden, d.gedeclareerd, vormen[naam].aandeel[d.leeftijd])
               for naam, d in driehoeken.items()}  # fmt: skip
    leden: dict[tuple[bool, str], list[str]] = {}
    for naam in sorted(reeksen):
        leden.setdefault((naam in groepen, groepen.get(naam, naam)), []).append(naam)
    eigen: dict[str, Prior] = {}
    for namen in leden.values():
        groep = {naam: reeksen[naam] for naam in namen}
        eigen |= eigen_priors(groep, groepsseizoen(list(groep.values())), stand)
    uit = {}
    for naam, driehoek in driehoeken.items():
        vooraf = eigen[naam]
        if prior is not None and naam in prior:
            vooraf = prior_van_aanroeper(reeksen[naam], prior[naam], vooraf, stand)
        uit[naam] = _een(driehoek, vormen[naam], vooraf, stand)
    return uit


def _een(driehoek: Driehoek, patroon: Patroon, prior: Prior, stand: AfloopInstelling) -> Afloop:
    c, leeftijd = driehoek.gedeclareerd, driehoek.leeftijd
    g = patroon.aandeel[leeftijd]
    stappen = np.arange(driehoek.max_vertraging)
    open_ = stappen[None, :] >= leeftijd[:, None]

    # B per unit of ultimate: sum over the steps to come of (G[a]/G[k])^2 sigma2[k] G[k+1]
    deel_g = g[:, None] / patroon.aandeel[:-1][None, :]
    terug = np.where(open_, deel_g**2 * (patroon.spreiding * patroon.aandeel[1:])[None, :], 0.0).sum(1)
    maal = c / g
    per_ladder = np.maximum(maal, 0.0)
    basis = np.where(c > 0, g * per_ladder + (1 - g) * prior.bedrag, prior.bedrag)
    ruis, vooraf = terug * np.maximum(basis, 0.0), (prior.cv * prior.bedrag) ** 2
    mix = _gewicht(g, c, ruis, vooraf, stand)

    te_komen = (1 - g) * (mix * maal + (1 - mix) * prior.bedrag)
    te_komen = np.where(leeftijd >= driehoek.max_vertraging, 0.0, te_komen)
    einde = np.maximum(c + te_komen, 0.0)  # credits that outrun their care month were booked on the wrong one
    covariantie = _covariantie(open_, patroon, prior, g, mix, per_ladder, terug)
    return Afloop(
        zorgmaanden=driehoek.zorgmaanden,
        gedeclareerd=c,
        nog_te_verwachten=einde - c,
        uiteindelijk=einde,
        se=np.sqrt(np.diag(covariantie)),
        methode=_methode(leeftijd, driehoek.max_vertraging, mix, patroon.bekend),
        aandeel=g,
        ladder=mix,
        covariantie=covariantie,
    )


def _gewicht(g: np.ndarray, c: np.ndarray, ruis: np.ndarray, vooraf: np.ndarray, stand: AfloopInstelling) -> np.ndarray:
    """c per care month: the least squared error between the two bounds, and smooth towards them."""
    q = np.maximum(1 - g, 0.0)
    boven, onder = q * vooraf - ruis / g, q * vooraf + q * ruis / g**2
    beste = np.clip(np.where(onder > 0, boven / np.where(onder > 0, onder, 1.0), 1.0), 0.0, 1.0)
    jong = _glad(g, stand.drempel, 2 * stand.drempel)
    oud = _glad(g, (stand.drempel + stand.rijp) / 2, stand.rijp)
    return np.where(c > 0, np.maximum(beste * jong, oud), 0.0)


def _glad(x: np.ndarray, van: float, tot: float) -> np.ndarray:
    """0 up to `van`, 1 from `tot` on, smooth between."""
    if tot <= van:
        return (x >= tot).astype(float)
    t = np.clip((x - van) / (tot - van), 0.0, 1.0)
    return t * t * (3 - 2 * t)


def _covariantie(
    open_: np.ndarray, patroon: Patroon, prior: Prior, g: np.ndarray, mix: np.ndarray, maal: np.ndarray,
    terug: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Process on the diagonal, pattern shared by the steps that two months both have to take, prior half shared."""
    maal = np.where(mix > 0, maal, 0.0)
    basis = np.maximum(np.where(mix > 0, mix * maal + (1 - mix) * prior.bedrag, prior.bedrag), 0.0)
    proces = np.where(open_.any(1), (1 + mix * (1 - g) / g) ** 2 * terug * basis, 0.0)
    gevoelig = mix * maal + (1 - mix) * prior.bedrag * g
    stap = patroon.variantie / patroon.ratio**2
    samen = (np.minimum(open_[:, None, :], open_[None, :, :]) * stap).sum(2)
    rest = np.where(open_.any(1), (1 - mix) * np.abs(1 - g) * prior.cv * prior.bedrag, 0.0)
    uit = np.outer(gevoelig, gevoelig) * samen + 0.5 * np.outer(rest, rest)
    np.fill_diagonal(uit, np.diag(uit) + proces + 0.5 * rest**2)
    return uit


def _methode(leeftijd: np.ndarray, k: int, mix: np.ndarray, bekend: bool) -> np.ndarray:
    namen = np.where(mix >= 0.995, LADDER, np.where(mix <= 0.005, BF, MIX))
    if not bekend:
        namen = np.full(len(mix), ONBEKEND)
    return np.where(leeftijd >= k, GEREED, namen)
