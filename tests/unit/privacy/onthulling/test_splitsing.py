"""Rows that split a group: gone with a group that is hidden, and what is known of a group that has or has no rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.privacy.onthulling.afronden import Stijl
from pipeline.privacy.onthulling.poort import _bekend
from pipeline.privacy.onthulling.splitsing import lege_plekken, met_delen
from pipeline.privacy.onthulling.verbanden import SLEUTEL, bovendeel


def cellen(*rijen: tuple[float, str, float]) -> pd.DataFrame:
    """exact, reden, splitsgrens."""
    df = pd.DataFrame(rijen, columns=["exact", "reden", "splitsgrens"])
    return df.assign(
        is_bedrag=False, publiek=False, buiten=False, nodig=4.0, jaar=2025, rond_laag=df["exact"] - 2,
        rond_hoog=df["exact"] + 2, begrip="clienten",
        **dict.fromkeys(("gemeente_code", "periode", "deel", "niveau", "wet", "voorziening"), "x"),
    )  # fmt: skip


def test_een_verborgen_groep_wordt_alleen_verdeeld_als_zij_ruim_groot_is():
    nan = np.nan
    # groups: 12 hidden, 40 hidden, 20 shown; a part of each, and a part of the part of the first
    c = cellen(
        (12, "secundair", 30),
        (40, "secundair", 30),
        (20, "", 30),
        (12, "", 30),
        (40, "", nan),
        (20, "", nan),
        (0, "", nan),
    )
    splitsing = pd.DataFrame({"groep": [0, 1, 2, 3], "deel": [3, 4, 5, 6]})
    assert met_delen(c, splitsing).tolist() == [False, False, False, True, False, False, True]
    assert c["buiten"].tolist() == [False, False, False, True, False, False, True]
    # that there is nobody is no figure to keep
    assert c["nodig"].tolist() == [4, 4, 4, 4, 4, 4, 0]
    assert not met_delen(c, splitsing).any()


def test_een_teken_zegt_met_de_rijen_erbij_hoe_groot_een_groep_is():
    c = cellen((8, "secundair", 30), (40, "secundair", 30), (8, "secundair", np.nan), (8, "klein", 30))
    b = _bekend(c, Stijl.van({}))
    assert (b.laag.tolist(), b.hoog.tolist()) == ([1, 30, 1, 1], [29, np.inf, np.inf, 9])
    # in a row that is not there stands anything, or nobody
    c["buiten"] = True
    assert _bekend(c.iloc[:3], Stijl.van({})).laag.tolist() == [0, 0, 0]


def test_een_rij_die_er_niet_is_zegt_alleen_niemand_waar_de_groep_verdeeld_is():
    # RG and A are split, A by reason too; B, of 3, is not; C has nobody; D is split, and has nobody at that aanbieder
    plek = {"periode": "2025", "vorm": "zin", "niveau": "wet", "wet": "wmo", "voorziening": "totaal", "reeks": "r"}
    rijen = [
        (begrip, gebied, deel, exact, reden)
        for begrip, deel, getallen in (
            ("clienten", "", {"RG": 55, "A": 40, "B": 3, "C": 0, "D": 12}),
            ("clienten", "aanbieder:x", {"RG": 40, "A": 40}),
            ("clienten", "aanbieder:z", {"D": 12}),
            ("beeindigd", "aanbieder:x", {"RG": 15, "A": 15}),
            ("beeindigd", "aanbieder:x|reden:y", {"RG": 15, "A": 15}),
        )
        for gebied, exact in getallen.items()
        for reden in ["klein" if 0 < exact < 10 else ""]
    ]
    c = pd.DataFrame(rijen, columns=["begrip", "gemeente_code", "deel", "exact", "reden"])
    c = c.assign(**plek, jaar=2025, buiten=False, publiek=False)
    # what a row splits: clients by aanbieder, and who ended there by reason
    boven = c.assign(deel=c["deel"].map(bovendeel), begrip=["beeindigd" if "|" in d else "clienten" for d in c["deel"]])
    groep = boven[SLEUTEL].apply(tuple, axis=1)
    plekken = c.assign(cel=c.index, groep=groep.where(c["deel"] != ""))
    leden = pd.DataFrame({"regio_code": "RG", "wet": "wmo", "jaar": 2025, "gemeente_code": list("ABCD")})
    erbij = lege_plekken(plekken, c, leden)
    assert erbij[["gemeente_code", "begrip", "deel"]].apply(tuple, axis=1).tolist() == [
        ("B", "clienten", "aanbieder:x"),
        ("B", "beeindigd", "aanbieder:x"),
        ("B", "beeindigd", "aanbieder:x|reden:y"),
    ]
    assert erbij.index.tolist() == [len(c) + i for i in range(3)]
    assert erbij["buiten"].all() and (erbij[["exact", "nodig"]] == 0).all().all()
