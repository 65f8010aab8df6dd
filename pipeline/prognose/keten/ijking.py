"""What earlier forecasts of the chain turned out to be: the errors behind the intervals and the stored backtest.

A year total of every cell, forecast at an earlier month, against what those months came to since. For intervals any
twelve months count as a year, so that a short history gives errors too; the stored backtest is of calendar years only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pipeline.prognose.afloop.centen import cent
from pipeline.prognose.basislijnen import cash_x12, ratio_peildatum, vorig_jaar
from pipeline.prognose.ijken import Band, Fout, IJking, onrust
from pipeline.prognose.keten.aandrijvers import HALFJAAR, JONGST
from pipeline.prognose.keten.boom import Boom
from pipeline.prognose.keten.invoer import Cel
from pipeline.prognose.keten.keten import MINSTE_MAANDEN, Keten
from pipeline.prognose.keten.stand import Reeksen

GRIP = "grip"
REEKS = "maandcijfers"
BEKEND = (3, 6, 9)
# a year by which forecasts are judged has run off for so many months; younger ones flatter, as both sides share the lag
RIJP = 6
# from so many months of history on, more of it no longer makes forecasts better
VOLLEERD = 36
# from so many months on the chain is whole: it has a season, and last year's course
HEEL = 12 + HALFJAAR
# powers of the length of the history in the errors of a whole chain and of one that is not, chosen on demo regions
# (other seeds than reported)
LEERT, LEERT_JONG = 0.25, 0.75
# a simple method takes over where it was so much better than ours, in so many years
VOORSPRONG, JAREN = 0.9, 3
AF = 12  # months known of a year that has ended


def plaats(bekend: int) -> int:
    """Where errors with so many months known stand in `IJking`, that knows 0 to 11."""
    return min(bekend, 11)


class Fouten:
    """The errors of each niveau as they could be known at the end of a month."""

    def __init__(self, keten: Keten, boom: Boom) -> None:
        self.keten, self.boom = keten, boom
        self._onrust: dict[tuple[int, Cel], float] = {}

    def onrust(self, p: int, cel: Cel) -> float:
        """How restless the completed months of a cell were at the end of `p`, without known steps."""
        if (p, cel) not in self._onrust:
            maanden = self.keten.gelijk(p)[self.boom.bladen[cel]].sum(0)
            self._onrust[p, cel] = onrust(maanden[: max(p + 1 - JONGST, 1)])
        return self._onrust[p, cel]

    def fouten(self, p: int, bekend: Iterable[int]) -> dict[str, list[Fout]]:
        """Per niveau the errors of forecasts of twelve months that had ended by `p`, with so many of them known.

        All are scaled by how restless the cell is as of `p`: a short history measures that otherwise than a long one.
        What was forecast from a shorter history missed by more: see `vergelijkbaar`.
        """
        uit: dict[str, list[Fout]] = {}
        for b in sorted(set(bekend)):
            for q in self.keten.oorsprongen(p):
                begin = q - b + 1
                if begin < 0 or begin + 12 > p + 1 - RIJP:
                    continue
                voorspeld = self.keten.venster(q, begin, begin + 12)
                werkelijk = self.keten.venster(p, begin, begin + 12)
                for cel, i in self.boom.bladen.items():
                    waar, gezegd = float(werkelijk[i].sum()), float(voorspeld[i].sum())
                    uit.setdefault(cel.niveau, []).append(Fout(q, plaats(b), waar, gezegd, self.onrust(p, cel)))
        return {niveau: vergelijkbaar(fouten, p + 1) for niveau, fouten in uit.items()}

    def ijkingen(self, p: int, bekend: int) -> dict[str, IJking]:
        """Per niveau the calibration for forecasts with `bekend` months known; a year that has ended by itself."""
        welke = [AF] if bekend >= AF else [*BEKEND, bekend]
        gevonden = self.fouten(p, welke)
        return {niveau: IJking(gevonden.get(niveau, ())) for niveau in ("voorziening", "groep", "wet", "totaal")}


def vergelijkbaar(fouten: Sequence[Fout], nu: int) -> list[Fout]:
    """Earlier errors of one niveau made like those of a forecast from `nu` months of history; `jaar` is their month.

    From `HEEL` months on the chain is whole, and its log errors shrink slowly with the length of the history (`LEERT`).
    Before that they are two to five times as large: where the chain is whole now they stand in only for months known
    without any other, shrunk by what the two kinds differ in mean size where both are known, and without that by a
    power of the length (`LEERT_JONG`).
    """
    heel: dict[int, list[Fout]] = {}
    half: dict[int, list[Fout]] = {}
    for f in fouten:
        (heel if f.jaar + 1 >= HEEL or nu < HEEL else half).setdefault(f.bekend, []).append(f)
    beide = sorted(set(heel) & set(half))
    noemer = sum(_grootte(half[b]) for b in beide)
    deel = min(sum(_grootte(heel[b]) for b in beide) / noemer, 1.0) if noemer > 0 else None
    uit = []
    for f in fouten:
        lengte = min(f.jaar + 1, VOLLEERD) / min(nu, VOLLEERD)
        if f.jaar + 1 >= HEEL:
            uit.append(_krimp(f, lengte**LEERT))
        elif nu < HEEL or deel is None:
            uit.append(_krimp(f, lengte**LEERT_JONG))
        elif f.bekend not in heel:
            uit.append(_krimp(f, min(deel, lengte**LEERT_JONG)))
    return uit


def _grootte(fouten: Sequence[Fout]) -> float:
    """The mean absolute log error over the restlessness; 0 where none can be told."""
    maten = [abs(f.log) / f.onrust for f in fouten if f.log is not None]
    return sum(maten) / len(maten) if maten else 0.0


def _krimp(f: Fout, macht: float) -> Fout:
    """The same error with its log times `macht`."""
    return f if f.log is None else replace(f, voorspeld=f.werkelijk * (f.voorspeld / f.werkelijk) ** macht)


def _toetsrij(
    methode: str, jaar: int, bekend: int, cel: Cel, midden: float, band: Band, werkelijk: float
) -> dict[str, Any]:
    return {
        "methode": methode, "reeks": REEKS, "gemeente_code": cel.gebied, "jaar": jaar, "maanden_bekend": bekend,
        "niveau": cel.niveau, "wet": cel.wet, "voorziening": cel.voorziening, "laag80": cent(band.laag80),
        "midden": cent(midden), "hoog80": cent(band.hoog80), "laag95": cent(band.laag95),
        "hoog95": cent(band.hoog95), "werkelijk": cent(werkelijk), "is_openbaar": False,
    }  # fmt: skip


def terugblik(keten: Keten, bekend: Sequence[int] = BEKEND) -> list[dict[str, Any]]:
    """The stored backtest: complete calendar years as they were forecast then, ours and the simple methods.

    A year takes part where twelve months were known before the forecast and it has run off by now (`JONGST` months).
    Amounts of a year that are certain are left out. The simple methods have the intervals of their own errors only
    from the second year on; before that a normal one around their middle.
    """
    rijen: list[dict[str, Any]] = []
    geleerd: dict[str, dict[str, list[Fout]]] = {}
    eerste, laatste = -(-keten.begin // 12), (keten.begin + keten.nu + 1 - JONGST) // 12
    for jaar in range(eerste, laatste):
        boom = Boom(keten.invoer, keten.ruimte.bladen, jaar)
        fouten = Fouten(keten, boom)
        nieuw: list[tuple[str, str, Fout]] = []
        for b in sorted({b for b in bekend if 0 < b < AF}):
            begin = jaar * 12 - keten.begin
            p = begin + b - 1
            if p + 1 < MINSTE_MAANDEN:
                continue
            werkelijk = keten.venster(keten.nu, begin, begin + 12)
            grip = keten.venster(p, begin, begin + 12)
            ijkingen = fouten.ijkingen(p, b)
            simpel = basislijnen(keten, p, begin, b)
            for cel, i in boom.bladen.items():
                waar, rust = float(werkelijk[i].sum()), fouten.onrust(p, cel)
                midden = max(float(grip[i].sum()), 0.0)
                rijen.append(_toetsrij(GRIP, jaar, b, cel, midden, ijkingen[cel.niveau].band(midden, b, rust), waar))
                for methode, waarde in simpel(i).items():
                    ijking = IJking(geleerd.get(methode, {}).get(cel.niveau, ()))
                    midden = max(waarde, 0.0)
                    rijen.append(_toetsrij(methode, jaar, b, cel, midden, ijking.band(midden, b, rust), waar))
                    nieuw.append((methode, cel.niveau, Fout(jaar, b, waar, midden, rust)))
        for methode, niveau, fout in nieuw:
            geleerd.setdefault(methode, {}).setdefault(niveau, []).append(fout)
    return rijen


def beste_simpele(rijen: Iterable[dict[str, Any]], bekend: int) -> str | None:
    """The simple method that did better than ours for voorzieningen of gemeenten, or None.

    Judged on the months known in the backtest that lie nearest to `bekend`, on years in which every method took part;
    it must have won `JAREN` of them and at least two thirds, and stay under `VOORSPRONG` times our error over all.
    """
    blad = [r for r in rijen if r["niveau"] == "voorziening" and r["gemeente_code"].startswith("GM")]
    if not blad or not 0 < bekend < AF:
        return None
    dichtbij = min({r["maanden_bekend"] for r in blad}, key=lambda b: (abs(b - bekend), b))
    fout: dict[tuple[str, int], float] = {}
    for r in blad:
        if r["maanden_bekend"] == dichtbij:
            wie = (r["methode"], r["jaar"])
            fout[wie] = fout.get(wie, 0.0) + float(abs(r["midden"] - r["werkelijk"]))
    beste: tuple[float, str] | None = None
    for methode in sorted({m for m, _ in fout} - {GRIP}):
        jaren = [j for m, j in fout if m == methode and (GRIP, j) in fout]
        gewonnen = sum(fout[methode, j] < fout[GRIP, j] for j in jaren)
        ons, hun = (sum(fout[m, j] for j in jaren) for m in (GRIP, methode))
        if gewonnen >= max(JAREN, len(jaren) * 2 / 3) and hun < VOORSPRONG * ons and (beste is None or hun < beste[0]):
            beste = (hun, methode)
    return None if beste is None else beste[1]


class basislijnen:
    """The simple methods at the end of `p`, for a year that starts at `begin` with `bekend` months known."""

    def __init__(self, keten: Keten, p: int, begin: int, bekend: int) -> None:
        self.bekend = bekend
        self.geboekt = keten.geboekt(p, bekend)
        vol = begin - 12 >= 0
        self.vorig = keten.stand(p).voltooid[:, begin - 12 : begin].sum(1) if vol else None
        self.ytd = keten.bekend_van(p, begin, p + 1)
        self.ytd_vorig = keten.bekend_van(p - 12, begin - 12, p - 11) if vol else None
        self.vol = vol

    def __call__(self, i: Sequence[int]) -> dict[str, float]:
        """Per method the year total of the leaves `i`; a method that has nothing to go on is left out."""

        def som(x: Reeksen | None) -> float | None:
            return None if x is None else float(np.sum(x[list(i)]))

        totaal = som(self.vorig)
        uit = {
            "cash_x12": cash_x12(som(self.geboekt) or 0.0, self.bekend) if self.vol else None,
            "vorig_jaar": vorig_jaar(totaal),
            "ratio_peildatum": ratio_peildatum(totaal, som(self.ytd) or 0.0, som(self.ytd_vorig), self.bekend),
        }
        return {k: v for k, v in uit.items() if v is not None}
