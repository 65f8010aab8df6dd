"""A series that breaks is named, one that swings as it always did is not."""

import numpy as np
import pytest

from pipeline.prognose.keten.sprong import sprong

SEIZOEN = np.tile([100, 100, 100, 90, 80, 70, 60, 80, 100, 110, 110, 100], 3).astype(float)


def test_growth_and_season_are_no_break() -> None:
    assert sprong(SEIZOEN * 1.005 ** np.arange(36)) is None


def test_a_jump_of_the_last_three_months_is_told_as_a_share() -> None:
    y = SEIZOEN.copy()
    y[-3:] *= 1.5
    assert sprong(y) == pytest.approx(0.5)
    y[-3:] /= 3
    assert sprong(y) == pytest.approx(-0.5)


def test_the_growth_of_the_months_before_is_expected_to_go_on() -> None:
    y = SEIZOEN.copy()
    y[-9:] *= 1.2  # six months on the new level already
    assert sprong(y) is None


def test_from_almost_nothing_to_something_is_at_most_a_hundred_times() -> None:
    y = np.full(36, 1e-9)
    y[-3:] = 1000.0
    assert sprong(y) == pytest.approx(99.0)


def test_a_restless_series_may_swing() -> None:
    y = SEIZOEN * np.tile([1.4, 0.6, 1.0, 0.7, 1.3], 8)[:36]  # five months: no season
    y[-3:] *= 1.3
    assert sprong(y) is None


@pytest.mark.parametrize("y", [np.full(20, 5.0), np.zeros(36), np.r_[np.full(33, 5.0), np.zeros(3)]])
def test_without_enough_there_is_no_verdict(y: np.ndarray) -> None:
    assert sprong(y) is None
