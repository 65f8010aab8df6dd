"""Messages against a real mail server and a real web server on this machine: what goes out, and what never does."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from pipeline.meldingen.bericht import Bericht, van_fout
from pipeline.meldingen.na_afloop import meld_fout
from pipeline.meldingen.versturen import verstuur
from pipeline.settings import INSTELLINGEN, Instellingen, Plekken

BERICHT = Bericht(
    "geweigerd", "De verversing is gelukt, maar 1 levering geweigerd", ("Geweigerd: inwoners/a.csv.", "é")
)


class Postvak:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.post: list[Any] = []
        self.weiger = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, adres: str, _opties: Any) -> str:
        if self.weiger:
            return "550 geheim antwoord van de server"
        envelope.rcpt_tos.append(adres)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.post.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def _vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture
def smtp() -> Iterator[tuple[Postvak, int]]:
    postvak, poort = Postvak(), _vrije_poort()
    controller = Controller(postvak, hostname="127.0.0.1", port=poort)
    controller.start()
    yield postvak, poort
    controller.stop()


@pytest.fixture
def web() -> Iterator[tuple[list[tuple[dict[str, Any], dict[str, str]]], str, list[int]]]:
    """A web server: what it got (JSON, headings), its address, and the codes that it will answer with."""
    gekregen: list[tuple[dict[str, Any], dict[str, str]]] = []
    codes: list[int] = []

    class Haak(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            inhoud = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            gekregen.append((inhoud, dict(self.headers)))
            self.send_response(codes.pop(0) if codes else 200)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", "0")
            self.end_headers()

    http = HTTPServer(("127.0.0.1", 0), Haak)
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield gekregen, f"http://127.0.0.1:{http.server_address[1]}/haak", codes
    http.shutdown()
    http.server_close()


@pytest.fixture(autouse=True)
def schone_omgeving(monkeypatch: pytest.MonkeyPatch) -> None:
    for naam in ("GRIP_SMTP_GEBRUIKER", "GRIP_SMTP_WACHTWOORD", "GRIP_WEBHOOK", "GRIP_WEBHOOK_TOKEN"):
        monkeypatch.delenv(naam, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def _met_email(poort: int | str, **velden: Any) -> dict[str, Any]:
    email = {"server": "127.0.0.1", "poort": poort, "beveiliging": "geen", "van": "grip@hilversum.example",
             "naar": ["analist@hilversum.example", "controller@hilversum.example"], **velden}  # fmt: skip
    return {"meldingen": {"aan": True, "email": email, "seconden": 5}}


def _met_webhook(adres: str, **velden: Any) -> dict[str, Any]:
    return {"meldingen": {"aan": True, "webhook": {"adres": adres}, "seconden": 5, **velden}}


def test_een_mail_komt_aan_zoals_hij_bedoeld_is(smtp, tmp_path):
    postvak, poort = smtp
    assert verstuur(BERICHT, _met_email(poort), tmp_path) == []
    ((naar, post),) = postvak.post
    assert naar == ["analist@hilversum.example", "controller@hilversum.example"]
    assert post["Subject"] == "Grip op uitgaven: De verversing is gelukt, maar 1 levering geweigerd"
    assert post["Auto-Submitted"] == "auto-generated"
    assert post.get_content().splitlines() == [*BERICHT.regels, f"Warehouse: {tmp_path}"]


def test_een_webhook_krijgt_json_en_zijn_token(web, tmp_path, monkeypatch):
    gekregen, adres, _ = web
    monkeypatch.setenv("GRIP_WEBHOOK_TOKEN", "geheim-woord")
    assert verstuur(BERICHT, _met_webhook(adres), tmp_path) == []
    ((inhoud, koppen),) = gekregen
    assert (inhoud["soort"], inhoud["onderwerp"]) == ("geweigerd", BERICHT.onderwerp)
    assert inhoud["regels"][:2] == list(BERICHT.regels)
    assert inhoud["text"].startswith(BERICHT.onderwerp)
    assert koppen["Authorization"] == "Bearer geheim-woord"


def test_het_adres_van_een_webhook_mag_uit_de_omgeving_komen(web, tmp_path, monkeypatch):
    gekregen, adres, _ = web
    monkeypatch.setenv("GRIP_WEBHOOK", adres)
    assert verstuur(BERICHT, {"meldingen": {"aan": True}}, tmp_path) == []
    assert len(gekregen) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_aanmelden_met_naam_en_wachtwoord(tmp_path, monkeypatch):
    gezien: list[bytes] = []

    def keur(_server: Any, _sessie: Any, _envelop: Any, _wijze: str, gegevens: Any) -> AuthResult:
        assert isinstance(gegevens, LoginPassword)
        gezien.append(gegevens.password)
        return AuthResult(success=gegevens.password == b"goed", handled=False)

    postvak, poort = Postvak(), _vrije_poort()
    controller = Controller(
        postvak, hostname="127.0.0.1", port=poort, authenticator=keur, auth_require_tls=False, auth_required=True
    )
    controller.start()
    try:
        monkeypatch.setenv("GRIP_SMTP_GEBRUIKER", "grip")
        monkeypatch.setenv("GRIP_SMTP_WACHTWOORD", "goed")
        assert verstuur(BERICHT, _met_email(poort), tmp_path) == []
        monkeypatch.setenv("GRIP_SMTP_WACHTWOORD", "fout-wachtwoord")
        (probleem,) = verstuur(van_fout("BouwFout", "x"), _met_email(poort), tmp_path)
        assert "weigert de gebruiker of het wachtwoord" in probleem
        assert "fout-wachtwoord" not in probleem
    finally:
        controller.stop()
    assert len(postvak.post) == 1
    assert b"goed" in gezien


@pytest.mark.parametrize(
    "wat", ["geen server", "geen starttls", "ontvanger geweigerd", "webhook dicht", "webhook 500", "webhook 302"]
)
def test_een_kapotte_server_geeft_een_zin_en_geen_fout(smtp, web, tmp_path, wat):
    postvak, poort = smtp
    _, adres, codes = web
    if wat == "geen server":
        waarden, verwacht = _met_email(_vrije_poort()), "is niet te gebruiken (ConnectionRefusedError)"
    elif wat == "geen starttls":
        waarden, verwacht = _met_email(poort, beveiliging="starttls"), "kan geen starttls"
    elif wat == "ontvanger geweigerd":
        postvak.weiger = True
        waarden, verwacht = _met_email(poort), "weigert elke ontvanger"
    elif wat == "webhook dicht":
        waarden, verwacht = _met_webhook(f"http://127.0.0.1:{_vrije_poort()}"), "is niet te bereiken"
    else:
        codes.append(int(wat[-3:]))
        waarden, verwacht = _met_webhook(adres), f"antwoordt met status {wat[-3:]}"
    (probleem,) = verstuur(BERICHT, waarden, tmp_path)
    assert verwacht in probleem
    assert "De verversing zelf is daar los van" in probleem
    assert "geheim" not in probleem


def test_een_melding_die_niet_aankwam_gaat_de_volgende_keer_wel(web, tmp_path):
    gekregen, adres, codes = web
    codes.append(500)
    assert verstuur(BERICHT, _met_webhook(adres), tmp_path)
    assert verstuur(BERICHT, _met_webhook(adres), tmp_path) == []
    assert verstuur(BERICHT, _met_webhook(adres), tmp_path) == []
    assert len(gekregen) == 2  # the third says what the second said already


def test_dezelfde_melding_gaat_een_keer_een_fout_telkens(web, tmp_path):
    gekregen, adres, _ = web
    waarden = _met_webhook(adres, bij=["geweigerd", "fout"])
    fout, klaar = van_fout("BouwFout", "model x"), Bericht("geslaagd", "gelukt", ("gelukt",))
    for bericht in (BERICHT, BERICHT, fout, fout, BERICHT, klaar, BERICHT):
        assert verstuur(bericht, waarden, tmp_path) == []
    # a failure counts each time; a refusal comes again once it was over
    assert [i["soort"] for i, _ in gekregen] == ["geweigerd", "fout", "fout", "geweigerd", "geweigerd"]


def test_wat_niet_aan_staat_gaat_nergens_heen(web, tmp_path):
    gekregen, adres, _ = web
    assert verstuur(BERICHT, {}, tmp_path) == []
    assert (
        verstuur(BERICHT, _met_webhook(adres) | {"meldingen": {"aan": False, "webhook": {"adres": adres}}}, tmp_path)
        == []
    )
    assert gekregen == []
    (probleem,) = verstuur(BERICHT, {"meldingen": {"aan": True}}, tmp_path)
    assert "geen server voor e-mail en geen webhook" in probleem


@pytest.mark.parametrize(
    ("waarden", "verwacht"),
    [
        ({"meldingen": {"aan": True, "bij": ["ramp"]}}, "'ramp' bestaat niet"),
        (_met_email(25, beveiliging="ssl"), "beveiliging 'ssl' bestaat niet"),
        ({"meldingen": {"aan": True, "bij": "ramp"}}, "'ramp' bestaat niet"),
        ({"meldingen": "aan"}, "niet van de goede soort"),
        ({"meldingen": {"aan": True, "seconden": "even"}}, "niet van de goede soort"),
        (_met_email("vijfentwintig"), "niet van de goede soort"),
        (_met_email(25, naar=[]), "ontbreekt `van` of `naar`"),
        (_met_email(25, van="a@b.nl\nBcc: ander@b.nl"), "geen e-mailadres"),
        (_met_webhook("http://extern.example/x"), "begint niet met https://"),
    ],
)
def test_een_verkeerde_instelling_wordt_gezegd(tmp_path, waarden, verwacht):
    (probleem,) = verstuur(BERICHT, waarden, tmp_path)
    assert verwacht in probleem


def test_een_wachtwoord_gaat_nooit_open_over_het_net(tmp_path, monkeypatch):
    monkeypatch.setenv("GRIP_SMTP_GEBRUIKER", "grip")
    monkeypatch.setenv("GRIP_SMTP_WACHTWOORD", "geheim")
    (probleem,) = verstuur(BERICHT, _met_email(25, server="mail.example"), tmp_path)
    assert "geen wachtwoord over een onbeveiligde verbinding" in probleem


def test_van_een_onverwachte_fout_staat_alleen_de_soort_in_de_melding():
    """Whatever an unforeseen error quotes, a burgerservicenummer for one, stays on the machine."""
    bericht = van_fout("ValueError", "could not convert string to float: '123456782 Jansen'")
    assert "123456782" not in bericht.tekst
    assert "Jansen" not in bericht.tekst
    assert "een onverwachte fout (ValueError)" in bericht.tekst
    assert "Wie doet wat:" in bericht.tekst
    assert "marts.uitgaven" in van_fout("ControleFout", "marts.uitgaven: bedrag").tekst


def test_een_fout_in_de_melding_zelf_houdt_niets_tegen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pad = tmp_path / "instellingen.yml"
    tekst = INSTELLINGEN.read_text(encoding="utf-8").replace("meldingen:\n  aan: false", "meldingen:\n  aan: true")
    pad.write_text(tekst, encoding="utf-8")

    def stuk(*_: Any) -> None:
        raise ZeroDivisionError("geheim")

    monkeypatch.setattr("pipeline.meldingen.na_afloop.verstuur", stuk)
    problemen = meld_fout(Plekken(warehouse=tmp_path), Instellingen(pad), "BouwFout", "x")
    assert problemen == ["De melding is niet gemaakt (ZeroDivisionError)."]
