"""An attacker on the published edition, written apart from the gate: what is published, what is common knowledge, and a
linear program. Takes nothing from the gate but the rules that besluit 0011 makes public.

Rows of the published tables become unknowns; figures that stand for one thing in two tables are one unknown. For each
hidden one it asks for the smallest and the largest value that fits all the rest.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

Cel = tuple[str, ...]
ALLES = math.inf


# style -> which counts are hidden
KLEIN = {"drempel10": range(1, 10), "cbs": range(8)}


def toont(vorig: int | None, exact: int, stijl: str = "drempel10") -> int | None:
    """What a style shows of a count, given what stood there before (None: nothing or a sign); None: a sign."""
    klein = KLEIN[stijl]
    if exact in klein:
        return None
    if exact == 0:
        return 0
    if not vorig:
        return 5 * ((exact + 2) // 5)
    if abs(exact - vorig) < 5 or (vorig == 15 and exact == 10):
        return vorig
    stappen = abs(exact - vorig) // 5
    return vorig + 5 * stappen * (1 if exact > vorig else -1)


def kan_zijn(vorig: int | None, nu: int, stijl: str = "drempel10") -> tuple[float, float]:
    """Between which figures the exact one must be, for who sees `nu` where `vorig` stood."""
    passend = [x for x in range(max(0, nu - 10), nu + 11) if toont(vorig, x, stijl) == nu]
    return min(passend), max(passend)


@dataclass
class Beeld:
    """One refresh as a reader has it: shown figures and signs, per unknown."""

    getoond: dict[Cel, int] = field(default_factory=dict)
    teken: dict[Cel, str] = field(default_factory=dict)
    openbaar: dict[Cel, float] = field(default_factory=dict)


PER_CEL = ("d:", "k:")  # classes of duration and cost, which each cell has its own of
# table -> (period, part, form, its columns with the unknown that each is)
TABELLEN: Mapping[str, tuple[str, str, str, dict[str, str]]] = {
    "clienten": (
        "periode",
        "''",
        "leveringsvorm",
        {"clienten_aantal": "clienten", "clienten_peildatum_aantal": "eind"},
    ),
    "instroom_uitstroom": (
        "periode",
        "''",
        "case when reeks = 'berichten' then 'zin' else 'alle' end",
        {"begin_aantal": "begin", "instroom_aantal": "in", "uitstroom_aantal": "uit", "eind_aantal": "eind"},
    ),
    "kosten_per_client": ("jaar::varchar", "''", "'zin'", {"clienten_aantal": "clienten"}),
    "verwijzers": ("jaar::varchar", "'v:' || verwijzer", "'zin'", {"clienten_aantal": "clienten"}),
    "zorgpopulatie": (
        "jaar::varchar",
        "case when leeftijdsgroep <> 'totaal' then 'l:' || leeftijdsgroep when duurklasse <> 'totaal' then 'd:' "
        "|| duurklasse when intensiteitsklasse <> 'totaal' then 'k:' || intensiteitsklasse else '' end",
        "'zin'",
        {"clienten_aantal": "clienten"},
    ),
    "zorgaanbod": (
        "jaar::varchar",
        "'a:' || aanbieder",
        "'zin'",
        {"clienten_aantal": "clienten", "beeindigd_aantal": "beeindigd", "begonnen_aantal": "begonnen"},
    ),
    "zorgaanbod_beeindiging": (
        "jaar::varchar",
        "'a:' || aanbieder || '|r:' || wet || reden_beeindiging",
        "'zin'",
        {"beeindigd_aantal": "beeindigd"},
    ),
}


def lees(con: duckdb.DuckDBPyConnection, prefix: str = "marts", tabellen: Iterable[str] = tuple(TABELLEN)) -> Beeld:
    """What a published database shows, or some tables of it."""
    beeld = Beeld()
    for tabel, (periode, deel, vorm, kolommen) in TABELLEN.items():
        if tabel not in tabellen:
            continue
        for kolom, soort in kolommen.items():
            vraag = (
                f"select gemeente_code, {periode}, {vorm}, {deel}, niveau, wet, voorziening, reeks, {kolom}, "
                f"verborgen, is_openbaar from {prefix}.{tabel} where {kolom} is not null or verborgen like '%{kolom}:%'"
            )
            for *sleutel, waarde, verborgen, openbaar in con.execute(vraag).fetchall():
                cel = (soort, *sleutel)
                if openbaar:
                    beeld.openbaar[cel] = waarde
                elif waarde is not None:
                    beeld.getoond[cel] = waarde
                else:
                    redenen = dict(d.split(":") for d in verborgen.split(","))
                    beeld.teken[cel] = redenen[kolom]
    return beeld


@dataclass
class Uitslag:
    """What an attack found: hidden cells that were tried, and the number of values that is left for each."""

    waarden: dict[Cel, float] = field(default_factory=dict)
    overgeslagen: int = 0

    @property
    def smalste(self) -> float:
        return min(self.waarden.values(), default=ALLES)


class Aanval:
    """All that is known after some refreshes: bounds of each unknown and the relations between them."""

    def __init__(
        self, groepen: Mapping[tuple[str, str], str], leden: Mapping[str, Iterable[str]], stijl: str = "drempel10"
    ) -> None:
        self.groepen, self.leden, self.stijl = groepen, leden, stijl
        self.vorig: dict[Cel, int] = {}
        self.grenzen: dict[Cel, tuple[float, float]] = {}

    def zie(self, beeld: Beeld) -> dict[Cel, tuple[float, float]]:
        """Take in a next refresh; gives what each unknown can be by itself, given what stood there before."""
        klein = KLEIN[self.stijl]
        grenzen = {cel: kan_zijn(self.vorig.get(cel), p, self.stijl) for cel, p in beeld.getoond.items()}
        grenzen |= {cel: (klein[0], klein[-1] if r == "klein" else ALLES) for cel, r in beeld.teken.items()}
        grenzen |= {cel: (x, x) for cel, x in beeld.openbaar.items()}
        self.vorig = dict(beeld.getoond)
        self.grenzen = grenzen
        return grenzen

    def val_aan(
        self, doel: Iterable[Cel], exact: Mapping[Cel, float], hoogstens: int = 10**9, zaad: int = 0
    ) -> Uitslag:
        """The values left for each hidden cell of `doel`, or for `hoogstens` of them at random.

        `exact` only says which suppositions are right: sums over unique persons that happen to hold.
        """
        doel = sorted(doel)
        keus = doel if len(doel) <= hoogstens else random.Random(zaad).sample(doel, hoogstens)
        uit = Uitslag(overgeslagen=len(doel) - len(keus))
        for cel, laag, hoog in self.uiteinden(keus, exact):
            uit.waarden[cel] = ALLES if hoog == ALLES else math.floor(hoog + 1e-6) - math.ceil(laag - 1e-6) + 1
        return uit

    def uiteinden(self, doel: Iterable[Cel], exact: Mapping[Cel, float]) -> Iterable[tuple[Cel, float, float]]:
        """Each cell with the smallest and the largest figure that fit all the rest; infinite where nothing holds it."""
        termen = list(self._verbanden(exact))
        nummer = {cel: i for i, cel in enumerate(self.grenzen)}
        stuk = _stukken(len(nummer), [[nummer[c] for c in t] for t, _ in termen])
        per_stuk: dict[int, list[tuple[dict[Cel, int], bool]]] = defaultdict(list)
        for term in termen:
            per_stuk[stuk[nummer[next(iter(term[0]))]]].append(term)
        cellen_van: dict[int, list[Cel]] = defaultdict(list)
        for cel, i in nummer.items():
            cellen_van[stuk[i]].append(cel)
        bouw: dict[int, tuple] = {}
        for cel in doel:
            s = stuk[nummer[cel]]
            if s not in bouw:
                bouw[s] = _programma(cellen_van[s], per_stuk[s], self.grenzen)
            yield cel, *_uiteinden(cel, *bouw[s])

    def _delen(self) -> dict[tuple[Cel, str], list[Cel]]:
        """The parts of each whole that is seen too, per way to split it."""
        delen: dict[tuple[Cel, str], list[Cel]] = defaultdict(list)
        for cel in self.grenzen:
            for geheel, soort in self._gehelen(cel):
                if geheel in self.grenzen and geheel != cel:
                    delen[geheel, soort].append(cel)
        return delen

    def _verbanden(self, exact: Mapping[Cel, float]) -> Iterable[tuple[dict[Cel, int], bool]]:
        """(cell -> sign, is an equality); else the sum is at least zero."""
        for (geheel, soort), lijst in self._delen().items():
            som = sum(exact[c] for c in lijst)
            if som == exact[geheel] and (len(lijst) == 1 or soort != "niveau"):
                yield {geheel: -1, **dict.fromkeys(lijst, 1)}, True
                continue
            if som >= exact[geheel]:
                yield {geheel: -1, **dict.fromkeys(lijst, 1)}, False
            for c in lijst:
                # nothing declared for a voorziening is not nothing for the wet: a class is of its own cell
                if exact[c] <= exact[geheel] and not (soort == "niveau" and c[4].startswith(PER_CEL)):
                    yield {geheel: 1, c: -1}, False
        for cel in self.grenzen:
            if cel[0] == "in":
                b, u, e, c = ((soort, *cel[1:]) for soort in ("begin", "uit", "eind", "clienten"))
                if all(x in self.grenzen for x in (b, u, e)) and exact[b] + exact[cel] - exact[u] == exact[e]:
                    yield {b: 1, cel: 1, u: -1, e: -1}, True
                if all(x in self.grenzen for x in (b, c)) and exact[b] + exact[cel] >= exact[c]:
                    yield {b: 1, cel: 1, c: -1}, False
            if cel[0] == "eind" and cel[2].isdigit():
                c, volgend = ("clienten", *cel[1:]), ("begin", cel[1], str(int(cel[2]) + 1), *cel[3:])
                if c in self.grenzen and exact[c] >= exact[cel]:
                    yield {c: 1, cel: -1}, False
                if volgend in self.grenzen and exact[volgend] == exact[cel]:
                    yield {cel: 1, volgend: -1}, True

    def _gehelen(self, cel: Cel) -> Iterable[tuple[Cel, str]]:
        soort, gebied, periode, vorm, deel, niveau, wet, voorziening, reeks = cel
        if niveau == "voorziening" and (wet, voorziening) in self.groepen:
            yield (soort, gebied, periode, vorm, deel, "groep", wet, self.groepen[wet, voorziening], reeks), "niveau"
        if niveau == "groep":
            yield (soort, gebied, periode, vorm, deel, "wet", wet, "totaal", reeks), "niveau"
        if niveau == "wet":
            yield (soort, gebied, periode, vorm, deel, "totaal", "totaal", "totaal", reeks), "niveau"
        for regio, leden in self.leden.items():
            if gebied in leden:
                yield (soort, regio, *cel[2:]), "gebied"
        if deel:
            boven, _, zelf = deel.rpartition("|")
            yield (soort, gebied, periode, vorm, boven, niveau, wet, voorziening, reeks), zelf[:1]


def _stukken(aantal: int, groepen: list[list[int]]) -> list[int]:
    """The number of the connected piece of each unknown."""
    hoofd = list(range(aantal))

    def top(i: int) -> int:
        while hoofd[i] != i:
            hoofd[i] = hoofd[hoofd[i]]
            i = hoofd[i]
        return i

    for groep in groepen:
        for ander in groep[1:]:
            hoofd[top(ander)] = top(groep[0])
    return [top(i) for i in range(aantal)]


def _programma(cellen: list[Cel], termen: list, grenzen: Mapping[Cel, tuple[float, float]]) -> tuple:
    plaats = {c: i for i, c in enumerate(cellen)}
    gelijk = [t for t, g in termen if g]
    ongelijk = [t for t, g in termen if not g]

    def matrix(rijen: list[dict[Cel, int]], teken: int) -> csr_matrix | None:
        if not rijen:
            return None
        ijk = [(i, plaats[c], teken * w) for i, r in enumerate(rijen) for c, w in r.items()]
        i, j, w = zip(*ijk, strict=True)
        return csr_matrix((np.array(w, float), (i, j)), shape=(len(rijen), len(cellen)))

    return plaats, matrix(gelijk, 1), matrix(ongelijk, -1), np.array([grenzen[c] for c in cellen], float)


def _uiteinden(
    cel: Cel, plaats: dict, a_eq: csr_matrix | None, a_ub: csr_matrix | None, grenzen: np.ndarray
) -> tuple[float, float]:
    """The smallest and the largest value of a cell that fit the rest; infinite where nothing holds it."""
    gevonden = []
    for teken in (1, -1):
        c = np.zeros(len(plaats))
        c[plaats[cel]] = teken
        r = linprog(
            c,
            A_eq=a_eq,
            b_eq=None if a_eq is None else np.zeros(a_eq.shape[0]),
            A_ub=a_ub,
            b_ub=None if a_ub is None else np.zeros(a_ub.shape[0]),
            bounds=grenzen,
            method="highs",
        )
        assert r.status in (0, 3), r.message
        gevonden.append(teken * r.fun if r.status == 0 else -teken * ALLES)
    return gevonden[0], gevonden[1]
