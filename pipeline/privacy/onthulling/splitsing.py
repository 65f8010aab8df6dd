"""Rows that split a group (by verwijzer, age, aanbieder, reason): where they are, and what a reader learns from that.

Rows say that a group is large, and none that it is not. A group hidden besides has a sign that may not say which, so
its rows are there only if it is larger by far: without them it can be small or large. What is hidden besides is decided
elsewhere.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from pipeline.privacy.onthulling.afronden import Stijl
from pipeline.privacy.onthulling.rollen import Rollen
from pipeline.privacy.onthulling.verbanden import SLEUTEL, bovendeel, leden_van, soort_van

RUIM = 3  # times the threshold: from there a group is split although it is hidden


def merk_kleine_groepen(rollen: Rollen, plekken: pd.DataFrame, cellen: pd.DataFrame, stijl: Stijl) -> None:
    """Mark places (`weg`) of rows that split a group too small; of each place the key of its `groep`, or None.

    Of each cell `splitsgrens`: from which figure on a group like it is split although it is hidden; NaN: none is split.
    """
    exact = pd.Series(cellen["exact"].to_numpy(), index=pd.MultiIndex.from_frame(cellen[SLEUTEL]))
    plekken["weg"], plekken["groep"], cellen["splitsgrens"] = False, None, np.nan
    for mart in rollen.marts.values():
        if mart.splitst is None:
            continue
        deel = plekken[(plekken["mart"] == mart.naam) & (plekken["deel"] != "")]
        if deel.empty:
            continue
        van = deel[deel["kolom"] == mart.splitst]
        boven = van[SLEUTEL].assign(
            deel=van["deel"].map(bovendeel), begrip=van["begrip"].map(lambda b: b.partition("@")[0])
        )
        boven = pd.MultiIndex.from_frame(boven)
        groep = exact.reindex(boven).to_numpy()
        # a group that is not known is not known to be large enough
        groot = van.loc[van["publiek"] | (groep >= stijl.drempel), "rij"]
        plekken.loc[deel.index[~deel["rij"].isin(groot)], "weg"] = True
        zelfde = pd.MultiIndex.from_frame(_zoals(boven.to_frame(index=False)))
        cellen.loc[pd.MultiIndex.from_frame(_zoals(cellen)).isin(zelfde), "splitsgrens"] = RUIM * stijl.drempel
        plekken.loc[deel.index, "groep"] = deel["rij"].map(pd.Series(boven.to_list(), index=van["rij"])).to_numpy()


def _zoals(cellen: pd.DataFrame) -> pd.DataFrame:
    """What groups that are split alike have in common; a group without anybody has no rows to tell by."""
    uit = cellen[["begrip", "periode", "vorm", "reeks"]].copy()
    uit["soort"] = cellen["deel"].map(soort_van)
    return uit


def splitsingen(plekken: pd.DataFrame, cellen: pd.DataFrame) -> pd.DataFrame:
    """Which cells stand in rows that split which: groep and deel, by number of cell. Public rows stay in any case."""
    nummer = pd.Series(np.arange(len(cellen)), index=pd.MultiIndex.from_frame(cellen[SLEUTEL]))
    van = plekken[plekken["groep"].notna() & ~plekken["publiek"]]
    if van.empty:
        return pd.DataFrame({"groep": [], "deel": []}, dtype=int)
    groep = nummer.reindex(pd.MultiIndex.from_tuples(van["groep"].tolist()))
    uit = pd.DataFrame({"groep": groep.to_numpy(), "deel": van["cel"].to_numpy()}).dropna().astype(int)
    return uit.drop_duplicates(ignore_index=True)


def met_delen(cellen: pd.DataFrame, splitsing: pd.DataFrame) -> np.ndarray:
    """Take out the rows that split a hidden group below its limit: their cells are `buiten`. Gives which are new."""
    nieuw, klein = np.zeros(len(cellen), bool), (cellen["exact"] < cellen["splitsgrens"]).to_numpy()
    while True:
        buiten = cellen["buiten"].to_numpy(bool)
        zonder = (cellen["reden"].to_numpy() != "") & klein | buiten
        weg = splitsing.loc[zonder[splitsing["groep"]] & ~buiten[splitsing["deel"]], "deel"].to_numpy()
        if not len(weg):
            return nieuw
        nieuw[weg] = True
        neem_uit(cellen, nieuw)


def neem_uit(cellen: pd.DataFrame, welke: np.ndarray) -> None:
    """No row stands for these cells (a mask) any more: they are as hidden as a cell can be."""
    cellen.loc[welke, ["reden", "buiten"]] = "secundair", True
    # nobody keeps apart that there is nobody
    cellen.loc[welke & (cellen["exact"] == 0).to_numpy(), "nodig"] = 0.0


def lege_plekken(plekken: pd.DataFrame, cellen: pd.DataFrame, leden: pd.DataFrame) -> pd.DataFrame:
    """The cells that only look as if they are 0: a member has no row for a part that her region has, as nobody is in
    it, but her group is not split, so that no row says so either. Like `cellen`, numbered on from it, and all `buiten`.
    """
    regio = plekken[plekken["groep"].notna() & plekken["gemeente_code"].isin(leden["regio_code"])]
    regio = regio.drop_duplicates("cel")[[*SLEUTEL, "jaar", "groep"]]
    per_lid = leden_van(leden).rename(columns={"gemeente_code": "lid"})
    alle = regio.merge(per_lid, left_on=["gemeente_code", "wet", "jaar"], right_on=["regio_code", "wet", "jaar"])
    alle["gemeente_code"] = alle["lid"]
    alle["groep"] = [(g[0], lid, *g[2:]) for g, lid in zip(alle["groep"], alle["lid"], strict=True)]
    alle = alle[~pd.MultiIndex.from_frame(alle[SLEUTEL]).isin(pd.MultiIndex.from_frame(cellen[SLEUTEL]))]
    alle = alle[~_verdeling(alle).isin(_verdeling(cellen[(cellen["deel"] != "") & ~cellen["buiten"]]))]
    iemand = set(
        cellen.loc[(cellen["exact"] != 0) | (cellen["reden"] != ""), SLEUTEL].itertuples(index=False, name=None)
    )
    uit = []
    # of a group that is unknown itself the parts are too
    for _, laag in alle.groupby(alle["deel"].str.count(r"\|"), sort=True):
        erbij = laag[[g in iemand for g in laag["groep"]]]
        iemand |= set(erbij[SLEUTEL].itertuples(index=False, name=None))
        uit.append(erbij)
    nieuw = pd.concat([alle.iloc[:0], *uit], ignore_index=True)[[*SLEUTEL, "jaar"]]
    nieuw = nieuw.assign(exact=0.0, is_bedrag=False, publiek=False, reden="secundair", buiten=True, nodig=0.0)
    return nieuw.set_index(np.arange(len(cellen), len(cellen) + len(nieuw)))


def _verdeling(delen: pd.DataFrame) -> pd.MultiIndex:
    """Which group a part is of, and by what it is split."""
    groep = delen[[k for k in SLEUTEL if k != "begrip"]].assign(deel=delen["deel"].map(bovendeel))
    return pd.MultiIndex.from_frame(groep.assign(soort=delen["deel"].map(soort_van)))


def laat_weg(con: duckdb.DuckDBPyConnection, plekken: pd.DataFrame) -> None:
    """The rows of these places do not come in."""
    for mart, rijen in plekken.groupby("mart")["rij"]:
        con.register("weg", pd.DataFrame({"rij": rijen.unique()}))
        con.execute(f"update bron_{mart} set mag = false where rij in (select rij from weg)")
        con.unregister("weg")
