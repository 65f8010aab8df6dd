"""Chapter Prognose: what is expected of a year, how it runs over the months, why it differs, and how good that was.

Blocks of the marts prognose and budgetbewaking. The only sum made here is that of the months up to each month; whether
a forecast earns its place is the business of toets, the years to come of rijksbijdrage.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipeline.publicaties import grafieken, opmaak, tabellen
from pipeline.publicaties.blokken import Blok, Grafiek, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import een_per_cel, vraag
from pipeline.publicaties.onderdelen.kosten import ALLES, CEL, ORDE
from pipeline.publicaties.onderdelen.toets import verdient
from pipeline.publicaties.tabellen import Kolom, Rij, Tabel

BRONNEN = ("uitgaven", "berichten", "pgb", "iv3", "begroting")


@dataclass
class Prognose:
    """What the chapter says beside its blocks: which year and what is known of it, and what its test came to."""

    uitleg: str
    toets: Tabel | None
    oordeel: str


def inleiding(con: duckdb.DuckDBPyConnection) -> Prognose | None:
    """Of the newest year that is known in part, else of the newest year after an account; None without a forecast."""
    (r,), _ = vraag(
        con,
        """
        with jaren as (
            select * from marts.prognose
            where periode_soort = 'jaar' and maat = 'uitgaven' and is_actueel and is_voorkeur
        )
        select count(*) as aantal, count(*) filter (maanden_bekend > 0) > 0 as per_maand,
            max(jaar) filter (maanden_bekend > 0) as lopend, max(jaar) as laatste,
            max_by(maanden_bekend, jaar) filter (maanden_bekend > 0) as maanden,
            coalesce(bool_or(is_terugblik) filter (maanden_bekend = 0), false) as is_terugblik
        from jaren
        """,
    )
    if not r["aantal"]:
        return None
    return Prognose(_lopend(r) if r["per_maand"] else _na_de_rekening(r), *verdient(con, per_maand=r["per_maand"]))


def _lopend(rij: Rij) -> str:
    return (
        f"Van {rij['lopend']} zijn de maanden tot en met {opmaak.MAANDEN[rij['maanden'] - 1]} bekend. "
        "Gedeclareerd, wat "
        "daarvan nog gedeclareerd wordt en wat nog geleverd moet worden zijn samen het midden. Met 80% kans ligt de "
        "uitkomst tussen laag en hoog. De maandcijfers bevatten zorg in natura, pgb en subsidies; is er meer begroot, "
        "zoals een eigen dienst of een vast bedrag, dan is er geen kans op overschrijding te noemen."
    )


def _na_de_rekening(rij: Rij) -> str:
    uitleg = (
        f"Er zijn geen maandcijfers. Geraamd is {rij['laatste']}, het jaar na de laatste jaarrekening, uit de "
        "rekeningen "
        "en begrotingen van eerdere jaren. Met 80% kans ligt de uitkomst tussen laag en hoog."
    )
    if rij["is_terugblik"]:
        uitleg += (
            f" Het jaar {rij['laatste']} is al voorbij: dit is wat vooraf te verwachten was. Zodra de rekening "
            f"{rij['laatste']} er is, staat zij ernaast."
        )
    return uitleg


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop) -> list[Blok]:
    """The blocks of the chapter, in the order of the page."""
    return [_jaar(con, kop), _oploop(con, kop), _brug(con, kop)]


def _jaar(con: duckdb.DuckDBPyConnection, kop: Kop) -> Blok:
    """Every gebied beside the others."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.prognose
        where periode_soort = 'jaar' and maat = 'uitgaven' and is_actueel and is_voorkeur
        {een_per_cel()} order by jaar, {ORDE}
        """,
    )
    return maak_blok(
        "prognose",
        "Prognose {jaar}, {onderdeel}, alle gebieden",
        rijen,
        soorten,
        [
            Kolom("gemeente", "Gebied"),
            Kolom("maanden_bekend", "Maanden bekend", "aantal"),
            Kolom("realisatie_eur", "Gedeclareerd"),
            Kolom("nog_te_declareren_eur", "Geleverd, nog te declareren"),
            Kolom("nog_te_komen_eur", "Nog te leveren"),
            Kolom("laag", "Prognose laag", "euro"),
            Kolom("midden", "Prognose midden", "euro"),
            Kolom("hoog", "Prognose hoog", "euro"),
            Kolom("kans_overschrijding_pct", "Kans op overschrijding"),
        ],
        mart="prognose",
        sleutel=("gemeente_code", "periode", "peildatum", "maat", *CEL[2:]),
        volgt=("wet", "voorziening", "jaar"),
        geheel=True,
        gekozen=True,
        leeg="Er is nog geen prognose.",
        geldig="Een verwachting met een band, geen begroting. Twee gebieden zijn te vergelijken als er evenveel "
        "maanden bekend zijn.",
        bronnen=BRONNEN,
        blad="Prognose",
        peiljaar=9999,
    )


def _oploop(con: duckdb.DuckDBPyConnection, kop: Kop) -> Blok:
    """Months added up. The band stands at the year's end; its wedge begins at the last month that is known."""
    rijen, soorten = vraag(
        con,
        f"""
        with maanden as (
            select *, cast(right(periode, 2) as integer) as maand_nr from marts.prognose
            where periode_soort = 'maand' and maat = 'uitgaven' and is_actueel and is_voorkeur
            {een_per_cel("periode")}
        ),
        opgeteld as (
            select *,
                -- a month without a figure, or with a hidden one, leaves no sum
                case when maand_nr <= maanden_bekend and bool_and(realisatie_eur is not null) over tot
                    then sum(realisatie_eur) over tot
                end as gedeclareerd_eur,
                case when bool_and(midden is not null) over tot then sum(midden) over tot end as verwacht_eur
            from maanden
            window tot as (partition by gemeente_code, jaar, niveau, wet, voorziening order by periode)
        )
        select o.* exclude (laag, hoog, begroting_eur), b.begroting_actueel_eur as begroting_eur,
            case when o.maand_nr = 12 then j.laag when o.maand_nr = o.maanden_bekend then o.verwacht_eur end
                as band_laag,
            case when o.maand_nr = 12 then j.hoog when o.maand_nr = o.maanden_bekend then o.verwacht_eur end
                as band_hoog,
            case when o.maand_nr = 12 then j.laag end as laag, case when o.maand_nr = 12 then j.hoog end as hoog
        from opgeteld as o
        left join marts.prognose as j
            on o.gemeente_code = j.gemeente_code and o.jaar = j.jaar and o.niveau = j.niveau and o.wet = j.wet
                and o.voorziening = j.voorziening and o.reeks = j.reeks and j.is_actueel
                and j.periode_soort = 'jaar' and j.maat = 'uitgaven'
        left join marts.budgetbewaking as b
            on o.gemeente_code = b.gemeente_code and o.jaar = b.jaar and o.niveau = b.niveau and o.wet = b.wet
                and o.voorziening = b.voorziening and b.is_voorkeur
        order by gemeente_code, wet, voorziening, periode
        """,
    )
    for rij in rijen:
        rij["maand_kort"] = grafieken.MAANDEN[rij["maand_nr"] - 1]
    return maak_blok(
        "oploop",
        "{gebied} {jaar}, {onderdeel}: gedeclareerd en verwacht, opgeteld tot en met de maand",
        rijen,
        soorten,
        [
            Kolom("maand", "Maand", vorm=lambda r: opmaak.periode(r["periode"]), van="periode"),
            Kolom("realisatie_eur", "Gedeclareerd in de maand"),
            Kolom("midden", "Verwacht in de maand", "euro"),
            Kolom("gedeclareerd_eur", "Gedeclareerd, opgeteld", "euro_leeg"),
            Kolom("verwacht_eur", "Verwacht, opgeteld"),
            Kolom("laag", "Jaareinde laag", "euro_leeg", van="laag_van_het_jaar"),
            Kolom("hoog", "Jaareinde hoog", "euro_leeg", van="hoog_van_het_jaar"),
        ],
        mart="prognose",
        sleutel=("gemeente_code", "periode", "peildatum", "maat", *CEL[2:]),
        volgt=ALLES,
        geheel=True,
        velden=("maand_kort", "begroting_eur", "band_laag", "band_hoog"),
        leeg="Er zijn geen maandcijfers om op te tellen.",
        noot="Verwacht is gedeclareerd plus wat van die maanden nog komt. Maanden hebben geen eigen band: de band "
        "hoort bij het jaareinde en loopt in de grafiek vanaf de laatste bekende maand.",
        geldig="De begroting van het jaar kan meer bevatten dan de maandcijfers; de toelichting bij begroting en "
        "uitkomst zegt hoeveel.",
        bronnen=BRONNEN,
        blad="Prognose",
        peiljaar=kop.peildatum.year,
        grafieken=[
            Grafiek(
                "oploop",
                grafieken.oploop(),
                "{gebied} {jaar}, {onderdeel}: opgeteld per maand, met de begroting en de band van het jaareinde",
                "Lijnen over de maanden van {jaar} in {gebied}, {onderdeel}, opgeteld: wat gedeclareerd is en wat "
                "verwacht wordt, naast de begroting van het jaar, met een band naar laag en hoog aan het jaareinde. De "
                "cijfers staan in de tabel hierboven.",
                ("verwacht_eur",),
                2,
            )
        ],
    )


