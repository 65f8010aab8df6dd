"""The multi-year prognose against the accounts: two to four years after the last account that was known."""

from __future__ import annotations

import datetime
import math

import pandas as pd
import pyarrow as pa

from pipeline.prognose.meerjaren import Meerjareninstelling, Meerjareninvoer, meerjarenprognose
from pipeline.prognose.meerjaren.model import Groei, bevolking
from pipeline.prognose.meerjaren.prognose import jaarmiddens, lees_basis

WETTEN = ("jeugdwet", "wmo", "participatiewet", "overig", "totaal")
METHODEN = ("grip", "vorig_jaar_vlak", "ongedempt", "eigen_groei_ongedempt")


def meet(
    prognose: pa.Table,
    invoer: Meerjareninvoer,
    origines: tuple[int, ...],
    instelling: Meerjareninstelling | None = None,
) -> pd.DataFrame:
    """One row per last known account, gemeente, wet and year: what the methods said and what it came to, in euro.

    vorig_jaar_vlak: the last account again. ongedempt: the same as ours with no damping. eigen_groei_ongedempt: the
    last account with the mean of the own last yearly growths, year after year.
    """
    instelling = instelling or Meerjareninstelling()
    groei = Groei(invoer, instelling)
    vol = Groei(invoer, Meerjareninstelling(**(vars(instelling) | {"demping": 1.0})))
    rijen = []
    for (plek, jaar), basis in sorted(lees_basis(prognose).items()):
        if jaar - 1 not in origines:
            continue
        sommen = {c: b for c, b in basis.items() if c[0] in ("wet", "totaal")}
        for h in range(1, instelling.aantal + 1):
            ons, snel = (jaarmiddens(sommen, g, h, tot=jaar) for g in (groei, vol))
            for cel in ons:
                reeks = invoer.uitgaven.get((*plek, cel), {})
                echt, vorig = reeks.get(jaar + h), reeks.get(jaar - 1)
                if not echt or not vorig or echt <= 0 or vorig <= 0:
                    continue
                eigen = groei.eigen(*plek, cel, jaar)
                tempo = sum(eigen) / len(eigen) if eigen else 0.0
                volume = bevolking(invoer.inwoners.get((plek[1], cel[1]), {}), jaar - 1, jaar + h, 5, jaar)
                rijen.append(
                    {
                        "rekening": jaar - 1,
                        "vooruit": h + 1,
                        "wet": cel[1],
                        "gemeente_code": plek[1],
                        "werkelijk": echt / 100,
                        "grip": ons[cel] / 100,
                        "vorig_jaar_vlak": vorig / 100,
                        "ongedempt": snel[cel] / 100,
                        "eigen_groei_ongedempt": vorig / 100 * volume * math.exp(tempo * (h + 1)),
                    }
                )
    return pd.DataFrame(rijen)


def dekking(prognose: pa.Table, invoer: Meerjareninvoer, lopend: tuple[int, ...]) -> pd.DataFrame:
    """Per current year, wet and year ahead: n, share of the accounts within the 80% band, how far it reaches up."""
    rijen = []
    for nu in lopend:
        for r in meerjarenprognose(prognose, invoer, datetime.date(nu, 12, 31)).to_pylist():
            cel = (r["niveau"], r["wet"], r["voorziening"])
            echt = invoer.uitgaven.get((r["reeks"], r["gemeente_code"], cel), {}).get(r["jaar"])
            if r["niveau"] in ("wet", "totaal") and echt:
                binnen = r["laag"] * 100 <= echt <= r["hoog"] * 100
                rijen.append((nu, r["wet"], r["jaar"], 100 * binnen, float(r["hoog"] / r["midden"])))
    df = pd.DataFrame(rijen, columns=["lopend", "wet", "jaar", "binnen", "boven"])
    uit = df.groupby(["lopend", "wet", "jaar"])
    return uit.agg(n=("binnen", "size"), dekking=("binnen", "mean"), boven=("boven", "median")).reset_index()
