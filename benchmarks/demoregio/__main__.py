"""Does the house say what the messages say? A demo region of full size, made, run and held against its truth.

    .venv/bin/python -m benchmarks.demoregio [--clienten 14000] [--maanden 36] [--seed 1] [--map DIR]

Prints seconds and peak memory of each step, the cells of every mart that differ from the messages' truth (none should),
how far what happened in the last year lies from the published levels, and the gap that no gemeente can know yet.
"""

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from benchmarks.demoregio.vergelijk import MATEN, verschillen
from pipeline.settings import Plekken

# published levels of 2019, region Gooi en Vechtstreek: bronnen/regio_gv_voorzieningen_2019.csv
GEPUBLICEERD = {
    "ambulante_jeugdhulp": (5_049, Decimal(18_349_650)),
    "verblijf_jeugd": (158, Decimal(6_568_139)),
    "huishoudelijke_hulp": (5_850, Decimal(14_457_628)),
    "begeleiding": (2_284, Decimal(11_612_185)),
    "dagbesteding": (819, Decimal(3_812_597)),
    "beschermd_wonen": (320, Decimal(13_789_281)),
}
SCHAAL = 14_000


def grip(*opdracht: str) -> None:
    """A command as a user types it, with its seconds and the peak memory of its processes so far."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pipeline", *opdracht], check=True, stdout=subprocess.DEVNULL)
    piek = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    print(
        f"grip {opdracht[0]:5} {time.perf_counter() - begin:8.1f} s   hoogste geheugen tot nu {piek:.1f} GB", flush=True
    )


def rijen(pad: Path) -> list[dict[str, str]]:
    """A CSV of the truth."""
    with pad.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


def ijking(map_: Path, clienten: int) -> None:
    """Clients and euros of what happened in the last year, against the published level."""
    jaar = max(r["periode"] for r in rijen(map_ / "waarheid/werkelijk/clienten.csv") if r["periode_soort"] == "jaar")
    aantallen = {
        r["voorziening"]: int(r["clienten_aantal"])
        for r in rijen(map_ / "waarheid/werkelijk/clienten.csv")
        if r["gemeente_code"] == "RG-DEMO" and r["niveau"] == "groep" and r["periode"] == jaar
    }
    euros: dict[str, Decimal] = defaultdict(Decimal)
    for r in rijen(map_ / "waarheid/werkelijk/uitgaven.csv"):
        if r["gemeente_code"] == "RG-DEMO" and r["niveau"] == "groep" and r["periode"].startswith(jaar):
            euros[r["voorziening"]] += Decimal(r["geleverd_eur"])
    for groep, (aantal, euro) in GEPUBLICEERD.items():
        doel, geld = aantal * clienten / SCHAAL, euro * clienten / SCHAAL
        print(
            f"  {groep:22} cliënten {aantallen.get(groep, 0):7} ({aantallen.get(groep, 0) / doel - 1:+.2%})   "
            f"euro {euros[groep]:16,.2f} ({float(euros[groep] / geld) - 1:+.2%})"
        )


def main() -> int:
    """Make, run, compare; 1 where a cell differs."""
    vlaggen = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    vlaggen.add_argument("--clienten", type=int, default=SCHAAL)
    vlaggen.add_argument("--maanden", type=int, default=36)
    vlaggen.add_argument("--seed", type=int, default=1)
    vlaggen.add_argument("--map", type=Path)
    keuze = vlaggen.parse_args()
    with tempfile.TemporaryDirectory() as tijdelijk:
        map_ = keuze.map or Path(tijdelijk)
        plekken = Plekken(map_ / "raw", map_ / "warehouse")
        grip(
            "demo", "--out", str(map_), "--clienten", str(keuze.clienten), "--maanden", str(keuze.maanden),
            "--seed", str(keuze.seed),
        )  # fmt: skip
        run = ("run", "--raw", str(plekken.raw), "--warehouse", str(plekken.warehouse))
        grip(*run)
        grip(*run)
        print("tegen wat de berichten zeggen:")
        fout = 0
        for mart in MATEN:
            aantal, anders = verschillen(map_, plekken, mart)
            fout += len(anders)
            print(f"  {mart:20} {aantal:9} cellen, {len(anders)} anders")
            for geval in anders[:10]:
                print(f"    {geval}")
        print("wat gebeurde in het laatste jaar, tegen het gepubliceerde niveau:")
        ijking(map_, keuze.clienten)
    return int(fout > 0)


if __name__ == "__main__":
    sys.exit(main())
