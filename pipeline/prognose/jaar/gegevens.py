"""The figures the yearly prognose stands on: settings, tables in long form to series on present borders.

No estimating here, and no reading of files: callers bring pandas or Arrow tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

# Iv3 up to 2022; other years bring their own (dbt_project/seeds/iv3_crosswalk.csv).
GROEPEN_2022: Mapping[str, tuple[str, ...]] = MappingProxyType({"jeugd": ("6.72", "6.82"), "wmo": ("6.6", "6.71")})


@dataclass(frozen=True)
class Herindeling:
    """`oud` is part of `nieuw` from the year `jaar` on (CBS codes)."""

    oud: str
    nieuw: str
    jaar: int


@dataclass(frozen=True)
class Instelling:
    """What a user may set. Defaults were chosen on the accounts of 2019 and 2020 and did not move after that.

    Shares are fractions, growth is the logarithm of a ratio per year, the prior weights count gemeenten.
    """

    groepen: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: GROEPEN_2022)
    herindelingen: tuple[Herindeling, ...] = ()
    demping: float = 0.8  # part of the last known national growth that is carried on
    groei_vooraf: float = 0.03  # national growth per inhabitant where no two accounts are known
    gewicht_groei_vooraf: float = 10.0  # gemeenten
    grens_groei: float = 1.0  # a larger shared growth counts as this one (logarithm): a booking, no trend
    begroting_vooraf: float = 0.2  # pull of the own budget before there is a year to learn it from
    peil_vooraf: float = -0.1  # pull back to the national cost per inhabitant, idem
    gewicht_vooraf: float = 50.0  # gemeente-years
    grens_afwijking: float = 0.4  # a larger deviation counts as this one (logarithm)
    begroting_in_aandeel: float = 0.1  # weight of the budget in the shares of the voorzieningen
    klassegrenzen: tuple[int, ...] = (25_000, 50_000)  # inhabitants; the band is calibrated per class
    spreiding_vooraf: float = 0.15  # standard deviation (logarithm) where no errors are known yet
    grens_breuk: float = 0.25  # a jump of the account beside the national growth that is marked


def tabel(bron: Any, kolommen: tuple[str, ...], naam: str) -> pd.DataFrame:
    """A pandas or Arrow table as pandas, amounts as float (None and NaN: no figure).

    Raises ValueError where a column lacks or a key occurs twice: adding up would hide a mistake in the delivery.
    """
    df = bron.to_pandas() if hasattr(bron, "to_pandas") else bron
    weg = [k for k in kolommen if k not in df.columns]
    if weg:
        raise ValueError(f"{naam}: kolom {', '.join(weg)} ontbreekt")
    df = df.loc[:, list(kolommen)].copy()
    sleutel = list(kolommen[:-1])
    if df.duplicated(sleutel).any():
        raise ValueError(f"{naam}: een combinatie van {', '.join(sleutel)} komt twee keer voor")
    df[kolommen[-1]] = pd.to_numeric(df[kolommen[-1]].astype(object), errors="raise").astype(float)
    df["jaar"] = df["jaar"].astype(int)
    return df


def _eindpunt(code: str, stappen: Mapping[str, str]) -> str:
    gezien = set()
    while code in stappen and code not in gezien:
        gezien.add(code)
        code = stappen[code]
    return code


def op_grens(breed: pd.DataFrame, inwoners: pd.DataFrame, herindelingen: tuple[Herindeling, ...]) -> pd.DataFrame:
    """A table of gemeente x year on the borders after `herindelingen`, by adding.

    A part without a figure in a year in which it existed makes the sum unknown: half a gemeente is no figure.
    A gemeente existed where it had inhabitants, or where nobody's are known; an old one only before its end.
    """
    stappen = {h.oud: h.nieuw for h in herindelingen}
    einde = {h.oud: h.jaar for h in herindelingen}
    delen: dict[str, set[str]] = {}
    for oud in stappen:
        nieuw = _eindpunt(oud, stappen)
        delen.setdefault(nieuw, {nieuw}).add(oud)
    uit = breed.copy()
    for nieuw, codes in sorted(delen.items()):
        stuk = breed.reindex(sorted(codes))
        som = stuk.sum(min_count=1)
        for jaar in breed.columns:
            for code in stuk.index[stuk[jaar].isna()]:
                onbekend = not inwoners[jaar].notna().any()
                bestond = onbekend or (code in inwoners.index and inwoners.at[code, jaar] > 0)
                if bestond and (code == nieuw or jaar < einde[code]):
                    som[jaar] = np.nan
        uit = uit.drop(index=[c for c in codes if c in uit.index])
        uit.loc[nieuw] = som
    return uit.sort_index()


def _cellen(df: pd.DataFrame, cellen: tuple[str, ...], jaren: list[int]) -> dict[str, pd.DataFrame]:
    """Per cell a table gemeente x year. An empty amount is no figure; no row at all, beside other rows, is zero."""
    df = df[df["voorziening"].isin(cellen)]
    index = pd.Index(sorted(df["gemeente_code"].unique()), name="gemeente_code")
    regels = df.assign(n=1).pivot_table(index="gemeente_code", columns="jaar", values="n", aggfunc="sum")
    heeft_iets = regels.reindex(index=index, columns=jaren).notna()
    uit = {}
    for cel in cellen:
        deel = df[df["voorziening"] == cel]
        waarde = deel.pivot(index="gemeente_code", columns="jaar", values="bedrag").reindex(index=index, columns=jaren)
        regel = deel.assign(n=1).pivot(index="gemeente_code", columns="jaar", values="n")
        leeg = regel.reindex(index=index, columns=jaren).isna() & heeft_iets
        uit[cel] = waarde.astype(float).mask(leeg, 0.0)
    return uit


@dataclass(frozen=True)
class Reeks:
    """One group on present borders: tables of gemeente x year in euro, with NaN for no figure."""

    groep: str
    rekening_cel: Mapping[str, pd.DataFrame]
    begroting_cel: Mapping[str, pd.DataFrame]
    inwoners: pd.DataFrame

    @cached_property
    def rekening(self) -> pd.DataFrame:
        """Accounts of the group: logarithm of the sum of its cells; a sum of zero or less is no figure."""
        return _logsom(self.rekening_cel)

    @cached_property
    def begroting(self) -> pd.DataFrame:
        """Budgets of the group, as `rekening`."""
        return _logsom(self.begroting_cel)

    @cached_property
    def loginwoners(self) -> pd.DataFrame:
        """Logarithm of the inhabitants on 1 January."""
        return np.log(self.inwoners.where(self.inwoners > 0))


def _logsom(cellen: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    som = sum(cellen[c] for c in sorted(cellen))
    return np.log(som.where(som > 0))


def reeksen(rekening: Any, begroting: Any, inwoners: Any, jaar: int, instelling: Instelling) -> dict[str, Reeks]:
    """Long tables to one Reeks a group, with nothing in it that is not known when the prognose for `jaar` is made.

    rekening, begroting: gemeente_code, jaar, voorziening, bedrag (euro); inwoners: gemeente_code, jaar, inwoners.
    """
    sleutel = ("gemeente_code", "jaar", "voorziening", "bedrag")
    rek = tabel(rekening, sleutel, "rekening")
    beg = tabel(begroting, sleutel, "begroting")
    inw = tabel(inwoners, ("gemeente_code", "jaar", "inwoners"), "inwoners")
    rek, beg, inw = rek[rek["jaar"] < jaar], beg[beg["jaar"] <= jaar], inw[inw["jaar"] <= jaar]
    eerste = min([jaar - 1, *rek["jaar"], *beg["jaar"]])
    jaren = list(range(eerste, jaar + 1))
    gelden = tuple(h for h in instelling.herindelingen if h.jaar <= jaar)
    inw_oud = inw.pivot(index="gemeente_code", columns="jaar", values="inwoners").reindex(columns=jaren)
    inw_nieuw = _inwoners_op_grens(inw_oud, gelden)
    uit = {}
    for groep, cellen in instelling.groepen.items():
        r, b = _cellen(rek, cellen, jaren), _cellen(beg, cellen, jaren)
        r = {c: op_grens(w, inw_oud, gelden) for c, w in r.items()}
        b = {c: op_grens(w, inw_oud, gelden) for c, w in b.items()}
        nu = inw_nieuw.index[inw_nieuw[jaar] > 0] if inw_nieuw[jaar].notna().any() else inw_nieuw.index
        index = pd.Index(sorted({*nu, *next(iter(r.values())).index, *next(iter(b.values())).index}))
        uit[groep] = Reeks(
            groep,
            {c: w.reindex(index) for c, w in r.items()},
            {c: w.reindex(index) for c, w in b.items()},
            inw_nieuw.reindex(index),
        )
    return uit


def _inwoners_op_grens(inwoners: pd.DataFrame, herindelingen: tuple[Herindeling, ...]) -> pd.DataFrame:
    """Inhabitants on present borders; there every part with a number counts, so nothing can lack."""
    stappen = {h.oud: h.nieuw for h in herindelingen}
    naar = [_eindpunt(c, stappen) for c in inwoners.index]
    return inwoners.groupby(pd.Index(naar, name="gemeente_code")).sum(min_count=1).sort_index()
