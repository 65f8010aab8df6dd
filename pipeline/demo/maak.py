"""Putting the demo region together: part by part, message after message, then the tables and the two truths."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.demo import tabellen, toelichtingen, waarheid
from pipeline.demo.delen import Boek, maak_delen
from pipeline.demo.gegevens import CLIENTEN, GROOT
from pipeline.demo.kalender import Kalender
from pipeline.demo.toegang import Toegang
from pipeline.demo.transport import Schrijver

ZAAD = 2019


class DemoFout(ValueError):
    """The region cannot be made as asked; the message is Dutch and says what to change."""


@dataclass
class Uitkomst:
    """What was made, for the command line and the benchmark."""

    personen: int = 0
    berichten: int = 0
    prestaties: int = 0
    bestanden: int = 0
    bytes: int = 0
    delen: int = 0


def maak_demo(uit: Path, clienten: int = CLIENTEN, maanden: int = 36, zaad: int = ZAAD) -> Uitkomst:
    """Write the region under `uit`: raw, waarheid and LEESMIJ.md. A region that stands there is replaced."""
    if not 20 <= clienten <= 3_000_000:
        raise DemoFout("Kies voor --clienten een aantal van 20 tot en met 3.000.000.")
    if not 12 <= maanden <= 120:
        raise DemoFout("Kies voor --maanden een aantal van 12 tot en met 120.")
    if uit.exists() and any(uit.iterdir()) and not (uit / "LEESMIJ.md").exists():
        raise DemoFout(f"De map {uit} is niet leeg en bevat geen demoregio. Kies een lege of nieuwe map.")
    for oud in ("raw", "waarheid"):
        shutil.rmtree(uit / oud, ignore_errors=True)
    # first of all: it says what the folder is, also where writing stops halfway
    uit.mkdir(parents=True, exist_ok=True)
    (uit / "LEESMIJ.md").write_text(tabellen.leesmij(clienten, maanden, zaad), encoding="utf-8", newline="\n")
    kalender = Kalender(maanden)
    raw = uit / "raw"
    schrijver = Schrijver(raw / "berichten", kalender, bundel=clienten > GROOT)
    toegang = Toegang(raw / "toegang", kalender)
    boek, telling = Boek(kalender), Uitkomst()
    for inhoud in maak_delen(clienten, kalender, zaad):
        boek.tel(inhoud)
        schrijver.schrijf(inhoud.deel.nummer, inhoud.berichten, inhoud.r)
        toegang.schrijf(inhoud)
        telling.personen += len(inhoud.personen)
        telling.prestaties += len(inhoud.oordelen)
        telling.delen += 1
        del inhoud  # before the next one is made: memory holds one part
    schrijver.paspoorten()
    toegang.paspoorten()
    tabellen.schrijf(raw, boek, clienten, random.Random(zaad))
    toelichtingen.schrijf(raw, kalender)
    waarheid.schrijf(uit / "waarheid", boek)
    telling.berichten, telling.bestanden, telling.bytes = schrijver.berichten, schrijver.bestanden, schrijver.bytes
    return telling
