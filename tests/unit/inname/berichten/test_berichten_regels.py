"""Rules on rows: what breaks one is kept apart with a finding that says where, and everything else lands."""

import re
from datetime import date

import pytest
from berichten_bouw import SLEUTEL, Gelezen, persoon, voorbeeld

from pipeline.inname.berichten import rijen as rijenmodule
from pipeline.inname.berichten import werk

TOEWIJZING, START, STOP = voorbeeld("wmo301_initieel"), voorbeeld("wmo305_start"), voorbeeld("wmo307_stop")
DECLARATIE, CREDIT = voorbeeld("wmo323_januari_debet"), voorbeeld("wmo323_februari_credit_en_correctie")
VERZOEK, GOED_325 = voorbeeld("jw315_met_verwijzer"), voorbeeld("wmo325_deels_afgekeurd")


def een(xml: bytes, oud: str, nieuw: str, keer: int = 1) -> bytes:
    assert oud.encode() in xml
    return xml.replace(oud.encode(), nieuw.encode(), keer)


def weg(xml: bytes, element: str) -> bytes:
    return re.sub(rf"\s*<(\w+:{element})>.*?</\1>".encode(), b"", xml, count=1, flags=re.DOTALL)


REGELS = {
    "elfproef": (een(START, "999900031", "999900032"), "bsn.elfproef", "Bsn", "start"),
    "bsn_te_kort": (een(START, "999900031", "99990003"), "bsn.elfproef", "Bsn", "start"),
    "bsn_letters": (een(START, "999900031", "A99900031"), "bsn.elfproef", "Bsn", "start"),
    "geen_bsn": (weg(START, "Bsn"), "waarde.ontbreekt", "Bsn", "start"),
    "begindatum_ontbreekt": (weg(START, "Begindatum"), "waarde.ontbreekt", "Begindatum", "start"),
    "begindatum_onleesbaar": (een(START, "2026-01-14", "2026-02-30"), "datum.onleesbaar", "Begindatum", "start"),
    "datum_nederlands": (een(START, "2026-01-14", "14-01-2026"), "datum.onleesbaar", "Begindatum", "start"),
    "geboortedatum": (een(START, "1948-03-09", "1948-13-09"), "datum.onleesbaar", "Geboortedatum", "start"),
    "status_2": (een(START, "Aanlevering>1<", "Aanlevering>2<"), "code.onbekend", "StatusAanlevering", "start"),
    "categorie_jeugd_bij_wmo": (een(START, "Categorie>01<", "Categorie>45<"), "code.onbekend", "Categorie", "start"),
    "reden_van_andere_wet": (een(STOP, "ing>36<", "ing>32<"), "code.onbekend", "RedenBeeindiging", "stop"),
    "geslacht": (een(STOP, "Geslacht>2<", "Geslacht>9<"), "code.onbekend", "Geslacht", "stop"),
    "verwijzer_07": (een(VERZOEK, "Type>02<", "Type>07<"), "code.onbekend", "Type", "verzoek"),
    "geen_referentie": (weg(VERZOEK, "ReferentieAanbieder"), "waarde.ontbreekt", "ReferentieAanbieder", "verzoek"),
    "volume": (een(VERZOEK, "Volume>7<", "Volume>7,5<"), "waarde.onleesbaar", "Volume", "verzoek"),
    "productcode": (een(STOP, "Code>01A03<", "Code>01A03 en zo verder<"), "waarde.onleesbaar", "Code", "stop"),
}


@pytest.mark.parametrize("geval", REGELS)
def test_een_rij_die_een_regel_breekt_staat_apart(tmp_path, geval):
    xml, code, kolom, tabel = REGELS[geval]
    gelezen = Gelezen(tmp_path, {"a.xml": xml})
    (b,) = gelezen.inname.bevindingen
    assert (b.regel_code, b.kolom, b.regel, b.ernst) == (code, kolom, 1, "fout")
    assert b.bestand == "berichten/levering/a.xml"
    assert gelezen.tabellen[tabel] == []
    assert len(gelezen.tabellen["bericht"]) == 1  # the message itself was sent and counts as such
    (bestand,) = gelezen.inname.bestanden
    assert (gelezen.inname.uitkomst, bestand.rijen, bestand.apart) == ("rijen_apart", 2, 1)
    assert not re.search(r"\d{8}|1948|14-01|en zo verder", b.melding)


def test_alleen_de_foute_rij_staat_apart_en_de_code_wordt_genoemd(tmp_path):
    gelezen = Gelezen(tmp_path, {"a.xml": een(TOEWIJZING, "Eenheid>16<", "Eenheid>17<")})
    assert [r["toewijzingnummer"] for r in gelezen.tabellen["toewijzing"]] == [70000001]
    (b,) = gelezen.inname.bevindingen
    assert (b.regel_code, b.blad, b.regel, b.kolom, b.waarde) == (
        "code.onbekend",
        "ToegewezenProduct",
        2,
        "Eenheid",
        "17",
    )
    assert "code 17" in b.melding


