"""The chain as of any month: candidates weighted by how they did before, year totals, and the errors they made.

Stands are made once per month and kept; rows and intervals are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from pipeline.prognose.keten.aandrijvers import JONGST, KANDIDATEN, VERHOUDING, KetenInstelling, Stand, maak_stand
from pipeline.prognose.keten.invoer import Invoer
from pipeline.prognose.keten.stand import VERSTE, Reeksen, Ruimte
from pipeline.prognose.reeks.maanden import MINSTE_NA_BREUK, Breuk, Reeks, Stap, breuk, stapfactoren
from pipeline.prognose.reeks.weging import Meting, Weging

MINSTE_MAANDEN = 12
# earlier origins lie a quarter apart: their months overlap less, and a year has four
TUSSEN = 3
ORIGINES = 5


class Keten:
    """All forecasts of one input. `p` is a month counted from the first one of the input."""

    def __init__(
        self, invoer: Invoer, tot: int, stappen: Sequence[Stap] = (), instelling: KetenInstelling | None = None
    ) -> None:
        self.invoer = invoer
        self.ruimte = Ruimte(invoer, tot)
        namen = [b.naam for b in self.ruimte.bladen]
        alle = (*invoer.stappen, *stappen)
        # per leaf its name and the steps that hold for it
        self.stappen = [(naam, tuple(s for s in alle if s.geldt_voor(naam))) for naam in namen]
        self.instelling = instelling or KetenInstelling()
        self.begin, self.nu = self.ruimte.begin, tot - self.ruimte.begin
        self.stand = lru_cache(maxsize=None)(self._stand)
        self.pad = lru_cache(maxsize=None)(self._pad)
        self.gelijk = lru_cache(maxsize=None)(self._gelijk)

    def _stand(self, p: int) -> Stand:
        return maak_stand(self.ruimte, p, self._factoren(p), self.vanaf(p), self.instelling)

    def _factoren(self, p: int) -> Reeksen:
        """What the steps that are known at the end of `p` make of each leaf, months 0 to p + VERSTE."""
        factoren = np.ones((len(self.stappen), p + 1 + VERSTE))
        maanden = self.ruimte.maandnummers[: p + 1 + VERSTE]
        for rij, (naam, stappen) in zip(factoren, self.stappen, strict=True):
            if stappen:
                rij[:] = stapfactoren(stappen, naam, maanden, self.begin + p + 1)
        return factoren

    def breuken(self, p: int) -> list[Breuk]:
        """Per leaf what the breaks of unknown size leave of it at the end of `p`, up to the year-end; month numbers."""
        rest, maanden = 12 - (self.begin + p + 1) % 12, np.zeros(p + 1)
        return [breuk(stappen, Reeks(naam, self.begin, maanden), rest) for naam, stappen in self.stappen]

    def vanaf(self, p: int) -> list[int]:
        """Per leaf the first month that still counts at the end of `p`."""
        return [b.vanaf - self.begin for b in self.breuken(p)]

    def _gelijk(self, p: int) -> Reeksen:
        """The completed months 0 to `p` without their known steps: all at the newest level, to judge their unrest by.

        A break of unknown size is the mean of six (completed) months after it over that of the six before it.
        """
        stap = self._factoren(p)[:, : p + 1]
        uit = self.stand(p).voltooid / stap * stap[:, p:]
        for rij, v in zip(uit, self.vanaf(p), strict=True):
            if v > 0:
                voor = rij[max(v - MINSTE_NA_BREUK, 0) : v].mean()
                na = rij[v : min(v + MINSTE_NA_BREUK, p + 1 - JONGST)].mean()
                rij[:v] *= na / voor if voor > 0 and na > 0 else 1.0
        return uit

    def oorsprongen(self, p: int) -> list[int]:
        """Earlier months, newest first, that are old enough to be judged by and had a year behind them."""
        return [q for q in range(p - TUSSEN, MINSTE_MAANDEN - 2, -TUSSEN) if q < p - JONGST]

    def gewichten(self, p: int) -> list[dict[str, float]]:
        """Per leaf the weight of each candidate it has, from how its voorziening was forecast before `p`."""
        nu, rest = self.stand(p), 12 - (self.begin + p + 1) % 12
        metingen, vanaf = [], self.vanaf(p)
        for q in self.oorsprongen(p)[:ORIGINES]:
            toen, tot = self.stand(q), min(p - JONGST, q + rest)
            for i, b in enumerate(self.ruimte.bladen):
                if q + 1 < vanaf[i]:
                    continue  # the break would be judged, not the candidates
                voorspeld = {
                    k: float(toen.paden[k][i, : tot - q].sum()) for k in KANDIDATEN if np.isfinite(toen.paden[k][i, 0])
                }
                werkelijk = float(nu.voltooid[i, q + 1 : tot + 1].sum())
                metingen.append(Meting(b.gedeeld, q, 0, werkelijk, voorspeld))
        weging = Weging(metingen)
        return [
            weging.gewichten(b.gedeeld, 0, [k for k in KANDIDATEN if np.isfinite(nu.paden[k][i, 0])])
            for i, b in enumerate(self.ruimte.bladen)
        ]

    def _pad(self, p: int) -> Reeksen:
        """The months after `p`, shape (leaves, VERSTE): weighted candidates and last year's course; not negative."""
        stand = self.stand(p)
        uit = np.zeros((len(self.ruimte.bladen), VERSTE))
        for i, gewicht in enumerate(self.gewichten(p)):
            for kandidaat, w in sorted(gewicht.items()):
                uit[i] += w * stand.paden[kandidaat][i]
        verloop = stand.paden[VERHOUDING]
        deel = np.where(np.isfinite(verloop), self.instelling.verhouding, 0.0)
        uit = (1 - deel) * uit + deel * np.nan_to_num(verloop)
        return np.maximum(uit, 0.0)

    def venster(self, p: int, begin: int, tot: int) -> Reeksen:
        """Per leaf the months `begin` up to and without `tot`, as seen from the end of `p`."""
        af = self.stand(p).voltooid[:, max(begin, 0) : min(tot, p + 1)].sum(1)
        komt = self.pad(p)[:, max(begin - p - 1, 0) : max(tot - p - 1, 0)].sum(1) if tot > p + 1 else 0.0
        return af + komt

    def geboekt(self, p: int, bekend: int) -> Reeksen:
        """Per leaf what came in during the last `bekend` months, whatever months of care it was for."""
        r, van = self.ruimte, p - bekend
        zin = r.bekend[:, p].sum(1) - (r.bekend[:, van].sum(1) if van >= 0 else 0.0)
        return np.concatenate([zin, np.nan_to_num(r.maandelijks[:, van + 1 : p + 1]).sum(1)])

    def bekend_van(self, p: int, begin: int, tot: int) -> Reeksen:
        """Per leaf what was known at the end of `p` of the months `begin` up to and without `tot`."""
        return self.ruimte.gedeclareerd(p)[:, max(begin, 0) : tot].sum(1)
