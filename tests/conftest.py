"""What more than one folder of tests uses: the dbt project, built once on an empty landing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from pipeline.inname.landing import schrijf_lege_tabellen, schrijf_leveringen
from pipeline.prognose.archief import Archief
from pipeline.prognose.uitvoer import leeg
from pipeline.settings import DBT_PROJECT, Plekken

os.environ["GRIP_SLEUTEL"] = "0123456789abcdef" * 4  # no test makes or reads a key of the user


@dataclass(frozen=True)
class DbtBouw:
    """A build without deliveries: the compiled models, the types they came out with, and dbt's unit tests."""

    map: Path

    @property
    def databank(self) -> Path:
        return self.map / "werk.duckdb"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.map / "target" / "manifest.json").read_text(encoding="utf-8"))

    @cached_property
    def uitkomsten(self) -> dict[str, str]:
        """The status of every node that ran, by its id."""
        resultaten = json.loads((self.map / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
        return {r["unique_id"]: r["status"] for r in resultaten}

    @cached_property
    def modellen(self) -> dict[str, dict[str, Any]]:
        return {n["name"]: n for n in self.manifest["nodes"].values() if n["resource_type"] == "model"}

    def sql(self, model: str) -> str:
        """The compiled query, without what the engine's adapter adds: quotes around relations, the reading of files."""
        pad = self.map / "target" / "compiled" / "grip" / self.modellen[model]["original_file_path"]
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
    """One `dbt build` with unit tests for all workers; the data tests have nothing to say about empty tables."""
    return DbtBouw(een_keer(tmp_path_factory, "dbt-leeg", _bouw))


def _bouw(map_: Path) -> None:
    plekken = Plekken(raw=map_ / "raw", warehouse=map_)
    schrijf_lege_tabellen(plekken)
    schrijf_leveringen([], plekken.leveringen, [])
    prognose = Archief(plekken.archief).bewaar(date(2026, 1, 1), "leeg", leeg())
    opdracht = [
        str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "--log-level-file", "none", "build", "--exclude-resource-type", "test",
        "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target-path", str(map_ / "target"),
        "--log-path", str(map_ / "logs"), "--vars",
        json.dumps({"landing": str(plekken.landing), "prognose": str(prognose)}),
    ]  # fmt: skip
    omgeving = os.environ | {
        "GRIP_WERK": str(map_ / "werk.duckdb"),
        "GRIP_TIJDELIJK": str(map_ / "tijdelijk"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    gedaan = subprocess.run(opdracht, env=omgeving, cwd=map_, capture_output=True, text=True, check=False)
    if not (map_ / "target" / "run_results.json").exists():
        pytest.fail(f"dbt did not start:\n{gedaan.stdout[-4000:]}{gedaan.stderr[-2000:]}")
