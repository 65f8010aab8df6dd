"""Which layout a sheet follows, and that every layout of the house is whole."""

import pytest
from inname_bouw import CANONIEK, MET_KOLOMMEN, blad

from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.inname.codelijsten import sleutel
from pipeline.inname.controles import BEWERKINGEN
from pipeline.inname.layout import LAYOUTS, ZOEK_KOP_TOT, canoniek, gebruikte_koppen, herken, laad_layouts

ALLE = [(p.stem, layout) for p in sorted(LAYOUTS.glob("*.yml")) for layout in laad_layouts(p.stem)]


def kolommen(layout):
    (emissie,) = layout.emissies
    return emissie.kolommen


@pytest.mark.parametrize(("bron", "layout"), ALLE, ids=[layout.naam for _, layout in ALLE])
def test_een_layout_verwijst_alleen_naar_wat_er_is(bron, layout):
    assert bron in BRONNEN
    kop = {sleutel(k) for k in layout.kop} | {f"#{i}" for i in range(1, len(layout.kop) + 1)}
    assert gebruikte_koppen(layout) <= kop
    for e in layout.emissies:
        namen = {k.naam for k in e.tabel.kolommen}
        gevuld = set(e.kolommen) | set(e.constanten) | set(e.haal_uit)
        gevuld |= {e.ontdraai.kop_naar, e.ontdraai.waarde_naar} if e.ontdraai else set()
        gevuld |= {"is_totaal"} if e.totalen else set()
        assert gevuld <= namen
        assert {k.naam for k in e.tabel.kolommen if k.verplicht} <= gevuld
        for filter_ in (e.alleen, e.behalve):
            assert {sleutel(k) for k in filter_} <= kop
    for controle in layout.controles:
        assert controle["code"].startswith("controle.")
        assert controle["code"] == "controle.teken" or controle["is"] in BEWERKINGEN
        for kiezer in [controle.get("gepubliceerd", {}), *controle["delen"]]:
            assert {sleutel(k) for k in kiezer if k not in ("kolom", "getal")} <= kop
            assert sleutel(kiezer.get("kolom", layout.kop[-1])) in kop
        assert {sleutel(k) for k in controle.get("kolommen", [])} <= kop


@pytest.mark.parametrize("bron", MET_KOLOMMEN)
def test_canonieke_kolommen_hebben_geen_layout_nodig(bron):
    kop, feiten = CANONIEK[bron]
    gevonden = herken(blad(kop, *feiten), bron, laad_layouts(bron))
    assert gevonden is not None
    assert gevonden.layout.naam == f"canoniek:{bron}"
    assert gevonden.koprij == 0


def test_kop_in_andere_volgorde_met_hoofdletters_aliassen_en_vreemde_kolommen():
    b = blad("Uitgaven;opmerkingen van ons;GEMEENTECODE;Jaar;Voorziening;gemeente naam;Gemeentenaam")
    gevonden = herken(b, "uitgaven", [])
    assert kolommen(gevonden.layout) == {
        "bedrag": "uitgaven", "gemeente": "gemeentecode", "periode": "jaar", "voorziening": "voorziening",
        "gemeente_naam": "gemeentenaam",
    }  # fmt: skip


def test_onderstrepingen_mogen_spaties_zijn_en_accenten_weg():
    assert kolommen(herken(blad("Gemeente;Periode;Wet;Voorziening;Aantal cliënten"), "clientaantallen", []).layout)[
        "aantal_clienten"
    ] == sleutel("Aantal cliënten")
    assert herken(blad("Gemeente;Periode;Wet;Voorziening;Cliënten"), "clientaantallen", [])


def test_periode_gaat_voor_jaar():
    layout = canoniek(TABELLEN["uitgaven"], ["gemeente", "jaar", "periode", "voorziening", "bedrag"])
    assert kolommen(layout)["periode"] == "periode"


@pytest.mark.parametrize(
    ("bron", "kop"),
    [
        ("uitgaven", "gemeente;jaar;voorziening"),  # no amount and no volume
        ("uitgaven", "gemeente;voorziening;bedrag"),  # no period
        ("clientaantallen", "gemeente;jaar;wet;voorziening;uitstroom"),  # nothing to count clients with
        ("begroting", "gemeente;jaar;versie;bedrag"),  # neither voorziening nor taakveld
        ("rijksbijdragen", "gemeente;jaar;bedrag"),
        ("inwoners", "naam;waarde"),
    ],
)
def test_zonder_een_verplichte_kolom_is_het_geen_levering_van_de_bron(bron, kop):
    assert herken(blad(kop, "x;1;2;3;4"), bron, laad_layouts(bron)) is None


def test_titelregels_boven_de_kop_tot_een_grens():
    kop = "gemeente;jaar;inwoners"
    gevonden = herken(blad("Inwoners per gemeente", "peildatum 1 januari", kop, "Huizen;2019;1"), "inwoners", [])
    assert gevonden.koprij == 2
    assert herken(blad(*["titel"] * (ZOEK_KOP_TOT - 1), kop), "inwoners", []).koprij == ZOEK_KOP_TOT - 1
    assert herken(blad(*["titel"] * ZOEK_KOP_TOT, kop), "inwoners", []) is None


def test_een_bekende_indeling_gaat_voor_en_verdraagt_aanhalingstekens_van_word():
    kop = "Jaar;WMO nieuwe taken;Jeugd;Participatie;Totaal ‘nieuw’ Sociaal Domein;WMO ’oude taken’;Totaal"
    gevonden = herken(blad("bijlage 1", kop, "2015;1;2;3;6;4;10"), "rijksbijdragen", laad_layouts("rijksbijdragen"))
    assert (gevonden.layout.naam, gevonden.koprij) == ("tynaarlo_rijksbijdragen", 1)


def test_lege_cellen_achter_de_kop_tellen_niet_mee():
    gevonden = herken(blad("jaar;aantal clienten;;", "2015;168;;"), "clientaantallen", laad_layouts("clientaantallen"))
    assert gevonden.layout.naam == "tynaarlo_beschermd_wonen"
    assert gevonden.koppen == ("jaar", "aantal clienten")


def test_een_lijst_zonder_kop_moet_genummerd_zijn():
    layouts = laad_layouts("maatregelen")
    assert herken(blad("1;Vindplaats;tekst", "2;Verwijzen;tekst"), "maatregelen", layouts).koprij == -1
    assert herken(blad("maatregel;kosten;effect", "Grip;10;20"), "maatregelen", layouts) is None
    assert herken(blad("1;Vindplaats;tekst", "2;Verwijzen"), "maatregelen", layouts) is None


def test_een_bron_zonder_layouts():
    assert laad_layouts("inwoners") == []
    assert laad_layouts("bestaat_niet") == []
    assert herken(blad("a;b"), "bestaat_niet", []) is None
