"""No person leaves the intake: every burgerservicenummer, name and address of the raw messages is looked for again.

In everything that a run leaves behind, packed and encoded content included: landing, working database, publications,
archive, Dagster's home, what it printed, and the text of errors.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.dagsterhuis import omgeving
from pipeline.demo.maak import ZAAD, maak_demo
from pipeline.privacy.pseudoniem import OMGEVING
from pipeline.settings import PROJECT, Plekken

from .leveringen import lever
from .speur import inhoud, nummers, vindplaatsen

SLEUTEL = hashlib.sha256(b"een sleutel die nergens mag staan").hexdigest()
PERSOONLIJK = re.compile(rb"<(?:\w+:)?(Achternaam|Straatnaam|Postcode|Plaatsnaam|Voornamen|Commentaar)>([^<]{4,})</")
CLIENTEN = 150
BASE64 = re.compile(rb"xmlBestand>([A-Za-z0-9+/=\s]{100,})<")

# what an analyst may well do wrong; each holds a number that must not come back in an error
FOUTEN = {
    "uitgaven/clienten.csv": "gemeente;jaar;wet;voorziening;bsn;bedrag\nGM9991;2025;Wmo;Begeleiding;{bsn};100\n",
    "pgb/fout.csv": "gemeente;maand;wet;voorziening;budgethouders\nGM9991;2025-01;Wmo;{bsn};{bsn}\n",
    "toegang/fout.csv": "gemeente;client_id;wet;voorziening;datum_melding\nGM9991;{bsn};Wmo;{bsn};{bsn}\n",
    "toegang/{bsn}.csv": "gemeente;client_id;wet;voorziening;datum_melding\nGM9991;{bsn};Wmo;Begeleiding;2025-01-01\n",
    "berichten/stuk.xml": "<Bericht><Bsn>{bsn}</Bsn>",
    "berichten/vreemd.xml": "<!DOCTYPE x [<!ENTITY e '{bsn}'>]><Bericht>&e;</Bericht>",
    "grootboek/fout.csv": "gemeente;boekdatum;taakveld;bedrag;omschrijving\nGM9991;{bsn};6.712;10;client {bsn}\n",
}


def payloads(raw: Path) -> list[bytes]:
    """Every message in raw, unpacked."""
    teksten = [bytes_ for _, bytes_ in inhoud(raw)]
    return teksten + [base64.b64decode(b) for t in teksten for b in BASE64.findall(t)]


@pytest.fixture(scope="module")
def gedraaid(tmp_path_factory):
    """Two runs, with Dagster and without, on a small demo region and on faulty deliveries: the numbers, the texts, the folder."""
    map_ = tmp_path_factory.mktemp("privacy")
    # every bron and every kind of message that the region of `demo` has, in half the time
    regio = tmp_path_factory.mktemp("regio")
    maak_demo(regio, CLIENTEN, 24, ZAAD)
    shutil.move(regio / "raw", map_ / "raw")
    teksten = payloads(map_ / "raw")
    cijfers = set().union(*(nummers(t) for t in teksten)) | {b"123456782"}
    namen = {m[1] for t in teksten for m in PERSOONLIJK.findall(t)}
    for naam, tekst in FOUTEN.items():
        lever(map_ / "raw", *naam.format(bsn="123456782").split("/"), tekst.format(bsn="123456782"), "2026-07-01")
    plekken = Plekken(map_ / "raw", map_ / "warehouse")
    (map_ / "uitvoer").mkdir()
    omg = {**omgeving(plekken), OMGEVING: SLEUTEL}
    opdrachten = {
        "dagster": ["-m", "dagster", "job", "execute", "-m", "pipeline.definitions", "-j", "hoofdtaak"],
        "grip": ["-m", "pipeline", "run", "--raw", str(plekken.raw), "--warehouse", str(plekken.warehouse)],
        "check": ["-m", "pipeline", "check", str(plekken.raw), "--json"],
    }
    codes = {}
    for naam, opdracht in opdrachten.items():
        gedaan = subprocess.run(
            [sys.executable, *opdracht], env=omg, cwd=PROJECT, capture_output=True, check=False, timeout=600
        )
        (map_ / "uitvoer" / f"{naam}.txt").write_bytes(gedaan.stdout + gedaan.stderr)
        codes[naam] = gedaan.returncode
    shutil.rmtree(map_ / "raw")
    return map_, cijfers, namen, codes


def test_er_is_gedraaid_en_er_is_iets_te_vinden(gedraaid):
    map_, cijfers, namen, codes = gedraaid
    assert codes == {"dagster": 0, "grip": 3, "check": 3}, (map_ / "uitvoer" / "dagster.txt").read_text()[-3000:]
    assert len(cijfers) > CLIENTEN and len(namen) > 8


def test_geen_nummer_naam_adres_of_sleutel_in_wat_een_run_achterlaat(gedraaid):
    map_, cijfers, namen, _ = gedraaid
    assert vindplaatsen(map_, namen | {SLEUTEL.encode(), bytes.fromhex(SLEUTEL)}, cijfers) == []


def test_de_publicatie_heeft_geen_pseudoniemen(gedraaid):
    map_, *_ = gedraaid
    pseudoniemen = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
    publicaties = list((map_ / "warehouse" / "publicaties").iterdir())
    assert publicaties and os.environ.get(OMGEVING) != SLEUTEL
    for plaats, bytes_ in inhoud(map_ / "warehouse" / "publicaties"):
        if "(tabellen)" in plaats or "(kolommen)" in plaats or plaats.endswith((".html", ".md", ".json")):
            assert not pseudoniemen.search(bytes_), plaats


def test_de_speurder_vindt_wat_er_wel_staat(tmp_path):
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq
    import xlsxwriter

    tabel = pa.table({"x": ["999900031"] * 1000})
    pq.write_table(tabel, tmp_path / "a.parquet", compression="zstd")
    con = duckdb.connect(str(tmp_path / "b.duckdb"))
    con.execute("create table t as select * from tabel")
    con.close()
    with xlsxwriter.Workbook(str(tmp_path / "c.xlsx")) as boek:
        boek.add_worksheet().write_string(0, 0, "bsn 999900031")
    (tmp_path / "d.log").write_bytes(base64.b64encode(b"999900031"))
    assert {v.split(" ")[0].split("!")[0] for v in vindplaatsen(tmp_path, {b"999900031"}, {b"999900031"})} == {
        "a.parquet", "b.duckdb", "c.xlsx", "d.log",
    }  # fmt: skip
