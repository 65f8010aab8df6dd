"""What more than one folder of tests uses: the whole path, run once on no deliveries."""

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from pipeline import bouw, hoofdtaak
from pipeline.settings import Instellingen, Plekken

# a worker keeps the projects of dbt and Dagster to the end: to look through all of that for garbage as often as Python
# does of its own takes a tenth of the processor time
gc.set_threshold(100_000, 20, 10)
os.environ["GRIP_SLEUTEL"] = "0123456789abcdef" * 4  # no test makes or reads a key of the user


# makes a world of its own, and takes long: it goes first, so that the other worker makes the worlds that many files share
EERST = "tests/pad/test_privacy.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(EERST))


@dataclass(frozen=True)
class DbtBouw:
    """A run without deliveries: the compiled models, the types they came out with, and dbt's unit tests."""

    map: Path

    @property
    def plekken(self) -> Plekken:
        return Plekken(self.map / "raw", self.map)

    @property
    def databank(self) -> Path:
        return self.plekken.werk

    @property
    def gecompileerd(self) -> Path:
        return bouw.bouwmap(self.plekken) / "target" / "compiled" / "grip"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((bouw.bouwmap(self.plekken) / "target" / "manifest.json").read_text(encoding="utf-8"))

    @cached_property
    def uitkomsten(self) -> dict[str, str]:
        """The status of every node that ran, by its id."""
        return json.loads((self.map / "uitkomsten.json").read_text(encoding="utf-8"))

    @cached_property
    def modellen(self) -> dict[str, dict[str, Any]]:
        return {n["name"]: n for n in self.manifest["nodes"].values() if n["resource_type"] == "model"}

    def sql(self, model: str) -> str:
        """The compiled query, without what the engine's adapter adds: quotes around relations, the reading of files."""
        pad = self.gecompileerd / self.modellen[model]["original_file_path"]
        tekst = re.sub(r'"\w+"\."(\w+)"\."(\w+)"', r"\1.\2", pad.read_text(encoding="utf-8"))
        return re.sub(r"read_parquet\('[^']*'(?:, union_by_name = true)?\)", "landing", tekst)


def een_keer(tmp_path_factory: pytest.TempPathFactory, naam: str, maak: Callable[[Path], None]) -> Path:
    """A folder that one worker fills and all others read; of this run, never of an earlier one."""
    basis = tmp_path_factory.getbasetemp()
    # only the workers of one run share a parent of their own
    map_ = (basis.parent if "PYTEST_XDIST_WORKER" in os.environ else basis) / naam
    with FileLock(f"{map_}.slot"):
        if not (map_ / "klaar").exists():
            map_.mkdir(exist_ok=True)
            maak(map_)
            (map_ / "klaar").touch()
    return map_


@pytest.fixture(scope="session")
def dbt_bouw(tmp_path_factory: pytest.TempPathFactory) -> DbtBouw:
    """One run on nothing, with dbt's unit tests after it, for all workers."""
    return DbtBouw(een_keer(tmp_path_factory, "dbt-leeg", _bouw))


def _bouw(map_: Path) -> None:
    plekken = DbtBouw(map_).plekken
    plekken.raw.mkdir()
    gebouwd: list[bouw.Gebouwd] = []

    def onthoud(*argumenten: Any) -> bouw.Gebouwd:
        gebouwd.append(_echte_bouw(*argumenten))
        return gebouwd[-1]

    _echte_bouw = hoofdtaak.bouw
    with pytest.MonkeyPatch.context() as vervang:
        vervang.setattr(hoofdtaak, "bouw", onthoud)
        try:
            hoofdtaak.draai(plekken)
        except bouw.BouwFout as fout:
            pytest.fail("\n".join(fout.fouten))
    resultaten = [*gebouwd[0].resultaten, *_unit_tests(plekken)]
    uitkomsten = {r.node.unique_id: str(r.status) for r in resultaten}
    (map_ / "uitkomsten.json").write_text(json.dumps(uitkomsten), encoding="utf-8")


def _unit_tests(plekken: Plekken) -> list[Any]:
    """dbt's results of the worked examples; they take the columns of their models from the tables that stand."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    argumenten = bouw.dbt_argumenten(plekken, hoofdtaak.Run(plekken, Instellingen(), 0).dbt_vars())
    with bouw._omgeving(plekken.werk, plekken.warehouse / "tijdelijk"):
        ontleed = bouw._ontleed(plekken, bouw._stand_van_project()).deepcopy()
        gedaan = dbtRunner(manifest=ontleed).invoke(
            ["test", "--no-write-json", "--select", "test_type:unit", *argumenten]
        )
        DuckDBConnectionManager.close_all_connections()
    if gedaan.result is None:
        pytest.fail(f"dbt did not start: {gedaan.exception}")
    return list(gedaan.result.results)
