"""A small demo region on disk: every bron, real forms, the same bytes again, and no more in memory than one part."""

from __future__ import annotations

import csv
import gc
import hashlib
import io
import re
import weakref
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest
from demo_bouw import IEMAND, dag
from lxml import etree
from stdnum.nl import bsn
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.contracten.inname import BRONNEN
from pipeline.demo import maak, plan
from pipeline.demo.berichten import (
    Bericht,
    PrestatieRegel,
    StartRegel,
    StopRegel,
    ToewijzingRegel,
    VerzoekRegel,
    maak_retour,
)
from pipeline.demo.delen import maak_delen
from pipeline.demo.kalender import Kalender
from pipeline.demo.maak import DemoFout, maak_demo
from pipeline.demo.personen import Persoon, geldige_nummers
from pipeline.demo.xml import schrijf
from pipeline.inname.paspoort import lees_paspoort, vind_leveringen
from pipeline.inname.proef import beproef

SOORTEN = {"301", "302", "305", "306", "307", "308", "315", "323", "325"}
ECHT = r"Hilversum|Huizen|Laren|Blaricum|Eemnes|Weesp|Wijdemeren|Gooise Meren|Gooi|GM0\d{3}"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uit = tmp_path_factory.mktemp("demo") / "klein"
    maak_demo(uit, clienten=300)
    return uit


def _hash(map_: Path) -> dict[str, str]:
    return {
        p.relative_to(map_).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(map_.rglob("*")) if p.is_file()
    }  # fmt: skip


def _berichten(map_: Path) -> list[bytes]:
    """Every message as it was before it travelled."""
    uit = []
    for pad in sorted((map_ / "raw" / "berichten").rglob("*")):
        if pad.suffix == ".zip":
            with zipfile.ZipFile(pad) as z:
                assert len(z.namelist()) <= 30
                uit += [z.read(n) for n in z.namelist()]
        elif pad.suffix == ".xml":
            inhoud = pad.read_bytes()
            if b"xmlBestand" in inhoud:
                inhoud = b64decode(etree.fromstring(inhoud).findtext(".//{*}xmlBestand"))
            uit.append(inhoud)
    return uit


def test_alle_bronnen_en_soorten_en_vormen(demo: Path) -> None:
    assert {p.name for p in (demo / "raw").iterdir()} <= set(BRONNEN)
    assert {p.name for p in (demo / "raw").iterdir()} >= {
        "berichten", "toegang", "wachtlijst", "pgb", "subsidies", "grootboek", "eigen_bijdragen", "begroting", "inwoners",
        "rijksbijdragen", "iv3", "productcodes", "stappen",
    }  # fmt: skip
    soorten, releases = set(), set()
    for inhoud in _berichten(demo):
        assert inhoud.startswith(b"<?xml")
        assert inhoud.count(b"\r\n") == inhoud.count(b"\n") > 10
        wortel = etree.fromstring(inhoud)
        ruimte = etree.QName(wortel).namespace
        _, release, soort = re.fullmatch(
            r"http://www\.istandaarden\.nl/i(wmo|jw)/3_([012])/\1(\d{3})/schema", ruimte
        ).groups()
        soorten.add(soort)
        releases.add(release)
        assert wortel.findtext(".//{*}BerichtSubversie") == release
    assert soorten == SOORTEN
    assert releases == {"0", "1", "2"}
    assert any((demo / "raw" / "berichten").rglob("*.zip"))


def test_zelfde_seed_zelfde_bytes_en_een_andere_niet(tmp_path: Path) -> None:
    for naam, zaad in (("een", 3), ("weer", 3), ("ander", 4)):
        maak_demo(tmp_path / naam, clienten=70, maanden=15, zaad=zaad)
    assert _hash(tmp_path / "een" / "raw") == _hash(tmp_path / "weer" / "raw")
    assert _hash(tmp_path / "een" / "waarheid") == _hash(tmp_path / "weer" / "waarheid")
    assert _hash(tmp_path / "een") != _hash(tmp_path / "ander")


def test_elke_levering_heeft_een_paspoort_dat_klopt(demo: Path) -> None:
    leveringen = vind_leveringen(demo / "raw")
    assert len(leveringen) > 250
    for levering in leveringen:
        p = lees_paspoort(levering)
        assert not p.is_nieuw
        assert p.sha256 == levering.sha256
        assert p.leverancier == "Grip demo (synthetisch)"
        assert p.ontvangen_op.isoformat() <= "2026-06-30"
        assert "synthetisch: true" in levering.paspoort_pad.read_text(encoding="utf-8")
    assert max(lees_paspoort(x).ontvangen_op for x in leveringen).isoformat() == "2026-06-30"


