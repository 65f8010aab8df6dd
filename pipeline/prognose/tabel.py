"""A CSV with known columns that a user hands to the forecast, and what is said where it cannot be used.

Which columns there are and what they mean stands with each reader (`toets_invoer`, `stappen`). Messages never quote a
cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.inname.lezers.codering import lees_tekst
from pipeline.inname.lezers.csv import bepaal_scheidingsteken, lees_csv
from pipeline.inname.lezers.model import LeesFout, Rij
from pipeline.inname.waarden import Dubbelzinnig, Notatie, Onleesbaar, bepaal_notatie, lees_getal
from pipeline.prognose.reeks.maanden import maandnummer

MAX_FOUTEN = 5


class InvoerFout(ValueError):
    """A file that cannot be used; the message is Dutch and names file, line and column."""


def scheidingsteken(pad: Path) -> str:
    """The character between the columns of a file that was read: what is written for its user has the same."""
    return "," if bepaal_scheidingsteken(lees_tekst(pad)) == "," else ";"


class Tabel:
    """A CSV with known columns; collects what is wrong and raises it together."""

    def __init__(self, pad: Path, verplicht: Sequence[str], mag: Sequence[str] = ()) -> None:
        self.pad, self.fouten = pad, list[str]()
        try:
            rijen = lees_csv(pad).rijen
            self._komma = scheidingsteken(pad) == ","
        except LeesFout as fout:
            raise InvoerFout(fout.melding) from fout
        except OSError as fout:
            raise InvoerFout(f"{pad.name}: het bestand is niet te lezen ({fout.strerror or 'leesfout'}).") from fout
        kop = [str(c or "").strip().lower() for c in rijen[0].cellen]
        ontbreekt = [k for k in verplicht if k not in kop]
        if ontbreekt:
            raise InvoerFout(
                f"{pad.name}, regel {rijen[0].regel}: de kolom {' en '.join(ontbreekt)} ontbreekt. Verwacht: een kop "
                f"met {', '.join(verplicht)}{' en eventueel ' + ', '.join(mag) if mag else ''}, met ; of , ertussen."
            )
        dubbel = [k for k in (*verplicht, *mag) if kop.count(k) > 1]
        if dubbel:
            raise InvoerFout(f"{pad.name}, regel {rijen[0].regel}: de kolom {dubbel[0]} staat er twee keer.")
        self._breedte = len(kop)
        self._plek = {k: kop.index(k) for k in (*verplicht, *mag) if k in kop}
        self.rijen: tuple[Rij, ...] = tuple(r for r in rijen[1:] if any(c is not None for c in r.cellen))
        if not self.rijen:
            raise InvoerFout(f"{pad.name}: er staan geen regels onder de kop.")

    def heeft(self, kolom: str) -> bool:
        return kolom in self._plek

    def te_breed(self, rij: Rij) -> bool:
        """Whether a row has filled cells beyond the head, as a decimal comma in a file with commas gives."""
        return any(c is not None and str(c).strip() for c in rij.cellen[self._breedte :])

    def cel(self, rij: Rij, kolom: str) -> str:
        plek = self._plek[kolom]
        waarde = rij.cellen[plek] if plek < len(rij.cellen) else None
        return "" if waarde is None else str(waarde).strip()

    def fout(self, rij: Rij, kolom: str, melding: str) -> None:
        self.fouten.append(f"{self.pad.name}, regel {rij.regel}, kolom {kolom}: {melding}")

    def naam(self, rij: Rij) -> str:
        naam = self.cel(rij, "reeks")
        if not naam:
            self.fout(rij, "reeks", "de naam van de reeks ontbreekt")
        return naam

    def maand(self, rij: Rij, kolom: str) -> int:
        try:
            return maandnummer(self.cel(rij, kolom))
        except ValueError as fout:
            self.fout(rij, kolom, str(fout))
            return 0

    def getallen(self, kolom: str) -> Iterator[tuple[Rij, float | None]]:
        """Every row with its number; None where the cell says that it is not known."""
        notatie: Notatie | None = bepaal_notatie(self.cel(r, kolom) for r in self.rijen)
        if notatie is None and self._komma:
            notatie = "en"  # commas part the columns, so a point parts the decimals
        for rij in self.rijen:
            try:
                waarde = lees_getal(self.cel(rij, kolom), "bedrag", notatie).waarde
                yield rij, None if waarde is None else float(waarde)
            except Dubbelzinnig:
                self.fout(rij, kolom, "de punt kan duizendtallen of decimalen scheiden; schrijf een decimale komma")
            except Onleesbaar as fout:
                self.fout(rij, kolom, f"dit is geen getal; verwacht {fout.verwacht}")

    def klaar(self) -> None:
        """Raises InvoerFout with the first few errors, where there are any."""
        if self.fouten:
            meer = len(self.fouten) - MAX_FOUTEN
            staart = [f"en nog {meer} fouten"] if meer > 0 else []
            raise InvoerFout("\n".join([*self.fouten[:MAX_FOUTEN], *staart]))
