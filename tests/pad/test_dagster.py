"""Dagster serves the same steps: assets by layer, checks, the job, the schedule and the sensor. A whole run, not here."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from dagster import AssetKey, DagsterInstance, RunRequest, SkipReason, build_sensor_context

from pipeline.dagsterhuis import omgeving
from pipeline.jobs import maak_sensor
from pipeline.settings import Instellingen, Plekken

from .leveringen import lever


@pytest.fixture(scope="module")
def definities(klein, tmp_path_factory):
    map_ = tmp_path_factory.mktemp("dagster")
    shutil.copytree(klein.raw, map_ / "raw")
    plekken = Plekken(map_ / "raw", map_ / "warehouse")
    os.environ.update(GRIP_RAW=str(plekken.raw), GRIP_WAREHOUSE=str(plekken.warehouse))
    from pipeline.definitions import maak_definities

    return plekken, maak_definities(plekken, Instellingen())


def test_elke_asset_heeft_een_laag_en_een_omschrijving(definities):
    _, defs = definities
    graaf = defs.resolve_asset_graph()
    assert {graaf.get(k).group_name for k in graaf.get_all_asset_keys()} == {
        "landing", "seeds", "staging", "intermediate", "controle", "prognose", "marts", "publicaties", "publicatie",
    }  # fmt: skip
    for sleutel in graaf.get_all_asset_keys():
        assert (graaf.get(sleutel).description or "").strip(), sleutel
        assert sleutel.path[0] == graaf.get(sleutel).group_name
    assert AssetKey(["landing", "uitgaven"]) in graaf.get(AssetKey(["staging", "stg_uitgaven"])).parent_keys


def test_elke_laag_controle_en_taak_zegt_in_een_zin_wat_zij_is(definities):
    _, defs = definities
    graaf = defs.resolve_asset_graph()
    for sleutel in graaf.get_all_asset_keys():
        assert f"Laag **{sleutel.path[0]}**: " in graaf.get(sleutel).description
    specs = {k: graaf.get_check_spec(k) for k in graaf.asset_check_keys}
    assert len(specs) > 400
    assert not [
        k for k, s in specs.items() if not (s.description or "").endswith(".") or s.description.startswith("Controle '")
    ]
    teksten = {s.name: s.description for s in specs.values()}
    assert teksten["prognose_telt_op"].startswith("Wat bekend is, wat nog gedeclareerd wordt")
    for naam in ("hoofdtaak", "inname"):
        assert defs.resolve_job_def(naam).description.endswith(".")


def test_de_inname_alleen_publiceert_niets(klein, tmp_path):
    shutil.copytree(klein.raw, tmp_path / "raw")
    plekken = Plekken(tmp_path / "raw", tmp_path / "warehouse")
    from pipeline.definitions import maak_definities

    taak = maak_definities(plekken, Instellingen()).resolve_job_def("inname")
    with DagsterInstance.ephemeral() as instantie:
        assert taak.execute_in_process(instance=instantie).success
    assert plekken.leveringen.exists()
    assert not plekken.publicaties.exists()


def test_het_schema_loopt_in_nederlandse_tijd(definities):
    _, defs = definities
    schema = defs.resolve_schedule_def("hoofdtaak_volgens_schema")
    assert schema.execution_timezone == "Europe/Amsterdam"


def _tik(sensor, cursor=None):
    with DagsterInstance.ephemeral() as instantie:
        context = build_sensor_context(instance=instantie, cursor=cursor)
        uitkomst = sensor(context)
        if isinstance(uitkomst, SkipReason):
            return None, context.cursor
        return uitkomst.run_requests, uitkomst.cursor


def test_de_sensor_start_een_run_als_een_levering_compleet_is(tmp_path: Path):
    raw = tmp_path / "raw"
    raw.mkdir()
    sensor = maak_sensor(Instellingen(), raw)
    verzoeken, cursor = _tik(sensor)
    assert verzoeken is None
    pad = lever(raw, "inwoners", "nieuw.csv", "gemeente;jaar;inwoners\nHuizen;2024;41500\n", "2025-01-01")
    verzoeken, cursor = _tik(sensor, cursor)
    assert verzoeken is None  # first look: it may still be on its way
    pad.write_text(pad.read_text(encoding="utf-8") + "Laren;2024;11000\n", encoding="utf-8")
    verzoeken, cursor = _tik(sensor, cursor)
    assert verzoeken is None  # it grew
    (raw / "inwoners" / "half.csv.filepart").write_text("gemeente", encoding="utf-8")
    verzoeken, cursor = _tik(sensor, cursor)
    assert [type(v) for v in verzoeken] == [RunRequest]
    verzoeken, cursor = _tik(sensor, cursor)
    assert verzoeken is None  # once is enough
    ander = lever(raw, "inwoners", "ander.csv", "gemeente;jaar;inwoners\nBlaricum;2024;12000\n", "2025-01-01")
    ander.with_name("ander.csv.ok").touch()
    verzoeken, _ = _tik(sensor, cursor)
    assert len(verzoeken) == 1  # the .ok says that it is complete


def test_dagster_woont_in_het_warehouse_en_zegt_niets_naar_buiten(tmp_path):
    omg = omgeving(Plekken(tmp_path / "raw", tmp_path / "warehouse"))
    huis = Path(omg["DAGSTER_HOME"])
    assert huis.stat().st_mode & 0o777 == 0o700
    assert "enabled: false" in (huis / "dagster.yaml").read_text(encoding="utf-8")
