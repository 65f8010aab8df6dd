"""The archive of prognoses: found by what they follow from, never overwritten, and no hindsight among what was said."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.prognose.archief import Archief, Vastgelegd

MAART, JUNI = date(2026, 3, 31), date(2026, 6, 30)


def _tabellen(waarde: int) -> dict[str, pa.Table]:
    return {"prognose": pa.table({"midden": [waarde]})}


def _midden(map_: Path) -> list[int]:
    return pq.read_table(map_ / "prognose.parquet")["midden"].to_pylist()


def test_another_calculation_of_a_day_stands_beside_the_first(tmp_path: Path) -> None:
    archief = Archief(tmp_path)
    eerste = archief.bewaar(MAART, "aaaa", _tabellen(1))
    tweede = archief.bewaar(MAART, "bbbb", _tabellen(2))
    assert (_midden(eerste), _midden(tweede)) == ([1], [2])
    assert archief.vind(MAART, "aaaa") == eerste
    assert archief.vind(JUNI, "aaaa") is None
    assert archief.eerdere(JUNI) == (tweede,)
    assert archief.eerdere(MAART) == ()


def test_order_is_by_number(tmp_path: Path) -> None:
    archief = Archief(tmp_path)
    for n in (998, 999, 1000):
        laatste = tmp_path / "2026-03-31" / f"{n:03d}-{n:04x}"
        laatste.mkdir(parents=True)
    assert archief.eerdere(JUNI) == (laatste,)
    assert archief.bewaar(MAART, "ffff", _tabellen(1)).name == "1001-ffff"


def test_what_stopped_halfway_is_not_there(tmp_path: Path) -> None:
    archief = Archief(tmp_path)
    (tmp_path / "2026-03-31" / ".aaaa").mkdir(parents=True)
    (tmp_path / "2026-03-31" / ".aaaa" / "prognose.parquet").write_bytes(b"half")
    assert archief.eerdere(JUNI) == ()
    assert _midden(archief.bewaar(MAART, "aaaa", _tabellen(3))) == [3]


def test_invented_figures_and_hindsight_stand_apart(tmp_path: Path) -> None:
    mappen = {Archief.van(tmp_path, synthetisch=s, achteraf=a).map for s in (True, False) for a in (True, False)}
    assert len(mappen) == 4
    gezegd = Archief.van(tmp_path, synthetisch=False, achteraf=False)
    Archief.van(tmp_path, synthetisch=False, achteraf=True).bewaar(MAART, "aaaa", _tabellen(1))
    assert gezegd.eerdere(JUNI) == ()


def test_dbt_reads_earlier_prognoses_beside_the_one_that_counts(tmp_path: Path) -> None:
    archief = Archief(tmp_path / "archief")
    eerder = archief.bewaar(MAART, "aaaa", _tabellen(1) | {"toets": pa.table({"fout": [9]})})
    nu = archief.bewaar(
        JUNI, "bbbb", {"prognose": pa.table({"midden": [2], "nieuw": [3]}), "toets": pa.table({"fout": [1]})}
    )
    (tmp_path / "klaar").mkdir()
    (tmp_path / "klaar" / "oud.parquet").write_bytes(b"left from the last run")
    Vastgelegd(nu, (eerder,), is_nieuw=True).leg_klaar(tmp_path / "klaar")
    assert sorted(p.name for p in (tmp_path / "klaar").iterdir()) == ["prognose.parquet", "toets.parquet"]
    assert pq.read_table(tmp_path / "klaar" / "prognose.parquet").to_pydict() == {"midden": [2, 1], "nieuw": [3, None]}
    assert pq.read_table(tmp_path / "klaar" / "toets.parquet").to_pydict() == {"fout": [1]}
