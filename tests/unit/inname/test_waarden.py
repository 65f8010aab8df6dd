"""Hand-worked values for every way a cell is written; properties over generated cells are in a file of their own."""

import pickle
from datetime import date
from decimal import Decimal

import pytest

from pipeline.inname.perioden import lees_datum, lees_jaar, lees_periode
from pipeline.inname.waarden import (
    Dubbelzinnig,
    Getal,
    Onleesbaar,
    Status,
    afgerond_gelijk,
    bepaal_notatie,
    lees_getal,
)

D = Decimal


@pytest.mark.parametrize(
    ("cel", "soort", "waarde", "stap"),
    [
        ("€ 89,-", "bedrag", "89", "1"),
        ("€ 89,--", "bedrag", "89", "1"),
        ("€ 89,–", "bedrag", "89", "1"),
        ("-89,-", "bedrag", "-89", "1"),
        ("(€ 89,-)", "bedrag", "-89", "1"),
        ("€ 1.234,-", "bedrag", "1234", "1"),
        ("€ 18.349.650", "bedrag", "18349650", "1"),
        ("€11.612.185", "bedrag", "11612185", "1"),
        ("€\u00a011.612.185", "bedrag", "11612185", "1"),
        ("11.612.185 €", "bedrag", "11612185", "1"),
        ("EUR 11.612.185", "bedrag", "11612185", "1"),
        ("11.612.185 EUR", "bedrag", "11612185", "1"),
        ("1'234'567", "bedrag", "1234567", "1"),
        ("1’234’567,89", "bedrag", "1234567.89", "0.01"),
        ("1 234 567,89", "bedrag", "1234567.89", "0.01"),
        ("1\u202f234\u202f567", "bedrag", "1234567", "1"),
        ("2.471,39", "bedrag", "2471.39", "0.01"),
        ("2,471.39", "bedrag", "2471.39", "0.01"),
        ("€ 450.00", "bedrag", "450.00", "0.01"),
        ("1234.567", "bedrag", "1234.567", "0.001"),
        ("1234,5678", "getal", "1234.5678", "0.0001"),
        ("1.234,567", "getal", "1234.567", "0.001"),
        ("0.123", "getal", "0.123", "0.001"),
        ("0,123", "getal", "0.123", "0.001"),
        ("26,3", "getal", "26.3", "0.1"),
        ("0,7 x", "getal", "0.7", "0.1"),
        ("0", "bedrag", "0", "1"),
        ("0,00", "bedrag", "0", "0.01"),
        ("-0,00", "bedrag", "0", "0.01"),
        ("1842", "aantal", "1842", "1"),
        ("1.842", "aantal", "1842", "1"),
        ("1,842", "aantal", "1842", "1"),
        ("+742", "aantal", "742", "1"),
        ("845,0", "aantal", "845", "0.1"),
        ("-/- 1.000", "aantal", "-1000", "1"),
        ("1.000-", "aantal", "-1000", "1"),
        ("1.000 -", "aantal", "-1000", "1"),
        ("(1.000)", "aantal", "-1000", "1"),
        ("- 1.000", "aantal", "-1000", "1"),
        ("\u2212 1.000", "aantal", "-1000", "1"),
        ("\u20131.000", "aantal", "-1000", "1"),
        ("€ -1.000,50", "bedrag", "-1000.50", "0.01"),
        ("-€ 1.000,50", "bedrag", "-1000.50", "0.01"),
        ("€ (1.000,50)", "bedrag", "-1000.50", "0.01"),
        ("-/- € 1.000,50", "bedrag", "-1000.50", "0.01"),
        ("€ 1.000,-", "bedrag", "1000", "1"),
        ("+ 6,3 %", "pct", "6.3", "0.1"),
        ("-  0,03%", "pct", "-0.03", "0.01"),
        ("- 0,03%", "pct", "-0.03", "0.01"),
        ("+ 0.9%", "pct", "0.9", "0.1"),
        ("6.56%", "pct", "6.56", "0.01"),
        ("10%", "pct", "10", "1"),
        ("12,5", "pct", "12.5", "0.1"),
        ("2 procent", "pct", "2", "1"),
        ("5,86 miljoen", "bedrag", "5860000", "10000"),
        ("€ 36 miljoen", "bedrag", "36000000", "1000000"),
        ("2 mln", "bedrag", "2000000", "1000000"),
        ("2,5 mln.", "bedrag", "2500000", "100000"),
        ("-2,5 mln. euro", "bedrag", "-2500000", "100000"),
        ("3 miljard", "bedrag", "3000000000", "1000000000"),
        ("100 duizend", "aantal", "100000", "1000"),
        ("5,8600001 miljoen", "bedrag", "5860000.1", "0.1"),
        (1842, "aantal", "1842", "1"),
        (845.0, "aantal", "845", "1"),
        (0.1, "bedrag", "0.1", "0.1"),
        (-0.0, "bedrag", "0", "1"),
        (D("12.50"), "bedrag", "12.50", "0.01"),
        (D("1E+3"), "bedrag", "1000", "1"),
        (12.5, "pct", "12.5", "0.1"),
    ],
)
def test_lees_waarde(cel, soort, waarde, stap):
    assert lees_getal(cel, soort) == Getal(Status.WAARDE, D(waarde), stap=D(stap))


