"""Clients and inhabitants on the age bounds that both have, and what that does to the years to come."""

import duckdb
import pytest

from pipeline.prognose.meerjaren import Meerjareninstelling, lees_meerjaren
from pipeline.prognose.meerjaren.leeftijden import OPEN, lees_groep, op_gelijke_grenzen, sluitend
from pipeline.prognose.meerjaren.model import Groei

# the groups of the mart zorgpopulatie and those that the demo delivers: 0, 18 and 65 begin a group in both
CLIENTEN = {"0-3": 1, "4-11": 2, "12-17": 3, "18-22": 4, "23-64": 10, "65-74": 20, "75+": 60, "onbekend": 5}
INWONERS = {
    "0-17": {2025: 20, 2026: 20},
    "18-64": {2025: 50, 2026: 50},
    "65-79": {2025: 15, 2026: 17},
    "80+": {2025: 5, 2026: 7},
}


@pytest.mark.parametrize(
    ("tekst", "groep"),
    [
        ("65-74", (65, 75)), ("75+", (75, OPEN)), ("0 tot 18 jaar", (0, 18)), ("18 t/m 22", (18, 23)),
        ("95 jaar of ouder", (95, OPEN)), ("80 en ouder", (80, OPEN)), ("7 jaar", (7, 8)), ("onbekend", None),
        ("22-18", None),
    ],
)  # fmt: skip
def test_labels(tekst, groep):
    assert lees_groep(tekst) == groep


def test_smallest_groups_that_close():
    # 0-17 is the sum of what it holds
    assert sluitend([(0, 18), (0, 4), (4, 18), (18, OPEN)]) == [(0, 4), (4, 18), (18, OPEN)]
    assert sluitend([(0, 18), (20, OPEN)]) == [] and sluitend([(0, 18), (18, 65)]) == []
    assert sluitend([(0, 18), (10, 65), (65, OPEN)]) == [] and sluitend([]) == []


def test_groups_meet_where_both_have_a_bound():
    clienten, inwoners = op_gelijke_grenzen(CLIENTEN, INWONERS)
    assert clienten == {"0-17": 6, "18-64": 14, "65+": 80}
    assert inwoners == {"0-17": {2025: 20, 2026: 20}, "18-64": {2025: 50, 2026: 50}, "65+": {2025: 20, 2026: 24}}


def test_no_groups_in_common_or_an_open_end_gives_nothing():
    assert op_gelijke_grenzen(CLIENTEN, {"0-20": {2025: 1}, "21+": {2025: 1}}) == ({}, {})
    assert op_gelijke_grenzen(CLIENTEN, {"0-17": {2025: 1}}) == ({}, {})
    assert op_gelijke_grenzen({"onbekend": 5}, INWONERS) == ({}, {})
    assert op_gelijke_grenzen(CLIENTEN, {}) == ({}, {})
    # a year that lacks a group is no year
    assert op_gelijke_grenzen(CLIENTEN, INWONERS | {"80+": {2026: 7}})[1]["65+"] == {2026: 24}


LEEG = {
    "uitgaven": "reeks varchar, gemeente_code varchar, niveau varchar, wet varchar, voorziening varchar, jaar int, "
    "uitgaven_eur decimal(18,2), periode_soort varchar, soort varchar",
    "clienten": "gemeente_code varchar, niveau varchar, wet varchar, voorziening varchar, jaar int, "
    "clienten_aantal bigint, is_openbaar boolean, periode_soort varchar, is_voorkeur boolean, leveringsvorm varchar",
    "int_inwoners": "gemeente_code varchar, wet varchar, jaar int, inwoners_aantal bigint, indeling varchar",
    "stg_inwoners": "gemeente_code varchar, leeftijdsgroep varchar, jaar int, inwoners_aantal bigint",
    "zorgpopulatie": "gemeente_code varchar, niveau varchar, wet varchar, jaar int, maanden_aantal int, leeftijdsgroep "
    "varchar, duurklasse varchar, intensiteitsklasse varchar, clienten_aantal bigint",
    "rijksbijdragen": "gemeente_code varchar, wet varchar, uitkeringsjaar int, reeks varchar, circulaire varchar, "
    "bedrag_eur decimal(18,2), is_openbaar boolean, is_raming boolean, is_laatste_circulaire boolean",
    "int_gemeenten": "gemeente_code varchar, opgeheven_in_jaar int",
    "int_regioleden": "regio_code varchar, wet varchar, jaar int, gemeente_code varchar",
}


def test_from_the_database_a_whole_year_of_clients_weighs_the_growth():
    con = duckdb.connect()
    for naam, kolommen in LEEG.items():
        con.execute(f"create table {naam} ({kolommen})")
    for groep, jaren in INWONERS.items():
        for jaar, n in jaren.items():
            con.execute("insert into stg_inwoners values ('A', ?, ?, ?)", [groep, jaar, n])
    for groep, n in CLIENTEN.items():
        con.execute(
            "insert into zorgpopulatie values ('A', 'wet', 'wmo', 2025, 12, ?, 'totaal', 'totaal', ?)", [groep, n]
        )
    # a part of a year, a class and a cell below the wet are not the weights
    con.execute(
        "insert into zorgpopulatie values ('A', 'wet', 'wmo', 2026, 6, '0-3', 'totaal', 'totaal', 999),"
        " ('A', 'wet', 'wmo', 2025, 12, '0-3', '1 tot 2 jaar', 'totaal', 999),"
        " ('A', 'voorziening', 'wmo', 2025, 12, '0-3', 'totaal', 'totaal', 999),"
        " ('B', 'wet', 'wmo', 2025, 12, '0-3', 'totaal', 'totaal', 7)"
    )
    invoer = lees_meerjaren(con)
    assert invoer.clienten_leeftijd == {("A", "wmo"): {"0-17": 6, "18-64": 14, "65+": 80}}
    assert invoer.leeftijden["A", "wmo"]["65+"] == {2025: 20, 2026: 24}
    # 20% of the clients unchanged and 80% x 24 / 20 = 1,16; B has no inhabitants by age
    groei = Groei(invoer, Meerjareninstelling())
    assert groei.volume("A", "wmo", 2025, 2026) == pytest.approx(1.16)
    assert groei.volume("B", "wmo", 2025, 2026) == 1.0
