"""The region part by part: what one part holds while it is in memory, and what of all parts together is remembered.

Writing it down is `maak`'s and what that calls.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from pipeline.demo.berichten import Bericht, Nummers
from pipeline.demo.declaraties import Declaraties
from pipeline.demo.kalender import Kalender
from pipeline.demo.personen import Persoon, maak_personen
from pipeline.demo.plan import Deel, maak_plan
from pipeline.demo.regels import STILLE_ZORG_MAANDEN, Levering, Oordeel, beoordeel, leveringen
from pipeline.demo.regie import Regie
from pipeline.demo.telling import Telling
from pipeline.demo.zorg import Stuk, maak_stukken


@dataclass
class Inhoud:
    """One part of the region, as it stands in memory before it is written and forgotten."""

    deel: Deel
    personen: list[Persoon]
    stukken: list[Stuk]
    berichten: list[Bericht]
    besluit: dict[int, int]
    oordelen: list[Oordeel]
    leveringen: list[Levering]
    r: random.Random


@dataclass
class Boek:
    """What of all parts together is remembered: counts and sums, never a person."""

    kalender: Kalender
    werkelijk: Telling = field(init=False)
    gemeld: Telling = field(init=False)
    eerste: dict[str, int] = field(default_factory=dict)
    # gemeente, voorziening -> cents granted per month of the answer, for the ledger
    betaald: dict[tuple[str, str], np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        self.werkelijk = Telling(self.kalender, self.kalender.maanden)
        self.gemeld = Telling(self.kalender, self.kalender.bekend)
        self.betaald = defaultdict(lambda: np.zeros(self.kalender.bekend, dtype=np.int64))

    def tel(self, i: Inhoud) -> None:
        """Add one part to both truths."""
        k = self.kalender
        self.werkelijk.tel(
            ((s.gemeente.code, s.wet, s.persoon.nummer, s.voorziening.slug, s.begin, s.eind) for s in i.stukken),
            k.laatste,
        )
        for s in i.stukken:
            for maand, _, _, centen in s.maanden:
                self.werkelijk.boek(s.gemeente.code, s.wet, s.voorziening.slug, maand, 0, centen)
        self.gemeld.tel(
            ((x.gemeente, x.wet, x.persoon.nummer, x.voorziening, x.begin, x.eind) for x in i.leveringen), k.peildatum
        )
        for o in i.oordelen:
            centen, waar = o.regel.centen, (o.gemeente, o.wet, o.voorziening, k.maand(o.regel.begin))
            self.gemeld.boek(*waar, 0, centen if o.status == "toegekend" else 0)
            self.gemeld.boek(*waar, 1, centen if o.status == "openstaand" else 0)
            self.gemeld.boek(*waar, 2, 0 if o.status == "dubbel" else centen)
            if o.status == "toegekend" and o.beoordeeld is not None:
                self.betaald[o.gemeente, o.voorziening][k.maand(o.beoordeeld)] += centen
        for b in i.berichten:
            maand = k.maand(b.dagtekening)
            if maand < self.eerste.get(b.gemeente, 10**6):
                self.eerste[b.gemeente] = maand


def maak_delen(clienten: int, kalender: Kalender, zaad: int) -> Iterator[Inhoud]:
    """The parts of the region, one at a time: what one part holds is free again before the next is made."""
    gebruikt = 0
    for deel in maak_plan(clienten):
        inhoud = _maak_deel(deel, kalender, zaad, gebruikt)
        gebruikt += len(inhoud.personen)
        yield inhoud
        del inhoud


def _maak_deel(deel: Deel, kalender: Kalender, zaad: int, gebruikt: int) -> Inhoud:
    g = np.random.default_rng(np.random.SeedSequence([zaad, deel.nummer]))
    r = random.Random(int(g.integers(1 << 60)))
    personen = maak_personen(deel, kalender, g, gebruikt)
    stukken = maak_stukken(deel, personen, kalender, r)
    nummers = Nummers(deel.nummer)
    regie = Regie(kalender, nummers, r)
    regie.maak(stukken)
    declaraties = Declaraties(kalender, nummers, r)
    declaraties.maak(stukken, regie.foute)
    berichten = regie.berichten + declaraties.berichten
    oordelen = beoordeel(berichten)
    spellen = leveringen(berichten, oordelen, kalender.peildatum, stil_voor(kalender))
    return Inhoud(deel, personen, stukken, berichten, regie.besluit, oordelen, spellen, r)


def stil_voor(kalender: Kalender) -> int:
    """R5: the first day of the month so many months before the month of the peildatum; without one, never."""
    maand = kalender.bekend - 1 - STILLE_ZORG_MAANDEN
    return kalender.begin(maand) if maand >= 0 else 0
