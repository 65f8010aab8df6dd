"""After a run: make the message and send it. The one door for `grip run` and for Dagster; it never raises."""

from __future__ import annotations

from pathlib import Path

from pipeline.meldingen.bericht import van_fout, van_publicatie
from pipeline.meldingen.versturen import verstuur, wil_melden
from pipeline.settings import Instellingen, Plekken


def meld_publicatie(plekken: Plekken, instellingen: Instellingen, map_: Path) -> list[str]:
    """Tell of a run that published `map_`; gives what could not be sent, in Dutch."""
    try:
        if not wil_melden(instellingen.waarden):
            return []
        return verstuur(van_publicatie(map_), instellingen.waarden, plekken.warehouse)
    except Exception as fout:  # a message is worth less than the run it is about
        return [f"De melding is niet gemaakt ({type(fout).__name__}). De verversing zelf is gelukt."]


def meld_fout(plekken: Plekken, instellingen: Instellingen, naam: str, melding: str) -> list[str]:
    """Tell of a run that failed with an error of class `naam`; gives what could not be sent, in Dutch."""
    try:
        if not wil_melden(instellingen.waarden):
            return []
        return verstuur(van_fout(naam, melding), instellingen.waarden, plekken.warehouse)
    except Exception as fout:
        return [f"De melding is niet gemaakt ({type(fout).__name__})."]
