"""Two series of refreshes: the marts of a built warehouse with one client more or less each time, without running the
pipeline; and what the pipeline itself builds from the deliveries as of one month after another. No attacking.

The first moves one client in or out of one voorziening of one gemeente, in every mart that counts him.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipeline.hoofdtaak import Run, bouw_basis, neem_in
from pipeline.settings import Instellingen, Plekken
from pipeline.slot import slot

# tables that split a group -> the columns that do, one at a time: the others of a row are 'totaal'
KENMERKEN = {
    "verwijzers": ("verwijzer",),
    "zorgaanbod": ("aanbieder",),
    "zorgpopulatie": ("leeftijdsgroep", "duurklasse", "intensiteitsklasse"),
}
CEL = "gemeente_code, jaar, niveau, wet, voorziening, reeks"

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


def met_een_client_anders(
    werk: Path, aantal: int, marts: Mapping[str, str], waar: str = "true"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of a working database as they are, and so many refreshes in all with one client more or less each."""
    con = open_werk(werk, marts, waar)
    for keer in range(aantal):
        if keer:
            verander(con, keer)
        yield con


def per_maand(
    raw: Path, warehouse: Path, dagen: Iterable[date], marts: Mapping[str, str], waar: str = "true"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts as known on each of these days, as the pipeline builds them in a `warehouse` of its own."""
    for dag in dagen:
        with slot(warehouse) as teken:
            run = Run(Plekken(raw, warehouse), Instellingen(), teken, dag)
            neem_in(run)
            werk = bouw_basis(run).databank
        con = open_werk(werk, marts, waar)
        yield con
        con.close()


def maanden(tot: date, aantal: int) -> list[date]:
    """The last days of so many months, the last of them that of `tot`."""
    nummers = range(12 * tot.year + tot.month - aantal, 12 * tot.year + tot.month)
    return [date((n + 1) // 12, (n + 1) % 12 + 1, 1) - timedelta(days=1) for n in nummers]


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
    erbij = toeval.choice((1, -1))
    # a place that a client can leave is looked for: with him a whole may no longer be as much as its other parts
    for *plek, aantal in toeval.sample(keuzes, len(keuzes)):
        if erbij > 0 or aantal > 1:
            con.execute("begin")
            _verander(con, toeval, *plek, erbij)
            if _kan_zijn(con):
                con.execute("commit")
                return
            con.execute("rollback")
    verander(con, zaad + 1, behalve)


def _verander(
    con: duckdb.DuckDBPyConnection,
    toeval: random.Random,
    gemeente: str,
    jaar: int,
    wet: str,
    voorziening: str,
    erbij: int,
) -> None:
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
    wie = {"g": gemeente, "j": jaar, "w": wet, "v": voorziening, "p": groep, "d": erbij}
    for tabel, (kolommen, verder) in TELLEN_MEE.items():
        zet = ", ".join(f"{k} = {k} + $d" for k in kolommen)
        con.execute(f"update werk.marts.{tabel} set {zet} where {cel}{verder}", wie)
    for tabel, kenmerken in _splitsend(con).items():
        _verander_delen(con, toeval, cel, wie, tabel, kenmerken)
    _verander_bedrag(con, toeval, cel, wie)


def _kan_zijn(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether these figures can be of people: none below zero, and no part above its whole."""
    groep = {
        (w, v): g
        for w, v, g in con.execute(
            "select wet, voorziening, groep from werk.marts.voorzieningen where niveau = 'voorziening'"
        ).fetchall()
    }
    per_cel: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for tabel, (tellen, verder) in TELLEN_MEE.items():
        kolommen = [*tellen, *(("begin_aantal", "uitstroom_aantal") if tabel == "instroom_uitstroom" else ())]
        for *plek, waarden in con.execute(
            f"select {CEL}, [{', '.join(kolommen)}] from werk.marts.{tabel} where reeks = 'berichten'{verder}"
        ).fetchall():
            per_cel[tuple(plek)] |= dict(zip(kolommen, waarden, strict=True))
    for (gebied, jaar, niveau, wet, voorziening, reeks), getallen in per_cel.items():
        geheel = {
            "voorziening": ("groep", wet, groep.get((wet, voorziening))),
            "groep": ("wet", wet, "totaal"),
            "wet": ("totaal", "totaal", "totaal"),
        }
        boven = per_cel.get((gebied, jaar, *geheel.get(niveau, ()), reeks), getallen)
        if any(n < 0 or n > boven[k] for k, n in getallen.items() if n is not None and boven.get(k) is not None):
            return False
    for tabel in _splitsend(con):
        (te_veel,) = con.execute(
            f"select count(*) from werk.marts.{tabel} as d join werk.marts.clienten as g using ({CEL}) "
            "where g.periode_soort = 'jaar' and d.clienten_aantal > g.clienten_aantal"
        ).fetchone()
        if te_veel:
            return False
    return True


def _splitsend(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Those of KENMERKEN that are there."""
    namen = con.execute("select table_name from duckdb_tables() where database_name = 'werk'").fetchall()
    return {tabel: kenmerken for tabel, kenmerken in KENMERKEN.items() if (tabel,) in namen}


def _verander_delen(
    con: duckdb.DuckDBPyConnection,
    toeval: random.Random,
    cel: str,
    wie: dict[str, Any],
    tabel: str,
    kenmerken: tuple[str, ...],
) -> None:
    """His verwijzer, or aanbieder, or age, duration and cost: who comes gets one, also where nobody had it yet; who
    goes had one that is there. In the whole his duration and cost may be of another class."""
    heel = dict.fromkeys(kenmerken, "totaal")
    if len(kenmerken) > 1:
        _tel(con, tabel, cel, wie, heel)
    for kenmerk in kenmerken:
        alleen = " and ".join(f"{k} = 'totaal'" for k in kenmerken if k != kenmerk) or "true"
        bekend = con.execute(
            f"select distinct {kenmerk} from werk.marts.{tabel} where jaar = $j and wet = $w and {alleen} "
            f"and {kenmerk} <> 'totaal' order by 1",
            {k: wie[k] for k in "jw"},
        ).fetchall()
        keus = ""
        for niveau in ("voorziening", "groep", "wet", "totaal"):
            hier = f"{cel} and niveau = '{niveau}'"
            keuzes = bekend
            if wie["d"] < 0:
                keuzes = con.execute(
                    f"select {kenmerk} from werk.marts.{tabel} where {hier} and gemeente_code = $g and {alleen} "
                    f"and {kenmerk} <> 'totaal' and clienten_aantal > 0 order by 1",
                    {k: wie[k] for k in "gjwvp"},
                ).fetchall()
            if (keus,) not in keuzes and keuzes:
                keus = toeval.choice(keuzes)[0]
            if (keus,) in keuzes:
                _tel(con, tabel, hier, wie, {**heel, kenmerk: keus})


def _tel(con: duckdb.DuckDBPyConnection, tabel: str, cel: str, wie: dict[str, Any], waarden: Mapping[str, str]) -> None:
    """Count him in the rows of `cel` with these values; they come where they were not."""
    plek = {**{k: wie[k] for k in "gjwvp"}, **{f"is_{k}": v for k, v in waarden.items()}}
    deze = " and ".join(f"{k} = $is_{k}" for k in waarden)
    kolommen = con.execute(f"select column_name from (describe werk.marts.{tabel})").fetchall()
    nieuw = ", ".join(
        [f"$is_{k} as {k}" for k in waarden]
        + [f"0 as {k}" for (k,) in kolommen if k.endswith("_aantal") and k != "maanden_aantal"]
    )
    con.execute(
        f"insert into werk.marts.{tabel} by name select distinct {CEL}, gemeente, gebied_soort, "
        f"false as is_openbaar, {nieuw} from werk.marts.clienten where {cel} and periode_soort = 'jaar' "
        f"and ({CEL}) not in (select ({CEL}) from werk.marts.{tabel} where {deze})",
        plek,
    )
    con.execute(
        f"update werk.marts.{tabel} set clienten_aantal = clienten_aantal + $d where {cel} and {deze}",
        {**plek, "d": wie["d"]},
    )


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
