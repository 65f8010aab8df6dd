"""Send a message by e-mail or webhook, as instellingen.yml says. A server that is down is reported, never raised.

Secrets come from the environment only: GRIP_SMTP_GEBRUIKER and GRIP_SMTP_WACHTWOORD, GRIP_WEBHOOK (an address that is
a secret itself) and GRIP_WEBHOOK_TOKEN. No problem that is reported holds one of them, or what a server said.
"""

from __future__ import annotations

import hashlib
import json
import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from pipeline.bestanden import schrijf_tekst
from pipeline.meldingen.bericht import FOUT, GESLAAGD, GEWEIGERD, SOORTEN, WAARSCHUWING, Bericht, met_afzender

BEVEILIGING = ("starttls", "tls", "geen")
LUS = ("localhost", "127.0.0.1", "::1")


class MeldingFout(Exception):
    """A message that did not go out; the text is Dutch and holds no secret."""


@dataclass(frozen=True)
class Kanalen:
    """The section `meldingen` of instellingen.yml. `bij`: the kinds of message that are wanted."""

    aan: bool = False
    bij: tuple[str, ...] = (FOUT, GEWEIGERD, WAARSCHUWING)
    email: Mapping[str, Any] = field(default_factory=dict)
    webhook: Mapping[str, Any] = field(default_factory=dict)
    seconden: float = 10


def lees_kanalen(waarden: Mapping[str, Any]) -> Kanalen:
    """The channels that the settings name; raises `MeldingFout` for settings that cannot be used."""
    m = waarden.get("meldingen") or {}
    try:
        bij = m.get("bij")
        kanalen = Kanalen(
            bool(m.get("aan")),
            (str(bij),) if isinstance(bij, str) else tuple(map(str, bij or Kanalen().bij)),
            dict(m.get("email") or {}),
            dict(m.get("webhook") or {}),
            float(m.get("seconden") or 10),
        )
        int(kanalen.email.get("poort") or 0)
    except (ValueError, TypeError, AttributeError):
        raise MeldingFout("instellingen.yml, meldingen: een waarde is niet van de goede soort") from None
    vreemd = sorted(set(kanalen.bij) - set(SOORTEN))
    if vreemd:
        raise MeldingFout(f"instellingen.yml, meldingen: '{vreemd[0]}' bestaat niet; kies uit {', '.join(SOORTEN)}")
    return kanalen


def verstuur(bericht: Bericht, waarden: Mapping[str, Any], warehouse: Path) -> list[str]:
    """Send over every channel that is set; gives what went wrong, in Dutch. Never raises.

    The same message is not sent twice in a row, but for a run that failed: a daily run over a delivery that stays
    refused says so once.
    """
    try:
        kanalen = lees_kanalen(waarden)
    except MeldingFout as fout:
        return [str(fout)]
    geheugen = warehouse / "meldingen.json"
    merk = hashlib.sha256("\n".join((bericht.soort, *bericht.regels)).encode()).hexdigest()
    if not kanalen.aan or (bericht.soort != FOUT and _vorige(geheugen) == merk):
        return []
    if bericht.soort not in kanalen.bij:
        _onthoud(geheugen, merk)
        return []
    volledig, problemen, gelukt = met_afzender(bericht, warehouse), [], 0
    for naam, stuur, staat_aan in (
        ("e-mail", _email, bool(kanalen.email.get("server"))),
        ("webhook", _webhook, bool(os.environ.get("GRIP_WEBHOOK") or kanalen.webhook.get("adres"))),
    ):
        if not staat_aan:
            continue
        try:
            stuur(volledig, kanalen)
            gelukt += 1
        except MeldingFout as fout:
            problemen.append(f"De melding per {naam} is niet verstuurd: {fout}. De verversing zelf is daar los van.")
    if not gelukt and not problemen:
        problemen.append("Meldingen staan aan, maar in instellingen.yml staat geen server voor e-mail en geen webhook.")
    if gelukt:
        _onthoud(geheugen, merk)
    return problemen


