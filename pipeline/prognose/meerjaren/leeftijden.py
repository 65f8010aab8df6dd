"""Age groups of clients and of inhabitants on the bounds that both have. Labels and counts in, groups out.

Messages give clients from 0-3 to 75+, a delivery of inhabitants has groups of its own (0-17, 80+, 0 tot 5 jaar): only
between ages where both begin a group can one be held against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

OPEN = 999  # the end of a group without an upper age
_TOT_EN_MET = re.compile(r"^(\d+)\s*(?:-|–|t/m|tot en met)\s*(\d+)(?:\s*jaar)?$")
_TOT = re.compile(r"^(\d+)\s*tot\s*(\d+)(?:\s*jaar)?$")
_OPEN = re.compile(r"^(\d+)\s*(?:\+|jaar (?:en|of) ouder|en ouder|of ouder)$")
_JAAR = re.compile(r"^(\d+)(?:\s*jaar)?$")

Groep = tuple[int, int]


def lees_groep(tekst: str) -> Groep | None:
    """'65-74' -> (65, 75), '0 tot 18 jaar' -> (0, 18), '75+' -> (75, OPEN) (from, below); None for other text."""
    schoon = " ".join(tekst.lower().split())
    if m := _TOT_EN_MET.match(schoon):
        van, tot = int(m[1]), int(m[2]) + 1
    elif m := _TOT.match(schoon):
        van, tot = int(m[1]), int(m[2])
    elif m := _OPEN.match(schoon):
        van, tot = int(m[1]), OPEN
    elif m := _JAAR.match(schoon):
        van, tot = int(m[1]), int(m[1]) + 1
    else:
        return None
    return (van, tot) if van < tot else None


def naam(groep: Groep) -> str:
    """(65, OPEN) -> '65+', (0, 18) -> '0-17'"""
    return f"{groep[0]}+" if groep[1] == OPEN else f"{groep[0]}-{groep[1] - 1}"


def sluitend(groepen: Iterable[Groep]) -> list[Groep]:
    """The smallest groups, where they follow one another from age 0 without a gap or overlap; else nothing.

    A delivery may hold 0-17 beside 0-3, 4-11 and 12-17: what holds another group is a sum of it.
    """
    alle = set(groepen)
    klein = sorted(g for g in alle if not any(a != g and g[0] <= a[0] and a[1] <= g[1] for a in alle))
    grenzen = [0, *(tot for _, tot in klein)]
    return klein if klein and [van for van, _ in klein] == grenzen[:-1] and grenzen[-1] == OPEN else []


def op_gelijke_grenzen(
    clienten: Mapping[str, int], inwoners: Mapping[str, Mapping[int, int]]
) -> tuple[dict[str, int], dict[str, dict[int, int]]]:
    """Clients per group and inhabitants per group and year, both in the same groups; empty where they do not fit.

    A group of clients without a readable age ('onbekend') is left out: those of whom the age is known are the weights.
    A year counts where every group of inhabitants is there. Source of the groups of clients: mart zorgpopulatie.
    """
    van_clienten = {g: n for tekst, n in clienten.items() if (g := lees_groep(tekst))}
    per_groep = {g: jaren for tekst, jaren in inwoners.items() if (g := lees_groep(tekst))}
    delen = sluitend(per_groep)
    if not delen or not van_clienten:
        return {}, {}
    begin = {van for van, _ in delen}
    # a bound of the clients: no group of theirs goes over it
    grenzen = [b for b in sorted(begin) if not any(van < b < tot for van, tot in van_clienten)]
    groepen = list(zip(grenzen, [*grenzen[1:], OPEN], strict=True))
    jaren = sorted(set.intersection(*(set(per_groep[d]) for d in delen)))
    if not jaren or len(groepen) == 1:  # one group is everybody, of whom the delivered total says more
        return {}, {}

    def binnen(deel: Groep, groep: Groep) -> bool:
        return groep[0] <= deel[0] and deel[1] <= groep[1]

    gewogen = {naam(g): sum(n for d, n in van_clienten.items() if binnen(d, g)) for g in groepen}
    geteld = {naam(g): {j: sum(per_groep[d][j] for d in delen if binnen(d, g)) for j in jaren} for g in groepen}
    return {g: n for g, n in gewogen.items() if n > 0}, geteld
