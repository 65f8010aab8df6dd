"""The settings of the run-off. Reading them from a file does not belong here.

The defaults were chosen on simulated series with other seeds than `benchmarks.afloop` reports on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AfloopInstelling:
    """How the run-off is made.

    `k`: weight of the group against the own pattern in the credibility; 0 is own pattern only.
    `halfwaarde`: a diagonal so many months ago counts half in the development factors; None: all count the same.
    `laatste`: only the last so many diagonals count; None: all.
    `drempel`, `rijp`: with a declared share up to `drempel` a month is Bornhuetter-Ferguson, from `rijp` on chain
    ladder, and between them a mix by what both are worth.
    `niveau_demping`: weight of a month in the level of the own prior, against the month after it (0 to 1).
    `seizoen_jaren`: so many years of the own season count as much as the season of the group.
    `trend_demping`: share of the trend in the completed months that the own prior goes on with.
    `prior_cv`: relative standard error of a prior, as far as the completed months cannot tell it.
    `prior_ijken`: set the level of the caller's prior by what was declared (Cape Cod with the prior as its exposure).
    """

    k: float = 0.3
    halfwaarde: float | None = 8.0
    laatste: int | None = None
    drempel: float = 0.1
    rijp: float = 0.97
    niveau_demping: float = 0.9
    seizoen_jaren: float = 5.0
    trend_demping: float = 0.75
    prior_cv: float = 0.15
    prior_ijken: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError where a setting has no meaning."""
        if not self.k >= 0:
            raise ValueError("k is niet negatief.")
        if self.halfwaarde is not None and not self.halfwaarde > 0:
            raise ValueError("halfwaarde is groter dan 0, of leeg.")
        if self.laatste is not None and self.laatste < 1:
            raise ValueError("laatste is minstens 1, of leeg.")
        if not 0 <= self.drempel <= self.rijp <= 1:
            raise ValueError("drempel en rijp liggen tussen 0 en 1, en drempel is niet de grootste.")
        if not 0 < self.niveau_demping <= 1:
            raise ValueError("niveau_demping ligt tussen 0 en 1.")
        if not (self.seizoen_jaren >= 0 and 0 <= self.trend_demping <= 1 and self.prior_cv >= 0):
            raise ValueError("seizoen_jaren, trend_demping en prior_cv zijn niet negatief.")
