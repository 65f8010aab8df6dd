"""Reads the files of `grip toets`: monthly series and triangles as CSV. What is done with them stands in `toets`.

A cell that cannot be read stops the reading, with file, line and column; a series that is not fit for a backtest is
left out, with the reason. Messages never quote a cell.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.reeks.maanden import Reeks, maandtekst
from pipeline.prognose.tabel import InvoerFout, Tabel, scheidingsteken

__all__ = [
    "Declaraties", "InvoerFout", "Weggelaten", "lees_driehoek", "lees_reeksen", "scheidingsteken",
]  # fmt: skip

MINSTE_MAANDEN = 24
MAX_VERTRAGING = 120
ENIGE = "totaal"  # the name of a triangle without a column `reeks`


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


def lees_reeksen(pad: Path) -> tuple[list[Reeks], list[Weggelaten]]:
    """Monthly series from a CSV with columns reeks, maand (JJJJ-MM) and waarde, sorted by name.

    A month that is there twice, a month missing in between (or without a value) and fewer than 24 months leave a series
    out, with the reason. Raises InvoerFout where the file or a cell cannot be read.
    """
    tabel = Tabel(pad, ("reeks", "maand", "waarde"))
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
    tabel = Tabel(pad, ("zorgmaand", "vertraging", "bedrag"), ("reeks",))
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
