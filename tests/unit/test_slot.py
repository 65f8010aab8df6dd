"""One run at a time, and no publication by one that woke up late."""

from __future__ import annotations

import pytest

from pipeline.slot import Bezig, lees_teken, slot


def test_een_tweede_run_gaat_meteen_weg_en_hoort_van_wie(tmp_path):
    with slot(tmp_path), pytest.raises(Bezig, match=r"bezig sinds \d\d\.\d\d uur .*proces \d+"), slot(tmp_path):
        pass


def test_na_afloop_is_het_slot_vrij_ook_na_een_fout(tmp_path):
    with pytest.raises(ZeroDivisionError), slot(tmp_path):
        raise ZeroDivisionError
    with slot(tmp_path) as teken:
        assert teken == lees_teken(tmp_path)


def test_elk_slot_heeft_een_hoger_teken(tmp_path):
    tekens = []
    for _ in range(3):
        with slot(tmp_path) as teken:
            tekens.append(teken)
    assert tekens == [1, 2, 3]
    (tmp_path / ".teken").write_text("stuk")
    with slot(tmp_path) as teken:
        assert teken == 1
