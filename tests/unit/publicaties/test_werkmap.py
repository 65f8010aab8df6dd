"""The workbook, read back, against its marts; data never becomes a formula."""

import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from marts_bouw import FORMULE, KOP, MARTS, RIJEN, bouw

from pipeline.publicaties import opmaak
from pipeline.publicaties import werkmap as werkmap_module
from pipeline.publicaties.bladen import BLADEN
from pipeline.publicaties.werkmap import KOPRIJ, cijfers, formule, maak_werkmap, tabelnaam

D = Decimal
EERSTE = KOPRIJ + 2  # the first row of data, as a spreadsheet counts


@pytest.fixture(scope="module")
def map_(tmp_path_factory):
    map_ = tmp_path_factory.mktemp("werkmap")
    with bouw(map_ / "bron.duckdb") as con:
        maak_werkmap(con, KOP, map_ / "a.xlsx")
        maak_werkmap(con, KOP, map_ / "b.xlsx")
    return map_


@pytest.fixture(scope="module")
def waarden(map_):
    return openpyxl.load_workbook(map_ / "a.xlsx", data_only=True)


@pytest.fixture(scope="module")
def formules(map_):
    return openpyxl.load_workbook(map_ / "a.xlsx")


def rijen(blad):
    """Rows of a sheet by heading."""
    koppen = [c.value for c in blad[KOPRIJ + 1]]
    return [dict(zip(koppen, rij, strict=True)) for rij in blad.iter_rows(min_row=EERSTE, values_only=True)]


def test_gelijke_invoer_geeft_gelijke_bytes(map_):
    assert (map_ / "a.xlsx").read_bytes() == (map_ / "b.xlsx").read_bytes()


def test_de_bladen(waarden):
    assert waarden.sheetnames == ["Toelichting", *(b.naam for b in BLADEN), "Begrippen"]
    assert waarden.properties.created == datetime(2026, 3, 1)
    toelichting = [c.value for rij in waarden["Toelichting"] for c in rij if c.value]
    assert "1 maart 2026" in toelichting and "Boekingsbreuk" in toelichting


def test_elk_blad_is_gelijk_aan_zijn_mart(map_, waarden):
    with bouw(map_ / "weer.duckdb") as con:
        for blad in BLADEN:
            soorten = {c[0]: c[1] for c in con.execute(f"describe marts.{blad.mart}").fetchall()}
            verwacht = con.execute(f"select * from marts.{blad.mart} order by {blad.volgorde}").fetchall()
            if not verwacht:
                assert waarden[blad.naam].cell(EERSTE, 1).value == "Geen gegevens geleverd."
                continue
            gelezen = rijen(waarden[blad.naam])
            assert len(gelezen) == len(verwacht), blad.naam
            for rij, gevonden in zip(verwacht, gelezen, strict=True):
                for naam, waarde in zip(soorten, rij, strict=True):
                    soort = opmaak.soort_van_kolom(naam, soorten[naam])
                    cel = gevonden[opmaak.kop_van_kolom(naam)]
                    assert _gelijk(cel, waarde, soort), (blad.naam, naam, cel, waarde)


def _gelijk(cel, waarde, soort):
    if waarde is None:
        return cel == ("onbekend" if opmaak.is_figuur(soort) else None)
    if isinstance(waarde, Decimal):
        # no cent is lost: the number as the file has it is the DECIMAL of the mart
        return cel == opmaak.getal(waarde) if cijfers(waarde) > 15 else D(repr(cel)) == waarde
    if soort == "janee":
        return cel == ("ja" if waarde else "nee")
    if isinstance(waarde, date):
        return cel == datetime(waarde.year, waarde.month, waarde.day)
    return cel == waarde


def test_getallen_hebben_nederlandse_opmaak(formules):
    blad = formules["Budgetbewaking"]
    cellen = {k.value: blad.cell(EERSTE + 1, k.column) for k in blad[KOPRIJ + 1]}
    assert cellen["Realisatie (€)"].value == 1250.5 and cellen["Realisatie (€)"].number_format.startswith('"€" #,##0')
    assert cellen["Afwijking (%)"].number_format == '#,##0.0"%"'
    assert cellen["Jaar"].number_format == "0"
    assert cellen["Voorziening naam"].value == "Jeugd: jeugdhulp en jeugdbescherming"
    (levering,) = rijen(formules["Leveringen"])
    assert levering["Ontvangen op"] == datetime(2026, 2, 28)


def test_een_som_is_te_volgen_en_klopt(formules, waarden):
    """Region first: its parts do not add up, so the figure stands as it is; then realisatie, then prognose."""
    blad = formules["Budgetbewaking"]
    kolom = {k.value: k for k in blad[KOPRIJ + 1]}
    afwijking = kolom["Afwijking (€)"].column
    begroting, realisatie, prognose = (
        kolom[n].column_letter for n in ("Begroting na wijziging (€)", "Realisatie (€)", "Prognose midden (€)")
    )
    assert [blad.cell(EERSTE + n, afwijking).value for n in range(3)] == [
        15,
        f"={begroting}{EERSTE + 1}-{realisatie}{EERSTE + 1}",
        f"={begroting}{EERSTE + 2}-{prognose}{EERSTE + 2}",
    ]
    assert [waarden["Budgetbewaking"].cell(EERSTE + n, afwijking).value for n in range(3)] == [15, -250.5, 49999.51]
    (maatregel,) = rijen(formules["Maatregelen"])
    assert maatregel["Netto (€)"].startswith("=") and "+" in maatregel["Netto (€)"]


