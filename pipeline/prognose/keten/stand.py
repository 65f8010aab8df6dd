"""What was known at the end of a month, as arrays over all leaves: declarations, allocations, months. No forecasts.

Months are counted from the first month of the input (0, 1, ...); `begin` is its month number.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.prognose.afloop import AfloopInstelling, Driehoek, bereken_afloop, driehoek_uit_rijen
from pipeline.prognose.keten.invoer import Blad, Invoer

Reeksen = NDArray[np.float64]

EPOCHE = 1970 * 12
VERSTE = 13  # months after the last known one that have room in the arrays
GROOTSTE_VERTRAGING = 18


@dataclass(frozen=True, eq=False)
class Ruimte:
    """The input as arrays; `tot` is the last month (number) that any peildatum may look at.

    `bladen`: all leaves, those with declarations first. `bekend`: shape (messages, peilmaand, month), declared so far.
    `maandelijks`: shape (others, month), NaN where nothing was delivered. `euro`, `dagen`: shape (leaves, peilmaand,
    month), allocations per day of the month.
    """

    invoer: Invoer
    tot: int
    bladen: tuple[Blad, ...] = field(init=False)
    begin: int = field(init=False)

    def __post_init__(self) -> None:
        # months after the peildatum are not looked at, also where they stand in the input
        zin = sorted(b for b, d in self.invoer.declaraties.items() if (d.zorgmaand + d.vertraging <= self.tot).any())
        rest = sorted(b for b, m in self.invoer.maanden.items() if any(i <= self.tot for i in m))
        eerste = [int(self.invoer.declaraties[b].zorgmaand.min()) for b in zin]
        eerste += [min(self.invoer.maanden[b]) for b in rest]
        object.__setattr__(self, "bladen", (*zin, *rest))
        object.__setattr__(self, "begin", min(eerste, default=self.tot))

    @property
    def lengte(self) -> int:
        """Number of months up to and with `tot`."""
        return self.tot - self.begin + 1

    @cached_property
    def met_berichten(self) -> int:
        """So many leaves, the first ones, have declarations."""
        return sum(b in self.invoer.declaraties for b in self.bladen if b.soort == "zin")

    @cached_property
    def maandnummers(self) -> NDArray[np.int64]:
        return self.begin + np.arange(self.lengte + VERSTE)

    @cached_property
    def maandlengte(self) -> Reeksen:
        """Days of each month."""
        return np.array([monthrange(m // 12, m % 12 + 1)[1] for m in self.maandnummers.tolist()], dtype=float)

    @cached_property
    def driehoeken(self) -> dict[str, Driehoek]:
        """One per leaf with declarations, under its place as text."""
        return {
            str(i): driehoek_uit_rijen(
                (d.zorgmaand - EPOCHE).astype("datetime64[M]"), d.bedrag, vertraging=d.vertraging,
                peilmaand=np.datetime64(self.tot - EPOCHE, "M"), eerste=np.datetime64(self.begin - EPOCHE, "M"),
                max_vertraging=GROOTSTE_VERTRAGING,
            )
            for i, b in enumerate(self.bladen[: self.met_berichten])
            for d in [self.invoer.declaraties[b]]
        }  # fmt: skip

    @cached_property
    def bekend(self) -> Reeksen:
        n = self.lengte
        uit = np.zeros((self.met_berichten, n, n))
        for i, blad in enumerate(self.bladen[: self.met_berichten]):
            d = self.invoer.declaraties[blad]
            peil = d.zorgmaand + d.vertraging - self.begin
            mag = peil < n
            np.add.at(uit[i], (peil[mag], d.zorgmaand[mag] - self.begin), d.bedrag[mag])
        return np.cumsum(uit, axis=1)

    @cached_property
    def maandelijks(self) -> Reeksen:
        uit = np.full((len(self.bladen) - self.met_berichten, self.lengte), np.nan)
        for i, blad in enumerate(self.bladen[self.met_berichten :]):
            maanden = {m - self.begin: float(b) for m, b in self.invoer.maanden[blad].items() if m <= self.tot}
            # a month without a row between two that have one, and before the first, is a month without costs
            uit[i, : max(maanden) + 1] = 0.0
            uit[i, list(maanden)] = list(maanden.values())
        return uit

    def _toegewezen(self, kolom: str) -> Reeksen:
        uit = np.zeros((len(self.bladen), self.lengte, self.lengte + VERSTE))
        for i, blad in enumerate(self.bladen[: self.met_berichten]):
            t = self.invoer.toewijzingen.get((blad.gemeente, blad.wet, blad.voorziening))
            if t is None:
                continue
            p, m = t.peilmaand - self.begin, t.maand - self.begin
            mag = (p >= 0) & (p < self.lengte) & (m >= 0) & (m < self.lengte + VERSTE)
            uit[i, p[mag], m[mag]] = getattr(t, kolom)[mag]
        return uit / self.maandlengte

    @cached_property
    def euro(self) -> Reeksen:
        return self._toegewezen("bedrag")

    @cached_property
    def dagen(self) -> Reeksen:
        return self._toegewezen("dagen")

    def gedeclareerd(self, p: int) -> Reeksen:
        """Known at the end of month `p`, per leaf and month 0..p: declared, or delivered."""
        zin = self.bekend[:, p, : p + 1]
        return np.concatenate([zin, np.nan_to_num(self.maandelijks[:, : p + 1])])

    def voltooid(self, p: int, groepen: list[str], prior: Reeksen | None, instelling: AfloopInstelling) -> Reeksen:
        """The months 0..p with their run-off, per leaf; months that were not delivered yet are the last three's mean.

        `groepen`: per leaf the group that shares its run-off pattern. `prior`: what the months come to otherwise.
        """
        peil = np.datetime64(self.begin + p - EPOCHE, "M")
        toen = {naam: d.op(peil) for naam, d in self.driehoeken.items()}
        vooraf = None if prior is None else {naam: prior[int(naam)] for naam in toen}
        afloop = bereken_afloop(toen, {n: groepen[int(n)] for n in toen}, vooraf, instelling)
        zin = np.array([afloop[str(i)].uiteindelijk for i in range(self.met_berichten)]).reshape(-1, p + 1)
        rest = self.maandelijks[:, : p + 1].copy()
        for rij in rest:
            weet = np.flatnonzero(np.isfinite(rij))
            rij[~np.isfinite(rij)] = rij[weet[-3:]].mean() if len(weet) else 0.0
        return np.concatenate([zin, rest])
