"""The workbook, read back, against its marts; data never becomes a formula."""

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from marts_bouw import FORMULE, GEMEENTE, JEUGD, KOP, MARTS, MENS, RIJEN, bouw

from pipeline.publicaties import opmaak
from pipeline.publicaties import werkmap as werkmap_module
from pipeline.publicaties.bladen import BLADEN, Deling
from pipeline.publicaties.bladopmaak import KOPRIJ, cijfers
from pipeline.publicaties.bladsommen import SOMRIJ, formule, quotient
from pipeline.publicaties.werkmap import maak_werkmap, tabelnaam

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
    assert waarden.sheetnames == ["Inhoud", *(b.naam for b in BLADEN), "Begrippen"]
    assert {b.mart for b in BLADEN} == set(MARTS) and len(BLADEN) == len(MARTS)
    assert waarden.properties.created == datetime(2026, 3, 1)
    inhoud = [c.value for rij in waarden["Inhoud"] for c in rij if c.value]
    assert "1 maart 2026" in inhoud and "Boekingsbreuk" in inhoud and "voorlopig" in inhoud and "0.1.0" in inhoud
    onderwerpen = [b.onderwerp for b in BLADEN]
    assert [o for i, o in enumerate(onderwerpen) if o not in onderwerpen[:i]] == [
        o for i, o in enumerate(onderwerpen) if i == 0 or o != onderwerpen[i - 1]
    ]  # each heading once


def test_de_inhoud_leidt_naar_elk_blad_en_terug(formules):
    doelen = {c.hyperlink.location for rij in formules["Inhoud"] for c in rij if c.hyperlink}
    assert doelen == {f"'{naam}'!A1" for naam in formules.sheetnames[1:]}
    for blad in formules.worksheets[1:]:
        assert blad.cell(SOMRIJ + 1, 1).hyperlink.location == "'Inhoud'!A1"


def test_elke_kop_leidt_naar_zijn_begrip(formules):
    begrippen = formules["Begrippen"]
    blad = formules["Dekking"]
    *koppen, hulp = blad[KOPRIJ + 1]
    assert hulp.value == "Optelgroep" and blad.column_dimensions[hulp.column_letter].hidden
    for cel in koppen:
        naam, _, plek = cel.hyperlink.location.partition("!")
        assert naam == "'Begrippen'"
        rij = int(plek.removeprefix("A"))
        assert (begrippen.cell(rij, 1).value, begrippen.cell(rij, 3).value) == ("dekking", cel.value)
    saldo = next(c for c in blad[KOPRIJ + 1] if c.value == "Saldo (€)")
    assert saldo.hyperlink.tooltip == "Bijdrage min uitgaven <b>in euro</b>."


def test_elk_blad_is_gelijk_aan_zijn_mart(map_, waarden):
    with bouw(map_ / "weer.duckdb") as con:
        for blad in BLADEN:
            soorten = {c[0]: c[1] for c in con.execute(f"describe marts.{blad.mart}").fetchall()}
            verwacht = con.execute(f"select * from marts.{blad.mart} as m order by {blad.volgorde}").fetchall()
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
    mag = re.compile(r"=(ROUND\([A-Z]+\d+/[A-Z]+\d+(\*100)?,2\)|[A-Z]+\d+([+-][A-Z]+\d+)+|IF\(SUBTOTAL\(105,.*)")
    gevonden = 0
    for blad in formules:
        for rij in blad.iter_rows():
            for cel in rij:
                if cel.data_type == "f":
                    assert mag.fullmatch(cel.value), cel.value
                    gevonden += 1
    assert gevonden > 20
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
    assert koppen[0] == "Eigenaar" and koppen[-2:] == ["Status", "Wat er gedaan is"]
    (keuze,) = [v for v in blad.data_validations.dataValidation if v.type == "list"]
    assert keuze.formula1 == '"open,bezig,opgelost,hoeft niet"'
    assert (
        str(keuze.sqref)
        == f"{blad.cell(EERSTE, len(koppen) - 1).coordinate}:{blad.cell(EERSTE + 1, len(koppen) - 1).coordinate}"
    )
    assert {"Bestand", "Blad", "Regel", "Kolom"} <= set(koppen)
    assert [r["Regel omschrijving"] for r in rijen(blad)] == [
        "Een cel is niet te lezen; de rij is apart gehouden.",
        "Een gepubliceerd totaal is niet de som van zijn delen.",
    ]
    assert [r["Ernst"] for r in rijen(blad)] == ["fout", "waarschuwing"]
    assert all(r["Status"] is None and r["Wat er gedaan is"] is None for r in rijen(blad))


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


