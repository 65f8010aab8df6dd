"""The candidate paths for the rest of a year, and which of them a series is long enough for. Weights stand elsewhere.

All work on a series without its known steps. `bekend` is the number of months of the current year that are known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.reeks.modellen import ENSEMBLE, SEIZOEN, STL, VIER, gedempt_pad, modelpaden

SEIZOENSNAIEF, VERHOUDING, TEMPO, GEDEMPT = "seizoensnaief", "verhouding", "tempo", "gedempt"
# the single models: beside their median, for series on which one of them is better year after year
LOSSE = (*VIER, STL)
KANDIDATEN = (*LOSSE, ENSEMBLE, SEIZOENSNAIEF, VERHOUDING, TEMPO, GEDEMPT)

# fewer months than this say too little about a level or a ratio
VENSTER = 3

LANG, MIDDEL, KORT, ZEER_KORT = (
    "combinatie",
    "combinatie zonder seizoen",
    "gedempte trend",
    "gemiddelde van de laatste maanden",
)


@dataclass(frozen=True)
class Paden:
    """Candidate paths of equal length, in the unit of the series, and the Dutch name of what was possible."""

    methode: str
    paden: dict[str, NDArray[np.float64]]
    modellen: dict[str, NDArray[np.float64]]


def _herhaal(maanden: NDArray[np.float64], horizon: int) -> NDArray[np.float64]:
    return np.maximum(np.resize(maanden, horizon), 0.0)


def _verhouding(y: NDArray[np.float64], bekend: int) -> float | None:
    """This year so far (or the last three months) over the same months a year earlier."""
    k = max(bekend, VENSTER)
    if len(y) < k + SEIZOEN:
        return None
    noemer = float(y[-k - SEIZOEN : -SEIZOEN].sum())
    ratio = float(y[-k:].sum()) / noemer if noemer > 0 else -1.0
    return ratio if 0 <= ratio < 10 else None


def kandidaatpaden(y: NDArray[np.float64], horizon: int, bekend: int) -> Paden:
    """The paths of every candidate that the length of `y` allows, `horizon` months long, none negative.

    24 months and more: all, with season. 12 to 23: no season in the models. 6 to 11: damped trend and pace. Fewer: the
    mean of the last three months. Raises ValueError without any month.
    """
    n = len(y)
    if n == 0:
        raise ValueError("zonder maanden is er geen reeks om te voorspellen")
    tempo = np.full(horizon, max(float(y[-max(bekend, VENSTER) :].mean()), 0.0))
    if n < 6:
        return Paden(ZEER_KORT, {TEMPO: np.full(horizon, max(float(y[-VENSTER:].mean()), 0.0))}, {})
    if n < SEIZOEN:
        return Paden(KORT, {GEDEMPT: gedempt_pad(y, horizon, 1), TEMPO: tempo}, {})
    seizoen = SEIZOEN if n >= 2 * SEIZOEN else 1
    modellen = modelpaden(y, horizon, seizoen)
    paden = {
        **{k: modellen[k] for k in (*LOSSE, ENSEMBLE) if k in modellen},
        SEIZOENSNAIEF: _herhaal(y[-SEIZOEN:], horizon),
        TEMPO: tempo,
        GEDEMPT: gedempt_pad(y, horizon, seizoen),
    }
    ratio = _verhouding(y, bekend)
    if ratio is not None:
        paden[VERHOUDING] = _herhaal(y[-SEIZOEN:], horizon) * ratio
    return Paden(LANG if seizoen == SEIZOEN else MIDDEL, paden, modellen)
