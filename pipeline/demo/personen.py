"""Who lives in a part of the region and when they are a client: unique clients per year exactly as demanded.

A loopbaan is one person in one groep: one or more spells, each from window a to window b (twelve months, counted back
from the horizon). The number of loopbanen that touch a window is what the plan asks; days within it are drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from pipeline.demo.gegevens import GROEPEN, INSTROOM, STAPELING, VOLWASSEN
from pipeline.demo.kalender import BEGINJAAR, OPEN, Kalender
from pipeline.demo.plan import Deel

TERUGKEER = 0.07  # share of the newcomers of a year who ended in the year before


@dataclass(slots=True)
class Persoon:
    """Somebody: number within the part, BSN, year and day of birth, sex, household."""

    nummer: int
    bsn: int
    geboren: str
    geslacht: str
    huishouden: int
    loopbanen: list[Loopbaan] = field(default_factory=list)


@dataclass(slots=True)
class Loopbaan:
    """One person in one groep. `spellen`: (window a, window b, begin, eind). `kracht`: normal number of its volume."""

    groep: str
    volwassen: bool
    kracht: float
    spellen: list[tuple[int, int, int, int]]
    persoon: Persoon | None = None

    @property
    def vensters(self) -> tuple[tuple[int, int], ...]:
        return tuple((a, b) for a, b, _, _ in self.spellen)


def geldige_nummers(overslaan: int) -> Iterator[int]:
    """Numbers that pass the elfproef: the official test range first, then numbers that were never handed out."""
    gewichten = np.array([9, 8, 7, 6, 5, 4, 3, 2])

    def blok(van: int, tot: int) -> np.ndarray:
        voor = np.arange(van, tot)
        cijfers = voor[:, None] // 10 ** np.arange(7, -1, -1) % 10
        rest = cijfers @ gewichten % 11
        return (voor * 10 + rest)[rest < 10]

    toets = blok(99_990_000, 100_000_000)
    toets = toets[(toets >= 999_900_006) & (toets <= 999_999_990)]
    if overslaan < len(toets):
        yield from toets[overslaan:].tolist()
        overslaan = 0
    else:
        overslaan -= len(toets)
    # ten of eleven prefixes have a check digit: step near the right block without making the numbers before it
    start, breedte = 90_000_000, 11_000
    while start < 99_990_000:
        nummers = blok(start, min(start + breedte, 99_990_000))
        if overslaan < len(nummers):
            yield from nummers[overslaan:].tolist()
            overslaan = 0
        else:
            overslaan -= len(nummers)
        start += breedte
    raise ValueError("Er zijn niet genoeg nummers voor zoveel cliënten. Kies een kleinere regio.")


def maak_personen(deel: Deel, kalender: Kalender, g: np.random.Generator, eerste_nummer: int) -> list[Persoon]:
    """The persons of a part, each with its loopbanen. `eerste_nummer`: how many BSNs the parts before may have used."""
    loopbanen = {naam: _loopbanen(naam, deel.clienten[naam], kalender, g) for naam in GROEPEN}
    groepen = _stapel(loopbanen, g)
    nummers = geldige_nummers(eerste_nummer)
    uit = []
    jaar = BEGINJAAR + kalender.jaren - 1
    for samen in groepen:
        p = Persoon(len(uit), next(nummers), _geboren(samen, jaar, g), "2" if g.random() < 0.57 else "1", 0)
        if samen[0].groep in ("ambulante_jeugdhulp", "verblijf_jeugd", "jeugdbescherming"):
            p.geslacht = "1" if g.random() < 0.56 else "2"
        for baan in samen:
            baan.persoon = p
            p.loopbanen.append(baan)
        uit.append(p)
    _huishoudens(uit, deel.nummer, g)
    return uit


def _loopbanen(naam: str, laatste: int, kalender: Kalender, g: np.random.Generator) -> list[Loopbaan]:
    groep = GROEPEN[naam]
    vensters = kalender.vensters()
    n = len(vensters)
    actief = [laatste]
    for _ in range(n - 1):
        actief.insert(0, round(actief[0] / groep.groei))
    banen: list[list[list[int]]] = [[[0, 0]] for _ in range(actief[0])]
    lopend = list(range(actief[0]))
    for w in range(1, n):
        blijft = min(round(groep.blijft * len(lopend)), actief[w])
        wie = set(g.permutation(len(lopend))[:blijft].tolist())
        weg = [b for i, b in enumerate(lopend) if i not in wie]
        lopend = [b for i, b in enumerate(lopend) if i in wie]
        for b in lopend:
            banen[b][-1][1] = w
        nieuw = actief[w] - blijft
        terug = [weg[i] for i in g.permutation(len(weg))[: round(nieuw * TERUGKEER)].tolist()]
        for b in terug:
            banen[b].append([w, w])
            lopend.append(b)
        for _ in range(nieuw - len(terug)):
            lopend.append(len(banen))
            banen.append([[w, w]])
    volwassen = _gespreid(len(banen), g) < VOLWASSEN.get(naam, 0.0)
    # evenly spread normal numbers instead of drawn ones: the concentration is the same for every seed and size
    kracht = _normaal(_gespreid(len(banen), g))
    stock = _gespreid(len(banen), g) < groep.blijft
    uit = []
    for i, baan in enumerate(banen):
        spellen = []
        for a, b in baan:
            begin = _begin(vensters[a], groep.wet, a == 0 and bool(stock[i]), kalender, g)
            eind = _eind(vensters[b], begin, b == n - 1 and g.random() < groep.blijft, kalender, g)
            spellen.append((a, b, begin, eind))
        uit.append(Loopbaan(naam, bool(volwassen[i]), float(kracht[i]), spellen))
    return uit


def _gespreid(n: int, g: np.random.Generator) -> np.ndarray:
    return (g.permutation(n) + 0.5) / max(n, 1)


def _normaal(p: np.ndarray) -> np.ndarray:
    """Inverse of the normal distribution (Acklam's central formula and tails; error below 1e-8 is not needed here)."""
    from statistics import NormalDist

    inv = NormalDist().inv_cdf
    return np.array([inv(x) for x in p.tolist()])


def _begin(venster: tuple[int, int], wet: str, liep_al: bool, kalender: Kalender, g: np.random.Generator) -> int:
    van, tot = venster
    if liep_al:
        return van - 1 - int(g.exponential(520))
    m0, m1 = kalender.maand(van), kalender.maand(tot)
    gewicht = np.array([INSTROOM[wet][m % 12] for m in range(m0, m1 + 1)])
    m = m0 + int(g.choice(len(gewicht), p=gewicht / gewicht.sum()))
    if g.random() < 0.3:
        return kalender.begin(m)
    return int(g.integers(kalender.begin(m), kalender.eind(m) + 1))


def _eind(venster: tuple[int, int], begin: int, loopt_door: bool, kalender: Kalender, g: np.random.Generator) -> int:
    if loopt_door:
        return OPEN
    van, tot = max(venster[0], begin + 6), venster[1]
    if van >= tot:
        return tot
    dag = int(g.integers(van, tot + 1))
    return kalender.eind(kalender.maand(dag)) if g.random() < 0.45 else dag


def _stapel(loopbanen: dict[str, list[Loopbaan]], g: np.random.Generator) -> list[list[Loopbaan]]:
    """Loopbanen put together to persons: only where years and age fit, so that unique counts stay in proportion."""
    bij: dict[int, list[Loopbaan]] = {}
    for een, ander, deel in STAPELING:
        wet_een = defaultdict(list)
        for i in g.permutation(len(loopbanen[een])).tolist():
            baan = loopbanen[een][i]
            groep = bij.get(id(baan), [baan])
            if all(x.groep != ander for x in groep):
                wet_een[(baan.vensters, baan.volwassen)].append(baan)
        kandidaten = [b for b in loopbanen[ander] if id(b) not in bij]
        for i in g.permutation(len(kandidaten))[: round(deel * len(loopbanen[ander]))].tolist():
            baan = kandidaten[i]
            keuze = wet_een[(baan.vensters, baan.volwassen)]
            if not keuze:
                continue
            gekozen = keuze.pop()
            samen = bij.setdefault(id(gekozen), [gekozen])
            samen.append(baan)
            bij[id(baan)] = samen
    uit, gezien = [], set()
    for banen in loopbanen.values():
        for baan in banen:
            if id(baan) in gezien:
                continue
            samen = bij.get(id(baan), [baan])
            gezien.update(id(b) for b in samen)
            uit.append(samen)
    return [uit[i] for i in g.permutation(len(uit)).tolist()]


def _geboren(samen: list[Loopbaan], jaar: int, g: np.random.Generator) -> str:
    if GROEPEN[samen[0].groep].wet == "jeugdwet":
        if any(b.groep == "verblijf_jeugd" for b in samen):
            leeftijd = int(g.integers(5, 19))
        else:
            leeftijd = int(min(18, max(2, g.normal(11.5, 4))))
    elif samen[0].volwassen:
        leeftijd = int(g.integers(24, 65))
    elif any(b.groep == "beschermd_wonen" for b in samen):
        leeftijd = int(g.integers(65, 76))
    else:
        leeftijd = int(min(101, max(67, g.normal(81, 7))))
    return f"{jaar - leeftijd}-{int(g.integers(1, 13)):02d}-{int(g.integers(1, 29)):02d}"


def _huishoudens(personen: list[Persoon], deel: int, g: np.random.Generator) -> None:
    """Most people are the only client of their household; some share it: couples, brothers and sisters, families."""
    for p in personen:
        p.huishouden = deel * 1_000_000 + p.nummer
    for p in personen[1:]:
        if g.random() < 0.14:
            p.huishouden = personen[p.nummer - 1].huishouden
