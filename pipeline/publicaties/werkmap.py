"""The XLSX workbook: one sheet per subject with the rows of its mart, ready to filter. Data never becomes a formula.

A formula stands only where a reader wants to follow a sum, and only if it gives the figure of the mart to the cent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.publicaties import opmaak
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.rapport import vraag, woordenboek

MEESTE_GROEIRIJEN = 20_000
KOPRIJ = 2  # title, a line of explanation, then the headings
LANGSTE_TEKST = 32_767  # Excel's limit of one cell
CIJFERS = 15  # significant digits that a spreadsheet keeps


@dataclass(frozen=True)
class Blad:
    """A sheet of one mart. `voorop` are the columns that come first; the others follow as the mart has them.

    `sommen`: column -> terms (sign, column) of the formula, each way in turn until one gives the figure of the mart.
    """

    naam: str
    mart: str
    uitleg: str
    volgorde: str
    voorop: tuple[str, ...] = ()
    sommen: dict[str, tuple[tuple[tuple[str, str], ...], ...]] = field(default_factory=dict)
    extra: tuple[str, ...] = ()


GEBIED = "case gebied_soort when 'land' then 0 when 'regio' then 1 else 2 end, gemeente, gemeente_code"

BLADEN = (
    Blad(
        "Budgetbewaking",
        "budgetbewaking",
        "Begroting, realisatie en prognose. Afwijking is begroting na wijziging min realisatie, of min de prognose "
        "midden zolang er geen realisatie is.",
        f"jaar desc, {GEBIED}, niveau, wet, voorziening, reeks",
        sommen={
            "afwijking_eur": (
                (("", "begroting_actueel_eur"), ("-", "realisatie_eur")),
                (("", "begroting_actueel_eur"), ("-", "prognose_midden_eur")),
            )
        },
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
        "case ernst when 'fout' then 0 when 'waarschuwing' then 1 else 2 end, eigenaar, regel_code, bestand, blad, "
        "regel, kolom, waarde, melding",
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
# width in characters; a text column that holds sentences is wide
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
}


class Schrijver:
    """Writes values of the marts into cells, each with the format of its column."""

    def __init__(self, boek: xlsxwriter.Workbook) -> None:
        self.boek = boek
        letter = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.formaat: dict[str, Format] = {s: boek.add_format({**letter, "num_format": f}) for s, f in FORMATEN.items()}
        self.onbekend = boek.add_format({**letter, "italic": True, "font_color": "#55606C", "align": "right"})
        self.titel = boek.add_format({**letter, "bold": True, "font_size": 14, "font_color": "#17446F"})
        self.uitleg = boek.add_format({**letter, "italic": True})
        self.kop = boek.add_format(
            {**letter, "bold": True, "bg_color": "#17446F", "font_color": "#FFFFFF", "text_wrap": True}
        )
        self.vet = boek.add_format({**letter, "bold": True})
        self.lang = boek.add_format({**letter, "text_wrap": True})

    def tekst(self, blad: Worksheet, rij: int, kolom: int, waarde: str, formaat: Format | None = None) -> None:
        """Always text, whatever it starts with."""
        if len(waarde) > LANGSTE_TEKST:
            waarde = waarde[: LANGSTE_TEKST - 1] + "…"
        blad.write_string(rij, kolom, waarde, formaat or self.formaat["tekst"])

    def waarde(self, blad: Worksheet, rij: int, kolom: int, waarde: Any, soort: str) -> None:
        if waarde is None:
            if opmaak.is_figuur(soort):
                blad.write_string(rij, kolom, opmaak.ONBEKEND, self.onbekend)
        elif soort == "tekst":
            self.tekst(blad, rij, kolom, str(waarde))
        elif soort == "janee":
            blad.write_string(rij, kolom, "ja" if waarde else "nee", self.formaat[soort])
        elif soort == "datum":
            blad.write_datetime(rij, kolom, waarde, self.formaat[soort])
        elif isinstance(waarde, Decimal) and cijfers(waarde) > CIJFERS:
            # a spreadsheet would lose its last cents: the exact text is worth more than a number
            self.tekst(blad, rij, kolom, opmaak.getal(waarde))
        else:
            blad.write_number(rij, kolom, waarde, self.formaat[soort])


def cijfers(waarde: Decimal) -> int:
    """Significant digits, without the zeros that a DECIMAL carries behind."""
    teken = waarde.normalize().as_tuple()
    return len(teken.digits) + max(0, int(teken.exponent))


def tabelnaam(naam: str) -> str:
    """A valid name for a table: letters, digits and underscores, never like a cell address."""
    schoon = "".join(teken if teken.isascii() and teken.isalnum() else "_" for teken in naam.lower())
    return f"tbl_{schoon}"


def formule(
    rij: dict[str, Any], kolom: str, wijzen: Sequence[Sequence[tuple[str, str]]], adres: Callable[[str], str]
) -> str | None:
    """The sum in cell addresses, where all its terms are known and it gives the figure of the mart exactly."""
    for termen in wijzen:
        waarden = [rij[naam] for _, naam in termen]
        if rij[kolom] is None or any(w is None or cijfers(w) > CIJFERS for w in waarden):
            continue
        if sum(-w if teken == "-" else w for (teken, _), w in zip(termen, waarden, strict=True)) == rij[kolom]:
            return "=" + "".join(f"{teken}{adres(naam)}" for teken, naam in termen)
    return None


def _rijen(con: duckdb.DuckDBPyConnection, blad: Blad) -> tuple[list[dict[str, Any]], dict[str, str], str]:
    """Rows, soort per column and what the sheet should say of them."""
    filter_, uitleg = "", blad.uitleg
    if blad.mart == "groei":
        (tel,) = con.execute("select count(*) from marts.groei").fetchall()[0]
        if tel > MEESTE_GROEIRIJEN:
            filter_ = "where is_voorkeur"
            uitleg += f" Alleen de voorkeursreeks; met de andere reeksen zijn het {opmaak.getal(tel)} rijen (database)."
    rijen, soorten = vraag(con, f"select * from marts.{blad.mart} {filter_} order by {blad.volgorde}")
    return rijen, soorten, uitleg


def _schrijf_blad(s: Schrijver, con: duckdb.DuckDBPyConnection, blad: Blad, namen: dict[str, str]) -> tuple[int, str]:
    """One sheet; gives its number of rows and its explanation."""
    rijen, soorten, uitleg = _rijen(con, blad)
    kolommen = [*blad.voorop, *(n for n in soorten if n not in blad.voorop)]
    if "voorziening" in soorten:
        # the code stays for who looks a row up, the name is for who reads
        kolommen.insert(kolommen.index("voorziening") + 1, "voorziening_naam")
        soorten = {**soorten, "voorziening_naam": "tekst"}
        for rij in rijen:
            rij["voorziening_naam"] = namen.get(rij["voorziening"])
    kolommen += blad.extra
    soorten = {**soorten, **dict.fromkeys(blad.extra, "tekst")}
    plaats = {naam: nummer for nummer, naam in enumerate(kolommen)}

    ws = s.boek.add_worksheet(blad.naam)
    _kop_van_blad(s, ws, blad.naam, uitleg, kolommen, opmaak.unieke_koppen(kolommen), soorten)
    if not rijen:
        s.tekst(ws, KOPRIJ + 1, 0, "Geen gegevens geleverd.", s.uitleg)
        return 0, uitleg
    schrijf = [(n, k, soorten[n]) for n, k in plaats.items() if n not in blad.extra]
    for nummer, rij in enumerate(rijen, start=KOPRIJ + 1):
        for naam, kolom, soort in schrijf:
            waarde = rij[naam]
            som = (
                formule(rij, naam, blad.sommen[naam], lambda n, r=nummer: f"{_letter(plaats[n])}{r + 1}")
                if naam in blad.sommen
                else None
            )
            if som:
                ws.write_formula(nummer, kolom, som, s.formaat[soort], float(waarde))
            else:
                s.waarde(ws, nummer, kolom, waarde, soort)
    laatste = KOPRIJ + len(rijen)
    _tabel(s, ws, blad.naam, laatste, opmaak.unieke_koppen(kolommen))
    if blad.extra:
        kolom = plaats[blad.extra[0]]
        ws.data_validation(
            KOPRIJ + 1,
            kolom,
            laatste,
            kolom,
            {"validate": "any", "input_title": "Afgehandeld", "input_message": "Datum, wie, en wat er gedaan is."},
        )
    return len(rijen), uitleg


def _kop_van_blad(
    s: Schrijver,
    ws: Worksheet,
    titel: str,
    uitleg: str,
    kolommen: Sequence[str],
    koppen: Sequence[str],
    soorten: dict[str, str],
) -> None:
    s.tekst(ws, 0, 0, titel, s.titel)
    s.tekst(ws, 1, 0, uitleg, s.uitleg)
    ws.set_row(KOPRIJ, 45)
    for nummer, (naam, kop) in enumerate(zip(kolommen, koppen, strict=True)):
        soort = soorten[naam]
        ws.set_column(nummer, nummer, BREED.get(naam, 18) if soort == "tekst" else BREEDTES[soort])
        s.tekst(ws, KOPRIJ, nummer, kop, s.kop)
    # rows of headings stay, and the two columns that say which row it is
    ws.freeze_panes(KOPRIJ + 1, min(2, len(kolommen) - 1))
    ws.set_landscape()
    ws.set_paper(9)
    ws.fit_to_pages(1, 0)
    ws.repeat_rows(KOPRIJ)


def _tabel(s: Schrijver, ws: Worksheet, naam: str, laatste: int, koppen: Sequence[str]) -> None:
    ws.add_table(
        KOPRIJ,
        0,
        laatste,
        len(koppen) - 1,
        {
            "name": tabelnaam(naam),
            "style": "Table Style Light 1",
            "columns": [{"header": k, "header_format": s.kop} for k in koppen],
        },
    )


def _letter(kolom: int) -> str:
    return xlsxwriter.utility.xl_col_to_name(kolom)


def _toelichting(s: Schrijver, ws: Worksheet, kop: Kop, bladen: list[tuple[str, int, str]]) -> None:
    """Head, sheets and terms: the first sheet, filled when the others are known."""
    ws.set_column(0, 0, 30)
    ws.set_column(1, 1, 12)
    ws.set_column(2, 2, 110)
    s.tekst(ws, 0, 0, "Grip op uitgaven: sturingsinformatie sociaal domein", s.titel)
    rij = 2
    laatste_jaar = opmaak.ONBEKEND if kop.laatste_jaar is None else str(kop.laatste_jaar)
    for naam, waarde in (
        ("Peildatum", opmaak.datum(kop.peildatum)),
        ("Status", kop.status),
        ("Uitgave", kop.uitgave),
        ("Nieuwste afgesloten jaar", laatste_jaar),
        ("Versie", kop.versie),
    ):
        s.tekst(ws, rij, 0, naam, s.vet)
        s.tekst(ws, rij, 1, waarde)
        rij += 1
    rij += 1
    s.tekst(
        ws,
        rij,
        0,
        "Elk blad is een tabel om te filteren. 'onbekend' is: geen cijfer geleverd; dat is geen nul. Tel alleen rijen "
        "van één reeks en één niveau op.",
        s.uitleg,
    )
    rij += 2
    for kolom, tekst in enumerate(("Blad", "Rijen", "Inhoud")):
        s.tekst(ws, rij, kolom, tekst, s.kop)
    for naam, aantal, uitleg in bladen:
        rij += 1
        ws.write_url(rij, 0, f"internal:'{naam}'!A1", None, naam)
        ws.write_number(rij, 1, aantal, s.formaat["aantal"])
        s.tekst(ws, rij, 2, uitleg, s.lang)
    rij += 2
    for kolom, tekst in enumerate(("Begrip", "", "Betekenis")):
        s.tekst(ws, rij, kolom, tekst, s.kop)
    for term, uitleg in opmaak.BEGRIPPEN:
        rij += 1
        s.tekst(ws, rij, 0, term, s.vet)
        s.tekst(ws, rij, 2, uitleg, s.lang)
    ws.hide_gridlines(2)


def _begrippen(s: Schrijver, con: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """The data dictionary, from the descriptions in the database."""
    uitleg = "Elke kolom van elke tabel, zoals de database die beschrijft."
    kolommen = ["mart", "kolom", "kop", "datatype", "omschrijving"]
    koppen = ["Tabel", "Kolom", "Kop in deze werkmap", "Type", "Omschrijving"]
    ws = s.boek.add_worksheet("Begrippen")
    _kop_van_blad(s, ws, "Begrippen", uitleg, kolommen, koppen, dict.fromkeys(kolommen, "tekst"))
    rijen = woordenboek(con)
    for nummer, rij in enumerate(rijen, start=KOPRIJ + 1):
        cellen = (
            rij["mart"],
            rij["kolom"],
            opmaak.kop_van_kolom(rij["kolom"]),
            rij["datatype"],
            rij["omschrijving"] or "geen omschrijving",
        )
        for kolom, tekst in enumerate(cellen):
            s.tekst(ws, nummer, kolom, tekst)
    if rijen:
        ws.set_column(1, 2, 32)
        _tabel(s, ws, "Begrippen", KOPRIJ + len(rijen), koppen)
    return len(rijen), uitleg


def maak_werkmap(con: duckdb.DuckDBPyConnection, kop: Kop, doel: Path) -> None:
    """Write the workbook of the marts in `con` to `doel`. Equal marts and head give equal bytes."""
    boek = xlsxwriter.Workbook(
        str(doel),
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    boek.set_properties(
        {
            "title": "Grip op uitgaven: sturingsinformatie sociaal domein",
            "subject": f"Stand {opmaak.datum(kop.peildatum)}, uitgave {kop.uitgave}, versie {kop.versie}",
            "author": "Grip op uitgaven",
            # the day of the figures, not of the clock: equal input gives equal bytes
            "created": datetime(kop.peildatum.year, kop.peildatum.month, kop.peildatum.day),
        }
    )
    s = Schrijver(boek)
    rijen, _ = vraag(con, "select voorziening, naam from marts.voorzieningen order by niveau desc, voorziening")
    namen = {rij["voorziening"]: rij["naam"] for rij in rijen} | {"totaal": "Totaal"}
    eerste = boek.add_worksheet("Toelichting")
    bladen = []
    for blad in BLADEN:
        aantal, uitleg = _schrijf_blad(s, con, blad, namen)
        bladen.append((blad.naam, aantal, uitleg))
    bladen.append(("Begrippen", *_begrippen(s, con)))
    _toelichting(s, eerste, kop, bladen)
    boek.close()