STAPPEN = {
    "volume_effect_eur": ("volume", "Volume: meer of minder cliënten"),
    "intensiteit_effect_eur": ("intensiteit", "Intensiteit: zorg per cliënt"),
    "prijs_effect_eur": ("prijs", "Prijs"),
    "mix_effect_eur": ("mix", "Mix van voorzieningen"),
}


def _brug(con: duckdb.DuckDBPyConnection, kop: Kop) -> Blok:
    """From last year to the forecast, step by step; a part that cannot be told apart is a dash and no bar."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.budgetbewaking
        where is_voorkeur and coalesce(realisatie_status, 'voorlopig') = 'voorlopig'
        {een_per_cel()} order by jaar, {ORDE}
        """,
    )
    stappen: list[Rij] = []
    for rij in rijen:
        bekend = all(tabellen.heeft(rij, k) for k in ("prognose_midden_eur", "vorig_jaar_eur"))
        if bekend and any(tabellen.heeft(rij, k) for k in STAPPEN):
            stappen += _treden(rij)
    return maak_blok(
        "brug",
        "{gebied}, {onderdeel}: van de uitgaven van vorig jaar naar de prognose {jaar}",
        stappen,
        soorten | {"bedrag_eur": "euro"},
        [Kolom("stap_tekst", "Stap", soort="tekst"), Kolom("bedrag_eur", "Bedrag", "euro_leeg", van="{kolom}")],
        mart="budgetbewaking",
        sleutel=CEL,
        volgt=ALLES,
        geheel=True,
        velden=("kolom", "stap", "onder", "boven", "soort"),
        leeg="De groei is nog niet te splitsen in volume, intensiteit, prijs en mix.",
        noot="De delen tellen op van vorig jaar tot de prognose; een streepje is een deel dat niet apart te "
        "bepalen is.",
        geldig="Volume is cliënten, intensiteit is zorg per cliënt, prijs is tarief, mix is de verschuiving tussen "
        "voorzieningen. In een jaar met een boekingsbreuk zegt de splitsing niets over zorg.",
        bronnen=BRONNEN,
        blad="Budgetbewaking",
        peiljaar=kop.peildatum.year,
        grafieken=[
            Grafiek(
                "brug",
                grafieken.brug(),
                "{gebied}, {onderdeel}: van vorig jaar naar de prognose {jaar}",
                "Staven van links naar rechts, van de uitgaven van vorig jaar in {gebied}, {onderdeel}, via volume, "
                "intensiteit, prijs en mix naar de prognose {jaar}. De cijfers staan in de tabel hierboven.",
                ("onder",),
                3,
            )
        ],
    )


