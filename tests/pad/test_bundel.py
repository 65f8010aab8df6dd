"""The bundled figures from file to publication: what a controller would look up first, and every cell of it retraced."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP
from decimal import Decimal as D

import pytest

from pipeline.herkomst import HerkomstFout, spoor
from pipeline.inname.proef import beproef
from pipeline.publicaties.versies import huidige, is_heel, lees_manifest, uitgave
from pipeline.settings import PROJECT, Plekken

from .test_klein import vraag

RAW = PROJECT / "data" / "raw"


@pytest.mark.parametrize(
    ("sql", "antwoord"),
    [
        (
            "select clienten_aantal, kosten_per_client_eur from kosten_per_client where gemeente_code = 'RG-GV' "
            "and jaar = 2019 and voorziening = 'beschermd_wonen'",
            (320, D("43091.50")),
        ),
        (
            "select kosten_per_client_eur from kosten_per_client where gemeente_code = 'RG-GV' and jaar = 2019 "
            "and voorziening = 'huishoudelijke_hulp'",
            (D("2471.39"),),
        ),
        (
            "select groei_pct from groei where gemeente_code = 'GM1730' and maat = 'rijksbijdrage' and wet = 'jeugdwet' "
            "and van_jaar = 2015 and jaar = 2017",
            (D("-20.84"),),
        ),
        (
            "select vorige, huidige, groei_pct from groei where gemeente_code = 'GM1730' and maat = 'clienten' "
            "and wet = 'jeugdwet' and leveringsvorm = 'zin' and van_jaar = 2016 and jaar = 2017",
            (D(560), D(595), D("6.25")),
        ),
        (
            "select gepubliceerd_pct, groei_pct from groei where gemeente_code = 'GM1730' and maat = 'clienten' "
            "and wet = 'wmo' and niveau = 'wet' and leveringsvorm = 'alle' and van_jaar = 2016 and jaar = 2017",
            (D("-0.03"), D("-0.35")),
        ),
        (
            "select is_raming from rijksbijdragen where gemeente_code = 'GM1730' and uitkeringsjaar = 2018 and onderdeel = 'Jeugd'",
            (True,),
        ),
    ],
)
def test_wat_een_controller_het_eerst_opzoekt(bundel, sql, antwoord):
    assert vraag(bundel, sql) == [antwoord]


def test_euro_per_inwoner_van_alle_gemeenten_en_jaren(bundel):
    """Worked out again from the two files, without the house's own code."""
    groepen = {"jeugd": ("6.72", "6.82"), "wmo": ("6.6", "6.71"), "wmo_incl_opvang": ("6.6", "6.71", "6.81")}
    lasten: dict[tuple[str, int, str], D] = defaultdict(D)
    with (RAW / "iv3" / "iv3_lasten_2017_2022.csv").open(encoding="utf-8") as f:
        for r in csv.DictReader(f, delimiter=";"):
            if r["document"] == "jaarrekening":
                lasten[r["gemeente_code"], int(r["jaar"]), r["taakveld"]] += (
                    D(r["lasten_x1000"].replace(",", ".")) * 1000
                )
    with (RAW / "inwoners" / "inwoners_2017_2026.csv").open(encoding="utf-8") as f:
        inwoners = {
            (r["gemeente_code"], int(r["jaar"])): int(r["inwoners_1_januari"]) for r in csv.DictReader(f, delimiter=";")
        }
    verwacht = {}
    for code, jaar in {(c, j) for c, j, _ in lasten}:
        for groep, taakvelden in groepen.items():
            som = sum((lasten[code, jaar, t] for t in taakvelden), D(0))
            if (code, jaar) != ("GM0457", 2022):  # Weesp was abolished: its zeros are missing, not 0 euro
                verwacht[code, jaar, groep] = (som / inwoners[code, jaar]).quantize(D("0.01"), ROUND_HALF_UP)
    assert len(verwacht) == (13 * 6 - 1) * 3
    assert verwacht["GM0402", 2019, "jeugd"] == D("200.77")
    assert verwacht["GM0402", 2019, "wmo"] == D("225.17")
    assert verwacht["GM0402", 2019, "wmo_incl_opvang"] == D("477.65")
    gevonden = {
        (c, j, v): p
        for c, j, v, p in vraag(
            bundel,
            "select gemeente_code, jaar, voorziening, per_inwoner_eur from uitgaven where reeks = 'cbs_iv3' and niveau = 'groep' "
            "and voorziening in ('jeugd', 'wmo', 'wmo_incl_opvang') and gebied_soort = 'gemeente' and uitgaven_eur is not null",
        )
    }
    assert gevonden == verwacht


