"""The simple methods, worked by hand."""

import pytest

from pipeline.prognose.basislijnen import cash_x12, ratio_peildatum, vorig_jaar


def test_kas_maal_twaalf():
    # 300 in three months is 100 a month
    assert cash_x12(300.0, 3) == 1200.0
    assert cash_x12(0.0, 0) is None


def test_vorig_jaar_is_vorig_jaar():
    assert vorig_jaar(1300.0) == 1300.0
    assert vorig_jaar(None) is None


def test_verhouding_op_dezelfde_peildatum():
    # last year 1300, of which 260 by now; this year 286 by now is 10% more
    assert ratio_peildatum(1300.0, 286.0, 260.0, 3) == pytest.approx(1430.0)
    assert ratio_peildatum(1300.0, 0.0, 0.0, 0) == 1300.0
    assert ratio_peildatum(1300.0, 10.0, 0.0, 3) is None
    assert ratio_peildatum(None, 10.0, 5.0, 3) is None
