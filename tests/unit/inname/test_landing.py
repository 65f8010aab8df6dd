"""The landing: read once, kept under a key, listed per run; and what a wrong passport does to all that."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from inname_bouw import zet

from pipeline.bevindingen import REGELS
from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.contracten.model import landingschema
from pipeline.inname.landing import (
    BEVINDINGEN,
    LEVERINGEN,
    bronnen_in,
    land,
    land_bron,
    landingsleutel,
    ruim_op,
    schrijf_lege_tabellen,
    schrijf_leveringen,
)
from pipeline.inname.paspoort import maak_levering
from pipeline.settings import Plekken

INWONERS = "gemeente;jaar;inwoners\nHuizen;2019;41273\nHuizen;2020;41382\n"


@pytest.fixture
def plekken(tmp_path):
    return Plekken(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")


def bestanden(map_: Path) -> dict[str, tuple[str, int]]:
    """Every file with its content and the moment it was written."""
    return {
        str(p.relative_to(map_)): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
        for p in map_.rglob("*")
        if p.is_file()
    }


def lees(plekken, geland, tabel):
    pad = plekken.landing / geland.levering.bron / tabel / f"{geland.sleutel}.parquet"
    return pq.ParquetFile(pad).read().to_pylist() if pad.exists() else None


def bevindingcodes(plekken, geland):
    return [b["regel_code"] for b in lees(plekken, geland, "bevindingen")]


def geef_paspoort(levering, **velden):
    regels = {"ontvangen_op": "2024-03-01", **velden}
    levering.paspoort_pad.write_text("".join(f"{k}: {v}\n" for k, v in regels.items()), encoding="utf-8")


def opnieuw(levering):
    return maak_levering(levering.bron, levering.pad)


def test_een_levering_landt_met_rijen_bevindingen_en_merk(plekken):
    levering = zet(plekken.raw, "inwoners", INWONERS + "Atlantis;2020;1\nHuizen;2021;2\n", naam="a.csv")
    geland = land(levering, plekken)
    assert (geland.uitkomst, geland.rijen, geland.apart, geland.is_gelezen) == ("rijen_apart", 4, 1, True)
    rijen = lees(plekken, geland, "inwoners")
    assert [(r["regel"], r["inwoners"]) for r in rijen] == [(2, 41273), (3, 41382), (5, 2)]
    assert {r["sleutel"] for r in rijen} == {geland.sleutel} == {landingsleutel(levering)}
    assert bevindingcodes(plekken, geland) == ["gemeente.onbekend"]
    merk = plekken.landing / "inwoners" / "_gelezen" / f"{geland.sleutel}.json"
    assert json.loads(merk.read_text())["tabellen"] == ["inwoners"]
    assert not list(plekken.landing.rglob("*.nieuw"))


def test_de_tweede_keer_wordt_niets_gelezen_en_niets_geschreven(plekken):
    eerste = land(zet(plekken.raw, "inwoners", INWONERS), plekken)
    staat = bestanden(plekken.warehouse), bestanden(plekken.raw)
    tweede = land(opnieuw(eerste.levering), plekken)
    assert (bestanden(plekken.warehouse), bestanden(plekken.raw)) == staat
    assert (eerste.is_gelezen, tweede.is_gelezen) == (True, False)
    assert (tweede.sleutel, tweede.uitkomst, tweede.rijen) == (eerste.sleutel, eerste.uitkomst, eerste.rijen)


def test_een_verdwenen_bestand_wordt_opnieuw_gelezen(plekken):
    eerste = land(zet(plekken.raw, "inwoners", INWONERS), plekken)
    pad = plekken.landing / "inwoners" / "inwoners" / f"{eerste.sleutel}.parquet"
    oud = pad.read_bytes()
    pad.unlink()
    assert land(eerste.levering, plekken).is_gelezen
    assert pad.read_bytes() == oud


def test_een_geweigerde_levering_wordt_ook_maar_een_keer_gelezen(plekken):
    levering = zet(plekken.raw, "inwoners", "gemeente;jaar;inwoners\n")
    eerste, tweede = land(levering, plekken), land(levering, plekken)
    assert (eerste.uitkomst, tweede.uitkomst) == ("geweigerd", "geweigerd")
    assert (eerste.is_gelezen, tweede.is_gelezen) == (True, False)
    assert lees(plekken, eerste, "inwoners") is None
    assert bevindingcodes(plekken, tweede) == ["bestand.geen_rijen"]


def test_een_bezet_bestand_wordt_de_volgende_keer_gewoon_gelezen(plekken, monkeypatch):
    """A lock of a scanner, or a drive that is away, says nothing about the delivery."""
    levering = zet(plekken.raw, "inwoners", INWONERS)

    def bezet(_pad):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as even:
        even.setattr("pipeline.inname.intake.lees", bezet)
        geweigerd = land(levering, plekken)
    assert geweigerd.uitkomst == "geweigerd"
    assert bevindingcodes(plekken, geweigerd) == ["bestand.codering"]
    goed = land(levering, plekken)
    assert (goed.uitkomst, goed.rijen) == ("geaccepteerd", 2)


def test_de_sleutel_volgt_inhoud_en_plaats(plekken):
    basis = landingsleutel(zet(plekken.raw, "inwoners", INWONERS, naam="a.csv"))
    assert len(basis) == 64
    assert landingsleutel(zet(plekken.raw, "inwoners", INWONERS + "Huizen;2021;1\n", naam="a.csv")) != basis
    assert landingsleutel(zet(plekken.raw, "inwoners", INWONERS, naam="b.csv")) != basis
    assert landingsleutel(zet(plekken.raw, "iv3", INWONERS, naam="a.csv")) != basis
    assert landingsleutel(zet(plekken.raw, "inwoners", INWONERS, naam="a.csv")) == basis
    elders = Plekken(raw=plekken.raw.parent / "elders")
    assert landingsleutel(zet(elders.raw, "inwoners", INWONERS, naam="a.csv")) == basis


def test_dezelfde_levering_in_een_nieuw_huis_geeft_dezelfde_bestanden(plekken, tmp_path):
    levering = zet(plekken.raw, "inwoners", INWONERS + "Atlantis;2020;1\n")
    ander = Plekken(raw=plekken.raw, warehouse=tmp_path / "ander")
    land(levering, plekken)
    land(levering, ander)
    inhoud = [{k: v[0] for k, v in bestanden(p.warehouse).items()} for p in (plekken, ander)]
    assert inhoud[0] == inhoud[1]


def test_bij_de_eerste_keer_komt_er_een_paspoort(plekken):
    levering = zet(plekken.raw, "inwoners", INWONERS)
    geland = land(levering, plekken)
    assert levering.paspoort_pad.exists()
    assert (geland.paspoort.reeks, geland.paspoort.sha256) == ("inwoners_eigen", levering.sha256)
    assert land(levering, plekken).paspoort.ontvangen_op == geland.paspoort.ontvangen_op


def test_gewijzigde_inhoud_bij_hetzelfde_paspoort_wordt_geweigerd(plekken):
    eerste = land(zet(plekken.raw, "inwoners", INWONERS), plekken)
    tweede = land(zet(plekken.raw, "inwoners", INWONERS.replace("41273", "99999")), plekken)
    assert (tweede.uitkomst, tweede.is_gelezen) == ("geweigerd", False)
    assert bevindingcodes(plekken, tweede) == ["levering.inhoud_gewijzigd"]
    assert tweede.sleutel != eerste.sleutel
    assert lees(plekken, tweede, "inwoners") is None
    terug = land(zet(plekken.raw, "inwoners", INWONERS), plekken)
    assert (terug.uitkomst, terug.sleutel, terug.is_gelezen) == ("geaccepteerd", eerste.sleutel, False)


@pytest.mark.parametrize("inhoud", ["leverancier: x\n", "ontvangen_op: 2018-13-45\n", "[", "raming_vanaf: x\n"])
def test_een_fout_paspoort_weigert_de_levering(plekken, inhoud):
    levering = zet(plekken.raw, "inwoners", INWONERS)
    levering.paspoort_pad.write_text(inhoud)
    geland = land(levering, plekken)
    assert (geland.uitkomst, geland.is_gelezen) == ("geweigerd", False)
    assert bevindingcodes(plekken, geland) == ["levering.paspoort_onleesbaar"]
    assert lees(plekken, geland, "inwoners") is None
    assert schrijf_leveringen([geland], plekken.warehouse / "lijst.parquet", []) == [geland]


def test_een_hersteld_paspoort_brengt_rijen_en_bevindingen_terug(plekken):
    levering = zet(plekken.raw, "inwoners", INWONERS + "Atlantis;2020;1\n")
    geef_paspoort(levering)
    eerste = land(levering, plekken)
    geef_paspoort(levering, scope="alles")
    assert land(levering, plekken).uitkomst == "geweigerd"
    geef_paspoort(levering, scope="volledig")
    laatste = land(levering, plekken)
    assert (laatste.uitkomst, laatste.sleutel) == (eerste.uitkomst, eerste.sleutel)
    assert bevindingcodes(plekken, laatste) == ["gemeente.onbekend"]
    assert laatste.paspoort.scope == "volledig"  # the passport is read each time


def test_een_onbekende_bron_landt_als_geweigerd_ook_de_tweede_keer(plekken):
    zet(plekken.raw, "Mijn Map", INWONERS)
    assert bronnen_in(plekken.raw) == [*BRONNEN, "Mijn Map"]
    for _ in range(2):
        (geland,) = land_bron(plekken, "Mijn Map")
        assert geland.uitkomst == "geweigerd"
        assert bevindingcodes(plekken, geland) == ["levering.bron_onbekend"]


def test_land_bron_neemt_bestanden_en_mappen_maar_geen_tijdelijke(plekken):
    zet(plekken.raw, "inwoners", INWONERS, naam="a.csv")
    zet(plekken.raw, "inwoners", "half", naam="b.csv.filepart")
    zet(plekken.raw, "inwoners", "half", naam="~$b.xlsx")
    zet(plekken.raw, "inwoners/map", INWONERS, naam="c.csv")
    assert [(g.levering.naam, g.uitkomst) for g in land_bron(plekken, "inwoners")] == [
        ("a.csv", "geaccepteerd"), ("map", "geaccepteerd"),
    ]  # fmt: skip
    assert land_bron(plekken, "uitgaven") == []
    assert bronnen_in(plekken.raw / "bestaat_niet") == list(BRONNEN)


def test_elke_tabel_heeft_een_leeg_bestand_naar_haar_contract(plekken):
    schrijf_lege_tabellen(plekken)
    leeg = {p.parent.name: p for p in (plekken.landing / "_leeg").rglob("*.parquet")}
    assert set(leeg) == {*TABELLEN, "bevindingen"}
    for naam, pad in leeg.items():
        tabel = pq.ParquetFile(pad).read()
        assert tabel.num_rows == 0
        assert tabel.schema.equals(BEVINDINGEN if naam == "bevindingen" else landingschema(TABELLEN[naam]))


def test_elke_gelande_tabel_volgt_haar_contract(plekken):
    geland = land(zet(plekken.raw, "inwoners", INWONERS), plekken)
    for naam, schema in (("inwoners", landingschema(TABELLEN["inwoners"])), ("bevindingen", BEVINDINGEN)):
        pad = plekken.landing / "inwoners" / naam / f"{geland.sleutel}.parquet"
        assert pq.ParquetFile(pad).read().schema.equals(schema)


def test_opruimen_laat_staan_wat_telt(plekken):
    schrijf_lege_tabellen(plekken)
    blijft = land(zet(plekken.raw, "inwoners", INWONERS, naam="a.csv"), plekken)
    staat = bestanden(plekken.landing)
    weg = land(zet(plekken.raw, "inwoners", INWONERS, naam="b.csv"), plekken)
    ruim_op(plekken, {blijft.sleutel})
    assert bestanden(plekken.landing) == staat
    assert land(weg.levering, plekken).is_gelezen  # raw makes it again


def drie_leveringen(plekken):
    uit = []
    for i, reeks in enumerate(["zebra", "aap", "cbs"]):
        levering = zet(plekken.raw, "inwoners", f"gemeente;jaar;inwoners\nHuizen;{2019 + i};1\n", naam=f"{i}.csv")
        geef_paspoort(levering, reeks=reeks, ontvangen_op=date(2024, 1, 1) + timedelta(days=i), licence="openbaar")
        uit.append(land(levering, plekken))
    return uit


def test_de_lijst_van_leveringen_en_de_rang_van_hun_reeks(plekken):
    lijst = plekken.warehouse / "lijst.parquet"
    tellen = schrijf_leveringen(drie_leveringen(plekken), lijst, ["onbekend", "cbs", "zebra"])
    assert len(tellen) == 3
    tabel = pq.ParquetFile(lijst).read()
    assert tabel.schema.equals(LEVERINGEN)
    rijen = {r["reeks"]: r for r in tabel.to_pylist()}
    # named in the order of the settings, the others behind by name
    assert {reeks: r["reeks_rang"] for reeks, r in rijen.items()} == {"cbs": 1, "zebra": 2, "aap": 3}
    aap = rijen["aap"]
    assert (aap["levering"], aap["bron"], aap["uitkomst"]) == ("inwoners/1.csv", "inwoners", "geaccepteerd")
    assert (aap["ontvangen_op"], aap["licence"], aap["is_openbaar"]) == (date(2024, 1, 2), "openbaar", False)
    assert (aap["rijen_gelezen"], aap["rijen_apart"]) == (1, 0)


@pytest.mark.parametrize(
    ("peildatum", "namen"),
    [
        (None, ["0.csv", "1.csv", "2.csv"]),
        (date(2024, 1, 3), ["0.csv", "1.csv", "2.csv"]),
        (date(2024, 1, 2), ["0.csv", "1.csv"]),
        (date(2023, 12, 31), []),
    ],
)
def test_alleen_wat_op_de_peildatum_binnen_was_telt(plekken, peildatum, namen):
    lijst = plekken.warehouse / "lijst.parquet"
    tellen = schrijf_leveringen(drie_leveringen(plekken), lijst, [], peildatum)
    assert [g.levering.naam for g in tellen] == namen
    geschreven = pq.ParquetFile(lijst).read().to_pylist()
    assert [r["levering"] for r in geschreven] == [f"inwoners/{n}" for n in namen]


def test_elke_regel_van_een_bevinding_staat_in_de_catalogus(plekken):
    geland = land(zet(plekken.raw, "inwoners", "titel\n" + INWONERS + "Atlantis;2020;1;1\n"), plekken)
    for b in lees(plekken, geland, "bevindingen"):
        regel = REGELS[b["regel_code"]]
        assert (b["ernst"], b["eigenaar"]) == (regel.ernst, regel.eigenaar)


def test_een_fout_die_niemand_voorzag_houdt_de_andere_leveringen_niet_op(tmp_path, monkeypatch):
    def kapot(*_):
        raise RuntimeError("Jansen, 999990019")

    monkeypatch.setattr("pipeline.inname.intake.neem_in", kapot)
    plekken = Plekken(tmp_path / "raw", tmp_path / "warehouse")
    pad = plekken.raw / "inwoners" / "a.csv"
    pad.parent.mkdir(parents=True)
    pad.write_text("gemeente;jaar;inwoners\nHuizen;2024;41500\n", encoding="utf-8")
    (geland,) = land_bron(plekken, "inwoners")
    assert geland.uitkomst == "geweigerd"
    (bevinding,) = pq.read_table(next(plekken.landing.glob("inwoners/bevindingen/*.parquet"))).to_pylist()
    assert bevinding["regel_code"] == "bestand.onverwacht"
    assert "Jansen" not in str(bevinding)
    monkeypatch.undo()
    (geland,) = land_bron(plekken, "inwoners")
    assert (geland.uitkomst, geland.is_gelezen) == ("geaccepteerd", True)


def test_een_bsn_in_de_naam_staat_ook_niet_in_een_fout_over_het_paspoort(tmp_path):
    plekken = Plekken(tmp_path / "raw", tmp_path / "warehouse")
    pad = plekken.raw / "inwoners" / "client 999990019.csv"
    pad.parent.mkdir(parents=True)
    pad.write_text("gemeente;jaar;inwoners\nHuizen;2024;41500\n", encoding="utf-8")
    pad.with_name(f"{pad.name}.yml").write_text("ontvangen_op: morgen\n", encoding="utf-8")
    (geland,) = land_bron(plekken, "inwoners")
    (bevinding,) = pq.read_table(next(plekken.landing.glob("inwoners/bevindingen/*.parquet"))).to_pylist()
    assert (geland.uitkomst, bevinding["regel_code"]) == ("geweigerd", "levering.paspoort_onleesbaar")
    assert "999990019" not in f"{geland.levering.id} {bevinding}"
