"""A tiny database with the marts, column names and types as the models give them. Rows are dicts; the rest is NULL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import duckdb

from pipeline.publicaties import blokken, lezen, rapport
from pipeline.publicaties.blokken import Keuze
from pipeline.publicaties.kop import Kop

D = Decimal
KOP = Kop(date(2026, 3, 1), "0.1.0", "intern", "voorlopig", 2022)

GEBIED = "gemeente_code varchar, gemeente varchar, gebied_soort varchar"
CEL = "niveau varchar, wet varchar, voorziening varchar"
REEKS = "reeks varchar, is_voorkeur boolean"
EUR = "decimal(18,2)"

MARTS = {
    "gebieden": f"{GEBIED}, geldig_vanaf date, geldig_tot date, opgegaan_in varchar, huidige_code varchar, "
    "opgeheven_in_jaar integer, in_codelijst boolean",
    "voorzieningen": "voorziening varchar, niveau varchar, naam varchar, wet varchar, groep varchar",
    "budgetbewaking": f"{GEBIED}, jaar integer, peildatum date, {CEL}, {REEKS}, begroting_primitief_eur {EUR}, "
    f"begroting_actueel_eur {EUR}, realisatie_eur {EUR}, realisatie_tot_en_met date, realisatie_status varchar, "
    f"verplicht_eur {EUR}, nog_te_verwachten_eur {EUR}, prognose_laag_eur {EUR}, "
    f"prognose_midden_eur {EUR}, prognose_hoog_eur {EUR}, afwijking_eur {EUR}, afwijking_pct {EUR}, oordeel varchar, "
    f"kans_overschrijding_pct {EUR}, signaal varchar, vorig_jaar_eur {EUR}, begrote_groei_eur {EUR}, "
    f"volume_effect_eur {EUR}, intensiteit_effect_eur {EUR}, prijs_effect_eur {EUR}, mix_effect_eur {EUR}, "
    "incidenteel_structureel varchar, toelichting varchar, is_openbaar boolean",
    "waarschuwingen": f"{GEBIED}, jaar integer, peildatum date, {CEL}, reeks varchar, soort varchar, prognose_eur {EUR}, "
    f"grens_eur {EUR}, verschil_eur {EUR}, melding varchar, is_openbaar boolean",
    "prognose": f"{GEBIED}, jaar integer, periode varchar, periode_soort varchar, peildatum date, is_actueel boolean, "
    f"is_terugblik boolean, {CEL}, {REEKS}, maat varchar, maanden_bekend integer, realisatie_eur {EUR}, "
    f"nog_te_declareren_eur {EUR}, nog_te_komen_eur {EUR}, laag {EUR}, midden {EUR}, hoog {EUR}, laag95 {EUR}, "
    f"hoog95 {EUR}, begroting_eur {EUR}, kans_overschrijding_pct decimal(5,1), methode varchar, toelichting varchar, "
    "is_openbaar boolean",
    "prognose_toets": "methode varchar, niveau varchar, wet varchar, voorziening varchar, maanden_bekend integer, "
    f"fout_pct {EUR}, wape_pct {EUR}, bias_pct {EUR}, dekking_pct {EUR}, dekking95_pct {EUR}, aantal integer, "
    "is_openbaar boolean",
    "meerjarenprognose": f"{GEBIED}, jaar integer, peildatum date, is_actueel boolean, {CEL}, {REEKS}, laag {EUR}, "
    f"midden {EUR}, hoog {EUR}, clienten_aantal bigint, prijsindex_pct {EUR}, rijksbijdrage_eur {EUR}, "
    f"saldo_eur {EUR}, oordeel varchar, methode varchar, toelichting varchar, is_openbaar boolean",
    "uitgaven": f"{GEBIED}, periode varchar, periode_soort varchar, jaar integer, {CEL}, soort varchar, {REEKS}, "
    f"uitgaven_eur {EUR}, eigen_bijdrage_eur {EUR}, volume decimal(18,4), eenheid varchar, inwoners_aantal bigint, per_inwoner_eur {EUR}, is_openbaar boolean",
    "clienten": f"{GEBIED}, periode varchar, periode_soort varchar, jaar integer, leveringsvorm varchar, {CEL}, "
    f"{REEKS}, clienten_aantal bigint, clienten_status varchar, clienten_peildatum_aantal bigint, "
    "voorzieningen_aantal bigint, "
    f"huishoudens_aantal bigint, inwoners_aantal bigint, per_1000_inwoners {EUR}, is_openbaar boolean",
    "instroom_uitstroom": f"{GEBIED}, periode varchar, periode_soort varchar, jaar integer, {CEL}, {REEKS}, "
    "begin_aantal bigint, instroom_aantal bigint, herhaald_beroep_aantal bigint, uitstroom_aantal bigint, "
    "eind_aantal bigint, is_openbaar boolean",
    "kosten_per_client": f"{GEBIED}, jaar integer, {CEL}, {REEKS}, uitgaven_eur {EUR}, clienten_aantal bigint, "
    f"kosten_per_client_eur {EUR}, volume_per_client decimal(18,4), eenheid varchar, gemiddelde_prijs_eur {EUR}, "
    "is_openbaar boolean",
    "groei": f"{GEBIED}, van_jaar integer, jaar integer, leveringsvorm varchar, {CEL}, maat varchar, {REEKS}, "
    f"vorige {EUR}, huidige {EUR}, groei {EUR}, groei_pct {EUR}, gepubliceerd_pct decimal(18,4), is_breuk boolean, "
    "toelichting varchar, is_openbaar boolean",
    "rijksbijdragen": f"{GEBIED}, uitkeringsjaar integer, circulaire varchar, onderdeel varchar, {REEKS}, wet varchar, "
    f"bedrag_eur {EUR}, verschil_vorige_circulaire_eur {EUR}, is_laatste_circulaire boolean, is_raming boolean, "
    "is_openbaar boolean",
    "dekking": f"{GEBIED}, jaar integer, wet varchar, {REEKS}, uitgaven_reeks varchar, rijksbijdrage_eur {EUR}, "
    f"uitgaven_eur {EUR}, saldo_eur {EUR}, dekkingsgraad_pct {EUR}, oordeel varchar, toelichting varchar, "
    "is_openbaar boolean",
    "benchmark": f"{GEBIED}, jaar integer, maat varchar, {CEL}, {REEKS}, waarde {EUR}, regio {EUR}, landelijk {EUR}, "
    "rang integer, rang_van integer, geldigheid varchar, is_vergelijkbaar boolean, is_openbaar boolean",
    "kerncijfers": f"{GEBIED}, jaar integer, wet varchar, voorziening varchar, reeks varchar, uitgaven_eur {EUR}, "
    f"inwoners_aantal bigint, per_inwoner_eur {EUR}, groei_pct {EUR}, is_breuk boolean, is_openbaar boolean",
    "maatregelen": f"{GEBIED}, jaar integer, nr varchar, maatregel varchar, onderdeel varchar, reeks varchar, "
    f"kosten_eur {EUR}, effect_eur {EUR}, netto_eur {EUR}, gepubliceerd_eur {EUR}, verschil_eur {EUR}, "
    "toelichting varchar, is_openbaar boolean",
    "indicatoren": f"{GEBIED}, periode varchar, jaar integer, onderwerp varchar, soort varchar, maat varchar, "
    "reeks varchar, waarde decimal(28,4), waarde_status varchar, eenheid varchar, vergelijking varchar, "
    "vergelijking_waarde varchar, toelichting varchar, is_openbaar boolean",
    "pilots": f"{GEBIED}, jaar integer, pilot varchar, maat varchar, reeks varchar, waarde decimal(28,4), "
    "waarde_status varchar, eenheid varchar, toelichting varchar, is_openbaar boolean",
    "denkrichtingen": f"{GEBIED}, jaar integer, keuze varchar, denkrichting varchar, reeks varchar, bedrag_eur {EUR}, "
    "is_totaal boolean, is_openbaar boolean",
    "zorgvraag": f"{GEBIED}, periode varchar, periode_soort varchar, jaar integer, verwijzer varchar, {CEL}, {REEKS}, "
    "meldingen_aantal bigint, aanvragen_aantal bigint, toegekend_aantal bigint, afgewezen_aantal bigint, "
    "doorlooptijd_dagen decimal(18,1), wachtenden_aantal bigint, wachtlijst_reeks varchar, is_openbaar "
    "boolean",
    "zorgtoewijzing": f"{GEBIED}, maand varchar, jaar integer, {CEL}, {REEKS}, lopend_aantal bigint, nieuw_aantal bigint, "
    "beeindigd_aantal bigint, omvang_aantal bigint, volume_per_week decimal(18,4), eenheid varchar, "
    f"verplichting_eur {EUR}, toegewezen_eur {EUR}, gerealiseerd_eur {EUR}, verzilvering_pct {EUR}, "
    "is_openbaar boolean",
    "zorgaanbod": f"{GEBIED}, jaar integer, maanden_aantal integer, aanbieder varchar, {CEL}, {REEKS}, clienten_aantal "
    f"bigint, omzet_eur {EUR}, gemiddelde_prijs_eur {EUR}, eenheid varchar, volume decimal(18,4), duur_maanden "
    f"{EUR}, duur_gemiddeld_maanden {EUR}, begonnen_aantal bigint, start_na_dagen decimal(18,1), aandeel_pct "
    f"{EUR}, concentratie_hhi bigint, beeindigd_aantal bigint, volgens_plan_pct {EUR}, uitgestroomd_aantal "
    f"bigint, herhaald_beroep_pct {EUR}, is_openbaar boolean",
    "zorgaanbod_beeindiging": f"{GEBIED}, jaar integer, maanden_aantal integer, aanbieder varchar, {CEL}, reeks varchar, "
    "reden_beeindiging varchar, reden_omschrijving varchar, is_volgens_plan boolean, beeindigd_aantal bigint, "
    f"aandeel_pct {EUR}, is_openbaar boolean",
    "verwijzers": f"{GEBIED}, jaar integer, maanden_aantal integer, verwijzer varchar, {CEL}, {REEKS}, clienten_aantal "
    f"bigint, uitgaven_eur {EUR}, kosten_per_client_eur {EUR}, is_openbaar boolean",
    "zorgpopulatie": f"{GEBIED}, jaar integer, maanden_aantal integer, {CEL}, leeftijdsgroep varchar, duurklasse varchar, "
    f"intensiteitsklasse varchar, reeks varchar, clienten_aantal bigint, uitgaven_eur {EUR}, is_openbaar "
    "boolean",
    "kostenconcentratie": f"{GEBIED}, jaar integer, maanden_aantal integer, {CEL}, eenheid_van_telling varchar, reeks varchar, "
    f"clienten_aantal bigint, uitgaven_eur {EUR}, gini decimal(18,4), top20_aandeel_pct {EUR}, stapeling "
    f"{EUR}, negatief_aantal bigint, is_openbaar boolean",
    "lorenz": f"{GEBIED}, jaar integer, maanden_aantal integer, {CEL}, eenheid_van_telling varchar, reeks varchar, "
    f"aandeel_clienten_pct {EUR}, aandeel_uitgaven_pct {EUR}, is_openbaar boolean",
    "kostenbewustzijn": f"{GEBIED}, jaar integer, maanden_aantal integer, aanbieder varchar, consulentgroep varchar, {CEL}, reeks "
    f"varchar, trajecten_aantal bigint, clienten_aantal bigint, toegewezen_eur {EUR}, zonder_waarde_aantal "
    f"bigint, gerealiseerd_eur {EUR}, nog_te_verwachten_eur {EUR}, toegewezen_per_client_eur {EUR}, "
    f"gerealiseerd_per_client_eur {EUR}, kosten_per_client_eur {EUR}, gemiddelde_per_client_eur {EUR}, "
    f"verschil_pct {EUR}, eigen_bijdrage_per_client_eur {EUR}, eigen_bijdrage_niveau varchar, is_openbaar "
    "boolean",
    "aansluiting": f"{GEBIED}, jaar integer, {CEL}, berichten_eur {EUR}, maanden_aantal integer, pgb_eur {EUR}, subsidies_eur "
    f"{EUR}, grootboek_eur {EUR}, iv3_eur {EUR}, verschil_eur {EUR}, verschil_iv3_eur {EUR}, openstaand_eur "
    f"{EUR}, declaratiejaar_eur {EUR}, verklaard_eur {EUR}, onverklaard_eur {EUR}, toelichting varchar, "
    "is_openbaar boolean",
    "toelichtingen": f"{GEBIED}, jaar integer, periode varchar, periode_soort varchar, {CEL}, reeks varchar, tekst varchar, "
    "auteur varchar, datum date, levering varchar, is_voorkeur boolean, is_openbaar boolean",
    "bevindingen": "levering varchar, bestand varchar, blad varchar, regel bigint, kolom varchar, waarde varchar, "
    "verwacht varchar, verschil decimal(28,8), regel_code varchar, ernst varchar, melding varchar, eigenaar varchar, "
    "is_openbaar boolean",
    "leveringen": "levering varchar, bron varchar, uitkomst varchar, reeks varchar, leverancier varchar, "
    "ontvangen_op date, periode varchar, licence varchar, is_openbaar boolean, document varchar, vindplaats varchar, "
    "rijen_gelezen bigint, rijen_apart bigint",
}

GEMEENTE = {"gemeente_code": "GM0402", "gemeente": "Hilversum", "gebied_soort": "gemeente"}
ANDER = {"gemeente_code": "GM0406", "gemeente": "Huizen", "gebied_soort": "gemeente"}
REGIO = {"gemeente_code": "RG-GV", "gemeente": "Gooi en Vechtstreek", "gebied_soort": "regio"}
JEUGD = {"niveau": "groep", "wet": "jeugdwet", "voorziening": "jeugd", "reeks": "cbs_iv3", "is_voorkeur": True}

# names and texts as a hostile deliverer would write them
KWAAD = "<script>alert('x')</script>"
FORMULE = "=cmd|' /C calc'!A0"
MENS = "=1+1 is geen som\n- een tweede regel"

RIJEN = {
    "gebieden": [GEMEENTE, ANDER, REGIO],
    "voorzieningen": [{"voorziening": "jeugd", "niveau": "groep", "naam": "Jeugd: jeugdhulp en jeugdbescherming"}],
    "budgetbewaking": [
        # 1.000,00 - 1.250,50 = -250,50, a quarter over: nadeel, rood
        GEMEENTE | JEUGD | {"jaar": 2022, "begroting_primitief_eur": D("900.00"), "begroting_actueel_eur": D("1000.00"),
         "realisatie_eur": D("1250.50"), "realisatie_tot_en_met": date(2022, 12, 31),
         "realisatie_status": "jaarrekening", "afwijking_eur": D("-250.50"), "afwijking_pct": D("-25.05"),
         "oordeel": "nadeel", "incidenteel_structureel": "incidenteel",
         "signaal": "rood", "toelichting": FORMULE},
        # no account yet: the forecast counts; 2.000.000,00 - 1.950.000,49 = 49.999,51
        ANDER | JEUGD | {"jaar": 2022, "begroting_primitief_eur": D("2000000.00"),
         "begroting_actueel_eur": D("2000000.00"),
         "prognose_laag_eur": D("1900000"), "prognose_midden_eur": D("1950000.49"), "prognose_hoog_eur": D("2100000"),
         "kans_overschrijding_pct": D("31.5"), "afwijking_eur": D("49999.51"), "afwijking_pct": D("2.50"), "oordeel": "voordeel", "signaal": "groen"},
        # an amount of a rounded edition: the parts do not give the deviation, so no formula may stand there
        REGIO | JEUGD | {"jaar": 2022, "begroting_actueel_eur": D("100.00"), "realisatie_eur": D("90.00"),
         "realisatie_status": "jaarrekening",
         "afwijking_eur": D("15.00"), "oordeel": "voordeel", "signaal": "groen"},
    ],
    "kerncijfers": [
        REGIO | {"jaar": 2022, "wet": "jeugdwet", "voorziening": "jeugd", "per_inwoner_eur": D("254.30"),
         "is_breuk": False},
        GEMEENTE | {"jaar": 2021, "wet": "jeugdwet", "voorziening": "jeugd", "uitgaven_eur": D("22501000"),
         "inwoners_aantal": 91235, "per_inwoner_eur": D("246.63"), "is_breuk": False},
        GEMEENTE | {"jaar": 2022, "wet": "jeugdwet", "voorziening": "jeugd", "uitgaven_eur": D("25204000"),
         "inwoners_aantal": 91735, "per_inwoner_eur": D("274.75"), "groei_pct": D("12.01"), "is_breuk": True},
        ANDER | {"jaar": 2022, "wet": "jeugdwet", "voorziening": "jeugd", "is_breuk": False},
    ],
    "groei": [
        GEMEENTE | JEUGD | {"van_jaar": 2021, "jaar": 2022, "leveringsvorm": "alle", "maat": "uitgaven",
         "vorige": D("10"),
         "huidige": D("90"), "groei_pct": D("800.00"), "is_breuk": True},
        ANDER | JEUGD | {"van_jaar": 2021, "jaar": 2022, "leveringsvorm": "alle", "maat": "uitgaven",
         "vorige": D("13130000"), "huidige": D("13297000"), "groei_pct": D("1.27"), "is_breuk": False},
    ],
    "clienten": [
        GEMEENTE | JEUGD | {"periode": "2019-H1", "periode_soort": "halfjaar", "jaar": 2019, "leveringsvorm": "alle",
         "clienten_aantal": 1885, "clienten_status": "waarde"},
        ANDER | JEUGD | {"periode": "2019-H1", "periode_soort": "halfjaar", "jaar": 2019, "leveringsvorm": "alle",
         "clienten_status": "geheim"},
    ],
    "dekking": [
        GEMEENTE | {"jaar": 2021, "wet": "jeugdwet", "reeks": "a", "is_voorkeur": True,
         "rijksbijdrage_eur": D("5260346"),
         "uitgaven_eur": D("10793000"), "saldo_eur": D("-5532654"), "dekkingsgraad_pct": D("48.74"),
         "oordeel": "nadeel"},
        GEMEENTE | {"jaar": 2025, "wet": "jeugdwet", "reeks": "a", "is_voorkeur": True,
         "rijksbijdrage_eur": D("39046120.07")},
    ],
    "rijksbijdragen": [
        GEMEENTE | {"uitkeringsjaar": 2025, "circulaire": "septembercirculaire 2024", "onderdeel": "Jeugd",
         "reeks": "a",
         "is_voorkeur": True, "wet": "jeugdwet", "bedrag_eur": D("39046120.07"),
         "verschil_vorige_circulaire_eur": D("-261877.96"), "is_laatste_circulaire": True, "is_raming": False},
    ],
    "benchmark": [
        GEMEENTE | JEUGD | {"jaar": 2022, "maat": "uitgaven_per_inwoner", "waarde": D("274.75"), "regio": D("254.30"),
         "geldigheid": "Niet geldig: boekingsbreuk.", "is_vergelijkbaar": False},
        ANDER | JEUGD | {"jaar": 2022, "maat": "uitgaven_per_inwoner", "waarde": D("324.81"), "regio": D("254.30"),
         "rang": 1, "rang_van": 1, "geldigheid": "Geldig.", "is_vergelijkbaar": True},
    ],
    "zorgaanbod": [
        GEMEENTE | {"jaar": 2025, "maanden_aantal": 7, "aanbieder": "00000001", "niveau": "voorziening", "wet": "wmo",
         "voorziening": "begeleiding", "reeks": "berichten", "is_voorkeur": True, "clienten_aantal": 12,
         "omzet_eur": D("5500.00"), "gemiddelde_prijs_eur": D("50.25"), "eenheid": "uur", "volume": D("109.4527"),
         "concentratie_hhi": 6089},
    ],
    "aansluiting": [
        # 1.500 - 1.000 - 200 - 50 = 250, of which 100 is explained
        GEMEENTE | {"jaar": 2025, "niveau": "wet", "wet": "wmo", "voorziening": "totaal", "berichten_eur": D("1000.00"),
         "pgb_eur": D("200.00"), "subsidies_eur": D("50.00"), "grootboek_eur": D("1500.00"), "verschil_eur": D("250.00"),
         "verklaard_eur": D("100.00"), "onverklaard_eur": D("150.00"), "toelichting": "Zonder pgb."},
    ],
    "maatregelen": [
        REGIO | {"jaar": 2024, "nr": "7", "maatregel": KWAAD, "onderdeel": "Hulp", "reeks": "plan",
         "kosten_eur": D("90000"),
         "effect_eur": D("1047390"), "netto_eur": D("1137390"), "gepubliceerd_eur": D("-957390"),
         "verschil_eur": D("-2094780")},
    ],
    "pilots": [
        GEMEENTE | {"jaar": 2024, "pilot": "-Doorbraak", "maat": "+kosten", "reeks": "plan",
         "waarde": D("12345678901234567.8901")},
    ],
    "toelichtingen": [
        GEMEENTE | JEUGD | {"jaar": 2022, "periode": "2022", "periode_soort": "jaar", "reeks": "eigen", "tekst": MENS,
         "auteur": "controller", "datum": date(2023, 2, 1), "levering": "toelichtingen/a.csv"},
    ],
    "bevindingen": [
        {"bestand": "a.csv", "regel": 7, "kolom": "@bedrag", "waarde": FORMULE, "verwacht": "1,5",
         "verschil": D("1.30000000"),
         "regel_code": "controle.som", "ernst": "waarschuwing", "melding": KWAAD, "eigenaar": "leverancier"},
        {"bestand": "b.csv", "regel": 2, "regel_code": "waarde.onleesbaar", "ernst": "fout",
         "melding": "Niet te lezen.",
         "eigenaar": "leverancier"},
    ],
    "leveringen": [
        {"levering": "iv3/a.csv", "bron": "iv3", "uitkomst": "geaccepteerd", "leverancier": "CBS",
         "licence": "CC BY 4.0",
         "ontvangen_op": date(2026, 2, 28), "vindplaats": "https://voorbeeld.invalid/x", "rijen_gelezen": 1716,
         "rijen_apart": 0},
    ],
}  # fmt: skip


def bouw(pad: Path, rijen: dict[str, list[dict]] | None = None) -> duckdb.DuckDBPyConnection:
    """Make the database with `rijen` (the ones above if not given), with a comment on one table and column."""
    con = duckdb.connect(str(pad))
    con.execute("create schema marts")
    for mart, kolommen in MARTS.items():
        con.execute(f"create table marts.{mart} ({kolommen})")
        for rij in (RIJEN if rijen is None else rijen).get(mart, []):
            namen = ", ".join(rij)
            con.execute(f"insert into marts.{mart} ({namen}) values ({', '.join('?' * len(rij))})", list(rij.values()))
    con.execute("comment on table marts.dekking is 'Bijdrage naast uitgaven.'")
    con.execute("comment on column marts.dekking.saldo_eur is 'Bijdrage min uitgaven <b>in euro</b>.'")
    return con


def kiezer(con: duckdb.DuckDBPyConnection, kop: Kop = KOP) -> Callable[..., tuple[str, list[list[str]]]]:
    """Gives kies(naam, gebied=...): the caption of a block at a choice, and headings and rows as text.

    Without rows its message, and no rows.
    """
    namen = lezen.namen_van_voorzieningen(con)
    alle = {b.naam: b for b in rapport.maak_blokken(con, kop, namen)}
    opties = blokken.opties(alle.values(), namen, lezen.gebieden(con))

    def kies(naam: str, **keuze: str) -> tuple[str, list[list[str]]]:
        getoond = rapport.toon(alle[naam], Keuze(**keuze), opties)
        if getoond.tabel is None:
            return getoond.melding, []
        tabel = getoond.tabel
        return tabel.bijschrift, [[c.tekst for c in rij] for rij in (tabel.koppen, *tabel.rijen)]

    return kies


class Pagina(HTMLParser):
    """The page as a reader's software sees it: tags, headings, tables as rows of cells, all text."""

    LEEG = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.koppen: list[int] = []
        self.tabellen: dict[str, list[list[str]]] = {}
        self.open: list[str] = []
        self.fouten: list[str] = []
        self.zonder_scope = 0
        self.teksten: list[str] = []
        self._rijen: list[list[str]] = []
        self._bijschrift: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        kenmerken = dict(attrs)
        self.tags.append((tag, kenmerken))
        if tag not in self.LEEG:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.koppen.append(int(tag[1]))
        if tag == "table":
            self._rijen, self._bijschrift = [], None
        elif tag == "tr":
            self._rijen.append([])
        elif tag in {"td", "th"}:
            self._rijen[-1].append("")
            self.zonder_scope += tag == "th" and "scope" not in kenmerken

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.fouten.append(tag)
        if tag == "table":
            self.tabellen[self._bijschrift or f"zonder bijschrift {len(self.tabellen)}"] = self._rijen

    def handle_data(self, data):
        if {"style", "script"} & set(self.open):
            return
        self.teksten.append(data)
        if self.open[-1:] == ["caption"]:
            self._bijschrift = (self._bijschrift or "") + data
        elif {"td", "th"} & set(self.open):
            self._rijen[-1][-1] += data
