"""A delivery from bytes to landing rows: the same facts in any file, and files that are refused as a whole."""

import pytest
from inname_bouw import (
    CANONIEK,
    CODEKOLOMMEN,
    MET_KOLOMMEN,
    codes,
    csv_tekst,
    feiten,
    met_code,
    neem,
    plekken_van,
    rijen_van,
    tabel_van,
    zet,
    zet_werkmap,
)

from pipeline.contracten.inname import TABELLEN
from pipeline.inname.intake import neem_in
from pipeline.inname.layout import Emissie, Layout
from pipeline.inname.paspoort import maak_levering

UITGAVEN = "gemeente;jaar;wet;voorziening;bedrag"
GOED = "Huizen;2019;Wmo;Begeleiding;1,50"
BSN = "123456782"  # passes the elfproef, belongs to nobody


def geweigerd(inname, code):
    """The one finding that refuses a delivery."""
    assert inname.uitkomst == "geweigerd"
    assert inname.tabellen == {}
    (bevinding,) = met_code(inname, code)
    assert bevinding.ernst == "fout"
    return bevinding


def als_getal(cel):
    """A cell as a workbook holds it: numbers as numbers."""
    try:
        return float(cel.replace(",", "."))
    except ValueError:
        return cel


@pytest.mark.parametrize("bron", MET_KOLOMMEN)
def test_dezelfde_feiten_in_elke_vorm(tmp_path, bron):
    rijen = rijen_van(bron)
    tabel = tabel_van(bron)
    basis = neem(tmp_path, bron, *[";".join(r) for r in rijen])
    assert (basis.uitkomst, basis.bevindingen) == ("geaccepteerd", [])
    verwacht = feiten(basis, tabel)
    assert len(verwacht) == len(CANONIEK[bron][1])

    for sep in (";", ",", "\t"):
        for codering in ("utf-8", "utf-8-sig", "cp1252"):
            gelezen = neem_in(zet(tmp_path, bron, csv_tekst(rijen, sep), codering=codering))
            assert (gelezen.uitkomst, gelezen.bevindingen) == ("geaccepteerd", [])
            assert feiten(gelezen, tabel) == verwacht

    andersom = [list(reversed(r)) for r in rijen]
    assert feiten(neem_in(zet(tmp_path, bron, csv_tekst(andersom))), tabel) == verwacht

    codes_ = {"Hilversum": "GM0402", "Huizen": "GM0406", "Tynaarlo": "GM1730", "Meppel": "GM0119"}
    met_codes = [[codes_.get(c, c) for c in r] for r in rijen]
    assert feiten(neem_in(zet(tmp_path, bron, csv_tekst(met_codes))), tabel) == verwacht


@pytest.mark.parametrize("bron", MET_KOLOMMEN)
def test_dezelfde_feiten_in_een_werkmap_met_meer_bladen(tmp_path, bron):
    kop, *regels = rijen_van(bron)
    tabel = tabel_van(bron)
    verwacht = feiten(neem(tmp_path, bron, *[";".join(r) for r in [kop, *regels]]), tabel, met_precisie=False)
    cellen = [[c if naam in CODEKOLOMMEN else als_getal(c) for naam, c in zip(kop, r, strict=True)] for r in regels]
    bladen = {
        "Toelichting": [["Deze map bevat de cijfers van 2019"]],
        "Een": [["Cijfers van de gemeente"], [None], kop, cellen[0]],
        "Twee": [kop, *cellen[1:]],
        "Leeg": [],
    }
    inname = neem_in(zet_werkmap(tmp_path, bron, bladen))
    assert inname.uitkomst == "geaccepteerd"
    assert feiten(inname, tabel, met_precisie=False) == verwacht
    assert [(r["blad"], r["regel"]) for r in inname.tabellen[tabel].to_pylist()] == [("Een", 4), ("Twee", 2)]
    assert [(b.regel_code, b.blad) for b in inname.bevindingen] == [("blad.niet_herkend", "Toelichting")]


def test_accenten_in_cp1252(tmp_path):
    kop = "gemeente;jaar;wet;voorziening;cliënten"
    for codering in ("utf-8", "cp1252"):
        inname = neem(tmp_path, "clientaantallen", kop, "Huizen;2019;Wmo;Totaal;12", codering=codering)
        assert [r["aantal_clienten"] for r in feiten(inname, "clientaantallen")] == [12]


