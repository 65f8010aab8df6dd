"""The main job, step by step: land, build, check, publish. `grip run` and the Dagster assets call these same steps.

Owns the order of the steps and what they hand to one another; each step's work stands in its own module.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline import bouw as bouwen
from pipeline.contracten import Uitslag
from pipeline.inname import landing
from pipeline.inname.intake import GEWEIGERD
from pipeline.inname.landing import Geland
from pipeline.privacy.onthulling.uitgave import Poort
from pipeline.prognose.archief import Vastgelegd
from pipeline.publicaties import databank, uitgeven, versies
from pipeline.settings import DBT_PROJECT, PROJECT, Instellingen, Plekken
from pipeline.slot import lees_teken, slot

Meld = Callable[[str], None]
# a summary is read at a glance; the mart waarschuwingen has them all
MEESTE_MELDINGEN = 3


class ControleFout(RuntimeError):
    """A blocking check failed: what was built is not published."""

    def __init__(self, uitslagen: list[Uitslag]) -> None:
        super().__init__("; ".join(f"{u.laag}.{u.tabel}: {', '.join(u.fouten[:3])}" for u in uitslagen[:5]))
        self.uitslagen = uitslagen


class GemengdFout(RuntimeError):
    """Invented and real deliveries in one run: nothing is counted, because no figure could be trusted."""

    def __init__(self, synthetisch: list[str], echt: list[str]) -> None:
        super().__init__(
            f"er staan verzonnen leveringen ({_opsomming(synthetisch)}) naast echte ({_opsomming(echt)}). Die worden "
            "nooit samen gelezen. Geef de demo een eigen map met --raw en een eigen --warehouse."
        )


def _opsomming(namen: list[str]) -> str:
    rest = len(namen) - 3
    return ", ".join(sorted(namen)[:3]) + (f" en nog {rest}" if rest > 0 else "")


@dataclass
class Samenvatting:
    """What a run did: the last thing that `grip run` prints."""

    gelezen: int = 0
    overgeslagen: int = 0
    geweigerd: list[str] = field(default_factory=list)
    bevindingen: dict[str, int] = field(default_factory=dict)
    publicatie: Path | None = None
    is_nieuw: bool = True
    gewijzigde_marts: list[str] | None = None
    waarschuwingen: list[str] = field(default_factory=list)
    prognose_meldingen: list[str] = field(default_factory=list)
    prognose_waarschuwingen: int = 0


@dataclass(frozen=True)
class Run:
    """One run: its places, its settings, the day it looks at, and its fencing token."""

    plekken: Plekken
    instellingen: Instellingen
    teken: int
    peildatum: date | None = None

    @property
    def leveringen(self) -> Path:
        """The deliveries that count: a run as of a day has a list of its own and leaves the current one alone."""
        if self.peildatum is None:
            return self.plekken.leveringen
        return self.plekken.landing / f"leveringen-{self.peildatum:%Y-%m-%d}.parquet"

    @property
    def publicaties(self) -> Path:
        if self.peildatum is None:
            return self.plekken.publicaties
        return self.plekken.publicaties / "peildatum" / f"{self.peildatum:%Y-%m-%d}"

    @property
    def prognose(self) -> Path:
        """Where the prognose lies ready for dbt."""
        return bouwen.bouwmap(self.plekken) / "prognose"

    def dbt_vars(self) -> dict[str, Any]:
        return {
            **self.instellingen.dbt_vars(),
            "prognose": str(self.prognose.resolve()),
            "landing": str(self.plekken.landing.resolve()),
            "leveringen": str(self.leveringen.resolve()),
            "peildatum": None if self.peildatum is None else self.peildatum.isoformat(),
        }


def draai(
    plekken: Plekken,
    instellingen: Instellingen | None = None,
    peildatum: date | None = None,
    meld: Meld = lambda _: None,
) -> Samenvatting:
    """Run the whole job; raises slot.Bezig, bouw.BouwFout or ControleFout, and then publishes nothing."""
    instellingen = instellingen or Instellingen()
    with slot(plekken.warehouse) as teken:
        run = Run(plekken, instellingen, teken, peildatum)
        geland = neem_in(run, meld)
        merk = vingerafdruk(run)
        staat = staande(run, merk)
        if staat is not None:
            meld("Niets nieuws: de publicatie van de vorige keer klopt nog en blijft staan.")
            return vat_samen(geland, staat, versies.lees_manifest(staat) or {}, is_nieuw=False)
        gebouwd = bouw(run, meld)
        uitslagen = controleer_landing(run, meld) + controleer_marts(run, gebouwd, meld)
        houd_tegen(uitslagen)
        map_, manifest = publiceer(run, gebouwd, merk, uitslagen, meld)
        samenvatting = vat_samen(geland, map_, manifest)
        samenvatting.waarschuwingen = [w for w in gebouwd.waarschuwingen if not w.startswith("prognose_")]
        return samenvatting


# --- landing ---------------------------------------------------------------------------------------------------------


def neem_in(run: Run, meld: Meld = lambda _: None) -> list[Geland]:
    """Land all that is new, of every bron, and write down which deliveries count."""
    geland: list[Geland] = []
    for bron in landing.bronnen_in(run.plekken.raw):
        nieuw = neem_bron_in(run, bron)
        if nieuw:
            gelezen = sum(g.is_gelezen for g in nieuw)
            meld(f"Inname {bron}: {gelezen} gelezen, {len(nieuw) - gelezen} al bekend")
        geland += nieuw
    return leg_leveringen_vast(run, geland)


def neem_bron_in(run: Run, bron: str) -> list[Geland]:
    """Land what is new of one bron."""
    return landing.land_bron(run.plekken, bron)


def leg_leveringen_vast(run: Run, geland: Iterable[Geland]) -> list[Geland]:
    """Write the deliveries that count, add new ones to the archive, and clear what no delivery has any more."""
    geland = list(geland)
    _houd_gescheiden(run, geland)
    landing.schrijf_lege_tabellen(run.plekken)
    tellen = landing.schrijf_leveringen(geland, run.leveringen, run.instellingen.reeksvolgorde, run.peildatum)
    landing.ruim_op(run.plekken, {g.sleutel for g in geland})
    _archiveer(run, geland)
    return tellen


def _houd_gescheiden(run: Run, geland: list[Geland]) -> None:
    """Raise `GemengdFout` where invented and real deliveries would count together."""
    tellen = [
        g for g in geland
        if g.uitkomst != GEWEIGERD and (run.peildatum is None or g.paspoort.ontvangen_op <= run.peildatum)
    ]  # fmt: skip
    synthetisch = [g.levering.id for g in tellen if g.paspoort.synthetisch]
    if synthetisch and len(synthetisch) < len(tellen):
        raise GemengdFout(synthetisch, [g.levering.id for g in tellen if not g.paspoort.synthetisch])


def _archiveer(run: Run, geland: Iterable[Geland]) -> None:
    """The register of deliveries: append-only, one line at first sight of each content."""
    register = run.plekken.archief / "leveringen.jsonl"
    register.parent.mkdir(parents=True, exist_ok=True)
    regels = register.read_text(encoding="utf-8").splitlines() if register.exists() else []
    bekend = {(r["levering"], r["sha256"]) for r in map(json.loads, regels)}
    nieuw = [
        {
            "levering": g.levering.id, "sha256": g.levering.sha256, "reeks": g.paspoort.reeks,
            "leverancier": g.paspoort.leverancier, "ontvangen_op": g.paspoort.ontvangen_op.isoformat(),
            "uitkomst": g.uitkomst, "gezien_op": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        for g in geland
        if (g.levering.id, g.levering.sha256) not in bekend
    ]  # fmt: skip
    if nieuw:
        with register.open("a", encoding="utf-8") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in nieuw)
            f.flush()
            os.fsync(f.fileno())


# --- nothing new -----------------------------------------------------------------------------------------------------


@cache
def codeversie() -> str:
    """Hash of all that turns landing into publications: code, templates, terms, models, seeds, and DuckDB's version."""
    mappen = [PROJECT / "pipeline", *(DBT_PROJECT / m for m in ("models", "macros", "seeds", "tests"))]
    bestanden = sorted(p for map_ in mappen for p in map_.rglob("*.*") if p.is_file() and p.suffix != ".pyc")
    bestanden += [DBT_PROJECT / "dbt_project.yml", DBT_PROJECT / "profiles.yml"]
    som = hashlib.sha256(metadata.version("duckdb").encode())
    for pad in bestanden:
        som.update(f"{pad.relative_to(PROJECT)}\0".encode() + pad.read_bytes())
    return som.hexdigest()


