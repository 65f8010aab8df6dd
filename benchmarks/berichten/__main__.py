"""What does reading messages cost? The whole intake against a bare read-and-parse of the same bytes.

    .venv/bin/python -m benchmarks.berichten [--schaal 0.1] [--alleen klein|groot] [--groei] [--maand] [--map DIR]

Input is made from a seed in a temporary folder. At scale 1:
  klein      200.000 messages of one client (301, 305, 307, small 323; 3.0 to 3.2), loose and in zips of thirty
  groot      2 GB of 323 in files of 25 MB
  --groei    1 and 10 million prestaties: the exponent of time
  --maand    sixty months of messages, and then one more: its part of the time of the sixty
Measured is all that `grip run` does to land a delivery: list, hash, passport, unpack, recognise, parse, check,
pseudonyms, Parquet. Beside it, with the same units of work and number of processes, reading the bytes and only parsing
them: `lxml` (etree.fromstring per message) and `xml2arrow` (parse per message, the same columns, nothing done with
them). A ratio is bare time / ours, against the quicker of the two; the aim is 0,5. Both sides use every core from four
units on (klein and groot) and one below that (each single month); what is remembered is looked at by two processes.
Memory is the proportional set size of the process and its children together, sampled. Processor time is given beside
time on the clock, because a machine that does other work as well spoils the second.
"""

import argparse
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.berichten.kaal import ontleed
from benchmarks.berichten.maak import schrijf_declaraties, schrijf_kleine

PRESTATIES_PER_BESTAND = 34_000  # 25 MB
BYTES_PER_PRESTATIE = 730
ANDERS = ("lxml", "xml2arrow")


# --- what is measured, each in a process of its own ------------------------------------------------------------------


def land(map_: Path) -> None:
    """Land all there is under map_/raw, as `grip run` does."""
    from pipeline.inname.landing import land_bron
    from pipeline.settings import Plekken

    geland = land_bron(Plekken(map_ / "raw", map_ / "warehouse"), "berichten")
    assert all(g.uitkomst == "geaccepteerd" for g in geland), [g.uitkomst for g in geland]
    print(sum(g.rijen for g in geland))


# --- time and memory -------------------------------------------------------------------------------------------------


def meet(map_: Path, wat: str) -> tuple[float, float, float]:
    """Seconds, seconds of processor, and MB at the highest."""
    omgeving = {**os.environ, "GRIP_SLEUTELBESTAND": str(map_ / "sleutel")}
    opdracht = [sys.executable, "-m", "benchmarks.berichten", "--map", str(map_), "--doe", wat]
    begin, voor = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(opdracht, env=omgeving, stdout=subprocess.PIPE, text=True) as proces:
        pieken = [0.0]
        klaar = threading.Event()
        wacht = threading.Thread(target=_bemonster, args=(proces.pid, pieken, klaar), daemon=True)
        wacht.start()
        proces.communicate()
        klaar.set()
        wacht.join()
    if proces.returncode:
        raise SystemExit(f"{wat}: exit code {proces.returncode}")
    na = resource.getrusage(resource.RUSAGE_CHILDREN)
    rekentijd = na.ru_utime + na.ru_stime - voor.ru_utime - voor.ru_stime
    return time.perf_counter() - begin, rekentijd, pieken[0]


def _bemonster(pid: int, pieken: list[float], klaar: threading.Event) -> None:
    while not klaar.wait(0.05):
        pieken[0] = max(pieken[0], sum(_pss(p) for p in _stamboom(pid)) / 1024)


def _stamboom(pid: int) -> list[int]:
    try:
        kinderen = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(n for k in kinderen for n in _stamboom(int(k)))]


def _pss(pid: int) -> int:
    try:
        tekst = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(r.split()[1]) for r in tekst.splitlines() if r.startswith("Pss:")), 0)


