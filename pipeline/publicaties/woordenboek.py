"""The data dictionary: every published table and column with its description, as Markdown. Text comes from dbt only."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.publicaties.kop import Kop


def maak_woordenboek(con: duckdb.DuckDBPyConnection, kop: Kop, doel: Path) -> None:
    """Write woordenboek.md from the comments in a published database."""
    regels = [
        "# Gegevenswoordenboek",
        "",
        f"Uitgave {kop.uitgave}, peildatum {kop.peildatum:%d-%m-%Y}, versie {kop.versie}.",
        *([f"**{kop.waarschuwing}**"] if kop.waarschuwing else []),
        "Elke tabel staat in schema `marts` van grip.duckdb. Een lege waarde is onbekend, nooit nul.",
    ]
    tabellen = con.execute(
        "select table_name, comment from duckdb_tables() where schema_name = 'marts' order by table_name"
    ).fetchall()
    for naam, omschrijving in tabellen:
        regels += ["", f"## {naam}", "", omschrijving or "", "", "| kolom | type | betekenis |", "|---|---|---|"]
        kolommen = con.execute(
            "select column_name, data_type, comment from duckdb_columns() "
            "where schema_name = 'marts' and table_name = ? order by column_index",
            [naam],
        ).fetchall()
        for kolom, soort, betekenis in kolommen:
            schoon = " ".join((betekenis or "").split()).replace("|", "\\|")
            regels.append(f"| {kolom} | {soort} | {schoon} |")
    doel.write_text("\n".join(regels) + "\n", encoding="utf-8")
