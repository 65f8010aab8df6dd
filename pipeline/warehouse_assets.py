"""Warehouse assets: every dbt model is an asset and every dbt test a check; the prognose stands between their halves.

Grain: as each model's description says. Steps: staging -> intermediate -> controle -> marts -> publicaties, by dbt;
what stands on the prognose is built after it. The calls are those of `grip run`; their results are told to Dagster.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetDep,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    MaterializeResult,
    MetadataValue,
    asset,
    multi_asset_check,
)
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from pipeline import controleteksten as teksten
from pipeline import hoofdtaak
from pipeline.beeldtabel import staven
from pipeline.bouw import NA_PROGNOSE, Gebouwd
from pipeline.contracten import Uitslag
from pipeline.contracten.inname import BRONNEN
from pipeline.herkansing import herkansbaar
from pipeline.inname.assets import LEVERINGEN
from pipeline.lagen import met_laag
from pipeline.publicaties.databank import verbind
from pipeline.resources import Hoofdtaak

PROGNOSE = AssetKey(["prognose", "berekening"])


class Vertaler(DagsterDbtTranslator):
    """dbt to Dagster: the layer is the group, and staging stands on the landing."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: Any) -> AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"][unique_id]
        deps = list(spec.deps)
        if node["resource_type"] == "model" and node["schema"] == "staging":
            deps.append(AssetDep(LEVERINGEN))
            if "prognose" in node["tags"]:
                deps.append(AssetDep(PROGNOSE))
            bron = next((b for b in node["fqn"] if b in BRONNEN), None)
            if bron:
                deps.append(AssetDep(AssetKey(["landing", bron])))
        return spec.replace_attributes(
            group_name=node["schema"],
            deps=deps,
            key=_sleutel(node),
            description=met_laag(node["description"], node["schema"]),
        )

    def get_asset_check_spec(
        self, asset_spec: AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=teksten.wat(manifest["nodes"][unique_id]))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> AssetKey:
        return _sleutel(dbt_resource_props)


def _sleutel(node: Mapping[str, Any]) -> AssetKey:
    return AssetKey([node["schema"], node.get("alias") or node["name"]])


def maak_warehouse(manifestpad: Path) -> list[AssetsDefinition]:
    """The dbt assets and the contract check of the marts, for the manifest of this warehouse."""
    manifest = json.loads(manifestpad.read_text(encoding="utf-8"))
    vertaler = Vertaler()

    def vertel(context: AssetExecutionContext, gebouwd: Gebouwd, al_verteld: int = 0) -> Iterator[Any]:
        con = verbind(gebouwd.databank)
        gevallen = _gevallen(gebouwd)
        try:
            for resultaat in gebouwd.resultaten[al_verteld:]:
                node = gebouwd.manifest["nodes"].get(resultaat.node.unique_id)
                if node is None:
                    continue  # unit tests are run by dbt and are no checks in Dagster
                if node["resource_type"] in ("model", "seed"):
                    yield MaterializeResult(asset_key=_sleutel(node), metadata=_metadata(con, node, gevallen))
                elif node["resource_type"] == "test":
                    yield from _check(context, manifest, vertaler, resultaat)
        finally:
            con.close()

    @dbt_assets(manifest=manifestpad, dagster_dbt_translator=vertaler, exclude=NA_PROGNOSE, name="warehouse")
    def warehouse(context: AssetExecutionContext, hoofdtaak_run: Hoofdtaak) -> Iterator[Any]:
        with herkansbaar():
            gebouwd = hoofdtaak.bouw_basis(hoofdtaak_run.run, context.log.info)
        hoofdtaak_run.onthoud_bouw(gebouwd)
        yield from vertel(context, gebouwd)

    @asset(
        key=PROGNOSE,
        group_name="prognose",
        deps=[k for k in warehouse.keys if k.path[0] == "intermediate"],
        description=met_laag(
            "Prognose van het jaar per voorziening, groep, wet en totaal, met de toets van eerdere jaren. Grein: een "
            "berekening per peildatum en invoer, bewaard in het archief; wat er al is, blijft staan.",
            "prognose",
        ),
    )
    def prognose(context: AssetExecutionContext, hoofdtaak_run: Hoofdtaak) -> MaterializeResult:
        with herkansbaar():
            vastgelegd = hoofdtaak.voorspel(hoofdtaak_run.run, hoofdtaak_run.gebouwd, context.log.info)
        return MaterializeResult(
            metadata={"map": MetadataValue.path(vastgelegd.actueel), "opnieuw_berekend": vastgelegd.is_nieuw}
        )

    @dbt_assets(manifest=manifestpad, dagster_dbt_translator=vertaler, select=NA_PROGNOSE, name="sturing")
    def sturing(context: AssetExecutionContext, hoofdtaak_run: Hoofdtaak) -> Iterator[Any]:
        basis = hoofdtaak_run.gebouwd
        with herkansbaar():
            gebouwd = hoofdtaak.bouw_vervolg(hoofdtaak_run.run, basis, context.log.info)
        hoofdtaak_run.onthoud_bouw(gebouwd)
        yield from vertel(context, gebouwd, len(basis.resultaten))

    halven = (("contract_marts", warehouse), ("contract_sturing", sturing))
    return [warehouse, prognose, sturing, *(_contract(naam, half) for naam, half in halven)]