def test_waarde_is_exact_en_zonder_min_nul():
    assert str(lees_getal("-0,00", "bedrag").waarde) == "0.00"
    assert str(lees_getal(0.1, "bedrag").waarde) == "0.1"
    assert str(lees_getal("845,0", "aantal").waarde) == "845"
    assert str(lees_getal("5,86 miljoen", "bedrag").waarde) == "5860000"
    # more digits than the default context of decimal keeps
    assert lees_getal("1" * 60 + ",25", "bedrag").waarde == D("1" * 60 + ".25")
    assert lees_getal("-" + "1" * 60, "aantal").waarde == D("-" + "1" * 60)


def test_subklasse_van_float_telt_als_float():
    class Versierd(float):
        def __repr__(self):
            return f"versierd({float(self)})"

    assert lees_getal(Versierd("0.1"), "bedrag").waarde == D("0.1")


@pytest.mark.parametrize(
    ("cel", "soort", "notatie", "waarde", "meldingen"),
    [
        ("--1.538.246", "bedrag", None, "-1538246", ("waarde.dubbele_min",)),
        ("- 8,%", "pct", None, "-8", ("waarde.notatie_onaf",)),
        ("€ 450.00", "bedrag", "nl", "450.00", ("waarde.notatie_afwijkend",)),
        ("6.56%", "pct", "nl", "6.56", ("waarde.notatie_afwijkend",)),
        ("+ 0.9%", "pct", "nl", "0.9", ("waarde.notatie_afwijkend",)),
        ("0.123", "getal", "nl", "0.123", ("waarde.notatie_afwijkend",)),
        ("1.234.567", "bedrag", "en", "1234567", ("waarde.notatie_afwijkend",)),
        ("€ 89,-", "bedrag", "en", "89", ("waarde.notatie_afwijkend",)),
        ("12,5", "pct", "nl", "12.5", ()),
        ("1842", "bedrag", "nl", "1842", ()),
        ("1'842", "bedrag", "nl", "1842", ()),
        ("1.234*", "aantal", None, "1234", ("waarde.voetnoot",)),
        ("12,5 % *", "pct", "nl", "12.5", ("waarde.voetnoot",)),
        ("--6.5%*", "pct", "nl", "-6.5", ("waarde.voetnoot", "waarde.dubbele_min", "waarde.notatie_afwijkend")),
    ],
)
def test_meldingen(cel, soort, notatie, waarde, meldingen):
    getal = lees_getal(cel, soort, notatie)
    assert (getal.waarde, getal.meldingen) == (D(waarde), meldingen)


