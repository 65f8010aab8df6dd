"""Who knows more than a reader: a gemeente of a region knows her own exact figures, and may subtract them from it.

What such a gemeente sees of the system of an attacker belongs here, and who they are. Hides nothing and solves nothing.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pipeline.privacy.onthulling.audit import Bekend
from pipeline.privacy.onthulling.verbanden import REST, SLEUTEL, bovendeel, leden_van, ook_deels, soort_van

_PLAATS = ["begrip", "periode", "vorm", "niveau", "wet", "voorziening", "reeks", "boven", "soort"]


def deelnemers(cellen: pd.DataFrame, leden: pd.DataFrame) -> list[str]:
    """The gemeenten with figures that were not public, of regions where at least two have them; in order of code."""
    eigen = set(cellen.loc[~cellen["publiek"].to_numpy(bool), "gemeente_code"])
    lid = leden.loc[leden["gemeente_code"].isin(eigen), ["regio_code", "gemeente_code"]].drop_duplicates()
    samen = lid[lid.groupby("regio_code")["gemeente_code"].transform("size") > 1]
    return sorted(set(samen["gemeente_code"]))


def resten(cellen: pd.DataFrame, weggelaten: pd.DataFrame, leden: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What members of a region add to its cells in rows that were left out: one cell per cell of the region, and whose.

    Without these a region would seem to equal the members that do have a row. A member whose group is too small to
    split has none, whatever stands in it: also a rest of zero is one that nobody knows. Of who takes part for one wet
    only, the total is in it where the region adds up with it. `cellen`: SLEUTEL, jaar and exact of what is published;
    `weggelaten`: those of the left-out places.
    First result: SLEUTEL (of the rest: region and `REST`), jaar, exact. Second: nr (row of the first), gemeente_code,
    exact.
    """
    lid, bij_lid = _vol_en_deels(leden), ["gemeente_code", "wet", "jaar"]
    weg = _met_plaats(weggelaten[[*SLEUTEL, "jaar", "exact"]].drop_duplicates(SLEUTEL)).merge(lid, on=bij_lid)
    regio = _met_plaats(cellen[cellen["gemeente_code"].isin(leden["regio_code"].unique())])
    regio = regio[[*SLEUTEL, "jaar", "exact", "boven", "soort"]].rename(columns={"gemeente_code": "regio_code"})
    plaatsen = weg[["regio_code", *_PLAATS]].drop_duplicates()
    rest = regio.merge(plaatsen, on=["regio_code", *_PLAATS]).reset_index(drop=True)
    sleutel = ["regio_code", *(k for k in SLEUTEL if k != "gemeente_code")]
    rest["nr"] = rest.index
    van_wie = weg.merge(rest[[*sleutel, "nr"]], on=sleutel)
    zichtbaar = cellen.merge(lid, on=bij_lid).merge(rest[[*sleutel, "nr"]], on=sleutel)

    def som(wat: pd.DataFrame) -> pd.Series:
        return wat.groupby("nr")["exact"].sum().reindex(rest.index, fill_value=0.0)

    over = rest["exact"] - som(van_wie)
    telt_op = (over == som(zichtbaar)) | (over == som(zichtbaar[~zichtbaar["deels"]]))
    van_wie = van_wie[~van_wie["deels"] | telt_op.to_numpy()[van_wie["nr"]]]
    rest["exact"] = som(van_wie)
    rest["gemeente_code"] = rest["regio_code"] + REST
    return rest[[*SLEUTEL, "jaar", "exact"]], van_wie[["nr", "gemeente_code", "exact"]].reset_index(drop=True)


def _vol_en_deels(leden: pd.DataFrame) -> pd.DataFrame:
    """The members per wet and year, and under 'totaal' also who is one for some of the wetten only (`deels`)."""
    vol = leden_van(leden)
    samen = ook_deels(leden).merge(vol, how="left", indicator=True)
    return pd.concat([vol.assign(deels=False), samen.loc[samen.pop("_merge") == "left_only"].assign(deels=True)])


def als_deelnemer(b: Bekend, cellen: pd.DataFrame, van_wie: pd.DataFrame, leden: pd.DataFrame, code: str) -> Bekend:
    """What gemeente `code` knows: her own cells exactly. Her region may only not tell her of the others.

    `cellen`: SLEUTEL, jaar and exact, rests included, index 0..n-1. `van_wie`: cel, gemeente_code and exact of rows
    that were left out.
    """
    anders = ("laag", "hoog", "verborgen", "nodig", "mag_weg", "open_laag")
    uit = replace(b, **{k: getattr(b, k).copy() for k in anders})
    eigen = (cellen["gemeente_code"] == code).to_numpy()
    uit.laag[eigen] = uit.hoog[eigen] = b.exact[eigen]
    uit.verborgen[eigen] = uit.mag_weg[eigen] = False
    mijn = van_wie[van_wie["gemeente_code"] == code]
    rest = mijn["cel"].to_numpy(int)
    # her own part of a rest is no sign that could say less
    uit.laag[rest] = uit.open_laag[rest] = mijn["exact"].to_numpy(float)
    uit.nodig[rest[b.exact[rest] <= uit.laag[rest]]] = 0
    uit.nodig[cellen["gemeente_code"].isin(leden.loc[leden["gemeente_code"] == code, "regio_code"])] = 0
    return uit


def _met_plaats(cellen: pd.DataFrame) -> pd.DataFrame:
    delen = cellen[cellen["deel"] != ""]
    return delen.assign(boven=delen["deel"].map(bovendeel), soort=delen["deel"].map(soort_van))
