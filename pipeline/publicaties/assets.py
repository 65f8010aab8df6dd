"""The publication asset: both editions, built beside what stands and switched in one go.

Grain: one materialisation is one version. Steps: database, Parquet, report, workbook, dictionary; check; switch.
"""

from collections.abc import Sequence

from dagster import (
    AssetCheckResult,
    AssetCheckSpec,
    AssetKey,
    AssetsDefinition,
    MaterializeResult,
    MetadataValue,
    asset,
)

from pipeline import hoofdtaak
from pipeline.resources import Hoofdtaak

SLEUTEL = AssetKey(["publicatie", "sturingsinformatie"])


def maak_publicatie(marts: Sequence[AssetKey]) -> AssetsDefinition:
    """The publication of all marts."""

    @asset(
        key=SLEUTEL,
        group_name="publicatie",
        kinds={"duckdb", "html", "excel"},
        deps=marts,
        description="De publicatie, intern en openbaar: grip.duckdb, rapport.html, sturingsinformatie.xlsx, Parquet en "
        "woordenboek. Grein: een versie per run.",
        check_specs=[
            AssetCheckSpec(
                "inhoud",
                asset=SLEUTEL,
                description="Wat gepubliceerd is, is wat gebouwd is: heel, beschreven en zonder personen.",
            )
        ],
    )
    def sturingsinformatie(hoofdtaak_run: Hoofdtaak) -> MaterializeResult:
        run, gebouwd = hoofdtaak_run.run, hoofdtaak_run.gebouwd
        hoofdtaak.houd_tegen(hoofdtaak_run.uitslagen)
        merk = hoofdtaak.vingerafdruk(run)
        map_, manifest = hoofdtaak.publiceer(run, gebouwd, merk, hoofdtaak_run.uitslagen)
        return MaterializeResult(
            metadata={
                "versie": map_.name,
                "peildatum": manifest["peildatum"],
                "map": MetadataValue.path(map_),
                "gewijzigde_marts": MetadataValue.json(manifest.get("gewijzigde_marts")),
            },
            # publiceer() stops before the switch where its check fails; that it came here is the outcome
            check_results=[
                AssetCheckResult(check_name="inhoud", passed=True, metadata={"tabellen": len(manifest["marts"])})
            ],
        )

    return sturingsinformatie
