"""Chapter Maatregelen: what each measure costs and yields, beside what its plan published.

A block of the mart maatregelen; the sums are made there.
"""

from __future__ import annotations

import duckdb

from pipeline.publicaties import grafieken
from pipeline.publicaties.blokken import Blok, Grafiek, maak_blok
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, vraag
from pipeline.publicaties.tabellen import Kolom

# more bars than this nobody reads; the table has every measure
MEESTE_STAVEN = 30


def blokken(con: duckdb.DuckDBPyConnection) -> list[Blok]:
    """Per gebied its measures, and bars of the last year that has a net amount."""
    rijen, soorten = vraag(
        con,
        f"""
        with rijen as (
            select *, jaar = max(jaar) filter (netto_eur <> 0) over (partition by gemeente_code) and netto_eur <> 0
                as is_staaf
            from marts.maatregelen
        )
        select * exclude (is_staaf),
            case when is_staaf and row_number() over (
                partition by gemeente_code, is_staaf
                order by try_cast(nr as integer) nulls last, nr, maatregel, onderdeel
            ) <= {MEESTE_STAVEN} then netto_eur end as staaf_eur,
            case when netto_eur < 0 then 'besparing' else 'extra kosten' end as staaf_soort,
            trim(coalesce(nr, '') || ' ' || maatregel) as staaf_naam
        from rijen
        order by {GEBIED_VOLGORDE}, reeks, try_cast(nr as integer) nulls last, nr, maatregel, onderdeel,
            jaar nulls first, kosten_eur, effect_eur, netto_eur, gepubliceerd_eur
        """,
    )
    kleuren = {"besparing": grafieken.BLAUW, "extra kosten": grafieken.ROEST}
    spec = grafieken.staven("staaf_naam", "staaf_eur", "staaf_soort", kleuren, as_titel="€ per jaar")
    return [
        maak_blok(
            "maatregelen",
            "Maatregelen {gebied}",
            rijen,
            soorten,
            [
                Kolom("nr", "Nr."),
                Kolom("maatregel"),
                Kolom("onderdeel"),
                Kolom("jaar"),
                Kolom("kosten_eur", "Kosten"),
                Kolom("effect_eur", "Effect"),
                Kolom("netto_eur", "Netto"),
                Kolom("gepubliceerd_eur", "Gepubliceerd"),
                Kolom("verschil_eur", "Verschil"),
            ],
            mart="maatregelen",
            sleutel=("gemeente_code", "jaar", "nr", "maatregel", "onderdeel", "reeks"),
            volgt=("gebied",),
            velden=("staaf_eur", "staaf_soort", "staaf_naam"),
            rijkoppen=2,
            leeg="Maatregelen zijn nog niet geleverd.",
            geldig="Effect en gepubliceerd bedrag komen uit het plan zelf. Wat een maatregel werkelijk deed, is niet "
            "apart gemeten: het zichtbare effect staat in de uitgaven.",
            bronnen=("maatregelen",),
            blad="Maatregelen",
            grafieken=[
                Grafiek(
                    "maatregelen",
                    {**spec, "transform": [{"filter": "isValid(datum.staaf_eur)"}]},
                    "{gebied}: netto effect per maatregel in het laatste jaar (kosten plus effect)",
                    "Staven van het netto bedrag per maatregel in {gebied}: onder nul een besparing, boven nul extra "
                    "kosten. De cijfers staan in de tabel hierboven.",
                    ("staaf_eur",),
                )
            ],
        )
    ]
