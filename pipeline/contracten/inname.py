"""The delivery contract of the bronnen that hold totals, and the list of all bronnen with their tables.

One declaration drives the intake, the Parquet schema, the pandera check and docs/leveringscontract.md. Layouts and
reading stand elsewhere.
"""

from __future__ import annotations

from pipeline.contracten.berichten import BERICHTTABELLEN
from pipeline.contracten.clienten import CLIENTTABELLEN
from pipeline.contracten.model import (
    GEMEENTE,
    IS_TOTAAL,
    JAAR,
    LEVERINGSVORM,
    PERIODE,
    TOELICHTING,
    VOORZIENING,
    WET,
    Kolom,
    Tabel,
    aantal,
)
from pipeline.contracten.stappen import STAPPEN
from pipeline.contracten.toelichtingen import TOELICHTINGEN

TABELLEN: dict[str, Tabel] = {
    t.naam: t
    for t in (
        *BERICHTTABELLEN,
        *CLIENTTABELLEN,
        STAPPEN,
        TOELICHTINGEN,
        Tabel(
            "clientaantallen",
            "gebied, periode, wet, voorziening, leveringsvorm",
            (
                GEMEENTE, PERIODE, WET, VOORZIENING, LEVERINGSVORM,
                aantal("aantal_clienten", "unieke cliënten in de periode", "clienten", "cliënten"),
                aantal("aantal_peildatum", "unieke cliënten op de laatste dag van de periode"),
                aantal("aantal_voorzieningen", "voorzieningen (een cliënt kan er meer hebben)"),
                aantal("aantal_huishoudens", "huishoudens met een voorziening"),
                aantal("begin", "lopend bij het begin van de periode", "beginstand"),
                aantal("instroom", "begonnen in de periode"),
                aantal("herhaald_beroep", "deel van de instroom met een eerder, afgesloten traject"),
                aantal("uitstroom", "geëindigd in de periode"),
                aantal("eind", "lopend aan het einde van de periode", "eindstand"),
                Kolom("per_1000_inwoners", "getal", "gepubliceerde cliënten per 1.000 inwoners, ter controle"),
            ),
            ("gemeente", "periode", "wet", "voorziening", "leveringsvorm"),
            ("aantal_clienten", "aantal_peildatum", "aantal_voorzieningen", "aantal_huishoudens", "instroom", "eind"),
        ),
        Tabel(
            "uitgaven",
            "gebied, periode, wet, voorziening, leveringsvorm, eenheid",
            (
                GEMEENTE, PERIODE, Kolom("wet", "wet", "Wmo, Jeugdwet, Participatiewet of overig"), VOORZIENING,
                LEVERINGSVORM,
                Kolom("bedrag", "bedrag", "uitgaven in euro", aliassen=("uitgaven", "lasten_euro")),
                Kolom("volume", "getal", "geleverde hoeveelheid, in eenheid"),
                Kolom("eenheid", "tekst", "eenheid van het volume: uren, etmalen, ritten"),
                Kolom("prijs", "getal", "prijs per eenheid in euro; een minuutprijs heeft meer dan twee decimalen"),
                Kolom("eigen_bijdrage", "bedrag", "eigen bijdragen van inwoners in euro"),
                TOELICHTING,
            ),
            ("gemeente", "periode", "wet", "voorziening", "leveringsvorm", "eenheid"),
            ("bedrag", "volume"),
        ),
        Tabel(
            "groei_gepubliceerd",
            "gebied, wet, voorziening, maat, van_jaar, jaar",
            (
                GEMEENTE, WET, VOORZIENING, LEVERINGSVORM,
                Kolom("maat", "keuze", "wat groeit", True, keuzes=("clienten", "uitgaven", "rijksbijdrage")),
                Kolom("van_jaar", "jaar", "eerste jaar", True),
                JAAR,
                Kolom("groei_pct", "getal", "gepubliceerde groei in procenten"),
                Kolom("groei_aantal", "getal", "gepubliceerde groei in aantallen"),
            ),
            ("gemeente", "wet", "voorziening", "leveringsvorm", "maat", "van_jaar", "jaar"),
            ("groei_pct", "groei_aantal"),
        ),
        Tabel(
            "rijksbijdragen",
            "gemeente, uitkeringsjaar, circulaire, onderdeel",
            (
                GEMEENTE,
                Kolom("uitkeringsjaar", "jaar", "jaar waarvoor het Rijk uitkeert", True, ("jaar",)),
                Kolom("circulaire", "tekst", "circulaire die het bedrag noemt", leeg_als="onbekend"),
                Kolom("onderdeel", "tekst", "cluster of uitkering", True, ("cluster",)),
                Kolom("bedrag", "bedrag", "bedrag in euro", True, ("bedrag_euro",)),
                IS_TOTAAL,
            ),
            ("gemeente", "uitkeringsjaar", "circulaire", "onderdeel"),
        ),
        Tabel(
            "begroting",
            "gemeente, jaar, versie, voorziening of taakveld",
            (
                GEMEENTE, JAAR,
                Kolom("versie", "tekst", "primitief of wijziging-N", True, patroon=r"primitief|wijziging-\d{1,3}"),
                Kolom("wet", "wet", "nodig waar de naam van een voorziening bij twee wetten hoort"),
                Kolom("voorziening", "voorziening", "naam, slug of synoniem uit voorzieningen.csv, of Totaal"),
                Kolom("taakveld", "taakveld", "Iv3-taakveld van het jaar"),
                Kolom("bedrag", "bedrag", "begrote lasten in euro", True),
            ),
            ("gemeente", "jaar", "versie", "wet", "voorziening", "taakveld"),
            ("voorziening", "taakveld"),
        ),
        Tabel(
            "iv3",
            "gemeente, jaar, document, taakveld",
            (
                GEMEENTE, JAAR,
                Kolom(
                    "document", "keuze", "begroting, kwartaal-1 tot en met kwartaal-4, of jaarrekening", True,
                    keuzes=("begroting", "kwartaal-1", "kwartaal-2", "kwartaal-3", "kwartaal-4", "jaarrekening"),
                ),
                Kolom("taakveld", "taakveld", "Iv3-taakveld van het jaar", True),
                Kolom("lasten", "getal", "lasten x 1.000 euro", True, ("lasten_x1000",)),
                Kolom("baten", "getal", "baten x 1.000 euro", aliassen=("baten_x1000",)),
            ),
            ("gemeente", "jaar", "document", "taakveld"),
        ),
        Tabel(
            "inwoners",
            "gemeente, jaar, leeftijdsgroep",
            (
                GEMEENTE, JAAR,
                Kolom("leeftijdsgroep", "tekst", "leeftijdsgroep, leeg voor alle leeftijden", leeg_als="totaal"),
                Kolom("inwoners", "aantal", "inwoners op 1 januari", True, ("inwoners_1_januari",), negatief=False),
            ),
            ("gemeente", "jaar", "leeftijdsgroep"),
        ),
        Tabel(
            "indicatoren",
            "gebied, periode, onderwerp, soort, maat",
            (
                GEMEENTE, PERIODE,
                Kolom("onderwerp", "tekst", "waar het over gaat", True),
                Kolom("soort", "keuze", "plaats in de keten", True, keuzes=("input", "throughput", "output", "effect")),
                Kolom("maat", "tekst", "wat er gemeten is", True),
                Kolom("waarde", "getal", "de waarde", True),
                Kolom("eenheid", "tekst", "eenheid van de waarde"),
                Kolom("vergelijking", "tekst", "waarmee de bron vergelijkt"),
                Kolom("vergelijking_waarde", "tekst", "de waarde daarvan, zoals gepubliceerd"),
                TOELICHTING,
            ),
            ("gemeente", "periode", "onderwerp", "maat", "vergelijking", "toelichting"),
        ),
        Tabel(
            "maatregelen",
            "gebied, maatregel, jaar, regel_soort",
            (
                GEMEENTE,
                Kolom("nr", "tekst", "nummer in het document"),
                Kolom("maatregel", "tekst", "naam van de maatregel", True),
                Kolom("onderdeel", "tekst", "voorziening of doel, zoals het document het noemt"),
                Kolom("regel_soort", "keuze", "kosten, effect of resultaat", True,
                      keuzes=("kosten", "effect", "resultaat")),
                Kolom("jaar", "jaar", "jaar van het bedrag; leeg waar de bron het niet noemt"),
                Kolom("bedrag", "bedrag", "bedrag in euro, met het teken van de bron", True),
                IS_TOTAAL, TOELICHTING,
            ),
            ("gemeente", "nr", "maatregel", "onderdeel", "regel_soort", "jaar"),
        ),
        Tabel(
            "maatregel_aannames",
            "maatregel",
            (
                GEMEENTE,
                Kolom("nr", "tekst", "nummer in het document", True),
                Kolom("maatregel", "tekst", "naam van de maatregel", True),
                Kolom("aanname", "tekst", "wat het document over de som zegt", True),
            ),
            ("gemeente", "nr"),
        ),
        Tabel(
            "pilots",
            "gemeente, naam, jaar, maat",
            (
                GEMEENTE,
                Kolom("naam", "tekst", "naam van de pilot of voorziening", True),
                JAAR,
                Kolom("maat", "tekst", "wat er gemeten is", True),
                Kolom("waarde", "getal", "de waarde", True),
                Kolom("eenheid", "tekst", "eenheid van de waarde"),
                TOELICHTING,
            ),
            ("gemeente", "naam", "jaar", "maat"),
        ),
        Tabel(
            "denkrichtingen",
            "gemeente, jaar, keuze, denkrichting",
            (
                GEMEENTE, JAAR,
                Kolom("keuze", "tekst", "keuze-item", True),
                Kolom("denkrichting", "tekst", "denkrichting, of huidig", True),
                Kolom("bedrag", "bedrag", "bedrag in euro", True),
                IS_TOTAAL,
            ),
            ("gemeente", "jaar", "keuze", "denkrichting"),
        ),
    )
}  # fmt: skip

# bron -> the tables that its canonical columns may fill, most specific first; layouts may fill others
BRONNEN: dict[str, tuple[str, ...]] = {
    "clientaantallen": ("clientaantallen",),
    "uitgaven": ("uitgaven",),
    "rijksbijdragen": ("rijksbijdragen",),
    "begroting": ("begroting",),
    "iv3": ("iv3",),
    "inwoners": ("inwoners",),
    "indicatoren": ("indicatoren",),
    "maatregelen": ("maatregelen",),
    "pilots": ("pilots",),
    "denkrichtingen": ("denkrichtingen",),
    "berichten": tuple(t.naam for t in BERICHTTABELLEN),
    "toegang": ("toegang", "koppeltabel"),
    "wachtlijst": ("wachtlijst",),
    "pgb": ("pgb",),
    "subsidies": ("subsidies",),
    "grootboek": ("grootboek",),
    "eigen_bijdragen": ("eigen_bijdragen",),
    "productcodes": ("productcodes",),
    "stappen": ("stappen",),
    "toelichtingen": ("toelichtingen",),
}
