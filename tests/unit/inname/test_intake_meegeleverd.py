"""The 21 deliveries that come with the house: all accepted, and what is wrong in the documents is found in place."""

from decimal import Decimal

import pytest
from inname_bouw import LAYOUT_NAMEN, RAW

from pipeline.inname.intake import neem_in
from pipeline.inname.paspoort import lees_paspoort, vind_leveringen

D = Decimal


@pytest.fixture(scope="module")
def innames():
    return {levering.id: neem_in(levering) for levering in vind_leveringen(RAW)}


@pytest.fixture
def gevonden(innames):
    """(line, column, found, expected) of the findings of a delivery under a rule."""

    def zoek(levering, code):
        return [(b.regel, b.kolom, b.waarde, b.verwacht) for b in innames[levering].bevindingen if b.regel_code == code]

    return zoek


def test_alle_leveringen_worden_geaccepteerd(innames):
    assert len(innames) == 21
    apart = {naam: i.bestanden[0].apart for naam, i in innames.items() if i.uitkomst != "geaccepteerd"}
    assert apart == {"maatregelen/tynaarlo_transformatieplan.csv": 1}
    assert innames["maatregelen/tynaarlo_transformatieplan.csv"].uitkomst == "rijen_apart"


def test_elk_paspoort_is_volledig_en_past_bij_zijn_inhoud():
    for levering in vind_leveringen(RAW):
        paspoort = lees_paspoort(levering)
        assert not paspoort.is_nieuw
        assert paspoort.sha256 == levering.sha256
        assert paspoort.is_openbaar
        assert paspoort.licence
        assert paspoort.document


def test_elke_layout_wordt_gebruikt(innames):
    gebruikt = {naam for i in innames.values() for b in i.bestanden for naam in b.layouts}
    assert {n for n in gebruikt if not n.startswith("canoniek:")} == LAYOUT_NAMEN


def test_alle_bevindingen_noemen_bestand_regel_en_kolom(innames):
    for naam, inname in innames.items():
        for b in inname.bevindingen:
            assert (b.levering, b.bestand) == (naam, naam)
            assert b.regel is not None
            assert b.kolom
            assert b.melding


def test_de_rij_die_apart_blijft(gevonden):
    assert gevonden("maatregelen/tynaarlo_transformatieplan.csv", "waarde.onleesbaar") == [
        (27, "bedrag, jaar onbekend", "ten laste van budget jeugdhulp", "een bedrag, zoals 1.234,56")
    ]


def test_totaal_nieuw_van_tynaarlo(gevonden, innames):
    kolom = "Totaal 'nieuw' Sociaal Domein"
    assert gevonden("rijksbijdragen/tynaarlo_rijksbijdragen.csv", "controle.som") == [
        (3, kolom, "13.189.152", "13.189.153"),
        (5, kolom, "11.943.264", "11.943.269"),
        (6, kolom, "11.791.936", "11.791.935"),
        (8, kolom, "11.741.934", "11.741.940"),
    ]
    inname = innames["rijksbijdragen/tynaarlo_rijksbijdragen.csv"]
    assert [b.verschil for b in inname.bevindingen] == [D(-1), D(-5), D(1), D(-6)]
    for b in inname.bevindingen:  # both figures in the sentence, and the row stays as published
        assert b.waarde in b.melding
        assert b.verwacht in b.melding
        assert b.ernst == "waarschuwing"
    tabel = inname.tabellen["rijksbijdragen"].to_pylist()
    assert [r["bedrag"] for r in tabel if r["regel"] == 5 and r["onderdeel"] == kolom] == [D("11943264.00")]
    assert {r["onderdeel"] for r in tabel if r["is_totaal"] == "ja"} == {kolom, "Totaal"}


def test_groei_en_notaties_van_tynaarlo(gevonden):
    naam, kolom = "clientaantallen/tynaarlo_clienten.csv", "toe- / afname"
    assert gevonden(naam, "controle.groei") == [(7, kolom, "-  0,03%", "-0,35")]
    assert gevonden(naam, "waarde.notatie_onaf") == [(3, kolom, "-  8,%", None)]
    assert gevonden(naam, "waarde.notatie_afwijkend") == [(5, kolom, "+ 0.9%", None)]
    assert gevonden(naam, "controle.som") == []


def test_resultaten_die_niet_volgen_uit_kosten_en_effect(gevonden):
    assert gevonden("maatregelen/regio_gv_maatregelen.csv", "controle.resultaat") == [
        (16, "2022", "-243.705", "-243.704"),
        (19, "2022", "-166.105", "166.105"),
        (22, "2023", "-433.695", "613.695"),
        (22, "2024", "-957.390", "1.137.390"),
        (25, "2022", "-232.500", "-252.500"),
    ]


