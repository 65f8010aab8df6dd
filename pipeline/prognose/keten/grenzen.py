"""Intervals of the cells that hold together: nothing negative, and a parent within the sum of its parts' bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.prognose.ijken import Band
from pipeline.prognose.keten.invoer import TOTAAL, Cel


def samenhangend(
    banden: Mapping[Cel, Band],
    midden: Mapping[Cel, float],
    groepen: Mapping[str, str],
    leden: Mapping[Cel, Iterable[Cel]],
) -> dict[Cel, Band]:
    """The bounds made coherent, parts first: what a sum can at least and at most be follows from its parts.

    `groepen`: voorziening to its groep. `leden`: the cells of the gemeenten that a region's cell adds up. A cell that
    holds more than its parts (an amount that was delivered on its own niveau) gets that on top, as it is certain.
    """
    uit: dict[Cel, Band] = {}
    kinderen: dict[Cel, list[Cel]] = defaultdict(list)
    for cel in banden:
        ouder = _ouder(cel, groepen)
        if ouder in banden:
            kinderen[ouder].append(cel)
    for cel, band in banden.items():
        m = midden[cel]
        laag80, hoog80 = min(max(band.laag80, 0.0), m), max(band.hoog80, m)
        laag95, hoog95 = min(max(band.laag95, 0.0), laag80), max(band.hoog95, hoog80)
        for delen in (kinderen.get(cel, []), [c for c in leden.get(cel, ()) if c in uit]):
            if not delen:
                continue
            over = m - sum(midden[d] for d in delen)
            laag80 = max(laag80, min(sum(uit[d].laag80 for d in delen) + over, m))
            laag95 = min(max(laag95, sum(uit[d].laag95 for d in delen) + over), laag80)
            hoog80 = min(hoog80, max(sum(uit[d].hoog80 for d in delen) + over, m))
            hoog95 = max(min(hoog95, sum(uit[d].hoog95 for d in delen) + over), hoog80)
        uit[cel] = Band(max(laag80, 0.0), hoog80, max(laag95, 0.0), hoog95)
    return uit


def _ouder(cel: Cel, groepen: Mapping[str, str]) -> Cel | None:
    if cel.niveau == "voorziening":
        return Cel(cel.gebied, "groep", cel.wet, groepen[cel.voorziening])
    if cel.niveau == "groep":
        return Cel(cel.gebied, "wet", cel.wet, TOTAAL)
    if cel.niveau == "wet":
        return Cel(cel.gebied, "totaal", TOTAAL, TOTAAL)
    return None