def _contract(naam: str, half: AssetsDefinition) -> AssetsDefinition:
    """The contract check of the marts that one half of the build makes; the other half may stand on them."""
    marts = sorted(k for k in half.keys if k.path[0] in ("marts", "publicaties"))

    @multi_asset_check(
        name=naam,
        specs=[
            AssetCheckSpec(
                "contract",
                asset=sleutel,
                blocking=True,
                description="Elke kolom heeft het soort waarden dat is afgesproken, wat verplicht is, is gevuld, en er "
                "staan alleen bekende codes in. Klopt dit niet, dan wordt er niets gepubliceerd.",
            )
            for sleutel in marts
        ],
    )
    def contract(hoofdtaak_run: Hoofdtaak) -> Iterator[AssetCheckResult]:
        uitslagen = hoofdtaak.controleer_marts(
            hoofdtaak_run.run, hoofdtaak_run.gebouwd, alleen={k.path[-1] for k in marts}
        )
        hoofdtaak_run.uitslagen.extend(uitslagen)
        yield from (_uitslag(u) for u in uitslagen)

    return contract


def _check(
    context: AssetExecutionContext, manifest: Mapping[str, Any], vertaler: Vertaler, resultaat: Any
) -> Iterator[AssetCheckResult]:
    sleutel = get_asset_check_key_for_test(manifest, vertaler, resultaat.node.unique_id, None)
    if sleutel is None or sleutel not in context.selected_asset_check_keys:
        return
    waarschuwing = str(resultaat.status) == "warn"
    geslaagd = str(resultaat.status) == "pass"
    node, laag = manifest["nodes"][resultaat.node.unique_id], sleutel.asset_key.path[0]
    aantal = int(resultaat.failures or 0)
    metadata: dict[str, Any] = {
        "gevallen": aantal,
        "uitkomst": teksten.uitkomst(aantal),
        "wat": teksten.wat(node),
        "waar": teksten.waar(node, ".".join(sleutel.asset_key.path)),
    }
    if not geslaagd:
        metadata["wie doet wat"] = teksten.wie(laag, waarschuwing)
        sql = str(getattr(resultaat.node, "compiled_code", "") or "").strip()
        metadata["zo vindt u de rijen"] = MetadataValue.md(f"Vraag dit aan werk.duckdb:\n\n```sql\n{sql}\n```")
    yield AssetCheckResult(
        asset_key=sleutel.asset_key,
        check_name=sleutel.name,
        passed=geslaagd,
        severity=AssetCheckSeverity.WARN if waarschuwing else AssetCheckSeverity.ERROR,
        metadata=metadata,
    )


def _gevallen(gebouwd: Gebouwd) -> Counter[str]:
    """Rows that did not pass a test, per model that the test is about."""
    telling: Counter[str] = Counter()
    for r in gebouwd.resultaten:
        node = gebouwd.manifest["nodes"].get(r.node.unique_id)
        if node and node["resource_type"] == "test":
            ouders = node["depends_on"]["nodes"]
            over = node.get("attached_node") or (ouders[0] if ouders else None)
            if over:
                telling[over] += int(r.failures or 0)
    return telling


def _metadata(con: Any, node: Mapping[str, Any], gevallen: Counter[str]) -> dict[str, Any]:
    """Rows and cases of a table, which Dagster plots over the runs; of a table with years also its rows per year."""
    tabel = f"{node['schema']}.{node['alias']}"
    (rijen,) = con.execute(f"select count(*) from {tabel}").fetchone() or (0,)
    metadata: dict[str, Any] = {"dagster/row_count": rijen, "gevallen_in_controles": gevallen[node["unique_id"]]}
    if node["schema"] in ("marts", "publicaties", "controle") and rijen:
        kolommen = {r[0] for r in con.execute(f"describe {tabel}").fetchall()}
        naam = next((k for k in ("jaar", "uitkeringsjaar", "ernst") if k in kolommen), None)
        if naam:
            tellingen = con.execute(f"select {naam}, count(*) from {tabel} group by 1 order by 1").fetchall()
            metadata[f"rijen_per_{naam}"] = MetadataValue.md(staven(naam, tellingen))
    return metadata


def _uitslag(u: Uitslag) -> AssetCheckResult:
    return AssetCheckResult(
        asset_key=AssetKey([u.laag, u.tabel]),
        check_name="contract",
        passed=not u.fouten,
        metadata={
            "rijen": u.rijen,
            "uitkomst": "In orde." if not u.fouten else f"{len(u.fouten)} afspraken zijn niet gehaald.",
            "waar": f"tabel {u.laag}.{u.tabel}",
            "fouten": MetadataValue.json(u.fouten),
        },
    )
