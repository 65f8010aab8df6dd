"""Chapter Risico's: where the budget may be exceeded, what is committed, which series or markets ask for attention.

Blocks of the marts budgetbewaking, waarschuwingen and groei. Nothing is judged here: chance, signal and warning come
from the marts.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import duckdb

from pipeline.publicaties import opmaak
from pipeline.publicaties.blokken import Blok, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import een_per_cel, naam_van_voorziening, vraag
from pipeline.publicaties.onderdelen.kosten import ALLES, CEL, ORDE
from pipeline.publicaties.tabellen import Kolom, heeft

SOORTEN = {
    "buiten_begroting": "▲ ver van de begroting",
    "buiten_vorig_interval": "▲ buiten de vorige band",
    "reeksbreuk": "⚠ reeks verlaat haar verloop",
}


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> list[Blok]:
    """The blocks of the chapter, in the order of the page."""
    onderdeel = Kolom("onderdeel", "Onderdeel", vorm=partial(naam_van_voorziening, namen), van="voorziening")
    rest: dict[str, Any] = {"peiljaar": kop.peildatum.year}
    return [
        _kansen(con, onderdeel, rest),
        _waarschuwingen(con, onderdeel, rest),
        _verplichtingen(con, onderdeel, rest),
        _breuken(con, onderdeel, rest),
    ]


def _kansen(con: duckdb.DuckDBPyConnection, onderdeel: Kolom, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.budgetbewaking where is_voorkeur
        {een_per_cel()} order by jaar, gemeente_code, kans_overschrijding_pct desc nulls last, wet, voorziening
        """,
    )
    rijen = [r for r in rijen if heeft(r, "kans_overschrijding_pct")]
    return maak_blok(
        "kansen",
        "{gebied} {jaar}: kans dat het boven de begroting uitkomt, grootste eerst",
        rijen,
        soorten,
        [
            onderdeel,
            Kolom("kans_overschrijding_pct", "Kans op overschrijding"),
            Kolom("signaal", soort="signaal"),
            Kolom("begroting_actueel_eur", "Begroting na wijziging"),
            Kolom("prognose_midden_eur", "Prognose midden"),
            Kolom("prognose_hoog_eur", "Prognose hoog"),
            Kolom("afwijking_eur", "Afwijking", "euro_oordeel", naast="oordeel"),
        ],
        mart="budgetbewaking",
        sleutel=CEL,
        volgt=ALLES,
        leeg="Van geen enkel onderdeel is een kans op overschrijding te noemen.",
        geldig="De kans volgt uit de band van de prognose. Zij is er niet waar de begroting meer bevat dan de "
        "maandcijfers.",
        bronnen=("begroting", "uitgaven", "berichten"),
        blad="Budgetbewaking",
        **rest,
    )


def _waarschuwingen(con: duckdb.DuckDBPyConnection, onderdeel: Kolom, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.waarschuwingen
        {een_per_cel("soort")} order by jaar, {ORDE}, abs(verschil_eur) desc nulls last, soort
        """,
    )
    return maak_blok(
        "waarschuwingen",
        "{gebied} {jaar}: waarschuwingen bij de prognose",
        rijen,
        soorten,
        [
            onderdeel,
            Kolom("soort_tekst", "Waarschuwing", vorm=lambda r: SOORTEN.get(r["soort"], r["soort"]), van="soort"),
            Kolom("prognose_eur", "Prognose"),
            Kolom("grens_eur", "Grens"),
            Kolom("verschil_eur", "Verschil"),
            Kolom("melding", "Wat er staat", "lang"),
        ],
        mart="waarschuwingen",
        sleutel=("gemeente_code", "jaar", "soort", *CEL[2:]),
        volgt=ALLES,
        rijkoppen=2,
        leeg="Er zijn geen waarschuwingen bij de prognose.",
        geen="In dit gebied zijn er geen waarschuwingen bij de prognose.",
        geldig="Een waarschuwing vraagt om kijken, niet om bijstellen: zij zegt dat een cijfer ver van zijn "
        "verwachting ligt.",
        bronnen=("begroting", "uitgaven", "berichten"),
        blad="Waarschuwingen",
        **rest,
    )


def _verplichtingen(con: duckdb.DuckDBPyConnection, onderdeel: Kolom, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.budgetbewaking where is_voorkeur {een_per_cel()} order by jaar, {ORDE}
        """,
    )
    rijen = [r for r in rijen if heeft(r, "verplicht_eur")]
    return maak_blok(
        "verplicht",
        "{gebied} {jaar}: wat al vastligt en nog komt",
        rijen,
        soorten,
        [
            onderdeel,
            Kolom("begroting_actueel_eur", "Begroting na wijziging"),
            Kolom("realisatie_eur", "Realisatie"),
            Kolom("verplicht_eur", "Verplicht tot jaareinde"),
            Kolom("nog_te_verwachten_eur", "Nog te verwachten"),
            Kolom("prognose_midden_eur", "Prognose midden"),
        ],
        mart="budgetbewaking",
        sleutel=CEL,
        volgt=ALLES,
        leeg="Verplichtingen uit toewijzingen zijn nog niet geleverd.",
        geldig="Verplicht is wat lopende toewijzingen na de laatste bekende maand tot het einde van het jaar "
        "vastleggen; niet alles daarvan wordt ook geleverd.",
        bronnen=("berichten", "begroting"),
        blad="Budgetbewaking",
        **rest,
    )


def _breuken(con: duckdb.DuckDBPyConnection, onderdeel: Kolom, rest: dict[str, Any]) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.groei where is_breuk and is_voorkeur and maat = 'uitgaven' and van_jaar = jaar - 1
        {een_per_cel()} order by jaar, {ORDE}
        """,
    )
    return maak_blok(
        "breuken",
        "{gebied} {jaar}: sprongen door een andere boeking",
        rijen,
        soorten,
        [
            onderdeel,
            Kolom("vorige", "Vorig jaar", "euro"),
            Kolom("huidige", "Dit jaar", "euro"),
            Kolom("groei_pct", "Groei", "procent_teken"),
            Kolom("toelichting", soort="lang"),
        ],
        mart="groei",
        sleutel=("gemeente_code", "van_jaar", "jaar", "leveringsvorm", "maat", *CEL[2:]),
        volgt=ALLES,
        leeg="Er zijn geen boekingsbreuken gevonden.",
        geen="In dit gebied zijn geen boekingsbreuken gevonden.",
        geldig="Een boekingsbreuk is geen groei van zorg: de uitgaven zijn anders geboekt dan het jaar ervoor.",
        bronnen=("iv3", "uitgaven"),
        blad="Groei",
        **rest,
    )


def zinnen(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence per kind of warning, with the largest of it, over all gebieden."""
    rijen, _ = vraag(
        con,
        """
        select *, count(*) over (partition by soort) as aantal, row_number() over (
            partition by soort order by abs(verschil_eur) desc nulls last, melding
        ) as rang
        from marts.waarschuwingen
        qualify rang = 1
        order by soort
        """,
    )
    return [f"{_ZINNEN[r['soort']]}: {opmaak.getal(r['aantal'])} keer. De grootste: {r['melding']}" for r in rijen]


_ZINNEN = {
    "buiten_begroting": "De prognose ligt ver van de begroting",
    "buiten_vorig_interval": "De prognose ligt buiten de band van de vorige peildatum",
    "reeksbreuk": "Een reeks verlaat haar verloop",
}