def test_controletotalen_zijn_exact(tmp_path):
    inname = neem(tmp_path, "uitgaven", UITGAVEN + ";volume", "Huizen;2019;Wmo;Begeleiding;0,10;1,5",
                  "Huizen;2020;Wmo;Begeleiding;0,20;", "Huizen;2021;Wmo;Begeleiding;9999999999999999,99;2")  # fmt: skip
    totalen = {k: str(v) for k, v in inname.bestanden[0].controletotalen.items()}
    assert totalen == {"uitgaven.bedrag": "10000000000000000.29", "uitgaven.volume": "3.5"}


def test_onbekende_en_dubbele_kolommen_worden_gemeld_en_niet_gelezen(tmp_path):
    inname = neem(tmp_path, "uitgaven", f"titel\n{UITGAVEN};Kleur;bedrag", f"{GOED};rood;99")
    assert [(b.regel, b.kolom, b.ernst) for b in met_code(inname, "kolom.onbekend")] == [
        (2, "Kleur", "info"), (2, "bedrag", "info"),
    ]  # fmt: skip
    assert [str(r["bedrag"]) for r in feiten(inname, "uitgaven")] == ["1.50"]


def test_een_verborgen_blad_wordt_gelezen_en_gemeld(tmp_path):
    bladen = {
        "Nu": [UITGAVEN.split(";"), ["Huizen", 2019, "Wmo", "Begeleiding", 1.5]],
        "Oud": [UITGAVEN.split(";"), ["Huizen", 2018, "Wmo", "Begeleiding", 1.25]],
    }
    inname = neem_in(zet_werkmap(tmp_path, "uitgaven", bladen, verborgen=["Oud"]))
    assert [r["jaar"] for r in feiten(inname, "uitgaven")] == [2018, 2019]
    assert [b.blad for b in met_code(inname, "lezen.opmerking")] == ["Oud"]


def test_een_voetnoot_onder_de_tabel_is_geen_afgebroken_bestand(tmp_path):
    inname = neem(tmp_path, "uitgaven", UITGAVEN, GOED, GOED.replace("2019", "2020"), "Bron: eigen administratie")
    assert inname.uitkomst == "rijen_apart"
    assert len(feiten(inname, "uitgaven")) == 2
    assert [b.regel for b in met_code(inname, "rij.te_kort")] == [4]


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        ("", "bestand.leeg"),
        ("\n \n", "bestand.leeg"),
        (f"{UITGAVEN}\n", "bestand.geen_rijen"),
        (f"{UITGAVEN}\n;;;;\n", "bestand.geen_rijen"),
        ("naam;waarde\nHuizen;12\n", "bestand.niet_herkend"),
        (f"{UITGAVEN}\nAtlantis;2019;Wmo;Begeleiding;1\n", "rij.contract"),
        (f"{UITGAVEN}\n{GOED}\n{GOED}\nHuizen;2020;Wm", "bestand.afgekapt"),
        (f'{UITGAVEN}\n{GOED}\nHuizen;2020;Wmo;"Begel', "bestand.afgekapt"),
        ("<html><body>503</body></html>", "bestand.geen_csv"),
        (b"PK\x03\x04stuk", "bestand.geen_xlsx"),
        (b"\x81\x8d\x8f;\x90\n", "bestand.codering"),
    ],
)
def test_een_bestand_dat_niet_te_gebruiken_is_wordt_geweigerd(tmp_path, inhoud, code):
    bevinding = geweigerd(neem_in(zet(tmp_path, "uitgaven", inhoud, naam="a.csv")), code)
    assert bevinding.bestand == "uitgaven/a.csv"


def test_afgekapt_noemt_de_regel_en_niet_herkend_de_kolommen(tmp_path):
    afgebroken = f"{UITGAVEN}\n{GOED}\n{GOED}\nHuizen;20"
    assert geweigerd(neem_in(zet(tmp_path, "uitgaven", afgebroken)), "bestand.afgekapt").regel == 4
    melding = geweigerd(neem(tmp_path, "inwoners", "naam;waarde", "a;1"), "bestand.niet_herkend").melding
    for kolom in ("gemeente", "jaar", "leeftijdsgroep?", "inwoners"):
        assert kolom in melding


