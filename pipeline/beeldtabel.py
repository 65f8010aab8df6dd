"""A small plot that every page of Dagster can show: a table in Markdown with a bar of blocks per line. Counts only."""

from __future__ import annotations

from collections.abc import Sequence

BREEDTE = 24  # blocks of the longest bar
MEESTE_REGELS = 40
DELEN = " ▏▎▍▌▋▊▉"


def balk(deel: float) -> str:
    """A bar for a share between 0 and 1, in eighths of a block; what is there at all shows at least a sliver."""
    achtsten = max(round(deel * BREEDTE * 8), 1) if deel > 0 else 0
    return "█" * (achtsten // 8) + DELEN[achtsten % 8].strip()


def staven(kop: str, tellingen: Sequence[tuple[object, int]], maat: str = "rijen") -> str:
    """Markdown of a table: name, count in Dutch notation, bar. The last lines count where there are many."""
    rest = len(tellingen) - MEESTE_REGELS
    tellingen = tellingen[-MEESTE_REGELS:]
    meest = max((n for _, n in tellingen), default=0)
    regels = [f"| {kop} | {maat} | |", "|---|---:|---|"]
    regels += [
        f"| {naam} | {f'{n:,}'.replace(',', '.')} | {balk(n / meest if meest else 0)} |" for naam, n in tellingen
    ]
    return "\n".join(regels) + (f"\n\nen {rest} eerdere" if rest > 0 else "")
