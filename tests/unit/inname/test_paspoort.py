"""Which deliveries stand in raw, what their passports say, and what happens where a passport is absent or wrong."""

import hashlib
from datetime import date

import pytest
import yaml
from inname_bouw import zet

from pipeline.inname.paspoort import (
    Paspoort,
    PaspoortFout,
    lees_paspoort,
    maak_levering,
    schrijf_paspoort,
    vind_leveringen,
)

GOED = {
    "leverancier": "Gemeente Huizen", "reeks": "huizen_monitor", "ontvangen_op": date(2024, 3, 1), "periode": "2023",
    "scope": "volledig", "licence": "openbaar raadsstuk", "is_openbaar": True, "document": "Monitor 2023",
    "vindplaats": "bijlage 2", "raming_vanaf": 2024,
}  # fmt: skip


@pytest.fixture
def levering(tmp_path):
    return zet(tmp_path, "inwoners", "gemeente;jaar;inwoners\nHuizen;2019;41273\n", naam="huizen.csv")


def geef_paspoort(levering, inhoud):
    tekst = inhoud if isinstance(inhoud, str) else yaml.safe_dump(inhoud)
    levering.paspoort_pad.write_text(tekst, encoding="utf-8")


def test_een_bestand_en_een_map_zijn_leveringen(tmp_path):
    zet(tmp_path, "uitgaven", "a\n", naam="b.csv")
    zet(tmp_path, "uitgaven/map", "a\n", naam="2.csv")
    zet(tmp_path, "uitgaven/map", "a\n", naam="1.csv")
    zet(tmp_path, "uitgaven/map/dieper", "a\n", naam="3.csv")
    zet(tmp_path, "inwoners", "a\n", naam="a.csv")
    gevonden = vind_leveringen(tmp_path)
    assert [x.id for x in gevonden] == ["inwoners/a.csv", "uitgaven/b.csv", "uitgaven/map"]
    assert [p.name for p in gevonden[2].bestanden] == ["1.csv", "2.csv", "3.csv"]
    assert gevonden[2].bestandsnaam(gevonden[2].bestanden[2]) == "uitgaven/map/dieper/3.csv"
    assert [x.id for x in vind_leveringen(tmp_path, "inwoners")] == ["inwoners/a.csv"]


@pytest.mark.parametrize(
    "naam",
    ["~$a.xlsx", ".~lock.a.xlsx#", "a.csv.filepart", "a.csv.tmp", "a.csv.part", "A.CSV.CRDOWNLOAD", "a.csv.yml", "a.ok",
     ".DS_Store"],
)  # fmt: skip
def test_tijdelijke_en_bijhorende_bestanden_zijn_geen_levering(tmp_path, naam):
    zet(tmp_path, "uitgaven", "a\n", naam=naam)
    zet(tmp_path, "uitgaven/map", "a\n", naam=naam)
    zet(tmp_path, "uitgaven/map", "a\n", naam="goed.csv")
    (levering,) = vind_leveringen(tmp_path)
    assert [p.name for p in levering.bestanden] == ["goed.csv"]


def test_identiteit_is_de_inhoud(tmp_path):
    een = zet(tmp_path, "uitgaven", "a;b\n", naam="een.csv")
    assert een.sha256 == hashlib.sha256(b"a;b\n").hexdigest()
    assert zet(tmp_path, "uitgaven", "a;b\n", naam="twee.csv").sha256 == een.sha256
    assert zet(tmp_path, "uitgaven", "a;c\n", naam="twee.csv").sha256 != een.sha256


def test_identiteit_van_een_map_telt_namen_en_inhoud(tmp_path):
    def map_met(naam, **bestanden):
        for bestand, inhoud in bestanden.items():
            zet(tmp_path, f"uitgaven/{naam}", inhoud, naam=f"{bestand}.csv")
        return maak_levering("uitgaven", tmp_path / "uitgaven" / naam).sha256

    basis = map_met("a", x="1", y="2")
    assert map_met("b", y="2", x="1") == basis
    assert map_met("c", x="2", y="1") != basis
    assert map_met("d", x="1", z="2") != basis
    zet(tmp_path, "uitgaven/a", "leverancier: x\n", naam="levering.yml")
    assert maak_levering("uitgaven", tmp_path / "uitgaven" / "a").sha256 == basis  # the passport is no content


def test_paspoort_wordt_gelezen(levering):
    geef_paspoort(levering, GOED | {"sha256": levering.sha256.upper()})
    assert lees_paspoort(levering) == Paspoort(**GOED, sha256=levering.sha256)


def test_paspoort_staat_naast_een_bestand_en_in_een_map(tmp_path, levering):
    assert levering.paspoort_pad.name == "huizen.csv.yml"
    zet(tmp_path, "inwoners/map", "a\n")
    map_ = maak_levering("inwoners", tmp_path / "inwoners" / "map")
    assert map_.paspoort_pad == map_.pad / "levering.yml"


