"""Another key: made whole, refused where it is not ours, and everything with persons is read again under it."""

import pyarrow.parquet as pq
import pytest

from pipeline.inname.landing import land_bron, ruim_op
from pipeline.privacy import hersleutel as module
from pipeline.privacy.hersleutel import hersleutel
from pipeline.privacy.pseudoniem import OMGEVING, OMGEVING_BESTAND, SleutelFout, laad_sleutel
from pipeline.settings import PROJECT, Plekken
from pipeline.slot import Bezig, slot

FIXTURES = PROJECT / "tests" / "fixtures" / "berichten"


@pytest.fixture
def bestand(tmp_path, monkeypatch):
    monkeypatch.delenv(OMGEVING, raising=False)
    monkeypatch.setenv(OMGEVING_BESTAND, str(tmp_path / "map" / "sleutel"))
    return tmp_path / "map" / "sleutel"


def test_er_komt_een_andere_sleutel_voor_alleen_de_eigenaar(bestand, tmp_path):
    eerste = laad_sleutel()
    assert hersleutel(tmp_path / "warehouse") == bestand
    assert laad_sleutel() != eerste
    assert bestand.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in bestand.parent.iterdir()] == ["sleutel"]


def test_een_onbruikbare_sleutel_kan_vervangen_worden(bestand, tmp_path):
    bestand.parent.mkdir()
    bestand.write_text("stuk")
    hersleutel(tmp_path / "warehouse")
    assert laad_sleutel()


def test_een_sleutel_uit_de_omgeving_wordt_niet_vervangen(bestand, tmp_path, monkeypatch):
    monkeypatch.setenv(OMGEVING, "ab" * 32)
    with pytest.raises(SleutelFout, match="token_hex") as fout:
        hersleutel(tmp_path / "warehouse")
    assert "abab" not in str(fout.value)
    assert not bestand.exists()


def test_niet_in_het_project_en_niet_tijdens_een_verversing(bestand, tmp_path, monkeypatch):
    eerste = laad_sleutel()
    with slot(tmp_path / "warehouse"), pytest.raises(Bezig):
        hersleutel(tmp_path / "warehouse")
    assert laad_sleutel() == eerste
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    with pytest.raises(SleutelFout, match="buiten het project"):
        hersleutel(tmp_path / "warehouse")


def test_na_een_nieuwe_sleutel_wordt_alles_met_personen_opnieuw_gelezen(bestand, tmp_path):
    plekken = Plekken(tmp_path / "raw", tmp_path / "warehouse")
    doel = plekken.raw / "berichten" / "maand"
    doel.mkdir(parents=True)
    for pad in FIXTURES.glob("*305*.xml"):
        (doel / pad.name).write_bytes(pad.read_bytes())

    def personen(geland):
        paden = list((plekken.landing / "berichten" / "start").glob(f"{geland.sleutel}-*.parquet"))
        return {r["persoon"] for p in paden for r in pq.ParquetFile(p).read().to_pylist()}

    (eerste,) = land_bron(plekken, "berichten")
    oud = personen(eerste)
    hersleutel(plekken.warehouse)
    (tweede,) = land_bron(plekken, "berichten")
    ruim_op(plekken, {tweede.sleutel})
    assert (tweede.is_gelezen, tweede.rijen, tweede.sleutel == eerste.sleutel) == (True, eerste.rijen, False)
    assert len(oud) == len(personen(tweede)) == 1
    assert not oud & personen(tweede)
    assert personen(eerste) == set()  # nothing of the old key stays
