"""Columns of text to columns of values: dates, whole numbers, euros, codes, pseudonyms. Whole columns at a time.

Each conversion gives the values and a mask of what it could not read. What a mask means for a row stands in
`tabellen`. No value ever leaves this module in a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contracten.model import BEDRAG
from pipeline.privacy.pseudoniem import TESTREEKS, Sleutel

Masker = np.ndarray
DATUM = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
TIJD = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
KENMERK = r"[^\x00-\x1f]{1,36}"  # text that names something; what else could stand there belongs to nobody's landing
CIJFERS = re.compile(r"[0-9]{9,}")
MEESTE_CIJFERS = 12
GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)
MACHTEN = 10 ** np.arange(len(GEWICHTEN) - 1, -1, -1)
BSN_REGELS = ("bsn.elfproef", "bsn.testreeks")
NUL = ord("0") * sum(GEWICHTEN)
MEESTE_PERSONEN = 200_000  # in memory at a time: a year of a province


def leeg(aantal: int, soort: pa.DataType) -> pa.Array:
    """A column without values."""
    return pa.nulls(aantal, soort)


def masker(kolom: pa.Array) -> Masker:
    """A boolean column as an array; what is null is False."""
    return pc.fill_null(kolom, False).to_numpy(zero_copy_only=False)


def gevuld(kolom: pa.Array) -> Masker:
    return kolom.is_valid().to_numpy(zero_copy_only=False)


def per_waarde(kolom: pa.Array, maak: Callable[[str], object], soort: pa.DataType) -> tuple[pa.Array, Masker]:
    """Convert each different value once; None from `maak` is what cannot be read."""
    if kolom.null_count == len(kolom):
        return leeg(len(kolom), soort), np.zeros(len(kolom), bool)
    codes = kolom.dictionary_encode()
    waarden = pa.array([maak(w) for w in codes.dictionary.to_pylist()], soort)
    uit = waarden.take(codes.indices)
    return uit, gevuld(kolom) & ~gevuld(uit)


def datum(kolom: pa.Array) -> tuple[pa.Array, Masker]:
    """xs:date, with or without a time zone."""
    return per_waarde(kolom, _datum, pa.date32())


def _datum(tekst: str) -> date | None:
    treffer = DATUM.fullmatch(tekst)
    try:
        return date.fromisoformat(treffer[1]) if treffer else None
    except ValueError:
        return None


def tijd(kolom: pa.Array) -> tuple[pa.Array, Masker]:
    """xs:time as uu:mm:ss."""
    return per_waarde(kolom, lambda t: m[1] if (m := TIJD.fullmatch(t)) else None, pa.string())


def tekst(kolom: pa.Array, patroon: str) -> tuple[pa.Array, Masker]:
    """Text of a fixed form; anything else cannot be read."""
    if patroon == KENMERK and _is_kenmerk(kolom):
        return kolom, np.zeros(len(kolom), bool)
    goed = masker(pc.match_substring_regex(kolom, f"^(?:{patroon})$"))
    fout = gevuld(kolom) & ~goed
    return (pc.if_else(pa.array(goed), kolom, None) if fout.any() else kolom), fout


def _is_kenmerk(kolom: pa.Array) -> bool:
    """Whether a whole column is KENMERK beyond doubt, by its bytes: a regex per row takes longer than the rest."""
    _, grenzen, inhoud = kolom.buffers()
    if inhoud is None or kolom.null_count or not len(kolom):
        return False
    begin = np.frombuffer(grenzen, np.int32)[kolom.offset : kolom.offset + len(kolom) + 1]
    lengte, bytes_ = np.diff(begin), np.frombuffer(inhoud, np.uint8)[begin[0] : begin[-1]]
    return bool(lengte.min() >= 1 and lengte.max() <= 36 and bytes_.min() >= 0x20)


def geheel(kolom: pa.Array) -> tuple[pa.Array, Masker]:
    """A whole number that is not negative, of at most twelve digits."""
    goed = masker(pc.and_(pc.ascii_is_decimal(kolom), pc.less_equal(pc.binary_length(kolom), MEESTE_CIJFERS)))
    fout = gevuld(kolom) & ~goed
    if fout.any():
        kolom = pc.if_else(pa.array(goed), kolom, None)
    return kolom.cast(pa.int64()), fout


def euro(centen: pa.Array) -> pa.Array:
    """Cents to euros, exact."""
    return pc.multiply(centen.cast(pa.decimal128(19, 0)), pa.scalar(Decimal("0.01"), pa.decimal128(3, 2))).cast(BEDRAG)


def code(kolom: pa.Array, lijsten: dict[str, frozenset[str]], wetten: pa.Array) -> Masker:
    """Which values are in no list of their wet."""
    if kolom.null_count == len(kolom):
        return np.zeros(len(kolom), bool)
    codes = kolom.dictionary_encode()
    uit = np.zeros(len(kolom), bool)
    for wet, toegestaan in lijsten.items():
        onbekend = pa.array([w not in toegestaan for w in codes.dictionary.to_pylist()], pa.bool_())
        if pc.any(onbekend).as_py():
            uit |= masker(onbekend.take(codes.indices)) & masker(pc.equal(wetten, wet))
    return uit


def samengevoegd(codes: pa.Array, ouder: np.ndarray, aantal: int) -> pa.Array:
    """Texts joined by a space per parent, null where a parent has none. `ouder` is in order."""
    grenzen = np.searchsorted(ouder, np.arange(aantal + 1)).astype(np.int32)
    lijst = pa.ListArray.from_arrays(pa.array(grenzen), pc.fill_null(codes, "????"))
    return pc.if_else(pa.array(np.diff(grenzen) > 0), pc.binary_join(lijst, " "), None)


# --- persons ---------------------------------------------------------------------------------------------------------


class Pseudoniemen:
    """Pseudonyms under one key. Numbers are held in memory only, and no more than a bounded many of them."""

    def __init__(self, sleutel: Sleutel) -> None:
        self.sleutel = sleutel
        self._persoon_van, self._referentie_van = sleutel.maker("persoon"), sleutel.maker("referentie")
        self._personen: dict[str, str] = {}

    def personen(self, bsns: pa.Array, testgemeente: Masker) -> tuple[pa.Array, dict[str, Masker]]:
        """Persons for burgerservicenummers, and per rule which rows break it. `testgemeente`: rows of a GM999x."""
        codes = bsns.dictionary_encode()
        goed, test = beoordeel(codes.dictionary)
        nummers = zip(codes.dictionary.to_pylist(), goed.tolist(), strict=True)
        per_nummer = pa.array([self._persoon(n) if g else None for n, g in nummers], pa.string())
        is_nummer, plek = gevuld(bsns), pc.fill_null(codes.indices, 0).to_numpy(zero_copy_only=False)
        if not is_nummer.any():
            return leeg(len(bsns), pa.string()), {r: is_nummer for r in BSN_REGELS}
        fout = dict(
            zip(BSN_REGELS, (is_nummer & ~goed[plek], is_nummer & (goed & test)[plek] & ~testgemeente), strict=True)
        )
        persoon = per_nummer.take(codes.indices)
        buiten = fout["bsn.testreeks"]
        return (pc.if_else(pa.array(buiten), None, persoon) if buiten.any() else persoon), fout

    def _persoon(self, nummer: str) -> str:
        bekend = self._personen.get(nummer)
        if bekend is None:
            if len(self._personen) >= MEESTE_PERSONEN:
                self._personen.clear()
            bekend = self._personen[nummer] = self._persoon_van(nummer)
        return bekend

    def referenties(self, kolom: pa.Array) -> pa.Array:
        """Every text as a pseudonym."""
        return per_waarde(kolom, self._referentie_van, pa.string())[0]

    def zonder_bsn(self, kolom: pa.Array) -> pa.Array:
        """Texts as they are, but a pseudonym for each that holds nine digits in a row that pass the elfproef."""
        verdacht = draagt_bsn(kolom)
        if not verdacht.any():
            return kolom
        keuze = pa.array(verdacht)
        nieuw = list(map(self._referentie_van, kolom.filter(keuze).to_pylist()))
        return pc.replace_with_mask(kolom, keuze, pa.array(nieuw, pa.string()))

    def naam(self, naam: str) -> str:
        """A file name that can be kept: one that holds a burgerservicenummer still differs from every other."""
        return CIJFERS.sub(lambda m: self._bedek(m[0]), naam)

    def _bedek(self, cijfers: str) -> str:
        # one name at a time, a few 100.000 times: written out this is ten times as quick as columns of one
        d = cijfers.encode()
        for i in range(len(d) - 8):
            a, b, c, e, f, g, h, j, k = d[i : i + 9]
            if (9 * a + 8 * b + 7 * c + 6 * e + 5 * f + 4 * g + 3 * h + 2 * j - k - NUL) % 11 == 0:
                return f"bsn-{self._referentie_van(cijfers)[:12]}"
        return cijfers


def beoordeel(nummers: pa.Array) -> tuple[Masker, Masker]:
    """Which texts are burgerservicenummers, and which of those stand in the test range: `bsn_regel` for a column."""
    goed, test = np.zeros(len(nummers), bool), np.zeros(len(nummers), bool)
    negen = np.flatnonzero(masker(pc.equal(pc.binary_length(nummers), len(GEWICHTEN))))
    if len(negen):
        _, _, inhoud = nummers.take(pa.array(negen)).buffers()
        cijfers = np.frombuffer(inhoud, np.uint8)[: len(negen) * len(GEWICHTEN)].reshape(-1, len(GEWICHTEN))
        cijfers = cijfers.astype(np.int64) - ord("0")
        getal = cijfers @ MACHTEN
        goed[negen] = (
            ((cijfers >= 0) & (cijfers <= 9)).all(axis=1) & (cijfers @ np.array(GEWICHTEN) % 11 == 0) & (getal > 0)
        )
        test[negen] = goed[negen] & (getal >= TESTREEKS.start) & (getal < TESTREEKS.stop)
    return goed, test


def draagt_bsn(kolom: pa.Array) -> Masker:
    """Which texts hold nine digits in a row, also within a longer run, that pass the elfproef."""
    uit = np.zeros(len(kolom), bool)
    kolom = pc.fill_null(kolom, "")
    _, grenzen, inhoud = kolom.buffers()
    if inhoud is None or not len(kolom):
        return uit
    begin = np.frombuffer(grenzen, np.int32)[kolom.offset : kolom.offset + len(kolom) + 1]
    bytes_ = np.frombuffer(inhoud, np.uint8)[begin[0] : begin[-1]]
    if len(bytes_) < len(GEWICHTEN):
        return uit
    cijfers = bytes_.astype(np.int16) - 48
    is_cijfer = (cijfers >= 0) & (cijfers <= 9)
    vensters = len(bytes_) - len(GEWICHTEN) + 1
    # nine digits on end: the count of digits in the window is nine
    telling = np.concatenate(([0], np.cumsum(is_cijfer)))
    kandidaat = telling[len(GEWICHTEN) :] - telling[: -len(GEWICHTEN)] == len(GEWICHTEN)
    if not kandidaat.any():
        return uit
    som = np.zeros(vensters, np.int16)
    for i, gewicht in enumerate(GEWICHTEN):
        som += gewicht * cijfers[i : i + vensters]
    plekken = np.flatnonzero(kandidaat & (som % 11 == 0)) + begin[0]
    rij = np.searchsorted(begin, plekken, side="right") - 1
    binnen = plekken + len(GEWICHTEN) <= begin[rij + 1]  # not over the border of two texts
    uit[rij[binnen]] = True
    return uit


def som_per_groep(waarden: np.ndarray, groep: np.ndarray, groepen: int) -> np.ndarray:
    """Exact sums of whole numbers per group of rows that stand together."""
    lopend = np.concatenate(([0], np.cumsum(waarden, dtype=np.int64)))
    grenzen = np.searchsorted(groep, np.arange(groepen + 1))
    return lopend[grenzen[1:]] - lopend[grenzen[:-1]]


def keuze(namen: Iterable[str], plek: np.ndarray) -> pa.Array:
    """A text per row, from the text per message."""
    return pa.array(list(namen), pa.string()).take(pa.array(plek))
