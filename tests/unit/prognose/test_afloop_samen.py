"""The run-off of many series: mix, prior, credits, and what must hold for any input."""

from decimal import Decimal

import numpy as np
import pytest
from afloop_bouw import NAN, RAA, TAYLOR_ASHE, maanden, uit_cumulatief, uit_patroon
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.prognose.afloop import (
    AfloopInstelling,
    Driehoek,
    bereken_afloop,
    driehoek_uit_rijen,
    ijk,
    in_centen,
    mack,
)
from pipeline.prognose.afloop.centen import cent, verdeel
from pipeline.prognose.afloop.patroon import patronen

ALLEEN_BF = AfloopInstelling(drempel=1, rijp=1)
ALLEEN_EIGEN = AfloopInstelling(k=0, halfwaarde=None, drempel=0, rijp=0)
PATROON = [0.5, 0.3, 0.2]


def met_waarheid(zaad: int, reeksen: int = 6, n: int = 30, k: int = 6) -> tuple[dict[str, Driehoek], dict]:
    """Noisy series of one pattern, of different sizes, and what every month comes to."""
    toeval = np.random.default_rng(zaad)
    vorm = np.array([0.25, 0.35, 0.2, 0.1, 0.05, 0.03, 0.02])[: k + 1]
    uit, waarheid = {}, {}
    for s in range(reeksen):
        aantal = toeval.poisson(10 * 3**s, n)
        cellen = np.array([toeval.multinomial(a, vorm / vorm.sum()) for a in aantal]) * 250.0
        leeftijd = np.minimum(np.arange(n)[::-1], k)
        bekend = np.where(np.arange(k + 1) <= leeftijd[:, None], cellen, NAN)
        uit[f"s{s}"], waarheid[f"s{s}"] = Driehoek(maanden(n), bekend, maanden(n)[-1]), cellen.sum(1)
    return uit, waarheid


def groep(zaad: int, reeksen: int = 6, n: int = 30, k: int = 6) -> dict[str, Driehoek]:
    """The series of `met_waarheid`."""
    return met_waarheid(zaad, reeksen, n, k)[0]


def gelijk(een, ander, **marge):
    for veld in ("gedeclareerd", "nog_te_verwachten", "uiteindelijk", "se"):
        np.testing.assert_allclose(getattr(een, veld), getattr(ander, veld), **marge)


def test_een_vast_patroon_geeft_het_juiste_einde():
    uit = bereken_afloop({"a": uit_patroon(np.full(20, 100.0), PATROON)}, {"a": "g"})["a"]
    np.testing.assert_allclose(uit.uiteindelijk, 100)
    np.testing.assert_allclose(uit.aandeel[-3:], [1, 0.8, 0.5])
    assert uit.nog_te_verwachten[-2:] == pytest.approx([20, 50])
    assert uit.methode[0] == "gereed"


def test_bornhuetter_ferguson_met_de_hand():
    bedragen = np.full(12, 100.0)
    bedragen[-1] = 120  # declared 60 of it; the prior does not know
    uit = bereken_afloop(
        {"a": uit_patroon(bedragen, PATROON)}, {"a": "g"}, {"a": np.full(12, 90.0)}, ALLEEN_BF
    )["a"]  # fmt: skip
    assert uit.uiteindelijk[-1] == pytest.approx(60 + 0.5 * 90)
    assert uit.uiteindelijk[-2] == pytest.approx(80 + 0.2 * 90)
    assert uit.uiteindelijk[-3] == pytest.approx(100)
    assert list(uit.methode[-2:]) == ["bornhuetter-ferguson"] * 2


def test_een_lege_prior_neemt_het_niveau_van_de_laatste_maanden():
    prior = np.full(12, NAN)
    driehoek = uit_patroon(np.full(12, 100.0), PATROON)
    uit = bereken_afloop({"a": driehoek}, {"a": "g"}, {"a": prior}, ALLEEN_BF)["a"]
    np.testing.assert_allclose(uit.uiteindelijk, 100)


