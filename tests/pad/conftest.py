"""The whole path, run once per test session: on the bundled figures and on the small deliveries."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.hoofdtaak import draai
from pipeline.settings import Plekken
from tests.conftest import een_keer

from .leveringen import zet_klaar


@pytest.fixture(scope="session")
def bundel(tmp_path_factory: pytest.TempPathFactory) -> Plekken:
    """The warehouse of the bundled figures: run twice, as a user would."""
    map_ = een_keer(tmp_path_factory, "pad-bundel", lambda m: _tweemaal(Plekken(warehouse=m / "warehouse")))
    return Plekken(warehouse=map_ / "warehouse")


def _tweemaal(plekken: Plekken) -> None:
    draai(plekken)
    draai(plekken)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Plekken:
    """The warehouse of a small demo region, made and run as `python3 start.py` does. Read only."""
    map_ = een_keer(tmp_path_factory, "pad-demo", _demo)
    return Plekken(map_ / "raw", map_ / "warehouse")


def _demo(map_: Path) -> None:
    from pipeline.demo.maak import ZAAD, maak_demo

    maak_demo(map_, 300, 36, ZAAD)
    draai(Plekken(map_ / "raw", map_ / "warehouse"))


@pytest.fixture(scope="session")
def klein(tmp_path_factory: pytest.TempPathFactory) -> Plekken:
    """The warehouse of the small deliveries. Read only: a test that adds a delivery takes a copy."""
    map_ = een_keer(
        tmp_path_factory, "pad-klein", lambda m: draai(Plekken(zet_klaar(m / "raw"), m / "warehouse")) and None
    )
    return Plekken(map_ / "raw", map_ / "warehouse")
