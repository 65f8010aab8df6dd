"""One file of a delivery to the messages in it: bare XML, zip, or base64 in a StUF envelope; nothing is interpreted.

Limits are judged before anything is unpacked. What cannot be unpacked is an `Afwijzing` that takes nothing else with
it: the other members and files go on. Encodings end here too: what comes out is UTF-8 without BOM.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

MB = 1 << 20
GROOTSTE_BERICHT = 32 * MB  # the standard's own limit is 25 MB
GROOTSTE_BESTAND = 48 * MB  # a message of 25 MB is 34 MB in base64
GROOTSTE_ZIP = 512 * MB
MEESTE_LEDEN = 100_000
GROOTSTE_INHOUD = 8_192 * MB  # of one zip, unpacked
VERHOUDING = 200  # declaraties of many equal lines reach 40; deflate cannot go beyond 1032
KOP = 1 << 14  # nearly every message of one client fits in this
LIDKOP, RUIMTE_EXTRA, UTF8_NAAM = 30, 64, 0x800  # of a member of a zip: fixed part of its head, room, flag
RUIMTE = MB  # below this size no ratio is worth a look

ZIPKOP = (b"PK\x03\x04", b"PK\x05\x06")
BOM_UTF8, BOM_UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
STUF = (b"www.stufstandaarden.nl", b"www.egem.nl/StUF")
STUURTEKEN = re.compile(r"[\x00-\x1f]")
GEWONE_DECLARATIE = b'<?xml version="1.0" encoding="UTF-8"?>'  # nearly every message: no need to look further
GEWONE_KOP = re.compile(re.escape(GEWONE_DECLARATIE) + rb"\s*(?=<\w)")
DECLARATIE = re.compile(rb"\s*<\?xml\s[^>]*?\?>", re.DOTALL)
CODERING = re.compile(rb"""encoding\s*=\s*["']([\w.-]+)["']""")

Veilig = Callable[[str], str]


@dataclass(slots=True)
class Stuk:
    """One message as it came out of its wrapping: its name in the delivery, and UTF-8 without BOM or declaration."""

    naam: str
    inhoud: bytes


@dataclass(frozen=True, slots=True)
class Afwijzing:
    """A piece that is not read: which rule, and in Dutch what is wrong and what to do. Never the content."""

    naam: str
    regel_code: str
    melding: str


class _Weiger(Exception):
    """Reading stops here; carries rule and text of the refusal."""

    def __init__(self, regel_code: str, melding: str) -> None:
        super().__init__(regel_code)
        self.regel_code, self.melding = regel_code, melding


def pak_uit(pad: str, naam: str, veilig: Veilig) -> Iterator[Stuk | Afwijzing]:
    """The messages in one file. `veilig` makes a name fit to be kept: the names of members come from outside."""
    try:
        # without a file object: there may be 100.000s of files, and for a small one it takes as long as reading it
        fd = os.open(pad, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            inhoud = os.read(fd, KOP)
            if len(inhoud) == KOP and inhoud[:4] not in ZIPKOP:
                # a message of some MB is not copied once more only to lose its declaration
                begin = GEWONE_KOP.match(inhoud)
                os.lseek(fd, begin.end() if begin else 0, os.SEEK_SET)
                inhoud = os.read(fd, min(os.fstat(fd).st_size, GROOTSTE_BESTAND) + 1)
        finally:
            os.close(fd)
        if inhoud[:4] in ZIPKOP:
            yield from _zip(pad, naam, veilig)
            return
    except OSError as fout:
        yield Afwijzing(naam, "bericht.onleesbaar", f"{naam}: het bestand is niet te openen ({fout.strerror}).")
        return
    yield _bericht(naam, inhoud, GROOTSTE_BESTAND)


def _bericht(naam: str, inhoud: bytes, grens: int) -> Stuk | Afwijzing:
    try:
        if len(inhoud) > grens:
            raise _Weiger("bestand.te_groot", f"{naam}: groter dan {grens // MB} MB. De standaard staat 25 MB toe.")
        inhoud = _utf8(naam, inhoud)
        if any(inhoud.find(s, 0, 2_000) >= 0 for s in STUF):
            inhoud = _utf8(naam, _uit_stuf(naam, inhoud))
        if len(inhoud) > GROOTSTE_BERICHT:
            melding = f"{naam}: het bericht is groter dan {GROOTSTE_BERICHT // MB} MB. De standaard staat 25 MB toe."
            raise _Weiger("bestand.te_groot", melding)
        return Stuk(naam, inhoud)
    except _Weiger as fout:
        return Afwijzing(naam, fout.regel_code, fout.melding)


def _utf8(naam: str, inhoud: bytes) -> bytes:
    """The same XML as UTF-8, without BOM and without its declaration."""
    if inhoud.startswith(BOM_UTF16):
        try:
            inhoud = inhoud.decode("utf-16").encode()
        except UnicodeError:
            raise _Weiger("bericht.onleesbaar", f"{naam}: geen geldig UTF-16. Lever het bericht in UTF-8.") from None
        utf16 = True
    else:
        inhoud = inhoud.removeprefix(BOM_UTF8)
        utf16 = False
    if inhoud.startswith(GEWONE_DECLARATIE):
        inhoud = inhoud[len(GEWONE_DECLARATIE) :].lstrip()
    elif kop := DECLARATIE.match(inhoud):
        codering = CODERING.search(kop[0])
        naam_codering = codering[1].decode().lower() if codering else "utf-8"
        if naam_codering in ("iso-8859-1", "windows-1252", "iso-8859-15", "latin1") and not utf16:
            inhoud = inhoud.decode("cp1252" if naam_codering == "windows-1252" else naam_codering, "replace").encode()
            kop = DECLARATIE.match(inhoud)
        elif naam_codering not in ("utf-8", "utf8", "us-ascii", "ascii") and not (utf16 and "16" in naam_codering):
            melding = f"{naam}: de codering in de XML-declaratie wordt niet gelezen. Lever het bericht in UTF-8."
            raise _Weiger("bericht.onleesbaar", melding)
        inhoud = inhoud[kop.end() :] if kop else inhoud
    if not inhoud.isascii():
        try:
            inhoud.decode()
        except UnicodeDecodeError:
            raise _Weiger("bericht.onleesbaar", f"{naam}: geen geldig UTF-8. Lever het bericht in UTF-8.") from None
    return inhoud


def _uit_stuf(naam: str, inhoud: bytes) -> bytes:
    """The payload of a StUF envelope, recognised by local names: parameters/bericht/xmlBestand."""
    if b"<!" in inhoud[:4_000] or b"<!DOCTYPE" in inhoud or b"<!ENTITY" in inhoud:
        melding = f"{naam}: de envelop bevat een DTD of entiteiten. Die leest het huis niet; lever zonder."
        raise _Weiger("bericht.onveilig", melding)
    # huge_tree: one text node of a message of 25 MB in base64 is beyond libxml2's own limit; ours has been checked
    ontleder = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        wortel = etree.fromstring(inhoud, ontleder)
    except (etree.XMLSyntaxError, ValueError):
        melding = f"{naam}: de StUF-envelop is geen geldige XML, misschien afgebroken bij het kopiëren."
        raise _Weiger("bericht.onleesbaar", f"{melding} Lever opnieuw.") from None
    soort = next((_tekst(e) for e in wortel.iter("{*}berichtcode")), "")
    lading = wortel.find("{*}parameters/{*}bericht/{*}xmlBestand")
    if soort.startswith("Fo") or (lading is None and "Fo0" in str(wortel.tag)):
        melding = f"{naam}: een foutbericht van de berichtenvoorziening, geen zorgbericht. Het is niet geladen."
        raise _Weiger("bericht.foutbericht", melding)
    if lading is None:
        melding = f"{naam}: een StUF-envelop zonder parameters/bericht/xmlBestand. Lever het bericht zelf."
        raise _Weiger("bericht.onleesbaar", melding)
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", _tekst(lading).encode()), validate=True)
    except (binascii.Error, ValueError):
        melding = f"{naam}: de inhoud van de StUF-envelop is geen geldige base64. Lever opnieuw."
        raise _Weiger("bericht.onleesbaar", melding) from None


def _tekst(element: etree._Element) -> str:
    return (element.text or "").strip()


# --- zip -------------------------------------------------------------------------------------------------------------


def _zip(pad: str | io.BytesIO, naam: str, veilig: Veilig, diepte: int = 0) -> Iterator[Stuk | Afwijzing]:
    if isinstance(pad, str) and os.path.getsize(pad) > GROOTSTE_ZIP:
        melding = f"{naam}: groter dan {GROOTSTE_ZIP // MB} MB. Verdeel de berichten over meer zipbestanden."
        yield Afwijzing(naam, "bestand.te_groot", melding)
        return
    try:
        with zipfile.ZipFile(pad) as z:
            leden = sorted((i for i in z.infolist() if not i.is_dir()), key=lambda i: i.filename)
            if weigering := _te_groot(naam, leden):
                yield weigering
                return
            if not leden:
                yield Afwijzing(naam, "bestand.leeg", f"{naam}: het zipbestand is leeg.")
            gezien: Counter[str] = Counter()
            for lid in leden:
                gezien[lid.filename] += 1
                # two members of one name are two messages
                eigen = f" ({gezien[lid.filename]})" if gezien[lid.filename] > 1 else ""
                yield from _lid(z, lid, naam, eigen, veilig, diepte)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        melding = f"{naam}: het zipbestand is beschadigd of afgebroken bij het kopiëren. Lever het opnieuw."
        yield Afwijzing(naam, "bericht.onleesbaar", melding)


def _te_groot(naam: str, leden: list[zipfile.ZipInfo]) -> Afwijzing | None:
    """What the directory of the zip says it would become, before one byte is unpacked."""
    if len(leden) > MEESTE_LEDEN:
        melding = f"{naam}: meer dan {MEESTE_LEDEN} bestanden in één zipbestand. Verdeel ze over meer zipbestanden."
        return Afwijzing(naam, "bestand.te_groot", melding)
    groot = [i for i in leden if i.file_size > RUIMTE and i.file_size > VERHOUDING * max(i.compress_size, 1)]
    if groot or sum(i.file_size for i in leden) > GROOTSTE_INHOUD:
        melding = f"{naam}: uitgepakt wordt dit onwaarschijnlijk groot. Er is niets van uitgepakt."
        return Afwijzing(naam, "bericht.onveilig", melding)
    return None


def _lid(
    z: zipfile.ZipFile, lid: zipfile.ZipInfo, zipnaam: str, eigen: str, veilig: Veilig, diepte: int
) -> Iterator[Stuk | Afwijzing]:
    delen = lid.filename.replace("\\", "/").split("/")
    if delen[-1].startswith(".") or delen[0] == "__MACOSX":  # what file managers leave behind
        return
    naam = f"{zipnaam}/{veilig('/'.join(delen))}{eigen}"
    if ".." in delen or delen[0] == "" or ":" in delen[0] or STUURTEKEN.search(lid.filename):
        melding = f"{zipnaam}: een bestand in de zip wijst met zijn naam buiten de zip. Het is niet gelezen."
        yield Afwijzing(zipnaam, "bericht.onveilig", melding)
        return
    if lid.flag_bits & 0x1:
        yield Afwijzing(naam, "bestand.versleuteld", f"{naam}: heeft een wachtwoord. Lever zonder wachtwoord.")
        return
    genest = lid.filename.lower().endswith(".zip")
    grens = GROOTSTE_BESTAND
    if lid.file_size > grens:
        melding = f"{naam}: uitgepakt groter dan {grens // MB} MB. De standaard staat 25 MB toe."
        yield Afwijzing(naam, "bestand.te_groot", melding)
        return
    try:
        inhoud = _snel(z, lid)
        if inhoud is None:
            with z.open(lid) as f:
                inhoud = f.read(grens + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        melding = f"{naam}: is in de zip beschadigd of anders ingepakt dan te lezen is. Lever het opnieuw."
        yield Afwijzing(naam, "bericht.onleesbaar", melding)
        return
    if genest or inhoud[:4] in ZIPKOP:
        if diepte:
            melding = f"{naam}: een zip in een zip in een zip. Pak uit en lever de berichten in één zip."
            yield Afwijzing(naam, "bericht.onveilig", melding)
            return
        yield from _zip(io.BytesIO(inhoud), naam, veilig, diepte + 1)
        return
    yield _bericht(naam, inhoud, grens)


def _snel(z: zipfile.ZipFile, lid: zipfile.ZipInfo) -> bytes | None:
    """A member of a plain form in one read; None where `zipfile` must judge it (any other form, or any doubt)."""
    if lid.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED) or z.fp is None or lid.file_size > KOP:
        return None
    naam = lid.orig_filename.encode("utf-8" if lid.flag_bits & UTF8_NAAM else "cp437", "replace")
    z.fp.seek(lid.header_offset)
    gelezen = z.fp.read(LIDKOP + len(naam) + RUIMTE_EXTRA + lid.compress_size)
    if gelezen[:4] != ZIPKOP[0] or gelezen[LIDKOP : LIDKOP + len(naam)] != naam or len(gelezen) < LIDKOP:
        return None
    lengte_naam, lengte_extra = int.from_bytes(gelezen[26:28], "little"), int.from_bytes(gelezen[28:30], "little")
    begin = LIDKOP + lengte_naam + lengte_extra
    ingepakt = gelezen[begin : begin + lid.compress_size]
    if lengte_naam != len(naam) or lengte_extra > RUIMTE_EXTRA or len(ingepakt) != lid.compress_size:
        return None
    if lid.compress_type == zipfile.ZIP_DEFLATED:
        # never more than the directory of the zip says, which has been held against the limits
        inhoud = zlib.decompressobj(-zlib.MAX_WBITS).decompress(ingepakt, lid.file_size + 1)
    else:
        inhoud = ingepakt
    return inhoud if len(inhoud) == lid.file_size and zlib.crc32(inhoud) == lid.CRC else None
