"""When a publication still follows from what stands: every file that decides what it says counts."""

from __future__ import annotations

import shutil

import pytest

from pipeline import hoofdtaak
from pipeline.inname.landing import schrijf_leveringen
from pipeline.settings import DBT_PROJECT, INSTELLINGEN, PROJECT, Instellingen, Plekken


@pytest.mark.parametrize(
    "bestand",
    [
        "pipeline/publicaties/rapport.py",
        "pipeline/publicaties/sjablonen/rapport.html.j2",
        "pipeline/publicaties/sjablonen/stijl.css",
        "pipeline/publicaties/sjablonen/begrippen.yaml",
        "dbt_project/models/marts/uitgaven.sql",
        "dbt_project/models/kolommen.md",
        "dbt_project/seeds/groepen.csv",
        "dbt_project/dbt_project.yml",
    ],
)
def test_een_ander_bestand_is_een_andere_codeversie(tmp_path, monkeypatch, bestand):
    for bron in (PROJECT / "pipeline", DBT_PROJECT):
        shutil.copytree(bron, tmp_path / bron.name, ignore=shutil.ignore_patterns("__pycache__", "target", "logs"))
    monkeypatch.setattr(hoofdtaak, "PROJECT", tmp_path)
    monkeypatch.setattr(hoofdtaak, "DBT_PROJECT", tmp_path / DBT_PROJECT.name)
    voor = hoofdtaak.codeversie.__wrapped__()
    assert hoofdtaak.codeversie.__wrapped__() == voor
    with (tmp_path / bestand).open("a", encoding="utf-8") as f:
        f.write("\n")
    assert hoofdtaak.codeversie.__wrapped__() != voor


def test_wie_bericht_krijgt_verandert_geen_cijfer(tmp_path):
    """Another threshold is another publication; another receiver or hour of the schedule is not."""
    plekken = Plekken(tmp_path / "raw", tmp_path / "warehouse")
    schrijf_leveringen([], plekken.leveringen, [])
    tekst = INSTELLINGEN.read_text(encoding="utf-8")

    def merk(oud: str = "", nieuw: str = "") -> str:
        assert oud in tekst
        pad = tmp_path / "instellingen.yml"
        pad.write_text(tekst.replace(oud, nieuw) if oud else tekst, encoding="utf-8")
        return hoofdtaak.vingerafdruk(hoofdtaak.Run(plekken, Instellingen(pad), 1))

    assert merk("meldingen:\n  aan: false", "meldingen:\n  aan: true") == merk()
    assert merk("schema_aan: false", "schema_aan: true") == merk()
    assert merk("signaal_groen_pct: 2", "signaal_groen_pct: 3") != merk()