def test_het_seizoen_van_vorig_jaar_komt_terug():
    vorm = np.ones(36)
    vorm[7::12] = 0.6  # August
    waarheid = 1000 * np.concatenate([vorm, vorm])[:44]  # the last month is August
    driehoek = uit_patroon(waarheid, [0.001, 0.5, 0.3, 0.199])
    uit = bereken_afloop({"a": driehoek}, {"a": "g"}, None, AfloopInstelling(drempel=0.9, rijp=1, seizoen_jaren=0))["a"]
    assert uit.uiteindelijk[-1] == pytest.approx(600, rel=0.03)


def test_een_prior_die_te_hoog_is_wordt_op_verzoek_geijkt():
    driehoek = uit_patroon(np.full(24, 100.0), PATROON)
    geijkt = AfloopInstelling(drempel=1, rijp=1, prior_ijken=True)
    uit = bereken_afloop({"a": driehoek}, {"a": "g"}, {"a": np.full(24, 150.0)}, geijkt)["a"]
    np.testing.assert_allclose(uit.uiteindelijk, 100)


@pytest.mark.parametrize("prior", [np.full(11, 1.0), np.full(12, -1.0)])
def test_een_onbruikbare_prior_wordt_geweigerd(prior):
    with pytest.raises(ValueError, match="prior"):
        bereken_afloop({"a": uit_patroon(np.ones(12), PATROON)}, {"a": "g"}, {"a": prior})


def test_ongelijke_breedte_wordt_geweigerd():
    a, b = uit_patroon(np.ones(5), PATROON), uit_patroon(np.ones(5), [0.5, 0.5])
    with pytest.raises(ValueError, match="grootste vertraging"):
        bereken_afloop({"a": a, "b": b}, {"a": "g", "b": "g"})


@pytest.mark.parametrize("anders", [{"k": -1}, {"halfwaarde": 0}, {"laatste": 0}, {"drempel": 0.9, "rijp": 0.5},
                                    {"niveau_demping": 0}, {"prior_cv": -1}])  # fmt: skip
def test_een_instelling_zonder_betekenis_wordt_geweigerd(anders):
    with pytest.raises(ValueError, match=r"minstens|groter|liggen|ligt|negatief"):
        AfloopInstelling(**anders)


def test_eigen_gewicht_een_is_eigen_patroon():
    alle = groep(1)
    eigen = patronen(alle, dict.fromkeys(alle, "g"), ALLEEN_EIGEN)
    samen = bereken_afloop(alle, dict.fromkeys(alle, "g"), None, ALLEEN_EIGEN)
    for naam, driehoek in alle.items():
        assert (eigen[naam].gewicht == 1).all()
        np.testing.assert_allclose(samen[naam].uiteindelijk, mack(driehoek.cumulatief).uiteindelijk, rtol=1e-9)
        alleen = bereken_afloop({naam: driehoek}, {naam: "g"}, None, ALLEEN_EIGEN)[naam]
        np.testing.assert_allclose(samen[naam].uiteindelijk, alleen.uiteindelijk, rtol=1e-12)


def test_hoe_groter_de_reeks_hoe_meer_eigen_patroon():
    alle = {f"{p}{n}": d for p in "ab" for n, d in groep(ord(p)).items()}
    for naam in [n for n in alle if n.startswith("b")]:  # half of them declare later
        d = alle[naam]
        alle[naam] = Driehoek(
            d.zorgmaanden, np.where(d.bekend, np.roll(np.nan_to_num(d.bedragen), 1, axis=1), NAN), d.peilmaand
        )
    uit = patronen(alle, dict.fromkeys(alle, "g"), AfloopInstelling(k=1))
    assert uit["as0"].gewicht[1] < uit["as2"].gewicht[1] < uit["as5"].gewicht[1]


def test_een_jonge_reeks_leert_van_haar_groep():
    alle = groep(3)
    alle["nieuw"] = uit_patroon(np.full(1, 1.0), [1000.0] + [0.0] * 6, eerste="2023-06")
    uit = bereken_afloop(alle, dict.fromkeys(alle, "g"))
    assert uit["nieuw"].aandeel[0] == pytest.approx(0.25, abs=0.05)
    assert uit["nieuw"].uiteindelijk[0] == pytest.approx(4000, rel=0.2)
    assert uit["nieuw"].se[0] > 0
    los = bereken_afloop({"nieuw": alle["nieuw"]}, {})["nieuw"]
    assert los.methode[0] == "geen afloop bekend"
    assert los.uiteindelijk[0] == 1000


