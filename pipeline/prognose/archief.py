"""The archive of prognoses: every calculation that was made, by its peildatum, and never overwritten. No calculating.

    archief/prognose/<echt|synthetisch>/<peildatum>/<nr>-<merk>/{prognose,toets,meerjaren}.parquet

`nr` counts the calculations of one peildatum, `merk` names what one follows from: its input and the code. What is made
afterwards as of an earlier day (`--peildatum`) stands apart in `achteraf`: it was never said on that day.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# what was said on earlier days stays beside what is said now; the backtest is of now
MET_EERDERE = ("prognose", "meerjaren")


@dataclass(frozen=True)
class Vastgelegd:
    """The prognose that counts now, and the last one of each earlier peildatum, as folders of the archive."""

    actueel: Path
    eerder: tuple[Path, ...]
    is_nieuw: bool

    def leg_klaar(self, map_: Path) -> None:
        """Write what dbt reads to `map_`: the tables that count now, with the prognoses of earlier peildata beside.

        A column that an older calculation did not have is empty there.
        """
        shutil.rmtree(map_, ignore_errors=True)
        map_.mkdir(parents=True)
        for bron in sorted(self.actueel.glob("*.parquet")):
            tabellen = [pq.read_table(bron)]
            if bron.stem in MET_EERDERE:
                tabellen += [pq.read_table(p / bron.name) for p in self.eerder if (p / bron.name).exists()]
            pq.write_table(pa.concat_tables(tabellen, promote_options="default"), map_ / bron.name)


@dataclass(frozen=True)
class Archief:
    """The prognoses of one kind of deliveries in one archive folder."""

    map: Path

    @classmethod
    def van(cls, archief: Path, *, synthetisch: bool, achteraf: bool) -> Archief:
        """Invented figures never stand among real ones, and hindsight never among what was said."""
        map_ = archief / "prognose" / ("synthetisch" if synthetisch else "echt")
        return cls(map_ / "achteraf" if achteraf else map_)

    def vind(self, peildatum: date, merk: str) -> Path | None:
        """The calculation of this peildatum that follows from the same, if it was made before."""
        return next((p for p in self._berekeningen(peildatum) if p.name.endswith(f"-{merk}")), None)

    def bewaar(self, peildatum: date, merk: str, tabellen: Mapping[str, pa.Table]) -> Path:
        """Write a calculation whole, or not at all; gives its folder."""
        dag = self.map / peildatum.isoformat()
        dag.mkdir(parents=True, exist_ok=True)
        nr = 1 + max(map(_nummer, self._berekeningen(peildatum)), default=0)
        doel, klad = dag / f"{nr:03d}-{merk}", dag / f".{merk}"
        shutil.rmtree(klad, ignore_errors=True)
        klad.mkdir()
        for naam, tabel in tabellen.items():
            with (klad / f"{naam}.parquet").open("wb") as f:
                pq.write_table(tabel, f, compression="zstd")
                f.flush()
                os.fsync(f.fileno())
        klad.rename(doel)
        return doel

    def eerdere(self, voor: date) -> tuple[Path, ...]:
        """The last calculation of every peildatum before `voor`, oldest first."""
        if not self.map.is_dir():
            return ()
        dagen = sorted(p.name for p in self.map.iterdir() if p.name[:1].isdigit() and p.name < voor.isoformat())
        return tuple(alle[-1] for dag in dagen if (alle := self._berekeningen(date.fromisoformat(dag))))

    def _berekeningen(self, peildatum: date) -> list[Path]:
        map_ = self.map / peildatum.isoformat()
        return sorted((p for p in map_.iterdir() if p.name[:1].isdigit()), key=_nummer) if map_.is_dir() else []


def _nummer(berekening: Path) -> int:
    return int(berekening.name.split("-")[0])
