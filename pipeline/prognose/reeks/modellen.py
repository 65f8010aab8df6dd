"""The statistical models on one array of months, and their median. Which months, steps and weights: not here.

The ensemble is the median of ETS, CES, ARIMA and the dynamic optimised Theta (Petropoulos & Svetunkov, 'A simple
combination of univariate models', International Journal of Forecasting 36, 2020), and of ETS on the series without the
season that STL finds (Cleveland e.a., 1990): a smooth season that may shift. Every trend of ETS is
damped. Their mean beside or instead of the median was tried and left: on series that the benchmark does not report on
it was nearer at nine months for caseloads, and further off for employment and for invented care. So were a sixth model
(ETS that chooses itself whether to damp) and forecasts on quarters and years made coherent with the months: nearer or
further off by which series one takes.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Reeksarray = NDArray[np.float64]

SEIZOEN = 12
ENSEMBLE, STL, MEDIAAN4 = "ensemble", "stl", "mediaan4"
# the models of Petropoulos & Svetunkov
VIER = ("arima", "ces", "dot", "ets")
# a log path may not leave the seen range by more than this factor: a guard against a fit that runs away
GRENS = 4.0
# logs are set around this level: far from zero, where models that multiply break down, and the same in euros and cents
LOGNIVEAU = 10.0


def kiest_log(y: Reeksarray) -> bool:
    """Whether month-on-month change is better described in logs than in levels.

    `y`: months, any unit. Compares the Gaussian likelihood of the first differences of y and of log y, the Jacobian
    of the logarithm included (Box & Cox, 1964). False where a month is zero or negative, or with fewer than 4 months.
    """
    if len(y) < 4 or float(y.min()) <= 0:
        return False
    niveau, logs = np.diff(y), np.diff(np.log(y))
    var_niveau, var_log = float(np.mean(niveau**2)), float(np.mean(logs**2))
    if var_niveau <= 0 or var_log <= 0:
        return False
    return math.log(var_log) + 2 * float(np.mean(np.log(y[1:]))) <= math.log(var_niveau)


def _modellen(seizoen: int, *, lang: bool) -> dict[str, Callable[[], object]]:
    """The models by name; those that need two years of a season only where the series is `lang`."""
    from statsforecast.models import MSTL, AutoARIMA, AutoCES, AutoETS, DynamicOptimizedTheta

    modellen: dict[str, Callable[[], object]] = {
        "ets": lambda: AutoETS(season_length=seizoen, damped=True),
        "ces": lambda: AutoCES(season_length=seizoen),
        "dot": lambda: DynamicOptimizedTheta(season_length=seizoen),
    }
    if lang:
        # restricted: a third of the time of the full search, no worse at the year-end
        modellen["arima"] = lambda: AutoARIMA(
            season_length=seizoen, max_p=2, max_q=1, max_P=1, max_Q=1, max_d=1, max_D=1,
            start_p=1, start_q=0, start_P=0, start_Q=0, approximation=True, nmodels=8,
        )  # fmt: skip
        modellen[STL] = lambda: MSTL(season_length=seizoen, trend_forecaster=AutoETS(model="ZZN", damped=True))
    return modellen


def _pad(model: object, x: Reeksarray, horizon: int) -> Reeksarray | None:
    """The mean path of one model; None where the library cannot fit it (its other models then speak)."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            pad = np.asarray(model.forecast(x, horizon)["mean"], dtype=np.float64)  # type: ignore[attr-defined]
    except Exception:  # the library raises bare Exceptions where a fit fails
        return None
    return pad if np.isfinite(pad).all() else None


def _heen(y: Reeksarray) -> tuple[Reeksarray, Callable[[Reeksarray], Reeksarray]]:
    """The scale to model on, and the way back: logs, or levels divided by their mean size; never below zero."""
    schaal = float(np.mean(np.abs(y))) or 1.0
    if kiest_log(y):
        laagste, hoogste = math.log(float(y.min()) / GRENS), math.log(float(y.max()) * GRENS)
        naar = LOGNIVEAU - math.log(schaal)
        return np.log(y) + naar, lambda p: np.exp(np.clip(p - naar, laagste, hoogste))
    plafond = max(float(y.max()), 0.0) * GRENS
    return y / schaal, lambda p: np.clip(p * schaal, 0.0, plafond)


def modelpaden(y: Reeksarray, horizon: int, seizoen: int = SEIZOEN) -> dict[str, Reeksarray]:
    """Paths of `horizon` months after `y`, per model, and their median under 'ensemble'.

    'mediaan4' is the median of the published four, without STL, to compare with.
    `y`: at least 6 months without steps; the unit comes back. `seizoen`: 12, or 1 for no season (fewer than 24 months).
    ARIMA and STL take part from 24 months. A constant series stays what it is. Models that cannot be
    fitted are left out; if none can, the ensemble is the mean of the last three months. Nothing negative.
    """
    if float(np.ptp(y)) == 0:
        return {ENSEMBLE: np.full(horizon, max(float(y[-1]), 0.0))}
    x, terug = _heen(y)
    paden: dict[str, Reeksarray] = {}
    for naam, maak in _modellen(seizoen, lang=len(y) >= 2 * SEIZOEN).items():
        pad = _pad(maak(), x, horizon)
        if pad is not None:
            paden[naam] = terug(pad)
    if not paden:
        return {ENSEMBLE: np.full(horizon, max(float(y[-3:].mean()), 0.0))}
    vier = [paden[naam] for naam in VIER if naam in paden]
    midden = {ENSEMBLE: list(paden.values()), MEDIAAN4: vier or list(paden.values())}
    return {**paden, **{naam: np.median(np.stack(los), axis=0) for naam, los in midden.items()}}


def gedempt_pad(y: Reeksarray, horizon: int, seizoen: int = SEIZOEN) -> Reeksarray:
    """Damped additive trend (Gardner & McKenzie, 1985) on the scale `kiest_log` chooses; the ensemble's guards."""
    if float(np.ptp(y)) == 0:
        return np.full(horizon, max(float(y[-1]), 0.0))
    from statsforecast.models import AutoETS

    x, terug = _heen(y)
    pad = _pad(AutoETS(season_length=seizoen, model="AAN" if seizoen == 1 else "AAA", damped=True), x, horizon)
    return np.full(horizon, max(float(y[-3:].mean()), 0.0)) if pad is None else terug(pad)