def test_wie_later_gaat_declareren_wordt_gevolgd():
    oud, nieuw = np.array([0.6, 0.3, 0.1, 0.0]), np.array([0.2, 0.3, 0.3, 0.2])
    reeks = maanden(30)
    cellen = np.array([100 * (oud if m < 20 else nieuw) for m in range(30)])
    leeftijd = np.minimum(np.arange(30)[::-1], 3)
    driehoek = Driehoek(reeks, np.where(np.arange(4) <= leeftijd[:, None], cellen, NAN), reeks[-1])

    def fout(halfwaarde):
        ladder = mack(driehoek.cumulatief, halfwaarde=halfwaarde)
        return abs(ladder.uiteindelijk[-4:] - 100).sum()

    assert fout(3) < 0.4 * fout(None)
    assert fout(3) < fout(8) < fout(24) < fout(None)


def test_credits_die_de_groep_laat_zien_komen_terug_en_toeval_niet():
    patroon = [0.6, 0.5, -0.1]
    uit = bereken_afloop({"a": uit_patroon(np.full(30, 1000.0), patroon)}, {"a": "g"})["a"]
    np.testing.assert_allclose(uit.uiteindelijk, 1000)
    assert uit.nog_te_verwachten[-2] == pytest.approx(-100)
    een_keer = np.where(np.isfinite(d := uit_patroon(np.full(30, 1000.0), [0.6, 0.4, 0.0]).bedragen), d, NAN)
    een_keer[4, 2] = -300
    toeval = bereken_afloop({"a": Driehoek(maanden(30), een_keer, maanden(30)[-1])}, {"a": "g"})["a"]
    assert (toeval.nog_te_verwachten >= 0).all()


def test_nul_blijft_nul():
    alle = groep(4) | {"leeg": uit_patroon(np.zeros(30), [0.0] * 7)}
    uit = bereken_afloop(alle, dict.fromkeys(alle, "g"))["leeg"]
    for veld in (uit.nog_te_verwachten, uit.uiteindelijk, uit.se, uit.covariantie):
        assert (veld == 0).all()
    assert bereken_afloop({}, {}) == {}


def test_onder_nul_gedeclareerd_komt_op_nul_uit():
    cellen = np.array([[10.0, 5], [10, 5], [-40, NAN]])
    uit = bereken_afloop({"a": Driehoek(maanden(3), cellen, maanden(3)[-1])}, {"a": "g"})["a"]
    assert (uit.uiteindelijk >= 0).all()
    rijp = np.array([[-10.0, 5], [10, 5], [10, NAN]])
    uit = bereken_afloop({"a": Driehoek(maanden(3), rijp, maanden(3)[-1])}, {"a": "g"})["a"]
    assert uit.uiteindelijk[0] == 0 and uit.nog_te_verwachten[0] == 5


@pytest.mark.parametrize("maal", [1000, 0.01])
def test_de_eenheid_doet_er_niet_toe(maal):
    alle = groep(5)
    groepen = {n: "gh"[i % 2] for i, n in enumerate(alle)}
    groter = {n: Driehoek(d.zorgmaanden, d.bedragen * maal, d.peilmaand) for n, d in alle.items()}
    een, ander = bereken_afloop(alle, groepen), bereken_afloop(groter, groepen)
    for naam, a in een.items():
        for veld in ("gedeclareerd", "nog_te_verwachten", "uiteindelijk", "se"):
            np.testing.assert_allclose(getattr(a, veld) * maal, getattr(ander[naam], veld), rtol=1e-9, atol=1e-9)


def test_de_volgorde_van_de_reeksen_doet_er_niet_toe():
    alle = groep(6)
    een = bereken_afloop(alle, dict.fromkeys(alle, "g"))
    ander = bereken_afloop(dict(reversed(alle.items())), dict.fromkeys(alle, "g"))
    assert list(een) == list(alle)
    for naam in alle:
        gelijk(een[naam], ander[naam], rtol=0, atol=0)