@pytest.mark.parametrize("naam", ["a.pdf", "a.docx", "a"])
def test_een_ander_soort_bestand_wordt_geweigerd(tmp_path, naam):
    geweigerd(neem_in(zet(tmp_path, "uitgaven", "x", naam=naam)), "bestand.soort_onbekend")


def test_een_onbekende_bron_wordt_geweigerd(tmp_path):
    bevinding = geweigerd(neem(tmp_path, "uitgave", UITGAVEN, GOED), "levering.bron_onbekend")
    assert "uitgaven" in bevinding.melding


def test_een_lege_map_wordt_geweigerd_met_uitleg(tmp_path):
    (tmp_path / "uitgaven" / "map").mkdir(parents=True)
    geweigerd(neem_in(maak_levering("uitgaven", tmp_path / "uitgaven" / "map")), "bestand.leeg")


def test_een_map_van_twee_bestanden_is_een_levering(tmp_path):
    zet(tmp_path, "uitgaven/2019", f"{UITGAVEN}\n{GOED}\n", naam="a.csv")
    zet(tmp_path, "uitgaven/2019", f"{UITGAVEN}\nHuizen;2020;Wmo;Begeleiding;2,25\n{GOED}\n", naam="b.csv")
    zet(tmp_path, "uitgaven/2019", "half", naam="c.csv.filepart")
    inname = neem_in(maak_levering("uitgaven", tmp_path / "uitgaven" / "2019"))
    assert [(b.naam, b.rijen) for b in inname.bestanden] == [("uitgaven/2019/a.csv", 1), ("uitgaven/2019/b.csv", 2)]
    assert [str(r["bedrag"]) for r in feiten(inname, "uitgaven")] == ["1.50", "2.25"]
    assert plekken_van(inname, "rij.dubbel") == [(3, None)]
    assert {r["levering"] for r in inname.tabellen["uitgaven"].to_pylist()} == {"uitgaven/2019"}


def test_een_geweigerd_bestand_weigert_de_hele_levering(tmp_path):
    zet(tmp_path, "uitgaven/2019", f"{UITGAVEN}\n{GOED}\n", naam="a.csv")
    zet(tmp_path, "uitgaven/2019", "", naam="b.csv")
    inname = neem_in(maak_levering("uitgaven", tmp_path / "uitgaven" / "2019"))
    assert geweigerd(inname, "bestand.leeg").bestand == "uitgaven/2019/b.csv"
    assert [b.uitkomst for b in inname.bestanden] == ["geaccepteerd", "geweigerd"]


@pytest.mark.parametrize(
    "regels",
    [
        ("gemeente;jaar;wet;voorziening;bedrag;bsn", f"{GOED};{BSN}"),
        ("gemeente;jaar;wet;voorziening;bedrag;client_bsn", f"{GOED};"),
        ("gemeente;jaar;wet;voorziening;bedrag;Geboortedatum", f"{GOED};1-2-1980"),
        ("gemeente;jaar;wet;voorziening;bedrag;nummer", f"{GOED};{BSN}", f"{GOED};111222333"),
        (f"{UITGAVEN};toelichting", f"{GOED};zie dossier {BSN}"),
        (f"{UITGAVEN};toelichting", f"{GOED};dossier 123.456.782"),
        (f"{UITGAVEN};toelichting", f"{GOED};dossier 1234 56 782"),
        (f"{UITGAVEN};toelichting", f"{GOED};{BSN}"),
        (UITGAVEN, f"Huizen;2019;Wmo;{BSN};1,50"),
        (UITGAVEN, f"Huizen;2019;Wmo;Begeleiding;{BSN} Jansen"),
        (f"Opgave voor {BSN}", UITGAVEN, GOED),
    ],
)
def test_persoonsgegevens_in_een_bron_van_totalen_worden_geweigerd(tmp_path, regels):
    inname = neem(tmp_path, "uitgaven", *regels)
    geweigerd(inname, "bestand.persoonsgegevens")
    nergens_het_nummer(inname)


