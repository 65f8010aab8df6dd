"""Everything that stands in a folder, read as far as it can be: Parquet, databases and packed files included.

For tests that seed known values and must not find them again. Nothing here knows what it looks for.
"""

from __future__ import annotations

import base64
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

NEGEN_CIJFERS = re.compile(rb"(?<![0-9a-fA-F])\d{9}(?![0-9a-fA-F])")  # a hash is full of digits and is no number


def inhoud(map_: Path) -> Iterator[tuple[str, bytes]]:
    """(place, content) of every file below `map_`: its name, its bytes, and what its format packs or encodes."""
    for pad in sorted(p for p in map_.rglob("*") if p.is_file() and not p.is_symlink()):
        plaats = str(pad.relative_to(map_))
        yield f"naam van {plaats}", plaats.encode()
        bytes_ = pad.read_bytes()
        yield plaats, bytes_
        yield from _uitgepakt(plaats, bytes_, pad)


def _uitgepakt(plaats: str, bytes_: bytes, pad: Path) -> Iterator[tuple[str, bytes]]:
    if bytes_[:4] == b"PAR1":
        yield f"{plaats} (kolommen)", _tabel(pq.read_table(pa.BufferReader(bytes_)))
    elif bytes_[8:12] == b"DUCK":
        yield f"{plaats} (tabellen)", b"\n".join(_duckdb(pad))
    elif bytes_[:15] == b"SQLite format 3":
        yield f"{plaats} (tabellen)", b"\n".join(_sqlite(pad))
    elif bytes_[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(bytes_)) as z:
            for naam in z.namelist():
                yield f"{plaats}!{naam}", z.read(naam)


def _tabel(tabel: pa.Table) -> bytes:
    uit = []
    for kolom in tabel.columns:
        uit += [str(w) for w in kolom.unique().to_pylist() if w is not None]
    return "\n".join(uit).encode()


def _duckdb(pad: Path) -> Iterator[bytes]:
    con = duckdb.connect(str(pad), read_only=True)
    for schema, naam in con.execute("select schema_name, table_name from duckdb_tables()").fetchall():
        yield _tabel(con.sql(f'select * from "{schema}"."{naam}"').to_arrow_table())
    con.close()


def _sqlite(pad: Path) -> Iterator[bytes]:
    con = sqlite3.connect(f"file:{pad}?mode=ro", uri=True)
    for (naam,) in con.execute("select name from sqlite_master where type = 'table'").fetchall():
        for rij in con.execute(f'select * from "{naam}"'):
            yield "\n".join(str(w) for w in rij).encode()
    con.close()


def nummers(bytes_: bytes) -> set[bytes]:
    """The numbers of nine digits in a text."""
    return set(NEGEN_CIJFERS.findall(bytes_))


def vindplaatsen(map_: Path, verboden: set[bytes], cijfers: set[bytes]) -> list[str]:
    """Where a forbidden text, or a forbidden number of nine digits, stands. Base64 of a text counts as the text."""
    codes = {t: [t, base64.b64encode(t).rstrip(b"=")[:-1]] for t in verboden}
    uit = []
    for plaats, bytes_ in inhoud(map_):
        uit += [plaats for vormen in codes.values() if any(v in bytes_ for v in vormen)]
        uit += [plaats] * bool(nummers(bytes_) & cijfers)
    return uit
