"""The years after the current one at unchanged policy, beside what the Rijk is expected to give.

`lees_meerjaren` reads what is needed from a working database, `meerjarenprognose` makes the table MEERJAREN. The
current year itself is forecast elsewhere; measures and new policy have no place here.
"""

from pipeline.prognose.meerjaren.invoer import Meerjareninvoer, lees_meerjaren
from pipeline.prognose.meerjaren.model import Meerjareninstelling
from pipeline.prognose.meerjaren.prognose import meerjarenprognose

__all__ = ["Meerjareninstelling", "Meerjareninvoer", "lees_meerjaren", "meerjarenprognose"]
