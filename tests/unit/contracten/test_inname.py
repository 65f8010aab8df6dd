"""The delivery contract: whole in itself, its Arrow schema, and the check that every landing row passes."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.contracten.model import (
    GETALSOORTEN,
    GROOTSTE,
    HERKOMST,
    STATUSSEN,
    controleer,
    controleschema,
    landingschema,
    velden,
)
from pipeline.inname.waarden import Status

PLAATS = {"sleutel": "a" * 64, "levering": "x/y.csv", "bestand": "x/y.csv", "blad": None, "regel": 2}
GOED = {
    "clientaantallen": {
        "gemeente_code": "GM0402", "gemeente": "Hilversum", "gebied_soort": "gemeente", "periode": "2019-H1",
        "periode_soort": "halfjaar", "jaar": 2019, "wet": "wmo", "voorziening": "totaal", "niveau": "wet",
        "leveringsvorm": "alle", "aantal_clienten": 5, "aantal_clienten_status": "waarde",
    },
    "rijksbijdragen": {
        "gemeente_code": "GM1730", "gemeente": "Tynaarlo", "gebied_soort": "gemeente", "uitkeringsjaar": 2018,
        "circulaire": "onbekend", "onderdeel": "Jeugd", "bedrag": Decimal("1.50"), "bedrag_status": "waarde",
        "is_totaal": "nee",
    },
    "toegang": {
        "gemeente_code": "GM0402", "gemeente": "Hilversum", "gebied_soort": "gemeente", "client_id": "a" * 32,
        "client_soort": "eigen", "wet": "wmo", "voorziening": "begeleiding", "niveau": "voorziening",
        "datum_melding": date(2025, 7, 1),
    },
    "grootboek": {
        "gemeente_code": "GM0402", "gemeente": "Hilversum", "gebied_soort": "gemeente", "boekdatum": date(2025, 7, 1),
        "taakveld": "6.711", "bedrag": Decimal("-1.50"), "bedrag_status": "waarde",
    },
}  # fmt: skip


def tabel_van(naam, *wijzigingen):
    rijen = [PLAATS | GOED[naam] | w for w in wijzigingen]
    return pa.Table.from_pylist(rijen, schema=landingschema(TABELLEN[naam]))


def fouten(naam, *wijzigingen):
    return controleer(TABELLEN[naam], tabel_van(naam, *wijzigingen))


def test_elke_bron_vult_tabellen_die_er_zijn():
    assert {t for tabellen in BRONNEN.values() for t in tabellen} <= set(TABELLEN)


@pytest.mark.parametrize("tabel", TABELLEN.values(), ids=list(TABELLEN))
def test_een_tabel_is_in_zich_compleet(tabel):
    namen = [k.naam for k in tabel.kolommen]
    assert len(set(namen)) == len(namen)
    assert set(tabel.sleutel or ()) <= set(namen)
    assert set(tabel.minstens_een) <= set(namen)
    assert tabel.grein
    koppen = [n for k in tabel.kolommen for n in (k.naam, *k.aliassen)]
    assert len(set(koppen)) == len(koppen)  # no heading means two columns
    for kolom in tabel.kolommen:
        assert kolom.omschrijving
        assert (kolom.soort == "keuze") == bool(kolom.keuzes)
        assert not (kolom.verplicht and kolom.leeg_als)
    assert {t: namen.index(t) for t in namen if t in ("jaar", "taakveld")} != {"taakveld": 0, "jaar": 1}


@pytest.mark.parametrize("tabel", TABELLEN.values(), ids=list(TABELLEN))
def test_het_schema_begint_met_herkomst_en_heeft_geen_dubbele_of_drijvende_kolommen(tabel):
    schema = landingschema(tabel)
    assert [(f.name, f.type) for f in schema][: len(HERKOMST)] == HERKOMST
    assert len(set(schema.names)) == len(schema.names)
    assert not any(pa.types.is_floating(f.type) for f in schema)  # exact from text to mart


def test_een_getal_heeft_zijn_staat_grenzen_precisie_en_kop():
    bedrag = TABELLEN["rijksbijdragen"].kolom("bedrag")
    assert [(n, str(t)) for n, t in velden(bedrag)] == [
        ("bedrag", "decimal128(18, 2)"), ("bedrag_status", "string"), ("bedrag_laag", "decimal128(28, 8)"),
        ("bedrag_hoog", "decimal128(28, 8)"), ("bedrag_stap", "decimal128(28, 8)"), ("bedrag_kolom", "string"),
    ]  # fmt: skip
    assert velden(TABELLEN["inwoners"].kolom("inwoners"))[0] == ("inwoners", pa.int64())


def test_het_grootste_getal_van_elke_soort_past_in_zijn_kolom():
    for tabel in TABELLEN.values():
        for kolom in tabel.kolommen:
            if kolom.soort in GETALSOORTEN:
                type_ = velden(kolom)[0][1]
                onder = Decimal(GROOTSTE[kolom.soort]) - (1 if kolom.soort == "aantal" else Decimal("0.01"))
                pa.array([int(onder) if kolom.soort == "aantal" else onder], type=type_)


def test_de_staten_zijn_die_van_de_lezer():
    assert set(STATUSSEN) == {s.value for s in Status}


def test_geen_tabel_laadt_een_nummer_van_een_persoon_als_tekst():
    """Every column that could hold a number of a person is of the kind that becomes a pseudonym."""
    for tabel in TABELLEN.values():
        for kolom in tabel.kolommen:
            if kolom.naam in ("bsn", "client_id", "client_nummer", "huishouden_id", "consulent", "persoon"):
                assert kolom.soort == "persoon", f"{tabel.naam}.{kolom.naam}"
            assert not set(tabel.niet_gelezen) & {kolom.naam, *kolom.aliassen}
        assert tabel.heeft_personen == any(k.soort == "persoon" for k in tabel.kolommen)


def test_onbekende_kolom():
    with pytest.raises(KeyError):
        TABELLEN["iv3"].kolom("bestaat_niet")


@pytest.mark.parametrize("naam", sorted(GOED))
def test_een_goede_rij_voldoet(naam):
    assert fouten(naam, {}, {"blad": "Blad1"}) == []


@pytest.mark.parametrize(
    ("naam", "wijziging", "kolom"),
    [
        ("clientaantallen", {"gemeente_code": "0402"}, "gemeente_code"),
        ("clientaantallen", {"gemeente_code": None}, "gemeente_code"),
        ("clientaantallen", {"periode": "2019H1"}, "periode"),
        ("clientaantallen", {"periode": "2019-13"}, "periode"),
        ("clientaantallen", {"wet": "wvggz"}, "wet"),
        ("clientaantallen", {"wet": None}, "wet"),
        ("clientaantallen", {"aantal_clienten": -1}, "aantal_clienten"),
        ("clientaantallen", {"aantal_clienten_status": "misschien"}, "aantal_clienten_status"),
        ("clientaantallen", {"sleutel": None}, "sleutel"),
        ("clientaantallen", {"levering": None}, "levering"),
        ("clientaantallen", {"regel": 0}, "regel"),
        ("rijksbijdragen", {"onderdeel": None}, "onderdeel"),
        ("rijksbijdragen", {"bedrag_status": None}, "bedrag_status"),
        ("rijksbijdragen", {"is_totaal": "soms"}, "is_totaal"),
        ("toegang", {"client_id": "999900031"}, "client_id"),
        ("toegang", {"client_id": None}, "client_id"),
        ("toegang", {"client_soort": "anders"}, "client_soort"),
        ("toegang", {"client_soort": None}, "client_soort"),
        ("toegang", {"huishouden_id": "12"}, "huishouden_id"),
        ("toegang", {"datum_melding": None}, "datum_melding"),
        ("toegang", {"besluit": "misschien"}, "besluit"),
        ("grootboek", {"boekdatum": None}, "boekdatum"),
        ("grootboek", {"bedrag_status": None}, "bedrag_status"),
    ],
)
def test_een_inbreuk_wijst_rij_en_kolom_aan(naam, wijziging, kolom):
    assert fouten(naam, {}, wijziging, {}) == [(1, kolom)]


def test_elke_inbreuk_telt_ook_naast_een_andere():
    assert fouten("clientaantallen", {"wet": "x"}, {"periode": "x", "gemeente_code": "x"}) == [
        (0, "wet"), (1, "gemeente_code"), (1, "periode"),
    ]  # fmt: skip


def test_een_onbekend_cijfer_voldoet_en_een_leeg_facultatief_veld_ook():
    leeg = {"aantal_clienten": None, "aantal_clienten_status": "onbekend", "leveringsvorm": None}
    assert fouten("clientaantallen", leeg) == []


def test_een_inbreuk_noemt_de_waarde_niet():
    uitkomst = repr(fouten("clientaantallen", {"wet": "123456782"}))
    assert "123456782" not in uitkomst


@pytest.mark.parametrize("tabel", TABELLEN.values(), ids=list(TABELLEN))
def test_elke_tabel_heeft_een_controle(tabel):
    assert {"sleutel", "levering", "bestand", "regel", "gemeente_code"} <= set(controleschema(tabel).columns)
