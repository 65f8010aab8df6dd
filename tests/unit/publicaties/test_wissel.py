"""Readers during refreshes: processes that hold or reopen the published database see whole versions only."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipeline.publicaties import databank, versies, vragen
from pipeline.publicaties.kop import Kop

VERVERSINGEN = 10
BEHOUD = 3  # so that a version goes while a reader still holds it
TABELLEN = ("budgetbewaking", "uitgaven", "gebieden")
MERKEN = "select versie from versie union all " + " union all ".join(f"select distinct merk from {t}" for t in TABELLEN)

# One reader: prints the version of each reading, and dies of anything but one version in all tables. `vast` keeps its
# connection, the other opens the file each time. Ends when told so on its input.
LEZER = f"""
import os, select, sys
import duckdb
pad, vast = sys.argv[1], sys.argv[2] == "vast"
con = duckdb.connect(pad, read_only=True)
eerste = None
while not select.select([sys.stdin], [], [], 0.01)[0]:
    if not vast:
        con.close()
        con = duckdb.connect(pad, read_only=True)
    (merk,) = {{m for (m,) in con.execute({MERKEN!r}).fetchall()}}
    eerste = eerste or merk
    assert not vast or merk == eerste
    print(merk, flush=True)
"""


def zet_versie(map_: Path, publicaties: Path, nummer: int) -> str:
    """Build and switch to version `nummer`, of which every row says so; its name."""
    naam = f"versie-{nummer:02d}"
    werk = map_ / f"werk-{nummer}.duckdb"
    con = duckdb.connect(str(werk))
    con.execute("create schema marts")
    for tabel in TABELLEN:
        con.execute(
            f"create table marts.{tabel} as select '{naam}' as merk, i as nr, true as is_openbaar from range(3000) as t (i)"
        )
    con.close()
    doel = publicaties / "versies" / naam / "intern"
    doel.mkdir(parents=True)
    kop = Kop(date(2026, 1, 1), naam, "intern", "voorlopig", 2025)
    databank.bouw_databank(werk, _manifest(), kop, doel / "grip.duckdb")
    versies.schrijf_manifest(publicaties / "versies" / naam, {"run": naam})
    versies.wissel(publicaties, publicaties / "versies" / naam)
    versies.ruim_op(publicaties, BEHOUD)
    return naam


def _manifest() -> dict[str, Any]:
    kolommen = {k: {"name": k, "description": k} for k in ("merk", "nr", "is_openbaar")}
    return {
        "nodes": {
            t: {"alias": t, "resource_type": "model", "schema": "marts", "description": "Grein: een rij.", "columns": kolommen}
            for t in TABELLEN
        }
    }  # fmt: skip


def test_een_lezer_ziet_alleen_hele_versies_en_houdt_niets_op(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(vragen, "macros", tuple)  # they ask tables that are not here
    publicaties = tmp_path / "publicaties"
    versie = zet_versie(tmp_path, publicaties, 0)
    pad = publicaties / "intern" / "grip.duckdb"
    lezers = {
        soort: subprocess.Popen(
            [sys.executable, "-c", LEZER, str(pad), soort], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for soort in ("vast", "opnieuw")
    }  # fmt: skip
    try:
        gezien = []
        for nummer in range(1, VERVERSINGEN + 1):
            _lees_tot(lezers["opnieuw"], versie, gezien)
            versie = zet_versie(tmp_path, publicaties, nummer)
        _lees_tot(lezers["opnieuw"], versie, gezien)
        uit = {soort: lezer.communicate("klaar\n", timeout=60) for soort, lezer in lezers.items()}
    finally:
        for lezer in lezers.values():
            lezer.kill()
    assert {soort: (lezer.returncode, uit[soort][1]) for soort, lezer in lezers.items()} == {
        "vast": (0, ""), "opnieuw": (0, "")
    }  # fmt: skip
    # each version in turn, never an older one again
    assert gezien == sorted(gezien) and len(set(gezien)) == VERVERSINGEN + 1
    assert set(uit["vast"][0].split()) == {"versie-00"}
    assert len(list((publicaties / "versies").iterdir())) == BEHOUD


def _lees_tot(lezer: subprocess.Popen[str], versie: str, gezien: list[str]) -> None:
    """Follow a reader until it sees `versie`; a reader that died says why."""
    while regel := lezer.stdout.readline():
        gezien.append(regel.strip())
        if gezien[-1] == versie:
            return
    raise AssertionError(lezer.stderr.read())
