"""The run-off: what care already given will still be declared. The forecast of care to come does not belong here."""

from pipeline.prognose.afloop.centen import AfloopInCenten, in_centen
from pipeline.prognose.afloop.driehoek import Driehoek, DriehoekFout, driehoek_uit_rijen
from pipeline.prognose.afloop.ijking import Ijking, ijk
from pipeline.prognose.afloop.instelling import AfloopInstelling
from pipeline.prognose.afloop.ladder import Ladder, mack
from pipeline.prognose.afloop.samen import Afloop, bereken_afloop

__all__ = [
    "Afloop", "AfloopInCenten", "AfloopInstelling", "Driehoek", "DriehoekFout", "Ijking", "Ladder", "bereken_afloop",
    "driehoek_uit_rijen", "ijk", "in_centen", "mack",
]  # fmt: skip
