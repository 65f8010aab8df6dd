"""The series forecast: steps, short series, weights, no negatives, the same figures every time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.prognose.reeks import Reeks, Stap, maandnummer, maandtekst, voorspel_jaren
from pipeline.prognose.reeks.kandidaten import KORT, LANG, MIDDEL, ZEER_KORT, kandidaatpaden
from pipeline.prognose.reeks.maanden import stapfactoren
from pipeline.prognose.reeks.modellen import kiest_log, modelpaden
from pipeline.prognose.reeks.voorspel import Opdracht, kandidaten
from pipeline.prognose.reeks.weging import Meting, Weging, verliezen

JAN = maandnummer("2019-01")


def _reeks(n: int = 42, naam: str = "wmo", zaad: int = 1, groei: float = 0.004) -> Reeks:
    rng = np.random.default_rng(zaad)
    seizoen = 1 + 0.1 * np.sin(np.arange(n) * np.pi / 6)
    return Reeks(naam, JAN, 1000 * np.exp(groei * np.arange(n)) * seizoen * np.exp(rng.normal(0, 0.02, n)))


def test_maanden_heen_en_terug():
    assert maandtekst(maandnummer("2020-12") + 1) == "2021-01"
    assert maandnummer("202103") == maandnummer("2021-03-01") == maandnummer("2021-03")
    for fout in ("2021-13", "maart", "21-03", ""):
        with pytest.raises(ValueError):
            maandnummer(fout)


def test_jaartotaal_alleen_van_een_heel_jaar():
    reeks = Reeks("a", JAN + 1, np.ones(30))
    assert reeks.jaartotaal(2019) is None
    assert reeks.jaartotaal(2020) == 12.0
    assert reeks.jaartotaal(2021) is None
    assert reeks.tot(JAN + 3).waarden.tolist() == [1.0, 1.0]


def test_een_reeks_met_een_gat_wordt_geweigerd():
    with pytest.raises(ValueError):
        Reeks("a", JAN, np.array([1.0, np.nan]))


def test_stappen_tellen_op_vanaf_hun_maand_en_alleen_voor_hun_reeksen():
    stappen = (Stap("wmo*", JAN + 2, 1.10), Stap("*", JAN + 3, 0.5), Stap("jeugd*", JAN, 9.0))
    maanden = np.arange(JAN, JAN + 4)
    assert stapfactoren(stappen, "wmo_hh", maanden, JAN).tolist() == pytest.approx([1, 1, 1.1, 0.55])


def test_een_stap_die_nog_niet_bekend_was_telt_niet():
    stap = Stap("*", JAN + 2, 2.0, bekend_vanaf=JAN + 2)
    maanden = np.arange(JAN, JAN + 4)
    assert stapfactoren((stap,), "a", maanden, JAN + 1).tolist() == [1, 1, 1, 1]
    assert stapfactoren((stap,), "a", maanden, JAN + 2).tolist() == [1, 1, 2, 2]
    with pytest.raises(ValueError):
        Stap("*", JAN, 0.0)


def test_stappen_eruit_en_erin():
    vlak = _reeks()
    stappen = (Stap("*", JAN + 24, 1.25), Stap("*", vlak.eind + 3, 2.0))
    met = Reeks(vlak.naam, vlak.begin, vlak.waarden * np.where(np.arange(42) >= 24, 1.25, 1.0))
    zonder, uit = kandidaten(Opdracht(vlak, 6)), kandidaten(Opdracht(met, 6, stappen))
    for naam, pad in zonder.paden.items():
        np.testing.assert_allclose(uit.paden[naam], pad * np.array([1.25] * 3 + [2.5] * 3), rtol=1e-6)


def test_de_index_van_januari_komt_in_elke_kandidaat():
    uit = kandidaten(Opdracht(Reeks("a", JAN, np.full(36, 100.0)), 12, (Stap("*", JAN + 36, 1.03),)))
    assert len(uit.paden) > 3
    for pad in uit.paden.values():
        np.testing.assert_allclose(pad, 103.0)


@pytest.mark.parametrize(
    ("n", "methode"), [(1, ZEER_KORT), (5, ZEER_KORT), (6, KORT), (11, KORT), (12, MIDDEL), (23, MIDDEL), (24, LANG)]
)
def test_korte_reeksen_krijgen_een_methode_die_past(n, methode):
    uit = kandidaten(Opdracht(_reeks(n), 12))
    assert uit.methode == methode
    for pad in uit.paden.values():
        assert pad.shape == (12,)
        assert np.isfinite(pad).all()
        assert 0.5 < pad.mean() / _reeks(n).waarden.mean() < 2


def test_zeer_kort_is_het_gemiddelde_van_drie_maanden():
    (pad,) = kandidaten(Opdracht(Reeks("a", JAN, np.array([1.0, 4.0, 5.0, 6.0])), 8)).paden.values()
    assert pad.tolist() == [5.0] * 8


def test_zonder_maanden_of_te_ver_vooruit_kan_het_niet():
    with pytest.raises(ValueError):
        kandidaten(Opdracht(Reeks("a", JAN, np.empty(0)), 12))
    with pytest.raises(ValueError):
        kandidaten(Opdracht(_reeks(), 49))
    assert {len(pad) for pad in kandidaten(Opdracht(_reeks(), 48)).paden.values()} == {48}


def test_kandidaten_met_de_hand():
    # two years of 10 a month, then three months of 11: the pace is 11, the ratio 1.1, the season 10
    y = np.concatenate([np.full(24, 10.0), np.full(3, 11.0)])
    paden = kandidaatpaden(y, 9, 3).paden
    np.testing.assert_allclose(paden["tempo"], 11.0)
    np.testing.assert_allclose(paden["verhouding"], 11.0)
    np.testing.assert_allclose(paden["seizoensnaief"], 10.0)


def test_log_of_niveau():
    rng = np.random.default_rng(2)
    groeiend = np.exp(np.cumsum(rng.normal(0.05, 0.05, 80)))
    vast = 100 + np.cumsum(rng.normal(1.0, 3.0, 80))
    assert kiest_log(groeiend)
    assert not kiest_log(vast - vast.min() + 1)
    assert not kiest_log(np.array([1.0, 0.0, 2.0, 3.0, 4.0]))


def test_de_mediaan_van_de_modellen():
    paden = modelpaden(_reeks().waarden, 6)
    vijf = ("arima", "ces", "dot", "ets", "stl")
    assert sorted(paden) == sorted((*vijf, "ensemble", "mediaan4"))
    np.testing.assert_allclose(paden["ensemble"], np.median(np.stack([paden[n] for n in vijf]), axis=0))
    np.testing.assert_allclose(paden["mediaan4"], np.median(np.stack([paden[n] for n in vijf[:4]]), axis=0))
    # fewer than two years show no season: no ARIMA, no STL
    assert sorted(modelpaden(_reeks(23).waarden, 6, 1)) == ["ces", "dot", "ensemble", "ets", "mediaan4"]


def test_een_model_dat_jaar_na_jaar_het_beste_is_krijgt_het_meeste_gewicht():
    # each model a few percent off, 'stl' none: 20 years on one series
    fout = {"arima": 103.0, "ces": 97.0, "dot": 104.0, "ensemble": 102.0, "ets": 96.0, "stl": 100.5}
    gewichten = Weging(Meting("a", 2000 + i, 3, 100.0, fout) for i in range(20)).gewichten("a", 3, fout)
    assert sum(gewichten.values()) == pytest.approx(1)
    assert gewichten["ensemble"] >= 0.5
    assert gewichten["stl"] > 0.4
    assert max(w for k, w in gewichten.items() if k not in ("stl", "ensemble")) < 0.1
    # without history the median leads and the single models are equal
    begin = Weging([]).gewichten("a", 3, fout)
    assert max(begin, key=begin.__getitem__) == "ensemble"
    deel = 0.5 / ((0.8 / 0.65) ** 8 + 5)
    assert begin == pytest.approx({k: deel for k in begin} | {"ensemble": 1 - 5 * deel})


@settings(max_examples=15, deadline=None)
@given(
    n=st.integers(1, 40),
    vorm=st.sampled_from(["dalend", "nullen", "credit", "sprong", "vast", "klein"]),
    zaad=st.integers(0, 99),
)
def test_nooit_negatief_en_nooit_op_hol(n, vorm, zaad):
    rng = np.random.default_rng(zaad)
    y = {
        "dalend": np.maximum(1000 - 60.0 * np.arange(n), 0),
        "nullen": np.where(rng.random(n) < 0.6, 0.0, rng.gamma(2, 50, n)),
        "credit": rng.normal(0, 100, n),
        "sprong": np.where(np.arange(n) < n // 2, 1.0, 1e6),
        "vast": np.full(n, 7.0),
        "klein": rng.random(n) * 1e-6,
    }[vorm]
    paden = kandidaten(Opdracht(Reeks("a", JAN, y), 48)).paden
    for pad in paden.values():
        assert (pad >= 0).all()
        assert pad.max() <= 10 * max(y.max(), 0) + 1e-9


def test_de_schaal_doet_er_niet_toe():
    a = _reeks(40)
    euro, cent = kandidaten(Opdracht(a, 8)), kandidaten(Opdracht(Reeks("wmo", JAN, a.waarden * 100), 8))
    np.testing.assert_allclose(cent.paden["ensemble"], euro.paden["ensemble"] * 100, rtol=1e-4)


def test_verlies_is_de_fout_naast_het_gemiddelde():
    e = np.e
    meting = Meting("a", 2020, 6, 1.0, {"x": e**0.1, "y": e**-0.3})
    assert verliezen(meting) == pytest.approx({"x": 0.5, "y": 1.5})
    assert verliezen(Meting("a", 2020, 6, 1.0, {"x": 2.0})) == {}


def test_wie_steeds_goed_zat_weegt_zwaar_en_gewichten_tellen_op_tot_een():
    metingen = [Meting(r, 2019, 3, 100.0, {"x": 101.0, "y": 120.0, "z": 90.0}) for r in "abcdefghij" * 3]
    gewichten = Weging(metingen).gewichten("a", 3, ["x", "y", "z"])
    assert sum(gewichten.values()) == pytest.approx(1)
    assert gewichten["x"] > 0.9 > gewichten["z"] > gewichten["y"]
    # another number of months known has its own history
    assert Weging(metingen).gewichten("a", 9, ["x", "y"]) == pytest.approx({"x": 0.5, "y": 0.5})


def test_jaren_alleen():
    assert voorspel_jaren([100.0], 2).tolist() == [100.0, 100.0]
    # growth of 10% a year, damped to 8, 6.4 ...: in logs
    uit = voorspel_jaren([100.0, 110.0, 121.0], 2)
    assert uit == pytest.approx([121 * 1.1**0.8, 121 * 1.1 ** (0.8 + 0.64)])
    assert voorspel_jaren([100.0, 0.0], 1).tolist() == [0.0]
    with pytest.raises(ValueError):
        voorspel_jaren([], 1)
