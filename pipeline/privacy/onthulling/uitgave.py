"""Writes the tables of one edition: intern as they are, openbaar through the gate, and for one gemeente her own rows
as they are beside the others of openbaar. Describes and indexes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipeline.privacy.onthulling.poort import Beschermd, bescherm
from pipeline.privacy.onthulling.rollen import Mart, Rollen, lees
from pipeline.privacy.onthulling.staat import Staat
from pipeline.privacy.onthulling.vergelijking import MART as BENCHMARK
from pipeline.privacy.onthulling.vergelijking import schrijf_benchmark

KOLOM = "verborgen"
OMSCHRIJVING = (
    "Welke cijfers van deze rij verborgen zijn en waarom: kolom:reden, gescheiden door komma's; leeg als er niets "
    "verborgen is. klein: klein aantal; afgeleid: hangt af van een verborgen cijfer; dominant: één cliënt maakt meer "
    "dan de helft; secundair: zou een ander verborgen cijfer verraden."
)
# dimensions without a figure: the same in both editions
ZONDER_CIJFERS = ("gebieden", "voorzieningen")


@dataclass
class Poort:
    """The gate of one run: settings (section `openbaar`), the archive it remembers in, and what it decided.

    `bewaart`: whether this run adds to the memory; one as of an earlier day does not.
    """

    instellingen: Mapping[str, Any] = field(default_factory=dict)
    archief: Path | None = None
    bewaart: bool = False
    meld: Callable[[str], None] = lambda _: None
    rollen: Rollen = field(default_factory=lees)
    beschermd: Beschermd | None = None
    staat: Staat = field(default_factory=lambda: Staat(None))

    def beslis(self, con: duckdb.DuckDBPyConnection, schemas: Mapping[str, str]) -> Beschermd:
        """Decide on all marts of `werk`, attached to `con`; the same decision serves every table of this run."""
        if self.archief is not None:
            synthetisch = "leveringen" in schemas and con.execute(
                "select coalesce(bool_or(is_synthetisch), false) from werk.marts.leveringen"
            ).fetchone() == (True,)
            stijl = f"{self.instellingen.get('stijl', 'drempel10')}-{self.instellingen.get('drempel', 10)}"
            self.staat = Staat.van(self.archief, synthetisch=synthetisch, stijl=stijl)
        self.beschermd = bescherm(con, schemas, self.instellingen, self.staat, self.meld, self.rollen)
        return self.beschermd

    def leg_vast(self) -> None:
        """Remember what is published now; to be called when it will be."""
        if self.bewaart and self.beschermd is not None and len(self.beschermd.cellen):
            self.staat.schrijf(self.beschermd.staat())


def schrijf_intern(con: duckdb.DuckDBPyConnection, schemas: Mapping[str, str]) -> None:
    """Every table of `werk` as it is into `pub.marts`, in a fixed order: equal marts give equal files."""
    for naam, schema in schemas.items():
        extra = "" if naam in ZONDER_CIJFERS else f", cast(null as varchar) as {KOLOM}"
        con.execute(f"create table pub.marts.{naam} as select *{extra} from werk.{schema}.{naam} order by all")


def schrijf_openbaar(con: duckdb.DuckDBPyConnection, schemas: Mapping[str, str], poort: Poort) -> None:
    """Every table of `werk` into `pub.marts`: public rows unchanged, the others protected or not at all."""
    beschermd = poort.beslis(con, schemas)
    con.register("oordeel", beschermd.plekken[["mart", "kolom", "rij", "waarde", "reden"]])
    for naam, schema in schemas.items():
        mart = poort.rollen.mart(naam)
        if mart.herleid:
            continue
        if naam in ZONDER_CIJFERS:
            con.execute(f"create table pub.marts.{naam} as select * from werk.{schema}.{naam} order by all")
            continue
        if naam in beschermd.gesloten:
            mart = Mart(naam, gesloten=beschermd.gesloten[naam])
        con.execute(f"create table pub.marts.{naam} as {_sql(con, mart, beschermd.kolommen[naam])} order by all")
    con.unregister("oordeel")
    _schrijf_herleid(con, schemas, poort.rollen)


def schrijf_gemeente(con: duckdb.DuckDBPyConnection, schemas: Mapping[str, str], rollen: Rollen, code: str) -> None:
    """Every table for gemeente `code` into `pub.marts`: her own rows of `werk` as they are, the others of `openbaar`.

    `openbaar`: the finished database of that edition, attached to `con`. Columns of her own rows that hang on exact
    figures of others (rollen.yml, anderen) are hidden, unless they were public.
    """
    for naam, schema in schemas.items():
        mart = rollen.mart(naam)
        if mart.herleid:
            continue
        if naam in ZONDER_CIJFERS:
            con.execute(f"create table pub.marts.{naam} as select * from werk.{schema}.{naam} order by all")
            continue
        bron, waarden = f"werk.{schema}.{naam}", {"code": code}
        kolommen = [
            k
            for (k,) in con.execute(
                "select column_name from duckdb_columns() where database_name = 'werk' and schema_name = ? "
                "and table_name = ?",
                [schema, naam],
            ).fetchall()
        ]
        eigen = "gemeente_code = $code" if "gemeente_code" in kolommen else mart.eigen
        if eigen is None:
            con.execute(f"create table pub.marts.{naam} as select * from openbaar.marts.{naam} order by all")
            continue
        con.execute(
            f"create table pub.marts.{naam} as {_eigen_rijen(mart, bron, eigen)} "
            f"union all by name select * from openbaar.marts.{naam} where not coalesce({eigen}, false) order by all",
            waarden,
        )
    _schrijf_herleid(con, schemas, rollen)


def _eigen_rijen(mart: Mart, bron: str, eigen: str) -> str:
    anders = ", ".join(f"case when is_openbaar then {k} end as {k}" for k in mart.anderen)
    weg = ", ".join(f"case when {k} is not null then '{k}:afgeleid' end" for k in mart.anderen)
    verborgen = (
        f"case when not is_openbaar then nullif(concat_ws(',', {weg}), '') end" if weg else "cast(null as varchar)"
    )
    vervang = f" replace ({anders})" if anders else ""
    return f"select *{vervang}, {verborgen} as {KOLOM} from {bron} where {eigen}"


def _schrijf_herleid(con: duckdb.DuckDBPyConnection, schemas: Mapping[str, str], rollen: Rollen) -> None:
    """The tables that are worked out again from the others: last."""
    if rollen.mart(BENCHMARK).herleid and BENCHMARK in schemas:
        schrijf_benchmark(con, schemas[BENCHMARK])


def _sql(con: duckdb.DuckDBPyConnection, mart: Mart, kolommen: list[str]) -> str:
    if mart.gesloten:
        namen = ", ".join(kolommen)
        return f"select {namen}, cast(null as varchar) as {KOLOM} from bron_{mart.naam} where was_openbaar"
    typen = dict(
        con.execute(
            "select column_name, data_type from duckdb_columns() where table_name = ?", [f"bron_{mart.naam}"]
        ).fetchall()
    )
    maten = {m.kolom: f"o{i}" for i, m in enumerate(mart.maten)}
    afgeleid = {a.kolom: a for a in mart.afgeleid}
    vrij = {*mart.sleutel, *mart.publiek}
    binnen, redenen = [], []
    for k in kolommen:
        if k in maten:
            o = maten[k]
            binnen.append(f"case when b.was_openbaar then b.{k} else cast({o}.waarde as {typen[k]}) end as {k}")
            # a figure without a verdict is hidden too
            leeg = f"not b.was_openbaar and b.{k} is not null and {o}.waarde is null"
            redenen.append(f"case when {leeg} then '{k}:' || coalesce(nullif({o}.reden, ''), 'afgeleid') end")
        elif k in vrij:
            binnen.append(f"b.{k}")
        else:
            binnen.append(f"case when b.was_openbaar then b.{k} end as {k}")
            if k not in mart.tekst and k not in afgeleid:
                redenen.append(f"case when not b.was_openbaar and b.{k} is not null then '{k}:afgeleid' end")
    weg = ", ".join(redenen) or "null"
    buiten = ["r." + k if k not in afgeleid else _afgeleid(k, typen[k], afgeleid[k].sql, mart) for k in kolommen]
    extra = [
        f"case when not was_openbaar and had_{k} and {_afgeleid(k, typen[k], a.sql, mart, naam=False)} is null "
        f"then '{k}:afgeleid' end"
        for k, a in afgeleid.items()
    ]
    had = "".join(f", b.{k} is not null as had_{k}" for k in afgeleid)
    joins = "".join(
        f" left join (select rij, waarde, reden from oordeel where mart = '{mart.naam}' and kolom = '{k}') as {o} "
        f"on b.rij = {o}.rij"
        for k, o in maten.items()
    )
    return (
        f"select {', '.join(buiten)}, nullif(concat_ws(',', {', '.join(['redenen', *extra])}), '') as {KOLOM} from ("
        f"select b.was_openbaar, {', '.join(binnen)}{had}, nullif(concat_ws(',', {weg}), '') as redenen "
        f"from bron_{mart.naam} as b{joins} where b.was_openbaar or b.mag) as r"
    )


def _afgeleid(kolom: str, type_: str, sql: str, mart: Mart, *, naam: bool = True) -> str:
    decimalen = type_.rpartition(",")[2].rstrip(")") if "," in type_ else "0"
    opnieuw = f"cast(round(cast({sql} as double), {decimalen}) as {type_})"
    return f"case when was_openbaar then r.{kolom} else {opnieuw} end" + (f" as {kolom}" if naam else "")
