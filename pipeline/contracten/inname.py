"""The delivery contract: the canonical columns per bron, and what a landing row looks like.

One declaration drives the intake, the Parquet schema, the pandera check and docs/leveringscontract.md. Layouts and
reading stand elsewhere. Every landing row carries where it came from: sleutel, levering, bestand, blad, regel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

if TYPE_CHECKING:
    import pandera.pandas as pa_pd

Soort = Literal[
    "gemeente", "periode", "jaar", "datum", "wet", "voorziening", "leveringsvorm", "taakveld", "keuze",
    "tekst", "aantal", "bedrag", "getal",
]  # fmt: skip
GETALSOORTEN = ("aantal", "bedrag", "getal")
STATUSSEN = ("waarde", "nihil", "onbekend", "ntb", "geheim")


@dataclass(frozen=True, slots=True)
class Kolom:
    """One canonical column. `aliassen` are other headings that mean the same; `patroon`: what a text must look like."""

    naam: str
    soort: Soort
    omschrijving: str
    verplicht: bool = False
    aliassen: tuple[str, ...] = ()
    keuzes: tuple[str, ...] = ()
    negatief: bool = True
    leeg_als: str | None = None
    patroon: str | None = None


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table of the landing. `sleutel`: the columns that may occur once per levering (None: rows simply add)."""

    naam: str
    grein: str
    kolommen: tuple[Kolom, ...]
    sleutel: tuple[str, ...] | None
    minstens_een: tuple[str, ...] = ()

    def kolom(self, naam: str) -> Kolom:
        """The column of that name; KeyError where there is none."""
        return {k.naam: k for k in self.kolommen}[naam]


GEMEENTE = Kolom(
    "gemeente", "gemeente", "gemeente of regio, als naam of CBS-code", True,
    ("gemeente_code", "gemeentecode", "gemeente_naam", "gemeentenaam", "gebied"),
)  # fmt: skip
PERIODE = Kolom("periode", "periode", "2019, 2019H1, 2019Q3 of 2019-07", True, ("jaar",))
JAAR = Kolom("jaar", "jaar", "kalenderjaar", True)
WET = Kolom("wet", "wet", "Wmo, Jeugdwet, Participatiewet of overig", True)
VOORZIENING = Kolom("voorziening", "voorziening", "naam, slug of synoniem uit voorzieningen.csv, of Totaal", True)
LEVERINGSVORM = Kolom("leveringsvorm", "leveringsvorm", "ZIN, PGB of alle", leeg_als="alle")
TOELICHTING = Kolom("toelichting", "tekst", "toelichting van de leverancier", False, ("opmerking", "bron_tekst"))
IS_TOTAAL = Kolom("is_totaal", "keuze", "ja bij een (sub)totaal", keuzes=("ja", "nee"), leeg_als="nee")


def _aantal(naam: str, omschrijving: str, *aliassen: str) -> Kolom:
    return Kolom(naam, "aantal", omschrijving, aliassen=aliassen, negatief=False)