def test_de_regio_telt_haar_leden_per_wet(bundel):
    """Eight gemeenten for Wmo, Jeugd without Eemnes, Weesp not after 2021; weighted, not the mean of gemeenten."""
    rijen = vraag(
        bundel,
        "with leden as (select jaar, voorziening, sum(uitgaven_eur) as e, sum(inwoners_aantal) as i from uitgaven "
        "where reeks = 'cbs_iv3' and niveau = 'groep' and voorziening in ('jeugd', 'wmo') and gebied_soort = 'gemeente' "
        "and gemeente_code in ('GM0376','GM0317','GM1942','GM0402','GM0406','GM0417','GM0457','GM1696') "
        "and not (voorziening = 'jeugd' and gemeente_code = 'GM0317') and not (gemeente_code = 'GM0457' and jaar = 2022) "
        "group by all) select r.jaar, r.voorziening, r.uitgaven_eur - l.e, r.inwoners_aantal - l.i from uitgaven r "
        "join leden l using (jaar, voorziening) where r.gemeente_code = 'RG-GV' and r.reeks = 'cbs_iv3' and r.niveau = 'groep'",
    )
    assert len(rijen) == 12
    assert all(verschil == 0 and leden == 0 for _, _, verschil, leden in rijen)


def test_een_herindeling_wordt_op_de_huidige_grenzen_herrekend(bundel):
    # Amsterdam with Weesp: 2021 as one gemeente
    (delen,) = vraag(
        bundel,
        "select sum(uitgaven_eur) from uitgaven where jaar = 2021 and gemeente_code in ('GM0363', 'GM0457') and voorziening = 'jeugd' "
        "and reeks = 'cbs_iv3'",
    )
    (samen,) = vraag(
        bundel,
        "select vorige from groei where gemeente_code = 'GM0363' and van_jaar = 2021 and jaar = 2022 and maat = 'uitgaven' "
        "and voorziening = 'jeugd' and is_voorkeur",
    )
    assert samen == delen


@pytest.mark.parametrize(
    ("gemeente", "jaar", "af", "bij"), [("GM0317", 2022, "6.72", "6.82"), ("GM1696", 2020, "6.4", "6.71")]
)
def test_een_boekingsbreuk_is_gemerkt_en_staat_in_geen_rangorde(bundel, gemeente, jaar, af, bij):
    meldingen = vraag(bundel, "select melding from bevindingen where regel_code = 'iv3.boekingsbreuk'")
    naam = {"GM0317": "Eemnes", "GM1696": "Wijdemeren"}[gemeente]
    assert any(m.startswith(f"{naam} {jaar}: taakveld {af} ") and f" en {bij} +" in m for (m,) in meldingen)
    rijen = vraag(
        bundel,
        f"select is_breuk from groei where gemeente_code = '{gemeente}' and van_jaar = {jaar - 1} and jaar = {jaar} "
        "and maat = 'uitgaven' and is_breuk",
    )
    assert rijen
    assert vraag(
        bundel,
        f"select count(*) from benchmark where gemeente_code = '{gemeente}' and jaar = {jaar} and not is_vergelijkbaar "
        "and rang is not null",
    ) == [(0,)]


