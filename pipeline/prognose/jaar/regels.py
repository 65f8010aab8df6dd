"""One cell of a yearly prognose with what is known of it, its band, and its rows for the tables handed over.

What the middle is, is decided in `cellen` and `overige`.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from pipeline.prognose.jaar.banden import MINSTE, Verdeling, fout, spreiding_van_som
from pipeline.prognose.jaar.invoer import Rekeningen
from pipeline.prognose.uitvoer import euro

Cel = tuple[str, str, str]
# the reeks of the marts with gemeenten on their present borders
HUIDIG = "_huidige_indeling"


@dataclass
class Regel:
    """One cell of one gebied and year: what is said of it and what it came to. Whole cents; None: no figure."""

    code: str
    naam: str
    soort: str  # gemeente, regio, land
    reeks: str
    jaar: int
    cel: Cel
    midden: int
    methode: str
    toelichting: str
    openbaar: bool
    klasse: int = -1
    delen: Sequence[int] = ()  # middles of the members of a region
    werkelijk: int | None = None
    vorig: int | None = None
    primitief: int | None = None
    begroting: int | None = None
    begroting_openbaar: bool = True
    factoren: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    kans: float | None = None

    @property
    def fout(self) -> float | None:
        """Logarithm of account over prognose."""
        return fout(self.werkelijk, self.midden)


class Bekend:
    """Look-ups on what the marts show: accounts and budgets per cell, names."""

    def __init__(self, invoer: Rekeningen) -> None:
        u, b = invoer.uitgaven, invoer.begroting
        sleutel = ["reeks", "gemeente_code", "jaar", "niveau", "wet", "voorziening"]
        self.uitgaven = {s: int(c) for *s_, c in rijen(u, [*sleutel, "centen"]) if (s := tuple(s_))}
        self.begroting: dict[tuple[Any, ...], tuple[int | None, int | None, bool]] = {}
        self.eerste_begroting: dict[tuple[Any, ...], tuple[int, bool]] = {}
        b = b.sort_values(["reeks_rang", "reeks"], kind="stable")
        for *s_, p, a, o in rijen(b, [*sleutel, "primitief", "actueel", "is_openbaar"]):
            primitief, actueel = heel(p), heel(a)
            self.begroting[tuple(s_)] = (primitief, actueel, bool(o))
            if actueel is not None:
                self.eerste_begroting.setdefault(tuple(s_[1:]), (actueel, bool(o)))
        g = invoer.gemeenten
        self.namen = dict(zip(g["gemeente_code"], g["gemeente"], strict=True))
        self.namen |= dict(zip(invoer.leden["regio_code"], invoer.leden["regio"], strict=True))
        self.namen |= dict(zip(u["gemeente_code"], u["gemeente"], strict=True))

    def vul(self, r: Regel, voorgangers: Iterable[str] = ()) -> Regel:
        """The row with account, last account (of `voorgangers` as well: merged into it this year) and budget."""
        s = (r.reeks, r.code, r.jaar, *r.cel)
        r.werkelijk = self.uitgaven.get(s)
        vorige = [self.uitgaven.get((r.reeks, c, r.jaar - 1, *r.cel)) for c in (r.code, *voorgangers)]
        if any(v is not None for v in vorige):
            r.vorig = sum(v for v in vorige if v is not None)
        r.primitief, r.begroting, r.begroting_openbaar = self.begroting.get(s, (None, None, True))
        if r.begroting is None and (ander := self.eerste_begroting.get(s[1:])):
            r.begroting, r.begroting_openbaar = ander
        return r


def rijen(df: pd.DataFrame, kolommen: list[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns as tuples."""
    return zip(*(df[k].tolist() for k in kolommen), strict=True)


def heel(x: Any) -> int | None:
    """Cents from a nullable column."""
    return int(x) if isinstance(x, int) else None


