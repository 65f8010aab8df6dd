"""The second attacker: on tables worked out by hand, on random ones beside two programs per cell, and by rows alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from benchmarks.onthulling.aanval import Aanval
from benchmarks.onthulling.beeld import Beeld, Cel
from benchmarks.onthulling.getuigen import Bereik, Stelsel, zoek


def ruim(waarden: int):
    def genoeg(_: np.ndarray, laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
        return np.floor(hoog + 1e-6) - np.ceil(laag - 1e-6) + 1 >= waarden

    return genoeg


def tabel(totaal: float, deel: float, rest: float, grenzen: list[tuple[float, float]]) -> Stelsel:
    cellen = [("t",), ("a",), ("b",)]
    exact = dict(zip(cellen, (totaal, deel, rest), strict=True))
    som = ({("t",): -1, ("a",): 1, ("b",): 1}, True)
    return Stelsel.van(dict(zip(cellen, grenzen, strict=True)), [som], exact)


def test_het_verborgen_deel_van_een_openbaar_totaal():
    # public 20 and a part that shows 15 (13-17): the other part is 3 to 7, five values
    s = tabel(20, 5, 15, [(20, 20), (1, 9), (13, 17)])
    te_smal = zoek(s, np.array([1]), np.array([6.0]), ruim(6))
    assert (te_smal.laag[1], te_smal.hoog[1], te_smal.eigen.tolist()) == (3, 7, [False, True, False])
    # five is enough: two witnesses show it, and nothing is asked of the cell by itself
    genoeg = zoek(s, np.array([1]), np.array([5.0]), ruim(5))
    assert (genoeg.laag[1], genoeg.hoog[1], genoeg.eigen.any(), genoeg.programmas) == (3, 7, False, 2)


def test_wat_niets_tegenhoudt_heeft_geen_einde():
    uit = zoek(tabel(20, 5, 15, [(1, math.inf), (1, math.inf), (13, 17)]), np.array([1]), np.array([1.0]), ruim(99))
    assert (uit.laag[1], uit.hoog[1], uit.eigen[1]) == (1, math.inf, True)


def test_wie_de_waarheid_uitsluit_veronderstelt_iets_wat_niet_zo_is():
    with pytest.raises(AssertionError):
        tabel(20, 5, 15, [(20, 20), (6, 9), (13, 17)])
    with pytest.raises(AssertionError):
        tabel(20, 5, 14, [(20, 20), (1, 9), (13, 17)])


@st.composite
def stelsels(draw: st.DrawFn) -> Stelsel:
    """Voorzieningen x gemeenten with the totals of both; some are hidden, some public, some shown as about so many."""
    rijen, kolommen = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    kern = np.array(draw(st.lists(st.integers(0, 20), min_size=rijen * kolommen, max_size=rijen * kolommen)))
    vol = np.zeros((rijen + 1, kolommen + 1), int)
    vol[:-1, :-1] = kern.reshape(rijen, kolommen)
    vol[-1, :-1] = vol[:-1, :-1].sum(axis=0)
    vol[:, -1] = vol[:, :-1].sum(axis=1)
    cellen = [(str(i), str(j)) for i in range(rijen + 1) for j in range(kolommen + 1)]
    exact = dict(zip(cellen, vol.ravel().tolist(), strict=True))
    soort = st.sampled_from(["verborgen", "openbaar", "getoond"])
    grenzen = {}
    for cel, x in exact.items():
        wat = draw(soort)
        grenzen[cel] = (x, x) if wat == "openbaar" else (max(x - 2, 0), x + 2) if wat == "getoond" else (0, math.inf)
    sommen = [
        ({(str(i), str(j)): 1 for j in range(kolommen)} | {(str(i), str(kolommen)): -1}, True) for i in range(rijen + 1)
    ]
    # a whole of unique clients is no more than the sum of its parts, and no less than each
    for j in range(kolommen + 1):
        sommen.append(({(str(i), str(j)): 1 for i in range(rijen)} | {(str(rijen), str(j)): -1}, False))
        sommen += [({(str(rijen), str(j)): 1, (str(i), str(j)): -1}, False) for i in range(rijen)]
    return Stelsel.van(grenzen, sommen, exact)


@settings(max_examples=30, deadline=None)
@given(stelsels())
def test_getuigen_zeggen_niet_meer_dan_twee_programmas_per_cel(s: Stelsel):
    doel = np.arange(len(s.waar))
    uit: Bereik = zoek(s, doel, np.full(len(doel), 5.0), ruim(5))
    for i in doel:
        einden = []
        for teken in (1.0, -1.0):
            r = linprog(
                teken * (doel == i), A_eq=s.gelijk, b_eq=np.zeros(s.gelijk.shape[0]), A_ub=-s.minstens,
                b_ub=np.zeros(s.minstens.shape[0]), bounds=np.stack([s.laag, s.hoog], axis=1), method="highs",
            )  # fmt: skip
            einden.append(teken * r.fun if r.status == 0 else math.inf)
        genoeg = ruim(5)(doel, uit.laag, uit.hoog)[i]
        assert einden[0] - 1e-6 <= uit.laag[i] <= s.waar[i] <= uit.hoog[i] <= einden[1] + 1e-6
        assert genoeg == ruim(5)(doel, np.array([einden[0]]), np.array([einden[1]]))[0]
        assert genoeg or (
            uit.eigen[i] and (uit.laag[i], uit.hoog[i]) == (pytest.approx(einden[0]), pytest.approx(einden[1]))
        )


def cel(gebied: str, deel: str = "", niveau: str = "wet") -> Cel:
    plek = ("wmo", "totaal") if niveau == "wet" else ("totaal", "totaal")
    return ("clienten", gebied, "2025", "zin", deel, niveau, *plek, "berichten")


def test_of_een_verborgen_groep_verdeeld_is_zegt_hoe_groot_zij_is():
    exact = {
        cel("A"): 8,
        cel("B"): 40,
        cel("C"): 12,
        cel("B", "l:75+"): 40,
        cel("A", "l:75+"): 8,
        cel("C", "l:75+"): 12,
    }
    beeld = Beeld({cel("C"): 10}, {cel("A"): "secundair", cel("B"): "secundair", cel("B", "l:75+"): "secundair"})
    grenzen = Aanval({}, {}).zie(beeld, exact)
    assert (grenzen[cel("A")], grenzen[cel("B")], grenzen[cel("C")]) == ((1, 29), (30, math.inf), (10, 12))
    # where nobody is split, that says nothing
    assert Aanval({}, {}).zie(Beeld(teken={cel("A"): "secundair"}), exact)[cel("A")] == (1, math.inf)


def test_wat_in_weggelaten_rijen_staat_is_onbekend_maar_niet_voor_haarzelf():
    # A and B are too small to split. Whoever is not A knows of neither what part is 75+
    exact = {cel(g, d): x for g, x in (("RG", 16), ("A", 9), ("B", 7)) for d in ("", "l:75+")}
    beeld = Beeld({cel("RG"): 15, cel("RG", "l:75+"): 15}, {cel("A"): "klein", cel("B"): "klein"})
    for wie, onbekend in (("", {"A", "B"}), ("A", {"B"})):
        aanval = Aanval({}, {("RG", "wmo", 2025): {"A", "B"}}, wie=wie)
        aanval.zie(beeld, exact)
        assert {c[1] for c in aanval.buiten} == onbekend == {c[1] for c in aanval.doel if c[4]}
        # shown 15 (13-17), and A has 9 herself: B is 4 to 8
        uitslag = aanval.val_aan()
        if wie:
            assert uitslag.waarden[cel("B")] == 5 and aanval.grenzen[cel("A")] == (9, 9)
        assert uitslag.te_smal == {}


def test_wie_een_cijfer_beide_keren_zeker_weet_ziet_de_client_komen():
    # all care is of one wet, and 20 became 21: shown as 20 (18-22) nobody can tell, beside a public total everybody can
    wet, totaal = cel("A"), cel("A", niveau="totaal")

    def gezien(was: Beeld, nu: Beeld) -> list[Cel]:
        aanval = Aanval({}, {})
        aanval.zie(was, {wet: 20, totaal: 20})
        assert aanval.verraden() == []
        aanval.zie(nu, {wet: 21, totaal: 21})
        return aanval.verraden()

    vaag = Beeld({wet: 20, totaal: 20})
    was, nu = (Beeld({wet: 20}, openbaar={totaal: n}) for n in (20, 21))
    assert gezien(vaag, vaag) == gezien(vaag, nu) == gezien(was, vaag) == []
    assert gezien(was, nu) == [wet]


@pytest.mark.parametrize(("van_a", "van_b", "gezien"), [((1, 1), (0, 1), ["RG"]), ((0, 1), (5, 5), [])])
def test_haar_eigen_client_is_geen_nieuws(van_a, van_b, gezien):
    # A knows her own, and B is public: where B went from 0 to 1 she sees the region move, where she did herself not
    aanval = Aanval({}, {("RG", "wmo", 2025): {"A", "B"}}, wie="A")
    for a, b in zip(van_a, van_b, strict=True):
        exact = {cel("A"): a, cel("B"): b, cel("RG"): a + b}
        aanval.zie(Beeld(openbaar={cel("B"): b}, teken={cel("RG"): "klein"}), exact)
    assert [c[1] for c in aanval.verraden()] == gezien


@pytest.mark.parametrize(("tussen", "grenzen"), [("", (16, 24)), ("secundair", (16, 24)), ("klein", (18, 22))])
def test_wat_er_stond_blijft_bekend_tot_er_een_klein_getal_staat(tussen, grenzen):
    # 20 stands for 18 to 22, and where it stood before for 16 to 24
    aanval = Aanval({}, {})
    aanval.zie(Beeld({cel("A"): 20}), {cel("A"): 20})
    aanval.zie(Beeld(teken={cel("A"): tussen} if tussen else {}), {cel("A"): 9})
    assert aanval.zie(Beeld({cel("A"): 20}), {cel("A"): 20})[cel("A")] == grenzen


def test_het_begin_van_een_jaar_stond_er_al_als_eind_van_het_vorige():
    eind = ("eind", "A", "2024", "zin", "", "wet", "wmo", "totaal", "berichten")
    begin = ("begin", "A", "2025", *eind[3:])
    aanval = Aanval({}, {})
    aanval.zie(Beeld({eind: 25}), {eind: 26})
    assert aanval.zie(Beeld({eind: 25, begin: 25}), {eind: 28, begin: 28})[begin] == (21, 29)


def test_van_wie_voor_een_wet_meedoet_telt_die_wet_mee():
    # shown 20 (18-22) of the region: A's total, public, is 15, and of B only the Wmo counts in it, not her total
    leden = {("RG", "wmo", 2025): {"A", "B"}, ("RG", "jeugdwet", 2025): {"A"}}
    regio, a, b, b_wmo = cel("RG", niveau="totaal"), cel("A", niveau="totaal"), cel("B", niveau="totaal"), cel("B")
    aanval = Aanval({}, leden)
    aanval.zie(Beeld({regio: 20}, {b: "secundair", b_wmo: "secundair"}, {a: 15}), {regio: 19, a: 15, b: 9, b_wmo: 4})
    waarden = aanval.val_aan().waarden
    assert waarden[b_wmo] == 5 and waarden[b] > 5


def test_van_wie_ging_is_een_deel_niet_altijd_hoogstens_het_geheel():
    # two left the care of C and one of them that of the groep: nobody takes it then that B is at most the 1 of the groep
    def uit(niveau: str, voorziening: str) -> Cel:
        return ("uit", "A", "2025", "zin", "", niveau, "wmo", voorziening, "berichten")

    geheel, b, c = uit("groep", "g"), uit("voorziening", "b"), uit("voorziening", "c")
    groepen = {("wmo", "b"): "g", ("wmo", "c"): "g"}
    for van_c, ruim in ((1, False), (2, True)):
        aanval = Aanval(groepen, {})
        aanval.zie(Beeld({}, {b: "secundair", c: "secundair"}, {geheel: 1}), {geheel: 1, b: 1, c: van_c})
        assert (aanval.val_aan().waarden[b] >= 5) is ruim
