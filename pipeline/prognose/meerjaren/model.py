"""The growth of the years to come: inhabitants x price, and recent growth beside that, damped every year.

For a controller: wij nemen de prognose van dit jaar, het aantal inwoners van de komende jaren en een prijsindex. Wat de
kosten per inwoner de laatste jaren harder of minder hard groeiden, telt elk jaar minder mee.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median

from pipeline.prognose.meerjaren.invoer import Cel, Meerjareninvoer


@dataclass(frozen=True)
class Meerjareninstelling:
    """What a user may set. Growth is a logarithm per year, bands are standard deviations of one."""

    aantal: int = 4  # years after the current one
    prijsindex_pct: float = 3.0  # growth of the price per client in the long run
    demping: float = 0.7  # part of the recent growth beside the price that is left a year later
    groeijaren: int = 3  # years of growth that count
    gewicht_samen: float = 3.0  # growth of all gemeenten together, in years of own growth
    grens_groei: float = 0.15  # a larger yearly growth counts as this one: a booking, not a trend
    inwonerjaren: int = 5  # years that the trend of the inhabitants is taken from
    spreiding: float = 0.10  # smallest standard deviation (logarithm) of a year, where errors are too few
    minste_fouten: int = 10  # errors at a distance before they make the band

    @property
    def prijs(self) -> float:
        """The price index as a logarithm."""
        return math.log1p(self.prijsindex_pct / 100)


def bevolking(aantallen: Mapping[int, int], van: int, naar: int, jaren: int, tot: int | None = None) -> float:
    """Inhabitants in `naar` over those in `van`: delivered figures, else the trend of the last `jaren` years, else 1.

    With `tot` nothing after that year is looked at, as somebody in that year could not.
    """
    bekend = {j: n for j, n in aantallen.items() if n > 0 and (tot is None or j <= tot)}
    if not bekend:
        return 1.0
    laatste = max(bekend)
    eerste = max(min(bekend), laatste - jaren)
    eerste = min(j for j in bekend if j >= eerste)
    trend = math.log(bekend[laatste] / bekend[eerste]) / (laatste - eerste) if laatste > eerste else 0.0

    def stand(jaar: int) -> float:
        if jaar in bekend:
            return math.log(bekend[jaar])
        dichtst = min(bekend, key=lambda j: (abs(j - jaar), -j))
        return math.log(bekend[dichtst]) + trend * (jaar - dichtst)

    return math.exp(stand(naar) - stand(van))


class Groei:
    """Factors on the year-end prognose of a year, per reeks, gebied and wet, from what was known before that year."""

    def __init__(self, invoer: Meerjareninvoer, instelling: Meerjareninstelling) -> None:
        self.invoer = invoer
        self.instelling = instelling
        self._codes: dict[tuple[str, Cel], list[str]] = {}
        for reeks, code, cel in invoer.uitgaven:
            self._codes.setdefault((reeks, cel), []).append(code)
        self.samen: Callable[[str, Cel, int], float | None] = cache(self._samen)

    def volume(self, code: str, wet: str, van: int, naar: int, tot: int | None = None) -> float:
        """Growth of the clients: per age group where clients and inhabitants of it are known, else all inhabitants."""
        jaren = self.instelling.inwonerjaren
        clienten = self.invoer.clienten_leeftijd.get((code, wet), {})
        groepen = self.invoer.leeftijden.get((code, wet), {})
        som = sum(clienten.values())
        if som > 0 and all(g in groepen for g in clienten):
            return sum(n * bevolking(groepen[g], van, naar, jaren, tot) for g, n in sorted(clienten.items())) / som
        return bevolking(self.invoer.inwoners.get((code, wet), {}), van, naar, jaren, tot)

    def eigen(self, reeks: str, code: str, cel: Cel, jaar: int) -> list[float]:
        """Growth per inhabitant of the last years before `jaar`, newest first, without the years that lack a figure."""
        i = self.instelling
        reeks_ = self.invoer.uitgaven.get((reeks, code, cel), {})
        uit = []
        for y in range(jaar - 1, jaar - 1 - i.groeijaren, -1):
            nu, toen = reeks_.get(y), reeks_.get(y - 1)
            if nu is not None and toen is not None and nu > 0 and toen > 0:
                g = math.log(nu / toen) - math.log(self.volume(code, cel[1], y - 1, y, tot=y))
                uit.append(min(max(g, -i.grens_groei), i.grens_groei))
        return uit

    def _samen(self, reeks: str, cel: Cel, jaar: int) -> float | None:
        groei = [g for code in self._codes.get((reeks, cel), ()) for g in self.eigen(reeks, code, cel, jaar)]
        return median(groei) if groei else None

    def groei(self, reeks: str, code: str, cel: Cel, jaar: int) -> float | None:
        """Recent growth per inhabitant: the mean of the own years, drawn to that of all; None without two years."""
        eigen, samen = self.eigen(reeks, code, cel, jaar), self.samen(reeks, cel, jaar)
        if samen is None:
            return None
        k = self.instelling.gewicht_samen
        return (sum(eigen) + k * samen) / (len(eigen) + k)

    def factor(self, reeks: str, code: str, cel: Cel, jaar: int, h: int, tot: int | None = None) -> float:
        """What the amount of `jaar` is multiplied with for the year `jaar` + `h`.

        Inhabitants x exp(sum over i = 1..h of p + (g - p) x d^i), with p the price index, g the recent growth per
        inhabitant and d the damping. Without a recent growth: price only.
        """
        p, d = self.instelling.prijs, self.instelling.demping
        g = self.groei(reeks, code, cel, jaar)
        beside = 0.0 if g is None else (g - p) * sum(d**i for i in range(1, h + 1))
        return self.volume(code, cel[1], jaar, jaar + h, tot) * math.exp(p * h + beside)