def vergelijk(naam: str, map_: Path, maak: Callable[[Path], int], berichten: int) -> None:
    """One kind of input: ours, the bare ones, and the ratio."""
    omvang = maak(map_ / "raw" / "berichten" / "levering") / 1e6
    print(f"{naam}: {berichten} berichten, {omvang:.0f} MB")
    tijden = {}
    for wat in (*ANDERS, "land"):
        seconden, rekentijd, piek = tijden[wat] = meet(map_, wat)
        print(
            f"  {wat:10} {seconden:7.2f} s  {berichten / seconden:8.0f} berichten/s  {omvang / seconden:6.1f} MB/s"
            f"  rekentijd {rekentijd:6.2f} s  piek {piek:5.0f} MB"
        )
    for i, soort in enumerate(("tijd", "rekentijd")):
        delen = ", ".join(f"{w} {tijden[w][i] / tijden['land'][i]:.2f}" for w in ANDERS)
        print(f"  verhouding in {soort}: {delen}")


def groei(map_: Path, schaal: float) -> None:
    """Time of ten times as many prestaties, as an exponent."""
    tijden = []
    for aantal in (round(1e6 * schaal), round(1e7 * schaal)):
        doel = map_ / str(aantal)
        omvang = schrijf_declaraties(doel / "raw" / "berichten" / "levering", aantal, PRESTATIES_PER_BESTAND) / 1e6
        seconden, rekentijd, piek = meet(doel, "land")
        tijden.append((seconden, rekentijd))
        print(
            f"groei: {aantal} prestaties, {omvang:.0f} MB  {seconden:.2f} s  rekentijd {rekentijd:.2f} s"
            f"  piek {piek:.0f} MB"
        )
        shutil.rmtree(doel)
    tijd, rekentijd = (math.log10(tijden[1][i] / tijden[0][i]) for i in (0, 1))
    print(f"  exponent van tijd {tijd:.3f}, van rekentijd {rekentijd:.3f} (ten hoogste 1,05)")


def maand(map_: Path, schaal: float) -> None:
    """One new month beside sixty that were landed before."""
    per_maand = round(200_000 * schaal / 12)
    for m in range(60):
        schrijf_kleine(map_ / "raw" / "berichten" / f"m{m:03d}", per_maand, m, m * per_maand)
    time.sleep(2.5)  # what is just written is not remembered yet
    alles, _, _ = meet(map_, "land")
    niets, _, _ = meet(map_, "land")
    schrijf_kleine(map_ / "raw" / "berichten" / "m060", per_maand, 60, 60 * per_maand)
    een, _, _ = meet(map_, "land")
    print(
        f"maand: 60 maanden van {per_maand} berichten {alles:.2f} s, niets nieuws {niets:.2f} s, één nieuwe {een:.2f} s"
    )
    print(f"  deel {een / alles:.3f} (ten hoogste 0,05)")


def main() -> None:
    """Make, measure, print."""
    argumenten = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    argumenten.add_argument("--schaal", type=float, default=1.0)
    argumenten.add_argument("--alleen", choices=("klein", "groot"))
    argumenten.add_argument("--groei", action="store_true")
    argumenten.add_argument("--maand", action="store_true")
    argumenten.add_argument("--map", type=Path, help="waar de invoer komt te staan (standaard een tijdelijke map)")
    argumenten.add_argument("--doe", choices=("land", *ANDERS), help=argparse.SUPPRESS)
    keuze = argumenten.parse_args()
    if keuze.doe:
        land(keuze.map) if keuze.doe == "land" else ontleed(keuze.map, keuze.doe)
        return
    with tempfile.TemporaryDirectory(dir=keuze.map) as naam:
        map_ = Path(naam)
        if keuze.groei:
            groei(map_, keuze.schaal)
        if keuze.maand:
            maand(map_ / "maand", keuze.schaal)
        if keuze.groei or keuze.maand:
            return
        if keuze.alleen != "groot":
            aantal = round(200_000 * keuze.schaal)
            vergelijk("klein", map_ / "klein", lambda m: schrijf_kleine(m, aantal), aantal)
            shutil.rmtree(map_ / "klein")
        if keuze.alleen != "klein":
            prestaties = round(2e9 * keuze.schaal / BYTES_PER_PRESTATIE)
            bestanden = math.ceil(prestaties / PRESTATIES_PER_BESTAND)
            vergelijk(
                "groot", map_ / "groot", lambda m: schrijf_declaraties(m, prestaties, PRESTATIES_PER_BESTAND), bestanden
            )


if __name__ == "__main__":
    main()
