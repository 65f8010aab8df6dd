"""Reads the numbered items of a Markdown note that goes with a delivery; other Markdown is not interpreted."""

import re
from pathlib import Path

from pipeline.inname.lezers.codering import lees_tekst
from pipeline.inname.lezers.model import Blad, Rij, tekstcel

_ITEM = re.compile(r"(\d+)\.\s+(\S.*)")
# The colon must be followed by a space or the end, so that a web address or a time is not taken for a title.
_TITEL = re.compile(r"(.+?):(?:\s+(.*))?")


def lees_md(pad: Path) -> Blad:
    """One Rij (nummer, titel, tekst) for every item 'N. Titel: tekst', with the lines that continue it."""
    items: list[tuple[int, str, list[str]]] = []
    in_item = False
    for regel, inhoud in enumerate(re.split(r"\r\n|\r|\n", lees_tekst(pad)), start=1):
        if gevonden := _ITEM.fullmatch(inhoud.rstrip()):
            items.append((regel, gevonden[1], [gevonden[2]]))
            in_item = True
        elif in_item and inhoud.strip() and not inhoud.startswith("#"):
            items[-1][2].append(inhoud.strip())
        else:
            in_item = False
    return Blad(naam=None, rijen=tuple(_rij(*item) for item in items))


def _rij(regel: int, nummer: str, regels: list[str]) -> Rij:
    tekst = " ".join(regels)
    if gevonden := _TITEL.fullmatch(tekst):
        return Rij(regel, (nummer, tekstcel(gevonden[1]), tekstcel(gevonden[2] or "")))
    return Rij(regel, (nummer, None, tekstcel(tekst)))
