"""Here the text of one cell becomes a date, a period or a year; numbers stand in `waarden`.

What cannot be read for certain is refused with `Onleesbaar`, which never holds the value.
"""

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pipeline.inname.waarden import CACHE, MAX_TEKENS, Cel, Onleesbaar, als_decimaal, schoon


@dataclass(frozen=True, slots=True)
class Periode:
    """A calendar period: `code` is 2019, 2019-H1, 2019-Q3 or 2019-07; `begin` and `eind` are inclusive."""

    code: str
    soort: Literal["jaar", "halfjaar", "kwartaal", "maand"]
    jaar: int
    begin: date
    eind: date


_VERWACHT_DATUM = "een datum tussen 1900 en 2100, zoals 31-12-2020"
_VERWACHT_PERIODE = "een periode tussen 1990 en 2100, zoals 2019, 2019-H1, 2019-Q3 of 2019-07"
_VERWACHT_MAAND = "een maand tussen 1990 en 2100, zoals 2026-01 of januari 2026"
_VERWACHT_JAAR = "een jaar tussen 1990 en 2100, zoals 2019"
_MAANDNAMEN = (
    ("januari", "februari", "maart", "april", "mei", "juni"),
    ("juli", "augustus", "september", "oktober", "november", "december"),
)
_MAANDEN = {naam: nummer for nummer, naam in enumerate(_MAANDNAMEN[0] + _MAANDNAMEN[1], start=1)}
_MAANDEN |= {naam[:3]: nummer for naam, nummer in _MAANDEN.items()} | {"mrt": 3, "sept": 9}
_UUR = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
_DATUM_ISO = re.compile(
    rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})(?:[t ]{_UUR}(?: ?(?:z|[+-][0-9]{{2}}:?[0-9]{{2}}))?)?"
)
_DATUM_NL = re.compile(rf"([0-9]{{1,2}})([-/])([0-9]{{1,2}})\2([0-9]{{4}})(?: {_UUR})?")
_DATUM_WOORD = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})\.?[ -]([0-9]{4})")
_DATUM_AANEEN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DATUM_REEKS = re.compile(r"[0-9]{5}(?:[.,][0-9]+)?")
_PERIODE = re.compile(
    r"""(?P<jaar>[0-9]{4}) (?: [.,]0+ | jj00 | [-\ ]?hj?0?(?P<halfjaar>[12]) | [-\ ]?(?:q|kw?)0?(?P<kwartaal>[1-4])
      | [-\ ]?(?P<maand>0[1-9]|1[0-2]) | [-\ ]?mm?(?P<mm>0?[1-9]|1[0-2]) )?""",
    re.VERBOSE,
)
_PERIODE_WOORD = re.compile(r"([a-z]{3,9})\.?[- ]?([0-9]{4})")


def lees_datum(cel: Cel | date, *, systeem_1904: bool = False) -> date | None:
    """Read one cell as a calendar date from 1900 up to and including 2100; None for an empty cell.

    A number is jjjjmmdd or a spreadsheet serial in the 1900 system (or 1904 if `systeem_1904`); a time of day and an
    offset are dropped. A bare year is refused: as a serial it would be a day in 1905.
    Raises Onleesbaar('datum.onleesbaar').
    """
    # NaN (and the missing date of a data frame) is the one value that differs from itself
    if cel is None or cel != cel or (isinstance(cel, str) and not cel.strip()):  # noqa: PLR0124
        return None
    if isinstance(cel, str):
        dag = _datum_uit_tekst(cel, systeem_1904) if len(cel) <= MAX_TEKENS else None
    elif isinstance(cel, date):
        dag = cel.date() if isinstance(cel, datetime) else cel
    else:
        getal = als_decimaal(cel)
        dag = None if getal is None else _datum_uit_getal(getal, systeem_1904)
    if dag is None or not 1900 <= dag.year <= 2100:
        raise Onleesbaar("datum.onleesbaar", _VERWACHT_DATUM)
    return dag


def _datum(jaar: str, maand: str | int, dag: str) -> date | None:
    try:
        return date(int(jaar), int(maand), int(dag))
    except ValueError:
        return None


