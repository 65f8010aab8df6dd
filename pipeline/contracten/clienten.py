"""The delivery contract of the toegang and its neighbours: what messages do not hold.

A row of the toegang is about one person: its client_id is turned into a pseudonym before anything is written. The
other bronnen hold totals per month, ledger line or subsidy. The text of a ledger line may name a person, so no column
reads it.
"""

from __future__ import annotations

from pipeline.contracten.model import GEMEENTE, JAAR, TOELICHTING, VOORZIENING, WET, Kolom, Tabel, aantal

MAAND = Kolom("periode", "periode", "maand, zoals 2025-07", True, ("maand",), patroon=r"\d{4}-\d{2}")
VOORZIENING_VRIJ = Kolom("voorziening", "voorziening", "naam, slug of synoniem; leeg als het er meer zijn")
HELE_WET = Kolom("voorziening", "voorziening", "naam, slug of synoniem; leeg voor de hele wet", leeg_als="Totaal")
WET_VRIJ = Kolom("wet", "wet", "nodig waar de naam van een voorziening bij twee wetten hoort")
VERWIJZERS = ("01", "02", "03", "04", "05", "06", "08")

CLIENTTABELLEN: tuple[Tabel, ...] = (
    Tabel(
        "toegang",
        "gemeente, cliënt, melding: een regel per hulpvraag en voorziening",
        (
            GEMEENTE,
            Kolom("client_id", "persoon", "burgerservicenummer, of een eigen nummer met een koppeltabel", True,
                  ("bsn", "burgerservicenummer", "clientnummer", "cliëntnummer"), nummer="bsn_of_eigen"),
            Kolom("toewijzingnummer", "geheel", "nummer van de toewijzing die uit het besluit volgde"),
            Kolom("huishouden_id", "persoon", "nummer van het huishouden bij de gemeente", nummer="huishouden"),
            WET, VOORZIENING,
            Kolom("verwijzer", "tekst", "code van de verwijzer: 01 gemeente, 02 huisarts, 03 jeugdarts, "
                  "04 gecertificeerde instelling, 05 medisch specialist, 06 zelf of geen, 08 rechter",
                  patroon="|".join(VERWIJZERS), breedte=2),
            Kolom("consulent", "persoon", "medewerker die besloot, als nummer", nummer="consulent"),
            Kolom("datum_melding", "datum", "dag van de melding", True),
            Kolom("datum_aanvraag", "datum", "dag van de aanvraag"),
            Kolom("datum_besluit", "datum", "dag van het besluit"),
            Kolom("besluit", "keuze", "uitkomst van het besluit",
                  keuzes=("toegekend", "afgewezen", "ingetrokken", "voorliggend")),
        ),
        ("gemeente", "client_id", "wet", "voorziening", "datum_melding"),
    ),
    Tabel(
        "koppeltabel",
        "gemeente, eigen cliëntnummer",
        (
            GEMEENTE,
            Kolom("client_nummer", "persoon", "eigen nummer van de cliënt bij de toegang", True,
                  ("clientnummer", "cliëntnummer", "client_id"), nummer="client"),
            Kolom("bsn", "persoon", "burgerservicenummer dat erbij hoort", True, ("burgerservicenummer",)),
        ),
        ("gemeente", "client_nummer"),
    ),
    Tabel(
        "wachtlijst",
        "gemeente, peildatum, voorziening",
        (
            GEMEENTE, Kolom("peildatum", "datum", "dag van de telling", True), WET_VRIJ, VOORZIENING,
            Kolom("wachtenden", "aantal", "wachtende cliënten", True, negatief=False),
        ),
        ("gemeente", "peildatum", "wet", "voorziening"),
    ),
    Tabel(
        "pgb",
        "gemeente, maand, wet, voorziening",
        (
            GEMEENTE, MAAND, WET, HELE_WET,
            aantal("budgethouders", "budgethouders met een lopend pgb"),
            Kolom("toegekend", "bedrag", "toegekend budget van de maand in euro"),
            Kolom("besteed", "bedrag", "besteed (uitbetaald) budget van de maand in euro"),
        ),
        ("gemeente", "periode", "wet", "voorziening"),
        ("budgethouders", "toegekend", "besteed"),
    ),
    Tabel(
        "subsidies",
        "gemeente, jaar, ontvanger, doel",
        (
            GEMEENTE, JAAR,
            Kolom("ontvanger", "tekst", "organisatie die de subsidie krijgt", True),
            Kolom("doel", "tekst", "waarvoor", True),
            WET_VRIJ, VOORZIENING_VRIJ,
            Kolom("bedrag_verleend", "bedrag", "verleend bedrag in euro", True),
            Kolom("bedrag_vastgesteld", "bedrag", "vastgesteld bedrag in euro"),
        ),
        ("gemeente", "jaar", "ontvanger", "doel", "wet", "voorziening"),
    ),
    Tabel(
        "grootboek",
        "boeking",
        (
            GEMEENTE,
            Kolom("boekdatum", "datum", "dag waarop de boeking telt", True),
            Kolom("taakveld", "taakveld", "Iv3-taakveld van het jaar"),
            WET_VRIJ, VOORZIENING_VRIJ,
            Kolom("bedrag", "bedrag", "bedrag in euro; lasten positief", True),
        ),
        None,
        ("taakveld", "voorziening"),
        ("omschrijving", "boekingstekst", "tekst", "toelichting", "relatie", "crediteur", "debiteur", "leverancier",
         "factuurnummer", "factuur", "boekstuknummer", "boekstuk", "documentnummer"),
    ),
    Tabel(
        "eigen_bijdragen",
        "gemeente, maand, wet, voorziening",
        (
            GEMEENTE, MAAND, WET, HELE_WET,
            Kolom("bedrag", "bedrag", "eigen bijdragen van inwoners in euro", True),
        ),
        ("gemeente", "periode", "wet", "voorziening"),
    ),
    Tabel(
        "productcodes",
        "gemeente, wet, productcode",
        (
            GEMEENTE, WET,
            Kolom("productcode", "tekst", "code in toewijzing en declaratie", True, patroon=r"[0-9a-z]{5}", breedte=5),
            VOORZIENING, TOELICHTING,
        ),
        ("gemeente", "wet", "productcode"),
    ),
)  # fmt: skip