def test_niets_in_een_maandlevering_is_van_later(demo: Path) -> None:
    for levering in vind_leveringen(demo / "raw", "berichten"):
        grens = lees_paspoort(levering).ontvangen_op.isoformat()
        for pad in levering.bestanden:
            if pad.suffix == ".xml" and b"xmlBestand" not in (inhoud := pad.read_bytes()):
                assert max(re.findall(rb"Dagtekening(?:Retour)?>([0-9-]{10})<", inhoud)).decode() <= grens


@pytest.mark.parametrize("bron", ["wachtlijst", "pgb", "eigen_bijdragen", "begroting", "inwoners", "rijksbijdragen",
                                  "iv3", "subsidies", "productcodes", "stappen"])  # fmt: skip
def test_de_inname_leest_de_tabellen_zonder_indeling(demo: Path, bron: str) -> None:
    for u in beproef(demo / "raw" / bron, bron):
        assert u["uitkomst"] == "geaccepteerd", u["bestand"]
        assert u["apart"] == 0
        assert u["rijen"] > 0


def test_nergens_een_echte_gemeente(demo: Path) -> None:
    for pad in demo.rglob("*"):
        assert not re.search(ECHT, pad.name)
        if pad.suffix in (".csv", ".md", ".yml", ".xml"):
            assert not re.search(ECHT, pad.read_text(encoding="utf-8-sig")), pad.name


def test_nummers_van_personen_voldoen_en_zijn_er_een_keer() -> None:
    def eerste(n: int, overslaan: int) -> list[int]:
        bron = geldige_nummers(overslaan)
        return [next(bron) for _ in range(n)]

    nummers = eerste(9_500, 0)
    assert len(set(nummers)) == 9_500
    assert all(bsn.is_valid(f"{x:09d}") for x in nummers)
    assert all(999_900_006 <= x <= 999_999_990 for x in nummers[:9_000])
    assert eerste(100, 9_300) == nummers[9_300:9_400]
    assert eerste(10, 0) == nummers[:10]


def test_waarheid_heeft_een_rij_per_periode_en_sluit(demo: Path) -> None:
    for map_, maanden in (("werkelijk", 36), ("berichten", 30)):
        rijen = list(
            csv.DictReader((demo / "waarheid" / map_ / "instroom_uitstroom.csv").open(encoding="utf-8"), delimiter=";")
        )
        for r in rijen:
            b, i, u, e = (int(r[k]) for k in ("begin_aantal", "instroom_aantal", "uitstroom_aantal", "eind_aantal"))
            assert b + i - u == e
            assert int(r["herhaald_beroep_aantal"]) <= i
        regio = [r for r in rijen if r["gemeente_code"] == "RG-DEMO" and r["niveau"] == "totaal"]
        assert len([r for r in regio if r["periode_soort"] == "maand"]) == maanden


def test_berichten_weten_minder_dan_er_gebeurde(demo: Path) -> None:
    def som(map_: str, kolom: str, tot: str) -> float:
        with (demo / "waarheid" / map_ / "uitgaven.csv").open(encoding="utf-8") as f:
            rijen = list(csv.DictReader(f, delimiter=";"))
        return sum(float(r[kolom]) for r in rijen if r["gemeente_code"] == "RG-DEMO" and r["niveau"] == "totaal"
                   and r["periode"] <= tot)  # fmt: skip

    assert 0.97 < som("berichten", "toegekend_eur", "2025-06") / som("werkelijk", "geleverd_eur", "2025-06") < 1.0
    assert som("berichten", "toegekend_eur", "2026-06") < 0.97 * som("werkelijk", "geleverd_eur", "2026-06")


def test_een_deel_tegelijk_in_het_geheugen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "DEELGROOTTE", 60)
    vorige: weakref.ref | None = None
    aantal = 0
    bron = maak_delen(300, Kalender(12), 1)
    while (deel := next(bron, None)) is not None:
        aantal += 1
        assert len(deel.personen) < 130
        nu = weakref.ref(deel)
        del deel
        gc.collect()
        assert vorige is None or vorige() is None
        vorige = nu
    assert aantal > 8


def test_grote_regio_pakt_alles_in_bundels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maak, "GROOT", 50)
    maak_demo(tmp_path, clienten=60, maanden=12)
    paden = [p for p in (tmp_path / "raw" / "berichten").rglob("*") if p.is_file() and p.name != "levering.yml"]
    assert paden
    assert {p.suffix for p in paden} == {".zip"}