@pytest.mark.parametrize(
    ("cel", "soort", "notatie", "waarde", "stap"),
    [
        ("1.234", "bedrag", "nl", "1234", "1"),
        ("1.234", "bedrag", "en", "1.234", "0.001"),
        ("1,234", "bedrag", "nl", "1.234", "0.001"),
        ("1,234", "bedrag", "en", "1234", "1"),
        ("-€ 123.456", "bedrag", "nl", "-123456", "1"),
        ("12.500%", "pct", "en", "12.5", "0.001"),
        ("1.234 miljoen", "bedrag", "nl", "1234000000", "1000000"),
        ("1.234 miljoen", "bedrag", "en", "1234000", "1000"),
        ("1.234", "aantal", None, "1234", "1"),
        ("1,234", "aantal", None, "1234", "1"),
    ],
)
def test_dubbelzinnige_vorm_volgt_notatie_of_aantal(cel, soort, notatie, waarde, stap):
    assert lees_getal(cel, soort, notatie) == Getal(Status.WAARDE, D(waarde), stap=D(stap))


@pytest.mark.parametrize("cel", ["1.234", "1,234", "€ 999.999", "- 12,345", "1.234 miljoen", "(1.234)", "< 1.234"])
@pytest.mark.parametrize("soort", ["bedrag", "getal"])
def test_dubbelzinnig_zonder_notatie(cel, soort):
    with pytest.raises(Dubbelzinnig) as fout:
        lees_getal(cel, soort)
    assert fout.value.regel_code == "waarde.dubbelzinnig"
    assert cel not in str(fout.value)


NIETS = {
    Status.ONBEKEND: [
        None, "", "   ", "\u00a0", ".", "n.b.", "N.B.", "nb", "onbekend", "Onbekend", "null", "NULL", "n/a", "N/A",
        "na",
        "#N/B", "#N/A", "-99998", "\u221299998", "-99998,0", "-99998.0", -99998, -99998.0, D("-99998.0"),
        float("nan"), D("NaN"),
    ],
    Status.NTB: [
        "ntb", "Ntb", "NTB", "n.t.b.", "pm", "PM", "p.m.", "P.M.", "Pm, ten laste van armoedegelden", "pm zie bijlage",
    ],
}  # fmt: skip


@pytest.mark.parametrize("soort", ["aantal", "bedrag", "pct", "getal"])
@pytest.mark.parametrize(("status", "cel"), [(status, cel) for status, cellen in NIETS.items() for cel in cellen])
def test_soorten_niets(status, cel, soort):
    assert lees_getal(cel, soort) == Getal(status, None)


@pytest.mark.parametrize(
    "cel", ["-", " - ", "\u2013", "\u2014", "\u2212", "--", "nihil", "Nihil", "geen", "€ -", "€    -"]
)
def test_nihil(cel):
    assert lees_getal(cel, "bedrag") == Getal(Status.NIHIL, D(0))


def test_bijna_de_code_voor_geen_opgave_is_een_waarde():
    assert lees_getal("-99.998", "aantal").waarde == D(-99998)
    assert lees_getal("-99998,5", "bedrag").waarde == D("-99998.5")


@pytest.mark.parametrize(
    ("cel", "soort", "laag", "hoog"),
    [
        ("<5", "aantal", 0, 4),
        ("< 10", "aantal", 0, 9),
        ("<5", "bedrag", 0, 5),
        ("<5%", "pct", 0, 5),
        ("minder dan 5", "aantal", 0, 4),
        ("Minder dan € 5", "bedrag", 0, 5),
        ("≤4", "aantal", 0, 4),
        ("<=4", "bedrag", 0, 4),
        (">100", "aantal", 101, None),
        (">100", "bedrag", 100, None),
        ("≥ 100", "aantal", 100, None),
        ("> 1.000", "aantal", 1001, None),
        ("x", "aantal", None, None),
        ("X", "bedrag", None, None),
    ],
)
def test_geheim(cel, soort, laag, hoog):
    assert lees_getal(cel, soort) == Getal(Status.GEHEIM, None, laag, hoog)


