"""Reading the bytes and parsing them, and nothing else: what `__main__` holds our own reading against.

Same units of work and number of processes as the intake; a module of its own, because a spawned process imports it.
"""

from __future__ import annotations

import re
import zipfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from lxml import etree

from pipeline.inname.berichten import werk
from pipeline.inname.berichten.vormen import lezer
from pipeline.inname.paspoort import Levering
from pipeline.privacy.pseudoniem import nieuwe_sleutel


def ontleed(map_: Path, hoe: str) -> None:
    """Read and parse all that stands under map_/raw."""

    aantal = 0
    for pad in sorted((map_ / "raw" / "berichten").iterdir()):
        bestanden = tuple(p for p in sorted(pad.rglob("*")) if p.suffix in (".xml", ".zip"))
        opdrachten = werk.maak_opdrachten(
            Levering("berichten", pad.name, pad, bestanden, ""), "", nieuwe_sleutel(), None
        )
        paden = [list(o.bestanden) for o in opdrachten]
        kernen = min(werk._kernen(), werk.MEESTE_PROCESSEN, len(paden))
        if kernen < 2 or len(paden) < werk.MINST_VERDEELD:
            aantal += sum(_ontleed(p, hoe) for p in paden)
        else:
            with ProcessPoolExecutor(kernen, get_context("spawn")) as pool:
                aantal += sum(pool.map(_ontleed, paden, [hoe] * len(paden)))
    print(aantal)


def _ontleed(paden: list[str], hoe: str) -> int:

    def een(inhoud: bytes) -> None:
        if hoe == "lxml":
            etree.fromstring(inhoud)
        else:
            soort = re.search(rb"/(?:wmo|jw)(\d{3})/schema", inhoud[:1_000])
            lees = lezer(soort[1].decode() if soort else "")
            lees.ontleder.parse(b"".join((b"<w>", lees.open, inhoud[inhoud.index(b"?>") + 2 :], lees.dicht, b"</w>")))

    aantal = 0
    for pad in paden:
        if pad.endswith(".zip"):
            with zipfile.ZipFile(pad) as z:
                for lid in z.infolist():
                    een(z.read(lid))
                    aantal += 1
        else:
            with open(pad, "rb", buffering=0) as f:
                een(f.read())
            aantal += 1
    return aantal
