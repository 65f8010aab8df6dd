"""A table of the database against its contract: which column breaks which rule, and never the value."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import pytest

from pipeline.contracten.model import Eis
from pipeline.contracten.warehouse import Contract, valideer

CONTRACT = Contract(
    {"code": dt.string, "soort": dt.string, "regel": dt.int64},
    {"code": Eis(verplicht=True), "soort": Eis(waarden=("zin", "pgb")), "regel": Eis(verplicht=True, minimum=1)},
    strikt=True,
)
GOED = "select 'GM9991' as code, 'zin' as soort, 1::bigint as regel union all select 'GM9992', null, 7"


def uitslag(sql: str, contract: Contract = CONTRACT, laag: str = "marts"):
    con = ibis.duckdb.connect()
    con.raw_sql(f"create table proef as {sql}")
    return valideer(laag, "proef", con.table("proef"), contract)


def test_een_goede_tabel_heeft_rijen_en_geen_fouten():
    gevonden = uitslag(GOED)
    assert (gevonden.laag, gevonden.tabel, gevonden.rijen, gevonden.fouten) == ("marts", "proef", 2, [])


def test_een_lege_tabel_is_goed():
    assert uitslag(f"select * from ({GOED}) as t where false").fouten == []


@pytest.mark.parametrize(
    ("rij", "kolom", "regel"),
    [
        ("select null, 'zin', 3", "code", "not_nullable"),
        ("select 'GM9991', 'geheim', 3", "soort", "isin"),
        ("select 'GM9991', 'zin', 0", "regel", "greater_than_or_equal_to"),
        ("select 'GM9991', 'zin', null", "regel", "not_nullable"),
    ],
)
def test_een_breuk_noemt_kolom_en_regel_en_geen_waarde(rij, kolom, regel):
    (fout,) = uitslag(f"{GOED} union all {rij}").fouten
    assert fout.startswith(f"kolom {kolom}: ")
    assert regel in fout
    assert "geheim" not in fout


def test_elke_breuk_van_een_tabel_staat_er():
    assert len(uitslag("select null::varchar as code, 'x' as soort, 0::bigint as regel").fouten) == 3


def test_een_ander_soort_en_een_kolom_te_veel_of_te_weinig_zijn_breuken():
    assert any("regel" in f for f in uitslag("select 'GM9991' as code, 'zin' as soort, '1' as regel").fouten)
    assert uitslag(f"select *, 1 as extra from ({GOED})").fouten
    assert uitslag(f"select code, soort from ({GOED})").fouten


def test_wat_naar_een_persoon_leidt_mag_niet_in_een_mart_en_wel_in_de_landing():
    sql = f"select *, 'x' as pseudoniem from ({GOED})"
    ruim = Contract(CONTRACT.soorten, CONTRACT.eisen)
    assert uitslag(sql, ruim).fouten == ["kolom pseudoniem mag niet in een publicatie"]
    assert uitslag(sql, ruim, "landing").fouten == []
