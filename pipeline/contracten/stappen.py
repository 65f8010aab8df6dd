"""The delivery contract of the known steps: what a user knows that the monthly prognose cannot see. No amounts."""

from __future__ import annotations

from pipeline.contracten.model import Kolom, Tabel

STAPPEN = Tabel(
    "stappen",
    "stap: een maand waarin uitgaven op een ander niveau komen",
    (
        Kolom("gemeente", "gemeente", "gemeente of regio, als naam of CBS-code; leeg voor alle gemeenten",
              aliassen=("gemeente_code", "gemeentecode", "gemeente_naam", "gemeentenaam", "gebied")),
        Kolom("wet", "wet", "Wmo of Jeugdwet; leeg voor alle wetten"),
        Kolom("voorziening", "voorziening", "naam, slug of synoniem van een voorziening of groep; leeg voor alle"),
        Kolom("maand", "maand", "eerste maand op het nieuwe niveau, zoals 2026-01", True, ("periode",)),
        Kolom("factor", "factor", "hoeveel keer zo hoog de uitgaven worden; leeg als de omvang niet bekend is"),
        Kolom("bekend_vanaf", "maand", "maand waarin een prognose er voor het eerst van kon weten; leeg: altijd"),
        Kolom("omschrijving", "tekst", "wat het is: index, tarief, abonnementstarief, woonplaatsbeginsel, inkoop"),
    ),
    ("gemeente", "wet", "voorziening", "maand", "omschrijving"),
)  # fmt: skip