def _treden(rij: Rij) -> list[Rij]:
    """The rows of one bridge; `onder` and `boven` are where a bar begins and ends."""

    def trede(kolom: str, kort: str, tekst: str, van: object, tot: object, soort: str) -> Rij:
        return {k: rij[k] for k in (*CEL, "gemeente", "verborgen") if k in rij} | {
            "kolom": kolom, "stap": kort, "stap_tekst": tekst, "bedrag_eur": rij[kolom], "onder": van, "boven": tot,
            "soort": soort,
        }  # fmt: skip

    stand, jaar = rij["vorig_jaar_eur"], rij["jaar"]
    # a bar that hangs on a hidden one would show it
    if tabellen.verborgen(rij).keys() & {*STAPPEN, "vorig_jaar_eur", "prognose_midden_eur"}:
        stappen = {k: v[1] for k, v in STAPPEN.items()}
        teksten = {
            "vorig_jaar_eur": f"Uitgaven {jaar - 1}",
            **stappen,
            "prognose_midden_eur": f"Prognose {jaar}",
        }
        return [trede(kolom, "", tekst, None, None, "stand") for kolom, tekst in teksten.items()]
    uit = [trede("vorig_jaar_eur", str(jaar - 1), f"Uitgaven {jaar - 1}", 0, stand, "stand")]
    for kolom, (kort, tekst) in STAPPEN.items():
        bedrag = rij[kolom]
        if bedrag is None:
            uit.append(trede(kolom, kort, tekst, None, None, "minder"))
            continue
        van, tot = sorted((stand, stand + bedrag))
        uit.append(trede(kolom, kort, tekst, van, tot, "meer" if bedrag >= 0 else "minder"))
        stand += bedrag
    eind = rij["prognose_midden_eur"]
    return [*uit, trede("prognose_midden_eur", f"prognose {jaar}", f"Prognose {jaar}", 0, eind, "stand")]
