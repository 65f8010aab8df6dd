"""Tests of the CSV reader and of the choice of a reader; workbooks and notes have their own files."""

import pickle
from pathlib import Path

import pytest

from pipeline.inname.lezers import Blad, LeesFout, Rij, lees
from pipeline.inname.lezers import csv as csv_lezer
from pipeline.inname.lezers.csv import bepaal_scheidingsteken


def schrijf(map_: Path, inhoud: str | bytes, naam: str = "levering.csv", codering: str = "utf-8") -> Path:
    pad = map_ / naam
    pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode(codering))
    return pad


def lees_een(pad: Path) -> Blad:
    (blad,) = lees(pad)
    return blad


def als_lijst(blad: Blad) -> list[tuple]:
    return [(rij.regel, *rij.cellen) for rij in blad.rijen]


def fout_van(pad: Path) -> LeesFout:
    with pytest.raises(LeesFout) as gevangen:
        lees(pad)
    fout = gevangen.value
    assert str(fout) == fout.melding
    assert pad.name in fout.melding
    assert fout.__cause__ is None
    return fout


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_coderingen_en_regeleinden(tmp_path, codering, einde):
    tekst = einde.join(["naam;bedrag", "café;€ 18.349.650", "hé;2,5"]) + einde
    if codering.endswith("-bom"):
        data = ("\ufeff" + tekst).encode(codering.removesuffix("-bom"))
    else:
        data = tekst.encode(codering)
    blad = lees_een(schrijf(tmp_path, data))
    assert blad.naam is None
    assert als_lijst(blad) == [(1, "naam", "bedrag"), (2, "café", "€ 18.349.650"), (3, "hé", "2,5")]


@pytest.mark.parametrize(
    ("tekst", "teken"),
    [
        ("jaar;a;b\n2017;845,0;26,0\n2018;850,0;26,0\n", ";"),
        ("keuze;a;b;c;d\nSubsidies voor vrijwilligers, ouderen, jeugd;0,1;0,6;0,8;0,7\nOverig;-;0,3;0,3;0,3\n", ";"),
        ('a,b,c\n1,"x;y;z",2\n3,"p;q;r",4\n', ","),
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1;5|2\n", "|"),
        ("jaar,aantal\n2015,168\n2016,141\n2017,125\n", ","),
        ("bedrag\n1,5\n2,5\n3,5\n", ";"),
        ("omschrijving\nhuur, gas\nlicht, water\n", ";"),
        ("naam;bedrag\nJansen, P.;1\nPietersen, J.\nKlaassen, K.;3\nDirks, D.;3\n", ";"),
        ("gemeente;post;bedrag\nx;y;1,0\nx;2,0\nx;y;3,0\nx;y;z;4,0\n", ";"),
        ("Rapport Wmo, 2024\nGemaakt op 1-1, door ons\n\npost;2023;2024\na;1,5;2,5\nb;1,5;2,5\n", ";"),
        ("titel\nx\ny\nz\nw\nv\na,b,c\n1,2,3\n", ","),
        ("jaar;aantal", ";"),
        ('"een ""kop""";"b, c"\n"1";"2, 3"\n', ";"),
        ("", ";"),
    ],
)
def test_scheidingsteken(tekst, teken):
    assert bepaal_scheidingsteken(tekst) == teken


def test_sep_regel_van_excel_telt_mee_als_regel(tmp_path):
    blad = lees_een(schrijf(tmp_path, "\ufeffsep=|\r\na|b;c\r\n1|2;3\r\n"))
    assert als_lijst(blad) == [(2, "a", "b;c"), (3, "1", "2;3")]


def test_een_kolom(tmp_path):
    assert als_lijst(lees_een(schrijf(tmp_path, "naam\nx\n"))) == [(1, "naam"), (2, "x")]


def test_alleen_kop(tmp_path):
    assert als_lijst(lees_een(schrijf(tmp_path, "jaar;aantal\n"))) == [(1, "jaar", "aantal")]


def test_kop_niet_op_regel_1_en_lege_regels(tmp_path):
    blad = lees_een(schrijf(tmp_path, "Overzicht Wmo\n\n  \na;b;c\n;;\n1;2;3\n"))
    assert als_lijst(blad) == [(1, "Overzicht Wmo"), (4, "a", "b", "c"), (6, "1", "2", "3")]


def test_rijen_houden_hun_breedte(tmp_path):
    blad = lees_een(schrijf(tmp_path, "a;b;c\n1;2\n1;2;3;4\n1;2;\n"))
    assert [rij.cellen for rij in blad.rijen[1:]] == [("1", "2"), ("1", "2", "3", "4"), ("1", "2", None)]


def test_witruimte_wordt_weggehaald(tmp_path):
    blad = lees_een(schrijf(tmp_path, "a;b;c\n x\xa0;\xa0 \t;y z\n"))
    assert blad.rijen[1] == Rij(2, ("x", None, "y z"))


def test_aanhalingstekens(tmp_path):
    tekst = 'a;b;c\n"regel 1\r\nregel 2\nregel 3";"een ""woord""";5" buis\n\'t;\'n;d"e"f\n'
    blad = lees_een(schrijf(tmp_path, tekst))
    assert als_lijst(blad)[1:] == [
        (2, "regel 1\r\nregel 2\nregel 3", 'een "woord"', '5" buis'),
        (5, "'t", "'n", 'd"e"f'),
    ]


