"""The XLSX workbook: one sheet per subject with the rows of its mart, ready to filter, and a first sheet that leads.

Writing sheets belongs here; which there are stands in bladen, how they look in bladopmaak, formulas in bladsommen.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.inname.codelijsten import sleutel
from pipeline.publicaties import lezen, opmaak, verborgen
from pipeline.publicaties.bladen import BLADEN, Blad
from pipeline.publicaties.bladopmaak import EERSTE_RIJ, KOPRIJ, Schrijver, onbekend, verborgen_in_woorden
from pipeline.publicaties.bladsommen import OPTELGROEP, SOMRIJ, optelgroepen, schrijf_formules, schrijf_optelling
from pipeline.publicaties.kop import Kop

MEESTE_GROEIRIJEN = 10_000  # with more, the sheet has the voorkeursreeks only
INHOUD, BEGRIPPEN = "Inhoud", "Begrippen"
LANGSTE_TIP = 255  # Excel's limit of what shows beside a link
SOM_UITLEG = (
    "Boven de koppen staat de som van de zichtbare rijen, zodra die bij elkaar horen: één jaar, één niveau, één reeks."
)

# column of a code -> the column beside it that says the code in words
IN_WOORDEN = {"voorziening": "voorziening_naam", "regel_code": "regel_omschrijving"}


@dataclass(frozen=True)
class Boek:
    """What every sheet needs: the writer, the database, the head, names of voorzieningen, and where terms stand.

    `begrippen`: (mart, column) -> its row in the sheet of terms, as a spreadsheet counts, and its description.
    """

    s: Schrijver
    con: duckdb.DuckDBPyConnection
    kop: Kop
    namen: Mapping[str, str]
    begrippen: Mapping[tuple[str, str], tuple[int, str]]

    @property
    def voet(self) -> str:
        return f"Grip op uitgaven, {self.kop.uitgave}, stand {opmaak.datum(self.kop.peildatum)}, {self.kop.versie}"


def tabelnaam(naam: str) -> str:
    """A valid name for a table: letters, digits and underscores, never like a cell address."""
    schoon = "".join(teken if teken.isalnum() else "_" for teken in sleutel(naam))
    return f"tbl_{schoon}"


def _lees(con: duckdb.DuckDBPyConnection, blad: Blad) -> tuple[dict[str, Sequence[Any]], dict[str, str], str]:
    """Values per column, soort per column and what the sheet should say of them."""
    filter_, uitleg = "", blad.uitleg
    if blad.mart == "groei":
        (tel,) = con.execute("select count(*) from marts.groei").fetchall()[0]
        if tel > MEESTE_GROEIRIJEN:
            filter_ = "where is_voorkeur"
            uitleg += f" Alleen de voorkeursreeks; met de andere reeksen zijn het {opmaak.getal(tel)} rijen (database)."
    kolom, join = blad.naast
    sql = f"select * from (select m.*{kolom} from marts.{blad.mart} as m {join} {filter_}) order by {blad.volgorde}"
    waarden, soorten = lezen.kolommen(con, sql)
    return waarden, soorten, f"{uitleg} {SOM_UITLEG}" if blad.optelling else uitleg


def _schrijf_blad(boek: Boek, blad: Blad) -> tuple[int, str]:
    """One sheet; gives its number of rows and its explanation."""
    s = boek.s
    waarden, soorten, uitleg = _lees(boek.con, blad)
    rijen = len(next(iter(waarden.values())))
    dicht = _verberg(waarden, soorten)
    if "toelichting_mens" in soorten and onbekend(waarden["toelichting_mens"]):
        del soorten["toelichting_mens"]
    kolommen = [*blad.voorop, *(n for n in soorten if n not in blad.voorop)]
    for code, naam in IN_WOORDEN.items():
        if code in soorten and naam not in soorten:
            # the code stays for who looks a row up, the words are for who reads
            kolommen.insert(kolommen.index(code) + 1, naam)
            zeg = boek.namen.get if code == "voorziening" else lezen.regel_omschrijving
            waarden[naam] = [zeg(w) for w in waarden[code]]
    kolommen += blad.extra
    soorten = {naam: soorten.get(naam, "tekst") for naam in kolommen}
    if blad.optelling and rijen:
        soorten[OPTELGROEP] = "volgnummer"
        waarden[OPTELGROEP] = optelgroepen(blad.optelling, waarden)
    koppen = opmaak.unieke_koppen(soorten)

    ws = s.boek.add_worksheet(blad.naam)
    _kop_van_blad(boek, ws, blad.naam, uitleg, koppen, soorten)
    if not rijen:
        s.tekst(ws, EERSTE_RIJ, 0, "Geen gegevens geleverd.", s.uitleg)
        return 0, uitleg
    for kolom, (naam, soort) in enumerate(soorten.items()):
        s.kolom(ws, kolom, naam, soort, waarden.get(naam, ()), dicht)
    schrijf_formules(s, ws, blad, waarden, kolommen, soorten)
    laatste = KOPRIJ + rijen
    _tabel(s, ws, blad.naam, laatste, koppen)
    _koppel_begrippen(boek, ws, blad.mart, koppen, soorten)
    if blad.optelling:
        schrijf_optelling(s, ws, blad.optelling, waarden, soorten)
        ws.set_column(len(kolommen), len(kolommen), None, None, {"hidden": True})
    for naam, keuzes in blad.extra.items():
        _invulkolom(s, ws, kolommen.index(naam), laatste, keuzes)
    return rijen, uitleg


def _verberg(waarden: dict[str, Sequence[Any]], soorten: dict[str, str]) -> dict[int, dict[str, str]]:
    """Row -> hidden columns and why; the column that says it becomes words, and goes where nothing is hidden."""
    if verborgen.KOLOM not in soorten:
        return {}
    dicht = {
        rij: verborgen.ontleed(tekst) for rij, tekst in enumerate(waarden[verborgen.KOLOM], start=EERSTE_RIJ) if tekst
    }
    if not dicht:
        del soorten[verborgen.KOLOM]
    koppen = {n: opmaak.kop_van_kolom(n) for n in soorten}
    waarden[verborgen.KOLOM] = [verborgen_in_woorden(tekst, koppen) for tekst in waarden[verborgen.KOLOM]]
    return dicht


def _invulkolom(s: Schrijver, ws: Worksheet, kolom: int, laatste: int, keuzes: Sequence[str]) -> None:
    """An empty column for the reader, with a list to choose from or free text."""
    regel: dict[str, Any] = {"validate": "any", "input_title": "Wat er gedaan is", "input_message": "Datum, wie, wat."}
    if keuzes:
        regel = {
            "validate": "list",
            "source": list(keuzes),
            "error_title": "Status",
            "error_message": f"Kies uit: {', '.join(keuzes)}.",
        }
    ws.data_validation(EERSTE_RIJ, kolom, laatste, kolom, regel)
    for rij in range(EERSTE_RIJ, laatste + 1):
        ws.write_blank(rij, kolom, None, s.invul)


def _kop_van_blad(
    boek: Boek, ws: Worksheet, titel: str, uitleg: str, koppen: Sequence[str], soorten: Mapping[str, str]
) -> None:
    s = boek.s
    s.tekst(ws, 0, 0, titel, s.titel)
    s.tekst(ws, 1, 0, f"{s.vooraf} {uitleg}".strip(), s.uitleg)
    ws.write_url(SOMRIJ, 0, f"internal:'{INHOUD}'!A1", s.koppeling, "Naar de inhoud")
    ws.set_row(KOPRIJ, 45)
    s.breedtes(ws, soorten)
    for nummer, kop in enumerate(koppen):
        s.tekst(ws, KOPRIJ, nummer, kop, s.kop)
    # rows of headings stay, and the two columns that say which row it is
    ws.freeze_panes(EERSTE_RIJ, min(2, len(koppen) - 1))
    s.pagina(ws, boek.voet)


def _koppel_begrippen(boek: Boek, ws: Worksheet, mart: str, koppen: Sequence[str], soorten: Mapping[str, str]) -> None:
    """Each heading leads to its definition and shows it beside the pointer."""
    for nummer, (naam, kop) in enumerate(zip(soorten, koppen, strict=True)):
        if plek := boek.begrippen.get((mart, naam)):
            regel, omschrijving = plek
            tip = omschrijving if len(omschrijving) <= LANGSTE_TIP else omschrijving[: LANGSTE_TIP - 1] + "…"
            ws.write_url(KOPRIJ, nummer, f"internal:'{BEGRIPPEN}'!A{regel}", boek.s.kop, kop, tip)


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


def _inhoud(boek: Boek, ws: Worksheet, bladen: Sequence[tuple[str, str, int, str]]) -> None:
    """What this is, where things stand and what the signs mean: the first sheet, filled when the others are known.

    `bladen`: subject, name, number of rows and explanation of each.
    """
    s, kop = boek.s, boek.kop
    for kolom, breed in enumerate((30, 12, 110)):
        ws.set_column(kolom, kolom, breed)
    s.tekst(ws, 0, 0, "Grip op uitgaven: sturingsinformatie sociaal domein", s.titel)
    s.tekst(ws, 1, 0, "Cijfers over Wmo, Jeugdwet en Participatiewet, per onderwerp een blad om te filteren.", s.uitleg)
    rij = 2
    laatste_jaar = opmaak.ONBEKEND if kop.laatste_jaar is None else str(kop.laatste_jaar)
    for naam, waarde in (
        ("Peildatum", opmaak.datum(kop.peildatum)),
        ("Status", kop.status),
        ("Uitgave", kop.uitgave_tekst),
        ("Nieuwste afgesloten jaar", laatste_jaar),
        ("Versie", kop.versie),
    ):
        rij += 1
        s.tekst(ws, rij, 0, naam, s.vet)
        s.tekst(ws, rij, 1, waarde)
    if kop.waarschuwing:
        rij += 1
        s.tekst(ws, rij, 0, "Let op", s.vet)
        s.tekst(ws, rij, 1, kop.waarschuwing, s.waarschuwing)
    rij = _lijst(s, ws, rij + 2, ("Blad", "Rijen", "Inhoud"), ())
    vorig = ""
    for onderwerp, naam, aantal, uitleg in bladen:
        if onderwerp != vorig:
            rij += 1
            s.tekst(ws, rij, 0, onderwerp, s.vet)
            vorig = onderwerp
        rij += 1
        ws.write_url(rij, 0, f"internal:'{naam}'!A1", s.koppeling, naam)
        ws.write_number(rij, 1, aantal, s.formaat["aantal"])
        s.tekst(ws, rij, 2, uitleg, s.lang)
    tekens = [
        (opmaak.ONBEKEND, "", "Geen cijfer geleverd. Dat is geen nul."),
        *((verborgen.TEKEN, "", f"Verborgen: {reden}.") for reden in verborgen.REDENEN.values()),
        (
            "filter eerst",
            "",
            "De zichtbare rijen zijn samen geen totaal; kies één jaar, niveau en reeks.",
        ),
        ("blauwe kop", "", "Klik voor de definitie van de kolom."),
        ("=", "", "Een formule staat alleen waar zij op de cent het cijfer van de databank geeft."),
    ]
    rij = _lijst(s, ws, rij + 2, ("Teken", "", "Betekenis"), tekens)
    _lijst(s, ws, rij + 2, ("Begrip", "", "Betekenis"), [(term, "", uitleg) for term, uitleg in lezen.begrippen()])
    ws.hide_gridlines(2)
    s.pagina(ws, boek.voet, None)


def _lijst(s: Schrijver, ws: Worksheet, rij: int, koppen: Sequence[str], regels: Sequence[Sequence[str]]) -> int:
    """A small list with headings from this row on; gives its last row."""
    for kolom, tekst in enumerate(koppen):
        s.tekst(ws, rij, kolom, tekst, s.kop)
    for regel in regels:
        rij += 1
        for kolom, tekst in enumerate(regel):
            s.tekst(ws, rij, kolom, tekst, s.vet if kolom == 0 else s.lang)
    return rij


def _begrippen(boek: Boek, rijen: Sequence[dict[str, Any]]) -> tuple[int, str]:
    """The data dictionary, from the descriptions in the database."""
    s, uitleg = boek.s, "Elke kolom van elke tabel, zoals de database die beschrijft."
    soorten = dict.fromkeys(["mart", "kolom", "kop", "datatype", "omschrijving"], "tekst")
    koppen = ["Tabel", "Kolom", "Kop in deze werkmap", "Type", "Omschrijving"]
    ws = s.boek.add_worksheet(BEGRIPPEN)
    _kop_van_blad(boek, ws, BEGRIPPEN, uitleg, koppen, soorten)
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
        _tabel(s, ws, BEGRIPPEN, KOPRIJ + len(rijen), koppen)
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
    werkmap = xlsxwriter.Workbook(
        str(doel),
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    werkmap.set_properties(
        {
            "title": "Grip op uitgaven: sturingsinformatie sociaal domein",
            "subject": f"Stand {opmaak.datum(kop.peildatum)}, uitgave {kop.uitgave_tekst}, versie {kop.versie}",
            "author": "Grip op uitgaven",
            # the day of the figures, not of the clock: equal input gives equal bytes
            "created": datetime(kop.peildatum.year, kop.peildatum.month, kop.peildatum.day),
        }
    )
    begrippen = lezen.woordenboek(con)
    plekken = {
        (r["mart"], r["kolom"]): (nummer, r["omschrijving"] or "")
        for nummer, r in enumerate(begrippen, start=EERSTE_RIJ + 1)
    }
    namen = lezen.namen_van_voorzieningen(con) | {"totaal": "Totaal"}
    boek = Boek(Schrijver(werkmap, kop.waarschuwing), con, kop, namen, plekken)
    eerste = werkmap.add_worksheet(INHOUD)
    bladen = [(blad.onderwerp, blad.naam, *_schrijf_blad(boek, blad)) for blad in BLADEN]
    bladen.append(("Lijsten", BEGRIPPEN, *_begrippen(boek, begrippen)))
    _inhoud(boek, eerste, bladen)
    werkmap.close()
