"""The sheets of the workbook as data: which mart, in what order, with which sums, formats and widths. No writing here.

A new sheet is a Blad in BLADEN; how cells are written is the business of werkmap.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.publicaties.lezen import ERNST_VOLGORDE, GEBIED_VOLGORDE


@dataclass(frozen=True)
class Blad:
    """A sheet of one mart. `voorop` are the columns that come first; the others follow as the mart has them.

    `sommen`: column -> terms (sign, column) of the formula, each way in turn until one gives the figure of the mart.
    `extra` are empty columns at the end, for the reader to fill.
    """

    naam: str
    mart: str
    uitleg: str
    volgorde: str
    voorop: tuple[str, ...] = ()
    sommen: dict[str, tuple[tuple[tuple[str, str], ...], ...]] = field(default_factory=dict)
    extra: tuple[str, ...] = ()


GEBIED = f"{GEBIED_VOLGORDE}, gemeente_code"

BLADEN = (
    Blad(
        "Budgetbewaking",
        "budgetbewaking",
        "Begroting, realisatie en prognose. Afwijking is begroting na wijziging min de jaarrekening, of min de "
        "prognose midden zolang het jaar niet is afgesloten. Het is ook de begrote groei min volume, intensiteit, "
        "prijs en mix.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, reeks",
        sommen={
            "afwijking_eur": (
                (("", "begroting_actueel_eur"), ("-", "realisatie_eur")),
                (("", "begroting_actueel_eur"), ("-", "prognose_midden_eur")),
            ),
            "nog_te_verwachten_eur": ((("", "prognose_midden_eur"), ("-", "realisatie_eur")),),
            "begrote_groei_eur": ((("", "begroting_actueel_eur"), ("-", "vorig_jaar_eur")),),
        },
    ),
    Blad(
        "Prognose",
        "prognose",
        "Prognose van het jaar en zijn maanden. Realisatie, nog te declareren en nog te komen zijn samen het midden.",
        f"peildatum desc, jaar desc, periode, {GEBIED}, niveau, wet, voorziening, reeks",
        sommen={
            "midden": ((("", "realisatie_eur"), ("", "nog_te_declareren_eur"), ("", "nog_te_komen_eur")),),
        },
    ),
    Blad(
        "Meerjarenprognose",
        "meerjarenprognose",
        "De vier jaren na het lopende jaar bij ongewijzigd beleid, met de rijksbijdrage per wet ernaast.",
        f"peildatum desc, {GEBIED}, niveau, wet, voorziening, reeks, jaar",
        sommen={"saldo_eur": ((("", "rijksbijdrage_eur"), ("-", "midden")),)},
    ),
    Blad(
        "Prognosetoets",
        "prognose_toets",
        "Hoe ver prognoses van eerdere jaren van de uitkomst lagen, naast de eenvoudige methoden.",
        "niveau, wet, voorziening, maanden_bekend, methode",
    ),
    Blad(
        "Waarschuwingen",
        "waarschuwingen",
        "Prognoses die ver van hun begroting of van de vorige prognose liggen, en reeksen die hun verloop verlaten.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, soort, reeks",
    ),
    Blad(
        "Uitgaven",
        "uitgaven",
        "Uitgaven per periode, met de inwoners op 1 januari als noemer.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, soort, reeks",
    ),
    Blad(
        "Cliënten",
        "clienten",
        "Unieke cliënten in de periode. Perioden en voorzieningen tellen niet bij elkaar op.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, leveringsvorm, reeks",
    ),
    Blad(
        "Kosten per cliënt",
        "kosten_per_client",
        "Uitgaven gedeeld door cliënten van hetzelfde jaar en dezelfde voorziening.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, reeks",
    ),
    Blad(
        "Groei",
        "groei",
        "Groei tussen twee jaren. Bij een boekingsbreuk is een sprong geen groei van zorg.",
        f"jaar desc, van_jaar desc, {GEBIED}, maat, niveau, wet, voorziening, leveringsvorm, reeks",
    ),
    Blad(
        "Rijksbijdragen",
        "rijksbijdragen",
        "Bijdrage per uitkeringsjaar en circulaire, met het verschil met de circulaire ervoor.",
        f"uitkeringsjaar desc, {GEBIED}, wet, onderdeel, circulaire, reeks",
    ),
    Blad(
        "Dekking",
        "dekking",
        "Saldo is rijksbijdrage min uitgaven. De dekking is een maatstaf, geen budget.",
        f"jaar desc, {GEBIED}, wet, reeks",
        sommen={"saldo_eur": ((("", "rijksbijdrage_eur"), ("-", "uitgaven_eur")),)},
    ),
    Blad(
        "Benchmark",
        "benchmark",
        "Vergelijking binnen één reeks. De geldigheid zegt waarom een vergelijking wel of niet opgaat.",
        f"jaar desc, maat, niveau, wet, voorziening, {GEBIED}, reeks",
    ),
    Blad(
        "Zorgvraag",
        "zorgvraag",
        "Meldingen, aanvragen en besluiten van de toegang, per verwijzer. Alle is de som van de verwijzers.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, verwijzer, reeks",
    ),
    Blad(
        "Zorgtoewijzing",
        "zorgtoewijzing",
        "Toewijzingen per maand. Lopend is de vorige stand plus nieuw min beëindigd.",
        f"maand desc, {GEBIED}, niveau, wet, voorziening",
    ),
    Blad(
        "Zorgaanbod",
        "zorgaanbod",
        "Per aanbieder: cliënten, omzet, prijs, duur, aandeel en einde. Een lopend jaar telt de bekende maanden.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, aanbieder",
    ),
    Blad(
        "Beëindiging",
        "zorgaanbod_beeindiging",
        "Waarom leveringen eindigden, per aanbieder. Een code betekent per wet iets anders.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, aanbieder, reden_beeindiging",
    ),
    Blad(
        "Verwijzers",
        "verwijzers",
        "Cliënten en kosten per verwijzer. Wie er twee heeft, telt bij beide; de uitgaven tellen op.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, verwijzer",
    ),
    Blad(
        "Zorgpopulatie",
        "zorgpopulatie",
        "Cliënten naar leeftijd, duur en intensiteit. Elke verdeling staat ook apart, met totaal in de andere twee.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, leeftijdsgroep, duurklasse, intensiteitsklasse",
    ),
    Blad(
        "Kostenconcentratie",
        "kostenconcentratie",
        "Hoe scheef de kosten verdeeld zijn: Gini, de duurste twintig procent, en voorzieningen per cliënt.",
        f"jaar desc, {GEBIED}, niveau, wet, eenheid_van_telling",
    ),
    Blad(
        "Lorenzcurve",
        "lorenz",
        "Deel van de kosten van de goedkoopste 5, 10 tot en met 100 procent.",
        f"jaar desc, {GEBIED}, niveau, wet, eenheid_van_telling, aandeel_clienten_pct",
    ),
    Blad(
        "Kostenbewustzijn",
        "kostenbewustzijn",
        "Trajecten in het jaar dat de toewijzing ingaat, tegen het gemiddelde van de voorziening in het gebied.",
        f"jaar desc, {GEBIED}, wet, voorziening, aanbieder, consulentgroep",
    ),
    Blad(
        "Aansluiting",
        "aansluiting",
        "Grootboek naast berichten, pgb en subsidies. Een leeg bedrag is niet geleverd en telt als nul.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening",
        sommen={
            "verschil_eur": (
                (("", "grootboek_eur"), ("-", "berichten_eur"), ("-", "pgb_eur"), ("-", "subsidies_eur")),
            ),
            "onverklaard_eur": ((("", "verschil_eur"), ("-", "verklaard_eur")),),
        },
    ),
    Blad(
        "Maatregelen",
        "maatregelen",
        "Netto is kosten plus effect (min is een besparing). Verschil is gepubliceerd min netto.",
        f"{GEBIED}, reeks, try_cast(nr as integer) nulls last, nr, maatregel, onderdeel, jaar nulls first",
        sommen={
            "netto_eur": ((("", "kosten_eur"), ("+", "effect_eur")),),
            "verschil_eur": ((("", "gepubliceerd_eur"), ("-", "netto_eur")),),
        },
    ),
    Blad(
        "Indicatoren",
        "indicatoren",
        "Indicatoren zoals geleverd: inzet, doorloop, resultaat en effect.",
        f"{GEBIED}, onderwerp, maat, jaar, periode, reeks, vergelijking, waarde",
    ),
    Blad(
        "Pilots",
        "pilots",
        "Cijfers van pilots zoals de raadsstukken ze noemen.",
        f"{GEBIED}, pilot, maat, jaar, reeks, waarde",
    ),
    Blad(
        "Denkrichtingen",
        "denkrichtingen",
        "Bedragen per keuze en denkrichting. Een totaalregel is de som van het document.",
        f"{GEBIED}, jaar, denkrichting, is_totaal, keuze, reeks",
    ),
    Blad(
        "Bevindingen",
        "bevindingen",
        "Werklijst: de eigenaar handelt af en schrijft in de laatste kolom wat er gedaan is.",
        f"{ERNST_VOLGORDE}, eigenaar, regel_code, bestand, blad, regel, kolom, waarde, melding",
        voorop=(
            "eigenaar",
            "ernst",
            "regel_code",
            "bestand",
            "blad",
            "regel",
            "kolom",
            "waarde",
            "verwacht",
            "verschil",
            "melding",
        ),
        extra=("afgehandeld",),
    ),
    Blad(
        "Leveringen",
        "leveringen",
        "Wat gelezen of geweigerd is, met bron en licentie.",
        "bron, leverancier, levering",
    ),
)

# number format per soort of column
FORMATEN = {
    "euro": '"€" #,##0;-"€" #,##0',
    "euro_cent": '"€" #,##0.00;-"€" #,##0.00',
    "procent": '#,##0.0"%"',
    "aantal": "#,##0",
    "getal": "#,##0.####",
    "jaartal": "0",
    "volgnummer": "0",
    "datum": "dd-mm-yyyy",
    "tekst": "@",
    "janee": "@",
}
# width in characters per soort, and per column of text
BREEDTES = {
    "euro": 17,
    "euro_cent": 15,
    "procent": 13,
    "aantal": 13,
    "getal": 13,
    "jaartal": 9,
    "volgnummer": 9,
    "datum": 12,
    "janee": 11,
}
BREED = {
    "toelichting": 60,
    "geldigheid": 60,
    "melding": 70,
    "regel_omschrijving": 50,
    "levering": 46,
    "bestand": 46,
    "document": 46,
    "vindplaats": 30,
    "sha256": 20,
    "gemeente": 22,
    "voorziening": 28,
    "maatregel": 46,
    "onderdeel": 30,
    "onderwerp": 30,
    "maat": 30,
    "pilot": 32,
    "keuze": 46,
    "circulaire": 24,
    "omschrijving": 90,
    "afgehandeld": 30,
    "gemeente_code": 13,
    "niveau": 12,
    "wet": 15,
    "reeks": 24,
    "reden_omschrijving": 40,
    "duurklasse": 18,
    "intensiteitsklasse": 24,
}
