"""Putting the demo region together: part by part, message after message, then the tables and the two truths."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipeline.demo.berichten import Bericht, Nummers
from pipeline.demo.declaraties import Declaraties
from pipeline.demo.gegevens import CLIENTEN, GROOT
from pipeline.demo.kalender import Kalender
from pipeline.demo.personen import Persoon, maak_personen
from pipeline.demo.plan import Deel, maak_plan
from pipeline.demo.regels import STILLE_ZORG_MAANDEN, Levering, Oordeel, beoordeel, leveringen
from pipeline.demo.regie import Regie
from pipeline.demo.telling import Telling
from pipeline.demo.zorg import Stuk, maak_stukken

ZAAD = 2019


class DemoFout(ValueError):
    """The region cannot be made as asked; the message is Dutch and says what to change."""


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
class Uitkomst:
    """What was made, for the command line and the benchmark."""

    personen: int = 0
    berichten: int = 0
    prestaties: int = 0
    bestanden: int = 0
    bytes: int = 0
    delen: int = 0


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


def maak_demo(uit: Path, clienten: int = CLIENTEN, maanden: int = 36, zaad: int = ZAAD) -> Uitkomst:
    """Write the region under `uit`: raw, waarheid and LEESMIJ.md. A region that stands there is replaced."""
    from pipeline.demo import tabellen, toelichtingen, waarheid
    from pipeline.demo.toegang import Toegang
    from pipeline.demo.transport import Schrijver

    if not 20 <= clienten <= 3_000_000:
        raise DemoFout("Kies voor --clienten een aantal van 20 tot en met 3.000.000.")
    if not 12 <= maanden <= 120:
        raise DemoFout("Kies voor --maanden een aantal van 12 tot en met 120.")
    if uit.exists() and any(uit.iterdir()) and not (uit / "LEESMIJ.md").exists():
        raise DemoFout(f"De map {uit} is niet leeg en bevat geen demoregio. Kies een lege of nieuwe map.")
    for oud in ("raw", "waarheid"):
        shutil.rmtree(uit / oud, ignore_errors=True)
    # first of all: it says what the folder is, also where writing stops halfway
    uit.mkdir(parents=True, exist_ok=True)
    (uit / "LEESMIJ.md").write_text(tabellen.leesmij(clienten, maanden, zaad), encoding="utf-8", newline="\n")
    kalender = Kalender(maanden)
    raw = uit / "raw"
    schrijver = Schrijver(raw / "berichten", kalender, bundel=clienten > GROOT)
    toegang = Toegang(raw / "toegang", kalender)
    boek, telling = Boek(kalender), Uitkomst()
    for inhoud in maak_delen(clienten, kalender, zaad):
        boek.tel(inhoud)
        schrijver.schrijf(inhoud.deel.nummer, inhoud.berichten, inhoud.r)
        toegang.schrijf(inhoud)
        telling.personen += len(inhoud.personen)
        telling.prestaties += len(inhoud.oordelen)
        telling.delen += 1
        del inhoud  # before the next one is made: memory holds one part
    schrijver.paspoorten()
    toegang.paspoorten()
    tabellen.schrijf(raw, boek, clienten, random.Random(zaad))
    toelichtingen.schrijf(raw, kalender)
    waarheid.schrijf(uit / "waarheid", boek)
    telling.berichten, telling.bestanden, telling.bytes = schrijver.berichten, schrijver.bestanden, schrijver.bytes
    return telling
