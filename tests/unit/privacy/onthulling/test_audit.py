"""The audit on tables that can be worked out by hand, and on random ones that are attacked afterwards."""

from __future__ import annotations

import math
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.privacy.onthulling import audit as audit_
from pipeline.privacy.onthulling.afronden import Afgerond, Stijl, rond_tellingen
from pipeline.privacy.onthulling.audit import Bekend, audit, grenzen
from pipeline.privacy.onthulling.verbanden import SLEUTEL, Stelsel, maak_stelsel, moment

STIJL = Stijl.van({})


def stelsel(aantal: int, *gehelen: tuple[int, list[int]]) -> Stelsel:
    """Wholes with their parts: parts minus whole is zero."""
    s = Stelsel(aantal)
    for geheel, delen in gehelen:
        rij = np.zeros(len(delen) + 1, int)
        s.voeg_toe(rij, np.array([*delen, geheel]), np.array([1.0] * len(delen) + [-1.0]), np.array([True]))
    return s


def bekend(exact: list[int], openbaar: tuple[int, ...] = ()) -> Bekend:
    x = np.array(exact, float)
    leeg = np.full(len(x), np.nan)
    rond = rond_tellingen(x, Afgerond(leeg, leeg, leeg, leeg), leeg, STIJL)
    laag, hoog = rond.laag.copy(), rond.hoog.copy()
    for nr in openbaar:
        laag[nr] = hoog[nr] = x[nr]
    klein = STIJL.is_klein(x) & ~np.isin(np.arange(len(x)), openbaar)
    mag = ~klein & (x != 0) & ~np.isin(np.arange(len(x)), openbaar)
    n = len(x)
    return Bekend(
        x, laag, hoog, klein, np.full(n, 4.0), np.ones(n, bool), mag, np.ones(n), np.full(n, np.inf), np.zeros(n, int)
    )


def test_een_verborgen_deel_volgt_niet_uit_een_openbaar_totaal():
    # public total 37, parts 3, 14 and 20: shown 15 (13-17) and 20 (18-22), so 3 is 1 to 6: six values, wide enough
    b = bekend([37, 3, 14, 20], openbaar=(0,))
    assert not audit(stelsel(4, (0, [1, 2, 3])), b).secundair.any()
    # public total 23, parts 3 and 20: shown 20 (18-22), so 3 is 1 to 5: just wide enough
    assert not audit(stelsel(3, (0, [1, 2])), bekend([23, 3, 20], openbaar=(0,))).secundair.any()
    # public total 20, parts 2 and 18: shown 20 (18-22), so 2 is at most 2: 18 is hidden too, and 2 says no more that it is small
    b, s = bekend([20, 2, 18], openbaar=(0,)), stelsel(3, (0, [1, 2]))
    uit = audit(s, b)
    assert uit.secundair.tolist() == [False, True, True] and not uit.te_smal.any()
    laag, hoog = audit_.grenzen(*s.matrix(), b.laag, b.hoog)
    assert hoog[1] - laag[1] >= 4


def test_wat_niet_te_helpen_is_heet_te_smal():
    # a public total of 3 with one part that is not zero
    uit = audit(stelsel(3, (0, [1, 2])), bekend([3, 3, 0], openbaar=(0,)))
    assert uit.te_smal.tolist() == [False, True, False]


def test_grenzen_uit_een_verband_tegelijk():
    a, gelijk = stelsel(3, (0, [1, 2])).matrix()
    laag, hoog = grenzen(a, gelijk, np.array([20.0, 1, 18]), np.array([20.0, 9, 22]))
    assert (laag.tolist(), hoog.tolist()) == ([20, 1, 18], [20, 2, 19])


@st.composite
def hierarchieen(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, list[int]]], tuple[int, ...]]:
    """Cells of voorzieningen x gemeenten with the totals of both, and some totals that were public."""
    rijen, kolommen = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cel = st.one_of(st.integers(0, 9), st.integers(0, 40))
    kern = np.array(draw(st.lists(cel, min_size=rijen * kolommen, max_size=rijen * kolommen))).reshape(rijen, kolommen)
    vol = np.zeros((rijen + 1, kolommen + 1), int)
    vol[:-1, :-1] = kern
    vol[-1, :-1], vol[:, -1] = kern.sum(axis=0), np.append(kern.sum(axis=1), kern.sum())
    nr = np.arange(vol.size).reshape(vol.shape)
    gehelen = [(int(nr[i, -1]), nr[i, :-1].tolist()) for i in range(rijen + 1)]
    gehelen += [(int(nr[-1, j]), nr[:-1, j].tolist()) for j in range(kolommen + 1)]
    totalen = sorted({g for g, _ in gehelen if vol.ravel()[g] >= 10})
    openbaar = draw(st.lists(st.sampled_from(totalen), max_size=2, unique=True)) if totalen else []
    return vol.ravel().tolist(), gehelen, tuple(openbaar)


