"""The chapter Prognose against its marts: the year that runs, the year after an account, its test, the years to come."""

import pytest
from marts_bouw import ANDER, GEMEENTE, KOP, REGIO, D, Pagina, bouw, kiezer

from pipeline.publicaties.onderdelen.prognose import _treden, inleiding
from pipeline.publicaties.rapport import maak_rapport

V = "\u00a0"
WMO = {"niveau": "wet", "wet": "wmo", "voorziening": "totaal"}
TOTAAL = {"niveau": "totaal", "wet": "totaal", "voorziening": "totaal"}
NU = {"maat": "uitgaven", "is_actueel": True, "is_voorkeur": True, "is_terugblik": False, "jaar": 2026}
MAANDEN = NU | {"reeks": "maandcijfers", "maanden_bekend": 2}
JAAR = MAANDEN | {"periode": "2026", "periode_soort": "jaar"}


def maand(nr: int, gedeclareerd: int, midden: int) -> dict:
    return GEMEENTE | WMO | MAANDEN | {"periode": f"2026-{nr:02d}", "periode_soort": "maand", "realisatie_eur": D(gedeclareerd),
                                       "midden": D(midden)}  # fmt: skip


LOPEND = {
    "prognose": [
        # 150 + 60 + 990 = 1.200
        GEMEENTE | WMO | JAAR | {"realisatie_eur": D(150), "nog_te_declareren_eur": D(60), "nog_te_komen_eur": D(990),
         "laag": D(1100), "midden": D(1200), "hoog": D(1350)},
        # another reeks of the same cell, an earlier day, a voorziening and a year without months stay away
        GEMEENTE | WMO | JAAR | {"reeks": "cbs_iv3", "is_voorkeur": False, "midden": D(7777)},
        GEMEENTE | WMO | JAAR | {"is_actueel": False, "midden": D(7777)},
        GEMEENTE | JAAR | {"niveau": "voorziening", "wet": "wmo", "voorziening": "begeleiding", "midden": D(7777)},
        ANDER | WMO | JAAR | {"reeks": "cbs_iv3", "maanden_bekend": 0, "midden": D(7777)},
        ANDER | TOTAAL | JAAR | {"midden": D(50), "laag": D(50), "hoog": D(50), "realisatie_eur": D(25)},
        maand(2, 50, 110), maand(1, 100, 100), maand(3, 0, 990),
    ],
    "budgetbewaking": [
        GEMEENTE | WMO | {"jaar": 2026, "is_voorkeur": True, "prognose_midden_eur": D(1200), "kans_overschrijding_pct": D(61),
         "realisatie_status": "voorlopig", "vorig_jaar_eur": D(1000), "volume_effect_eur": D(150),
         "prijs_effect_eur": D(70), "mix_effect_eur": D(-20)},
        # nothing is known of why
        ANDER | TOTAAL | {"jaar": 2026, "is_voorkeur": True, "prognose_midden_eur": D(50), "vorig_jaar_eur": D(40)},
    ],
    "prognose_toets": [
        WMO | {"methode": m, "maanden_bekend": n, "fout_pct": D(fout), "dekking_pct": dekking, "aantal": 9}
        for m, n, fout, dekking in (
            ("grip", 3, "5.00", D(70)), ("grip", 6, "3.00", D(90)), ("grip", 9, "2.00", D(100)),
            ("vorig_jaar", 3, "9.00", None), ("vorig_jaar", 6, "8.00", None), ("vorig_jaar", 9, "1.50", None),
            ("cash_x12", 6, "4.40", None), ("grip", 0, "77.00", None),
        )
    ],
    "meerjarenprognose": [
        GEMEENTE | WMO | {"jaar": j, "is_actueel": True, "is_voorkeur": False, "reeks": "cbs_iv3", "midden": D(m),
         "rijksbijdrage_eur": D(2000), "saldo_eur": D(2000 - m), "oordeel": "voordeel" if m < 2000 else "nadeel"}
        for j, m in ((2027, 1900), (2028, 2100))
    ] + [
        # the months hold less than what the rijksbijdrage is for
        GEMEENTE | WMO | {"jaar": 2027, "is_actueel": True, "is_voorkeur": True, "reeks": "maandcijfers", "midden": D(7777),
         "rijksbijdrage_eur": D(2000), "saldo_eur": D(-5777), "oordeel": "nadeel"},
    ],
}  # fmt: skip


