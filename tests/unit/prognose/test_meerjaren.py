"""The years to come: growth worked by hand, sums, bands that widen, rijksbijdragen that are carried on."""

import datetime
import math
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.prognose.meerjaren import Meerjareninstelling, Meerjareninvoer, meerjarenprognose
from pipeline.prognose.meerjaren.invoer import Bijdrage
from pipeline.prognose.meerjaren.model import Groei, bevolking
from pipeline.prognose.uitvoer import MEERJAREN, PROGNOSE, tabel

PEIL = datetime.date(2026, 11, 1)
WMO, JEUGD, TOTAAL = ("wet", "wmo", "totaal"), ("wet", "jeugdwet", "totaal"), ("totaal", "totaal", "totaal")
PRIJS = Meerjareninstelling(prijsindex_pct=3.0)


def basis(rijen: dict, jaar: int = 2026, soort: str = "gemeente", openbaar: bool = True) -> list[dict]:
    """{(gemeente, cel): euro}: year rows of PROGNOSE with a band of 10% on both sides."""
    return [
        {
            "peildatum": PEIL, "gemeente_code": g, "gemeente": g, "gebied_soort": soort, "jaar": jaar,
            "periode": str(jaar), "periode_soort": "jaar", "niveau": c[0], "wet": c[1], "voorziening": c[2],
            "reeks": "r", "maat": "uitgaven", "laag": round(Decimal(b) * Decimal("0.9"), 2), "midden": Decimal(b),
            "hoog": round(Decimal(b) * Decimal("1.1"), 2), "is_openbaar": openbaar,
        }
        for (g, c), b in rijen.items()
    ]  # fmt: skip


def doe(rijen: list[dict], invoer: Meerjareninvoer, instelling: Meerjareninstelling = PRIJS) -> dict:
    uit = meerjarenprognose(tabel(rijen, PROGNOSE), invoer, PEIL, instelling)
    assert uit.schema == MEERJAREN
    return {(r["gemeente_code"], r["jaar"], (r["niveau"], r["wet"], r["voorziening"])): r for r in uit.to_pylist()}


def test_without_anything_known_only_the_price_goes_up():
    uit = doe(basis({("A", WMO): 1_000_000}), Meerjareninvoer({}))
    middens = [uit["A", j, WMO]["midden"] for j in range(2027, 2031)]
    # 1.000.000 x 1,03, 1,0609, 1,092727, 1,12550881
    assert middens == [Decimal(x) for x in ("1030000.00", "1060900.00", "1092727.00", "1125508.81")]
    assert uit["A", 2027, WMO]["prijsindex_pct"] == Decimal("3.00")


def test_inhabitants_of_years_to_come_where_delivered_else_their_trend():
    # delivered to 2027, +10%; after that the trend of 2026-2027
    aantal = {2026: 1000, 2027: 1100}
    assert bevolking(aantal, 2026, 2027, 5) == pytest.approx(1.1)
    assert bevolking(aantal, 2026, 2029, 5) == pytest.approx(1.1**3)
    # somebody in 2026 could not know
    assert bevolking(aantal, 2026, 2027, 5, tot=2026) == 1.0
    assert bevolking({}, 2026, 2030, 5) == 1.0
    uit = doe(basis({("A", WMO): 100_000}), Meerjareninvoer({}, inwoners={("A", "wmo"): aantal}))
    assert uit["A", 2027, WMO]["midden"] == Decimal("113300.00")


def test_age_groups_weigh_by_their_clients():
    invoer = Meerjareninvoer(
        {},
        inwoners={("A", "wmo"): {2026: 1000, 2027: 1000}},
        leeftijden={("A", "wmo"): {"65-75": {2026: 100, 2027: 100}, "75+": {2026: 50, 2027: 60}}},
        clienten_leeftijd={("A", "wmo"): {"65-75": 30, "75+": 70}},
        clienten={("A", WMO): {2026: (100, True)}},
    )
    uit = doe(basis({("A", WMO): 100_000}), invoer)
    # 30% unchanged and 70% x 1,2 = 1,14; x 1,03
    assert uit["A", 2027, WMO]["midden"] == Decimal("117420.00")
    assert uit["A", 2027, WMO]["clienten"] == 114


