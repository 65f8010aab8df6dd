"""The delivery contract of the explanations: what a person writes beside a figure. Text only, no amounts."""

from __future__ import annotations

from pipeline.contracten.model import GEMEENTE, PERIODE, Kolom, Tabel

LANGSTE_TEKST = 2_000

TOELICHTINGEN = Tabel(
    "toelichtingen",
    "toelichting op een gebied, periode, wet en voorziening",
    (
        GEMEENTE, PERIODE,
        Kolom("wet", "wet", "Wmo, Jeugdwet, Participatiewet of overig; leeg voor alle wetten samen"),
        Kolom("voorziening", "voorziening", "voorziening of groep, als naam, slug of synoniem; leeg: de hele wet"),
        Kolom("tekst", "tekst", "de toelichting, hoogstens 2.000 tekens; regeleinden blijven staan", True,
              ("toelichting",), hoogstens=LANGSTE_TEKST),
        Kolom("auteur", "tekst", "functie of afdeling van wie het schreef, zoals controller", hoogstens=200),
        Kolom("datum", "datum", "dag waarop het geschreven is"),
    ),
    ("gemeente", "periode", "wet", "voorziening"),
)  # fmt: skip