def ijk(regels: list[Regel], vooraf: float) -> None:
    """Give every row its band and chance, from the errors that its cell had in earlier years.

    A gemeente: errors of all gemeenten in its size class, else in all classes. A region: its own, beside a normal
    distribution whose spread follows from that of its members. Gemeenten of today take the errors of those as
    delivered.
    """
    fouten: dict[tuple[Any, ...], list[tuple[int, float, int]]] = defaultdict(list)
    for r in regels:
        if (e := r.fout) is not None and not r.reeks.endswith(HUIDIG):
            fouten[r.soort, r.code if r.soort == "regio" else None, r.cel].append((r.jaar, e, r.klasse))
    verdelingen: dict[tuple[Any, ...], Verdeling] = {}

    def gemeente(cel: Cel, jaar: int, klasse: int) -> Verdeling:
        if (cel, jaar, klasse) not in verdelingen:
            eerder = [(j, e, k) for j, e, k in fouten["gemeente", None, cel] if j < jaar]
            eigen = [(j, e) for j, e, k in eerder if k == klasse]
            gekozen = eigen if len(eigen) >= MINSTE else [(j, e) for j, e, _ in eerder]
            verdelingen[cel, jaar, klasse] = Verdeling.van(gekozen, vooraf, cel[1])
        return verdelingen[cel, jaar, klasse]

    for r in regels:
        if r.soort == "regio":
            eigen = [(j, e) for j, e, _ in fouten["regio", r.code, r.cel] if j < r.jaar]
            spreiding = spreiding_van_som(gemeente(r.cel, r.jaar, -2).spreiding, r.delen)
            v = Verdeling.van(eigen, spreiding, r.cel[1])
        else:
            v = gemeente(r.cel, r.jaar, r.klasse)
        r.factoren = v.factoren
        r.kans = v.kans_boven(r.midden, r.begroting)


def _grenzen(r: Regel) -> tuple[int, int, int, int]:
    """laag95, laag80, hoog80, hoog95 in cents."""
    laag95, laag80, hoog80, hoog95 = (round(r.midden * f) for f in r.factoren)
    return laag95, laag80, hoog80, hoog95


def prognoserij(r: Regel, peildatum: datetime.date) -> dict[str, Any]:
    """The row of PROGNOSE: nothing of the year is known, so all of it is still to come."""
    laag95, laag80, hoog80, hoog95 = _grenzen(r)
    niveau, wet, voorziening = r.cel
    return {
        "peildatum": peildatum,
        "gemeente_code": r.code,
        "gemeente": r.naam,
        "gebied_soort": r.soort,
        "jaar": r.jaar,
        "periode": str(r.jaar),
        "periode_soort": "jaar",
        "niveau": niveau,
        "wet": wet,
        "voorziening": voorziening,
        "reeks": r.reeks,
        "maat": "uitgaven",
        "maanden_bekend": 0,
        "realisatie": Decimal(0),
        "nog_te_declareren": Decimal(0),
        "nog_te_komen": euro(r.midden),
        "laag": euro(laag80),
        "midden": euro(r.midden),
        "hoog": euro(hoog80),
        "laag95": euro(laag95),
        "hoog95": euro(hoog95),
        "begroting": euro(r.begroting),
        "kans_overschrijding_pct": None if r.kans is None else Decimal(repr(round(r.kans, 1))),
        "methode": r.methode,
        "toelichting": r.toelichting,
        "is_openbaar": r.openbaar and (r.begroting is None or r.begroting_openbaar),
    }


def toetsrijen(r: Regel) -> Iterator[dict[str, Any]]:
    """grip, vorig_jaar and begroting beside the account; only where there is one and a prognose above zero."""
    if r.werkelijk is None or r.midden <= 0:
        return
    niveau, wet, voorziening = r.cel
    basis = {
        "reeks": r.reeks,
        "gemeente_code": r.code,
        "jaar": r.jaar,
        "maanden_bekend": 0,
        "niveau": niveau,
        "wet": wet,
        "voorziening": voorziening,
        "werkelijk": euro(r.werkelijk),
    }
    laag95, laag80, hoog80, hoog95 = (euro(g) for g in _grenzen(r))
    grenzen = {"laag80": laag80, "hoog80": hoog80, "laag95": laag95, "hoog95": hoog95}
    yield basis | grenzen | {"methode": "grip", "midden": euro(r.midden), "is_openbaar": r.openbaar}
    if r.vorig is not None:
        yield basis | {"methode": "vorig_jaar", "midden": euro(r.vorig), "is_openbaar": r.openbaar}
    if r.primitief is not None:
        openbaar = r.openbaar and r.begroting_openbaar
        yield basis | {"methode": "begroting", "midden": euro(r.primitief), "is_openbaar": openbaar}
