"""Published figures against hand-worked recomputations, one test per kind of control."""

from decimal import Decimal

import pytest
from inname_bouw import blad, herkend_als

from pipeline.contracten.inname import TABELLEN
from pipeline.inname.bladrijen import Plaats
from pipeline.inname.controles import controleer, nl
from pipeline.inname.layout import Emissie, Layout

D = Decimal
PLAATS = Plaats("bron/x.csv", "bron/x.csv", None)


def voer_uit(controle, kop, *rijen, notatie="nl"):
    b = blad(kop, *rijen)
    layout = Layout("proef", tuple(kop.split(";")), (Emissie(TABELLEN["pilots"], {}),), notatie, (controle,))
    return controleer(b, herkend_als(layout, b), PLAATS)


def een(controle, kop, *rijen, **opties):
    (bevinding,) = voer_uit(controle, kop, *rijen, **opties)
    return bevinding


SOM = {
    "code": "controle.som", "per_rij": True, "gepubliceerd": {"kolom": "totaal"}, "is": "plus",
    "delen": [{"kolom": "a"}, {"kolom": "b"}],
}  # fmt: skip


def test_som_per_rij():
    # 3.695.915 + 6.528.674 = 10.224.589
    b = een(SOM, "a;b;totaal", "3.695.915;6.528.674;10.224.589", "1.000;2.000;3.005")
    assert (b.regel_code, b.ernst, b.regel, b.kolom) == ("controle.som", "waarschuwing", 3, "totaal")
    assert (b.waarde, b.verwacht, b.verschil) == ("3.005", "3.000", D(5))
    assert "3.005" in b.melding
    assert "3.000" in b.melding
    assert "Afronding" not in b.melding  # two parts of 0,5 each and a total of 0,5 explain at most 1,5


def test_som_noemt_afronding_waar_die_het_verklaart():
    assert "Afronding" in een(SOM, "a;b;totaal", "0,1;0,4;0,6").melding
    assert "Afronding" not in een(SOM, "a;b;totaal", "0,1;0,4;0,7").melding  # 0,05 + 0,05 + 0,05 = 0,15 at most


def test_som_van_een_groep_met_en_zonder_filter():
    controle = {
        "code": "controle.som", "per": ["wet"], "kolommen": ["2016", "2017"], "gepubliceerd": {"vorm": "Subtotaal"},
        "is": "plus", "delen": [{"vorm": {"niet": "Subtotaal"}}],
    }  # fmt: skip
    rijen = ["Jeugd;ZIN;560;595", "Jeugd;PGB;60;55", "Jeugd;Subtotaal;620;650", "Wmo;ZIN;7;8", "Wmo;Subtotaal;7;9"]
    b = een(controle, "wet;vorm;2016;2017", *rijen)
    assert (b.regel, b.kolom, b.waarde, b.verwacht, b.verschil) == (6, "2017", "9", "8", D(1))


@pytest.mark.parametrize("cel", ["ntb", "x", "<5", ".", "pm", "ten laste van jeugdhulp"])
def test_een_deel_dat_niet_bekend_is_maakt_de_som_onbekend(cel):
    assert voer_uit(SOM, "a;b;totaal", f"{cel};2;3") == []
    assert voer_uit(SOM, "a;b;totaal", f"1;2;{cel}") == []


@pytest.mark.parametrize("cel", ["ntb", "x", ".", "zie jeugd"])
def test_een_rij_die_niet_bekend_is_maakt_de_som_over_rijen_onbekend(cel):
    controle = {
        "code": "controle.som", "kolommen": ["a"], "gepubliceerd": {"wat": "totaal"}, "is": "plus",
        "delen": [{"wat": {"niet": "totaal"}}],
    }  # fmt: skip
    assert voer_uit(controle, "wat;a", "een;1", f"twee;{cel}", "totaal;9") == []
    assert een(controle, "wat;a", "een;1", "twee;", "totaal;9").verwacht == "1"


def test_een_lege_cel_en_nihil_zijn_geen_onbekend_deel():
    controle = SOM | {
        "per_rij": False,
        "gepubliceerd": {"kolom": "a", "b": "totaal"},
        "delen": [{"kolom": "a", "b": "deel"}],
    }
    assert voer_uit(controle, "a;b", "5;deel", ";deel", "-;deel", "5;totaal") == []


