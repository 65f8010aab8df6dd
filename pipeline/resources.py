"""Dagster resources: the places of the warehouse, and the run that holds its lock from first step to last."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import ConfigurableResource, InitResourceContext
from pydantic import PrivateAttr

from pipeline.bouw import Gebouwd
from pipeline.contracten import Uitslag
from pipeline.hoofdtaak import Run
from pipeline.settings import Instellingen, Plekken
from pipeline.slot import slot

STANDAARD = Plekken()


def plekken_uit_omgeving() -> Plekken:
    """Where Dagster's code looks: GRIP_RAW and GRIP_WAREHOUSE, which `grip dev` sets."""
    return Plekken(
        Path(os.environ.get("GRIP_RAW", STANDAARD.raw)), Path(os.environ.get("GRIP_WAREHOUSE", STANDAARD.warehouse))
    )


class Hoofdtaak(ConfigurableResource):  # type: ignore[type-arg]
    """One run of the main job. The in-process executor makes it once per run, so the lock spans all steps."""

    raw: str
    warehouse: str
    _run: Run | None = PrivateAttr(default=None)
    _gebouwd: Gebouwd | None = PrivateAttr(default=None)
    _uitslagen: list[Uitslag] = PrivateAttr(default_factory=list)

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Iterator["Hoofdtaak"]:
        plekken = Plekken(Path(self.raw), Path(self.warehouse))
        with slot(plekken.warehouse) as teken:
            self._run = Run(plekken, Instellingen(), teken)
            yield self

    @property
    def run(self) -> Run:
        assert self._run is not None, "only inside a run"
        return self._run

    @property
    def gebouwd(self) -> Gebouwd:
        """What the dbt step of this run built."""
        if self._gebouwd is None:
            raise RuntimeError("De bouwstap is in deze run niet gedraaid; start de hele taak.")
        return self._gebouwd

    def onthoud_bouw(self, gebouwd: Gebouwd) -> None:
        self._gebouwd = gebouwd

    @property
    def uitslagen(self) -> list[Uitslag]:
        """The contract checks of this run so far."""
        return self._uitslagen
