"""How the benchmark reads its public series: what to do with a month that is there twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.prognose.publiek import alberta

DELEN = {"Single Total": 30.0, "Couples Total": 12.0, "All Types Total": 42.0}


def _bestand(pad: Path, dubbel: dict[str, float]) -> Path:
    """Seven years of months, each part the same every month; in month 20 `dubbel` gives a second value."""
    regels = ["program,month,measure_type,measure,value"]
    for i in range(84):
        maand = f"{2010 + i // 12}-{i % 12 + 1:02d}"
        for deel, waarde in DELEN.items():
            regels.append(f"Hulp,{maand},Family Composition,{deel},{waarde}")
            if i == 20 and deel in dubbel:
                regels.append(f"Hulp,{maand},Family Composition,{deel},{dubbel[deel]}")
    pad.write_text("\n".join(regels), encoding="utf-8")
    return pad


@pytest.mark.parametrize(
    ("dubbel", "lengte"),
    [
        ({"All Types Total": 42.0}, 84),  # twice the same
        ({"All Types Total": 46.0}, 84),  # 42 is the sum of 30 and 12, 46 is not
        ({"All Types Total": 46.0, "Single Total": 34.0}, 63),  # both fit something: nothing tells
    ],
)
def test_van_twee_totalen_telt_de_som_van_de_delen(tmp_path: Path, dubbel: dict[str, float], lengte: int):
    reeksen = {r.naam: r for r in alberta(_bestand(tmp_path / "reeksen.csv", dubbel))[True]}
    totaal = reeksen["Hulp | Family Composition | All Types Total"]
    assert len(totaal.waarden) == lengte
    assert set(totaal.waarden) == {42.0}


def test_een_deel_met_twee_waarden_blijft_onbeslist(tmp_path: Path):
    reeksen = {r.naam: r for r in alberta(_bestand(tmp_path / "reeksen.csv", {"Single Total": 30.5}))[True]}
    assert len(reeksen["Hulp | Family Composition | Single Total"].waarden) == 63
