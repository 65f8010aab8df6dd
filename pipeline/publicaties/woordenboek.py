"""The data dictionary as Markdown: every published table and column, and the questions that stand ready."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.publicaties.kop import Kop
from pipeline.publicaties.vragen import macros


def maak_woordenboek(con: duckdb.DuckDBPyConnection, kop: Kop, doel: Path) -> None:
    """Write woordenboek.md from the comments in a published database."""
    regels = [
        "# Gegevenswoordenboek",
        "",
        f"Uitgave {kop.uitgave_tekst}, peildatum {kop.peildatum:%d-%m-%Y}, versie {kop.versie}.",
        *([f"**{kop.waarschuwing}**"] if kop.waarschuwing else []),
        "Elke tabel staat in schema `marts` van grip.duckdb. Een lege waarde is onbekend, nooit nul.",
        "Dezelfde namen werken ook zonder `marts.` ervoor.",
        "",
        "## Vragen",
        "",
        "Een vraag is een macro: roep haar aan als een tabel. Voeg `where` of `order by` toe zoals bij elke tabel.",
        "",
        "| vraag | antwoord | voorbeeld |",
        "|---|---|---|",
        *(f"| `{m.aanroep}` | {_cel(m.omschrijving)} | `{m.voorbeeld}` |" for m in macros()),
    ]
    tabellen = con.execute(
        "select table_name, comment from duckdb_tables() where schema_name = 'marts' union all "
        "select view_name, comment from duckdb_views() where schema_name = 'marts' order by 1"
    ).fetchall()
    for naam, omschrijving in tabellen:
        regels += ["", f"## {naam}", "", omschrijving or "", "", "| kolom | type | betekenis |", "|---|---|---|"]
        kolommen = con.execute(
            "select column_name, data_type, comment from duckdb_columns() "
            "where schema_name = 'marts' and table_name = ? order by column_index",
            [naam],
        ).fetchall()
        for kolom, soort, betekenis in kolommen:
            regels.append(f"| {kolom} | {soort} | {_cel(betekenis)} |")
    doel.write_text("\n".join(regels) + "\n", encoding="utf-8")


def _cel(tekst: str | None) -> str:
    return " ".join((tekst or "").split()).replace("|", "\\|")