def test_voetnoot_bij_een_status():
    assert lees_getal("<5*", "aantal") == Getal(Status.GEHEIM, None, D(0), D(4), meldingen=("waarde.voetnoot",))
    assert lees_getal("- *", "aantal") == Getal(Status.NIHIL, D(0), meldingen=("waarde.voetnoot",))


@pytest.mark.parametrize(
    "cel",
    [
        "ten laste van budget jeugdhulp", "90/10", "12 stuks", "1O0", "250k", "1e5", "5-7", "2019-2020", "12\n345",
        "12.34.567", "1.23.456,7", "1234.567,89", "1,234.567,8", "1.234.567.8", "0.123.456", "1'23'456", "12  345",
        "1, 2", "1. 234", "1..5", "5,", ".5", ",5", "1.234,", "€", "%", "+", "*", "---", "- -5", "89,- -", "89,---",
        "+-5",
        "(5", "5)", "(-5)", "-5-", "€ 5%", "\uff11\uff12", "\u0661\u0662", "1²", "<", "<0", "<-5", "< x", "<<5",
        "5 miljoen procent", "7" * 201, " " * 201, "pm, " + "a" * 200,
        True, False, float("inf"), float("-inf"), D("Infinity"), date(2020, 1, 1), b"5", [5],
    ],
)  # fmt: skip
@pytest.mark.parametrize("soort", ["aantal", "bedrag", "pct", "getal"])
@pytest.mark.parametrize("notatie", [None, "nl", "en"])
def test_onleesbaar(cel, soort, notatie):
    with pytest.raises(Onleesbaar) as fout:
        lees_getal(cel, soort, notatie)
    assert type(fout.value) is Onleesbaar
    assert fout.value.regel_code == "waarde.onleesbaar"
    assert str(fout.value) == f"waarde.onleesbaar: verwacht {fout.value.verwacht}"
    assert fout.value.verwacht in (
        "een aantal, zoals 1.234",
        "een bedrag, zoals 1.234,56",
        "een percentage, zoals 12,5%",
        "een getal, zoals 1.234,5",
    )


@pytest.mark.parametrize(
    ("cel", "soort"),
    [
        ("€ 5", "aantal"),
        ("€ 5", "pct"),
        ("5,-", "pct"),
        ("5%", "bedrag"),
        ("5%", "aantal"),
        ("0,7 x", "bedrag"),
        ("2 mln", "pct"),
    ],
)
def test_eenheid_van_een_andere_soort(cel, soort):
    with pytest.raises(Onleesbaar) as fout:
        lees_getal(cel, soort)
    assert fout.value.regel_code == "waarde.onleesbaar"


@pytest.mark.parametrize("cel", ["845,5", "0,123", "1,5 duizend honderd", 845.5, D("0.1"), "0,0001 duizend", "< 0,5"])
def test_aantal_is_heel(cel):
    with pytest.raises(Onleesbaar) as fout:
        lees_getal(cel, "aantal")
    assert fout.value.regel_code == ("waarde.onleesbaar" if "honderd" in str(cel) else "waarde.geen_heel_getal")
    assert str(cel) not in str(fout.value)


@pytest.mark.parametrize("cel", ["#REF!", "#DEEL/0!", "#DIV/0!", "#WAARDE!", "#VALUE!", "#NAAM?", "####"])
def test_excelfout(cel):
    with pytest.raises(Onleesbaar) as fout:
        lees_getal(cel, "bedrag")
    assert fout.value.regel_code == "waarde.excelfout"
    assert cel not in str(fout.value)


GEHEIME_CELLEN = ["J. Jansen 012345672", "ten laste van budget jeugdhulp", "12.34.567", "90/10", "31-31-2020"]


