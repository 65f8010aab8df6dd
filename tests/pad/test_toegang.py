"""The whole path of the toegang and its neighbours: figures by hand, and no number of a person outside raw."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import duckdb
import pytest
from stdnum.nl import bsn

from pipeline.hoofdtaak import draai
from pipeline.privacy.pseudoniem import OMGEVING, TESTREEKS
from pipeline.publicaties.versies import uitgave
from pipeline.settings import Plekken
from tests.conftest import een_keer

from .leveringen import lever

NUMMERS = [str(n) for n in TESTREEKS if bsn.is_valid(str(n))][:12]
NAAM = "Puntstra"


def leveringen(raw: Path) -> None:
    """Of one gemeente, all in one reeks, as a gemeente would name it."""
    meldingen = [
        f"GM9990;{n};{NAAM};H{i // 2};Wmo;Begeleiding;M1;{i + 1}-07-2025;toegekend" for i, n in enumerate(NUMMERS)
    ]
    kop = "gemeente;bsn;naam;huishouden_id;wet;voorziening;consulent;datum_melding;besluit"
    eigen = f"GM9990;C1;{NAAM};H9;Wmo;Opvang;M2;1-8-2025;afgewezen"
    lever(raw, "toegang", "toegang.csv", "\n".join([kop, *meldingen, eigen, ""]), "2026-01-10", "volledig")
    lever(raw, "toegang", "koppel.csv", f"gemeente;client_nummer;bsn\nGM9990;C1;{NUMMERS[0]}\n", "2026-01-11")
    pgb = [f"GM9990;2025-{m:02};Wmo;Begeleiding;{m};100,00;{m},50" for m in range(1, 13)]
    lever(raw, "pgb", "pgb.csv", "\n".join(["gemeente;maand;wet;voorziening;budgethouders;toegekend;besteed", *pgb, ""]),
          "2026-01-10", "volledig")  # fmt: skip
    bijdragen = [f"GM9990;2025-{m:02};Wmo;{m},00" for m in range(1, 7)]
    lever(raw, "eigen_bijdragen", "eb.csv", "\n".join(["gemeente;maand;wet;bedrag", *bijdragen, ""]), "2026-01-10")
    lever(raw, "uitgaven", "u.csv", "gemeente;periode;wet;voorziening;leveringsvorm;bedrag\nGM9990;2025;Wmo;Totaal;;999\n"
          "GM9990;2025;Wmo;Begeleiding;PGB;80,00\n", "2026-01-10")  # fmt: skip
    lever(raw, "subsidies", "s.csv", "gemeente;jaar;ontvanger;doel;wet;bedrag_verleend\nGM9990;2025;A;inloop;Wmo;10,00\n"
          "GM9990;2025;A;buurt;;5,00\n", "2026-01-10")  # fmt: skip
    lever(raw, "grootboek", "g.csv", "gemeente;boekdatum;taakveld;bedrag;omschrijving\n"
          f"GM9990;1-7-2025;6.711;100,50;aan {NAAM} {NUMMERS[1]}\n", "2026-01-10")  # fmt: skip
    lever(
        raw,
        "wachtlijst",
        "w.csv",
        "gemeente;peildatum;voorziening;wachtenden\nGM9990;1-7-2025;Opvang;4\n",
        "2026-01-10",
    )
    lever(
        raw,
        "productcodes",
        "p.csv",
        "gemeente;wet;productcode;voorziening\nGM9990;Wmo;02A05;Begeleiding\n",
        "2026-01-10",
    )


@pytest.fixture(scope="session")
def toegang(tmp_path_factory: pytest.TempPathFactory) -> Plekken:
    def maak(map_: Path) -> None:
        leveringen(map_ / "raw")
        with pytest.MonkeyPatch.context() as omgeving:
            omgeving.setenv(OMGEVING, "5a" * 32)
            draai(Plekken(map_ / "raw", map_ / "warehouse"))

    map_ = een_keer(tmp_path_factory, "toegang", maak)
    return Plekken(map_ / "raw", map_ / "warehouse")


def vraag(plekken: Plekken, sql: str) -> list[tuple]:
    with duckdb.connect(str(plekken.werk), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_een_eigen_nummer_is_dezelfde_persoon_als_zijn_bsn(toegang: Plekken) -> None:
    sql = "select count(*), count(distinct persoon), count(distinct huishouden) from intermediate.int_toegang"
    assert vraag(toegang, sql) == [(13, 12, 7)]
    assert vraag(toegang, "select count(*) from marts.bevindingen where regel_code = 'toegang.zonder_koppeling'") == [
        (0,)
    ]


def test_budgethouders_en_bedragen_staan_in_de_marts(toegang: Plekken) -> None:
    sql = (
        "select clienten_aantal, reeks from marts.clienten where leveringsvorm = 'pgb' and periode = '2025-07' "
        "and gemeente_code = 'GM9990'"
    )
    assert vraag(toegang, sql) == [(7, "huizen")]
    sql = (
        "select soort, niveau, wet, uitgaven_eur, eigen_bijdrage_eur from marts.uitgaven "
        "where gemeente_code = 'GM9990' and periode in ('2025', '2025-H1') order by periode, soort, niveau, wet"
    )
    assert vraag(toegang, sql) == [
        ("alle", "wet", "wmo", D("999.00"), None),
        # 1,50 + ... + 12,50; of the voorziening the same reeks says 80 in its uitgaven
        ("pgb", "groep", "wmo", D("84.00"), None),
        ("pgb", "totaal", "totaal", D("84.00"), None),
        ("pgb", "voorziening", "wmo", D("80.00"), None),
        ("pgb", "wet", "wmo", D("84.00"), None),
        ("subsidie", "totaal", "totaal", D("15.00"), None),
        ("subsidie", "wet", "overig", D("5.00"), None),
        ("subsidie", "wet", "wmo", D("10.00"), None),
        # 1 + ... + 6; July to December are not delivered
        ("alle", "wet", "wmo", None, D("21.00")),
        ("pgb", "groep", "wmo", D("24.00"), None),
        ("pgb", "totaal", "totaal", D("24.00"), None),
        ("pgb", "voorziening", "wmo", D("24.00"), None),
        ("pgb", "wet", "wmo", D("24.00"), None),
    ]


def test_buiten_raw_staat_geen_nummer_en_geen_naam(toegang: Plekken) -> None:
    bestanden = [p for p in toegang.warehouse.rglob("*") if p.is_file()]
    assert len(bestanden) > 20
    geheim = [*NUMMERS, NAAM]
    assert [(p.name, g) for p in bestanden for g in geheim if g.encode() in p.read_bytes()] == []
    with duckdb.connect(str(toegang.werk), read_only=True) as con:
        tabellen = con.execute("select table_schema, table_name from information_schema.tables").fetchall()
        for schema, tabel in tabellen:
            tekst = repr(con.execute(f'select * from "{schema}"."{tabel}"').fetchall())
            assert [g for g in geheim if g in tekst] == [], f"{schema}.{tabel}"


def test_geen_publicatie_bevat_een_pseudoniem(toegang: Plekken) -> None:
    pseudoniemen = [p for (p,) in vraag(toegang, "select distinct persoon from intermediate.int_toegang")]
    bestanden = [p for p in toegang.publicaties.rglob("*") if p.is_file()]
    assert bestanden
    assert [(p.name, g) for p in bestanden for g in pseudoniemen if g.encode() in p.read_bytes()] == []
    for welke in ("intern", "openbaar"):
        with duckdb.connect(str(uitgave(toegang.publicaties, welke) / "grip.duckdb"), read_only=True) as con:
            for schema, tabel in con.execute(
                "select table_schema, table_name from information_schema.tables"
            ).fetchall():
                tekst = repr(con.execute(f'select * from "{schema}"."{tabel}"').fetchall())
                assert [g for g in [*pseudoniemen, *NUMMERS, NAAM] if g in tekst] == [], f"{welke}: {tabel}"
