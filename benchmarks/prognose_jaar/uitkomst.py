"""Prints how the yearly prognose does as a product: per cell, on few gemeenten, and years ahead."""

from __future__ import annotations

import datetime
import math
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.prognose_jaar import meerjaren
from benchmarks.prognose_jaar.publiek import meerjareninvoer, rekeningen
from pipeline.prognose.jaar import Rekeningen, rekeningprognose
from pipeline.settings import PROJECT

PEILDATUM = datetime.date(2022, 12, 31)
VANAF = 2019
INDEX = 1.04
EISEN = {80: (75, 85), 95: (92, 97)}
_Z99 = 2.5758293035489004
MEEGELEVERD = PROJECT / "data" / "raw" / "iv3" / "iv3_lasten_2017_2022.csv"
_CEL = ["niveau", "wet", "voorziening"]


def nl(x: float, decimalen: int = 1) -> str:
    """A number with a Dutch comma."""
    return f"{x:.{decimalen}f}".replace(".", ",")


def naast(toets: pa.Table) -> pd.DataFrame:
    """One row per gemeente, year and cell with the methods beside each other, in euro; accounts above zero."""
    t = toets.to_pandas()
    for kolom in ("midden", "werkelijk", "laag80", "hoog80", "laag95", "hoog95"):
        t[kolom] = t[kolom].astype(float)
    sleutel = ["gemeente_code", "jaar", *_CEL]
    breed = t[t["methode"] == "grip"].set_index(sleutel).rename(columns={"midden": "grip"})
    for methode in ("vorig_jaar", "begroting"):
        breed[methode] = t[t["methode"] == methode].set_index(sleutel)["midden"]
    breed["vorig_jaar_x_index"] = breed["vorig_jaar"] * INDEX
    breed = breed.reset_index()
    return breed[(breed["werkelijk"] > 0) & (breed["vorig_jaar"] > 0) & (breed["jaar"] >= VANAF)]


def _dekking(d: pd.DataFrame, niveau: int) -> str:
    """Coverage, and whether it can be one within the demanded limits: the 99% binomial margin around those."""
    binnen = ((d["werkelijk"] >= d[f"laag{niveau}"]) & (d["werkelijk"] <= d[f"hoog{niveau}"])).mean() * 100
    laag, hoog = EISEN[niveau]
    marge = [_Z99 * math.sqrt(g * (100 - g) / len(d)) for g in (laag, hoog)]
    return f"{nl(binnen):>6} {'ja ' if laag - marge[0] <= binnen <= hoog + marge[1] else 'nee'}"


def tafel(rijen: pd.DataFrame, cellen: list[tuple[str, str, str]]) -> None:
    """Median error and sum of errors per method, and coverage, one line a cell."""
    methoden = ("grip", "vorig_jaar", "vorig_jaar_x_index", "begroting")
    print(f"  {'':<42}{'n':>6}" + "".join(f"{m:>20}" for m in methoden) + "    d80 past    d95 past")
    for cel in cellen:
        d = rijen[(rijen[_CEL] == list(cel)).all(axis=1)]
        if d.empty:
            continue
        velden = []
        for m in methoden:
            goed = d[d[m].notna()]
            fout, werkelijk = (goed[m] - goed["werkelijk"]).abs(), goed["werkelijk"]
            velden.append(f"{nl(100 * (fout / werkelijk).median(), 2)} / {nl(100 * fout.sum() / werkelijk.sum(), 2)}")
        print(
            f"  {cel[1] + ' ' + cel[2]:<42}{len(d):>6}"
            + "".join(f"{v:>20}" for v in velden)
            + f" {_dekking(d, 80)} {_dekking(d, 95)}"
        )


def _cellen(rijen: pd.DataFrame) -> list[tuple[str, str, str]]:
    uniek = rijen[_CEL].drop_duplicates().sort_values(["wet", "niveau", "voorziening"])
    return [tuple(r) for r in uniek[uniek["niveau"] != "voorziening"].itertuples(index=False)]


def _deel(bron: Rekeningen, codes: set[str]) -> Rekeningen:
    namen = ("taakvelden", "inwoners", "gemeenten", "uitgaven", "begroting")
    return replace(bron, **{n: (d := getattr(bron, n))[d["gemeente_code"].isin(codes)] for n in namen})


def main() -> None:
    """Print the tables."""
    bron = rekeningen()
    begin = time.process_time()
    prognose, toets = rekeningprognose(bron, PEILDATUM)
    print(
        f"\nalle cellen, {len(set(bron.taakvelden['gemeente_code']))} gemeenten: {prognose.num_rows} prognoses en "
        f"{toets.num_rows} toetsen in {nl(time.process_time() - begin)} s processortijd"
    )
    print("mediane absolute fout % / som van de fouten %, 2019-2022; past: kan de dekking 75-85 of 92-97 zijn (99 %)?")
    rijen = naast(toets)
    tafel(rijen, _cellen(rijen))
    codes = set(pd.read_csv(MEEGELEVERD, sep=";", dtype=str)["gemeente_code"])
    _, klein = rekeningprognose(_deel(bron, codes), PEILDATUM)
    print(f"\ndezelfde methode met alleen de {len(codes)} meegeleverde gemeenten")
    tafel(naast(klein), _cellen(rijen))
    vooruit(prognose, bron)


def vooruit(prognose: pa.Table, bron: Rekeningen) -> None:
    """The years after the current one, from the accounts of 2018 and 2019."""
    rijen = meerjaren.meet(prognose, meerjareninvoer(bron), (2018, 2019))
    print("\nmeer jaren: mediane absolute fout %, met de rekening van 2018 of 2019 als laatste (vertekening van grip)")
    print(f"  {'wet':<16}{'rekening':>9}{'vooruit':>8}{'n':>6}" + "".join(f"{m:>23}" for m in meerjaren.METHODEN))
    groepen = [((w, "", ""), d) for w, d in rijen.groupby("wet")]
    groepen += list(rijen.groupby(["wet", "rekening", "vooruit"]))
    for (wet, rekening, jaren), d in groepen:
        fouten = [nl(100 * (d[m] / d["werkelijk"] - 1).abs().median()) for m in meerjaren.METHODEN]
        scheef = 100 * float(np.median(d["grip"] / d["werkelijk"] - 1))
        fouten[0] += f" ({nl(scheef)})"
        print(f"  {wet:<16}{rekening!s:>9}{jaren!s:>8}{len(d):>6}" + "".join(f"{f:>23}" for f in fouten))
    print("\ndekking van de 80%-marge, met 2019 of 2020 als lopend jaar; ook de marge gebruikt alleen eerdere jaren")
    for r in meerjaren.dekking(prognose, meerjareninvoer(bron), (2019, 2020)).itertuples():
        print(f"  {r.wet:<16}{r.lopend:>6}{r.jaar:>6}{r.n:>6}{nl(r.dekking):>8}  tot +{nl(100 * (r.boven - 1), 0)} %")
