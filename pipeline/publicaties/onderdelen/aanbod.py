"""Chapter Zorg, its second half: who provides the care, to which ages, and how the costs are spread over clients.

Blocks of the marts zorgaanbod, zorgpopulatie, kostenconcentratie and lorenz.
"""

from __future__ import annotations

from typing import Any

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.blokken import Blok, Grafiek, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, WET_VOLGORDE, een_per_cel, vraag
from pipeline.publicaties.onderdelen.kosten import ALLES, CEL, ORDE
from pipeline.publicaties.tabellen import Kolom

# the largest of each choice; the workbook has them all
MEESTE_AANBIEDERS = 15


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop) -> list[Blok]:
    """The blocks of the chapter, in the order of the page."""
    rest: dict[str, Any] = {"peiljaar": kop.peildatum.year}
    return [_aanbieders(con, rest), _leeftijden(con, rest), _concentratie(con, rest), _lorenz(con, rest)]


def _aanbieders(con: duckdb.DuckDBPyConnection, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        with rijen as (
            select * from marts.zorgaanbod where is_voorkeur and jaar > (select max(jaar) from marts.zorgaanbod) - 2
            {een_per_cel("aanbieder")}
        )
        select * from rijen
        qualify row_number() over (
            partition by gemeente_code, jaar, wet, voorziening order by omzet_eur desc nulls last, aanbieder
        ) <= {MEESTE_AANBIEDERS}
        order by jaar, gemeente_code, wet, voorziening, omzet_eur desc nulls last, aanbieder
        """,
    )
    return maak_blok(
        "aanbieders",
        f"{{gebied}} {{jaar}}, {{onderdeel}}: de {MEESTE_AANBIEDERS} aanbieders met de grootste omzet",
        rijen,
        soorten,
        [
            Kolom("aanbieder"),
            Kolom("clienten_aantal", "Cliënten"),
            Kolom("omzet_eur", "Omzet"),
            Kolom("aandeel_pct", "Aandeel"),
            Kolom("gemiddelde_prijs_eur", "Gemiddelde prijs"),
            Kolom("eenheid"),
            Kolom("duur_maanden", "Duur in maanden (mediaan)", "getal1"),
            Kolom("start_na_dagen", "Start na dagen (mediaan)", "getal1"),
            Kolom("volgens_plan_pct", "Volgens plan beëindigd"),
            Kolom("herhaald_beroep_pct", "Herhaald beroep"),
            Kolom("concentratie_hhi", "Concentratie (HHI)", "aantal"),
        ],
        mart="zorgaanbod",
        sleutel=("gemeente_code", "jaar", "aanbieder", *CEL[2:]),
        volgt=ALLES,
        geheel=True,
        leeg="Cijfers per aanbieder zijn nog niet geleverd.",
        noot="De laatste twee jaren; alle aanbieders en jaren staan in de werkmap, blad Zorgaanbod. Start na "
        "dagen is de wachttijd tussen toewijzing en eerste zorg. Boven 2.500 heet een markt "
        "geconcentreerd.",
        geldig="Aanbieders zijn te vergelijken binnen één voorziening en eenheid; tussen voorzieningen "
        "verschilt de zorg.",
        bronnen=("berichten",),
        blad="Zorgaanbod",
        **rest,
    )


def _leeftijden(con: duckdb.DuckDBPyConnection, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.zorgpopulatie
        where leeftijdsgroep <> 'totaal' and duurklasse = 'totaal' and intensiteitsklasse = 'totaal'
        {een_per_cel("leeftijdsgroep")}
        order by {ORDE}, try_cast(regexp_extract(leeftijdsgroep, '^[0-9]+') as integer) nulls last, leeftijdsgroep
        """,
    )
    return maak_blok(
        "leeftijden",
        "{gebied} {jaar}, {onderdeel}: cliënten naar leeftijd",
        rijen,
        soorten,
        [
            Kolom("leeftijdsgroep", "Leeftijd"),
            Kolom("clienten_aantal", "Cliënten"),
            Kolom("uitgaven_eur", "Uitgaven"),
            Kolom("maanden_aantal", "Maanden bekend"),
        ],
        mart="zorgpopulatie",
        sleutel=("gemeente_code", "jaar", *CEL[2:], "leeftijdsgroep", "duurklasse", "intensiteitsklasse"),
        volgt=ALLES,
        geheel=True,
        leeg="Leeftijden van cliënten zijn nog niet geleverd.",
        geldig="Leeftijd op de eerste dag van de zorg in het jaar.",
        bronnen=("berichten",),
        blad="Zorgpopulatie",
        **rest,
    )


