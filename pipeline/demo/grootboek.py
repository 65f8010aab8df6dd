"""The invented ledger: what was granted, pgb, subsidies, eigen bijdragen and lump sums, booked by month and taakveld.

Booked a month after the answer of the gemeente, so that the ledger and the messages never quite agree: as everywhere. A
year that closes gets what was delivered and not booked yet, in December, and gives it back in January.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from pipeline.demo.gegevens import VOORZIENINGEN
from pipeline.demo.kalender import BEGINJAAR, Kalender

WET = {"wmo": "Wmo", "jeugdwet": "Jeugdwet", "overig": "overig"}
# the first year has the Iv3 codes of 2023-2024, later years those from 2025 on
BREUK = 2025
REST = {"overig_wmo": ("6.71d", "6.714", "wmo"), "overig_jeugd": ("6.72d", "6.752", "jeugdwet")}
LOS = {
    "toegang": ("6.2", "6.23", "overig"),
    "wmo_vervoer": ("6.6", "6.60", "wmo"),
    "voorveld": ("6.1", "6.1", "overig"),
    "jeugd": ("6.72d", "6.751", "jeugdwet"),
    "wmo": ("6.71d", "6.714", "wmo"),
}
# cents per inhabitant and month of what no message holds: the own toegang, collective transport, the voorveld, and a
# lump sum for light youth care; with the voorziening that budgets it
LOSSE_POSTEN = {
    "toegang": (410, "toegang"),
    "wmo_vervoer": (115, "wmo_vervoer"),
    "voorveld": (380, "sociale_basis"),
    "jeugd": (140, "overig_jeugd"),
}
EIGEN, OVERLOPEND = "Eigen bijdragen", "Overlopende posten"
Regel = tuple[int, str, str, str, str, int]


def taakveld(slug: str, jaar: int) -> str:
    """The Iv3 taakveld of a voorziening in a year."""
    if slug in VOORZIENINGEN:
        v = VOORZIENINGEN[slug]
        return v.taakveld if jaar >= BREUK else v.taakveld_2024
    oud, nieuw, _ = (REST | LOS)[slug]
    return nieuw if jaar >= BREUK else oud


class Grootboek:
    """Collects bookings; nothing is booked after the last month with deliveries."""

    def __init__(self, kalender: Kalender, betaald: dict[tuple[str, str], np.ndarray]) -> None:
        self.kalender = kalender
        # gemeente, month, voorziening or post, kind, taakveld, wet -> cents
        self.posten: dict[tuple[str, int, str, str, str, str], int] = defaultdict(int)
        for (gemeente, slug), bedragen in sorted(betaald.items()):
            for maand, centen in enumerate(bedragen.tolist()):
                # a fifth of the answers is booked in the month after
                later = centen // 5
                self.voeg_toe(gemeente, slug, maand, centen - later, "Zorg in natura")
                self.voeg_toe(gemeente, slug, maand + 1, later, "Zorg in natura")

    def voeg_toe(
        self, gemeente: str, slug: str, maand: int, centen: int, soort: str, *, pgb: bool = False, eigen: bool = False
    ) -> None:
        """One booking. Pgb has taakvelden of its own from 2025 on; eigen bijdragen all stand on 6.711."""
        if not centen or maand >= self.kalender.bekend:
            return
        jaar = BEGINJAAR + maand // 12
        wet = VOORZIENINGEN[slug].wet if slug in VOORZIENINGEN else (REST | LOS)[slug][2]
        tv = taakveld(slug, jaar)
        if pgb and jaar >= BREUK:
            tv = "6.791" if wet == "wmo" else "6.792"
        if eigen and jaar >= BREUK and slug != "beschermd_wonen":
            tv = "6.711"
        self.posten[gemeente, maand, slug, soort, tv, wet] += centen

    def sluit_jaren(self, geleverd: dict[tuple[str, str], np.ndarray]) -> None:
        """Lasten belong to the year of the care: per closed year the care delivered so far minus what is booked of it.

        `geleverd`: cents of care in kind per (gemeente, voorziening), a column per month from the first on.
        """
        for (gemeente, slug), bedragen in sorted(geleverd.items()):
            geboekt = [0] * self.kalender.bekend
            for (g, maand, s, soort, _, _), centen in self.posten.items():
                if (g, s, soort) == (gemeente, slug, "Zorg in natura"):
                    geboekt[maand] += centen
            for maand in range(11, self.kalender.bekend - 1, 12):
                open_ = int(bedragen[: maand + 1].sum()) - sum(geboekt[: maand + 1])
                self.voeg_toe(gemeente, slug, maand, open_, OVERLOPEND)
                self.voeg_toe(gemeente, slug, maand + 1, -open_, OVERLOPEND)

    def subsidie(self, gemeente: str, wet: str, voorziening: str, maand: int, centen: int) -> None:
        """A twelfth of a subsidy, on the taakveld of what it is for."""
        if voorziening == "Dagbesteding":
            slug = "dagbesteding"
        else:
            slug = {"Wmo": "wmo", "Jeugdwet": "jeugd", "overig": "toegang"}[wet]
        self.voeg_toe(gemeente, slug, maand, centen, "Subsidie")

    def losse_posten(self, inwoners: dict[str, int]) -> None:
        """What no message holds, every month the same."""
        for gemeente, n in inwoners.items():
            for maand in range(self.kalender.bekend):
                for slug, (centen, _) in LOSSE_POSTEN.items():
                    self.voeg_toe(gemeente, slug, maand, n * centen, "Niet in berichten")

    def regels(self, gemeente: str, jaar: int) -> list[Regel]:
        """The bookings of a gemeente in a year: month, voorziening, kind, taakveld, wet, cents."""
        begin = (jaar - BEGINJAAR) * 12
        return [
            (maand, slug, soort, tv, WET[wet], centen)
            for (g, maand, slug, soort, tv, wet), centen in sorted(self.posten.items())
            if g == gemeente and begin <= maand < begin + 12
        ]

    def per_taakveld(self, gemeente: str, jaar: int, tot: int) -> dict[str, tuple[int, int]]:
        """Lasten and baten in cents per taakveld of a year, up to and without month `tot`."""
        uit: dict[str, tuple[int, int]] = {}
        for maand, _, soort, tv, _, centen in self.regels(gemeente, jaar):
            if maand < tot:
                lasten, baten = uit.get(tv, (0, 0))
                uit[tv] = (lasten, baten - centen) if soort == EIGEN else (lasten + centen, baten)
        return uit
