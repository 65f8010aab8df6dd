"""Every example message of the standard: its facts, copied from the XML by hand."""

from datetime import date
from decimal import Decimal

import pytest
from berichten_bouw import SLEUTEL, Gelezen, gevuld, persoon, voorbeeld

from pipeline.contracten.inname import TABELLEN
from pipeline.contracten.model import landingschema

VROUW, TWEEDE, JONGEN = "999900031", "999900055", "999900043"


def d(tekst: str) -> date:
    return date.fromisoformat(tekst)


def e(tekst: str) -> Decimal:
    return Decimal(tekst)


def kop(wet, soort, identificatie, dagtekening):
    return {
        "wet": wet, "soort": soort, "gemeente_code": "GM9991", "aanbieder": "99990001",
        "identificatie": identificatie, "dagtekening": d(dagtekening),
    }  # fmt: skip


def controleer(tmp_path, naam, bericht, tabel=None, blad=None, rijen=()):
    gelezen = Gelezen(tmp_path, {f"{naam}.xml": voorbeeld(naam)})
    assert (gelezen.inname.uitkomst, gelezen.codes()) == ("geaccepteerd", [])
    kop_ = {k: bericht[k] for k in ("wet", "soort", "gemeente_code", "aanbieder", "identificatie", "dagtekening")}
    (een,) = gelezen.tabellen["bericht"]
    assert len(een["inhoud_hash"]) == 64
    assert gevuld(een, "inhoud_hash") == {"blad": "Bericht", "regel": 1, "versie": "3.2", **bericht}
    verwacht = [{"blad": blad, "regel": i, **kop_, **rij} for i, rij in enumerate(rijen, 1)]
    for naam_, gevonden in gelezen.tabellen.items():
        if naam_ != "bericht":
            assert [gevuld(r) for r in gevonden] == (verwacht if naam_ == tabel else [])
    assert {r["bestand"] for r in gelezen.tabellen["bericht"]} == {f"berichten/levering/{naam}.xml"}


CLIENT = {"persoon": persoon(VROUW), "geboortejaar": 1948, "geslacht": "2"}
KIND = {"persoon": persoon(JONGEN), "geboortejaar": 2012, "geslacht": "1"}


def test_wmo301_initieel(tmp_path):
    versie = {"toewijzingsdatum": d("2026-01-05"), "toewijzingstijd": "09:30:00", "ingangsdatum": d("2026-01-12")}
    controleer(
        tmp_path, "wmo301_initieel", kop("wmo", "301", "TST0000001", "2026-01-05"), "toewijzing", "ToegewezenProduct",
        [
            {**CLIENT, **versie, "toewijzingnummer": 70000001, "productcategorie": "01", "productcode": "01A03",
             "einddatum": d("2026-12-31"), "volume": 180, "eenheid": "01", "frequentie": "2"},
            {**CLIENT, **versie, "toewijzingnummer": 70000002, "productcategorie": "07", "productcode": "07A03",
             "volume": 3, "eenheid": "16", "frequentie": "4"},
        ],
    )  # fmt: skip


def test_wmo301_wijziging_einddatum_en_verwijderd(tmp_path):
    versie = {"toewijzingsdatum": d("2026-04-02"), "toewijzingstijd": "14:05:10", "ingangsdatum": d("2026-01-12")}
    controleer(
        tmp_path, "wmo301_wijziging_einddatum_en_verwijderd", kop("wmo", "301", "TST0000002", "2026-04-02"),
        "toewijzing", "ToegewezenProduct",
        [
            {**CLIENT, **versie, "toewijzingnummer": 70000001, "productcategorie": "01", "productcode": "01A03",
             "einddatum": d("2026-05-31"), "reden_wijziging": "05", "volume": 180, "eenheid": "01", "frequentie": "2"},
            {**CLIENT, **versie, "toewijzingnummer": 70000002, "productcategorie": "07", "productcode": "07A03",
             "einddatum": d("2026-01-12"), "reden_wijziging": "13", "volume": 3, "eenheid": "16", "frequentie": "4"},
        ],
    )  # fmt: skip


def test_jw301_generiek_budget(tmp_path):
    versie = {
        "toewijzingsdatum": d("2026-02-02"), "toewijzingstijd": "10:00:00", "ingangsdatum": d("2026-02-02"),
        "einddatum": d("2026-12-31"),
    }  # fmt: skip
    controleer(
        tmp_path, "jw301_generiek_budget", kop("jeugdwet", "301", "TST0000003", "2026-02-02"), "toewijzing",
        "ToegewezenProduct",
        [
            {**KIND, **versie, "toewijzingnummer": 80000001, "budget": e("12500.00")},
            {**KIND, **versie, "toewijzingnummer": 80000002, "productcategorie": "44", "productcode": "44A07",
             "volume": 7, "eenheid": "14", "frequentie": "2"},
        ],
    )  # fmt: skip


