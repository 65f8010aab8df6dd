"""What is hidden and how the rest is rounded: the rules for one cell at a time, over arrays. No sums here.

Counts as in openSAFELY and NHS Digital (small ones hidden, the rest to 5) or as the CBS publishes them (0-7 hidden, the
rest to 5). The rounding remembers what was published: that stays until the exact figure is `basis` away, so that
one client more or less is never seen. A figure that moves goes by whole steps to the side it left, not to the nearest
multiple: each published figure then still stands for `basis` values, also for who knows all earlier ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

BASIS = 5
MINSTE_BREEDTE = 5  # so many values a hidden count keeps, whatever else is published
RONDE_GETALLEN = (1, 2, 3, 5, 7)
KLEINSTE_BASIS_EUR = 100.0


class StijlFout(ValueError):
    """The section `openbaar` of instellingen.yml cannot be used; the message is Dutch and says why."""


@dataclass(frozen=True)
class Stijl:
    """Which counts are hidden: `eerste` up to and including `laatste`; all others are rounded to `BASIS`."""

    naam: str
    eerste: int
    laatste: int

    @classmethod
    def van(cls, openbaar: dict[str, Any]) -> Stijl:
        """The style of the settings; raises `StijlFout` for one that hides fewer than five values."""
        naam = str(openbaar.get("stijl", "drempel10"))
        if naam == "cbs":
            return cls(naam, 0, 7)
        if naam != "drempel10":
            raise StijlFout(f"openbaar.stijl is '{naam}'. Kies drempel10 of cbs.")
        drempel = int(openbaar.get("drempel", 10))
        if drempel < MINSTE_BREEDTE + 1:
            raise StijlFout(f"openbaar.drempel is {drempel}. Kies minstens 6: minder verbergt te weinig.")
        return cls(naam, 1, drempel - 1)

    @property
    def drempel(self) -> int:
        """The smallest count that is shown."""
        return self.laatste + 1

    def is_klein(self, exact: np.ndarray) -> np.ndarray:
        return (exact >= self.eerste) & (exact <= self.laatste)


@dataclass
class Afgerond:
    """Published figures (NaN: not known yet) with what each gives away by itself: the exact one is in [laag, hoog]."""

    waarde: np.ndarray
    laag: np.ndarray
    hoog: np.ndarray
    basis: np.ndarray


def rond_tellingen(exact: np.ndarray, vorige: Afgerond, vorig_exact: np.ndarray, stijl: Stijl) -> Afgerond:
    """Counts to multiples of 5, given what was published before (NaN where nothing was); for hidden ones too.

    The result of a hidden count is not to be published; its bounds are those of the sign that stands there.
    """
    x = exact.astype(float)
    basis = np.full(x.shape, float(BASIS))
    uit = _rond(x, vorige, vorig_exact, basis)
    # the last step above the threshold would stand for one value alone: 15 stays at 10
    blijft = ~np.isnan(vorige.waarde) & (vorige.waarde - x == BASIS) & (uit.waarde - BASIS < stijl.drempel)
    uit.waarde = np.where(blijft, vorige.waarde, uit.waarde)
    uit.laag = np.where(blijft, vorige.waarde - BASIS, uit.laag)
    uit.hoog = np.where(blijft, vorige.waarde + BASIS - 1, uit.hoog)
    uit.laag = np.maximum(uit.laag, np.minimum(stijl.drempel, x))
    nul = x == 0
    for veld in (uit.waarde, uit.laag, uit.hoog):
        veld[nul] = 0.0
    klein = stijl.is_klein(x)
    uit.laag[klein], uit.hoog[klein] = stijl.eerste, stijl.laatste
    return uit


def rond_bedragen(exact: np.ndarray, clienten: np.ndarray, vorige: Afgerond, vorig_exact: np.ndarray) -> Afgerond:
    """Amounts in euros to a round figure of about five average clients, with the same memory as counts.

    A base that was used before stays while five average clients are between half and twice of it.
    """
    x = exact.astype(float)
    vijf = np.abs(x) / np.maximum(clienten, 1) * 5
    basis = rond_naar_beneden(vijf)
    with np.errstate(invalid="ignore"):
        oud = ~np.isnan(vorige.basis) & (vijf >= vorige.basis / 2) & (vijf <= vorige.basis * 2)
    basis = np.where(oud, vorige.basis, basis)
    bekend = Afgerond(np.where(oud, vorige.waarde, np.nan), vorige.laag, vorige.hoog, basis)
    uit = _rond(x, bekend, vorig_exact, basis)
    nul = x == 0
    for veld in (uit.waarde, uit.laag, uit.hoog):
        veld[nul] = 0.0
    return uit


def rond_naar_beneden(bedrag: np.ndarray) -> np.ndarray:
    """The largest of 1, 2, 3, 5 and 7 times a power of ten that is not above the amount; 100 euro at least."""
    x = np.maximum(bedrag.astype(float), KLEINSTE_BASIS_EUR)
    macht = 10.0 ** np.floor(np.log10(x) + 1e-12)
    uit = macht.copy()
    for n in RONDE_GETALLEN:
        uit = np.where(n * macht <= x, n * macht, uit)
    return uit


def _rond(x: np.ndarray, vorige: Afgerond, vorig_exact: np.ndarray, basis: np.ndarray) -> Afgerond:
    eerste = np.isnan(vorige.waarde) | (vorige.waarde == 0)
    p = np.where(eerste, 0.0, vorige.waarde)
    stap = np.trunc((x - p) / basis) * basis
    waarde = np.where(eerste, np.floor(x / basis + 0.5) * basis, p + stap)
    # whole numbers have no value between; for amounts a bound that is one cent too wide costs nothing
    laag = np.where(eerste, waarde - np.floor(basis / 2), np.where(stap > 0, waarde, waarde - basis + 1))
    hoog = np.where(eerste, waarde + np.floor(basis / 2), np.where(stap < 0, waarde, waarde + basis - 1))
    # who assumes that nothing changed since the last refresh still knows what he knew then
    gelijk = ~eerste & (stap == 0) & (x == vorig_exact)
    return Afgerond(waarde, np.where(gelijk, vorige.laag, laag), np.where(gelijk, vorige.hoog, hoog), basis)