def vingerafdruk(run: Run) -> str:
    """What a publication follows from: the deliveries that count, the code, and the settings."""
    import pyarrow.parquet as pq

    som = hashlib.sha256(codeversie().encode())
    som.update(json.dumps(pq.read_table(run.leveringen).to_pylist(), default=str, sort_keys=True).encode())
    # when a run starts and who hears of it says nothing about its figures
    waarden = {k: v for k, v in run.instellingen.waarden.items() if k not in ("dagster", "meldingen")}
    som.update(json.dumps(waarden, sort_keys=True, default=str).encode())
    return som.hexdigest()


def staande(run: Run, merk: str) -> Path | None:
    """The publication that stands, if it follows from the same input and every file of it is whole; else None."""
    map_ = versies.huidige(run.publicaties)
    if map_ is None or (run.peildatum is None and not run.plekken.werk.exists()):
        return None
    manifest = versies.lees_manifest(map_)
    if manifest is None or manifest.get("vingerafdruk") != merk or not versies.is_heel(map_):
        return None
    return map_


# --- build and check -------------------------------------------------------------------------------------------------


def bouw(run: Run, meld: Meld = lambda _: None) -> bouwen.Gebouwd:
    """Build the working database beside the one that stands: its base, the prognose, and what stands on that."""
    basis = bouw_basis(run, meld)
    voorspel(run, basis, meld)
    return bouw_vervolg(run, basis, meld)


