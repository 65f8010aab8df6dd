"""`grip dev` for real: the web page on this machine, and its sensor that starts a run for a levering that is complete."""

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.publicaties.versies import huidige
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


@pytest.fixture
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


@pytest.fixture
def huis(klein, tmp_path, haak) -> Iterator[tuple[Plekken, int]]:
    # where `grip run` was before: each process of Dagster then reads the manifest that stands, instead of parsing dbt's
    # project for itself. To the sensor every levering is new.
    shutil.copytree(klein.raw, tmp_path / "raw")
    shutil.copytree(klein.warehouse, tmp_path / "warehouse", symlinks=True)
    meldingen = {
        "meldingen:\n  aan: false": "meldingen:\n  aan: true",
        'adres: ""': f'adres: "{haak[0]}"',
        "bij: [fout, geweigerd, waarschuwing]": "bij: [fout, geweigerd, waarschuwing, geslaagd]",
    }
    with grip_dev(tmp_path, **meldingen) as gestart:
        yield gestart


def test_de_pagina_toont_de_lagen_en_de_sensor_ververst(huis, haak):
    plekken, poort = huis
    voor = huidige(plekken.publicaties)
    assets = _tot(lambda: _graphql(poort, "{assetNodes{assetKey{path} groupName description}}")["assetNodes"])
    assert {"landing", "staging", "intermediate", "marts", "publicatie"} <= {a["groupName"] for a in assets}
    assert all(a["description"] for a in assets)
    run = eerste_run(poort)
    assert run["status"] == "SUCCESS"
    assert {"key": "dagster/sensor_name", "value": "nieuwe_levering"} in run["tags"]
    na = huidige(plekken.publicaties)
    assert na != voor and (na / "intern" / "rapport.html").exists()
    # and the daemon told of it, in the words of `grip run`
    (melding,) = _tot(lambda: haak[1])
    assert melding["onderwerp"].startswith("De verversing is gelukt")
    assert melding["regels"][-1] == f"Warehouse: {plekken.warehouse}"
