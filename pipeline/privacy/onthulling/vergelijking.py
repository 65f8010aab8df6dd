"""The benchmark of an edition, worked out again from the protected marts of that edition. Looks at no exact figure.

Rows that were public stay as they were. Of the others only the key comes from the working database; a value, region or
rank that hangs on a hidden figure stays hidden.
"""

from __future__ import annotations

import duckdb

MART = "benchmark"
UITLEG = "Vergeleken met beschermde cijfers: afgerond, dus plaats en verschil kunnen afwijken van de exacte."
# as the model benchmark takes them from the marts
_WAARDEN = """
    select
        'uitgaven_per_inwoner' as maat, gemeente_code, jaar, niveau, wet, voorziening, reeks, per_inwoner_eur as waarde
    from pub.marts.uitgaven
    where periode_soort = 'jaar' and (soort = 'alle' or reeks = 'berichten')
    union all
    select 'kosten_per_client', gemeente_code, jaar, niveau, wet, voorziening, reeks, kosten_per_client_eur
    from pub.marts.kosten_per_client
    union all
    select 'clienten_per_1000', gemeente_code, jaar, niveau, wet, voorziening, reeks, per_1000_inwoners
    from pub.marts.clienten
    where periode_soort = 'jaar' and (leveringsvorm = 'alle' or reeks = 'berichten')
"""


def schrijf_benchmark(con: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Write pub.marts.benchmark from `werk` and the other tables of `pub`, which must be there."""
    typen = dict(
        con.execute(
            "select column_name, data_type from duckdb_columns() where database_name = 'werk' and schema_name = ? "
            "and table_name = ? order by column_index",
            [schema, MART],
        ).fetchall()
    )
    nieuw = {
        "waarde": "n.waarde",
        "regio": "r.waarde",
        "landelijk": "l.waarde",
        "rang": "k.rang",
        "rang_van": "k.rang_van",
    }
    vervang = ", ".join(
        [
            *(f"cast(case when b.is_openbaar then b.{k} else {s} end as {typen[k]}) as {k}" for k, s in nieuw.items()),
            f"case when b.is_openbaar then b.geldigheid else b.geldigheid || ' {UITLEG}' end as geldigheid",
        ]
    )
    weg = ", ".join(f"case when b.{k} is not null and {s} is null then '{k}:afgeleid' end" for k, s in nieuw.items())
    con.execute(f"""
        create table pub.marts.{MART} as
        with waarden as ({_WAARDEN}),
        rangen as (
            select b.gemeente_code, b.maat, b.jaar, b.niveau, b.wet, b.voorziening, b.reeks,
                bool_and(n.waarde is not null) over deel as is_heel,
                rank() over (deel order by n.waarde desc) as rang, count(*) over deel as rang_van
            from werk.{schema}.{MART} as b
            left join waarden as n using (gemeente_code, maat, jaar, niveau, wet, voorziening, reeks)
            where b.rang is not null
            window deel as (partition by b.maat, b.jaar, b.niveau, b.wet, b.voorziening, b.reeks)
        )
        select b.* replace ({vervang}),
            case when not b.is_openbaar then nullif(concat_ws(',', {weg}), '') end as verborgen
        from werk.{schema}.{MART} as b
        left join waarden as n using (gemeente_code, maat, jaar, niveau, wet, voorziening, reeks)
        left join (select distinct gemeente_code, regio_code, wet, jaar from werk.intermediate.int_regioleden) as m
            on b.gemeente_code = m.gemeente_code and b.wet = m.wet and b.jaar = m.jaar and b.regio is not null
        left join waarden as r
            on m.regio_code = r.gemeente_code and b.maat = r.maat and b.jaar = r.jaar and b.niveau = r.niveau
            and b.wet = r.wet and b.voorziening = r.voorziening and b.reeks = r.reeks
        left join waarden as l
            on l.gemeente_code = 'NL' and b.maat = l.maat and b.jaar = l.jaar and b.niveau = l.niveau
            and b.wet = l.wet and b.voorziening = l.voorziening and b.reeks = l.reeks and b.landelijk is not null
        left join rangen as k
            on b.gemeente_code = k.gemeente_code and b.maat = k.maat and b.jaar = k.jaar and b.niveau = k.niveau
            and b.wet = k.wet and b.voorziening = k.voorziening and b.reeks = k.reeks and k.is_heel
        where b.is_openbaar or n.gemeente_code is not null
        order by {", ".join(f"b.{k}" for k in typen)}
    """)
