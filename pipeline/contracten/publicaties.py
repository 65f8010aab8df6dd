"""The contract of a publication: what was published is what was built, described, whole, and without persons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.contracten import Uitslag
from pipeline.contracten.warehouse import controleer_marts
from pipeline.privacy.onthulling.afronden import BASIS
from pipeline.privacy.onthulling.rollen import lees
from pipeline.privacy.onthulling.uitgave import KOLOM, ZONDER_CIJFERS
from pipeline.publicaties import databank, versies

if TYPE_CHECKING:
    import duckdb

    from pipeline.bouw import Gebouwd

BESTANDEN = ("grip.duckdb", "rapport.html", "sturingsinformatie.xlsx", "woordenboek.md")


def controleer(gebouwd: Gebouwd, map_: Path) -> list[Uitslag]:
    """Both editions of a version against the working database: one outcome per table, and one for the files.

    Of openbaar the rows that were public must be as they were; the others only what the roles of their columns allow.
    """
    schema_van = {naam: node["schema"] for naam, node in databank.tabellen(gebouwd.manifest).items()}
    werk = databank.verbind(gebouwd.databank)
    uit = []
    try:
        for uitgave in databank.UITGAVEN:
            filter_ = "" if uitgave == "intern" else "where is_openbaar"
            verwacht = databank.logische_hashes(werk, schema_van, filter_)
            uit += _vergelijk(map_ / uitgave, uitgave, verwacht, filter_)
            uit += controleer_marts(map_ / uitgave / "grip.duckdb", gebouwd.manifest, uitgave)
    finally:
        werk.close()
    ontbreekt = [f"{u}/{b}" for u in databank.UITGAVEN for b in BESTANDEN if not (map_ / u / b).is_file()]
    heel = [] if versies.is_heel(map_) else ["een bestand is anders dan bij het schrijven"]
    uit.append(Uitslag("publicaties", "bestanden", len(BESTANDEN) * 2, [f"{b} ontbreekt" for b in ontbreekt] + heel))
    return uit


def _vergelijk(map_: Path, uitgave: str, verwacht: dict[str, str], filter_: str) -> list[Uitslag]:
    con = databank.verbind(map_ / "grip.duckdb")
    try:
        gevonden = databank.logische_hashes(con, dict.fromkeys(databank.tabelnamen(con), "marts"), filter_)
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
            if uitgave == "openbaar":
                fouten += _onbeschermd(con, naam)
            (rijen,) = con.execute(f"select count(*) from marts.{naam}").fetchone() or (0,)
            uit.append(Uitslag(f"publicaties.{uitgave}", naam, rijen, fouten))
        return uit
    finally:
        con.close()


def _onbeschermd(con: duckdb.DuckDBPyConnection, naam: str) -> list[str]:
    """What the gate should never let through, looked at once more in what lies there."""
    if naam in ZONDER_CIJFERS:
        return []
    mart = lees().mart(naam)
    (rijen,) = con.execute(f"select count(*) from marts.{naam} where not is_openbaar").fetchone() or (0,)
    if mart.gesloten:
        return [f"{rijen} rijen die niet openbaar waren, in een gesloten tabel"] if rijen else []
    kolommen = [
        k for (k,) in con.execute("select column_name from duckdb_columns() where table_name = ?", [naam]).fetchall()
    ]
    telling = {m.kolom for m in mart.maten if not m.is_bedrag}
    dicht = {*mart.dicht, *mart.tekst, *mart.zonder_rol(kolommen)} - {KOLOM}
    regels = {k: f"{k} <> 0 and ({k} % {BASIS} <> 0 or {k} < {BASIS + 1})" for k in telling}
    regels |= {k: f"{k} is not null" for k in dicht}
    uit = []
    for kolom, regel in sorted(regels.items()):
        (aantal,) = con.execute(f"select count(*) from marts.{naam} where not is_openbaar and {regel}").fetchone() or (
            0,
        )
        if aantal:
            uit.append(f"kolom {kolom}: {aantal} cijfers zijn niet beschermd")
    return uit
