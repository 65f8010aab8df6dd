"""The worlds of a small system, beside another way to solve it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from pipeline.privacy.onthulling.werelden import Werelden

EEN, MIN = np.array([1.0]), np.array([-1.0])


def werelden(rijen, gelijk, exact, laag, hoog, cellen=None, schaal=1.0):
    exact = np.array(exact, float)
    cellen = np.arange(len(exact)) if cellen is None else np.array(cellen)
    grenzen = np.array(laag, float)[cellen], np.array(hoog, float)[cellen]
    a = sparse.csr_matrix(np.array(rijen, float).reshape(-1, len(exact)))
    return Werelden(a, np.array(gelijk, bool), exact, grenzen, np.full(len(cellen), schaal), cellen)


def test_een_cel_gaat_zo_ver_als_de_andere_toelaten():
    # 12 = 3 + 9, of which 12 is known to be 10 to 14 and 9 to be 8 to 10: so 3 is 0 to 6, by both of them
    w = werelden([[-1, 1, 1]], [True], [12, 3, 9], [10, 0, 8], [14, np.inf, 10])
    x, klem = w.uiterste(np.array([1]), EEN)
    assert x.tolist() == [14, 6, 8] and klem.tolist() == [0, 2]
    x, klem = w.uiterste(np.array([1]), MIN)
    assert x[1] == 0 and klem.tolist() in ([1], [0, 2])


def test_gelijke_cellen_zijn_een_onbekende_en_de_nauwste_houdt_haar():
    # a wet with one groep with one voorziening: three cells of one figure
    w = werelden([[1, -1, 0], [0, 1, -1]], [True, True], [4, 4, 4], [1, 1, 0], [9, 7, np.inf])
    assert len(w.onder) == 1
    x, klem = w.uiterste(np.array([0, 2]), np.array([1.0, 1.0]))
    assert x.tolist() == [7, 7, 7] and klem.tolist() == [1]
    x, klem = w.uiterste(np.array([2]), MIN)
    assert x.tolist() == [1, 1, 1] and klem.tolist() == [0, 1]


def test_wat_erbuiten_staat_houdt_haar_ware_cijfer():
    # 12 = 3 + 9 with the 9 outside: 3 follows the 12
    w = werelden([[-1, 1, 1]], [True], [12, 3, 9], [10, 0, 0], [14, 99, 99], cellen=[0, 1])
    assert w.uiterste(np.array([1]), EEN)[0].tolist() == [14, 5]


def test_bedragen_hebben_een_eigen_eenheid():
    w = werelden([[-1, 1, 1]], [True], [12e3, 3e3, 9e3], [10e3, 0, 8e3], [14e3, 99e3, 10e3], schaal=1000.0)
    assert w.uiterste(np.array([1]), EEN)[0].tolist() == [14e3, 6e3, 8e3]


def test_geen_wereld_is_geen_antwoord():
    # the truth itself does not fit: nothing is shown, and no cell is called wide
    x, klem = werelden([[-1, 1]], [True], [5, 3], [5, 3], [5, 3]).uiterste(np.array([0]), EEN)
    assert x is None and not len(klem)


@st.composite
def stelsels(draw: st.DrawFn):
    n, m = draw(st.integers(2, 6)), draw(st.integers(0, 5))
    exact = np.array(draw(st.lists(st.integers(0, 30), min_size=n, max_size=n)), float)
    teken = st.sampled_from([-1, 0, 0, 1])
    rijen = np.array(draw(st.lists(st.lists(teken, min_size=n, max_size=n), min_size=m, max_size=m)), float)
    rijen = rijen.reshape(m, n)
    rijen[rijen @ exact < 0] *= -1
    ruimte = st.lists(st.integers(0, 6), min_size=n, max_size=n)
    return exact, rijen, exact - draw(ruimte), exact + draw(ruimte)


@settings(max_examples=150, deadline=None)
@given(stelsels(), st.data())
def test_elk_einde_is_dat_van_een_ander_programma(stelsel, data):
    exact, rijen, laag, hoog = stelsel
    gelijk = rijen @ exact == 0
    w = werelden(rijen, gelijk, exact, laag, hoog)
    keus = data.draw(st.lists(st.integers(0, len(exact) - 1), min_size=1, max_size=4))
    for cel in keus:
        for teken in (1.0, -1.0):
            x, klem = w.uiterste(np.array([cel]), np.array([teken]))
            c = np.zeros(len(exact))
            c[cel] = -teken
            ander = linprog(c, A_eq=rijen[gelijk], b_eq=np.zeros(gelijk.sum()), A_ub=-rijen[~gelijk],
                            b_ub=np.zeros((~gelijk).sum()), bounds=np.stack([laag, hoog], 1))  # fmt: skip
            assert x is not None and x[cel] == pytest.approx(-teken * ander.fun, abs=1e-6)
            assert (x >= laag - 1e-6).all() and (x <= hoog + 1e-6).all()
            assert (rijen[gelijk] @ x == pytest.approx(0, abs=1e-6)) and (rijen[~gelijk] @ x >= -1e-6).all()
            # with every other cell free but those that hold it, it goes no further
            los = ~np.isin(np.arange(len(exact)), klem)
            grenzen = np.stack([np.where(los, -np.inf, laag), np.where(los, np.inf, hoog)], 1)
            ander = linprog(c, A_eq=rijen[gelijk], b_eq=np.zeros(gelijk.sum()), A_ub=-rijen[~gelijk],
                            b_ub=np.zeros((~gelijk).sum()), bounds=grenzen)  # fmt: skip
            assert ander.status == 0 and -teken * ander.fun == pytest.approx(x[cel], abs=1e-6)
