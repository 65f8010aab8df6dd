"""Reads delimited text (CSV, TSV) into a Blad; what the columns mean and which rows are right is judged elsewhere."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.inname.lezers.codering import bestand_leeg, lees_tekst
from pipeline.inname.lezers.model import MAX_KOLOMMEN, MAX_TEKENS_PER_CEL, Blad, LeesFout, Rij, leesfout, tekstcel

SCHEIDINGSTEKENS = ";,\t|"
_PROEFREGELS = 200
_PROEFTEKENS = 256 * 1024

_SEP_REGEL = re.compile(r'"?sep=([;,\t|])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_REGELEINDE = re.compile(r"\r\n|\r|\n")
_AANHALING = re.compile(r'"(?:[^"]++|"")*+("?)')
_VELD_TUSSEN_AANHALINGSTEKENS = re.compile(r'(^|[;,\t|])"(?:[^"]++|"")*+"(?=$|[;,\t|])', re.MULTILINE)
_KOMMA_ALS_LEESTEKEN = re.compile(r"(?<=\d),(?=\d)|,(?= )")
_ANDER_SOORT = ("<!doctype", "<html", "<?xml", "%pdf", "{\\rtf")


def lees_csv(pad: Path) -> Blad:
    """Read the whole file as one Blad; rows keep the width they have in the file."""
    tekst = lees_tekst(pad)
    if tekst.lstrip()[:16].lower().startswith(_ANDER_SOORT):
        raise leesfout(
            "bestand.geen_csv",
            pad.name,
            "de inhoud is een webpagina, XML, PDF of opgemaakte tekst",
            "een CSV-bestand",
            "Exporteer de gegevens als CSV of XLSX en lever dat bestand aan",
        )
    eerste_regel = 1
    if kop := _SEP_REGEL.match(tekst):
        scheiding, tekst, eerste_regel = kop[1], tekst[kop.end() :], 2
    else:
        scheiding = bepaal_scheidingsteken(tekst)
    rijen = tuple(_rijen(pad, tekst, scheiding, eerste_regel))
    if not rijen:
        raise bestand_leeg(pad)
    return Blad(naam=None, rijen=rijen)


def bepaal_scheidingsteken(tekst: str) -> str:
    """The separator that gives the first lines the most consistent width; `;` for a file of one column."""
    regels = _proefregels(tekst)
    # A decimal comma or a comma in prose is as regular as a separator can be. So commas that look like punctuation
    # count only when nothing else explains the file.
    zonder_leestekens = [_KOMMA_ALS_LEESTEKEN.sub(" ", regel) for regel in regels]
    pogingen = (_kandidaten(zonder_leestekens), _kandidaten(regels))
    for kandidaten in pogingen:
        dekking, breedte, _, teken = max(kandidaten)
        if dekking < 0.5:
            continue
        een_kolom_met_decimalen = (
            teken == "," and breedte == 2 and "," not in regels[0] and not any("," in r for r in zonder_leestekens)
        )
        return ";" if een_kolom_met_decimalen else teken
    # Mostly loose lines, then a small table: three columns in two lines is still no coincidence.
    for kandidaten in pogingen:
        dekking, breedte, _, teken = max(kandidaten)
        if breedte >= 3 and dekking * len(regels) >= 2:
            return teken
    return ";"


def _proefregels(tekst: str) -> list[str]:
    proef = tekst[:_PROEFTEKENS]
    regels = _REGELEINDE.split(proef)
    if len(proef) < len(tekst) and len(regels) > 1:
        regels.pop()  # probably cut in the middle
    # Fields in quotes become one neutral character: whatever stands in them says nothing about the separator.
    proef = _VELD_TUSSEN_AANHALINGSTEKENS.sub(r"\1x", "\n".join(regels[:_PROEFREGELS]))
    return [regel for regel in proef.split("\n") if regel.strip()] or [""]


def _kandidaten(regels: list[str]) -> list[tuple[float, int, int, str]]:
    """Per separator: share of the lines with the usual width, that width, and its place in the order of preference."""
    uitkomst = []
    for plaats, teken in enumerate(SCHEIDINGSTEKENS):
        breedtes = Counter(regel.count(teken) + 1 for regel in regels if teken in regel)
        breedte, aantal = max(breedtes.items(), key=lambda paar: (paar[1], paar[0]), default=(1, 0))
        uitkomst.append((aantal / len(regels), breedte, -plaats, teken))
    return uitkomst


def _rijen(pad: Path, tekst: str, scheiding: str, eerste_regel: int) -> Iterator[Rij]:
    gelezen = 0

    def regels() -> Iterator[str]:
        nonlocal gelezen
        for regel in io.StringIO(tekst, newline=""):
            gelezen += len(regel)
            yield regel

    lezer = csv.reader(regels(), delimiter=scheiding, strict=True)
    while True:
        begin, regel = gelezen, eerste_regel + lezer.line_num
        try:
            velden = next(lezer)
        except StopIteration:
            return
        except csv.Error:
            # `from None`: nothing of the content may travel along with the error.
            raise _kapot_record(pad, tekst, begin, scheiding, regel) from None
        if len(velden) > MAX_KOLOMMEN:
            raise leesfout(
                "bestand.te_breed",
                pad.name,
                f"{len(velden)} kolommen",
                f"hoogstens {MAX_KOLOMMEN} kolommen",
                "Controleer het scheidingsteken van de export of lever minder kolommen aan",
                regel,
            )
        if any(len(veld) > MAX_TEKENS_PER_CEL for veld in velden):
            raise _cel_te_groot(pad, regel)
        cellen = tuple(tekstcel(veld) for veld in velden)
        if any(cel is not None for cel in cellen):
            yield Rij(regel, cellen)


def _kapot_record(pad: Path, tekst: str, begin: int, scheiding: str, regel: int) -> LeesFout:
    """Find the quote that spoils the record which starts at `begin`, and name its line."""
    plaats = begin
    while plaats < len(tekst):
        if tekst[plaats] == '"':
            veld = _AANHALING.match(tekst, plaats)
            regel_van_teken = regel + len(_REGELEINDE.findall(tekst, begin, plaats))
            if not veld[1]:
                return leesfout(
                    "bestand.afgekapt",
                    pad.name,
                    "een aanhalingsteken dat hier opent, wordt tot het einde van het bestand niet gesloten",
                    "een sluitend aanhalingsteken",
                    "Waarschijnlijk is het bestand niet volledig overgekomen: exporteer en lever het opnieuw aan",
                    regel_van_teken,
                )
            einde = veld.end()
            if tekst[einde : einde + 1] not in (scheiding, "\r", "\n", ""):
                return leesfout(
                    "bestand.geen_csv",
                    pad.name,
                    "een veld tussen aanhalingstekens dat hier begint, gaat na het sluitende aanhalingsteken door",
                    "een scheidingsteken of het einde van de regel",
                    "Verdubbel aanhalingstekens binnen een veld, of exporteer het bestand opnieuw",
                    regel_van_teken,
                )
        else:
            einde = plaats
        volgende = re.compile(rf"[{re.escape(scheiding)}\r\n]").search(tekst, einde)
        if volgende is None or volgende[0] != scheiding:
            break
        plaats = volgende.end()
    return _cel_te_groot(pad, regel)


def _cel_te_groot(pad: Path, regel: int) -> LeesFout:
    return leesfout(
        "bestand.te_groot",
        pad.name,
        "een cel is te lang",
        f"hoogstens {MAX_TEKENS_PER_CEL} tekens in een cel",
        "Kijk of een aanhalingsteken niet is gesloten, of kort de tekst in",
        regel,
    )
