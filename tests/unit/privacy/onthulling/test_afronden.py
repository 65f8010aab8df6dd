"""Rounding with a memory, by hand: what a count shows, what it gives away, and when it moves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.onthulling.aanval import toont
from pipeline.privacy.onthulling.afronden import (
    Afgerond,
    Stijl,
    StijlFout,
    rond_bedragen,
    rond_naar_beneden,
    rond_tellingen,
)

DREMPEL10 = Stijl.van({})
CBS = Stijl.van({"stijl": "cbs"})


def reeks(waarden: list[int], stijl: Stijl = DREMPEL10) -> list[tuple[float | None, float, float]]:
    """What stands there over refreshes: (figure or None for the sign, at least, at most)."""
    leeg = np.array([np.nan])
    vorige, vast, uit = Afgerond(leeg, leeg, leeg, leeg), leeg, []
    for x in waarden:
        nu = rond_tellingen(np.array([x]), vorige, vast, stijl)
        klein = bool(stijl.is_klein(np.array([x]))[0])
        uit.append((None if klein else nu.waarde[0], nu.laag[0], nu.hoog[0]))
        vorige = Afgerond(leeg, leeg, leeg, leeg) if klein else nu
        vast = np.array([float(x)])
    return uit


def test_een_tot_negen_verborgen_en_de_rest_op_vijftallen():
    assert [reeks([x])[0][0] for x in (0, 1, 9, 10, 12, 13, 17, 18, 1003)] == [0, None, None, 10, 10, 15, 15, 20, 1005]


def test_in_de_stijl_van_het_cbs_is_nul_niet_te_onderscheiden():
    assert [reeks([x], CBS)[0][0] for x in (0, 7, 8, 12, 13)] == [None, None, 10, 10, 15]
    assert reeks([0], CBS)[0][1:] == (0, 7)


def test_een_erbij_is_niet_te_zien():
    # 22 shows 20, and 20 stays until the count is 25
    assert [w for w, _, _ in reeks([22, 23, 24, 25, 24, 21, 20])] == [20, 20, 20, 25, 25, 25, 20]


def test_elk_nieuw_cijfer_staat_voor_vijf_waarden():
    # 20 -> 25 on the way up is 25 to 29, on the way down 25 is 21 to 25
    assert reeks([22, 25])[1] == (25, 25, 29)
    assert reeks([32, 25])[1] == (25, 21, 25)
    # 15 stays at 10: moving to 10 would say that it is exactly 10
    assert reeks([16, 10])[1] == (15, 10, 19)
    assert reeks([16, 9])[1][0] is None


def test_wie_niets_ziet_veranderen_weet_wat_hij_wist():
    assert reeks([22, 22])[1] == (20, 18, 22)
    assert reeks([22, 21])[1] == (20, 16, 24)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_wat_er_staat_is_dichtbij_en_de_grenzen_kloppen(waarden):
    vorig = None
    for x, (waarde, laag, hoog) in zip(waarden, reeks(waarden), strict=True):
        assert laag <= x <= hoog
        assert waarde == toont(vorig, x)
        if waarde is not None:
            assert waarde % 5 == 0 and abs(waarde - x) <= 5
        vorig = waarde


def test_een_stijl_die_te_weinig_verbergt_wordt_geweigerd():
    with pytest.raises(StijlFout, match="minstens 6"):
        Stijl.van({"drempel": 4})
    with pytest.raises(StijlFout, match="drempel10 of cbs"):
        Stijl.van({"stijl": "los"})


def test_bedragen_op_ongeveer_vijf_gemiddelde_clienten():
    assert rond_naar_beneden(np.array([50.0, 999.0, 21_000.0, 69_999.0])).tolist() == [100, 700, 20_000, 50_000]
    leeg = np.full(2, np.nan)
    # 123.456 of 20 clients: five are 30.864, so to 30.000; the base stays when 21 clients make 125.000
    eerst = rond_bedragen(np.array([123_456.0, 0.0]), np.array([20, 0]), Afgerond(leeg, leeg, leeg, leeg), leeg)
    assert eerst.waarde.tolist() == [120_000, 0] and eerst.basis[0] == 30_000
    daarna = rond_bedragen(np.array([149_000.0, 0.0]), np.array([21, 0]), eerst, np.array([123_456.0, 0.0]))
    assert daarna.waarde.tolist() == [120_000, 0]
    erna = rond_bedragen(np.array([151_000.0, 0.0]), np.array([21, 0]), daarna, np.array([149_000.0, 0.0]))
    assert (erna.waarde[0], erna.laag[0]) == (150_000, 150_000)
