"""Which message is this, and is its XML safe to hand to the fast reader? By namespace and local name, never by prefix.

The fast reader matches on local names and looks past namespaces, entities and comments. So `bewijs` proves of many
messages at once that they have none of what it would look past; a message for which that does not succeed goes to the
exact reader of `lxml`, which decides (`keur`). What a message says is read in `lezen`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from lxml import etree

from pipeline.inname.berichten.uitpakken import Afwijzing, Stuk
from pipeline.inname.berichten.vormen import VORMEN

STELSELS = {"iwmo": ("wmo", "wmo"), "ijw": ("jw", "jeugdwet")}  # -> letters in the kind, wet of the house
NIET_GELADEN = ("316", "317", "318", "319", "320")  # known, of no use to steering
RUIMTE_XSI = b"http://www.w3.org/2001/XMLSchema-instance"
DIEPSTE = 24  # the deepest element of the standard stands at 10
KOPLENGTE = 8_192
WOORD = 8  # bytes that are compared at a time
EINDE = b" " * 2 * WOORD
STUK, PROEFSTUK = 1 << 16, 1 << 17
KLEINER, GROTER, SCHUIN = b"<>/"

GEWOON_BEGIN = re.compile(rb"<\w")
WORTEL = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?P<wortel><)(?:([\w.-]+):)?([\w.-]+)((?:\s[^<>]*)?)>", re.DOTALL)
XMLNS = re.compile(rb"""\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
BERICHTRUIMTE = re.compile(rb"http://www\.istandaarden\.nl/(iwmo|ijw)/(\d)_(\d)/(wmo|jw)(\d{3})/schema(?:/\d_\d)?")
VERWIJZING = re.compile(rb"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


@dataclass(slots=True)  # not frozen: that makes each four times as slow to make, and there are 100.000s
class Bericht:
    """One recognised message: where it stands, what it is, and its XML from the root element on."""

    naam: str
    wet: str
    soort: str
    versie: str
    # the prefixes of its own namespaces, where its root declares those and no others; None: only for the exact reader
    prefixen: tuple[bytes, ...] | None
    inhoud: bytes
    hash: str


def herken(stuk: Stuk) -> Bericht | Afwijzing:
    """The message in a piece, or why it is none that the house loads."""
    naam, inhoud = stuk.naam, stuk.inhoud
    if inhoud.find(b"<!DOCTYPE", 0, KOPLENGTE) >= 0:
        return _onveilig(naam)
    begin, eind = 0, inhoud.find(b">", 0, KOPLENGTE) + 1
    tag = inhoud[:eind]
    if not GEWOON_BEGIN.match(tag):
        wortel = WORTEL.match(inhoud, 0, KOPLENGTE)
        begin, tag = (wortel.start("wortel"), wortel[0][wortel.start("wortel") :]) if wortel else (0, b"")
    plek = _plek(tag)
    if isinstance(plek, str):
        code, melding = plek.split(" ", 1)
        if code == "bericht.onleesbaar" and not inhoud.strip():
            code = "bestand.leeg"
        return Afwijzing(naam, code, f"{naam}: {melding}")
    if begin:
        inhoud = inhoud[begin:]
    return Bericht(naam, *plek, inhoud, _hash(inhoud))


def _hash(inhoud: bytes) -> str:
    """The sha256 without carriage returns: CR/LF and LF are the same message."""
    if len(inhoud) <= STUK:
        return hashlib.sha256(inhoud.replace(b"\r", b"")).hexdigest()
    som = hashlib.sha256()
    for i in range(0, len(inhoud), STUK):
        som.update(inhoud[i : i + STUK].replace(b"\r", b""))
    return som.hexdigest()


# the root elements of one sender are alike to the letter
@lru_cache(maxsize=1_024)
def _plek(tag: bytes) -> tuple[str, str, str, tuple[bytes, ...] | None] | str:
    """Wet, kind, release and prefixes of a root element; or rule and text of why it is not loaded."""
    wortel = WORTEL.fullmatch(tag)
    if wortel is None:
        return "bericht.onleesbaar geen XML-bericht van iWmo of iJw. Verwacht: een bestand dat met <...:Bericht begint."
    ruimten = {m[1] or b"": m[2] or m[3] or b"" for m in XMLNS.finditer(wortel[4])}
    plek = BERICHTRUIMTE.fullmatch(ruimten.get(wortel[2] or b"", b""))
    if wortel[3] != b"Bericht" or plek is None or STELSELS[plek[1].decode()][0] != plek[4].decode():
        return (
            "bericht.onbekend het eerste element is geen Bericht in een namespace van iWmo of iJw. Verwacht: "
            "http://www.istandaarden.nl/iwmo/3_2/wmo301/schema en dergelijke."
        )
    wet, soort, versie = STELSELS[plek[1].decode()][1], plek[5].decode(), f"{plek[2].decode()}.{plek[3].decode()}"
    if versie not in ("3.0", "3.1", "3.2"):
        return f"bericht.versie een bericht van release {versie}. Het huis leest 3.0, 3.1 en 3.2."
    if soort in NIET_GELADEN:
        return (
            f"bericht.niet_geladen een bericht {soort}. Dat is bekend, maar bevat niets voor de sturing en wordt niet "
            "geladen."
        )
    if soort not in VORMEN:
        return f"bericht.onbekend een bericht {soort} van {wet}. Het huis leest {', '.join(VORMEN)}."
    return wet, soort, versie, _prefixen(ruimten, plek[0])


def _onveilig(naam: str) -> Afwijzing:
    melding = f"{naam}: bevat een DTD of entiteiten. Die leest het huis niet; lever het bericht zonder."
    return Afwijzing(naam, "bericht.onveilig", melding)


@lru_cache(maxsize=64)
def _toegestaan(berichtruimte: bytes) -> tuple[bytes, ...]:
    basis = re.sub(rb"/(?:wmo|jw)\d{3}/", b"/basisschema/", berichtruimte)
    return berichtruimte, basis, re.sub(rb"/schema$", b"/schema/3_2", basis), RUIMTE_XSI


def _prefixen(ruimten: dict[bytes, bytes], berichtruimte: bytes) -> tuple[bytes, ...] | None:
    """Names without a prefix cannot be told from names with an undeclared one, and a long prefix not at one glance."""
    toegestaan = _toegestaan(berichtruimte)
    if b"" in ruimten or any(r not in toegestaan for r in ruimten.values()):
        return None
    prefixen = tuple(p for p, r in ruimten.items() if r != RUIMTE_XSI)
    return prefixen if all(len(p) < WOORD for p in prefixen) else None


def bewijs(buffer: bytes, prefixen: tuple[bytes, ...]) -> tuple[np.ndarray, int]:
    """Where tags stand in a buffer that are not plain, and a depth that no element of it stands below.

    Plain: a tag has one of these prefixes, of namespaces that only the root declares. A message of plain tags alone has
    no comment, CDATA, processing instruction, DTD or foreign element (the rest: `zonder_verwijzing`). The last two
    words of the buffer hold no tag: `EINDE`.
    """
    tekens = np.frombuffer(buffer, np.uint8)
    woorden = np.ndarray((len(tekens) - WOORD + 1,), "<u8", buffer, strides=(1,))  # one begins at every byte
    paren = [
        (np.uint64((1 << (8 * (len(p) + 1))) - 1), np.uint64(int.from_bytes(p + b":", "little"))) for p in prefixen
    ]
    vreemd, stand, diepste = [], 0, 0
    # a piece at a time, small enough for the processor's own memory
    for i in range(0, len(tekens), PROEFSTUK):
        plek = np.flatnonzero(tekens[i : i + PROEFSTUK] == KLEINER)
        if not len(plek):
            continue
        plek += i + 1
        dicht = tekens[plek] == SCHUIN
        plek += dicht
        woord = woorden[plek]  # what follows '<' or '</', as one number
        goed = np.zeros(len(plek), bool)
        for masker, getal in paren:
            goed |= (woord & masker) == getal
        if np.count_nonzero(goed) < len(plek):
            vreemd.append(plek[~goed])
        loop, gesloten = np.arange(1, len(plek) + 1, dtype=np.int32), np.cumsum(dicht, dtype=np.int32)
        loop -= gesloten
        loop -= gesloten
        diepste = max(diepste, stand + int(loop.max()))
        stand += int(loop[-1])
    if diepste > DIEPSTE:  # an element without content counted as one that stays open
        diepste = _diepte(tekens)
    return np.concatenate(vreemd) if vreemd else np.zeros(0, np.int64), diepste


def _diepte(tekens: np.ndarray) -> int:
    """The same depth, with elements of one tag known as such where they can be told with certainty."""
    begin, eind = np.flatnonzero(tekens == KLEINER), np.flatnonzero(tekens == GROTER)
    stap = np.where(tekens[begin + 1] == SCHUIN, np.int8(-1), np.int8(1))
    eerste = np.searchsorted(eind, begin)
    # a single '>' before the next '<' can only be the end of the tag, not text or the value of an attribute
    alleen = np.diff(np.append(eerste, len(eind))) == 1
    leeg = alleen & (tekens[np.append(eind, 1)[eerste] - 1] == SCHUIN)
    stap[leeg] = 0
    return int((np.cumsum(stap, dtype=np.int32) + leeg).max(initial=0))


def zonder_verwijzing(bericht: Bericht) -> bool:
    """Whether a message declares no namespace below its root and has only XML's own entities."""
    inhoud = bericht.inhoud
    wortel = inhoud.index(b">")
    if inhoud.find(b"=", wortel) >= 0 and inhoud.find(b"xmlns", wortel) >= 0:
        return False
    return inhoud.find(b"&") < 0 or inhoud.count(b"&") == len(VERWIJZING.findall(inhoud))


def keur(bericht: Bericht) -> Afwijzing | bytes:
    """The exact judgement of one message: its XML written anew (well-formed, plain, own namespaces), or its refusal."""
    naam = bericht.naam
    if b"<!DOCTYPE" in bericht.inhoud or b"<!ENTITY" in bericht.inhoud:
        return _onveilig(naam)
    ontleder = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        wortel = etree.fromstring(bericht.inhoud, ontleder)
    except (etree.XMLSyntaxError, ValueError) as fout:
        regel = getattr(fout, "lineno", None)
        melding = f"{naam}: geen geldige XML{f' (bij regel {regel})' if regel else ''}, misschien afgebroken bij het "
        return Afwijzing(naam, "bericht.onleesbaar", melding + "kopiëren. Lever het bericht opnieuw.")
    toegestaan = {r.decode() for r in _toegestaan(etree.QName(wortel).namespace.encode())}
    diepte = diepste = 0
    for gebeurtenis, element in etree.iterwalk(wortel, events=("start", "end")):
        diepte += 1 if gebeurtenis == "start" else -1
        diepste = max(diepste, diepte)
        if not isinstance(element.tag, str):
            melding = f"{naam}: bevat een entiteit. Die leest het huis niet; lever het bericht zonder."
            return Afwijzing(naam, "bericht.onveilig", melding)
        if etree.QName(element).namespace not in toegestaan:
            melding = f"{naam}: bevat een element buiten de namespaces van het bericht (regel {element.sourceline})."
            return Afwijzing(naam, "bericht.onbekend", melding)
    if diepste > DIEPSTE:
        melding = f"{naam}: de elementen zijn dieper genest dan de standaard kent. Lever het bericht opnieuw."
        return Afwijzing(naam, "bericht.onleesbaar", melding)
    return etree.tostring(wortel, encoding="utf-8")
