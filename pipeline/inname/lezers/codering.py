"""From the bytes of a text file to text; what the text means belongs in the reader that asks for it."""

import codecs
from pathlib import Path

from pipeline.inname.lezers.model import MAX_BYTES, LeesFout, leesfout

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OPSLAAN = "Sla het bestand opnieuw op als 'CSV UTF-8' en lever het opnieuw aan"
_VERWACHT = "tekst in UTF-8, UTF-16 met BOM of Windows-1252"


def lees_bytes(pad: Path) -> bytes:
    """The whole file, unless it is too large or empty."""
    omvang = pad.stat().st_size
    if omvang > MAX_BYTES:
        raise leesfout(
            "bestand.te_groot",
            pad.name,
            f"het bestand is {omvang / 1024**2:.0f} MiB groot",
            f"hoogstens {MAX_BYTES // 1024**2} MiB",
            "Splits de levering, bijvoorbeeld per jaar",
        )
    data = pad.read_bytes()
    if not data:
        raise bestand_leeg(pad)
    return data


def lees_tekst(pad: Path) -> str:
    """Decode by BOM, else strict UTF-8, else strict Windows-1252."""
    data = lees_bytes(pad)
    tekst = _decodeer(pad, data)
    if "\0" in tekst:
        raise leesfout(
            "bestand.codering",
            pad.name,
            "het bestand bevat NUL-tekens",
            _VERWACHT,
            _OPSLAAN,
            tekst.count("\n", 0, tekst.index("\0")) + 1,
        )
    if not tekst.strip():
        raise bestand_leeg(pad)
    return tekst


def bestand_leeg(pad: Path) -> LeesFout:
    """The error for a file without any content."""
    return leesfout(
        "bestand.leeg",
        pad.name,
        "het bestand is leeg",
        "ten minste een regel met kolomnamen",
        "Controleer de export en lever het bestand opnieuw aan",
    )


def _decodeer(pad: Path, data: bytes) -> str:
    for bom, codering in _BOMS:
        if data.startswith(bom):
            return _strikt(pad, data[len(bom) :], codering)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fout:
        # letters of two bytes beside a byte that is none: half UTF-8, and Windows-1252 would read 'Ã©' for 'é'
        gemengd = any(ord(teken) > 127 for teken in data.decode("utf-8", errors="ignore"))
        regel = data.count(b"\n", 0, fout.start) + 1
    if not gemengd:
        return _strikt(pad, data, "cp1252")
    raise leesfout("bestand.codering", pad.name, "een teken dat in UTF-8 niet bestaat", _VERWACHT, _OPSLAAN, regel)


def _strikt(pad: Path, data: bytes, codering: str) -> str:
    try:
        return data.decode(codering)
    except UnicodeDecodeError as fout:
        regel = data[: fout.start].decode(codering, errors="replace").count("\n") + 1
        naam = "Windows-1252" if codering == "cp1252" else codering.upper()
        # `from None`: the original exception carries the file's bytes.
        raise leesfout(
            "bestand.codering",
            pad.name,
            f"een teken dat in {naam} niet bestaat",
            _VERWACHT,
            _OPSLAAN,
            regel,
        ) from None
