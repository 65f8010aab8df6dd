"""Chapter Zorg: clients per period, and those who came and went.

Tables of the marts clienten and instroom_uitstroom: years and half-years, for months and quarters of every gemeente
and voorziening would fill a book; they stand in the workbook and the database. What care costs is chapter Kosten.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby

import duckdb

from pipeline.publicaties import opmaak
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, kies, naam_van_voorziening, vraag
from pipeline.publicaties.opmaak import Cel, Rij, Tabel, Vorm, maak_tabel

LANGE_PERIODEN = "periode_soort in ('jaar', 'halfjaar')"


def clienten(con: duckdb.DuckDBPyConnection, namen: dict[str, str]) -> list[Tabel]:
    """One table per reeks and kind of period, periods side by side; then the rows counted in more than one way."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.clienten where is_voorkeur and {LANGE_PERIODEN}
        order by periode_soort, reeks, {GEBIED_VOLGORDE}, wet, voorziening, leveringsvorm, periode
        """,
    )
    uit = []
    for (soort, reeks), groep in groupby(rijen, key=lambda r: (r["periode_soort"], r["reeks"])):
        per = list(groep)
        perioden = sorted({r["periode"] for r in per})
        gebieden = sorted({r["gemeente"] for r in per})
        cellen: dict[tuple[str, str, str], dict[str, Rij]] = {}
        for rij in per:
            sleutel = (rij["gemeente"], naam_van_voorziening(namen, rij), opmaak.woord(rij["leveringsvorm"]))
            cellen.setdefault(sleutel, {})[rij["periode"]] = rij
        uit.append(
            Tabel(
                f"Cliënten per {soort}" + (f", {gebieden[0]}" if len(gebieden) == 1 else "") + f" (reeks {reeks})",
                [Cel("Gebied"), Cel("Voorziening"), Cel("Leveringsvorm")]
                + [Cel(opmaak.periode(p), "getal") for p in perioden],
                [
                    [*map(Cel, sleutel), *(_clientcel(waarden.get(p)) for p in perioden)]
                    for sleutel, waarden in cellen.items()
                ],
                rijkoppen=3,
            )
        )
    meer = [
        r
        for r in rijen
        if any(r[k] is not None for k in ("clienten_peildatum_aantal", "voorzieningen_aantal", "huishoudens_aantal"))
    ]
    if meer:
        kolommen = kies(
            soorten,
            "gemeente periode voorziening clienten_aantal clienten_peildatum_aantal voorzieningen_aantal "
            "huishoudens_aantal inwoners_aantal per_1000_inwoners",
        )
        vormen: dict[str, Vorm] = {
            "periode": lambda r: opmaak.periode(r["periode"]),
            "voorziening": partial(naam_van_voorziening, namen),
            "clienten_aantal": lambda r: opmaak.met_status(r["clienten_aantal"], r["clienten_status"], "aantal"),
        }
        uit.append(
            maak_tabel(
                meer, kolommen, "Vier manieren van tellen", koppen={"gemeente": "Gebied"}, vormen=vormen, rijkoppen=3
            )
        )
    return uit


def _clientcel(rij: Rij | None) -> Cel:
    if rij is None:
        return Cel("niet geleverd", "getal onbekend")
    tekst = opmaak.met_status(rij["clienten_aantal"], rij["clienten_status"], "aantal")
    return Cel(tekst, "getal" if rij["clienten_aantal"] is not None else "getal onbekend")


def stromen(con: duckdb.DuckDBPyConnection, namen: dict[str, str]) -> Tabel | None:
    """Begin, instroom, uitstroom and end of each period; None before they are delivered."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.instroom_uitstroom where is_voorkeur and {LANGE_PERIODEN}
        order by {GEBIED_VOLGORDE}, wet, voorziening, periode, reeks
        """,
    )
    vormen: dict[str, Vorm] = {
        "periode": lambda r: opmaak.periode(r["periode"]),
        "voorziening": partial(naam_van_voorziening, namen),
    }
    kolommen = kies(
        soorten,
        "gemeente periode voorziening begin_aantal instroom_aantal herhaald_beroep_aantal uitstroom_aantal eind_aantal",
    )
    return (
        maak_tabel(
            rijen,
            kolommen,
            "Bestand, instroom en uitstroom",
            koppen={"gemeente": "Gebied"},
            vormen=vormen,
            rijkoppen=3,
        )
        if rijen
        else None
    )
