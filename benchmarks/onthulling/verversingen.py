"""A series of refreshes without running the pipeline: the marts of a built warehouse, with one client more or less.

Each step moves one client in or out of one voorziening of one gemeente, in every mart that counts him. No attacking.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

# tables that split a group -> the columns that do; each of a row is 'totaal', or all but one
KENMERKEN = {
    "verwijzers": ("verwijzer",),
    "zorgaanbod": ("aanbieder",),
    "zorgpopulatie": ("leeftijdsgroep", "duurklasse", "intensiteitsklasse"),
}

# tables of whole groups -> the columns that count a client who came and is there at the end, and which rows
TELLEN_MEE = {
    "clienten": (("clienten_aantal", "clienten_peildatum_aantal"), " and periode_soort = 'jaar'"),
    "instroom_uitstroom": (("instroom_aantal", "eind_aantal"), " and periode_soort = 'jaar'"),
    "kosten_per_client": (("clienten_aantal",), ""),
}


def open_werk(werk: Path, marts: Mapping[str, str], waar: str = "true") -> duckdb.DuckDBPyConnection:
    """A connection with the marts of a working database as tables that can change, under the name `werk`.

    `marts`: mart -> schema. `waar`: which rows of tables with a gebied and a jaar are kept, to try on less.
    """
    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    con.execute(f"attach '{werk}' as bron (read_only)")
    con.execute("attach ':memory:' as werk")
    for schema in {"intermediate", "seeds", *marts.values(), "marts"}:
        con.execute(f"create schema if not exists werk.{schema}")
    for naam, schema in {**marts, "voorzieningen": "marts"}.items():
        filter_ = "" if naam in ("voorzieningen", "gebieden") else f"where {waar}"
        con.execute(f"create or replace table werk.{schema}.{naam} as from bron.{schema}.{naam} {filter_}")
    for tabel in ("intermediate.int_prestaties", "intermediate.int_perioden", "intermediate.int_regioleden"):
        con.execute(f"create table werk.{tabel} as from bron.{tabel}")
    con.execute("create table werk.seeds.regio_lidmaatschap as from bron.seeds.regio_lidmaatschap")
    con.execute("detach bron")
    return con


def verander(con: duckdb.DuckDBPyConnection, zaad: int, behalve: str = "") -> None:
    """One client more, or less, in one voorziening of one gemeente: counted in every whole that he is part of.

    `behalve`: a gemeente where nothing moves, such as one whose figures are published already.
    """
    toeval = random.Random(zaad)
    keuzes = con.execute(
        "select gemeente_code, jaar, wet, voorziening, clienten_aantal from werk.marts.clienten "
        "where gebied_soort = 'gemeente' and niveau = 'voorziening' and reeks = 'berichten' and periode_soort = 'jaar' "
        "and gemeente_code <> ? order by all",
        [behalve],
    ).fetchall()
    gemeente, jaar, wet, voorziening, aantal = toeval.choice(keuzes)
    erbij = 1 if aantal < 2 or toeval.random() < 0.5 else -1
    (groep,) = con.execute(
        "select groep from werk.marts.voorzieningen where niveau = 'voorziening' and wet = ? and voorziening = ?",
        [wet, voorziening],
    ).fetchone()
    regios = (
        "select regio_code from werk.intermediate.int_regioleden where gemeente_code = $g and wet = $w and jaar = $j"
    )
    cel = (
        f"jaar = $j and reeks = 'berichten' and (gemeente_code = $g or gemeente_code in ({regios})) and "
        "(niveau = 'totaal' or wet = $w and (niveau = 'wet' or niveau = 'groep' and voorziening = $p "
        "or niveau = 'voorziening' and voorziening = $v))"
    )
    plek = {"g": gemeente, "j": jaar, "w": wet, "v": voorziening, "p": groep}
    if erbij < 0 and not _kan_weg(con, cel, plek):
        erbij = 1
    wie = {**plek, "d": erbij}
    for tabel, (kolommen, verder) in TELLEN_MEE.items():
        zet = ", ".join(f"{k} = {k} + $d" for k in kolommen)
        con.execute(f"update werk.marts.{tabel} set {zet} where {cel}{verder}", wie)
    _verander_delen(con, toeval, cel, wie)
    _verander_bedrag(con, toeval, cel, wie)


def _kan_weg(con: duckdb.DuckDBPyConnection, cel: str, plek: dict[str, Any]) -> bool:
    """Whether he can go everywhere: who goes had come, or begin, in, out and end are no longer one story."""
    for tabel, (kolommen, verder) in TELLEN_MEE.items():
        leeg = " or ".join(f"{k} < 1" for k in kolommen)
        (aantal,) = con.execute(
            f"select count(*) from werk.marts.{tabel} where {cel}{verder} and ({leeg})", plek
        ).fetchone()
        if aantal:
            return False
    return True


def _verander_delen(con: duckdb.DuckDBPyConnection, toeval: random.Random, cel: str, wie: dict[str, Any]) -> None:
    """His verwijzer, aanbieder, age, duration and cost, where those tables are: one who goes had one that is there."""
    tabellen = con.execute("select table_name from duckdb_tables() where database_name = 'werk'").fetchall()
    for tabel, kenmerken in KENMERKEN.items():
        if (tabel,) not in tabellen:
            continue
        zet = f"update werk.marts.{tabel} set clienten_aantal = greatest(clienten_aantal + $d, 0) where {cel} and "
        heel = {k: f"{k} = 'totaal'" for k in kenmerken}
        con.execute(zet + " and ".join(heel.values()), wie)
        for kenmerk in kenmerken:
            alleen = " and ".join([f"{kenmerk} <> 'totaal'", *(v for k, v in heel.items() if k != kenmerk)])
            keuzes = con.execute(
                f"select distinct {kenmerk} from werk.marts.{tabel} where gemeente_code = $g and jaar = $j "
                f"and wet = $w and voorziening = $v and {alleen} and clienten_aantal + $d >= 0 order by 1",
                {k: wie[k] for k in "gjwvd"},
            ).fetchall()
            if keuzes:
                con.execute(f"{zet} {alleen} and {kenmerk} = $k", {**wie, "k": toeval.choice(keuzes)[0]})


def _verander_bedrag(con: duckdb.DuckDBPyConnection, toeval: random.Random, cel: str, wie: dict[str, Any]) -> None:
    """The money of that client: a new one costs up to three times the mean, one who goes takes his own along."""
    hier = "gemeente_code = $g and wet = $w and voorziening = $v and year(zorgmaand) = $j and status = 'toegekend'"
    plek = {k: wie[k] for k in "gwvj"}
    mensen = con.execute(
        f"select persoon, sum(toegekend_eur) from werk.intermediate.int_prestaties where {hier} group by 1 order by 1",
        plek,
    ).fetchall()
    if not mensen:
        return
    if wie["d"] > 0:
        gemiddeld = float(sum(eur for _, eur in mensen)) / len(mensen)
        erbij = Decimal(round(100 * gemiddeld * toeval.uniform(0.1, 3))) / 100
        con.execute(
            "insert into werk.intermediate.int_prestaties by name select $g as gemeente_code, $w as wet, "
            "$v as voorziening, $p as groep, make_date($j, 6, 1) as zorgmaand, 'toegekend' as status, "
            "$e as toegekend_eur, $n as persoon",
            {**plek, "p": wie["p"], "e": erbij, "n": f"nieuw{toeval.random()}"},
        )
    else:
        persoon, eur = toeval.choice(mensen)
        erbij = -eur
        con.execute(
            f"delete from werk.intermediate.int_prestaties where {hier} and persoon = $n", {**plek, "n": persoon}
        )
    for tabel, verder in (("uitgaven", "soort = 'zin' and periode_soort = 'jaar'"), ("kosten_per_client", "true")):
        con.execute(
            f"update werk.marts.{tabel} set uitgaven_eur = uitgaven_eur + $e where {cel} and {verder}",
            {**{k: v for k, v in wie.items() if k != "d"}, "e": erbij},
        )
