"""Rolling origin of the yearly prognose on public Iv3 figures: the rows that are judged. Printing is in __main__."""

from __future__ import annotations

import csv
import datetime

import numpy as np
import pandas as pd

from pipeline.prognose.jaar import Herindeling, Instelling, jaarprognose
from pipeline.prognose.jaar.gegevens import reeksen
from pipeline.prognose.jaar.prognose import als_tabel
from pipeline.settings import DBT_PROJECT, PROJECT

PUBLIEK = PROJECT.parent / "shared" / "publiek"
LASTEN = PUBLIEK / "iv3_lasten_sociaal_domein_2017_2022.csv"
INWONERS = PUBLIEK / "inwoners_per_gemeente_2017_2026.csv"
JAREN = (2019, 2020, 2021, 2022)
GEEN_CIJFER = -99998
KLASSEN = ("tot 25.000", "25.000-50.000", "50.000-100.000", "vanaf 100.000")
METHODEN = ("grip", "vorig_jaar", "begroting", "vorig_jaar_x_groei")


def lees() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Accounts, budgets (euro) and inhabitants in the form of `jaarprognose`."""
    d = pd.read_csv(LASTEN, dtype={"taakveld": str})
    d["bedrag"] = d["lasten_x1000"].where(d["lasten_x1000"] != GEEN_CIJFER) * 1000
    d = d.rename(columns={"taakveld": "voorziening"})
    kolommen = ["gemeente_code", "jaar", "voorziening", "bedrag"]
    soort = d["verslagsoort"].str[4:]
    inwoners = pd.read_csv(INWONERS).rename(columns={"inwoners_1_januari": "inwoners"})
    return (
        d.loc[soort == "X005", kolommen],
        d.loc[soort == "X000", kolommen],
        inwoners[["gemeente_code", "jaar", "inwoners"]],
    )


def herindelingen() -> tuple[Herindeling, ...]:
    """The mergers that the code list of the house knows; a gemeente counts as merged from the day after its last."""
    with (DBT_PROJECT / "seeds" / "gemeenten.csv").open(encoding="utf-8", newline="") as f:
        rijen = [r for r in csv.DictReader(f, delimiter=";") if r["opgegaan_in"]]
    dag = datetime.timedelta(days=1)
    return tuple(
        Herindeling(r["gemeente_code"], r["opgegaan_in"], (datetime.date.fromisoformat(r["geldig_tot"]) + dag).year)
        for r in rijen
    )


def meet(
    rekening: pd.DataFrame,
    begroting: pd.DataFrame,
    inwoners: pd.DataFrame,
    instelling: Instelling,
    jaren: tuple[int, ...] = JAREN,
) -> pd.DataFrame:
    """One row per year, gemeente, group and cell with an account that year and the year before; see `_naast`.

    Per year only what was known then goes into the prognose and the baselines; the account itself is joined afterwards.
    """
    delen = []
    for jaar in jaren:
        kaal = als_tabel(jaarprognose(rekening, begroting, inwoners, jaar, instelling))
        # one year further, so that the account of `jaar` is in it; on the borders of `jaar`
        later = Instelling(
            groepen=instelling.groepen, herindelingen=tuple(h for h in instelling.herindelingen if h.jaar <= jaar)
        )
        delen.append(_naast(kaal, reeksen(rekening, begroting, inwoners, jaar + 1, later), jaar))
    return pd.concat(delen, ignore_index=True)


def _naast(prognose: pd.DataFrame, waar: dict, jaar: int) -> pd.DataFrame:
    """The prognose beside the account and the baselines.

    vorig_jaar: the last account. begroting: the primitive budget. vorig_jaar_x_groei: the last account times the
    median growth over gemeenten into the LAST KNOWN year (account t-1 over t-2). vooruitblik: the same with the growth
    of the year itself, which nobody knows then; only to show which of both a stated figure was measured with.
    """
    delen = []
    for groep, reeks in waar.items():
        lagen = [(groep, np.exp(reeks.rekening), np.exp(reeks.begroting))]
        lagen += [(c, reeks.rekening_cel[c], reeks.begroting_cel[c]) for c in reeks.rekening_cel]
        klasse = pd.cut(reeks.inwoners[jaar], [0, 25_000, 50_000, 100_000, np.inf], right=False, labels=KLASSEN)
        for naam, rek, beg in lagen:
            positief = rek.where(rek > 0)
            groei = (positief[jaar - 1] / positief[jaar - 2]).median() if jaar - 2 in rek.columns else np.nan
            basis = pd.DataFrame(
                {
                    "werkelijk": rek[jaar],
                    "vorig_jaar": rek[jaar - 1],
                    "begroting": beg[jaar],
                    "vorig_jaar_x_groei": rek[jaar - 1] * groei,
                    "vooruitblik": rek[jaar - 1] * (positief[jaar] / positief[jaar - 1]).median(),
                    "klasse": klasse.astype(str),
                }
            )
            deel = prognose[(prognose["groep"] == groep) & (prognose["voorziening"] == naam)]
            delen.append(deel.drop(columns="begroting").merge(basis, left_on="gemeente_code", right_index=True))
    alles = pd.concat(delen)
    for kolom in ("midden", "laag80", "hoog80", "laag95", "hoog95"):
        alles[kolom] = alles[kolom].astype(float)
    alles = alles.rename(columns={"midden": "grip"})
    bekend = (alles["werkelijk"] > 0) & (alles["vorig_jaar"] > 0)
    return alles[bekend | (alles["niveau"] == "voorziening") & alles[["werkelijk", "vorig_jaar"]].notna().all(axis=1)]


def fout_pct(rijen: pd.DataFrame, methode: str) -> pd.Series:
    """Absolute percentage error against the account, where both are above zero."""
    werkelijk, schatting = rijen["werkelijk"], rijen[methode]
    goed = (werkelijk > 0) & (schatting > 0)
    return (100 * (schatting / werkelijk - 1).abs())[goed]


def dekking_pct(rijen: pd.DataFrame, niveau: int) -> float:
    """Share of the accounts within the band, as a percentage."""
    binnen = (rijen["werkelijk"] >= rijen[f"laag{niveau}"]) & (rijen["werkelijk"] <= rijen[f"hoog{niveau}"])
    return 100 * float(binnen.mean())
