"""Dagster's door: puts assets, checks, job, schedule, sensor and resources together, and nothing else."""

from dagster import AssetChecksDefinition, Definitions

from pipeline.bouw import manifest
from pipeline.inname.assets import LANDING
from pipeline.jobs import hoofdtaak_job, inname_job, maak_meldsensoren, maak_schema, maak_sensor
from pipeline.publicaties.assets import maak_publicatie
from pipeline.resources import Hoofdtaak, plekken_uit_omgeving
from pipeline.settings import Instellingen, Plekken
from pipeline.warehouse_assets import maak_warehouse


def maak_definities(plekken: Plekken, instellingen: Instellingen) -> Definitions:
    """Everything that Dagster knows of one warehouse."""
    warehouse = maak_warehouse(manifest(plekken))
    modellen = [a for a in warehouse if not isinstance(a, AssetChecksDefinition)]
    marts = [k for a in modellen for k in a.keys if k.path[0] in ("marts", "publicaties")]
    return Definitions(
        assets=[*LANDING, *modellen, maak_publicatie(marts)],
        asset_checks=[a for a in warehouse if isinstance(a, AssetChecksDefinition)],
        jobs=[hoofdtaak_job, inname_job],
        schedules=[maak_schema(instellingen)],
        sensors=[maak_sensor(instellingen, plekken.raw), *maak_meldsensoren(instellingen, plekken)],
        resources={"hoofdtaak_run": Hoofdtaak(raw=str(plekken.raw), warehouse=str(plekken.warehouse))},
    )


defs = maak_definities(plekken_uit_omgeving(), Instellingen())
