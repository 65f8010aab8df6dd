"""Who looks at what: every figure is attacked by somebody who may not know it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.privacy.onthulling.afronden import Stijl
from pipeline.privacy.onthulling.poort import _audit
from pipeline.privacy.onthulling.verbanden import SLEUTEL, maak_stelsel

GROEPEN = pd.DataFrame({"wet": ["wmo", "wmo"], "voorziening": ["hbh", "dag"], "groep": ["hulp", "hulp"]})
LEDEN = pd.DataFrame({"regio_code": ["RG"] * 2, "wet": ["wmo"] * 2, "jaar": [2025] * 2, "gemeente_code": ["A", "B"]})
GEEN_DELEN = pd.DataFrame({"groep": [], "deel": []}, dtype=int)


def cellen(*rijen: tuple[str, str, str, float, str]) -> pd.DataFrame:
    """gemeente, niveau, voorziening, exact and reden ('publiek': it was public) of clients of the Wmo in 2025."""
    df = pd.DataFrame(rijen, columns=["gemeente_code", "niveau", "voorziening", "exact", "reden"])
    publiek = df["reden"] == "publiek"
    return df.assign(
        begrip="clienten", periode="2025", vorm="zin", deel="", wet="wmo", reeks="berichten", jaar=2025, publiek=publiek,
        is_bedrag=False, buiten=False, nodig=4.0, splitsgrens=np.nan, rond_laag=df["exact"] - 2,
        rond_hoog=df["exact"] + 2, reden=df["reden"].where(~publiek, ""),
    )  # fmt: skip


@pytest.mark.parametrize("deelnemers", [[], ["A", "B"]])
def test_wat_met_geen_andere_gemeente_samenhangt_krijgt_de_lezer(deelnemers):
    # 2 and 18 of a public total of 20: shown 20 (16-20), so the 2 would be at most 4. Nothing of B or the region hangs
    # on it, so B does not look; a reader does, and the 18 is hidden besides
    c = cellen(("A", "groep", "hulp", 20, "publiek"), ("A", "voorziening", "hbh", 2, "klein"),
               ("A", "voorziening", "dag", 18, ""), ("B", "groep", "hulp", 30, ""))  # fmt: skip
    stelsel = maak_stelsel(c[[*SLEUTEL, "jaar", "exact"]], {"clienten": "som"}, GROEPEN, LEDEN)
    assert stelsel.samenhang()[3] not in stelsel.samenhang()[:3]
    uit = _audit(c, stelsel, Stijl.van({}), deelnemers, LEDEN, GEEN_DELEN)
    assert c["reden"].tolist() == ["", "secundair", "secundair", ""] and not uit.te_smal.any()


def test_met_een_andere_gemeente_kijkt_die():
    # the region has 13 (11-15): B has 11 herself, so A has 1 to 4. The figure of the region goes too
    c = cellen(("A", "groep", "hulp", 2, "klein"), ("B", "groep", "hulp", 11, ""), ("RG", "groep", "hulp", 13, ""))
    stelsel = maak_stelsel(c[[*SLEUTEL, "jaar", "exact"]], {"clienten": "uniek"}, GROEPEN, LEDEN)
    uit = _audit(c, stelsel, Stijl.van({}), ["A", "B"], LEDEN, GEEN_DELEN)
    assert c["reden"].tolist()[2] == "secundair" and not uit.te_smal.any()
