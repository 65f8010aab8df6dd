"""`grip toets` from files to a result: reads, tests, writes. Printing is the command line's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from pipeline.prognose.reeks.maanden import MINSTE_NA_BREUK, Reeks, Stap, maandtekst
from pipeline.prognose.stappen import lees_stappen
from pipeline.prognose.toets import toets
from pipeline.prognose.toets_bron import Bron
from pipeline.prognose.toets_invoer import InvoerFout, Weggelaten, lees_driehoek, lees_reeksen, scheidingsteken
from pipeline.prognose.toets_uit import schrijf_csv, tabel

MEESTE_PROCESSEN = 8


@dataclass(frozen=True, eq=False)
class Uitslag:
    """What the user gets to see; `toelichting` holds Dutch sentences."""

    tabel: Table
    weggelaten: list[Weggelaten]
    toelichting: list[str]


def voer_uit(
    reeksen: Path | None, driehoek: Path | None, uit: Path | None, maanden: str, stappen: Path | None = None
) -> Uitslag:
    """Run the backtest of `grip toets`. Raises InvoerFout on wrong use, OSError where `uit` cannot be written."""
    bekend = _bekend(maanden)
    eerste = reeksen or driehoek
    if eerste is None:
        raise InvoerFout("Geef met --reeksen een CSV met reeks, maand en waarde, of met --driehoek een driehoek.")
    for pad in (reeksen, driehoek, stappen):
        if pad is not None and not pad.is_file():
            raise InvoerFout(f"Het bestand {pad} bestaat niet.")
    if uit is not None and not uit.parent.is_dir():
        raise InvoerFout(f"De map {uit.parent} bestaat niet; --uit schrijft in een map die er al is.")

    goed, weg = lees_reeksen(reeksen) if reeksen else ([], [])
    rijen = lees_driehoek(driehoek) if driehoek else {}
    if reeksen:
        # without final values there is nothing to test against
        namen = {r.naam for r in goed}
        onbekend = sorted(set(rijen) - namen - {w.reeks for w in weg})
        weg += [Weggelaten(n, "staat wel in de driehoek, niet in de reeksen") for n in onbekend]
        rijen = {n: d for n, d in rijen.items() if n in namen}
    bron = Bron(goed, rijen)
    bekende = lees_stappen(stappen) if stappen else ()
    regels = toets(bron, bekend=bekend, stappen=bekende, processen=min(os.cpu_count() or 1, MEESTE_PROCESSEN))

    getoetst = {r.reeks for r in regels}
    reden = "er zijn geen twee volledige kalenderjaren na elkaar"
    weg += [Weggelaten(n, reden) for n in bron.waarheid if n not in getoetst]
    if not regels:
        redenen = "".join(f"\n  {w.reeks}: {w.reden}" for w in weg)
        raise InvoerFout(f"{eerste.name}: er is geen reeks die getoetst kan worden.{redenen}")
    if uit is not None:
        schrijf_csv(uit, regels, scheidingsteken(eerste))
    over_stappen = [_over_stap(s, [bron.waarheid[n] for n in sorted(getoetst)]) for s in bekende]
    return Uitslag(tabel(regels), weg, over_stappen + _toelichting(len(getoetst), uit))


def _bekend(maanden: str) -> tuple[int, ...]:
    delen = [d.strip() for d in maanden.split(",")]
    if not all(d.isdecimal() and int(d) <= 11 for d in delen):
        raise InvoerFout("Schrijf de bekende maanden als getallen van 0 tot en met 11, zoals --maanden 3,6,9.")
    return tuple(int(d) for d in delen)


def _over_stap(stap: Stap, reeksen: Sequence[Reeks]) -> str:
    """One step in a sentence: for how many of the series it holds, and what a break of unknown size does."""
    hoe = "breuk zonder omvang" if stap.factor is None else f"factor {stap.factor:.10g}".replace(".", ",")
    kop = f"Stap in {maandtekst(stap.maand)} ({', '.join(filter(None, (stap.omschrijving, hoe)))})"
    past = [r for r in reeksen if stap.geldt_voor(r.naam)]
    if not past:
        return f"{kop}: past op geen enkele getoetste reeks. Controleer de kolom reeks; * staat voor elke tekst."
    zin = f"{kop}: {len(past)} {'reeks' if len(past) == 1 else 'reeksen'}."
    if stap.factor is None:
        zin += (
            f" Zodra er {MINSTE_NA_BREUK} maanden na liggen, tellen alleen die; tot dan de hele reeks, alsof er geen "
        )
        zin += "breuk is."
    if all(stap.maand <= r.begin for r in past):
        zin += " De reeksen beginnen later, dus de stap verandert niets."
    elif all(stap.maand >= r.eind for r in past):
        zin += " De reeksen eindigen eerder, dus de stap verandert niets."
    return zin


def _toelichting(aantal: int, uit: Path | None) -> list[str]:
    zinnen = [
        f"Getoetst: {aantal} {'reeks' if aantal == 1 else 'reeksen'}, met op elk moment alleen wat toen bekend was.",
        "Mediane fout: de middelste afwijking van het jaartotaal. WAPE: alle afwijkingen samen als deel van alle "
        "jaartotalen. Bias boven nul: te hoog geraamd. Dekking: hoe vaak het jaartotaal binnen de band van 80% viel.",
    ]
    return [*zinnen, f"Alle voorspellingen staan in {uit}."] if uit else zinnen
