"""docs/leveringscontract.md is what the contract says now, and says all of it."""

from dataclasses import fields

import pytest

from pipeline.bevindingen import REGELS
from pipeline.contracten import document
from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.inname.paspoort import Paspoort, PaspoortFout, lees_paspoort, maak_levering


@pytest.fixture(scope="module")
def tekst():
    return document.maak()


def test_vastgelegd_document_is_gelijk_aan_het_contract(tekst):
    assert document.DOEL.read_text(encoding="utf-8") == tekst, "draai: python -m pipeline.contracten.document"


def test_elke_bron_tabel_en_kolom_staat_erin(tekst):
    for bron in BRONNEN:
        assert f"\n## Bron {bron}\n" in tekst
    for tabel in TABELLEN.values():
        for kolom in tabel.kolommen:
            assert f"\n| {kolom.naam} | {kolom.soort} | " in tekst


def test_elke_regel_staat_erin_met_ernst_en_eigenaar(tekst):
    for code, regel in REGELS.items():
        assert f"\n| {code} | {regel.ernst} | {regel.eigenaar} | {regel.omschrijving} |\n" in tekst


def test_elk_controlemodel_meldt_een_regel_van_de_lijst_met_dezelfde_ernst_en_eigenaar():
    regels = document.over_leveringen_heen()
    assert len(regels) >= len(list(document.CONTROLE.glob("ctl_*.sql")))
    for code, ernst, eigenaar, uitleg in regels:
        assert (ernst, eigenaar) == (REGELS[code].ernst, REGELS[code].eigenaar), code
        assert uitleg


def test_elke_soort_kolom_en_elk_paspoortveld_is_uitgelegd():
    assert {k.soort for t in TABELLEN.values() for k in t.kolommen} <= set(document.SOORTEN)
    assert {f.name for f in fields(Paspoort)} - {"is_nieuw"} == set(document.PASPOORT)


def test_schrijft_het_document(tmp_path, tekst):
    document.main(tmp_path / "docs" / "contract.md")
    assert (tmp_path / "docs" / "contract.md").read_text(encoding="utf-8") == tekst


@pytest.mark.parametrize(("inhoud", "goed"), [("ontvangen_op: 2024-03-31", True), ("reeks: uitgaven_eigen", False)])
def test_alleen_ontvangen_op_is_verplicht(tmp_path, inhoud, goed):
    assert document.VERPLICHT == "ontvangen_op"
    pad = tmp_path / "uitgaven" / "x.csv"
    pad.parent.mkdir()
    pad.write_text("a;b\n1;2\n")
    pad.with_name("x.csv.yml").write_text(inhoud)
    levering = maak_levering("uitgaven", pad)
    if goed:
        assert lees_paspoort(levering).reeks == "uitgaven_eigen"
    else:
        with pytest.raises(PaspoortFout, match="ontvangen_op"):
            lees_paspoort(levering)
