"""What the yearly prognose reads from the working database: accounts, budgets, inhabitants, borders. No estimating.

Amounts are whole cents (int64, no figure: <NA>), so that sums are exact; the model takes its euros from them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.prognose.jaar.gegevens import Herindeling

CEL = ["niveau", "wet", "voorziening"]

CENT = "cast({} * 100 as bigint)"

_VRAGEN = {
    "taakvelden": f"""
        select reeks, gemeente_code, jaar, document, taakveld, {CENT.format("bedrag_eur")} as centen,
            coalesce(is_openbaar, false) as is_openbaar
        from {{int_taakveld_regels}}
        where versie in ('jaarrekening', 'primitief') and not is_nul_van_opgeheven
        order by all""",
    "kruistabel": """
        select van_jaar, tot_jaar, taakveld, voorziening, groep, wet, in_jeugd, in_wmo, in_wmo_incl_opvang
        from {iv3_crosswalk} order by all""",
    "inwoners": """
        select gemeente_code, jaar, inwoners_aantal as inwoners
        from {int_inwoners} where indeling = 'geleverd' and wet = 'totaal' order by all""",
    "gemeenten": "select gemeente_code, gemeente, huidige_code, opgeheven_in_jaar from {int_gemeenten} order by all",
    "leden": "select regio_code, regio, wet, jaar, gemeente_code from {int_regioleden} order by all",
    "uitgaven": f"""
        select reeks, gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening,
            {CENT.format("uitgaven_eur")} as centen, coalesce(is_openbaar, false) as is_openbaar
        from {{uitgaven}}
        where periode_soort = 'jaar' and soort = 'alle' and uitgaven_eur is not null order by all""",
    "begroting": f"""
        select reeks, reeks_rang, gemeente_code, jaar, niveau, wet, voorziening,
            {CENT.format("primitief_eur")} as primitief, {CENT.format("actueel_eur")} as actueel,
            coalesce(is_openbaar, false) as is_openbaar
        from {{int_begroting}} order by all""",
    "maandreeksen": "select distinct reeks from {uitgaven} where periode_soort = 'maand' order by all",
}


@dataclass(frozen=True)
class Rekeningen:
    """The yearly accounts and what goes with them.

    taakvelden: reeks, gemeente_code, jaar, document (begroting: the primitive one, jaarrekening), taakveld, centen.
    uitgaven, begroting: per cell (niveau, wet, voorziening) as the marts show them. `maandreeksen` have months: the
    monthly chain forecasts those. `openbaar`: the inhabitants of all were published.
    """

    taakvelden: pd.DataFrame
    kruistabel: pd.DataFrame
    inwoners: pd.DataFrame
    gemeenten: pd.DataFrame
    leden: pd.DataFrame
    uitgaven: pd.DataFrame
    begroting: pd.DataFrame
    maandreeksen: frozenset[str] = frozenset()
    inwoners_openbaar: bool = True

    @property
    def herindelingen(self) -> tuple[Herindeling, ...]:
        """The mergers that the code list knows, with the first year without an account of the old gemeente."""
        g = self.gemeenten
        g = g[(g["huidige_code"] != g["gemeente_code"]) & g["opgeheven_in_jaar"].notna()]
        return tuple(
            Herindeling(o, n, int(j))
            for o, n, j in zip(g["gemeente_code"], g["huidige_code"], g["opgeheven_in_jaar"], strict=True)
        )


def schemas(con: Any) -> dict[str, str]:
    """Every table of the working database by its name alone, to put into a question."""
    rijen = con.execute("select table_schema, table_name from information_schema.tables order by all").fetchall()
    return {naam: f'"{schema}"."{naam}"' for schema, naam in rijen}


def lees_rekeningen(con: Any, *, zonder: Collection[str] = ()) -> Rekeningen:
    """Everything from an open working database that dbt has built; `zonder` names reeksen that others forecast.

    Raises KeyError where a model is missing from the database.
    """
    tabellen = schemas(con)
    df = {naam: con.execute(vraag.format_map(tabellen)).df() for naam, vraag in _VRAGEN.items()}
    for naam, kolom in (("taakvelden", "centen"), ("uitgaven", "centen"), ("begroting", "primitief")):
        df[naam][kolom] = df[naam][kolom].astype("Int64")
    df["begroting"]["actueel"] = df["begroting"]["actueel"].astype("Int64")
    for naam in ("taakvelden", "uitgaven"):
        df[naam] = df[naam][~df[naam]["reeks"].isin(list(zonder))].reset_index(drop=True)
    maand = frozenset(df.pop("maandreeksen")["reeks"])
    vraag = "select coalesce(bool_and(is_openbaar), true) from {stg_inwoners}".format_map(tabellen)
    return Rekeningen(**df, maandreeksen=maand, inwoners_openbaar=bool(con.execute(vraag).fetchone()[0]))
