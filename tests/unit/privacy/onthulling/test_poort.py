"""Who looks at what: every figure is attacked by somebody who may not know it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.privacy.onthulling.afronden import Stijl
from pipeline.privacy.onthulling.audit import Uitkomst
from pipeline.privacy.onthulling.poort import Beschermd, _audit
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


def test_een_nul_wordt_alleen_verborgen_waar_niets_anders_helpt():
    # one left the care of A's groep and not the wet, of which she shows 0; B knows that of the wet 2 left with her, so
    # that the region has 2, and that A's groep is at most that. Nothing but A's 0 can give way
    c = cellen(("A", "groep", "hulp", 1, "klein"), ("A", "wet", "totaal", 0, ""), ("B", "groep", "hulp", 0, ""),
               ("B", "wet", "totaal", 2, "klein"), ("RG", "groep", "hulp", 1, "klein"),
               ("RG", "wet", "totaal", 2, "klein"))  # fmt: skip
    c[["rond_laag", "rond_hoog"]] = c[["rond_laag", "rond_hoog"]].where(c["exact"] > 0, 0)
    c["begrip"] = "uitstroom"
    stelsel = maak_stelsel(c[[*SLEUTEL, "jaar", "exact"]], {"uitstroom": "uniek"}, GROEPEN, LEDEN)
    wie = (c, stelsel, Stijl.van({}), ["A", "B"], LEDEN, GEEN_DELEN)
    eerst = _audit(*wie)
    assert eerst.te_smal.tolist() == [True, False, False, False, False, False] and c["reden"].tolist()[1] == ""
    uit = _audit(*wie, alleen=eerst.te_smal)
    assert c["reden"].tolist()[:2] == ["secundair", "secundair"] and not uit.te_smal.any()
    # B's own 0 holds nothing
    assert c["reden"].tolist()[2] == ""


def test_wat_dicht_bleef_is_niet_getoond():
    # two figures stand in a mart that had to stay out; one was shown before, 20, and counts as seen
    c = cellen(("A", "groep", "hulp", 23.0, ""), ("B", "groep", "hulp", 23.0, ""), ("RG", "groep", "hulp", 46.0, ""))
    for veld in ("waarde", "laag", "hoog", "basis"):
        c[f"rond_{veld}"], c[f"vorige_{veld}"] = [25.0, 25.0, 45.0], [np.nan, 20.0, np.nan]
    c["vorige_exact"], c["vorige_zichtbaar"] = [np.nan, 20.0, np.nan], [np.nan, 1.0, np.nan]
    plekken = pd.DataFrame({"mart": ["dicht", "dicht", "dicht", "open"], "cel": [0, 1, 2, 2]})
    staat = (
        Beschermd(c, plekken, Uitkomst.niets(0), {}, {"dicht": "niet te beschermen"}).staat().set_index("gemeente_code")
    )
    assert sorted(staat.index) == ["B", "RG"]
    assert staat.loc["B", ["waarde", "exact", "zichtbaar"]].tolist() == [20, 20, 0]
    assert staat.loc["RG", ["waarde", "exact", "zichtbaar"]].tolist() == [45, 46, 1]
