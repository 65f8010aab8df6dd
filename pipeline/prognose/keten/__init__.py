"""The monthly chain: from declarations, monthly amounts and toewijzingen to coherent prognoses of the year-end.

`invoer` reads, `stand` shows what was known, `aandrijvers` makes the candidates, `keten` weighs them, `ijking` learns
from errors, `grenzen` bounds, and `prognose` writes the rows.
"""

from pipeline.prognose.keten.aandrijvers import KetenInstelling
from pipeline.prognose.keten.invoer import Invoer, lees_invoer
from pipeline.prognose.keten.prognose import maandprognose

__all__ = ["Invoer", "KetenInstelling", "lees_invoer", "maandprognose"]
