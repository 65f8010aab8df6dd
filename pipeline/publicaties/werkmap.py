"""The XLSX workbook: one sheet per subject with the rows of its mart, ready to filter. Data never becomes a formula.

Writing belongs here, which sheets there are in bladen. A formula stands only where a reader wants to follow a sum, and
only if it gives the figure of the mart to the cent.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.inname.codelijsten import sleutel
from pipeline.publicaties import lezen, opmaak
from pipeline.publicaties.bladen import BLADEN, BREED, BREEDTES, FORMATEN, Blad
from pipeline.publicaties.kop import Kop

MEESTE_GROEIRIJEN = 10_000  # with more, the sheet has the voorkeursreeks only
KOPRIJ = 2  # title, a line of explanation, then the headings
EERSTE_RIJ = KOPRIJ + 1
LANGSTE_TEKST = 32_767  # Excel's limit of one cell
CIJFERS = 15  # significant digits that a spreadsheet keeps

# column of a code -> the column beside it that says the code in words
IN_WOORDEN = {"voorziening": "voorziening_naam", "regel_code": "regel_omschrijving"}


class Schrijver:
    """Writes values of the marts into cells, each with the format of its column. `vooraf` opens every sheet."""

    def __init__(self, boek: xlsxwriter.Workbook, vooraf: str = "") -> None:
        self.boek = boek
        self.vooraf = vooraf
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
        blad.write_string(rij, kolom, passend(waarde), formaat or self.formaat["tekst"])

    def kolom(self, blad: Worksheet, kolom: int, soort: str, waarden: Iterable[Any]) -> None:
        """One column from the first row down. By column, because what its soort asks is then settled once."""
        formaat, rijen = self.formaat[soort], enumerate(waarden, start=EERSTE_RIJ)
        # a figure that is not there says so; a text that is not there is an empty cell
        leeg = opmaak.ONBEKEND if opmaak.is_figuur(soort) else None
        als_tekst, als_getal = blad.write_string, blad.write_number
        for rij, waarde in rijen:
            if waarde is None:
                if leeg:
                    als_tekst(rij, kolom, leeg, self.onbekend)
            elif soort == "tekst":
                als_tekst(rij, kolom, passend(str(waarde)), formaat)
            elif soort == "janee":
                als_tekst(rij, kolom, "ja" if waarde else "nee", formaat)
            elif soort == "datum":
                blad.write_datetime(rij, kolom, waarde, formaat)
            elif isinstance(waarde, Decimal) and not past(waarde):
                # a spreadsheet would lose its last cents: the exact text is worth more than a number
                als_tekst(rij, kolom, opmaak.getal(waarde), self.formaat["tekst"])
            else:
                als_getal(rij, kolom, float(waarde), formaat)


def passend(tekst: str) -> str:
    """The text as far as one cell holds it, with a sign where it is cut."""
    return tekst if len(tekst) <= LANGSTE_TEKST else tekst[: LANGSTE_TEKST - 1] + "…"


def cijfers(waarde: Decimal) -> int:
    """Significant digits, without the zeros that a DECIMAL carries behind."""
    teken = waarde.normalize().as_tuple()
    return len(teken.digits) + max(0, int(teken.exponent))


def past(waarde: Decimal) -> bool:
    """Whether a spreadsheet keeps every digit. Nearly every figure is short, and seen to be so without counting."""
    return len(str(waarde)) <= CIJFERS or cijfers(waarde) <= CIJFERS


def tabelnaam(naam: str) -> str:
    """A valid name for a table: letters, digits and underscores, never like a cell address."""
    schoon = "".join(teken if teken.isalnum() else "_" for teken in sleutel(naam))
    return f"tbl_{schoon}"


def formule(
    rij: dict[str, Any], kolom: str, wijzen: Sequence[Sequence[tuple[str, str]]], adres: dict[str, str]
) -> str | None:
    """The sum in cell addresses, where all its terms are known and it gives the figure of the mart exactly."""
    for termen in wijzen:
        waarden = [rij[naam] for _, naam in termen]
        if rij[kolom] is None or any(w is None or not past(w) for w in waarden):
            continue
        if sum(-w if teken == "-" else w for (teken, _), w in zip(termen, waarden, strict=True)) == rij[kolom]:
            return "=" + "".join(f"{teken}{adres[naam]}" for teken, naam in termen)
    return None


def _lees(con: duckdb.DuckDBPyConnection, blad: Blad) -> tuple[dict[str, Sequence[Any]], dict[str, str], str]:
    """Values per column, soort per column and what the sheet should say of them."""
    filter_, uitleg = "", blad.uitleg
    if blad.mart == "groei":
        (tel,) = con.execute("select count(*) from marts.groei").fetchall()[0]
        if tel > MEESTE_GROEIRIJEN:
            filter_ = "where is_voorkeur"
            uitleg += f" Alleen de voorkeursreeks; met de andere reeksen zijn het {opmaak.getal(tel)} rijen (database)."
    waarden, soorten = lezen.kolommen(con, f"select * from marts.{blad.mart} {filter_} order by {blad.volgorde}")
    return waarden, soorten, uitleg


def _schrijf_blad(s: Schrijver, con: duckdb.DuckDBPyConnection, blad: Blad, namen: dict[str, str]) -> tuple[int, str]:
    """One sheet; gives its number of rows and its explanation."""
    waarden, soorten, uitleg = _lees(con, blad)
    rijen = len(next(iter(waarden.values())))
    kolommen = [*blad.voorop, *(n for n in soorten if n not in blad.voorop)]
    for code, naam in IN_WOORDEN.items():
        if code in soorten:
            # the code stays for who looks a row up, the words are for who reads
            kolommen.insert(kolommen.index(code) + 1, naam)
            zeg = namen.get if code == "voorziening" else lezen.regel_omschrijving
            waarden[naam] = [zeg(w) for w in waarden[code]]
    kolommen += blad.extra
    soorten = {naam: soorten.get(naam, "tekst") for naam in kolommen}
    koppen = opmaak.unieke_koppen(kolommen)

    ws = s.boek.add_worksheet(blad.naam)
    _kop_van_blad(s, ws, blad.naam, uitleg, kolommen, koppen, soorten)
    if not rijen:
        s.tekst(ws, EERSTE_RIJ, 0, "Geen gegevens geleverd.", s.uitleg)
        return 0, uitleg
    for kolom, naam in enumerate(kolommen):
        s.kolom(ws, kolom, soorten[naam], waarden.get(naam, ()))
    _sommen(s, ws, blad, waarden, kolommen, soorten)
    laatste = KOPRIJ + rijen
    _tabel(s, ws, blad.naam, laatste, koppen)
    for naam in blad.extra:
        kolom = kolommen.index(naam)
        ws.data_validation(
            EERSTE_RIJ,
            kolom,
            laatste,
            kolom,
            {"validate": "any", "input_title": "Afgehandeld", "input_message": "Datum, wie, en wat er gedaan is."},
        )
    return rijen, uitleg


def _sommen(
    s: Schrijver,
    ws: Worksheet,
    blad: Blad,
    waarden: dict[str, Sequence[Any]],
    kolommen: Sequence[str],
    soorten: dict[str, str],
) -> None:
    """The formula over the figure, in each row where it gives that figure."""
    for naam, wijzen in blad.sommen.items():
        nodig = {naam} | {term for termen in wijzen for _, term in termen}
        letter = {n: xlsxwriter.utility.xl_col_to_name(kolommen.index(n)) for n in nodig}
        for nummer, cellen in enumerate(zip(*(waarden[n] for n in nodig), strict=True), start=EERSTE_RIJ):
            rij = dict(zip(nodig, cellen, strict=True))
            som = formule(rij, naam, wijzen, {n: f"{letter[n]}{nummer + 1}" for n in nodig})
            if som:
                ws.write_formula(nummer, kolommen.index(naam), som, s.formaat[soorten[naam]], float(rij[naam]))


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
    s.tekst(ws, 1, 0, f"{s.vooraf} {uitleg}".strip(), s.uitleg)
    ws.set_row(KOPRIJ, 45)
    for nummer, (naam, kop) in enumerate(zip(kolommen, koppen, strict=True)):
        soort = soorten[naam]
        ws.set_column(nummer, nummer, BREED.get(naam, 18) if soort == "tekst" else BREEDTES[soort])
        s.tekst(ws, KOPRIJ, nummer, kop, s.kop)
    # rows of headings stay, and the two columns that say which row it is
    ws.freeze_panes(EERSTE_RIJ, min(2, len(kolommen) - 1))
    ws.set_landscape()
    ws.set_paper(9)
    ws.set_header(f"&L{s.vooraf}" if s.vooraf else "")  # on every printed page
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
        *([("Let op", kop.waarschuwing)] if kop.waarschuwing else []),
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
    for term, uitleg in lezen.begrippen():
        rij += 1
        s.tekst(ws, rij, 0, term, s.vet)
        s.tekst(ws, rij, 2, uitleg, s.lang)
    ws.hide_gridlines(2)
    ws.set_header(f"&L{s.vooraf}" if s.vooraf else "")


def _begrippen(s: Schrijver, con: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """The data dictionary, from the descriptions in the database."""
    uitleg = "Elke kolom van elke tabel, zoals de database die beschrijft."
    kolommen = ["mart", "kolom", "kop", "datatype", "omschrijving"]
    koppen = ["Tabel", "Kolom", "Kop in deze werkmap", "Type", "Omschrijving"]
    ws = s.boek.add_worksheet("Begrippen")
    _kop_van_blad(s, ws, "Begrippen", uitleg, kolommen, koppen, dict.fromkeys(kolommen, "tekst"))
    rijen = lezen.woordenboek(con)
    for nummer, rij in enumerate(rijen, start=EERSTE_RIJ):
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


@contextmanager
def _zonder_opruimen() -> Iterator[None]:
    """No garbage collection: hundreds of thousands of cells stay to the end, and it would walk them time and again."""
    stond_aan = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stond_aan:
            gc.enable()


@_zonder_opruimen()
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
    s = Schrijver(boek, kop.waarschuwing)
    namen = lezen.namen_van_voorzieningen(con) | {"totaal": "Totaal"}
    eerste = boek.add_worksheet("Toelichting")
    bladen = []
    for blad in BLADEN:
        aantal, uitleg = _schrijf_blad(s, con, blad, namen)
        bladen.append((blad.naam, aantal, uitleg))
    bladen.append(("Begrippen", *_begrippen(s, con)))
    _toelichting(s, eerste, kop, bladen)
    boek.close()
