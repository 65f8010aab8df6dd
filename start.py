"""Sets the house up and opens a door: `python3 start.py` runs the main job, `python3 start.py test` the tests.

Only the standard library: this runs before anything is installed. Makes .venv, installs the locked versions into it,
and then runs what was asked. Doing it again installs nothing that is there already.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HUIS = Path(__file__).resolve().parent
OMGEVING = HUIS / ".venv"
BIN = OMGEVING / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# older DuckDB clients, beside the house's own: the tests read the published database with them
LEZERS = HUIS / "tests" / "lezers"

GRIP = str(BIN / "grip")
DEMO = str(HUIS / "data" / "demo")

DEUREN = {
    "run": [
        [GRIP, "run"],
        [GRIP, "demo", "--out", DEMO, "--clienten", "300"],
        [GRIP, "run", "--raw", f"{DEMO}/raw", "--warehouse", f"{DEMO}/warehouse"],
    ],
    "test": [[str(PYTHON), "-m", "pytest"]],
    "lint": [
        [str(PYTHON), "-m", "ruff", "check", "."],
        [str(PYTHON), "-m", "ruff", "format", "--check", "."],
    ],
}


def zet_op() -> None:
    """Make .venv and install the lock, unless this lock was installed before."""
    merk = OMGEVING / "geinstalleerd"
    versie = hashlib.sha256(
        (HUIS / "requirements.lock").read_bytes() + (HUIS / "pyproject.toml").read_bytes()
    ).hexdigest()
    if merk.exists() and merk.read_text() == versie:
        return
    print("Eenmalig: benodigde pakketten installeren in .venv (enkele minuten)", flush=True)
    pip = [*maak_omgeving(), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(HUIS / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(HUIS)], check=True)
    merk.write_text(versie)


def zet_lezers_op() -> None:
    """Install each older client of tests/lezers into .venv/lezers; without a network the tests that need it skip."""
    for slot in sorted(LEZERS.glob("*.lock")):
        doel = OMGEVING / "lezers" / slot.stem
        merk, versie = doel / "geinstalleerd", hashlib.sha256(slot.read_bytes()).hexdigest()
        if merk.exists() and merk.read_text() == versie:
            continue
        shutil.rmtree(doel, ignore_errors=True)
        pip = [*maak_omgeving(), "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        opdracht = [*pip, "--only-binary", ":all:", "--require-hashes", "--target", str(doel), "-r", str(slot)]
        if subprocess.run(opdracht, check=False).returncode:
            print(f"{slot.stem} is niet geinstalleerd; de tests met deze lezer vervallen.", file=sys.stderr)
            continue
        merk.write_text(versie)


def maak_omgeving() -> list[str]:
    """Make .venv where there is none; gives the pip that installs into it.

    Debian ships Python without what puts pip into a new environment: then the pip beside that Python does it.
    """
    if not PYTHON.exists():
        venv.create(OMGEVING, with_pip=importlib.util.find_spec("ensurepip") is not None)
    eigen = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False)
    return (
        [str(PYTHON), "-m", "pip"] if eigen.returncode == 0 else [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    )


def main() -> int:
    """Set up, then run the commands of the door that was asked for, until one fails."""
    deur, *rest = sys.argv[1:] or ["run"]
    if deur not in DEUREN:
        print(f"Gebruik: python3 start.py [{' | '.join(DEUREN)}]", file=sys.stderr)
        return 2
    if sys.version_info[:2] != (3, 11):
        print(f"Python 3.11 is nodig; dit is {sys.version.split()[0]}. Probeer: python3.11 start.py", file=sys.stderr)
        return 2
    try:
        zet_op()
        if deur == "test":
            zet_lezers_op()
    except subprocess.CalledProcessError as fout:
        print(f"Installeren is niet gelukt (pip eindigde met {fout.returncode}). Is er een netwerk?", file=sys.stderr)
        return 1
    # what the user adds is for the first command of the door: `start.py run --peildatum 2021-01-31`
    for opdracht in DEUREN[deur][: 1 if rest else None]:
        uitkomst = subprocess.run([*opdracht, *rest], cwd=HUIS, check=False).returncode
        if uitkomst:
            return uitkomst
    return 0


if __name__ == "__main__":
    sys.exit(main())
