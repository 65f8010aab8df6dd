"""The published database: a read-only DuckDB file with marts and dimensions, described, that old clients can open.

Copies tables of the working database as they are; `openbaar` takes only rows that were public already, until the
disclosure control of a later part lets more through. No figure is made here.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipeline.publicaties.kop import Kop
from pipeline.publicaties.vragen import maak_ingangen, tekst

STORAGE = "v1.2.0"  # the newest format that DuckDB 1.2 to 2.0 clients can all read (kennis/techniek)
UITGAVEN = ("intern", "openbaar")
# dimensions without a figure: the same in both editions
ZONDER_OPENBAAR = ("gebieden", "voorzieningen")


def verbind(pad: Path, *, lees: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection for this house: no extensions fetched, no other file reachable for a reader."""
    con = duckdb.connect(
        str(pad), read_only=lees, config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    con.execute("set enable_progress_bar = false")
    if lees:
        con.execute("set enable_external_access = false")
    return con


def tabellen(manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The published tables, by name: every model of the marts and publicaties folders, with its manifest node."""
    return {
        node["alias"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in ("marts", "publicaties")
    }


def bouw_databank(werk: Path, manifest: Mapping[str, Any], kop: Kop, doel: Path) -> None:
    """Write the edition of `kop` to `doel` and leave it closed, checkpointed and on disk.

    The warning of `kop` opens every table comment; its version stands in the view `versie`.
    """
    doel.unlink(missing_ok=True)
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    con.execute("set enable_progress_bar = false")
    con.execute(f"attach {tekst(werk)} as werk (read_only)")
    con.execute(f"attach {tekst(doel)} as pub (storage_version {tekst(STORAGE)})")
    con.execute("create schema pub.marts")
    for naam, node in sorted(tabellen(manifest).items()):
        kolommen = [c["name"] for c in node["columns"].values()]
        filter_ = "" if kop.uitgave == "intern" or naam in ZONDER_OPENBAAR else "where is_openbaar"
        # a fixed order: equal marts give equal files, and one gemeente stands together
        con.execute(
            f"create table pub.marts.{naam} as select * from werk.{node['schema']}.{naam} {filter_} order by all"
        )
        omschrijving = f"{kop.waarschuwing} {node['description']}".strip()
        con.execute("begin")  # one write to disk for the texts of a table, not one each
        con.execute(f"comment on table pub.marts.{naam} is {tekst(omschrijving)}")
        for kolom in kolommen:
            omschrijving = node["columns"][kolom]["description"]
            con.execute(f"comment on column pub.marts.{naam}.{kolom} is {tekst(omschrijving)}")
        con.execute("commit")
    maak_ingangen(con, kop)
    con.execute("checkpoint pub")
    con.execute("detach pub")
    con.close()
    with doel.open("rb+") as f:
        os.fsync(f.fileno())


def schrijf_parquet(databank: Path, map_: Path) -> None:
    """Every table of a published database as a Parquet file, for readers without DuckDB."""
    map_.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(str(databank), read_only=True)
    con.execute("set enable_progress_bar = false")
    for naam in tabelnamen(con):
        con.execute(f"copy marts.{naam} to {tekst(map_ / f'{naam}.parquet')} (format parquet, compression zstd)")
    con.close()


def tabelnamen(con: duckdb.DuckDBPyConnection) -> list[str]:
    rijen = con.execute("select table_name from duckdb_tables() where schema_name = 'marts' order by 1").fetchall()
    return [r[0] for r in rijen]


def logische_hashes(con: duckdb.DuckDBPyConnection, schema_van: Mapping[str, str], filter_: str = "") -> dict[str, str]:
    """Per table a hash of its rows, whatever their order: two runs on equal input give equal hashes."""
    uit = {}
    for naam, schema in schema_van.items():
        waar = "" if naam in ZONDER_OPENBAAR else filter_
        rijen = con.execute(f"select cast(t as varchar) as r from {schema}.{naam} as t {waar} order by r").fetchall()
        som = hashlib.sha256()
        for (rij,) in rijen:
            som.update(rij.encode() + b"\n")
        uit[naam] = som.hexdigest()
    return uit