def test_recent_growth_is_damped_and_drawn_to_all_gemeenten():
    # own growth 10% a year, alone: pooled is the same
    invoer = Meerjareninvoer({("r", "A", WMO): {2023: 100_00, 2024: 110_00, 2025: 121_00}})
    instelling = Meerjareninstelling(prijsindex_pct=0.0, demping=0.5)
    uit = doe(basis({("A", WMO): 1_000_000}), invoer, instelling)
    for h in (1, 2, 3, 4):
        som = sum(0.5**i for i in range(1, h + 1))
        assert float(uit["A", 2026 + h, WMO]["midden"]) == pytest.approx(1_000_000 * 1.1**som, abs=0.01)
    # another one stands still: the median of both is 5% in logs, worth three years beside the own two
    twee = Meerjareninvoer({**invoer.uitgaven, ("r", "B", WMO): {2023: 50_00, 2024: 50_00, 2025: 50_00}})
    g = Groei(twee, instelling).groei("r", "A", WMO, 2026)
    assert g == pytest.approx((2 * math.log(1.1) + 3 * math.log(1.1) / 2) / 5)


def test_a_jump_counts_as_the_limit():
    invoer = Meerjareninvoer({("r", "A", WMO): {2024: 100_00, 2025: 300_00}})
    assert Groei(invoer, PRIJS).groei("r", "A", WMO, 2026) == pytest.approx(0.15)


def test_bands_widen_and_say_how_they_were_made():
    uit = doe(basis({("A", WMO): 1_000_000}), Meerjareninvoer({}))
    breedtes = [uit["A", j, WMO]["hoog"] / uit["A", j, WMO]["midden"] for j in range(2027, 2031)]
    assert breedtes == sorted(breedtes)
    # 10% a year, wortel(2), 80%
    assert float(breedtes[0]) == pytest.approx(math.exp(0.1 * math.sqrt(2) * 1.2815515655), rel=1e-6)
    assert "wortel van de tijd" in uit["A", 2027, WMO]["toelichting"]


def test_earlier_multi_year_errors_make_the_band():
    codes = [f"G{n:02}" for n in range(12)]
    rijen = [r for j in (2022, 2026) for r in basis({(c, WMO): 1_000_000 for c in codes}, jaar=j)]
    # what 2023 and 2024 came to: the price only, so no error at all
    invoer = Meerjareninvoer({("r", c, WMO): {2023: 103_000_000, 2024: 106_090_000} for c in codes})
    uit = doe(rijen, invoer)
    r = uit["G00", 2027, WMO]
    assert "wortel van de tijd" not in r["toelichting"]
    # not narrower than the year-end prognose it starts from: ln(1,1/0,9)/2
    assert float(r["hoog"] / r["midden"]) >= math.exp(math.log(1.1 / 0.9) / 2) - 1e-6
    # no error is known four years on
    assert "wortel van de tijd" in uit["G00", 2030, WMO]["toelichting"]


def test_the_rijksbijdrage_of_the_year_else_the_last_one_marked():
    bijdragen = {
        ("A", "wmo"): {
            2026: Bijdrage(90_000_000, "meicirculaire 2026", True),
            2027: Bijdrage(95_000_000, "meicirculaire 2026", True),
        }
    }
    uit = doe(
        basis({("A", WMO): 1_000_000, ("A", ("groep", "wmo", "wmo")): 1_000_000}),
        Meerjareninvoer({}, bijdragen=bijdragen),
    )
    r = uit["A", 2027, WMO]
    assert (r["rijksbijdrage"], r["saldo"]) == (Decimal("950000.00"), Decimal("-80000.00"))
    assert r["toelichting"].endswith("Rijksbijdrage 2027: meicirculaire 2026.")
    later = uit["A", 2028, WMO]
    assert (later["rijksbijdrage"], later["saldo"]) == (Decimal("950000.00"), Decimal("-110900.00"))
    assert later["toelichting"].endswith(
        "geen circulaire noemt 2028; het bedrag van 2027 (meicirculaire 2026) is doorgetrokken."
    )
    assert uit["A", 2027, ("groep", "wmo", "wmo")]["rijksbijdrage"] is None


