"""The landing of the care messages (iWmo and iJw, 3.0 to 3.2): what steering needs of them, and no more.

One table per kind of message, the same for both wetten. No name, address, free text, relation or day of birth has a
column here; a person is a keyed pseudonym. Element names and meaning: iStandaarden release 3.2; amounts are euro
(the messages hold cents). `blad` is the element that the row stands for and `regel` its number within the message.
How messages are read stands in `inname/berichten`, what they mean together in the dbt models.
"""

from __future__ import annotations

from pipeline.contracten.model import Kolom, Tabel

WET = Kolom("wet", "keuze", "wet van het bericht, uit de namespace", True, keuzes=("wmo", "jeugdwet"))
PERSOON = Kolom("persoon", "persoon", "cliënt, als pseudoniem met sleutel", True)
CATEGORIE = Kolom("productcategorie", "tekst", "productcategorie, twee tekens")
CODE = Kolom("productcode", "tekst", "productcode van de gemeente of JZ21, vijf tekens")
NUMMER = Kolom("toewijzingnummer", "geheel", "nummer van de toewijzing bij de gemeente")
OMVANG = (
    Kolom("volume", "geheel", "toegewezen volume per frequentie"),
    Kolom("eenheid", "tekst", "eenheid van het volume (codelijst eenheid)"),
    Kolom("frequentie", "tekst", "frequentie van het volume (codelijst frequentie)"),
    Kolom("budget", "euro", "toegewezen budget in euro"),
)
# of which message a row is: the same in every table
BERICHT = (
    WET,
    Kolom("soort", "tekst", "soort bericht: 301, 302, 305, 306, 307, 308, 315, 323 of 325", True),
    Kolom("gemeente_code", "tekst", "gemeente in de kop, als CBS-code", True),
    Kolom("aanbieder", "tekst", "AGB-code van de aanbieder in de kop", True),
    Kolom("identificatie", "tekst", "identificatie van het bericht; bij een retour die van het heenbericht", True),
    Kolom("dagtekening", "datum", "dagtekening van het bericht; bij een retour die van het retour", True),
)
CLIENT = (
    PERSOON,
    Kolom("geboortejaar", "geheel", "jaar van geboorte; leeg als het onbekend is"),
    Kolom("geslacht", "tekst", "codelijst geslacht: 0, 1 of 2"),
)

