"""Whatever the separator, encoding and notation: a canonical table lands whole, with its exact sum in cents."""

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inname_bouw import zet

from pipeline.inname.intake import neem_in

ROND = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

GEMEENTEN = [("GM0402", "Hilversum"), ("GM0406", "Huizen"), ("GM0417", "Laren (NH.)"), ("GM1942", "gooise meren")]
VOORZIENINGEN = [("Wmo", "Begeleiding"), ("WMO", "HH1"), ("Jeugdwet", "Pleegzorg"), ("Jeugd", "Dagbesteding")]
PERIODEN = ["2019", "2019H1", "2020-Q2", "2021-07", "2022JJ00", "2018KW03"]


@st.composite
def tabellen(draw, getal):
    """Keys that occur once, each with a number."""
    sleutels = draw(
        st.lists(
            st.tuples(st.sampled_from(GEMEENTEN), st.sampled_from(PERIODEN), st.sampled_from(VOORZIENINGEN)),
            min_size=1, max_size=12, unique=True,
        )
    )  # fmt: skip
    return [(*s, draw(getal)) for s in sleutels]


@st.composite
def vormen(draw):
    """How a file may be written. A comma file has its decimal commas between quotes; the csv module sees to that."""
    return {
        "sep": draw(st.sampled_from(";,\t|")),
        "codering": draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])),
        "einde": draw(st.sampled_from(["\n", "\r\n"])),
        "met_naam": draw(st.booleans()),
        "nederlands": draw(st.booleans()),
        "groepen": draw(st.booleans()),
        "euro": draw(st.sampled_from(["", "€ ", "€", "EUR "])),
        "min": draw(st.sampled_from(["-", "-/- ", "haakjes", "achter"])),
        "citeer": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "volgorde": draw(st.permutations(range(5))),
    }


def bedrag_tekst(centen: int, vorm: dict) -> str:
    heel, rest = divmod(abs(centen), 100)
    tekst = (f"{heel:,}" if vorm["groepen"] else str(heel)) + f".{rest:02}"
    if vorm["nederlands"]:
        tekst = tekst.translate(str.maketrans(",.", ".,"))
    if centen >= 0:
        return vorm["euro"] + tekst
    match vorm["min"]:
        case "haakjes":
            return f"({vorm['euro']}{tekst})"
        case "achter":
            return f"{vorm['euro']}{tekst}-"
        case teken:
            return f"{vorm['euro']}{teken}{tekst}"


def aantal_tekst(aantal: int, vorm: dict) -> str:
    tekst = f"{aantal:,}" if vorm["groepen"] else str(aantal)
    return tekst.replace(",", ".") if vorm["nederlands"] else tekst


def land(bron: str, kolom: str, tabel, vorm: dict, schrijf):
    """The delivery of a table in a form, taken in."""
    kop = ["gemeente", "periode", "wet", "voorziening", kolom]
    regels = [
        [naam if vorm["met_naam"] else code, periode, wet, voorziening, schrijf(getal, vorm)]
        for (code, naam), periode, (wet, voorziening), getal in tabel
    ]
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=vorm["sep"], lineterminator=vorm["einde"], quoting=vorm["citeer"])
    schrijver.writerows([[rij[i] for i in vorm["volgorde"]] for rij in [kop, *regels]])
    with tempfile.TemporaryDirectory() as map_:
        return neem_in(zet(Path(map_), bron, uit.getvalue(), codering=vorm["codering"]))


def wat_er_staat(inname, bron: str, kolom: str):
    assert inname.uitkomst == "geaccepteerd", inname.bevindingen
    assert inname.bevindingen == []
    return inname.tabellen[bron].column(kolom).to_pylist()


@ROND
@given(tabellen(st.integers(-(10**13), 10**13)), vormen())
def test_uitgaven_landen_met_hun_som_in_centen(tabel, vorm):
    inname = land("uitgaven", "bedrag", tabel, vorm, bedrag_tekst)
    bedragen = wat_er_staat(inname, "uitgaven", "bedrag")
    assert [int(b * 100) for b in bedragen] == [centen for *_, centen in tabel]
    assert inname.bestanden[0].controletotalen == {"uitgaven.bedrag": Decimal(sum(c for *_, c in tabel)) / 100}


@ROND
@given(tabellen(st.integers(0, 10**9)), vormen())
def test_clientaantallen_landen_met_hun_som(tabel, vorm):
    inname = land("clientaantallen", "aantal_clienten", tabel, vorm, aantal_tekst)
    assert wat_er_staat(inname, "clientaantallen", "aantal_clienten") == [aantal for *_, aantal in tabel]
    assert inname.bestanden[0].controletotalen["clientaantallen.aantal_clienten"] == sum(a for *_, a in tabel)


@ROND
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300), st.sampled_from([";", ",", "\t"]))
def test_willekeurige_tekst_onder_een_kop_geeft_nooit_een_fout(rommel, sep):
    kop = sep.join(["gemeente", "periode", "wet", "voorziening", "bedrag", "volume", "eenheid"])
    with tempfile.TemporaryDirectory() as map_:
        inname = neem_in(zet(Path(map_), "uitgaven", f"{kop}\n{rommel}"))
    assert inname.uitkomst == "geweigerd"
    assert any(b.ernst == "fout" for b in inname.bevindingen)


CEL = st.one_of(
    st.sampled_from(["", "-", "x", "<5", "ntb", ".", "NULL", "1.234", "1,5", "-99998", "12%", "2 miljoen", "#REF!"]),
    st.sampled_from(["Huizen", "2019", "Wmo", "Begeleiding", "Totaal", "€ 5,-", "9" * 30, "1e5", "<0,123456789"]),
    st.text(st.characters(codec="utf-8", exclude_characters='\0";\r\n'), max_size=12),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
)  # fmt: skip


@ROND
@given(st.lists(st.tuples(*[CEL] * 7), max_size=4))
def test_willekeurige_cellen_landen_of_blijven_apart_met_een_bevinding(rijen):
    kop = "gemeente;periode;wet;voorziening;bedrag;volume;eenheid"
    goed = "Huizen;2019;Wmo;Opvang;1,50;1;uren"
    regels = [goed, *(";".join(r) for r in rijen), "Huizen;2020;Wmo;Opvang;1,50;1;uren"]
    with tempfile.TemporaryDirectory() as map_:
        inname = neem_in(zet(Path(map_), "uitgaven", "\n".join([kop, *regels]) + "\n"))
    (bestand,) = inname.bestanden
    if inname.uitkomst == "geweigerd":  # a generated cell may hold nine digits that could be a BSN
        assert {b.regel_code for b in inname.bevindingen} & {"bestand.persoonsgegevens"}
        return
    geland = {r["regel"] for r in inname.tabellen["uitgaven"].to_pylist()}
    apart = {b.regel for b in inname.bevindingen if b.ernst == "fout"}
    dubbel = {b.regel for b in inname.bevindingen if b.regel_code == "rij.dubbel"}
    assert len(geland) + bestand.apart + len(dubbel - apart) == bestand.rijen
    assert not geland & apart
    assert len(apart) == bestand.apart