def test_groei_in_procenten_met_de_gepubliceerde_precisie():
    controle = {
        "code": "controle.groei", "per_rij": True, "gepubliceerd": {"kolom": "groei"}, "is": "groei",
        "delen": [{"kolom": "oud"}, {"kolom": "nieuw"}],
    }  # fmt: skip
    kop = "oud;nieuw;groei"
    # 560 -> 595 is 6,25%: 6,3% and 6,2% both agree (half a step), 6,4% does not
    assert voer_uit(controle, kop, "560;595;+ 6,3 %", "560;595;6,2%", "560;595;6%") == []
    b = een(controle, kop, "560;595;6,4%")
    assert (b.waarde, b.verwacht, b.verschil) == ("6,4%", "6,25", D("0.15"))
    # 286 -> 285 is -0,34965%; printed as -0,03%
    assert een(controle, kop, "286;285;-  0,03%").verwacht == "-0,35"
    # from minus 100 to minus 50 is growth of 50%; nothing grows from zero
    assert voer_uit(controle, kop, "-100;-50;50%", "0;10;12%") == []


def test_quotient():
    controle = {
        "code": "controle.quotient", "per_rij": True, "gepubliceerd": {"kolom": "gemiddeld"}, "is": "quotient",
        "delen": [{"kolom": "aantal"}, {"kolom": "huishoudens"}],
    }  # fmt: skip
    # 1842 / 1077 = 1,7103; 952 / 537 = 1,7728
    assert voer_uit(controle, "aantal;huishoudens;gemiddeld", "1842;1077;1,71", "952;537;1,77", "5;0;3") == []
    b = een(controle, "aantal;huishoudens;gemiddeld", "952;537;1,7")
    assert (b.verwacht, b.verschil) == ("1,77", D("-0.07281192"))


def test_min_met_een_vast_getal_en_een_eigen_stap():
    controle = {
        "code": "controle.verschil", "gepubliceerd": {"kolom": "netto"}, "is": "min",
        "delen": [{"kolom": "kosten"}, {"getal": "26.0"}],
    }  # fmt: skip
    assert voer_uit(controle, "kosten;netto", "23,8;-2,2") == []
    assert een(controle, "kosten;netto", "23,8;-2,3").verwacht == "-2,2"
    # 167.821 - 134.958 = 32.863, published as 'about 33.000'
    kop, rij = "kosten;besparing;netto", "167.821;134.958;33.000"
    controle = controle | {"per_rij": True, "delen": [{"kolom": "kosten"}, {"kolom": "besparing"}]}
    assert een(controle, kop, rij).verschil == D(137)
    assert voer_uit(controle | {"stap": 1000}, kop, rij) == []
    assert voer_uit(controle | {"stap": 100}, kop, rij)


def test_keer_en_keer_pct():
    controle = {
        "code": "controle.product", "per_rij": True, "gepubliceerd": {"kolom": "uit"}, "is": "keer",
        "delen": [{"kolom": "a"}, {"kolom": "b"}],
    }  # fmt: skip
    assert voer_uit(controle, "a;b;uit", "813;166;134.958") == []
    b = een(controle, "a;b;uit", "300;70.000;2 miljoen")
    assert (b.waarde, b.verwacht, b.verschil) == ("2 miljoen", "21.000.000", D(-19_000_000))
    pct = controle | {"is": "keer_pct"}
    assert voer_uit(pct, "a;b;uit", "2.000.000;25%;500.000") == []
    assert een(pct, "a;b;uit", "2.000.000;25%;500.001").verwacht == "500.000"


PXQ = {
    "code": "controle.pxq", "per": ["soort"], "gepubliceerd": {"kolom": "bedrag"}, "is": "som_product",
    "delen": [{"kolom": "volume"}, {"kolom": "prijs"}],
}  # fmt: skip


def test_som_product_telt_prijs_maal_volume_op():
    kop = "soort;bedrag;volume;prijs"
    # 321.000 x 89 + 2.680 x 315 = 28.569.000 + 844.200
    b = een(PXQ, kop, "jeugd;€ 18.349.650;321.000;€ 89,-", "jeugd;;2.680;€ 315,-", "wmo;;10;€ 1,00")
    assert (b.regel, b.verwacht, b.verschil) == (2, "29.413.200", D(-11_063_550))


