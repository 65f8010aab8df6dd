"""The working database: dbt builds it whole into a new file, which takes the place of the old one when all is well.

The one place that calls dbt. Owns the build folder of a warehouse and knows nothing of deliveries or publications.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from pipeline.settings import DBT_PROJECT, Plekken

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest
    from dbt.contracts.results import RunResult


# unit tests check the models on worked examples, not these deliveries: the test suite runs them
GEEN_UNITTESTS = ("--exclude-resource-types", "unit_test")
# The prognose reads what dbt made and dbt reads the prognose, so a build has two halves: what the prognose stands on,
# and what stands on the prognose.
NA_PROGNOSE = "tag:prognose+"


class BouwFout(RuntimeError):
    """dbt could not build the warehouse; `fouten` has a line per model or test that failed."""

    def __init__(self, fouten: list[str]) -> None:
        super().__init__("; ".join(fouten[:5]) or "dbt kon niet starten")
        self.fouten = fouten


@dataclass(frozen=True)
class Gebouwd:
    """The result of a build: the database in the build folder, the manifest, and dbt's result per node."""

    databank: Path
    manifest: dict[str, Any]
    resultaten: list[RunResult]

    @property
    def waarschuwingen(self) -> list[str]:
        return [r.node.name for r in self.resultaten if str(r.status) == "warn"]


def bouwmap(plekken: Plekken) -> Path:
    return plekken.warehouse / "bouw"


def dbt_argumenten(plekken: Plekken, dbt_vars: Mapping[str, Any]) -> list[str]:
    """The arguments of every dbt command on a warehouse."""
    return [*_vaste_argumenten(bouwmap(plekken) / "target"), "--vars", json.dumps(dict(dbt_vars))]


def _vaste_argumenten(doel: Path) -> list[str]:
    return [
        # what dbt says of every step takes a seventh of the build to write, and quotes values; results say what failed
        "--log-level", "none", "--log-level-file", "none",
        "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT),
        "--target-path", str(doel), "--log-path", str(doel.with_name("logs")),
    ]  # fmt: skip