def test_de_se_van_een_deel_en_het_geheel():
    alle = groep(7)
    uit = bereken_afloop(alle, dict.fromkeys(alle, "g"))["s4"]
    assert uit.se_totaal(np.arange(30) == 29) == pytest.approx(uit.se[29])
    assert uit.se_totaal() >= np.sqrt((uit.se**2).sum()) * (1 - 1e-12)
    laag, hoog = uit.interval(0.8)
    assert (laag <= uit.uiteindelijk).all() and (uit.uiteindelijk <= hoog).all() and (laag >= 0).all()
    assert (np.linalg.eigvalsh(uit.covariantie) > -1e-6 * uit.covariantie.max()).all()


def test_dichter_bij_de_waarheid_dan_de_ladder_en_even_wijd_als_gezegd():
    fout, ladder, binnen = [], [], []
    for zaad in range(20, 30):
        alle, waarheid = met_waarheid(zaad, n=36)
        for naam, uit in bereken_afloop(alle, dict.fromkeys(alle, "g")).items():
            waar = waarheid[naam][-4:]
            laag, hoog = uit.interval(0.8)
            binnen.append((laag[-4:] <= waar) & (waar <= hoog[-4:]))
            fout.append(np.abs(uit.uiteindelijk[-4:] - waar) / waarheid[naam].mean())
            ladder.append(np.abs(mack(alle[naam].cumulatief).uiteindelijk[-4:] - waar) / waarheid[naam].mean())
    verhouding = np.mean(fout, axis=0) / np.mean(ladder, axis=0)  # from the oldest of the four to the newest
    assert verhouding[-1] < 0.6 and verhouding[-2] < 0.85 and verhouding[-3] < 0.95
    assert verhouding[-4] < 1.06  # nobody changed habit here: forgetting old diagonals costs a little
    assert 0.72 <= np.mean(binnen) <= 0.88


def test_ijking_verruimt_waar_het_verleden_grilliger_was():
    alle = groep(8, n=36)
    rustig = ijk(alle, dict.fromkeys(alle, "g"))
    toeval = np.random.default_rng(1)
    grillig = {}
    for naam, d in alle.items():  # every declared month shifts as a whole, which Mack does not know
        schok = toeval.lognormal(0, 0.5, 50)
        wanneer = np.add.outer(np.arange(36), np.arange(7))
        grillig[naam] = Driehoek(d.zorgmaanden, d.bedragen * schok[wanneer], d.peilmaand)
    ruim = ijk(grillig, dict.fromkeys(grillig, "g"))
    assert 0.5 <= rustig.totaal < ruim.totaal <= 3
    uit = bereken_afloop(alle, dict.fromkeys(alle, "g"))["s3"]
    geijkt = ruim.toegepast(uit, alle["s3"].leeftijd)
    np.testing.assert_allclose(geijkt.se, uit.se * ruim.maand[alle["s3"].leeftijd])
    np.testing.assert_allclose(np.sqrt(np.diag(geijkt.covariantie)), geijkt.se)
    assert geijkt.uiteindelijk is uit.uiteindelijk


def test_ijking_zonder_verleden_verandert_niets():
    kort = {"a": uit_patroon(np.full(3, 5.0), PATROON)}
    ijking = ijk(kort, {"a": "g"})
    assert (ijking.maand == 1).all() and ijking.totaal == 1 and ijking.aantal.sum() == 0


@pytest.mark.parametrize("driehoek", [RAA, TAYLOR_ASHE], ids=["raa", "taylor-ashe"])
def test_delen_tellen_op_tot_op_de_cent(driehoek):
    uit = bereken_afloop({"x": uit_cumulatief(driehoek)}, {"x": "g"}, None, ALLEEN_EIGEN)["x"]
    centen = in_centen(uit)
    assert sum(centen.nog_te_verwachten) == cent(uit.nog_te_verwachten.sum())
    assert sum(centen.gedeclareerd) + sum(centen.nog_te_verwachten) == sum(centen.uiteindelijk)


def test_verdelen_naar_grootste_rest():
    assert verdeel([1 / 3, 1 / 3, 1 / 3]) == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]
    assert verdeel([-1.005, 2.005], Decimal("1.00")) == [Decimal("-1.00"), Decimal("2.00")]
    assert verdeel([]) == []
    assert cent(0.125) == Decimal("0.13") and cent(-0.125) == Decimal("-0.13") and cent(2.675) == Decimal("2.68")
    with pytest.raises(ValueError, match="geen getal"):
        cent(float("nan"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), max_size=20))
