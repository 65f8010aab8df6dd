"""Worlds of invented clients with amounts, in the tables of a built working database; some clients cost very much.

The demo region hides nearly every amount for its count. Here most counts are large enough, so that what hides an amount
is one client who costs much, and what is hidden besides. Makes the tables; refreshing and attacking, not here.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

JAAR = 2025
MARTS = dict.fromkeys(("clienten", "uitgaven", "kosten_per_client", "instroom_uitstroom"), "marts")

# the figures of every gebied at every niveau; persons are counted once per cell
CELLEN = """
create or replace temp table cellen as
with gebieden as (
    select * from mensen
    union all by name
    select l.regio_code as gemeente_code, m.* exclude (gemeente_code)
    from mensen as m
    inner join (
        select distinct regio_code, gemeente_code, wet from werk.intermediate.int_regioleden where jaar = 2025
    ) as l using (gemeente_code, wet)
),
niveaus as (
    select gemeente_code, 'voorziening' as niveau, wet, voorziening, persoon, toegekend_eur from gebieden
    union all select gemeente_code, 'groep', wet, groep, persoon, toegekend_eur from gebieden
    union all select gemeente_code, 'wet', wet, 'totaal', persoon, toegekend_eur from gebieden
    union all select gemeente_code, 'totaal', 'totaal', 'totaal', persoon, toegekend_eur from gebieden
)
select gemeente_code, gemeente_code as gemeente,
    case when gemeente_code like 'RG%' then 'regio' else 'gemeente' end as gebied_soort,
    2025 as jaar, '2025' as periode, 'jaar' as periode_soort, niveau, wet, voorziening,
    'berichten' as reeks, 'berichten' as clienten_reeks, true as is_voorkeur, false as is_openbaar,
    'bekend' as clienten_status, 'zin' as leveringsvorm, 'zin' as soort, 10000 as inwoners_aantal,
    count(distinct persoon) as clienten_aantal, cast(sum(toegekend_eur) as decimal(18, 2)) as uitgaven_eur
from niveaus group by all
"""


def vul(con: duckdb.DuckDBPyConnection, zaad: int) -> None:
    """Put another world in the place of what `werk` holds; of one gemeente the totals per wet are public, exact."""
    toeval = np.random.default_rng(zaad)
    voorzieningen = con.execute(
        "select distinct wet, voorziening, groep from werk.marts.voorzieningen where niveau = 'voorziening' "
        "and wet in ('wmo', 'jeugdwet') order by all"
    ).fetchall()
    keus = [voorzieningen[i] for i in sorted(toeval.choice(len(voorzieningen), 14, replace=False))]
    leden = [
        lid
        for (lid,) in con.execute(
            "select distinct gemeente_code from werk.intermediate.int_regioleden where jaar = ? order by 1", [JAAR]
        ).fetchall()
    ]
    mensen = _mensen(toeval, leden, keus)
    for mart in MARTS:
        con.execute(f"delete from werk.marts.{mart}")
    con.execute("delete from werk.intermediate.int_prestaties")
    con.register("mensen", mensen)
    con.execute(
        "insert into werk.intermediate.int_prestaties by name "
        f"select *, make_date({JAAR}, 6, 1) as zorgmaand, 'toegekend' as status from mensen"
    )
    con.execute(CELLEN)
    con.unregister("mensen")
    for mart in ("clienten", "uitgaven", "kosten_per_client"):
        kolommen = con.execute(
            "select column_name from duckdb_columns() where table_name = 'cellen' and column_name in "
            "(select column_name from duckdb_columns() where database_name = 'werk' and table_name = ?)",
            [mart],
        ).fetchall()
        con.execute(f"insert into werk.marts.{mart} by name select {', '.join(k for (k,) in kolommen)} from cellen")
    con.execute(
        "update werk.marts.uitgaven set is_openbaar = true where gemeente_code = ? and niveau = 'wet'", [leden[-1]]
    )


def _mensen(toeval: np.random.Generator, leden: list[str], keus: list[tuple[str, str, str]]) -> pd.DataFrame:
    """A row per person and voorziening: one in ten has another one already; costs spread from little to very much."""
    spreiding, nummer = toeval.choice([0.6, 1.2, 1.8]), 0
    rijen = []
    for lid in leden:
        schaal = toeval.choice([8, 25, 60])
        for wet, voorziening, groep in keus:
            for _ in range(int(toeval.poisson(schaal * toeval.exponential()))):
                nummer += 1
                wie = nummer - int(toeval.integers(1, 4)) if toeval.random() < 0.1 else nummer
                rijen.append((lid, wet, voorziening, groep, f"{lid}-{wie}", round(toeval.lognormal(8, spreiding), 2)))
    return pd.DataFrame(rijen, columns=["gemeente_code", "wet", "voorziening", "groep", "persoon", "toegekend_eur"])
