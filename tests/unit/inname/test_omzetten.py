"""From the cells of a sheet to landing rows: values, states, notations, codes, and rows that are kept apart."""

from decimal import Decimal

import pytest
from inname_bouw import codes, feiten, met_code, neem, plekken_van, zet_werkmap

from pipeline.contracten.inname import TABELLEN
from pipeline.inname.intake import neem_in
from pipeline.inname.omzetten import ontdubbel

D = Decimal
UITGAVEN = "gemeente;jaar;wet;voorziening;bedrag"
CLIENTEN = "gemeente;periode;wet;voorziening;aantal_clienten"
INDICATOREN = "gemeente;periode;onderwerp;soort;maat;waarde;eenheid"


def rijen(inname, tabel):
    return inname.tabellen[tabel].to_pylist()


def test_een_rij_draagt_waar_zij_stond_en_wat_er_gelezen_is(tmp_path):
    inname = neem(tmp_path, "uitgaven", "titel", UITGAVEN, "Hilversum;2019H1;WMO;HH1;€ 1.234,50", naam="a.csv")
    (rij,) = rijen(inname, "uitgaven")
    assert {k: v for k, v in rij.items() if v is not None} == {
        "sleutel": "0" * 64, "levering": "uitgaven/a.csv", "bestand": "uitgaven/a.csv", "regel": 3,
        "gemeente_code": "GM0402", "gemeente": "Hilversum", "gebied_soort": "gemeente",
        "periode": "2019-H1", "periode_soort": "halfjaar", "jaar": 2019, "wet": "wmo",
        "voorziening": "huishoudelijke_hulp", "niveau": "voorziening", "leveringsvorm": "alle",
        "bedrag": D("1234.50"), "bedrag_status": "waarde", "bedrag_stap": D("0.01"), "bedrag_kolom": "bedrag",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cel", "aantal", "status", "laag", "hoog"),
    [
        ("12", 12, "waarde", None, None),
        ("0", 0, "waarde", None, None),
        ("-", 0, "nihil", None, None),
        ("NULL", None, "onbekend", None, None),
        ("", None, "onbekend", None, None),
        (".", None, "onbekend", None, None),
        ("-99998", None, "onbekend", None, None),
        ("ntb", None, "ntb", None, None),
        ("x", None, "geheim", None, None),
        ("<5", None, "geheim", 0, 4),
        ("≤ 5", None, "geheim", 0, 5),
        ("minder dan 10", None, "geheim", 0, 9),
    ],
)
def test_waarde_nihil_onbekend_en_geheim_blijven_uit_elkaar(tmp_path, cel, aantal, status, laag, hoog):
    inname = neem(tmp_path, "clientaantallen", CLIENTEN + ";wie", f"Huizen;2019;Wmo;Totaal;{cel};ik")
    (rij,) = rijen(inname, "clientaantallen")
    assert (rij["aantal_clienten"], rij["aantal_clienten_status"]) == (aantal, status)
    assert (rij["aantal_clienten_laag"], rij["aantal_clienten_hoog"]) == (laag, hoog)
    assert inname.uitkomst == "geaccepteerd"


IV3 = "gemeente;jaar;document;taakveld;lasten"
BEGROTING = "gemeente;jaar;versie;voorziening;taakveld;bedrag"
GOED = {
    UITGAVEN: "Huizen;2018;Wmo;Begeleiding;1,50",
    CLIENTEN: "Huizen;2018;Wmo;Totaal;3",
    IV3: "Huizen;2018;begroting;6.71;1",
    BEGROTING: "Huizen;2018;primitief;Pleegzorg;;5",
}


