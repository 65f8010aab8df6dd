"""What anyone sees: the figures and signs of a published database as unknowns, and the code lists. Attacks nothing.

Rows of the published tables become unknowns; figures that stand for one thing in two tables are one unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

Cel = tuple[str, ...]  # begrip, gebied, period, form, part, niveau, wet, voorziening, reeks
Leden = dict[tuple[str, str, int], set[str]]  # region, wet, year


@dataclass
class Beeld:
    """One refresh as a reader has it: shown figures and signs, per unknown."""

    getoond: dict[Cel, int] = field(default_factory=dict)
    teken: dict[Cel, str] = field(default_factory=dict)
    openbaar: dict[Cel, float] = field(default_factory=dict)

    def van(self, jaar: str) -> Beeld:
        """What it shows of one year."""
        return Beeld(
            *({cel: x for cel, x in d.items() if cel[2] == jaar} for d in (self.getoond, self.teken, self.openbaar))
        )


# table -> (period, part, form, its columns with the unknown that each is); a row without a part is left alone
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
        # rows of more than one of the three at once are not published
        "case when (leeftijdsgroep <> 'totaal')::int + (duurklasse <> 'totaal')::int + (intensiteitsklasse <> 'totaal')"
        "::int > 1 then null when leeftijdsgroep <> 'totaal' then 'l:' || leeftijdsgroep when duurklasse <> 'totaal' "
        "then 'd:' || duurklasse when intensiteitsklasse <> 'totaal' then 'k:' || intensiteitsklasse else '' end",
        "'zin'",
        {"clienten_aantal": "clienten"},
    ),
    "zorgaanbod": (
        "jaar::varchar",
        "'a:' || aanbieder",
        "'zin'",
        {
            "clienten_aantal": "clienten",
            "beeindigd_aantal": "beeindigd",
            "begonnen_aantal": "begonnen",
            "uitgestroomd_aantal": "uitgestroomd",
        },
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
                f"select gemeente_code, {periode}, {vorm}, {deel} as deel, niveau, wet, voorziening, reeks, {kolom}, "
                f"verborgen, is_openbaar from {prefix}.{tabel} "
                f"where deel is not null and ({kolom} is not null or verborgen like '%{kolom}:%')"
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


def exacte_cellen(con: duckdb.DuckDBPyConnection, tabellen: Iterable[str] = tuple(TABELLEN)) -> dict[Cel, float]:
    """The truth behind it by the same names, from the database attached as `werk`; also of rows that are left out."""
    uit = {}
    for tabel, (periode, deel, vorm, kolommen) in TABELLEN.items():
        if tabel not in tabellen:
            continue
        for kolom, soort in kolommen.items():
            for *sleutel, waarde in con.execute(
                f"select gemeente_code, {periode}, {vorm}, {deel} as deel, niveau, wet, voorziening, reeks, {kolom} "
                f"from werk.marts.{tabel} where deel is not null and {kolom} is not null"
            ).fetchall():
                uit[(soort, *sleutel)] = waarde
    return uit


def codelijsten(con: duckdb.DuckDBPyConnection) -> tuple[dict[tuple[str, str], str], Leden]:
    """The groep of each voorziening and the members of each region, from the database attached as `werk`."""
    groepen = con.execute("select wet, voorziening, groep from werk.marts.voorzieningen where niveau = 'voorziening'")
    lijst = {(w, v): g for w, v, g in groepen.fetchall()}
    leden: Leden = defaultdict(set)
    for regio, wet, jaar, lid in con.execute(
        "select distinct regio_code, wet, jaar, gemeente_code from werk.intermediate.int_regioleden"
    ).fetchall():
        leden[regio, wet, jaar].add(lid)
    return lijst, dict(leden)
