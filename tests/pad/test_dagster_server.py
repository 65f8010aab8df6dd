"""`grip dev` for real: the web page on this machine, and its sensor that starts a run for a levering that is complete.

That one run also shows what Dagster tells of its steps: the checks, the counts, and that it publishes as `grip run` does.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from dagster import AssetCheckEvaluation, AssetKey, DagsterEventType, DagsterInstance

from pipeline.publicaties.databank import verbind
from pipeline.publicaties.versies import huidige, lees_manifest
from pipeline.settings import INSTELLINGEN, PROJECT, Plekken

from .test_cli import GRIP

WACHT = 540  # seconds; a run takes some 30 on a quiet machine, and many times that on a busy one


def _vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _graphql(poort: int, vraag: str) -> Any:
    verzoek = urllib.request.Request(
        f"http://127.0.0.1:{poort}/graphql", json.dumps({"query": vraag}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(verzoek, timeout=30) as antwoord:
        return json.load(antwoord)["data"]


def _tot(voorwaarde: Callable[[], Any]) -> Any:
    """The first answer that is not empty, within the time."""
    eind = time.monotonic() + WACHT
    while time.monotonic() < eind:
        try:
            if gevonden := voorwaarde():
                return gevonden
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(1)
    pytest.fail(f"niet binnen {WACHT} seconden")


@pytest.fixture(scope="module")
def haak() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A webhook on this machine: its address, and what it got."""
    gekregen: list[dict[str, Any]] = []

    class Haak(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            gekregen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

    http = HTTPServer(("127.0.0.1", 0), Haak)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_address[1]}/", gekregen
    http.shutdown()
    http.server_close()


