"""A newcomer with the README alone: what it prints works as printed, and what it names is there after a run."""

from __future__ import annotations

import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.publicaties import databank
from pipeline.publicaties.versies import uitgave
from pipeline.settings import PROJECT, Plekken

README = (PROJECT / "README.md").read_text(encoding="utf-8")
VRAGEN = re.findall(r"^Vraag (\d+)\. (.*?)^```sql\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
BLOKKEN = re.findall(r"^```\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
REGELS = [r for blok in BLOKKEN for r in blok.splitlines() if r.startswith(".venv/bin/grip ")]
# these make or change something; what they name is checked elsewhere
MAKEN = ("run", "demo", "dev", "download", "--help")
GETAL = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")


def _getal(tekst: str) -> Decimal | None:
    """A Dutch figure, whatever sign or unit stands beside it."""
    kaal = re.sub(r"[€%\s\u00a0]", "", tekst)
    return Decimal(kaal.replace(".", "").replace(",", ".")) if GETAL.fullmatch(kaal) else None


def test_er_zijn_vijftien_vragen_op_volgorde():
    assert [int(n) for n, _, _ in VRAGEN] == list(range(1, 16))
    assert len(VRAGEN) == README.count("```sql")


@pytest.mark.parametrize(("nummer", "tekst", "sql"), VRAGEN, ids=[n for n, _, _ in VRAGEN])
def test_elke_vraag_geeft_wat_de_readme_zegt(bundel: Plekken, nummer: str, tekst: str, sql: str):
    con = databank.verbind(uitgave(bundel.publicaties, "intern") / "grip.duckdb")
    cellen = [c for rij in con.execute(sql).fetchall() for c in rij if c is not None]
    con.close()
    getallen = {abs(Decimal(c)) for c in cellen if isinstance(c, (int, Decimal))}
    woorden = {str(c) for c in cellen}
    vet = re.findall(r"\*\*([^*]+)\*\*", tekst)
    assert vet, f"vraag {nummer} noemt geen antwoord"
    for deel in vet:
        getal = _getal(deel)
        assert deel in woorden or (getal is not None and abs(getal) in getallen), f"vraag {nummer}: {deel}"


def _draai(regel: str, bundel: Plekken, demo: Plekken):
    """A printed command, in the warehouses of the tests."""
    _, opdracht, *rest = shlex.split(regel)
    rest = [str(demo.warehouse) if r == "data/demo/warehouse" else r for r in rest]
    if opdracht in ("query", "trace") and "--warehouse" not in rest:
        rest += ["--warehouse", str(bundel.warehouse)]
    rest = [str(PROJECT / r) if r.startswith("data/raw/") else r for r in rest]
    return CliRunner().invoke(app, [opdracht, *rest], env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"})


@pytest.mark.parametrize("regel", [r for r in REGELS if r.split()[1] not in MAKEN])
def test_elke_opdracht_werkt_zoals_zij_er_staat(bundel: Plekken, demo: Plekken, regel: str):
    gedaan = _draai(regel, bundel, demo)
    assert gedaan.exit_code == 0, gedaan.output
    assert len(gedaan.output.splitlines()) > 1, regel
    if " trace " in regel:  # the README prints what it says
        volgend = BLOKKEN[BLOKKEN.index(regel + "\n") + 1]
        assert gedaan.output.strip() == volgend.strip()


def test_er_zijn_vragen_en_nagegane_cijfers_bij():
    assert {"query", "trace", "check"} <= {r.split()[1] for r in REGELS}


def test_elk_pad_in_de_readme_bestaat_na_een_run(bundel: Plekken, demo: Plekken):
    plekken = {"data/warehouse": bundel.warehouse, "data/demo/warehouse": demo.warehouse}
    paden = set(re.findall(r"`(data/[^`<\s]*)`", README))
    assert len(paden) > 8
    for pad in paden:
        if pad in {"data/demo", "data/raw"}:
            continue
        vertaald = next((naar / pad.removeprefix(van).lstrip("/") for van, naar in plekken.items() if pad.startswith(van)),
                        PROJECT / pad)  # fmt: skip
        assert Path(vertaald).exists(), pad
