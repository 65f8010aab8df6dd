"""The published database in the hands of its readers: every client from DuckDB 1.2 on, however it opens the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.publicaties import databank
from pipeline.publicaties.versies import huidige, uitgave
from pipeline.publicaties.vragen import VERSIE, macros
from pipeline.settings import PROJECT, Plekken

LEZERS = PROJECT / "tests" / "lezers"
CLIENTEN = sorted(p.stem for p in LEZERS.glob("*.lock"))


def lees(pad: Path, client: Path | None = None) -> dict:
    """What a client reads; without one: the house's own."""
    omgeving = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | (
        {"PYTHONPATH": str(client)} if client else {}
    )
    gedaan = subprocess.run(
        [sys.executable, str(LEZERS / "lees.py"), str(pad)],
        input=json.dumps([m.voorbeeld for m in macros()]), env=omgeving, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert gedaan.returncode == 0, gedaan.stderr[-2000:]
    return json.loads(gedaan.stdout)


@pytest.fixture(scope="module", params=["bundel-intern", "bundel-openbaar", "demo-intern"])
def bestand(request: pytest.FixtureRequest) -> Path:
    naam, welke = request.param.split("-")
    return uitgave(request.getfixturevalue(naam).publicaties, welke) / "grip.duckdb"


@pytest.fixture(scope="module")
def eigen(bestand: Path) -> dict:
    return lees(bestand)


def test_elke_weg_naar_binnen_geeft_hetzelfde(eigen: dict):
    zelf, *andere = eigen["wegen"].values()
    assert len(andere) == 2 and all(weg == zelf for weg in andere)
    assert len(zelf["tabellen"]) > 30
    assert zelf["beschreven"] == [len(zelf["tabellen"]) - 1, len(zelf["kolommen"]), len(macros())]  # versie is a view


@pytest.mark.parametrize("client", CLIENTEN)
def test_een_oudere_client_leest_hetzelfde(bestand: Path, eigen: dict, client: str):
    map_ = Path(sys.prefix) / "lezers" / client
    if not map_.is_dir():
        pytest.skip(f"{client} staat niet in .venv/lezers; zet hem op met: python3 start.py test")
    gelezen = lees(bestand, map_)
    assert gelezen["client"].startswith(client.removeprefix("duckdb-"))
    assert gelezen["wegen"] == eigen["wegen"]


def test_de_lijst_van_oudere_clienten():
    assert CLIENTEN == ["duckdb-1.2", "duckdb-1.4"]


@pytest.mark.parametrize("macro", macros(), ids=lambda m: m.naam)
def test_elke_vraag_geeft_antwoord_op_haar_voorbeeld(bundel: Plekken, demo: Plekken, macro):
    antwoorden = 0
    for plekken in (bundel, demo):
        con = databank.verbind(uitgave(plekken.publicaties, "intern") / "grip.duckdb")
        antwoorden += len(con.execute(macro.voorbeeld).fetchall())
        con.close()
    assert antwoorden > 0


def test_een_vraag_zegt_wat_een_mens_schreef(demo: Plekken):
    con = databank.verbind(uitgave(demo.publicaties, "intern") / "grip.duckdb")
    teksten = con.execute(
        "select niveau, wet, toelichting_mens from waarom('GM9994', 2026) where toelichting_mens is not null order by all"
    ).fetchall()
    con.close()
    assert [t[:2] for t in teksten] == [("groep", "jeugdwet"), ("wet", "jeugdwet")]
    # the newer text took the place of the older, with its line end and the sign that it begins with
    assert teksten[1][2].startswith("- Eén aanbieder") and "\n- De afspraken" in teksten[1][2]


def test_de_databank_zegt_welke_publicatie_zij_is(demo: Plekken):
    versie = huidige(demo.publicaties).name
    for welke in databank.UITGAVEN:
        con = databank.verbind(uitgave(demo.publicaties, welke) / "grip.duckdb")
        (rij,) = con.execute("select * from versie").fetchall()
        con.close()
        gevonden = dict(zip(VERSIE, rij, strict=True))
        assert (gevonden["versie"], gevonden["uitgave"], gevonden["is_synthetisch"]) == (versie, welke, True)


def test_het_woordenboek_noemt_elke_vraag(bundel: Plekken):
    tekst = (uitgave(bundel.publicaties, "intern") / "woordenboek.md").read_text(encoding="utf-8")
    for macro in macros():
        assert f"| `{macro.aanroep}` | {macro.omschrijving} | `{macro.voorbeeld}` |" in tekst
