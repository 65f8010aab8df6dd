"""Here the text of one cell becomes a number; dates and periods stand in `perioden`, reading files elsewhere.

No I/O and no float arithmetic: numbers are exact Decimals. What cannot be read for certain is refused with
`Onleesbaar`, whose message says what was expected and never what was found, so that it can go into a log.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from enum import StrEnum
from functools import lru_cache
from numbers import Integral
from typing import Literal, NamedTuple

Notatie = Literal["nl", "en"]
Soort = Literal["aantal", "bedrag", "pct", "getal"]
Cel = str | int | float | Decimal | None


class Status(StrEnum):
    """What a cell says: a value, nothing at all (zero), not known, yet to be determined, or withheld."""

    WAARDE = "waarde"
    NIHIL = "nihil"
    ONBEKEND = "onbekend"
    NTB = "ntb"
    GEHEIM = "geheim"


class Onleesbaar(ValueError):
    """A cell that cannot be read: `regel_code` names the rule, `verwacht` says in Dutch what was expected."""

    def __init__(self, regel_code: str, verwacht: str) -> None:
        super().__init__(regel_code, verwacht)
        self.regel_code = regel_code
        self.verwacht = verwacht

    def __str__(self) -> str:
        return f"{self.regel_code}: verwacht {self.verwacht}"


class Dubbelzinnig(Onleesbaar):
    """A number that reads as thousands in one notation and as decimals in the other."""


@dataclass(frozen=True, slots=True)
class Getal:
    """One number cell. Amounts in euros, percentages in percent (12.5 is 12.5%), counts whole.

    `waarde` is Decimal(0) for NIHIL and None for ONBEKEND, NTB and GEHEIM; `laag` and `hoog` are the inclusive
    bounds of a GEHEIM value where known; `stap` is the precision as written, in the unit of the value itself
    (None where no digits were written); `meldingen` holds the codes of what was noticed.
    """

    status: Status
    waarde: Decimal | None
    laag: Decimal | None = None
    hoog: Decimal | None = None
    stap: Decimal | None = None
    meldingen: tuple[str, ...] = ()


MAX_TEKENS = 200
CACHE = 1 << 16
_VERWACHT = {
    "aantal": "een aantal, zoals 1.234",
    "bedrag": "een bedrag, zoals 1.234,56",
    "pct": "een percentage, zoals 12,5%",
    "getal": "een getal, zoals 1.234,5",
}
_VERWACHT_NOTATIE = "een getal waarvan vaststaat of de punt of komma duizendtallen of decimalen scheidt"

_VERWACHT_FACTOR = "een factor van 0,01 tot en met 100, zoals 1,03 (3% erbij); leeg als de omvang niet bekend is"
_FACTOR = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,8})?")
_KLEINSTE_FACTOR, _GROOTSTE_FACTOR, _STAP_FACTOR = Decimal("0.01"), Decimal(100), Decimal("1E-8")

_GEEN_GETAL = (
    (re.compile(r"|\.|n\.?b\.?|onbekend|null|n/a|na|#n/[ab]|-99998(?:[.,]0+)?"), Getal(Status.ONBEKEND, None)),
    # A zero in the accounting format of a spreadsheet shows as a currency sign and a dash.
    (re.compile(r"(?:€ *)?--?|nihil|geen"), Getal(Status.NIHIL, Decimal(0))),
    (re.compile(r"n\.?t\.?b\.?|p\.?m\.?|pm[, ].*", re.DOTALL), Getal(Status.NTB, None)),
    (re.compile("x"), Getal(Status.GEHEIM, None)),
)
_GEEN_OPGAVE = Decimal(-99998)  # the code for "no answer" in national deliveries
_MACHT = {"duizend": 3, "miljoen": 6, "mln": 6, "mln.": 6, "miljard": 9, "mld": 9, "mld.": 9}
# The kinds of number that may be written with a unit; any kind may go without.
_SOORTEN = {"": tuple(_VERWACHT), "geld": ("bedrag", "getal"), "pct": ("pct", "getal"), "keer": ("getal",)}
_EENHEID = dict.fromkeys(("geld", "geld2", "geld3", "geld4", "streep"), "geld") | {"pct": "pct", "keer": "keer"}
_NOTATIE_VAN: dict[str, Notatie] = {",": "nl", ".": "en"}  # by decimal separator
# Wide enough for any two cells of MAX_TEKENS digits; the default context would round at 28.
_RUIM = Context(prec=1000)

_TEKENS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u2217\uff0a", "*")
    | dict.fromkeys("\u200b\ufeff", "")
)
_EXCELFOUT = re.compile(r"#(?:ref!|verw!|deel/0!|div/0!|waarde!|value!|naam\?|name\?|getal!|num!|leeg!|null!|#+)")
_GRENS = re.compile(r"(<=|>=|[<>≤≥]|minder dan\b|meer dan\b) *(.+)")
_STREEPPAAR = re.compile(r"- +-")
# Spaces go, except between digits and separators: there they separate thousands or two different numbers.
_LOSSE_SPATIES = re.compile(r"(?<![0-9.,' ]) ++| ++(?![0-9.,'])")
_GELD = "(?:€|euro?)"
_VORM = re.compile(
    rf"""(?P<geld>{_GELD})? (?P<open>\()? (?P<voor>-/-|--|-|\+)? (?P<geld2>{_GELD})?
    (?P<cijfers>[0-9][0-9.,'\ ]*)
    (?P<streep>(?<=[.,])-{{1,2}}(?!-))?
    (?P<woord>duizend|miljoen|mln\.?|miljard|mld\.?)?
    (?P<na>-/-|-)?
    (?: (?P<pct>%|procent) | (?P<keer>x|×) | (?P<geld3>{_GELD}) )?
    (?P<dicht>\))? (?P<geld4>{_GELD})?""",
    re.VERBOSE,
)
_KERN = re.compile(
    r"""(?P<heel>[0-9]+ | [1-9][0-9]{0,2}(?P<groep>[.,'\ ])[0-9]{3}(?:(?P=groep)[0-9]{3})*)
    (?:(?P<teken>[.,])(?P<breuk>[0-9]*))?""",
    re.VERBOSE,
)


class _Ontleed(NamedTuple):
    """A number taken apart; where `dubbelzinnig`, `breuk` may also be a group of thousands."""

    heel: str
    breuk: str
    teken: str | None  # the one separator, or the decimal one
    notatie: Notatie | None  # what this number shows the notation to be
    dubbelzinnig: bool
    macht: int
    negatief: bool
    eenheid: str  # what is written with it: a key of _SOORTEN
    meldingen: tuple[str, ...]


def lees_getal(cel: Cel, soort: Soort, notatie: Notatie | None = None) -> Getal:
    """Read one cell as a count, an amount in euros, a percentage (in percent) or a bare number.

    `notatie` is that of the column. A cell that plainly contradicts it is read as it stands and gets the melding
    'waarde.notatie_afwijkend'. Numeric cells are taken as they are, with the digits stored as their precision.
    Raises Dubbelzinnig for 1.234 where neither `notatie` nor a count decides, otherwise Onleesbaar.
    """
    if cel is None:
        return Getal(Status.ONBEKEND, None)
    if not isinstance(cel, str):
        return _lees_numeriek(cel, soort)
    if len(cel) > MAX_TEKENS:
        raise _onleesbaar(soort)
    return _lees_tekst(cel, soort, notatie)


def bepaal_notatie(cellen: Iterable[Cel]) -> Notatie | None:
    """Return the notation that the unambiguous text cells of a column show; None if none does or they disagree."""
    gezien: set[Notatie] = set()
    for cel in cellen:
        if isinstance(cel, str) and len(cel) <= MAX_TEKENS and (notatie := _notatie_van(cel)):
            gezien.add(notatie)
            if len(gezien) > 1:
                return None
    return gezien.pop() if gezien else None


def lees_factor(cel: object) -> Decimal:
    """Read one cell as how many times as high something becomes: 1,03 or 1.03 is 3% more.

    Nothing becomes a thousand times as high, so a point or comma is always a decimal one. Raises Onleesbaar outside
    0,01 to 100, and for anything written with a sign, a unit or more than eight decimals.
    """
    getal = als_decimaal(cel)
    if getal is None and (m := _FACTOR.fullmatch(str(cel).translate(_TEKENS).strip())):
        getal = Decimal(m[0].replace(",", "."))
    if getal is None or not getal.is_finite() or not _KLEINSTE_FACTOR <= getal <= _GROOTSTE_FACTOR:
        raise Onleesbaar("waarde.onleesbaar", _VERWACHT_FACTOR)
    return getal.quantize(_STAP_FACTOR)


def afgerond_gelijk(gepubliceerd: Getal, herrekend: Decimal) -> bool:
    """Tell whether a recomputation agrees with a published value at the precision of that value.

    Both borders count: 10% agrees with 9.5 up to and including 10.5. Without a precision only equality agrees.
    Raises ValueError if there is no published value (ONBEKEND, NTB, GEHEIM).
    """
    if gepubliceerd.waarde is None:
        raise ValueError(f"no published value to compare with (status {gepubliceerd.status})")
    verschil = _RUIM.abs(_RUIM.subtract(gepubliceerd.waarde, herrekend))
    return _RUIM.multiply(verschil, Decimal(2)) <= (gepubliceerd.stap or Decimal(0))


def _onleesbaar(soort: Soort, regel_code: str = "waarde.onleesbaar") -> Onleesbaar:
    return Onleesbaar(regel_code, _VERWACHT[soort])


def _waarde(waarde: Decimal, soort: Soort, stap: Decimal, meldingen: tuple[str, ...] = ()) -> Getal:
    if soort == "aantal":
        heel = waarde.to_integral_value()
        if heel != waarde:
            raise _onleesbaar(soort, "waarde.geen_heel_getal")
        waarde = heel
    return Getal(Status.WAARDE, waarde if waarde else abs(waarde), stap=stap, meldingen=meldingen)


def als_decimaal(cel: object) -> Decimal | None:
    """Return a numeric cell as an exact Decimal (a float through its repr); None if it is not a number."""
    if isinstance(cel, bool):
        return None
    if isinstance(cel, Decimal):
        return cel
    if isinstance(cel, Integral):
        return Decimal(int(cel))
    # float.__repr__ and not repr: subclasses of float may decorate theirs
    return Decimal(float.__repr__(cel)) if isinstance(cel, float) else None


def _lees_numeriek(cel: object, soort: Soort) -> Getal:
    waarde = als_decimaal(cel)
    if waarde is None or waarde.is_infinite():
        raise _onleesbaar(soort)
    if waarde.is_nan() or waarde == _GEEN_OPGAVE:
        return Getal(Status.ONBEKEND, None)
    # A float always shows a decimal, so 845.0 says nothing about tenths.
    heel_float = isinstance(cel, float) and waarde == waarde.to_integral_value()
    exponent = 0 if heel_float else min(0, waarde.as_tuple().exponent)
    return _waarde(waarde.to_integral_value() if heel_float else waarde, soort, Decimal((0, (1,), exponent)))


def schoon(cel: str) -> str:
    return cel.translate(_TEKENS).strip().lower()


@lru_cache(maxsize=CACHE)
def _lees_tekst(cel: str, soort: Soort, notatie: Notatie | None) -> Getal:
    tekst = schoon(cel)
    kaal = tekst.rstrip("*").rstrip()
    if tekst and not kaal:
        raise _onleesbaar(soort)
    getal = _lees_zonder_voetnoot(kaal, soort, notatie)
    return getal if kaal == tekst else replace(getal, meldingen=("waarde.voetnoot", *getal.meldingen))


def _lees_zonder_voetnoot(tekst: str, soort: Soort, notatie: Notatie | None) -> Getal:
    for patroon, getal in _GEEN_GETAL:
        if patroon.fullmatch(tekst):
            return getal
    if _EXCELFOUT.fullmatch(tekst):
        raise _onleesbaar(soort, "waarde.excelfout")
    if grens := _GRENS.fullmatch(tekst):
        return _lees_grens(grens[1], _lees_cijfers(grens[2], soort, notatie), soort)
    return _lees_cijfers(tekst, soort, notatie)


def _lees_grens(teken: str, getal: Getal, soort: Soort) -> Getal:
    grens, strikt = getal.waarde, teken in ("<", ">", "minder dan", "meer dan")
    klein = teken in ("<", "<=", "≤", "minder dan")
    # Nothing is withheld for being less than zero; such a bound is a slip.
    if grens is None or grens < 0 or (grens == 0 and klein and strikt):
        raise _onleesbaar(soort)
    een = 1 if strikt and soort == "aantal" else 0
    laag, hoog = (Decimal(0), _RUIM.subtract(grens, een)) if klein else (_RUIM.add(grens, een), None)
    return Getal(Status.GEHEIM, None, laag, hoog, meldingen=getal.meldingen)


def _lees_cijfers(tekst: str, soort: Soort, notatie: Notatie | None) -> Getal:
    deel = _ontleed(tekst)
    if deel is None or soort not in _SOORTEN[deel.eenheid] or (soort == "pct" and deel.macht):
        raise _onleesbaar(soort)
    heel, breuk, meldingen = deel.heel, deel.breuk, deel.meldingen
    if deel.dubbelzinnig:
        if notatie is None and soort != "aantal":
            raise Dubbelzinnig("waarde.dubbelzinnig", _VERWACHT_NOTATIE)
        if notatie is None or _NOTATIE_VAN[deel.teken] != notatie:
            heel, breuk = heel + breuk, ""
    elif notatie and deel.notatie and deel.notatie != notatie:
        meldingen += ("waarde.notatie_afwijkend",)
    # Built as text: arithmetic would round to the precision of the context.
    exponent = deel.macht - len(breuk)
    nullen = "0" * exponent
    schaal = f"E{exponent}" if exponent < 0 else ""
    waarde = Decimal(f"{'-' if deel.negatief else ''}{heel}{breuk}{nullen}{schaal}")
    return _waarde(waarde, soort, Decimal(f"1{nullen}{schaal}"), meldingen)


def _ontleed(tekst: str) -> _Ontleed | None:
    """Take a cleaned, lower-case text apart without deciding on ambiguity; None if it is not one number."""
    # '89,- -' would close up to '89,--' and lose its minus sign
    if _STREEPPAAR.search(tekst):
        return None
    vorm = _VORM.fullmatch(_LOSSE_SPATIES.sub("", tekst))
    kern = vorm and _KERN.fullmatch(vorm["cijfers"])
    if not kern or bool(vorm["open"]) != bool(vorm["dicht"]):
        return None
    if sum(map(bool, (vorm["open"], vorm["voor"], vorm["na"]))) > 1:
        return None
    groep, teken, breuk = kern["groep"], kern["teken"], kern["breuk"] or ""
    onaf = bool(teken) and not breuk and not vorm["streep"]
    # A separator with nothing behind it may be a number cut short; only a percent sign shows that it is not.
    if (groep and groep == teken) or (onaf and not vorm["pct"]):
        return None
    eenheden = {_EENHEID[naam] for naam, gevonden in vorm.groupdict().items() if gevonden and naam in _EENHEID}
    if len(eenheden) > 1 or (vorm["woord"] and eenheden & {"pct", "keer"}):
        return None
    heel = kern["heel"]
    dubbelzinnig = bool(teken) and not groep and len(heel) <= 3 and len(breuk) == 3 and heel.strip("0") != ""
    getoond = _NOTATIE_VAN[teken] if teken else {".": "nl", ",": "en"}.get(groep)
    dubbele_min = ("waarde.dubbele_min",) if vorm["voor"] == "--" else ()
    return _Ontleed(
        heel=heel.replace(groep, "") if groep else heel,
        breuk=breuk,
        teken=teken,
        notatie=None if dubbelzinnig else getoond,
        dubbelzinnig=dubbelzinnig,
        macht=_MACHT.get(vorm["woord"], 0),
        negatief=bool(vorm["open"] or vorm["na"]) or vorm["voor"] in ("-", "--", "-/-"),
        eenheid="".join(eenheden),
        meldingen=dubbele_min + (("waarde.notatie_onaf",) if onaf else ()),
    )


@lru_cache(maxsize=CACHE)
def _notatie_van(cel: str) -> Notatie | None:
    deel = _ontleed(schoon(cel).rstrip("*").rstrip())
    return deel.notatie if deel else None
