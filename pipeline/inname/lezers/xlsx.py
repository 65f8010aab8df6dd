"""Reads workbooks (XLSX, XLSM, XLSB, ODS, XLS) into one Blad per sheet; what the cells mean is judged elsewhere."""

import io
import math
import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from pipeline.inname.lezers.codering import lees_bytes
from pipeline.inname.lezers.model import (
    MAX_BYTES,
    MAX_KOLOMMEN,
    MAX_TEKENS_PER_CEL,
    Blad,
    Cel,
    LeesFout,
    Opmerking,
    Rij,
    leesfout,
    tekstcel,
)
from pipeline.inname.lezers.xlsx_xml import BladXml, bekijk

ZIP = b"PK"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MAX_VERHOUDING = 200
VERHOUDING_VANAF = 50 * 1024**2
# The workbook reader reserves memory for every cell of the rectangle and ends the whole process when it cannot.
MAX_CELLEN = 50_000_000

T = TypeVar("T")


def lees_xlsx(pad: Path) -> list[Blad]:
    """All sheets in the order of the workbook, also the hidden and the empty ones."""
    data = lees_bytes(pad)
    if data.startswith(OLE[:4]) and pad.suffix.lower() in {".xlsx", ".xlsm", ".xlsb"}:
        raise _versleuteld(pad)
    xml = _controleer_zip(pad, data) if data.startswith(ZIP) else {}
    werkboek = _veilig(pad, lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    bladen = []
    for nummer, kenmerken in enumerate(werkboek.sheets_metadata, start=1):
        beeld = xml.get(kenmerken.name, BladXml())
        _controleer_omvang(pad, nummer, beeld.rijen, beeld.kolommen)
        blad = _veilig(pad, lambda naam=kenmerken.name: werkboek.get_sheet_by_name(naam))
        _controleer_omvang(pad, nummer, blad.total_height, blad.total_width)
        tabel = _veilig(pad, lambda bron=blad: bron.to_python(skip_empty_area=False))
        opmerkingen = _opmerkingen(beeld)
        if nummer == 1 and (data.startswith(OLE) or pad.suffix.lower() == ".xlsb"):
            melding = (
                "In dit bestandsformaat komen formulefouten binnen als lege cellen. "
                "Lever bij twijfel het bestand aan als .xlsx."
            )
            opmerkingen.append(("lezen.formulefouten_onzichtbaar", None, melding))
        bladen.append(
            Blad(
                naam=kenmerken.name,
                rijen=_rijen(pad, nummer, tabel, beeld),
                opmerkingen=tuple(opmerkingen),
                verborgen=kenmerken.visible != SheetVisibleEnum.Visible,
            )
        )
    return bladen


def _rijen(pad: Path, blad: int, tabel: list[list], beeld: BladXml) -> tuple[Rij, ...]:
    # An error cell may lie outside the rectangle the workbook reader found, because it counts as empty there.
    hoogte = max([len(tabel), *(rij + 1 for rij, _ in beeld.fouten)])
    breedte = max([len(tabel[0]) if tabel else 0, *(kolom + 1 for _, kolom in beeld.fouten)])
    fouten: dict[int, dict[int, str]] = {}
    for (rij, kolom), tekst in beeld.fouten.items():
        fouten.setdefault(rij, {})[kolom] = tekst
    rijen = []
    for index in range(hoogte):
        cellen = [_cel(waarde) for waarde in tabel[index]] if index < len(tabel) else []
        cellen.extend([None] * (breedte - len(cellen)))
        for kolom, tekst in fouten.get(index, {}).items():
            cellen[kolom] = tekst
        if any(isinstance(cel, str) and len(cel) > MAX_TEKENS_PER_CEL for cel in cellen):
            raise leesfout(
                "bestand.te_groot",
                pad.name,
                f"op blad {blad} is een cel te lang",
                f"hoogstens {MAX_TEKENS_PER_CEL} tekens in een cel",
                "Kort de tekst in",
                index + 1,
            )
        if any(cel is not None for cel in cellen):
            rijen.append(Rij(index + 1, tuple(cellen)))
    return tuple(rijen)


def _cel(waarde: str | bool | float | date | time | timedelta) -> Cel:
    if isinstance(waarde, str):
        return tekstcel(waarde)
    if isinstance(waarde, bool):
        return waarde
    if isinstance(waarde, int):
        return Decimal(waarde)
    if isinstance(waarde, float):
        if not math.isfinite(waarde):
            return "#NUM!"
        # repr gives the shortest number that is the same float: 0.1 stays 0.1.
        return Decimal(int(waarde)) if waarde.is_integer() else Decimal(repr(waarde))
    if isinstance(waarde, timedelta):
        seconden = round(abs(waarde.total_seconds()))
        teken = "-" if waarde < timedelta() else ""
        return f"{teken}{seconden // 3600}:{seconden // 60 % 60:02}:{seconden % 60:02}"
    return waarde


def _opmerkingen(beeld: BladXml) -> list[Opmerking]:
    uitkomst: list[Opmerking] = []
    if beeld.rijen_verborgen:
        melding = f"Verborgen rijen in het blad: {beeld.rijen_verborgen}. Ze zijn wel gelezen."
        uitkomst.append(("lezen.rijen_verborgen", None, melding))
    if beeld.formules_zonder_waarde:
        melding = (
            f"Formules zonder berekende uitkomst, als leeg gelezen: {beeld.formules_zonder_waarde}. "
            "Open het bestand in Excel, sla het op en lever het opnieuw aan."
        )
        uitkomst.append(("lezen.formule_zonder_waarde", beeld.eerste_zonder_waarde, melding))
    if beeld.fouten_zonder_adres:
        melding = (
            f"Formulefouten zonder celadres, als leeg gelezen: {beeld.fouten_zonder_adres}. "
            "Open het bestand in Excel, sla het op en lever het opnieuw aan."
        )
        uitkomst.append(("lezen.formulefout_zonder_adres", None, melding))
    return uitkomst


def _controleer_zip(pad: Path, data: bytes) -> dict[str, BladXml]:
    """Refuse zip bombs before anything is unpacked, then look into the XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archief:
            delen = archief.infolist()
            uitgepakt = sum(deel.file_size for deel in delen)
            if uitgepakt > MAX_BYTES or (uitgepakt > VERHOUDING_VANAF and uitgepakt > MAX_VERHOUDING * len(data)):
                raise leesfout(
                    "bestand.te_groot",
                    pad.name,
                    f"uitgepakt is het bestand {uitgepakt / 1024**2:.0f} MiB",
                    f"uitgepakt hoogstens {MAX_BYTES // 1024**2} MiB en {MAX_VERHOUDING} keer de eigen omvang",
                    "Lever alleen de bladen en kolommen die nodig zijn, of splits de levering",
                )
            if any(deel.flag_bits & 1 for deel in delen):
                raise _versleuteld(pad)
            return bekijk(archief)
    except LeesFout:
        raise
    except Exception:
        raise _geen_xlsx(pad) from None


def _controleer_omvang(pad: Path, blad: int, rijen: int, kolommen: int) -> None:
    if kolommen > MAX_KOLOMMEN:
        raise leesfout(
            "bestand.te_breed",
            pad.name,
            f"blad {blad} heeft {kolommen} kolommen",
            f"hoogstens {MAX_KOLOMMEN} kolommen",
            "Verwijder losse waarden rechts van de tabel of lever minder kolommen aan",
        )
    if rijen * kolommen > MAX_CELLEN:
        raise leesfout(
            "bestand.te_groot",
            pad.name,
            f"blad {blad} beslaat {rijen} rijen en {kolommen} kolommen",
            f"hoogstens {MAX_CELLEN} cellen op een blad",
            "Verwijder losse waarden ver onder of rechts van de tabel, of splits de levering",
        )


def _veilig(pad: Path, actie: Callable[[], T]) -> T:
    try:
        return actie()
    except PasswordError:
        raise _versleuteld(pad) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        # `from None`: the original may quote the content.
        raise _geen_xlsx(pad) from None


def _geen_xlsx(pad: Path) -> LeesFout:
    return leesfout(
        "bestand.geen_xlsx",
        pad.name,
        "het bestand is geen werkboek of is beschadigd",
        "een werkboek dat Excel of LibreOffice kan openen (.xlsx, .xlsm, .xlsb, .ods of .xls)",
        "Open het bestand in Excel, sla het op als .xlsx en lever het opnieuw aan",
    )


def _versleuteld(pad: Path) -> LeesFout:
    return leesfout(
        "bestand.versleuteld",
        pad.name,
        "het bestand is met een wachtwoord beveiligd, of het is een oud werkboek (.xls) met een andere extensie",
        "een werkboek zonder wachtwoord",
        "Haal in Excel het wachtwoord weg, sla het bestand op als .xlsx en lever het opnieuw aan",
    )
