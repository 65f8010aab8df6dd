"""The edition of one gemeente of a region: her own figures exact, the others as in openbaar, and nothing to subtract."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from typer.testing import CliRunner

from benchmarks.onthulling.aanval import TABELLEN, Aanval, Beeld, Cel, lees
from benchmarks.onthulling.verversingen import exacte_cellen, open_werk, verander
from pipeline.cli import app
from pipeline.privacy.onthulling.rollen import lees as lees_rollen
from pipeline.privacy.onthulling.uitgave import ZONDER_CIJFERS, Poort, schrijf_openbaar
from pipeline.publicaties.versies import uitgave

from .test_onthulling import MARTS as JAARMARTS
from .test_onthulling import kennis

CODE = "GM9995"


@pytest.fixture
def con(demo) -> Iterator[duckdb.DuckDBPyConnection]:
    """The three editions, attached under their names."""
    con = duckdb.connect()
    for naam, map_ in (("eigen", f"gemeenten/{CODE}"), ("intern", "intern"), ("openbaar", "openbaar")):
        con.execute(f"attach '{uitgave(demo.publicaties, map_) / 'grip.duckdb'}' as {naam} (read_only)")
    yield con
    con.close()


def marts(con: duckdb.DuckDBPyConnection, *, met_code: bool = True) -> list[str]:
    tabellen = con.execute(
        "select table_name, bool_or(column_name = 'gemeente_code') from duckdb_columns() "
        "where database_name = 'eigen' and schema_name = 'marts' group by 1 having not bool_or(table_name = 'versie')"
    ).fetchall()
    return sorted(t for t, heeft in tabellen if t not in ZONDER_CIJFERS and heeft is met_code)


def weet(beeld: Beeld, exact: dict[Cel, float]) -> int:
    """She knows all of hers, also the rows that openbaar leaves out: how many."""
    haar = {cel: x for cel, x in exact.items() if cel[1] == CODE}
    for cel in haar:
        beeld.getoond.pop(cel, None)
        beeld.teken.pop(cel, None)
    beeld.openbaar.update(haar)
    return len(haar)


def verschil(con: duckdb.DuckDBPyConnection, een: str, ander: str) -> int:
    (aantal,) = con.execute(
        f"select count(*) from ((({een}) except all ({ander})) union all (({ander}) except all ({een})))"
    ).fetchone()
    return aantal


def test_elke_gemeente_van_de_regio_heeft_een_uitgave(demo):
    map_ = demo.publicaties / "gemeenten"
    assert sorted(p.name for p in map_.iterdir()) == [f"GM999{i}" for i in range(1, 9)]
    for eigen in map_.iterdir():
        assert {"grip.duckdb", "rapport.html", "sturingsinformatie.xlsx", "woordenboek.md", "parquet"} == {
            p.name for p in eigen.iterdir()
        }


def test_eigen_rijen_zijn_exact_en_de_andere_als_in_openbaar(con):
    vergeleken = 0
    for mart in marts(con):
        rollen = lees_rollen().mart(mart)
        if rollen.herleid:
            continue
        weg = ", ".join(("verborgen", *rollen.anderen))
        haar = f"select * exclude ({weg}) from {{}}.marts.{mart} where gemeente_code = '{CODE}'"
        rest = f"from {{}}.marts.{mart} where gemeente_code <> '{CODE}'"
        assert verschil(con, haar.format("eigen"), haar.format("intern")) == 0, mart
        assert verschil(con, rest.format("eigen"), rest.format("openbaar")) == 0, mart
        vergeleken += con.execute(f"select count(*) from eigen.marts.{mart} where gemeente_code = '{CODE}'").fetchone()[
            0
        ]
    assert vergeleken > 5000


def test_wat_op_andere_gemeenten_hangt_is_verborgen(con):
    rijen = con.execute(
        f"select rang, regio_per_inwoner_eur, verborgen from eigen.marts.kerncijfers where gemeente_code = '{CODE}'"
    ).fetchall()
    assert rijen and all((rang, regio) == (None, None) for rang, regio, _ in rijen)
    assert any("rang:afgeleid" in (verborgen or "") for *_, verborgen in rijen)


def test_de_benchmark_is_die_van_de_cijfers_die_er_staan(con):
    # the value of every row is that of the protected mart, and a place is only there where every gemeente shows hers
    for naam in ("eigen", "openbaar"):
        rijen = con.execute(
            f"""
            select b.gemeente_code, b.waarde, c.per_1000_inwoners, b.rang, b.verborgen,
                bool_and(b.waarde is not null) filter (b.gebied_soort = 'gemeente')
                    over (partition by b.jaar, b.niveau, b.wet, b.voorziening, b.reeks)
            from {naam}.marts.benchmark as b
            left join {naam}.marts.clienten as c
                using (gemeente_code, jaar, niveau, wet, voorziening, reeks)
            where b.maat = 'clienten_per_1000' and c.periode_soort = 'jaar' and c.leveringsvorm = 'zin'
            """
        ).fetchall()
        assert len(rijen) > 100
        for code, waarde, mart, rang, verborgen, heel in rijen:
            assert waarde == mart and (waarde is None) == ("waarde:" in (verborgen or ""))
            assert rang is None or heel
            assert naam == "openbaar" or code != CODE or waarde is not None
    (regio,) = con.execute("select count(regio) from eigen.marts.benchmark").fetchone()
    assert regio > 0


def test_bevindingen_zijn_van_leveringen_die_alleen_over_haar_gaan(con):
    leveringen = {r for (r,) in con.execute("select distinct levering from eigen.marts.bevindingen").fetchall()}
    assert leveringen and all("9995" in r for r in leveringen)
    assert marts(con, met_code=False) == ["bevindingen", "leveringen", "prognose_toets"]


def test_met_haar_eigen_cijfers_vindt_zij_geen_cijfer_van_een_ander(demo, con):
    werk = open_werk(demo.werk, dict.fromkeys(TABELLEN, "marts"))
    exact = exacte_cellen(werk, tuple(TABELLEN))
    aanval = Aanval(*kennis(werk, "werk"))
    werk.close()
    beeld = lees(con, "openbaar.marts")
    haar = weet(beeld, exact)
    aanval.zie(beeld)
    doel = [cel for cel in beeld.teken if cel[1].startswith("GM")]
    uitslag = aanval.val_aan(doel, exact, hoogstens=25)
    print(f"\n{len(doel)} cijfers van anderen verborgen, smalste {uitslag.smalste:.0f} waarden voor {CODE}")
    assert haar > 200 and len(doel) > 1000
    assert uitslag.smalste >= 5


def test_ook_over_verversingen_heen_vindt_zij_er_geen(demo, tmp_path):
    werk = open_werk(demo.werk, JAARMARTS, "jaar = 2025 and wet = 'wmo'")
    werk.execute("attach ':memory:' as pub; create schema pub.marts")
    aanval = Aanval(*kennis(werk, "werk"))
    for keer in range(4):
        if keer:
            verander(werk, keer)
            werk.execute("drop schema pub.marts cascade; create schema pub.marts")
        poort = Poort({}, tmp_path, bewaart=True)
        schrijf_openbaar(werk, JAARMARTS, poort)
        poort.leg_vast()
        assert poort.beschermd is not None and CODE in poort.beschermd.deelnemers
        exact = exacte_cellen(werk, JAARMARTS)
        beeld = lees(werk, "pub.marts", JAARMARTS)
        weet(beeld, exact)
        grenzen = aanval.zie(beeld)
        assert all(laag <= exact[cel] <= hoog for cel, (laag, hoog) in grenzen.items())
        doel = [cel for cel in beeld.teken if cel[1].startswith("GM")]
        assert aanval.val_aan(doel, exact, hoogstens=10, zaad=keer).smalste >= 5
    werk.close()


def test_haar_rapport_begint_bij_haar_en_zegt_van_wie_het_is(demo):
    rapport = (uitgave(demo.publicaties, f"gemeenten/{CODE}") / "rapport.html").read_text(encoding="utf-8")
    assert "<dd>intern, van Havenrode (demo)</dd>" in rapport
    assert '"keuze": {"gebied": "GM9995"' in rapport or f'"keuze":{{"gebied":"{CODE}"' in rapport


def test_grip_query_vraagt_haar_uitgave(demo):
    def vraag(code: str):
        sql = "select uitgave from versie"
        return CliRunner().invoke(app, ["query", sql, "--gemeente", code, "--warehouse", str(demo.warehouse)])

    assert "intern, van Havenrode (demo)" in vraag(CODE).stdout
    anders = vraag("GM0402")
    assert anders.exit_code != 0
    assert "Er is geen uitgave gemeenten/GM0402. Wel van: GM9991" in " ".join((anders.stdout + anders.stderr).split())