@pytest.mark.parametrize("eenheid", ["21", "81"])
def test_vervallen_codes_van_oude_toewijzingen_blijven_leesbaar(tmp_path, eenheid):
    xml = een(
        een(TOEWIJZING, "Eenheid>16<", f"Eenheid>{eenheid}<"),
        "<wmo301:Omvang>",
        "<wmo301:RedenWijziging>01</wmo301:RedenWijziging><wmo301:Omvang>",
    )
    gelezen = Gelezen(tmp_path, {"a.xml": xml})
    assert gelezen.codes() == []
    assert [r["reden_wijziging"] for r in gelezen.tabellen["toewijzing"]] == ["01", None]


def test_een_testnummer_hoort_alleen_bij_een_testgemeente(tmp_path):
    echt = een(START, "Ontvanger>9991<", "Ontvanger>0402<")
    gelezen = Gelezen(tmp_path, {"echt.xml": echt, "test.xml": START})
    assert gelezen.codes() == ["bsn.testreeks"]
    assert [r["gemeente_code"] for r in gelezen.tabellen["start"]] == ["GM9991"]
    assert [r["gemeente_code"] for r in gelezen.tabellen["bericht"]] == ["GM0402", "GM9991"]


def test_een_fout_bsn_in_een_declaratie_raakt_alleen_die_client(tmp_path):
    gelezen = Gelezen(tmp_path, {"a.xml": een(DECLARATIE, "999900055", "999900056")})
    assert [r["persoon"] for r in gelezen.tabellen["prestatie"]] == [persoon("999900031")]
    assert [(b.regel_code, b.regel) for b in gelezen.inname.bevindingen] == [("bsn.elfproef", 2)]


@pytest.mark.parametrize(("gebruik", "jaar"), [("1", 1948), ("2", 1948), ("3", None)])
def test_geboortejaar_en_datumgebruik(tmp_path, gebruik, jaar):
    met = een(START, "</iwmo:Datum>", f"</iwmo:Datum><iwmo:DatumGebruik>{gebruik}</iwmo:DatumGebruik>")
    assert [r["geboortejaar"] for r in Gelezen(tmp_path, {"a.xml": met}).tabellen["start"]] == [jaar]


def test_een_tijdzone_en_breuk_van_een_seconde_horen_bij_xml(tmp_path):
    xml = een(
        een(TOEWIJZING, "09:30:00<", "09:30:00.123+01:00<"),
        "Ingangsdatum>2026-01-12<",
        "Ingangsdatum>2026-01-12+01:00<",
    )
    (rij, _) = Gelezen(tmp_path, {"a.xml": xml}).tabellen["toewijzing"]
    assert (rij["toewijzingstijd"], rij["ingangsdatum"]) == ("09:30:00", date(2026, 1, 12))


def test_een_totaal_dat_niet_de_som_is_wordt_gemeld_en_de_regels_blijven(tmp_path):
    gelezen = Gelezen(tmp_path, {"a.xml": een(CREDIT, "TotaalBedrag>35640<", "TotaalBedrag>35641<"), "b.xml": CREDIT})
    (b,) = gelezen.inname.bevindingen
    assert (b.regel_code, b.bestand[-5:], b.waarde, b.verwacht, b.ernst) == (
        "bericht.totaal",
        "a.xml",
        "356.41",
        "356.40",
        "waarschuwing",
    )
    assert gelezen.inname.uitkomst == "geaccepteerd"
    assert len(gelezen.tabellen["prestatie"]) == 6


