"""Messages in the landing: parts under one key, found again, cleaned up; the key, the remembered hashes, the proof."""

import json
import os
from decimal import Decimal

import pytest
from berichten_bouw import FIXTURES, voorbeeld, zipbestand

from pipeline import hoofdtaak
from pipeline.inname import paspoort
from pipeline.inname.berichten import werk
from pipeline.inname.hashgeheugen import Hashgeheugen
from pipeline.inname.landing import land_bron, ruim_op
from pipeline.inname.mappen import is_levering
from pipeline.inname.paspoort import maak_levering, vind_leveringen
from pipeline.inname.proef import beproef
from pipeline.privacy.pseudoniem import OMGEVING, OMGEVING_BESTAND
from pipeline.settings import Instellingen, Plekken


@pytest.fixture
def plekken(tmp_path, monkeypatch):
    monkeypatch.delenv(OMGEVING, raising=False)
    monkeypatch.setenv(OMGEVING_BESTAND, str(tmp_path / "sleutel"))
    return Plekken(tmp_path / "raw", tmp_path / "warehouse")


def zet(plekken, naam="maand", patroon="*.xml", **velden):
    map_ = plekken.raw / "berichten" / naam
    map_.mkdir(parents=True)
    for pad in FIXTURES.glob(patroon):
        (map_ / pad.name).write_bytes(pad.read_bytes())
    if velden:
        (map_ / "levering.yml").write_text(
            "\n".join(f"{k}: {v}" for k, v in {"ontvangen_op": "2026-04-01", **velden}.items())
        )
    return map_


def delen(plekken):
    return sorted(str(p.relative_to(plekken.landing)) for p in plekken.landing.glob("berichten/*/*.parquet"))


def test_een_levering_landt_in_delen_en_wordt_teruggevonden(plekken, monkeypatch):
    monkeypatch.setattr(werk, "EENHEID_BESTANDEN", 5)
    zet(plekken)
    (eerste,) = land_bron(plekken, "berichten")
    assert (eerste.uitkomst, eerste.rijen, eerste.apart, eerste.is_gelezen) == ("geaccepteerd", 40, 0, True)
    merk = json.loads((plekken.landing / "berichten" / "_gelezen" / f"{eerste.sleutel}.json").read_text())
    assert merk["delen"]["bericht"] == [0, 1, 2, 3]
    namen = {f"berichten/{t}/{eerste.sleutel}-{n}.parquet" for t, ns in merk["delen"].items() for n in ns}
    assert set(delen(plekken)) == namen | {f"berichten/bevindingen/{eerste.sleutel}.parquet"}
    (tweede,) = land_bron(plekken, "berichten")
    assert (tweede.sleutel, tweede.is_gelezen, tweede.rijen) == (eerste.sleutel, False, 40)
    (plekken.landing / "berichten" / "start" / f"{eerste.sleutel}-{merk['delen']['start'][0]}.parquet").unlink()
    (derde,) = land_bron(plekken, "berichten")
    assert derde.is_gelezen
    assert set(delen(plekken)) == namen | {f"berichten/bevindingen/{eerste.sleutel}.parquet"}


def test_opruimen_kent_delen_en_half_werk(plekken):
    zet(plekken, "a", "*305*")
    zet(plekken, "b", "*307*")
    a, b = land_bron(plekken, "berichten")
    half = plekken.landing / "berichten" / "start" / f"{a.sleutel}-9.nieuw"
    half.write_bytes(b"x")
    ruim_op(plekken, {a.sleutel})
    assert all(a.sleutel in pad for pad in delen(plekken))
    assert len(delen(plekken)) == 3
    assert not half.exists()
    assert b.sleutel not in "".join(map(str, plekken.landing.rglob("*")))


@pytest.mark.parametrize("sleutel", ["kort", "zz" * 32])
def test_zonder_bruikbare_sleutel_wordt_een_levering_met_personen_geweigerd(plekken, monkeypatch, sleutel):
    zet(plekken, leverancier="VECOZO")
    monkeypatch.setenv(OMGEVING, sleutel)
    (geland,) = land_bron(plekken, "berichten")
    assert (geland.uitkomst, geland.rijen, geland.paspoort.leverancier) == ("geweigerd", 0, "VECOZO")
    import pyarrow.parquet as pq

    (b,) = pq.read_table(plekken.landing / "berichten" / "bevindingen" / f"{geland.sleutel}.parquet").to_pylist()
    assert b["regel_code"] == "levering.sleutel"
    assert "GRIP_SLEUTEL" in b["melding"]
    assert sleutel not in b["melding"]
    monkeypatch.delenv(OMGEVING)
    assert land_bron(plekken, "berichten")[0].uitkomst == "geaccepteerd"


