"""The monthly chain on invented regions: what it said in March, June and September, and what the year came to.

A region is made per seed, run through intake and the models that the chain reads, and asked as known at the end of a
month: one build serves all. The truth is what the year came to for a gemeente: granted in the end, as the messages say
a year after it ended (some 0,35% of the care that was given is never declared and cannot be paid; the error against all
care given is printed beside it). A region of 14.000 clients in some hundred cells has noise of its own: beside the
targets stands what a forecaster would reach who knows the truth of every month so far and how the region as a whole
goes on, but not who comes and goes in a cell.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from scipy.stats import binom

from pipeline import hoofdtaak
from pipeline.bouw import bouwmap, dbt_argumenten
from pipeline.demo.maak import maak_demo
from pipeline.prognose.basislijnen import BASISLIJNEN
from pipeline.prognose.keten import Invoer, lees_invoer, maandprognose
from pipeline.prognose.keten.ijking import basislijnen
from pipeline.prognose.keten.invoer import maandnr
from pipeline.prognose.keten.keten import Keten
from pipeline.settings import Instellingen, Plekken
from pipeline.slot import slot

ZADEN = (1, 2, 3)
CLIENTEN = 14_000
MAANDEN = 54  # deliveries then run to the end of the fourth year, when all of the third has been declared
JAAR = 2026
PEILDATA = {3: date(JAAR, 3, 31), 6: date(JAAR, 6, 30), 9: date(JAAR, 9, 30)}
GRIP, ORAKEL = "grip", "orakel"
NIVEAUS = ("voorziening x gemeente", "gemeente", "regio")
DOELEN = {  # WAPE % per months known
    "voorziening x gemeente": {3: 4.2, 6: 2.8, 9: 1.9}, "gemeente": {3: 3.2, 6: 2.0, 9: 1.4},
    "regio": {3: 2.2, 6: 1.1, 9: 0.7},
}  # fmt: skip
VERHOUDING = {"voorziening x gemeente": 0.75, "gemeente": 0.75, "regio": 1.0}
BIAS = {3: 1.5, 6: 1.0, 9: 0.6}
DEKKING = {80: (75, 85), 95: (92, 97)}

Sleutel = tuple[str, str, str]  # gemeente, wet, voorziening


@dataclass(frozen=True)
class Uitkomst:
    """One cell of one region, as said with so many months known; euros."""

    zaad: int
    niveau: str
    methode: str
    bekend: int
    gezegd: float
    werkelijk: float
    binnen: dict[int, bool]
    wet: str = "totaal"
    geleverd: float = 0.0  # all care that was given, declared or not


def meet(zaden: Sequence[int] = ZADEN, clienten: int = CLIENTEN, map_: Path | None = None) -> None:
    """Print the tables. `map_` keeps the regions for a next time; without it they are made in a temporary folder."""
    with tempfile.TemporaryDirectory() as tijdelijk:
        alles: list[Uitkomst] = []
        for zaad in zaden:
            plek = (map_ or Path(tijdelijk)) / f"{zaad}-{clienten}-{MAANDEN}"
            bouw_regio(plek, zaad, clienten)
            alles += meet_regio(plek, zaad)
    toon(alles, zaden)


def bouw_regio(plek: Path, zaad: int, clienten: int) -> None:
    """The region of a seed and the models that the chain reads; nothing where they stand there already."""
    plekken = Plekken(plek / "raw", plek / "warehouse")
    if plekken.werk.exists():
        return
    os.environ.setdefault("GRIP_SLEUTEL", "ab" * 32)  # invented persons
    maak_demo(plek, clienten=clienten, maanden=MAANDEN, zaad=zaad)
    instellingen = Instellingen()
    with slot(plekken.warehouse) as teken:
        run = hoofdtaak.Run(plekken, instellingen, teken)
        hoofdtaak.neem_in(run)
        bouwmap(plekken).mkdir(parents=True, exist_ok=True)
        databank = bouwmap(plekken) / "werk.duckdb"
        omgeving = {"GRIP_WERK": str(databank), "GRIP_TIJDELIJK": str(bouwmap(plekken) / "tijdelijk"),
                    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}  # fmt: skip
        subprocess.run(
            [str(Path(sys.executable).with_name("dbt")), "build", "--exclude-resource-type", "test", "unit_test",
             "--select", "+path:models/intermediate/prognose", "+int_begroting", "+int_regioleden",
             *dbt_argumenten(plekken, run.dbt_vars())],
            env=os.environ | omgeving, check=True,
        )  # fmt: skip
        os.replace(databank, plekken.werk)


def waarheid(plek: Path) -> tuple[dict[Sleutel, np.ndarray], dict[Sleutel, np.ndarray]]:
    """Per voorziening and month, euros: what was granted in the end (or stands open), and the care that was given."""
    berichten = _per_maand(plek / "waarheid" / "berichten" / "uitgaven.csv", ("toegekend_eur", "openstaand_eur"))
    return berichten, _per_maand(plek / "waarheid" / "werkelijk" / "uitgaven.csv", ("geleverd_eur",))


def _per_maand(pad: Path, kolommen: tuple[str, ...]) -> dict[Sleutel, np.ndarray]:
    uit: dict[Sleutel, np.ndarray] = defaultdict(lambda: np.zeros(MAANDEN))
    with pad.open(encoding="utf-8", newline="") as f:
        for rij in csv.DictReader(f, delimiter=";"):
            if rij["niveau"] == "voorziening" and rij["gemeente_code"].startswith("GM") and len(rij["periode"]) == 7:
                jaar, maand = map(int, rij["periode"].split("-"))
                plaats = (jaar - JAAR + 2) * 12 + maand - 1
                uit[rij["gemeente_code"], rij["wet"], rij["voorziening"]][plaats] += sum(
                    float(rij[k]) for k in kolommen
                )
    return dict(uit)


def meet_regio(plek: Path, zaad: int) -> list[Uitkomst]:
    """What the chain and the simple methods said of one region; prints the seconds that the chain took."""
    con = duckdb.connect(str(plek / "warehouse" / "werk.duckdb"), read_only=True)
    invoer = replace(lees_invoer(con), maanden={}, vast=())  # the truth holds zorg in natura only
    con.close()
    echt, geleverd = waarheid(plek)
    uit = []
    for bekend, peildatum in PEILDATA.items():
        begin = time.process_time()
        prognose, _ = maandprognose(invoer, peildatum, toets=False)
        print(f"zaad {zaad}, {bekend} maanden bekend: {time.process_time() - begin:.1f} processorseconden")
        uit += _uitkomsten(zaad, bekend, invoer, peildatum, prognose.to_pylist(), echt, geleverd)
    return uit


def _uitkomsten(
    zaad: int,
    bekend: int,
    invoer: Invoer,
    peildatum: date,
    rijen: list[dict],
    echt: dict[Sleutel, np.ndarray],
    geleverd: dict[Sleutel, np.ndarray],
) -> Iterable[Uitkomst]:
    jaarrijen = {
        (r["gemeente_code"], r["niveau"], r["wet"], r["voorziening"]): r for r in rijen if r["periode_soort"] == "jaar"
    }
    _controleer(jaarrijen)
    keten = Keten(invoer, maandnr(peildatum))
    bladen = keten.ruimte.bladen
    simpel = basislijnen(keten, keten.nu, keten.nu + 1 - bekend, bekend)
    leeg = np.zeros(MAANDEN)
    per_blad = np.array([echt.get((b.gemeente, b.wet, b.voorziening), leeg) for b in bladen])
    gegeven = np.array([geleverd.get((b.gemeente, b.wet, b.voorziening), leeg)[24:36].sum() for b in bladen])
    orakels = _orakel(per_blad, bekend)
    regioleden = {(g, wet) for (_, wet, jaar), gs in invoer.leden.items() if jaar == JAAR for g in gs}
    regio = next(r for r, *_ in jaarrijen if not r.startswith("GM"))
    groepen: list[tuple[str, tuple[str, str, str, str], list[int]]] = [
        (NIVEAUS[0], (b.gemeente, "voorziening", b.wet, b.voorziening), [i]) for i, b in enumerate(bladen)
    ]
    for g in sorted({b.gemeente for b in bladen}):
        groepen.append(
            (NIVEAUS[1], (g, "totaal", "totaal", "totaal"), [i for i, b in enumerate(bladen) if b.gemeente == g])
        )
    in_regio = [i for i, b in enumerate(bladen) if (b.gemeente, b.wet) in regioleden]
    groepen.append((NIVEAUS[2], (regio, "totaal", "totaal", "totaal"), in_regio))
    for niveau, cel, i in groepen:
        rij, waar = jaarrijen[cel], float(per_blad[i, 24:36].sum())
        binnen = {80: rij["laag"] <= waar <= rij["hoog"], 95: rij["laag95"] <= waar <= rij["hoog95"]}
        gezegd, zorg = float(rij["midden"]), float(gegeven[i].sum())
        yield Uitkomst(zaad, niveau, GRIP, bekend, gezegd, waar, binnen, cel[2], zorg)
        yield Uitkomst(zaad, niveau, ORAKEL, bekend, float(orakels[i].sum()), waar, {})
        for methode, waarde in simpel(i).items():
            yield Uitkomst(zaad, niveau, methode, bekend, waarde, waar, {})


def _orakel(echt: np.ndarray, bekend: int) -> np.ndarray:
    """Per leaf: the true months so far, and the rest at the leaf's own share of its last three true months in the true
    course of all gemeenten together. What is left is who comes and goes in a cell: the noise floor."""
    af, rest = 24 + bekend, slice(24 + bekend, 36)
    gewoon = echt[:, af - 3 : af].sum(1)
    return echt[:, 24:af].sum(1) + gewoon * echt[:, rest].sum() / gewoon.sum()


def _controleer(jaarrijen: dict) -> None:
    """Every groep, wet and totaal is the sum of its parts; raises AssertionError where a cent is lost."""
    for (gebied, niveau, wet, _), rij in jaarrijen.items():
        onder = {"wet": "groep", "totaal": "wet"}.get(niveau)
        if onder:
            som = sum(
                r["midden"] for (g, n, w, _), r in jaarrijen.items()
                if (g, n) == (gebied, onder) and (niveau == "totaal" or w == wet)
            )  # fmt: skip
            if som != rij["midden"]:
                raise AssertionError(f"{gebied} {niveau} {wet}: {som} is niet {rij['midden']}")
        if not 0 <= rij["laag95"] <= rij["laag"] <= rij["midden"] <= rij["hoog"] <= rij["hoog95"]:
            raise AssertionError(f"{gebied} {niveau} {wet}: de grenzen liggen niet op volgorde")


def _wape(u: Iterable[Uitkomst], waar: Callable[[Uitkomst], float] = lambda x: x.werkelijk) -> float:
    u = list(u)
    return 100 * sum(abs(x.gezegd - waar(x)) for x in u) / sum(waar(x) for x in u)


def _kies(alles: Iterable[Uitkomst], **velden: object) -> list[Uitkomst]:
    return [u for u in alles if all(getattr(u, k) == v for k, v in velden.items())]


def toon(alles: list[Uitkomst], zaden: Sequence[int]) -> None:
    """Print the tables of all regions together, and per region the ratio and the bias."""
    print("Alle groepen, wetten en totalen zijn tot op de cent de som van hun delen.")
    kop = "".join(f"{b:>8}" for b in PEILDATA)
    for niveau in NIVEAUS:
        print(f"\n{niveau + ', WAPE %, maanden bekend':<46}{kop}{'doel':>18}")
        deel = _kies(alles, niveau=niveau)
        wape = {(m, b): _wape(_kies(deel, methode=m, bekend=b)) for m in (GRIP, *BASISLIJNEN, ORAKEL) for b in PEILDATA}
        for methode in (GRIP, *BASISLIJNEN, ORAKEL):
            doel = "   ".join(f"{DOELEN[niveau][b]}" for b in PEILDATA) if methode == GRIP else ""
            print(f"{methode:<46}" + "".join(f"{wape[methode, b]:8.2f}" for b in PEILDATA) + f"{doel:>18}")
        zorg = [_wape(_kies(deel, methode=GRIP, bekend=b), lambda x: x.geleverd) for b in PEILDATA]
        print(f"{'grip, tegen alle geleverde zorg':<46}" + "".join(f"{w:8.2f}" for w in zorg))
        ratio = {b: wape[GRIP, b] / min(wape[m, b] for m in BASISLIJNEN) for b in PEILDATA}
        regel = f"{'grip / beste simpele (alle zaden samen)':<46}" + "".join(f"{ratio[b]:8.2f}" for b in PEILDATA)
        print(regel + f"{'hoogstens ' + str(VERHOUDING[niveau]):>18}")
    _per_zaad(alles, zaden, kop)
    _dekking(alles)


def _per_zaad(alles: list[Uitkomst], zaden: Sequence[int], kop: str) -> None:
    print(f"\n{'bias van de regio %':<46}{kop}{'binnen 1.5   1.0   0.6':>26}")
    for zaad in zaden:
        rijen = {b: _kies(alles, zaad=zaad, niveau="regio", methode=GRIP, bekend=b)[0] for b in PEILDATA}
        print(
            f"{'zaad ' + str(zaad):<46}" + "".join(f"{100 * (r.gezegd / r.werkelijk - 1):8.2f}" for r in rijen.values())
        )
    for niveau in NIVEAUS:
        print(f"\n{'grip / beste simpele per zaad, ' + niveau:<46}{kop}")
        for zaad in zaden:
            deel = _kies(alles, zaad=zaad, niveau=niveau)
            ratio = [
                _wape(_kies(deel, methode=GRIP, bekend=b))
                / min(_wape(_kies(deel, methode=m, bekend=b)) for m in BASISLIJNEN)
                for b in PEILDATA
            ]
            print(f"{'zaad ' + str(zaad):<46}" + "".join(f"{r:8.2f}" for r in ratio))


def _dekking(alles: list[Uitkomst]) -> None:
    """Coverage per part; `ja` where it lies within the 99% binomial band around the wanted range."""
    print(f"\n{'dekking %':<46}{'80':>14}{'95':>14}{'gevallen':>10}")
    grip = _kies(alles, methode=GRIP)
    delen: list[tuple[str, Callable[[Uitkomst], bool]]] = [("alles samen", lambda _: True)]
    delen += [(f"{b} maanden bekend", lambda u, b=b: u.bekend == b) for b in PEILDATA]
    delen += [(niveau, lambda u, n=niveau: u.niveau == n) for niveau in NIVEAUS]
    for wet in sorted({u.wet for u in grip if u.niveau == NIVEAUS[0]}):
        delen += [(f"{wet}, {b} maanden bekend", lambda u, w=wet, b=b: u.wet == w and u.bekend == b) for b in PEILDATA]
    for naam, hoort in delen:
        welke = [u for u in grip if hoort(u)]
        tekst = ""
        for n, (laag, hoog) in DEKKING.items():
            k = sum(u.binnen[n] for u in welke)
            tekst += f"{100 * k / len(welke):9.1f} {'ja' if in_band(k, len(welke), laag, hoog) else 'nee':<4}"
        print(f"{naam:<46}{tekst}{len(welke):10d}")
    print(json.dumps({"doel": {str(k): v for k, v in DEKKING.items()}}))


def in_band(k: int, n: int, laag: float, hoog: float) -> bool:
    """Whether `k` of `n` may come from a coverage between `laag` and `hoog` percent: each side at 0,5% (binomial)."""
    return bool(binom.ppf(0.005, n, laag / 100) <= k <= binom.ppf(0.995, n, hoog / 100))