def test_tekens_die_wisselen(gevonden):
    plus, min_ = "een bedrag als plus", "een bedrag als min"
    assert gevonden("maatregelen/regio_gv_maatregelen.csv", "controle.teken") == [
        (38, "2021", "-600.000", plus),
        (38, "2022", "-400.000", plus),
        (38, "2023", "-400.000", plus),
        (38, "2024", "-400.000", plus),
        (41, "2021", "-80.000", plus),
        (44, "2021", "-80.000", plus),
        (21, "2023", "523.695", min_),
        (21, "2024", "1.047.390", min_),
        (42, "2021", "314.263", min_),
        (42, "2022", "314.263", min_),
        (42, "2023", "314.263", min_),
        (42, "2024", "314.263", min_),
    ]


def test_dubbele_min_en_staten_van_de_maatregelen(innames, gevonden):
    naam = "maatregelen/regio_gv_maatregelen.csv"
    assert gevonden(naam, "waarde.dubbele_min") == [(6, "2023", "--1.538.246", None)]
    rijen = innames[naam].tabellen["maatregelen"].to_pylist()
    (dubbel,) = [r for r in rijen if r["regel"] == 6 and r["jaar"] == 2023]
    assert dubbel["bedrag"] == D("-1538246.00")
    assert {r["bedrag_status"] for r in rijen if r["regel"] == 36} == {"nihil"}  # '-'
    assert {r["bedrag_status"] for r in rijen if r["regel"] == 37} == {"onbekend"}  # empty
    assert {r["bedrag_status"] for r in rijen if r["regel"] == 48} == {"ntb"}


def test_prijs_maal_volume_van_ambulante_jeugdhulp(gevonden):
    # 321.000 x 89 + 2.680 x 315 = 29.413.200; 507.222 x 26,40 = 13.390.660,80
    assert gevonden("uitgaven/regio_gv_voorzieningen_2019.csv", "controle.pxq") == [
        (2, "uitgaven", "€ 18.349.650", "29.413.200"),
        (5, "uitgaven", "€ 14.457.628", "13.390.660,8"),
    ]


def test_uitgaven_en_eigen_bijdrage_van_de_regio(innames):
    inname = innames["uitgaven/regio_gv_voorzieningen_2019.csv"]
    rijen = {r["regel"]: r for r in inname.tabellen["uitgaven"].to_pylist()}
    assert rijen[9]["eigen_bijdrage"] == D("475000.00")
    assert rijen[5]["prijs"] == D("26.40")
    assert inname.bestanden[0].controletotalen["clientaantallen.aantal_clienten"] == 14480


def test_denkrichtingen_die_niet_optellen(gevonden, innames):
    naam = "denkrichtingen/tynaarlo_denkrichtingen.csv"
    assert gevonden(naam, "controle.som") == [(11, "individualistisch", "23,8", "23,7"), (11, "huidig", "26,3", "26,4")]
    assert gevonden(naam, "controle.verschil") == []
    for b in innames[naam].bevindingen:
        assert "Afronding van de delen kan het verschil verklaren" in b.melding


def test_pilots_met_een_product_en_notaties_die_afwijken(gevonden, innames):
    naam = "pilots/pilots_en_voorzieningen.csv"
    assert gevonden(naam, "controle.product") == [(34, "waarde", "2 miljoen", "21.000.000")]
    assert gevonden(naam, "waarde.notatie_afwijkend") == [
        (17, "waarde", "€ 450.00", None),
        (18, "waarde", "6.56%", None),
    ]
    rijen = {r["regel"]: r for r in innames[naam].tabellen["pilots"].to_pylist()}
    assert (rijen[17]["waarde"], rijen[18]["waarde"], rijen[18]["eenheid"]) == (D(450), D("6.56"), "%")


def test_hetzelfde_cijfer_op_twee_plaatsen(gevonden):
    assert gevonden("indicatoren/tynaarlo_indicatoren.csv", "controle.gelijk") == [
        (17, "waarde", "2,3", "1,5"),
        (18, "waarde", "2,9", "1,6"),
        (2, "waarde", "7,8 %", "6,3"),
    ]


def test_de_clusters_van_het_gemeentefonds_tellen_niet_op_tot_hun_totaal(gevonden):
    # 6 circulaires of 12 gemeenten; the first: 73.875.442,43 in parts, 73.875.486,52 as total
    alle = gevonden("rijksbijdragen/gemeentefonds_clusters_2024_2025.csv", "controle.som")
    assert len(alle) == 72
    assert alle[0] == (146, "bedrag_euro", "73875486,52", "73.875.442,43")
