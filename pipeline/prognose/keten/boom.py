"""The cells of the hierarchy and the leaves under each: voorziening, groep, wet, totaal; gemeente, regio. No amounts.

A region has a cell where every member for that wet has a leaf; its totaal where that holds for all its wetten with a
leaf. What belongs to no wet of the region (overig) is left out of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.prognose.keten.invoer import TOTAAL, Blad, Cel, Invoer

NIVEAUS = ("voorziening", "groep", "wet", "totaal")


class Plek(NamedTuple):
    """Where an amount stands: groep and voorziening are empty where it was delivered on a higher niveau."""

    gemeente: str
    wet: str
    groep: str | None
    voorziening: str | None


def plek(blad: Blad) -> Plek:
    return Plek(blad.gemeente, blad.wet, blad.groep, blad.voorziening)


def gebieden(invoer: Invoer, bladen: Iterable[Blad], jaar: int) -> dict[tuple[str, str], list[str]]:
    """Gemeente and wet to the regions that hold it in a year, complete ones only."""
    aanwezig = {(b.gemeente, b.wet) for b in bladen}
    uit: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (regio, wet), leden in invoer.jaarleden(jaar).items():
        if all((g, wet) in aanwezig for g in leden):
            for g in sorted(leden):
                uit[g, wet].append(regio)
    return dict(uit)


def onvolledig(invoer: Invoer, bladen: Iterable[Blad], jaar: int) -> set[str]:
    """Regions of which a wet is known in part: they have no totaal."""
    bladen = list(bladen)
    aanwezig = {(b.gemeente, b.wet) for b in bladen}
    return {
        regio
        for (regio, wet), leden in invoer.jaarleden(jaar).items()
        if any((g, wet) in aanwezig for g in leden) and not all((g, wet) in aanwezig for g in leden)
    }


def cellen_van(p: Plek, regios: Sequence[str], zonder_totaal: set[str]) -> list[Cel]:
    """All cells that an amount counts in."""
    uit = []
    for gebied in (p.gemeente, *regios):
        if p.voorziening is not None:
            uit.append(Cel(gebied, "voorziening", p.wet, p.voorziening))
        if p.groep is not None:
            uit.append(Cel(gebied, "groep", p.wet, p.groep))
        uit.append(Cel(gebied, "wet", p.wet, TOTAAL))
        if gebied not in zonder_totaal:
            uit.append(Cel(gebied, "totaal", TOTAAL, TOTAAL))
    return uit


class Boom:
    """The cells of one year and, of each, the places of its leaves in the list of leaves."""

    def __init__(self, invoer: Invoer, bladen: Sequence[Blad], jaar: int) -> None:
        self.jaar = jaar
        self._regios = gebieden(invoer, bladen, jaar)
        self._zonder = onvolledig(invoer, bladen, jaar)
        self.regios = {r for lijst in self._regios.values() for r in lijst}
        per: dict[Cel, list[int]] = defaultdict(list)
        for i, blad in enumerate(bladen):
            for cel in self.waarin(plek(blad)):
                per[cel].append(i)
        self.bladen: dict[Cel, list[int]] = {cel: per[cel] for cel in sorted(per, key=self.volgorde)}

    def waarin(self, p: Plek) -> list[Cel]:
        """The cells an amount of this year counts in."""
        return cellen_van(p, self._regios.get((p.gemeente, p.wet), ()), self._zonder)

    def volgorde(self, cel: Cel) -> tuple[bool, int, Cel]:
        """Parts before what they add up to: gemeenten, then regions; from voorziening up to totaal."""
        return cel.gebied in self.regios, NIVEAUS.index(cel.niveau), cel
