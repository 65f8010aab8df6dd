"""The intake of explanations: free text, with its line ends and signs, but never with a person in it."""

from __future__ import annotations

from datetime import date

import pytest
from inname_bouw import feiten, neem, zet_werkmap

from pipeline.inname.intake import neem_in

KOP = "gemeente;periode;wet;voorziening;tekst;auteur;datum"
BSN = "123456782"  # passes the elfproef; of nobody


def test_wat_open_blijft_gaat_over_het_geheel(tmp_path):
    inname = neem(tmp_path, "toelichtingen", KOP, "Hilversum;2025;;;Alles bij elkaar;controller;1-2-2026",
                  "RG-GV;2025Q1;Jeugdwet;;De wet;;", "GM0406;2025;;Pleegzorg;Eén voorziening;;")  # fmt: skip
    assert (inname.uitkomst, inname.bevindingen) == ("geaccepteerd", [])
    wet, geheel, deel = sorted(feiten(inname, "toelichtingen"), key=lambda r: r["periode"] + r["gemeente_code"])
    assert (geheel["wet"], geheel["voorziening"], geheel["niveau"]) == (None, None, None)
    assert (geheel["auteur"], geheel["datum"]) == ("controller", date(2026, 2, 1))
    assert (wet["gemeente_code"], wet["periode"], wet["wet"]) == ("RG-GV", "2025-Q1", "jeugdwet")
    assert (deel["wet"], deel["voorziening"], deel["niveau"]) == ("jeugdwet", "pleegzorg", "voorziening")


TEKST = "=1+1 is geen som\n- eerste punt\n@ en € 1.234,56"


def test_een_tekst_blijft_zoals_hij_is(tmp_path):
    csv = neem(tmp_path / "a", "toelichtingen", KOP,
               'Hilversum;2025;Wmo;;"' + TEKST.replace("\n", "\r\n") + '";;')  # fmt: skip
    werkmap = neem_in(
        zet_werkmap(
            tmp_path / "b",
            "toelichtingen",
            {"Blad": [KOP.split(";"), ["Hilversum", 2025, "Wmo", None, TEKST, None, None]]},
        )
    )
    assert [r["tekst"] for r in feiten(csv, "toelichtingen")] == [TEKST]
    assert [r["tekst"] for r in feiten(werkmap, "toelichtingen")] == [TEKST]


@pytest.mark.parametrize(
    "tekst",
    [f"Cliënt {BSN} kost meer", f"nummer {BSN[:3]}.{BSN[3:6]}.{BSN[6:]} gebeld", "het bsn is onbekend", "achternaam: Jansen",
     f'"eerste regel\r\ntweede regel met {BSN}"'],
)  # fmt: skip
def test_een_tekst_over_een_persoon_weigert_het_bestand_zonder_hem_te_herhalen(tmp_path, tekst):
    inname = neem(tmp_path, "toelichtingen", KOP, "Huizen;2025;Wmo;;goed;;", f"Hilversum;2025;Wmo;;{tekst};;")
    assert (inname.uitkomst, inname.tabellen) == ("geweigerd", {})
    (b,) = inname.bevindingen
    assert (b.regel_code, b.regel) == ("bestand.persoonsgegevens", 3)
    assert not {BSN, "Jansen", "gebeld"} & set(repr(b).replace(".", " ").split())
    assert BSN not in repr(b).replace(".", "")


def test_een_te_lange_tekst_blijft_apart_en_staat_niet_in_de_bevinding(tmp_path):
    lang = "woord " * 400
    inname = neem(tmp_path, "toelichtingen", KOP, "Huizen;2025;Wmo;;goed;;", f"Hilversum;2025;Wmo;;{lang};;")
    (b,) = inname.bevindingen
    assert (b.regel_code, b.regel, b.kolom, b.waarde) == ("waarde.te_lang", 3, "tekst", None)
    assert "2000 tekens" in b.melding and "woord" not in b.melding
    assert [r["tekst"] for r in feiten(inname, "toelichtingen")] == ["goed"]


@pytest.mark.parametrize(
    ("rij", "code", "kolom"),
    [
        ("Hilversum;2025;Wmo;;;;", "waarde.ontbreekt", "tekst"),
        ("Nergenshuizen;2025;Wmo;;tekst;;", "gemeente.onbekend", "gemeente"),
        ("Hilversum;ooit;Wmo;;tekst;;", "periode.onleesbaar", "periode"),
        ("Hilversum;2025;;Totaal;tekst;;", "voorziening.onbekend", "voorziening"),
    ],
)
def test_een_verkeerde_cel_houdt_haar_rij_apart(tmp_path, rij, code, kolom):
    inname = neem(tmp_path, "toelichtingen", KOP, "Huizen;2025;Wmo;;goed;;", rij)
    assert [(b.regel_code, b.regel, b.kolom) for b in inname.bevindingen] == [(code, 3, kolom)]