def _vorige(geheugen: Path) -> str | None:
    try:
        return str(json.loads(geheugen.read_text(encoding="utf-8"))["merk"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _onthoud(geheugen: Path, merk: str) -> None:
    try:
        schrijf_tekst(geheugen, json.dumps({"merk": merk}))
    except OSError:
        return  # then the same message may come once more


def _email(bericht: Bericht, kanalen: Kanalen) -> None:
    e = kanalen.email
    server, beveiliging = str(e["server"]), str(e.get("beveiliging", "starttls"))
    naar = [str(a) for a in e.get("naar") or []]
    if beveiliging not in BEVEILIGING:
        raise MeldingFout(f"beveiliging '{beveiliging}' bestaat niet; kies uit {', '.join(BEVEILIGING)}")
    if not naar or not e.get("van"):
        raise MeldingFout("in instellingen.yml ontbreekt `van` of `naar`")
    post = EmailMessage()
    try:
        post["Subject"] = f"Grip op uitgaven: {bericht.onderwerp}"
        post["From"], post["To"] = str(e["van"]), ", ".join(naar)
        post["Date"], post["Message-ID"] = formatdate(localtime=True), make_msgid(domain="grip.local")
        post["Auto-Submitted"] = "auto-generated"  # no out-of-office answers
        post.set_content(bericht.tekst + "\n", cte="quoted-printable")
    except (ValueError, IndexError):  # an address with a line end or a stray sign
        raise MeldingFout("een adres bij `van` of `naar` is geen e-mailadres") from None
    gebruiker, wachtwoord = os.environ.get("GRIP_SMTP_GEBRUIKER"), os.environ.get("GRIP_SMTP_WACHTWOORD")
    if gebruiker and beveiliging == "geen" and server not in LUS:
        raise MeldingFout("geen wachtwoord over een onbeveiligde verbinding; zet beveiliging op starttls of tls")
    poort = int(e.get("poort") or {"starttls": 587, "tls": 465, "geen": 25}[beveiliging])
    context = ssl.create_default_context()
    try:
        with (
            smtplib.SMTP_SSL(server, poort, timeout=kanalen.seconden, context=context)
            if beveiliging == "tls"
            else smtplib.SMTP(server, poort, timeout=kanalen.seconden)
        ) as smtp:
            if beveiliging == "starttls":
                smtp.starttls(context=context)
            if gebruiker:
                smtp.login(gebruiker, wachtwoord or "")
            geweigerd = smtp.send_message(post)
    except smtplib.SMTPAuthenticationError:
        raise MeldingFout(f"{server} weigert de gebruiker of het wachtwoord (GRIP_SMTP_GEBRUIKER)") from None
    except smtplib.SMTPNotSupportedError:
        raise MeldingFout(f"{server} kan geen {beveiliging}; kies in instellingen.yml een andere beveiliging") from None
    except smtplib.SMTPRecipientsRefused:
        raise MeldingFout(f"{server} weigert elke ontvanger; controleer `naar` in instellingen.yml") from None
    except ssl.SSLError:
        raise MeldingFout(f"het certificaat van {server} wordt niet vertrouwd") from None
    except (smtplib.SMTPException, OSError, UnicodeError) as fout:
        raise MeldingFout(f"{server}, poort {poort}, is niet te gebruiken ({type(fout).__name__})") from None
    if geweigerd:
        raise MeldingFout(f"{server} weigert {len(geweigerd)} van de {len(naar)} ontvangers")


def _webhook(bericht: Bericht, kanalen: Kanalen) -> None:
    adres = os.environ.get("GRIP_WEBHOOK") or str(kanalen.webhook.get("adres"))
    delen = urlsplit(adres)
    host = delen.hostname or "de webhook"
    if delen.scheme != "https" and not (delen.scheme == "http" and delen.hostname in LUS):
        raise MeldingFout("het adres van de webhook begint niet met https://")
    inhoud = {
        "soort": bericht.soort,
        "onderwerp": bericht.onderwerp,
        "regels": list(bericht.regels),
        "text": f"{bericht.onderwerp}\n{bericht.tekst}",  # what Teams, Slack, Mattermost and Rocket.Chat show
    }
    token = os.environ.get("GRIP_WEBHOOK_TOKEN")
    try:
        antwoord = requests.post(
            adres, json=inhoud, timeout=kanalen.seconden, allow_redirects=False,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )  # fmt: skip
    except (requests.exceptions.RequestException, ValueError) as fout:
        raise MeldingFout(f"{host} is niet te bereiken ({type(fout).__name__})") from None
    if not antwoord.ok or antwoord.is_redirect:
        raise MeldingFout(f"{host} antwoordt met status {antwoord.status_code}")


def wil_melden(waarden: Mapping[str, Any]) -> bool:
    """Whether the settings ask for any message."""
    try:
        return lees_kanalen(waarden).aan
    except MeldingFout:
        return True  # so that the run says what is wrong with them


__all__ = ["GESLAAGD", "Kanalen", "MeldingFout", "lees_kanalen", "verstuur", "wil_melden"]
