"""How a figure or a column name reads in Dutch, the same everywhere. No SQL, no HTML and no sums.

Sentences of one chapter stand in onderdelen, terms explained in sjablonen/begrippen.yaml, cells and tables in tabellen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ONBEKEND = "onbekend"
GEEN_TEKST = "–"
VAST = "\u00a0"  # a sign and its number stay on one line

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)

# what stands in a cell without a value: secret as CBS prints it, to follow, no figure
TEKENS = {"geheim": "x (geheim)", "ntb": "n.t.b. (volgt)", "onbekend": ONBEKEND}

# a traffic light is a sign and a word, so that it can be read without colour
SIGNALEN = {"groen": "● groen", "oranje": "▲ oranje", "rood": "■ rood"}

WETTEN = {
    "wmo": "Wmo",
    "jeugdwet": "Jeugdwet",
    "participatiewet": "Participatiewet",
    "overig": "Overig sociaal domein",
    "totaal": "Totaal",
}

# codes of the marts that a reader meets, in words
WOORDEN = {
    "waarschuwing": "Waarschuwing",
    "fout": "Fout",
    "info": "Ter informatie",
    "geaccepteerd": "gelezen",
    "rijen_apart": "gelezen, rijen apart gezet",
    "geweigerd": "geweigerd",
    "regio": "regio",
    "alle": "alle",
    "zin": "zorg in natura",
    "pgb": "pgb",
    "uitgaven_per_inwoner": "Uitgaven per inwoner",
    "kosten_per_client": "Kosten per cliënt",
    "clienten_per_1000": "Cliënten per 1.000 inwoners",
}

# words of column names as a Dutch reader writes them
_KOLOMWOORDEN = {
    "clienten": "cliënten",
    "client": "cliënt",
    "aantallen": "aantallen",
    "pct": "%",
    "eur": "€",
    "nr": "nummer",
    "wmo": "Wmo",
    "pgb": "pgb",
    "iv3": "Iv3",
    "gepubliceerd": "gepubliceerd",
    "primitief": "primitief",
    "licence": "licentie",
    "scope": "reikwijdte",
    "sha256": "SHA-256",
}

# names that the rule below would spoil
_KOLOMNAMEN = {
    "gemeente_code": "Gemeentecode",
    "gebied_soort": "Soort gebied",
    "is_voorkeur": "Voorkeursreeks",
    "is_openbaar": "Openbaar",
    "is_breuk": "Boekingsbreuk",
    "is_raming": "Raming",
    "is_totaal": "Totaalregel",
    "is_vergelijkbaar": "Vergelijkbaar",
    "is_laatste_circulaire": "Laatste circulaire",
    "begroting_primitief_eur": "Begroting primitief (€)",
    "begroting_actueel_eur": "Begroting na wijziging (€)",
    "per_inwoner_eur": "Per inwoner (€)",
    "regio_per_inwoner_eur": "Regio per inwoner (€)",
    "per_1000_inwoners": "Per 1.000 inwoners",
    "clienten_peildatum_aantal": "Cliënten op peildatum (aantal)",
    "clienten_status": "Status cliënten",
    "kans_overschrijding_pct": "Kans op overschrijding (%)",
    "rang_van": "Rang van (aantal)",
    "regel_code": "Regelcode",
    "van_jaar": "Van jaar",
    "periode_soort": "Soort periode",
    "incidenteel_structureel": "Incidenteel of structureel",
    "in_codelijst": "In codelijst",
    "concentratie_hhi": "Concentratie (HHI)",
    "top20_aandeel_pct": "Duurste twintig procent (%)",
    "maanden_aantal": "Maanden bekend (aantal)",
    "verschil_iv3_eur": "Verschil met Iv3 (€)",
    "productcategorieen": "Productcategorieën",
    "iv3_tot_2022": "Iv3 tot en met 2022",
    "iv3_2023_2024": "Iv3 2023-2024",
    "iv3_vanaf_2025": "Iv3 vanaf 2025",
}

_EENHEDEN = {"eur": "€", "pct": "%", "aantal": "aantal"}

# amounts of one person, client or unit: cents matter
_CENTEN = {
    "per_inwoner_eur", "regio_per_inwoner_eur", "kosten_per_client_eur", "gemiddelde_prijs_eur",
    "toegewezen_per_client_eur", "gerealiseerd_per_client_eur", "gemiddelde_per_client_eur",
    "eigen_bijdrage_per_client_eur",
}  # fmt: skip
_JAARTALLEN = {"jaar", "van_jaar", "uitkeringsjaar", "opgeheven_in_jaar", "raming_vanaf"}
_VOLGNUMMERS = {"regel", "rang", "rang_van", "reeks_rang"}


def kop_van_kolom(naam: str) -> str:
    """Heading of a column: begroting_actueel_eur -> 'Begroting na wijziging (€)'."""
    if naam in _KOLOMNAMEN:
        return _KOLOMNAMEN[naam]
    delen = naam.split("_")
    eenheid = _EENHEDEN.get(delen[-1]) if len(delen) > 1 else None
    if eenheid:
        delen = delen[:-1]
    if delen[0] == "is":
        delen = delen[1:]
    woorden = " ".join(_KOLOMWOORDEN.get(deel, deel) for deel in delen)
    kop = woorden[:1].upper() + woorden[1:]
    return f"{kop} ({eenheid})" if eenheid else kop


def unieke_koppen(namen: Iterable[str]) -> list[str]:
    """Headings of one table; two that read the same, whatever their case, get their column name behind."""
    koppen: list[str] = []
    gezien: set[str] = set()
    for naam in namen:
        kop = kop_van_kolom(naam)
        if kop.casefold() in gezien:
            kop = f"{kop} [{naam}]"
        gezien.add(kop.casefold())
        koppen.append(kop)
    return koppen


def soort_van_kolom(naam: str, datatype: str) -> str:
    """What a column holds: euro, euro_cent, procent, aantal, jaartal, volgnummer, getal, datum, janee or tekst."""
    if datatype == "BOOLEAN":
        return "janee"
    if datatype.startswith(("DATE", "TIMESTAMP")):
        return "datum"
    if not datatype.startswith(("DECIMAL", "DOUBLE", "FLOAT", "BIGINT", "INTEGER", "HUGEINT", "SMALLINT", "UBIGINT")):
        return "tekst"
    if naam in _CENTEN:
        return "euro_cent"
    if naam in _JAARTALLEN:
        return "jaartal"
    if naam in _VOLGNUMMERS:
        return "volgnummer"
    if naam.endswith("_eur"):
        return "euro"
    if naam.endswith("_pct"):
        return "procent"
    if naam.endswith("_aantal") or naam.startswith("rijen_"):
        return "aantal"
    return "getal"


def is_figuur(soort: str) -> bool:
    """Whether a missing value is an unknown figure (and not a text that is not there)."""
    return soort in {"euro", "euro_cent", "procent", "aantal", "getal"}


def _rond(waarde: Any, decimalen: int) -> Decimal:
    """Half away from zero, as the marts round; minus zero is zero."""
    getal = Decimal(str(waarde)).quantize(Decimal(1).scaleb(-decimalen), rounding=ROUND_HALF_UP)
    return abs(getal) if getal == 0 else getal


def getal(waarde: Any, decimalen: int | None = None) -> str:
    """1234.5 -> '1.234,5'. Without `decimalen`: as many as the value needs."""
    if waarde is None:
        return ONBEKEND
    exact = Decimal(str(waarde))
    if decimalen is None:
        # a DECIMAL(28,4) of 775.0000 reads 775
        decimalen = max(0, -int(exact.normalize().as_tuple().exponent))
    tekst = f"{_rond(exact, decimalen):,.{decimalen}f}"
    return tekst.translate(str.maketrans(",.", ".,"))


def euro(waarde: Any, decimalen: int = 0) -> str:
    """The euro sign in front, the minus with the number: '€ -1.234'."""
    return ONBEKEND if waarde is None else f"€{VAST}{getal(waarde, decimalen)}"


def euro_mln(waarde: Any) -> str:
    """For sentences: '€ 4,9 mln', below a million in whole thousands."""
    if waarde is None:
        return ONBEKEND
    if abs(waarde) < 1_000_000:
        return euro(Decimal(str(waarde)).quantize(Decimal("1E3"), rounding=ROUND_HALF_UP))
    return f"€{VAST}{getal(Decimal(str(waarde)) / 1_000_000, 1)}{VAST}mln"


def procent(waarde: Any, decimalen: int = 1, teken: bool = False) -> str:
    """12.5 -> '12,5%'; with `teken` a growth gets its plus."""
    if waarde is None:
        return ONBEKEND
    plus = "+" if teken and _rond(waarde, decimalen) > 0 else ""
    return f"{plus}{getal(waarde, decimalen)}%"


def datum(waarde: date | None) -> str:
    """22 november 2026"""
    return ONBEKEND if waarde is None else f"{waarde.day} {MAANDEN[waarde.month - 1]} {waarde.year}"


def periode(waarde: str | None) -> str:
    """2019-H1 -> '2019, 1e halfjaar'; 2019-07 -> 'juli 2019'; anything else as it is."""
    if not waarde:
        return ONBEKEND
    jaar, _, deel = waarde.partition("-")
    if deel[:1] in {"H", "Q"} and deel[1:].isdigit():
        return f"{jaar}, {deel[1:]}e {'halfjaar' if deel[0] == 'H' else 'kwartaal'}"
    if deel.isdigit() and 1 <= int(deel) <= 12:
        return f"{MAANDEN[int(deel) - 1]} {jaar}"
    return waarde


def met_status(waarde: Any, status: str | None, soort: str = "getal") -> str:
    """A figure, or the sign that says why there is none."""
    return toon(waarde, soort) if waarde is not None else TEKENS.get(status or "onbekend", ONBEKEND)


def signaal(waarde: str | None) -> str:
    """rood -> '■ rood'"""
    return ONBEKEND if waarde is None else SIGNALEN.get(waarde, waarde)


def met_oordeel(waarde: Any, oordeel: str | None, soort: str = "euro") -> str:
    """An amount without its sign, with the word: '€ 164.000 nadeel'."""
    if waarde is None:
        return ONBEKEND
    return f"{toon(abs(waarde), soort)} {oordeel}" if oordeel else toon(waarde, soort)


def wet(waarde: str) -> str:
    """wmo -> 'Wmo'"""
    return WETTEN.get(waarde, waarde)


def woord(waarde: str | None) -> str:
    """A code of the marts in words; one without words stands for itself."""
    return GEEN_TEKST if not waarde else WOORDEN.get(waarde, waarde)


def toon(waarde: Any, soort: str) -> str:
    """A value of a `soort_van_kolom` as text for the page."""
    if soort == "tekst":
        return GEEN_TEKST if waarde is None or waarde == "" else str(waarde)
    if waarde is None:
        return ONBEKEND if soort != "volgnummer" else GEEN_TEKST
    match soort:
        case "euro":
            return euro(waarde)
        case "euro_cent":
            return euro(waarde, 2)
        case "procent":
            return procent(waarde)
        case "aantal":
            return getal(waarde, 0)
        case "jaartal" | "volgnummer":
            return str(waarde)
        case "datum":
            return datum(waarde)
        case "janee":
            return "ja" if waarde else "nee"
        case _:
            return getal(waarde)


def opsomming(delen: list[str]) -> str:
    """'a, b en c'"""
    return delen[0] if len(delen) == 1 else f"{', '.join(delen[:-1])} en {delen[-1]}" if delen else ""