def bouw_basis(run: Run, meld: Meld = lambda _: None) -> bouwen.Gebouwd:
    """The models that the prognose stands on, and all others that do not need it."""
    meld("Bouw van het werkbestand met dbt")
    return bouwen.bouw_basis(run.plekken, run.dbt_vars())


def voorspel(run: Run, basis: bouwen.Gebouwd, meld: Meld = lambda _: None) -> Vastgelegd:
    """The prognose as of this run's peildatum, from the archive where nothing changed since."""
    from pipeline.prognose.stap import voorspel as bereken

    index_pct = float(run.instellingen.waarden["drempels"]["prognose_index_pct"])
    vastgelegd = bereken(basis.databank, run.plekken.archief, index_pct, achteraf=run.peildatum is not None)
    vastgelegd.leg_klaar(run.prognose)
    meld("Prognose: opnieuw berekend" if vastgelegd.is_nieuw else "Prognose: niets veranderd")
    return vastgelegd


def bouw_vervolg(run: Run, basis: bouwen.Gebouwd, meld: Meld = lambda _: None) -> bouwen.Gebouwd:
    """The models that stand on the prognose."""
    meld("Bouw van de sturingsinformatie met dbt")
    return bouwen.bouw_vervolg(run.plekken, run.dbt_vars(), basis)


def controleer_landing(run: Run, meld: Meld = lambda _: None) -> list[Uitslag]:
    """Check every landing table against its contract."""
    from pipeline.contracten.warehouse import controleer_landing as controleer

    meld("Controle van de landing tegen het leveringscontract")
    return controleer(run.plekken.landing)