def _datum_uit_getal(getal: Decimal, systeem_1904: bool) -> date | None:
    if not getal.is_finite() or not 0 <= getal < 100_000_000:
        return None
    nummer = int(getal)
    if getal == nummer and (aaneen := _DATUM_AANEEN.fullmatch(str(nummer))):
        return _datum(*aaneen.groups())
    if nummer > 80_000 or (getal == nummer and 1900 <= nummer <= 2100):
        return None
    if systeem_1904:
        return date(1904, 1, 1) + timedelta(days=nummer)
    # The 1900 system counts a 29 February 1900 (serial 60) that never was.
    if nummer in (0, 60):
        return None
    return date(1899, 12, 31 if nummer < 60 else 30) + timedelta(days=nummer)


@lru_cache(maxsize=CACHE)
def _datum_uit_tekst(cel: str, systeem_1904: bool) -> date | None:
    tekst = schoon(cel)
    if m := _DATUM_ISO.fullmatch(tekst) or _DATUM_AANEEN.fullmatch(tekst):
        return _datum(*m.groups())
    if m := _DATUM_NL.fullmatch(tekst):
        return _datum(m[4], m[3], m[1])
    if m := _DATUM_WOORD.fullmatch(tekst):
        return _datum(m[3], _MAANDEN.get(m[2], 0), m[1])
    if _DATUM_REEKS.fullmatch(tekst):
        return _datum_uit_getal(Decimal(tekst.replace(",", ".")), systeem_1904)
    return None


def lees_periode(cel: Cel) -> Periode:
    """Read one cell as a year, half-year, quarter or month of 1990 up to and including 2100.

    A trailing star (preliminary figure) is dropped. Raises Onleesbaar('periode.onleesbaar'), also for an empty cell.
    """
    if periode := _zoek_periode(cel):
        return periode
    raise Onleesbaar("periode.onleesbaar", _VERWACHT_PERIODE)


def lees_jaar(cel: Cel) -> int:
    """Read one cell as a year, 1990 up to and including 2100. Raises Onleesbaar('periode.onleesbaar')."""
    if (periode := _zoek_periode(cel)) and periode.soort == "jaar":
        return periode.jaar
    raise Onleesbaar("periode.onleesbaar", _VERWACHT_JAAR)


def lees_maand(cel: Cel | date) -> str:
    """Read one cell as a month, 2026-01; a worksheet makes a date of it, then the first day stands for the month.

    Raises Onleesbaar('periode.onleesbaar').
    """
    if not isinstance(cel, date) and (periode := _zoek_periode(cel)):
        if periode.soort == "maand":
            return periode.code
    else:
        with suppress(Onleesbaar):
            dag = lees_datum(cel)
            if dag is not None and dag.day == 1 and dag.year >= 1990:
                return f"{dag.year}-{dag.month:02}"
    raise Onleesbaar("periode.onleesbaar", _VERWACHT_MAAND)


def _zoek_periode(cel: Cel) -> Periode | None:
    if not isinstance(cel, str):
        getal = als_decimaal(cel)
        if getal is None or not getal.is_finite() or not 0 <= getal < 1_000_000 or getal != int(getal):
            return None
        cel = str(int(getal))
    return _periode_uit_tekst(cel) if len(cel) <= MAX_TEKENS else None


@lru_cache(maxsize=CACHE)
def _periode_uit_tekst(cel: str) -> Periode | None:
    tekst = schoon(cel).rstrip("*").rstrip()
    if (woord := _PERIODE_WOORD.fullmatch(tekst)) and woord[1] in _MAANDEN:
        tekst = f"{woord[2]}-{_MAANDEN[woord[1]]:02}"
    m = _PERIODE.fullmatch(tekst)
    if not m or not 1990 <= int(m["jaar"]) <= 2100:
        return None
    jaar = int(m["jaar"])
    if maand := m["maand"] or m["mm"]:
        code, soort, eerste, laatste = f"{jaar}-{int(maand):02}", "maand", int(maand), int(maand)
    elif kwartaal := m["kwartaal"]:
        code, soort, eerste, laatste = f"{jaar}-Q{kwartaal}", "kwartaal", 3 * int(kwartaal) - 2, 3 * int(kwartaal)
    elif halfjaar := m["halfjaar"]:
        code, soort, eerste, laatste = f"{jaar}-H{halfjaar}", "halfjaar", 6 * int(halfjaar) - 5, 6 * int(halfjaar)
    else:
        code, soort, eerste, laatste = str(jaar), "jaar", 1, 12
    eind = date(jaar, laatste, calendar.monthrange(jaar, laatste)[1])
    return Periode(code, soort, jaar, date(jaar, eerste, 1), eind)