@pytest.mark.parametrize(
    ("kop", "slecht", "code", "kolom"),
    [
        (UITGAVEN, "Atlantis;2019;Wmo;Begeleiding;1", "gemeente.onbekend", "gemeente"),
        (UITGAVEN, ";2019;Wmo;Begeleiding;1", "waarde.ontbreekt", "gemeente"),
        (UITGAVEN, "Huizen;2019;Wvggz;Begeleiding;1", "wet.onbekend", "wet"),
        (UITGAVEN, "Huizen;2019;Wmo;Hippotherapie;1", "voorziening.onbekend", "voorziening"),
        (UITGAVEN, "Huizen;19;Wmo;Begeleiding;1", "periode.onleesbaar", "jaar"),
        (UITGAVEN, "Huizen;2019;Wmo;Begeleiding;veel", "waarde.onleesbaar", "bedrag"),
        (UITGAVEN, "Huizen;2019;Wmo;Begeleiding;1,555", "waarde.onleesbaar", "bedrag"),
        (UITGAVEN, "Huizen;2019;Wmo;Begeleiding;99 miljard miljard", "waarde.onleesbaar", "bedrag"),
        (UITGAVEN, f"Huizen;2019;Wmo;Begeleiding;1{'0' * 16}", "waarde.te_groot", "bedrag"),
        (UITGAVEN, "Huizen;2019;Wmo;Begeleiding;#REF!", "waarde.excelfout", "bedrag"),
        (CLIENTEN, "Huizen;2019;Wmo;Totaal;-3", "waarde.negatief_aantal", "aantal_clienten"),
        (CLIENTEN, "Huizen;2019;Wmo;Totaal;3,5", "waarde.geen_heel_getal", "aantal_clienten"),
        (IV3, "Huizen;2019;begroting;6.71a;1", "taakveld.onbekend", "taakveld"),
        (IV3, "Huizen;ooit;begroting;6.71;1", "periode.onleesbaar", "jaar"),
        (IV3, "Huizen;;begroting;6.71;1", "waarde.ontbreekt", "jaar"),
        (IV3, "Huizen;2019;raming;6.71;1", "code.onbekend", "document"),
        (BEGROTING, "Huizen;2024;primitief;;;5", "waarde.ontbreekt", "voorziening"),
    ],
)
def test_een_cel_die_niet_te_lezen_is_houdt_haar_rij_apart(tmp_path, kop, slecht, code, kolom):
    bron = {UITGAVEN: "uitgaven", CLIENTEN: "clientaantallen", IV3: "iv3", BEGROTING: "begroting"}[kop]
    inname = neem(tmp_path, bron, kop, slecht, GOED[kop])
    assert inname.uitkomst == "rijen_apart"
    assert [(b.rijen, b.apart) for b in inname.bestanden] == [(2, 1)]
    assert [rij["regel"] for rij in rijen(inname, bron)] == [3]
    assert plekken_van(inname, code) == [(2, kolom)]
    (bevinding,) = met_code(inname, code)
    assert bevinding.ernst == "fout"
    assert bevinding.verwacht
    assert bevinding.waarde == (slecht.split(";")[kop.split(";").index(kolom)] or None)


def test_elke_slechte_cel_van_een_rij_krijgt_een_bevinding(tmp_path):
    inname = neem(tmp_path, "uitgaven", UITGAVEN, "Atlantis;2019;Wmo;Hippotherapie;veel", "Huizen;2019;Wmo;Opvang;1")
    assert codes(inname) == ["gemeente.onbekend", "voorziening.onbekend", "waarde.onleesbaar"]
    assert inname.bestanden[0].apart == 1


def test_een_code_buiten_de_lijst_telt_mee_met_haar_naam_en_wordt_gemeld(tmp_path):
    inname = neem(tmp_path, "inwoners", "gemeente_code;gemeente_naam;jaar;inwoners", "GM0344;Utrecht;2019;352866")
    assert [(r["gemeente_code"], r["gemeente"]) for r in rijen(inname, "inwoners")] == [("GM0344", "Utrecht")]
    assert plekken_van(inname, "gemeente.code_buiten_lijst") == [(2, "gemeente_code")]
    assert inname.uitkomst == "geaccepteerd"


def test_de_wet_volgt_uit_een_voorziening_van_een_wet_maar_niet_uit_totaal(tmp_path):
    inname = neem(
        tmp_path, "uitgaven", "gemeente;jaar;voorziening;bedrag", "Huizen;2019;Pleegzorg;1", "Huizen;2019;Totaal;9"
    )
    assert [(r["wet"], r["voorziening"]) for r in rijen(inname, "uitgaven")] == [("jeugdwet", "pleegzorg")]
    assert plekken_van(inname, "voorziening.onbekend") == [(3, "voorziening")]


def test_dubbelzinnig_bedrag_zonder_beslissende_cel_blijft_apart(tmp_path):
    inname = neem(tmp_path, "uitgaven", UITGAVEN, "Huizen;2019;Wmo;Begeleiding;1.234", "Huizen;2020;Wmo;Begeleiding;12")
    assert plekken_van(inname, "waarde.dubbelzinnig") == [(2, "bedrag")]
    assert [r["bedrag"] for r in rijen(inname, "uitgaven")] == [D(12)]


@pytest.mark.parametrize(("beslist", "bedrag"), [("12,50", D(1234)), ("1.234.567", D(1234)), ("12.50", None)])
def test_een_beslissende_cel_in_de_kolom_maakt_het_bedrag_leesbaar(tmp_path, beslist, bedrag):
    inname = neem(
        tmp_path, "uitgaven", UITGAVEN, "Huizen;2019;Wmo;Begeleiding;1.234", f"Huizen;2020;Wmo;Begeleiding;{beslist}"
    )
    # read with a decimal point it is 1,234 euro: no whole cents, so no amount
    assert [r["bedrag"] for r in rijen(inname, "uitgaven") if r["jaar"] == 2019] == ([bedrag] if bedrag else [])
    assert plekken_van(inname, "waarde.dubbelzinnig") == []


