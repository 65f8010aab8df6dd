"""What goes wrong on the way: each case ends in the same levering as without it, or in one plain line and nothing."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import SNEL
from statline_server import Antwoord, Server, Vraag, traag, wmo

from pipeline.inname.paspoort import vind_leveringen

WMO = ("83262NED",)


def _inhoud(levering: Path) -> bytes:
    (bestand,) = levering.glob("*.csv")
    return bestand.read_bytes()


@pytest.fixture
def goed(server: Server, haal: Any, tmp_path: Path) -> bytes:
    """What comes of a day without trouble; the server asks for three pages."""
    server.tabellen, server.per_pagina = {"83262NED": wmo()}, 5
    (u,) = haal("cbs", tabellen=WMO, raw=tmp_path / "goed").uitkomsten
    server.vragen.clear()
    return _inhoud(u.levering)


def _eerste_keren(n: int, wat: str, doe: Any) -> Any:
    """Misbehave the first n times that a page is asked for."""
    geteld = {"n": 0}

    def streek(a: Antwoord, v: Vraag) -> bool:
        if wat not in v.pad or geteld["n"] >= n:
            return False
        geteld["n"] += 1
        doe(a, v)
        return True

    return streek


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_wat_overgaat_wordt_nog_eens_geprobeerd(server, haal, goed, code):
    meldingen: list[str] = []
    server.streek = _eerste_keren(3, "UntypedDataSet", lambda a, _v: a.stuur(b"{}", code=code))
    (u,) = haal("cbs", tabellen=WMO, meldingen=meldingen).uitkomsten
    assert _inhoud(u.levering) == goed
    assert sum(f"status {code}; nieuwe poging" in m for m in meldingen) == 3


def test_retry_after_wordt_gevolgd(server, haal, goed):
    slaap: list[float] = []
    server.streek = _eerste_keren(1, "UntypedDataSet", lambda a, _v: a.stuur(b"{}", code=429, Retry_After="7"))
    (u,) = haal("cbs", tabellen=WMO, slaap=slaap).uitkomsten
    assert slaap == [7.0]
    assert _inhoud(u.levering) == goed


def test_te_lang_wachten_wordt_gezegd_en_niet_gedaan(server, haal, goed, tmp_path):
    slaap: list[float] = []
    server.streek = _eerste_keren(1, "UntypedDataSet", lambda a, _v: a.stuur(b"{}", code=503, Retry_After="1800"))
    (fout,) = haal("cbs", tabellen=WMO, slaap=slaap).fouten
    assert "vraagt om 30 minuten te wachten" in fout
    assert slaap == []
    assert not vind_leveringen(tmp_path / "raw")


def test_wachten_wordt_telkens_langer(server, haal, goed):
    slaap: list[float] = []
    server.streek = _eerste_keren(99, "UntypedDataSet", lambda a, _v: a.stuur(b"{}", code=500))
    (fout,) = haal("cbs", tabellen=WMO, slaap=slaap, grens=replace(SNEL, wacht_eerste=1)).fouten
    assert "na 5 pogingen" in fout
    assert len(slaap) == 4
    assert all(2**i <= s <= 2**i + 1 for i, s in enumerate(slaap))  # 1, 2, 4, 8, each with at most a second of chance


@pytest.mark.parametrize("kapot", ["afgebroken", "halve_json", "verbroken"])
def test_een_half_antwoord_telt_niet(server, haal, goed, kapot):
    def doe(a: Antwoord, _v: Vraag) -> None:
        if kapot == "afgebroken":
            a.breek_af(json.dumps({"value": [{"ID": 0}]}).encode())
        elif kapot == "halve_json":
            a.stuur(b'{"value": [{"ID": 0, "Gesl')
        else:
            a.close_connection = True
            a.connection.shutdown(socket.SHUT_RDWR)

    server.streek = _eerste_keren(2, "UntypedDataSet", doe)
    (u,) = haal("cbs", tabellen=WMO).uitkomsten
    assert _inhoud(u.levering) == goed


def test_wat_binnen_is_wordt_niet_nog_eens_gehaald(server, haal, goed, tmp_path):
    stuk = {"aan": True}

    def streek(a: Antwoord, v: Vraag) -> bool:
        if stuk["aan"] and v.opties.get("$skip") == "10":
            a.stuur(b"{}", code=500)
            return True
        return False

    server.streek = streek
    (fout,) = haal("cbs", tabellen=WMO).fouten
    assert "wat al binnen is, wordt niet nog eens gehaald" in fout
    assert not vind_leveringen(tmp_path / "raw")
    stuk["aan"] = False
    server.vragen.clear()
    meldingen: list[str] = []
    (u,) = haal("cbs", tabellen=WMO, meldingen=meldingen).uitkomsten
    assert [v.opties.get("$skip") for v in server.gevraagd("UntypedDataSet")] == ["10"]
    assert "83262NED: 2 pagina's van de vorige keer zijn er al" in meldingen
    assert _inhoud(u.levering) == goed


@pytest.mark.parametrize("anders", ["tabel bijgewerkt", "andere vraag", "pagina beschadigd"])
def test_een_half_werk_dat_niet_meer_klopt_begint_opnieuw(server, haal, goed, tmp_path, anders):
    server.streek = lambda a, v: bool(v.opties.get("$skip") == "10" and (a.stuur(b"{}", code=500) or True))
    haal("cbs", tabellen=WMO)
    server.streek = lambda _a, _v: False
    server.vragen.clear()
    if anders == "tabel bijgewerkt":
        server.tabellen["83262NED"].gewijzigd = "2026-06-01T02:00:00"
    elif anders == "andere vraag":
        server.tabellen["83262NED"].dimensies["Perioden"]["2020JJ00"] = "2020"
    else:
        (pagina,) = (tmp_path / "raw").rglob("pagina-00001.json")
        pagina.write_bytes(pagina.read_bytes().replace(b"GM0402", b"GM1730"))
    (u,) = haal("cbs", tabellen=WMO).uitkomsten
    assert len(server.gevraagd("UntypedDataSet")) == 3
    assert _inhoud(u.levering) == goed


def test_een_webpagina_is_geen_cijfer(server, haal, goed, tmp_path):
    pagina = b"<!DOCTYPE html><html><body>Onderhoud. Geheim: 12345</body></html>"
    server.streek = _eerste_keren(99, "UntypedDataSet", lambda a, _v: a.stuur(pagina, "text/html"))
    (fout,) = haal("cbs", tabellen=WMO).fouten
    assert "een webpagina in plaats van gegevens" in fout
    assert "12345" not in fout
    assert not vind_leveringen(tmp_path / "raw")


@pytest.mark.parametrize(
    ("inhoud", "verwacht"),
    [
        (b'{"odata.error": {"message": {"value": "The query result exceeds 10000"}}}', "geen lijst met gegevens"),
        (b'["iets"]', "geen lijst met gegevens"),
        (b'{"value": [{"ID": 0, "Anders": 1}]}', "niet de kolommen"),
    ],
)
def test_json_van_een_andere_vorm_wordt_geweigerd(server, haal, goed, inhoud, verwacht):
    server.streek = _eerste_keren(99, "UntypedDataSet", lambda a, _v: a.stuur(inhoud))
    (fout,) = haal("cbs", tabellen=WMO).fouten
    assert verwacht in fout


def test_een_tabel_die_er_niet_meer_is(server, haal):
    (fout,) = haal("cbs", tabellen=WMO).fouten
    assert "staat niets op" in fout
    assert "bronnen.yml" in fout


def test_een_traag_antwoord_is_een_poging_waard(server, haal, goed):
    server.streek = traag(0.6)
    (fout,) = haal("cbs", tabellen=WMO, grens=replace(SNEL, lezen=0.1, pogingen=2)).fouten
    assert "geen antwoord op tijd" in fout
    server.streek = lambda _a, _v: False
    (u,) = haal("cbs", tabellen=WMO).uitkomsten
    assert _inhoud(u.levering) == goed


def test_meer_dan_de_grens_wordt_niet_bewaard(server, haal, goed, tmp_path):
    (fout,) = haal("cbs", tabellen=WMO, grens=replace(SNEL, pagina_mb=0.0005)).fouten
    assert "meer dan 0.0005 MB" in fout
    (fout,) = haal("cbs", tabellen=WMO, grens=replace(SNEL, levering_mb=0.0005)).fouten
    assert "groter dan de grens" in fout
    assert not vind_leveringen(tmp_path / "raw")


def test_een_kring_van_paginas_houdt_op(server, haal, goed):
    def streek(a: Antwoord, v: Vraag) -> bool:
        if "UntypedDataSet" not in v.pad:
            return False
        rijen = server.tabellen["83262NED"].rijen[:2]
        a.stuur(json.dumps({"value": rijen, "odata.nextLink": a.path}).encode())
        return True

    server.streek = streek
    (fout,) = haal("cbs", tabellen=WMO).fouten
    assert "verwijst naar een pagina die er al is" in fout


def test_zonder_internet_een_zin_die_zegt_wat_te_doen(haal, tmp_path):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        dicht = f"http://127.0.0.1:{s.getsockname()[1]}"
    slaap: list[float] = []
    uitslag = haal("cbs", basis=dicht, slaap=slaap)
    assert len(uitslag.fouten) == 1  # the second table is not tried: the same wait for the same answer
    assert "is niet te bereiken (geen verbinding)" in uitslag.fouten[0]
    assert "HTTPS_PROXY" in uitslag.fouten[0]
    assert len(slaap) == 2
    assert not vind_leveringen(tmp_path / "raw")


def test_alleen_https_buiten_een_eigen_kopie(haal, tmp_path):
    (fout,) = haal("gemeentefonds", basis=None, pad=_met_adres(tmp_path, "http://voorbeeld.example/x.csv")).fouten
    assert "begint niet met https://" in fout


def _met_adres(tmp_path: Path, adres: str) -> Path:
    import yaml

    from pipeline.ophalen.instellingen import BRONNEN

    alles = yaml.safe_load(BRONNEN.read_text(encoding="utf-8"))
    alles["gemeentefonds"]["circulaires"] = [
        {"circulaire": "meicirculaire 2024", "uitkeringsjaar": 2024, "vorm": "siudu", "adres": adres}
    ]
    pad = tmp_path / "bronnen.yml"
    pad.write_text(yaml.safe_dump(alles, allow_unicode=True), encoding="utf-8")
    return pad


def test_een_doorverwijzing_houdt_op(server, haal, goed, tmp_path):
    server.streek = _eerste_keren(1, "UntypedDataSet", lambda a, _v: a.stuur(b"", code=302, Location=a.path))
    (u,) = haal("cbs", tabellen=WMO).uitkomsten
    assert _inhoud(u.levering) == goed
    server.streek = _eerste_keren(99, "UntypedDataSet", lambda a, _v: a.stuur(b"", code=302, Location=a.path))
    assert "verwijst te vaak door" in haal("cbs", tabellen=WMO, raw=tmp_path / "nog_eens").fouten[0]
