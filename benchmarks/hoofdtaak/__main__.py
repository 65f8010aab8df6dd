"""What does the house cost? `grip run` against a bare `dbt build` on the same landing files, and its SQL in DuckDB.

    .venv/bin/python -m benchmarks.hoofdtaak [--rondes 3] [--raw DIR]

Prints seconds (median of the rounds) and ratios, all on this machine in this run:
  eerste     grip run, empty warehouse: landing, dbt, checks, two editions of four publications
  tweede     grip run again on unchanged input
  dbt        dbt build of the same project on the landing files of the first run, a process of its own
  sql        the same models as plain SQL in one DuckDB process, tests left out
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipeline.bouw import GEEN_UNITTESTS, bouwmap, dbt_argumenten
from pipeline.hoofdtaak import Run
from pipeline.settings import DBT_PROJECT, Instellingen, Plekken

BIN = Path(sys.executable).parent


def tijd(doe: Callable[[], None]) -> float:
    """Seconds that one call takes."""
    begin = time.perf_counter()
    doe()
    return time.perf_counter() - begin


def grip_run(plekken: Plekken) -> None:
    """The main job as a user starts it: a process of its own."""
    opdracht = [str(BIN / "grip"), "run", "--raw", str(plekken.raw), "--warehouse", str(plekken.warehouse)]
    subprocess.run(opdracht, check=True, stdout=subprocess.DEVNULL)


def dbt_build(plekken: Plekken, map_: Path) -> None:
    """dbt alone, into a new database, with its own target folder."""
    run = Run(plekken, Instellingen(), 0)
    kaal = Plekken(plekken.raw, map_)
    omgeving = {**os.environ, "GRIP_WERK": str(map_ / "werk.duckdb"), "GRIP_TIJDELIJK": str(map_ / "tijdelijk")}
    opdracht = [str(BIN / "dbt"), "build", *GEEN_UNITTESTS, *dbt_argumenten(kaal, run.dbt_vars())]
    subprocess.run(opdracht, check=True, env=omgeving, stdout=subprocess.DEVNULL)


def kale_sql(manifest: dict) -> None:
    """Seeds and compiled models, in their order of dependence, as plain SQL."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as werk; use werk; set enable_progress_bar = false")
    for schema in ("staging", "intermediate", "controle", "marts", "publicaties", "seeds"):
        con.execute(f"create schema {schema}")
    nodes = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] in ("model", "seed")}
    klaar: set[str] = set()
    while len(klaar) < len(nodes):
        for id_, node in nodes.items():
            ouders = {o for o in node.get("depends_on", {}).get("nodes", []) if o in nodes}
            if id_ in klaar or not ouders <= klaar:
                continue
            naam = f"{node['schema']}.{node['alias']}"
            if node["resource_type"] == "seed":
                pad = DBT_PROJECT / node["original_file_path"]
                soorten = json.dumps(node["config"]["column_types"]).replace('"', "'")
                con.execute(
                    f"create table {naam} as from read_csv('{pad}', delim = ';', header = true, types = {soorten})"
                )
            else:
                soort = "view" if node["config"]["materialized"] == "view" else "table"
                con.execute(f"create {soort} {naam} as {node['compiled_code']}")
            klaar.add(id_)
    con.close()


def ronde(raw: Path) -> dict[str, float]:
    """One round of all four, in a warehouse of its own."""
    with tempfile.TemporaryDirectory() as map_:
        plekken = Plekken(raw, Path(map_) / "warehouse")
        uit = {"eerste": tijd(lambda: grip_run(plekken)), "tweede": tijd(lambda: grip_run(plekken))}
        uit["dbt"] = tijd(lambda: dbt_build(plekken, Path(map_) / "dbt"))
        manifest = json.loads((bouwmap(plekken) / "target" / "manifest.json").read_text(encoding="utf-8"))
        uit["sql"] = tijd(lambda: kale_sql(manifest))
        return uit


def main() -> None:
    """Measure all four, a number of rounds, and print medians and ratios."""
    argumenten = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    argumenten.add_argument("--rondes", type=int, default=3)
    argumenten.add_argument("--raw", type=Path, default=Plekken().raw)
    keuze = argumenten.parse_args()
    metingen: dict[str, list[float]] = {"eerste": [], "tweede": [], "dbt": [], "sql": []}
    for _ in range(keuze.rondes):
        for naam, seconden in ronde(keuze.raw.resolve()).items():
            metingen[naam].append(seconden)
    m = {naam: statistics.median(waarden) for naam, waarden in metingen.items()}
    for naam, waarden in metingen.items():
        print(f"{naam:8} {m[naam]:6.2f} s   ({', '.join(f'{w:.2f}' for w in waarden)})")
    print(f"grip run / dbt build          {m['eerste'] / m['dbt']:.2f}")
    print(f"grip run / SQL in DuckDB      {m['eerste'] / m['sql']:.1f}")
    print(f"tweede run / eerste run       {m['tweede'] / m['eerste']:.2f}")


if __name__ == "__main__":
    main()
