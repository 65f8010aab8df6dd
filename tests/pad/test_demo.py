"""The demo region, from messages to marts: what is published equals what the messages say, cell for cell.

The truth comes from the generator's own events, by its own reading of the rules: neither the readers nor the models
took part in it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks.demoregio.vergelijk import MATEN, verschillen
from pipeline.hoofdtaak import GemengdFout, draai
from pipeline.prognose.keten import lees_invoer
from pipeline.prognose.reeks import maandtekst
from pipeline.publicaties.databank import verbind
from pipeline.publicaties.kop import SYNTHETISCH
from pipeline.publicaties.versies import uitgave
from pipeline.settings import PROJECT, Plekken


def vraag(plekken: Plekken, sql: str) -> list[tuple[Any, ...]]:
    con = verbind(uitgave(plekken.publicaties, "intern") / "grip.duckdb")
    try:
        return con.execute(sql).fetchall()
    finally:
        con.close()


@pytest.mark.parametrize("mart", list(MATEN))
def test_de_mart_is_wat_de_berichten_zeggen(demo, mart):
    aantal, anders = verschillen(demo.raw.parent, demo, mart)
    assert aantal > 1000
    assert not anders, f"{len(anders)} of {aantal}: {anders[:5]}"


def test_elke_levering_is_gelezen(demo):
    assert vraag(demo, "select levering from marts.leveringen where uitkomst = 'geweigerd'") == []
    bronnen = {b for (b,) in vraag(demo, "select distinct bron from marts.leveringen")}
    assert bronnen >= {
        "berichten", "toegang", "wachtlijst", "pgb", "subsidies", "grootboek", "eigen_bijdragen", "begroting", "stappen"
    }  # fmt: skip


def test_de_index_die_is_afgesproken_bereikt_de_maandprognose(demo):
    """4% on both wetten each January after the first, known a month before."""
    con = verbind(demo.werk)
    try:
        stappen = lees_invoer(con).stappen
    finally:
        con.close()
    assert sorted((s.patroon, maandtekst(s.maand), s.factor, maandtekst(s.bekend_vanaf)) for s in stappen) == [
        (f"{wet}/*/*/*", f"{jaar}-01", 1.04, f"{jaar - 1}-12") for wet in ("jeugdwet", "wmo") for jaar in (2025, 2026)
    ]


@pytest.mark.parametrize(
    "mart",
    ["zorgvraag", "zorgtoewijzing", "zorgaanbod", "verwijzers", "zorgpopulatie", "kostenconcentratie", "aansluiting"],
)
def test_elke_mart_heeft_rijen(demo, mart):
    assert vraag(demo, f"select count(*) from marts.{mart}")[0][0] > 0


def test_elke_bladzijde_zegt_dat_zij_verzonnen_is(demo):
    map_ = uitgave(demo.publicaties, "intern")
    for naam in ("rapport.html", "woordenboek.md"):
        assert SYNTHETISCH in (map_ / naam).read_text(encoding="utf-8")
    assert vraag(demo, "select bool_and(comment like 'Synthetische cijfers%') from duckdb_tables()") == [(True,)]
    assert vraag(demo, "select bool_and(is_synthetisch) from marts.leveringen") == [(True,)]


def test_niets_van_de_demoregio_was_openbaar(demo):
    # what is there came in through the gate (test_onthulling); what the gate keeps closed is empty
    con = verbind(uitgave(demo.publicaties, "openbaar") / "grip.duckdb")
    assert con.execute("select count(*) filter (is_openbaar) from marts.clienten").fetchone() == (0,)
    for mart in ("leveringen", "bevindingen", "budgetbewaking", "aansluiting", "kostenconcentratie", "lorenz"):
        assert con.execute(f"select count(*) from marts.{mart}").fetchone() == (0,), mart
    con.close()


def test_verzonnen_en_echte_cijfers_gaan_niet_samen(demo, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(demo.raw / "wachtlijst", raw / "wachtlijst")
    shutil.copytree(PROJECT / "data" / "raw" / "inwoners", raw / "inwoners")
    with pytest.raises(GemengdFout, match="verzonnen"):
        draai(Plekken(raw, tmp_path / "warehouse"))
    assert not (tmp_path / "warehouse" / "publicaties").exists()


def test_in_de_echte_cijfers_komt_de_demoregio_niet_voor(bundel):
    assert vraag(bundel, "select gemeente_code from marts.gebieden where gemeente like '%(demo)%'") == []


def test_de_map_van_de_demo_staat_los(demo):
    assert not Path(demo.raw).is_relative_to(PROJECT / "data" / "raw")
