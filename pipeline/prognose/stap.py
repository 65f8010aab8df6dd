"""The prognose as a step of the main job: reads the working database, asks the methods, keeps what they say.

Owns what a calculation follows from (`merk`), so that nothing is computed again when nothing changed. The methods stand
in `keten` (months), `jaar` (accounts) and `meerjaren`; what is kept, in `archief`.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.prognose.archief import Archief, Vastgelegd
from pipeline.prognose.jaar import lees_rekeningen, rekeningprognose
from pipeline.prognose.keten import lees_invoer, maandprognose
from pipeline.prognose.meerjaren import lees_meerjaren, meerjarenprognose
from pipeline.publicaties.databank import verbind

GEEN_DAG = date(1900, 1, 1)  # without deliveries there is no peildatum, and nothing to forecast


def voorspel(databank: Path, archief: Path, index_pct: float, *, achteraf: bool = False) -> Vastgelegd:
    """The prognose of the peildatum of this database; made only where the archive does not have it yet.

    `index_pct`: growth of the simple yearly method. `achteraf`: as of an earlier day, made afterwards.
    """
    con = verbind(databank)
    try:
        peildatum, synthetisch = con.execute(
            "select (select peildatum from intermediate.int_peildatum), "
            "(select coalesce(bool_or(is_synthetisch), false) from staging.stg_leveringen)"
        ).fetchone() or (None, False)
        peildatum = peildatum or GEEN_DAG
        map_ = Archief.van(archief, synthetisch=synthetisch, achteraf=achteraf)
        merk = _merk(con, index_pct)
        staat = map_.vind(peildatum, merk)
        eerder = Archief.van(archief, synthetisch=synthetisch, achteraf=False).eerdere(peildatum)
        if staat is not None:
            return Vastgelegd(staat, eerder, is_nieuw=False)
        return Vastgelegd(map_.bewaar(peildatum, merk, bereken(con, peildatum, index_pct)), eerder, is_nieuw=True)
    finally:
        con.close()


# what the methods read: their own models, and the marts of accounts and budgets that they forecast
TABELLEN = (
    "intermediate.int_begroting",
    "intermediate.int_gemeenten",
    "intermediate.int_inwoners",
    "intermediate.int_prognose_declaraties",
    "intermediate.int_prognose_maanden",
    "intermediate.int_prognose_stappen",
    "intermediate.int_prognose_toewijzingen",
    "intermediate.int_prognose_vast",
    "intermediate.int_regioleden",
    "intermediate.int_taakveld_regels",
    "marts.clienten",
    "marts.rijksbijdragen",
    "marts.uitgaven",
    "marts.zorgpopulatie",
    "seeds.iv3_crosswalk",
    "staging.stg_inwoners",
)


def bereken(con: duckdb.DuckDBPyConnection, peildatum: date, index_pct: float) -> dict[str, pa.Table]:
    """What every method says of its own reeksen, as the tables of `uitvoer`."""
    maanden = maandprognose(lees_invoer(con), peildatum)
    jaren = rekeningprognose(lees_rekeningen(con), peildatum, index_pct=index_pct)
    prognose, toets = (pa.concat_tables(paar) for paar in zip(maanden, jaren, strict=True))
    return {
        "prognose": prognose,
        "toets": toets,
        "meerjaren": meerjarenprognose(prognose, lees_meerjaren(con), peildatum),
    }


def _merk(con: duckdb.DuckDBPyConnection, index_pct: float) -> str:
    """A hash of the rows that the methods read, whatever their order, and of the methods themselves."""
    som = hashlib.sha256(f"{_codeversie()}\0{index_pct}".encode())
    for naam in TABELLEN:
        rijen, inhoud = con.execute(f"select count(*), sum(cast(hash(t) as hugeint)) from {naam} as t").fetchone() or ()
        som.update(f"{naam}\0{rijen}\0{inhoud}\n".encode())
    return som.hexdigest()[:16]


@cache
def _codeversie() -> str:
    som = hashlib.sha256()
    for pad in sorted(Path(__file__).parent.rglob("*.py")):
        som.update(pad.read_bytes())
    for pakket in ("duckdb", "numpy", "scipy", "statsforecast"):
        som.update(f"{pakket} {metadata.version(pakket)}\n".encode())
    return som.hexdigest()
