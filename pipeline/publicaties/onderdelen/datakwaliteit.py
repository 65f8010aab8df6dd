"""Chapters Datakwaliteit and Begrippen: findings, the deliveries, what connects to the ledger, every column explained.

Tables of the marts bevindingen and leveringen and of the comments in the database, a block of aansluiting. A check is
never made here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

import duckdb

from pipeline.publicaties import opmaak
from pipeline.publicaties.blokken import Blok, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import (
    ERNST_VOLGORDE,
    een_per_cel,
    naam_van_voorziening,
    regel_omschrijving,
    vraag,
    woordenboek,
)
from pipeline.publicaties.onderdelen.kosten import ALLES, CEL, ORDE
from pipeline.publicaties.tabellen import Kolom, Tabel, maak_tabel

# a rule with more findings than this shows the first ones; the workbook has them all
MEESTE_BEVINDINGEN = 60


@dataclass
class Regelgroep:
    """The findings of one rule, to open: its heading, a note where not all are shown, and the rows."""

    kop: str
    noot: str
    tabel: Tabel


@dataclass
class Bron:
    """How many findings a source has, of what weight; the foot of a block points here."""

    naam: str
    tekst: str


def bevindingen(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Regelgroep]]:
    """How many findings each rule gave, and per rule that asks for action the findings themselves."""
    tel, soorten = vraag(
        con,
        f"""
        select ernst, regel_code, eigenaar, count(*) as bevindingen_aantal from marts.bevindingen
        group by ernst, regel_code, eigenaar order by {ERNST_VOLGORDE}, bevindingen_aantal desc, regel_code, eigenaar
        """,
    )
    if not tel:
        return None, []
    overzicht = maak_tabel(
        tel,
        [
            Kolom("ernst_tekst", "Ernst", vorm=lambda r: opmaak.woord(r["ernst"])),
            Kolom("regel_code", "Regel"),
            Kolom("omschrijving", "Wat de regel zegt", "lang", vorm=lambda r: regel_omschrijving(r["regel_code"])),
            Kolom("bevindingen_aantal", "Aantal"),
            Kolom("eigenaar", "Wie handelt"),
        ],
        soorten,
        "Bevindingen naar ernst en regel",
        rijkoppen=2,
    )
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.bevindingen where ernst in ('fout', 'waarschuwing')
        order by {ERNST_VOLGORDE}, regel_code, bestand, blad, regel, kolom, waarde, melding
        """,
    )
    kolommen = [
        Kolom("bestand"), Kolom("blad"), Kolom("regel", "Regel in bestand"), Kolom("kolom"),
        Kolom("waarde", "Gevonden"), Kolom("verwacht"), Kolom("verschil", soort="verschil"),
        Kolom("melding", soort="lang"), Kolom("eigenaar", "Wie handelt"),
    ]  # fmt: skip
    groepen = []
    for (soort, code), verzameling in groupby(rijen, key=lambda r: (r["ernst"], r["regel_code"])):
        van = list(verzameling)
        noten = [regel_omschrijving(code)]
        if len(van) > MEESTE_BEVINDINGEN:
            noten.append(
                f"De eerste {MEESTE_BEVINDINGEN} van {opmaak.getal(len(van))}; "
                "de hele lijst staat in de werkmap, blad Bevindingen."
            )
        tabel = maak_tabel(van[:MEESTE_BEVINDINGEN], kolommen, soorten, f"{opmaak.woord(soort)}: regel {code}")
        groepen.append(Regelgroep(f"{opmaak.woord(soort)}: {code} ({opmaak.getal(len(van))})", " ".join(noten), tabel))
    return overzicht, groepen


def per_bron(con: duckdb.DuckDBPyConnection) -> list[Bron]:
    """Every source that was delivered with its findings; the folder of a delivery is its source."""
    rijen, _ = vraag(
        con,
        """
        with tel as (
            select split_part(coalesce(levering, bestand), '/', 1) as bron,
                count(*) filter (ernst = 'fout') as fouten, count(*) filter (ernst = 'waarschuwing') as waarschuwingen,
                count(*) filter (ernst = 'info') as meldingen
            from marts.bevindingen group by all
        )
        select coalesce(l.bron, t.bron) as bron, coalesce(l.leveringen, 0) as leveringen, t.* exclude (bron)
        from (select bron, count(*) as leveringen from marts.leveringen group by bron) as l
        full join tel as t on l.bron = t.bron
        where coalesce(l.bron, t.bron, '') <> ''
        order by 1
        """,
    )
    return [
        Bron(
            r["bron"],
            f"{_tel(r['leveringen'], 'levering', 'leveringen')}; {_tel(r['fouten'] or 0, 'fout', 'fouten')}, "
            f"{_tel(r['waarschuwingen'] or 0, 'waarschuwing', 'waarschuwingen')} en "
            f"{_tel(r['meldingen'] or 0, 'bevinding ter informatie', 'bevindingen ter informatie')}",
        )
        for r in rijen
    ]


