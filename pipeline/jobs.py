"""Dagster jobs, schedule and sensors: when the main job runs, and who hears of it. Its work stands in the assets."""

import hashlib
import json
from pathlib import Path

from dagster import (
    AssetSelection,
    DagsterRunStatus,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    RunFailureSensorContext,
    RunRequest,
    RunStatusSensorContext,
    ScheduleDefinition,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    define_asset_job,
    in_process_executor,
    run_failure_sensor,
    run_status_sensor,
    sensor,
)

from pipeline.inname.mappen import is_levering
from pipeline.meldingen.na_afloop import meld_fout, meld_publicatie
from pipeline.meldingen.versturen import wil_melden
from pipeline.publicaties.versies import huidige
from pipeline.settings import Instellingen, Plekken

# one process: a killed run leaves no step behind that goes on writing
hoofdtaak_job = define_asset_job(
    "hoofdtaak",
    selection=AssetSelection.all(),
    executor_def=in_process_executor,
    description="Lees wat nieuw is, bouw, controleer en publiceer. Hetzelfde als `grip run`.",
    tags={"dagster/max_runtime": "7200"},
)
inname_job = define_asset_job(
    "inname",
    selection=AssetSelection.groups("landing"),
    executor_def=in_process_executor,
    description="Lees en controleer alleen de leveringen. Er wordt niets gebouwd en niets gepubliceerd; zo ziet u "
    "vooraf wat er met nieuwe leveringen gebeurt.",
    tags={"dagster/max_runtime": "7200"},
)


def maak_schema(instellingen: Instellingen) -> ScheduleDefinition:
    """The schedule of the main job, in the time zone of its users."""
    d = instellingen.waarden["dagster"]
    return ScheduleDefinition(
        name="hoofdtaak_volgens_schema",
        job=hoofdtaak_job,
        cron_schedule=d["schema"],
        execution_timezone="Europe/Amsterdam",
        default_status=DefaultScheduleStatus.RUNNING if d["schema_aan"] else DefaultScheduleStatus.STOPPED,
        description="Ververst op vaste tijden; aan of uit in instellingen.yml.",
    )


def maak_sensor(instellingen: Instellingen, raw: Path) -> SensorDefinition:
    """The sensor that starts the main job when a new levering is complete."""
    d = instellingen.waarden["dagster"]

    @sensor(
        name="nieuwe_levering",
        job=hoofdtaak_job,
        minimum_interval_seconds=d["sensor_seconden"],
        default_status=DefaultSensorStatus.RUNNING if d["sensor_aan"] else DefaultSensorStatus.STOPPED,
        description="Start de hoofdtaak als in data/raw een nieuwe levering compleet is: twee keer gelijk gezien, of "
        "met een bestand <levering>.ok ernaast.",
    )
    def nieuwe_levering(context: SensorEvaluationContext) -> SensorResult | SkipReason:
        stand = json.loads(context.cursor) if context.cursor else {"gezien": {}, "gedraaid": {}}
        nu, met_ok = _stand(raw)
        nieuw = {id_ for id_, merk in nu.items() if stand["gedraaid"].get(id_) != merk}
        compleet = {id_ for id_ in nieuw if stand["gezien"].get(id_) == nu[id_] or id_ in met_ok}
        # one that is still being copied holds up the others: half a set of deliveries is no refresh
        if not compleet or compleet != nieuw:
            context.update_cursor(json.dumps({"gezien": nu, "gedraaid": stand["gedraaid"]}))
            return SkipReason(
                "Geen nieuwe levering." if not nieuw else f"Wacht tot {len(nieuw)} levering(en) compleet zijn."
            )
        return SensorResult(
            run_requests=[RunRequest(run_key=_merk(json.dumps(nu, sort_keys=True)))],
            cursor=json.dumps({"gezien": nu, "gedraaid": nu}),
        )

    return nieuwe_levering


def maak_meldsensoren(instellingen: Instellingen, plekken: Plekken) -> list[SensorDefinition]:
    """Two sensors that tell of a run as `grip run` does: one that failed, one that published."""
    stand = DefaultSensorStatus.RUNNING if wil_melden(instellingen.waarden) else DefaultSensorStatus.STOPPED
    seconden = instellingen.waarden["dagster"]["sensor_seconden"]

    @run_failure_sensor(
        name="melding_mislukt",
        monitored_jobs=[hoofdtaak_job],
        default_status=stand,
        minimum_interval_seconds=seconden,
        description="Stuurt een melding als de hoofdtaak niet gelukt is; aan of uit bij meldingen in instellingen.yml.",
    )
    def melding_mislukt(context: RunFailureSensorContext) -> SkipReason | None:
        if context.dagster_run.tags.get("dagster/will_retry") == "true":
            return SkipReason("De taak wordt vanzelf nog eens geprobeerd.")
        for probleem in meld_fout(plekken, instellingen, *_oorzaak(context)):
            context.log.warning(probleem)
        return None

    @run_status_sensor(
        name="melding_gelukt",
        run_status=DagsterRunStatus.SUCCESS,
        monitored_jobs=[hoofdtaak_job],
        default_status=stand,
        minimum_interval_seconds=seconden,
        description="Stuurt een melding als er na de hoofdtaak iets te doen is: een geweigerde levering, bevindingen "
        "of waarschuwingen; aan of uit bij meldingen in instellingen.yml.",
    )
    def melding_gelukt(context: RunStatusSensorContext) -> None:
        map_ = huidige(plekken.publicaties)
        for probleem in meld_publicatie(plekken, instellingen, map_) if map_ else []:
            context.log.warning(probleem)

    return [melding_mislukt, melding_gelukt]


def _oorzaak(context: RunFailureSensorContext) -> tuple[str, str]:
    """Class and message of the error under a failed run; Dagster wraps it in errors of its own."""
    stappen = [e.step_failure_data.error for e in context.get_step_failure_events()]
    fout = next((s for s in stappen if s), None)
    if fout is None and context.failure_event.event_specific_data is not None:
        fout = getattr(context.failure_event.event_specific_data, "error", None)
    while fout is not None and fout.cause is not None:
        fout = fout.cause
    if fout is None:
        return "Afgebroken", ""
    naam = (fout.cls_name or "onbekend").rsplit(".", 1)[-1]
    return naam, fout.message.split(": ", 1)[-1]


def _stand(raw: Path) -> tuple[dict[str, str], set[str]]:
    """Per delivery its files with size and time, which shows whether it is still being written; and those marked .ok.

    Names go in as hashes: the cursor stands in Dagster's own database, and a file name can hold a person.
    """
    stand, met_ok = {}, set()
    for pad in sorted(p for bron in raw.glob("*") if bron.is_dir() for p in bron.iterdir()):
        if not is_levering(pad):
            continue
        bestanden = [p for p in sorted(pad.rglob("*")) if p.is_file()] if pad.is_dir() else [pad]
        regels = [
            f"{b.relative_to(pad.parent).as_posix()} {b.stat().st_size} {b.stat().st_mtime_ns}"
            for b in bestanden
            if b.name != "levering.yml"  # the run itself writes the passport
        ]
        id_ = _merk(f"{pad.parent.name}/{pad.name}")
        stand[id_] = _merk("\n".join(regels))
        if pad.with_name(f"{pad.name}.ok").exists() or (pad / ".ok").exists():
            met_ok.add(id_)
    return stand, met_ok


def _merk(tekst: str) -> str:
    return hashlib.sha256(tekst.encode()).hexdigest()
