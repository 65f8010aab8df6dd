"""Who knows more than a reader: a gemeente of a region knows her own exact figures, and may subtract them from it.

What such a gemeente sees of the system of an attacker belongs here, and who they are. Hides nothing and solves nothing.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pipeline.privacy.onthulling.audit import Bekend


def deelnemers(cellen: pd.DataFrame, leden: pd.DataFrame) -> list[str]:
    """The gemeenten with figures that were not public, of regions where at least two have them; in order of code."""
    eigen = set(cellen.loc[~cellen["publiek"].to_numpy(bool), "gemeente_code"])
    lid = leden.loc[leden["gemeente_code"].isin(eigen), ["regio_code", "gemeente_code"]].drop_duplicates()
    samen = lid[lid.groupby("regio_code")["gemeente_code"].transform("size") > 1]
    return sorted(set(samen["gemeente_code"]))


def als_deelnemer(b: Bekend, cellen: pd.DataFrame, leden: pd.DataFrame, code: str) -> Bekend:
    """What gemeente `code` knows: her own cells exactly, also those that no row stands for. Her region may only not
    tell her of the others. `cellen`: SLEUTEL, index 0..n-1.
    """
    uit = replace(b, **{k: getattr(b, k).copy() for k in ("laag", "hoog", "verborgen", "nodig", "mag_weg")})
    eigen = (cellen["gemeente_code"] == code).to_numpy()
    uit.laag[eigen] = uit.hoog[eigen] = b.exact[eigen]
    uit.verborgen[eigen] = uit.mag_weg[eigen] = False
    uit.nodig[cellen["gemeente_code"].isin(leden.loc[leden["gemeente_code"] == code, "regio_code"])] = 0
    return uit
