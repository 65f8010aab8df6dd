"""What a delivery contract is made of: columns, tables, the Arrow schema and the demands that follow from them.

The tables themselves stand in `inname` (totals), `clienten` (the toegang and its neighbours) and `berichten` (care
messages). Every landing row carries where it came from: sleutel, levering, bestand, blad, regel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

if TYPE_CHECKING:
    import pandera.pandas as pa_pd

Soort = Literal[
    "gemeente", "periode", "jaar", "datum", "wet", "voorziening", "leveringsvorm", "taakveld", "keuze",
    "tekst", "aantal", "bedrag", "getal", "persoon", "geheel", "euro", "vlag", "maand", "factor",
]  # fmt: skip
# persoon: a burgerservicenummer; bsn_of_eigen: that, or a number of the gemeente's own; client: only such a number
Nummer = Literal["persoon", "bsn_of_eigen", "client", "huishouden", "consulent", "referentie"]
NUMMERSOORTEN = ("bsn", "eigen")
GETALSOORTEN = ("aantal", "bedrag", "getal")
PSEUDONIEM = r"^[0-9a-f]{32}$"
STATUSSEN = ("waarde", "nihil", "onbekend", "ntb", "geheim")


@dataclass(frozen=True, slots=True)
class Kolom:
    """One canonical column. `aliassen` are other headings that mean the same; `patroon`: what a text must look like.

    `nummer` says whose number a persoon column holds: it is part of what is hashed. `breedte`: a code that has this
    many characters; a worksheet drops the zeros in front. `hoogstens`: the most characters of a text.
    """

    naam: str
    soort: Soort
    omschrijving: str
    verplicht: bool = False
    aliassen: tuple[str, ...] = ()
    keuzes: tuple[str, ...] = ()
    negatief: bool = True
    leeg_als: str | None = None
    patroon: str | None = None
    nummer: Nummer = "persoon"
    breedte: int | None = None
    hoogstens: int | None = None

    @property
    def soortkolom(self) -> str:
        """Of a bsn_of_eigen column: the landing column that says which of the two it was."""
        return self.naam.removesuffix("_id") + "_soort"


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table of the landing. `sleutel`: the columns that may occur once per levering (None: rows simply add).

    `niet_gelezen`: headings that may stand beside it with anything under them, persons too: they are never read.
    """

    naam: str
    grein: str
    kolommen: tuple[Kolom, ...]
    sleutel: tuple[str, ...] | None
    minstens_een: tuple[str, ...] = ()
    niet_gelezen: tuple[str, ...] = ()

    def kolom(self, naam: str) -> Kolom:
        """The column of that name; KeyError where there is none."""
        return {k.naam: k for k in self.kolommen}[naam]

    @property
    def heeft_personen(self) -> bool:
        """Whether a row is about a person: then no cell of it is ever quoted."""
        return any(k.soort == "persoon" for k in self.kolommen)


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


def aantal(naam: str, omschrijving: str, *aliassen: str) -> Kolom:
    return Kolom(naam, "aantal", omschrijving, aliassen=aliassen, negatief=False)


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
        case "geheel":
            return [(n, pa.int64())]
        case "euro":
            return [(n, BEDRAG)]
        case "factor":
            return [(n, GETAL)]
        case "vlag":
            return [(n, pa.bool_())]
        case "persoon" if kolom.nummer == "bsn_of_eigen":
            return [(n, pa.string()), (kolom.soortkolom, pa.string())]
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
                uit["gemeente_code"] = Eis(kolom.verplicht, patroon=r"^(GM\d{4}|RG-[A-Z]+|NL)$")
            case "periode":
                uit["periode"] = Eis(True, patroon=r"^\d{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])))?$")
            case "maand":
                uit[n] = Eis(kolom.verplicht, patroon=r"^\d{4}-(0[1-9]|1[0-2])$")
            case "wet":
                uit["wet"] = Eis(kolom.verplicht, ("wmo", "jeugdwet", "participatiewet", "overig", "totaal"))
            case "keuze":
                uit[n] = Eis(kolom.verplicht, kolom.keuzes)
            case "persoon":
                uit[n] = Eis(kolom.verplicht, patroon=PSEUDONIEM)
                if kolom.nummer == "bsn_of_eigen":
                    uit[kolom.soortkolom] = Eis(kolom.verplicht, NUMMERSOORTEN)
            case "tekst" | "datum" | "geheel" | "euro" | "vlag":
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
