"""What a person wrote, from file to publication: the newest text counts, and it can be traced without being shown."""

from __future__ import annotations

import pyarrow.parquet as pq
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.herkomst import spoor
from pipeline.settings import Plekken

from .test_klein import vraag

CEL = {"gemeente_code": "GM9994", "periode": "2026", "niveau": "wet", "wet": "jeugdwet"}


def test_de_nieuwste_tekst_geldt_en_de_oude_blijft_in_de_landing(demo: Plekken):
    assert vraag(demo, "select count(*), count(distinct levering) from marts.toelichtingen") == [(4, 2)]
    ((tekst, levering),) = vraag(
        demo, "select tekst, levering from marts.toelichtingen where gemeente_code = 'GM9994' and niveau = 'wet'"
    )
    assert levering == "toelichtingen/demo-toelichtingen-2.xlsx" and tekst.count("\n") == 1
    landing = (demo.landing / "toelichtingen" / "toelichtingen").glob("*.parquet")
    assert sum(pq.read_metadata(p).num_rows for p in landing) == 5


def test_een_toelichting_is_na_te_gaan_zonder_haar_te_tonen(demo: Plekken):
    (gevonden,) = spoor(demo, "toelichtingen", CEL)
    assert gevonden.klopt and gevonden.waarde is None
    ((bestand, blad, regel),) = [(r.bestand, r.blad, r.regel) for r in gevonden.regels]
    assert (bestand, blad) == ("toelichtingen/demo-toelichtingen-2.xlsx", "Gegevens") and regel > 1


def test_de_opdracht_trace_zegt_het_ook(demo: Plekken):
    sleutels = [f"{k}={v}" for k, v in CEL.items()]
    gedaan = CliRunner().invoke(app, ["trace", "toelichtingen", *sleutels, "--warehouse", str(demo.warehouse)])
    assert gedaan.exit_code == 0
    assert gedaan.output.startswith("tekst: (zoals geleverd)\n") and "None" not in gedaan.output
    assert "declareert" not in gedaan.output


def test_zonder_wet_of_voorziening_gaat_zij_over_het_geheel(demo: Plekken):
    cellen = vraag(demo, "select niveau, wet, voorziening from marts.toelichtingen where gebied_soort = 'regio'")
    assert cellen == [("totaal", "totaal", "totaal")]
