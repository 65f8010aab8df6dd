"""Small deliveries with figures that can be worked out by hand: files under tests/fixtures/raw, and a workbook."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import xlsxwriter
import yaml

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "raw"
KOP = ["gemeente", "jaar", "wet", "voorziening", "bedrag", "volume", "eenheid"]
UITGAVEN = [
    ["Huizen", 2023, "Wmo", "Huishoudelijke hulp", 1_000_000, 40_000, "uren"],
    ["Huizen", 2024, "Wmo", "Huishoudelijke hulp", 1_188_000, 44_000, "uren"],
    ["Huizen", 2023, "Wmo", "Begeleiding", 500_000, 10_000, "uren"],
    ["Huizen", 2024, "Wmo", "Begeleiding", 560_000, 11_200, "uren"],
]


def zet_klaar(raw: Path) -> Path:
    """A raw folder with the small deliveries; the expenditure is a workbook with its heading on row 3."""
    shutil.copytree(FIXTURES, raw)
    pad = raw / "uitgaven" / "uitgaven.xlsx"
    pad.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(pad)) as boek:
        boek.add_worksheet("Toelichting").write(0, 0, "Uitgaven van de gemeente")
        blad = boek.add_worksheet("Wmo")
        blad.write(0, 0, "Overzicht uitgaven Wmo")
        for i, rij in enumerate([KOP, *UITGAVEN]):
            blad.write_row(2 + i, 0, rij)
    schrijf_paspoort(pad, "2025-02-01", "volledig")
    return raw


def lever(raw: Path, bron: str, naam: str, tekst: str, ontvangen_op: str, scope: str = "deel") -> Path:
    """Add one CSV with its passport."""
    pad = raw / bron / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(tekst, encoding="utf-8")
    schrijf_paspoort(pad, ontvangen_op, scope)
    return pad


def schrijf_paspoort(pad: Path, ontvangen_op: str, scope: str) -> None:
    velden = {
        "leverancier": "gemeente Huizen", "reeks": "huizen", "periode": None, "scope": scope, "licence": None,
        "is_openbaar": False, "sha256": hashlib.sha256(pad.read_bytes()).hexdigest(),
    }  # fmt: skip
    tekst = yaml.safe_dump(velden) + f"ontvangen_op: {ontvangen_op}\n"
    pad.with_name(f"{pad.name}.yml").write_text(tekst, encoding="utf-8")