@pytest.mark.parametrize("cel", GEHEIME_CELLEN)
@pytest.mark.parametrize(
    "lees", [lambda c: lees_getal(c, "bedrag"), lambda c: lees_getal(c, "aantal"), lees_datum, lees_periode, lees_jaar]
)
def test_melding_bevat_nooit_de_waarde(cel, lees):
    with pytest.raises(Onleesbaar) as fout:
        lees(cel)
    assert cel not in str(fout.value) and cel not in repr(fout.value) and cel not in repr(fout.value.args)
    assert fout.value.__cause__ is None and fout.value.__context__ is None


@pytest.mark.parametrize("klasse", [Onleesbaar, Dubbelzinnig])
def test_fout_overleeft_pickle(klasse):
    fout = pickle.loads(pickle.dumps(klasse("waarde.onleesbaar", "een aantal")))
    assert (type(fout), fout.regel_code, fout.verwacht) == (klasse, "waarde.onleesbaar", "een aantal")


@pytest.mark.parametrize(
    "patroon", ["1", "1.", "1,", " ", "1 ", "1.234", "-", "- ", "(", "€ ", "* ", "<", "1' ", "€-("]
)
def test_geen_patroon_dat_ontspoort(patroon):
    """A pattern that backtracks without end would hang here: every longest cell gets an answer."""
    for staart in ("", "!", "x%"):
        cel = (patroon * 200)[: 200 - len(staart)] + staart
        try:
            assert isinstance(lees_getal(cel, "bedrag"), Getal)
        except Onleesbaar as fout:
            assert fout.verwacht


@pytest.mark.parametrize(
    ("cellen", "notatie"),
    [
        ([], None),
        (["1.234", "1,234", "1842", "", None, "-", "x", "tekst", "1'234"], None),
        (["1.234", "1.234.567"], "nl"),
        (["1.234", "12,5"], "nl"),
        (["1,234", "1,234.50"], "en"),
        (["€ 89,-"], "nl"),
        (["0.5"], "en"),
        (["0.123"], "en"),
        (["6.56%"], "en"),
        (["12,5*"], "nl"),
        (["5,86 miljoen"], "nl"),
        ([12.5, D("12.5"), 3], None),
        ([12.5, "12,5"], "nl"),
        (["12,5", "0.5"], None),
        (["12,5", "12.34.567,8", "1" * 201 + ".5"], "nl"),
    ],
)
def test_bepaal_notatie(cellen, notatie):
    assert bepaal_notatie(iter(cellen)) == notatie


@pytest.mark.parametrize(
    ("cel", "soort", "herrekend", "gelijk"),
    [
        ("10%", "pct", "9.5", True),
        ("10%", "pct", "10.5", True),
        ("10%", "pct", "9.4999", False),
        ("10%", "pct", "10.5001", False),
        ("- 0,03%", "pct", "-0.034", True),
        ("- 0,03%", "pct", "0.03", False),
        ("5,86 miljoen", "bedrag", "5864999.99", True),
        ("5,86 miljoen", "bedrag", "5865000.01", False),
        ("2.471,39", "bedrag", "2471.395", True),
        ("2.471,39", "bedrag", "2471.40", False),
        ("-", "bedrag", "0", True),
        ("-", "bedrag", "0.01", False),
        # the difference is beyond the 28 digits of the default context
        ("1" * 40, "aantal", "1" * 40 + ".51", False),
    ],
)
def test_afgerond_gelijk(cel, soort, herrekend, gelijk):
    assert afgerond_gelijk(lees_getal(cel, soort), D(herrekend)) is gelijk


@pytest.mark.parametrize("cel", ["n.b.", "pm", "<5", "x"])
def test_afgerond_gelijk_zonder_waarde(cel):
    with pytest.raises(ValueError, match="no published value"):
        afgerond_gelijk(lees_getal(cel, "aantal"), D(1))
