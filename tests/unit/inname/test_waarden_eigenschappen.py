"""Properties that hold for every generated cell; hand-worked values are in test_waarden."""

import calendar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.inname.perioden import lees_datum, lees_periode
from pipeline.inname.waarden import (
    Dubbelzinnig,
    Getal,
    Onleesbaar,
    Status,
    afgerond_gelijk,
    bepaal_notatie,
    lees_getal,
)

SOORTEN = st.sampled_from(["aantal", "bedrag", "pct", "getal"])
CENTEN = st.integers(-(10**15), 10**15)
SCHEIDING = {"nl": (".", ","), "en": (",", ".")}
MIN_VOOR_NA = [("-", ""), ("- ", ""), ("-/- ", ""), ("\u2212", ""), ("\u2013 ", ""), ("", "-"), ("(", ")")]
GELD_VOOR_NA = [("", ""), ("€ ", ""), ("€", ""), ("€\u00a0", ""), ("", " €"), ("EUR ", ""), ("", " EUR")]


def groepeer(cijfers: str, teken: str) -> str:
    kop = len(cijfers) % 3 or 3
    return teken.join([cijfers[:kop], *(cijfers[i : i + 3] for i in range(kop, len(cijfers), 3))])


def schrijf(centen: int, notatie: str, gegroepeerd: bool, minteken=("-", ""), geld=("", "")) -> str:
    """Write an amount in cents the way a person or a spreadsheet does, without any help of the module tested."""
    duizend, decimaal = SCHEIDING[notatie]
    euro, rest = divmod(abs(centen), 100)
    kaal = (groepeer(str(euro), duizend) if gegroepeerd else str(euro)) + f"{decimaal}{rest:02}"
    voor, na = minteken if centen < 0 else ("", "")
    return f"{voor}{geld[0]}{kaal}{na}{geld[1]}" if na != ")" else f"{voor}{geld[0]}{kaal}{geld[1]}{na}"


@settings(max_examples=3000, deadline=None)
@given(
    CENTEN,
    st.sampled_from(["nl", "en"]),
    st.sampled_from([None, "nl", "en"]),
    st.booleans(),
    st.sampled_from(MIN_VOOR_NA),
    st.sampled_from(GELD_VOOR_NA),
)
def test_bedrag_heen_en_terug_in_hele_centen(centen, geschreven_in, kolom, gegroepeerd, minteken, geld):
    tekst = schrijf(centen, geschreven_in, gegroepeerd, minteken, geld)
    getal = lees_getal(tekst, "bedrag", kolom)
    assert isinstance(getal.waarde, Decimal)
    assert getal.waarde * 100 == centen
    assert getal.stap == Decimal("0.01")
    afwijkend = kolom is not None and kolom != geschreven_in
    assert getal.meldingen == (("waarde.notatie_afwijkend",) if afwijkend else ())
    assert bepaal_notatie([tekst]) == geschreven_in


@settings(max_examples=2000, deadline=None)
@given(CENTEN, st.sampled_from(MIN_VOOR_NA), st.sampled_from([".", ",", "'", "\u2019", " ", "\u00a0", "\u202f"]))
def test_aantal_heen_en_terug(aantal, minteken, duizend):
    voor, na = minteken if aantal < 0 else ("", "")
    assert lees_getal(voor + groepeer(str(abs(aantal)), duizend) + na, "aantal").waarde == aantal


@settings(max_examples=1000, deadline=None)
@given(
    st.integers(1, 999), st.integers(0, 999), st.sampled_from([".", ","]), st.sampled_from(["bedrag", "pct", "getal"])
)
def test_een_dubbelzinnig_getal_wordt_nooit_geraden(voor, achter, teken, soort):
    tekst = f"{voor}{teken}{achter:03}"
    with pytest.raises(Dubbelzinnig):
        lees_getal(tekst, soort)
    assert bepaal_notatie([tekst]) is None
    lezingen = {notatie: lees_getal(tekst, soort, notatie) for notatie in ("nl", "en")}
    duizend = lezingen["nl" if teken == "." else "en"]
    decimaal = lezingen["en" if teken == "." else "nl"]
    assert duizend.waarde == voor * 1000 + achter == decimaal.waarde * 1000
    assert duizend.meldingen == decimaal.meldingen == ()