@pytest.mark.parametrize("grootst", [audit_.GROOTST_BLOK, 1])
@settings(max_examples=60, deadline=None)
@given(hierarchieen())
@example(([1, 10, 11, 1, 10, 11], [(2, [0, 1]), (5, [3, 4]), (3, [0]), (4, [1]), (5, [2])], ()))
def test_geen_aanval_laat_minder_dan_vijf_waarden_over(grootst, tabel):
    exact, gehelen, openbaar = tabel
    b = bekend(exact, openbaar)
    if grootst == 1:
        b.wet = np.arange(len(exact)) % 3  # all hangs together, and is looked at in three parts
    with mock.patch.multiple(audit_, GROOTST_BLOK=grootst, KLEINST_BLOK=0):
        uit = audit(stelsel(len(exact), *gehelen), b)
    # what the attacker may use is worked out anew from the signs, not taken from the audit
    vrij = [
        (x, x) if i in openbaar else (1, math.inf) if uit.secundair[i] else (1, 9) if 1 <= x <= 9 else _staat_voor(x)
        for i, x in enumerate(exact)
    ]
    a_eq = np.zeros((len(gehelen), len(exact)))
    for r, (geheel, delen) in enumerate(gehelen):
        a_eq[r, geheel] -= 1
        a_eq[r, delen] += 1
    for nr in np.flatnonzero(b.verborgen & ~uit.te_smal):
        einden = []
        for teken in (1, -1):
            c = np.zeros(len(exact))
            c[nr] = teken
            r = linprog(c, A_eq=a_eq, b_eq=np.zeros(len(gehelen)), bounds=vrij, method="highs")
            einden.append(math.inf if r.status == 3 else teken * r.fun)
        if einden[1] < math.inf:
            assert math.floor(einden[1] + 1e-6) - math.ceil(einden[0] - 1e-6) + 1 >= 5, (nr, einden)
    # only public totals can make it impossible
    assert openbaar or grootst == 1 or not uit.te_smal.any()


def _staat_voor(x: int) -> tuple[int, int]:
    p = 5 * ((x + 2) // 5)
    return (0, 0) if x == 0 else (max(p - 2, 10), p + 2)


def cellen(*rijen: tuple[str, str, str, str, str, str, float]) -> pd.DataFrame:
    """gemeente, periode, deel, niveau, wet, voorziening, exact; all of them clients in kind of one reeks."""
    namen = ["gemeente_code", "periode", "deel", "niveau", "wet", "voorziening", "exact"]
    df = pd.DataFrame(rijen, columns=namen).assign(begrip="clienten", vorm="zin", reeks="berichten", jaar=2025)
    return df[[*SLEUTEL, "jaar", "exact"]]


GROEPEN = pd.DataFrame({"wet": ["wmo", "wmo"], "voorziening": ["hbh", "dag"], "groep": ["hulp", "hulp"]})
LEDEN = pd.DataFrame({"regio_code": ["RG"] * 2, "wet": ["wmo"] * 2, "jaar": [2025] * 2, "gemeente_code": ["A", "B"]})


def rijen_van(c: pd.DataFrame, soort: str = "uniek") -> list[tuple[bool, dict[int, float]]]:
    a, gelijk = maak_stelsel(c, {"clienten": soort}, GROEPEN, LEDEN).matrix()
    return [(bool(g), dict(zip(a[i].indices.tolist(), a[i].data.tolist(), strict=True))) for i, g in enumerate(gelijk)]


def test_unieke_clienten_liggen_tussen_het_grootste_deel_en_de_som():
    c = cellen(
        ("A", "2025", "", "voorziening", "wmo", "hbh", 12),
        ("A", "2025", "", "voorziening", "wmo", "dag", 5),
        ("A", "2025", "", "groep", "wmo", "hulp", 14),
    )
    assert rijen_van(c) == [(False, {0: 1, 1: 1, 2: -1}), (False, {2: 1, 0: -1}), (False, {2: 1, 1: -1})]


def test_een_regio_is_de_som_van_haar_leden_als_dat_zo_is():
    def regio(aantal: int) -> pd.DataFrame:
        return cellen(
            *((g, "2025", "", "voorziening", "wmo", "hbh", x) for g, x in (("A", 12), ("B", 5), ("RG", aantal)))
        )

    assert rijen_van(regio(17)) == [(True, {0: 1, 1: 1, 2: -1})]
    # one client lived in both: between the largest and the sum
    assert (False, {0: 1, 1: 1, 2: -1}) in rijen_van(regio(16))


def test_delen_naar_een_kenmerk_en_maanden_van_een_kwartaal():
    c = cellen(
        ("A", "2025", "", "wet", "wmo", "totaal", 12),
        ("A", "2025", "verwijzer:arts", "wet", "wmo", "totaal", 8),
        ("A", "2025", "verwijzer:poh", "wet", "wmo", "totaal", 4),
        ("A", "2025", "leeftijd:75+", "wet", "wmo", "totaal", 12),
    )
    assert sorted(rijen_van(c), key=str) == [(True, {0: -1, 1: 1, 2: 1}), (True, {0: -1, 3: 1})]
    tijd = cellen(
        *(("A", p, "", "wet", "wmo", "totaal", x) for p, x in (("2025-01", 3), ("2025-02", 4), ("2025-Q1", 7)))
    )
    assert rijen_van(tijd, "som") == [(True, {0: 1, 1: 1, 2: -1})]


def test_het_einde_van_een_kwartaal_is_dat_van_zijn_laatste_maand():
    assert (
        moment("2025-Q1", "eind")
        == moment("2025-03", "eind")
        == moment("2025-04", "begin")
        == moment("2025-Q2", "begin")
    )
    assert moment("2025", "eind") == moment("2026", "begin") == moment("2025-H2", "eind")
