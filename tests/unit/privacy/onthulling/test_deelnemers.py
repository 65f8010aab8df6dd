"""A gemeente that knows her own figures: who she is, and what she sees."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.privacy.onthulling.afronden import Afgerond, Stijl, rond_tellingen
from pipeline.privacy.onthulling.audit import Bekend, Uitkomst, audit
from pipeline.privacy.onthulling.deelnemers import als_deelnemer, deelnemers
from pipeline.privacy.onthulling.verbanden import SLEUTEL, leden_van, maak_stelsel

STIJL = Stijl.van({})
GROEPEN = pd.DataFrame({"wet": ["wmo"], "voorziening": ["hbh"], "groep": ["hulp"]})
LEDEN = pd.DataFrame(
    [("RG", wet, 2025, g) for wet in ("wmo", "jeugdwet") for g in "ABC"],
    columns=["regio_code", "wet", "jaar", "gemeente_code"],
)


def cellen(*rijen: tuple[str, str, float]) -> pd.DataFrame:
    """gemeente, deel, exact: clients of the Wmo in 2025."""
    df = pd.DataFrame(rijen, columns=["gemeente_code", "deel", "exact"])
    return df.assign(
        begrip="clienten", periode="2025", vorm="zin", niveau="wet", wet="wmo", voorziening="totaal", reeks="berichten",
        jaar=2025, publiek=False,
    )  # fmt: skip


def bekend(c: pd.DataFrame) -> Bekend:
    x = c["exact"].to_numpy(float)
    leeg, n = np.full(len(x), np.nan), len(x)
    rond, klein = rond_tellingen(x, Afgerond(leeg, leeg, leeg, leeg), leeg, STIJL), STIJL.is_klein(x)
    return Bekend(
        x, rond.laag, rond.hoog, klein, np.full(n, 4.0), np.ones(n, bool), ~klein & (x != 0), np.ones(n),
        np.full(n, np.inf), np.zeros(n, int),
    )  # fmt: skip


def val_aan(c: pd.DataFrame, code: str) -> Uitkomst:
    b = bekend(c)
    if code:
        b = als_deelnemer(b, c, LEDEN, code)
    return audit(maak_stelsel(c, {"clienten": "uniek"}, GROEPEN, LEDEN), b)


def test_een_gemeente_trekt_haar_eigen_cijfer_van_de_regio_af():
    # shown: region 10 (10-12). A reader knows of A and B only that they are small. A has 8 herself: B is 2 to 4, so the
    # figure of the region goes too
    c = cellen(("A", "", 8), ("B", "", 2), ("RG", "", 10))
    assert not val_aan(c, "").secundair.any()
    uit = val_aan(c, "A")
    assert uit.secundair[2] and not uit.te_smal.any()
    # three others that are small leave room enough
    ruim = cellen(("A", "", 8), ("B", "", 4), ("C", "", 5), ("RG", "", 17))
    assert not val_aan(ruim, "A").secundair.any()


def test_zij_weet_haar_eigen_cijfers_en_van_haar_regio_alleen_wat_zij_over_anderen_zegt():
    c = cellen(("A", "", 8), ("B", "", 2), ("RG", "", 10))
    b = als_deelnemer(bekend(c), c, LEDEN, "A")
    assert (b.laag[0], b.hoog[0], b.verborgen[0], b.mag_weg[0]) == (8, 8, False, False)
    assert b.verborgen[1] and (b.laag[1], b.hoog[1]) == (1, 9)
    assert b.nodig.tolist() == [4, 4, 0]
    # what she knows of herself is not written into what others know
    assert bekend(c).verborgen[0]


def test_wie_niet_verdeeld_is_heeft_geen_deel_groter_dan_zijn_groep():
    # public: the region has 13 sent by the arts. A has 8 of them herself. Of C no row says how many; of her group of the
    # Wmo is only seen that it is small (1 to 9), so B has 1 to 5. If it is known that C has 3 clients, B has 2 to 5
    for groep, smal in ((None, False), (3, True)):
        c = cellen(("RG", "verwijzer:arts", 13), ("A", "verwijzer:arts", 8), ("B", "verwijzer:arts", 5),
                   ("C", "verwijzer:arts", 0), ("C", "", 3), ("C", "verwijzer:zelf", 3))  # fmt: skip
        b = bekend(c)
        b.laag[0] = b.hoog[0] = 13
        b.mag_weg[0] = False
        for buiten in (3, 5):
            b.verborgen[buiten], b.laag[buiten], b.hoog[buiten], b.nodig[buiten] = True, 0, np.inf, 0
        if groep:
            b.laag[4] = b.hoog[4] = groep
            b.verborgen[4] = False
        uit = audit(maak_stelsel(c, {"clienten": "uniek"}, GROEPEN, LEDEN), als_deelnemer(b, c, LEDEN, "A"))
        assert uit.te_smal.tolist() == [False, False, smal, False, False, False]


def test_deelnemers_zijn_de_gemeenten_van_een_regio_waar_er_minstens_twee_leveren():
    c = cellen(("A", "", 8), ("B", "", 2), ("RG", "", 10), ("Z", "", 3))
    assert deelnemers(c, LEDEN) == ["A", "B"]
    assert deelnemers(c[c["gemeente_code"] != "B"], LEDEN) == []
    c.loc[c["gemeente_code"] == "B", "publiek"] = True
    assert deelnemers(c, LEDEN) == []


def test_het_totaal_van_wie_voor_een_wet_meedoet_is_geen_deel_van_dat_van_de_regio():
    deels = LEDEN[~((LEDEN["gemeente_code"] == "C") & (LEDEN["wet"] == "jeugdwet"))]
    lid = leden_van(deels)
    assert sorted(lid.loc[lid["wet"] == "totaal", "gemeente_code"]) == ["A", "B"]
    assert sorted(lid.loc[lid["wet"] == "wmo", "gemeente_code"]) == ["A", "B", "C"]
    # what she has of that wet is: 12 + 8 + 3, and not her 5
    c = cellen(("A", "", 12), ("B", "", 8), ("C", "", 5), ("C", "", 3), ("RG", "", 23))
    c.loc[[0, 1, 2, 4], ["niveau", "wet"]] = "totaal"
    a, gelijk = maak_stelsel(c, {"clienten": "uniek"}, GROEPEN, deels).matrix()
    assert a[gelijk].toarray().tolist() == [[1, 1, 0, 1, -1]]


def test_een_klasse_van_kosten_is_per_cel():
    # who declared nothing in one voorziening may have in another: no part of who declared nothing in the groep. But who
    # declared nothing in the groep did so in one of its voorzieningen
    for deel, verband in (("kosten:zonder declaratie", False), ("leeftijd:18-64", True)):
        c = cellen(("A", deel, 12), ("A", deel, 14))
        c.loc[0, ["niveau", "voorziening"]] = ["voorziening", "hbh"]
        c.loc[1, ["niveau", "voorziening"]] = ["groep", "hulp"]
        assert set(SLEUTEL) <= set(c.columns)
        assert (maak_stelsel(c, {"clienten": "uniek"}, GROEPEN, LEDEN).hoogte > 0) is verband
        c["exact"] = [14, 12]
        a, gelijk = maak_stelsel(c, {"clienten": "uniek"}, GROEPEN, LEDEN).matrix()
        assert (a.toarray().tolist(), gelijk.tolist()) == ([[1, -1]], [False])


def test_veel_in_het_geheel_is_niet_veel_in_een_deel():
    # costs add up: who is in the highest class of a groep need not be so in one of its voorzieningen
    c = cellen(("A", "kosten:5.000 euro en meer", 14), ("A", "kosten:5.000 euro en meer", 12))
    c.loc[0, ["niveau", "voorziening"]] = ["voorziening", "hbh"]
    c.loc[1, ["niveau", "voorziening"]] = ["groep", "hulp"]
    assert maak_stelsel(c, {"clienten": "uniek"}, GROEPEN, LEDEN).hoogte == 0
