"""A gemeente that knows her own figures: who she is, what she sees, and what a region holds of rows left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.privacy.onthulling.afronden import Afgerond, Stijl, rond_tellingen
from pipeline.privacy.onthulling.audit import Bekend, Uitkomst, audit
from pipeline.privacy.onthulling.deelnemers import als_deelnemer, deelnemers, resten
from pipeline.privacy.onthulling.verbanden import SLEUTEL, leden_van, maak_stelsel

STIJL = Stijl.van({})
GROEPEN = pd.DataFrame({"wet": ["wmo"], "voorziening": ["hbh"], "groep": ["hulp"]})
LEDEN = pd.DataFrame(
    [("RG", wet, 2025, g) for wet in ("wmo", "jeugdwet") for g in "ABC"],
    columns=["regio_code", "wet", "jaar", "gemeente_code"],
)
NIEMAND = pd.DataFrame({"cel": pd.Series(dtype=int), "gemeente_code": "", "exact": 0.0})


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


def val_aan(c: pd.DataFrame, code: str, van_wie: pd.DataFrame = NIEMAND) -> Uitkomst:
    b = bekend(c)
    if code:
        b = als_deelnemer(b, c, van_wie, LEDEN, code)
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
    b = als_deelnemer(bekend(c), c, NIEMAND, LEDEN, "A")
    assert (b.laag[0], b.hoog[0], b.verborgen[0], b.mag_weg[0]) == (8, 8, False, False)
    assert b.verborgen[1] and (b.laag[1], b.hoog[1]) == (1, 9)
    assert b.nodig.tolist() == [4, 4, 0]
    # what she knows of herself is not written into what others know
    assert bekend(c).verborgen[0]


def test_deelnemers_zijn_de_gemeenten_van_een_regio_waar_er_minstens_twee_leveren():
    c = cellen(("A", "", 8), ("B", "", 2), ("RG", "", 10), ("Z", "", 3))
    assert deelnemers(c, LEDEN) == ["A", "B"]
    assert deelnemers(c[c["gemeente_code"] != "B"], LEDEN) == []
    c.loc[c["gemeente_code"] == "B", "publiek"] = True
    assert deelnemers(c, LEDEN) == []


def test_wat_leden_in_weggelaten_rijen_hebben_is_een_rest_van_de_regio():
    # of aanbieder x: A 12, and B 4 in a row that is left out as B has too few clients to split; of y only A has any
    getoond = cellen(
        ("A", "aanbieder:x", 12), ("RG", "aanbieder:x", 16), ("A", "aanbieder:y", 11), ("RG", "aanbieder:y", 11)
    )
    rest, van_wie = resten(getoond, cellen(("B", "aanbieder:x", 4)), LEDEN)
    assert rest[["gemeente_code", "deel", "exact"]].values.tolist() == [
        ["RG~rest", "aanbieder:x", 4.0],
        # that B has nothing of y, nobody sees
        ["RG~rest", "aanbieder:y", 0.0],
    ]
    assert van_wie[["nr", "gemeente_code", "exact"]].values.tolist() == [[0, "B", 4.0]]
    samen = pd.concat([getoond, rest.assign(publiek=False)], ignore_index=True)
    a, gelijk = maak_stelsel(samen, {"clienten": "uniek"}, GROEPEN, LEDEN).matrix()
    verbanden = [dict(zip(a[i].indices.tolist(), a[i].data.tolist(), strict=True)) for i in np.flatnonzero(gelijk)]
    # A and the rest are the region; without the rest, y of A would seem to be that of the region
    assert {0: 1, 4: 1, 1: -1} in verbanden and {2: 1, 5: 1, 3: -1} in verbanden
    assert {2: 1, 3: -1} not in verbanden


def test_een_gemeente_kent_haar_eigen_deel_van_de_rest():
    c = cellen(("RG", "aanbieder:x", 16), ("RG~rest", "aanbieder:x", 7))
    b = bekend(c)
    b.laag[1], b.verborgen[1], b.mag_weg[1] = 0, True, False
    van_wie = pd.DataFrame({"cel": [1, 1], "gemeente_code": ["A", "B"], "exact": [4.0, 3.0]})
    haar = als_deelnemer(b, c, van_wie, LEDEN, "A")
    # and whatever is hidden besides, she keeps knowing it
    assert haar.laag[1] == haar.open_laag[1] == 4 and b.open_laag[1] == 1
    assert als_deelnemer(b, c, van_wie, LEDEN, "A").nodig[1] == 4
    # what is all hers says nothing of another
    assert als_deelnemer(b, c, van_wie[:1].assign(exact=7.0), LEDEN, "A").nodig[1] == 0


def test_het_totaal_van_wie_voor_een_wet_meedoet_is_geen_deel_van_dat_van_de_regio():
    deels = LEDEN[~((LEDEN["gemeente_code"] == "C") & (LEDEN["wet"] == "jeugdwet"))]
    lid = leden_van(deels)
    assert sorted(lid.loc[lid["wet"] == "totaal", "gemeente_code"]) == ["A", "B"]
    assert sorted(lid.loc[lid["wet"] == "wmo", "gemeente_code"]) == ["A", "B", "C"]


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


def test_wie_voor_een_wet_meedoet_telt_in_de_rest_van_het_totaal_mee_als_het_zo_optelt():
    deels = LEDEN[~((LEDEN["gemeente_code"] == "C") & (LEDEN["wet"] == "jeugdwet"))]
    totaal = {"niveau": "totaal", "wet": "totaal"}
    weg = cellen(("C", "aanbieder:x", 4)).assign(**totaal)
    for regio, rest in ((16, 4.0), (12, 0.0)):
        zichtbaar = cellen(("RG", "aanbieder:x", regio), ("A", "aanbieder:x", 12)).assign(**totaal)
        uit, van_wie = resten(zichtbaar, weg, deels)
        assert (uit["exact"].tolist(), van_wie["exact"].tolist()) == ([rest], [rest] if rest else [])
        alles = pd.concat([zichtbaar, uit], ignore_index=True)[[*SLEUTEL, "jaar", "exact"]]
        a, gelijk = maak_stelsel(alles, {"clienten": "uniek"}, GROEPEN, deels).matrix()
        # region = A and what is not seen of C
        assert gelijk.all() and {tuple(r) for r in a.toarray().tolist()} == {(-1.0, 1.0, 1.0)}


def test_veel_in_het_geheel_is_niet_veel_in_een_deel():
    # costs add up: who is in the highest class of a groep need not be so in one of its voorzieningen
    c = cellen(("A", "kosten:5.000 euro en meer", 14), ("A", "kosten:5.000 euro en meer", 12))
    c.loc[0, ["niveau", "voorziening"]] = ["voorziening", "hbh"]
    c.loc[1, ["niveau", "voorziening"]] = ["groep", "hulp"]
    assert maak_stelsel(c, {"clienten": "uniek"}, GROEPEN, LEDEN).hoogte == 0
