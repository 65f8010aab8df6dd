"""The months of care from what drives them: allocated euros and days, or the own level. Weights stand elsewhere.

Every candidate is driver x lead factor x season x year x own level. Of an allocation two things are used: what is
allocated to the month itself, and what runs now (the stock). The *lead factor* is what was allocated to a month in the
end, over what the driver said so many months before: inflow, renewals and early stops are in it; it is a development
factor as in chain ladder, of all gemeenten together. What is used of it (verzilvering), its season and its steps in
January come from completed months, where growth of the number of clients is divided out already.

'In the end' is the same age for every month, `JONGST` months: an extension changes the value of a day of months long
past, and a use learnt from what was known late times a factor learnt from what was known early is too low by just that.
Season and steps come from the days: the euros of a day shift with such extensions, most of all in the first year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.afloop import AfloopInstelling
from pipeline.prognose.keten.stand import VERSTE, Reeksen, Ruimte
from pipeline.prognose.reeks.modellen import SEIZOEN, modelpaden

Driver = Callable[[NDArray[np.int64]], Reeksen]

EURO, EURO_NU, DAGEN, DAGEN_NU, NIVEAU = "toegewezen", "lopend", "dagen", "lopende dagen", "niveau"
VERHOUDING = "verloop van vorig jaar"
ENSEMBLE = "ensemble"
KANDIDATEN = (EURO, EURO_NU, DAGEN, DAGEN_NU, NIVEAU, ENSEMBLE)
JONGST = 3  # a month counts as completed when so many months have passed since its end began
HALFJAAR = 6  # so many months say how this year stands against last year
VROEGST = -7  # the oldest months whose run-off the allocations help


@dataclass(frozen=True)
class KetenInstelling:
    """How the candidates are made; chosen on demo regions with other seeds than the benchmark reports on.

    `geheugen`, `eigen_geheugen`: weight of a month against the month after it in the lead factors and in the own level.
    `zelfde_tijd`: so many times more an origin a year ago counts than one in another season: inflow follows the school
    year, and a mean over all seasons has too little of it in autumn. `eigen`: so many mean months of the group stand
    beside the own months in the own level. `richel_seizoen`, `richel_jaar`: what pulls season and year towards none.
    `verhouding`: share of last year's course in the combination, beside what the others get by how they did. `prior`:
    share of a young month (0, 1, ... months old) that follows the allocations, whatever was declared. `modellen_vanaf`:
    groups without allocations that hold this share of all euros get the series models.
    """

    geheugen: float = 0.95
    eigen_geheugen: float = 0.9
    zelfde_tijd: float = 30.0
    eigen: float = 2.0
    richel_seizoen: float = 0.03
    richel_jaar: float = 0.5
    verhouding: float = 0.5
    modellen_vanaf: float = 0.02
    prior: tuple[float, ...] = (1.0, 0.8, 0.5, 0.4, 0.3, 0.2)
    afloop: AfloopInstelling = field(default_factory=lambda: AfloopInstelling(prior_cv=0.05))


@dataclass(frozen=True, eq=False)
class Stand:
    """The forecast as it was at the end of month `p`; amounts in euros, shapes (leaves, months).

    `gedeclareerd`, `voltooid`: months 0..p. `paden`: per candidate months p+1 and on; NaN where a leaf has no such
    driver. `heeft`: per leaf whether anything was allocated.
    """

    p: int
    gedeclareerd: Reeksen
    voltooid: Reeksen
    paden: dict[str, Reeksen]
    heeft: NDArray[np.bool_]


def maak_stand(
    ruimte: Ruimte, p: int, stappen: Reeksen, vanaf: Sequence[int], instelling: KetenInstelling
) -> Stand:  # fmt: skip
    """All candidates as of the end of month `p` (0 is the first). `stappen`: factor of the known steps per leaf, month.

    `vanaf`: per leaf the first month that its candidates may look at, after a break of unknown size. The run-off is
    made twice: first by itself, then with the allocations as its prior.
    """
    groepen = _groepen(ruimte, vanaf)
    namen = [b.gedeeld for b in ruimte.bladen]
    n = ruimte.met_berichten
    heeft = (ruimte.euro[:, : p + 1, : p + 1].sum((1, 2)) > 0) & (ruimte.dagen[:, : p + 1, : p + 1].sum((1, 2)) > 0)
    voltooid = ruimte.voltooid(p, namen, None, instelling.afloop)
    paden: dict[str, Reeksen] = {}
    for laatste in (False, True):
        paden = {k: np.full((len(ruimte.bladen), p + 1 + VERSTE), np.nan) for k in (*KANDIDATEN, VERHOUDING)}
        for groep in groepen:
            _Groep(ruimte, p, groep, voltooid, stappen, vanaf[groep[0]], instelling).vul(paden, heeft[groep])
        if laatste or not heeft.any():
            break
        prior = (paden[EURO][:n, : p + 1] + paden[DAGEN][:n, : p + 1]) / 2
        voltooid = ruimte.voltooid(p, namen, prior, instelling.afloop)
        jong = np.zeros(p + 1)
        for leeftijd, deel in enumerate(instelling.prior[: p + 1]):
            jong[p - leeftijd] = deel
        volgt = np.where(np.isfinite(prior) & heeft[:n, None], jong, 0.0)
        voltooid[:n] = (1 - volgt) * voltooid[:n] + volgt * np.nan_to_num(prior)
    alles = voltooid[:, -12:].sum()
    bekend, toen = ruimte.gedeclareerd(p), ruimte.gedeclareerd(p - 12) if p >= 12 else None
    for groep in groepen:
        stap = stappen[groep, : p + 1 + VERSTE]
        # of a series that broke only what came after it counts
        maanden = p - vanaf[groep[0]]
        is_groot = voltooid[groep, -12:].sum() >= instelling.modellen_vanaf * alles
        if is_groot and not heeft[groep].any() and maanden == p:
            _ensemble(p, groep, voltooid, stap, paden)
        if toen is not None and maanden >= 12 + HALFJAAR:
            _verhouding(p, groep, bekend, toen, voltooid, stap, paden)
    return Stand(p, bekend, voltooid, {k: v[:, p + 1 :] for k, v in paden.items()}, heeft)


def _groepen(ruimte: Ruimte, vanaf: Sequence[int]) -> list[NDArray[np.int64]]:
    """The leaves that share season and lead factors: a voorziening in all gemeenten, since the same break."""
    per: dict[tuple[str, str, str, int], list[int]] = {}
    for i, b in enumerate(ruimte.bladen):
        per.setdefault((b.wet, b.voorziening, b.soort, vanaf[i]), []).append(i)
    return [np.array(v) for _, v in sorted(per.items())]


def _ensemble(p: int, groep: NDArray[np.int64], voltooid: Reeksen, stap: Reeksen, paden: dict[str, Reeksen]) -> None:
    """The median of the series models on the group together (`reeks.modellen`), shared out by the own levels.

    On the group, as a leaf of some clients is noise to them and they cost the most of all. From 36 months on: on demo
    regions of 24 to 33 months they did no better than the own level and last year.
    """
    y = (voltooid[groep] / stap[:, : p + 1]).sum(0)
    if len(y) < 3 * SEIZOEN or not (y > 0).all():
        return
    verdeling = paden[NIVEAU][groep, p + 1 :] / stap[:, p + 1 :]
    if _is_verdeling(verdeling):
        uit = modelpaden(y, VERSTE)["ensemble"]
        paden[ENSEMBLE][groep, p + 1 :] = uit * verdeling / verdeling.sum(0) * stap[:, p + 1 :]


def _is_verdeling(x: Reeksen) -> bool:
    """Whether the leaves (rows) can share the path of their group by these, in every month."""
    return bool(np.isfinite(x).all() and (x.sum(0) > 0).all())


def _verhouding(
    p: int, groep: NDArray[np.int64], bekend: Reeksen, bekend_toen: Reeksen, voltooid: Reeksen, stap: Reeksen,
    paden: dict[str, Reeksen],
) -> None:  # fmt: skip
    """Last year's months of the group times what was known this year over last year, as known at the same peildatum.

    The group follows last year, inflow and all, on one footing as to its steps; its leaves share it as the level
    candidates say. Needs a year and a half. `bekend`, `bekend_toen`: declared at the end of `p` and a year before it.
    """
    nu = (bekend[groep, -HALFJAAR:] / stap[:, p + 1 - HALFJAAR : p + 1]).sum()
    toen = (bekend_toen[groep, -HALFJAAR:] / stap[:, p - 11 - HALFJAAR : p - 11]).sum()
    lopend, niveau = paden[DAGEN_NU][groep, p + 1 :], paden[NIVEAU][groep, p + 1 :]
    komt = stap[:, p + 1 :]
    verdeling = np.where(np.isfinite(lopend), lopend, niveau) / komt
    if not (toen > 0 and _is_verdeling(verdeling)):
        return
    vorig = (voltooid[groep, p - 11 :] / stap[:, p - 11 : p + 1]).sum(0)
    uit = np.maximum(np.resize(vorig, VERSTE), 0.0) * nu / toen
    paden[VERHOUDING][groep, p + 1 :] = uit * verdeling / verdeling.sum(0) * komt


class _Groep:
    """The leaves of one group at one peildatum."""

    def __init__(
        self, ruimte: Ruimte, p: int, groep: NDArray[np.int64], voltooid: Reeksen, stappen: Reeksen,
        vanaf: int, instelling: KetenInstelling,
    ) -> None:  # fmt: skip
        self.r, self.p, self.groep, self.vanaf, self.i = ruimte, p, groep, vanaf, instelling
        self.breed = p + 1 + VERSTE
        self.lengte = ruimte.maandlengte[: self.breed]
        self.nummers = ruimte.maandnummers[: self.breed]
        self.stap = stappen[groep, : self.breed]
        self.per_dag = voltooid[groep] / self.lengte[: p + 1] / self.stap[:, : p + 1]
        # what is delivered without a lag is complete at once
        self.klaar = p + 1 if int(groep[0]) >= ruimte.met_berichten else max(p + 1 - JONGST, 1)

    def vul(self, paden: dict[str, Reeksen], heeft: NDArray[np.bool_]) -> None:
        """Write the paths of these leaves; months up to p of the first two are the prior of the run-off."""
        heeft = heeft & (self.klaar > 3)  # fewer months do not say what is used of an allocation
        if heeft.any():
            welke = self.groep[heeft]
            vorm = self._vorm(self._toen(self.r.dagen[self.groep, : self.p + 1]))
            for naam, nu, kubus in ((EURO, EURO_NU, self.r.euro), (DAGEN, DAGEN_NU, self.r.dagen)):
                x = kubus[self.groep, : self.p + 1, : self.breed]
                maand, lopend, niveau = self._uit_toewijzingen(x, vorm)
                paden[naam][welke], paden[nu][welke] = maand[heeft], lopend[heeft]
                if naam == DAGEN:
                    paden[NIVEAU][welke] = niveau[heeft]
        zonder = self.groep[~heeft]
        if len(zonder):
            een = np.ones((len(self.groep), self.p + 1))
            vorm = self._vorm(een, met_trend=True)
            paden[NIVEAU][zonder] = self._niveau(self.per_dag / vorm[: self.p + 1], vorm)[~heeft]

    def _vorm(self, verwijzing: Reeksen, *, met_trend: bool = False) -> Reeksen:
        """Season x year per month, shape (breed,): what was used of `verwijzing` (shape leaves, p + 1), together."""
        teller = self.per_dag[:, : self.klaar].sum(0)
        noemer = verwijzing[:, : self.klaar].sum(0)
        noemer[: self.vanaf] = 0.0  # months before a break take no part
        return seizoen_en_jaar(teller, noemer, self.nummers, self.i, met_trend=met_trend)

    def _toen(self, x: Reeksen) -> Reeksen:
        """What was allocated to each month 0..p, as known when it counted as completed."""
        return np.stack([x[:, min(self.p, m + JONGST), m] for m in range(self.p + 1)], axis=1)

    def _uit_toewijzingen(self, x: Reeksen, vorm: Reeksen) -> tuple[Reeksen, Reeksen, Reeksen]:
        p, klaar = self.p, self.klaar
        laat = self._toen(x)
        stand = np.stack([x[:, m, m] for m in range(p + 1)], axis=1)
        kaal = self.per_dag / vorm[: p + 1]
        w = self.i.eigen_geheugen ** np.arange(klaar)[::-1]
        w[:2] = 0 if klaar > 4 else w[:2]  # in its first months the stock of allocations is still coming in
        w[: self.vanaf] = 0
        teller, noemer = (w * kaal[:, :klaar]).sum(1), (w * laat[:, :klaar]).sum(1)
        gebruik = teller.sum() / noemer.sum() if noemer.sum() > 0 else 0.0
        steun = self.i.eigen * teller.sum() / len(teller) / w.sum()
        eigen = (teller + steun) / (noemer * gebruik + steun) if gebruik > 0 else np.ones(len(teller))
        schaal = vorm * self.lengte * self.stap * eigen[:, None]

        maand = np.pad(laat, ((0, 0), (0, VERSTE)))
        lopend = np.zeros_like(maand)
        f_maand = f_lopend = 1.0
        for h in range(max(VROEGST, -p), VERSTE + 1):
            f_maand = self._factor(laat, klaar, h, lambda van, h=h: x[:, van, van + h], f_maand)
            maand[:, p + h] = x[:, p, p + h] * f_maand
            if h > 0:
                f_lopend = self._factor(laat, klaar, h, lambda van: stand[:, van], f_lopend)
                lopend[:, p + h] = stand[:, p] * f_lopend
        schaal *= gebruik
        return maand * schaal, lopend * schaal, self._niveau(kaal, vorm)

    def _factor(self, uit: Reeksen, tot: int, h: int, driver: Driver, anders: float, wacht: int = 0) -> float:
        """What the months before `tot` came to over what the driver said h months before each of them, all leaves
        together; `anders` with fewer than three origins."""
        van = np.arange(max(3, -h, self.vanaf + wacht, self.vanaf - h), min(self.p + 1, tot - h))
        if len(van) < 3:
            return anders
        afstand = np.minimum((self.p - van) % 12, (van - self.p) % 12)
        w = self.i.geheugen ** (van.max() - van) * (1 + self.i.zelfde_tijd * np.exp(-(afstand**2.0)))
        noemer = float((w * driver(van).sum(0)).sum())
        return float((w * uit[:, van + h].sum(0)).sum()) / noemer if noemer > 0 else anders

    def _niveau(self, kaal: Reeksen, vorm: Reeksen) -> Reeksen:
        """The mean of the last completed months, grown as such means grew before."""
        p = self.p
        # of a month q the newest is not complete at q: the level ends before it
        wacht = p + 1 - self.klaar
        som = np.cumsum(np.pad(kaal, ((0, 0), (1, 0))), axis=1)
        eind = np.maximum(np.arange(p + 1) + 1 - wacht, 1)
        begin = np.minimum(np.maximum(eind - 6, self.vanaf), eind - 1)
        niveau = (som[:, eind] - som[:, begin]) / (eind - begin)
        uit, f = np.zeros((len(kaal), self.breed)), 1.0
        for h in range(1, VERSTE + 1):
            f = self._factor(kaal, self.klaar, h, lambda van: niveau[:, van], f, wacht)
            uit[:, p + h] = niveau[:, p] * f
        return np.maximum(uit * vorm * self.lengte * self.stap, 0.0)


def seizoen_en_jaar(
    teller: Reeksen,
    noemer: Reeksen,
    nummers: NDArray[np.int64],
    instelling: KetenInstelling,
    *,
    met_trend: bool = False,
) -> Reeksen:
    """Season x year of a ratio, per month of `nummers`: ridge regression of its log; season mean 1, the last year 1.

    `teller`, `noemer`: the first months of `nummers`. A year stands for what changes each January, as tariffs do; its
    mean step goes on in years after the last. `met_trend`: growth within the year is taken out and not given back, for
    a level that was not divided by anything. Without 13 months there is no season.
    """
    n = len(teller)
    goed = (teller > 0) & (noemer > 0)
    if goed.sum() < 13:
        return np.ones(len(nummers))
    jaar, maand = nummers // 12, nummers % 12
    laatste = int(jaar[n - 1])
    jaren = np.arange(jaar[0], laatste + 1)
    y = np.log(np.where(goed, teller, 1.0) / np.where(goed, noemer, 1.0))
    t = (np.arange(n) / 12 if met_trend else (jaar[:n] - laatste).astype(float))[:, None]
    van_jaar = (jaar[:n, None] == jaren[None, :]).astype(float)
    x = np.concatenate([np.ones((n, 1)), t, van_jaar, np.eye(12)[maand[:n]]], axis=1)
    jaarstraf = 1e3 if met_trend else instelling.richel_jaar
    seizoenstraf = 2.0 if met_trend else instelling.richel_seizoen
    straf = np.diag([1e-9, 0.02, *[jaarstraf] * len(jaren), *[seizoenstraf] * 12])
    uit = np.linalg.solve(x.T @ (goed[:, None] * x) + straf, x.T @ (goed * y))
    seizoen = np.exp(uit[2 + len(jaren) :])
    vorm = (seizoen / seizoen.mean())[maand]
    if met_trend:
        return vorm
    afwijking = uit[2 : 2 + len(jaren)][np.minimum(jaar - jaar[0], len(jaren) - 1)]
    return vorm * np.exp(uit[1] * (jaar - laatste) + afwijking - uit[1 + len(jaren)])
