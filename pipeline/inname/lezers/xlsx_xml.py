"""Looks in the XML of an .xlsx for what the workbook reader hides; cell values themselves are read in xlsx.py.

The workbook reader returns a formula error and a formula that was never calculated as an empty cell, and reserves
memory for the whole rectangle around the outermost cells.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

_BLOK = 4 * 1024**2
_P = rb"(?:\w+:)?"
_GEVULD = re.compile(rb"<" + _P + rb"c\s[^<>]*?\br=[\"']([A-Z]{1,3})(\d+)[\"'][^<>]*(?<!/)>")
_FOUT = re.compile(rb"<" + _P + rb"c\s([^<>]*\bt=[\"']e[\"'][^<>]*)(?<!/)>(.*?)</" + _P + rb"c>", re.DOTALL)
_ADRES = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d+)[\"']")
_WAARDE = re.compile(rb"<" + _P + rb"v(?:\s[^<>]*)?>([^<]*)<")
_ZONDER_WAARDE = re.compile(
    rb"<" + _P + rb"c(\s[^<>]*|)(?<!/)>\s*<" + _P + rb"f\b[^<>]*(?:/>|>[^<]*</" + _P + rb"f>)\s*"
    rb"(?:<" + _P + rb"v\s*/>|<" + _P + rb"v>\s*</" + _P + rb"v>)?\s*</" + _P + rb"c>"
)
_IS_TEKST = re.compile(rb"\bt=[\"']str[\"']")
_VERBORGEN = re.compile(rb"<" + _P + rb"row\s[^<>]*\bhidden=[\"'](?:1|true)[\"']")


@dataclass(slots=True)
class BladXml:
    """What the XML of one sheet tells; rows and columns count from 0 in `fouten`, from 1 in the rest."""

    rijen: int = 0
    kolommen: int = 0
    fouten: dict[tuple[int, int], str] = field(default_factory=dict)
    fouten_zonder_adres: int = 0
    formules_zonder_waarde: int = 0
    eerste_zonder_waarde: int | None = None
    rijen_verborgen: int = 0


def bekijk(archief: zipfile.ZipFile) -> dict[str, BladXml]:
    """Per sheet name what was found; empty for a zip that is no .xlsx."""
    namen = set(archief.namelist())
    return {naam: _bekijk_blad(archief, pad) for naam, pad in _bladen(archief, namen) if pad in namen}


def _bladen(archief: zipfile.ZipFile, namen: set[str]) -> Iterator[tuple[str, str]]:
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= namen:
        return
    relaties = ElementTree.fromstring(archief.read("xl/_rels/workbook.xml.rels"))
    doelen = {relatie.get("Id"): relatie.get("Target", "") for relatie in relaties}
    for element in ElementTree.fromstring(archief.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        kenmerken = {naam.rpartition("}")[2]: waarde for naam, waarde in element.attrib.items()}
        doel = doelen.get(kenmerken.get("id"), "")
        yield kenmerken.get("name", ""), posixpath.normpath(posixpath.join("/xl", doel)).lstrip("/")


def _blokken(archief: zipfile.ZipFile, pad: str) -> Iterator[bytes]:
    rest = b""
    with archief.open(pad) as stroom:
        while blok := stroom.read(_BLOK):
            rest += blok
            # Cut behind a row, so that no cell is split over two blocks.
            grens = rest.rfind(b"row>") + 4
            if grens > 3:
                yield rest[:grens]
                rest = rest[grens:]
    yield rest


def _bekijk_blad(archief: zipfile.ZipFile, pad: str) -> BladXml:
    blad = BladXml()
    for blok in _blokken(archief, pad):
        adressen = _GEVULD.findall(blok)
        for letters in {letters for letters, _ in adressen}:
            blad.kolommen = max(blad.kolommen, _kolom(letters))
        blad.rijen = max(blad.rijen, max((int(rij) for rij in {rij for _, rij in adressen}), default=0))
        blad.rijen_verborgen += len(_VERBORGEN.findall(blok))
        for kenmerken, inhoud in _FOUT.findall(blok):
            adres, waarde = _ADRES.search(kenmerken), _WAARDE.search(inhoud)
            if adres is None:
                blad.fouten_zonder_adres += 1
                continue
            tekst = waarde[1].decode("ascii", "replace").strip() if waarde else ""
            blad.fouten[int(adres[2]) - 1, _kolom(adres[1]) - 1] = tekst if tekst.startswith("#") else f"#{tekst}"
        for gevonden in _ZONDER_WAARDE.finditer(blok):
            if _IS_TEKST.search(gevonden[1]):
                continue  # a formula whose result is an empty text
            adres = _ADRES.search(gevonden[1])
            blad.formules_zonder_waarde += 1
            if blad.eerste_zonder_waarde is None and adres:
                blad.eerste_zonder_waarde = int(adres[2])
    return blad


def _kolom(letters: bytes) -> int:
    nummer = 0
    for letter in letters:
        nummer = nummer * 26 + letter - 64
    return nummer