def test_een_andere_sleutel_is_een_andere_levering_maar_niet_voor_totalen(plekken, monkeypatch):
    (plekken.raw / "inwoners").mkdir(parents=True)
    (plekken.raw / "inwoners" / "a.csv").write_text("gemeente;jaar;inwoners\nHuizen;2019;1\n")
    zet(plekken)
    voor = [g.sleutel for bron in ("inwoners", "berichten") for g in land_bron(plekken, bron)]
    monkeypatch.setenv(OMGEVING, "ab" * 32)
    na = [g.sleutel for bron in ("inwoners", "berichten") for g in land_bron(plekken, bron)]
    assert (voor[0] == na[0], voor[1] == na[1]) == (True, False)


def test_ongewijzigde_bytes_worden_niet_opnieuw_gelezen(plekken, monkeypatch):
    map_ = zet(plekken)
    oud = 1_700_000_000_000_000_000
    monkeypatch.setattr("pipeline.inname.hashgeheugen.RUST_NS", -1)  # everything counts as long at rest
    gelezen = []
    monkeypatch.setattr(paspoort, "sha256", lambda p, echt=paspoort.sha256: (gelezen.append(str(p)), echt(p))[1])
    eerste = land_bron(plekken, "berichten")
    assert len(gelezen) == 16
    gelezen.clear()
    assert land_bron(plekken, "berichten")[0].sleutel == eerste[0].sleutel
    assert gelezen == []
    os.utime(map_ / "wmo305_start.xml", ns=(oud, oud))  # touched: hashed again, and found unchanged
    assert land_bron(plekken, "berichten")[0].is_gelezen is False
    assert len(gelezen) == 16
    pad = map_ / "wmo305_start.xml"
    pad.write_bytes(pad.read_bytes().replace(b"TST0000010", b"TST0000099"))
    assert land_bron(plekken, "berichten")[0].uitkomst == "geweigerd"  # the passport of the first time says otherwise
    (plekken.landing / "_hashes.json").write_text("geen json")
    assert land_bron(plekken, "berichten")[0].uitkomst == "geweigerd"


def test_wat_net_is_geschreven_wordt_niet_onthouden(plekken):
    zet(plekken)
    land_bron(plekken, "berichten")
    assert "berichten/maand" not in json.loads(
        (plekken.landing / "_hashes.json").read_text() if (plekken.landing / "_hashes.json").exists() else "{}"
    )


def test_de_hash_van_een_map_is_dezelfde_met_en_zonder_geheugen(plekken, tmp_path):
    zet(plekken)
    geheugen = Hashgeheugen(tmp_path / "h.json")
    met = [x.sha256 for x in vind_leveringen(plekken.raw, "berichten", geheugen)]
    assert met == [x.sha256 for x in vind_leveringen(plekken.raw)]


@pytest.mark.parametrize("hulp", ["", "geen antwoord"])
def test_een_tweede_proces_ziet_dezelfde_bestanden(plekken, monkeypatch, hulp):
    monkeypatch.setattr("pipeline.inname.hashgeheugen.RUST_NS", -1)
    monkeypatch.setattr("pipeline.inname.mappen.VEEL", 1)
    if hulp:
        monkeypatch.setattr("pipeline.inname.mappen.sys.executable", "/bin/echo")
    map_ = zet(plekken)
    zet(plekken, "tweede", "*305*")
    zet(plekken, "derde é", "*30*")
    zet(plekken, "derde é/dieper", "*32*")
    eerste = [g.levering.sha256 for g in land_bron(plekken, "berichten")]
    gelezen = []
    monkeypatch.setattr(paspoort, "sha256", lambda p, echt=paspoort.sha256: (gelezen.append(str(p)), echt(p))[1])
    assert [g.levering.sha256 for g in land_bron(plekken, "berichten")] == eerste
    assert gelezen == []
    pad = map_ / "wmo305_start.xml"
    tijd = pad.stat().st_mtime_ns
    pad.write_bytes(pad.read_bytes().replace(b"TST0000010", b"TST0000099"))
    os.utime(pad, ns=(tijd, tijd))  # of the same size and time: the time of the inode gives it away
    assert [g.uitkomst for g in land_bron(plekken, "berichten")] == ["geaccepteerd", "geweigerd", "geaccepteerd"]


