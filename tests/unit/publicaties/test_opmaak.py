"""Dutch numbers, dates and headings."""

from datetime import date
from decimal import Decimal as D

import pytest

from pipeline.publicaties import opmaak


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        (D("1234.5"), None, "1.234,5"),
        (D("775.0000"), None, "775"),
        (D("-0.004"), 2, "0,00"),  # minus zero is zero
        (D("2.5"), 0, "3"),  # half away from zero, as the marts
        (D("-2.5"), 0, "-3"),
        (1_166_485, 0, "1.166.485"),
        (None, 2, "onbekend"),
    ],
)
def test_getal(waarde, decimalen, tekst):
    assert opmaak.getal(waarde, decimalen) == tekst


def test_euro_en_procent():
    assert opmaak.euro(D("-1234.50")) == "€\u00a0-1.235"
    assert opmaak.euro(D("39046120.07"), 2) == "€\u00a039.046.120,07"
    assert opmaak.euro_mln(D("4873000")) == "€\u00a04,9\u00a0mln"
    assert opmaak.euro_mln(D("164499")) == "€\u00a0164.000"
    assert opmaak.procent(D("12.5")) == "12,5%"
    assert opmaak.procent(D("12.01"), teken=True) == "+12,0%"
    assert opmaak.procent(D("0.04"), teken=True) == "0,0%"
    assert [f(None) for f in (opmaak.euro, opmaak.euro_mln, opmaak.procent, opmaak.signaal)] == ["onbekend"] * 4


def test_een_oordeel_is_een_woord_en_een_signaal_ook_een_teken():
    assert opmaak.met_oordeel(D("-164000"), "nadeel") == "€\u00a0164.000 nadeel"
    assert opmaak.met_oordeel(D("3.86"), "voordeel", "procent") == "3,9% voordeel"
    assert opmaak.met_oordeel(None, None) == "onbekend"
    tekens = {opmaak.signaal(s) for s in ("groen", "oranje", "rood")}
    assert len({t[0] for t in tekens}) == 3 and {t[2:] for t in tekens} == {"groen", "oranje", "rood"}


def test_geheim_en_onbekend_zijn_niet_nul():
    assert opmaak.met_status(None, "geheim", "aantal") == "x (geheim)"
    assert opmaak.met_status(None, None, "aantal") == "onbekend"
    assert opmaak.met_status(0, "nihil", "aantal") == "0"


def test_datum_en_periode():
    assert opmaak.datum(date(2026, 3, 1)) == "1 maart 2026"
    assert opmaak.periode("2019-H1") == "2019, 1e halfjaar"
    assert opmaak.periode("2019-Q3") == "2019, 3e kwartaal"
    assert opmaak.periode("2019-07") == "juli 2019"
    assert opmaak.periode("2019") == "2019"


def test_koppen_van_kolommen():
    assert opmaak.kop_van_kolom("begroting_actueel_eur") == "Begroting na wijziging (€)"
    assert opmaak.kop_van_kolom("dekkingsgraad_pct") == "Dekkingsgraad (%)"
    assert opmaak.kop_van_kolom("clienten_aantal") == "Cliënten (aantal)"
    assert opmaak.kop_van_kolom("is_voorkeur") == "Voorkeursreeks"
    assert opmaak.unieke_koppen(["waarde", "WAARDE"]) == ["Waarde", "WAARDE [WAARDE]"]


@pytest.mark.parametrize(
    ("naam", "datatype", "soort"),
    [
        ("uitgaven_eur", "DECIMAL(18,2)", "euro"),
        ("per_inwoner_eur", "DECIMAL(18,2)", "euro_cent"),
        ("groei_pct", "DECIMAL(18,2)", "procent"),
        ("clienten_aantal", "BIGINT", "aantal"),
        ("jaar", "INTEGER", "jaartal"),
        ("regel", "BIGINT", "volgnummer"),
        ("waarde", "DECIMAL(28,4)", "getal"),
        ("waarde", "VARCHAR", "tekst"),
        ("ontvangen_op", "DATE", "datum"),
        ("is_breuk", "BOOLEAN", "janee"),
    ],
)
def test_soort_van_kolom(naam, datatype, soort):
    assert opmaak.soort_van_kolom(naam, datatype) == soort


def test_opsomming():
    assert [opmaak.opsomming(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a en b", "a, b en c"]
