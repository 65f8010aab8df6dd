"""Which message is this, and is its XML safe to hand to the fast reader? By namespace and local name, never by prefix.

The fast reader matches on local names and looks past namespaces, entities and comments. So this module proves, by
counting, that a message has none of what it would look past; a message for which the count does not prove it goes to
the exact reader of `lxml`, which decides (`is_gewoon`, `keur`). What a message says is read in `lezen`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from pipeline.inname.berichten.uitpakken import Afwijzing, Stuk
from pipeline.inname.berichten.vormen import VORMEN

STELSELS = {"iwmo": ("wmo", "wmo"), "ijw": ("jw", "jeugdwet")}  # -> letters in the kind, wet of the house
NIET_GELADEN = ("316", "317", "318", "319", "320")  # known, of no use to steering
RUIMTE_XSI = b"http://www.w3.org/2001/XMLSchema-instance"
DIEPSTE = 24  # the deepest element of the standard stands at 10
KOPLENGTE = 8_192

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
    inhoud: bytes
    hash: str
    gewoon: bool  # the fast reader may have it


def herken(stuk: Stuk) -> Bericht | Afwijzing:
    """The message in a piece, or why it is none that the house loads."""
    naam, inhoud = stuk.naam, stuk.inhoud
    if inhoud.find(b"<!DOCTYPE", 0, KOPLENGTE) >= 0:
        return _onveilig(naam)
    wortel = WORTEL.match(inhoud, 0, KOPLENGTE)
    if wortel is None:
        melding = f"{naam}: geen XML-bericht van iWmo of iJw. Verwacht: een bestand dat met <...:Bericht begint."
        return Afwijzing(naam, "bericht.onleesbaar" if inhoud.strip() else "bestand.leeg", melding)
    ruimten = {m[1] or b"": m[2] or m[3] or b"" for m in XMLNS.finditer(wortel[4])}
    plek = BERICHTRUIMTE.fullmatch(ruimten.get(wortel[2] or b"", b""))
    if wortel[3] != b"Bericht" or plek is None or STELSELS[plek[1].decode()][0] != plek[4].decode():
        melding = (
            f"{naam}: het eerste element is geen Bericht in een namespace van iWmo of iJw. Verwacht: "
            "http://www.istandaarden.nl/iwmo/3_2/wmo301/schema en dergelijke."
        )
        return Afwijzing(naam, "bericht.onbekend", melding)
    wet, soort, versie = STELSELS[plek[1].decode()][1], plek[5].decode(), f"{plek[2].decode()}.{plek[3].decode()}"
    if versie not in ("3.0", "3.1", "3.2"):
        melding = f"{naam}: een bericht van release {versie}. Het huis leest 3.0, 3.1 en 3.2."
        return Afwijzing(naam, "bericht.versie", melding)
    if soort in NIET_GELADEN:
        melding = f"{naam}: een bericht {soort}. Dat is bekend, maar bevat niets voor de sturing en wordt niet geladen."
        return Afwijzing(naam, "bericht.niet_geladen", melding)
    if soort not in VORMEN:
        melding = f"{naam}: een bericht {soort} van {wet}. Het huis leest {', '.join(VORMEN)}."
        return Afwijzing(naam, "bericht.onbekend", melding)
    if begin := wortel.start("wortel"):
        inhoud = inhoud[begin:]
    gewoon = _is_gewoon(inhoud, ruimten, _toegestaan(plek[0]))
    if not gewoon and (b"<!DOCTYPE" in inhoud or b"<!ENTITY" in inhoud):
        return _onveilig(naam)
    som = hashlib.sha256(inhoud.translate(None, b"\r\n")).hexdigest()
    return Bericht(naam, wet, soort, versie, inhoud, som, gewoon)


def _onveilig(naam: str) -> Afwijzing:
    melding = f"{naam}: bevat een DTD of entiteiten. Die leest het huis niet; lever het bericht zonder."
    return Afwijzing(naam, "bericht.onveilig", melding)


@lru_cache(maxsize=64)
def _toegestaan(berichtruimte: bytes) -> tuple[bytes, ...]:
    basis = re.sub(rb"/(?:wmo|jw)\d{3}/", b"/basisschema/", berichtruimte)
    return berichtruimte, basis, re.sub(rb"/schema$", b"/schema/3_2", basis), RUIMTE_XSI


def _is_gewoon(inhoud: bytes, ruimten: dict[bytes, bytes], toegestaan: tuple[bytes, ...]) -> bool:
    """Whether counting proves: every tag has a prefix of the message's own namespaces, which its root declares.

    Then there is no comment, CDATA, processing instruction or foreign element, and no entity that is not XML's own.
    """
    if any(r not in toegestaan for r in ruimten.values()) or inhoud.count(b"xmlns") != len(ruimten):
        return False
    # names without a prefix cannot be told from undeclared ones by counting: those go to the exact reader
    prefixen = [p for p, r in ruimten.items() if p and r != RUIMTE_XSI]
    open_ = sum(inhoud.count(b"<" + p + b":") for p in prefixen)
    dicht = sum(inhoud.count(b"</" + p + b":") for p in prefixen)
    if open_ != dicht or open_ + dicht != inhoud.count(b"<"):
        return False
    verwijzingen = inhoud.count(b"&")
    return not verwijzingen or verwijzingen == len(VERWIJZING.findall(inhoud))


def keur(bericht: Bericht) -> Afwijzing | bytes:
    """The exact judgement of one message: its XML written anew (well-formed, plain, own namespaces), or its refusal."""
    naam = bericht.naam
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
