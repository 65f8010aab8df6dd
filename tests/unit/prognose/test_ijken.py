"""Conformal bands: by hand on ten residuals, and their coverage on simulated years."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.prognose.ijken import Fout, IJking, dekking, kwantiel, onrust, rest

TIEN = np.array([0.05, -0.04, 0.01, 0.09, -0.02, 0.03, -0.01, 0.02, -0.08, 0.04])
# sorted: -.08 -.04 -.02 -.01 .01 .02 .03 .04 .05 .09, standing at 1/11 ... 10/11


def test_kwantielen_van_tien_met_de_hand():
    assert kwantiel(TIEN, 1 / 11) == pytest.approx(-0.08)
    assert kwantiel(TIEN, 10 / 11) == pytest.approx(0.09)
    assert kwantiel(TIEN, 0.5) == pytest.approx(0.015)
    # 0.9 x 11 = 9.9: nine tenths of the way from the ninth (0.05) to the tenth (0.09)
    assert kwantiel(TIEN, 0.9) == pytest.approx(0.086)
    # 0.1 x 11 = 1.1: a tenth of the way from -0.08 to -0.04
    assert kwantiel(TIEN, 0.1) == pytest.approx(-0.076)


def test_verder_dan_de_scores_reiken_een_normale_staart():
    # 0.975: the distance of the tenth to the median, times z(0.975)/z(10/11) = 1.95996/1.33518
    assert kwantiel(TIEN, 0.975) == pytest.approx(0.015 + (0.09 - 0.015) * 1.9599640 / 1.3351777)


def test_scores_die_samen_voor_minder_tellen_staan_minder_ver_uiteen():
    assert kwantiel(TIEN, 0.9, np.ones(10)) == pytest.approx(0.086)
    # ten scores that are worth four: the tenth stands at (4 - 0.2 + 0.5) / 5 = 0.86, so 0.9 lies beyond it
    assert kwantiel(TIEN, 0.86, np.full(10, 0.4)) == pytest.approx(0.09)
    assert kwantiel(TIEN, 0.9, np.full(10, 0.4)) > 0.09


def test_zonder_scores_of_met_gewicht_nul_is_er_geen_kwantiel():
    with pytest.raises(ValueError):
        kwantiel(np.array([]), 0.5)
    with pytest.raises(ValueError):
        kwantiel(TIEN, 0.5, np.zeros(10))


def test_rest_van_een_toevalswandeling():
    assert rest(11) == pytest.approx(1 / 12)
    assert rest(10) == pytest.approx(math.sqrt(1 + 4) / 12)
    assert rest(0) == pytest.approx(math.sqrt(650) / 12)


def test_onrust_van_een_vaste_of_zuiver_seizoensreeks_is_minimaal():
    assert onrust(np.full(40, 7.0)) == 0.0005
    assert onrust(np.tile(np.arange(1.0, 13.0), 4)) == 0.0005
    assert onrust(np.zeros(40)) == 0.1


def _jaren(rng: np.random.Generator, jaren: int, reeksen: int, scheef: float = 0.0) -> list[Fout]:
    """Errors of random walks with different unrest, at 0 to 11 months known."""
    uit = []
    for jaar in range(jaren):
        for r in range(reeksen):
            s = 0.01 * (1 + r % 4)
            for bekend in range(12):
                schok = s * rest(bekend) * (rng.standard_normal() + scheef)
                uit.append(Fout(jaar, bekend, 1000 * math.exp(schok), 1000.0, s))
    return uit


@pytest.mark.parametrize("scheef", [0.0, 0.7])
def test_dekking_op_nagebootste_jaren(scheef):
    gedekt = dekking(_jaren(np.random.default_rng(3), 8, 12, scheef))
    assert 0.77 < gedekt[80] < 0.85
    assert 0.92 < gedekt[95] < 0.98


def test_wie_te_laag_raamt_krijgt_een_band_naar_boven():
    ijking = IJking(_jaren(np.random.default_rng(1), 8, 12, 2.0))
    band = ijking.band(1000.0, 3, 0.02)
    assert band.hoog80 - 1000 > 2 * (1000 - band.laag80)
    assert ijking.kans(1000.0, 3, 0.02, 1000.0) > 0.9


def test_zonder_fouten_is_er_ook_een_band_en_een_kans():
    ijking = IJking()
    band = ijking.band(1000.0, 6, 0.02)
    assert band.laag95 < band.laag80 < 1000 < band.hoog80 < band.hoog95
    assert ijking.kans(1000.0, 6, 0.02, 1000.0) == pytest.approx(0.5, abs=0.01)
    assert ijking.kans(0.0, 6, 0.02, 10.0) == 0.001


FOUTEN = _jaren(np.random.default_rng(5), 4, 5)


@given(midden=st.floats(0, 1e9), bekend=st.integers(0, 11), rust=st.floats(0.0005, 1.0), factor=st.floats(0.5, 2.0))
def test_band_en_kans_spreken_elkaar_niet_tegen(midden, bekend, rust, factor):
    ijking = IJking(FOUTEN)
    band = ijking.band(midden, bekend, rust)
    assert 0 <= band.laag95 <= band.laag80 <= band.hoog80 <= band.hoog95
    if midden > 1:
        assert ijking.kans(midden, bekend, rust, band.hoog80) == pytest.approx(0.1, abs=0.01)
        assert ijking.kans(midden, bekend, rust, band.laag95) == pytest.approx(0.975, abs=0.01)
        hoger = ijking.kans(midden, bekend, rust, midden * factor * 1.1)
        assert hoger <= ijking.kans(midden, bekend, rust, midden * factor)


def test_de_volgorde_van_de_fouten_doet_er_niet_toe():
    assert IJking(FOUTEN).band(1.0, 4, 0.02) == IJking(FOUTEN[::-1]).band(1.0, 4, 0.02)
