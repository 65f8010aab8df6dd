"""The small types every reader returns or raises; no reading, no knowledge of a file format belongs here."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

Cel = str | Decimal | date | datetime | time | bool | None
Opmerking = tuple[str, int | None, str]

MAX_BYTES = 1024**3
MAX_KOLOMMEN = 5_000
MAX_TEKENS_PER_CEL = 32_767


@dataclass(frozen=True, slots=True)
class Rij:
    """One record, with the 1-based line of the file (or row of the sheet) at which it begins."""

    regel: int
    cellen: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Blad:
    """One table as found: a whole CSV file or one sheet of a workbook."""

    naam: str | None
    rijen: tuple[Rij, ...]
    opmerkingen: tuple[Opmerking, ...] = ()
    verborgen: bool = False


class LeesFout(Exception):
    """A file that cannot be read; `melding` is Dutch, for the user, and never holds the content of a cell."""

    def __init__(self, regel_code: str, melding: str, regel: int | None = None) -> None:
        # All arguments go to the base class: an exception that crosses a process border is rebuilt from them.
        super().__init__(regel_code, melding, regel)
        self.regel_code = regel_code
        self.melding = melding
        self.regel = regel

    def __str__(self) -> str:
        return self.melding


def leesfout(
    regel_code: str, bestand: str, gevonden: str, verwacht: str, doe: str, regel: int | None = None
) -> LeesFout:
    """Compose the error in the one order users know: file, line, found, expected, what to do."""
    plaats = bestand if regel is None else f"{bestand}, regel {regel}"
    return LeesFout(regel_code, f"{plaats}: {gevonden}. Verwacht: {verwacht}. {doe}.", regel)


def tekstcel(waarde: str) -> str | None:
    """Strip surrounding whitespace (str.strip also takes the non-breaking space); nothing left means no value."""
    return waarde.strip() or None
