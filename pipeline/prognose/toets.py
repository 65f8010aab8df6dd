"""The backtest: year-end forecasts of the past as they would have been made then, against the simple methods.

At every origin (a year, and 0 to 11 of its months known) only what was known then is used: for the series, the run-off,
the weights of the candidates and the intervals alike. Reading files stands in `toets_invoer`, printing in `toets_uit`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.prognose.basislijnen import cash_x12, ratio_peildatum, vorig_jaar
from pipeline.prognose.ijken import Band, Fout, IJking, onrust
from pipeline.prognose.reeks.maanden import Stap, zonder_stappen
from pipeline.prognose.reeks.voorspel import MINSTE_HISTORIE, Kandidaten, Opdracht, alle_kandidaten, meting
from pipeline.prognose.reeks.weging import Meting, Weging
from pipeline.prognose.toets_bron import Bron, Stand

GRIP = "grip"
ALLE_MAANDEN = tuple(range(12))


@dataclass(frozen=True)
class Regel:
    """One forecast of one year total and what the year came to, in the unit of the series."""

    reeks: str
    methode: str
    jaar: int
    maanden_bekend: int
    midden: float
    band: Band
    werkelijk: float


@dataclass(frozen=True)
class _Plek:
    reeks: str
    jaar: int
    bekend: int

    @property
    def maand(self) -> int:
        return self.jaar * 12 + self.bekend


@dataclass(frozen=True, eq=False)
class _Oorsprong:
    """What stood on the table at one origin of one series."""

    plek: _Plek
    stand: Stand
    kandidaten: Meting
    overig: dict[str, float]
    onrust: float


def toets(
    bron: Bron,
    *,
    bekend: Sequence[int] = ALLE_MAANDEN,
    stappen: tuple[Stap, ...] = (),
    vergelijk: Sequence[str] = (),
    processen: int = 1,
) -> list[Regel]:
    """Rolling-origin forecasts of every complete year whose year before is complete too, sorted.

    `bekend`: the months known to test (0..11). `vergelijk`: names of single models or candidates to report beside
    `grip` and the three simple methods ('ets', 'ensemble', 'seizoensnaief'). `stappen`: known steps and breaks, which
    only `grip` and those models know of, each from the origin on that could know it. Years before the first that is
    reported are forecast where at least twelve months were known: weights and intervals learn from them.
    Raises ValueError where `bekend` is not within 0..11.
    """
    if not all(0 <= b <= 11 for b in bekend):
        raise ValueError("het aantal bekende maanden is 0 tot en met 11")
    plekken = _plekken(bron, sorted(set(bekend)))
    oorsprongen = _oorsprongen(bron, plekken, stappen, tuple(vergelijk), processen)
    voorspeld = _voorspeld(bron, oorsprongen)
    return _geijkt(bron, oorsprongen, voorspeld)


def _plekken(bron: Bron, bekend: Sequence[int]) -> list[_Plek]:
    plekken = []
    for naam, reeks in bron.waarheid.items():
        for jaar in range(reeks.begin // 12, reeks.eind // 12):
            if reeks.jaartotaal(jaar) is not None:
                plekken += [_Plek(naam, jaar, b) for b in bekend if jaar * 12 + b - reeks.begin >= MINSTE_HISTORIE]
    return sorted(plekken, key=lambda p: (p.jaar, p.bekend, p.reeks))


def _oorsprongen(
    bron: Bron, plekken: Sequence[_Plek], stappen: tuple[Stap, ...], vergelijk: tuple[str, ...], processen: int
) -> list[_Oorsprong]:
    per_maand: dict[int, list[str]] = defaultdict(list)
    for plek in plekken:
        per_maand[plek.maand].append(plek.reeks)
    standen = {(m, n): s for m, namen in per_maand.items() for n, s in bron.standen(m, namen).items()}
    opdrachten = [Opdracht(standen[p.maand, p.reeks].reeks, 12 - p.bekend, stappen) for p in plekken]
    uit = []
    for plek, uitkomst in zip(plekken, alle_kandidaten(opdrachten, processen), strict=True):
        stand = standen[plek.maand, plek.reeks]
        waarde = meting(stand.reeks, plek.jaar, plek.bekend, 0.0, uitkomst)
        overig = _overig(stand, plek, uitkomst, vergelijk)
        # a known step is no unrest
        uit.append(_Oorsprong(plek, stand, waarde, overig, onrust(zonder_stappen(stappen, stand.reeks))))
    return uit


def _overig(stand: Stand, plek: _Plek, uitkomst: Kandidaten, vergelijk: tuple[str, ...]) -> dict[str, float]:
    """The simple methods, and the single models that were asked for."""
    basis = {
        "cash_x12": None if stand.geboekt is None else cash_x12(stand.geboekt, plek.bekend),
        "vorig_jaar": vorig_jaar(stand.totaal_vorig),
        "ratio_peildatum": ratio_peildatum(stand.totaal_vorig, stand.ytd, stand.ytd_vorig, plek.bekend),
    }
    uit = {k: v for k, v in basis.items() if v is not None}
    ytd = float(stand.reeks.stuk(plek.jaar * 12, plek.maand).sum())
    for naam in vergelijk:
        pad = uitkomst.modellen.get(naam, uitkomst.paden.get(naam, uitkomst.paden.get("ensemble")))
        if pad is not None:
            uit[naam] = ytd + float(pad.sum())
    return uit


def _voorspeld(bron: Bron, oorsprongen: Iterable[_Oorsprong]) -> dict[_Plek, dict[str, float]]:
    """Per origin the year total of every method; `grip` with the weights that the years before it give."""
    per_stand: dict[tuple[int, int], list[_Oorsprong]] = defaultdict(list)
    for o in oorsprongen:
        per_stand[o.plek.jaar, o.plek.bekend].append(o)
    uit = {}
    for (jaar, bekend), nu in sorted(per_stand.items()):
        toen = [o for (j, b), lijst in sorted(per_stand.items()) if j < jaar and b == bekend for o in lijst]
        jaartotaal = _Jaartotalen(bron, nu)
        weging = Weging(
            Meting(o.plek.reeks, o.plek.jaar, bekend, werkelijk, o.kandidaten.voorspeld)
            for o in toen
            if (werkelijk := jaartotaal(o.plek.reeks, o.plek.jaar)) is not None
        )
        for o in nu:
            totalen = o.kandidaten.voorspeld
            gewichten = weging.gewichten(o.plek.reeks, bekend, totalen)
            uit[o.plek] = {GRIP: sum(gewichten[k] * totalen[k] for k in sorted(gewichten)), **o.overig}
    return uit


class _Jaartotalen:
    """Year totals as known at one origin; None where the year was not known or the series has no such origin."""

    def __init__(self, bron: Bron, nu: Sequence[_Oorsprong]) -> None:
        self._bron, self._nu = bron, {o.plek.reeks: o for o in nu}
        self._maand = nu[0].plek.maand

    def __call__(self, reeks: str, jaar: int) -> float | None:
        if not self._bron.bekend_jaar(reeks, jaar, self._maand):
            return None
        if reeks in self._nu:
            return self._nu[reeks].stand.reeks.jaartotaal(jaar)
        # a series that ended earlier: long known, unless its declarations may still have been coming in
        return None if self._bron.heeft_vertraging(reeks) else self._bron.waarheid[reeks].jaartotaal(jaar)


def _geijkt(bron: Bron, oorsprongen: Sequence[_Oorsprong], voorspeld: dict[_Plek, dict[str, float]]) -> list[Regel]:
    """The rows to report, each with the interval that the errors of the years before it give."""
    per_stand: dict[tuple[int, int], list[_Oorsprong]] = defaultdict(list)
    for o in oorsprongen:
        per_stand[o.plek.jaar, o.plek.bekend].append(o)
    regels = []
    geleerd: dict[tuple[int, int | None], dict[str, IJking]] = {}
    vertraagd = any(bron.heeft_vertraging(naam) for naam in bron.waarheid)
    for (jaar, bekend), nu in sorted(per_stand.items()):
        melden = [o for o in nu if o.stand.totaal_vorig is not None]
        # without lag, what a year came to is the same at every origin after it
        wanneer = (jaar, bekend if vertraagd else None)
        if melden and wanneer not in geleerd:
            geleerd[wanneer] = _ijkingen(oorsprongen, voorspeld, jaar, _Jaartotalen(bron, nu))
        for o in melden:
            werkelijk = bron.waarheid[o.plek.reeks].jaartotaal(jaar)
            for methode, midden in voorspeld[o.plek].items():
                band = geleerd[wanneer].get(methode, IJking()).band(midden, bekend, o.onrust)
                regels.append(Regel(o.plek.reeks, methode, jaar, bekend, midden, band, werkelijk or 0.0))
    return sorted(regels, key=lambda r: (r.reeks, r.jaar, r.maanden_bekend, r.methode != GRIP, r.methode))


def _ijkingen(
    oorsprongen: Sequence[_Oorsprong], voorspeld: dict[_Plek, dict[str, float]], jaar: int, jaartotaal: _Jaartotalen
) -> dict[str, IJking]:
    """Per method what its forecasts of the years before `jaar` say."""
    fouten: dict[str, list[Fout]] = defaultdict(list)
    for o in oorsprongen:
        if o.plek.jaar < jaar and (werkelijk := jaartotaal(o.plek.reeks, o.plek.jaar)) is not None:
            for methode, waarde in voorspeld[o.plek].items():
                fouten[methode].append(Fout(o.plek.jaar, o.plek.bekend, werkelijk, waarde, o.onrust))
    return {methode: IJking(lijst) for methode, lijst in fouten.items()}


@dataclass(frozen=True)
class Score:
    """How one method did with so many months known; percentages, None where the years sum to zero.

    `fout_pct`: median absolute year-end error. `wape_pct`: sum of absolute errors over sum of the years. `bias_pct`:
    sum of forecast minus realised over the same; above zero is too high. `dekking80_pct`: years within the 80% band.
    """

    methode: str
    maanden_bekend: int
    aantal: int
    fout_pct: float | None
    wape_pct: float | None
    bias_pct: float | None
    dekking80_pct: float
    dekking95_pct: float


def scores(regels: Iterable[Regel]) -> list[Score]:
    """A score per method and months known, in the order of the rows."""
    groepen: dict[tuple[str, int], list[Regel]] = defaultdict(list)
    for r in regels:
        groepen[r.methode, r.maanden_bekend].append(r)
    return [_score(methode, bekend, groep) for (methode, bekend), groep in groepen.items()]


def _score(methode: str, bekend: int, groep: Sequence[Regel]) -> Score:
    relatief = sorted(abs(r.midden / r.werkelijk - 1) for r in groep if r.werkelijk > 0)
    half = len(relatief) // 2
    mediaan = None
    if relatief:
        mediaan = 100 * (relatief[half] if len(relatief) % 2 else (relatief[half - 1] + relatief[half]) / 2)
    som = sum(abs(r.werkelijk) for r in groep)
    return Score(
        methode,
        bekend,
        len(groep),
        mediaan,
        100 * sum(abs(r.midden - r.werkelijk) for r in groep) / som if som else None,
        100 * sum(r.midden - r.werkelijk for r in groep) / som if som else None,
        100 * sum(r.band.laag80 <= r.werkelijk <= r.band.hoog80 for r in groep) / len(groep),
        100 * sum(r.band.laag95 <= r.werkelijk <= r.band.hoog95 for r in groep) / len(groep),
    )
