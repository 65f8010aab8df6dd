"""Reading for the publications: rows of the marts, which gebied and groep go by which name, and the terms explained.

What every chapter and sheet needs to read belongs here. A question that only one chapter asks stands in that chapter;
how a value looks is the business of opmaak.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipeline.bevindingen import REGELS
from pipeline.publicaties import opmaak
from pipeline.publicaties.tabellen import Rij

SJABLONEN = Path(__file__).with_name("sjablonen")
# the groepen that the report steers on, as it names them; IN_GROEPEN chooses their rows
GROEPEN = {"jeugd": "Jeugd", "wmo": "Wmo zonder opvang", "wmo_incl_opvang": "Wmo met opvang"}
IN_GROEPEN = f"voorziening in {tuple(GROEPEN)}"
GEBIED_VOLGORDE = "case gebied_soort when 'land' then 0 when 'regio' then 1 else 2 end, gemeente"
WET_VOLGORDE = (
    "case wet when 'jeugdwet' then 0 when 'wmo' then 1 when 'participatiewet' then 2 when 'overig' then 3 else 4 end, "
    "wet"
)
# within a gebied: per wet its voorzieningen, then the wet, at the end the total
CEL_VOLGORDE = (
    f"{WET_VOLGORDE}, case niveau when 'voorziening' then 0 when 'groep' then 0 when 'wet' then 1 else 2 end, "
    "voorziening"
)
ERNST_VOLGORDE = "case ernst when 'fout' then 0 when 'waarschuwing' then 1 else 2 end"


def vraag(con: duckdb.DuckDBPyConnection, sql: str, *waarden: Any) -> tuple[list[Rij], dict[str, str]]:
    """Rows as dicts, and the soort of every column."""
    cursor = con.execute(sql, list(waarden))
    soorten = _soorten(cursor)
    return [dict(zip(soorten, rij, strict=True)) for rij in cursor.fetchall()], soorten


def kolommen(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[dict[str, Sequence[Any]], dict[str, str]]:
    """The values of every column, row by row in the same order, and its soort."""
    cursor = con.execute(sql)
    soorten = _soorten(cursor)
    rijen = cursor.fetchall()
    return dict(zip(soorten, zip(*rijen, strict=True) if rijen else ((),) * len(soorten), strict=True)), soorten


def _soorten(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {k[0]: opmaak.soort_van_kolom(k[0], str(k[1])) for k in cursor.description or []}


def een_per_cel(*verder: str) -> str:
    """QUALIFY: a groep with the name of a voorziening is that voorziening, and stands once."""
    per = ", ".join(("gemeente_code", "jaar", "wet", "voorziening", *verder))
    return f"qualify row_number() over (partition by {per} order by niveau desc, reeks) = 1"


def mensentekst(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, int, str, str], str]:
    """What a human wrote: (gemeente_code, jaar, wet, voorziening) -> texts with their author."""
    if not any(r["mart"] == "toelichtingen" for r in woordenboek(con)):
        return {}
    rijen, _ = vraag(
        con,
        """
        select * from marts.toelichtingen where is_voorkeur
        order by gemeente_code, jaar, wet, voorziening, periode desc, auteur, tekst
        """,
    )
    uit: dict[tuple[str, int, str, str], str] = {}
    for rij in rijen:
        sleutel = (rij["gemeente_code"], rij["jaar"], rij["wet"], rij["voorziening"])
        tekst = f"{rij['auteur'] or 'Gemeente'}, {opmaak.periode(rij['periode'])}: {rij['tekst']}"
        uit[sleutel] = f"{uit[sleutel]} {tekst}" if sleutel in uit else tekst
    return uit


def gebieden(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Code and name of every gebied that a mart may be about, the region first."""
    rijen, _ = vraag(
        con,
        f"""
        select distinct gemeente_code, gemeente, gebied_soort from (
            select gemeente_code, gemeente, gebied_soort from marts.budgetbewaking
            union all select gemeente_code, gemeente, gebied_soort from marts.clienten
            union all select gemeente_code, gemeente, gebied_soort from marts.uitgaven
            union all select gemeente_code, gemeente, gebied_soort from marts.dekking
            union all select gemeente_code, gemeente, gebied_soort from marts.maatregelen
        ) order by {GEBIED_VOLGORDE}, gemeente_code
        """,
    )
    return [(r["gemeente_code"], r["gemeente"]) for r in rijen]


def namen_van_voorzieningen(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """voorziening or groep -> name; a groep comes first, because the marts of this page are on groups."""
    rijen, _ = vraag(con, "select voorziening, naam from marts.voorzieningen order by niveau desc, voorziening")
    return {rij["voorziening"]: rij["naam"] for rij in rijen}


def naam_van_voorziening(namen: dict[str, str], rij: Rij) -> str:
    """The name of the voorziening of a row; `namen` is what namen_van_voorzieningen gave."""
    if rij["voorziening"] == "totaal":
        return "Totaal sociaal domein" if rij["wet"] == "totaal" else f"{opmaak.wet(rij['wet'])}, hele wet"
    return GROEPEN.get(rij["voorziening"]) or namen.get(rij["voorziening"], rij["voorziening"].replace("_", " "))


def woordenboek(con: duckdb.DuckDBPyConnection) -> list[Rij]:
    """Every column of the marts: mart, mart_tekst, kolom, datatype, omschrijving. A text that is not there is None."""
    rijen, _ = vraag(
        con,
        """
        select t.table_name as mart, nullif(t.comment, '') as mart_tekst, c.column_name as kolom,
            c.data_type as datatype, nullif(c.comment, '') as omschrijving
        from duckdb_tables() as t
        inner join duckdb_columns() as c on t.table_oid = c.table_oid and t.database_name = c.database_name
        where t.schema_name = 'marts'
            -- marts.x without a database is the one in use, else the only one there
            and t.database_name = (
                select max_by(d.database_name, d.database_name = current_database())
                from duckdb_tables() as d where d.schema_name = 'marts'
            )
        order by t.table_name, c.column_index
        """,
    )
    return rijen


@cache
def begrippen() -> tuple[tuple[str, str], ...]:
    """Term and explanation, in the order of sjablonen/begrippen.yaml."""
    inhoud = yaml.safe_load((SJABLONEN / "begrippen.yaml").read_text(encoding="utf-8"))
    return tuple(inhoud.items())


def regel_omschrijving(code: str) -> str:
    """What a rule of the catalogue of findings says; a code that the catalogue does not know stands for itself."""
    return REGELS[code].omschrijving if code in REGELS else code
