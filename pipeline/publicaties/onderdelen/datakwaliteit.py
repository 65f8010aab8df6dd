"""Chapters Datakwaliteit and Begrippen: findings per rule, the deliveries, and the columns of every table explained.

Tables of the marts bevindingen and leveringen and of the comments in the database. A check is never made here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import duckdb

from pipeline.publicaties import opmaak
from pipeline.publicaties.lezen import ERNST_VOLGORDE, kies, regel_omschrijving, vraag, woordenboek
from pipeline.publicaties.opmaak import Cel, Tabel, maak_tabel

# a rule with more findings than this shows the first ones; the workbook has them all
MEESTE_BEVINDINGEN = 150


@dataclass
class Regelgroep:
    """The findings of one rule, to open: its heading, a note where not all are shown, and the rows."""

    kop: str
    noot: str
    tabel: Tabel


def bevindingen(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Regelgroep]]:
    """How many findings each rule gave, and per rule that asks for action the findings themselves."""
    tel, soorten = vraag(
        con,
        f"""
        select ernst, regel_code, eigenaar, count(*) as bevindingen_aantal from marts.bevindingen
        group by ernst, regel_code, eigenaar order by {ERNST_VOLGORDE}, bevindingen_aantal desc, regel_code, eigenaar
        """,
    )
    if not tel:
        return None, []
    overzicht = maak_tabel(
        tel,
        kies(soorten, "ernst regel_code") | {"omschrijving": "tekst"} | kies(soorten, "bevindingen_aantal eigenaar"),
        "Bevindingen naar ernst en regel",
        koppen={
            "regel_code": "Regel",
            "omschrijving": "Wat de regel zegt",
            "bevindingen_aantal": "Aantal",
            "eigenaar": "Wie handelt",
        },
        vormen={
            "ernst": lambda r: opmaak.woord(r["ernst"]),
            "omschrijving": lambda r: Cel(regel_omschrijving(r["regel_code"]), "lang"),
        },
        rijkoppen=2,
    )
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.bevindingen where ernst in ('fout', 'waarschuwing')
        order by {ERNST_VOLGORDE}, regel_code, bestand, blad, regel, kolom, waarde, melding
        """,
    )
    kolommen = kies(soorten, "bestand blad regel kolom waarde verwacht verschil melding eigenaar")
    koppen = {"regel": "Regel in bestand", "waarde": "Gevonden", "eigenaar": "Wie handelt"}
    groepen = []
    for (soort, code), verzameling in groupby(rijen, key=lambda r: (r["ernst"], r["regel_code"])):
        van = list(verzameling)
        noten = [regel_omschrijving(code)]
        if len(van) > MEESTE_BEVINDINGEN:
            noten.append(
                f"De eerste {MEESTE_BEVINDINGEN} van {opmaak.getal(len(van))}; "
                "de hele lijst staat in de werkmap, blad Bevindingen."
            )
        tabel = maak_tabel(
            van[:MEESTE_BEVINDINGEN],
            kolommen,
            f"{opmaak.woord(soort)}: regel {code}",
            koppen=koppen,
            vormen={
                "melding": lambda r: Cel(r["melding"] or opmaak.GEEN_TEKST, "lang"),
                "verschil": lambda r: (
                    Cel(opmaak.GEEN_TEKST, "getal") if r["verschil"] is None else opmaak.getal(r["verschil"], 2)
                ),
            },
        )
        groepen.append(Regelgroep(f"{opmaak.woord(soort)}: {code} ({opmaak.getal(len(van))})", " ".join(noten), tabel))
    return overzicht, groepen


def leveringen(con: duckdb.DuckDBPyConnection) -> Tabel | None:
    """What was delivered, read and set apart, with its source and licence."""
    rijen, soorten = vraag(con, "select * from marts.leveringen order by bron, leverancier, levering")
    kolommen = kies(
        soorten,
        "levering uitkomst rijen_gelezen rijen_apart leverancier document vindplaats licence ontvangen_op periode",
    )
    if not rijen:
        return None
    return maak_tabel(
        rijen,
        kolommen,
        "Leveringen",
        koppen={"document": "Bron"},
        vormen={"uitkomst": lambda r: opmaak.woord(r["uitkomst"])},
    )


def kolommen_per_mart(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, Tabel]]:
    """Name, description and columns of every mart."""
    uit = []
    for mart, groep in groupby(woordenboek(con), key=lambda r: r["mart"]):
        rijen = list(groep)
        tabel = maak_tabel(
            rijen,
            {"kolom": "tekst", "kop": "tekst", "omschrijving": "tekst"},
            f"Kolommen van {mart}",
            koppen={"kop": "In woorden"},
            vormen={
                "kop": lambda r: opmaak.kop_van_kolom(r["kolom"]),
                "omschrijving": lambda r: Cel(r["omschrijving"] or "geen omschrijving", "lang"),
            },
        )
        uit.append((mart, rijen[0]["mart_tekst"] or "", tabel))
    return uit
