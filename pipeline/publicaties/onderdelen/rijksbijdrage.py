"""Chapter Rijksbijdrage: what the state contributes per circulaire, how much of the expenditure that covers, and later.

Blocks of the marts rijksbijdragen, dekking and meerjarenprognose.
"""

from __future__ import annotations

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.blokken import Blok, Grafiek, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, WET_VOLGORDE, vraag
from pipeline.publicaties.tabellen import Kolom, Rij

ORDE = f"{GEBIED_VOLGORDE}, gemeente_code, {WET_VOLGORDE}"
WET = Kolom("wet_tekst", "Wet", vorm=lambda r: opmaak.wet(r["wet"]), van="wet")
NIET_GELEVERD = "Rijksbijdragen zijn nog niet geleverd."


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop) -> list[Blok]:
    """The blocks of the chapter, in the order of the page."""
    return [_dekking(con), _circulaires(con, kop), _meerjaren(con)]


def _dekking(con: duckdb.DuckDBPyConnection) -> Blok:
    rijen, soorten = vraag(con, f"select * from marts.dekking where is_voorkeur order by {ORDE}, jaar, reeks")
    return maak_blok(
        "dekking",
        "{gebied}: rijksbijdrage naast uitgaven",
        rijen,
        soorten,
        [
            WET,
            Kolom("jaar"),
            Kolom("rijksbijdrage_eur", "Rijksbijdrage"),
            Kolom("uitgaven_eur", "Uitgaven"),
            Kolom("saldo_eur", "Saldo", "euro_oordeel", naast="oordeel"),
            Kolom("dekkingsgraad_pct", "Dekking"),
            Kolom("toelichting", soort="lang"),
        ],
        mart="dekking",
        sleutel=("gemeente_code", "jaar", "wet", "reeks"),
        volgt=("gebied", "wet"),
        rijkoppen=2,
        leeg=NIET_GELEVERD,
        geldig="De algemene uitkering is vrij besteedbaar: de dekking is een maatstaf, geen budget. De toelichting "
        "zegt welke reeks van de uitgaven ernaast staat.",
        bronnen=("rijksbijdragen", "iv3", "uitgaven"),
        blad="Dekking",
        grafieken=[
            Grafiek(
                "dekking",
                grafieken.lijnen_per_wet(
                    {"rijksbijdrage_eur": "rijksbijdrage", "uitgaven_eur": "uitgaven"}, as_titel="€"
                ),
                "{gebied}: verloop van rijksbijdrage en uitgaven",
                "Lijnen van rijksbijdrage en uitgaven over de jaren in {gebied}, een vak per wet. De cijfers staan in "
                "de tabel hierboven.",
                ("rijksbijdrage_eur",),
                2,
            )
        ],
    )


def _verschil(rij: Rij) -> str:
    bedrag = rij["verschil_vorige_circulaire_eur"]
    return "" if not bedrag else "erbij" if bedrag > 0 else "eraf"


def _circulaires(con: duckdb.DuckDBPyConnection, kop: Kop) -> Blok:
    rijen, soorten = vraag(
        con,
        f"""
        select *, uitkeringsjaar as jaar from marts.rijksbijdragen where is_voorkeur and is_laatste_circulaire
        order by jaar desc, {ORDE}, onderdeel, reeks
        """,
    )
    for rij in rijen:
        rij["verschil_woord"] = _verschil(rij)
    return maak_blok(
        "circulaires",
        "{gebied}: rijksbijdragen {jaar}, laatste circulaire",
        rijen,
        soorten,
        [
            Kolom("onderdeel", "Onderdeel"),
            WET,
            Kolom("circulaire"),
            Kolom("bedrag_eur", "Bedrag"),
            Kolom("verschil_vorige_circulaire_eur", "Verschil met de vorige circulaire", "euro_oordeel",
                  naast="verschil_woord"),
            Kolom("is_raming", "Raming van de leverancier"),
        ],
        mart="rijksbijdragen",
        sleutel=("gemeente_code", "uitkeringsjaar", "circulaire", "onderdeel", "reeks"),
        volgt=("gebied", "wet", "jaar"),
        leeg=NIET_GELEVERD,
        geldig="Elke circulaire kan een uitkeringsjaar bijstellen; hier staat de laatste, met het verschil met "
        "die ervoor.",
        bronnen=("rijksbijdragen",),
        blad="Rijksbijdragen",
        peiljaar=kop.peildatum.year,
    )  # fmt: skip


def _meerjaren(con: duckdb.DuckDBPyConnection) -> Blok:
    """The years to come per wet beside the rijksbijdrage; where none is delivered, the amounts alone.

    From the account where there is one: the rijksbijdrage is for everything, and months hold only what is declared,
    pgb and subsidies.
    """
    rijen, soorten = vraag(
        con,
        f"""
        with wetten as (
            select * from marts.meerjarenprognose
            where is_actueel and niveau = 'wet'
                and jaar > (select max(jaar) from marts.meerjarenprognose where is_actueel and niveau = 'wet') - 4
            qualify row_number() over (
                partition by gemeente_code, jaar, wet order by reeks = 'maandcijfers', not is_voorkeur, reeks
            ) = 1
        ),
        geteld as (select *, count(rijksbijdrage_eur) over () as bijdragen from wetten)
        select * exclude (bijdragen) from geteld where bijdragen = 0 or rijksbijdrage_eur is not null
        order by {ORDE}, jaar
        """,
    )
    return maak_blok(
        "meerjaren",
        "{gebied}: komende jaren naast de rijksbijdrage (saldo: rijksbijdrage min prognose)",
        rijen,
        soorten,
        [
            WET,
            Kolom("jaar"),
            Kolom("laag", "Prognose laag", "euro"),
            Kolom("midden", "Prognose midden", "euro"),
            Kolom("hoog", "Prognose hoog", "euro"),
            Kolom("rijksbijdrage_eur", "Rijksbijdrage"),
            Kolom("saldo_eur", "Saldo", "euro_oordeel", naast="oordeel"),
        ],
        mart="meerjarenprognose",
        sleutel=("gemeente_code", "jaar", "peildatum", "niveau", "wet", "voorziening", "reeks"),
        volgt=("gebied", "wet"),
        rijkoppen=2,
        leeg="Er is nog geen raming van de komende jaren.",
        noot="Bij ongewijzigd beleid: inwoners, prijs en de groei van de laatste jaren, elk jaar minder. Noemt geen "
        "circulaire een jaar, dan is de laatste rijksbijdrage doorgetrokken.",
        geldig="Een raming, geen begroting: zij gaat uit van de jaarrekening waar die er is, want daarin staat ook wat "
        "maandcijfers niet bevatten.",
        bronnen=("iv3", "uitgaven", "rijksbijdragen", "inwoners"),
        blad="Meerjarenprognose",
        grafieken=[
            Grafiek(
                "meerjaren",
                grafieken.lijnen_per_wet({"midden": "prognose", "rijksbijdrage_eur": "rijksbijdrage"}, as_titel="€"),
                "{gebied}: prognose naast rijksbijdrage",
                "Lijnen van prognose en rijksbijdrage van de komende jaren in {gebied}, een vak per wet. De cijfers "
                "staan in de tabel hierboven.",
                ("midden",),
                2,
            )
        ],
    )
