"""Chapter Kosten: budget against outcome, expenditure per inhabitant, costs per client, kinds of expenditure.

Blocks of the marts budgetbewaking, kerncijfers, uitgaven and kosten_per_client. What is expected of a year is chapter
prognose, comparing gemeenten is benchmark.
"""

from __future__ import annotations

from functools import partial

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.blokken import Blok, Grafiek, maak_blok
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import (
    CEL_VOLGORDE,
    GEBIED_VOLGORDE,
    IN_GROEPEN,
    een_per_cel,
    mens_sleutel,
    mensentekst,
    naam_van_voorziening,
    toelichtingen,
    vraag,
)
from pipeline.publicaties.tabellen import Kolom, Rij, heeft

CEL = ("gemeente_code", "jaar", "niveau", "wet", "voorziening", "reeks")
ALLES = ("gebied", "wet", "voorziening", "jaar")
ORDE = f"{GEBIED_VOLGORDE}, gemeente_code, {CEL_VOLGORDE}"


def blokken(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> list[Blok]:
    """The blocks of the chapter, in the order of the page."""
    onderdeel = Kolom("onderdeel", "Onderdeel", vorm=partial(naam_van_voorziening, namen), van="voorziening")
    return [
        _afwijkingen(con, kop),
        *_budget(con, kop, onderdeel),
        _per_inwoner(con, onderdeel),
        _per_client(con, kop, onderdeel),
        _soorten(con, kop, onderdeel),
    ]


def _afwijkingen(con: duckdb.DuckDBPyConnection, kop: Kop) -> Blok:
    """Every gebied beside the others: what was budgeted and what it became."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.budgetbewaking where is_voorkeur {een_per_cel()} order by jaar, {ORDE}
        """,
    )
    rijen = [r for r in rijen if heeft(r, "afwijking_pct")]
    kleuren = {"voordeel": grafieken.BLAUW, "nadeel": grafieken.ROEST}
    return maak_blok(
        "afwijking",
        "Afwijking van de begroting {jaar}, {onderdeel}, alle gebieden",
        rijen,
        soorten,
        [
            Kolom("gemeente", "Gebied"),
            Kolom("begroting_actueel_eur", "Begroting na wijziging"),
            Kolom("realisatie_eur", "Realisatie"),
            Kolom("prognose_midden_eur", "Prognose midden", "euro_leeg"),
            Kolom("afwijking_eur", "Afwijking", "euro_oordeel", naast="oordeel"),
            Kolom("afwijking_pct", "Afwijking in %", "procent_oordeel", naast="oordeel"),
            Kolom("signaal", soort="signaal"),
        ],
        mart="budgetbewaking",
        sleutel=CEL,
        volgt=("wet", "voorziening", "jaar"),
        geheel=True,
        gekozen=True,
        leeg="Er is nog geen begroting met een realisatie van hetzelfde jaar.",
        geldig="Een afwijking vergelijkt de begroting na wijziging met de jaarrekening, of zolang die er niet is met "
        "de prognose. Gemeenten begroten verschillend; vergelijk de afwijking, niet het bedrag.",
        bronnen=("begroting", "iv3", "uitgaven"),
        blad="Budgetbewaking",
        peiljaar=kop.peildatum.year,
        grafieken=[
            Grafiek(
                "afwijking",
                grafieken.staven(
                    "gemeente", "afwijking_pct", "oordeel", kleuren, as_titel="% van de begroting", geld=False
                ),
                "Afwijking {jaar} in % van de begroting, {onderdeel}",
                "Staven van de afwijking {jaar} in procent van de begroting per gebied, {onderdeel}: links van nul een "
                "nadeel, rechts een voordeel. De cijfers staan in de tabel hierboven.",
                ("afwijking_pct",),
            )
        ],
    )


def _tot_en_met(rij: Rij) -> str | None:
    dag = rij["realisatie_tot_en_met"]
    return None if dag is None else opmaak.periode(f"{dag:%Y-%m}").replace(" ", opmaak.VAST)


