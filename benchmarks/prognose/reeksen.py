"""The series forecast on public monthly series without lag: year-end error and coverage per months known.

Reported on the program totals and family types. What could be chosen (which models, power and start of the
weights, size of the restricted ARIMA, the shape of the bands) was chosen on simulated series, on monthly employment in
the United States and on the other breakdowns in the same file; those are other cuts of partly the same people, so the
two are not fully apart.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.stats import binom

from benchmarks.prognose.publiek import ALBERTA, alberta
from pipeline.prognose.basislijnen import BASISLIJNEN
from pipeline.prognose.ijken import Fout, dekking, onrust
from pipeline.prognose.reeks.maanden import Reeks
from pipeline.prognose.toets import GRIP, Regel, scores, toets
from pipeline.prognose.toets_bron import Bron

BEKEND = (0, 3, 6, 9)
# the methods of the evidence, beside the simple ones: the median of four models, ETS, Theta, damped trend
LIJST = ("mediaan4", "ets", "dot", "gedempt", "seizoensnaief")
OOK = ("ensemble", "ces", "arima", "stl")  # the other candidates, for information
RUIMTE = {80: (0.75, 0.85), 95: (0.92, 0.97)}  # where the coverage should lie
ZEKER = 0.99  # a share may miss it by so much as chance explains: this two-sided range of the binomial


def meet() -> None:
    """Print the tables; says so where the public data is not there."""
    if not ALBERTA.exists():
        print("De openbare reeksen staan er niet; niets gemeten.")
        return
    reeksen = alberta()[True]
    begin, verbruikt = time.perf_counter(), _processortijd()
    regels = toets(Bron(reeksen), bekend=BEKEND, vergelijk=(*LIJST, *OOK), processen=min(os.cpu_count() or 1, 8))
    verbruikt = _processortijd() - verbruikt
    jaren = len({(r.reeks, r.jaar) for r in regels})
    duur = f"{time.perf_counter() - begin:.0f} s, {verbruikt:.0f} s processortijd"
    print(f"{len(reeksen)} reeksen, {jaren} jaartotalen, {duur}")
    _fouten(regels)
    _toeval(regels)
    _dekking(regels, reeksen)


def _processortijd() -> float:
    """Seconds of this process and of the workers that it has waited for."""
    tijden = os.times()
    return tijden.user + tijden.system + tijden.children_user + tijden.children_system


def _fouten(regels: Sequence[Regel]) -> None:
    cijfers = {(s.methode, s.maanden_bekend): s for s in scores(regels)}
    kop = "".join(f"{b:>8}" for b in BEKEND)
    for titel, veld in (("mediane fout %", "fout_pct"), ("WAPE %", "wape_pct"), ("bias %", "bias_pct")):
        print(f"\n{titel + ', maanden bekend':<34}{kop}")
        for methode in (GRIP, *BASISLIJNEN, *LIJST, *OOK):
            rij = [getattr(cijfers[methode, b], veld) if (methode, b) in cijfers else None for b in BEKEND]
            print(f"{methode:<34}" + "".join("       -" if w is None else f"{w:8.2f}" for w in rij))
        if veld == "bias_pct":
            continue
        for naam, tegen in (("simpele basislijn", BASISLIJNEN), ("methode van de lijst", (*BASISLIJNEN, *LIJST))):
            deel = [
                getattr(cijfers[GRIP, b], veld) / min(getattr(cijfers[m, b], veld) for m in tegen if (m, b) in cijfers)
                for b in BEKEND
            ]
            print(f"{'grip / beste ' + naam:<34}" + "".join(f"{d:8.2f}" for d in deel))


def _toeval(regels: Sequence[Regel]) -> None:
    """How far the ratio of two medians can be chance: 90% range when the years are drawn again, 1000 times."""
    print(f"\n{'mediane fout grip / methode':<34}{'3, 6 en 9 maanden bekend, 90% als de jaren anders waren gevallen'}")
    for methode in LIJST[:2]:
        tekst = ""
        for bekend in (3, 6, 9):
            fouten: dict[tuple[int, str], list[float]] = defaultdict(list)
            for r in regels:
                if r.maanden_bekend == bekend and r.methode in (GRIP, methode):
                    fouten[r.jaar, r.methode].append(abs(r.midden / r.werkelijk - 1))
            jaren, loting = sorted({jaar for jaar, _ in fouten}), np.random.default_rng(0)
            deel = []
            for _ in range(1000):
                keuze = loting.choice(jaren, len(jaren))
                ons, hun = (np.median(np.concatenate([fouten[j, m] for j in keuze])) for m in (GRIP, methode))
                deel.append(ons / hun)
            laag, hoog = np.quantile(deel, (0.05, 0.95))
            tekst += f"  {laag:.2f}-{hoog:.2f}"
        print(f"{methode:<34}{tekst}")


def _oordeel(binnen: int, aantal: int, niveau: int) -> str:
    """Whether so many of `aantal` years within the band fit a true share in `RUIMTE`, but for chance.

    Years that hit all series at once make the real range wider than this.
    """
    laag, hoog = RUIMTE[niveau]
    van = binom.ppf((1 - ZEKER) / 2, aantal, laag) / aantal
    tot = binom.ppf((1 + ZEKER) / 2, aantal, hoog) / aantal
    past = "ja" if van <= binnen / aantal <= tot else "NEE"
    return f"   {niveau}: {past} ({100 * van:.1f}-{100 * tot:.1f})"


def _dekking(regels: Sequence[Regel], reeksen: Sequence[Reeks]) -> None:
    grip = [r for r in regels if r.methode == GRIP]
    print(f"\n{'dekking %':<34}{'80':>8}{'95':>8}   (tussen haakjes: wat het toeval toelaat)")
    for naam, groep in (
        ("alleen eerdere jaren", grip),
        *((f"  waarvan {b} maanden bekend", [r for r in grip if r.maanden_bekend == b]) for b in BEKEND),
    ):
        binnen80 = sum(r.band.laag80 <= r.werkelijk <= r.band.hoog80 for r in groep)
        binnen95 = sum(r.band.laag95 <= r.werkelijk <= r.band.hoog95 for r in groep)
        oordeel = "".join(_oordeel(binnen, len(groep), n) for n, binnen in ((80, binnen80), (95, binnen95)))
        print(f"{naam:<34}{100 * binnen80 / len(groep):8.1f}{100 * binnen95 / len(groep):8.1f}{oordeel}")
    per_naam = {r.naam: r for r in reeksen}
    fouten = [
        Fout(
            r.jaar, r.maanden_bekend, r.werkelijk, r.midden,
            onrust(per_naam[r.reeks].tot(r.jaar * 12 + r.maanden_bekend).waarden),
        )
        for r in grip
    ]  # fmt: skip
    gedekt = dekking(fouten)
    print(f"{'elk jaar geijkt op de andere':<34}{100 * gedekt[80]:8.1f}{100 * gedekt[95]:8.1f}")
