"""Reads a published database as a client would, with whatever DuckDB is on the path: one JSON document on stdout.

Runs in a process of its own, under an older client than the house's. Only duckdb and the standard library.
"""

import json
import sys

import duckdb


def verbindingen(pad):
    """The three ways in which a reader opens the file: itself, attached under another name, and in schema marts."""
    yield "zelf", duckdb.connect(pad, read_only=True)
    for naam, gebruik in (("andere naam", "iets_anders"), ("marts", "iets_anders.marts")):
        con = duckdb.connect()
        con.execute(f"attach '{pad}' as iets_anders (read_only)")
        con.execute(f"use {gebruik}")
        yield naam, con


def main(pad, vragen):
    """Per way: rows and exact sums of every table, rows of every question, and what is described."""
    uit = {"client": duckdb.__version__, "wegen": {}}
    for weg, con in verbindingen(pad):
        kolommen = con.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts' order by all"
        ).fetchall()
        tabellen = {}
        for naam in sorted({k[0] for k in kolommen}):
            sommen = [f'sum("{k}")' for t, k, soort in kolommen if t == naam and soort.startswith("DECIMAL")]
            (rij,) = con.execute(f"select count(*), {', '.join(sommen) or 'null'} from {naam}").fetchall()
            tabellen[naam] = [str(w) for w in rij]
        tellen = (
            "select count(*) from duckdb_tables() where schema_name = 'marts' and coalesce(comment, '') <> ''",
            "select count(*) from duckdb_columns() where schema_name = 'marts' and coalesce(comment, '') <> ''",
            "select count(*) from duckdb_functions() where schema_name = 'marts' and coalesce(comment, '') <> ''",
        )
        uit["wegen"][weg] = {
            "kolommen": kolommen,
            "tabellen": tabellen,
            "vragen": [[str(c) for rij in con.execute(v).fetchall() for c in rij] for v in vragen],
            "beschreven": [con.execute(t).fetchall()[0][0] for t in tellen],
            "versie": [str(w) for w in con.execute("select * from versie").fetchall()[0]],
        }
        con.close()
    return uit


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], json.load(sys.stdin))))
