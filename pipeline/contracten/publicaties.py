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
from pipeline.publicaties.uitgeven import GEMEENTEN

if TYPE_CHECKING:
    import duckdb

    from pipeline.bouw import Gebouwd

BESTANDEN = ("grip.duckdb", "rapport.html", "sturingsinformatie.xlsx", "woordenboek.md")


def controleer(gebouwd: Gebouwd, map_: Path) -> list[Uitslag]:
    """All editions of a version against the working database: one outcome per table, and one for the files.

    Of openbaar the rows that were public must be as they were; the others only what the roles of their columns allow.
    Of a gemeente her own rows must be those of the working database, and the others those of openbaar.
    """
    schema_van = {naam: node["schema"] for naam, node in databank.tabellen(gebouwd.manifest).items()}
    gemeenten = sorted(p.name for p in (map_ / GEMEENTEN).glob("*"))
    mappen = {**{u: map_ / u for u in databank.UITGAVEN}, **{g: map_ / GEMEENTEN / g for g in gemeenten}}
    werk = databank.verbind(gebouwd.databank)
    uit = []
    try:
        for uitgave, deel in mappen.items():
            if uitgave in gemeenten:
                uit += _vergelijk_gemeente(werk, schema_van, map_ / "openbaar", deel)
            else:
                filter_ = "" if uitgave == "intern" else "where is_openbaar"
                verwacht = databank.logische_hashes(werk, schema_van, filter_)
                uit += _vergelijk(deel, uitgave, verwacht, filter_)
            uit += controleer_marts(deel / "grip.duckdb", gebouwd.manifest, uitgave)
    finally:
        werk.close()
    ontbreekt = [f"{m.relative_to(map_)}/{b}" for m in mappen.values() for b in BESTANDEN if not (m / b).is_file()]
    heel = [] if versies.is_heel(map_) else ["een bestand is anders dan bij het schrijven"]
    aantal = len(BESTANDEN) * len(mappen)
    uit.append(Uitslag("publicaties", "bestanden", aantal, [f"{b} ontbreekt" for b in ontbreekt] + heel))
    return uit


def _vergelijk(map_: Path, uitgave: str, verwacht: dict[str, str], filter_: str) -> list[Uitslag]:
    con = databank.verbind(map_ / "grip.duckdb")
    try:
        gevonden = databank.logische_hashes(con, dict.fromkeys(databank.tabelnamen(con), "marts"), filter_)
        uit = []
        for naam, som in verwacht.items():
            fouten = [] if gevonden.get(naam) == som else ["inhoud verschilt van het werkbestand"]
            fouten += _onbeschreven(con, naam)
            if uitgave == "openbaar":
                fouten += _onbeschermd(con, naam)
            uit.append(Uitslag(f"publicaties.{uitgave}", naam, _rijen(con, naam), fouten))
        return uit
    finally:
        con.close()


def _vergelijk_gemeente(
    werk: duckdb.DuckDBPyConnection, schema_van: dict[str, str], openbaar: Path, map_: Path
) -> list[Uitslag]:
    """The edition of one gemeente, by the two parts that it is made of. Columns that hang on others are left out."""
    code = map_.name
    con, ander = databank.verbind(map_ / "grip.duckdb"), databank.verbind(openbaar / "grip.duckdb")
    try:
        uit = []
        for naam, schema in schema_van.items():
            fouten = _onbeschreven(con, naam)
            mart = lees().mart(naam)
            met_code = "gemeente_code" in con.table(f"marts.{naam}").columns
            if naam not in ZONDER_CIJFERS and not mart.herleid and met_code:
                weg = ", ".join(f"'{k}'" for k in (KOLOM, *mart.anderen))
                kolommen, waar = f"columns(lambda k: k not in ({weg}))", f"where gemeente_code = '{code}'"
                van_haar = [f"(select {kolommen} from {s}.{naam} {waar})" for s in ("marts", schema)]
                if _som(con, van_haar[0]) != _som(werk, van_haar[1]):
                    fouten.append("eigen rijen verschillen van het werkbestand")
                van_anderen = f"(from marts.{naam} where gemeente_code <> '{code}')"
                if _som(con, van_anderen) != _som(ander, van_anderen):
                    fouten.append("rijen van andere gemeenten verschillen van openbaar")
            uit.append(Uitslag(f"publicaties.{code}", naam, _rijen(con, naam), fouten))
        return uit
    finally:
        con.close()
        ander.close()


def _som(con: duckdb.DuckDBPyConnection, bron: str) -> tuple[object, ...]:
    """Rows and a hash of them, whatever their order."""
    return con.execute(f"select count(*), sum(hash(cast(t as varchar))::hugeint) from {bron} as t").fetchone() or ()


def _rijen(con: duckdb.DuckDBPyConnection, naam: str) -> int:
    (rijen,) = con.execute(f"select count(*) from marts.{naam}").fetchone() or (0,)
    return rijen


def _onbeschreven(con: duckdb.DuckDBPyConnection, naam: str) -> list[str]:
    return [
        f"kolom {kolom} heeft geen omschrijving"
        for (kolom,) in con.execute(
            "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = ? "
            "and coalesce(comment, '') = ''",
            [naam],
        ).fetchall()
    ]


def _onbeschermd(con: duckdb.DuckDBPyConnection, naam: str) -> list[str]:
    """What the gate should never let through, looked at once more in what lies there."""
    if naam in ZONDER_CIJFERS:
        return []
    mart = lees().mart(naam)
    if mart.herleid:
        return []
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
