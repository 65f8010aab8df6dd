"""The toegang: numbers land as pseudonyms and nowhere else, and a number that cannot be trusted keeps its row apart."""

import json
import logging
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inname_bouw import SLEUTEL, codes, feiten, met_code, neem, plekken_van, zet, zet_werkmap
from stdnum.nl import bsn

from pipeline.bevindingen import REGELS
from pipeline.inname.intake import neem_in
from pipeline.inname.landing import land
from pipeline.inname.paspoort import maak_levering
from pipeline.privacy.pseudoniem import OMGEVING, TESTREEKS, Sleutel
from pipeline.settings import Plekken

GEHEIM = Sleutel(bytes.fromhex(SLEUTEL))
KOP = "gemeente;client_id;wet;voorziening;datum_melding"
KOPPEL = "gemeente;client_nummer;bsn"
TEST = "999900031"  # of the test range, which only the gemeenten GM999x may use
GEEN_BSN = "123456789"
ECHT = "123456782"  # passes the elfproef, belongs to nobody
ZONDER_NUL = "12345672"  # with a zero in front it passes the elfproef


def regel(client, gemeente="GM9990", dag="2025-07-01", wet="Wmo", voorziening="Begeleiding"):
    return f"{gemeente};{client};{wet};{voorziening};{dag}"


def clienten(inname):
    return [(r["client_id"], r["client_soort"]) for r in inname.tabellen["toegang"].to_pylist()]


def fouten(inname):
    return [(b.regel_code, b.regel, b.kolom, b.waarde) for b in inname.bevindingen if b.ernst == "fout"]


def test_negen_cijfers_zijn_een_bsn_en_al_het_andere_een_eigen_nummer(tmp_path):
    regels = [regel(n, dag=f"2025-07-0{i}") for i, n in enumerate((TEST, "999.900.031", "C-12", "c-12 ", "4711"), 1)]
    inname = neem(tmp_path, "toegang", KOP, *regels)
    persoon = GEHEIM.pseudoniem("persoon", TEST)
    assert clienten(inname) == [
        (persoon, "bsn"), (persoon, "bsn"), (GEHEIM.pseudoniem("client", "GM9990|c-12"), "eigen"),
        (GEHEIM.pseudoniem("client", "GM9990|c-12"), "eigen"), (GEHEIM.pseudoniem("client", "GM9990|4711"), "eigen"),
    ]  # fmt: skip
    assert inname.uitkomst == "geaccepteerd"


def test_een_eigen_nummer_en_een_huishouden_horen_bij_hun_gemeente(tmp_path):
    kop = f"{KOP};huishouden_id;consulent"
    inname = neem(tmp_path, "toegang", kop, f"{regel('7', 'Huizen')};7;7", f"{regel('7', 'Hilversum')};7;7")
    een, twee = inname.tabellen["toegang"].to_pylist()
    assert een["huishouden_id"] == GEHEIM.pseudoniem("huishouden", "GM0406|7")
    assert een["consulent"] == GEHEIM.pseudoniem("consulent", "GM0406|7")
    nummers = [r[k] for r in (een, twee) for k in ("client_id", "huishouden_id", "consulent")]
    assert len(set(nummers)) == 6


def test_de_koppeltabel_noemt_hetzelfde_eigen_nummer_en_dezelfde_persoon(tmp_path):
    zet(tmp_path, "toegang/2025", f"{KOP}\n{regel('C12')}\n{regel(TEST, dag='2025-08-01')}\n", naam="toegang.csv")
    zet(tmp_path, "toegang/2025", f"{KOPPEL}\nGM9990;C12;{TEST}\n", naam="koppeltabel.csv")
    inname = neem_in(maak_levering("toegang", tmp_path / "toegang" / "2025"))
    (koppeling,) = inname.tabellen["koppeltabel"].to_pylist()
    eigen, met_bsn = inname.tabellen["toegang"].to_pylist()
    assert koppeling["client_nummer"] == eigen["client_id"]
    assert koppeling["bsn"] == met_bsn["client_id"]


