"""The edition of one gemeente of a region: her own figures exact, the others as in openbaar, and nothing to subtract."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from typer.testing import CliRunner

from benchmarks.onthulling.aanval import Aanval
from benchmarks.onthulling.beeld import TABELLEN, codelijsten, exacte_cellen, lees
from benchmarks.onthulling.verversingen import open_werk, verander
from pipeline.cli import app
from pipeline.privacy.onthulling.rollen import lees as lees_rollen
from pipeline.privacy.onthulling.uitgave import ZONDER_CIJFERS, Poort, schrijf_openbaar
from pipeline.publicaties.versies import uitgave

from .test_onthulling import MARTS as JAARMARTS

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
    # of one year, for the time it takes; benchmarks.onthulling attacks all of them, and as every gemeente
    exact, lijsten = {cel: x for cel, x in exacte_cellen(werk).items() if cel[2] == "2025"}, codelijsten(werk)
    werk.close()
    beeld = lees(con, "openbaar.marts").van("2025")
    aanval = Aanval(*lijsten, wie=CODE)
    aanval.zie(beeld, exact)
    uitslag = aanval.val_aan()
    print(f"\n{len(uitslag.waarden)} cijfers van anderen, smalste {uitslag.smalste:.0f} waarden voor {CODE}")
    # she knows rows that nobody else sees, and every figure that is hidden from her was attacked
    assert sum(cel[1] == CODE and cel not in beeld.teken and cel not in beeld.getoond for cel in aanval.grenzen) > 200
    assert len(uitslag.waarden) > 1000 and not uitslag.overgeslagen
    assert uitslag.te_smal == {}


def test_ook_over_verversingen_heen_vindt_zij_er_geen(demo, tmp_path):
    werk = open_werk(demo.werk, JAARMARTS, "jaar = 2025 and wet = 'wmo'")
    werk.execute("attach ':memory:' as pub; create schema pub.marts")
    lijsten = codelijsten(werk)
    aanvallen = [Aanval(*lijsten, wie=f"GM999{i}") for i in range(1, 9)]
    for keer in range(4):
        if keer:
            verander(werk, keer)
            werk.execute("drop schema pub.marts cascade; create schema pub.marts")
        poort = Poort({}, tmp_path, bewaart=True)
        schrijf_openbaar(werk, JAARMARTS, poort)
        poort.leg_vast()
        assert poort.beschermd is not None
        assert poort.beschermd.deelnemers == [aanval.wie for aanval in aanvallen]
        exact, beeld = exacte_cellen(werk, JAARMARTS), lees(werk, "pub.marts", JAARMARTS)
        for nr, aanval in enumerate(aanvallen):
            grenzen = aanval.zie(beeld, exact)
            assert all(laag <= exact[cel] <= hoog for cel, (laag, hoog) in grenzen.items())
            # all of them at first, then each in turn
            if keer == 0 or nr % 3 == keer - 1:
                assert aanval.val_aan().te_smal == {}
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
