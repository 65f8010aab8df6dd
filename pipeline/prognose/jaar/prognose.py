"""The yearly prognose as rows: middle, bands, chance of an overrun and a sentence, in whole cents.

The formulas stand in `model` and `band`; reading and storing are elsewhere.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.prognose.jaar.band import NIVEAUS, Banden
from pipeline.prognose.jaar.gegevens import Instelling, Reeks, reeksen
from pipeline.prognose.jaar.model import METHODEN, Model, Schatting

CENT = Decimal("0.01")


class Jaarrij(NamedTuple):
    """One prognose. Amounts in euro, whole cents; `voorziening` is the name of the group where niveau is 'groep'."""

    gemeente_code: str
    jaar: int
    voorziening: str
    laag80: Decimal
    midden: Decimal
    hoog80: Decimal
    laag95: Decimal
    hoog95: Decimal
    methode: str
    toelichting: str
    niveau: str  # groep or voorziening
    groep: str
    begroting: Decimal | None  # primitive
    kans_overschrijding: float | None  # chance that the account exceeds the budget; None without a budget


def naar_cent(bedrag: float) -> Decimal:
    """Euro as a float to cents, half away from zero."""
    return Decimal(repr(float(bedrag))).quantize(CENT, ROUND_HALF_UP)


def verdeel(totaal: Decimal, aandelen: list[float]) -> list[Decimal]:
    """Parts of `totaal` (not negative) by share, in cents that add up to it (largest remainder, the first on a tie)."""
    centen = int(totaal / CENT)
    som = sum(aandelen)
    precies = [centen * a / som for a in aandelen]
    heel = [math.floor(p) for p in precies]
    over = centen - sum(heel)
    volgorde = sorted(range(len(precies)), key=lambda i: (heel[i] - precies[i], i))
    for i in volgorde[:over]:
        heel[i] += 1
    return [Decimal(h) * CENT for h in heel]


def jaarprognose(
    rekening: Any, begroting: Any, inwoners: Any, jaar: int, instelling: Instelling | None = None
) -> list[Jaarrij]:
    """The lasten of `jaar` per gemeente, for each group and each of its cells.

    rekening, begroting: pandas or Arrow with gemeente_code, jaar, voorziening, bedrag (euro; empty: no figure);
    inwoners: gemeente_code, jaar, inwoners (1 January). Accounts of `jaar` and later, and budgets and inhabitants
    after `jaar`, are not looked at. Rows are sorted by gemeente, group, and group before cells. A gemeente of which
    nothing is known gets no row. The cells add up to the group to the cent; nothing is negative.
    Raises ValueError for a missing column or a key that occurs twice.
    """
    instelling = instelling or Instelling()
    uit = []
    for reeks in reeksen(rekening, begroting, inwoners, jaar, instelling).values():
        uit += _groep(reeks, jaar, instelling)
    volgorde = {g: n for n, g in enumerate(instelling.groepen)}
    return sorted(uit, key=lambda r: (r.gemeente_code, volgorde[r.groep]))


def _groep(reeks: Reeks, jaar: int, instelling: Instelling) -> list[Jaarrij]:
    model = Model(reeks, instelling)
    banden = Banden(model, jaar)
    klassen = banden.klasse(jaar)
    aandelen = model.aandelen(jaar)
    schattingen = {m: model.schat(m, jaar) for m in METHODEN}
    breuken = breuk(model, jaar)
    uit = []
    for code in bestaand(reeks, jaar):
        methode = next((m for m in METHODEN if np.isfinite(schattingen[m].midden[code])), None)
        if methode is None:
            continue
        schatting = schattingen[methode]
        midden = naar_cent(math.exp(schatting.midden[code]))
        delen = verdeel(midden, aandelen.loc[code].tolist())
        tekst = toelichting(methode, schatting, code, jaar)
        if code in breuken:
            tekst += f" Let op: {breuken[code]}"
        cellen = [(None, midden), *zip(aandelen.columns, delen, strict=True)]
        for cel, bedrag in cellen:
            begroot = _begroot(reeks, cel, code, jaar)
            band = banden.band(methode, cel, int(klassen[code]))
            grenzen = {n: band.grenzen(n) for n in NIVEAUS}
            laag80, hoog80 = _om(bedrag, *grenzen[80])
            laag95, hoog95 = _om(bedrag, *grenzen[95])
            kans = None
            if begroot is not None:
                kans = _kans(band.kans_boven, begroot, bedrag)
            uit.append(
                Jaarrij(
                    code,
                    jaar,
                    reeks.groep if cel is None else cel,
                    laag80,
                    bedrag,
                    hoog80,
                    min(laag95, laag80),
                    max(hoog95, hoog80),
                    methode,
                    tekst,
                    "groep" if cel is None else "voorziening",
                    reeks.groep,
                    begroot,
                    kans,
                )
            )
    return uit


def bestaand(reeks: Reeks, jaar: int) -> list[str]:
    """Gemeenten of `jaar`: with inhabitants or a budget then; where nobody's inhabitants are known, with an account."""
    inwoners, begroting = reeks.inwoners[jaar] > 0, reeks.begroting[jaar].notna()
    if not inwoners.any():
        inwoners = reeks.rekening[jaar - 1].notna()
    return sorted(reeks.inwoners.index[inwoners | begroting])


