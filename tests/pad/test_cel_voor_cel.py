"""Every cell of the workbook, every row of the Parquet files and every table of the database say the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from pipeline.publicaties import databank, opmaak
from pipeline.publicaties.bladen import BLADEN, Blad
from pipeline.publicaties.bladopmaak import EERSTE_RIJ, KOPRIJ, cijfers, verborgen_in_woorden
from pipeline.publicaties.verborgen import ontleed
from pipeline.publicaties.versies import uitgave

UITGAVEN = ["bundel-intern", "bundel-openbaar", "demo-intern", "demo-openbaar"]


@pytest.fixture(scope="module", params=UITGAVEN)
def map_(request: pytest.FixtureRequest) -> Path:
    naam, welke = request.param.split("-")
    return uitgave(request.getfixturevalue(naam).publicaties, welke)


@pytest.fixture(scope="module")
def con(map_: Path) -> duckdb.DuckDBPyConnection:
    con = databank.verbind(map_ / "grip.duckdb")
    yield con
    con.close()


def rijen_van(boek: CalamineWorkbook, blad: Blad) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows of a sheet."""
    rijen = boek.get_sheet_by_name(blad.naam).to_python(skip_empty_area=False)
    return rijen[KOPRIJ], rijen[EERSTE_RIJ:]


def in_cel(waarde: Any, naam: str, soort: str, dicht: dict[str, str]) -> Any:
    """What a cell has to hold for a value of the database."""
    if waarde is None:
        return "×" if naam in dicht else "onbekend" if opmaak.is_figuur(soort) else ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, Decimal):
        return opmaak.getal(waarde) if cijfers(waarde) > 15 else waarde.normalize()
    return Decimal(waarde).normalize() if isinstance(waarde, int) else waarde


def als_gelezen(cel: Any) -> Any:
    """A number as the file has it: the shortest text of its double is the figure to the last cent."""
    return Decimal(repr(cel)).normalize() if isinstance(cel, (float, int)) and not isinstance(cel, bool) else cel


def test_de_werkmap_is_de_databank(map_: Path, con: duckdb.DuckDBPyConnection):
    boek = CalamineWorkbook.from_path(str(map_ / "sturingsinformatie.xlsx"))
    assert sorted(b.mart for b in BLADEN) == databank.tabelnamen(con)
    cellen = 0
    for blad in BLADEN:
        cursor = con.execute(f"select * from marts.{blad.mart}")
        soorten = {d[0]: opmaak.soort_van_kolom(d[0], str(d[1])) for d in cursor.description}
        feiten = [dict(zip(soorten, rij, strict=True)) for rij in cursor.fetchall()]
        koppen, rijen = rijen_van(boek, blad)
        if not feiten:
            assert rijen[0][0] == "Geen gegevens geleverd.", blad.naam
            continue
        if "Alleen de voorkeursreeks" in str(boek.get_sheet_by_name(blad.naam).to_python()[1][0]):
            feiten = [f for f in feiten if f["is_voorkeur"]]
        if not any(f.get("verborgen") for f in feiten):
            soorten.pop("verborgen", None)
        namen = {n: opmaak.kop_van_kolom(n) for n in soorten}
        waar = {n: koppen.index(k if k in koppen else f"{k} [{n}]") for n, k in namen.items()}
        verwacht: Counter[tuple[Any, ...]] = Counter()
        for feit in feiten:
            dicht = ontleed(feit.get("verborgen"))
            if "verborgen" in soorten:
                feit["verborgen"] = verborgen_in_woorden(feit["verborgen"], namen)
            verwacht[tuple(in_cel(feit[n], n, s, dicht) for n, s in soorten.items())] += 1
        gelezen = Counter(tuple(als_gelezen(rij[i]) for i in waar.values()) for rij in rijen)
        assert gelezen == verwacht, (blad.naam, *list((verwacht - gelezen).items())[:1], *list(gelezen - verwacht)[:1])
        cellen += len(feiten) * len(soorten)
    assert cellen > 500


def test_parquet_is_de_databank(map_: Path):
    con = duckdb.connect()
    con.execute(f"attach '{map_ / 'grip.duckdb'}' as grip (read_only)")
    namen = databank.tabelnamen(con)
    assert {p.stem for p in (map_ / "parquet").glob("*.parquet")} == set(namen)
    for naam in namen:
        bestand = f"read_parquet('{map_ / 'parquet' / naam}.parquet')"
        for een, ander in ((f"grip.marts.{naam}", bestand), (bestand, f"grip.marts.{naam}")):
            assert con.execute(f"select count(*) from (from {een} except all from {ander})").fetchone() == (0,), naam
    con.close()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="geen rekenblad; zet het Debian-pakket libreoffice-calc op")
def test_een_rekenblad_rekent_elke_formule_net_zo_uit(bundel, tmp_path: Path):
    """Every cached result is taken away, so that the spreadsheet has to work all of them out."""
    bron, kaal = uitgave(bundel.publicaties, "intern") / "sturingsinformatie.xlsx", tmp_path / "kaal.xlsx"
    formules = 0
    with zipfile.ZipFile(bron) as oud, zipfile.ZipFile(kaal, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for naam in oud.namelist():
            inhoud = oud.read(naam)
            if naam.startswith("xl/worksheets/sheet"):
                inhoud, aantal = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", inhoud)
                formules += aantal
            nieuw.writestr(naam, inhoud)
    assert formules > 1_000
    gedaan = subprocess.run(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{tmp_path / 'profiel'}", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "uit"), str(kaal)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert gedaan.returncode == 0, gedaan.stderr
    voor, na = (CalamineWorkbook.from_path(str(p)) for p in (bron, tmp_path / "uit" / "kaal.xlsx"))
    assert voor.sheet_names == na.sheet_names
    for blad in voor.sheet_names:
        een, ander = (boek.get_sheet_by_name(blad).to_python(skip_empty_area=False) for boek in (voor, na))
        for nummer, (rij, herrekend) in enumerate(zip(een, ander, strict=False), start=1):
            for cel, weer in zip(rij, herrekend, strict=False):
                assert _gelijk(cel, weer), (blad, nummer, cel, weer)


def _gelijk(cel: Any, weer: Any) -> bool:
    if isinstance(cel, (int, float)) and isinstance(weer, (int, float)):
        return round(Decimal(cel), 4) == round(Decimal(weer), 4)
    if isinstance(cel, date):
        return str(cel)[:10] == str(weer)[:10]
    return cel == weer
