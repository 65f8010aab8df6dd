"""Tests of the reader for Markdown notes."""

import pytest

from pipeline.inname.lezers import LeesFout, Rij, lees

NOTITIE = """# Toelichting

Inleiding: geen item.

1. Van vindplaats naar werkplaats: 5.000 per kind; kosten: 56.000.
2. Lange titel
   die doorloopt: en tekst
  die ook doorloopt
## Kop: geen item
10. Zonder dubbele punt, zie https://voorbeeld.nl

Losse regel: geen item.
3.geen item: want zonder spatie
4. Alleen titel:
"""


def test_items(tmp_path):
    pad = tmp_path / "toelichting.md"
    pad.write_text(NOTITIE, encoding="utf-8")
    (blad,) = lees(pad)
    assert blad.rijen == (
        Rij(5, ("1", "Van vindplaats naar werkplaats", "5.000 per kind; kosten: 56.000.")),
        Rij(6, ("2", "Lange titel die doorloopt", "en tekst die ook doorloopt")),
        Rij(10, ("10", None, "Zonder dubbele punt, zie https://voorbeeld.nl")),
        Rij(14, ("4", "Alleen titel", None)),
    )


@pytest.mark.parametrize("codering", ["utf-8-sig", "cp1252", "utf-16"])
def test_codering_en_regeleinden(tmp_path, codering):
    pad = tmp_path / "x.md"
    pad.write_bytes("Kop\r\n1. Cliënten: € 5\r\nvervolg\r\n".encode(codering))
    assert lees(pad)[0].rijen == (Rij(2, ("1", "Cliënten", "€ 5 vervolg")),)


def test_zonder_items(tmp_path):
    pad = tmp_path / "x.md"
    pad.write_text("# Kop\n\ntekst\n")
    assert lees(pad)[0].rijen == ()


def test_leeg(tmp_path):
    pad = tmp_path / "x.md"
    pad.write_text("\n \n")
    with pytest.raises(LeesFout) as gevangen:
        lees(pad)
    assert gevangen.value.regel_code == "bestand.leeg"
