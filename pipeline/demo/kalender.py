"""Days and months of the demo region: whole numbers in, ISO dates out. A day is `date.toordinal()`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

BEGINJAAR = 2024
OPEN = 9_999_999  # a day that never comes: care without a known end


@lru_cache(maxsize=1 << 15)
def iso(dag: int) -> str:
    """2025-07-01 of a day."""
    return date.fromordinal(dag).isoformat()


def dagnummer(jaar: int, maand: int = 1, dag: int = 1) -> int:
    """The day as a whole number."""
    return date(jaar, maand, dag).toordinal()


def plus_maanden(dag: int, maanden: int) -> int:
    """The last day before the same day `maanden` later: the end of a toewijzing of so many months."""
    d = date.fromordinal(dag)
    m = d.year * 12 + d.month - 1 + maanden
    laatste = dagnummer((m + 1) // 12, (m + 1) % 12 + 1) - dagnummer(m // 12, m % 12 + 1)
    return dagnummer(m // 12, m % 12 + 1, min(d.day, laatste)) - 1


@dataclass(frozen=True)
class Kalender:
    """`maanden` months from January 2024 on; deliveries stop at the end of month `maanden` - 6."""

    maanden: int

    def __post_init__(self) -> None:
        # three years beyond the horizon: what is declared late falls there
        begin = [dagnummer(BEGINJAAR + m // 12, m % 12 + 1) for m in range(self.maanden + 37)]
        eerste = begin[0]
        maand_van = []
        for m in range(len(begin) - 1):
            maand_van += [m] * (begin[m + 1] - begin[m])
        object.__setattr__(self, "_begin", begin)
        object.__setattr__(self, "_maand_van", maand_van)
        object.__setattr__(self, "eerste", eerste)

    eerste = 0
    _begin = ()
    _maand_van = ()

    @property
    def bekend(self) -> int:
        """Number of months with deliveries."""
        return self.maanden - 6

    @property
    def peildatum(self) -> int:
        """The last day on which anything was delivered."""
        return self.eind(self.bekend - 1)

    @property
    def laatste(self) -> int:
        """The last day of the horizon."""
        return self.eind(self.maanden - 1)

    @property
    def jaren(self) -> int:
        """Number of calendar years that are touched."""
        return (self.maanden + 11) // 12

    def begin(self, m: int) -> int:
        """First day of month m (0 = January 2024)."""
        return self._begin[m]

    def eind(self, m: int) -> int:
        """Last day of month m."""
        return self._begin[m + 1] - 1

    def maand(self, dag: int) -> int:
        """Month of a day; -1 before the first one."""
        i = dag - self.eerste
        return -1 if i < 0 else self._maand_van[min(i, len(self._maand_van) - 1)]

    def naam(self, m: int) -> str:
        """2025-07."""
        return f"{BEGINJAAR + m // 12}-{m % 12 + 1:02d}"

    def vensters(self) -> list[tuple[int, int]]:
        """Twelve-month windows counted back from the horizon, oldest first: (first day, last day)."""
        uit = []
        tot = self.maanden
        while tot > 0:
            uit.append((self.begin(max(0, tot - 12)), self.eind(tot - 1)))
            tot -= 12
        return uit[::-1]


def perioden(kalender: Kalender, eerste: int, laatste: int) -> list[tuple[str, str, int, int]]:
    """All months, quarters, half-years and years within months eerste..laatste: (code, soort, first day, last day)."""
    uit = []
    for m in range(eerste, laatste + 1):
        uit.append((kalender.naam(m), "maand", kalender.begin(m), kalender.eind(m)))
    for lengte, soort, letter in ((3, "kwartaal", "Q"), (6, "halfjaar", "H"), (12, "jaar", "")):
        for m in range(eerste + (-eerste) % lengte, laatste - lengte + 2, lengte):
            jaar = BEGINJAAR + m // 12
            code = f"{jaar}-{letter}{m % 12 // lengte + 1}" if letter else str(jaar)
            uit.append((code, soort, kalender.begin(m), kalender.eind(m + lengte - 1)))
    return uit
