"""Persons in a delivery: their numbers become pseudonyms here, and what names a person where none belongs is found.

A number leaves this module only as a pseudonym; no finding, message or exception of it holds one. The key and the
pseudonyms themselves stand in `privacy.pseudoniem`, reading rows in `omzetten`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

from stdnum.nl import bsn

from pipeline.contracten.model import GETALSOORTEN, Kolom, Nummer
from pipeline.inname.bladrijen import Kop
from pipeline.inname.codelijsten import Onbekend, sleutel
from pipeline.inname.layout import Herkend, gebruikte_koppen
from pipeline.inname.lezers import Blad
from pipeline.privacy.pseudoniem import Sleutel, SoortNummer, bsn_regel

# a letter or digit on either side makes another word of it, an underscore does not: client_bsn
PERSOONSKOPPEN = re.compile(
    r"(?<![a-z0-9])(bsn|burgerservicenummer|geboortedatum|achternaam|voornaam|huisnummer|sofinummer)(?![a-z0-9])"
)
# headings beside the contract of a bron with persons: what they hold is not read
OVER_PERSONEN = re.compile(
    r"naam|adres|straat|huisnummer|postcode|woonplaats|geboorte|geslacht|leeftijd|telefoon|mobiel|mail|iban|bankrekening"
    r"|bsn|burgerservicenummer|sofinummer|clientnummer|notitie|opmerking|toelichting|omschrijving|commentaar"
)
# nine digits in a row or grouped, in running text
NEGEN_CIJFERS = re.compile(r"(?<![\d.,])(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?!\d|[.,]\d)")
# a burgerservicenummer as people write it; with dashes it may as well be a gemeente's own number
GEGROEPEERD = re.compile(r"(\d{3})([ .])(\d{3})\2(\d{3})|(\d{4})([ .])(\d{2})\6(\d{3})")
GEEN_NUMMER = re.compile(r"[-.?x0]*|onbekend|geen|n\.?b\.?|n\.?v\.?t\.?|n\.?t\.?b\.?|null|nan|n/a|none", re.IGNORECASE)

VERWACHT_BSN = "een burgerservicenummer van negen cijfers dat aan de elfproef voldoet"
VERWACHT_TEST = (
    "een burgerservicenummer buiten de testreeks; die hoort alleen bij de testgemeenten GM9990 tot en met GM9999"
)
VERWACHT_NUL = (
    "negen cijfers: dit lijkt een burgerservicenummer waarvan de nul vooraan is weggevallen. Maak de kolom tekst en "
    "lever het opnieuw; een eigen nummer krijgt een letter ervoor"
)
VERWACHT_EIGEN = "een eigen nummer dat niet op een burgerservicenummer lijkt; zet er een letter voor, ook in de toegang"
EIGEN_VAN: dict[Nummer, SoortNummer] = {
    "bsn_of_eigen": "client", "client": "client", "huishouden": "huishouden", "consulent": "consulent",
    "referentie": "referentie",
}  # fmt: skip


def lees_nummer(kolom: Kolom, cel: Any, gemeente_code: str, geheim: Sleutel) -> dict[str, str | None]:
    """The landing columns of a persoon cell: its pseudonym and, where it may be either, which number it was.

    Nine digits are a burgerservicenummer. Any other number is the gemeente's own: its pseudonym is hashed with the
    gemeente, for two gemeenten number alike. Raises `Onbekend`, without the number.
    """
    nummer = _als_tekst(kolom, cel)
    soort = {} if kolom.nummer != "bsn_of_eigen" else {kolom.soortkolom: None}
    if GEEN_NUMMER.fullmatch(nummer):
        return {kolom.naam: None, **soort}
    lijkt_bsn, is_bsn = _bsn_vorm(nummer)
    if kolom.nummer == "persoon" or (kolom.nummer == "bsn_of_eigen" and lijkt_bsn):
        cijfers = is_bsn or ""
        if regel := bsn_regel(cijfers, gemeente_code):
            verwacht = VERWACHT_TEST if regel == "bsn.testreeks" else VERWACHT_BSN
            raise Onbekend(regel, VERWACHT_NUL if lijkt_bsn and not is_bsn else verwacht)
        soort = dict.fromkeys(soort, "bsn")
        return {kolom.naam: geheim.pseudoniem("persoon", cijfers), **soort}
    if kolom.nummer == "client" and lijkt_bsn:
        raise Onbekend("waarde.onleesbaar", VERWACHT_EIGEN)
    eigen = f"{gemeente_code}|{' '.join(nummer.split()).casefold()}"
    soort = dict.fromkeys(soort, "eigen")
    return {kolom.naam: geheim.pseudoniem(EIGEN_VAN[kolom.nummer], eigen), **soort}


def _als_tekst(kolom: Kolom, cel: Any) -> str:
    """A number as digits; a worksheet holds whole numbers as numbers. An error of a formula is no number."""
    if isinstance(cel, Decimal) and cel.is_finite() and cel >= 0 and cel == cel.to_integral_value():
        return str(int(cel))
    if not isinstance(cel, str) or cel.startswith("#"):
        raise Onbekend("waarde.onleesbaar", kolom.omschrijving)
    return cel.strip()


def _bsn_vorm(nummer: str) -> tuple[bool, str | None]:
    """Whether a number looks like a burgerservicenummer, and its nine digits if it has them.

    Eight digits look like one where a zero in front makes them pass the elfproef: a worksheet drops that zero.
    """
    if GEGROEPEERD.fullmatch(nummer):
        nummer = re.sub(r"\D", "", nummer)
    if re.fullmatch(r"[0-9]{9}", nummer):
        return True, nummer
    return re.fullmatch(r"[0-9]{8}", nummer) is not None and bsn.is_valid(f"0{nummer}"), None


def gaat_over_personen(kop: str) -> bool:
    """Whether a heading beside the contract announces data about persons."""
    return OVER_PERSONEN.search(sleutel(kop)) is not None


def plek_van_personen(blad: Blad, herkend: Herkend | None) -> int | None:
    """Where a heading or cell speaks of persons, in a bron of totals: its line, 0 for the sheet as a whole, else None.

    An amount may look like a BSN, a text may not. What its table never reads does not count.
    """
    if blad.naam and _noemt_bsn(blad.naam):
        return 0
    getallen, teksten = _kolomsoorten(blad, herkend)
    weg = nooit_gelezen(herkend)
    for rij in blad.rijen:
        for i, cel in enumerate(rij.cellen):
            if i in weg:
                continue
            if (i in teksten and _is_bsn(cel)) or (
                isinstance(cel, str) and (PERSOONSKOPPEN.search(sleutel(cel)) or _noemt_in_tekst(cel))
            ):
                return rij.regel
    return 0 if _kolom_vol_bsn(blad, getallen | weg) else None


def nooit_gelezen(herkend: Herkend | None) -> set[int]:
    """The columns of a sheet under headings that its tables never read."""
    if herkend is None:
        return set()
    koppen = {sleutel(k) for e in herkend.layout.emissies for k in e.tabel.niet_gelezen}
    return {i for i, kop in enumerate(herkend.koppen) if kop in koppen} - gelezen_kolommen(herkend)


def gelezen_kolommen(herkend: Herkend) -> set[int]:
    """The columns of a sheet that its layout reads."""
    koppen = gebruikte_koppen(herkend.layout)
    return {i for i, kop in enumerate(herkend.koppen) if kop in koppen or f"#{i + 1}" in koppen}


def heeft_bsn_op_verkeerde_plek(blad: Blad, herkend: Herkend | None) -> bool:
    """In a bron with persons: a BSN in a column that is loaded as it stands, or in the name of a sheet.

    A column of whole numbers counts where a row repeats its own BSN there, or where too many of its cells would be one:
    a toewijzingnummer may have nine digits too, and one in eleven passes by chance.
    """
    if blad.naam and _noemt_bsn(blad.naam):
        return True
    if herkend is None:
        return False
    personen, nummers, teksten = _kolommen_met_personen(blad, herkend)
    geldig: dict[int, int] = defaultdict(int)
    gevuld: dict[int, int] = defaultdict(int)
    for rij in blad.rijen[herkend.koprij + 1 :]:
        eigen = {str(rij.cellen[i]) for i in personen if i < len(rij.cellen) and _is_bsn(rij.cellen[i])}
        for i, cel in enumerate(rij.cellen):
            if i in teksten and (_is_bsn(cel) or (isinstance(cel, str) and _noemt_in_tekst(cel))):
                return True
            if i in nummers and cel is not None:
                if str(cel) in eigen:
                    return True
                gevuld[i] += 1
                geldig[i] += _is_bsn(cel)
    return any((n >= 3 and n == gevuld[i]) or (n >= 5 and n * 2 > gevuld[i]) for i, n in geldig.items())


def _kolommen_met_personen(blad: Blad, herkend: Herkend) -> tuple[set[int], set[int], set[int]]:
    """The columns that become pseudonyms, those read as whole numbers, and all others that are loaded."""
    kop = Kop(herkend, blad)
    personen, nummers, teksten = set(), set(), set()
    for e in herkend.layout.emissies:
        soorten = {k.naam: k.soort for k in e.tabel.kolommen}
        gelezen = {**e.kolommen, **{n: h["kolom"] for n, h in e.haal_uit.items()}}
        for naam, kolom in gelezen.items():
            doel = {"persoon": personen, "geheel": nummers}.get(soorten.get(naam, ""), teksten)
            doel.add(kop.index(kolom))
    return personen, nummers, teksten


def _is_bsn(cel: Any) -> bool:
    return re.fullmatch(r"\d{9}", str(cel)) is not None and bsn.is_valid(str(cel))


def _noemt_in_tekst(cel: str) -> bool:
    return re.search(r"[^\W\d]", cel) is not None and _noemt_bsn(cel)


def _kolomsoorten(blad: Blad, herkend: Herkend | None) -> tuple[set[int], set[int]]:
    """The columns that a layout reads as numbers, and those that it reads only as text."""
    getallen: set[int] = set()
    teksten: set[int] = set()
    if herkend:
        kop = Kop(herkend, blad)
        for e in herkend.layout.emissies:
            soorten = {k.naam: k.soort for k in e.tabel.kolommen}
            for naam, kolom in e.kolommen.items():
                (getallen if soorten.get(naam) in GETALSOORTEN else teksten).add(kop.index(kolom))
            getallen |= {kop.index(k) for k in (e.ontdraai.kolommen if e.ontdraai else ())}
            getallen |= {kop.index(h["kolom"]) for n, h in e.haal_uit.items() if soorten.get(n) in GETALSOORTEN}
    return getallen, teksten - getallen


def _noemt_bsn(tekst: str) -> bool:
    for treffer in NEGEN_CIJFERS.finditer(tekst):
        is_bedrag = re.search(r"(€|\beuro?) *$", tekst[: treffer.start()], re.IGNORECASE) or re.match(
            r" *(€|euro?\b)", tekst[treffer.end() :], re.IGNORECASE
        )
        if not is_bedrag and bsn.is_valid(re.sub(r"\D", "", treffer[0])):
            return True
    return False


def _kolom_vol_bsn(blad: Blad, getalkolommen: set[int]) -> bool:
    """A column in which nearly every cell is nine digits that pass the elfproef: chance is one in eleven per cell.

    Columns that the contract reads as numbers do not take part: there nine digits are an amount. Neither do whole
    thousands: the total of a summary is one, a number of a person once in a thousand.
    """
    geldig: dict[int, int] = defaultdict(int)
    gevuld: dict[int, int] = defaultdict(int)
    for rij in blad.rijen:
        for i, cel in enumerate(rij.cellen):
            tekst = str(cel) if cel is not None and i not in getalkolommen else ""
            if re.fullmatch(r"\d{9}", tekst) and not tekst.endswith("000"):
                gevuld[i] += 1
                geldig[i] += bsn.is_valid(tekst)
    return any(n >= 3 and geldig[i] * 2 > n for i, n in gevuld.items()) or any(
        n and geldig[i] == n and n * 2 >= max(len(blad.rijen) - 1, 1) for i, n in gevuld.items()
    )