@pytest.fixture
def maak(tmp_path):
    def maak(rijen):
        con = bouw(tmp_path / "p.duckdb", rijen)
        maak_rapport(con, KOP, tmp_path / "p.html")
        html = (tmp_path / "p.html").read_text(encoding="utf-8")
        return inleiding(con), kiezer(con, KOP), Pagina(html), html

    return maak


def test_the_year_that_runs(maak):
    uit, kies, pagina, html = maak(LOPEND)
    assert uit.uitleg.startswith("Van 2026 zijn de maanden tot en met februari bekend.")
    bijschrift, tabel = kies("prognose", wet="wmo")
    assert bijschrift == "Prognose 2026, Wmo, alle gebieden"
    assert tabel[1:] == [
        ["Hilversum", "2", f"€{V}150", f"€{V}60", f"€{V}990", f"€{V}1.100", f"€{V}1.200", f"€{V}1.350"],
        ["Huizen", "0", "onbekend", "onbekend", "onbekend", "onbekend", f"€{V}7.777", "onbekend"],
    ]
    assert kies("prognose")[1][1] == ["Huizen", "2", f"€{V}25", f"€{V}50", f"€{V}50", f"€{V}50"]
    assert 'href="#prognose"' in html and not pagina.fouten and pagina.zonder_scope == 0
    assert all(later <= eerder + 1 for eerder, later in zip(pagina.koppen, pagina.koppen[1:], strict=False))


def test_months_add_up_and_the_band_stands_at_the_end(maak):
    _, kies, *_ = maak(LOPEND)
    bijschrift, tabel = kies("oploop", gebied="GM0402", wet="wmo")
    assert bijschrift == "Hilversum 2026, Wmo: gedeclareerd en verwacht, opgeteld tot en met de maand"
    # added up from January: 100, 210, 1.200; of March nothing is declared yet, and December is not there
    assert tabel == [
        ["Maand", "Gedeclareerd in de maand", "Verwacht in de maand", "Gedeclareerd, opgeteld", "Verwacht, opgeteld"],
        ["januari 2026", f"€{V}100", f"€{V}100", f"€{V}100", f"€{V}100"],
        ["februari 2026", f"€{V}50", f"€{V}110", f"€{V}150", f"€{V}210"],
        ["maart 2026", f"€{V}0", f"€{V}990", "–", f"€{V}1.200"],
    ]


def test_the_band_of_december_is_that_of_the_year(maak):
    einde = LOPEND | {"prognose": [*LOPEND["prognose"], maand(12, 0, 100)]}
    _, kies, *_ = maak(einde)
    _, tabel = kies("oploop", gebied="GM0402", wet="wmo")
    assert tabel[-1][-2:] == [f"€{V}1.100", f"€{V}1.350"] and tabel[1][-2:] == ["–", "–"]


def test_a_bridge_from_last_year_to_the_forecast(maak):
    _, kies, *_ = maak(LOPEND)
    # 1.000 + 150 + 70 - 20 = 1.200; what cannot be told apart is a dash
    assert kies("brug", gebied="GM0402", wet="wmo")[1][1:] == [
        ["Uitgaven 2025", f"€{V}1.000"], ["Volume: meer of minder cliënten", f"€{V}150"],
        ["Intensiteit: zorg per cliënt", "–"], ["Prijs", f"€{V}70"], ["Mix van voorzieningen", f"€{V}-20"],
        ["Prognose 2026", f"€{V}1.200"],
    ]  # fmt: skip
    # nothing is known of why
    assert kies("brug", gebied="GM0406")[1] == []


def test_the_bars_of_a_bridge_hang_on_one_another(maak):
    rij = LOPEND["budgetbewaking"][0] | {"intensiteit_effect_eur": None}
    treden = [(t["onder"], t["boven"], t["soort"]) for t in _treden(rij)]
    assert treden == [
        (0, 1000, "stand"), (1000, 1150, "meer"), (None, None, "minder"), (1150, 1220, "meer"), (1200, 1220, "minder"),
        (0, 1200, "stand"),
    ]  # fmt: skip