BERICHTTABELLEN: tuple[Tabel, ...] = (
    Tabel(
        "bericht", "bericht, zoals ontvangen",
        (
            *BERICHT,
            Kolom("versie", "tekst", "release, zoals 3.2", True),
            Kolom("retour_identificatie", "tekst", "eigen identificatie van een retourbericht of 325"),
            Kolom("heen_dagtekening", "datum", "dagtekening van het bericht waar een retour bij hoort"),
            Kolom("retourcodes", "tekst", "retourcodes in de kop, met een spatie ertussen"),
            Kolom("declaratienummer", "tekst", "nummer van de declaratie (323, 325)"),
            Kolom("declaratie_begin", "datum", "eerste dag van de declaratieperiode (323)"),
            Kolom("declaratie_eind", "datum", "laatste dag van de declaratieperiode (323)"),
            Kolom("declaratie_dagtekening", "datum", "dagtekening van de declaratie (323)"),
            Kolom("totaal_ingediend", "euro", "totaal ingediend bedrag, credit negatief (323, 325)"),
            Kolom("totaal_toegekend", "euro", "totaal toegekend bedrag, credit negatief (325)"),
            Kolom("heeft_antwoord", "vlag", "een 325 met een DeclaratieAntwoord"),
            Kolom("antwoordcodes", "tekst", "retourcodes op de hele declaratie (325), met een spatie ertussen"),
            Kolom("inhoud_hash", "tekst", "sha256 van het bericht, zonder BOM, XML-declaratie en CR", True),
        ),
        None,
    ),
    Tabel(
        "toewijzing", "toegewezen product in een 301",
        (
            *BERICHT, *CLIENT, NUMMER,
            Kolom("referentie", "persoon", "referentie van de aanbieder, als pseudoniem: koppelt een 315"),
            CATEGORIE, CODE,
            Kolom("toewijzingsdatum", "datum", "dag waarop deze versie is vastgesteld", True),
            Kolom("toewijzingstijd", "tekst", "tijd waarop deze versie is vastgesteld, uu:mm:ss", True),
            Kolom("ingangsdatum", "datum", "eerste dag van de toewijzing", True),
            Kolom("einddatum", "datum", "laatste dag van de toewijzing; leeg is zonder einde"),
            Kolom("reden_wijziging", "tekst", "codelijst reden_wijziging"),
            *OMVANG,
        ),
        None,
    ),
    Tabel(
        "start", "gestart product in een 305",
        (
            *BERICHT, *CLIENT, NUMMER, CATEGORIE, CODE,
            Kolom("toewijzing_ingangsdatum", "datum", "ingangsdatum van de toewijzing"),
            Kolom("begindatum", "datum", "eerste dag van de levering", True),
            Kolom("status_aanlevering", "tekst", "1 eerste aanlevering, 3 verwijderen", True),
        ),
        None,
    ),
    Tabel(
        "stop", "gestopt product in een 307",
        (
            *BERICHT, *CLIENT, NUMMER, CATEGORIE, CODE,
            Kolom("toewijzing_ingangsdatum", "datum", "ingangsdatum van de toewijzing"),
            Kolom("begindatum", "datum", "eerste dag van de levering, zoals in de start", True),
            Kolom("einddatum", "datum", "laatste dag van de levering", True),
            Kolom("reden_beeindiging", "tekst", "codelijst reden_beeindiging; betekent per wet iets anders", True),
            Kolom("status_aanlevering", "tekst", "1 eerste aanlevering, 3 verwijderen", True),
        ),
        None,
    ),
    Tabel(
        "verzoek", "aangevraagd product in een 315",
        (
            *BERICHT, *CLIENT,
            Kolom("referentie", "persoon", "referentie van de aanbieder, als pseudoniem: koppelt een 301", True),
            CATEGORIE, CODE,
            Kolom("ingangsdatum", "datum", "gewenste eerste dag van de toewijzing"),
            Kolom("einddatum", "datum", "gewenste laatste dag van de toewijzing"),
            *OMVANG,
            Kolom("verwijzer", "tekst", "codelijst type_verwijzer: 01 gemeente, 02 huisarts, ..."),
        ),
        None,
    ),
    Tabel(
        "prestatie", "gedeclareerde prestatie in een 323",
        (
            *BERICHT, PERSOON,
            Kolom("declaratienummer", "tekst", "nummer van de declaratie", True),
            Kolom("declaratie_begin", "datum", "eerste dag van de declaratieperiode", True),
            Kolom("referentienummer", "tekst", "nummer van de prestatie bij de aanbieder", True),
            Kolom("vorig_referentienummer", "tekst", "nummer van de debetprestatie die dit crediteert"),
            Kolom("toewijzingnummer", "geheel", "nummer van de toewijzing bij de gemeente", True),
            Kolom("productcategorie", "tekst", "productcategorie, twee tekens", True),
            CODE,
            Kolom("begindatum", "datum", "eerste dag van de productperiode", True),
            Kolom("einddatum", "datum", "laatste dag van de productperiode", True),
            Kolom("volume", "geheel", "geleverd volume, zonder teken; eurocent bij eenheid 83", True),
            Kolom("eenheid", "tekst", "eenheid van het volume (codelijst eenheid)", True),
            Kolom("tarief", "euro", "tarief per eenheid in euro"),
            Kolom("bedrag", "euro", "ingediend bedrag in euro, zonder teken", True),
            Kolom("debet_credit", "keuze", "D debet, C credit: ook het volume krijgt het teken", True,
                  keuzes=("D", "C")),
        ),
        None,
    ),
    Tabel(
        "retour", "berichtklasse met retourcodes in een 302, 306, 308 of 325",
        (
            *BERICHT,
            Kolom("persoon", "persoon", "cliënt, als pseudoniem met sleutel"),
            Kolom("klasse", "keuze", "berichtklasse waar de codes bij staan", True,
                  keuzes=("client", "toewijzing", "start", "stop", "prestatie", "overig")),
            NUMMER,
            Kolom("begindatum", "datum", "eerste dag van de levering of de productperiode"),
            Kolom("status_aanlevering", "tekst", "1 eerste aanlevering, 3 verwijderen (306, 308)"),
            Kolom("reden_beeindiging", "tekst", "codelijst reden_beeindiging (308)"),
            Kolom("referentienummer", "tekst", "nummer van de prestatie bij de aanbieder (325)"),
            Kolom("bedrag", "euro", "ingediend bedrag, credit negatief (325)"),
            Kolom("retourcodes", "tekst", "retourcodes van de klasse, met een spatie ertussen", True),
        ),
        None,
    ),
)  # fmt: skip