def test_verdelen_houdt_de_som_en_blijft_binnen_een_cent(waarden):
    delen = verdeel(waarden)
    totaal = sum((Decimal(repr(w)).quantize(Decimal("0.000001")) for w in waarden), Decimal(0))
    assert abs(sum(delen, Decimal(0)) - totaal) <= Decimal("0.005")
    assert all(abs(d - Decimal(repr(w))) <= Decimal("0.010001") for d, w in zip(delen, waarden, strict=True))


bedrag = st.one_of(st.just(0), st.integers(-30_000, 100_000), st.integers(-(10**9), 10**10)).map(lambda c: c / 100)
reeks = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 9), bedrag), min_size=1, max_size=40)
instellingen = st.builds(
    AfloopInstelling,
    k=st.sampled_from([0.0, 0.3, 5.0]),
    halfwaarde=st.sampled_from([None, 2.0, 12.0]),
    laatste=st.sampled_from([None, 3]),
    drempel=st.sampled_from([0.05, 0.3, 1.0]),
    rijp=st.just(1.0),
    seizoen_jaren=st.sampled_from([0.0, 3.0]),
    prior_ijken=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(reeks, min_size=1, max_size=4), instellingen, st.booleans())
def test_wat_altijd_geldt(reeksen, instelling, met_prior):
    alle = {}
    for i, rijen in enumerate(reeksen):
        zorg = [np.datetime64("2021-01") + r[0] for r in rijen]
        alle[f"s{i}"] = driehoek_uit_rijen(
            zorg, [r[2] for r in rijen], vertraging=[r[1] for r in rijen], peilmaand="2022-06", max_vertraging=6
        )
    prior = {"s0": np.full(len(alle["s0"].zorgmaanden), 1000.0)} if met_prior else None
    for naam, uit in bereken_afloop(alle, {n: "g" for n in alle if n != "s3"}, prior, instelling).items():
        for veld in (uit.gedeclareerd, uit.nog_te_verwachten, uit.uiteindelijk, uit.se, uit.aandeel, uit.covariantie):
            assert np.isfinite(veld).all()
        assert (uit.uiteindelijk >= 0).all() and (uit.se >= 0).all()
        assert ((uit.ladder >= 0) & (uit.ladder <= 1)).all()
        np.testing.assert_array_equal(uit.gedeclareerd, alle[naam].gedeclareerd)
        assert ((uit.nog_te_verwachten >= 0) | (uit.aandeel > 1)).all()  # negative only where credits are expected
        centen = in_centen(uit)
        for g, r, u in zip(centen.gedeclareerd, centen.nog_te_verwachten, centen.uiteindelijk, strict=True):
            assert g + r == u >= 0


@pytest.mark.parametrize("zaad", [5, 8, 9])
def test_kleine_reeksen_waarin_niets_na_kwam_trekken_de_groep_niet_naar_alles_gedeclareerd(zaad):
    """Small series of a few lumps a month: in many steps nothing came, and nothing varied either.

    Together they are declared as the completed months of all of them say, within 3% of what is still to come.
    """
    toeval = np.random.default_rng(zaad)
    n, k, s = 30, 6, np.arange(60)
    reeksen, samen = {}, np.zeros(k + 1)
    for i in s:
        vorm = toeval.dirichlet(30 * np.array([0.7, 0.12, 0.06, 0.04, 0.03, 0.03, 0.02]))
        aantal = toeval.poisson(2 + i / 8, n)
        cellen = np.array([toeval.multinomial(a, vorm) for a in aantal]) * 1000.0
        leeftijd = np.minimum(np.arange(n)[::-1], k)
        bekend = np.where(np.arange(k + 1) <= leeftijd[:, None], cellen, NAN)
        reeksen[f"s{i}"] = Driehoek(maanden(n), bekend, maanden(n)[-1])
        samen += np.cumsum(cellen, axis=1)[:-k].sum(0)
    vormen = patronen(reeksen, dict.fromkeys(reeksen, "g"), AfloopInstelling(halfwaarde=None))
    aandeel = np.average([vormen[f"s{i}"].aandeel for i in s], axis=0, weights=2 + s / 8)
    np.testing.assert_allclose(1 - aandeel[1:4], 1 - samen[1:4] / samen[-1], rtol=0.03)