@pytest.mark.parametrize(
    ("bestand", "regel", "kolom", "waarde", "verwacht"),
    [
        ("tynaarlo_rijksbijdragen.csv", 3, "Totaal 'nieuw' Sociaal Domein", "13.189.152", "13.189.153"),
        ("tynaarlo_rijksbijdragen.csv", 5, "Totaal 'nieuw' Sociaal Domein", "11.943.264", "11.943.269"),
        ("tynaarlo_rijksbijdragen.csv", 6, "Totaal 'nieuw' Sociaal Domein", "11.791.936", "11.791.935"),
        ("tynaarlo_rijksbijdragen.csv", 8, "Totaal 'nieuw' Sociaal Domein", "11.741.934", "11.741.940"),
        ("tynaarlo_clienten.csv", 7, "toe- / afname", "-  0,03%", "-0,35"),
        ("regio_gv_maatregelen.csv", 19, "2022", "-166.105", "166.105"),
        ("regio_gv_voorzieningen_2019.csv", 2, "uitgaven", "€ 18.349.650", "29.413.200"),
        ("tynaarlo_denkrichtingen.csv", 11, "individualistisch", "23,8", "23,7"),
        ("tynaarlo_denkrichtingen.csv", 11, "huidig", "26,3", "26,4"),
        ("pilots_en_voorzieningen.csv", 34, "waarde", "2 miljoen", "21.000.000"),
    ],
)
def test_bevindingen_noemen_beide_cijfers_en_hun_plaats(bundel, bestand, regel, kolom, waarde, verwacht):
    kolom = kolom.replace("'", "''")
    assert vraag(
        bundel,
        f"select waarde, verwacht from bevindingen where bestand like '%/{bestand}' and regel = {regel} "
        f"and kolom = '{kolom}' and ernst = 'waarschuwing'",
    ) == [(waarde, verwacht)]


def test_wat_geen_tweede_cijfer_heeft_staat_er_met_zijn_plaats(bundel):
    codes = vraag(
        bundel,
        "select regel_code, regel, kolom, waarde from bevindingen where bestand like '%pilots%' or bestand like '%regio_gv_m%'",
    )
    assert ("waarde.notatie_afwijkend", 17, "waarde", "€ 450.00") in codes
    assert ("waarde.dubbele_min", 6, "2023", "--1.538.246") in codes
    assert {(r, k) for c, r, k, _ in codes if c == "controle.teken"} == {
        (21, "2023"), (21, "2024"), (38, "2021"), (38, "2022"), (38, "2023"), (38, "2024"), (41, "2021"),
        (42, "2021"), (42, "2022"), (42, "2023"), (42, "2024"), (44, "2021"),
    }  # fmt: skip


def test_de_tweede_run_liet_de_eerste_staan(bundel):
    versies = [m for m in (bundel.publicaties / "versies").iterdir() if lees_manifest(m)]
    assert versies == [huidige(bundel.publicaties)]
    assert is_heel(versies[0])


def test_openbaar_is_gelijk_aan_intern_zolang_alles_openbaar_was(bundel):
    for mart in ("uitgaven", "groei", "bevindingen", "benchmark", "budgetbewaking"):
        telling = f"select count(*) from {mart}"
        assert vraag(bundel, telling, "openbaar") == vraag(bundel, telling)


