"""`grip` as a user types it: a process of its own, its words and its exit codes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from pipeline.settings import PROJECT

from .leveringen import lever

GRIP = Path(sys.executable).parent / "grip"


def grip(*argumenten: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(GRIP), *map(str, argumenten)], capture_output=True, text=True, check=False, cwd=PROJECT, timeout=300
    )


def test_query(bundel):
    antwoord = grip(
        "query", "--warehouse", bundel.warehouse, "--csv",
        "select clienten_aantal, kosten_per_client_eur from kosten_per_client where voorziening = 'beschermd_wonen'",
    )  # fmt: skip
    assert antwoord.returncode == 0
    assert antwoord.stdout == "clienten_aantal;kosten_per_client_eur\n320;43091.50\n"
    tabel = grip("query", "--warehouse", bundel.warehouse, "select 43091.50 as bedrag, null as niets")
    assert "43091.50" in tabel.stdout


def test_query_kan_niet_schrijven_en_niet_bij_andere_bestanden(bundel):
    for vraag in (
        "create table x as select 1",
        "copy (select 1) to '/tmp/uit.csv'",
        f"select * from read_csv('{PROJECT}/README.md')",
        "selecteer iets",
    ):
        antwoord = grip("query", "--warehouse", bundel.warehouse, vraag)
        assert antwoord.returncode == 2, vraag
        assert "De vraag kan niet worden beantwoord" in antwoord.stderr


def test_trace(bundel):
    antwoord = grip("trace", "uitgaven", "gemeente_code=GM0402", "jaar=2019", "niveau=groep", "voorziening=jeugd",
                    "--warehouse", bundel.warehouse)  # fmt: skip
    assert antwoord.returncode == 0
    assert "uitgaven_eur: 18117000  (opgeteld uit de landing: gelijk)" in antwoord.stdout
    assert "iv3/iv3_lasten_2017_2022.csv, regel 768, kolom 'lasten_x1000': 15229000" in antwoord.stdout
    assert grip("trace", "uitgaven", "jaar", "--warehouse", bundel.warehouse).returncode == 2


def test_check_laadt_niets_en_zegt_wat_er_zou_gebeuren(tmp_path):
    goed = lever(tmp_path, "uitgaven", "goed.csv", "gemeente;jaar;wet;voorziening;bedrag\nHuizen;2024;Wmo;Begeleiding;1.000,50\n",
                 "2025-01-01")  # fmt: skip
    antwoord = grip("check", goed, "--json")
    assert antwoord.returncode == 0
    (bestand,) = json.loads(antwoord.stdout)
    assert (bestand["bron"], bestand["uitkomst"], bestand["rijen"], bestand["apart"]) == (
        "uitgaven",
        "geaccepteerd",
        1,
        0,
    )
    assert bestand["controletotalen"] == {"uitgaven.bedrag": "1000.50"}
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["goed.csv", "goed.csv.yml"]
    half = lever(tmp_path, "uitgaven", "half.csv", "gemeente;jaar;wet;voorziening;bedrag\nHuizen;2024;Wmo;Begeleiding;1,5\n"
                 "Huizen;2024;Wmo;Onbekends;2,5\n", "2025-01-01")  # fmt: skip
    assert "rijen_apart, 2 rijen, 1 apart" in grip("check", half).stdout
    fout = lever(tmp_path, "uitgaven", "fout.csv", "a;b\n1;2\n", "2025-01-01")
    antwoord = grip("check", fout)
    assert antwoord.returncode == 3
    assert "geweigerd" in antwoord.stdout


def test_check_vindt_de_bron_van_een_los_bestand(tmp_path):
    pad = tmp_path / "van_de_leverancier.csv"
    pad.write_text("gemeente;jaar;inwoners\nHuizen;2024;41500\n", encoding="utf-8")
    (bestand,) = json.loads(grip("check", pad, "--json").stdout)
    assert (bestand["bron"], bestand["uitkomst"]) == ("inwoners", "geaccepteerd")


def test_run_met_een_nieuwe_en_een_geweigerde_levering_eindigt_met_3(klein, tmp_path):
    shutil.copytree(klein.raw, tmp_path / "raw")
    shutil.copytree(klein.warehouse, tmp_path / "warehouse", symlinks=True)
    lever(tmp_path / "raw", "rijksbijdragen", "december.csv", "gemeente;uitkeringsjaar;circulaire;onderdeel;bedrag\n"
          "Huizen;2024;decembercirculaire 2024;Individuele voorzieningen Wmo;1700000,00\n", "2025-02-01")  # fmt: skip
    lever(tmp_path / "raw", "uitgaven", "kapot.csv", "naam;iets\nx;1\n", "2025-02-01")
    antwoord = grip("run", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse")
    assert antwoord.returncode == 3, antwoord.stderr
    assert re.search(r"2 gelezen, \d al bekend, 1 geweigerd", antwoord.stdout)
    assert "geweigerd: uitgaven/kapot.csv" in antwoord.stdout
    assert "rapport.html" in antwoord.stdout
    # only what depends on it
    gewijzigd = "bevindingen, dekking, leveringen, meerjarenprognose, rijksbijdragen"
    assert f"Gewijzigd sinds de vorige publicatie: {gewijzigd}" in antwoord.stdout.splitlines()
    # 1.700.000 - 1.748.000, and what was refused can be seen
    for sql, verwacht in (
        ("select saldo_eur from dekking where jaar = 2024", "-48000.00"),
        ("select uitkomst from leveringen where levering = 'uitgaven/kapot.csv'", "geweigerd"),
        ("select regel_code from bevindingen where levering = 'uitgaven/kapot.csv'", "bestand.niet_herkend"),
    ):
        gevraagd = grip("query", "--warehouse", tmp_path / "warehouse", "--csv", sql)
        assert gevraagd.stdout.split()[1:] == [verwacht]


def test_run_op_een_bezet_warehouse_eindigt_met_4(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "warehouse").mkdir()
    with FileLock(tmp_path / "warehouse" / ".slot"):
        antwoord = grip("run", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse")
    assert antwoord.returncode == 4
    assert "Er loopt al een verversing" in antwoord.stderr


def test_verkeerd_gebruik_eindigt_met_2(tmp_path):
    assert grip("run", "--raw", tmp_path / "er_is_niets").returncode == 2
    assert grip("run", "--peildatum", "31-12-2020").returncode == 2
    assert grip("run", "--target", "abacus").returncode == 2
    assert grip("check", tmp_path / "er_is_niets.csv").returncode == 2
    assert grip("bestaat-niet").returncode == 2


def test_query_zonder_publicatie_zegt_wat_te_doen(tmp_path):
    antwoord = grip("query", "select 1", "--warehouse", tmp_path)
    assert antwoord.returncode == 1
    assert "grip run" in antwoord.stderr
