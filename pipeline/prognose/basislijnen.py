"""The simple year-end forecasts that ours must beat, as a controller makes them in a workbook. No models.

Every function takes plain sums, so that a series without lag and a triangle at its peildatum share them.
"""

from __future__ import annotations

BASISLIJNEN = ("cash_x12", "vorig_jaar", "ratio_peildatum")


def cash_x12(ytd: float, maanden: int) -> float | None:
    """What was booked in the year so far, per month, times twelve. None with no month known: there is no pace yet."""
    return ytd * 12 / maanden if maanden else None


def vorig_jaar(totaal_vorig: float | None) -> float | None:
    """Last year's total, unchanged. None where last year is not complete."""
    return totaal_vorig


def ratio_peildatum(totaal_vorig: float | None, ytd: float, ytd_vorig: float | None, maanden: int) -> float | None:
    """Last year's total times this year so far over last year so far, both as known at the same peildatum.

    With no month known the ratio is 1. None where last year is not complete or was zero so far.
    """
    if totaal_vorig is None:
        return None
    if maanden == 0:
        return totaal_vorig
    return totaal_vorig * ytd / ytd_vorig if ytd_vorig else None
