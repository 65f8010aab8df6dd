"""The key of the pseudonyms, and the pseudonyms made with it. Who needs one asks here; nothing is written but the key.

HMAC-SHA-256 with a 256-bit key that lives outside data and repository (a plain hash of a burgerservicenummer is turned
back in minutes: betrouwbaarheid, P2). Two kinds of number never give the same pseudonym: the kind is part of what is
hashed. The same person under the same key has the same pseudonym in every wet, gemeente and delivery.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from stdnum.nl import bsn

from pipeline.settings import PROJECT

SoortNummer = Literal["persoon", "client", "huishouden", "consulent", "referentie"]

OMGEVING = "GRIP_SLEUTEL"
OMGEVING_BESTAND = "GRIP_SLEUTELBESTAND"
LENGTE = 32  # hex digits of a pseudonym: 128 bits, no collision among all Dutch people for as long as it matters

TESTREEKS = range(999_900_006, 999_999_991)  # iStandaarden CS002: numbers that belong to nobody
TESTGEMEENTE = re.compile(r"GM999\d")


class SleutelFout(RuntimeError):
    """The key cannot be used; the message is Dutch, says what to do, and never holds the key."""


@dataclass(frozen=True)
class Sleutel:
    """A 256-bit key. `id` names it without giving it away; it is part of the key of every landed delivery."""

    geheim: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return hmac.digest(self.geheim, b"grip sleutel-id", "sha256").hex()[:16]

    def pseudoniem(self, soort: SoortNummer, waarde: str) -> str:
        """The pseudonym of one number: 32 hex digits."""
        return hmac.digest(self.geheim, f"{soort}:{waarde}".encode(), "sha256").hex()[:LENGTE]

    def maker(self, soort: SoortNummer) -> Callable[[str], str]:
        """`pseudoniem` for many numbers of one kind: HMAC as RFC 2104 has it, with the work on the key done once."""
        blok = self.geheim.ljust(64, b"\0")
        binnen = hashlib.sha256(bytes(b ^ 0x36 for b in blok) + f"{soort}:".encode()).copy
        buiten = hashlib.sha256(bytes(b ^ 0x5C for b in blok)).copy

        def maak(waarde: str) -> str:
            i = binnen()
            i.update(waarde.encode())
            o = buiten()
            o.update(i.digest())
            return o.hexdigest()[:LENGTE]

        return maak


def sleutelbestand() -> Path:
    """Where the key file stands: GRIP_SLEUTELBESTAND, else in the user's own settings."""
    return Path(os.environ.get(OMGEVING_BESTAND) or Path.home() / ".config" / "grip" / "sleutel")


def laad_sleutel() -> Sleutel:
    """The key from the environment or the key file; made at first use, readable by its owner only.

    Raises `SleutelFout` where the key has another form, where others can read the file, or where it stands inside the
    clone, from which it would travel along with a copy.
    """
    if OMGEVING in os.environ:
        return _lees(os.environ[OMGEVING], f"de omgevingsvariabele {OMGEVING}")
    pad = sleutelbestand()
    if pad.resolve().is_relative_to(PROJECT):
        raise SleutelFout(f"Het sleutelbestand staat in {PROJECT.name}. Zet het buiten het project en de gegevens.")
    if not pad.exists():
        schrijf_sleutel(pad, nieuwe_sleutel())
    if os.name != "nt" and stat.S_IMODE(pad.stat().st_mode) & 0o077:
        raise SleutelFout(f"Anderen kunnen het sleutelbestand lezen. Beperk de rechten: chmod 600 {pad}")
    return _lees(pad.read_text(encoding="ascii", errors="replace"), "het sleutelbestand")


def nieuwe_sleutel() -> Sleutel:
    """A new key from the system's own source of randomness."""
    return Sleutel(secrets.token_bytes(32))


def schrijf_sleutel(pad: Path, sleutel: Sleutel) -> None:
    """Write a key file whole or not at all; readable by its owner only from the first moment on."""
    pad.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    nieuw = pad.with_name(f"{pad.name}.{os.getpid()}.nieuw")
    with os.fdopen(os.open(nieuw, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as f:
        f.write(sleutel.geheim.hex() + "\n")
        f.flush()
        os.fsync(f.fileno())
    os.replace(nieuw, pad)


def _lees(tekst: str, waar: str) -> Sleutel:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", tekst.strip()):
        raise SleutelFout(f"In {waar} staat geen sleutel. Verwacht: 64 hexadecimale tekens (256 bit).")
    return Sleutel(bytes.fromhex(tekst.strip()))


def bsn_regel(nummer: str, gemeente_code: str) -> str | None:
    """The rule that a burgerservicenummer breaks, None where it may be used.

    bsn.elfproef: not nine digits that pass the elfproef. bsn.testreeks: a number of the test range outside the
    gemeenten 999x, which belong to nobody either.
    """
    if not re.fullmatch(r"\d{9}", nummer) or not bsn.is_valid(nummer):
        return "bsn.elfproef"
    if int(nummer) in TESTREEKS and not TESTGEMEENTE.fullmatch(gemeente_code):
        return "bsn.testreeks"
    return None
