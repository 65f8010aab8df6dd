"""How messages reach raw: folders per gemeente and month, with loose XML, small zips or StUF envelopes, some twice.

A large region packs everything in large zips: there the number of files is the problem. Passports come last.
"""

from __future__ import annotations

import random
import zipfile
from collections import defaultdict
from pathlib import Path

from pipeline.demo.berichten import HEEN, Bericht
from pipeline.demo.gegevens import GEMEENTEN
from pipeline.demo.kalender import Kalender, iso
from pipeline.demo.xml import KORT, envelop, schrijf

PER_ZIP = 30  # the portal takes no more
PER_BUNDEL = 2_000
TWEEDE_ROUTE = 0.015
VAST = (2024, 1, 1, 0, 0, 0)  # zips hold a fixed time: the same seed gives the same bytes
LEVERANCIER = "Grip demo (synthetisch)"
ROUTE = {g.code: g.route for g in GEMEENTEN}


class Schrijver:
    """Writes messages of one part after another under raw/berichten, and remembers which deliveries exist."""

    def __init__(self, map_: Path, kalender: Kalender, *, bundel: bool) -> None:
        self.map, self.kalender, self.bundel = map_, kalender, bundel
        self.leveringen: dict[str, tuple[int, str]] = {}  # name -> month, gemeente
        self.bestanden = self.bytes = self.berichten = 0
        self._mappen: set[Path] = set()

    def schrijf(self, deel: int, berichten: list[Bericht], r: random.Random) -> None:
        """All messages of one part."""
        k = self.kalender
        pakketten: dict[tuple[str, str], list[tuple[str, bytes]]] = defaultdict(list)
        volgnummer: dict[tuple[str, str], int] = defaultdict(int)
        for b in berichten:
            self.berichten += 1
            maand = k.maand(b.dagtekening)
            levering = self._levering(b.gemeente, maand)
            # a retour has the release of what it answers
            inhoud = schrijf(b, k.maand(b.heen_dagtekening) if b.heen_dagtekening else maand)
            naam = f"{KORT[b.wet]}{b.soort}_{b.retour or b.identificatie}.xml"
            route = "zip" if self.bundel else ROUTE[b.gemeente]
            if route == "zip" and (self.bundel or (b.soort not in HEEN and b.soort != "325")):
                # a bundle holds all kinds: few files matter more there than order
                soort = "bundel" if self.bundel else b.soort
                pakket = pakketten[levering, soort]
                pakket.append((naam, inhoud))
                if len(pakket) >= (PER_BUNDEL if self.bundel else PER_ZIP):
                    self._zip(levering, soort, deel, volgnummer, pakket)
            elif route == "stuf" and b.soort not in HEEN and b.soort != "325":
                self._los(levering, b.soort, naam, envelop(b, inhoud))
            else:
                self._los(levering, b.soort, naam, inhoud)
            if r.random() < TWEEDE_ROUTE:
                self._nogmaals(b, maand, naam, inhoud, pakketten, r)
        for (levering, soort), pakket in pakketten.items():
            if pakket:
                self._zip(levering, soort, deel, volgnummer, pakket)

    def _nogmaals(self, b: Bericht, maand: int, naam: str, inhoud: bytes, pakketten: dict, r: random.Random) -> None:
        """The same message along a second route, now or a month later; a few with another patch of the schema."""
        kans = r.random()
        if kans < 0.02:
            inhoud = schrijf(b, self.kalender.maand(b.heen_dagtekening or b.dagtekening), patch=1)
        levering = self._levering(b.gemeente, min(maand + (kans > 0.5), self.kalender.bekend - 1))
        if self.bundel:
            pakketten[levering, "bundel"].append((f"tweede-route_{naam}", inhoud))
        elif kans > 0.75 and b.soort not in HEEN and b.soort != "325":
            self._los(levering, "tweede-route", naam, envelop(b, inhoud))
        else:
            self._los(levering, "tweede-route", naam, inhoud)

    def _levering(self, gemeente: str, maand: int) -> str:
        naam = f"demo-{gemeente}-{self.kalender.naam(maand)}"
        self.leveringen.setdefault(naam, (maand, gemeente))
        return naam

    def _pad(self, levering: str, *delen: str) -> Path:
        pad = self.map.joinpath(levering, *delen)
        if pad.parent not in self._mappen:
            pad.parent.mkdir(parents=True, exist_ok=True)
            self._mappen.add(pad.parent)
        return pad

    def _los(self, levering: str, soort: str, naam: str, inhoud: bytes) -> None:
        self._pad(levering, soort, naam).write_bytes(inhoud)
        self.bestanden += 1
        self.bytes += len(inhoud)

    def _zip(self, levering: str, soort: str, deel: int, volgnummer: dict, pakket: list[tuple[str, bytes]]) -> None:
        volgnummer[levering, soort] += 1
        pad = self._pad(levering, f"{soort}-{deel:03d}-{volgnummer[levering, soort]:04d}.zip")
        with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
            for naam, inhoud in pakket:
                z.writestr(zipfile.ZipInfo(naam, VAST), inhoud, zipfile.ZIP_DEFLATED, 1)
        self.bestanden += 1
        self.bytes += pad.stat().st_size
        pakket.clear()

    def paspoorten(self) -> None:
        """A passport for each delivery: received a few days after the month, the last one on the last day."""
        k = self.kalender
        for naam, (maand, gemeente) in sorted(self.leveringen.items()):
            dag = min(k.eind(maand) + 2 + (maand + int(gemeente)) % 5, k.peildatum)
            schrijf_paspoort(self.map / naam, "berichten", dag, k.naam(maand), "deel")


def schrijf_paspoort(pad: Path, bron: str, ontvangen: int, periode: str, scope: str, document: str = "") -> None:
    """The passport of a delivery that stands at `pad`, with the sha256 of its content."""
    from pipeline.inname.paspoort import maak_levering

    levering = maak_levering(bron, pad)
    tekst = (
        "# Synthetisch: gemaakt door grip demo. Geen persoon, gemeente of aanbieder bestaat.\n"
        f"leverancier: {LEVERANCIER}\nreeks: demo_{bron}\nontvangen_op: {iso(ontvangen)}\nperiode: '{periode}'\n"
        f"scope: {scope}\nlicence: synthetisch, vrij te gebruiken\nis_openbaar: false\nsynthetisch: true\n"
        f"sha256: {levering.sha256}\n"
    )
    if document:
        tekst += f"document: '{document}'\n"
    levering.paspoort_pad.write_text(tekst, encoding="utf-8", newline="\n")
