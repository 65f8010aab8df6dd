"""Equal marts give an equal page, in whatever order the database happens to hold their rows."""

import shutil
from datetime import date

import duckdb

from pipeline.publicaties.databank import tabelnamen, verbind
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.rapport import maak_rapport


def test_de_volgorde_van_rijen_doet_er_niet_toe(demo, tmp_path):
    bron, om = demo.publicaties / "intern" / "grip.duckdb", tmp_path / "om.duckdb"
    shutil.copyfile(bron, om)
    with duckdb.connect(str(om)) as con:
        for naam in tabelnamen(con):
            con.execute(f"create temp table t as select * from marts.{naam} order by all desc")
            con.execute(f"delete from marts.{naam}")
            con.execute(f"insert into marts.{naam} select * from t")
            con.execute("drop table t")
    kop = Kop(date(2026, 6, 30), "1", "intern", "voorlopig", 2025, is_synthetisch=True)
    for databank in (bron, om):
        with verbind(databank) as con:
            maak_rapport(con, kop, tmp_path / f"{databank.stem}.html")
    assert (tmp_path / "grip.html").read_bytes() == (tmp_path / "om.html").read_bytes()
