"""A step as the landing holds it is read, whatever cells its user left empty. What a step does is tested elsewhere."""

from __future__ import annotations

from datetime import date

import duckdb

from tests.conftest import DbtBouw


def test_een_stap_zonder_bekend_vanaf_en_factor_wordt_gelezen(dbt_bouw: DbtBouw) -> None:
    con = duckdb.connect()
    con.execute("create schema staging")
    con.execute(
        "create table staging.stg_leveringen as select 's' as sleutel, 'l' as levering, 'r' as reeks, 1 as reeks_rang, "
        "1 as volgorde, 'deel' as scope, false as is_openbaar, 'ontvangen' as uitkomst"
    )
    con.execute(
        "create table landing as select 's' as sleutel, 'b' as bestand, '' as blad, regel, null as gemeente_code, "
        "null as gemeente, null as gebied_soort, 'wmo' as wet, null as voorziening, null as niveau, maand, factor, "
        "bekend_vanaf, '' as omschrijving from (values (2, '2026-01', 1.03, '2025-12'), (3, '2025-09', null, null)) "
        "as t(regel, maand, factor, bekend_vanaf)"
    )
    rijen = con.sql(dbt_bouw.sql("stg_stappen")).select("maand, bekend_vanaf").order("maand").fetchall()
    assert rijen == [(date(2025, 9, 1), None), (date(2026, 1, 1), date(2025, 12, 1))]
