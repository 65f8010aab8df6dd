"""The same attacker on amounts: between which figures is a hidden amount, and is that half of its largest client?

Takes the strongest reading: he knows to which base each shown amount was rounded, and where nothing moved, that nothing
did. Sums over voorziening, groep, wet and totaal, and over gemeente and region; amounts stand in thousands of euros.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np

from benchmarks.onthulling.aanval import ALLES, Aanval
from benchmarks.onthulling.beeld import Cel, Leden

RONDE = (1, 2, 3, 5, 7)
CENT = 0.5e-5  # what differs less is the same amount
SPELING = 1e-3  # a euro: what the solver and the cents of a mean may differ

# what shows an amount, directly or as a mean times what it is the mean of
BRONNEN = {
    "uitgaven": ("periode", "soort", ("uitgaven_eur", "per_inwoner_eur * inwoners_aantal")),
    "kosten_per_client": ("jaar::varchar", "'zin'", ("uitgaven_eur", "kosten_per_client_eur * clienten_aantal")),
}


@dataclass
class Bedragen:
    """One refresh: shown amounts, what is public to the cent, and signs. In thousands of euros."""

    getoond: dict[Cel, float] = field(default_factory=dict)
    openbaar: dict[Cel, float] = field(default_factory=dict)
    teken: dict[Cel, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waarheid:
    """What stands behind the amounts, in thousands of euros: the amount, its clients, and the largest of them."""

    exact: dict[Cel, float]
    clienten: dict[Cel, int]
    grootste: dict[Cel, float]


def lees(con: duckdb.DuckDBPyConnection, prefix: str = "marts") -> Bedragen:
    """What a published database shows of amounts from messages. One that stands in a single place is shown."""
    beeld = Bedragen()
    for tabel, (periode, vorm, manieren) in BRONNEN.items():
        for manier in manieren:
            rijen = con.execute(
                f"select gemeente_code, {periode}, {vorm}, '', niveau, wet, voorziening, reeks, "
                f"cast({manier} as double) / 1000, is_openbaar, "
                "regexp_extract(coalesce(verborgen, ''), 'uitgaven_eur:(\\w+)', 1) "
                f"from {prefix}.{tabel} where reeks = 'berichten'"
            ).fetchall()
            for *sleutel, waarde, openbaar, verborgen in rijen:
                cel = ("eur", *sleutel)
                if waarde is not None and (manier == "uitgaven_eur" or verborgen):
                    (beeld.openbaar if openbaar else beeld.getoond)[cel] = waarde
                elif verborgen:
                    beeld.teken[cel] = verborgen
    for cel in beeld.openbaar.keys() | beeld.getoond.keys():
        beeld.teken.pop(cel, None)
    return beeld


def waarheid(con: duckdb.DuckDBPyConnection, groepen: Mapping[tuple[str, str], str]) -> Waarheid:
    """The amounts of `werk`, and per cell what each person makes of it."""
    exact = {
        ("eur", *sleutel): float(waarde) / 1000
        for *sleutel, waarde in con.execute(
            "select gemeente_code, periode, soort, '', niveau, wet, voorziening, reeks, uitgaven_eur "
            "from werk.marts.uitgaven where reeks = 'berichten' and uitgaven_eur is not null"
        ).fetchall()
    }
    regios: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for regio, wet, jaar, lid in con.execute(
        "select regio_code, wet, jaar, gemeente_code from werk.intermediate.int_regioleden"
    ).fetchall():
        regios[lid, wet, jaar].append(regio)
    per: dict[Cel, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for lid, wet, voorziening, jaar, persoon, eur in con.execute(
        "select gemeente_code, wet, voorziening, year(zorgmaand), persoon, cast(sum(toegekend_eur) as double) / 1000 "
        "from werk.intermediate.int_prestaties where status = 'toegekend' group by all"
    ).fetchall():
        for gebied in (lid, *regios[lid, wet, jaar]):
            for plek in (
                ("voorziening", wet, voorziening),
                ("groep", wet, groepen.get((wet, voorziening), voorziening)),
                ("wet", wet, "totaal"),
                ("totaal", "totaal", "totaal"),
            ):
                per["eur", gebied, str(jaar), "zin", "", *plek, "berichten"][persoon] += eur
    clienten = {cel: sum(abs(e) > CENT for e in p.values()) for cel, p in per.items()}
    return Waarheid(exact, clienten, {cel: max(map(abs, p.values())) for cel, p in per.items()})


def basis_van(bedrag: float, clienten: int, vorige: float | None) -> float:
    """The round figure below five average clients, 100 euro at least; an earlier one stays from half to twice of it."""
    vijf = 5 * abs(bedrag) / max(clienten, 1)
    if vorige is not None and vorige / 2 <= vijf <= vorige * 2:
        return vorige
    vijf = max(vijf, 0.1)
    macht = 10.0 ** math.floor(math.log10(vijf) + 1e-12)
    return max(n * macht for n in RONDE if n * macht <= vijf * (1 + 1e-12))


def kan_zijn(vorig: float | None, nu: float, basis: float) -> tuple[float, float]:
    """Between which amounts the exact one is, for who sees `nu` where `vorig` stood with the same base."""
    if abs(nu) < CENT:
        return 0.0, 0.0
    if vorig is None or abs(vorig) < CENT:
        return nu - basis / 2, nu + basis / 2
    if abs(nu - vorig) < CENT:
        return nu - basis, nu + basis
    return (nu, nu + basis) if nu > vorig else (nu - basis, nu)


@dataclass
class Ruimte:
    """Hidden amounts that were tried: per cell the room left, and what it must be. In thousands of euros.

    Of the cells in `eigen` exactly so much; of the others at least, and that is enough.
    """

    speling: dict[Cel, tuple[float, float]] = field(default_factory=dict)
    eigen: set[Cel] = field(default_factory=set)
    programmas: int = 0

    @property
    def te_smal(self) -> dict[Cel, tuple[float, float]]:
        return {cel: (ruim, nodig) for cel, (ruim, nodig) in self.speling.items() if ruim < nodig - SPELING}

    @property
    def smalste(self) -> float:
        """The smallest room, as a part of the largest client of its cell; one that costs nothing is left out."""
        return min((ruim / (2 * nodig) for ruim, nodig in self.speling.values() if nodig > SPELING), default=ALLES)


class AanvalOpBedragen(Aanval):
    """All that is known of amounts after some refreshes."""

    def __init__(self, groepen: Mapping[tuple[str, str], str], leden: Leden, wie: str = "") -> None:
        super().__init__(groepen, leden, wie=wie)
        self.stond: dict[Cel, tuple[float, float, float, tuple[float, float]]] = {}
        self.waar = Waarheid({}, {}, {})

    def neem_op(self, beeld: Bedragen, waar: Waarheid) -> None:
        """Take in a next refresh. `waar` says to which base a figure was rounded, and which figure did not move."""
        grenzen: dict[Cel, tuple[float, float]] = {}
        nu: dict[Cel, tuple[float, float, float, tuple[float, float]]] = {}
        for cel, p in beeld.getoond.items():
            x, (vorig, oude_basis, oude_x, oud) = waar.exact[cel], self.stond.get(cel, (None, None, None, None))
            basis = basis_van(x, waar.clienten.get(cel, 0), oude_basis)
            laag, hoog = kan_zijn(vorig if basis == oude_basis else None, p, basis)
            if oud is not None and x == oude_x and basis == oude_basis:
                laag, hoog = max(laag, oud[0]), min(hoog, oud[1])
            # a mean that is rounded to cents says the amount to a euro or so
            assert laag - SPELING <= x <= hoog + SPELING, (cel, p, basis, x)
            grenzen[cel], nu[cel] = (min(laag, x), max(hoog, x)), (p, basis, x, (laag, hoog))
        # an amount that is hidden besides for a time is remembered
        self.stond = {cel: s for cel, s in self.stond.items() if beeld.teken.get(cel) == "secundair"} | nu
        # nobody is paid less than nothing, unless he was
        grenzen |= {cel: (min(waar.exact[cel], 0.0), ALLES) for cel in beeld.teken}
        grenzen |= {cel: (x, x) for cel, x in beeld.openbaar.items()}
        self.grenzen = grenzen | {cel: (x, x) for cel, x in waar.exact.items() if cel[1] == self.wie}
        self.exact, self.waar = waar.exact, waar
        self.doel = self._van_anderen(beeld.teken)

    def meet(self, doel: Iterable[Cel] | None = None, hoogstens: int = 10**9, zaad: int = 0) -> Ruimte:
        """The room of each hidden amount, or of those of `doel`, or of `hoogstens` of them at random."""
        alle = sorted(self.doel if doel is None else doel)
        keus = alle if len(alle) <= hoogstens else random.Random(zaad).sample(alle, hoogstens)
        nodig = {cel: self.waar.grootste.get(cel, 0.0) / 2 for cel in keus}
        per_nr = np.array([nodig.get(cel, 0.0) for cel in self.grenzen])

        def ruim(welke: np.ndarray, laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
            return hoog - laag >= per_nr[welke]

        nrs, bereik = self._bereik(keus, {cel: max(n, SPELING) for cel, n in nodig.items()}, ruim)
        breedte = bereik.hoog - bereik.laag
        return Ruimte(
            {cel: (float(breedte[i]), nodig[cel]) for cel, i in zip(keus, nrs, strict=True)},
            {cel for cel, i in zip(keus, nrs, strict=True) if bereik.eigen[i]},
            bereik.programmas,
        )

    def _verbanden(self) -> Iterator[tuple[dict[Cel, int], bool]]:
        """Sums that are right to the cent; where a part is not published, the whole is no less than the others."""
        exact = self.exact
        for (geheel, _), lijst in self._delen().items():
            som = sum(exact[c] for c in lijst)
            if abs(som - exact[geheel]) <= CENT:
                yield {geheel: -1, **dict.fromkeys(lijst, 1)}, True
            elif som < exact[geheel] and all(exact[c] >= 0 for c in lijst):
                yield {geheel: 1, **dict.fromkeys(lijst, -1)}, False