def test_de_notatie_van_een_bedrag_hangt_niet_aan_de_eenheid_van_het_volume(tmp_path):
    inname = neem(
        tmp_path, "uitgaven", "gemeente;jaar;wet;voorziening;bedrag;volume;eenheid",
        "Huizen;2019;Wmo;Begeleiding;1.234;5,5;uren", "Huizen;2019;Wmo;Wmo-vervoer;10,50;7;ritten",
    )  # fmt: skip
    assert inname.uitkomst == "geaccepteerd"
    assert [r["bedrag"] for r in rijen(inname, "uitgaven")] == [D(1234), D("10.5")]


def test_maten_en_eenheden_in_een_kolom_beslissen_elk_voor_zich(tmp_path):
    inname = neem(
        tmp_path, "indicatoren", INDICATOREN,
        "Huizen;2019;a;output;clienten;1.234;aantal", "Huizen;2020;a;output;clienten;1.234.567;aantal",
        "Huizen;2019;a;output;prijs;1.234;euro", "Huizen;2020;a;output;prijs;5.25;euro",
        "Huizen;2019;a;output;duur;1.234;dagen",
    )  # fmt: skip
    assert [(r["maat"], r["waarde"]) for r in rijen(inname, "indicatoren")] == [
        ("clienten", D(1234)), ("clienten", D(1234567)), ("prijs", D("1.234")), ("prijs", D("5.25")),
    ]  # fmt: skip
    assert plekken_van(inname, "waarde.dubbelzinnig") == [(6, "waarde")]


def test_een_percentage_in_een_getalkolom_krijgt_de_eenheid(tmp_path):
    kop = "Huizen;2019;a;output"
    inname = neem(tmp_path, "indicatoren", INDICATOREN, f"{kop};aandeel;12,5%;", f"{kop};deel;3 procent;punten")
    assert [(r["waarde"], r["eenheid"]) for r in rijen(inname, "indicatoren")] == [(D("12.5"), "%"), (D(3), "punten")]


def test_wat_opvalt_wordt_gemeld_en_gelezen(tmp_path):
    inname = neem(
        tmp_path, "uitgaven", UITGAVEN, "Huizen;2019;Wmo;Begeleiding;--5,00", "Huizen;2020;Wmo;Begeleiding;7,00*",
        "Huizen;2021;Wmo;Begeleiding;-/- 1.000,00", "Huizen;2022;Wmo;Begeleiding;(1.000,00)",
        "Huizen;2023;Wmo;Begeleiding;\u22121.000,00", "Huizen;2024;Wmo;Begeleiding;1.000,00-",
    )  # fmt: skip
    assert [r["bedrag"] for r in rijen(inname, "uitgaven")] == [D(-5), D(7), *[D(-1000)] * 4]
    assert plekken_van(inname, "waarde.dubbele_min") == [(2, "bedrag")]
    assert plekken_van(inname, "waarde.voetnoot") == [(3, "bedrag")]
    assert inname.uitkomst == "geaccepteerd"


@pytest.mark.parametrize("cel", ["0,123456789", "0,1000000000", "<0,123456789", "5,000000000"])
def test_meer_decimalen_dan_de_kolom_houdt_de_rij_apart(tmp_path, cel):
    regel = "Huizen;2019;a;output"
    inname = neem(tmp_path, "indicatoren", INDICATOREN, f"{regel};m;{cel};x", f"{regel};n;1,5;x")
    assert inname.uitkomst == "rijen_apart"
    assert plekken_van(inname, "waarde.onleesbaar") == [(2, "waarde")]


@pytest.mark.parametrize("cel", [f"<{'9' * 40}", "9" * 190, f">{'9' * 21}"])
def test_een_reusachtig_getal_houdt_de_rij_apart(tmp_path, cel):
    regel = "Huizen;2019;a;output"
    inname = neem(tmp_path, "indicatoren", INDICATOREN, f"{regel};m;{cel};x", f"{regel};n;1,5;x")
    assert [(b.rijen, b.apart) for b in inname.bestanden] == [(2, 1)]


