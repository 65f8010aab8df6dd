"""Reads rollen.yml: what every column of a published mart is. Decides nothing and opens no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

BESTAND = Path(__file__).with_name("rollen.yml")


@dataclass(frozen=True)
class Maat:
    """A column with figures about persons, and where its cells stand: SQL per part of the key of a cell."""

    kolom: str
    begrip: str
    is_bedrag: bool
    vorm: str = "''"
    deel: str = "''"
    moment: str | None = None


@dataclass(frozen=True)
class Afleiding:
    """A column that is worked out again from protected ones."""

    kolom: str
    van: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Mart:
    """What the columns of one mart are. `gesloten`: why no row comes in that was not public already.

    `herleid`: worked out again from other protected marts. For the edition of one gemeente: `anderen`, columns of her
    own rows that hang on exact figures of others; `eigen`, which rows are hers, in SQL, where no gemeente_code says so.
    """

    naam: str
    gesloten: str | None = None
    herleid: str | None = None
    anderen: tuple[str, ...] = ()
    eigen: str | None = None
    rijen: str = "true"
    splitst: str | None = None
    sleutel: tuple[str, ...] = ()
    publiek: tuple[str, ...] = ()
    maten: tuple[Maat, ...] = ()
    afgeleid: tuple[Afleiding, ...] = ()
    dicht: tuple[str, ...] = ()
    tekst: tuple[str, ...] = ()

    def zonder_rol(self, kolommen: Sequence[str]) -> list[str]:
        """Columns that nobody declared: they are not let through."""
        if self.gesloten or self.herleid:
            return []
        bekend = {*self.sleutel, *self.publiek, *self.dicht, *self.tekst}
        bekend |= {m.kolom for m in self.maten} | {a.kolom for a in self.afgeleid}
        return [k for k in kolommen if k not in bekend]


@dataclass(frozen=True)
class Rollen:
    """All marts, and per begrip whether its parts add up."""

    marts: Mapping[str, Mart]
    begrippen: Mapping[str, str] = field(default_factory=dict)

    def mart(self, naam: str) -> Mart:
        """The roles of a mart; one that nobody declared is closed."""
        return self.marts.get(naam) or Mart(naam, gesloten="niet beschreven in rollen.yml")


@cache
def lees(bestand: Path = BESTAND) -> Rollen:
    """The declared roles; raises KeyError where a measure names a begrip that is not described."""
    inhoud = yaml.safe_load(bestand.read_text(encoding="utf-8"))
    begrippen = inhoud["begrippen"]
    marts = {naam: _mart(naam, mart) for naam, mart in inhoud["marts"].items()}
    for mart in marts.values():
        for maat in mart.maten:
            begrippen[maat.begrip]
    return Rollen(marts, begrippen)


def _mart(naam: str, m: Mapping[str, Any]) -> Mart:
    maten = [
        Maat(kolom, is_bedrag=soort == "bedrag", **maat)
        for soort in ("telling", "bedrag")
        for kolom, maat in m.get(soort, {}).items()
    ]
    afgeleid = [Afleiding(k, tuple(a["van"]), a["is"]) for k, a in m.get("afgeleid", {}).items()]
    lijsten = {k: tuple(m.get(k, ())) for k in ("sleutel", "publiek", "dicht", "tekst")}
    return Mart(
        naam=naam,
        gesloten=m.get("gesloten"),
        herleid=m.get("herleid"),
        anderen=tuple(m.get("anderen", ())),
        eigen=m.get("eigen"),
        rijen=m.get("rijen", "true"),
        splitst=m.get("splitst"),
        maten=tuple(maten),
        afgeleid=tuple(afgeleid),
        **lijsten,
    )
