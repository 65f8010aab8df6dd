"""Versions: switched in one go, damage seen, the newest twelve kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.publicaties import versies


def maak(publicaties: Path, naam: str, inhoud: str = "a") -> Path:
    map_ = publicaties / "versies" / naam
    for uitgave in ("intern", "openbaar"):
        (map_ / uitgave).mkdir(parents=True)
        (map_ / uitgave / "rapport.html").write_text(f"{inhoud} {uitgave}")
    versies.schrijf_manifest(map_, {"run": naam})
    return map_


def test_een_wissel_zet_beide_uitgaven_samen_om(tmp_path):
    for naam, inhoud in (("1", "oud"), ("2", "nieuw")):
        versies.wissel(tmp_path, maak(tmp_path, naam, inhoud))
        assert (tmp_path / "intern" / "rapport.html").read_text() == f"{inhoud} intern"
        assert (tmp_path / "openbaar" / "rapport.html").read_text() == f"{inhoud} openbaar"
        assert versies.huidige(tmp_path) == tmp_path / "versies" / naam


def test_zonder_links_wijst_een_bestand_de_weg(tmp_path, monkeypatch):
    def kan_niet(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", kan_niet)
    versies.wissel(tmp_path, maak(tmp_path, "1"))
    assert versies.huidige(tmp_path) == tmp_path / "versies" / "1"
    versies.wissel(tmp_path, maak(tmp_path, "2"))
    assert versies.uitgave(tmp_path, "intern") == tmp_path / "versies" / "2" / "intern"


@pytest.mark.parametrize("schade", ["wijzigen", "weghalen", "manifest"])
def test_schade_wordt_gezien(tmp_path, schade):
    map_ = maak(tmp_path, "1")
    assert versies.is_heel(map_)
    if schade == "wijzigen":
        (map_ / "intern" / "rapport.html").write_text("b intern")
    elif schade == "weghalen":
        (map_ / "intern" / "rapport.html").unlink()
    else:
        (map_ / "manifest.json").write_text("{")
    assert not versies.is_heel(map_)


def test_er_blijven_er_twaalf_en_nooit_minder_dan_de_huidige(tmp_path):
    eerste = maak(tmp_path, "00")
    versies.wissel(tmp_path, eerste)
    for i in range(1, 15):
        maak(tmp_path, f"{i:02}")
    (tmp_path / "versies" / "99-half").mkdir()  # left by a run that was interrupted
    versies.ruim_op(tmp_path)
    over = sorted(p.name for p in (tmp_path / "versies").iterdir())
    assert over == ["00", *(f"{i:02}" for i in range(3, 15))]


def test_bestanden_zijn_niet_voor_iedereen_leesbaar(tmp_path):
    map_ = maak(tmp_path, "1")
    assert (map_ / "intern" / "rapport.html").stat().st_mode & 0o777 == 0o640
