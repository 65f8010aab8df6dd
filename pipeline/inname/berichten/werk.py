"""A delivery of messages in units of work, on the cores there are, each with its own Parquet parts; memory is bounded.

Units follow from the files alone (their order and size), never from the number of cores, so that the same delivery
gives the same parts. A small delivery stays in this process. Which delivery must be read is the landing's to say.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bevindingen import FOUT, REGELS, Bevinding, bevinding
from pipeline.contracten.inname import TABELLEN
from pipeline.contracten.model import landingschema
from pipeline.inname.berichten.herkennen import Bericht, herken
from pipeline.inname.berichten.kolommen import Pseudoniemen
from pipeline.inname.berichten.lezen import lees_berichten
from pipeline.inname.berichten.rijen import Context
from pipeline.inname.berichten.tabellen import Gemaakt, maak_tabellen
from pipeline.inname.berichten.uitpakken import MB, Afwijzing, pak_uit
from pipeline.inname.berichten.vormen import VORMEN
from pipeline.inname.mappen import Paden
from pipeline.inname.paspoort import Levering
from pipeline.privacy.pseudoniem import Sleutel

EENHEID_BYTES, EENHEID_BESTANDEN = 48 * MB, 4_000  # one unit of work
SAMEN_BYTES, SAMEN_BERICHTEN = 8 * MB, 4_000  # messages of one kind that are read in one go
MINST_VERDEELD = 4  # below so many units a second process costs more than it gains
MEESTE_PROCESSEN = 6  # each holds about 250 MB
BIJNA_UNIEK = frozenset(
    {"regel", "referentienummer", "toewijzingnummer", "bedrag", "inhoud_hash"}
)  # no dictionary pays
MEESTE_BEVINDINGEN = 1_000  # of one rule in one delivery, one by one; then a count


@dataclass(slots=True)
class Telling:
    """What one file of the delivery gave; a zip is one file. `berichten`: how many of each kind."""

    rijen: int = 0
    apart: int = 0
    berichten: dict[str, int] = field(default_factory=dict)
    geweigerd: int = 0
    centen: int = 0

    def __reduce__(self) -> tuple[type[Telling], tuple[object, ...]]:  # a few 100.000 go from process to process
        return Telling, (self.rijen, self.apart, self.berichten, self.geweigerd, self.centen)

    def controletotalen(self) -> dict[str, Decimal]:
        """What the sender can compare: messages per kind, and the sum of the amounts, credit negative."""
        uit = {f"bericht.{soort}": Decimal(n) for soort, n in sorted(self.berichten.items())}
        if "323" in self.berichten:
            uit["prestatie.bedrag"] = Decimal(self.centen) / 100
        return uit


@dataclass
class Uitkomst:
    """What a unit of work, or all of them, gave. `delen`: per table the numbers of the parts that hold rows."""

    tellingen: dict[str, Telling]
    bevindingen: list[Bevinding]
    delen: dict[str, list[int]]

    @property
    def gelezen(self) -> int:
        return sum(sum(t.berichten.values()) for t in self.tellingen.values())

    @property
    def rijen(self) -> int:
        return sum(t.rijen for t in self.tellingen.values())

    @property
    def apart(self) -> int:
        return sum(t.apart for t in self.tellingen.values())


@dataclass(frozen=True)
class Opdracht:
    """One unit: paths of files in the delivery at `wortel`, and where the rows go; no `doel` is a rehearsal."""

    nummer: int
    bestanden: tuple[str, ...]
    wortel: str
    sleutel: str
    levering: str
    geheim: Sleutel
    doel: Path | None


def lees_levering(levering: Levering, sleutel: str, geheim: Sleutel, doel: Path | None) -> Uitkomst:
    """Read a whole delivery; parts go to `doel`/<tabel>/<sleutel>-<n>.parquet."""
    opdrachten = maak_opdrachten(levering, sleutel, geheim, doel)
    uit = Uitkomst({}, [], {})
    kappen: Counter[str] = Counter()
    for deel in _voer_uit(opdrachten):
        uit.tellingen |= deel.tellingen
        for tabel, nummers in deel.delen.items():
            uit.delen.setdefault(tabel, []).extend(nummers)
        for b in deel.bevindingen:
            kappen[b.regel_code] += 1
            if kappen[b.regel_code] <= MEESTE_BEVINDINGEN:
                uit.bevindingen.append(b)
    for regel_code, aantal in sorted(kappen.items()):
        if aantal > MEESTE_BEVINDINGEN:
            melding = (
                f"Nog {aantal - MEESTE_BEVINDINGEN} bevindingen in deze levering van de soort {regel_code} "
                f"({REGELS[regel_code].omschrijving})"
            )
            uit.bevindingen.append(
                bevinding("levering.veel_bevindingen", melding, levering=levering.id, bestand=levering.id)
            )
    return uit


def maak_opdrachten(levering: Levering, sleutel: str, geheim: Sleutel, doel: Path | None) -> list[Opdracht]:
    """The units of a delivery, in the order of its files."""
    opdrachten: list[Opdracht] = []
    lijst: list[str] = []
    omvang = 0

    def sluit() -> None:
        nonlocal lijst, omvang
        if lijst:
            opdrachten.append(
                Opdracht(len(opdrachten), tuple(lijst), str(levering.pad), sleutel, levering.id, geheim, doel)
            )
        lijst, omvang = [], 0

    for pad, grootte in _maten(levering):
        if lijst and (omvang + grootte > EENHEID_BYTES or len(lijst) >= EENHEID_BESTANDEN):
            sluit()
        lijst.append(pad)
        omvang += grootte
    sluit()
    return opdrachten


def _maten(levering: Levering) -> Iterator[tuple[str, int]]:
    if isinstance(levering.bestanden, Paden):
        wortel = f"{levering.pad}{os.sep}"
        yield from ((wortel + naam, maat) for naam, maat in levering.bestanden.maten())
        return
    for pad in map(str, levering.bestanden):
        yield pad, os.stat(pad).st_size if os.path.exists(pad) else 0


def _voer_uit(opdrachten: list[Opdracht]) -> Iterator[Uitkomst]:
    kernen = min(_kernen(), MEESTE_PROCESSEN, len(opdrachten))
    if kernen < 2 or len(opdrachten) < MINST_VERDEELD:
        yield from map(voer_uit, opdrachten)
        return
    # spawn: the parent may hold threads and open databases, which a fork would copy
    with ProcessPoolExecutor(kernen, get_context("spawn"), _een_draad) as pool:
        rest = iter(opdrachten)
        loopt = [pool.submit(voer_uit, o) for o in islice(rest, kernen * 2)]
        while loopt:
            yield loopt.pop(0).result()
            loopt += [pool.submit(voer_uit, o) for o in islice(rest, 1)]


def _een_draad() -> None:
    """One thread of Arrow per process: the processes are the parallelism. And no pandas, which Arrow would load."""
    pa.set_cpu_count(1)
    sys.meta_path.insert(0, ZonderPandas)


class ZonderPandas:
    """Finds no pandas. Arrow looks for it at its first conversion: half a second and 60 MB per process, for nothing."""

    @staticmethod
    def find_spec(naam: str, *_: object) -> None:
        if naam == "pandas":
            raise ModuleNotFoundError(naam, name=naam)


def _kernen() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _pseudoniemen(geheim: Sleutel) -> Pseudoniemen:
    return Pseudoniemen(geheim)


def voer_uit(opdracht: Opdracht) -> Uitkomst:
    """Do one unit of work, in whatever process this is."""
    with _Werk(opdracht) as werk:
        return werk.doe()


class _Werk:
    def __init__(self, opdracht: Opdracht) -> None:
        self.opdracht = opdracht
        self.context = Context(opdracht.sleutel, opdracht.levering, _pseudoniemen(opdracht.geheim))
        self.bestanden = [(pad, self._naam(pad)) for pad in opdracht.bestanden]
        self.uit = Uitkomst({naam: Telling() for _, naam in self.bestanden}, [], {})
        self.schrijvers: dict[str, tuple[pq.ParquetWriter, Path, Path]] = {}
        self.wachtend: dict[str, list[Bericht]] = defaultdict(list)
        self.omvang: Counter[str] = Counter()
        self.bestand_van: dict[str, str] = {}

    def _naam(self, pad: str) -> str:
        """The name of a file as it may be kept: from the delivery on, without a burgerservicenummer."""
        binnen = pad.removeprefix(f"{self.opdracht.wortel}{os.sep}")
        if binnen == pad:
            return self.opdracht.levering
        return f"{self.opdracht.levering}/{self.context.pseudoniemen.naam(binnen.replace(os.sep, '/'))}"

    def __enter__(self) -> _Werk:
        return self

    def __exit__(self, soort: type[BaseException] | None, *_: object) -> None:
        for schrijver, tijdelijk, pad in self.schrijvers.values():
            schrijver.close()
            if soort is None:
                os.replace(tijdelijk, pad)
            else:
                tijdelijk.unlink(missing_ok=True)

    def doe(self) -> Uitkomst:
        for pad, naam in self.bestanden:
            for stuk in pak_uit(pad, naam, self.context.pseudoniemen.naam):
                bericht = stuk if isinstance(stuk, Afwijzing) else herken(stuk)
                self.bestand_van[bericht.naam] = naam
                if isinstance(bericht, Afwijzing):
                    self._wijs_af(bericht)
                else:
                    self._wacht(bericht)
        for soort in VORMEN:
            self._lees(soort)
        self.uit.bevindingen.sort(key=lambda b: b.bestand)
        return self.uit

    def _wacht(self, bericht: Bericht) -> None:
        soort = bericht.soort
        if self.omvang[soort] + len(bericht.inhoud) > SAMEN_BYTES:
            self._lees(soort)
        self.wachtend[soort].append(bericht)
        self.omvang[soort] += len(bericht.inhoud)
        if len(self.wachtend[soort]) >= SAMEN_BERICHTEN:
            self._lees(soort)

    def _lees(self, soort: str) -> None:
        berichten = self.wachtend.pop(soort, [])
        self.omvang[soort] = 0
        for groep in lees_berichten(berichten):
            if isinstance(groep, Afwijzing):
                self._wijs_af(groep)
            else:
                self._verwerk(maak_tabellen(groep, self.context), soort)
        for bericht in berichten:
            self.bestand_van.pop(bericht.naam, None)

    def _verwerk(self, gemaakt: Gemaakt, soort: str) -> None:
        self.uit.bevindingen += gemaakt.bevindingen
        for naam, tabel in gemaakt.tabellen.items():
            self._schrijf(naam, tabel)
        per_bericht = (gemaakt.rijen.tolist(), gemaakt.apart.tolist(), gemaakt.geweigerd.tolist())
        for naam, rijen, apart, geweigerd in zip(gemaakt.namen, *per_bericht, strict=True):
            telling = self.uit.tellingen[self.bestand_van[naam]]
            telling.rijen += rijen
            telling.apart += apart
            telling.geweigerd += geweigerd
        for naam in gemaakt.tabellen["bericht"]["bestand"].to_pylist():
            berichten = self.uit.tellingen[self.bestand_van[naam]].berichten
            berichten[soort] = berichten.get(soort, 0) + 1
        if soort == "323":
            self._tel_bedragen(gemaakt.tabellen["prestatie"])

    def _tel_bedragen(self, tabel: pa.Table) -> None:
        bedrag = tabel["bedrag"]
        teken = pc.if_else(pc.equal(tabel["debet_credit"], "C"), pc.negate(bedrag), bedrag)
        per_bestand = pa.table({"bestand": tabel["bestand"], "bedrag": teken}).group_by("bestand")
        for rij in per_bestand.aggregate([("bedrag", "sum")]).to_pylist():
            self.uit.tellingen[self.bestand_van[rij["bestand"]]].centen += int(rij["bedrag_sum"] * 100)

    def _wijs_af(self, afwijzing: Afwijzing) -> None:
        telling = self.uit.tellingen[self.bestand_van.get(afwijzing.naam, afwijzing.naam)]
        if REGELS[afwijzing.regel_code].ernst == FOUT:
            telling.geweigerd += 1
        self.uit.bevindingen.append(
            bevinding(afwijzing.regel_code, afwijzing.melding, levering=self.opdracht.levering, bestand=afwijzing.naam)
        )

    def _schrijf(self, naam: str, tabel: pa.Table) -> None:
        if not tabel.num_rows:
            return
        opdracht = self.opdracht
        if naam not in self.uit.delen:
            self.uit.delen[naam] = [opdracht.nummer]
        if opdracht.doel is None:
            return
        if naam not in self.schrijvers:
            pad = opdracht.doel / naam / f"{opdracht.sleutel}-{opdracht.nummer}.parquet"
            pad.parent.mkdir(parents=True, exist_ok=True)
            tijdelijk = pad.with_suffix(".nieuw")
            schema = landingschema(TABELLEN[naam])
            woordenboek = [k for k in schema.names if k not in BIJNA_UNIEK]
            schrijver = pq.ParquetWriter(
                tijdelijk, schema, compression="zstd", use_dictionary=woordenboek, write_batch_size=1 << 16
            )
            self.schrijvers[naam] = (schrijver, tijdelijk, pad)
        self.schrijvers[naam][0].write_table(tabel)