TELLING = Kolom("telling", "Geteld per", vorm=lambda r: r["eenheid_van_telling"], van="eenheid_van_telling")


def _concentratie(con: duckdb.DuckDBPyConnection, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"select * from marts.kostenconcentratie order by {GEBIED_VOLGORDE}, gemeente_code, jaar, {WET_VOLGORDE}, "
        "eenheid_van_telling desc",
    )
    return maak_blok(
        "concentratie",
        "{gebied} {jaar}: hoe de kosten over cliënten verdeeld zijn",
        rijen,
        soorten,
        [
            Kolom("wet_tekst", "Wet", vorm=lambda r: opmaak.wet(r["wet"]), van="wet"),
            TELLING,
            Kolom("clienten_aantal", "Cliënten"),
            Kolom("uitgaven_eur", "Uitgaven"),
            Kolom("gini", "Gini (0 is gelijk)", "getal"),
            Kolom("top20_aandeel_pct", "Deel van de duurste 20%"),
            Kolom("stapeling", "Voorzieningen per cliënt"),
        ],
        mart="kostenconcentratie",
        sleutel=("gemeente_code", "jaar", *CEL[2:], "eenheid_van_telling"),
        volgt=("gebied", "wet", "jaar"),
        rijkoppen=2,
        leeg="De verdeling van kosten over cliënten is nog niet te maken.",
        geldig="In een jaar met weinig cliënten of weinig bekende maanden zegt de verdeling weinig.",
        bronnen=("berichten",),
        blad="Kostenconcentratie",
        **rest,
    )


def _lorenz(con: duckdb.DuckDBPyConnection, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"select * from marts.lorenz order by {GEBIED_VOLGORDE}, gemeente_code, jaar, {WET_VOLGORDE}, "
        "eenheid_van_telling desc, aandeel_clienten_pct",
    )
    return maak_blok(
        "lorenz",
        "{gebied} {jaar}, {onderdeel}: deel van de uitgaven van de goedkoopste cliënten",
        rijen,
        soorten,
        [
            TELLING,
            Kolom("aandeel_clienten_pct", "Deel van de cliënten"),
            Kolom("aandeel_uitgaven_pct", "Deel van de uitgaven"),
        ],
        mart="lorenz",
        sleutel=("gemeente_code", "jaar", *CEL[2:], "eenheid_van_telling", "aandeel_clienten_pct"),
        volgt=("gebied", "wet", "jaar"),
        geheel=True,
        leeg="De verdeling van kosten over cliënten is nog niet te maken.",
        geldig="Hoe verder de lijn onder de streeplijn ligt, hoe schever de kosten verdeeld zijn.",
        bronnen=("berichten",),
        blad="Lorenzcurve",
        dicht=True,
        **rest,
        grafieken=[
            Grafiek(
                "lorenz",
                grafieken.lorenz(),
                "{gebied} {jaar}, {onderdeel}: Lorenzcurve",
                "Kromme van het deel van de uitgaven dat naar de goedkoopste cliënten gaat in {gebied}, {jaar}, "
                "{onderdeel}, onder de rechte lijn van een gelijke verdeling. De cijfers staan in de tabel hierboven.",
                ("aandeel_uitgaven_pct",),
                3,
            )
        ],
    )