def test_wat_ontbreekt_krijgt_de_veilige_waarde(levering):
    geef_paspoort(levering, "ontvangen_op: 2024-03-01\n")
    paspoort = lees_paspoort(levering)
    assert (paspoort.leverancier, paspoort.reeks, paspoort.scope) == ("eigen gemeente", "inwoners_eigen", "deel")
    assert paspoort.is_openbaar is False
    assert (paspoort.licence, paspoort.document, paspoort.raming_vanaf) == (None, None, None)
    assert paspoort.sha256 == levering.sha256


def test_een_datum_tussen_aanhalingstekens_en_een_getal_als_tekst(levering):
    geef_paspoort(levering, 'ontvangen_op: "2024-03-01"\nperiode: 2023\nlicence: 4\ndocument: 12\n')
    paspoort = lees_paspoort(levering)
    assert paspoort.ontvangen_op == date(2024, 3, 1)
    assert (paspoort.periode, paspoort.licence, paspoort.document) == ("2023", "4", "12")


@pytest.mark.parametrize(
    ("inhoud", "woord"),
    [
        ("", "geen velden"),
        ("zomaar een zin", "geen velden"),
        ("a: [", "geldige YAML"),
        ("a: !!python/object:os.system x", "geldige YAML"),
        ("ontvangen_op: 2018-13-45\n", "geldige YAML"),
        ("leverancier: x\n", "ontvangen_op"),
        ("ontvangen_op: maart 2024\n", "ontvangen_op"),
        ('ontvangen_op: "2024-02-30"\n', "ontvangen_op"),
        ("ontvangen_op: 2024-03-01 12:00:00\n", "ontvangen_op"),
        ("ontvangen_op: 2024-03-01\nscope: alles\n", "scope"),
        ("ontvangen_op: 2024-03-01\nreeks: Huizen Monitor\n", "reeks"),
        ("ontvangen_op: 2024-03-01\nis_openbaar: ja\n", "is_openbaar"),
        ("ontvangen_op: 2024-03-01\nraming_vanaf: straks\n", "raming_vanaf"),
        ("ontvangen_op: 2024-03-01\nraming_vanaf: true\n", "raming_vanaf"),
    ],
)
def test_een_fout_paspoort_noemt_het_bestand_en_het_veld(levering, inhoud, woord):
    geef_paspoort(levering, inhoud)
    with pytest.raises(PaspoortFout) as fout:
        lees_paspoort(levering)
    assert woord in str(fout.value)
    assert "huizen.csv.yml" in str(fout.value)


def test_een_paspoort_in_een_andere_codering(levering):
    levering.paspoort_pad.write_bytes("leverancier: Coöperatie\n".encode("cp1252"))
    with pytest.raises(PaspoortFout, match="UTF-8"):
        lees_paspoort(levering)


def test_een_paspoort_dat_niet_te_openen_is(levering):
    levering.paspoort_pad.mkdir()
    with pytest.raises(PaspoortFout, match="niet te openen"):
        lees_paspoort(levering)


def test_eerste_paspoort_wordt_geschreven_en_is_daarna_de_waarheid(levering):
    eerste = lees_paspoort(levering)
    assert eerste.is_nieuw
    assert not levering.paspoort_pad.exists()  # reading alone writes nothing
    assert schrijf_paspoort(levering, eerste).is_nieuw
    opnieuw = lees_paspoort(levering)
    assert not opnieuw.is_nieuw
    assert (opnieuw.ontvangen_op, opnieuw.sha256) == (eerste.ontvangen_op, levering.sha256)
    assert (opnieuw.reeks, opnieuw.scope, opnieuw.is_openbaar) == ("inwoners_eigen", "deel", False)
    assert [p.name for p in sorted(levering.pad.parent.iterdir())] == ["huizen.csv", "huizen.csv.yml"]


def test_het_eerste_paspoort_van_een_vreemde_map_is_zelf_leesbaar(tmp_path):
    levering = zet(tmp_path, "Mijn Map (2024)", "a\n")
    schrijf_paspoort(levering, lees_paspoort(levering))
    assert lees_paspoort(levering).reeks == "mijn_map_2024__eigen"


def test_zonder_schrijfrecht_gaat_de_levering_door(levering, monkeypatch):
    def weiger(*_args, **_kw):
        raise PermissionError(13, "read-only")

    monkeypatch.setattr("pathlib.Path.write_text", weiger)
    paspoort = schrijf_paspoort(levering, lees_paspoort(levering))
    assert paspoort.is_nieuw
    assert not levering.paspoort_pad.exists()
