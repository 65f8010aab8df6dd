"""What every publication says of itself at its head. Nothing is worked out here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Kop:
    """Head of report, workbook and dictionary.

    `uitgave` is intern or openbaar; `laatste_jaar` the newest closed account in the figures, None where there is none.
    """

    peildatum: date
    versie: str
    uitgave: str
    status: str
    laatste_jaar: int | None