@pytest.mark.parametrize(
    ("gemeente", "nummer", "code", "verwacht"),
    [
        ("Huizen", GEEN_BSN, "bsn.elfproef", "elfproef"),
        ("Huizen", "123.456.789", "bsn.elfproef", "elfproef"),
        ("Huizen", "000000000", "waarde.ontbreekt", "burgerservicenummer"),
        ("Huizen", TEST, "bsn.testreeks", "testreeks"),
        ("Huizen", ZONDER_NUL, "bsn.elfproef", "de nul vooraan is weggevallen"),
        ("Huizen", "#N/B", "waarde.onleesbaar", "burgerservicenummer"),
        ("Huizen", "onbekend", "waarde.ontbreekt", "burgerservicenummer"),
        ("Huizen", "", "waarde.ontbreekt", "burgerservicenummer"),
        ("Gooi en Vechtstreek", "C1", "gemeente.onbekend", "één gemeente"),
    ],
)
def test_een_nummer_dat_niet_deugt_houdt_de_rij_apart_en_staat_nergens(tmp_path, gemeente, nummer, code, verwacht):
    inname = neem(tmp_path, "toegang", KOP, regel(nummer, gemeente), regel("C-goed"))
    kolom = "gemeente" if code.startswith("gemeente") else "client_id"
    assert fouten(inname) == [(code, 2, kolom, None)]
    assert verwacht in met_code(inname, code)[0].melding
    assert [r["regel"] for r in inname.tabellen["toegang"].to_pylist()] == [3]
    if nummer not in ("", "C1", "onbekend"):
        assert nummer not in repr(inname.bevindingen)


@pytest.mark.parametrize(
    ("rij", "code", "kolom"),
    [
        (f"GM9990;C1;{GEEN_BSN}", "bsn.elfproef", "bsn"),
        ("GM9990;C1;C2", "bsn.elfproef", "bsn"),
        (f"GM9990;C1;{ZONDER_NUL}", "bsn.elfproef", "bsn"),
        ("Huizen;C1;999900031", "bsn.testreeks", "bsn"),
        (f"GM9990;{TEST};{TEST}", "waarde.onleesbaar", "client_nummer"),
        ("GM9990;C1;", "waarde.ontbreekt", "bsn"),
    ],
)
def test_een_koppeling_die_niet_deugt_blijft_apart(tmp_path, rij, code, kolom):
    inname = neem(tmp_path, "toegang", KOPPEL, rij, "GM9990;C9;999900043")
    assert fouten(inname) == [(code, 2, kolom, None)]
    assert TEST not in repr(inname.bevindingen)


def test_nummers_uit_een_werkmap(tmp_path):
    kop = [*KOP.split(";"), "toewijzingnummer", "verwijzer"]
    rijen = [
        ["GM9990", int(TEST), "Wmo", "Begeleiding", "2025-07-01", 12, 2],
        ["GM9990", "C12", "Wmo", "Begeleiding", 45839, "0013", "02"],  # the day as a serial
        ["GM9990", int(ZONDER_NUL), "Wmo", "Begeleiding", "2025-07-01", 14, "02"],
        ["GM9990", 4711, "Wmo", "Begeleiding", "2025-07-01", 15.5, "02"],
        ["GM9990", 12.5, "Wmo", "Begeleiding", "2025-07-01", 16, "02"],
        ["GM9990", 4711, "Wmo", "Begeleiding", "2025-07-01", 17, "07"],
        ["GM9990", 4711, "Wmo", "Begeleiding", "2025-07-01", 18, ""],
    ]
    inname = neem_in(zet_werkmap(tmp_path, "toegang", {"Blad1": [kop, *rijen]}))
    geland = inname.tabellen["toegang"].to_pylist()
    assert [(r["client_soort"], r["toewijzingnummer"], r["verwijzer"], str(r["datum_melding"])) for r in geland] == [
        ("bsn", 12, "02", "2025-07-01"), ("eigen", 13, "02", "2025-07-01"), ("eigen", 18, None, "2025-07-01"),
    ]  # fmt: skip
    assert geland[0]["client_id"] == GEHEIM.pseudoniem("persoon", TEST)
    assert fouten(inname) == [
        ("bsn.elfproef", 4, "client_id", None), ("waarde.geen_heel_getal", 5, "toewijzingnummer", None),
        ("waarde.onleesbaar", 6, "client_id", None), ("code.onbekend", 7, "verwijzer", None),
    ]  # fmt: skip
    assert plekken_van(inname, "waarde.voorloopnul") == [(2, "verwijzer")]