def controleer_marts(
    run: Run, gebouwd: bouwen.Gebouwd, meld: Meld = lambda _: None, alleen: Collection[str] | None = None
) -> list[Uitslag]:
    """Check every mart, or those of one half of the build, against the contract that dbt's manifest holds."""
    from pipeline.contracten.warehouse import controleer_marts as controleer

    meld("Controle van de marts tegen hun contract")
    return controleer(gebouwd.databank, gebouwd.manifest, alleen=alleen)


def houd_tegen(uitslagen: Iterable[Uitslag]) -> None:
    """Raise `ControleFout` where a blocking check failed."""
    fout = [u for u in uitslagen if u.fouten]
    if fout:
        raise ControleFout(fout)


# --- publish ---------------------------------------------------------------------------------------------------------


def publiceer(
    run: Run, gebouwd: bouwen.Gebouwd, merk: str, uitslagen: list[Uitslag], meld: Meld = lambda _: None
) -> tuple[Path, dict[str, Any]]:
    """Build a version beside the current one, check it, and switch; gives its folder and its manifest."""
    nu = datetime.now(UTC)
    map_ = run.publicaties / "versies" / f"{nu:%Y%m%dT%H%M%S%f}-{merk[:8]}"
    vorige = versies.huidige(run.publicaties)
    try:
        poort = Poort(run.instellingen.openbaar, run.plekken.archief, run.peildatum is None, meld)
        manifest = uitgeven.maak_versie(gebouwd, map_, merk, nu, uitslagen, meld, poort)
        houd_tegen(controleer_publicatie(gebouwd, map_))
        if lees_teken(run.plekken.warehouse) != run.teken:
            raise versies.Verouderd("Een nieuwere verversing is begonnen; deze publiceert niet.")
        poort.leg_vast()
    except BaseException:
        shutil.rmtree(map_, ignore_errors=True)  # what did not pass is not kept
        raise
    versies.wissel(run.publicaties, map_)
    if run.peildatum is None:
        bouwen.neem_in_gebruik(run.plekken, gebouwd)
    versies.ruim_op(run.publicaties)
    oud = None if vorige is None else (versies.lees_manifest(vorige) or {}).get("marts")
    if oud:
        manifest["gewijzigde_marts"] = sorted(m for m, h in manifest["marts"].items() if oud.get(m) != h)
    return map_, manifest


def controleer_publicatie(gebouwd: bouwen.Gebouwd, map_: Path) -> list[Uitslag]:
    """Reopen what was published and hold it against what was built and against its own contract."""
    from pipeline.contracten.publicaties import controleer

    return controleer(gebouwd, map_)


def vat_samen(geland: list[Geland], map_: Path, manifest: dict[str, Any], *, is_nieuw: bool = True) -> Samenvatting:
    """Count what a run did, from the landing and the publication."""
    telling: Counter[str] = Counter()
    meldingen: list[str] = []
    with suppress(OSError):
        con = databank.verbind(map_ / "intern" / "grip.duckdb")
        telling.update(dict(con.execute("select ernst, count(*) from marts.bevindingen group by ernst").fetchall()))
        # what a total says, its parts say too: the totals first, the largest of them before the others
        meldingen = [
            rij[0]
            for rij in con.execute(
                "select melding from marts.waarschuwingen order by "
                "case niveau when 'totaal' then 0 when 'wet' then 1 when 'groep' then 2 else 3 end, "
                "abs(verschil_eur) desc nulls last, melding"
            ).fetchall()
        ]
        con.close()
    return Samenvatting(
        gelezen=sum(g.is_gelezen for g in geland),
        overgeslagen=sum(not g.is_gelezen and g.uitkomst != GEWEIGERD for g in geland),
        geweigerd=[g.levering.id for g in geland if g.uitkomst == GEWEIGERD],
        bevindingen=dict(telling),
        publicatie=map_,
        is_nieuw=is_nieuw,
        gewijzigde_marts=manifest.get("gewijzigde_marts"),
        prognose_meldingen=meldingen[:MEESTE_MELDINGEN],
        prognose_waarschuwingen=len(meldingen),
    )
