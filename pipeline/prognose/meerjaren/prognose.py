"""The table MEERJAREN: middles that add up, bands from earlier multi-year errors, clients and rijksbijdrage.

The growth is in `model`. All amounts are whole cents until the table is made.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from pipeline.prognose.jaar.banden import Verdeling, fout
from pipeline.prognose.jaar.prognose import getal, verdeel
from pipeline.prognose.meerjaren.invoer import Cel, Meerjareninvoer
from pipeline.prognose.meerjaren.model import Groei, Meerjareninstelling
from pipeline.prognose.uitvoer import MEERJAREN, euro, tabel

TOTAAL: Cel = ("totaal", "totaal", "totaal")
# comparison groups overlap the other groepen: which groepen of the wet they leave out
VERGELIJK: dict[str, frozenset[str]] = {
    "jeugd": frozenset(),
    "wmo_incl_opvang": frozenset(),
    "wmo": frozenset({"opvang_beschermd_wonen"}),
}
# so many years may a gebied be behind the rest of its reeks
ACHTER = 2
# a count of clients that is older says too little of now
OUD = 2
_Z80 = 1.2815515655446004


@dataclass(frozen=True)
class Basis:
    """The year-end prognose that the years start from."""

    code: str
    naam: str
    soort: str
    reeks: str
    jaar: int
    midden: int
    laag: int | None
    hoog: int | None
    openbaar: bool

    @property
    def spreiding(self) -> float:
        """Standard deviation (logarithm) that its 80% band stands for; 0 without a band."""
        if not self.laag or not self.hoog or self.laag <= 0:
            return 0.0
        return math.log(self.hoog / self.laag) / 2 / _Z80


Plek = tuple[str, str]  # reeks, gemeente_code


def _cent(x: Decimal | None) -> int | None:
    return None if x is None else int(x.scaleb(2))


def lees_basis(prognose: pa.Table) -> dict[tuple[Plek, int], dict[Cel, Basis]]:
    """Year rows of PROGNOSE by (reeks, gebied), year and cell; of several peildata the newest."""
    kolommen = [
        "peildatum", "gemeente_code", "gemeente", "gebied_soort", "jaar", "periode_soort", "niveau", "wet",
        "voorziening", "reeks", "laag", "midden", "hoog", "is_openbaar",
    ]  # fmt: skip
    rijen = zip(*(prognose[k].to_pylist() for k in kolommen), strict=True)
    uit: dict[tuple[Plek, int], dict[Cel, Basis]] = defaultdict(dict)
    for _, code, naam, gebied, jaar, soort, niveau, wet, voorziening, reeks, laag, midden, hoog, publiek in sorted(
        rijen, key=lambda r: r[0]
    ):
        if soort == "jaar" and midden is not None and midden > 0:
            basis = Basis(code, naam, gebied, reeks, jaar, int(midden.scaleb(2)), _cent(laag), _cent(hoog), publiek)
            uit[(reeks, code), jaar][niveau, wet, voorziening] = basis
    return uit


def meerjarenprognose(
    prognose: pa.Table,
    invoer: Meerjareninvoer,
    peildatum: datetime.date,
    instelling: Meerjareninstelling | None = None,
) -> pa.Table:
    """MEERJAREN (pipeline.prognose.uitvoer): the years after the current one, from PROGNOSE rows of either chain.

    The current year of a gebied and reeks is the last one with a prognose that is not after the peildatum's; an
    abolished gemeente has none. Earlier
    year rows in `prognose` serve to learn how wrong a year further on is. Within a gebied one growth holds per wet, so
    that groepen add up to their wet and wetten to the total; a region is the sum of its members.
    """
    instelling = instelling or Meerjareninstelling()
    groei = Groei(invoer, instelling)
    alles = lees_basis(prognose)
    laatste = lopend_jaar(alles, invoer, peildatum.year)
    ijking = Ijking(alles, laatste, groei)
    rijen: list[dict[str, Any]] = []
    for h in range(1, instelling.aantal + 1):
        middens = {plek: jaarmiddens(alles[plek, jaar], groei, h) for plek, jaar in sorted(laatste.items())}
        for (reeks, code), jaar in sorted(laatste.items()):
            eigen = middens[reeks, code]
            _van_leden(eigen, alles, middens, invoer, (reeks, code), jaar)
            for cel, midden in sorted(eigen.items()):
                rij = _rij(alles[(reeks, code), jaar][cel], cel, midden, h, groei, ijking)
                rijen.append({"peildatum": peildatum} | rij)
    return tabel(rijen, MEERJAREN)


def lopend_jaar(alles: Iterable[tuple[Plek, int]], invoer: Meerjareninvoer, tot: int) -> dict[Plek, int]:
    """The last year with a prognose up to `tot`, of every gebied that still exists.

    A gebied that is behind the rest of its reeks has stopped delivering, or is no more: it stays where it is at most
    `ACHTER` years behind, is not abolished, and has inhabitants in the year that the others have reached.
    """
    uit: dict[Plek, int] = {}
    voorop: dict[str, int] = {}
    for (reeks, code), jaar in alles:
        if jaar <= tot:
            uit[reeks, code] = max(jaar, uit.get((reeks, code), jaar))
            voorop[reeks] = max(jaar, voorop.get(reeks, jaar))

    def bestaat(reeks: str, code: str, jaar: int) -> bool:
        nu = voorop[reeks]
        if code in invoer.opgeheven and invoer.opgeheven[code] <= nu + 1:
            return False
        inwoners = invoer.inwoners.get((code, "totaal"))
        return jaar == nu or (nu - jaar <= ACHTER and (inwoners is None or nu in inwoners))

    return {(r, c): jaar for (r, c), jaar in sorted(uit.items()) if bestaat(r, c, jaar)}


def _groeicel(cellen: Iterable[Cel], cel: Cel) -> Cel:
    """Whose history the growth of a cell follows: that of its wet, else its own."""
    wet = ("wet", cel[1], "totaal")
    return wet if wet in cellen else cel


def jaarmiddens(basis: dict[Cel, Basis], groei: Groei, h: int, tot: int | None = None) -> dict[Cel, int]:
    """The cells of one gebied, `h` years on, adding up wherever they did in the year they start from."""
    ruw = {}
    for cel, b in basis.items():
        if cel != TOTAAL:
            ruw[cel] = b.midden * groei.factor(b.reeks, b.code, _groeicel(basis, cel), b.jaar, h, tot)
    uit = {cel: round(x) for cel, x in ruw.items()}
    wetten = [c for c in basis if c[0] == "wet"]
    for wet in wetten:
        groepen = sorted(c for c in basis if c[:2] == ("groep", wet[1]) and c[2] not in VERGELIJK)
        if groepen and sum(basis[c].midden for c in groepen) == basis[wet].midden:
            uit |= _verdeeld(uit[wet], groepen, basis)
            for naam, zonder in VERGELIJK.items():
                cel = ("groep", wet[1], naam)
                delen = [c for c in groepen if c[2] not in zonder]
                if cel in basis and sum(basis[c].midden for c in delen) == basis[cel].midden:
                    uit[cel] = sum(uit[c] for c in delen)
        voorzieningen = sorted(c for c in basis if c[:2] == ("voorziening", wet[1]))
        if voorzieningen and sum(basis[c].midden for c in voorzieningen) == basis[wet].midden:
            uit |= _verdeeld(uit[wet], voorzieningen, basis)
        for cel in voorzieningen:
            groep = ("groep", wet[1], cel[2])
            if groep in basis and basis[groep].midden == basis[cel].midden:
                uit[cel] = uit[groep]
    if TOTAAL in basis:
        totaal = basis[TOTAAL]
        if sum(basis[w].midden for w in wetten) == totaal.midden:
            uit[TOTAAL] = sum(uit[w] for w in wetten)
        else:
            uit[TOTAAL] = round(totaal.midden * groei.factor(totaal.reeks, totaal.code, TOTAAL, totaal.jaar, h, tot))
    return uit


def _verdeeld(centen: int, cellen: list[Cel], basis: dict[Cel, Basis]) -> dict[Cel, int]:
    delen = verdeel(Decimal(centen).scaleb(-2), [float(basis[c].midden) for c in cellen])
    return {c: int(d.scaleb(2)) for c, d in zip(cellen, delen, strict=True)}


def _van_leden(
    eigen: dict[Cel, int],
    alles: dict[tuple[Plek, int], dict[Cel, Basis]],
    middens: dict[Plek, dict[Cel, int]],
    invoer: Meerjareninvoer,
    plek: Plek,
    jaar: int,
) -> None:
    """A region's cells as the sum of its members' where that holds in the year they start from."""
    reeks, code = plek
    for cel in eigen:
        leden = [(reeks, c) for c in invoer.leden.get((code, cel[1], jaar), ())]
        delen = [alles[p, jaar].get(cel) for p in leden if (p, jaar) in alles and p in middens]
        if not leden or len(delen) != len(leden):
            continue
        som = sum(b.midden for b in delen if b)
        aanwezig = [p for p, b in zip(leden, delen, strict=True) if b]
        if som == alles[plek, jaar][cel].midden and all(cel in middens[p] for p in aanwezig):
            eigen[cel] = sum(middens[p][cel] for p in aanwezig)


class Ijking:
    """How wrong this method was one to four years on, from the year-end prognoses of earlier years."""

    def __init__(self, alles: dict[tuple[Plek, int], dict[Cel, Basis]], laatste: dict[Plek, int], groei: Groei) -> None:
        self.instelling = groei.instelling
        self.fouten: dict[tuple[str, str, Cel, int], list[tuple[int, float]]] = defaultdict(list)
        uitgaven = groei.invoer.uitgaven
        for (plek, jaar), basis in sorted(alles.items()):
            if plek not in laatste or jaar >= laatste[plek]:
                continue
            for h in range(1, self.instelling.aantal + 1):
                if jaar + h >= laatste[plek]:
                    continue
                for cel, midden in jaarmiddens(basis, groei, h, tot=jaar).items():
                    echt = uitgaven.get((*plek, cel), {}).get(jaar + h)
                    if (e := fout(echt, midden)) is not None:
                        self.fouten[basis[cel].soort, plek[0], cel, h].append((jaar, e))
        self._factoren: dict[tuple[str, str, Cel, int], tuple[float, float]] = {}

    def grenzen(self, b: Basis, cel: Cel, h: int) -> tuple[float, float, bool]:
        """Factors of the 80% band and whether errors at this distance made it.

        Without enough errors: the spread of one year x wortel(1 + h). Never narrower than a year earlier, or than the
        band of the year-end prognose it starts from.
        """
        laag, hoog, gemeten = math.exp(-b.spreiding * _Z80), math.exp(b.spreiding * _Z80), False
        for k in range(1, h + 1):
            laag_k, hoog_k, gemeten = self._op_afstand(b, cel, k)
            laag, hoog = min(laag, laag_k), max(hoog, hoog_k)
        return laag, hoog, gemeten

    def _op_afstand(self, b: Basis, cel: Cel, h: int) -> tuple[float, float, bool]:
        sleutel = (b.soort, b.reeks, cel, h)
        gemeten = self.fouten.get(sleutel, [])
        if len(gemeten) < self.instelling.minste_fouten:
            breed = max(b.spreiding, self.instelling.spreiding) * math.sqrt(1 + h) * _Z80
            return math.exp(-breed), math.exp(breed), False
        if sleutel not in self._factoren:
            spreiding = self.instelling.spreiding * math.sqrt(1 + h)
            # all gemeenten share what happened after the few years there are to start from: count the year, not the wet
            _, laag, hoog, _ = Verdeling.van(gemeten, spreiding, "").factoren
            self._factoren[sleutel] = laag, hoog
        return *self._factoren[sleutel], True


def _rij(b: Basis, cel: Cel, midden: int, h: int, groei: Groei, ijking: Ijking) -> dict[str, Any]:
    jaar = b.jaar + h
    laag, hoog, gemeten = ijking.grenzen(b, cel, h)
    index = getal(groei.instelling.prijsindex_pct)
    tekst = [
        f"Van de prognose {b.jaar} (€ {getal(b.midden / 100, 0)}) met het aantal inwoners, {index} % prijs per jaar en "
        "de groei van de laatste jaren, elk jaar minder."
    ]
    if not gemeten:
        tekst.append("De marge is verbreed met de wortel van de tijd: te weinig eerdere jaren om haar te meten.")
    clienten, clienten_openbaar = _clienten(b, cel, jaar, groei)
    bijdrage, uitleg, bijdrage_openbaar = _bijdrage(b, cel, jaar, groei.invoer) if cel[0] == "wet" else (None, "", True)
    niveau, wet, voorziening = cel
    return {
        "gemeente_code": b.code,
        "gemeente": b.naam,
        "gebied_soort": b.soort,
        "jaar": jaar,
        "niveau": niveau,
        "wet": wet,
        "voorziening": voorziening,
        "reeks": b.reeks,
        "laag": euro(round(midden * laag)),
        "midden": euro(midden),
        "hoog": euro(round(midden * hoog)),
        "clienten": clienten,
        "prijsindex_pct": _pct(groei.instelling.prijsindex_pct),
        "rijksbijdrage": euro(bijdrage),
        "saldo": None if bijdrage is None else euro(bijdrage - midden),
        "methode": "volume maal prijs, gedempt",
        "toelichting": " ".join([*tekst, uitleg]).strip(),
        "is_openbaar": b.openbaar and clienten_openbaar and bijdrage_openbaar,
    }


def _pct(x: float) -> Decimal:
    return Decimal(repr(float(x))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _clienten(b: Basis, cel: Cel, jaar: int, groei: Groei) -> tuple[int | None, bool]:
    """The last count, at most `OUD` years before the current one, with the growth of the volume; None without one."""
    geteld = groei.invoer.clienten.get((b.code, cel), {})
    bekend = {j: n for j, n in geteld.items() if b.jaar - OUD <= j <= b.jaar}
    if not bekend:
        return None, True
    laatste = max(bekend)
    aantal, openbaar = bekend[laatste]
    return round(aantal * groei.volume(b.code, cel[1], laatste, jaar)), openbaar


def _bijdrage(b: Basis, cel: Cel, jaar: int, invoer: Meerjareninvoer) -> tuple[int | None, str, bool]:
    """Rijksbijdrage of the wet: that of the year, else the last before it carried on; a region: all its members'."""
    codes = invoer.leden.get((b.code, cel[1], b.jaar), ()) if b.soort == "regio" else (b.code,)
    som, publiek, teksten = 0, True, set()
    for code in codes:
        bekend = {j: x for j, x in invoer.bijdragen.get((code, cel[1]), {}).items() if j <= jaar}
        if not bekend:
            return None, "", True
        van = max(bekend)
        x = bekend[van]
        som += x.centen
        publiek = publiek and x.openbaar
        soort = "raming" if x.is_raming else x.circulaire if x.circulaire != "onbekend" else "zonder circulaire"
        if van == jaar:
            teksten.add(f"Rijksbijdrage {jaar}: {soort}.")
        else:
            teksten.add(
                f"Rijksbijdrage: geen circulaire noemt {jaar}; het bedrag van {van} ({soort}) is doorgetrokken."
            )
    return (som, " ".join(sorted(teksten)), publiek) if codes else (None, "", True)
