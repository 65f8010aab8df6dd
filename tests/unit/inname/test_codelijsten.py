"""Names and codes to keys: every list, its variants, and what no list holds."""

import pytest

from pipeline.inname.codelijsten import Codelijsten, Gebied, Onbekend, sleutel

LIJSTEN = Codelijsten()


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("  Cliënten\u00a0 totaal ", "clienten totaal"),
        ("CAFÉ", "cafe"),
        ("Totaal ‘nieuw’", "totaal 'nieuw'"),
        ("'s-Gravenhage", "'s-gravenhage"),
        ("’s‑Gravenhage", "'s-gravenhage"),
        ("Wmo–vervoer", "wmo-vervoer"),
        ("aantal\nclienten", "aantal clienten"),
        (2016, "2016"),
    ],
)
def test_namen_worden_gevouwen(tekst, verwacht):
    assert sleutel(tekst) == verwacht


@pytest.mark.parametrize(
    "tekst",
    ["Hilversum", "hilversum ", "Gemeente Hilversum", "Hilversum (gemeente)", "GM0402", "gm0402", "0402", "402", 402],
)
def test_gemeente_als_naam_of_code(tekst):
    assert LIJSTEN.gebied(tekst) == Gebied("GM0402", "Hilversum", "gemeente")


@pytest.mark.parametrize(
    ("tekst", "code", "soort"),
    [
        ("Laren (NH.)", "GM0417", "gemeente"),
        ("Regio Gooi en Vechtstreek", "RG-GV", "regio"),
        ("Gooi- en Vechtstreek", "RG-GV", "regio"),
        ("RG-GV", "RG-GV", "regio"),
        ("Nederland", "NL", "land"),
    ],
)
def test_naamvarianten_en_regios(tekst, code, soort):
    gebied = LIJSTEN.gebied(tekst)
    assert (gebied.code, gebied.soort, gebied.in_lijst) == (code, soort, True)


def test_een_nette_code_buiten_de_lijst_wordt_overgenomen_en_is_te_herkennen():
    assert LIJSTEN.gebied("gm0344") == Gebied("GM0344", "GM0344", "gemeente", in_lijst=False)


@pytest.mark.parametrize("tekst", ["Atlantis", "", "GM12345", "GM04O2", "Hilversum en Huizen", "-", "日本"])
def test_onbekende_gemeente(tekst):
    with pytest.raises(Onbekend) as fout:
        LIJSTEN.gebied(tekst)
    assert fout.value.regel_code == "gemeente.onbekend"
    assert not tekst or tekst == "-" or tekst not in str(fout.value)


@pytest.mark.parametrize(
    ("tekst", "wet"),
    [
        ("Wmo", "wmo"), ("WMO 2015", "wmo"), ("Wet maatschappelijke ondersteuning", "wmo"), ("Jeugd", "jeugdwet"),
        ("jeugdwet", "jeugdwet"), ("JW", "jeugdwet"), ("Participatie", "participatiewet"), ("PW", "participatiewet"),
        ("Overig", "overig"), ("Totaal", "totaal"), ("alle", "totaal"),
    ],
)  # fmt: skip
def test_wetten(tekst, wet):
    assert LIJSTEN.wet(tekst) == wet


@pytest.mark.parametrize(
    ("tekst", "vorm"),
    [("ZIN", "zin"), ("Zorg in natura", "zin"), ("pgb", "pgb"), ("Persoonsgebonden budget", "pgb"), ("Totaal", "alle")],
)
def test_leveringsvormen(tekst, vorm):
    assert LIJSTEN.leveringsvorm(tekst) == vorm


@pytest.mark.parametrize(
    ("methode", "tekst", "code"),
    [("wet", "Wvggz", "wet.onbekend"), ("leveringsvorm", "voucher", "leveringsvorm.onbekend")],
)
def test_onbekende_wet_of_leveringsvorm(methode, tekst, code):
    with pytest.raises(Onbekend) as fout:
        getattr(LIJSTEN, methode)(tekst)
    assert fout.value.regel_code == code


@pytest.mark.parametrize(
    ("tekst", "wet", "slug", "niveau"),
    [
        ("Hulp bij het huishouden", "wmo", "huishoudelijke_hulp", "voorziening"),
        ("huishoudelijke_hulp", None, "huishoudelijke_hulp", "voorziening"),
        ("HH1", None, "huishoudelijke_hulp", "voorziening"),
        ("Wmo–vervoer", "wmo", "wmo_vervoer", "voorziening"),
        ("Wmo-taxi", None, "wmo_vervoer", "voorziening"),
        # the same name in two wetten: the wet decides
        ("Dagbesteding", "wmo", "dagbesteding", "voorziening"),
        ("Dagbesteding", "jeugdwet", "jeugdhulp_dagbesteding", "voorziening"),
        ("Begeleiding en verzorging", "wmo", "begeleiding", "voorziening"),
        ("Begeleiding en verzorging", "jeugdwet", "jeugdhulp_begeleiding", "voorziening"),
        # a groep, and the groep that goes before a synonym of its voorziening
        ("Ambulante jeugdhulp", "jeugdwet", "ambulante_jeugdhulp", "groep"),
        ("Verblijf jeugd", "jeugdwet", "verblijf_jeugd", "groep"),
        ("verblijf", "jeugdwet", "verblijf", "voorziening"),
        ("Totaal", "wmo", "totaal", "wet"),
        ("totaal", "totaal", "totaal", "totaal"),
    ],
)
def test_voorzieningen(tekst, wet, slug, niveau):
    assert LIJSTEN.voorziening(tekst, wet) == (slug, niveau)


@pytest.mark.parametrize(
    ("tekst", "wet"),
    [
        ("Paardentherapie", "jeugdwet"),
        ("Paardentherapie", None),
        ("Pleegzorg", "wmo"),  # exists, but under another wet
        ("Begeleiding", "totaal"),
        ("", "wmo"),
        ("日本", "wmo"),
        ("Totaal", None),  # of which wet?
    ],
)
def test_onbekende_voorziening(tekst, wet):
    with pytest.raises(Onbekend) as fout:
        LIJSTEN.voorziening(tekst, wet)
    assert fout.value.regel_code == "voorziening.onbekend"


def test_wet_van_een_voorziening_en_van_een_groep():
    assert LIJSTEN.wet_van["pleegzorg"] == "jeugdwet"
    assert LIJSTEN.wet_van["ambulante_jeugdhulp"] == "jeugdwet"
    assert LIJSTEN.wet_van["beschermd_wonen"] == "wmo"


@pytest.mark.parametrize(
    ("code", "jaar", "verwacht"),
    [
        ("6.71", 2019, "6.71"),
        (" 6.71A ", 2023, "6.71a"),
        ("6.711", 2025, "6.711"),
        ("6.6", 2022, "6.6"),
        ("6.6", 2025, "6.60"),  # a workbook drops the zero of 6.60
        ("6.1", 2019, "6.1"),
    ],
)
def test_taakveld_van_zijn_generatie(code, jaar, verwacht):
    assert LIJSTEN.taakveld(code, jaar) == verwacht


@pytest.mark.parametrize(
    ("code", "jaar"), [("6.71a", 2019), ("6.71", 2025), ("6.60", 2019), ("6.1", 2016), ("0.7", 2019), ("zorg", 2019)]
)
def test_taakveld_van_een_andere_generatie_is_onbekend(code, jaar):
    with pytest.raises(Onbekend) as fout:
        LIJSTEN.taakveld(code, jaar)
    assert fout.value.regel_code == "taakveld.onbekend"
    assert str(jaar) in fout.value.verwacht