def test_verzonnen_en_echte_leveringen_tellen_nooit_samen(plekken):
    zet(plekken, "echt", "*305*", synthetisch="false")
    zet(plekken, "demo", "*307*", synthetisch="true", ontvangen_op="2026-05-01")
    run = hoofdtaak.Run(plekken, Instellingen(), 1)
    geland = land_bron(plekken, "berichten")
    with pytest.raises(hoofdtaak.GemengdFout, match=r"berichten/demo.*berichten/echt"):
        hoofdtaak.leg_leveringen_vast(run, geland)
    assert not run.leveringen.exists()
    from datetime import date

    vroeger = hoofdtaak.Run(plekken, Instellingen(), 1, date(2026, 4, 2))  # the demo had not come yet
    assert len(hoofdtaak.leg_leveringen_vast(vroeger, geland)) == 1
    alleen = [g for g in geland if g.paspoort.synthetisch]
    assert len(hoofdtaak.leg_leveringen_vast(run, alleen)) == 1
    import pyarrow.parquet as pq

    assert pq.read_table(run.leveringen).to_pylist()[0]["is_synthetisch"] is True


def test_proef_telt_berichten_en_bedragen_en_schrijft_niets(plekken, tmp_path):
    map_ = zet(plekken)
    (map_ / "z.zip").write_bytes(zipbestand({"a.xml": voorbeeld("wmo323_totaal_credit"), "b.xml": b"<a/>"}))
    voor = sorted(tmp_path.rglob("*"))
    uitkomst = {u["bestand"].rsplit("/", 1)[1]: u for u in beproef(plekken.raw)}
    assert sorted(tmp_path.rglob("*")) == voor
    credit = uitkomst["wmo323_februari_credit_en_correctie.xml"]
    assert credit["controletotalen"] == {"bericht.323": 1, "prestatie.bedrag": Decimal("356.40")}
    assert (credit["uitkomst"], credit["rijen"], credit["apart"], credit["bron"]) == ("geaccepteerd", 4, 0, "berichten")
    assert uitkomst["wmo301_initieel.xml"]["controletotalen"] == {"bericht.301": 1}
    zip_ = uitkomst["z.zip"]
    assert (zip_["uitkomst"], zip_["controletotalen"]["prestatie.bedrag"]) == ("rijen_apart", Decimal("-259.20"))
    assert [b["bestand"] for b in zip_["bevindingen"]] == ["berichten/maand/z.zip/b.xml"]


def test_proef_kiest_berichten_voor_een_los_bericht(tmp_path):
    (tmp_path / "a.xml").write_bytes(voorbeeld("wmo305_start"))
    (u,) = beproef(tmp_path / "a.xml")
    assert (u["bron"], u["uitkomst"]) == ("berichten", "geaccepteerd")


def test_een_lege_map_en_een_map_zonder_berichten(plekken):
    (plekken.raw / "berichten" / "leeg").mkdir(parents=True)
    tekst = plekken.raw / "berichten" / "tekst"
    tekst.mkdir()
    (tekst / "lees mij.txt").write_text("niets")
    assert [g.uitkomst for g in land_bron(plekken, "berichten")] == ["geweigerd", "geweigerd"]


def test_een_map_met_heel_veel_bestanden_is_snel_opgesomd_in_vaste_volgorde(tmp_path):
    for naam in (
        "b/2.xml",
        "b/10.xml",
        "a.xml",
        "b.xml",
        "B/1.xml",
        ".weg/x.xml",
        "b/.ok",
        "levering.yml",
        "a b/1.xml",
    ):
        (tmp_path / "x" / naam).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "x" / naam).write_text(naam)
    levering = maak_levering("berichten", tmp_path / "x")
    verwacht = sorted(p for p in (tmp_path / "x").rglob("*") if p.is_file() and is_levering(p))
    assert list(levering.bestanden) == verwacht
