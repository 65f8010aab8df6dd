"""One delivery of care messages through the intake: the reader of `berichten` in the terms of landing and `grip check`.

One bad message keeps itself apart, never the delivery: other messages go on, and only where nothing could be read is
the delivery refused. How messages are read stands in `berichten`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.bevindingen import FOUT, bevinding
from pipeline.inname.berichten.werk import Telling, lees_levering
from pipeline.inname.intake import GEACCEPTEERD, GEWEIGERD, RIJEN_APART, Bestand, Inname
from pipeline.inname.paspoort import Levering
from pipeline.privacy.pseudoniem import Sleutel

BRON = "berichten"


def neem_in(levering: Levering, landingsleutel: str, geheim: Sleutel, doel: Path | None) -> Inname:
    """Read a delivery; parts go under `doel`, and nowhere without it."""
    uitkomst = lees_levering(levering, landingsleutel or "0" * 64, geheim, doel)
    inname = Inname(
        [_bestand(naam, telling) for naam, telling in uitkomst.tellingen.items()],
        {},
        uitkomst.bevindingen,
        uitkomst.delen,
    )
    fout = any(b.ernst == FOUT for b in uitkomst.bevindingen)
    inname.als_geheel = RIJEN_APART if fout else GEACCEPTEERD
    if not levering.bestanden:
        melding = "De map bevat geen bestand dat gelezen kan worden. Zet de berichten erin, of verwijder de map."
        inname.bevindingen.append(bevinding("bestand.leeg", melding, levering=levering.id, bestand=levering.id))
    if not levering.bestanden or (fout and not uitkomst.gelezen):
        inname.als_geheel = GEWEIGERD
    return inname


def _bestand(naam: str, telling: Telling) -> Bestand:
    if telling.geweigerd and not telling.berichten:
        uitkomst = GEWEIGERD
    else:
        uitkomst = RIJEN_APART if telling.geweigerd or telling.apart else GEACCEPTEERD
    return Bestand(naam, uitkomst, telling.rijen, controletotalen=telling.controletotalen(), apart_geteld=telling.apart)
