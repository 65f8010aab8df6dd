"""Chapter Zorg: clients, who came and went, who asked and who referred, what was allocated.

Blocks of the marts clienten, instroom_uitstroom, zorgvraag, verwijzers and zorgtoewijzing: years, half-years and
for the flows quarters; months stand in the workbook. Providers and the spread of costs are chapter aanbod.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.blokken import Blok, Grafiek, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import een_per_cel, naam_van_voorziening, vraag
from pipeline.publicaties.onderdelen.kosten import ALLES, CEL, ORDE
from pipeline.publicaties.tabellen import Kolom, Rij

# type_verwijzer of iJw, in a few words
VERWIJZERS = {
    "01": "gemeente", "02": "huisarts", "03": "jeugdarts", "04": "gecertificeerde instelling",
    "05": "medisch specialist", "06": "zelf of geen", "08": "rechter, OvJ of JJI",
}  # fmt: skip
PERIODE = Kolom("periode_tekst", "Periode", vorm=lambda r: opmaak.periode(r["periode"]), van="periode")
PER_PERIODE = ("gemeente_code", "periode", *CEL[2:])


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> list[Blok]:
    """The blocks of the chapter, in the order of the page."""
    onderdeel = Kolom("onderdeel", "Onderdeel", vorm=partial(naam_van_voorziening, namen), van="voorziening")
    rest: dict[str, Any] = {"peiljaar": kop.peildatum.year}
    return [
        _clienten(con, onderdeel, rest),
        _stromen(con, rest),
        _zorgvraag(con, onderdeel, rest),
        _verwijzers(con, rest),
        _toewijzing(con, rest),
    ]


def _clienten(con: duckdb.DuckDBPyConnection, onderdeel: Kolom, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.clienten where is_voorkeur and periode_soort in ('jaar', 'halfjaar')
        {een_per_cel("periode", "leveringsvorm")} order by jaar, {ORDE}, leveringsvorm, periode_soort desc, periode
        """,
    )
    return maak_blok(
        "clienten",
        "{gebied} {jaar}: cliënten",
        rijen,
        soorten,
        [
            onderdeel,
            PERIODE,
            Kolom("vorm", "Leveringsvorm", vorm=lambda r: opmaak.woord(r["leveringsvorm"]), van="leveringsvorm"),
            Kolom("clienten_aantal", "Cliënten", "aantal_status", naast="clienten_status"),
            Kolom("clienten_peildatum_aantal", "Op de laatste dag"),
            Kolom("voorzieningen_aantal", "Voorzieningen"),
            Kolom("huishoudens_aantal", "Huishoudens"),
            Kolom("inwoners_aantal", "Inwoners"),
            Kolom("per_1000_inwoners", "Per 1.000 inwoners"),
        ],
        mart="clienten",
        sleutel=("gemeente_code", "periode", "leveringsvorm", *CEL[2:]),
        volgt=ALLES,
        rijkoppen=3,
        leeg="Aantallen cliënten zijn nog niet geleverd.",
        noot="Een cliënt telt in een totaal één keer; cliënten van voorzieningen of halfjaren mag u dus niet optellen. "
        "Maanden en kwartalen staan in de werkmap en de databank.",
        geldig="Aantallen van een reeks met een andere definitie staan er niet naast. Van het lopende jaar komen nog "
        "cliënten bij.",
        bronnen=("clientaantallen", "berichten", "pgb", "inwoners"),
        blad="Cliënten",
        **rest,
    )


def _stromen(con: duckdb.DuckDBPyConnection, rest: dict[str, Any]) -> Blok:
    """The shortest period longer than a month that was delivered, one line of them per choice."""
    rijen, soorten = vraag(
        con,
        f"""
        with perioden as (
            select *, -uitstroom_aantal as uitstroom_omlaag, rank() over (
                partition by gemeente_code, niveau, wet, voorziening
                order by case periode_soort when 'kwartaal' then 0 when 'halfjaar' then 1 else 2 end
            ) as fijn
            from marts.instroom_uitstroom where is_voorkeur and periode_soort <> 'maand'
        )
        select * exclude (fijn) from perioden where fijn = 1
        {een_per_cel("periode")} order by {ORDE}, periode
        """,
    )
    for rij in rijen:
        rij["periode_kort"] = rij["periode"].replace("-", " ")
    return maak_blok(
        "stromen",
        "{gebied}, {onderdeel}: bestand, instroom en uitstroom",
        rijen,
        soorten,
        [
            PERIODE,
            Kolom("begin_aantal", "Begin"),
            Kolom("instroom_aantal", "Instroom"),
            Kolom("herhaald_beroep_aantal", "Waarvan herhaald beroep"),
            Kolom("uitstroom_aantal", "Uitstroom"),
            Kolom("eind_aantal", "Eind"),
        ],
        mart="instroom_uitstroom",
        sleutel=PER_PERIODE,
        volgt=("gebied", "wet", "voorziening"),
        geheel=True,
        velden=("periode_kort", "uitstroom_omlaag"),
        leeg="In- en uitstroom zijn nog niet geleverd.",
        noot="Begin plus instroom min uitstroom is eind. Wie op de laatste dag stopt, telt niet meer mee in het eind.",
        geldig="Einddata komen vaak later binnen: de uitstroom van de laatste perioden loopt nog op.",
        bronnen=("berichten", "clientaantallen"),
        **rest,
        grafieken=[
            Grafiek(
                "bestand",
                grafieken.bestand(),
                "{gebied}, {onderdeel}: bestand als lijn, instroom en uitstroom als staven",
                "Lijn van het aantal cliënten aan het einde van elke periode in {gebied}, {onderdeel}, met staven "
                "omhoog voor instroom en omlaag voor uitstroom. De cijfers staan in de tabel hierboven.",
                ("eind_aantal",),
                2,
            )
        ],
    )


