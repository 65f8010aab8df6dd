"""A plot of blocks: lengths follow the counts, what is there shows, and many lines keep the last."""

from __future__ import annotations

from pipeline.beeldtabel import BREEDTE, MEESTE_REGELS, balk, staven


def test_een_balk_volgt_het_deel():
    assert balk(1) == "█" * BREEDTE
    assert balk(0.5) == "█" * (BREEDTE // 2)
    assert balk(0) == ""
    assert balk(0.0001) == "▏"  # one of many is not none
    assert balk(1 / BREEDTE * 1.5) == "█▌"


def test_een_tabel_met_balken():
    assert staven("jaar", [(2023, 1000), (2024, 2000)]).splitlines() == [
        "| jaar | rijen | |",
        "|---|---:|---|",
        f"| 2023 | 1.000 | {'█' * (BREEDTE // 2)} |",
        f"| 2024 | 2.000 | {'█' * BREEDTE} |",
    ]
    assert staven("jaar", []).count("\n") == 1
    lang = staven("dag", [(i, 1) for i in range(MEESTE_REGELS + 3)])
    assert "en 3 eerdere" in lang
    assert "| 2 |" not in lang
    assert "| 3 |" in lang