def _budget(con: duckdb.DuckDBPyConnection, kop: Kop, onderdeel: Kolom) -> list[Blok]:
    """The figures, and why they are so: the generated sentence with what a human wrote."""
    rijen, soorten = vraag(
        con, f"select * from marts.budgetbewaking where is_voorkeur {een_per_cel()} order by jaar, {ORDE}"
    )
    teksten = toelichtingen(con)
    mens = mensentekst(teksten)
    for rij in rijen:
        rij["mens"] = mens.get(mens_sleutel(rij))
    kolommen = [
        onderdeel,
        Kolom("begroting_primitief_eur", "Begroting primitief"),
        Kolom("begroting_actueel_eur", "Begroting na wijziging"),
        Kolom("realisatie_eur", "Realisatie"),
        Kolom("realisatie_tekst", "Realisatie t/m", vorm=_tot_en_met, van="realisatie_tot_en_met"),
        Kolom("verplicht_eur", "Verplicht"),
        Kolom("prognose_laag_eur", "Prognose laag"),
        Kolom("prognose_midden_eur", "Prognose midden"),
        Kolom("prognose_hoog_eur", "Prognose hoog"),
        Kolom("afwijking_eur", "Afwijking", "euro_oordeel", naast="oordeel"),
        Kolom("afwijking_pct", "Afwijking in %", "procent_oordeel", naast="oordeel"),
        Kolom("signaal", soort="signaal"),
        Kolom("incidenteel_structureel", "Incidenteel of structureel"),
        Kolom("kans_overschrijding_pct", "Kans op overschrijding"),
    ]
    budget = maak_blok(
        "budget",
        "{gebied} {jaar}: begroting, realisatie en prognose",
        rijen,
        soorten,
        kolommen,
        mart="budgetbewaking",
        sleutel=CEL,
        volgt=ALLES,
        leeg="Er is nog geen begroting geleverd.",
        geldig="De toelichting hieronder zegt per regel waar het cijfer vandaan komt en wat het niet bevat. De "
        "prognose is een verwachting vooraf met een bandbreedte; in een afgesloten jaar telt de realisatie.",
        bronnen=("begroting", "iv3", "uitgaven", "berichten", "pgb", "subsidies"),
        blad="Budgetbewaking",
        peiljaar=kop.peildatum.year,
    )
    uitleg = maak_blok(
        "toelichting",
        "{gebied} {jaar}: toelichting",
        [r for r in rijen if heeft(r, "toelichting") or r["mens"]],
        soorten,
        [
            onderdeel,
            Kolom("afwijking_eur", "Afwijking", "euro_oordeel", naast="oordeel"),
            Kolom("signaal", soort="signaal"),
            Kolom("toelichting", soort="toelichting", naast="mens"),
        ],
        mart="budgetbewaking",
        sleutel=CEL,
        volgt=ALLES,
        leeg="Er is nog niets toe te lichten.",
        geldig="De eerste tekst is gemaakt uit de cijfers; daaronder staat wat de gemeente zelf toelicht.",
        bronnen=("begroting", "iv3", "uitgaven", "berichten", "pgb", "subsidies", "toelichtingen"),
        blad="Budgetbewaking",
        peiljaar=kop.peildatum.year,
    )
    met_cijfer = {mens_sleutel(r) for r in rijen}
    return [budget, uitleg, _losse_teksten([t for t in teksten if mens_sleutel(t) not in met_cijfer], onderdeel)]


def _losse_teksten(teksten: list[Rij], onderdeel: Kolom) -> Blok:
    """What humans wrote on a year or voorziening that has no budget: nothing of it is lost."""
    return maak_blok(
        "losse_teksten",
        "{gebied}: toelichting bij wat niet begroot is",
        teksten,
        {},
        [
            onderdeel,
            Kolom("periode_tekst", "Periode", vorm=lambda r: opmaak.periode(r["periode"]), van="periode"),
            Kolom("tekst", "Toelichting", "lang"),
            Kolom("auteur", "Auteur", "tekst"),
        ],
        mart="toelichtingen",
        sleutel=("gemeente_code", "periode", *CEL[2:]),
        volgt=("gebied", "wet", "voorziening"),
        rijkoppen=2,
        leeg="Er is geen andere toelichting.",
        geldig="Geschreven door de gemeente zelf.",
        bronnen=("toelichtingen",),
    )