def test_som_product_verdraagt_de_afronding_van_prijs_en_volume():
    kop = "soort;bedrag;volume;prijs"
    # 100 x 20 = 2.000; the volume may be 0,5 off (10 euro), the price 0,50 (50 euro), the amount 0,50: 60,50 together
    assert voer_uit(PXQ, kop, "a;2.060;100;20") == []
    assert voer_uit(PXQ, kop, "a;1.940;100;20") == []
    assert een(PXQ, kop, "a;2.061;100;20").verschil == D(61)
    # a row without a price does not take part, and without any price there is nothing to compare
    assert voer_uit(PXQ, kop, "a;2.000;100;20", "a;;500;") == []
    assert voer_uit(PXQ, kop, "a;13.789.281;97.973;") == []


def test_resultaat_volgt_uit_kosten_en_effect():
    controle = {
        "code": "controle.resultaat", "per": ["nr"], "kolommen": ["2021", "2022"],
        "gepubliceerd": {"regel": ["Netto effect", "Resultaat"]}, "is": "plus",
        "delen": [{"regel": "Kosten"}, {"regel": ["Effect", "Opbrengst"]}],
    }  # fmt: skip
    kop = "nr;regel;2021;2022"
    rijen = ["1;Kosten;76.000;100.000", "1;Effect;-500.000;-750.000", "1;Netto effect;-424.000;-650.000",
             "2;Kosten;80.000;80.000", "2;Opbrengst;ntb;-10.000", "2;Resultaat;Ntb;90.000"]  # fmt: skip
    b = een(controle, kop, *rijen)
    assert (b.regel, b.kolom, b.waarde, b.verwacht, b.verschil) == (7, "2022", "90.000", "70.000", D(20_000))


TEKEN = {"code": "controle.teken", "kolommen": ["2021", "2022"], "delen": [{"regel": "Kosten"}], "uitleg": "let op"}


def test_teken_dat_afwijkt_van_de_meeste():
    kop = "regel;2021;2022"
    b = een(TEKEN, kop, "Kosten;100;200", "Kosten;0;-80.000", "Effect;-5;-5")
    assert (b.regel, b.kolom, b.waarde, b.verwacht) == (3, "2022", "-80.000", "een bedrag als plus")
    assert een(TEKEN, kop, "Kosten;-100;-200", "Kosten;ntb;80").verwacht == "een bedrag als min"
    assert voer_uit(TEKEN, kop, "Kosten;;0", "Kosten;-;ntb") == []


def test_gelijk_geldt_voor_hetzelfde_cijfer_op_twee_plaatsen():
    controle = {
        "code": "controle.gelijk", "per_rij": True, "gepubliceerd": {"kolom": "a", "wat": "saldo"}, "is": "plus",
        "delen": [{"kolom": "b"}], "uitleg": "staat in twee bijlagen",
    }  # fmt: skip
    b = een(controle, "wat;a;b", "saldo;2,3;1,5", "saldo;2,3;2,3", "saldo;2,3;gelijk", "anders;1;2")
    assert (b.regel, b.verschil) == (2, D("0.8"))
    assert b.melding.endswith("Let op: staat in twee bijlagen.")


def test_een_dubbelzinnig_getal_wordt_niet_herrekend():
    assert voer_uit(SOM, "a;b;totaal", "1.234;1;9", notatie=None) == []
    assert een(SOM, "a;b;totaal", "1.234;1;9", "1,5;1;2,5", notatie=None).regel == 2  # 1,5 shows the notation of a


def test_reusachtige_getallen_geven_een_bevinding_of_niets_maar_nooit_een_fout():
    negens = "9" * 19
    product = SOM | {"is": "keer"}
    assert een(product, "a;b;totaal", f"{negens};{negens};1").verschil is None
    assert voer_uit(SOM, "a;b;totaal", f"{'9' * 60};1;2") == []


@pytest.mark.parametrize(
    ("getal", "tekst"),
    [("1234.5", "1.234,5"), ("-0.35", "-0,35"), ("1000000", "1.000.000"), ("0.005", "0"), ("2.10", "2,1"), ("0", "0")],
)
def test_getallen_in_een_melding_zijn_nederlands(getal, tekst):
    assert nl(D(getal)) == tekst


def test_een_blokkerend_controletotaal_is_een_fout():
    b = een({**SOM, "controletotaal": "blokkerend"}, "a;b;totaal", "1;2;4")
    assert (b.ernst, b.waarde, b.verwacht) == ("fout", "4", "3")
    assert "geweigerd" in b.melding
    assert not voer_uit({**SOM, "controletotaal": "blokkerend"}, "a;b;totaal", "1;2;3")