def test_een_deling_staat_er_alleen_als_zij_het_cijfer_geeft():
    adres = {"a": "A1", "b": "B1"}
    deling = Deling("a", "b")
    assert quotient({"a": D("10.00"), "b": 3, "q": D("3.33")}, "q", deling, adres) == "=ROUND(A1/B1,2)"
    assert quotient({"a": D("10.00"), "b": 3, "q": D("3.34")}, "q", deling, adres) is None
    # half a cent: a spreadsheet's doubles may round it the other way
    assert quotient({"a": D("2.01"), "b": 2, "q": D("1.01")}, "q", deling, adres) is None
    for leeg in ({"a": None}, {"b": 0}, {"b": None}, {"q": None}):
        assert quotient({"a": D("10.00"), "b": 3, "q": D("3.33")} | leeg, "q", deling, adres) is None
    pct = {"a": D("-1"), "b": D("3"), "q": D("-33.33")}
    assert quotient(pct, "q", Deling("a", "b", 100), adres) == "=ROUND(A1/B1*100,2)"


def test_boven_de_koppen_staat_de_som_van_wat_bij_elkaar_hoort(map_, waarden, formules):
    """Two gemeenten and their region are no total; the two gemeenten are, unless one has no figure."""
    kolom = {k.value: k.column for k in waarden["Budgetbewaking"][KOPRIJ + 1]}
    begroting, realisatie = kolom["Begroting na wijziging (€)"], kolom["Realisatie (€)"]
    assert waarden["Budgetbewaking"].cell(SOMRIJ + 1, begroting).value == "filter eerst"
    assert formules["Budgetbewaking"].cell(SOMRIJ + 1, begroting).value.startswith("=IF(SUBTOTAL(105,")
    twee = {"budgetbewaking": [r for r in RIJEN["budgetbewaking"] if r["gebied_soort"] == "gemeente"]}
    with bouw(map_ / "twee.duckdb", twee) as con:
        maak_werkmap(con, KOP, map_ / "twee.xlsx")
    blad = openpyxl.load_workbook(map_ / "twee.xlsx", data_only=True)["Budgetbewaking"]
    assert blad.cell(SOMRIJ + 1, begroting).value == 2001000
    assert blad.cell(SOMRIJ + 1, realisatie).value == "onbekend"


def test_de_toelichting_van_een_mens_staat_naast_de_gemaakte(waarden, formules):
    (rij,) = [r for r in rijen(waarden["Budgetbewaking"]) if r["Gemeente"] == "Hilversum"]
    assert (rij["Toelichting"], rij["Toelichting mens"]) == (FORMULE, MENS)
    (tekst,) = rijen(formules["Toelichtingen"])
    assert (tekst["Tekst"], tekst["Auteur"]) == (MENS, "controller")


def test_wat_verborgen_is_staat_er_als_teken_met_reden(tmp_path):
    """Never as 0 and never as unknown, which is a figure that nobody delivered."""
    rij = GEMEENTE | JEUGD | {"jaar": 2024, "periode": "2024", "clienten_aantal": None, "voorzieningen_aantal": 20}
    with bouw(tmp_path / "v.duckdb", {"clienten": [rij, rij | {"jaar": 2023, "periode": "2023"}]}) as con:
        con.execute("alter table marts.clienten add column verborgen varchar")
        con.execute(
            "update marts.clienten set verborgen = 'clienten_aantal:klein,per_1000_inwoners:afgeleid' where jaar = 2024"
        )
        con.execute("alter table marts.uitgaven add column verborgen varchar")
        maak_werkmap(con, KOP, tmp_path / "v.xlsx")
    boek = openpyxl.load_workbook(tmp_path / "v.xlsx")
    dicht, open_ = rijen(boek["Cliënten"])
    assert (dicht["Cliënten (aantal)"], dicht["Per 1.000 inwoners"]) == ("×", "×")
    assert (dicht["Huishoudens (aantal)"], dicht["Voorzieningen (aantal)"]) == ("onbekend", 20)
    assert dicht["Verborgen"] == (
        "Cliënten (aantal): klein aantal: minder dan tien; Per 1.000 inwoners: hangt af van een verborgen cijfer"
    )
    assert (open_["Cliënten (aantal)"], open_["Verborgen"]) == ("onbekend", None)
    # where nothing is hidden there is no such column
    assert "Verborgen" not in [c.value for c in boek["Uitgaven"][KOPRIJ + 1]]
    assert sum(1 for rij in boek["Inhoud"].iter_rows(values_only=True) if rij[0] == "×") == 5


def test_elk_blad_is_af_te_drukken(formules):
    for blad in formules:
        assert blad.page_setup.orientation == "landscape" and blad.page_setup.fitToHeight == 0
        assert blad.sheet_properties.pageSetUpPr.fitToPage and "&P" in blad.oddFooter.right.text
        if blad.title != "Inhoud":
            assert blad.print_title_rows == f"${KOPRIJ + 1}:${KOPRIJ + 1}"


def test_lange_tekst_verdwijnt_niet(tmp_path):
    lang = [RIJEN["bevindingen"][1] | {"melding": "x" * 40_000}]
    with bouw(tmp_path / "lang.duckdb", {"bevindingen": lang}) as con:
        maak_werkmap(con, KOP, tmp_path / "lang.xlsx")
    (rij,) = rijen(openpyxl.load_workbook(tmp_path / "lang.xlsx")["Bevindingen"])
    assert len(rij["Melding"]) == 32_767 and rij["Melding"].endswith("…")
