"""The triangle of one series: what was declared, by care month and delay. Reading files and forecasts are elsewhere.

A row is a care month, a column the number of months between care and declaration. A cell holds the amount declared in
that month of delay (incremental, credits negative); NaN means: not known yet at the peilmaand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

MAX_VERTRAGING = 24

Maand = str | np.datetime64


class DriehoekFout(ValueError):
    """The rows do not make a triangle; the message is Dutch and names the place, never an amount."""


def als_maand(waarde: object) -> np.datetime64:
    """A month from '2024-03', a date or a datetime64. Raises `DriehoekFout`."""
    try:
        maand = np.datetime64(waarde, "M")  # type: ignore[call-overload]
    except (ValueError, TypeError) as fout:
        raise DriehoekFout("Een maand is niet te lezen; schrijf haar als jjjj-mm.") from fout
    if np.isnat(maand):
        raise DriehoekFout("Een maand ontbreekt.")
    return maand


def als_maanden(waarden: Sequence[object] | np.ndarray) -> np.ndarray:
    """Months of any of the forms of `als_maand`, shape (n,), datetime64[M]. Raises `DriehoekFout`."""
    try:
        maanden = np.asarray(waarden, dtype="datetime64[M]").reshape(-1)
    except (ValueError, TypeError) as fout:
        raise DriehoekFout("Een maand is niet te lezen; schrijf haar als jjjj-mm.") from fout
    if np.isnat(maanden).any():
        raise DriehoekFout("Een maand ontbreekt.")
    return maanden


@dataclass(frozen=True, eq=False)
class Driehoek:
    """One series.

    `zorgmaanden`: shape (n,), datetime64[M], consecutive. `bedragen`: shape (n, K+1), incremental amounts in the unit
    of the input (euros), NaN exactly where the delay lies after `peilmaand`; column K holds K months and all later.
    `weggelaten`: what the rows held outside the triangle (declared after the peilmaand, or care outside the period).
    Raises `DriehoekFout` where the three do not agree.
    """

    zorgmaanden: np.ndarray
    bedragen: np.ndarray
    peilmaand: np.datetime64
    weggelaten: float = 0.0

    def __post_init__(self) -> None:
        n = len(self.zorgmaanden)
        if self.bedragen.ndim != 2 or self.bedragen.shape[0] != n or self.bedragen.shape[1] < 1:
            raise DriehoekFout("De driehoek heeft niet één rij per zorgmaand.")
        if n and (np.diff(self.zorgmaanden).astype(int) != 1).any():
            raise DriehoekFout("De zorgmaanden sluiten niet op elkaar aan.")
        if n and self.zorgmaanden[-1] > self.peilmaand:
            raise DriehoekFout("De laatste zorgmaand ligt na de peilmaand.")
        if not np.array_equal(np.isfinite(self.bedragen), self.bekend):
            raise DriehoekFout("Een cel is leeg die bekend moet zijn, of gevuld terwijl zij na de peilmaand ligt.")

    @property
    def max_vertraging(self) -> int:
        """K: the last column."""
        return self.bedragen.shape[1] - 1

    @cached_property
    def ouderdom(self) -> np.ndarray:
        """Shape (n,), integer: months since care at the peilmaand."""
        return (self.peilmaand - self.zorgmaanden).astype(int)

    @cached_property
    def leeftijd(self) -> np.ndarray:
        """Shape (n,), integer: the last column that is known, the months since care but at most K."""
        return np.minimum(self.ouderdom, self.max_vertraging)

    @cached_property
    def bekend(self) -> np.ndarray:
        """Shape (n, K+1), bool: the cell is known at the peilmaand."""
        return np.arange(self.max_vertraging + 1)[None, :] <= self.leeftijd[:, None]

    @cached_property
    def cumulatief(self) -> np.ndarray:
        """Shape (n, K+1): declared up to and including each delay; NaN where not known."""
        return np.where(self.bekend, np.cumsum(np.where(self.bekend, self.bedragen, 0.0), axis=1), np.nan)

    @cached_property
    def gedeclareerd(self) -> np.ndarray:
        """Shape (n,): the diagonal of the cumulative triangle, declared so far per care month."""
        return self.cumulatief[np.arange(len(self.zorgmaanden)), self.leeftijd]

    def controleer(self, totaal: float, *, marge: float = 0.005) -> None:
        """Diagonal plus what was left out equals the sum of the rows; raises `DriehoekFout` where it does not.

        `marge` is in euros, beside a relative 1e-12 for the additions.
        """
        verschil = abs(math.fsum(self.gedeclareerd) + self.weggelaten - totaal)
        omvang = float(np.nansum(np.abs(self.bedragen))) + abs(self.weggelaten)
        if not verschil <= marge + 1e-12 * omvang:
            raise DriehoekFout("De diagonaal van de driehoek sluit niet aan op het gedeclareerde totaal.")

    def op(self, peilmaand: Maand) -> Driehoek:
        """The triangle as it stood at an earlier month.

        The last column is not split by month: an amount later than K stays in it from the moment the column is known.
        Raises `DriehoekFout` where the month lies later than the triangle's own.
        """
        maand = als_maand(peilmaand)
        if maand > self.peilmaand:
            raise DriehoekFout("De gevraagde peilmaand ligt na de peilmaand van de driehoek.")
        houd = self.zorgmaanden <= maand
        maanden = self.zorgmaanden[houd]
        leeftijd = np.minimum((maand - maanden).astype(int), self.max_vertraging)
        bekend = np.arange(self.max_vertraging + 1)[None, :] <= leeftijd[:, None]
        bedragen = np.where(bekend, self.bedragen[houd], np.nan)
        rest = float(np.nansum(self.bedragen) - np.nansum(bedragen))
        return Driehoek(maanden, bedragen, maand, self.weggelaten + rest)


def driehoek_uit_rijen(
    zorgmaand: Sequence[object] | np.ndarray,
    bedrag: Sequence[float] | np.ndarray,
    *,
    vertraging: Sequence[int] | np.ndarray | None = None,
    declaratiemaand: Sequence[object] | np.ndarray | None = None,
    peilmaand: Maand | None = None,
    eerste: Maand | None = None,
    laatste: Maand | None = None,
    max_vertraging: int = MAX_VERTRAGING,
) -> Driehoek:
    """The triangle of rows (care month, amount, and the delay in months or the month of declaration).

    `peilmaand` is by default the last month of declaration, `eerste` the first care month of the rows and `laatste`
    the peilmaand: a newest month without declarations is a row of zeros, as is a month in between. A declaration before
    its care month counts as delay 0. The order of the rows does not matter, not even in the last digit.
    Raises `DriehoekFout` where neither or both of delay and month of declaration are given, lengths differ, a value is
    not a number, or nothing tells which months the triangle has.
    """
    zorg = als_maanden(zorgmaand)
    waarde = np.asarray(bedrag, dtype=float).reshape(-1)
    if (vertraging is None) == (declaratiemaand is None):
        raise DriehoekFout("Geef de vertraging of de declaratiemaand, niet beide.")
    if declaratiemaand is not None:
        later = (als_maanden(declaratiemaand) - zorg).astype(int) if len(declaratiemaand) == len(zorg) else zorg[:0]
    else:
        later = np.asarray(vertraging).reshape(-1)
        if later.size and not np.array_equal(later, later.astype(int)):
            raise DriehoekFout("Een vertraging is geen heel aantal maanden.")
        later = later.astype(int)
    if not len(zorg) == len(waarde) == len(later):
        raise DriehoekFout("Niet elke rij heeft een zorgmaand, een bedrag en een vertraging.")
    if not np.isfinite(waarde).all():
        raise DriehoekFout("Een bedrag is geen getal.")
    if max_vertraging < 0:
        raise DriehoekFout("De grootste vertraging is niet negatief.")
    if not len(zorg) and (peilmaand is None or eerste is None):
        raise DriehoekFout("Zonder rijen zijn een peilmaand en een eerste zorgmaand nodig.")

    later = np.maximum(later, 0)
    peil = als_maand(peilmaand) if peilmaand is not None else (zorg + later).max()
    begin = als_maand(eerste) if eerste is not None else min(zorg.min(), peil)
    eind = min(als_maand(laatste), peil) if laatste is not None else peil
    if begin > eind:
        raise DriehoekFout("De eerste zorgmaand ligt na de laatste.")
    maanden = np.arange(begin, eind + 1)

    binnen = (zorg >= begin) & (zorg <= eind) & (zorg + later <= peil)
    rij, kolom = (zorg[binnen] - begin).astype(int), np.minimum(later[binnen], max_vertraging)
    volgorde = np.lexsort((waarde[binnen], kolom, rij))
    breedte = max_vertraging + 1
    plek = (rij * breedte + kolom)[volgorde]
    som = np.bincount(plek, waarde[binnen][volgorde], minlength=len(maanden) * breedte).reshape(-1, breedte)
    bekend = np.arange(breedte)[None, :] <= np.minimum((peil - maanden).astype(int), max_vertraging)[:, None]
    driehoek = Driehoek(maanden, np.where(bekend, som, np.nan), peil, math.fsum(waarde[~binnen]))
    driehoek.controleer(math.fsum(waarde))
    return driehoek
