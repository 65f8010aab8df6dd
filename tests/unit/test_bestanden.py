"""A text is there whole or not at all, and its hash is that of its bytes."""

from __future__ import annotations

import hashlib
import os

import pytest

from pipeline.bestanden import schrijf_tekst, sha256


def test_tekst_en_hash(tmp_path):
    pad = tmp_path / "a.txt"
    schrijf_tekst(pad, "één")
    schrijf_tekst(pad, "twee € ")
    assert pad.read_text(encoding="utf-8") == "twee € "
    assert sha256(pad) == hashlib.sha256("twee € ".encode()).hexdigest()
    assert os.listdir(tmp_path) == ["a.txt"]


def test_een_afgebroken_schrijfactie_laat_de_oude_tekst_staan(tmp_path, monkeypatch):
    pad = tmp_path / "a.txt"
    schrijf_tekst(pad, "oud")

    def kapot(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("pipeline.bestanden.os.replace", kapot)
    with pytest.raises(OSError, match="disk full"):
        schrijf_tekst(pad, "nieuw")
    assert pad.read_text(encoding="utf-8") == "oud"