TABELLEN: dict[str, Tabel] = {
    t.naam: t
    for t in (
        Tabel(
            "clientaantallen",
            "gebied, periode, wet, voorziening, leveringsvorm",
            (
                GEMEENTE, PERIODE, WET, VOORZIENING, LEVERINGSVORM,
                _aantal("aantal_clienten", "unieke cliënten in de periode", "clienten", "cliënten"),
                _aantal("aantal_peildatum", "unieke cliënten op de laatste dag van de periode"),
                _aantal("aantal_voorzieningen", "voorzieningen (een cliënt kan er meer hebben)"),
                _aantal("aantal_huishoudens", "huishoudens met een voorziening"),
                _aantal("begin", "lopend bij het begin van de periode", "beginstand"),
                _aantal("instroom", "begonnen in de periode"),
                _aantal("herhaald_beroep", "deel van de instroom met een eerder, afgesloten traject"),
                _aantal("uitstroom", "geëindigd in de periode"),
                _aantal("eind", "lopend aan het einde van de periode", "eindstand"),
                Kolom("per_1000_inwoners", "getal", "gepubliceerde cliënten per 1.000 inwoners, ter controle"),
            ),
            ("gemeente", "periode", "wet", "voorziening", "leveringsvorm"),
            ("aantal_clienten", "aantal_peildatum", "aantal_voorzieningen", "aantal_huishoudens", "instroom", "eind"),
        ),
        Tabel(
            "uitgaven",
            "gebied, periode, wet, voorziening, leveringsvorm, eenheid",
            (
                GEMEENTE, PERIODE, Kolom("wet", "wet", "Wmo, Jeugdwet, Participatiewet of overig"), VOORZIENING,
                LEVERINGSVORM,
                Kolom("bedrag", "bedrag", "uitgaven in euro", aliassen=("uitgaven", "lasten_euro")),
                Kolom("volume", "getal", "geleverde hoeveelheid, in eenheid"),
                Kolom("eenheid", "tekst", "eenheid van het volume: uren, etmalen, ritten"),
                Kolom("prijs", "getal", "prijs per eenheid in euro; een minuutprijs heeft meer dan twee decimalen"),
                Kolom("eigen_bijdrage", "bedrag", "eigen bijdragen van inwoners in euro"),
                TOELICHTING,
            ),
            ("gemeente", "periode", "wet", "voorziening", "leveringsvorm", "eenheid"),
            ("bedrag", "volume"),
        ),
        Tabel(
            "groei_gepubliceerd",
            "gebied, wet, voorziening, maat, van_jaar, jaar",
            (
                GEMEENTE, WET, VOORZIENING, LEVERINGSVORM,
                Kolom("maat", "keuze", "wat groeit", True, keuzes=("clienten", "uitgaven", "rijksbijdrage")),
                Kolom("van_jaar", "jaar", "eerste jaar", True),
                JAAR,
                Kolom("groei_pct", "getal", "gepubliceerde groei in procenten"),
                Kolom("groei_aantal", "getal", "gepubliceerde groei in aantallen"),
            ),
            ("gemeente", "wet", "voorziening", "leveringsvorm", "maat", "van_jaar", "jaar"),
            ("groei_pct", "groei_aantal"),
        ),
        Tabel(
            "rijksbijdragen",
            "gemeente, uitkeringsjaar, circulaire, onderdeel",
            (
                GEMEENTE,
                Kolom("uitkeringsjaar", "jaar", "jaar waarvoor het Rijk uitkeert", True, ("jaar",)),
                Kolom("circulaire", "tekst", "circulaire die het bedrag noemt", leeg_als="onbekend"),
                Kolom("onderdeel", "tekst", "cluster of uitkering", True, ("cluster",)),
                Kolom("bedrag", "bedrag", "bedrag in euro", True, ("bedrag_euro",)),
                IS_TOTAAL,
            ),
            ("gemeente", "uitkeringsjaar", "circulaire", "onderdeel"),
        ),
        Tabel(
            "begroting",
            "gemeente, jaar, versie, voorziening of taakveld",
            (
                GEMEENTE, JAAR,
                Kolom("versie", "tekst", "primitief of wijziging-N", True, patroon=r"primitief|wijziging-\d{1,3}"),
                Kolom("wet", "wet", "nodig waar de naam van een voorziening bij twee wetten hoort"),
                Kolom("voorziening", "voorziening", "naam, slug of synoniem uit voorzieningen.csv, of Totaal"),
                Kolom("taakveld", "taakveld", "Iv3-taakveld van het jaar"),
                Kolom("bedrag", "bedrag", "begrote lasten in euro", True),
            ),
            ("gemeente", "jaar", "versie", "wet", "voorziening", "taakveld"),
            ("voorziening", "taakveld"),
        ),
        Tabel(
            "iv3",
            "gemeente, jaar, document, taakveld",
            (
                GEMEENTE, JAAR,
                Kolom(
                    "document", "keuze", "begroting, kwartaal-1 tot en met kwartaal-4, of jaarrekening", True,
                    keuzes=("begroting", "kwartaal-1", "kwartaal-2", "kwartaal-3", "kwartaal-4", "jaarrekening"),
                ),
                Kolom("taakveld", "taakveld", "Iv3-taakveld van het jaar", True),
                Kolom("lasten", "getal", "lasten x 1.000 euro", True, ("lasten_x1000",)),
                Kolom("baten", "getal", "baten x 1.000 euro", aliassen=("baten_x1000",)),
            ),
            ("gemeente", "jaar", "document", "taakveld"),
        ),
        Tabel(
            "inwoners",
            "gemeente, jaar, leeftijdsgroep",
            (
                GEMEENTE, JAAR,
                Kolom("leeftijdsgroep", "tekst", "leeftijdsgroep, leeg voor alle leeftijden", leeg_als="totaal"),
                Kolom("inwoners", "aantal", "inwoners op 1 januari", True, ("inwoners_1_januari",), negatief=False),
            ),
            ("gemeente", "jaar", "leeftijdsgroep"),
        ),
        Tabel(
            "indicatoren",
            "gebied, periode, onderwerp, soort, maat",
            (
                GEMEENTE, PERIODE,
                Kolom("onderwerp", "tekst", "waar het over gaat", True),
                Kolom("soort", "keuze", "plaats in de keten", True, keuzes=("input", "throughput", "output", "effect")),
                Kolom("maat", "tekst", "wat er gemeten is", True),
                Kolom("waarde", "getal", "de waarde", True),
                Kolom("eenheid", "tekst", "eenheid van de waarde"),
                Kolom("vergelijking", "tekst", "waarmee de bron vergelijkt"),
                Kolom("vergelijking_waarde", "tekst", "de waarde daarvan, zoals gepubliceerd"),
                TOELICHTING,
            ),
            ("gemeente", "periode", "onderwerp", "maat", "vergelijking", "toelichting"),
        ),
        Tabel(
            "maatregelen",
            "gebied, maatregel, jaar, regel_soort",
            (
                GEMEENTE,
                Kolom("nr", "tekst", "nummer in het document"),
                Kolom("maatregel", "tekst", "naam van de maatregel", True),
                Kolom("onderdeel", "tekst", "voorziening of doel, zoals het document het noemt"),
                Kolom("regel_soort", "keuze", "kosten, effect of resultaat", True,
                      keuzes=("kosten", "effect", "resultaat")),
                Kolom("jaar", "jaar", "jaar van het bedrag; leeg waar de bron het niet noemt"),
                Kolom("bedrag", "bedrag", "bedrag in euro, met het teken van de bron", True),
                IS_TOTAAL, TOELICHTING,
            ),
            ("gemeente", "nr", "maatregel", "onderdeel", "regel_soort", "jaar"),
        ),
        Tabel(
            "maatregel_aannames",
            "maatregel",
            (
                GEMEENTE,
                Kolom("nr", "tekst", "nummer in het document", True),
                Kolom("maatregel", "tekst", "naam van de maatregel", True),
                Kolom("aanname", "tekst", "wat het document over de som zegt", True),
            ),
            ("gemeente", "nr"),
        ),
        Tabel(
            "pilots",
            "gemeente, naam, jaar, maat",
            (
                GEMEENTE,
                Kolom("naam", "tekst", "naam van de pilot of voorziening", True),
                JAAR,
                Kolom("maat", "tekst", "wat er gemeten is", True),
                Kolom("waarde", "getal", "de waarde", True),
                Kolom("eenheid", "tekst", "eenheid van de waarde"),
                TOELICHTING,
            ),
            ("gemeente", "naam", "jaar", "maat"),
        ),
        Tabel(
            "denkrichtingen",
            "gemeente, jaar, keuze, denkrichting",
            (
                GEMEENTE, JAAR,
                Kolom("keuze", "tekst", "keuze-item", True),
                Kolom("denkrichting", "tekst", "denkrichting, of huidig", True),
                Kolom("bedrag", "bedrag", "bedrag in euro", True),
                IS_TOTAAL,
            ),
            ("gemeente", "jaar", "keuze", "denkrichting"),
        ),
    )
}  # fmt: skip