def _tel(aantal: int, een: str, meer: str) -> str:
    return f"{opmaak.getal(aantal) if aantal else 'geen'} {een if aantal == 1 else meer}"


def leveringen(con: duckdb.DuckDBPyConnection) -> Tabel | None:
    """What was delivered, read and set apart, with its source and licence."""
    rijen, soorten = vraag(con, "select * from marts.leveringen order by bron, leverancier, levering")
    kolommen = [
        Kolom("levering"), Kolom("uitkomst_tekst", "Uitkomst", vorm=lambda r: opmaak.woord(r["uitkomst"])),
        Kolom("rijen_gelezen"), Kolom("rijen_apart"), Kolom("leverancier"), Kolom("document", "Bron"),
        Kolom("vindplaats"), Kolom("licence"), Kolom("ontvangen_op"), Kolom("periode"),
    ]  # fmt: skip
    return maak_tabel(rijen, kolommen, soorten, "Leveringen") if rijen else None


def aansluiting(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> Blok:
    """The ledger beside messages, pgb and subsidies."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.aansluiting where niveau in ('wet', 'totaal') order by jaar, {ORDE}
        """,
    )
    return maak_blok(
        "aansluiting",
        "{gebied} {jaar}: grootboek naast berichten, pgb en subsidies",
        rijen,
        soorten,
        [
            Kolom("onderdeel", "Onderdeel", vorm=partial(naam_van_voorziening, namen), van="voorziening"),
            Kolom("grootboek_eur", "Grootboek"),
            Kolom("berichten_eur", "Berichten"),
            Kolom("pgb_eur", "Pgb"),
            Kolom("subsidies_eur", "Subsidies"),
            Kolom("verschil_eur", "Verschil"),
            Kolom("verklaard_eur", "Verklaard"),
            Kolom("onverklaard_eur", "Onverklaard"),
            Kolom("openstaand_eur", "Ingediend, nog niet toegekend"),
            Kolom("toelichting", soort="lang"),
        ],
        mart="aansluiting",
        sleutel=("gemeente_code", "jaar", "niveau", "wet", "voorziening"),
        volgt=("gebied", "wet", "jaar"),
        leeg="Er is nog geen grootboek om mee te vergelijken.",
        noot="Per wet; de voorzieningen staan in de werkmap, blad Aansluiting.",
        geldig="Een leeg bedrag is niet geleverd en telt als nul in het verschil; de toelichting zegt wat er "
        "ontbreekt.",
        bronnen=("grootboek", "berichten", "pgb", "subsidies", "iv3"),
        blad="Aansluiting",
        peiljaar=kop.peildatum.year,
    )


def nog_te_komen(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> Blok:
    """How much of the months that are known has not been declared yet."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.prognose
        where periode_soort = 'jaar' and maat = 'uitgaven' and is_actueel and is_voorkeur and maanden_bekend > 0
        {een_per_cel()} order by jaar, {ORDE}
        """,
    )
    return maak_blok(
        "nog_te_komen",
        "{gebied} {jaar}: wat van de bekende maanden nog gedeclareerd wordt",
        rijen,
        soorten,
        [
            Kolom("onderdeel", "Onderdeel", vorm=partial(naam_van_voorziening, namen), van="voorziening"),
            Kolom("maanden_bekend", "Maanden bekend", "aantal"),
            Kolom("realisatie_eur", "Gedeclareerd"),
            Kolom("nog_te_declareren_eur", "Nog te declareren"),
        ],
        mart="prognose",
        sleutel=("gemeente_code", "periode", "peildatum", "maat", *CEL[2:]),
        volgt=ALLES,
        leeg="Er zijn geen maanden waarvan nog declaraties te verwachten zijn.",
        geldig="Een schatting uit het verloop van eerdere declaraties.",
        bronnen=("berichten", "uitgaven"),
        blad="Prognose",
        peiljaar=kop.peildatum.year,
    )


def kolommen_per_mart(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Name, description and columns (name, in words, meaning) of every mart."""
    uit = []
    for mart, groep in groupby(woordenboek(con), key=lambda r: r["mart"]):
        rijen = list(groep)
        kolommen = [
            (r["kolom"], opmaak.kop_van_kolom(r["kolom"]), r["omschrijving"] or "geen omschrijving") for r in rijen
        ]
        uit.append((mart, rijen[0]["mart_tekst"] or "", kolommen))
    return uit


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> list[Blok]:
    """The blocks of the chapter, in the order of the page."""
    return [nog_te_komen(con, kop, namen), aansluiting(con, kop, namen)]