def breuk(model: Model, jaar: int) -> dict[str, str]:
    """Gemeenten whose last account jumped beside the country."""
    sprong = model.groei(jaar - 1) - model.landelijke_groei(jaar)
    groot = sprong[sprong.abs() > model.instelling.grens_breuk]
    tekst = "de rekening van {} sprong {} % tegenover de andere gemeenten; is er iets anders geboekt?"
    return {c: tekst.format(jaar - 1, getal(100 * math.expm1(s), 0, plus=True)) for c, s in groot.items()}


def _begroot(reeks: Reeks, cel: str | None, code: str, jaar: int) -> Decimal | None:
    if cel is None:
        waarde = sum(w.at[code, jaar] for w in reeks.begroting_cel.values())
    else:
        waarde = reeks.begroting_cel[cel].at[code, jaar]
    return None if np.isnan(waarde) else naar_cent(waarde)


def _om(bedrag: Decimal, laag: float, hoog: float) -> tuple[Decimal, Decimal]:
    """Band in euro around the middle, which always lies in it."""
    f = float(bedrag)
    return min(naar_cent(f * math.exp(laag)), bedrag), max(naar_cent(f * math.exp(hoog)), bedrag)


def _kans(kans_boven: Any, begroot: Decimal, midden: Decimal) -> float | None:
    """Chance of an overrun; without a middle or a positive budget there is no ratio to judge."""
    if midden <= 0 or begroot <= 0:
        return None
    return round(kans_boven(math.log(float(begroot)) - math.log(float(midden))), 6)


def getal(x: float, decimalen: int = 1, plus: bool = False) -> str:
    """A number as Dutch readers write it: 1.234,5. Half away from zero; never '-0'."""
    d = Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)
    tekst = f"{abs(d):,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return ("-" if d < 0 else "+" if plus and d > 0 else "") + tekst


def toelichting(methode: str, s: Schatting, code: str, jaar: int) -> str:
    """Why this amount, in two Dutch sentences a controller can check."""
    pct = lambda x: getal(100 * math.expm1(x), 1, plus=True) + " %"  # noqa: E731
    niveau = getal(math.exp(s.niveau[code]), 0)
    if methode == "begroting":
        return (
            f"Er is geen bruikbare rekening van {jaar - 2} of {jaar - 1}; de begroting {jaar} is € {niveau}. "
            f"Daarop komt {pct(s.correctie[code])}, zoals rekeningen over alle gemeenten van begrotingen afweken."
        )
    if methode == "inwoners":
        return (
            f"Er is geen rekening en geen begroting: het middelste bedrag per inwoner geeft € {niveau}. "
            f"Daarop komt {pct(s.groei)} groei over alle gemeenten."
        )
    begin = f"De rekening {jaar - 1} was € {niveau}; groei per inwoner over alle gemeenten {pct(s.groei)}"
    if methode == "voorlaatste_rekening":
        begin = (
            f"De rekening {jaar - 1} ontbreekt; die van {jaar - 2} geeft met de groei over alle gemeenten € {niveau}, "
            f"en daarna {pct(s.groei)}"
        )
    return (
        f"{begin}, inwoners {pct(s.inwonergroei[code])}. "
        f"De eigen begroting en het bedrag per inwoner verschuiven dat {pct(s.correctie[code])}."
    )


def als_tabel(rijen: list[Jaarrij]) -> pd.DataFrame:
    """The rows as pandas, one column a field."""
    return pd.DataFrame(rijen, columns=list(Jaarrij._fields))
