"""Chapter Rijksbijdrage: what the state contributes per circulaire, and how much of the expenditure that covers.

Tables and a chart of the marts rijksbijdragen and dekking.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.grafieken import Figuur
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, kies, vraag
from pipeline.publicaties.opmaak import Cel, Tabel, Vorm, maak_tabel


def dekking(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, Tabel | None, list[Figuur]]:
    """Rows with both sides known, rows without expenditure, and a chart of the first."""
    rijen, soorten = vraag(
        con, f"select * from marts.dekking where is_voorkeur order by jaar desc, {GEBIED_VOLGORDE}, wet, reeks"
    )
    maak = partial(
        maak_tabel,
        kolommen=kies(
            soorten, "gemeente jaar wet rijksbijdrage_eur uitgaven_eur saldo_eur dekkingsgraad_pct toelichting"
        ),
        koppen={
            "gemeente": "Gebied",
            "rijksbijdrage_eur": "Rijksbijdrage",
            "uitgaven_eur": "Uitgaven",
            "saldo_eur": "Saldo",
            "dekkingsgraad_pct": "Dekking",
        },
        vormen={
            "wet": lambda r: opmaak.wet(r["wet"]),
            "saldo_eur": lambda r: opmaak.met_oordeel(r["saldo_eur"], r["oordeel"]),
            "toelichting": lambda r: Cel(r["toelichting"] or opmaak.GEEN_TEKST, "lang"),
        },
        rijkoppen=3,
    )
    bekend = [r for r in rijen if r["dekkingsgraad_pct"] is not None]
    rest = [r for r in rijen if r["dekkingsgraad_pct"] is None]
    figuren = []
    # one gebied at a time is a readable chart; with more, the table says it
    if len({r["gemeente_code"] for r in bekend}) == 1 and len({r["jaar"] for r in bekend}) > 1:
        reeksen = list(dict.fromkeys(opmaak.wet(r["wet"]) for r in bekend))
        punten = [
            {"jaar": r["jaar"], "waarde": grafieken.coordinaat(r["dekkingsgraad_pct"]), "reeks": opmaak.wet(r["wet"])}
            for r in bekend
        ]
        figuren.append(
            Figuur(
                grafieken.lijnen(punten, naam="dekking", as_titel="% van de uitgaven", reeksen=reeksen),
                f"Lijnen van de dekking per wet in {bekend[0]['gemeente']}; bij 100% zijn bijdrage en uitgaven gelijk.",
                f"Dekking door de rijksbijdrage in {bekend[0]['gemeente']}",
            )
        )
    return (
        maak(bekend, bijschrift="Dekking waar rijksbijdrage en uitgaven bekend zijn") if bekend else None,
        maak(rest, bijschrift="Rijksbijdrage zonder uitgaven van hetzelfde jaar") if rest else None,
        figuren,
    )


def laatste_circulaires(con: duckdb.DuckDBPyConnection) -> list[Tabel]:
    """The latest circulaire per uitkeringsjaar, newest year first."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.rijksbijdragen where is_voorkeur and is_laatste_circulaire
        order by uitkeringsjaar desc, {GEBIED_VOLGORDE}, wet, onderdeel, reeks
        """,
    )
    kolommen = kies(soorten, "gemeente onderdeel circulaire bedrag_eur verschil_vorige_circulaire_eur is_raming")
    koppen = {
        "gemeente": "Gebied",
        "bedrag_eur": "Bedrag",
        "verschil_vorige_circulaire_eur": "Verschil met de vorige circulaire",
        "is_raming": "Raming van de leverancier",
    }
    vormen: dict[str, Vorm] = {
        "verschil_vorige_circulaire_eur": lambda r: opmaak.met_oordeel(
            r["verschil_vorige_circulaire_eur"],
            "erbij"
            if (r["verschil_vorige_circulaire_eur"] or 0) > 0
            else "eraf"
            if (r["verschil_vorige_circulaire_eur"] or 0) < 0
            else None,
        )
    }
    return [
        maak_tabel(
            list(groep),
            kolommen,
            f"Rijksbijdragen {jaar}, laatste circulaire",
            koppen=koppen,
            vormen=vormen,
            rijkoppen=2,
        )
        for jaar, groep in groupby(rijen, key=lambda r: r["uitkeringsjaar"])
    ]
