"""The marts of a demo region against the truth that its generator wrote down: cell for cell. No figure is made here."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from pipeline.publicaties.databank import verbind
from pipeline.publicaties.versies import uitgave
from pipeline.settings import Plekken

CEL = ("gemeente_code", "periode", "niveau", "wet", "voorziening")
# mart -> its measures, as they are called in the mart and in the truth, and which rows of the mart are meant
MATEN: dict[str, dict[str, str]] = {
    "clienten": {n: n for n in ("clienten_aantal", "clienten_peildatum_aantal")},
    "instroom_uitstroom": {
        n: n
        for n in ("begin_aantal", "instroom_aantal", "herhaald_beroep_aantal", "uitstroom_aantal", "eind_aantal")
    },
    "uitgaven": {
        "uitgaven_eur": "toegekend_eur", "openstaand_eur": "openstaand_eur", "ingediend_eur": "ingediend_eur",
    },
}  # fmt: skip
RIJEN = {
    "clienten": "leveringsvorm = 'zin'",
    "instroom_uitstroom": "true",
    # the truth of money is per month; longer periods are sums of months, which a data test of dbt holds
    "uitgaven": "soort = 'zin' and periode_soort = 'maand'",
}

Cel = tuple[str, ...]
Waarden = tuple[Decimal, ...]
Verschil = tuple[Cel, Waarden | None, Waarden | None]


def waarheid(map_: Path, mart: str) -> dict[Cel, Waarden]:
    """The cells of one mart as the messages say them: `map_` is the folder that `grip demo` filled."""
    with (map_ / "waarheid" / "berichten" / f"{mart}.csv").open(encoding="utf-8", newline="") as f:
        return {
            tuple(r[k] for k in CEL): tuple(Decimal(r[naam]) for naam in MATEN[mart].values())
            for r in csv.DictReader(f, delimiter=";")
        }


def gepubliceerd(plekken: Plekken, mart: str) -> dict[Cel, Waarden]:
    """The same cells as they stand in the published database."""
    con = verbind(uitgave(plekken.publicaties, "intern") / "grip.duckdb")
    try:
        rijen = con.execute(
            f"select {', '.join((*CEL, *MATEN[mart]))} from marts.{mart} where reeks = 'berichten' and {RIJEN[mart]}"
        ).fetchall()
    finally:
        con.close()
    return {r[: len(CEL)]: tuple(Decimal(x) for x in r[len(CEL) :]) for r in rijen}


def verschillen(
    map_: Path, plekken: Plekken, mart: str
) -> tuple[int, list[tuple[Cel, Waarden | None, Waarden | None]]]:
    """How many cells there are, and those that differ: (cell, truth, mart); None where one has no such row."""
    waar, hier = waarheid(map_, mart), gepubliceerd(plekken, mart)
    anders = [(k, waar.get(k), hier.get(k)) for k in sorted(waar.keys() | hier.keys()) if waar.get(k) != hier.get(k)]
    return len(waar), anders
