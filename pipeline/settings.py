"""Where things stand and what a user may set: the folders of a warehouse, and instellingen.yml. No work done here."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
INSTELLINGEN = PROJECT / "instellingen.yml"


@dataclass(frozen=True)
class Plekken:
    """The rooms of one warehouse (ontwerp, 'The way of the data')."""

    raw: Path = PROJECT / "data" / "raw"
    warehouse: Path = PROJECT / "data" / "warehouse"

    @property
    def landing(self) -> Path:
        return self.warehouse / "landing"

    @property
    def leveringen(self) -> Path:
        """The deliveries that count in the current run, as one Parquet file."""
        return self.landing / "leveringen.parquet"

    @property
    def werk(self) -> Path:
        return self.warehouse / "werk.duckdb"

    @property
    def publicaties(self) -> Path:
        return self.warehouse / "publicaties"

    @property
    def archief(self) -> Path:
        return self.warehouse / "archief"


@dataclass(frozen=True)
class Instellingen:
    """instellingen.yml: the order of the reeksen, thresholds, schedule. GRIP_INSTELLINGEN names another file."""

    pad: Path = field(default_factory=lambda: Path(os.environ.get("GRIP_INSTELLINGEN", INSTELLINGEN)))

    @cached_property
    def waarden(self) -> dict[str, Any]:
        return yaml.safe_load(self.pad.read_text(encoding="utf-8"))

    @property
    def reeksvolgorde(self) -> list[str]:
        """Reeksen from most to least preferred; one that is not named comes last."""
        return list(self.waarden["reeksvolgorde"])

    @property
    def openbaar(self) -> dict[str, Any]:
        """How the edition openbaar is protected; what an older file does not say has the values of the shipped one."""
        return dict(self.waarden.get("openbaar") or {})

    def dbt_vars(self) -> dict[str, Any]:
        """The thresholds that the models use."""
        return dict(self.waarden["drempels"])
