"""The yearly prognose: next year's lasten from yearly accounts, budgets and inhabitants. Months are elsewhere.

`jaarprognose` makes one year of one group of taakvelden; `lees_rekeningen` and `rekeningprognose` make every cell of
the yearly accounts in a working database, for the archive.
"""

from pipeline.prognose.jaar.cellen import rekeningprognose
from pipeline.prognose.jaar.gegevens import Herindeling, Instelling
from pipeline.prognose.jaar.invoer import Rekeningen, lees_rekeningen
from pipeline.prognose.jaar.prognose import Jaarrij, jaarprognose

__all__ = [
    "Herindeling",
    "Instelling",
    "Jaarrij",
    "Rekeningen",
    "jaarprognose",
    "lees_rekeningen",
    "rekeningprognose",
]