@pytest.mark.parametrize("vulling", ["", "x" * 200_000], ids=["kort", "voorbij de veldgrens"])
def test_afgekapt_noemt_de_regel_van_het_aanhalingsteken(tmp_path, vulling):
    fout = fout_van(schrijf(tmp_path, f'a;b;c\n1;2;3\n1;"twee\nregels";"Geheim\nrest {vulling}'))
    assert (fout.regel_code, fout.regel) == ("bestand.afgekapt", 4)
    assert "regel 4" in fout.melding
    assert "Geheim" not in fout.melding


def test_tekst_na_sluitend_aanhalingsteken(tmp_path):
    fout = fout_van(schrijf(tmp_path, 'a;b\n1;2\n"Geheim" adres;2\n'))
    assert (fout.regel_code, fout.regel) == ("bestand.geen_csv", 3)
    assert "Geheim" not in fout.melding


@pytest.mark.parametrize("inhoud", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\r\n", b";;;\n;;;\n"])
def test_leeg(tmp_path, inhoud):
    assert fout_van(schrijf(tmp_path, inhoud)).regel_code == "bestand.leeg"


@pytest.mark.parametrize(
    ("inhoud", "regel"),
    [
        (b"a;b\n\xe9;\x81\n", 2),
        (b"a;b\n1;\x00\n", 2),
        (b"\xef\xbb\xbfa;b\n1;2\n\xe9;3\n", 3),
        ("\ufeffa;b\n1;2".encode("utf-16-le")[:-1], 2),
    ],
)
def test_codering_onleesbaar(tmp_path, inhoud, regel):
    fout = fout_van(schrijf(tmp_path, inhoud))
    assert (fout.regel_code, fout.regel) == ("bestand.codering", regel)


@pytest.mark.parametrize("inhoud", ["<html><body>", "<!DOCTYPE html>", "%PDF-1.7 x", "{\\rtf1"])
def test_geen_csv(tmp_path, inhoud):
    assert fout_van(schrijf(tmp_path, inhoud)).regel_code == "bestand.geen_csv"


def test_te_breed(tmp_path):
    assert len(lees_een(schrijf(tmp_path, ";".join("x" * 5_000))).rijen[0].cellen) == 5_000
    fout = fout_van(schrijf(tmp_path, "a;b\n" + ";".join("x" * 5_001)))
    assert (fout.regel_code, fout.regel) == ("bestand.te_breed", 2)


@pytest.mark.parametrize("lengte", [32_768, 200_000])
@pytest.mark.parametrize("omhulsel", ["{}", '"{}"'])
def test_cel_te_groot(tmp_path, lengte, omhulsel):
    assert lees_een(schrijf(tmp_path, "a;b\n1;" + omhulsel.format("x" * 32_767))).rijen[1].cellen[0] == "1"
    fout = fout_van(schrijf(tmp_path, "a;b\n1;" + omhulsel.format("x" * lengte) + ";2\n"))
    assert (fout.regel_code, fout.regel) == ("bestand.te_groot", 2)


def test_bestand_te_groot(tmp_path):
    pad = tmp_path / "groot.csv"
    with pad.open("wb") as bestand:
        bestand.truncate(1024**3 + 1)  # sparse: takes no room on disk
    assert fout_van(pad).regel_code == "bestand.te_groot"


@pytest.mark.parametrize("naam", ["~$x.xlsx", "x.csv.filepart", "x.TMP", "x.csv.crdownload", ".~lock.x.ods#"])
def test_tijdelijk(tmp_path, naam):
    assert fout_van(schrijf(tmp_path, "a;b", naam)).regel_code == "bestand.tijdelijk"


@pytest.mark.parametrize("naam", ["x.pdf", "x", "x.csv.gpg"])
def test_soort_onbekend(tmp_path, naam):
    assert fout_van(schrijf(tmp_path, "a;b", naam)).regel_code == "bestand.soort_onbekend"


@pytest.mark.parametrize("naam", ["x.CSV", "x.txt", "x.tsv"])
def test_extensies(tmp_path, naam):
    assert als_lijst(lees_een(schrijf(tmp_path, "a\tb\n1\t2\n", naam))) == [(1, "a", "b"), (2, "1", "2")]


def test_leesfout_overleeft_een_procesgrens():
    fout = pickle.loads(pickle.dumps(LeesFout("bestand.leeg", "Leeg.", 3)))
    assert (fout.regel_code, fout.melding, fout.regel, str(fout)) == ("bestand.leeg", "Leeg.", 3, "Leeg.")


def test_veldgrens_van_de_standaardbibliotheek_blijft_ongemoeid(tmp_path):
    voor = csv_lezer.csv.field_size_limit()
    lees(schrijf(tmp_path, "a;b\n1;2\n"))
    assert csv_lezer.csv.field_size_limit() == voor


def test_half_utf_8_wordt_niet_stil_als_windows_1252_gelezen(tmp_path):
    inhoud = "gemeente;naam\nHuizen;cliënten\nLaren;".encode() + b"\xe9\xe9n\n"
    with pytest.raises(LeesFout) as fout:
        lees(schrijf(tmp_path, inhoud))
    assert (fout.value.regel_code, fout.value.regel) == ("bestand.codering", 3)
