"""Tests of the workbook reader, with workbooks made on the spot."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pipeline.inname.lezers import LeesFout, Rij, lees
from pipeline.inname.lezers import xlsx as xlsx_lezer

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


@pytest.fixture
def maak(tmp_path):
    def _maak(vul, naam="werkboek.xlsx") -> Path:
        pad = tmp_path / naam
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as boek:
            vul(boek)
        pad.write_bytes(buffer.getvalue())
        return pad

    return _maak


def herschrijf(pad: Path, deel: str, oud: bytes, nieuw: bytes) -> None:
    with zipfile.ZipFile(pad) as archief:
        delen = {naam: archief.read(naam) for naam in archief.namelist()}
    assert oud in delen[deel]
    delen[deel] = delen[deel].replace(oud, nieuw)
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam, inhoud)


def fout_van(pad: Path) -> LeesFout:
    with pytest.raises(LeesFout) as gevangen:
        lees(pad)
    assert pad.name in str(gevangen.value)
    return gevangen.value


def test_celsoorten(maak):
    def vul(boek):
        blad = boek.add_worksheet("Cellen")
        for kolom, waarde in enumerate([5850.0, 0.1, -12.5, 1e20, 0, " tekst\xa0", "\xa0", True, "007"]):
            blad.write(0, kolom, waarde)
        for kolom, (waarde, vorm) in enumerate(
            [
                (datetime(2024, 1, 2), "dd-mm-yyyy"),
                (datetime(2024, 1, 2, 3, 4), "dd-mm-yyyy hh:mm"),
                (time(3, 4), "hh:mm"),
            ]
        ):
            blad.write_datetime(1, kolom, waarde, boek.add_format({"num_format": vorm}))
        blad.write_number(1, 3, 1.5, boek.add_format({"num_format": "[h]:mm"}))

    (blad,) = lees(maak(vul))
    assert blad.rijen[0].cellen == (
        *(Decimal(5850), Decimal("0.1"), Decimal("-12.5"), Decimal(10**20), Decimal(0)),
        *("tekst", None, True, "007"),
    )
    assert [str(cel) for cel in blad.rijen[0].cellen[:3]] == ["5850", "0.1", "-12.5"]
    assert blad.rijen[1].cellen[:4] == (date(2024, 1, 2), datetime(2024, 1, 2, 3, 4), time(3, 4), "36:00:00")


def test_rijnummers_en_kolommen_houden_hun_plaats(maak):
    def vul(boek):
        blad = boek.add_worksheet()
        blad.write(4, 2, "kop")
        blad.write(4, 3, "bedrag")
        blad.write(7, 2, "a")

    (blad,) = lees(maak(vul))
    assert blad.rijen == (Rij(5, (None, None, "kop", "bedrag")), Rij(8, (None, None, "a", None)))


def test_bladen_op_volgorde_ook_verborgen_en_leeg(maak):
    def vul(boek):
        boek.add_worksheet("Twee & drie").write(0, 0, "x")
        verborgen = boek.add_worksheet("Verborgen")
        verborgen.write(0, 0, "y")
        verborgen.hide()
        boek.add_worksheet("Leeg")
        diep = boek.add_worksheet("Diep")
        diep.very_hidden()

    bladen = lees(maak(vul))
    assert [(blad.naam, blad.verborgen, len(blad.rijen)) for blad in bladen] == [
        ("Twee & drie", False, 1),
        ("Verborgen", True, 1),
        ("Leeg", False, 0),
        ("Diep", True, 0),
    ]


def test_samengevoegde_cellen(maak):
    def vul(boek):
        blad = boek.add_worksheet()
        blad.merge_range(0, 0, 1, 2, "samen")
        blad.write(1, 3, "x")

    (blad,) = lees(maak(vul))
    assert blad.rijen == (Rij(1, ("samen", None, None, None)), Rij(2, (None, None, None, "x")))


def test_formulefouten_komen_door(maak):
    def vul(boek):
        boek.add_worksheet("Eerst").write(0, 0, "kop")
        blad = boek.add_worksheet("Fouten & zo")
        blad.write(0, 0, "kop")
        for kolom, fout in enumerate(["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?"]):
            blad.write_formula(1, kolom, "=1/0", None, fout)
        blad.write_formula(2, 0, "=1+1", None, 2)
        blad.write_formula(5, 27, "=1/0", None, "#DIV/0!")

    eerst, blad = lees(maak(vul))
    assert eerst.rijen == (Rij(1, ("kop",)),)
    assert blad.rijen[1].cellen[:6] == ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", None)
    assert blad.rijen[2].cellen[0] == Decimal(2)
    assert blad.rijen[3].regel == 6
    assert blad.rijen[3].cellen[27] == "#DIV/0!"
    assert {len(rij.cellen) for rij in blad.rijen} == {28}


def test_formulefouten_over_blokken_heen(maak, monkeypatch):
    monkeypatch.setattr("pipeline.inname.lezers.xlsx_xml._BLOK", 50)

    def vul(boek):
        blad = boek.add_worksheet()
        for rij in range(200):
            blad.write(rij, 0, rij)
            blad.write_formula(rij, 1, "=1/0", None, "#DIV/0!")

    (blad,) = lees(maak(vul))
    assert [rij.cellen for rij in blad.rijen] == [(Decimal(n), "#DIV/0!") for n in range(200)]


def test_formule_zonder_uitkomst_wordt_gemeld(tmp_path):
    pad = tmp_path / "x.xlsx"
    boek = openpyxl.Workbook()
    boek.active.append(["kop", "som"])
    boek.active["B3"] = "=1+1"
    boek.save(pad)
    (blad,) = lees(pad)
    assert [(code, regel) for code, regel, _ in blad.opmerkingen] == [("lezen.formule_zonder_waarde", 3)]


def test_lege_tekst_als_uitkomst_wordt_niet_gemeld(maak):
    def vul(boek):
        boek.add_worksheet().write_formula(0, 0, '=""', None, "")

    pad = maak(vul)
    herschrijf(pad, "xl/worksheets/sheet1.xml", b'<c r="A1"', b'<c r="A1" t="str"')
    (blad,) = lees(pad)
    assert blad.opmerkingen == ()


def test_verborgen_rijen_worden_gelezen_en_gemeld(maak):
    def vul(boek):
        blad = boek.add_worksheet()
        blad.write(0, 0, "a")
        blad.write(1, 0, "b")
        blad.set_row(1, None, None, {"hidden": True})

    (blad,) = lees(maak(vul))
    assert len(blad.rijen) == 2
    assert [code for code, _, _ in blad.opmerkingen] == ["lezen.rijen_verborgen"]


@pytest.mark.parametrize("naam", ["x.csv", "x.txt", "x.xlsm", "x.xls"])
def test_werkboek_onder_andere_naam(maak, naam):
    assert lees(maak(lambda boek: boek.add_worksheet("B").write(0, 0, "x"), naam))[0].naam == "B"


@pytest.mark.parametrize("inhoud", [b"a;b\n1;2\n", b"PK\x03\x04rommel", b"<html></html>"])
def test_geen_xlsx(tmp_path, inhoud):
    pad = tmp_path / "x.xlsx"
    pad.write_bytes(inhoud)
    assert fout_van(pad).regel_code == "bestand.geen_xlsx"


def test_afgebroken_werkboek(maak):
    pad = maak(lambda boek: boek.add_worksheet().write(0, 0, "x"))
    pad.write_bytes(pad.read_bytes()[:-500])
    assert fout_van(pad).regel_code == "bestand.geen_xlsx"


def test_kapot_blad(maak):
    pad = maak(lambda boek: boek.add_worksheet().write(0, 0, 1))
    herschrijf(pad, "xl/worksheets/sheet1.xml", b"</c></row>", b"</x></y>")
    assert fout_van(pad).regel_code == "bestand.geen_xlsx"


def test_zip_zonder_werkboek(tmp_path):
    pad = tmp_path / "x.xlsx"
    with zipfile.ZipFile(pad, "w") as archief:
        archief.writestr("a.csv", "a;b")
    assert fout_van(pad).regel_code == "bestand.geen_xlsx"


def test_leeg(tmp_path):
    pad = tmp_path / "x.xlsx"
    pad.touch()
    assert fout_van(pad).regel_code == "bestand.leeg"


def test_versleuteld(tmp_path):
    pad = tmp_path / "x.xlsx"
    pad.write_bytes(OLE + bytes(2048))
    assert fout_van(pad).regel_code == "bestand.versleuteld"


def test_zipbom(tmp_path):
    pad = tmp_path / "x.xlsx"
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("xl/workbook.xml", bytes(51 * 1024**2))
    assert fout_van(pad).regel_code == "bestand.te_groot"


def test_losse_cel_ver_weg_breekt_het_proces_niet_af(maak):
    def vul(boek, rij, kolom):
        blad = boek.add_worksheet()
        blad.write(0, 0, 1)
        blad.write(rij, kolom, 1)

    assert fout_van(maak(lambda boek: vul(boek, 0, 16_383))).regel_code == "bestand.te_breed"
    assert fout_van(maak(lambda boek: vul(boek, 1_048_575, 100))).regel_code == "bestand.te_groot"


def test_opgemaakte_lege_cellen_tellen_niet_mee(maak):
    def vul(boek):
        blad = boek.add_worksheet()
        blad.write(0, 0, "x")
        blad.write_blank(0, 16_383, None, boek.add_format({"bold": True}))

    assert lees(maak(vul))[0].rijen == (Rij(1, ("x",)),)


def test_cel_te_lang(maak, monkeypatch):
    monkeypatch.setattr(xlsx_lezer, "MAX_TEKENS_PER_CEL", 10)
    fout = fout_van(maak(lambda boek: boek.add_worksheet().write(2, 0, "x" * 11)))
    assert (fout.regel_code, fout.regel) == ("bestand.te_groot", 3)


def test_ods(tmp_path):
    pad = tmp_path / "x.ods"
    ruimtes = " ".join(
        f'xmlns:{kort}="urn:oasis:names:tc:opendocument:xmlns:{kort}:1.0"' for kort in ("office", "table", "text")
    )
    fouttype = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" calcext:value-type'
    inhoud = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content {ruimtes}
    ><office:body><office:spreadsheet><table:table table:name="Blad1"><table:table-row
    ><table:table-cell office:value-type="string"><text:p>kop</text:p></table:table-cell
    ><table:table-cell office:value-type="float" office:value="2.5"><text:p>2,5</text:p></table:table-cell
    ><table:table-cell office:value-type="string" {fouttype}="error"><text:p>#DIV/0!</text:p></table:table-cell
    ></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
    with zipfile.ZipFile(pad, "w") as archief:
        archief.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archief.writestr("META-INF/manifest.xml", MANIFEST)
        archief.writestr("content.xml", inhoud)
    (blad,) = lees(pad)
    assert (blad.naam, blad.rijen) == ("Blad1", (Rij(1, ("kop", Decimal("2.5"), "#DIV/0!")),))
