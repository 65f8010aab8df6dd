"""The static HTML report: one file, no script, no outside address. Puts the chapters of onderdelen into the page.

What a chapter shows belongs in its module, how the page is built in sjablonen. Every figure on the page is a figure of
a mart, formatted; only the sentences of kernboodschap and toets count and compare.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.publicaties import lezen, opmaak
from pipeline.publicaties.kernboodschap import kernboodschap, waarschuwingen
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.onderdelen import benchmark, datakwaliteit, kosten, maatregelen, rijksbijdrage, zorg
from pipeline.publicaties.onderdelen.prognose import prognose


def maak_rapport(con: duckdb.DuckDBPyConnection, kop: Kop, doel: Path) -> None:
    """Write the report of the marts in `con` to `doel`. Equal marts and head give equal bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    namen = lezen.namen_van_voorzieningen(con)
    overzicht, regels = datakwaliteit.bevindingen(con)
    inhoud = {
        "kop": kop,
        "peildatum": opmaak.datum(kop.peildatum),
        "kernboodschap": kernboodschap(con, kop),
        "waarschuwingen": waarschuwingen(con),
        "afwijkingen": kosten.afwijkingen(con),
        "per_inwoner": kosten.uitgaven_per_inwoner(con),
        "gebieden": kosten.per_gebied(con, kop, namen),
        "kosten_per_client": kosten.kosten_per_client(con, namen),
        "prognose": prognose(con),
        "clienten": zorg.clienten(con, namen),
        "stromen": zorg.stromen(con, namen),
        "dekking": rijksbijdrage.dekking(con),
        "rijksbijdragen": rijksbijdrage.laatste_circulaires(con),
        "benchmark": benchmark.vergelijkingen(con),
        "maatregelen": maatregelen.maatregelen(con),
        "bevindingen": overzicht,
        "regels": regels,
        "leveringen": datakwaliteit.leveringen(con),
        "begrippen": lezen.begrippen(),
        "woordenboek": datakwaliteit.kolommen_per_mart(con),
    }
    omgeving = Environment(
        loader=FileSystemLoader(lezen.SJABLONEN),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    doel.write_text(omgeving.get_template("rapport.html.j2").render(**inhoud), encoding="utf-8", newline="\n")
