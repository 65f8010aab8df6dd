"""What `grip toets` shows and writes. Figures come from `toets`; nothing is computed here but rounding."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from rich.table import Table

from pipeline.bestanden import schrijf_tekst
from pipeline.prognose.toets import GRIP, Regel, Score, scores

KOLOMMEN = ("reeks", "methode", "jaar", "maanden_bekend", "laag80", "midden", "hoog80", "werkelijk")
TOONT = (0, 3, 6, 9)

_KOPPEN = (
    "maanden bekend", "methode", "jaartotalen", "mediane fout %", "WAPE %", "bias %", "dekking 80%",
)  # fmt: skip


def bedrag(waarde: float) -> str:
    """A figure as text with a point: two decimals, or six where it is below 100; halves away from zero."""
    stap = Decimal("0.01") if abs(waarde) >= 100 else Decimal("0.000001")
    return str(Decimal(repr(waarde)).quantize(stap, ROUND_HALF_UP))


def _pct(waarde: float | None) -> str:
    if waarde is None:
        return "-"
    return str(Decimal(repr(waarde)).quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def tabel(regels: Sequence[Regel]) -> Table:
    """A row per months known (0, 3, 6 and 9 where tested, otherwise all) and method, ours first."""
    alle = scores(regels)
    toont = [b for b in TOONT if any(s.maanden_bekend == b for s in alle)]
    gekozen = [s for s in alle if not toont or s.maanden_bekend in toont]
    uit = Table()
    for kop in _KOPPEN:
        uit.add_column(kop, justify="left" if kop == "methode" else "right", no_wrap=True)
    for s in sorted(gekozen, key=_volgorde):
        fouten = (s.fout_pct, s.wape_pct, s.bias_pct, s.dekking80_pct)
        uit.add_row(str(s.maanden_bekend), s.methode, str(s.aantal), *(_pct(f) for f in fouten))
    return uit


def _volgorde(s: Score) -> tuple[int, bool, str]:
    return s.maanden_bekend, s.methode != GRIP, s.methode


def schrijf_csv(pad: Path, regels: Sequence[Regel], scheiding: str = ";") -> None:
    """Every forecast as a row of `KOLOMMEN`, decimals with a point. Raises OSError where it cannot be written."""
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=scheiding, lineterminator="\n")
    schrijver.writerow(KOLOMMEN)
    for r in regels:
        getallen = (r.band.laag80, r.midden, r.band.hoog80, r.werkelijk)
        schrijver.writerow([r.reeks, r.methode, r.jaar, r.maanden_bekend, *(bedrag(g) for g in getallen)])
    schrijf_tekst(pad, tekst.getvalue())
