"""Own deliveries beside public ones: amounts that nobody can judge stay in, counts come in through the gate."""

from __future__ import annotations

import shutil

import duckdb

from pipeline.hoofdtaak import draai
from pipeline.publicaties.versies import uitgave
from pipeline.settings import PROJECT, Plekken

from .leveringen import lever

# a preference can move between reeksen, and a rank among reeksen with it; a newer day makes a forecast an earlier one:
# none of these is a figure of a delivery
GEEN_CIJFER = ("is_voorkeur", "reeks_rang", "peildatum", "is_actueel")
EIGEN = {
    "uitgaven": "gemeente;jaar;wet;voorziening;bedrag\nHilversum;2019;Wmo;Huishoudelijke hulp;7.777.777,00\n"
    "Hilversum;2020;Wmo;Huishoudelijke hulp;8.888.888,00\n",
    "clientaantallen": "gemeente;jaar;wet;voorziening;aantal_clienten\nHilversum;2019;Wmo;Huishoudelijke hulp;2347\n",
    "begroting": "gemeente;jaar;versie;taakveld;bedrag\nHilversum;2021;primitief;6.72;12.345.678,00\n",
    "rijksbijdragen": "gemeente;jaar;onderdeel;bedrag\nHilversum;2021;Jeugd;23.456.789,00\n",
    "toelichtingen": "gemeente;jaar;wet;voorziening;tekst\nHilversum;2021;Jeugdwet;;Alleen voor eigen ogen.\n",
}


def test_eigen_leveringen_brengen_alleen_beschermde_aantallen_in_openbaar(bundel, tmp_path):
    plekken = Plekken(tmp_path / "raw", tmp_path / "warehouse")
    shutil.copytree(PROJECT / "data" / "raw", plekken.raw)
    shutil.copytree(bundel.warehouse, plekken.warehouse, symlinks=True)
    for bron, tekst in EIGEN.items():
        lever(plekken.raw, bron, "eigen.csv", tekst, "2026-11-22")
    # and a correction inside a public reeks: what rests on it is public no more
    pad = lever(plekken.raw, "iv3", "correctie.csv", "gemeente;jaar;document;taakveld;lasten\nLaren;2021;jaarrekening;6.71;99999\n",
                "2026-11-23")  # fmt: skip
    paspoort = pad.with_name("correctie.csv.yml")
    paspoort.write_text(
        paspoort.read_text(encoding="utf-8").replace("reeks: huizen", "reeks: cbs_iv3"), encoding="utf-8"
    )
    draai(plekken)
    con = duckdb.connect()
    for naam, welke in (("voor", bundel), ("na", plekken)):
        con.execute(f"attach '{uitgave(welke.publicaties, 'openbaar') / 'grip.duckdb'}' as {naam} (read_only)")
    con.execute(f"attach '{uitgave(plekken.publicaties, 'intern') / 'grip.duckdb'}' as intern (read_only)")
    weg = 0
    for (tabel,) in con.execute("select table_name from duckdb_tables() where database_name = 'na'").fetchall():
        kolommen = ", ".join(
            k
            for (k,) in con.execute(
                "select column_name from duckdb_columns() where database_name = 'na' and table_name = ?", [tabel]
            ).fetchall()
            if k not in GEEN_CIJFER
        )
        nieuw = con.execute(f"select {kolommen} from na.marts.{tabel} except select {kolommen} from voor.marts.{tabel}")
        namen, rijen = [d[0] for d in nieuw.description], nieuw.fetchall()
        if tabel == "clienten":
            # 2.347 clients, to the nearest five; what a household or a voorziening adds up to stays in
            beschermd = [dict(zip(namen, r, strict=True)) for r in rijen]
            assert {r["clienten_aantal"] for r in beschermd} <= {2345, None}
            assert not any(r["is_openbaar"] for r in beschermd)
            continue
        if tabel == "benchmark":
            # beside a figure that is public no more: the value stays, the place is not known
            anders = [dict(zip(namen, r, strict=True)) for r in rijen]
            uitgaven = [r for r in anders if r["maat"] == "uitgaven_per_inwoner"]
            assert uitgaven and not any(r["is_openbaar"] for r in anders)
            sleutel = ("gemeente_code", "jaar", "niveau", "wet", "voorziening", "reeks", "waarde")
            eerst = con.execute(f"select {', '.join(sleutel)} from voor.marts.benchmark").fetchall()
            assert {tuple(r[k] for k in sleutel) for r in uitgaven} <= set(eerst)
            assert all(r["rang"] is None for r in uitgaven)
            assert not any(r["gemeente_code"] == "GM0417" and r["jaar"] == 2021 for r in uitgaven)
            continue
        assert rijen == [], tabel
        weg += con.execute(
            f"select count(*) from (select {kolommen} from voor.marts.{tabel} except select {kolommen} from na.marts.{tabel})"
        ).fetchone()[0]
    assert weg > 0
    # intern has them all
    assert con.execute("select uitgaven_eur from intern.marts.uitgaven where uitgaven_eur = 7777777").fetchall()
    assert con.execute(
        "select uitgaven_eur from intern.marts.uitgaven where gemeente_code = 'GM0417' and jaar = 2021 and uitgaven_eur = 99999000"
    ).fetchall()
    assert con.execute("select tekst from intern.marts.toelichtingen").fetchall() == [("Alleen voor eigen ogen.",)]
    con.close()
    assert "7.777.777" not in (uitgave(plekken.publicaties, "openbaar") / "rapport.html").read_text(encoding="utf-8")
