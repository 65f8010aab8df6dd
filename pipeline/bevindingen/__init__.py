"""Findings: their one shape and the catalogue of rules. No checking here, only what a finding is.

A finding never alters a figure. It says which file, sheet, line and column, what was found, what was expected,
and who must act. Grain of every findings table in the house: one finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

INFO, WAARSCHUWING, FOUT = "info", "waarschuwing", "fout"

LEVERANCIER, ANALIST, CONTROLLER = "leverancier", "data-analist", "controller"


@dataclass(frozen=True, slots=True)
class Regel:
    """One rule of the catalogue: its weight, what it means, and who acts on it."""

    ernst: str
    omschrijving: str
    eigenaar: str


REGELS: dict[str, Regel] = {
    # files and deliveries
    "bestand.leeg": Regel(FOUT, "Het bestand is leeg.", LEVERANCIER),
    "bestand.afgekapt": Regel(FOUT, "Het bestand breekt midden in een regel af.", LEVERANCIER),
    "bestand.codering": Regel(FOUT, "De tekens van het bestand zijn niet te lezen.", LEVERANCIER),
    "bestand.geen_csv": Regel(FOUT, "Het bestand is geen leesbaar CSV-bestand.", LEVERANCIER),
    "bestand.geen_xlsx": Regel(FOUT, "Het bestand is geen leesbare werkmap.", LEVERANCIER),
    "bestand.te_groot": Regel(FOUT, "Het bestand is groter dan het huis aankan.", LEVERANCIER),
    "bestand.te_breed": Regel(FOUT, "Het bestand heeft te veel kolommen of te lange cellen.", LEVERANCIER),
    "bestand.versleuteld": Regel(FOUT, "De werkmap heeft een wachtwoord.", LEVERANCIER),
    "bestand.tijdelijk": Regel(INFO, "Een tijdelijk bestand is overgeslagen.", ANALIST),
    "bestand.soort_onbekend": Regel(FOUT, "Dit soort bestand wordt niet gelezen.", LEVERANCIER),
    "bestand.niet_herkend": Regel(FOUT, "Geen kopregel past bij de bron of bij een bekende indeling.", ANALIST),
    "bestand.geen_rijen": Regel(FOUT, "Onder de kopregel staan geen rijen.", LEVERANCIER),
    "bestand.persoonsgegevens": Regel(FOUT, "Persoonsgegevens op een plek waar zij niet horen.", LEVERANCIER),
    "bestand.onverwacht": Regel(FOUT, "Een fout die niemand voorzag; het bestand is niet gelezen.", ANALIST),
    "blad.niet_herkend": Regel(INFO, "Een blad zonder herkende kopregel is overgeslagen.", ANALIST),
    "lezen.opmerking": Regel(INFO, "Bij het lezen viel iets op.", ANALIST),
    "levering.inhoud_gewijzigd": Regel(FOUT, "De inhoud is anders dan het paspoort zegt.", ANALIST),
    "levering.paspoort_onleesbaar": Regel(FOUT, "Het paspoort van de levering is niet te lezen.", ANALIST),
    "levering.bron_onbekend": Regel(FOUT, "De map is geen bekende bron.", ANALIST),
    "kolom.onbekend": Regel(INFO, "Een kolom wordt niet gelezen, omdat het contract hem niet kent.", ANALIST),
    # cells and rows
    "waarde.onleesbaar": Regel(FOUT, "Een cel is niet te lezen; de rij is apart gehouden.", LEVERANCIER),
    "waarde.dubbelzinnig": Regel(FOUT, "Een getal kan twee dingen betekenen; de rij is apart gehouden.", LEVERANCIER),
    "waarde.geen_heel_getal": Regel(FOUT, "Een aantal is geen heel getal; de rij is apart gehouden.", LEVERANCIER),
    "waarde.excelfout": Regel(FOUT, "Een formule in de werkmap geeft een fout.", LEVERANCIER),
    "waarde.negatief_aantal": Regel(FOUT, "Een aantal is negatief; de rij is apart gehouden.", LEVERANCIER),
    "waarde.te_groot": Regel(FOUT, "Een getal past niet in de kolom; de rij is apart gehouden.", LEVERANCIER),
    "waarde.te_lang": Regel(FOUT, "Een tekst is te lang; de rij is apart gehouden.", LEVERANCIER),
    "waarde.ontbreekt": Regel(FOUT, "Een verplichte cel is leeg; de rij is apart gehouden.", LEVERANCIER),
    "waarde.dubbele_min": Regel(WAARSCHUWING, "Twee mintekens zijn als één gelezen.", LEVERANCIER),
    "waarde.notatie_afwijkend": Regel(
        WAARSCHUWING, "Een getal volgt een andere notatie dan zijn bestand.", LEVERANCIER
    ),
    "waarde.notatie_onaf": Regel(INFO, "Achter de komma staat niets.", LEVERANCIER),
    "waarde.voetnoot": Regel(INFO, "Bij een getal staat een voetnootteken.", LEVERANCIER),
    "datum.onleesbaar": Regel(FOUT, "Een datum is niet te lezen; de rij is apart gehouden.", LEVERANCIER),
    "periode.onleesbaar": Regel(FOUT, "Een periode of jaar is niet te lezen; de rij is apart gehouden.", LEVERANCIER),
    "gemeente.onbekend": Regel(FOUT, "Een gemeente is niet herkend; de rij is apart gehouden.", ANALIST),
    "gemeente.code_buiten_lijst": Regel(INFO, "Een gemeentecode staat niet in de codelijst.", ANALIST),
    "wet.onbekend": Regel(FOUT, "Een wet is niet herkend; de rij is apart gehouden.", ANALIST),
    "voorziening.onbekend": Regel(FOUT, "Een voorziening is niet herkend; de rij is apart gehouden.", ANALIST),
    "taakveld.onbekend": Regel(FOUT, "Een taakveld bestaat niet in dat jaar; de rij is apart gehouden.", ANALIST),
    "leveringsvorm.onbekend": Regel(FOUT, "Een leveringsvorm is niet herkend; de rij is apart.", LEVERANCIER),
    "code.onbekend": Regel(FOUT, "Een code staat niet in de lijst; de rij is apart gehouden.", LEVERANCIER),
    "rij.te_breed": Regel(FOUT, "Een regel heeft meer cellen dan de kop; de rij is apart gehouden.", LEVERANCIER),
    "rij.te_kort": Regel(WAARSCHUWING, "Een regel heeft minder cellen dan de kop.", LEVERANCIER),
    "rij.dubbel": Regel(INFO, "Een rij staat er twee keer gelijk in; een is geteld.", LEVERANCIER),
    "rij.tegenstrijdig": Regel(FOUT, "Twee rijen over hetzelfde verschillen; beide zijn apart gehouden.", LEVERANCIER),
    "rij.contract": Regel(FOUT, "Een rij voldoet niet aan het contract van de bron.", LEVERANCIER),
    # persons: the toegang and the key of the pseudonyms
    "bsn.elfproef": Regel(
        FOUT, "Een burgerservicenummer voldoet niet aan de elfproef; de rij is apart gehouden.", LEVERANCIER
    ),
    "bsn.testreeks": Regel(
        FOUT, "Een burgerservicenummer uit de testreeks bij een echte gemeente; de rij is apart gehouden.", LEVERANCIER
    ),
    "levering.sleutel": Regel(FOUT, "De sleutel van de pseudoniemen ontbreekt of is niet te gebruiken.", ANALIST),
    "kolom.persoonsgegeven": Regel(INFO, "Een kolom waarin personen kunnen staan is niet overgenomen.", LEVERANCIER),
    "toegang.zonder_koppeling": Regel(
        WAARSCHUWING, "Cliënten met een eigen nummer staan niet in de koppeltabel.", LEVERANCIER
    ),
    "waarde.voorloopnul": Regel(INFO, "Een code miste nullen vooraan; zij zijn aangevuld.", LEVERANCIER),
    # published figures against their own recomputation
    "controle.som": Regel(WAARSCHUWING, "Een gepubliceerd totaal is niet de som van zijn delen.", LEVERANCIER),
    "controle.groei": Regel(WAARSCHUWING, "Een gepubliceerd percentage is niet de groei.", LEVERANCIER),
    "controle.quotient": Regel(WAARSCHUWING, "Een gepubliceerd quotiënt klopt niet met zijn delen.", LEVERANCIER),
    "controle.product": Regel(WAARSCHUWING, "Een gepubliceerd product klopt niet met zijn factoren.", LEVERANCIER),
    "controle.resultaat": Regel(WAARSCHUWING, "Een resultaat volgt niet uit kosten en effect.", LEVERANCIER),
    "controle.verschil": Regel(WAARSCHUWING, "Een gepubliceerd verschil volgt niet uit zijn delen.", LEVERANCIER),
    "controle.pxq": Regel(WAARSCHUWING, "Prijs maal volume is niet het gepubliceerde bedrag.", LEVERANCIER),
    "controle.gelijk": Regel(WAARSCHUWING, "Hetzelfde cijfer staat er twee keer verschillend.", LEVERANCIER),
    "controle.voorraad": Regel(WAARSCHUWING, "Begin plus instroom min uitstroom is niet de eindstand.", LEVERANCIER),
    "controle.kengetal": Regel(WAARSCHUWING, "Een gepubliceerd kengetal volgt niet uit de cijfers.", LEVERANCIER),
    # care messages at the intake
    "bericht.onleesbaar": Regel(FOUT, "Een bericht is niet te lezen; het is als geheel apart gehouden.", LEVERANCIER),
    "bericht.onveilig": Regel(FOUT, "Een bestand bevat iets wat niet veilig te lezen is; het is apart.", LEVERANCIER),
    "bericht.onbekend": Regel(FOUT, "Een bestand is geen bericht dat het huis leest.", LEVERANCIER),
    "bericht.versie": Regel(FOUT, "Een bericht is van een release die het huis niet leest.", LEVERANCIER),
    "bericht.niet_geladen": Regel(INFO, "Een bekend bericht zonder nut voor de sturing is niet geladen.", ANALIST),
    "bericht.foutbericht": Regel(INFO, "Een foutbericht van de berichtenvoorziening is niet geladen.", ANALIST),
    "bericht.totaal": Regel(WAARSCHUWING, "Het totaal van een declaratie is niet de som van de regels.", LEVERANCIER),
    "bericht.pxq": Regel(INFO, "Een ingediend bedrag is niet volume maal tarief.", LEVERANCIER),
    "levering.veel_bevindingen": Regel(INFO, "Van een regel zijn niet alle bevindingen apart genoemd.", ANALIST),
    # figures that are right and yet not what they seem: found in the warehouse
    "iv3.nullen_van_opgeheven_gemeente": Regel(WAARSCHUWING, "Een opgeheven gemeente levert nullen.", ANALIST),
    "iv3.boekingsbreuk": Regel(INFO, "Lasten gingen in één jaar van het ene taakveld naar het andere.", CONTROLLER),
    "iv3.negatieve_lasten": Regel(INFO, "De lasten van een taakveld zijn negatief.", CONTROLLER),
    "rijksbijdrage.onderdeel_onbekend": Regel(FOUT, "Een rijksbijdrage hoort bij geen bekende wet.", ANALIST),
    "begroting.totaal": Regel(WAARSCHUWING, "Een begroot totaal is niet de som van zijn begrote delen.", CONTROLLER),
    "controle.teken": Regel(WAARSCHUWING, "De tekenafspraak (plus of min) wisselt binnen een bestand.", LEVERANCIER),
    # care messages together: found in the warehouse
    "bericht.dubbel_anders": Regel(
        WAARSCHUWING, "Twee berichten hebben één identificatie, niet één inhoud.", LEVERANCIER
    ),
    "toewijzing.versie_conflict": Regel(
        WAARSCHUWING, "Twee versies van een toewijzing hebben één tijdstip.", CONTROLLER
    ),
    "toewijzing.afgewezen": Regel(WAARSCHUWING, "De aanbieder wijst een toewijzing af; zij blijft tellen.", CONTROLLER),
    "prestatie.dubbel": Regel(WAARSCHUWING, "Een referentienummer komt twee keer voor; één telt.", LEVERANCIER),
    "prestatie.zonder_toewijzing": Regel(WAARSCHUWING, "Een prestatie heeft geen toewijzing in een 301.", CONTROLLER),
    "prestatie.op_verwijderde_toewijzing": Regel(
        WAARSCHUWING, "Een prestatie is toegekend op een verwijderde toewijzing.", CONTROLLER
    ),
    "prestatie.credit_zonder_debet": Regel(WAARSCHUWING, "Een credit hoort bij geen debet dat meetelt.", CONTROLLER),
    "prestatie.tweede_debet": Regel(
        WAARSCHUWING, "Hetzelfde product en dezelfde periode zijn twee keer toegekend.", CONTROLLER
    ),
    "declaratie.toegekend_totaal": Regel(
        WAARSCHUWING, "Het totaal van een 325 volgt niet uit haar regels.", CONTROLLER
    ),
    "zorg.stil": Regel(WAARSCHUWING, "Open zorg zonder recente prestaties eindigt met de laatste.", CONTROLLER),
    "zorg.zonder_toewijzing": Regel(WAARSCHUWING, "Een start of stop heeft geen geldige toewijzing.", CONTROLLER),
    "productcode.via_categorie": Regel(INFO, "De voorziening van een code volgt uit haar categorie.", ANALIST),
    "productcode.onbekend": Regel(WAARSCHUWING, "Een productcode en haar categorie zijn onbekend.", ANALIST),
}


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One finding. `waarde` is empty where the column is personal; figures are text, as they were found."""

    levering: str
    bestand: str
    blad: str | None
    regel: int | None
    kolom: str | None
    waarde: str | None
    verwacht: str | None
    verschil: Decimal | None
    regel_code: str
    ernst: str
    melding: str
    eigenaar: str


