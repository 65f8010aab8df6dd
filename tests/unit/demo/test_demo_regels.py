"""The rules R1 to R8 of the demo's own truth, each on a sequence of events worked out by hand."""

from __future__ import annotations

import pytest
from demo_bouw import Verkeer, dag, prestatie, start, stop, toewijzing

from pipeline.demo.kalender import OPEN, Kalender, perioden
from pipeline.demo.regels import huidige_versies, voorziening
from pipeline.demo.telling import Telling, episoden


def _lopend(eind: str | None = None) -> Verkeer:
    """A toewijzing that was started on 8 January 2025."""
    v = Verkeer()
    v.stuur("301", "2025-01-02", toewijzing(eind=eind))
    v.stuur("305", "2025-01-09", start("2025-01-08"))
    return v


def test_r1_de_laatste_versie_geldt_in_elke_volgorde_van_aankomst() -> None:
    v = Verkeer()
    later = toewijzing(op="2025-03-01", eind="2025-06-30", reden="05")
    v.stuur("301", "2025-03-01", later)
    v.stuur("301", "2025-03-20", toewijzing(eind="2025-12-31"))  # a resend of the first version
    ((versie, _),) = huidige_versies(v.berichten).values()
    assert versie == later


def test_r1_zelfde_dag_beslist_de_tijd() -> None:
    v = Verkeer()
    v.stuur("301", "2025-01-02", toewijzing(tijd="14:00:00", eind="2025-02-28"), toewijzing(tijd="09:00:00"))
    ((versie, _),) = huidige_versies(v.berichten).values()
    assert versie.eind == dag("2025-02-28")


@pytest.mark.parametrize("reden", ["13", "01"])
def test_r1_verwijderd_is_nooit_verstuurd(reden: str) -> None:
    v = _lopend()
    v.stuur("301", "2025-02-01", toewijzing(op="2025-02-01", eind="2025-01-06", reden=reden))
    assert v.spellen() == []


def test_r1_een_oude_01_met_een_later_einde_is_geen_verwijdering() -> None:
    v = _lopend()
    v.stuur("301", "2025-02-01", toewijzing(op="2025-02-01", eind="2025-03-31", reden="01"))
    assert v.spellen() == [("2025-01-08", "2025-03-31", "toewijzing")]


def test_r2_correctie_in_een_bericht() -> None:
    v = _lopend()
    v.stuur("305", "2025-01-20", start("2025-01-08", status="3"), start("2025-01-10"))
    assert v.spellen() == [("2025-01-10", None, "open")]


def test_r2_correctie_in_twee_berichten_en_opnieuw_gestart() -> None:
    v = _lopend()
    v.stuur("305", "2025-01-20", start("2025-01-08", status="3"))
    assert v.spellen() == []
    v.stuur("305", "2025-01-21", start("2025-01-08"))
    assert v.spellen() == [("2025-01-08", None, "open")]


def test_r2_een_afgekeurde_verwijdering_telt_niet() -> None:
    v = _lopend()
    weg = v.stuur("305", "2025-01-20", start("2025-01-08", status="3"))
    v.retour(weg, "306", "2025-01-21", ("0200",), "9063")
    assert v.spellen() == [("2025-01-08", None, "open")]


def test_r2_een_start_die_technisch_is_afgekeurd_telt_niet() -> None:
    v = Verkeer()
    v.stuur("301", "2025-01-02", toewijzing())
    b = v.stuur("305", "2025-01-09", start("2025-01-08"))
    v.retour(b, "306", "2025-01-10", ("0001",))
    assert v.spellen() == []


def test_r2_een_start_zonder_nummer_vindt_zijn_toewijzing() -> None:
    v = Verkeer()
    v.stuur("301", "2025-01-02", toewijzing(7), toewijzing(8, ingang="2025-02-01"))
    v.stuur("305", "2025-01-09", start("2025-01-08", nummer=None))
    assert v.spellen() == [("2025-01-08", None, "open")]
    assert [x for x in huidige_versies(v.berichten) if x[2] == 7]


def test_r3_een_ingetrokken_stop_en_een_nieuwe() -> None:
    v = _lopend()
    v.stuur("307", "2025-03-02", stop("2025-01-08", "2025-02-14"))
    v.stuur("307", "2025-03-20", stop("2025-01-08", "2025-02-14", status="3"), stop("2025-01-08", "2025-02-28"))
    assert v.spellen() == [("2025-01-08", "2025-02-28", "stop")]


