"""Chain ladder and Mack: by hand, as published, and against another library."""

import numpy as np
import pytest
from afloop_bouw import NAN, RAA, TAYLOR_ASHE, uit_cumulatief

from pipeline.prognose.afloop import AfloopInstelling, bereken_afloop, mack
from pipeline.prognose.afloop.ladder import gewichten, ontwikkeling

GEPUBLICEERD = [(RAA, 52_135.23, 26_909.01), (TAYLOR_ASHE, 18_680_855.61, 2_447_094.86)]
HAND = np.array([[100.0, 150, 165], [110, 176, NAN], [120, NAN, NAN]])


def test_drie_bij_drie_met_de_hand():
    m = mack(HAND)
    f0, f1 = 326 / 210, 165 / 150
    assert m.ontwikkeling.factor == pytest.approx([f0, f1])
    assert m.uiteindelijk == pytest.approx([165, 176 * f1, 120 * f0 * f1])
    sigma0 = 100 * (150 / 100 - f0) ** 2 + 110 * (176 / 110 - f0) ** 2  # two rows, one degree of freedom
    assert m.ontwikkeling.sigma2 == pytest.approx([sigma0, sigma0])  # the last one from the one before
    relatief = sigma0 / f1**2
    assert m.se[0] == 0
    assert m.se[1] == pytest.approx(176 * f1 * np.sqrt(relatief * (1 / 176 + 1 / 150)))
    eind = 120 * f0 * f1
    rij2 = sigma0 / f0**2 * (1 / 120 + 1 / 210) + relatief * (1 / (120 * f0) + 1 / 150)
    assert m.se[2] == pytest.approx(eind * np.sqrt(rij2))
    kruis = 2 * (176 * f1) * eind * relatief / 150
    assert m.se_totaal == pytest.approx(np.sqrt(m.se[1] ** 2 + m.se[2] ** 2 + kruis))


@pytest.mark.parametrize(("driehoek", "ibnr", "se"), GEPUBLICEERD, ids=["raa", "taylor-ashe"])
def test_de_gepubliceerde_cijfers_tot_op_de_cent(driehoek, ibnr, se):
    m = mack(driehoek)
    assert round(m.nog_te_verwachten.sum(), 2) == ibnr
    assert round(m.se_totaal, 2) == se


@pytest.mark.parametrize(("driehoek", "ibnr", "se"), GEPUBLICEERD, ids=["raa", "taylor-ashe"])
def test_de_hele_keten_met_alleen_eigen_cijfers_is_de_ladder(driehoek, ibnr, se):
    eigen = AfloopInstelling(k=0, halfwaarde=None, drempel=0, rijp=0)
    uit = bereken_afloop({"x": uit_cumulatief(driehoek)}, {"x": "g"}, None, eigen)["x"]
    assert round(uit.nog_te_verwachten.sum(), 2) == ibnr
    assert round(uit.se_totaal(), 2) == se
    np.testing.assert_allclose(uit.se, mack(driehoek).se, rtol=1e-9)
    assert set(uit.methode) == {"gereed", "chain ladder"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("naam", ["raa", "genins", "abc", "ukmotor", "mw2008", "mw2014", "mortgage"])
@pytest.mark.parametrize("laatste", [None, 4])
def test_gelijk_aan_de_andere_bibliotheek(naam, laatste):
    cl = pytest.importorskip("chainladder")
    monster = cl.load_sample(naam).set_backend("numpy")
    cum = np.asarray(monster.values[0, 0], dtype=float)
    if not monster.is_cumulative:
        cum = np.asarray(monster.incr_to_cum().values[0, 0], dtype=float)
    stap = cl.Development(sigma_interpolation="mack", n_periods=laatste or -1)
    ander = cl.MackChainladder().fit(stap.fit_transform(monster))
    m = mack(cum, laatste=laatste)
    np.testing.assert_allclose(m.uiteindelijk, np.asarray(ander.ultimate_.values)[0, 0, :, -1], rtol=1e-10)
    np.testing.assert_allclose(m.se_totaal, np.asarray(ander.total_mack_std_err_)[0, 0], rtol=1e-8)
    se = np.nan_to_num(np.asarray(ander.mack_std_err_.values)[0, 0, :, -1])
    np.testing.assert_allclose(m.se, se, rtol=1e-8, atol=1e-6)


def test_gewicht_telt_diagonalen_terug_vanaf_de_nieuwste():
    leeftijd = np.array([3, 2, 1, 0])
    np.testing.assert_allclose(
        gewichten(leeftijd, 4, halfwaarde=1.0), [[0.25, 0.5, 1], [0.5, 1, 0], [1, 0, 0], [0, 0, 0]]
    )
    np.testing.assert_array_equal(gewichten(leeftijd, 4, laatste=1), [[0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 0, 0]])


def test_laatste_diagonaal_alleen():
    factor = ontwikkeling(RAA, gewichten(np.arange(9, -1, -1), 10, laatste=1)).factor
    assert factor[0] == pytest.approx(5395 / 3133)


def test_credits_verlagen_de_factor():
    m = mack(np.array([[100.0, 90, 90], [100, 90, NAN], [200, NAN, NAN]]))
    assert m.uiteindelijk.tolist() == pytest.approx([90, 90, 180])


def test_zonder_positief_cumulatief_geldt_de_terugval():
    cum = np.array([[0.0, 10, 12], [0, 20, NAN], [0, NAN, NAN], [5, NAN, NAN]])[:, :3]
    m = mack(cum[[0, 1, 3]], terugval=np.array([4.0, 1.0]))
    assert np.isnan(m.ontwikkeling.factor[0])
    assert m.uiteindelijk.tolist() == pytest.approx([12, 24, 5 * 4 * 1.2])
    nul = mack(cum[:3])
    assert nul.uiteindelijk[2] == 0 and nul.se[2] == 0


def test_een_rij_onder_nul_blijft_zoals_zij_is():
    m = mack(np.array([[10.0, 20, 20], [10, 20, NAN], [-5, NAN, NAN]]))
    assert m.uiteindelijk.tolist() == pytest.approx([20, 20, -5])
    assert m.se[2] == 0


def test_een_rij_zonder_eerste_cel_wordt_geweigerd():
    with pytest.raises(ValueError, match="eerste cel"):
        mack(np.array([[NAN, NAN]]))