def test_volume_maal_tarief_wordt_per_bericht_een_keer_gemeld(tmp_path):
    anders = CREDIT.replace(b"ProductTarief>54<", b"ProductTarief>55<")
    gelezen = Gelezen(
        tmp_path, {"a.xml": anders, "b.xml": CREDIT, "c.xml": een(DECLARATIE, "Volume>660<", "Volume>661<")}
    )
    assert [(b.regel_code, b.bestand[-5:], b.waarde, b.ernst) for b in gelezen.inname.bevindingen] == [
        ("bericht.pxq", "a.xml", "3", "info"), ("bericht.pxq", "c.xml", "1", "info"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "xml",
    [
        een(GOED_325, "DebetCredit>C<", "DebetCredit>X<"), een(CREDIT, "TotaalBedrag>35640<", "TotaalBedrag>-1<"),
        een(CREDIT, "Begindatum>2026-02-01<", "Begindatum>februari<"), weg(CREDIT, "DeclaratieNummer"),
        een(GOED_325, "RetourCode>0200<", "RetourCode>0200 en meer<"), weg(GOED_325, "DeclaratieIdentificatie"),
        weg(voorbeeld("wmo302_positief_alleen_header"), "DagtekeningRetour"),
        een(START, "Afzender>99990001<", "Afzender>9999<"),
    ],
)  # fmt: skip
def test_een_gebroken_kop_houdt_het_hele_bericht_apart(tmp_path, xml):
    gelezen = Gelezen(tmp_path, {"a.xml": xml, "b.xml": STOP})
    assert gelezen.codes() == ["bericht.onleesbaar"]
    assert [r["bestand"][-5:] for rijen in gelezen.tabellen.values() for r in rijen] == ["b.xml", "b.xml"]


def test_een_retour_mag_overnemen_wat_er_fout_was(tmp_path):
    """What was refused is often refused for a value that cannot be read: the row tells of it all the same."""
    xml = voorbeeld("wmo306_afkeur_9063")
    xml = een(een(xml, "999900031", "999900032"), "Begindatum>2026-01-19<", "Begindatum>19 januari<")
    gelezen = Gelezen(tmp_path, {"a.xml": een(xml, "Aanlevering>3<", "Aanlevering>7<")})
    assert (gelezen.inname.uitkomst, gelezen.codes()) == ("geaccepteerd", [])
    rij = gelezen.tabellen["retour"][0]
    assert (rij["persoon"], rij["begindatum"], rij["status_aanlevering"], rij["retourcodes"]) == (
        None,
        None,
        "7",
        "9063",
    )


def test_meer_codes_bij_een_klasse_en_een_325_zonder_antwoord(tmp_path):
    codes = een(
        GOED_325,
        "RetourCode>9321</wmo325:RetourCode>",
        "RetourCode>9321</wmo325:RetourCode><wmo325:RetourCode>9340</wmo325:RetourCode>",
    )
    kaal = re.sub(rb"<wmo325:DeclaratieAntwoord>.*</wmo325:DeclaratieAntwoord>", b"", GOED_325, flags=re.DOTALL)
    gelezen = Gelezen(tmp_path, {"a.xml": codes, "b.xml": een(kaal, "RetourCode>0200<", "RetourCode>0001<")})
    assert [r["retourcodes"] for r in gelezen.tabellen["retour"]] == ["9321 9340", "0200"]
    feiten = [(r["heeft_antwoord"], r["retourcodes"], r["antwoordcodes"]) for r in gelezen.tabellen["bericht"]]
    assert feiten == [(True, "0200", "0200"), (False, "0001", None)]


def test_prestaties_horen_bij_hun_eigen_client_ook_als_er_een_niets_heeft(tmp_path):
    leeg = "<wmo323:Client><wmo323:Bsn>999900067</wmo323:Bsn><wmo323:Prestaties></wmo323:Prestaties></wmo323:Client>"
    gelezen = Gelezen(tmp_path, {"a.xml": een(DECLARATIE, "<wmo323:Client>", f"{leeg}<wmo323:Client>")})
    assert [r["persoon"] for r in gelezen.tabellen["prestatie"]] == [persoon("999900031"), persoon("999900055")]
    assert gelezen.codes() == []


def test_veel_dezelfde_bevindingen_worden_een_telling(tmp_path, monkeypatch):
    monkeypatch.setattr(rijenmodule, "MEESTE", 2)
    monkeypatch.setattr(werk, "MEESTE_BEVINDINGEN", 7)
    fout = CREDIT.replace(b"Eenheid>01<", b"Eenheid>02<")
    gelezen = Gelezen(tmp_path, {f"{i}.xml": fout for i in range(4)})
    per_bericht = [(b.regel, b.waarde) for b in gelezen.inname.bevindingen[:3]]
    assert per_bericht == [(1, "02"), (2, "02"), (None, None)]
    assert "nog 1 regels" in gelezen.inname.bevindingen[2].melding
    assert gelezen.inname.bevindingen[-1].regel_code == "levering.veel_bevindingen"
    assert "Nog 5 bevindingen" in gelezen.inname.bevindingen[-1].melding
    assert len(gelezen.inname.bevindingen) == 8


def test_een_referentie_koppelt_het_verzoek_aan_de_toewijzing(tmp_path):
    met = een(
        voorbeeld("jw301_generiek_budget"),
        "</jw301:ToewijzingNummer>",
        "</jw301:ToewijzingNummer><jw301:ReferentieAanbieder>VOT-2026-0001</jw301:ReferentieAanbieder>",
    )
    gelezen = Gelezen(tmp_path, {"a.xml": met, "b.xml": VERZOEK})
    assert gelezen.tabellen["toewijzing"][0]["referentie"] == gelezen.tabellen["verzoek"][0]["referentie"]
    assert gelezen.tabellen["verzoek"][0]["referentie"] == SLEUTEL.pseudoniem("referentie", "VOT-2026-0001")