def _zorgvraag(con: duckdb.DuckDBPyConnection, onderdeel: Kolom, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.zorgvraag where is_voorkeur and verwijzer = 'alle' and periode_soort <> 'maand'
        {een_per_cel("periode")} order by jaar, {ORDE}, periode_soort, periode
        """,
    )
    return maak_blok(
        "zorgvraag",
        "{gebied} {jaar}: van melding tot besluit, en wie er wacht",
        rijen,
        soorten,
        [
            onderdeel,
            PERIODE,
            Kolom("meldingen_aantal", "Meldingen"),
            Kolom("aanvragen_aantal", "Aanvragen"),
            Kolom("toegekend_aantal", "Toegekend"),
            Kolom("afgewezen_aantal", "Afgewezen"),
            Kolom("doorlooptijd_dagen", "Doorlooptijd in dagen (mediaan)"),
            Kolom("wachtenden_aantal", "Wachtenden"),
        ],
        mart="zorgvraag",
        sleutel=("gemeente_code", "periode", "verwijzer", *CEL[2:]),
        volgt=ALLES,
        rijkoppen=2,
        leeg="Meldingen, besluiten en wachtlijsten zijn nog niet geleverd.",
        geldig="De doorlooptijd loopt van melding tot besluit; een melding zonder besluit telt nog niet mee.",
        bronnen=("toegang", "wachtlijst"),
        blad="Zorgvraag",
        **rest,
    )


def _verwijzer(rij: Rij) -> str:
    return VERWIJZERS.get(rij["verwijzer"], rij["verwijzer"])


def _verwijzers(con: duckdb.DuckDBPyConnection, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"select * from marts.verwijzers where is_voorkeur {een_per_cel('verwijzer')} order by jaar, {ORDE}, verwijzer",
    )
    return maak_blok(
        "verwijzers",
        "{gebied} {jaar}, {onderdeel}: wie verwees",
        rijen,
        soorten,
        [
            Kolom("verwijzer_tekst", "Verwijzer", vorm=_verwijzer, van="verwijzer"),
            Kolom("clienten_aantal", "Cliënten"),
            Kolom("uitgaven_eur", "Uitgaven"),
            Kolom("kosten_per_client_eur", "Kosten per cliënt"),
            Kolom("maanden_aantal", "Maanden bekend"),
        ],
        mart="verwijzers",
        sleutel=("gemeente_code", "jaar", "verwijzer", *CEL[2:]),
        volgt=ALLES,
        geheel=True,
        leeg="Verwijzers zijn nog niet geleverd.",
        geldig="Wie er twee heeft, telt als cliënt bij beide; de uitgaven tellen op.",
        bronnen=("berichten", "toegang"),
        blad="Verwijzers",
        **rest,
    )


def _toewijzing(con: duckdb.DuckDBPyConnection, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.zorgtoewijzing where is_voorkeur
            and jaar > (select max(jaar) from marts.zorgtoewijzing) - 2
        {een_per_cel("maand")} order by {ORDE}, maand
        """,
    )
    return maak_blok(
        "toewijzing",
        "{gebied} {jaar}, {onderdeel}: toegewezen zorg per maand",
        rijen,
        soorten,
        [
            Kolom("maand_tekst", "Maand", vorm=lambda r: opmaak.periode(r["maand"]), van="maand"),
            Kolom("lopend_aantal", "Lopend"),
            Kolom("nieuw_aantal", "Nieuw"),
            Kolom("beeindigd_aantal", "Beëindigd"),
            Kolom("volume_per_week", "Volume per week", "getal1"),
            Kolom("eenheid"),
            Kolom("toegewezen_eur", "Toegewezen"),
            Kolom("gerealiseerd_eur", "Gedeclareerd"),
            Kolom("verzilvering_pct", "Verzilvering"),
            Kolom("verplichting_eur", "Nog verplicht"),
        ],
        mart="zorgtoewijzing",
        sleutel=("gemeente_code", "maand", *CEL[2:]),
        volgt=ALLES,
        geheel=True,
        leeg="Toewijzingen zijn nog niet geleverd.",
        noot="Verzilvering is wat gedeclareerd is van wat toegewezen is. De laatste twee jaren; de rest staat "
        "in de werkmap.",
        geldig="Van de laatste maanden is nog niet alles gedeclareerd: de verzilvering loopt daar nog op.",
        bronnen=("berichten",),
        blad="Zorgtoewijzing",
        **rest,
    )
