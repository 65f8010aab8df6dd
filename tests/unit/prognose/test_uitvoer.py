"""The tables that forecasts hand over: sorted, typed, and nothing that the schema does not know."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.prognose.uitvoer import PROGNOSE, TOETS, tabel


def test_rows_are_sorted_and_what_lacks_is_empty() -> None:
    rijen = [{"jaar": j, "midden": Decimal("1.10"), "peildatum": date(2026, 3, 31)} for j in (2027, 2026)]
    uit = tabel(rijen, PROGNOSE)
    assert uit.schema == PROGNOSE
    assert uit["jaar"].to_pylist() == [2026, 2027]
    assert uit["midden"].to_pylist() == [Decimal("1.10")] * 2
    assert uit["laag"].to_pylist() == [None, None]


def test_no_rows_is_a_table_too() -> None:
    assert tabel([], TOETS).schema == TOETS


def test_more_than_cents_is_refused() -> None:
    with pytest.raises(ValueError):
        tabel([{"midden": Decimal("1.105")}], PROGNOSE)


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(ValueError, match="onbekende kolom: bedrag"):
        tabel([{"bedrag": 1}], PROGNOSE)