def test_does_it_earn_its_place(maak):
    uit, _, pagina, _ = maak(LOPEND)
    tabel = pagina.tabellen["Fout en dekking van prognoses van eerdere jaren, per methode"]
    assert [r[:5] for r in tabel] == [
        ["Onderdeel", "Maanden bekend", "Fout deze prognose", "Fout geboekt x 12 / maanden", "Fout vorig jaar"],
        ["Wmo", "3", "5,0%", "–", "9,0%"],
        ["Wmo", "6", "3,0%", "4,4%", "8,0%"],
        ["Wmo", "9", "2,0%", "–", "1,5%"],
    ]
    # best at 3 and 6 months, not at 9; (70 + 90 + 100) / 3
    assert uit.oordeel == (
        "Meestal: in 2 van de 3 regels is de fout van deze prognose kleiner dan die van elke eenvoudige methode op dezelfde "
        "dag. Wmo, met 6 maanden bekend: de helft van de prognoses lag minder dan 3,0% van de uitkomst af, bij de beste "
        "eenvoudige methode (geboekt x 12 / maanden) 4,4%. De band hoort 80% van de uitkomsten te bevatten; dat was 87%. "
        "Per regel zijn er ten hoogste 9 uitkomsten: een aanwijzing, geen bewijs."
    )


def test_the_years_to_come_show_the_gap(maak):
    _, kies, *_ = maak(LOPEND)
    # from the account, not from the months: those hold less than what the rijksbijdrage is for
    assert kies("meerjaren", gebied="GM0402")[1] == [
        ["Wet", "Jaar", "Prognose midden", "Rijksbijdrage", "Saldo"],
        ["Wmo", "2027", f"€{V}1.900", f"€{V}2.000", f"€{V}100 voordeel"],
        ["Wmo", "2028", f"€{V}2.100", f"€{V}2.000", f"€{V}100 nadeel"],
    ]


def test_yearly_figures_alone(maak):
    alleen_jaren = {
        "prognose": [REGIO | WMO | JAAR | {"reeks": "cbs_iv3", "jaar": 2023, "maanden_bekend": 0, "is_terugblik": True,
                      "laag": D(900), "midden": D(1000), "hoog": D(1200)}],
        "uitgaven": [REGIO | WMO | {"jaar": 2022, "reeks": "cbs_iv3", "periode_soort": "jaar", "soort": "alle",
                      "uitgaven_eur": D(950)}],
        "prognose_toets": [WMO | {"methode": "grip", "maanden_bekend": 0, "fout_pct": D("6.5"), "dekking_pct": D("79.7"),
                            "aantal": 74},
                           WMO | {"methode": "begroting", "maanden_bekend": 0, "fout_pct": D("11.5"), "aantal": 74}],
    }  # fmt: skip
    uit, kies, *_ = maak(alleen_jaren)
    assert "Er zijn geen maandcijfers. Geraamd is 2023" in uit.uitleg and "2023 is al voorbij" in uit.uitleg
    assert kies("prognose", wet="wmo")[1] == [
        ["Gebied", "Maanden bekend", "Prognose laag", "Prognose midden", "Prognose hoog"],
        ["Gooi en Vechtstreek", "0", f"€{V}900", f"€{V}1.000", f"€{V}1.200"],
    ]
    assert uit.oordeel.startswith("Ja: in 1 van de 1 regels") and "aanwijzing" not in uit.oordeel
    assert kies("oploop", gebied="RG-GV")[1] == kies("brug", gebied="RG-GV")[1] == []


@pytest.mark.parametrize("rijen", [{}, {"prognose_toets": LOPEND["prognose_toets"]}])
def test_no_forecast_says_what_it_needs(maak, rijen):
    uit, _, _, html = maak(rijen)
    assert uit is None and "Er is nog geen prognose: daarvoor zijn een jaarrekening of maandcijfers nodig." in html