def nergens_het_nummer(inname):
    tekst = repr(inname.bevindingen) + repr(inname.bestanden)
    for nummer in (BSN, "123.456.782", "1234 56 782", "111222333"):
        assert nummer not in tekst


def test_een_bsn_op_een_verborgen_blad_of_in_een_bladnaam_wordt_geweigerd(tmp_path):
    goed = [UITGAVEN.split(";"), ["Huizen", 2019, "Wmo", "Begeleiding", 1.5]]
    getallen = [["nummer"], [111222333], [123456782]]
    inname = neem_in(zet_werkmap(tmp_path, "uitgaven", {"Een": goed, "Twee": getallen}, verborgen=["Twee"]))
    geweigerd(inname, "bestand.persoonsgegevens")
    nergens_het_nummer(inname)
    inname = neem_in(zet_werkmap(tmp_path, "uitgaven", {"Een": goed, f"Client {BSN}": goed}))
    geweigerd(inname, "bestand.persoonsgegevens")
    nergens_het_nummer(inname)


def test_een_bedrag_van_negen_cijfers_is_geen_bsn(tmp_path):
    een, twee = f"Huizen;2019;Wmo;Begeleiding;{BSN}", "Huizen;2020;Wmo;Begeleiding;111222333"
    kop = f"{UITGAVEN};toelichting"
    inname = neem(tmp_path, "uitgaven", kop, f"{een};was € 123.456.782", f"{twee};was 111222333 euro")
    assert inname.uitkomst == "geaccepteerd"
    assert [str(r["bedrag"]) for r in feiten(inname, "uitgaven")] == ["123456782.00", "111222333.00"]


def test_dezelfde_inhoud_geeft_altijd_hetzelfde(tmp_path):
    regels = (UITGAVEN, GOED, "Atlantis;2019;Wmo;Begeleiding;1", GOED, "Huizen;2019;Wmo;Opvang;1.234")
    een, twee = (neem(tmp_path / x, "uitgaven", *regels) for x in "ab")
    assert een.bevindingen == twee.bevindingen
    assert een.tabellen == twee.tabellen
    assert codes(een) == ["gemeente.onbekend", "rij.dubbel"]


def test_een_bsn_in_de_bestandsnaam_wordt_geweigerd_en_staat_nergens(tmp_path):
    levering = zet(tmp_path, "uitgaven", f"{UITGAVEN}\n{GOED}\n", naam="client 999990019 2019.csv")
    bevinding = geweigerd(neem_in(levering), "bestand.persoonsgegevens")
    assert "999990019" not in f"{bevinding} {levering.id} {levering.naam}"
    anders = zet(tmp_path, "uitgaven", f"{UITGAVEN}\n{GOED}\n", naam="export 123456789.csv")  # fails the elfproef
    assert neem_in(anders).uitkomst == "geaccepteerd"


def test_een_blokkerend_controletotaal_weigert_het_bestand(tmp_path, monkeypatch):
    indeling = Layout(
        "proef",
        ("gemeente", "jaar", "wet", "voorziening", "bedrag", "volume", "som"),
        (Emissie(TABELLEN["uitgaven"], {n: n for n in ("gemeente", "wet", "voorziening", "bedrag")} | {"periode": "jaar"}),),
        "nl",
        ({"code": "controle.som", "per_rij": True, "gepubliceerd": {"kolom": "som"}, "is": "plus",
          "delen": [{"kolom": "bedrag"}, {"kolom": "volume"}], "controletotaal": "blokkerend"},),
    )  # fmt: skip
    monkeypatch.setattr("pipeline.inname.intake.laad_layouts", lambda bron: [indeling])
    kop = ";".join(indeling.kop)
    goed = neem(tmp_path, "uitgaven", kop, "Huizen;2019;Wmo;Begeleiding;1;2;3")
    assert (goed.uitkomst, len(feiten(goed, "uitgaven"))) == ("geaccepteerd", 1)
    fout = neem(tmp_path, "uitgaven", kop, "Huizen;2019;Wmo;Begeleiding;1;2;4")
    assert (fout.uitkomst, fout.tabellen) == ("geweigerd", {})
    assert [(b.regel_code, b.ernst, b.regel) for b in fout.bevindingen] == [("controle.som", "fout", 2)]