# bron -> the tables that its canonical columns may fill, most specific first; layouts may fill others
BRONNEN: dict[str, tuple[str, ...]] = {
    "clientaantallen": ("clientaantallen",),
    "uitgaven": ("uitgaven",),
    "rijksbijdragen": ("rijksbijdragen",),
    "begroting": ("begroting",),
    "iv3": ("iv3",),
    "inwoners": ("inwoners",),
    "indicatoren": ("indicatoren",),
    "maatregelen": ("maatregelen",),
    "pilots": ("pilots",),
    "denkrichtingen": ("denkrichtingen",),
}

HERKOMST: list[tuple[str, pa.DataType]] = [
    ("sleutel", pa.string()),
    ("levering", pa.string()),
    ("bestand", pa.string()),
    ("blad", pa.string()),
    ("regel", pa.int64()),
]
BEDRAG = pa.decimal128(18, 2)
GETAL = pa.decimal128(28, 8)
GROOTSTE = {"aantal": 10**12, "bedrag": 10**16, "getal": 10**20}


def velden(kolom: Kolom) -> list[tuple[str, pa.DataType]]:
    """The landing columns of one canonical column, in order.

    A number has its value and: _status (value, nil, unknown, to be decided, secret), _laag and _hoog (the bounds of a
    secret), _stap (published precision) and _kolom (the heading it stood under).
    """
    n = kolom.naam
    match kolom.soort:
        case "gemeente":
            return [(x, pa.string()) for x in ("gemeente_code", "gemeente", "gebied_soort")]
        case "periode":
            return [("periode", pa.string()), ("periode_soort", pa.string()), ("jaar", pa.int32())]
        case "jaar":
            return [(n, pa.int32())]
        case "datum":
            return [(n, pa.date32())]
        case "voorziening":
            return [("voorziening", pa.string()), ("niveau", pa.string())]
        case "aantal" | "bedrag" | "getal":
            waarde = {"aantal": pa.int64(), "bedrag": BEDRAG, "getal": GETAL}[kolom.soort]
            return [
                (n, waarde), (f"{n}_status", pa.string()), (f"{n}_laag", GETAL), (f"{n}_hoog", GETAL),
                (f"{n}_stap", GETAL), (f"{n}_kolom", pa.string()),
            ]  # fmt: skip
        case _:
            return [(n, pa.string())]


