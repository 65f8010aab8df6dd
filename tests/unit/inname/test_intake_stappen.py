"""The intake of known steps: what may stay open, how a month and a factor are written, and what is kept apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from inname_bouw import feiten, neem, zet_werkmap

from pipeline.inname.intake import neem_in
from pipeline.inname.perioden import lees_maand
from pipeline.inname.waarden import Onleesbaar, lees_factor

KOP = "gemeente;wet;voorziening;maand;factor;bekend_vanaf;omschrijving"


def test_wat_leeg_is_geldt_voor_alles_en_een_breuk_heeft_geen_omvang(tmp_path):
    inname = neem(tmp_path, "stappen", KOP, ";;;2026-01;1,025;2025M12;index", "Huizen;;Pleegzorg;mrt 2026;;;breuk")
    assert (inname.uitkomst, inname.bevindingen) == ("geaccepteerd", [])
    breuk, index = sorted(feiten(inname, "stappen"), key=lambda r: r["omschrijving"])
    assert (index["gemeente_code"], index["wet"], index["voorziening"], index["niveau"]) == (None, None, None, None)
    assert (index["maand"], index["factor"], index["bekend_vanaf"]) == ("2026-01", Decimal("1.025"), "2025-12")
    # the wet follows from the voorziening
    assert (breuk["gemeente_code"], breuk["wet"], breuk["voorziening"]) == ("GM0406", "jeugdwet", "pleegzorg")
    assert (breuk["maand"], breuk["factor"], breuk["bekend_vanaf"]) == ("2026-03", None, None)


def test_alleen_de_maand_is_nodig(tmp_path):
    (rij,) = feiten(neem(tmp_path, "stappen", "maand;factor", "2026-01;1.04"), "stappen")
    assert (rij["maand"], rij["factor"], rij["omschrijving"]) == ("2026-01", Decimal("1.04"), None)


def test_een_werkblad_maakt_van_een_maand_een_datum_en_houdt_ruis_achter_de_komma(tmp_path):
    rijen = [["maand", "factor"], [46023, 1.1 + 2.2 - 2.27], [202602, 0.5]]  # 46023 is 1 January 2026
    een, twee = sorted(
        neem_in(zet_werkmap(tmp_path, "stappen", {"Blad": rijen})).tabellen["stappen"].to_pylist(),
        key=lambda r: r["maand"],
    )
    assert (een["maand"], een["factor"]) == ("2026-01", Decimal("1.03"))
    assert (twee["maand"], twee["factor"]) == ("2026-02", Decimal("0.5"))


@pytest.mark.parametrize(
    ("rij", "code", "kolom"),
    [
        (";;;2026;1,03;;", "periode.onleesbaar", "maand"),
        (";;;2026Q1;1,03;;", "periode.onleesbaar", "maand"),
        (";;;15-01-2026;1,03;;", "periode.onleesbaar", "maand"),
        (";;;;1,03;;", "waarde.ontbreekt", "maand"),
        (";;;2026-01;3%;;", "waarde.onleesbaar", "factor"),
        (";;;2026-01;-1;;", "waarde.onleesbaar", "factor"),
        (";;;2026-01;0;;", "waarde.onleesbaar", "factor"),
        (";;;2026-01;103;;", "waarde.onleesbaar", "factor"),
        (";;;2026-01;1,03;ooit;", "periode.onleesbaar", "bekend_vanaf"),
        ("Nergenshuizen;;;2026-01;1,03;;", "gemeente.onbekend", "gemeente"),
        (";Wlz;;2026-01;1,03;;", "wet.onbekend", "wet"),
        (";;Totaal;2026-01;1,03;;", "voorziening.onbekend", "voorziening"),
    ],
)
def test_een_verkeerde_cel_houdt_haar_rij_apart(tmp_path, rij, code, kolom):
    inname = neem(tmp_path, "stappen", KOP, ";Wmo;;2026-01;1,03;;index", rij)
    assert [(b.regel_code, b.bestand, b.regel, b.kolom) for b in inname.bevindingen] == [
        (code, "stappen/levering.csv", 3, kolom)
    ]
    assert len(feiten(inname, "stappen")) == 1


def test_twee_stappen_in_een_maand_hebben_elk_een_omschrijving(tmp_path):
    index, tarief = ";Wmo;;2026-01;1,03;;index", ";Wmo;;2026-01;1,01;;nieuw tarief"
    assert len(feiten(neem(tmp_path / "a", "stappen", KOP, index, tarief, index), "stappen")) == 2
    # which of the two is meant is not known: neither counts
    anders = neem(tmp_path / "b", "stappen", KOP, tarief, index, ";Wmo;;2026-01;1,02;;index")
    assert [r["omschrijving"] for r in feiten(anders, "stappen")] == ["nieuw tarief"]


@pytest.mark.parametrize(
    ("cel", "factor"),
    [("1,03", "1.03"), ("1.03", "1.03"), ("1,025", "1.025"), ("0,01", "0.01"), ("100", "100"), (Decimal("2"), "2")],
)
def test_een_komma_of_punt_in_een_factor_scheidt_decimalen(cel, factor):
    assert lees_factor(cel) == Decimal(factor)


@pytest.mark.parametrize("cel", ["", "0,009", "100,01", "1.000,0", "1,03x", "+1", "NaN", Decimal("Infinity"), True])
def test_wat_geen_factor_is(cel):
    with pytest.raises(Onleesbaar):
        lees_factor(cel)


def test_een_maand_in_alle_vormen():
    for cel in ("2026-01", "202601", "2026MM01", "jan 2026", "2026-01-01", "1-1-2026", date(2026, 1, 1)):
        assert lees_maand(cel) == "2026-01"
    for cel in (None, "", "2026-13", "1989-12", date(2026, 1, 2), date(1989, 1, 1)):
        with pytest.raises(Onleesbaar):
            lees_maand(cel)