@contextmanager
def grip_dev(map_: Path, **vervang: str) -> Iterator[tuple[Plekken, int]]:
    """The web page over small deliveries, with a sensor that looks every 2 seconds; its places and its port.

    `vervang`: text in instellingen.yml to replace.
    """
    tekst = INSTELLINGEN.read_text(encoding="utf-8")
    for oud, nieuw in {
        "sensor_aan: false": "sensor_aan: true",
        "sensor_seconden: 30": "sensor_seconden: 2",
        **vervang,
    }.items():
        assert oud in tekst, oud
        tekst = tekst.replace(oud, nieuw)
    instellingen = map_ / "instellingen.yml"
    instellingen.write_text(tekst, encoding="utf-8")
    plekken, poort = Plekken(map_ / "raw", map_ / "warehouse"), _vrije_poort()
    proces = subprocess.Popen(
        [str(GRIP), "dev", "--raw", plekken.raw, "--warehouse", plekken.warehouse, "--poort", str(poort)],
        env={**os.environ, "GRIP_INSTELLINGEN": str(instellingen), "NO_PROXY": "127.0.0.1"},
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield plekken, poort
    finally:
        os.killpg(proces.pid, signal.SIGTERM)
        try:
            proces.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(proces.pid, signal.SIGKILL)


def eerste_run(poort: int) -> dict[str, Any]:
    """The first run, when it has ended."""
    vraag = "{runsOrError{... on Runs{results{runId status tags{key value}}}}}"
    klaar = ("SUCCESS", "FAILURE", "CANCELED")
    (run,) = _tot(lambda: [r for r in _graphql(poort, vraag)["runsOrError"]["results"] if r["status"] in klaar])
    return run


@pytest.fixture(scope="module")
def huis(klein, tmp_path_factory, haak) -> Iterator[tuple[Plekken, int]]:
    map_ = tmp_path_factory.mktemp("dagster-server")
    shutil.copytree(klein.raw, map_ / "raw")
    # the manifest of an earlier run: the processes of Dagster read it, instead of parsing dbt's project once more
    manifest = Path("warehouse") / "bouw" / "target" / "manifest.json"
    (map_ / manifest).parent.mkdir(parents=True)
    shutil.copy2(klein.warehouse.parent / manifest, map_ / manifest)
    meldingen = {
        "meldingen:\n  aan: false": "meldingen:\n  aan: true",
        'adres: ""': f'adres: "{haak[0]}"',
        "bij: [fout, geweigerd, waarschuwing]": "bij: [fout, geweigerd, waarschuwing, geslaagd]",
    }
    with grip_dev(map_, **meldingen) as gestart:
        yield gestart


@pytest.fixture(scope="module")
def gedraaid(huis) -> tuple[Plekken, dict[str, Any], list[Any]]:
    """The run that the sensor started, and all that it told Dagster."""
    plekken, poort = huis
    run = eerste_run(poort)
    with DagsterInstance.from_config(str(plekken.warehouse / "dagster")) as instantie:
        gebeurtenissen = [e.dagster_event for e in instantie.all_logs(run["runId"]) if e.dagster_event]
    return plekken, run, gebeurtenissen


@pytest.fixture(scope="module")
def controles(gedraaid) -> list[AssetCheckEvaluation]:
    return [
        e.asset_check_evaluation_data for e in gedraaid[2] if e.event_type is DagsterEventType.ASSET_CHECK_EVALUATION
    ]


@pytest.fixture(scope="module")
def tellingen(gedraaid) -> dict[AssetKey, Mapping[str, Any]]:
    """What the run said of each asset."""
    return {
        e.asset_key: e.step_materialization_data.materialization.metadata
        for e in gedraaid[2]
        if e.event_type is DagsterEventType.ASSET_MATERIALIZATION
    }


def test_de_pagina_toont_de_lagen(huis):
    _, poort = huis
    assets = _tot(lambda: _graphql(poort, "{assetNodes{assetKey{path} groupName description}}")["assetNodes"])
    assert {"landing", "staging", "intermediate", "marts", "publicatie"} <= {a["groupName"] for a in assets}
    assert all(a["description"] for a in assets)


def test_de_sensor_ververst_en_meldt_het(gedraaid, haak):
    plekken, run, _ = gedraaid
    assert run["status"] == "SUCCESS"
    assert {"key": "dagster/sensor_name", "value": "nieuwe_levering"} in run["tags"]
    assert (huidige(plekken.publicaties) / "intern" / "rapport.html").exists()
    # and the daemon told of it, in the words of `grip run`
    (melding,) = _tot(lambda: haak[1])
    assert melding["onderwerp"].startswith("De verversing is gelukt")
    assert melding["regels"][-1] == f"Warehouse: {plekken.warehouse}"


def test_een_controle_is_te_lezen_zonder_te_programmeren(controles):
    dbt = [c for c in controles if "wat" in c.metadata]
    assert dbt
    for c in dbt:
        m = {k: v.value for k, v in c.metadata.items()}
        assert m["waar"].startswith(f"tabel {'.'.join(c.asset_key.path)}")
        assert m["uitkomst"].endswith("niet.") is not c.passed
        if not c.passed:
            assert m["wie doet wat"].startswith("De controller beoordeelt")
            assert "select" in m["zo vindt u de rijen"]


def test_de_taak_publiceert_hetzelfde_als_grip_run(klein, gedraaid):
    plekken, *_ = gedraaid
    hier, daar = (lees_manifest(huidige(p.publicaties))["marts"] for p in (plekken, klein))
    assert hier == daar
    con = verbind(plekken.werk)
    assert con.execute("select count(*) from marts.uitgaven").fetchone()[0] > 0
    con.close()


def test_controles_staan_er_met_hun_tellingen(controles):
    assert all(c.passed or c.severity.value == "WARN" for c in controles)
    contract = {c.asset_key: c for c in controles if c.check_name == "contract"}
    assert contract[AssetKey(["marts", "uitgaven"])].metadata["rijen"].value > 0
    assert AssetKey(["landing", "leveringen"]) in contract
    assert len([c for c in controles if c.asset_key.path[0] == "marts"]) > 50


def test_assets_dragen_tellingen(tellingen):
    landing = tellingen[AssetKey(["landing", "uitgaven"])]
    assert landing["leveringen"].value == 1
    assert landing["dagster/row_count"].value == 4
    assert "geaccepteerd" in landing["per_levering"].value
    # a bar per delivery, and numbers that Dagster plots over the runs
    assert "█" in landing["rijen_per_levering"].value
    assert {f"bevindingen_{e}" for e in ("fout", "waarschuwing", "info")} <= set(landing)
    mart = tellingen[AssetKey(["marts", "uitgaven"])]
    rijen = [int(r.split("|")[2].replace(".", "")) for r in mart["rijen_per_jaar"].value.splitlines()[2:]]
    assert sum(rijen) == mart["dagster/row_count"].value
    publicatie = tellingen[AssetKey(["publicatie", "sturingsinformatie"])]
    assert "De verversing is gelukt." in publicatie["wie doet wat"].value
