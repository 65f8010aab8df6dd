"""Landing assets: one per bron.

Grain: one materialisation lands what is new of one bron; deliveries are rows in the metadata, not assets or partitions.
Steps: passport -> recognise layout -> values and findings -> Parquet. Then `landing/leveringen` writes which count.
Known faults in the bundled deliveries are findings, listed in the mart bevindingen.
"""

from collections.abc import Iterator

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetKey,
    AssetsDefinition,
    MaterializeResult,
    MetadataValue,
    asset,
)

from pipeline import hoofdtaak
from pipeline.beeldtabel import staven
from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.herkansing import herkansbaar
from pipeline.inname.intake import GEWEIGERD
from pipeline.inname.landing import Geland, bronnen_in, land_bron, tel_bevindingen
from pipeline.lagen import met_laag
from pipeline.resources import Hoofdtaak

GROEP = "landing"


def _levering_asset(bron: str) -> AssetsDefinition:
    tabellen = ", ".join(TABELLEN[t].grein for t in BRONNEN[bron])

    @asset(
        key=AssetKey([GROEP, bron]),
        group_name=GROEP,
        kinds={"parquet"},
        description=met_laag(
            f"Leveringen van bron {bron}, gelezen naar Parquet. Grein: een rij per {tabellen}.", GROEP
        ),
        check_specs=[
            AssetCheckSpec(
                "geen_geweigerde_leveringen",
                asset=AssetKey([GROEP, bron]),
                description="Elke levering van deze bron is te lezen. Een geweigerde telt niet mee; zie bevindingen.",
            ),
            AssetCheckSpec(
                "leveringscontract",
                asset=AssetKey([GROEP, bron]),
                description="Elke rij is te lezen en heeft bekende codes. Een rij die dat niet heeft, staat apart.",
            ),
        ],
    )
    def levering(hoofdtaak_run: Hoofdtaak) -> MaterializeResult:
        with herkansbaar():
            geland = hoofdtaak.neem_bron_in(hoofdtaak_run.run, bron)
        bevindingen = tel_bevindingen(hoofdtaak_run.run.plekken, geland)
        geweigerd = [g.levering.id for g in geland if g.uitkomst == GEWEIGERD]
        apart = sum(g.apart for g in geland)
        return MaterializeResult(
            metadata={
                "leveringen": len(geland),
                "nieuw_gelezen": sum(g.is_gelezen for g in geland),
                "dagster/row_count": sum(g.rijen for g in geland),
                "rijen_apart": apart,
                # each a number of its own, so that Dagster plots them over the runs
                **{f"bevindingen_{e}": bevindingen.get(e, 0) for e in ("fout", "waarschuwing", "info")},
                "per_levering": MetadataValue.md(_tabel(geland)),
                "rijen_per_levering": MetadataValue.md(
                    staven("levering", [(g.levering.naam, g.rijen) for g in geland])
                ),
            },
            check_results=[
                AssetCheckResult(
                    check_name="geen_geweigerde_leveringen",
                    passed=not geweigerd,
                    metadata={
                        "geweigerd": MetadataValue.json(geweigerd),
                        "leveringen": len(geland),
                        "uitkomst": _hoeveel(len(geweigerd), "levering is geweigerd", "leveringen zijn geweigerd"),
                        "waar": f"map <raw>/{bron}",
                        "wie doet wat": "De data-analist zoekt de levering op in de tabel bevindingen; daar staat per "
                        "bestand wat er mis is en wie het herstelt. De andere leveringen tellen gewoon mee.",
                    },
                ),
                AssetCheckResult(
                    check_name="leveringscontract",
                    passed=not apart,
                    severity=AssetCheckSeverity.WARN,
                    metadata={
                        "rijen": sum(g.rijen for g in geland),
                        "rijen_apart": apart,
                        "uitkomst": _hoeveel(apart, "rij staat apart", "rijen staan apart"),
                        "waar": f"map <raw>/{bron}; bestand, regel en kolom staan in de tabel bevindingen",
                        "wie doet wat": "De leverancier stuurt een verbeterd bestand, of de data-analist vult de "
                        "codelijst aan.",
                    },
                ),
            ],
        )

    return levering


def _hoeveel(n: int, een: str, meer: str) -> str:
    return "In orde." if n == 0 else f"{n} {een if n == 1 else meer}."


def _tabel(geland: list[Geland]) -> str:
    regels = ["| levering | uitkomst | rijen | apart | reeks | ontvangen |", "|---|---|---|---|---|---|"]
    regels += [
        f"| {g.levering.naam} | {g.uitkomst} | {g.rijen} | {g.apart} | {g.paspoort.reeks} | {g.paspoort.ontvangen_op} |"
        for g in geland
    ]
    return "\n".join(regels)


LEVERINGEN = AssetKey([GROEP, "leveringen"])


@asset(
    key=LEVERINGEN,
    group_name=GROEP,
    kinds={"parquet"},
    deps=[AssetKey([GROEP, bron]) for bron in BRONNEN],
    description=met_laag("De leveringen die in deze run tellen, met hun paspoort. Grein: een rij per levering.", GROEP),
    check_specs=[
        AssetCheckSpec(
            "contract",
            asset=LEVERINGEN,
            blocking=True,
            description="Elke gelezen tabel voldoet aan het leveringscontract; anders wordt er niets gepubliceerd.",
        )
    ],
)
def leveringen(hoofdtaak_run: Hoofdtaak) -> Iterator[MaterializeResult]:
    run = hoofdtaak_run.run
    with herkansbaar():
        geland = [g for bron in bronnen_in(run.plekken.raw) for g in land_bron(run.plekken, bron)]
        tellen = hoofdtaak.leg_leveringen_vast(run, geland)
    uitslagen = hoofdtaak.controleer_landing(run)
    hoofdtaak_run.uitslagen.extend(uitslagen)
    fouten = [f"{u.tabel}: {f}" for u in uitslagen for f in u.fouten]
    yield MaterializeResult(
        metadata={"dagster/row_count": len(tellen)},
        check_results=[
            AssetCheckResult(
                check_name="contract",
                passed=not fouten,
                metadata={
                    "rijen": MetadataValue.json({u.tabel: u.rijen for u in uitslagen}),
                    "fouten": MetadataValue.json(fouten),
                },
            )
        ],
    )


LANDING = [*(_levering_asset(bron) for bron in BRONNEN), leveringen]
