"""A sheet of totals that speaks of persons, and one that only looks like it."""

from __future__ import annotations

import pytest

from pipeline.inname.lezers import Blad
from pipeline.inname.lezers.model import Rij
from pipeline.inname.personen import plek_van_personen


@pytest.mark.parametrize(("cel", "plek"), [("135879000", None), ("123456782", 0)])
def test_een_totaal_in_duizenden_is_geen_nummer_van_een_persoon(cel, plek):
    """Both pass the elfproef; a summary of one line holds nothing else."""
    blad = Blad("Samenvatting", (Rij(1, ("wat", "totaal")), Rij(2, ("alles", cel))))
    assert plek_van_personen(blad, None) == plek
