"""A service on this machine, and the wishes of a user who wants two gemeenten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from statline_server import Server, dienst

from pipeline.ophalen import opdracht
from pipeline.ophalen.instellingen import Opties
from pipeline.ophalen.opdracht import Uitslag
from pipeline.ophalen.web import Grenzen

SNEL = Grenzen(wacht_eerste=0.01, verbinden=5, lezen=5)
Haal = Callable[..., Uitslag]


@pytest.fixture(autouse=True)
def geen_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[Server]:
    with dienst() as s:
        yield s


@pytest.fixture
def haal(server: Server, tmp_path: Path) -> Haal:
    """Fetch as the command does, from the server, without waiting; `slaap` collects the seconds it would have waited."""
    basis = Opties(tmp_path / "raw", ("GM0402", "GM1730"), basis=server.adres, dag=date(2026, 11, 22))

    def doe(soort: str, *, grens: Grenzen = SNEL, slaap: list[float] | None = None, meldingen: list[str] | None = None,
            pad: Path | None = None, **opties: Any) -> Uitslag:  # fmt: skip
        gewacht: list[float] = [] if slaap is None else slaap
        gezegd: list[str] = [] if meldingen is None else meldingen
        extra = {} if pad is None else {"pad": pad}
        return opdracht.haal(soort, replace(basis, **opties), gezegd.append, grens=grens, slaap=gewacht.append, **extra)

    return doe
