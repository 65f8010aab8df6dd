"""The triangle: rows to cells, the diagonal, and what it refuses."""

import numpy as np
import pytest
from afloop_bouw import NAN, maanden
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.prognose.afloop import Driehoek, DriehoekFout, driehoek_uit_rijen

ZORG = ["2024-01", "2024-01", "2024-02", "2024-01", "2024-03", "2024-02"]
DECLARATIE = ["2024-01", "2024-02", "2024-03", "2024-03", "2024-03", "2024-03"]
BEDRAG = [100.0, 50.0, 80.0, -20.0, 30.0, 5.0]


def test_rijen_worden_cellen():
    d = driehoek_uit_rijen(ZORG, BEDRAG, declaratiemaand=DECLARATIE, max_vertraging=2)
    verwacht = [[100, 50, -20], [0, 85, NAN], [30, NAN, NAN]]
    np.testing.assert_array_equal(d.bedragen, verwacht)
    np.testing.assert_array_equal(d.cumulatief, [[100, 150, 130], [0, 85, NAN], [30, NAN, NAN]])
    assert d.gedeclareerd.tolist() == [130, 85, 30]
    assert d.peilmaand == np.datetime64("2024-03")
    d.controleer(sum(BEDRAG))


def test_vertraging_en_declaratiemaand_zeggen_hetzelfde():
    later = (np.array(DECLARATIE, "datetime64[M]") - np.array(ZORG, "datetime64[M]")).astype(int)
    een = driehoek_uit_rijen(ZORG, BEDRAG, declaratiemaand=DECLARATIE)
    twee = driehoek_uit_rijen(np.array(ZORG, "datetime64[D]"), BEDRAG, vertraging=later)
    np.testing.assert_array_equal(een.bedragen, twee.bedragen)


def test_wat_later_komt_dan_de_grootste_vertraging_staat_in_de_laatste_kolom():
    d = driehoek_uit_rijen(["2020-01"] * 3, [1.0, 2.0, 4.0], vertraging=[1, 2, 30], max_vertraging=2)
    assert d.bedragen[0].tolist() == [0, 1, 6]
    assert len(d.zorgmaanden) == 31


def test_ontbrekende_maanden_zijn_nul_en_de_nieuwste_loopt_tot_de_peilmaand():
    d = driehoek_uit_rijen(
        ["2024-01", "2024-04"], [10.0, 20.0], vertraging=[0, 1], peilmaand="2024-06", max_vertraging=3
    )
    assert d.gedeclareerd.tolist() == [10, 0, 0, 20, 0, 0]


def test_een_declaratie_voor_de_zorg_telt_als_vertraging_nul():
    d = driehoek_uit_rijen(["2024-03"], [10.0], declaratiemaand=["2024-01"], peilmaand="2024-04")
    assert d.bedragen[0, 0] == 10


def test_na_de_peilmaand_is_nog_niet_bekend_maar_wel_geteld():
    d = driehoek_uit_rijen(ZORG, BEDRAG, declaratiemaand=DECLARATIE, peilmaand="2024-02", max_vertraging=2)
    assert d.gedeclareerd.tolist() == [150, 0]
    assert d.weggelaten == pytest.approx(95)
    d.controleer(sum(BEDRAG))
    with pytest.raises(DriehoekFout, match="sluit niet aan"):
        d.controleer(sum(BEDRAG) + 0.01)


def test_de_driehoek_van_eerder_is_die_van_de_rijen_van_eerder():
    nu = driehoek_uit_rijen(ZORG, BEDRAG, declaratiemaand=DECLARATIE, max_vertraging=2)
    toen = driehoek_uit_rijen(ZORG, BEDRAG, declaratiemaand=DECLARATIE, peilmaand="2024-02", max_vertraging=2)
    terug = nu.op("2024-02")
    np.testing.assert_array_equal(terug.bedragen, toen.bedragen)
    assert terug.weggelaten == pytest.approx(toen.weggelaten)
    with pytest.raises(DriehoekFout, match="na de peilmaand"):
        nu.op("2024-04")


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"vertraging": [0]}, "niet beide"),
        ({"declaratiemaand": None}, "niet beide"),
        ({"bedrag": [1.0]}, "Niet elke rij"),
        ({"bedrag": [NAN, *BEDRAG[1:]]}, "geen getal"),
        ({"zorgmaand": ["januari", *ZORG[1:]]}, "niet te lezen"),
        ({"zorgmaand": ["NaT", *ZORG[1:]]}, "ontbreekt"),
        ({"eerste": "2024-03", "laatste": "2024-02"}, "na de laatste"),
        ({"max_vertraging": -1}, "niet negatief"),
        ({"declaratiemaand": None, "vertraging": [0.5, 0, 0, 0, 0, 0]}, "geen heel aantal"),
    ],
)
def test_wat_geen_driehoek_is_wordt_geweigerd(anders, melding):
    alles = {"zorgmaand": ZORG, "bedrag": BEDRAG, "declaratiemaand": DECLARATIE} | anders
    with pytest.raises(DriehoekFout, match=melding):
        driehoek_uit_rijen(**alles)


def test_een_driehoek_met_een_gat_of_een_cel_te_veel_wordt_geweigerd():
    goed = np.array([[1.0, 2.0], [3.0, NAN]])
    Driehoek(maanden(2), goed, maanden(2)[-1])
    for i, j, waarde in [(0, 1, NAN), (1, 1, 1.0)]:
        fout = goed.copy()
        fout[i, j] = waarde
        with pytest.raises(DriehoekFout, match="cel"):
            Driehoek(maanden(2), fout, maanden(2)[-1])
    with pytest.raises(DriehoekFout, match="sluiten niet"):
        Driehoek(maanden(3)[[0, 2]], goed, maanden(3)[-1])


rijen = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 30), st.integers(-(10**7), 10**8).map(lambda c: c / 100)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(rijen, st.randoms(use_true_random=False), st.integers(0, 26))
def test_volgorde_van_de_rijen_doet_er_niet_toe_en_niets_gaat_verloren(gegeven, toeval, k):
    def maak(regels):
        zorg = [np.datetime64("2021-01") + r[0] for r in regels]
        return driehoek_uit_rijen(zorg, [r[2] for r in regels], vertraging=[r[1] for r in regels], max_vertraging=k)

    een = maak(gegeven)
    door_elkaar = list(gegeven)
    toeval.shuffle(door_elkaar)
    np.testing.assert_array_equal(een.bedragen, maak(door_elkaar).bedragen)
    assert een.gedeclareerd.sum() + een.weggelaten == pytest.approx(sum(r[2] for r in gegeven), abs=0.005)
