"""Reads the files of `grip toets`: monthly series and triangles as CSV. What is done with them stands in `toets`.

A cell that cannot be read stops the reading, with file, line and column; a series that is not fit for a backtest is
left out, with the reason. Messages never quote a cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.inname.lezers.codering import lees_tekst
from pipeline.inname.lezers.csv import bepaal_scheidingsteken, lees_csv
from pipeline.inname.lezers.model import LeesFout, Rij
from pipeline.inname.waarden import Dubbelzinnig, Notatie, Onleesbaar, bepaal_notatie, lees_getal
from pipeline.prognose.reeks.maanden import Reeks, maandnummer, maandtekst

MINSTE_MAANDEN = 24
MAX_VERTRAGING = 120
MAX_FOUTEN = 5
ENIGE = "totaal"  # the name of a triangle without a column `reeks`


class InvoerFout(ValueError):
    """A file that cannot be used; the message is Dutch and names file, line and column."""


@dataclass(frozen=True)
class Weggelaten:
    """A series that takes no part, and why (Dutch)."""

    reeks: str
    reden: str


@dataclass(frozen=True, eq=False)
class Declaraties:
    """The rows of one series' triangle: month of care (number), months until declaration, amount in euros."""

    zorgmaand: NDArray[np.int64]
    vertraging: NDArray[np.int64]
    bedrag: NDArray[np.float64]


def scheidingsteken(pad: Path) -> str:
    """The character between the columns of a file that was read: what is written for its user has the same."""
    return "," if bepaal_scheidingsteken(lees_tekst(pad)) == "," else ";"


class _Tabel:
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
        self._plek = {k: kop.index(k) for k in (*verplicht, *mag) if k in kop}
        self.rijen: tuple[Rij, ...] = tuple(r for r in rijen[1:] if any(c is not None for c in r.cellen))
        if not self.rijen:
            raise InvoerFout(f"{pad.name}: er staan geen regels onder de kop.")

    def heeft(self, kolom: str) -> bool:
        return kolom in self._plek

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


def lees_reeksen(pad: Path) -> tuple[list[Reeks], list[Weggelaten]]:
    """Monthly series from a CSV with columns reeks, maand (JJJJ-MM) and waarde, sorted by name.

    A month that is there twice, a month missing in between (or without a value) and fewer than 24 months leave a series
    out, with the reason. Raises InvoerFout where the file or a cell cannot be read.
    """
    tabel = _Tabel(pad, ("reeks", "maand", "waarde"))
    per_reeks: dict[str, dict[int, tuple[int, float | None]]] = defaultdict(dict)
    dubbel: dict[str, str] = {}
    for rij, waarde in tabel.getallen("waarde"):
        naam, maand = tabel.naam(rij), tabel.maand(rij, "maand")
        if maand in per_reeks[naam]:
            eerste = per_reeks[naam][maand][0]
            dubbel.setdefault(naam, f"maand {maandtekst(maand)} staat er twee keer (regels {eerste} en {rij.regel})")
        else:
            per_reeks[naam][maand] = (rij.regel, waarde)
    tabel.klaar()
    reeksen, weg = [], []
    for naam in sorted(per_reeks):
        cellen = {m: w for m, (_, w) in per_reeks[naam].items() if w is not None}
        reden = dubbel.get(naam) or _reden(cellen)
        if reden:
            weg.append(Weggelaten(naam, reden))
        else:
            reeksen.append(Reeks(naam, min(cellen), np.array([cellen[m] for m in sorted(cellen)])))
    return reeksen, weg


def _reden(cellen: dict[int, float]) -> str | None:
    """Why the months of one series are not fit for a backtest, or None."""
    if not cellen:
        return "er staat geen enkele waarde"
    gaten = [m for m in range(min(cellen), max(cellen) + 1) if m not in cellen]
    if gaten:
        meer = f" en nog {len(gaten) - 1}" if len(gaten) > 1 else ""
        return f"maand {maandtekst(gaten[0])} ontbreekt{meer}"
    if len(cellen) < MINSTE_MAANDEN:
        return f"{len(cellen)} maanden is te kort; er zijn er minstens {MINSTE_MAANDEN} nodig"
    return None


def lees_driehoek(pad: Path) -> dict[str, Declaraties]:
    """Declarations per series from a CSV with columns zorgmaand, vertraging (months), bedrag and perhaps reeks.

    Without a column reeks it is one series, 'totaal'. Raises InvoerFout where the file or a cell cannot be read.
    """
    tabel = _Tabel(pad, ("zorgmaand", "vertraging", "bedrag"), ("reeks",))
    per_reeks: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for rij, bedrag in tabel.getallen("bedrag"):
        naam = tabel.naam(rij) if tabel.heeft("reeks") else ENIGE
        vertraging = tabel.cel(rij, "vertraging")
        if not vertraging.isdecimal() or int(vertraging) > MAX_VERTRAGING:
            tabel.fout(rij, "vertraging", f"dit is geen heel aantal maanden van 0 tot en met {MAX_VERTRAGING}")
        elif bedrag is None:
            tabel.fout(rij, "bedrag", "het bedrag ontbreekt")
        else:
            per_reeks[naam].append((tabel.maand(rij, "zorgmaand"), int(vertraging), bedrag))
    tabel.klaar()
    uit = {}
    for naam in sorted(per_reeks):
        zorg, later, bedrag = zip(*sorted(per_reeks[naam]), strict=True)
        uit[naam] = Declaraties(np.array(zorg), np.array(later), np.array(bedrag, dtype=np.float64))
    return uit
