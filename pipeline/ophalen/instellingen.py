"""bronnen.yml and the wishes of the user: what is fetched, for which gemeenten and years. Nothing is fetched here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipeline.inname.codelijsten import SEEDS, Codelijsten, Onbekend
from pipeline.ophalen.web import Grenzen

BRONNEN = Path(__file__).with_name("bronnen.yml")
SOORTEN = ("cbs", "iv3", "gemeentefonds")
DEMO = re.compile(r"GM99\d\d")


class Wens(ValueError):
    """A wish that cannot be met; the message is Dutch and says what would be right."""


@dataclass(frozen=True)
class Opties:
    """`gemeenten` None: all of the Netherlands; `jaren` None: from the first year that bronnen.yml names."""

    raw: Path
    gemeenten: tuple[str, ...] | None
    tabellen: tuple[str, ...] = ()
    jaren: frozenset[int] | None = None
    basis: str | None = None
    dag: date = field(default_factory=date.today)

    def wil_jaar(self, jaar: int, vanaf: int) -> bool:
        return jaar >= vanaf if self.jaren is None else jaar in self.jaren


def laad(pad: Path = BRONNEN) -> dict[str, Any]:
    """All of bronnen.yml."""
    return dict(yaml.safe_load(pad.read_text(encoding="utf-8")))


def grenzen(alles: dict[str, Any]) -> Grenzen:
    return Grenzen(**alles["grenzen"])


def lees_jaren(teksten: list[str]) -> frozenset[int] | None:
    """2024, or 2019-2022, any number of times; None where nothing was asked."""
    uit: set[int] = set()
    for tekst in teksten:
        m = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", tekst.strip())
        van, tot = (int(m[1]), int(m[2] or m[1])) if m else (1, 0)
        if not (1990 <= van <= tot <= 2100):
            raise Wens(f"'{tekst}' is geen jaar. Schrijf een jaar als 2024, of een reeks jaren als 2019-2022.")
        uit |= set(range(van, tot + 1))
    return frozenset(uit) or None


def lees_gemeenten(teksten: list[str], alle: bool, lijsten: Codelijsten | None = None) -> tuple[str, ...] | None:
    """CBS codes of the gemeenten that are asked by name or code; without any those of the code list."""
    if alle:
        return None
    lijsten = lijsten or Codelijsten()
    codes = []
    for tekst in teksten:
        try:
            gebied = lijsten.gebied(tekst)
        except Onbekend:
            raise Wens(f"'{tekst}' is geen gemeente. Geef de naam, of de CBS-code, zoals GM0402.") from None
        if gebied.soort != "gemeente":
            raise Wens(f"'{tekst}' is geen gemeente maar een {gebied.soort}. Noem de gemeenten zelf.")
        codes.append(gebied.code)
    return tuple(dict.fromkeys(codes)) or eigen_gemeenten()


def eigen_gemeenten() -> tuple[str, ...]:
    """The gemeenten of the code list, without those of the demo region."""
    regels = (SEEDS / "gemeenten.csv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(c for c in (r.split(";", 1)[0] for r in regels) if c and not DEMO.fullmatch(c))