def test_r3_een_afgekeurde_stop_telt_niet() -> None:
    v = _lopend("2025-12-31")
    b = v.stuur("307", "2025-03-02", stop("2025-01-08", "2025-02-14"))
    v.retour(b, "308", "2025-03-03", ("0200",), "0233")
    assert v.spellen() == [("2025-01-08", "2025-12-31", "toewijzing")]


def test_r4_een_stop_met_een_andere_begindatum_hoort_bij_de_laatste_start() -> None:
    v = _lopend()
    v.stuur("307", "2025-03-02", stop("2025-01-05", "2025-02-14"))
    assert v.spellen() == [("2025-01-08", "2025-02-14", "stop")]


def test_r4_twee_starts_zonder_stop_sluiten_aan() -> None:
    v = _lopend()
    v.stuur("305", "2025-04-02", start("2025-04-01"))
    assert v.spellen() == [("2025-01-08", "2025-03-31", "volgende_start"), ("2025-04-01", None, "open")]


def test_r4_een_spel_dat_na_de_toewijzing_begint_bestaat_niet() -> None:
    v = _lopend("2025-01-07")
    assert v.spellen() == []


def test_r4_tijdelijke_stop_met_herstart_loopt_door_en_zonder_eindigt() -> None:
    v = _lopend()
    v.stuur("307", "2025-03-02", stop("2025-01-08", "2025-02-28", "20"))
    assert v.spellen() == [("2025-01-08", "2025-02-28", "stop")]
    v.stuur("305", "2025-04-02", start("2025-04-01"))
    assert v.spellen() == [("2025-01-08", None, "open")]
    v.stuur("307", "2025-09-02", stop("2025-04-01", "2025-08-31"))
    assert v.spellen() == [("2025-01-08", "2025-08-31", "stop")]


def test_r4_zonder_start_begint_zorg_bij_de_eerste_prestatie() -> None:
    v = Verkeer()
    v.stuur("301", "2025-01-02", toewijzing())
    assert v.spellen() == []
    v.stuur("323", "2026-05-04", prestatie("a", "2026-04-01", "2026-04-30"), prestatie("b", "2026-03-01", "2026-03-31"))
    assert v.spellen() == [("2026-03-01", None, "open")]


def test_r4_een_afgekeurde_prestatie_is_geen_zorg() -> None:
    v = Verkeer()
    v.stuur("301", "2025-01-02", toewijzing())
    b = v.stuur("323", "2026-05-04", prestatie("a", "2026-04-01", "2026-04-30"))
    v.antwoord(b, "2026-05-20", "a", codes=("0200",), toegekend=0)
    assert v.spellen() == []


@pytest.mark.parametrize(
    ("laatste", "verwacht"),
    [
        ("2025-11-30", ("2025-01-08", "2025-11-30", "laatste_prestatie")),  # silent: before 1 December 2025
        ("2025-12-31", ("2025-01-08", None, "open")),
    ],
)
def test_r5_stille_zorg(laatste: str, verwacht: tuple) -> None:
    v = _lopend()
    v.stuur("323", "2026-02-04", prestatie("a", f"{laatste[:8]}01", laatste))
    assert v.spellen() == [verwacht]


def test_r5_zonder_prestatie_blijft_zorg_open() -> None:
    assert _lopend().spellen() == [("2025-01-08", None, "open")]


def test_r6_aansluitende_spellen_zijn_een_episode_en_terugkeer_binnen_een_jaar_telt() -> None:
    rijen = [(1, 10, 20), (1, 21, 30), (1, 60, 90), (1, 500, OPEN), (2, 5, 8)]
    assert episoden(rijen) == [(1, 10, 30, False), (1, 60, 90, True), (1, 500, OPEN, False), (2, 5, 8, False)]


