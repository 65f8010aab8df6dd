"""The public door of the file readers: which reader fits a file is decided here, how to read it is not."""

from pathlib import Path

from pipeline.inname.lezers.csv import lees_csv
from pipeline.inname.lezers.model import Blad, LeesFout, Rij, leesfout
from pipeline.inname.lezers.tekst import lees_md
from pipeline.inname.lezers.xlsx import OLE, lees_xlsx

__all__ = ["Blad", "LeesFout", "Rij", "is_tijdelijk", "lees"]

_TEKST_MET_KOLOMMEN = {".csv", ".txt", ".tsv"}
_WERKBOEK = {".xlsx", ".xlsm", ".xlsb", ".ods", ".xls"}
_TIJDELIJK_BEGIN = ("~$", ".~lock")
_TIJDELIJK_EINDE = (".filepart", ".tmp", ".crdownload", ".part", ".download")


def is_tijdelijk(pad: Path) -> bool:
    """Whether a name is that of a file which a program or a transfer is still working on."""
    naam = pad.name.lower()
    return naam.startswith(_TIJDELIJK_BEGIN) or naam.endswith(_TIJDELIJK_EINDE)


def lees(pad: Path) -> list[Blad]:
    """Read a delivered file; raises LeesFout when it cannot be read."""
    if is_tijdelijk(pad):
        raise leesfout(
            "bestand.tijdelijk",
            pad.name,
            "dit is een tijdelijk bestand van een programma of van een overdracht die nog loopt",
            "het volledige bestand onder zijn eigen naam",
            "Wacht tot de overdracht klaar is, sluit het bestand in Excel en lever het opnieuw aan",
        )
    extensie = pad.suffix.lower()
    if extensie in _WERKBOEK or (extensie in _TEKST_MET_KOLOMMEN and _is_werkboek(pad)):
        return lees_xlsx(pad)
    if extensie in _TEKST_MET_KOLOMMEN:
        return [lees_csv(pad)]
    if extensie == ".md":
        return [lees_md(pad)]
    raise leesfout(
        "bestand.soort_onbekend",
        pad.name,
        "een bestand van een soort die niet wordt gelezen",
        "een bestand met extensie .csv, .txt, .tsv, .xlsx, .xlsm, .xlsb, .ods, .xls of .md",
        "Sla de gegevens op als .csv of .xlsx en lever dat bestand aan",
    )


def _is_werkboek(pad: Path) -> bool:
    with pad.open("rb") as bestand:
        begin = bestand.read(8)
    return begin.startswith(b"PK\x03\x04") or begin == OLE
