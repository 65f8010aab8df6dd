"""Chapter Benchmark: gemeenten beside each other, each with the note that says why the comparison holds or not.

Blocks of the mart benchmark. Whether a comparison holds is decided there, never here.
"""

from __future__ import annotations

from functools import partial

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.blokken import Blok, Grafiek, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import een_per_cel, naam_van_voorziening, vraag
from pipeline.publicaties.tabellen import Kolom

SLEUTEL = ("gemeente_code", "jaar", "maat", "niveau", "wet", "voorziening", "reeks")


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> list[Blok]:
    """Expenditure per inhabitant of all gemeenten, and the other measures of the chosen gebied."""
    return [_per_inwoner(con, kop), _andere_maten(con, kop, namen)]


def _rang(rij: dict[str, object]) -> str:
    return "buiten de rangorde" if rij["rang"] is None else f"{rij['rang']} van {rij['rang_van']}"


def _kolommen(soort: str, *voorop: Kolom) -> list[Kolom]:
    return [
        *voorop,
        Kolom("rang_tekst", "Plaats (1 is hoogste)", vorm=_rang, van="rang"),
        Kolom("regio", "Eigen regio", f"{soort}_leeg"),
        Kolom("landelijk", "Landelijk", soort),
        Kolom("is_vergelijkbaar", "Vergelijkbaar"),
        Kolom("geldigheid", soort="lang"),
    ]


def _per_inwoner(con: duckdb.DuckDBPyConnection, kop: Kop) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.benchmark
        where maat = 'uitgaven_per_inwoner' and is_voorkeur and gebied_soort = 'gemeente'
        {een_per_cel()} order by jaar, voorziening, wet, waarde desc, gemeente
        """,
    )
    return maak_blok(
        "benchmark",
        "Uitgaven per inwoner {jaar}, {onderdeel}, alle gemeenten",
        rijen,
        soorten,
        _kolommen("euro_cent", Kolom("gemeente", "Gemeente"), Kolom("waarde", "Per inwoner", "euro_cent")),
        mart="benchmark",
        sleutel=SLEUTEL,
        volgt=("wet", "voorziening", "jaar"),
        geheel=True,
        gekozen=True,
        leeg="Er zijn nog geen vergelijkbare cijfers.",
        geldig="De kolom Geldigheid zegt per gemeente waarom de vergelijking wel of niet opgaat.",
        bronnen=("iv3", "uitgaven", "inwoners"),
        blad="Benchmark",
        peiljaar=kop.peildatum.year,
        grafieken=[
            Grafiek(
                "stippen",
                grafieken.stippen("€ per inwoner (streeplijn: de eigen regio)"),
                "Uitgaven per inwoner {jaar}, {onderdeel}: de gekozen gemeente als ruit",
                "Stippen van de gemeenten op de lijn van de uitgaven per inwoner {jaar}, {onderdeel}, de hoogste "
                "boven; {gebied} is een ruit als het een van deze gemeenten is. De cijfers staan in de tabel "
                "hierboven.",
                ("waarde",),
                2,
            )
        ],
    )


def _andere_maten(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.benchmark where maat <> 'uitgaven_per_inwoner' and is_voorkeur
        {een_per_cel("maat")} order by jaar, gemeente, maat, wet, voorziening
        """,
    )
    return maak_blok(
        "benchmark_maten",
        "{gebied} {jaar}: cliënten per 1.000 inwoners en kosten per cliënt",
        rijen,
        soorten,
        _kolommen(
            "getal",
            Kolom("maat_tekst", "Maat", vorm=lambda r: opmaak.woord(r["maat"]), van="maat"),
            Kolom("onderdeel", "Onderdeel", vorm=partial(naam_van_voorziening, namen), van="voorziening"),
            Kolom("waarde", "Waarde", "getal"),
        ),
        mart="benchmark",
        sleutel=SLEUTEL,
        volgt=("gebied", "wet", "voorziening", "jaar"),
        rijkoppen=2,
        leeg="Andere maten zijn nog niet te vergelijken.",
        geldig="De kolom Geldigheid zegt waarom de vergelijking wel of niet opgaat.",
        bronnen=("clientaantallen", "berichten", "inwoners", "indicatoren"),
        blad="Benchmark",
        peiljaar=kop.peildatum.year,
    )
