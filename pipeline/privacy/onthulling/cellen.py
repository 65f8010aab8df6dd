"""Marts to cells: one row per figure about persons, with the place that makes it the same figure in every mart.

Reads the working database; decides nothing. What a cell is, says rollen.yml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pandas as pd

from pipeline.privacy.onthulling.rollen import Maat, Mart, Rollen
from pipeline.privacy.onthulling.verbanden import SLEUTEL, moment

# every client of every amount from messages, as int_uitgaven_berichten adds them up: per cell how many there are and
# what the largest of them makes of it
PERSONEN = """
with maanden as (
    select gemeente_code, wet, groep, voorziening, zorgmaand, persoon, sum(toegekend_eur) as eur
    from werk.intermediate.int_prestaties where status = 'toegekend' group by all
),
gebieden as (
    select gemeente_code as code, wet, groep, voorziening, zorgmaand, persoon, eur from maanden
    union all
    select l.regio_code, m.wet, m.groep, m.voorziening, m.zorgmaand, m.persoon, m.eur
    from maanden as m
    inner join werk.seeds.regio_lidmaatschap as l
        on m.gemeente_code = l.gemeente_code and m.wet = l.wet
        and (l.geldig_vanaf is null or m.zorgmaand >= l.geldig_vanaf)
        and (l.geldig_tot is null or m.zorgmaand <= l.geldig_tot)
),
perioden as (
    select g.code, g.wet, g.groep, g.voorziening, p.periode, g.persoon, sum(g.eur) as eur
    from gebieden as g
    inner join werk.intermediate.int_perioden as p on g.zorgmaand between p.begin and p.eind
    where p.periode_soort in (select unnest($perioden::varchar[]))
    group by all
),
niveaus as (
    select code, periode, 'voorziening' as niveau, wet, voorziening, persoon, eur from perioden
    union all select code, periode, 'groep', wet, groep, persoon, eur from perioden
    union all select code, periode, 'wet', wet, 'totaal', persoon, eur from perioden
    union all select code, periode, 'totaal', 'totaal', 'totaal', persoon, eur from perioden
),
per_persoon as (
    select code, periode, niveau, wet, voorziening, persoon, abs(sum(eur)) as eur from niveaus group by all
)
select code as gemeente_code, periode, niveau, wet, voorziening,
    count(*) filter (eur <> 0) as clienten, cast(max(eur) as double) as grootste, cast(sum(eur) as double) as samen
from per_persoon group by all
"""


def lees_mart(con: duckdb.DuckDBPyConnection, schema: str, mart: Mart, perioden: Sequence[str]) -> list[str]:
    """Number the rows of a mart in table `bron_<mart>`, with `mag`: the row may come in, once protected.

    `con` has the working database attached as `werk`. Gives the names of the columns.
    """
    kolommen = [
        k
        for (k,) in con.execute(
            "select column_name from duckdb_columns() where database_name = 'werk' and schema_name = ? "
            "and table_name = ? order by column_index",
            [schema, mart.naam],
        ).fetchall()
    ]
    openbaar = "is_openbaar" if "is_openbaar" in kolommen else "true"
    mag = "false" if mart.gesloten else f"({mart.rijen})"
    if "periode_soort" in kolommen:
        mag += f" and periode_soort in ({', '.join(repr(p) for p in perioden)})"
    con.execute(
        f"create or replace temp table bron_{mart.naam} as select row_number() over () as rij, "
        f"coalesce({openbaar}, false) as was_openbaar, not coalesce({openbaar}, false) and {mag} as mag, * "
        f"from (from werk.{schema}.{mart.naam} order by all)"
    )
    return kolommen


def lees_cellen(con: duckdb.DuckDBPyConnection, mart: Mart, kolommen: Sequence[str]) -> pd.DataFrame:
    """The cells of a mart: SLEUTEL, jaar, exact, mart, kolom, rij, publiek, is_bedrag. Public ones are in it too."""
    delen = [_maat(con, mart, maat, kolommen) for maat in mart.maten]
    return pd.concat(delen, ignore_index=True) if delen else pd.DataFrame()


def _maat(con: duckdb.DuckDBPyConnection, mart: Mart, maat: Maat, kolommen: Sequence[str]) -> pd.DataFrame:
    periode = "periode" if "periode" in kolommen else "cast(jaar as varchar)"
    uit = con.execute(
        f"select '{maat.begrip}' as begrip, gemeente_code, {periode} as periode, {maat.vorm} as vorm, "
        f"{maat.deel} as deel, niveau, wet, voorziening, reeks, jaar, "
        f"cast({maat.kolom} as double) as exact, '{mart.naam}' as mart, "
        f"'{maat.kolom}' as kolom, rij, was_openbaar as publiek, {maat.is_bedrag} as is_bedrag "
        f"from bron_{mart.naam} where (mag or was_openbaar) and {maat.kolom} is not null"
    ).df()
    if maat.moment and len(uit):
        vast = {p: moment(p, maat.moment) for p in uit["periode"].unique()}
        uit["periode"] = uit["periode"].map(vast)
    return uit


def voeg_samen(plekken: pd.DataFrame) -> pd.DataFrame:
    """One row per cell of all places where it stands; `cel` is added to `plekken`: the number of its cell.

    Places with one key and different figures are no one figure: each gets a key of its own.
    """
    verschil = plekken.groupby(SLEUTEL)["exact"].transform("nunique") > 1
    plekken.loc[verschil, "begrip"] += "@" + plekken.loc[verschil, "mart"] + "." + plekken.loc[verschil, "kolom"]
    plekken["cel"] = plekken.groupby(SLEUTEL, sort=True).ngroup()
    return plekken.groupby("cel").agg(
        **{k: (k, "first") for k in [*SLEUTEL, "jaar", "exact", "is_bedrag"]}, publiek=("publiek", "any")
    )


def lees_personen(con: duckdb.DuckDBPyConnection, perioden: Sequence[str]) -> pd.DataFrame:
    """Per cell of zin_eur: how many clients make it, the largest of them and all of them without sign, in euros."""
    return con.execute(PERSONEN, {"perioden": list(perioden)}).df()


def lees_verdeling(con: duckdb.DuckDBPyConnection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which groep a voorziening is of, and which gemeenten make up a region, per wet and year."""
    groepen = con.execute(
        "select distinct wet, voorziening, groep from werk.marts.voorzieningen where niveau = 'voorziening'"
    ).df()
    leden = con.execute(
        "select distinct regio_code, wet, jaar, gemeente_code from werk.intermediate.int_regioleden"
    ).df()
    return groepen, leden


def begrip_soort(begrippen: Mapping[str, str], rollen: Rollen) -> Mapping[str, str]:
    """Whether parts add up, for begrippen that were split by `voeg_samen` as well."""
    return {**rollen.begrippen, **{b: rollen.begrippen[b.partition("@")[0]] for b in begrippen}}