def test_geen_formule_uit_de_gegevens(formules):
    sommen = {"Afwijking (€)", "Saldo (€)", "Netto (€)", "Verschil (€)", "Onverklaard (€)"}
    for blad in formules:
        for rij in blad.iter_rows():
            for cel in rij:
                if cel.data_type == "f":
                    assert blad.cell(KOPRIJ + 1, cel.column).value in sommen
    bevindingen = rijen(formules["Bevindingen"])
    assert [b["Waarde"] for b in bevindingen] == [None, FORMULE]
    assert bevindingen[1]["Kolom"] == "@bedrag"
    (pilot,) = rijen(formules["Pilots"])
    assert (pilot["Pilot"], pilot["Maat"]) == ("-Doorbraak", "+kosten")
    # too many digits for a spreadsheet: the exact text
    assert pilot["Waarde"] == "12.345.678.901.234.567,8901"


def test_geen_koppelingen_naar_buiten(map_):
    with zipfile.ZipFile(map_ / "a.xlsx") as z:
        relaties = [z.read(n).decode() for n in z.namelist() if n.endswith(".rels")]
    assert not [r for r in relaties if 'TargetMode="External"' in r]


def test_bevindingen_zijn_een_werklijst(waarden):
    blad = waarden["Bevindingen"]
    koppen = [c.value for c in blad[KOPRIJ + 1]]
    assert koppen[0] == "Eigenaar" and koppen[-1] == "Afgehandeld"
    assert {"Bestand", "Blad", "Regel", "Kolom"} <= set(koppen)
    assert [r["Regel omschrijving"] for r in rijen(blad)] == [
        "Een cel is niet te lezen; de rij is apart gehouden.",
        "Een gepubliceerd totaal is niet de som van zijn delen.",
    ]
    assert [r["Ernst"] for r in rijen(blad)] == ["fout", "waarschuwing"]
    assert all(r["Afgehandeld"] is None for r in rijen(blad))


def test_tabellen_zijn_geldig_en_koppen_staan_vast(formules):
    namen = [naam for blad in formules for naam in blad.tables]
    assert len(namen) == len({n.casefold() for n in namen})
    assert all(n.isascii() and n.replace("_", "").isalnum() for n in namen)
    for blad in formules.worksheets[1:]:
        assert blad.freeze_panes
        for tabel in blad.tables.values():
            koppen = [blad.cell(KOPRIJ + 1, n + 1).value for n in range(len(tabel.tableColumns))]
            assert [k.name for k in tabel.tableColumns] == koppen and len({k.casefold() for k in koppen}) == len(koppen)
            assert tabel.autoFilter is not None
    assert tabelnaam("Kosten per cliënt") == "tbl_kosten_per_client"


def test_begrippen_zijn_de_beschrijvingen_van_de_database(waarden):
    begrippen = rijen(waarden["Begrippen"])
    (saldo,) = [r for r in begrippen if r["Tabel"] == "dekking" and r["Kolom"] == "saldo_eur"]
    assert (
        saldo["Omschrijving"] == "Bijdrage min uitgaven <b>in euro</b>." and saldo["Kop in deze werkmap"] == "Saldo (€)"
    )
    assert {r["Tabel"] for r in begrippen} == set(MARTS)


def test_een_grote_groei_geeft_alleen_de_voorkeursreeks(tmp_path, monkeypatch):
    monkeypatch.setattr(werkmap_module, "MEESTE_GROEIRIJEN", 1)
    andere = RIJEN["groei"][0] | {"is_voorkeur": False, "reeks": "andere"}
    with bouw(tmp_path / "groei.duckdb", {"groei": [*RIJEN["groei"], andere]}) as con:
        maak_werkmap(con, KOP, tmp_path / "groei.xlsx")
    blad = openpyxl.load_workbook(tmp_path / "groei.xlsx")["Groei"]
    assert (
        len(rijen(blad)) == 2
        and "Alleen de voorkeursreeks" in blad.cell(2, 1).value
        and "3 rijen" in blad.cell(2, 1).value
    )


def test_formule_alleen_als_zij_het_cijfer_geeft():
    wijzen = ((("", "a"), ("-", "b")), (("", "a"), ("-", "c")))
    adres = {"a": "A1", "b": "B1", "c": "C1"}
    rij = {"som": D("0.10"), "a": D("0.30"), "b": D("0.20"), "c": None}
    assert formule(rij, "som", wijzen, adres) == "=A1-B1"
    assert formule(rij | {"b": None, "c": D("0.20")}, "som", wijzen, adres) == "=A1-C1"
    assert formule(rij | {"b": D("0.21")}, "som", wijzen, adres) is None
    assert formule(rij | {"som": None}, "som", wijzen, adres) is None


def test_lange_tekst_verdwijnt_niet(tmp_path):
    lang = [RIJEN["bevindingen"][1] | {"melding": "x" * 40_000}]
    with bouw(tmp_path / "lang.duckdb", {"bevindingen": lang}) as con:
        maak_werkmap(con, KOP, tmp_path / "lang.xlsx")
    (rij,) = rijen(openpyxl.load_workbook(tmp_path / "lang.xlsx")["Bevindingen"])
    assert len(rij["Melding"]) == 32_767 and rij["Melding"].endswith("…")
