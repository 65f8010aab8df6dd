"""Errors of earlier months made like those of now: which of them count, and how much they shrink."""

import math

import pytest

from pipeline.prognose.ijken import Fout
from pipeline.prognose.keten.ijking import HEEL, LEERT, LEERT_JONG, vergelijkbaar


def fout(maanden: int, bekend: int, log: float) -> Fout:
    """A forecast from so many months of history that missed by `log`; restlessness 0,1."""
    return Fout(maanden - 1, bekend, 100 * math.exp(log), 100.0, 0.1)


def logs(fouten: list[Fout]) -> dict[tuple[int, int], float]:
    return {(f.jaar + 1, f.bekend): f.log for f in fouten}


def test_een_korte_historie_valt_weg_waar_een_hele_keten_er_ook_is():
    uit = logs(vergelijkbaar([fout(12, 9, 0.4), fout(18, 9, -0.1), fout(24, 9, 0.1)], 24))
    assert set(uit) == {(18, 9), (24, 9)}
    assert uit[24, 9] == pytest.approx(0.1)
    assert uit[18, 9] == pytest.approx(-0.1 * (18 / 24) ** LEERT)


def test_een_korte_historie_krimpt_met_wat_de_twee_soorten_elders_verschillen():
    """With nine months known: 0,1 against 0,4. So an error of 0,8 with three known counts as 0,2."""
    uit = logs(vergelijkbaar([fout(12, 3, 0.8), fout(12, 9, 0.4), fout(24, 9, 0.1)], 24))
    assert uit == {(12, 3): pytest.approx(0.2), (24, 9): pytest.approx(0.1)}


def test_zonder_een_hele_keten_krimpt_de_fout_met_een_macht_van_de_historie():
    for nu in (16, 36):  # not whole now either; whole now, but nothing to compare with
        assert logs(vergelijkbaar([fout(12, 6, 0.3)], nu)) == {(12, 6): pytest.approx(0.3 * (12 / nu) ** LEERT_JONG)}


def test_een_fout_zonder_log_telt_niet_mee_en_blijft_zoals_zij_is():
    leeg = Fout(HEEL, 9, 0.0, 0.0, 0.1)
    assert vergelijkbaar([leeg], 30) == [leeg]
