"""How a sheet of the workbook looks: number formats, widths, fonts, and the writing of values into cells.

Which sheets there are stands in bladen, formulas in bladsommen. Data never becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.publicaties import opmaak, verborgen

KOPRIJ = 3  # title, a line of explanation, sums of the visible rows, then the headings
EERSTE_RIJ = KOPRIJ + 1
LANGSTE_TEKST = 32_767  # Excel's limit of one cell
CIJFERS = 15  # significant digits that a spreadsheet keeps
# the methods without what lets them take 'A1' too: a million cells are asked for by number
SCHRIJF_TEKST = Worksheet.write_string.__wrapped__  # type: ignore[attr-defined]
SCHRIJF_GETAL = Worksheet.write_number.__wrapped__  # type: ignore[attr-defined]

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
# texts of several lines
LANG = {"tekst", "toelichting_mens"}


class Schrijver:
    """Writes values of the marts into cells, each with the format of its column. `vooraf` opens every sheet."""

    def __init__(self, boek: xlsxwriter.Workbook, vooraf: str = "") -> None:
        self.boek = boek
        self.vooraf = vooraf
        letter = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        blauw, wit = "#17446F", "#FFFFFF"
        self.formaat: dict[str, Format] = {s: boek.add_format({**letter, "num_format": f}) for s, f in FORMATEN.items()}
        self.onbekend = boek.add_format({**letter, "italic": True, "font_color": "#55606C", "align": "right"})
        self.titel = boek.add_format({**letter, "bold": True, "font_size": 14, "font_color": blauw})
        self.uitleg = boek.add_format({**letter, "italic": True})
        self.kop = boek.add_format(
            {**letter, "bold": True, "bg_color": blauw, "font_color": wit, "text_wrap": True, "underline": 0}
        )
        self.invul = boek.add_format({**letter, "bg_color": "#FFF8DC", "text_wrap": True})
        self.koppeling = boek.add_format({**letter, "font_color": "#0B57A4", "underline": 1})
        self.vet = boek.add_format({**letter, "bold": True})
        self.waarschuwing = boek.add_format({**letter, "bold": True, "font_color": "#8A1C1C"})
        self.lang = boek.add_format({**letter, "text_wrap": True})
        self.som = {
            s: boek.add_format({**letter, "num_format": f, "bold": True, "top": 1, "bottom": 1, "align": "right"})
            for s, f in FORMATEN.items()
        }

    def tekst(self, blad: Worksheet, rij: int, kolom: int, waarde: str, formaat: Format | None = None) -> None:
        """Always text, whatever it starts with."""
        blad.write_string(rij, kolom, passend(waarde), formaat or self.formaat["tekst"])

    def kolom(
        self, blad: Worksheet, kolom: int, naam: str, soort: str, waarden: Iterable[Any], dicht: Mapping[int, Any]
    ) -> None:
        """One column from the first row down. By column, because what its soort asks is then settled once.

        `dicht`: row number -> the columns that the disclosure control hid there.
        """
        formaat, rijen = self.lang if naam in LANG else self.formaat[soort], enumerate(waarden, start=EERSTE_RIJ)
        # a figure that is not there says so; a text that is not there is an empty cell
        leeg = opmaak.ONBEKEND if opmaak.is_figuur(soort) else None
        for rij, waarde in rijen:
            if waarde is None:
                if dicht and naam in dicht.get(rij, ()):
                    SCHRIJF_TEKST(blad, rij, kolom, verborgen.TEKEN, self.onbekend)
                elif leeg:
                    SCHRIJF_TEKST(blad, rij, kolom, leeg, self.onbekend)
            elif soort == "tekst":
                SCHRIJF_TEKST(blad, rij, kolom, waarde if len(waarde) <= LANGSTE_TEKST else passend(waarde), formaat)
            elif soort == "janee":
                SCHRIJF_TEKST(blad, rij, kolom, "ja" if waarde else "nee", formaat)
            elif soort == "datum":
                blad.write_datetime(rij, kolom, waarde, formaat)
            elif isinstance(waarde, Decimal) and not past(waarde):
                # a spreadsheet would lose its last cents: the exact text is worth more than a number
                SCHRIJF_TEKST(blad, rij, kolom, opmaak.getal(waarde), self.formaat["tekst"])
            else:
                SCHRIJF_GETAL(blad, rij, kolom, float(waarde), formaat)

    def breedtes(self, blad: Worksheet, soorten: Mapping[str, str]) -> None:
        """The width of every column, in their order."""
        for nummer, (naam, soort) in enumerate(soorten.items()):
            blad.set_column(nummer, nummer, BREED.get(naam, 18) if soort == "tekst" else BREEDTES[soort])

    def pagina(self, blad: Worksheet, voet: str, herhaal: int | None = KOPRIJ) -> None:
        """A4 on its side, as wide as the paper, with headings, warning and page number on every page."""
        blad.set_landscape()
        blad.set_paper(9)
        blad.fit_to_pages(1, 0)
        blad.set_header(f"&L{self.vooraf}" if self.vooraf else "")
        blad.set_footer(f"&L{voet.replace('&', '&&')}&RBladzijde &P van &N")
        if herhaal is not None:
            blad.repeat_rows(herhaal)


def verborgen_in_woorden(tekst: str | None, koppen: Mapping[str, str]) -> str | None:
    """'Uitgaven (€): klein aantal; ...' of what a row says of its hidden cells."""
    delen = verborgen.ontleed(tekst)
    return "; ".join(f"{koppen.get(k, k)}: {verborgen.REDENEN.get(r, r)}" for k, r in delen.items()) or None


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


def onbekend(waarden: Sequence[Any]) -> bool:
    """Whether a column holds nothing at all."""
    return all(w is None for w in waarden)