def test_r7_voorraad_klopt_en_wie_twee_keer_begint_is_een_client() -> None:
    k = Kalender(12)
    t = Telling(k, 6)
    feb, mrt = k.begin(1), k.begin(2)
    # in care on 3 February, out on the 10th, back on the 20th; a second person ends on the last day of the month
    t.tel([("9991", "wmo", 1, "begeleiding", feb + 2, feb + 9), ("9991", "wmo", 1, "begeleiding", feb + 19, OPEN),
           ("9991", "wmo", 2, "begeleiding", feb - 40, mrt - 1)], k.laatste)  # fmt: skip
    i = [p[0] for p in perioden(k, 0, 5)].index("2024-02")
    for cel in (("GM9991", "voorziening", "wmo", "begeleiding"), ("RG-DEMO", "totaal", "totaal", "totaal")):
        uniek, eind, begin, in_, terug, uit_ = t.aantallen[cel][i].tolist()
        assert (uniek, eind, begin, in_, terug, uit_) == (2, 1, 1, 2, 1, 2)
        assert begin + in_ - uit_ == eind


def test_r7_jeugd_van_een_gemeente_buiten_de_jeugdregio() -> None:
    k = Kalender(12)
    t = Telling(k, 6)
    t.tel([("9992", "jeugdwet", 1, "jeugd_ggz", k.begin(0), OPEN), ("9992", "wmo", 2, "begeleiding", k.begin(0), OPEN)],
          k.laatste)  # fmt: skip
    assert t.aantallen["GM9992", "totaal", "totaal", "totaal"][0, 0] == 2
    assert t.aantallen["RG-DEMO", "totaal", "totaal", "totaal"][0, 0] == 1
    assert ("RG-DEMO", "wet", "jeugdwet", "totaal") not in t.aantallen


def test_r8_alles_toegekend_een_deel_en_niets() -> None:
    v = Verkeer()
    a = v.stuur("323", "2026-02-04", prestatie("a", "2026-01-01", "2026-01-31"))
    b = v.stuur(
        "323", "2026-02-05", prestatie("b", "2026-01-01", "2026-01-31"), prestatie("c", "2026-01-01", "2026-01-31")
    )
    c = v.stuur("323", "2026-02-06", prestatie("d", "2026-01-01", "2026-01-31"))
    e = v.stuur("323", "2026-02-07", prestatie("e", "2026-01-01", "2026-01-31"))
    v.stuur("323", "2026-02-08", prestatie("f", "2026-01-01", "2026-01-31"))
    v.antwoord(a, "2026-02-20")
    v.antwoord(b, "2026-02-20", "c", codes=("0200",))
    v.antwoord(c, "2026-02-20", codes=("9333",), toegekend=0)
    v.antwoord(e, "2026-02-20").antwoord = False
    assert [s for _, s, _ in v.geld()] == [
        "toegekend", "toegekend", "afgekeurd", "afgekeurd", "afgekeurd", "openstaand",
    ]  # fmt: skip


def test_r8_van_twee_antwoorden_telt_het_laatste() -> None:
    v = Verkeer()
    a = v.stuur("323", "2026-02-04", prestatie("a", "2026-01-01", "2026-01-31"))
    v.antwoord(a, "2026-03-01")
    v.antwoord(a, "2026-02-20", codes=("9333",), toegekend=0)
    assert v.geld() == [("a", "toegekend", 1000)]


def test_r8_credit_is_negatief_ook_als_de_debet_onbekend_is() -> None:
    v = Verkeer()
    a = v.stuur("323", "2026-02-04", prestatie("a", "2026-01-01", "2026-01-31", dc="C", vorig="onbekend"))
    v.antwoord(a, "2026-02-20")
    assert v.geld() == [("a", "toegekend", -1000)]


def test_r8_een_referentie_telt_een_keer_en_een_afgekeurde_nooit() -> None:
    v = Verkeer()
    weg = v.stuur("323", "2026-02-04", prestatie("a", "2026-01-01", "2026-01-31"))
    v.antwoord(weg, "2026-02-20", codes=("9333",), toegekend=0)
    # sent again after the rejection with the same reference, and once too often
    v.antwoord(v.stuur("323", "2026-03-04", prestatie("a", "2026-01-01", "2026-01-31")), "2026-03-20")
    v.antwoord(v.stuur("323", "2026-04-04", prestatie("a", "2026-01-01", "2026-01-31")), "2026-04-20")
    assert [s for _, s, _ in v.geld()] == ["afgekeurd", "toegekend", "dubbel"]


def test_r9_eigen_code_gaat_voor_categorie() -> None:
    assert voorziening("jeugdwet", "45", "45J01") == "jeugdhulp_begeleiding"
    assert voorziening("jeugdwet", "45", None) == "jeugdhulp_behandeling"
    assert voorziening("jeugdwet", None, None) is None