def test_wmo302_positief_alleen_header(tmp_path):
    controleer(
        tmp_path, "wmo302_positief_alleen_header",
        kop("wmo", "302", "TST0000001", "2026-01-06")
        | {"retour_identificatie": "RET0000001", "heen_dagtekening": d("2026-01-05")},
    )  # fmt: skip


START = {
    **CLIENT, "toewijzingnummer": 70000001, "productcategorie": "01", "productcode": "01A03",
    "toewijzing_ingangsdatum": d("2026-01-12"),
}  # fmt: skip


def test_wmo305_start(tmp_path):
    controleer(
        tmp_path, "wmo305_start", kop("wmo", "305", "TST0000010", "2026-01-15"), "start", "StartProduct",
        [{**START, "begindatum": d("2026-01-14"), "status_aanlevering": "1"}],
    )  # fmt: skip


def test_wmo305_correctie_delete_plus_nieuw(tmp_path):
    controleer(
        tmp_path, "wmo305_correctie_delete_plus_nieuw", kop("wmo", "305", "TST0000011", "2026-01-20"), "start",
        "StartProduct",
        [
            {**START, "begindatum": d("2026-01-14"), "status_aanlevering": "3"},
            {**START, "begindatum": d("2026-01-16"), "status_aanlevering": "1"},
        ],
    )  # fmt: skip


def test_wmo306_afkeur_9063(tmp_path):
    controleer(
        tmp_path, "wmo306_afkeur_9063",
        kop("wmo", "306", "TST0000013", "2026-01-23")
        | {"retour_identificatie": "RET0000002", "heen_dagtekening": d("2026-01-22"), "retourcodes": "0200"},
        "retour", "RetourCodes",
        [
            {"persoon": persoon(VROUW), "klasse": "start", "toewijzingnummer": 70000001, "begindatum": d("2026-01-19"),
             "status_aanlevering": "3", "retourcodes": "9063"},
            {"persoon": persoon(VROUW), "klasse": "client", "retourcodes": "0200"},
        ],
    )  # fmt: skip


def test_wmo307_stop(tmp_path):
    controleer(
        tmp_path, "wmo307_stop", kop("wmo", "307", "TST0000012", "2026-06-02"), "stop", "StopProduct",
        [{**START, "begindatum": d("2026-01-16"), "einddatum": d("2026-05-31"), "reden_beeindiging": "36",
          "status_aanlevering": "1"}],
    )  # fmt: skip


def test_jw315_met_verwijzer(tmp_path):
    controleer(
        tmp_path, "jw315_met_verwijzer", kop("jeugdwet", "315", "TST0000050", "2026-01-25"), "verzoek",
        "AangevraagdProduct",
        [
            {**KIND, "referentie": SLEUTEL.pseudoniem("referentie", "VOT-2026-0001"), "productcategorie": "44",
             "productcode": "44A07", "ingangsdatum": d("2026-02-02"), "einddatum": d("2026-12-31"), "volume": 7,
             "eenheid": "14", "frequentie": "2", "verwijzer": "02"}
        ],
    )  # fmt: skip


def declaratie(nummer, begin, eind, dagtekening, totaal):
    return {
        "declaratienummer": nummer, "declaratie_begin": d(begin), "declaratie_eind": d(eind),
        "declaratie_dagtekening": d(dagtekening), "totaal_ingediend": e(totaal),
    }  # fmt: skip


HULP = {
    "persoon": persoon(VROUW), "toewijzingnummer": 70000001, "productcategorie": "01", "productcode": "01A03",
    "eenheid": "01", "tarief": e("0.54"),
}  # fmt: skip
JANUARI = {"begindatum": d("2026-01-12"), "einddatum": d("2026-01-31")}
DEBET_JANUARI = [
    {**HULP, **JANUARI, "referentienummer": "R26010001", "volume": 540, "bedrag": e("291.60"), "debet_credit": "D"},
    {"persoon": persoon(TWEEDE), "referentienummer": "R26010002", "toewijzingnummer": 70000009,
     "productcategorie": "02", "productcode": "02A03", "begindatum": d("2026-01-01"), "einddatum": d("2026-01-31"),
     "volume": 660, "eenheid": "83", "bedrag": e("6.60"), "debet_credit": "D"},
]  # fmt: skip


@pytest.mark.parametrize("naam", ["wmo323_januari_debet", "stuf_ggk0210_Di01_wmo323"])
def test_wmo323_januari_debet(tmp_path, naam):
    van = {"declaratienummer": "D202601", "declaratie_begin": d("2026-01-01")}
    controleer(
        tmp_path, naam,
        kop("wmo", "323", "TST0000020", "2026-02-04")
        | declaratie("D202601", "2026-01-01", "2026-01-31", "2026-02-04", "298.20"),
        "prestatie", "Prestatie", [van | r for r in DEBET_JANUARI],
    )  # fmt: skip


