"""Chapter Benchmark: gemeenten beside each other on expenditure per inhabitant, each with the note that says why.

Tables and charts of the mart benchmark. Whether a comparison holds is decided there, never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.grafieken import Figuur
from pipeline.publicaties.lezen import GROEPEN, IN_GROEPEN, kies, vraag
from pipeline.publicaties.opmaak import Tabel, maak_tabel

# more dots than this nobody reads; the table has every gemeente
MEESTE_STIPPEN = 45


@dataclass
class Vergelijking:
    """One groep compared: every gemeente in a table, the notes its rows refer to, and the same as dots."""

    naam: str
    tabel: Tabel
    noten: list[str]
    figuur: Figuur


def vergelijkingen(con: duckdb.DuckDBPyConnection) -> list[Vergelijking]:
    """Per groep the gemeenten in the newest year that has figures."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.benchmark as b
        where maat = 'uitgaven_per_inwoner' and niveau = 'groep' and is_voorkeur and gebied_soort = 'gemeente'
            and {IN_GROEPEN}
            and jaar = (select max(n.jaar) from marts.benchmark as n
                where n.maat = b.maat and n.niveau = b.niveau and n.voorziening = b.voorziening
                    and n.gebied_soort = 'gemeente')
        order by voorziening, waarde desc, gemeente
        """,
    )
    uit = []
    for groep, verzameling in groupby(rijen, key=lambda r: r["voorziening"]):
        cellen = list(verzameling)
        jaar, noten = cellen[0]["jaar"], list(dict.fromkeys(r["geldigheid"] or opmaak.ONBEKEND for r in cellen))
        kop = f"{GROEPEN[groep]} {jaar}: uitgaven per inwoner"
        tabel = maak_tabel(
            cellen,
            kies(soorten, "gemeente waarde rang regio landelijk is_vergelijkbaar geldigheid"),
            kop,
            koppen={
                "waarde": "Per inwoner",
                "regio": "Eigen regio",
                "is_vergelijkbaar": "Vergelijkbaar",
                "rang": "Plaats (1 is hoogste)",
            },
            vormen={
                "waarde": lambda r: opmaak.euro(r["waarde"], 2),
                "regio": lambda r: opmaak.euro(r["regio"], 2),
                "landelijk": lambda r: opmaak.euro(r["landelijk"], 2),
                "rang": lambda r: "buiten de rangorde" if r["rang"] is None else f"{r['rang']} van {r['rang_van']}",
                "geldigheid": partial(
                    lambda lijst, r: f"noot {lijst.index(r['geldigheid'] or opmaak.ONBEKEND) + 1}", noten
                ),
            },
        )
        punten = [
            {
                "gemeente": r["gemeente"],
                "waarde": grafieken.coordinaat(r["waarde"]),
                "soort": "niet vergelijkbaar (boekingsbreuk)"
                if not r["is_vergelijkbaar"]
                else "gemeente in de regio"
                if r["regio"] is not None
                else "andere gemeente",
            }
            for r in cellen
        ][:MEESTE_STIPPEN]
        regios = {r["regio"] for r in cellen if r["regio"] is not None}
        regio = grafieken.coordinaat(regios.pop()) if len(regios) == 1 else None
        svg = grafieken.stippen(
            punten,
            naam=f"benchmark-{groep}",
            as_titel="€ per inwoner" + (" (streeplijn: de regio)" if regio else ""),
            regio=regio,
        )
        hoogste, laagste = cellen[0], cellen[len(punten) - 1]
        tekst = (
            f"Stippen van {len(punten)} gemeenten op de lijn van de uitgaven per inwoner. "
            f"Hoogste: {hoogste['gemeente']}, {opmaak.euro(hoogste['waarde'])}; "
            f"laagste: {laagste['gemeente']}, {opmaak.euro(laagste['waarde'])}."
        )
        uit.append(Vergelijking(GROEPEN[groep], tabel, noten, Figuur(svg, tekst, kop)))
    return uit