def test_getallen_van_een_werkmap_verliezen_hun_rekenruis(tmp_path):
    blad = [[*UITGAVEN.split(";"), "volume", "eenheid"]]
    blad += [["Huizen", 2019, "Wmo", "Begeleiding", 0.1 + 0.2, 100 / 3, "uren"]]
    blad += [["Huizen", 2020, "Wmo", "Begeleiding", 99.99999999999999, 1234.5, "uren"]]
    blad += [["Huizen", 2021, "Wmo", "Begeleiding", 12.345, 0, "uren"]]
    inname = neem_in(zet_werkmap(tmp_path, "uitgaven", {"Blad1": blad}))
    assert [(r["bedrag"], r["volume"]) for r in rijen(inname, "uitgaven")] == [
        (D("0.30"), D("33.33333333")), (D("100.00"), D("1234.5")),
    ]  # fmt: skip
    assert plekken_van(inname, "waarde.onleesbaar") == [(4, "bedrag")]  # no whole cents is no noise


def test_een_te_brede_regel_blijft_apart_en_een_smalle_niet(tmp_path):
    inname = neem(
        tmp_path, "uitgaven", UITGAVEN + ";toelichting", "Huizen;2019;Wmo;Begeleiding;1;a;b",
        "Huizen;2020;Wmo;Begeleiding;2", "Huizen;2021;Wmo;Begeleiding;3;c;;",
    )  # fmt: skip
    assert [b.regel for b in met_code(inname, "rij.te_breed")] == [2]
    assert [(r["jaar"], r["toelichting"]) for r in rijen(inname, "uitgaven")] == [(2020, None), (2021, "c")]
    assert inname.bestanden[0].apart == 1


def test_gelijke_rijen_tellen_een_keer(tmp_path):
    regel = "Huizen;2019;Wmo;Begeleiding;1.000,00"
    zelfde = "GM0406;2019;WMO;begeleiding individueel;1000"
    inname = neem(tmp_path, "uitgaven", UITGAVEN, regel, zelfde, regel)
    assert [(r["regel"], r["bedrag"]) for r in rijen(inname, "uitgaven")] == [(2, D(1000))]
    assert [b.regel for b in met_code(inname, "rij.dubbel")] == [3, 4]
    assert (inname.uitkomst, inname.bestanden[0].apart) == ("geaccepteerd", 0)


def test_tegenstrijdige_rijen_blijven_beide_apart(tmp_path):
    inname = neem(
        tmp_path, "uitgaven", UITGAVEN, "Huizen;2019;Wmo;Begeleiding;1", "Huizen;2019;Wmo;Opvang;7",
        "Huizen;2019;Wmo;Begeleiding;2",
    )  # fmt: skip
    assert [r["voorziening"] for r in rijen(inname, "uitgaven")] == ["opvang"]
    assert [b.regel for b in met_code(inname, "rij.tegenstrijdig")] == [2, 4]
    assert (inname.uitkomst, inname.bestanden[0].apart) == ("rijen_apart", 2)


def test_een_regel_met_meer_tegenstrijdige_cellen_telt_een_keer_als_apart(tmp_path):
    kop = "Jaar;WMO nieuwe taken;Jeugd;Participatie;Totaal 'nieuw' Sociaal Domein;WMO 'oude taken';Totaal"
    inname = neem(tmp_path, "rijksbijdragen", kop, "2015;1;2;3;6;4;10", "2015;2;3;4;9;4;13", "2016;1;2;3;6;4;10")
    assert (inname.bestanden[0].rijen, inname.bestanden[0].apart) == (3, 2)
    assert {r["uitkeringsjaar"] for r in rijen(inname, "rijksbijdragen")} == {2015, 2016}  # 'oude taken' agrees


def test_ontdubbel_zonder_sleutel_laat_alles_staan():
    tabel = TABELLEN["inwoners"]
    zonder = type(tabel)(tabel.naam, tabel.grein, tabel.kolommen, None)
    assert ontdubbel(zonder, [{"jaar": 1}, {"jaar": 1}]) == ([{"jaar": 1}, {"jaar": 1}], [])


def test_een_nul_in_een_werkmap_is_geen_lege_cel(tmp_path):
    kop = ["gebied", "jaar", "wet", "voorziening", "clienten", "uitgaven", "volume", "eenheid", "prijs",
           "prijs_eenheid", "opmerking"]  # fmt: skip
    rij = ["Gooi en Vechtstreek", 2019, "Wmo", "Opvang", 0, 5, None, None, None, None, "x"]
    leeg = ["Gooi en Vechtstreek", 2019, "Wmo", "Begeleiding", None, 5, None, None, None, None, "x"]
    inname = neem_in(zet_werkmap(tmp_path, "uitgaven", {"Blad1": [kop, rij, leeg]}))
    assert [(r["voorziening"], r["aantal_clienten"]) for r in feiten(inname, "clientaantallen")] == [("opvang", 0)]
