"""Counting: R6 and R7 over spells, and money per month, for what happened and for what the messages say.

A part adds its counts to the whole and is forgotten; a person lives in one part, so the counts of a region are sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from pipeline.demo.gegevens import GEMEENTEN, REGIO, VOORZIENINGEN
from pipeline.demo.kalender import OPEN, Kalender, perioden

HERHAALD_DAGEN = 365
GROEP = {v.slug: v.groep for v in VOORZIENINGEN.values()} | {
    "overig_wmo": "overig_wmo",
    "overig_jeugd": "ambulante_jeugdhulp",
}
IN_REGIO = {(g.code, wet) for g in GEMEENTEN for wet in ("wmo", "jeugdwet") if wet == "wmo" or g.jeugd_in_regio}
Cel = tuple[str, str, str, str]  # gebied, niveau, wet, voorziening
Spel = tuple[str, str, int, str, int, int]  # gemeente, wet, person, voorziening, begin, end


def cellen(gemeente: str, wet: str, slug: str) -> list[Cel]:
    """Every cell that care of a voorziening counts in: its gemeente and region, at all four levels."""
    gebieden = [f"GM{gemeente}"]
    if (gemeente, wet) in IN_REGIO:
        gebieden.append(REGIO)
    uit = []
    for gebied in gebieden:
        uit += [
            (gebied, "voorziening", wet, slug),
            (gebied, "groep", wet, GROEP[slug]),
            (gebied, "wet", wet, "totaal"),
            (gebied, "totaal", "totaal", "totaal"),
        ]
    return uit


def episoden(spellen: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int, bool]]:
    """R6: spells (person, begin, end) of one cell merged to episodes; true where the person came back in time."""
    uit: list[tuple[int, int, int, bool]] = []
    vorige, begin, eind, terug = None, 0, 0, False
    for persoon, van, tot in sorted(spellen):
        if persoon == vorige and van <= eind + 1:
            eind = max(eind, tot)
            continue
        if vorige is not None:
            uit.append((vorige, begin, eind, terug))
        terug = persoon == vorige and van - eind <= HERHAALD_DAGEN
        vorige, begin, eind = persoon, van, tot
    if vorige is not None:
        uit.append((vorige, begin, eind, terug))
    return uit


class Telling:
    """Counts per cell and period, and money per cell of the lowest level and month."""

    def __init__(self, kalender: Kalender, maanden: int) -> None:
        self.kalender, self.maanden = kalender, maanden
        self.perioden = perioden(kalender, 0, maanden - 1)
        self.van = np.array([p[2] for p in self.perioden])
        self.tot = np.array([p[3] for p in self.perioden])
        n = len(self.perioden)
        # columns: clienten, eind, begin, instroom, herhaald, uitstroom
        self.aantallen: dict[Cel, np.ndarray] = defaultdict(lambda: np.zeros((n, 6), dtype=np.int64))
        self.geld: dict[tuple[str, str, str], np.ndarray] = defaultdict(lambda: np.zeros((maanden, 3), dtype=np.int64))

    def tel(self, spellen: Iterable[Spel], tot_en_met: int) -> None:
        """R6 and R7: add the spells of one part; only those that began by the last day."""
        per_cel: dict[Cel, list[tuple[int, int, int]]] = defaultdict(list)
        for gemeente, wet, persoon, slug, begin, eind in spellen:
            if begin <= tot_en_met:
                for cel in cellen(gemeente, wet, slug):
                    per_cel[cel].append((persoon, begin, eind))
        for cel, lijst in per_cel.items():
            rijen = episoden(lijst)
            persoon, begin, eind = (np.array([x[i] for x in rijen]) for i in range(3))
            terug = np.array([x[3] for x in rijen])
            uit = self.aantallen[cel]
            for i, (s, e) in enumerate(zip(self.van.tolist(), self.tot.tolist(), strict=True)):
                raakt = (begin <= e) & (eind >= s)
                nieuw = (begin >= s) & (begin <= e)
                uit[i] += (
                    len(np.unique(persoon[raakt])),
                    np.count_nonzero((begin <= e) & (eind > e)),
                    np.count_nonzero((begin < s) & (eind > s - 1)),
                    np.count_nonzero(nieuw),
                    np.count_nonzero(nieuw & terug),
                    np.count_nonzero((eind >= s) & (eind <= e) & (eind < OPEN)),
                )

    def boek(self, gemeente: str, wet: str, slug: str, maand: int, kolom: int, centen: int) -> None:
        """Add cents to a month of care."""
        if 0 <= maand < self.maanden:
            self.geld[gemeente, wet, slug][maand, kolom] += centen

    def geldcellen(self) -> dict[Cel, np.ndarray]:
        """The money of every cell: sums of the lowest level."""
        uit: dict[Cel, np.ndarray] = {}
        for (gemeente, wet, slug), bedragen in self.geld.items():
            for cel in cellen(gemeente, wet, slug):
                uit[cel] = uit[cel] + bedragen if cel in uit else bedragen
        return uit
