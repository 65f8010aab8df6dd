"""Does a series leave its path? The newest months against those before them. Nothing is repaired here."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.ijken import onrust

NIEUW, ERVOOR, JAAR = 3, 6, 12
# below this a difference is no break, however calm the series is
KLEINSTE = 0.10
# so many standard deviations of a random walk with the series' own unrest
GRENS = 4.0
# from almost nothing to something is a break, but no percentage says how large
GROOTSTE = math.log(100)


def sprong(y: NDArray[np.float64]) -> float | None:
    """How far the last three months lie from where the months before would have them, as a share of that.

    Expected: the same months a year earlier x the growth that the six months before showed over a year. The deviation
    of a mean of three months from a mean of the six before it is at most sqrt(3) monthly shocks of a random walk; a
    break is more than `GRENS` of those, judged without the newest months, and more than `KLEINSTE`. None where there
    is no break, with fewer than 21 months, or where a sum is not above zero. At most a hundred times as high.
    """
    if len(y) < JAAR + ERVOOR + NIEUW:
        return None
    nieuw, toen = float(y[-NIEUW:].sum()), float(y[-NIEUW - JAAR : -JAAR].sum())
    ervoor = float(y[-NIEUW - ERVOOR : -NIEUW].sum())
    ervoor_toen = float(y[-NIEUW - ERVOOR - JAAR : -NIEUW - JAAR].sum())
    if min(nieuw, toen, ervoor, ervoor_toen) <= 0:
        return None
    afstand = math.log(nieuw / (toen * ervoor / ervoor_toen))
    grens = max(math.log1p(KLEINSTE), GRENS * math.sqrt(3) * onrust(y[:-NIEUW]))
    return math.expm1(min(afstand, GROOTSTE)) if abs(afstand) > grens else None