def test_what_is_private_stays_private():
    bijdragen = {("A", "wmo"): {2027: Bijdrage(1, "c", False)}}
    uit = doe(basis({("A", WMO): 1_000, ("A", JEUGD): 1_000}), Meerjareninvoer({}, bijdragen=bijdragen))
    assert not uit["A", 2027, WMO]["is_openbaar"] and uit["A", 2027, JEUGD]["is_openbaar"]


def test_a_later_budget_year_is_not_the_current_year():
    rijen = basis({("A", WMO): 1_000}) + basis({("A", WMO): 9_000}, jaar=2027)
    assert doe(rijen, Meerjareninvoer({}))["A", 2027, WMO]["midden"] == Decimal("1030.00")
    assert meerjarenprognose(pa.Table.from_pylist([], PROGNOSE), Meerjareninvoer({}), PEIL).num_rows == 0


def test_an_abolished_gemeente_has_no_years_to_come():
    rijen = basis({("A", WMO): 1_000}) + basis({(c, WMO): 1_000 for c in ("W", "X", "Y")}, jaar=2025)
    inwoners = {("X", "totaal"): {2025: 5}, ("Y", "totaal"): {2025: 5, 2026: 5}}
    uit = doe(rijen, Meerjareninvoer({}, inwoners=inwoners, opgeheven={"W": 2026}))
    # W is on the list, X has no inhabitants any more, Y only delivers later
    assert {(code, jaar) for code, jaar, _ in uit if jaar <= 2027} == {("A", 2027), ("Y", 2026), ("Y", 2027)}


GROEPEN = [
    ("groep", "wmo", n) for n in ("opvang_beschermd_wonen", "wmo_hulpmiddelen_vervoer", "wmo_maatwerkdienstverlening")
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.integers(1, 9_000_000)] * 4), min_size=2, max_size=2), st.integers(900, 1100))
def test_cells_and_regions_add_up_to_the_cent(bedragen, inwoners):
    rijen: dict = {}
    for code, (a, b, c, jeugd) in zip("AB", bedragen, strict=True):
        euro = [Decimal(x).scaleb(-2) for x in (a, b, c, jeugd)]
        rijen |= {(code, g): e for g, e in zip(GROEPEN, euro[:3], strict=True)}
        rijen |= {
            (code, WMO): sum(euro[:3]), (code, JEUGD): euro[3], (code, TOTAAL): sum(euro),
            (code, ("groep", "wmo", "wmo")): euro[1] + euro[2], (code, ("groep", "wmo", "wmo_incl_opvang")): sum(euro[:3]),
        }  # fmt: skip
    regio = {("RG", c): rijen["A", c] + rijen["B", c] for c in (*GROEPEN, WMO)}
    invoer = Meerjareninvoer(
        {("r", "A", WMO): {2024: 100_00, 2025: 107_00}},
        inwoners={("B", "wmo"): {2026: 1000, 2027: inwoners}},
        leden={("RG", "wmo", 2026): ("A", "B")},
    )
    uit = {s: r["midden"] for s, r in doe(basis(rijen) + basis(regio, soort="regio"), invoer).items()}
    for jaar in range(2027, 2031):
        for code in ("A", "B", "RG"):
            assert uit[code, jaar, WMO] == sum(uit[code, jaar, g] for g in GROEPEN)
        for code in "AB":
            assert uit[code, jaar, TOTAAL] == uit[code, jaar, WMO] + uit[code, jaar, JEUGD]
            assert uit[code, jaar, ("groep", "wmo", "wmo")] == uit[code, jaar, WMO] - uit[code, jaar, GROEPEN[0]]
        for cel in (*GROEPEN, WMO):
            assert uit["RG", jaar, cel] == uit["A", jaar, cel] + uit["B", jaar, cel]
