"""What happened: care pieces with their aanbieder and product, and the care of each month in units and cents.

The euros of a groep in the last twelve months are made equal to the plan: volumes are scaled, and the tariff of care
per etmaal, whose volume is days. Cents are exact: amount = volume x tariff. Nothing here knows of messages.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict

from pipeline.demo.gegevens import (
    AANBIEDERS,
    GEMEENTEN,
    GROEPEN,
    INDEX,
    SEIZOEN,
    VERWIJZERS,
    VOORZIENINGEN,
    Aanbieder,
    Gemeente,
    Product,
    Voorziening,
)
from pipeline.demo.kalender import OPEN, Kalender, plus_maanden
from pipeline.demo.personen import Loopbaan, Persoon
from pipeline.demo.plan import Deel

# euros per month of a client with the middle volume; the scale is set by the plan, the ratios stay
MAANDBEDRAG = {
    "huishoudelijke_hulp": 220, "begeleiding": 520, "dagbesteding": 480, "jeugdhulp_begeleiding": 330,
    "jeugdhulp_behandeling": 420, "jeugdhulp_dagbesteding": 760, "jeugd_ggz": 300,
}  # fmt: skip
STERKSTE = 2.45  # no volume beyond so many standard deviations: a month holds so many hours


class Stuk:
    """A toewijzing with the care that was really given on it: [begin, eind], but for a pause."""

    __slots__ = (
        "aanbieder", "begin", "categorie", "code", "eenheid", "eind", "eind_toewijzing", "einden", "factor",
        "frequentie", "gemeente", "generiek", "herkomst", "huis", "ingang", "maanden", "nummer", "pauze",
        "persoon", "product", "reden", "versies", "vervolg", "verwijzer", "voorziening", "wet",
    )  # fmt: skip

    def __init__(self, persoon: Persoon, gemeente: Gemeente, voorziening: Voorziening, begin: int, eind: int) -> None:
        self.persoon, self.gemeente, self.voorziening = persoon, gemeente, voorziening
        self.wet = voorziening.wet
        self.begin, self.eind = begin, eind
        self.pauze: tuple[int, int] | None = None  # first and last day without care, within a going toewijzing
        self.maanden: list[tuple[int, int, int, int]] = []  # month, volume, tariff in cents, amount in cents
        self.herkomst = "nieuw"  # nieuw, stock (began before the messages), vervolg (of a piece before it)
        self.vervolg: Stuk | None = None
        self.reden = ""  # why it ended, where that is special: verhuizing, overstap
        self.generiek = False
        self.huis = 0.0

    def kies_product(self, product: Product, gemeente: Gemeente) -> None:
        self.product = product
        self.categorie = product.categorie
        self.code = product.eigen if gemeente.eigen_codes else product.code
        # its own code of jeugdhulp begeleiding stands under the category of ambulant: only its list of codes tells
        if gemeente.eigen_codes and product.eigen.startswith("45"):
            self.categorie = "45"
        self.eenheid, self.frequentie = product.eenheid, product.frequentie


def maak_stukken(deel: Deel, personen: list[Persoon], kalender: Kalender, r: random.Random) -> list[Stuk]:
    """All toewijzingen of a part with the care on them, the months included."""
    stukken: list[Stuk] = []
    for p in personen:
        waar = _woont(deel, r)
        verhuisdag = _verhuisdag(p, kalender, r) if len(waar) > 1 else OPEN
        for baan in p.loopbanen:
            verwijzer = _verwijzer(baan, r)
            for _, _, begin, eind in baan.spellen:
                for v, van, tot in _delen(baan, begin, eind, r):
                    stukken += _reeks(p, baan, v, van, tot, waar, verhuisdag, verwijzer.get(v.slug, "01"), kalender, r)
    _bereken(deel, stukken, kalender, r)
    return stukken


def _woont(deel: Deel, r: random.Random) -> list[Gemeente]:
    if deel.gemeente is not None:
        return [deel.gemeente]
    # movers stay in the region, for both wetten
    return r.sample([g for g in GEMEENTEN if g.jeugd_in_regio], 2)


def _verhuisdag(p: Persoon, kalender: Kalender, r: random.Random) -> int:
    begin = min(s[2] for b in p.loopbanen for s in b.spellen)
    eind = min(max(s[3] for b in p.loopbanen for s in b.spellen), kalender.laatste)
    return r.randint(max(begin, kalender.eerste) + 20, max(eind, begin + 21, kalender.eerste + 21))


def _verwijzer(baan: Loopbaan, r: random.Random) -> dict[str, str]:
    """Who referred, per voorziening of the groep."""
    if GROEPEN[baan.groep].wet == "wmo":
        return {}
    uit = {}
    for soort, kansen in VERWIJZERS.items():
        uit[soort] = r.choices([c for c, _ in kansen], [k for _, k in kansen])[0]
    return {
        v.slug: uit.get(v.slug, uit["jeugdhulp"]) for v in VOORZIENINGEN.values() if v.groep == baan.groep
    }  # fmt: skip


def _delen(baan: Loopbaan, begin: int, eind: int, r: random.Random) -> list[tuple[Voorziening, int, int]]:
    """The voorzieningen of one spell in a groep: the main one, maybe interrupted, and sometimes a second beside it."""
    soorten = [v for v in VOORZIENINGEN.values() if v.groep == baan.groep]
    hoofd = r.choices(soorten, [v.deel for v in soorten])[0]
    uit = [(hoofd, begin, eind)]
    lengte = min(eind, begin + 900) - begin
    if lengte > 240 and r.random() < 0.06:
        dag = begin + r.randint(90, lengte - 120)
        uit = [(hoofd, begin, dag), (hoofd, dag + r.randint(16, 110), eind)]
    if len(soorten) > 1 and baan.groep == "ambulante_jeugdhulp" and lengte > 60 and r.random() < 0.13:
        ander = r.choice([v for v in soorten if v is not hoofd])
        van = begin + r.randint(0, lengte // 2)
        uit.append((ander, van, min(eind, van + r.randint(30, 400))))
    return uit


def _aanbieder(v: Voorziening, gemeente: Gemeente, r: random.Random, niet: Aanbieder | None = None) -> Aanbieder:
    keuze = [a for a in AANBIEDERS if v.groep in a.groepen and a.gemeente in (None, gemeente.code) and a is not niet]
    return r.choices(keuze, [a.gewicht * (2 if a.gemeente else 1) for a in keuze])[0]


def _reeks(
    p: Persoon,
    baan: Loopbaan,
    v: Voorziening,
    van: int,
    tot: int,
    waar: list[Gemeente],
    verhuisdag: int,
    verwijzer: str,
    kalender: Kalender,
    r: random.Random,
) -> list[Stuk]:
    """The chain of toewijzingen that one uninterrupted piece of care needs."""
    uit: list[Stuk] = []
    gemeente = waar[0] if van <= verhuisdag or len(waar) == 1 else waar[1]
    aanbieder = _aanbieder(v, gemeente, r)
    product = r.choices(v.producten, [x.kans for x in v.producten])[0]
    factor = math.exp(GROEPEN[v.groep].sigma * max(-STERKSTE, min(STERKSTE, baan.kracht)))
    overstap = van + r.randint(60, 700) if r.random() < 0.035 else OPEN
    dag, vorige = van, None
    while dag <= min(tot, kalender.laatste):
        s = Stuk(p, gemeente, v, dag, tot)
        s.aanbieder, s.factor, s.verwijzer = aanbieder, factor, verwijzer
        s.kies_product(product, gemeente)
        s.herkomst = "vervolg" if vorige is not None else ("stock" if dag < kalender.eerste else "nieuw")
        s.ingang = dag if vorige is not None else dag - r.choice((0, 0, 0, 1, 3, 7, 12))
        maanden = r.choice(v.looptijd)
        s.eind_toewijzing = OPEN
        if maanden:
            s.eind_toewijzing = plus_maanden(s.ingang, maanden)
            # of long running care only the last toewijzing is still told
            while s.eind_toewijzing < min(tot, kalender.eerste + 20) and s.herkomst == "stock":
                s.eind_toewijzing = plus_maanden(s.eind_toewijzing + 1, 12)
        if v.wet == "jeugdwet" and maanden and r.random() < 0.02 and v.groep == "ambulante_jeugdhulp":
            s.generiek, s.eenheid = True, "83"
        s.einden = [s.eind_toewijzing]
        # most care that goes on gets a longer toewijzing, the rest a new one with another number
        if s.eind_toewijzing < tot and r.random() < 0.7:
            s.versies = "verlengd"
            while s.eind_toewijzing < tot and s.eind_toewijzing < kalender.laatste + 400:
                s.eind_toewijzing = plus_maanden(s.eind_toewijzing + 1, maanden)
                s.einden.append(s.eind_toewijzing)
        else:
            s.versies = "gewoon"
        s.eind = min(tot, s.eind_toewijzing)
        if dag <= overstap < s.eind:
            s.eind, s.reden = overstap, "overstap"
            aanbieder, overstap = _aanbieder(v, gemeente, r, aanbieder), OPEN
        elif dag <= verhuisdag < s.eind:
            s.eind, s.reden = verhuisdag, "verhuizing"
            gemeente = waar[1]
            aanbieder = _aanbieder(v, gemeente, r)
        if vorige is not None:
            vorige.vervolg = s
        uit.append(s)
        vorige, dag = s, s.eind + 1
    return uit


def tarief(stuk: Stuk, maand: int) -> int:
    """Cents per eenheid of the contract in a month: aanbieders differ a little, and each January the index."""
    a = stuk.aanbieder
    eigen = 1 + (int(a.agb[-3:]) * 7 % 11 - 5) / 100 if stuk.product.tarief > 300 else 1.0
    return max(1, round(stuk.product.tarief * eigen * INDEX ** (maand // 12)))


def _bereken(deel: Deel, stukken: list[Stuk], kalender: Kalender, r: random.Random) -> None:
    """Volume and amount per month of care, scaled so that the last twelve months make the euros of the plan."""
    laatste_jaar = kalender.maanden - 12
    ruw: dict[str, list[tuple[Stuk, int, int, float]]] = defaultdict(list)
    som: dict[str, float] = defaultdict(float)
    for s in stukken:
        seizoen = SEIZOEN[s.voorziening.seizoen]
        if s.eenheid != "14" and s.voorziening.slug in MAANDBEDRAG:
            s.huis = MAANDBEDRAG[s.voorziening.slug] * 100 * s.factor
        if s.herkomst == "nieuw" and s.eind - s.begin > 200 and r.random() < 0.05 and s.versies == "gewoon":
            van = s.begin + r.randint(40, 90)
            s.pauze = (van, van + r.randint(20, 60))
        for m in range(max(0, kalender.maand(s.begin)), min(kalender.maanden - 1, kalender.maand(s.eind)) + 1):
            dagen = _dagen(s, kalender.begin(m), kalender.eind(m))
            if not dagen:
                continue
            lengte = kalender.eind(m) - kalender.begin(m) + 1
            if s.eenheid == "14":
                bedrag = float(dagen * tarief(s, m)) * s.factor
            elif s.huis:
                bedrag = s.huis * INDEX ** (m // 12) * dagen / lengte * seizoen[m % 12] * r.uniform(0.82, 1.18)
            else:
                bedrag = float(tarief(s, m))
            ruw[s.voorziening.groep].append((s, m, dagen, bedrag))
            if m >= laatste_jaar:
                som[s.voorziening.groep] += bedrag
    for groep, regels in ruw.items():
        doel = deel.centen[groep]
        schaal = doel / som[groep] if doel and som[groep] else 1.0
        for s, m, dagen, bedrag in regels:
            t = tarief(s, m)
            if s.eenheid == "14":
                t = max(1, round(t * s.factor * schaal))
                s.maanden.append((m, dagen, t, dagen * t))
            elif not s.huis:
                s.maanden.append((m, 1, t, t))
            elif s.eenheid == "83":
                centen = max(1, round(bedrag * schaal))
                s.maanden.append((m, centen, 0, centen))
            else:
                # a whole number of units: chance rounds, so that the sum stays what it was
                exact = bedrag * schaal / t
                volume = int(exact) + (r.random() < exact - int(exact))
                if volume:
                    s.maanden.append((m, volume, t, volume * t))


def _dagen(s: Stuk, van: int, tot: int) -> int:
    dagen = min(tot, s.eind) - max(van, s.begin) + 1
    if s.pauze:
        dagen -= max(0, min(tot, s.pauze[1]) - max(van, s.pauze[0]) + 1)
    return max(0, dagen)
