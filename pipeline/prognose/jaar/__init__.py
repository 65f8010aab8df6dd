"""The yearly prognose: next year's lasten from yearly accounts, budgets and inhabitants. Months are elsewhere.

Use `jaarprognose` from `.prognose`; the three other modules prepare the figures, make the middle and make the band.
"""

from pipeline.prognose.jaar.gegevens import Herindeling, Instelling
from pipeline.prognose.jaar.prognose import Jaarrij, jaarprognose

__all__ = ["Herindeling", "Instelling", "Jaarrij", "jaarprognose"]
