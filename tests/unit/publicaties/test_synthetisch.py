"""Invented figures say so on every page, in every edition and form; real figures never do."""

import zipfile
from dataclasses import replace

import openpyxl
import pytest
from marts_bouw import KOP, bouw

from pipeline.publicaties.kop import SYNTHETISCH
from pipeline.publicaties.rapport import maak_rapport
from pipeline.publicaties.werkmap import maak_werkmap
from pipeline.publicaties.woordenboek import maak_woordenboek


@pytest.fixture(params=[True, False], ids=["synthetisch", "echt"])
def uitgave(request, tmp_path):
    kop = replace(KOP, is_synthetisch=request.param)
    with bouw(tmp_path / "m.duckdb", {}) as con:
        maak_rapport(con, kop, tmp_path / "rapport.html")
        maak_werkmap(con, kop, tmp_path / "werkmap.xlsx")
        maak_woordenboek(con, kop, tmp_path / "woordenboek.md")
    return tmp_path, request.param


def test_rapport_en_woordenboek(uitgave):
    map_, is_synthetisch = uitgave
    rapport = (map_ / "rapport.html").read_text(encoding="utf-8")
    assert (SYNTHETISCH in rapport) == is_synthetisch
    assert ("<title>Synthetisch: " in rapport) == is_synthetisch
    assert (SYNTHETISCH in (map_ / "woordenboek.md").read_text(encoding="utf-8")) == is_synthetisch


def test_elk_blad_van_de_werkmap(uitgave):
    map_, is_synthetisch = uitgave
    boek = openpyxl.load_workbook(map_ / "werkmap.xlsx")
    assert len(boek.sheetnames) > 5
    for blad in boek:
        teksten = [str(c) for rij in blad.iter_rows(values_only=True) for c in rij if c]
        assert any(SYNTHETISCH in t for t in teksten) == is_synthetisch, blad.title
    with zipfile.ZipFile(map_ / "werkmap.xlsx") as z:
        bladen = [z.read(n).decode() for n in z.namelist() if n.startswith("xl/worksheets/sheet")]
    koppen = sum("<oddHeader>" in b for b in bladen)
    assert koppen == (len(bladen) if is_synthetisch else 0)
