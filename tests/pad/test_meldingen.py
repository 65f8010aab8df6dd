"""What a message says of a real publication and of a run that failed, by the command line and by Dagster alike."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterEventType, DagsterInstance, RetryRequested, build_run_status_sensor_context, job, op
from typer.testing import CliRunner

from pipeline import hoofdtaak
from pipeline.bouw import BouwFout
from pipeline.cli import app
from pipeline.herkansing import herkansbaar
from pipeline.jobs import maak_meldsensoren
from pipeline.meldingen.bericht import van_publicatie
from pipeline.publicaties.databank import verbind
from pipeline.publicaties.versies import huidige
from pipeline.settings import INSTELLINGEN, Instellingen, Plekken


def test_het_bericht_noemt_leveringen_en_wie_maar_geen_cijfers(bundel):
    map_ = huidige(bundel.publicaties)
    bericht = van_publicatie(map_)
    con = verbind(map_ / "intern" / "grip.duckdb")
    (aantal,) = con.execute(
        "select count(*) from marts.bevindingen where ernst <> 'info' and eigenaar = 'leverancier'"
    ).fetchone()
    con.close()
    assert bericht.soort in ("geweigerd", "waarschuwing")
    assert any(r.startswith(f"Voor de leverancier: {aantal} bevinding") for r in bericht.regels)
    # whole numbers that count findings and deliveries; no euro, no percentage, no decimal
    assert not re.search(r"€|%|\d,\d", bericht.tekst)


@pytest.fixture
def verstuurd(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    gekregen: list[Any] = []
    monkeypatch.setattr(
        "pipeline.meldingen.na_afloop.verstuur", lambda bericht, _w, _p: gekregen.append(bericht) or ["server weg"]
    )
    return gekregen


@pytest.fixture
def instellingen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instellingen:
    pad = tmp_path / "instellingen.yml"
    tekst = INSTELLINGEN.read_text(encoding="utf-8").replace("meldingen:\n  aan: false", "meldingen:\n  aan: true")
    pad.write_text(tekst, encoding="utf-8")
    monkeypatch.setenv("GRIP_INSTELLINGEN", str(pad))
    return Instellingen(pad)


def _grip(tmp_path: Path) -> Any:
    (tmp_path / "raw").mkdir(exist_ok=True)
    return CliRunner().invoke(app, ["run", "--raw", str(tmp_path / "raw"), "--warehouse", str(tmp_path / "w")])


def test_grip_run_meldt_een_fout_en_houdt_zijn_eigen_code(tmp_path, instellingen, verstuurd, monkeypatch):
    def stuk(*_: Any) -> None:
        raise BouwFout(["model marts.uitgaven: kolom ontbreekt"])

    monkeypatch.setattr(hoofdtaak, "draai", stuk)
    gedaan = _grip(tmp_path)
    assert gedaan.exit_code == 1
    assert "Let op: server weg" in gedaan.stderr
    (bericht,) = verstuurd
    assert bericht.soort == "fout"
    assert "model marts.uitgaven" in bericht.tekst


def test_grip_run_meldt_een_publicatie(tmp_path, bundel, instellingen, verstuurd, monkeypatch):
    samenvatting = hoofdtaak.Samenvatting(publicatie=huidige(bundel.publicaties))
    monkeypatch.setattr(hoofdtaak, "draai", lambda *_: samenvatting)
    assert _grip(tmp_path).exit_code == 0
    assert [b.tekst for b in verstuurd] == [van_publicatie(huidige(bundel.publicaties)).tekst]


def test_dagster_meldt_een_fout_met_dezelfde_woorden(tmp_path, instellingen, verstuurd):
    @op
    def bouwen() -> None:
        raise BouwFout(["model marts.uitgaven: kolom ontbreekt"])

    @job(name="hoofdtaak")
    def taak() -> None:
        bouwen()

    mislukt, gelukt = maak_meldsensoren(instellingen, Plekken(warehouse=tmp_path))
    assert {s.default_status.name for s in (mislukt, gelukt)} == {"RUNNING"}
    with DagsterInstance.ephemeral() as instantie:
        run = taak.execute_in_process(instance=instantie, raise_on_error=False)
        (gebeurtenis,) = [e for e in run.all_events if e.event_type is DagsterEventType.RUN_FAILURE]
        context = build_run_status_sensor_context(
            sensor_name="melding_mislukt", dagster_instance=instantie, dagster_run=run.dagster_run,
            dagster_event=gebeurtenis,
        ).for_run_failure()  # fmt: skip
        mislukt(context)
    (bericht,) = verstuurd
    assert bericht.regels[1] == "Oorzaak: model marts.uitgaven: kolom ontbreekt"


def test_meldsensoren_staan_uit_tenzij_gevraagd(tmp_path):
    sensoren = maak_meldsensoren(Instellingen(), Plekken(warehouse=tmp_path))
    assert {s.default_status.name for s in sensoren} == {"STOPPED"}


@pytest.mark.parametrize(("fout", "nog_eens"), [(errno.ESTALE, True), (errno.EBUSY, True), (errno.ENOENT, False)])
def test_alleen_wat_kan_overgaan_krijgt_een_nieuwe_kans(fout: int, nog_eens: bool):
    with pytest.raises(RetryRequested if nog_eens else FileNotFoundError), herkansbaar():
        raise OSError(fout, "schijf")


def test_een_geweigerde_bouw_wordt_niet_nog_eens_geprobeerd():
    with pytest.raises(BouwFout), herkansbaar():
        raise BouwFout(["test mislukt"])