def bevinding(
    regel_code: str,
    melding: str,
    *,
    levering: str,
    bestand: str,
    blad: str | None = None,
    regel: int | None = None,
    kolom: str | None = None,
    waarde: object = None,
    verwacht: object = None,
    verschil: Decimal | None = None,
) -> Bevinding:
    """A finding under a rule of the catalogue; KeyError where the rule does not exist."""
    soort = REGELS[regel_code]
    return Bevinding(
        levering=levering,
        bestand=bestand,
        blad=blad,
        regel=regel,
        kolom=kolom,
        waarde=None if waarde is None else str(waarde),
        verwacht=None if verwacht is None else str(verwacht),
        verschil=verschil,
        regel_code=regel_code,
        ernst=soort.ernst,
        melding=melding,
        eigenaar=soort.eigenaar,
    )


VELDEN: list[tuple[str, pa.DataType]] = [
    ("levering", pa.string()),
    ("bestand", pa.string()),
    ("blad", pa.string()),
    ("regel", pa.int64()),
    ("kolom", pa.string()),
    ("waarde", pa.string()),
    ("verwacht", pa.string()),
    ("verschil", pa.decimal128(28, 8)),
    ("regel_code", pa.string()),
    ("ernst", pa.string()),
    ("melding", pa.string()),
    ("eigenaar", pa.string()),
]