@contextmanager
def _omgeving(databank: Path, tijdelijk: Path) -> Iterator[None]:
    """dbt reads the path of the database from the environment; put back what stood there."""
    nieuw = {"GRIP_WERK": str(databank), "GRIP_TIJDELIJK": str(tijdelijk), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    oud = {k: os.environ.get(k) for k in nieuw}
    os.environ.update(nieuw)
    try:
        yield
    finally:
        for k, v in oud.items():
            if v is None:
                os.environ.pop(k, None)
            else:
                os.environ[k] = v


@contextmanager
def _zelden_opruimen() -> Iterator[None]:
    """Look for garbage less often: what dbt holds of the project stays to the end, and is long to look through."""
    gewoon = gc.get_threshold()
    gc.set_threshold(100_000, 20, 10)
    try:
        yield
    finally:
        gc.set_threshold(*gewoon)


_laatst_ontleed: dict[float, Manifest] = {}


def _stand_van_project() -> float:
    """When a file of the dbt project last changed; what dbt itself writes there does not count."""
    eigen = (DBT_PROJECT / "target", DBT_PROJECT / "logs")
    bestanden = (p for p in DBT_PROJECT.rglob("*") if p.is_file() and not any(p.is_relative_to(e) for e in eigen))
    return max(p.stat().st_mtime for p in bestanden)


def _ontleed(plekken: Plekken, stand: float) -> Manifest:
    """The parsed project, of no warehouse in particular: paths and settings come in where it is built.

    Parsing takes as long as half of the building does. So a process does it once, and dbt keeps what it found beside
    the project for the next one, of any warehouse; where the project cannot be written, in the build folder.
    """
    from dbt.cli.main import dbtRunner

    if stand not in _laatst_ontleed:
        doel = (DBT_PROJECT if os.access(DBT_PROJECT, os.W_OK) else bouwmap(plekken)) / "target"
        doel.mkdir(parents=True, exist_ok=True)
        # the same environment always: dbt parses anew what was parsed for another database
        with FileLock(doel / ".ontleden.slot"), _omgeving(Path("werk.duckdb"), Path("tijdelijk")), _zelden_opruimen():
            uitkomst = dbtRunner().invoke(["parse", "--no-write-json", *_vaste_argumenten(doel)])
        if not uitkomst.success:
            raise BouwFout([str(uitkomst.exception or "dbt kan het project niet lezen")])
        _laatst_ontleed.clear()
        _laatst_ontleed[stand] = uitkomst.result
    return _laatst_ontleed[stand]


def bouw_basis(plekken: Plekken, dbt_vars: Mapping[str, Any]) -> Gebouwd:
    """Run `dbt build` into a new database, up to what stands on the prognose.

    Raises `BouwFout` where a model or a test with severity error fails.
    """
    map_ = bouwmap(plekken)
    databank = map_ / "werk.duckdb"
    map_.mkdir(parents=True, exist_ok=True)
    for resten in (databank, databank.with_name("werk.duckdb.wal")):
        resten.unlink(missing_ok=True)
    resultaten = _bouw(plekken, dbt_vars, "--exclude", NA_PROGNOSE)
    return Gebouwd(databank, json.loads(manifest(plekken).read_text(encoding="utf-8")), resultaten)


def bouw_vervolg(plekken: Plekken, dbt_vars: Mapping[str, Any], basis: Gebouwd) -> Gebouwd:
    """Build what stands on the prognose into the database of `basis`; the results of both. Raises `BouwFout`."""
    vervolg = _bouw(plekken, dbt_vars, "--select", NA_PROGNOSE)
    return Gebouwd(basis.databank, basis.manifest, basis.resultaten + vervolg)


def _bouw(plekken: Plekken, dbt_vars: Mapping[str, Any], *keuze: str) -> list[RunResult]:
    """Run `dbt build` on a choice of nodes into the database of the build folder; the result of each."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    map_ = bouwmap(plekken)
    with _omgeving(map_ / "werk.duckdb", map_ / "tijdelijk"), _zelden_opruimen():
        # a run writes into the manifest it is given
        ontleed = _ontleed(plekken, _stand_van_project()).deepcopy()
        uitkomst = dbtRunner(manifest=ontleed).invoke(
            ["build", "--no-write-json", *GEEN_UNITTESTS, *keuze, *dbt_argumenten(plekken, dbt_vars)]
        )
        # the adapter keeps the file open for writing, which refuses every reader in this process
        DuckDBConnectionManager.close_all_connections()
    shutil.rmtree(map_ / "tijdelijk", ignore_errors=True)
    if not uitkomst.success:
        resultaten = getattr(uitkomst.result, "results", [])
        fouten = [_regel(r) for r in resultaten if str(r.status) in ("error", "fail")]
        raise BouwFout(fouten or [str(uitkomst.exception or "onbekende fout van dbt")])
    return list(uitkomst.result.results)


def manifest(plekken: Plekken) -> Path:
    """The manifest of the dbt project, parsed anew where the project is newer; Dagster reads it at import."""
    pad, stand = bouwmap(plekken) / "target" / "manifest.json", _stand_van_project()
    if not pad.exists() or pad.stat().st_mtime < stand:
        pad.parent.mkdir(parents=True, exist_ok=True)
        _ontleed(plekken, stand).write(str(pad))
    return pad


def _regel(resultaat: RunResult) -> str:
    soort = "test" if resultaat.node.resource_type == "test" else "model"
    # DuckDB quotes the value that it stumbles on, and that may be a person's
    melding = re.sub(r"'[^']*'|\"[^\"]*\"", "…", " ".join((resultaat.message or "").split()))[:300]
    return f"{soort} {resultaat.node.name}: {melding}"


def neem_in_gebruik(plekken: Plekken, gebouwd: Gebouwd) -> None:
    """Put the new working database in the place of the old one."""
    os.replace(gebouwd.databank, plekken.werk)
