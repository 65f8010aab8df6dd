"""The HTML report: one file that opens without a server or a network. Puts the chapters of onderdelen into the page.

What a chapter shows belongs in its module and its template (sjablonen/hoofdstuk_*), how a reader's choice changes the
page in sjablonen/rapport.js. The server shows the default choice, so that the page reads without script too. Every
figure is a figure of a mart, formatted; only the sentences of kernboodschap and toets count and compare.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from pipeline.publicaties import blokken as blokken_
from pipeline.publicaties import grafieken, lezen, opmaak, tabellen, verborgen
from pipeline.publicaties.blokken import Blok, Keuze, Opties
from pipeline.publicaties.kernboodschap import kernboodschap
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.onderdelen import (
    aanbod,
    benchmark,
    datakwaliteit,
    kosten,
    maatregelen,
    prognose,
    rijksbijdrage,
    risicos,
    zorg,
)
from pipeline.publicaties.tabellen import Tabel

HOOFDSTUKKEN = (
    "kernboodschap", "kosten", "prognose", "zorg", "rijksbijdrage", "benchmark", "maatregelen", "risicos",
    "datakwaliteit", "begrippen",
)  # fmt: skip


NIET_OPENBAAR = "Hierover staan in deze uitgave geen cijfers: niet geleverd, of niet openbaar."


@dataclass
class Figuur:
    """A chart as the page prints it: the drawing, what it shows in words, and its caption."""

    svg: str
    beschrijving: str
    bijschrift: str


@dataclass
class Getoond:
    """A block at the default choice: the table, or the sentence that says why there is none, and the charts."""

    blok: Blok
    tabel: Tabel | None
    melding: str
    ontbreekt: str
    verborgen: str
    figuren: list[Figuur]


def maak_rapport(con: duckdb.DuckDBPyConnection, kop: Kop, doel: Path) -> None:
    """Write the report of the marts in `con` to `doel`. Equal marts and head give equal bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    namen = lezen.namen_van_voorzieningen(con)
    alle = maak_blokken(con, kop, namen)
    if kop.uitgave != "intern":
        for blok in alle:
            blok.leeg = NIET_OPENBAAR
    opties = blokken_.opties(alle, namen, lezen.gebieden(con))
    keuze = begin(alle, opties, kop)
    overzicht, regels = datakwaliteit.bevindingen(con)
    scripts = [f"(()=>{{{grafieken.bundel()}}})();", (lezen.SJABLONEN / "rapport.js").read_text(encoding="utf-8")]
    inhoud = {
        "kop": kop,
        "peildatum": opmaak.datum(kop.peildatum),
        "tot_en_met": _tot_en_met(con, kop),
        "hoofdstukken": HOOFDSTUKKEN,
        "kernboodschap": kernboodschap(con, kop),
        "blokken": {b.naam: toon(b, keuze, opties) for b in alle},
        "opties": opties,
        "jaren": [(j, str(j)) for j in opties.jaren],
        "prognose": prognose.inleiding(con),
        "waarschuwingen": risicos.zinnen(con),
        "bevindingen": overzicht,
        "regels": regels,
        "bronnen": datakwaliteit.per_bron(con),
        "leveringen": datakwaliteit.leveringen(con),
        "begrippen": lezen.begrippen(),
        "redenen": verborgen.REDENEN,
        "niet_openbaar": NIET_OPENBAAR,
        "woordenboek": datakwaliteit.kolommen_per_mart(con),
        "kolommen": {f"k-{r['mart']}-{r['kolom']}" for r in lezen.woordenboek(con)},
        "data": data(alle, opties, keuze),
        "scripts": scripts,
        "hashes": [f"'sha256-{_hash(s)}'" for s in scripts],
    }
    omgeving = Environment(
        loader=FileSystemLoader(lezen.SJABLONEN),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    doel.write_text(omgeving.get_template("rapport.html.j2").render(**inhoud), encoding="utf-8", newline="\n")


def begin(alle: list[Blok], opties: Opties, kop: Kop) -> Keuze:
    """The default choice: the gemeente whose edition it is, else the first gebied that has a budget, a region first."""
    met_budget = {r["gemeente_code"] for b in alle if b.naam == "budget" for r in b.rijen}
    codes = [code for code, _ in opties.gebieden]
    if kop.gemeente_code in codes:
        return Keuze(gebied=kop.gemeente_code)
    return Keuze(gebied=next((c for c in codes if c in met_budget), codes[0] if codes else ""))


def maak_blokken(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> list[Blok]:
    """Every block of the page, in its order."""
    return [
        *kosten.blokken(con, kop, namen),
        *prognose.blokken(con, kop),
        *zorg.blokken(con, kop, namen),
        *aanbod.blokken(con, kop),
        *rijksbijdrage.blokken(con, kop),
        *benchmark.blokken(con, kop, namen),
        *maatregelen.blokken(con),
        *risicos.blokken(con, kop, namen),
        *datakwaliteit.blokken(con, kop, namen),
    ]


def toon(blok: Blok, keuze: Keuze, opties: Opties) -> Getoond:
    """The block at this choice, as the page's script shows it."""
    rijen, jaar = blok.kies(keuze)
    woorden = {
        "gebied": dict(opties.gebieden).get(keuze.gebied, ""),
        "onderdeel": blokken_.onderdeel(keuze, opties),
        "jaar": "" if jaar is None else str(jaar),
    }
    if not rijen:
        return Getoond(blok, None, melding(blok, keuze, opties), "", "", [])
    figuren = []
    for g in blok.grafieken:
        if sum(all(r[n] is not None for n in g.nodig) for r in rijen) >= g.minstens:
            svg = grafieken.svg(g.spec, blok.punten(rijen), naam=g.naam, gekozen=keuze.gebied)
            figuren.append(Figuur(svg, g.beschrijving.format(**woorden), g.bijschrift.format(**woorden)))
    leeg = opmaak.opsomming([k.kop for k in blok.zonder_cijfers(rijen)])
    weg = tabellen.redenen(rijen, blok.kolommen)
    return Getoond(blok, blok.tabel(rijen, blok.bijschrift.format(**woorden), keuze), "", leeg, weg, figuren)


def melding(blok: Blok, keuze: Keuze, opties: Opties) -> str:
    """Why a block shows nothing, and where there is something."""
    if not blok.rijen:
        return blok.leeg
    eigen = [r for r in blok.rijen if "gebied" not in blok.volgt or r["gemeente_code"] == keuze.gebied]
    if not eigen and blok.geen:
        return blok.geen
    if not eigen:
        codes = {r["gemeente_code"] for r in blok.rijen}
        namen = [naam for code, naam in opties.gebieden if code in codes]
        return f"Voor dit gebied zijn er geen cijfers. Wel voor: {opmaak.opsomming(namen)}."
    if "jaar" in blok.volgt:
        jaren = sorted({str(r["jaar"]) for r in eigen})
        return f"Voor deze keuze zijn er geen cijfers. Dit gebied heeft cijfers van {opmaak.opsomming(jaren)}."
    return "Voor deze keuze zijn er geen cijfers."


def data(alle: list[Blok], opties: Opties, keuze: Keuze) -> str:
    """What the page's script chooses from, as JSON that no text can end: '<' is escaped."""
    vast = {
        "keuze": asdict(keuze), "opties": asdict(opties), "redenen": verborgen.REDENEN, "tekens": opmaak.TEKENS,
        "signalen": opmaak.SIGNALEN, "wetten": opmaak.WETTEN, "thema": grafieken.thema(), "locale": grafieken.locale(),
        "meeste": blokken_.MEESTE_RIJEN, "peiljaar": {b.naam: b.peiljaar for b in alle},
    }  # fmt: skip
    delen = ",".join(f"{json.dumps(b.naam)}:{b.json()}" for b in alle)
    kop: str = json.dumps(vast, ensure_ascii=False, separators=(",", ":"))
    return f'{kop[:-1]},"blokken":{{{delen}}}}}'.replace("<", "\\u003c")


def _tot_en_met(con: duckdb.DuckDBPyConnection, kop: Kop) -> str:
    """The last month that any realisation holds."""
    (rij,), _ = lezen.vraag(con, "select max(realisatie_tot_en_met) as dag from marts.budgetbewaking")
    if rij["dag"] is not None:
        return opmaak.periode(f"{rij['dag']:%Y-%m}")
    return opmaak.ONBEKEND if kop.laatste_jaar is None else f"december {kop.laatste_jaar}"


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
