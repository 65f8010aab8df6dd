"""What every candidate says of a series: made on the series without its steps, with the steps put back.

Completing young months is the run-off's, weighing the candidates `weging`'s, intervals around the year-end `ijken`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.reeks.kandidaten import kandidaatpaden
from pipeline.prognose.reeks.maanden import Reeks, Stap, breuk, maandtekst, stapfactoren, zonder_stappen
from pipeline.prognose.reeks.weging import Meting

MEESTE_MAANDEN = 48
MINSTE_HISTORIE = 12


@dataclass(frozen=True, eq=False)
class Kandidaten:
    """What every candidate says of the months after a series: `paden` in its unit, steps in; `modellen` likewise."""

    methode: str
    paden: Mapping[str, NDArray[np.float64]]
    modellen: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Opdracht:
    """One forecast to make: a series as it was known, months ahead, and the steps."""

    reeks: Reeks
    horizon: int
    stappen: tuple[Stap, ...] = ()


def kandidaten(opdracht: Opdracht) -> Kandidaten:
    """All candidates of one series from its own end: steps divided out, forecast, steps multiplied in.

    After a break of unknown size only the months since then count, where there are enough; `methode` says so.
    Raises ValueError where the series has no months or the horizon is not 1 to 48.
    """
    reeks, horizon = opdracht.reeks, opdracht.horizon
    if not 1 <= horizon <= MEESTE_MAANDEN:
        raise ValueError(f"een voorspelling is 1 tot en met {MEESTE_MAANDEN} maanden lang")
    straks = stapfactoren(opdracht.stappen, reeks.naam, np.arange(reeks.eind, reeks.eind + horizon), reeks.eind)
    uit = kandidaatpaden(zonder_stappen(opdracht.stappen, reeks), horizon, reeks.eind % 12)
    return Kandidaten(
        uit.methode + _over_breuken(opdracht),
        {k: p * straks for k, p in uit.paden.items()},
        {k: p * straks for k, p in uit.modellen.items()},
    )


def _over_breuken(opdracht: Opdracht) -> str:
    """What `methode` adds where there are breaks of unknown size; Dutch."""
    van = breuk(opdracht.stappen, opdracht.reeks, opdracht.horizon)
    uit = f", maanden vanaf {maandtekst(van.vanaf)}" if van.vanaf > opdracht.reeks.begin else ""
    return uit + "".join(f", zonder de breuk in {maandtekst(m)}" for m in van.open)


def alle_kandidaten(opdrachten: Sequence[Opdracht], processen: int = 1) -> list[Kandidaten]:
    """`kandidaten` of each, in order; with more processes the same figures, sooner."""
    if processen <= 1 or len(opdrachten) < 50:
        return [kandidaten(o) for o in opdrachten]
    with ProcessPoolExecutor(processen, mp_context=get_context("spawn")) as werkers:
        return list(werkers.map(kandidaten, opdrachten, chunksize=8))


def meting(bekend_deel: Reeks, jaar: int, bekend: int, werkelijk: float, uitkomst: Kandidaten) -> Meting:
    """Year totals per candidate: what was known of the year plus the path."""
    ytd = float(bekend_deel.stuk(jaar * 12, jaar * 12 + 12).sum())
    totalen = {k: ytd + float(p[: 12 - bekend].sum()) for k, p in uitkomst.paden.items()}
    return Meting(bekend_deel.naam, jaar, bekend, werkelijk, totalen)


def voorspel_jaren(totalen: Sequence[float], aantal: int, demping: float = 0.8) -> NDArray[np.float64]:
    """Year totals only, oldest first: the last year, with the median of at most three yearly growth factors, damped.

    The growth (in logs, at most 15%) is multiplied by `demping` every year. Without two positive years: the last year
    again. Shape (aantal,), none negative. Raises ValueError without a year.
    """
    if not len(totalen):
        raise ValueError("zonder jaar is er niets om te voorspellen")
    y = np.asarray(totalen, dtype=np.float64)
    groei = 0.0
    if len(y) > 1 and (y[-4:] > 0).all():
        groei = float(np.clip(np.median(np.diff(np.log(y[-4:]))), -0.15, 0.15))
    return max(float(y[-1]), 0.0) * np.exp(groei * np.cumsum(demping ** np.arange(1, aantal + 1)))
