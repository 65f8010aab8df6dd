"""The sheets of the workbook as data: which mart, in what order, with which sums. No writing here.

A new sheet is a Blad in BLADEN; how cells are written is the business of werkmap, how they look of bladopmaak.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.publicaties.lezen import ERNST_VOLGORDE, GEBIED_VOLGORDE

Termen = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Deling:
    """A quotient in hundredths: teller / noemer x maal, half away from zero."""

    teller: str
    noemer: str
    maal: int = 1


@dataclass(frozen=True)
class Optelling:
    """Columns that a reader may add up, as long as the rows agree in every column of `gelijk`.

    A groep overlaps with other groepen: its rows have to agree in voorziening too.
    """

    kolommen: tuple[str, ...]
    gelijk: tuple[str, ...]


@dataclass(frozen=True)
class Blad:
    """A sheet of one mart, under a heading of the table of contents. `voorop` are the columns that come first.

    `sommen`: column -> terms (sign, column) of the formula, each way in turn until one gives the figure of the mart.
    `delingen`: column -> its quotient. `extra`: empty columns at the end for the reader to fill, with what may be
    chosen (nothing: free text). `naast`: columns of another table behind those of the mart (m), as select and join.
    """

    naam: str
    mart: str
    onderwerp: str
    uitleg: str
    volgorde: str
    voorop: tuple[str, ...] = ()
    sommen: dict[str, tuple[Termen, ...]] = field(default_factory=dict)
    delingen: dict[str, Deling] = field(default_factory=dict)
    optelling: Optelling | None = None
    extra: dict[str, tuple[str, ...]] = field(default_factory=dict)
    naast: tuple[str, str] = ("", "")


GEBIED = f"{GEBIED_VOLGORDE}, gemeente_code"
CEL = ("gebied_soort", "jaar", "niveau", "reeks")
PER_INWONER = {"per_inwoner_eur": Deling("uitgaven_eur", "inwoners_aantal")}
PER_CLIENT = {"kosten_per_client_eur": Deling("uitgaven_eur", "clienten_aantal")}
MENS = (
    ", t.tekst as toelichting_mens",
    "left join marts.toelichtingen as t on m.gemeente_code = t.gemeente_code and cast(m.jaar as varchar) = t.periode "
    "and m.niveau = t.niveau and m.wet = t.wet and m.voorziening = t.voorziening and t.is_voorkeur",
)

BLADEN = (
    Blad(
        "Budgetbewaking",
        "budgetbewaking",
        "Geld",
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
        delingen={"afwijking_pct": Deling("afwijking_eur", "begroting_actueel_eur", 100)},
        optelling=Optelling(
            (
                "begroting_primitief_eur",
                "begroting_actueel_eur",
                "realisatie_eur",
                "verplicht_eur",
                "prognose_midden_eur",
                "afwijking_eur",
            ),
            CEL,
        ),
        naast=MENS,
    ),
    Blad(
        "Kerncijfers",
        "kerncijfers",
        "Geld",
        "Per gebied en jaar de uitgaven van Jeugd en Wmo per inwoner, met groei, regio en rang.",
        f"jaar desc, {GEBIED}, wet, voorziening",
        delingen=PER_INWONER,
    ),
    Blad(
        "Uitgaven",
        "uitgaven",
        "Geld",
        "Uitgaven per periode, met de inwoners op 1 januari als noemer.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, soort, reeks",
        delingen=PER_INWONER,
        optelling=Optelling(("uitgaven_eur",), (*CEL, "periode", "soort")),
    ),
    Blad(
        "Kosten per cliënt",
        "kosten_per_client",
        "Geld",
        "Uitgaven gedeeld door cliënten van hetzelfde jaar en dezelfde voorziening.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, reeks",
        delingen=PER_CLIENT,
    ),
    Blad(
        "Groei",
        "groei",
        "Geld",
        "Groei tussen twee jaren. Bij een boekingsbreuk is een sprong geen groei van zorg.",
        f"jaar desc, van_jaar desc, {GEBIED}, maat, niveau, wet, voorziening, leveringsvorm, reeks",
    ),
    Blad(
        "Rijksbijdragen",
        "rijksbijdragen",
        "Geld",
        "Bijdrage per uitkeringsjaar en circulaire, met het verschil met de circulaire ervoor.",
        f"uitkeringsjaar desc, {GEBIED}, wet, onderdeel, circulaire, reeks",
        optelling=Optelling(("bedrag_eur",), ("gebied_soort", "uitkeringsjaar", "circulaire", "reeks")),
    ),
    Blad(
        "Dekking",
        "dekking",
        "Geld",
        "Saldo is rijksbijdrage min uitgaven. De dekking is een maatstaf, geen budget.",
        f"jaar desc, {GEBIED}, wet, reeks",
        sommen={"saldo_eur": ((("", "rijksbijdrage_eur"), ("-", "uitgaven_eur")),)},
        delingen={"dekkingsgraad_pct": Deling("rijksbijdrage_eur", "uitgaven_eur", 100)},
        optelling=Optelling(
            ("rijksbijdrage_eur", "uitgaven_eur", "saldo_eur"), ("gebied_soort", "jaar", "reeks", "uitgaven_reeks")
        ),
    ),
    Blad(
        "Prognose",
        "prognose",
        "Prognose",
        "Prognose van het jaar en zijn maanden. Realisatie, nog te declareren en nog te komen zijn samen het midden.",
        f"peildatum desc, jaar desc, periode, {GEBIED}, niveau, wet, voorziening, reeks",
        sommen={
            "midden": ((("", "realisatie_eur"), ("+", "nog_te_declareren_eur"), ("+", "nog_te_komen_eur")),),
        },
        optelling=Optelling(
            ("realisatie_eur", "nog_te_declareren_eur", "nog_te_komen_eur", "midden"),
            (*CEL, "periode", "peildatum"),
        ),
    ),
    Blad(
        "Meerjarenprognose",
        "meerjarenprognose",
        "Prognose",
        "De vier jaren na het lopende jaar bij ongewijzigd beleid, met de rijksbijdrage per wet ernaast.",
        f"peildatum desc, {GEBIED}, niveau, wet, voorziening, reeks, jaar",
        sommen={"saldo_eur": ((("", "rijksbijdrage_eur"), ("-", "midden")),)},
        optelling=Optelling(("midden",), (*CEL, "peildatum")),
    ),
    Blad(
        "Prognosetoets",
        "prognose_toets",
        "Prognose",
        "Hoe ver prognoses van eerdere jaren van de uitkomst lagen, naast de eenvoudige methoden.",
        "niveau, wet, voorziening, maanden_bekend, methode",
    ),
    Blad(
        "Waarschuwingen",
        "waarschuwingen",
        "Prognose",
        "Prognoses die ver van hun begroting of van de vorige prognose liggen, en reeksen die hun verloop verlaten.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, soort, reeks",
    ),
    Blad(
        "Cliënten",
        "clienten",
        "Zorg",
        "Unieke cliënten in de periode. Perioden en voorzieningen tellen niet bij elkaar op.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, leveringsvorm, reeks",
    ),
    Blad(
        "In- en uitstroom",
        "instroom_uitstroom",
        "Zorg",
        "Begin plus instroom min uitstroom is eind. Herhaald beroep is het deel van de instroom dat eerder zorg had.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, reeks",
        sommen={"eind_aantal": ((("", "begin_aantal"), ("+", "instroom_aantal"), ("-", "uitstroom_aantal")),)},
    ),
    Blad(
        "Zorgvraag",
        "zorgvraag",
        "Zorg",
        "Meldingen, aanvragen en besluiten van de toegang, per verwijzer. Alle is de som van de verwijzers.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, verwijzer, reeks",
    ),
    Blad(
        "Zorgtoewijzing",
        "zorgtoewijzing",
        "Zorg",
        "Toewijzingen per maand. Lopend is de vorige stand plus nieuw min beëindigd.",
        f"maand desc, {GEBIED}, niveau, wet, voorziening",
        delingen={"verzilvering_pct": Deling("gerealiseerd_eur", "toegewezen_eur", 100)},
        optelling=Optelling(("verplichting_eur", "toegewezen_eur", "gerealiseerd_eur"), (*CEL, "maand")),
    ),
    Blad(
        "Zorgaanbod",
        "zorgaanbod",
        "Zorg",
        "Per aanbieder: cliënten, omzet, prijs, duur, aandeel en einde. Een lopend jaar telt de bekende maanden.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, aanbieder",
        optelling=Optelling(("omzet_eur",), CEL),
    ),
    Blad(
        "Beëindiging",
        "zorgaanbod_beeindiging",
        "Zorg",
        "Waarom leveringen eindigden, per aanbieder. Een code betekent per wet iets anders.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, aanbieder, reden_beeindiging",
    ),
    Blad(
        "Verwijzers",
        "verwijzers",
        "Zorg",
        "Cliënten en kosten per verwijzer. Wie er twee heeft, telt bij beide; de uitgaven tellen op.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, verwijzer",
        delingen=PER_CLIENT,
        optelling=Optelling(("uitgaven_eur",), CEL),
    ),
    Blad(
        "Zorgpopulatie",
        "zorgpopulatie",
        "Zorg",
        "Cliënten naar leeftijd, duur en intensiteit. Elke verdeling staat ook apart, met totaal in de andere twee.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, leeftijdsgroep, duurklasse, intensiteitsklasse",
    ),
    Blad(
        "Kostenconcentratie",
        "kostenconcentratie",
        "Zorg",
        "Hoe scheef de kosten verdeeld zijn: Gini, de duurste twintig procent, en voorzieningen per cliënt.",
        f"jaar desc, {GEBIED}, niveau, wet, eenheid_van_telling",
    ),
    Blad(
        "Lorenzcurve",
        "lorenz",
        "Zorg",
        "Deel van de kosten van de goedkoopste 5, 10 tot en met 100 procent.",
        f"jaar desc, {GEBIED}, niveau, wet, eenheid_van_telling, aandeel_clienten_pct",
    ),
    Blad(
        "Kostenbewustzijn",
        "kostenbewustzijn",
        "Zorg",
        "Trajecten in het jaar dat de toewijzing ingaat, tegen het gemiddelde van de voorziening in het gebied.",
        f"jaar desc, {GEBIED}, wet, voorziening, aanbieder, consulentgroep",
    ),
    Blad(
        "Benchmark",
        "benchmark",
        "Vergelijking",
        "Vergelijking binnen één reeks. De geldigheid zegt waarom een vergelijking wel of niet opgaat.",
        f"jaar desc, maat, niveau, wet, voorziening, {GEBIED}, reeks",
    ),
    Blad(
        "Maatregelen",
        "maatregelen",
        "Beleid",
        "Netto is kosten plus effect (min is een besparing). Verschil is gepubliceerd min netto.",
        f"{GEBIED}, reeks, try_cast(nr as integer) nulls last, nr, maatregel, onderdeel, jaar nulls first",
        sommen={
            "netto_eur": ((("", "kosten_eur"), ("+", "effect_eur")),),
            "verschil_eur": ((("", "gepubliceerd_eur"), ("-", "netto_eur")),),
        },
        optelling=Optelling(
            ("kosten_eur", "effect_eur", "netto_eur", "gepubliceerd_eur", "verschil_eur"),
            ("gemeente_code", "jaar", "reeks"),
        ),
    ),
    Blad(
        "Indicatoren",
        "indicatoren",
        "Beleid",
        "Indicatoren zoals geleverd: inzet, doorloop, resultaat en effect.",
        f"{GEBIED}, onderwerp, maat, jaar, periode, reeks, vergelijking, waarde",
    ),
    Blad(
        "Pilots",
        "pilots",
        "Beleid",
        "Cijfers van pilots zoals de raadsstukken ze noemen.",
        f"{GEBIED}, pilot, maat, jaar, reeks, waarde",
    ),
    Blad(
        "Denkrichtingen",
        "denkrichtingen",
        "Beleid",
        "Bedragen per keuze en denkrichting. Een totaalregel is de som van het document.",
        f"{GEBIED}, jaar, denkrichting, is_totaal, keuze, reeks",
        optelling=Optelling(("bedrag_eur",), ("gemeente_code", "jaar", "denkrichting", "is_totaal", "reeks")),
    ),
    Blad(
        "Toelichtingen",
        "toelichtingen",
        "Beleid",
        "Wat mensen bij de cijfers schreven, zoals geleverd. In Budgetbewaking staat het naast de gemaakte uitleg.",
        f"jaar desc, periode, {GEBIED}, niveau, wet, voorziening, reeks",
    ),
    Blad(
        "Bevindingen",
        "bevindingen",
        "Datakwaliteit",
        "Werklijst: de eigenaar kiest bij Status hoe ver het is, en schrijft ernaast wat er gedaan is.",
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
        extra={"status": ("open", "bezig", "opgelost", "hoeft niet"), "wat_er_gedaan_is": ()},
    ),
    Blad(
        "Aansluiting",
        "aansluiting",
        "Datakwaliteit",
        "Grootboek naast berichten, pgb en subsidies. Een leeg bedrag is niet geleverd en telt als nul.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening",
        sommen={
            "verschil_eur": (
                (("", "grootboek_eur"), ("-", "berichten_eur"), ("-", "pgb_eur"), ("-", "subsidies_eur")),
            ),
            "onverklaard_eur": ((("", "verschil_eur"), ("-", "verklaard_eur")),),
        },
        optelling=Optelling(
            ("berichten_eur", "pgb_eur", "subsidies_eur", "grootboek_eur", "verschil_eur", "onverklaard_eur"),
            ("gebied_soort", "jaar", "niveau"),
        ),
    ),
    Blad(
        "Leveringen",
        "leveringen",
        "Datakwaliteit",
        "Wat gelezen of geweigerd is, met bron en licentie.",
        "bron, leverancier, levering",
    ),
    Blad(
        "Gebieden",
        "gebieden",
        "Lijsten",
        "De gemeenten en regio's in deze werkmap, met herindelingen.",
        GEBIED,
    ),
    Blad(
        "Voorzieningen",
        "voorzieningen",
        "Lijsten",
        "De voorzieningen en groepen, met hun taakvelden en andere namen.",
        "niveau, wet, voorziening",
    ),
)
