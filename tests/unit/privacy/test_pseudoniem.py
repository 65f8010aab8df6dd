"""The key file and the pseudonyms: right form, right rights, and nothing that gives the number away."""

import hashlib
import hmac

import pytest

from pipeline.privacy.pseudoniem import (
    OMGEVING,
    OMGEVING_BESTAND,
    Sleutel,
    SleutelFout,
    bsn_regel,
    laad_sleutel,
    nieuwe_sleutel,
    schrijf_sleutel,
)
from pipeline.settings import PROJECT

BSN = "999900031"


@pytest.fixture
def bestand(tmp_path, monkeypatch):
    monkeypatch.delenv(OMGEVING, raising=False)
    monkeypatch.setenv(OMGEVING_BESTAND, str(tmp_path / "map" / "sleutel"))
    return tmp_path / "map" / "sleutel"


def test_een_pseudoniem_is_hmac_sha256_van_soort_en_nummer():
    sleutel = Sleutel(bytes(range(32)))
    verwacht = hmac.new(bytes(range(32)), b"persoon:999900031", hashlib.sha256).hexdigest()[:32]
    assert sleutel.pseudoniem("persoon", BSN) == verwacht
    assert sleutel.pseudoniem("client", BSN) != verwacht
    for soort, waarde in (("persoon", BSN), ("referentie", "é" * 200), ("client", "")):
        assert sleutel.maker(soort)(waarde) == sleutel.pseudoniem(soort, waarde)
    assert "geheim" not in repr(sleutel.maker("persoon"))
    assert nieuwe_sleutel().pseudoniem("persoon", BSN) != verwacht


def test_de_sleutel_wordt_een_keer_gemaakt_en_is_alleen_voor_de_eigenaar(bestand):
    eerste = laad_sleutel()
    assert bestand.stat().st_mode & 0o777 == 0o600
    assert laad_sleutel() == eerste
    assert len(eerste.geheim) == 32


def test_een_sleutel_die_anderen_kunnen_lezen_wordt_geweigerd(bestand):
    laad_sleutel()
    bestand.chmod(0o640)
    with pytest.raises(SleutelFout, match="chmod 600"):
        laad_sleutel()


def test_een_sleutel_in_het_project_wordt_geweigerd(monkeypatch):
    monkeypatch.delenv(OMGEVING, raising=False)
    monkeypatch.setenv(OMGEVING_BESTAND, str(PROJECT / "data" / "sleutel"))
    with pytest.raises(SleutelFout, match="buiten het project"):
        laad_sleutel()
    assert not (PROJECT / "data" / "sleutel").exists()


@pytest.mark.parametrize("tekst", ["", "kort", "g" * 64, "a" * 63])
def test_geen_sleutel(bestand, monkeypatch, tekst):
    monkeypatch.setenv(OMGEVING, tekst)
    with pytest.raises(SleutelFout, match="64 hexadecimale") as fout:
        laad_sleutel()
    assert not tekst or tekst not in str(fout.value)


def test_de_omgeving_gaat_voor_het_bestand(bestand, monkeypatch):
    schrijf_sleutel(bestand, nieuwe_sleutel())
    monkeypatch.setenv(OMGEVING, "ab" * 32)
    assert laad_sleutel() == Sleutel(b"\xab" * 32)


def test_de_sleutel_staat_niet_in_zijn_weergave():
    sleutel = Sleutel(b"\x01" * 32)
    assert "\\x01" not in repr(sleutel) and "01" * 32 not in repr(sleutel)
    assert sleutel.id not in (sleutel.geheim.hex()[:16], "")


@pytest.mark.parametrize(
    ("nummer", "gemeente", "regel"),
    [
        ("123456782", "GM0402", None),
        ("123456783", "GM0402", "bsn.elfproef"),
        ("12345678", "GM0402", "bsn.elfproef"),
        ("1234567820", "GM0402", "bsn.elfproef"),
        ("000000000", "GM0402", "bsn.elfproef"),
        (BSN, "GM9991", None),
        (BSN, "GM0402", "bsn.testreeks"),
    ],
)
def test_een_burgerservicenummer(nummer, gemeente, regel):
    assert bsn_regel(nummer, gemeente) == regel
