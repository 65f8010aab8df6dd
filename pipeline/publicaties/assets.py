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
from pipeline.herkansing import herkansbaar
from pipeline.lagen import met_laag
from pipeline.meldingen.bericht import van_publicatie
from pipeline.resources import Hoofdtaak

SLEUTEL = AssetKey(["publicatie", "sturingsinformatie"])


def maak_publicatie(marts: Sequence[AssetKey]) -> AssetsDefinition:
    """The publication of all marts."""

    @asset(
        key=SLEUTEL,
        group_name="publicatie",
        kinds={"duckdb", "html", "excel"},
        deps=marts,
        description=met_laag(
            "De publicatie, intern en openbaar: grip.duckdb, rapport.html, sturingsinformatie.xlsx, Parquet en "
            "woordenboek. Grein: een versie per run.",
            "publicatie",
        ),
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
        with herkansbaar():
            map_, manifest = hoofdtaak.publiceer(run, gebouwd, merk, hoofdtaak_run.uitslagen)
        return MaterializeResult(
            metadata={
                "versie": map_.name,
                "peildatum": manifest["peildatum"],
                "map": MetadataValue.path(map_),
                "gewijzigde_marts": MetadataValue.json(manifest.get("gewijzigde_marts")),
                "wie doet wat": MetadataValue.md("\n".join(f"- {r}" for r in van_publicatie(map_).regels)),
                **{
                    f"kB_{b.stem}": b.stat().st_size // 1024
                    for b in sorted((map_ / "intern").glob("*"))
                    if b.suffix in (".html", ".xlsx", ".duckdb")
                },
            },
            # publiceer() stops before the switch where its check fails; that it came here is the outcome
            check_results=[
                AssetCheckResult(check_name="inhoud", passed=True, metadata={"tabellen": len(manifest["marts"])})
            ],
        )

    return sturingsinformatie