def landingschema(tabel: Tabel) -> pa.Schema:
    """The Arrow schema of one landing table."""
    uit = list(HERKOMST)
    for kolom in tabel.kolommen:
        uit += velden(kolom)
    return pa.schema(uit)


@dataclass(frozen=True, slots=True)
class Eis:
    """What the contract asks of one landing column, whatever engine checks it."""

    verplicht: bool = False
    waarden: tuple[str, ...] = ()
    patroon: str | None = None
    minimum: int | None = None


def eisen(tabel: Tabel) -> dict[str, Eis]:
    """The demands on a landing table, per column: provenance complete, codes in their lists, counts not negative."""
    uit = {n: Eis(verplicht=True) for n in ("sleutel", "levering", "bestand")}
    uit["regel"] = Eis(verplicht=True, minimum=1)
    for kolom in tabel.kolommen:
        n = kolom.naam
        match kolom.soort:
            case "gemeente":
                uit["gemeente_code"] = Eis(True, patroon=r"^(GM\d{4}|RG-[A-Z]+|NL)$")
            case "periode":
                uit["periode"] = Eis(True, patroon=r"^\d{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])))?$")
            case "wet":
                uit["wet"] = Eis(kolom.verplicht, ("wmo", "jeugdwet", "participatiewet", "overig", "totaal"))
            case "keuze":
                uit[n] = Eis(kolom.verplicht, kolom.keuzes)
            case "tekst":
                uit[n] = Eis(kolom.verplicht)
            case "aantal" | "bedrag" | "getal":
                uit[f"{n}_status"] = Eis(kolom.verplicht, STATUSSEN)
                if not kolom.negatief:
                    uit[n] = Eis(minimum=0)
    return uit


def controleschema(tabel: Tabel) -> pa_pd.DataFrameSchema:
    """The demands on one delivered table as a pandera schema, for its rows before they are landed."""
    import pandera.pandas as pa_pd

    kolommen = {}
    for naam, eis in eisen(tabel).items():
        checks = []
        if eis.waarden:
            checks.append(pa_pd.Check.isin(list(eis.waarden)))
        if eis.patroon:
            checks.append(pa_pd.Check.str_matches(eis.patroon))
        if eis.minimum is not None:
            checks.append(pa_pd.Check.ge(eis.minimum))
        soort = "Int64" if eis.minimum is not None else object
        kolommen[naam] = pa_pd.Column(soort, checks, nullable=not eis.verplicht, coerce=eis.minimum is not None)
    return pa_pd.DataFrameSchema(kolommen, strict=False, name=tabel.naam)


def controleer(tabel: Tabel, rijen: pa.Table) -> list[tuple[int, str]]:
    """Check landing rows against the contract: (index of the row, name of the column) for each breach.

    The message of pandera is not used: it quotes the value, which may be personal.
    """
    import pandas as pd
    from pandera.errors import SchemaErrors

    frame = rijen.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype()}.get)
    try:
        controleschema(tabel).validate(frame, lazy=True)
    except SchemaErrors as fout:
        gevallen = fout.failure_cases
        return sorted({(int(i), str(k)) for i, k in gevallen[["index", "column"]].values if pd.notna(i)})
    return []
