"""The national code lists of iWmo and iJw, from the seed that the models use as well; nothing here knows a code."""

from __future__ import annotations

import csv
from functools import cache

from pipeline.inname.codelijsten import SEEDS

SEED = "istandaarden_codes.csv"
# column of the contract -> code list of the standard
LIJSTEN = {
    "geslacht": "geslacht",
    "productcategorie": "productcategorie",
    "eenheid": "eenheid",
    "frequentie": "frequentie",
    "reden_wijziging": "reden_wijziging",
    "reden_beeindiging": "reden_beeindiging",
    "status_aanlevering": "status_aanlevering",
    "debet_credit": "debetcredit",
    "verwijzer": "type_verwijzer",
}
# the XSD knows 2 and 9 as well, constraint CS058 forbids both, and neither says what would hold
VERBODEN = {("status_aanlevering", "2"), ("status_aanlevering", "9")}


@cache
def toegestaan(wet: str, kolom: str) -> frozenset[str]:
    """The codes that a column may hold under this wet."""
    lijst = LIJSTEN[kolom]
    return frozenset(c for w, n, c in _seed() if w == wet and n == lijst and (n, c) not in VERBODEN)


@cache
def _seed() -> tuple[tuple[str, str, str], ...]:
    with (SEEDS / SEED).open(encoding="utf-8", newline="") as f:
        return tuple((r["wet"], r["codelijst"], r["code"]) for r in csv.DictReader(f, delimiter=";"))
