"""The contract of a publication: what was published is what was built, described, whole, and without persons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.contracten import Uitslag
from pipeline.contracten.warehouse import controleer_marts
from pipeline.publicaties import databank, versies

if TYPE_CHECKING:
    from pipeline.bouw import Gebouwd

BESTANDEN = ("grip.duckdb", "rapport.html", "sturingsinformatie.xlsx", "woordenboek.md")


def controleer(gebouwd: Gebouwd, map_: Path) -> list[Uitslag]:
    """Both editions of a version against the working database: one outcome per table, and one for the files."""
    schema_van = {naam: node["schema"] for naam, node in databank.tabellen(gebouwd.manifest).items()}
    werk = databank.verbind(gebouwd.databank)
    uit = []
    try:
        for uitgave in databank.UITGAVEN:
            filter_ = "" if uitgave == "intern" else "where is_openbaar"
            verwacht = databank.logische_hashes(werk, schema_van, filter_)
            uit += _vergelijk(map_ / uitgave, uitgave, verwacht)
            uit += controleer_marts(map_ / uitgave / "grip.duckdb", gebouwd.manifest, uitgave)
    finally:
        werk.close()
    ontbreekt = [f"{u}/{b}" for u in databank.UITGAVEN for b in BESTANDEN if not (map_ / u / b).is_file()]
    heel = [] if versies.is_heel(map_) else ["een bestand is anders dan bij het schrijven"]
    uit.append(Uitslag("publicaties", "bestanden", len(BESTANDEN) * 2, [f"{b} ontbreekt" for b in ontbreekt] + heel))
    return uit


def _vergelijk(map_: Path, uitgave: str, verwacht: dict[str, str]) -> list[Uitslag]:
    con = databank.verbind(map_ / "grip.duckdb")
    try:
        gevonden = databank.logische_hashes(con, dict.fromkeys(databank.tabelnamen(con), "marts"))
        uit = []
        for naam, som in verwacht.items():
            fouten = [] if gevonden.get(naam) == som else ["inhoud verschilt van het werkbestand"]
            fouten += [
                f"kolom {kolom} heeft geen omschrijving"
                for (kolom,) in con.execute(
                    "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = ? "
                    "and coalesce(comment, '') = ''",
                    [naam],
                ).fetchall()
            ]
            (rijen,) = con.execute(f"select count(*) from marts.{naam}").fetchone() or (0,)
            uit.append(Uitslag(f"publicaties.{uitgave}", naam, rijen, fouten))
        return uit
    finally:
        con.close()
