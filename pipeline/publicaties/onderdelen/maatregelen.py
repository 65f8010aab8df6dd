"""Chapter Maatregelen: what each measure costs and yields, beside what its plan published.

Tables and a chart of the mart maatregelen; the sums are made there.
"""

from __future__ import annotations

from itertools import groupby

import duckdb

from pipeline.publicaties import grafieken
from pipeline.publicaties.grafieken import Figuur
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, kies, vraag
from pipeline.publicaties.opmaak import Tabel, maak_tabel

# more bars than this nobody reads; the table has every measure
MEESTE_STAVEN = 30


def maatregelen(con: duckdb.DuckDBPyConnection) -> tuple[list[Tabel], list[Figuur]]:
    """Per gebied its measures, and a chart of the last year of the first."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.maatregelen
        order by {GEBIED_VOLGORDE}, reeks, try_cast(nr as integer) nulls last, nr, maatregel, onderdeel,
            jaar nulls first
        """,
    )
    kolommen = kies(
        soorten, "nr maatregel onderdeel jaar kosten_eur effect_eur netto_eur gepubliceerd_eur verschil_eur"
    )
    koppen = {
        "nr": "Nr.",
        "kosten_eur": "Kosten",
        "effect_eur": "Effect",
        "netto_eur": "Netto",
        "gepubliceerd_eur": "Gepubliceerd",
        "verschil_eur": "Verschil",
    }
    tabellen, figuren = [], []
    for gemeente, groep in groupby(rijen, key=lambda r: r["gemeente"]):
        van = list(groep)
        tabellen.append(maak_tabel(van, kolommen, f"Maatregelen {gemeente}", koppen=koppen, rijkoppen=2))
        jaren = [r["jaar"] for r in van if r["jaar"] is not None and r["netto_eur"] is not None]
        laatste = [r for r in van if jaren and r["jaar"] == max(jaren) and r["netto_eur"]]
        if laatste and not figuren:
            punten = [
                {
                    "naam": f"{r['nr'] or ''} {r['maatregel']}".strip(),
                    "waarde": grafieken.coordinaat(r["netto_eur"]),
                    "soort": "besparing" if r["netto_eur"] < 0 else "extra kosten",
                    "vak": gemeente,
                }
                for r in laatste
            ][:MEESTE_STAVEN]
            svg = grafieken.staven(
                punten, naam="maatregelen", as_titel="€ per jaar", vakken=[gemeente], formaat="$,.0f", breedte=460
            )
            beschrijving = (
                f"Staven van het netto bedrag per maatregel in {max(jaren)}: onder nul een besparing, "
                "boven nul extra kosten."
            )
            figuren.append(
                Figuur(
                    svg, beschrijving, f"{gemeente}: netto effect per maatregel in {max(jaren)} (kosten plus effect)"
                )
            )
    return tabellen, figuren
