"""The published database: a read-only DuckDB file with marts and dimensions, described, that old clients can open.

Copies tables of the working database: `intern` as they are, `openbaar` through the gate (pipeline/privacy/onthulling),
that of one gemeente her own rows as they are beside the others of openbaar.
No figure is made here.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipeline.privacy.onthulling.uitgave import (
    KOLOM,
    OMSCHRIJVING,
    ZONDER_CIJFERS,
    Poort,
    schrijf_gemeente,
    schrijf_intern,
    schrijf_openbaar,
)
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.vragen import maak_ingangen, tekst

STORAGE = "v1.2.0"  # the newest format that DuckDB 1.2 to 2.0 clients can all read (kennis/techniek)
UITGAVEN = ("intern", "openbaar")


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


def bouw_databank(
    werk: Path,
    manifest: Mapping[str, Any],
    kop: Kop,
    doel: Path,
    poort: Poort | None = None,
    openbaar: Path | None = None,
) -> None:
    """Write the edition of `kop` to `doel` and leave it closed, checkpointed and on disk.

    The warning of `kop` opens every table comment; its version stands in the view `versie`. `poort` decides what
    openbaar shows of rows that were not public; without one it has no memory and saves none. `openbaar`: the finished
    database of that edition, for that of one gemeente.
    """
    doel.unlink(missing_ok=True)
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    con.execute("set enable_progress_bar = false")
    con.execute(f"attach {tekst(werk)} as werk (read_only)")
    con.execute(f"attach {tekst(doel)} as pub (storage_version {tekst(STORAGE)})")
    con.execute("create schema pub.marts")
    schemas = {naam: node["schema"] for naam, node in sorted(tabellen(manifest).items())}
    if kop.uitgave == "intern":
        schrijf_intern(con, schemas)
    elif openbaar is None:
        schrijf_openbaar(con, schemas, poort or Poort())
    else:
        con.execute(f"attach {tekst(openbaar)} as openbaar (read_only)")
        schrijf_gemeente(con, schemas, (poort or Poort()).rollen, kop.gemeente_code)
        con.execute("detach openbaar")
    for naam, node in sorted(tabellen(manifest).items()):
        kolommen = [c["name"] for c in node["columns"].values()]
        omschrijving = f"{kop.waarschuwing} {node['description']}".strip()
        con.execute("begin")  # one write to disk for the texts of a table, not one each
        con.execute(f"comment on table pub.marts.{naam} is {tekst(omschrijving)}")
        for kolom in kolommen:
            omschrijving = node["columns"][kolom]["description"]
            con.execute(f"comment on column pub.marts.{naam}.{kolom} is {tekst(omschrijving)}")
        if naam not in ZONDER_CIJFERS:
            con.execute(f"comment on column pub.marts.{naam}.{KOLOM} is {tekst(OMSCHRIJVING)}")
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
    """Per table a hash of its rows, whatever their order: two runs on equal input give equal hashes.

    Column `verborgen` is no part of it: the working database has none.
    """
    uit = {}
    for naam, schema in schema_van.items():
        waar = "" if naam in ZONDER_CIJFERS else filter_
        bron = f"(select columns(lambda k: k <> '{KOLOM}') from {schema}.{naam} {waar})"
        rijen = con.execute(f"select cast(t as varchar) as r from {bron} as t order by r").fetchall()
        som = hashlib.sha256()
        for (rij,) in rijen:
            som.update(rij.encode() + b"\n")
        uit[naam] = som.hexdigest()
    return uit
