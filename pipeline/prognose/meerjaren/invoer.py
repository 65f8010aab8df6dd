"""What the multi-year prognose reads: history per cell, clients, inhabitants (also of years to come), rijksbijdragen.

Amounts are whole cents. No estimating.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.prognose.jaar.invoer import CENT, schemas
from pipeline.prognose.meerjaren.leeftijden import op_gelijke_grenzen

Cel = tuple[str, str, str]

_VRAGEN = {
    "uitgaven": f"""
        select reeks, gemeente_code, niveau, wet, voorziening, cast(jaar as integer), {CENT.format("uitgaven_eur")}
        from {{uitgaven}}
        where periode_soort = 'jaar' and soort = 'alle' and uitgaven_eur is not null order by all""",
    # one count per cell and year: of all forms of delivery together where that is there
    "clienten": """
        select gemeente_code, niveau, wet, voorziening, cast(jaar as integer), max(clienten_aantal),
            bool_and(is_openbaar)
        from {clienten}
        where periode_soort = 'jaar' and is_voorkeur and clienten_aantal is not null and leveringsvorm = 'alle'
        group by all order by all""",
    "inwoners": """
        select gemeente_code, wet, jaar, inwoners_aantal from {int_inwoners}
        where indeling = 'geleverd' order by all""",
    "leeftijden": """
        select gemeente_code, leeftijdsgroep, jaar, max(inwoners_aantal) from {stg_inwoners}
        where leeftijdsgroep <> 'totaal' and inwoners_aantal is not null group by all order by all""",
    # of the newest whole year, else of what there is of the newest
    "clienten_leeftijd": """
        select gemeente_code, wet, leeftijdsgroep, clienten_aantal
        from {zorgpopulatie}
        where niveau = 'wet' and duurklasse = 'totaal' and intensiteitsklasse = 'totaal' and leeftijdsgroep <> 'totaal'
        qualify dense_rank() over (partition by gemeente_code, wet order by maanden_aantal desc, jaar desc) = 1
        order by all""",
    "rijksbijdragen": f"""
        select gemeente_code, wet, uitkeringsjaar, reeks, max(circulaire), sum({CENT.format("bedrag_eur")}),
            bool_and(is_openbaar), bool_or(is_raming)
        from {{rijksbijdragen}}
        where is_laatste_circulaire and bedrag_eur is not null
        group by all order by all""",
    "opgeheven": """
        select gemeente_code, opgeheven_in_jaar from {int_gemeenten}
        where opgeheven_in_jaar is not null order by all""",
    "leden": "select regio_code, wet, jaar, gemeente_code from {int_regioleden} order by all",
}


@dataclass(frozen=True)
class Bijdrage:
    """What the Rijk gives for a wet in a year, by the newest circulaire that names the year."""

    centen: int
    circulaire: str
    openbaar: bool
    is_raming: bool = False


@dataclass(frozen=True)
class Meerjareninvoer:
    """Keys: a cell is (niveau, wet, voorziening).

    uitgaven: (reeks, gemeente_code, cel) -> jaar -> cents. clienten: (gemeente_code, cel) -> jaar -> (count, public).
    inwoners: (gemeente_code, wet) -> jaar -> count, years to come included where delivered. leeftijden: (gemeente_code,
    wet) -> leeftijdsgroep -> jaar -> inhabitants; clienten_leeftijd: the same -> leeftijdsgroep -> clients; both in the
    same groups, and only where those of the messages and of the inhabitants have bounds in common.
    bijdragen: (gemeente_code, wet) -> jaar. leden: (regio_code, wet, jaar) -> members.
    opgeheven: gemeente_code -> the first year without an account of its own.
    """

    uitgaven: Mapping[tuple[str, str, Cel], Mapping[int, int]]
    clienten: Mapping[tuple[str, Cel], Mapping[int, tuple[int, bool]]] = field(default_factory=dict)
    inwoners: Mapping[tuple[str, str], Mapping[int, int]] = field(default_factory=dict)
    leeftijden: Mapping[tuple[str, str], Mapping[str, Mapping[int, int]]] = field(default_factory=dict)
    clienten_leeftijd: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    bijdragen: Mapping[tuple[str, str], Mapping[int, Bijdrage]] = field(default_factory=dict)
    leden: Mapping[tuple[str, str, int], tuple[str, ...]] = field(default_factory=dict)
    opgeheven: Mapping[str, int] = field(default_factory=dict)


def lees_meerjaren(con: Any) -> Meerjareninvoer:
    """Everything from an open working database that dbt has built. Raises KeyError where a model is missing."""
    tabellen = schemas(con)
    rijen = {n: con.execute(v.format_map(tabellen)).fetchall() for n, v in _VRAGEN.items()}
    uitgaven: dict[Any, dict[int, int]] = {}
    for reeks, code, niveau, wet, voorziening, jaar, centen in rijen["uitgaven"]:
        uitgaven.setdefault((reeks, code, (niveau, wet, voorziening)), {})[jaar] = int(centen)
    clienten: dict[Any, dict[int, tuple[int, bool]]] = {}
    for code, niveau, wet, voorziening, jaar, aantal, publiek in rijen["clienten"]:
        clienten.setdefault((code, (niveau, wet, voorziening)), {})[jaar] = (int(aantal), bool(publiek))
    inwoners: dict[Any, dict[int, int]] = {}
    for code, wet, jaar, aantal in rijen["inwoners"]:
        inwoners.setdefault((code, wet), {})[jaar] = int(aantal)
    leeftijden, clienten_leeftijd = _leeftijden(rijen["leeftijden"], rijen["clienten_leeftijd"])
    bijdragen: dict[Any, dict[int, Bijdrage]] = {}
    # a named circulaire goes before a document without one
    volgorde = sorted(rijen["rijksbijdragen"], key=lambda r: (r[4] == "onbekend", r[3]), reverse=True)
    for code, wet, jaar, _, circulaire, centen, publiek, raming in volgorde:
        bijdrage = Bijdrage(int(centen), circulaire, bool(publiek), bool(raming))
        bijdragen.setdefault((code, wet), {})[jaar] = bijdrage
    leden: dict[Any, list[str]] = {}
    for regio, wet, jaar, code in rijen["leden"]:
        leden.setdefault((regio, wet, jaar), []).append(code)
    return Meerjareninvoer(
        uitgaven,
        clienten,
        inwoners,
        leeftijden,
        clienten_leeftijd,
        bijdragen,
        {s: tuple(c) for s, c in leden.items()},
        {code: int(jaar) for code, jaar in rijen["opgeheven"]},
    )


def _leeftijden(inwoners: list[Any], clienten: list[Any]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Inhabitants and clients per (gemeente_code, wet) in the groups that they have in common; nothing where none."""
    per_code: dict[str, dict[str, dict[int, int]]] = {}
    for code, groep, jaar, aantal in inwoners:
        per_code.setdefault(code, {}).setdefault(groep, {})[jaar] = int(aantal)
    per_wet: dict[tuple[str, str], dict[str, int]] = {}
    for code, wet, groep, aantal in clienten:
        per_wet.setdefault((code, wet), {})[groep] = int(aantal)
    leeftijden, gewichten = {}, {}
    for (code, wet), groepen in sorted(per_wet.items()):
        gewogen, geteld = op_gelijke_grenzen(groepen, per_code.get(code, {}))
        if gewogen:
            leeftijden[code, wet], gewichten[code, wet] = geteld, gewogen
    return leeftijden, gewichten