def _per_inwoner(con: duckdb.DuckDBPyConnection, onderdeel: Kolom) -> Blok:
    rijen, soorten = vraag(
        con, f"select * from marts.kerncijfers where {IN_GROEPEN} order by {GEBIED_VOLGORDE}, voorziening, jaar, reeks"
    )
    return maak_blok(
        "inwoner",
        "{gebied}: uitgaven per inwoner over de jaren",
        rijen,
        soorten,
        [
            onderdeel,
            Kolom("jaar"),
            Kolom("uitgaven_eur", "Uitgaven"),
            Kolom("inwoners_aantal", "Inwoners op 1 januari"),
            Kolom("per_inwoner_eur", "Per inwoner"),
            Kolom("groei_pct", "Groei uitgaven", "procent_teken"),
            Kolom("breuk", "Boekingsbreuk", van="is_breuk",
                  vorm=lambda r: "⚠ breuk: geen groei van zorg" if r["is_breuk"] else "nee"),
        ],
        mart="kerncijfers",
        sleutel=("gemeente_code", "jaar", "wet", "voorziening", "reeks"),
        volgt=("gebied", "wet"),
        rijkoppen=2,
        leeg="Er zijn nog geen uitgaven per inwoner.",
        noot="Noemer: inwoners op 1 januari. Opvang en beschermd wonen staan vooral bij de centrumgemeente, die er "
        "voor de hele regio voor betaalt; vergelijk die gemeente daarom op Wmo zonder opvang.",
        geldig="Een jaar met een boekingsbreuk (⚠) is niet te vergelijken met het jaar ervoor.",
        bronnen=("iv3", "uitgaven", "inwoners"),
        blad="Uitgaven",
        grafieken=[
            Grafiek(
                "inwoner",
                grafieken.reeksen("onderdeel", "per_inwoner_eur", as_titel="€ per inwoner"),
                "{gebied}: uitgaven per inwoner",
                "Lijnen van de uitgaven per inwoner in {gebied} over de jaren, een lijn per onderdeel. De cijfers "
                "staan in de tabel hierboven.",
                ("per_inwoner_eur",),
                2,
            )
        ],
    )  # fmt: skip


def _per_client(con: duckdb.DuckDBPyConnection, kop: Kop, onderdeel: Kolom) -> Blok:
    rijen, soorten = vraag(
        con, f"select * from marts.kosten_per_client where is_voorkeur {een_per_cel()} order by jaar, {ORDE}"
    )
    return maak_blok(
        "per_client",
        "{gebied} {jaar}: kosten per cliënt, volume en prijs",
        rijen,
        soorten,
        [
            onderdeel,
            Kolom("uitgaven_eur", "Uitgaven"),
            Kolom("clienten_aantal", "Cliënten"),
            Kolom("kosten_per_client_eur", "Kosten per cliënt"),
            Kolom("volume_per_client", "Volume per cliënt", "getal1"),
            Kolom("eenheid"),
            Kolom("gemiddelde_prijs_eur", "Gemiddelde prijs per eenheid"),
        ],
        mart="kosten_per_client",
        sleutel=CEL,
        volgt=ALLES,
        leeg="Uitgaven en cliënten van hetzelfde jaar en dezelfde voorziening zijn nog niet geleverd.",
        geldig="Kosten en cliënten komen uit reeksen van dezelfde definitie. De gemiddelde prijs is de som van prijs "
        "maal volume, gedeeld door het volume; bij gemengde eenheden is zij er niet.",
        bronnen=("uitgaven", "clientaantallen", "berichten"),
        blad="Kosten per cliënt",
        peiljaar=kop.peildatum.year,
    )


def _soorten(con: duckdb.DuckDBPyConnection, kop: Kop, onderdeel: Kolom) -> Blok:
    """In kind, pgb, subsidies: where more than one kind was delivered."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.uitgaven where is_voorkeur and periode_soort = 'jaar' and soort <> 'alle'
        {een_per_cel("soort")} order by jaar, {ORDE}, soort = 'subsidie', soort = 'pgb', soort
        """,
    )
    return maak_blok(
        "soorten",
        "{gebied} {jaar}: zorg in natura, pgb en subsidies",
        rijen,
        soorten,
        [
            onderdeel,
            Kolom("soort_tekst", "Soort", vorm=lambda r: opmaak.woord(r["soort"]), van="soort"),
            Kolom("uitgaven_eur", "Uitgaven"),
            Kolom("eigen_bijdrage_eur", "Eigen bijdrage", "euro_leeg"),
            Kolom("volume", "Volume", "aantal"),
            Kolom("eenheid"),
        ],
        mart="uitgaven",
        sleutel=("gemeente_code", "periode", "niveau", "wet", "voorziening", "soort", "reeks"),
        volgt=ALLES,
        rijkoppen=2,
        leeg="Uitgaven naar zorg in natura, pgb en subsidie zijn nog niet geleverd.",
        geldig="Zorg in natura volgt uit declaraties, pgb uit de opgave van de SVB, subsidies uit de verleningen. Wat "
        "in geen van drie staat, staat alleen in het grootboek.",
        bronnen=("berichten", "pgb", "subsidies", "uitgaven"),
        blad="Uitgaven",
        # a year of which only the subsidies are known is not the newest
        peiljaar=max(
            (r["jaar"] for r in rijen if r["soort"] != "subsidie" and r["jaar"] <= kop.peildatum.year),
            default=kop.peildatum.year,
        ),
    )