def test_een_andere_map_wordt_niet_gewist(tmp_path: Path) -> None:
    (tmp_path / "van-mij.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DemoFout, match="niet leeg"):
        maak_demo(tmp_path, clienten=50)
    assert (tmp_path / "van-mij.txt").exists()
    antwoord = CliRunner().invoke(app, ["demo", "--out", str(tmp_path), "--clienten", "50"])
    assert antwoord.exit_code == 2


# the example messages of the standard, rebuilt from records: the same bytes, but for the name of the invented person
VOORBEELDEN = Path(__file__).parents[2] / "fixtures" / "berichten"
JONGEN = Persoon(0, 999900043, "2012-06-30", "1", 0)
AGB = "99990001"


def _wmo(soort: str, ident: str, op: str, *regels: object) -> Bericht:
    return Bericht("wmo", soort, "9991", AGB, ident, dag(op), list(regels), IEMAND)


def _declaratie(ident: str, op: str, nummer: str, maand: int, *regels: PrestatieRegel) -> Bericht:
    b = _wmo("323", ident, op, *regels)
    b.declaratie, b.maand, b.totaal = nummer, maand, sum(x.centen for x in regels)
    return b


def _prestatie(
    ref: str, vorig: str | None, maand: str, van: str, tot: str, minuten: int, dc: str = "D"
) -> PrestatieRegel:
    return PrestatieRegel(IEMAND, ref, vorig, 70000001, "01", "01A03", dag(f"2026-{maand}-{van}"), dag(f"2026-{maand}-{tot}"),
                          minuten, "01", 54, minuten * 54, dc)  # fmt: skip


def _voorbeelden() -> dict[str, Bericht]:
    huis = ToewijzingRegel(70000001, None, "01", "01A03", dag("2026-01-05"), "09:30:00", dag("2026-01-12"),
                           dag("2026-12-31"), None, 180, "01", "2", None)  # fmt: skip
    dagdeel = huis._replace(
        nummer=70000002, categorie="07", code="07A03", eind=None, volume=3, eenheid="16", frequentie="4"
    )
    start = StartRegel(70000001, "01", "01A03", dag("2026-01-12"), dag("2026-01-14"), "3")
    regels = (
        _prestatie("R26020001", "R26010001", "01", "12", "31", 540, "C"), _prestatie("R26020002", None, "01", "12", "31", 480),
        _prestatie("R26020003", None, "02", "01", "28", 720),
    )  # fmt: skip
    februari = _declaratie("TST0000021", "2026-03-04", "D202602", 25, *regels)
    deels = maak_retour(februari, "325", "TST0000031", dag("2026-03-10"))
    deels.declaratie, deels.totaal, deels.codes, deels.toegekend = "D202602", februari.totaal, ("0200",), -3240
    deels.regels, deels.regelcodes, deels.antwoordcodes = [regels[2]], ["9321"], ("0200",)
    eerste = _wmo("301", "TST0000001", "2026-01-05", huis, dagdeel)
    verzoek = Bericht("jeugdwet", "315", "9991", AGB, "TST0000050", dag("2026-01-25"), [
        VerzoekRegel("VOT-2026-0001", "44", "44A07", dag("2026-02-02"), dag("2026-12-31"), 7, "14", "2", "02")
    ], JONGEN)  # fmt: skip
    return {
        "wmo301_initieel": eerste,
        "wmo302_positief_alleen_header": maak_retour(eerste, "302", "RET0000001", dag("2026-01-06")),
        "wmo305_correctie_delete_plus_nieuw": _wmo(
            "305", "TST0000011", "2026-01-20", start, start._replace(begin=dag("2026-01-16"), status="1")
        ),
        "wmo307_stop": _wmo("307", "TST0000012", "2026-06-02", StopRegel(
            70000001, "01", "01A03", dag("2026-01-12"), dag("2026-01-16"), "36", dag("2026-05-31"), "1")),
        "jw315_met_verwijzer": verzoek,
        "wmo323_februari_credit_en_correctie": februari,
        "wmo325_deels_afgekeurd": deels,
    }  # fmt: skip


@pytest.mark.skipif(not VOORBEELDEN.exists(), reason="de voorbeelden van de standaard staan niet in deze map")
@pytest.mark.parametrize("naam", sorted(_voorbeelden()))
def test_een_bericht_is_byte_voor_byte_als_het_voorbeeld(naam: str) -> None:
    def zonder_naam(inhoud: bytes) -> bytes:
        return re.sub(rb"Achternaam>[^<]*<", b"Achternaam><", inhoud).strip()

    gemaakt = schrijf(_voorbeelden()[naam], 29)
    assert zonder_naam(gemaakt) == zonder_naam((VOORBEELDEN / f"{naam}.xml").read_bytes())
    assert etree.parse(io.BytesIO(gemaakt)) is not None