def test_kolommen_over_personen_worden_niet_gelezen_en_weigeren_niets(tmp_path):
    kop = f"{KOP};Naam;Adres;geboortedatum;BSN partner;kleur"
    inname = neem(tmp_path, "toegang", kop, f"{regel('C1')};A. Puntstra;Kade 1;1950-01-02;{ECHT};rood")
    assert inname.uitkomst == "geaccepteerd"
    assert [b.kolom for b in met_code(inname, "kolom.persoonsgegeven")] == [
        "Naam", "Adres", "geboortedatum", "BSN partner",
    ]  # fmt: skip
    assert [b.kolom for b in met_code(inname, "kolom.onbekend")] == ["kleur"]
    nergens(repr(inname), "Puntstra", "Kade 1", ECHT)


def nergens(tekst, *woorden):
    assert [w for w in woorden if w in tekst] == []


@pytest.mark.parametrize(
    "rij",
    [
        regel("C1", wet=ECHT),
        regel("C1", voorziening=f"dossier {ECHT}"),
        regel("C1", dag=ECHT),
        f"{ECHT};C1;Wmo;Begeleiding;2025-07-01",
    ],
)
def test_een_bsn_in_een_kolom_die_wordt_overgenomen_weigert_het_bestand(tmp_path, rij):
    inname = neem(tmp_path, "toegang", KOP, regel("C2"), rij)
    assert (inname.uitkomst, codes(inname)) == ("geweigerd", ["bestand.persoonsgegevens"])
    nergens(repr(inname), ECHT)


def test_toewijzingnummers_die_burgerservicenummers_zijn_weigeren_het_bestand(tmp_path):
    geldig = [str(n) for n in TESTREEKS if bsn.is_valid(str(n))][:6]
    kop = f"{KOP};toewijzingnummer"
    inname = neem(tmp_path, "toegang", kop, *(f"{regel(f'C{n}')};{n}" for n in geldig))
    assert (inname.uitkomst, codes(inname)) == ("geweigerd", ["bestand.persoonsgegevens"])
    half = [f"{regel(f'C{i}')};{n}" for i, n in enumerate([*geldig, "12", "13", "", "", "", "", "", "", ""])]
    assert codes(neem(tmp_path, "toegang", kop, *half)) == ["bestand.persoonsgegevens"]
    assert codes(neem(tmp_path, "toegang", kop, f"{regel(TEST)};{TEST}")) == ["bestand.persoonsgegevens"]
    enkele = [f"{regel(f'C{n}')};{n}" for n in [*geldig[:2], *range(200_000_001, 200_000_004)]]
    assert neem(tmp_path, "toegang", kop, *enkele).uitkomst == "geaccepteerd"


def test_een_verschoven_rij_staat_niet_in_een_bevinding(tmp_path):
    inname = neem(tmp_path, "toegang", KOP, "GM9990;C1;Puntstra;Wmo;Begeleiding", "GM9990;C1;Wmo;Puntstra;2025-07-01",
                  "Puntstra;C1;Wmo;Begeleiding;2025-07-01", regel("C2"))  # fmt: skip
    assert {b.regel for b in inname.bevindingen if b.ernst == "fout"} == {2, 3, 4}
    nergens(repr(inname.bevindingen), "Puntstra")


def test_andere_bladen_van_de_werkmap_worden_niet_gelezen(tmp_path):
    bladen = {"Toelichting": [["BSN", "naam"], [ECHT, "Puntstra"]], "Een": [KOP.split(";"), regel("C1").split(";")]}
    inname = neem_in(zet_werkmap(tmp_path, "toegang", bladen))
    assert (inname.uitkomst, len(clienten(inname))) == ("geaccepteerd", 1)
    nergens(repr(inname), ECHT, "Puntstra")
    inname = neem_in(zet_werkmap(tmp_path, "toegang", {f"Client {ECHT}": bladen["Een"]}))
    assert codes(inname) == ["bestand.persoonsgegevens"]
    nergens(repr(inname.bevindingen), ECHT)