def test_wmo323_februari_credit_en_correctie(tmp_path):
    van = {"declaratienummer": "D202602", "declaratie_begin": d("2026-02-01")}
    regels = [
        {**HULP, **JANUARI, "referentienummer": "R26020001", "vorig_referentienummer": "R26010001", "volume": 540,
         "bedrag": e("291.60"), "debet_credit": "C"},
        {**HULP, **JANUARI, "referentienummer": "R26020002", "volume": 480, "bedrag": e("259.20"),
         "debet_credit": "D"},
        {**HULP, "begindatum": d("2026-02-01"), "einddatum": d("2026-02-28"), "referentienummer": "R26020003",
         "volume": 720, "bedrag": e("388.80"), "debet_credit": "D"},
    ]  # fmt: skip
    controleer(
        tmp_path, "wmo323_februari_credit_en_correctie",
        kop("wmo", "323", "TST0000021", "2026-03-04")
        | declaratie("D202602", "2026-02-01", "2026-02-28", "2026-03-04", "356.40"),
        "prestatie", "Prestatie", [van | r for r in regels],
    )  # fmt: skip


def test_wmo323_totaal_credit(tmp_path):
    controleer(
        tmp_path, "wmo323_totaal_credit",
        kop("wmo", "323", "TST0000022", "2026-04-03")
        | declaratie("D202603", "2026-03-01", "2026-03-31", "2026-04-03", "-259.20"),
        "prestatie", "Prestatie",
        [{"declaratienummer": "D202603", "declaratie_begin": d("2026-03-01"), **HULP, **JANUARI,
          "referentienummer": "R26030001", "vorig_referentienummer": "R26020002", "volume": 480,
          "bedrag": e("259.20"), "debet_credit": "C"}],
    )  # fmt: skip


def test_jw323_januari(tmp_path):
    controleer(
        tmp_path, "jw323_januari",
        kop("jeugdwet", "323", "TST0000040", "2026-03-04")
        | declaratie("JD202602", "2026-02-01", "2026-02-28", "2026-03-04", "2700.00"),
        "prestatie", "Prestatie",
        [{"persoon": persoon(JONGEN), "declaratienummer": "JD202602", "declaratie_begin": d("2026-02-01"),
          "referentienummer": "JR2602001", "toewijzingnummer": 80000002, "productcategorie": "44",
          "productcode": "44A07", "begindatum": d("2026-02-02"), "einddatum": d("2026-02-28"), "volume": 27,
          "eenheid": "14", "tarief": e("100.00"), "bedrag": e("2700.00"), "debet_credit": "D"}],
    )  # fmt: skip


def test_wmo325_volledig_toegekend(tmp_path):
    controleer(
        tmp_path, "wmo325_volledig_toegekend",
        kop("wmo", "325", "TST0000020", "2026-02-10")
        | {"retour_identificatie": "TST0000030", "heen_dagtekening": d("2026-02-04"), "retourcodes": "0200",
           "declaratienummer": "D202601", "totaal_ingediend": e("298.20"), "totaal_toegekend": e("298.20"),
           "heeft_antwoord": True, "antwoordcodes": "8001"},
    )  # fmt: skip


def test_wmo325_deels_afgekeurd(tmp_path):
    controleer(
        tmp_path, "wmo325_deels_afgekeurd",
        kop("wmo", "325", "TST0000021", "2026-03-10")
        | {"retour_identificatie": "TST0000031", "heen_dagtekening": d("2026-03-04"), "retourcodes": "0200",
           "declaratienummer": "D202602", "totaal_ingediend": e("356.40"), "totaal_toegekend": e("-32.40"),
           "heeft_antwoord": True, "antwoordcodes": "0200"},
        "retour", "RetourCodes",
        [
            {"persoon": persoon(VROUW), "klasse": "prestatie", "toewijzingnummer": 70000001,
             "begindatum": d("2026-02-01"), "referentienummer": "R26020003", "bedrag": e("388.80"),
             "retourcodes": "9321"},
            {"persoon": persoon(VROUW), "klasse": "client", "retourcodes": "0200"},
        ],
    )  # fmt: skip


def test_de_landing_heeft_precies_de_kolommen_van_het_contract(tmp_path):
    import pyarrow.parquet as pq

    namen = (
        "wmo301_initieel",
        "wmo305_start",
        "wmo307_stop",
        "jw315_met_verwijzer",
        "jw323_januari",
        "wmo306_afkeur_9063",
    )
    gelezen = Gelezen(tmp_path, {f"{n}.xml": voorbeeld(n) for n in namen})
    for tabel, (deel,) in gelezen.inname.delen.items():
        schema = pq.ParquetFile(gelezen.doel / tabel / f"{'f' * 64}-{deel}.parquet").schema_arrow
        assert schema.equals(landingschema(TABELLEN[tabel])), tabel
    assert set(gelezen.inname.delen) == {"bericht", "toewijzing", "start", "stop", "verzoek", "prestatie", "retour"}
    totalen = {k: v for b in gelezen.inname.bestanden for k, v in b.controletotalen.items() if "prestatie" in k}
    assert totalen == {"prestatie.bedrag": e("2700")}
