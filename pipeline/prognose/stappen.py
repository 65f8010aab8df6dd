"""Reads the known steps of a user: index, tariffs, regime breaks, their own marks. What they do stands in `reeks`."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.inname.lezers.model import Rij
from pipeline.prognose.reeks.maanden import Stap
from pipeline.prognose.tabel import InvoerFout, Tabel

__all__ = ["InvoerFout", "lees_stappen"]

VERPLICHT, MAG = ("reeks", "maand", "factor"), ("bekend_vanaf", "omschrijving")
# no thousands here: nothing becomes a thousand times as high, so a point is a decimal one
_FACTOR = re.compile(r"\d{1,3}(?:[.,]\d{1,10})?")
KLEINSTE, GROOTSTE = 0.01, 100.0


def lees_stappen(pad: Path) -> tuple[Stap, ...]:
    """Known steps from a CSV with columns reeks, maand, factor and perhaps bekend_vanaf and omschrijving; file order.

    `reeks`: a name, or a pattern with * and ?. `maand`: the first month on the new level (JJJJ-MM). `factor`: how many
    times as high, with a comma or a point; empty for a break of unknown size. `bekend_vanaf`: the month in which a
    forecast could first know of it; empty for always. Raises InvoerFout where the file or a cell cannot be read, or
    the same step is there twice.
    """
    tabel = Tabel(pad, VERPLICHT, MAG)
    gezien: dict[tuple[str, int, str], int] = {}
    stappen = []
    for rij in tabel.rijen:
        if tabel.te_breed(rij):
            tabel.fout(rij, "factor", "deze regel heeft meer kolommen dan de kop; zet de kolommen uit elkaar met ;")
            continue
        patroon, maand, factor = tabel.naam(rij), tabel.maand(rij, "maand"), _factor(tabel, rij)
        vanaf = tabel.maand(rij, "bekend_vanaf") if _gevuld(tabel, rij, "bekend_vanaf") else None
        omschrijving = tabel.cel(rij, "omschrijving") if tabel.heeft("omschrijving") else ""
        if (eerste := gezien.setdefault((patroon, maand, omschrijving), rij.regel)) != rij.regel:
            tabel.fout(
                rij,
                "reeks",
                f"deze stap staat er al (regel {eerste}); haal er een weg, of geef ze elk een eigen omschrijving",
            )
        if not tabel.fouten:
            stappen.append(Stap(patroon, maand, factor, vanaf, omschrijving))
    tabel.klaar()
    return tuple(stappen)


def _gevuld(tabel: Tabel, rij: Rij, kolom: str) -> bool:
    return tabel.heeft(kolom) and tabel.cel(rij, kolom) != ""


def _factor(tabel: Tabel, rij: Rij) -> float | None:
    """The factor of one row; None where the cell is empty, or wrong and noted as such."""
    tekst = tabel.cel(rij, "factor")
    if not tekst:
        return None
    if not _FACTOR.fullmatch(tekst):
        tabel.fout(
            rij,
            "factor",
            "dit is geen factor; verwacht een getal zoals 1,03 (3% erbij) of 0,5 (de helft), of niets als de omvang "
            "niet bekend is",
        )
        return None
    waarde = float(tekst.replace(",", "."))
    if not KLEINSTE <= waarde <= GROOTSTE:
        tabel.fout(rij, "factor", "een factor ligt tussen 0,01 en 100; schrijf 1,03 voor 3% erbij")
        return None
    return waarde