@pytest.mark.parametrize("sleutel", ["", "kort", "g" * 64])
def test_zonder_bruikbare_sleutel_wordt_niets_gelezen(tmp_path, monkeypatch, sleutel):
    monkeypatch.setenv(OMGEVING, sleutel)
    inname = neem(tmp_path, "toegang", KOP, regel(TEST))
    assert (inname.uitkomst, codes(inname), inname.tabellen) == ("geweigerd", ["levering.sleutel"], {})
    assert "64 hexadecimale tekens" in inname.bevindingen[0].melding
    # a bron of totals needs none
    assert neem(tmp_path, "inwoners", "gemeente;jaar;inwoners", "Huizen;2019;1").uitkomst == "geaccepteerd"


def test_dubbele_rijen_blijken_na_het_pseudoniem(tmp_path):
    gelijk = [regel(TEST), regel("999 900 031")]
    assert codes(neem(tmp_path, "toegang", KOP, *gelijk)) == ["gemeente.code_buiten_lijst", "rij.dubbel"]
    anders = neem(tmp_path, "toegang", f"{KOP};besluit", f"{regel(TEST)};toegekend", f"{regel(TEST)};afgewezen")
    assert len(met_code(anders, "rij.tegenstrijdig")) == 2


def test_na_het_landen_staat_het_nummer_in_geen_bestand_en_geen_log(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    kop = f"{KOP};naam;huishouden_id;consulent"
    goed = f"{regel(TEST)};Puntstra;{ECHT};M77123"
    fout = f"{regel(GEEN_BSN)};Puntstra;H1;M77123"
    levering = zet(tmp_path / "raw", "toegang", f"{kop}\n{goed}\n{fout}\n{regel('C77123')};Puntstra;;\n")
    geland = land(levering, Plekken(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse"))
    assert (geland.uitkomst, geland.rijen, geland.apart) == ("rijen_apart", 3, 1)
    geheim = [TEST, ECHT, GEEN_BSN, "Puntstra", "M77123", "C77123", "m77123", "c77123"]
    bestanden = [p for p in (tmp_path / "warehouse").rglob("*") if p.is_file()]
    assert {p.suffix for p in bestanden} == {".parquet", ".json"}
    for pad in bestanden:
        inhoud = pad.read_bytes()
        if pad.suffix == ".parquet":
            inhoud += json.dumps(pq.read_table(pad).to_pylist(), default=str).encode()
        nergens(inhoud.decode("latin-1"), *geheim)
    nergens(caplog.text, *geheim)


NUMMER = st.one_of(
    st.integers(0, 10**9).map(str),
    st.integers(0, 10**9 - 1).map(lambda n: f"{n:09}"),
    st.sampled_from([str(n) for n in TESTREEKS[::101]]),
    st.from_regex(r"[A-Z]{1,2}-?[0-9]{1,10}", fullmatch=True),
    st.text(st.characters(codec="utf-8", exclude_characters='\0";\r\n'), max_size=12),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NUMMER, st.sampled_from(["GM9990", "GM0406"])), min_size=1, max_size=8))
def test_elk_nummer_landt_als_pseudoniem_of_blijft_apart(nummers):
    # a day for each row: none is a double of another
    regels = [regel(n, g, dag=f"2025-07-{i:02}") for i, (n, g) in enumerate(nummers, 1)]
    with tempfile.TemporaryDirectory() as map_:
        inname = neem(Path(map_), "toegang", KOP, *regels, regel("C-goed", dag="2025-08-01"))
    geland = {r["regel"]: r for r in inname.tabellen["toegang"].to_pylist()}
    apart = {b.regel for b in inname.bevindingen if REGELS[b.regel_code].ernst == "fout"}
    assert set(geland) | apart == set(range(2, len(nummers) + 3))
    assert not set(geland) & apart
    for i, (nummer, gemeente) in enumerate(nummers, 2):
        kaal = nummer.strip()
        if len(kaal) == 9 and kaal.isascii() and kaal.isdecimal() and int(kaal):
            mag = bsn.is_valid(kaal) and (int(kaal) not in TESTREEKS or gemeente == "GM9990")
            assert (i in geland) == mag
            if mag:
                assert geland[i]["client_id"] == GEHEIM.pseudoniem("persoon", kaal)
        elif i in geland:
            assert geland[i]["client_soort"] in ("eigen", "bsn")
    tekst = repr(inname.bevindingen)
    assert [n for n, _ in nummers if len(n.strip()) >= 8 and n.strip() in tekst] == []
    assert all(len(r["client_id"]) == 32 for r in feiten(inname, "toegang"))


def test_de_omschrijving_van_een_boeking_wordt_nooit_gelezen_en_weigert_niets(tmp_path):
    kop = "gemeente;boekdatum;taakveld;bedrag;Omschrijving;factuurnummer"
    inname = neem(tmp_path, "grootboek", kop, f"Huizen;2025-07-01;6.711;1,50;Betaling {ECHT} Puntstra;F{ECHT}",
                  f"Huizen;2025-07-01;6.711;1,50;geboortedatum 1-1-1980;{ECHT}")  # fmt: skip
    assert inname.uitkomst == "geaccepteerd"
    assert plekken_van(inname, "kolom.persoonsgegeven") == [(1, "Omschrijving"), (1, "factuurnummer")]
    assert len(feiten(inname, "grootboek")) == 2  # two bookings, though they are equal
    nergens(repr(inname), ECHT, "Puntstra")
    for kop in ("gemeente;boekdatum;taakveld;bedrag;bsn", "gemeente;boekdatum;taakveld;bedrag;kenmerk"):
        inname = neem(tmp_path, "grootboek", kop, f"Huizen;2025-07-01;6.711;1,50;{ECHT}")
        assert (inname.uitkomst, codes(inname)) == ("geweigerd", ["bestand.persoonsgegevens"])


@pytest.mark.parametrize(
    ("bron", "kop", "rij", "code", "kolom"),
    [
        ("grootboek", "gemeente;boekdatum;taakveld;bedrag", "Huizen;2025-07-01;6.71a;1", "taakveld.onbekend", "taakveld"),
        ("grootboek", "gemeente;boekdatum;taakveld;bedrag", "Huizen;;6.71a;1", "waarde.ontbreekt", "boekdatum"),
        ("grootboek", "gemeente;boekdatum;taakveld;bedrag", "Huizen;2025-07-01;;1", "waarde.ontbreekt", "taakveld"),
        ("pgb", "gemeente;maand;wet;besteed", "Huizen;2025;Wmo;1", "periode.onleesbaar", "maand"),
        ("eigen_bijdragen", "gemeente;maand;wet;bedrag", "Huizen;2025Q1;Wmo;1", "periode.onleesbaar", "maand"),
        ("productcodes", "gemeente;wet;productcode;voorziening", "Huizen;Wmo;02A0;Begeleiding", "code.onbekend",
         "productcode"),
        ("wachtlijst", "gemeente;peildatum;voorziening;wachtenden", "Huizen;2025-07-01;Opvang;-1",
         "waarde.negatief_aantal", "wachtenden"),
    ],
)  # fmt: skip
def test_wat_bij_de_buren_van_de_toegang_apart_blijft(tmp_path, bron, kop, rij, code, kolom):
    goed = {
        "grootboek": "Huizen;2025-07-01;6.711;1,00", "pgb": "Huizen;2025-07;Wmo;1,00",
        "eigen_bijdragen": "Huizen;2025-07;Wmo;1,00", "productcodes": "Huizen;Wmo;02A05;Begeleiding",
        "wachtlijst": "Huizen;2025-07-01;Opvang;1",
    }  # fmt: skip
    inname = neem(tmp_path, bron, kop, goed[bron], rij)
    assert [(b.regel_code, b.regel, b.kolom) for b in inname.bevindingen] == [(code, 3, kolom)]
    assert len(feiten(inname, bron)) == 1


def test_zonder_voorziening_is_een_pgb_van_de_hele_wet(tmp_path):
    inname = neem(tmp_path, "pgb", "gemeente;maand;wet;besteed", "Huizen;2025-07;Wmo;1,00")
    (rij,) = inname.tabellen["pgb"].to_pylist()
    assert (rij["wet"], rij["voorziening"], rij["niveau"]) == ("wmo", "totaal", "wet")
