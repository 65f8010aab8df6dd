"""Messages in any order, repeated, and divided over deliveries in any way give equal marts.

The compiled models run in their order in a plain DuckDB on a landing that the test writes: no dbt per example.
"""

from __future__ import annotations

import random
import re
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.settings import Plekken
from tests.conftest import DbtBouw

from .berichten_wereld import Bericht, Wereld, schrijf

# they tell of the deliveries themselves
NIET_VERGELEKEN = {"bevindingen", "leveringen"}
Marts = dict[str, list[tuple[Any, ...]]]


class Machine:
    """The models of the project, and what they make of a landing."""

    def __init__(self, dbt_bouw: DbtBouw) -> None:
        self.leeg = dbt_bouw.databank
        self.modellen = [
            (
                f"{n['schema']}.{n['alias']}",
                (dbt_bouw.gecompileerd / n["original_file_path"]).read_text(encoding="utf-8"),
            )
            for n in _op_volgorde(dbt_bouw)
        ]
        self.landing = str(dbt_bouw.plekken.landing)
        self.marts = [naam for naam, _ in self.modellen if naam.split(".")[0] in ("marts", "publicaties")]

    def draai(self, leveringen: list[list[Bericht]]) -> Marts:
        with tempfile.TemporaryDirectory() as map_:
            plekken = Plekken(Path(map_), Path(map_))
            schrijf(plekken, leveringen)
            return self._bouw(plekken)

    def _bouw(self, plekken: Plekken) -> Marts:
        con = duckdb.connect()
        con.execute("attach ':memory:' as werk; use werk")
        con.execute(f"attach '{self.leeg}' as leeg (read_only)")
        for (schema,) in con.execute(
            "select distinct schema_name from duckdb_tables() where database_name = 'leeg' union select 'main' order by 1"
        ).fetchall():
            con.execute(f"create schema if not exists werk.{schema}")
        for (seed,) in con.execute(
            "select table_name from duckdb_tables() where database_name = 'leeg' and schema_name = 'seeds'"
        ).fetchall():
            con.execute(f"create table werk.seeds.{seed} as select * from leeg.seeds.{seed}")
        for naam, sql in self.modellen:
            con.execute(f"create table werk.{naam} as {sql.replace(self.landing, str(plekken.landing))}")
        marts = {
            naam: con.execute(f"select * from werk.{naam} order by all").fetchall()
            for naam in self.marts
            if naam.split(".")[1] not in NIET_VERGELEKEN
        }
        con.close()
        return marts


def _op_volgorde(dbt_bouw: DbtBouw) -> list[dict[str, Any]]:
    """The models, parents first; what only serves `grip trace` is left out."""
    over = {n["unique_id"]: n for n in dbt_bouw.modellen.values() if n["config"]["materialized"] == "table"}
    op_volgorde: list[dict[str, Any]] = []
    while over:
        klaar = [n for n in over.values() if not set(n["depends_on"]["nodes"]) & set(over)]
        assert klaar
        for n in klaar:
            op_volgorde.append(over.pop(n["unique_id"]))
    return op_volgorde


@pytest.fixture(scope="module")
def machine(dbt_bouw: DbtBouw) -> Machine:
    return Machine(dbt_bouw)


@pytest.fixture(scope="module")
def wereld() -> Wereld:
    return Wereld(zaad=9)


@pytest.fixture(scope="module")
def verwacht(machine: Machine, wereld: Wereld) -> Marts:
    return machine.draai([wereld.berichten])


def test_de_berichten_vullen_de_marts(verwacht: Marts) -> None:
    """The property below says something: care, flows, money and the region are there."""
    for mart in ("clienten", "instroom_uitstroom", "uitgaven", "kosten_per_client"):
        gebieden = {rij[0] for rij in verwacht[f"marts.{mart}"]}
        assert {"GM0402", "RG-GV"} <= gebieden, mart
    assert len(verwacht["marts.instroom_uitstroom"]) > 1000


@given(zaad=st.integers(0, 2**32), delen=st.integers(1, 6), herhalingen=st.integers(0, 60))
@settings(max_examples=10, deadline=None, derandomize=True)
def test_volgorde_herhaling_en_verdeling_maken_niet_uit(
    machine: Machine, wereld: Wereld, verwacht: Marts, zaad: int, delen: int, herhalingen: int
) -> None:
    kans = random.Random(zaad)
    berichten = wereld.berichten + kans.choices(wereld.berichten, k=herhalingen)
    kans.shuffle(berichten)
    leveringen: list[list[Bericht]] = [[] for _ in range(delen)]
    for bericht in berichten:
        kans.choice(leveringen).append(bericht)
    gevonden = machine.draai(leveringen)
    assert {naam: rijen for naam, rijen in gevonden.items() if rijen != verwacht[naam]} == {}


def test_het_gecompileerde_sql_leest_de_eigen_landing(machine: Machine) -> None:
    """No model keeps reading the empty landing of the fixture."""
    gelezen = [p for _, sql in machine.modellen for p in re.findall(r"read_parquet\('([^']*)'", sql)]
    assert gelezen
    # the prognose is not SQL: in this machine it has nothing to say
    assert all(p.startswith(machine.landing) or "-leeg/" in p for p in gelezen)
