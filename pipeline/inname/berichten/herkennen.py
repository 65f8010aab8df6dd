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
STUK = 1 << 18

WORTEL = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?P<wortel><)(?:([\w.-]+):)?([\w.-]+)((?:\s[^<>]*)?)>", re.DOTALL)
XMLNS = re.compile(rb"""\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
BERICHTRUIMTE = re.compile(rb"http://www\.istandaarden\.nl/(iwmo|ijw)/(\d)_(\d)/(wmo|jw)(\d{3})/schema(?:/\d_\d)?")
VERWIJZING = re.compile(rb"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


@dataclass(frozen=True, slots=True)
class Bericht:
    """One recognised message: where it stands, what it is, and its XML from the root element on."""

    naam: str
    wet: str
    soort: str
    versie: str
    # the prefixes of its own namespaces, where its root declares those and no others; None: only for the exact reader
    prefixen: tuple[bytes, ...] | None
    toekenningen: int  # signs '=' in its root element: where there are no others, nothing else is declared
    inhoud: bytes
    hash: str


def herken(stuk: Stuk) -> Bericht | Afwijzing:
    """The message in a piece, or why it is none that the house loads."""
    naam, inhoud = stuk.naam, stuk.inhoud
    if inhoud.find(b"<!DOCTYPE", 0, KOPLENGTE) >= 0:
        return _onveilig(naam)
    wortel = WORTEL.match(inhoud, 0, KOPLENGTE)
    if wortel is None:
        melding = f"{naam}: geen XML-bericht van iWmo of iJw. Verwacht: een bestand dat met <...:Bericht begint."
        return Afwijzing(naam, "bericht.onleesbaar" if inhoud.strip() else "bestand.leeg", melding)
    plek = _plek(wortel[0][wortel.start("wortel") - wortel.start() :])
    if isinstance(plek, str):
        code, melding = plek.split(" ", 1)
        return Afwijzing(naam, code, f"{naam}: {melding}")
    if begin := wortel.start("wortel"):
        inhoud = inhoud[begin:]
    # CR/LF and LF are the same message
    return Bericht(naam, *plek, inhoud, hashlib.sha256(inhoud.replace(b"\r", b"")).hexdigest())


# the root elements of one sender are alike to the letter
@lru_cache(maxsize=1_024)
def _plek(tag: bytes) -> tuple[str, str, str, tuple[bytes, ...] | None, int] | str:
    """Wet, kind, release, prefixes and signs '=' of a root element; or rule and text of why it is not loaded."""
    wortel = WORTEL.match(tag)
    assert wortel is not None
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
    return wet, soort, versie, _prefixen(ruimten, plek[0]), wortel[4].count(b"=")


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


def bewijs(buffer: bytes, grenzen: np.ndarray, berichten: list[Bericht]) -> tuple[np.ndarray, int]:
    """Which messages in a buffer are plain, and how deep the deepest element stands.

    Plain: every tag has a prefix of the message's own namespaces, which only its root declares. Then there is no
    comment, CDATA, processing instruction, DTD or foreign element (entities: `zonder_verwijzing`). `grenzen`: where
    each message begins in the buffer, and where the last one ends. All messages have `prefixen`.
    """
    tekens = np.frombuffer(buffer, np.uint8)
    # a piece at a time, small enough for the processor's own memory
    stukken = [np.flatnonzero(tekens[i : i + STUK] == ord("<")) + i for i in range(0, len(tekens), STUK)]
    begin = np.concatenate(stukken)
    dicht = tekens[begin + 1] == ord("/")
    # the bytes after '<' or '</', as one number: the buffer ends on more than that many bytes of our own
    woord = np.ndarray((len(tekens) - WOORD + 1,), "<u8", buffer, strides=(1,))[begin + 1 + dicht]
    soorten = sorted({b.prefixen or () for b in berichten})
    van = np.searchsorted(grenzen, begin, side="right") - 1
    eigen = (van >= 0) & (van < len(berichten))
    soort_van = np.array([soorten.index(b.prefixen or ()) for b in berichten])
    goed = np.zeros(len(begin), bool)
    for i, prefixen in enumerate(soorten):
        treffer = np.zeros(len(begin), bool)
        for prefix in prefixen:
            begint = prefix + b":"
            masker = np.uint64((1 << (8 * len(begint))) - 1)
            treffer |= (woord & masker) == np.uint64(int.from_bytes(begint, "little"))
        goed |= treffer if len(soorten) == 1 else treffer & (soort_van[np.clip(van, 0, len(berichten) - 1)] == i)
    gewoon = np.ones(len(berichten), bool)
    gewoon[van[eigen & ~goed]] = False
    return gewoon, _diepte(tekens, begin, dicht, b"/>" in buffer)


def zonder_verwijzing(bericht: Bericht) -> bool:
    """Whether a message declares no namespace below its root and has only XML's own entities."""
    inhoud = bericht.inhoud
    if inhoud.count(b"=") != bericht.toekenningen and inhoud.find(b"xmlns", inhoud.index(b">")) >= 0:
        return False
    verwijzingen = inhoud.count(b"&")
    return not verwijzingen or verwijzingen == len(VERWIJZING.findall(inhoud))


def _diepte(tekens: np.ndarray, begin: np.ndarray, dicht: np.ndarray, heeft_leeg: bool) -> int:
    stap = np.where(dicht, np.int8(-1), np.int8(1))
    if heeft_leeg:
        leeg = np.flatnonzero((tekens[1:] == ord(">")) & (tekens[:-1] == ord("/")))
        stap[np.searchsorted(begin, leeg) - 1] = 0
    return int(np.cumsum(stap, dtype=np.int32).max(initial=0))


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
