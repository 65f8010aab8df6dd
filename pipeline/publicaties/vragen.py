"""The doors into a published database: its version, its tables under short names, and the macros of macros/.

A macro is a question that controllers ask often. A new one is a new file there: comment lines that say what it answers,
a line `-- voorbeeld:`, and the macro, with table names without schema. No question and no table stands in this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from pipeline.publicaties.kop import Kop

MAP = Path(__file__).with_name("macros")
_KOP = re.compile(r"create macro (\w+)\(([\w, ]*)\) as table\n")
# where a row may say which of its cells the disclosure control hid: /* verborgen: table [alias] */
_VERBORGEN = re.compile(r" ?/\* verborgen: (\w+)(?: (\w+))? \*/")


@dataclass(frozen=True, slots=True)
class Macro:
    """A question: what it answers, how it is asked, an example, and the query behind it."""

    naam: str
    argumenten: tuple[str, ...]
    omschrijving: str
    voorbeeld: str
    lijf: str

    @property
    def aanroep(self) -> str:
        return f"{self.naam}({', '.join(self.argumenten)})"

    def sql(self, met_verborgen: set[str]) -> str:
        """The statement that makes it, for a database in which these tables have a column `verborgen`."""

        def kolom(treffer: re.Match[str]) -> str:
            return f", {treffer[2] or treffer[1]}.verborgen" if treffer[1] in met_verborgen else ""

        return f"create macro {self.aanroep} as table {_VERBORGEN.sub(kolom, self.lijf)}"


@cache
def macros() -> tuple[Macro, ...]:
    """All macros, by name. Raises ValueError for a file without example or description, or with another form."""
    return tuple(_lees(pad) for pad in sorted(MAP.glob("*.sql")))


def _lees(pad: Path) -> Macro:
    tekst = pad.read_text(encoding="utf-8")
    kop = _KOP.search(tekst)
    boven = [regel.removeprefix("-- ") for regel in tekst[: kop.start()].splitlines()] if kop else []
    voorbeelden = [r.removeprefix("voorbeeld: ") for r in boven if r.startswith("voorbeeld: ")]
    omschrijving = " ".join(r for r in boven if not r.startswith("voorbeeld: "))
    if kop is None or kop[1] != pad.stem or len(voorbeelden) != 1 or not omschrijving:
        raise ValueError(f"not a macro with description and example: {pad.name}")
    argumenten = tuple(a.strip() for a in kop[2].split(",") if a.strip())
    return Macro(kop[1], argumenten, omschrijving, voorbeelden[0], tekst[kop.end() :].strip())


# column of the view `versie` -> what it says
VERSIE = {
    "versie": "Versie van deze publicatie; alle tabellen in dit bestand horen bij deze versie.",
    "uitgave": "Uitgave: intern, openbaar, of intern van één gemeente.",
    "peildatum": "Dag waarop de cijfers de stand geven.",
    "status": "Status van de cijfers: voorlopig of definitief.",
    "laatste_jaar": "Nieuwste afgesloten jaar in de cijfers; leeg als er geen is.",
    "is_synthetisch": "Waar als de cijfers verzonnen zijn, van de demoregio.",
    "waarschuwing": "Wat elke lezer moet weten; leeg bij echte cijfers.",
}


def maak_ingangen(con: duckdb.DuckDBPyConnection, kop: Kop) -> None:
    """In the attached database `pub`: the view `versie`, the macros, and all of schema marts again in schema main.

    A macro reads its names in the schema that its reader uses, so that one in marts finds nothing where somebody opens
    the file without `use`. With the same names in main it works either way, and under any name of the attached file.
    """
    con.execute("begin")  # one write to disk for all of it, not one a comment
    con.execute("use pub.marts")
    waarden: list[object] = [
        kop.versie,
        kop.uitgave_tekst,
        kop.peildatum,
        kop.status,
        kop.laatste_jaar,
        kop.is_synthetisch,
    ]
    waarden.append(kop.waarschuwing or None)
    soorten = ("varchar", "varchar", "date", "varchar", "integer", "boolean", "varchar")
    kolommen = ", ".join(
        f"cast({'null' if w is None else tekst(w)} as {s}) as {naam}"
        for naam, w, s in zip(VERSIE, waarden, soorten, strict=True)
    )
    con.execute(f"create view versie as select {kolommen}")
    _beschrijf(con, "pub.marts.versie", f"{kop.waarschuwing} Grein: één rij. Welke publicatie dit is.".strip(), VERSIE)
    met_verborgen = {
        naam
        for (naam,) in con.execute(
            "select table_name from duckdb_columns() where database_name = 'pub' and column_name = 'verborgen'"
        ).fetchall()
    }
    _korte_namen(con)
    for schema in ("marts", "main"):
        con.execute(f"use pub.{schema}")
        for macro in macros():
            con.execute(macro.sql(met_verborgen))
            con.execute(f"comment on macro table {macro.naam} is {tekst(macro.omschrijving)}")
    con.execute("commit")
    con.execute("use memory")


def _korte_namen(con: duckdb.DuckDBPyConnection) -> None:
    """Every table and view of schema marts as a view of the same name in schema main, with its texts."""
    for naam, omschrijving in con.execute(
        "select table_name, comment from duckdb_tables() where database_name = 'pub' and schema_name = 'marts' "
        "union all select view_name, comment from duckdb_views() where database_name = 'pub' and schema_name = 'marts' "
        "and not internal order by 1"
    ).fetchall():
        kolommen = con.execute(
            "select column_name, comment from duckdb_columns() "
            "where database_name = 'pub' and schema_name = 'marts' and table_name = ?",
            [naam],
        ).fetchall()
        con.execute(f"create view pub.main.{naam} as from marts.{naam}")
        _beschrijf(con, f"pub.main.{naam}", omschrijving, dict(kolommen))


def _beschrijf(con: duckdb.DuckDBPyConnection, waar: str, omschrijving: str, kolommen: dict[str, str]) -> None:
    con.execute(f"comment on view {waar} is {tekst(omschrijving)}")
    for kolom, betekenis in kolommen.items():
        con.execute(f"comment on column {waar}.{kolom} is {tekst(betekenis)}")


def tekst(waarde: object) -> str:
    """A SQL string literal."""
    return "'" + str(waarde).replace("'", "''") + "'"