TRACES = [
    ("kosten_per_client", {"gemeente_code": "RG-GV", "jaar": "2019", "voorziening": "beschermd_wonen"}),
    ("uitgaven", {"gemeente_code": "RG-GV", "jaar": "2021", "niveau": "groep", "voorziening": "wmo_incl_opvang"}),
    ("uitgaven", {"gemeente_code": "GM0363", "jaar": "2021", "niveau": "wet", "wet": "jeugdwet", "reeks": "cbs_iv3_huidige_indeling"}),
    ("groei", {"gemeente_code": "GM1730", "maat": "rijksbijdrage", "wet": "jeugdwet", "van_jaar": "2015", "jaar": "2017"}),
    ("clienten", {"gemeente_code": "GM1730", "jaar": "2017", "wet": "jeugdwet", "leveringsvorm": "zin"}),
    ("dekking", {"gemeente_code": "GM1730", "jaar": "2018", "wet": "wmo"}),
    ("budgetbewaking", {"gemeente_code": "GM0402", "jaar": "2020", "niveau": "wet", "wet": "jeugdwet"}),
    ("rijksbijdragen", {"gemeente_code": "GM0402", "uitkeringsjaar": "2024", "circulaire": "meicirculaire 2024",
                        "onderdeel": "Individuele voorzieningen Jeugd"}),
    ("maatregelen", {"nr": "7", "jaar": "2023"}),
    ("denkrichtingen", {"keuze": "Dorpshuizen", "denkrichting": "collectief"}),
    ("pilots", {"pilot": "WijsZo-klas", "maat": "subsidie per jaar"}),
]  # fmt: skip


@pytest.mark.parametrize(("mart", "sleutels"), TRACES, ids=[f"{m}-{i}" for i, (m, _) in enumerate(TRACES)])
def test_trace_telt_een_cijfer_weer_op(bundel, mart, sleutels):
    sporen = spoor(bundel, mart, sleutels)
    assert all(s.klopt for s in sporen), [(s.maat, s.oordeel) for s in sporen if not s.klopt]
    regels = [r for s in sporen for r in s.regels]
    assert regels
    for r in regels:
        tekst = (RAW / r.bestand).read_text(encoding="utf-8").splitlines()[r.regel - 1]
        # the line that trace names holds the digits that it adds up
        cijfers = re.sub(r"\D", "", tekst)
        bijdrage = f"{abs(r.bijdrage):f}".rstrip("0").rstrip(".").replace(".", "")
        assert bijdrage.rstrip("0") in cijfers, (r, mart)


def test_trace_zegt_wat_er_mist(bundel):
    with pytest.raises(HerkomstFout, match="bestaat niet"):
        spoor(bundel, "bestaat_niet", {"jaar": "2019"})
    with pytest.raises(HerkomstFout, match="geen kolom"):
        spoor(bundel, "uitgaven", {"gemeent": "GM0402"})
    with pytest.raises(HerkomstFout, match="passen; geef ook"):
        spoor(bundel, "uitgaven", {"gemeente_code": "GM0402", "jaar": "2019"})
    with pytest.raises(HerkomstFout, match="Geen rij"):
        spoor(bundel, "uitgaven", {"gemeente_code": "GM9999"})


def test_plekken_zonder_publicatie_zeggen_wat_te_doen(tmp_path):
    with pytest.raises(FileNotFoundError, match="grip run"):
        uitgave(Plekken(warehouse=tmp_path).publicaties, "intern")


PUBLIEK = PROJECT.parent / "shared" / "publiek" / "iv3_lasten_sociaal_domein_2017_2022.csv"


@pytest.mark.skipif(not PUBLIEK.exists(), reason="the public figures of the whole country are not here")
def test_het_hele_land_past_in_de_canonieke_kolommen():
    """All gemeenten of the country, without a layout: every row read, the sum exact, unknown codes told once each."""
    (bestand,) = beproef(PUBLIEK, "iv3")
    with PUBLIEK.open(encoding="utf-8") as f:
        rijen = list(csv.DictReader(f))
    assert (bestand["uitkomst"], bestand["rijen"], bestand["apart"]) == ("geaccepteerd", len(rijen), 0)
    assert bestand["controletotalen"]["iv3.lasten"] == sum(D(r["lasten_x1000"]) for r in rijen)
    buiten = [b["waarde"] for b in bestand["bevindingen"] if b["regel_code"] == "gemeente.code_buiten_lijst"]
    assert len(buiten) == len(set(buiten)) > 300
