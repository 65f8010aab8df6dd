"""The chapter Prognose against its marts: the year that runs, the year after an account, its test, the years to come."""

import pytest
from marts_bouw import ANDER, GEMEENTE, KOP, REGIO, D, Pagina, bouw

from pipeline.publicaties.onderdelen.prognose import prognose
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


def maak(tmp_path, rijen):
    with bouw(tmp_path / "p.duckdb", rijen) as con:
        maak_rapport(con, KOP, tmp_path / "p.html")
        uit = prognose(con)
    html = (tmp_path / "p.html").read_text(encoding="utf-8")
    return uit, Pagina(html), html


def test_the_year_that_runs(tmp_path):
    uit, pagina, html = maak(tmp_path, LOPEND)
    assert uit.uitleg.startswith("Van 2026 zijn de maanden tot en met februari bekend.")
    assert pagina.tabellen["Prognose 2026 per gebied en wet"][1:] == [
        ["Hilversum", "Wmo", f"€{V}150", f"€{V}60", f"€{V}990", f"€{V}1.100", f"€{V}1.200", f"€{V}1.350", "61,0%"],
        ["Huizen", "Totaal", f"€{V}25", "onbekend", "onbekend", f"€{V}50", f"€{V}50", f"€{V}50", "onbekend"],
    ]
    # added up from January: 100, 210, 1.200; of March nothing is declared yet
    assert pagina.tabellen["Hilversum 2026: gedeclareerd en verwacht, opgeteld tot en met de maand"] == [
        ["Maand", "Wmo: gedeclareerd", "Wmo: verwacht"],
        ["januari 2026", f"€{V}100", f"€{V}100"],
        ["februari 2026", f"€{V}150", f"€{V}210"],
        ["maart 2026", "–", f"€{V}1.200"],
    ]
    # 1.000 + 150 + 70 - 20 = 1.200; what cannot be told apart is a dash
    assert pagina.tabellen["Van de uitgaven 2025 naar de prognose 2026"][1:] == [
        ["Hilversum", "Wmo", f"€{V}1.000", f"€{V}150", "–", f"€{V}70", f"€{V}-20", f"€{V}1.200"],
    ]
    assert "7.777" not in html.split('<section aria-labelledby="prognose">')[1].split("</section>")[0]
    assert 'href="#prognose"' in html and not pagina.fouten and pagina.zonder_scope == 0
    assert all(later <= eerder + 1 for eerder, later in zip(pagina.koppen, pagina.koppen[1:], strict=False))
    # the table comes first
    assert html.index("opgeteld tot en met de maand") < html.index("met de band van het jaareinde")


def test_does_it_earn_its_place(tmp_path):
    uit, pagina, _ = maak(tmp_path, LOPEND)
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


def test_the_years_to_come_show_the_gap(tmp_path):
    uit, pagina, _ = maak(tmp_path, LOPEND)
    assert pagina.tabellen["Komende jaren naast de rijksbijdrage (saldo: rijksbijdrage min prognose)"] == [
        ["Gebied", "Onderdeel", "Prognose 2027", "Saldo 2027", "Prognose 2028", "Saldo 2028"],
        ["Hilversum", "Wmo", f"€{V}1.900", f"€{V}100 voordeel", f"€{V}2.100", f"€{V}100 nadeel"],
    ]
    assert len(uit.meerjaren_figuren) == 1


def test_yearly_figures_alone(tmp_path):
    alleen_jaren = {
        "prognose": [REGIO | WMO | JAAR | {"reeks": "cbs_iv3", "jaar": 2023, "maanden_bekend": 0, "is_terugblik": True,
                      "laag": D(900), "midden": D(1000), "hoog": D(1200)}],
        "uitgaven": [REGIO | WMO | {"jaar": 2022, "reeks": "cbs_iv3", "periode_soort": "jaar", "soort": "alle",
                      "uitgaven_eur": D(950)}],
        "prognose_toets": [WMO | {"methode": "grip", "maanden_bekend": 0, "fout_pct": D("6.5"), "dekking_pct": D("79.7"),
                            "aantal": 74},
                           WMO | {"methode": "begroting", "maanden_bekend": 0, "fout_pct": D("11.5"), "aantal": 74}],
    }  # fmt: skip
    uit, pagina, _ = maak(tmp_path, alleen_jaren)
    assert "Er zijn geen maandcijfers. Geraamd is 2023" in uit.uitleg and "2023 is al voorbij" in uit.uitleg
    assert pagina.tabellen["Verwachting 2023 per gebied en wet"] == [
        ["Gebied", "Onderdeel", "Rekening 2022", "Prognose laag", "Prognose midden", "Prognose hoog"],
        ["Gooi en Vechtstreek", "Wmo", f"€{V}950", f"€{V}900", f"€{V}1.000", f"€{V}1.200"],
    ]
    assert uit.oordeel.startswith("Ja: in 1 van de 1 regels") and "aanwijzing" not in uit.oordeel
    assert uit.brug is None and uit.maanden is None and uit.meerjaren is None


@pytest.mark.parametrize("rijen", [{}, {"prognose_toets": LOPEND["prognose_toets"]}])
def test_no_forecast_no_chapter(tmp_path, rijen):
    uit, _, html = maak(tmp_path, rijen)
    assert uit is None and "#prognose" not in html