@settings(max_examples=1000, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_numerieke_cellen_blijven_zoals_ze_zijn(waarde):
    assert lees_getal(waarde, "bedrag").waarde == waarde
    assert lees_getal(str(waarde), "bedrag").waarde == waarde


@settings(max_examples=1000, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_een_float_houdt_de_cijfers_van_zijn_schrijfwijze(cel):
    assert lees_getal(cel, "getal").waarde == (Decimal(repr(cel)) if cel != -99998 else None)


@settings(max_examples=3000, deadline=None)
@given(
    st.text(alphabet="0123456789.,-+/()%€ '*<>xpmnbEUR\u00a0\u2212\n\u0661²kK", max_size=30) | st.text(max_size=210),
    SOORTEN,
    st.sampled_from([None, "nl", "en"]),
)
def test_elke_tekst_geeft_een_kloppend_getal_of_onleesbaar(tekst, soort, notatie):
    bepaal_notatie([tekst])
    try:
        getal = lees_getal(tekst, soort, notatie)
    except Onleesbaar as fout:
        # the message is fixed by the rule and the kind, so the cell cannot be in it
        assert str(fout) == f"{fout.regel_code}: verwacht {fout.verwacht}"
        assert fout.verwacht in {
            "een aantal, zoals 1.234",
            "een bedrag, zoals 1.234,56",
            "een percentage, zoals 12,5%",
            "een getal, zoals 1.234,5",
            "een getal waarvan vaststaat of de punt of komma duizendtallen of decimalen scheidt",
        }
        return
    assert (getal.waarde is None) == (getal.status in (Status.ONBEKEND, Status.NTB, Status.GEHEIM))
    assert (getal.stap is not None) == (getal.status is Status.WAARDE)
    if getal.laag is not None and getal.hoog is not None:
        assert getal.laag <= getal.hoog


@settings(max_examples=1000, deadline=None)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9), st.integers(0, 5)
)
def test_een_afronding_past_altijd_bij_haar_bron(bron, decimalen):
    stap = Decimal(1).scaleb(-decimalen)
    rond = bron.quantize(stap, ROUND_HALF_UP)
    assert afgerond_gelijk(Getal(Status.WAARDE, rond, stap=stap), bron)
    assert not afgerond_gelijk(Getal(Status.WAARDE, rond + 2 * stap, stap=stap), bron)


@settings(max_examples=1000, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_datum_heen_en_terug(dag):
    for vorm in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%dT23:59:59+02:00", "%Y%m%d"):
        assert lees_datum(dag.strftime(vorm)) == dag
    assert lees_datum(f"{dag.day}-{dag.month}-{dag.year}") == dag
    if dag >= date(1906, 1, 1):
        assert lees_datum((dag - date(1899, 12, 30)).days) == dag
    if dag >= date(1910, 1, 1):
        assert lees_datum((dag - date(1904, 1, 1)).days, systeem_1904=True) == dag


@settings(max_examples=500, deadline=None)
@given(st.integers(1990, 2100), st.integers(1, 12))
def test_periodecode_leest_zichzelf_terug_en_sluit_aan(jaar, maand):
    kwartaal, halfjaar = (maand + 2) // 3, (maand + 5) // 6
    dag = date(jaar, maand, calendar.monthrange(jaar, maand)[1])
    for code in (f"{jaar}", f"{jaar}-H{halfjaar}", f"{jaar}-Q{kwartaal}", f"{jaar}-{maand:02}"):
        periode = lees_periode(code)
        assert periode.code == code
        assert periode.begin <= dag <= periode.eind
