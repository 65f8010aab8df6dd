"""What every publication says of itself at its head. Nothing is worked out here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SYNTHETISCH = "Synthetische cijfers van een verzonnen regio: geen enkel getal gaat over een echte gemeente of persoon."


@dataclass(frozen=True, slots=True)
class Kop:
    """Head of report, workbook and dictionary.

    `uitgave` is intern, openbaar or gemeente: of one gemeente, then `gemeente_code` and `gemeente` say which.
    `laatste_jaar` the newest closed account in the figures, None where there is none.
    `is_synthetisch`: the figures are invented, of the demo region, and every page has to say so.
    """

    peildatum: date
    versie: str
    uitgave: str
    status: str
    laatste_jaar: int | None
    is_synthetisch: bool = False
    gemeente_code: str = ""
    gemeente: str = ""

    @property
    def uitgave_tekst(self) -> str:
        """The edition in words."""
        return f"intern, van {self.gemeente}" if self.uitgave == "gemeente" else self.uitgave

    @property
    def waarschuwing(self) -> str:
        """What has to stand on every page, empty for real figures."""
        return SYNTHETISCH if self.is_synthetisch else ""
