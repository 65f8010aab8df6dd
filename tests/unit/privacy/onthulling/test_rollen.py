"""Fail closed: every column of every published mart has a role, or its figures stay in."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.privacy.onthulling.rollen import Mart, lees
from pipeline.privacy.onthulling.uitgave import Poort, schrijf_openbaar
from pipeline.publicaties.databank import tabellen


def test_elke_mart_en_elke_kolom_heeft_een_rol(dbt_bouw):
    rollen = lees()
    marts = {naam: [c["name"] for c in n["columns"].values()] for naam, n in tabellen(dbt_bouw.manifest).items()}
    assert sorted(set(marts) - set(rollen.marts)) == [], "zet deze marts in rollen.yml"
    zonder = {naam: rollen.mart(naam).zonder_rol(kolommen) for naam, kolommen in marts.items()}
    assert {n: k for n, k in zonder.items() if k} == {}, "geef deze kolommen een rol in rollen.yml"


def test_een_rol_gaat_over_een_kolom_die_er_is(dbt_bouw):
    for naam, node in tabellen(dbt_bouw.manifest).items():
        mart = lees().mart(naam)
        bekend = {*mart.sleutel, *mart.publiek, *mart.dicht, *mart.tekst, *(m.kolom for m in mart.maten)}
        assert bekend - {c["name"] for c in node["columns"].values()} == set(), naam


def test_wat_niet_beschreven_is_blijft_binnen():
    assert lees().mart("een_nieuwe_mart").gesloten
    assert Mart("m", sleutel=("a",), dicht=("b",)).zonder_rol(["a", "b", "nieuw"]) == ["nieuw"]


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute("attach ':memory:' as werk; create schema werk.marts; create schema werk.intermediate")
    con.execute("attach ':memory:' as pub; create schema pub.marts")
    con.execute(
        "create table werk.marts.clienten as select 'GM1' as gemeente_code, 'A' as gemeente, 'gemeente' as gebied_soort, "
        "'2025' as periode, 'jaar' as periode_soort, 2025 as jaar, 'zin' as leveringsvorm, 'voorziening' as niveau, 'wmo' as wet, "
        "* , 'eigen' as reeks, true as is_voorkeur, 'waarde' as clienten_status, null::bigint as clienten_peildatum_aantal, "
        "7 as voorzieningen_aantal, null::bigint as huishoudens_aantal, 1000::bigint as inwoners_aantal, "
        "0.5::decimal(18,2) as per_1000_inwoners, 'geheim' as nieuwe_kolom, r = 'openbaar' as is_openbaar "
        "from (values ('a', 23::bigint, 'eigen'), ('b', 4, 'eigen'), ('c', 0, 'eigen'), ('d', 4, 'openbaar')) "
        "as t (voorziening, clienten_aantal, r)"
    )
    con.execute("alter table werk.marts.clienten drop column r")
    con.execute("create table werk.marts.lorenz as select 1 as x, false as is_openbaar union all select 2, true")
    con.execute(
        "create table werk.marts.voorzieningen (wet varchar, voorziening varchar, groep varchar, niveau varchar)"
    )
    con.execute(
        "create table werk.intermediate.int_regioleden (regio_code varchar, wet varchar, jaar integer, gemeente_code varchar)"
    )
    yield con
    con.close()


def test_beschermde_rijen_naast_openbare(con):
    schrijf_openbaar(con, {"clienten": "marts", "lorenz": "marts"}, Poort())
    rijen = con.execute(
        "select voorziening, clienten_aantal, per_1000_inwoners::double, voorzieningen_aantal, nieuwe_kolom, verborgen "
        "from pub.marts.clienten order by 1"
    ).fetchall()
    ook = "voorzieningen_aantal:afgeleid,nieuwe_kolom:afgeleid"
    assert rijen == [
        # 23 is shown as 25, and 25 of 1.000 inhabitants is 25 per 1.000: worked out again, not the exact 23
        ("a", 25, 25.0, None, None, ook),
        ("b", None, None, None, None, f"clienten_aantal:klein,{ook},per_1000_inwoners:afgeleid"),
        ("c", 0, 0.0, None, None, ook),
        # was public: as it was
        ("d", 4, 0.5, 7, "geheim", None),
    ]
    # a closed mart: only what was public
    assert con.execute("select * from pub.marts.lorenz").fetchall() == [(2, True, None)]


def test_onthouden_wat_er_stond(con, tmp_path):
    def ververs() -> list[int | None]:
        con.execute("drop table if exists pub.marts.clienten")
        poort = Poort({}, tmp_path, bewaart=True)
        schrijf_openbaar(con, {"clienten": "marts"}, poort)
        poort.leg_vast()
        return [
            r for (r,) in con.execute("select clienten_aantal from pub.marts.clienten order by voorziening").fetchall()
        ]

    assert ververs() == [25, None, 0, 4]
    con.execute("update werk.marts.clienten set clienten_aantal = 27 where voorziening = 'a'")
    assert ververs()[0] == 25
    con.execute("update werk.marts.clienten set clienten_aantal = 28 where voorziening = 'a'")
    assert ververs()[0] == 25
    aantal = len(list(tmp_path.rglob("*.parquet")))
    # nothing changed: nothing is added, and the same comes out
    assert ververs()[0] == 25
    assert len(list(tmp_path.rglob("*.parquet"))) == aantal
    con.execute("update werk.marts.clienten set clienten_aantal = 30 where voorziening = 'a'")
    # a run as of an earlier day looks and leaves no trace
    kijk = Poort({}, tmp_path, bewaart=False)
    con.execute("drop table pub.marts.clienten")
    schrijf_openbaar(con, {"clienten": "marts"}, kijk)
    kijk.leg_vast()
    assert len(list(tmp_path.rglob("*.parquet"))) == aantal
    assert ververs()[0] == 30
