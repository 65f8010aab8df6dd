"""`grip check`: what would these files do? The intake of a run, without anything being written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.bevindingen import Bevinding
from pipeline.contracten.inname import BRONNEN
from pipeline.inname import inname_berichten
from pipeline.inname.intake import Inname, neem_in
from pipeline.inname.mappen import is_levering
from pipeline.inname.paspoort import maak_levering
from pipeline.privacy.pseudoniem import nieuwe_sleutel


def beproef(pad: Path, bron: str | None = None) -> list[dict[str, Any]]:
    """Per file: bestand, bron, uitkomst, rijen, apart, controletotalen and bevindingen.

    Without `bron` the folder decides, as in data/raw; where no folder is a bron, the bron that reads most of it.
    """
    pad = pad.resolve()
    if pad.is_dir() and (pad.name in BRONNEN or any(d.name in BRONNEN for d in pad.iterdir() if d.is_dir())):
        # a bron folder, or a whole raw folder: every delivery in it
        onder = [pad] if pad.name in BRONNEN else sorted(d for d in pad.iterdir() if d.is_dir())
        return [u for d in onder for p in sorted(d.iterdir()) if is_levering(p) for u in beproef(p, bron or d.name)]
    naam = bron or next((m.name for m in pad.parents if m.name in BRONNEN), None)
    kandidaten = [naam] if naam else list(BRONNEN)
    pogingen = [_lees(kandidaat, pad) for kandidaat in kandidaten]
    return max(pogingen, key=lambda u: sum(b["rijen"] - b["apart"] for b in u if b["uitkomst"] != "geweigerd"))


def _lees(bron: str, pad: Path) -> list[dict[str, Any]]:
    levering = maak_levering(bron, pad)
    if bron == inname_berichten.BRON:  # a key of this moment: what comes of it goes nowhere
        inname = inname_berichten.neem_in(levering, "", nieuwe_sleutel(), None)
    else:
        inname = neem_in(levering)
    van_bestand = _verdeel(inname)
    return [
        {
            "bestand": bestand.naam,
            "bron": bron,
            "uitkomst": bestand.uitkomst,
            "rijen": bestand.rijen,
            "apart": bestand.apart,
            "controletotalen": bestand.controletotalen,
            "bevindingen": [asdict(b) for b in van_bestand[bestand.naam]],
        }
        for bestand in inname.bestanden
    ]


def _verdeel(inname: Inname) -> dict[str, list[Bevinding]]:
    """Findings per file of the delivery; those on a member of a zip belong to the zip."""
    namen = {b.naam for b in inname.bestanden}
    uit: dict[str, list[Bevinding]] = defaultdict(list)
    for b in inname.bevindingen:
        naam = b.bestand
        while naam not in namen and "/" in naam:
            naam = naam.rsplit("/", 1)[0]
        uit[naam].append(b)
    return uit
