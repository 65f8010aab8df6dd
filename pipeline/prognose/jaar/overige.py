"""Yearly series that have no taakvelden under them, such as a region's published figures: two or three years each.

Every cell for itself: what is delivered need not add up, so neither do these.
"""

from __future__ import annotations

from typing import Any

from pipeline.prognose.jaar.invoer import Rekeningen
from pipeline.prognose.jaar.prognose import getal
from pipeline.prognose.jaar.regels import HUIDIG, Bekend, Cel, Regel, heel, ijk, rijen
from pipeline.prognose.reeks.voorspel import voorspel_jaren

# a growth of its own wants three years in a row
MINSTE_JAREN = 3
# two years ahead at most: after that the last figure is no ground
MEESTE_VOORUIT = 2
# standard deviation (logarithm) where no errors are known yet
VOORAF = 0.15


def voorspel_cel(jaren: dict[int, int], jaar: int, index: float) -> tuple[int, str, str] | None:
    """Middle in cents, method and sentence for `jaar` from the years before it; None where the last is too long ago.

    Three years in a row or more: the last with its own growth, damped; else the last times the index per year.
    """
    laatste = max((j for j in jaren if j < jaar), default=None)
    if laatste is None or jaar - laatste > MEESTE_VOORUIT or jaren[laatste] <= 0:
        return None
    rij = [laatste]
    while rij[0] - 1 in jaren:
        rij.insert(0, rij[0] - 1)
    begin = f"De uitgaven van {laatste} waren € {getal(jaren[laatste] / 100, 0)}"
    if len(rij) >= MINSTE_JAREN:
        midden = round(float(voorspel_jaren([jaren[j] for j in rij], jaar - laatste)[-1]))
        groei = getal(100 * (midden / jaren[laatste] - 1), 1, plus=True)
        return midden, "gedempte groei", f"{begin}; daarop komt {groei} %, de eigen groei gedempt."
    midden = round(jaren[laatste] * (1 + index) ** (jaar - laatste))
    return midden, "vorig jaar maal index", f"{begin}; daarop komt {getal(100 * index)} % per jaar."


def overige_regels(invoer: Rekeningen, index: float) -> list[Regel]:
    """One row per cell and year that follows a figure, or has a budget within two years after one."""
    taakveld = set(invoer.taakvelden["reeks"])
    zonder = taakveld | {r + HUIDIG for r in taakveld} | invoer.maandreeksen
    u = invoer.uitgaven[~invoer.uitgaven["reeks"].isin(sorted(zonder))]
    bekend = Bekend(invoer)
    opgeheven = {c: j for c, x in rijen(invoer.gemeenten, ["gemeente_code", "opgeheven_in_jaar"]) if (j := heel(x))}
    cellen: dict[tuple[str, str, Cel], dict[int, int]] = {}
    soorten: dict[str, str] = {}
    openbaar: dict[str, bool] = {}
    kolommen = [
        "reeks",
        "gemeente_code",
        "gebied_soort",
        "jaar",
        "niveau",
        "wet",
        "voorziening",
        "centen",
        "is_openbaar",
    ]
    for reeks, code, soort, jaar, *cel, centen, publiek in rijen(u, kolommen):
        cellen.setdefault((reeks, code, tuple(cel)), {})[jaar] = int(centen)  # type: ignore[arg-type]
        soorten[code] = soort
        openbaar[reeks] = openbaar.get(reeks, True) and bool(publiek)
    begroot: dict[tuple[Any, ...], set[int]] = {}
    for _, code, jaar, *cel in bekend.begroting:
        begroot.setdefault((code, tuple(cel)), set()).add(jaar)
    uit: dict[str, list[Regel]] = {}
    for (reeks, code, cel), jaren in sorted(cellen.items()):
        for jaar in sorted({j + 1 for j in jaren} | begroot.get((code, cel), set())):
            gevonden = voorspel_cel(jaren, jaar, index)
            if gevonden is None or opgeheven.get(code, 9999) <= jaar:
                continue
            midden, methode, tekst = gevonden
            naam = bekend.namen.get(code, code)
            regel = Regel(code, naam, soorten[code], reeks, jaar, cel, midden, methode, tekst, openbaar[reeks])
            uit.setdefault(reeks, []).append(bekend.vul(regel))
    for regels in uit.values():
        ijk(regels, VOORAF)
    return [r for reeks in sorted(uit) for r in uit[reeks]]
