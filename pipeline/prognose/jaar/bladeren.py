"""The leaves of the yearly prognose: one middle per gemeente, year and groep of taakvelden, in whole cents.

A leaf is a groep of the crosswalk (jeugdhulp, wmo_maatwerkdienstverlening ...), because a groep keeps its name where
the taakvelden under it are renumbered. Adding leaves up to what is shown is in `cellen`; the formulas are in `model`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.prognose.jaar.gegevens import Instelling, Reeks, reeksen
from pipeline.prognose.jaar.invoer import Rekeningen
from pipeline.prognose.jaar.model import METHODEN, Model
from pipeline.prognose.jaar.prognose import bestaand, breuk, getal, naar_cent, toelichting, verdeel

# jeugd and wmo: the model was measured there on all gemeenten; elsewhere a simple method may take its place
MODEL_ALTIJD = ("jeugd", "wmo")
# and there a growth beyond this is a new task or booking (opvang van ontheemden, Tozo), not carried on
GRENS_GROEI = 0.10
# so many earlier errors before the model may be chosen elsewhere
MINSTE = 10
# what readers see
INDEX, VORIG = "vorig jaar maal index", "vorig jaar"
NAMEN = {
    "rekening": "rekening met groei",
    "voorlaatste_rekening": "voorlaatste rekening met groei",
    "begroting": "begroting",
    "inwoners": "middelste bedrag per inwoner",
}

# gemeente_code, cents per groep, method, sentence
_Midden = tuple[str, list[int], str, str]


class Blad(NamedTuple):
    """One middle. `taakvelden`: the same per taakveld of the year, adding up to `centen`; empty where unknown."""

    gemeente_code: str
    groep: str
    wet: str
    centen: int
    methode: str
    toelichting: str
    taakvelden: Mapping[str, int]
    deel_van: str | None = None  # the group of the model, where the sentence speaks of more than this leaf


def modelgroepen(kruistabel: pd.DataFrame, jaar: int) -> dict[str, tuple[str, ...]]:
    """Which groepen of `jaar` one model takes together: jeugd, wmo, and every other groep alone."""
    k = kruistabel[(kruistabel["van_jaar"] <= jaar) & (kruistabel["tot_jaar"] >= jaar)]
    naam = np.where(k["in_jeugd"] == 1, "jeugd", np.where(k["in_wmo"] == 1, "wmo", k["groep"]))
    uit: dict[str, set[str]] = {}
    for groep, modelgroep in zip(k["groep"], naam, strict=True):
        uit.setdefault(modelgroep, set()).add(groep)
    return {g: tuple(sorted(uit[g])) for g in sorted(uit)}


def _per_groep(regels: pd.DataFrame) -> pd.DataFrame:
    """Sums per gemeente, year and groep in euro, in the form of `jaarprognose`; with an unknown part: unknown."""
    sleutel = ["gemeente_code", "jaar", "groep"]
    d = regels.assign(bedrag=regels["centen"].astype(float) / 100, leeg=regels["centen"].isna())
    uit = d.groupby(sleutel, sort=True).agg(bedrag=("bedrag", "sum"), leeg=("leeg", "any")).reset_index()
    uit.loc[uit["leeg"], "bedrag"] = np.nan
    return uit.drop(columns="leeg").rename(columns={"groep": "voorziening"})


class Bladeren:
    """All leaves of one reeks, a year at a time; every year uses only what was known before it."""

    def __init__(
        self, invoer: Rekeningen, reeks: str, instelling: Instelling | None = None, index: float = 0.04
    ) -> None:
        """`index`: the growth of the simple method, a fraction. Raises KeyError for a reeks without taakvelden."""
        self.invoer = invoer
        self.index = index
        self.instelling = replace(instelling or Instelling(), herindelingen=invoer.herindelingen)
        eigen = invoer.taakvelden[invoer.taakvelden["reeks"] == reeks]
        if eigen.empty:
            raise KeyError(reeks)
        met = eigen.merge(invoer.kruistabel, on="taakveld")
        met = met[(met["jaar"] >= met["van_jaar"]) & (met["jaar"] <= met["tot_jaar"])]
        self.regels = met.drop(columns=["van_jaar", "tot_jaar"])
        rekening = self.regels["document"] == "jaarrekening"
        self._rekening, self._begroting = _per_groep(self.regels[rekening]), _per_groep(self.regels[~rekening])
        self.eerste = int(self.regels.loc[rekening, "jaar"].min()) if rekening.any() else 0
        self.laatste = int(self.regels.loc[rekening, "jaar"].max()) if rekening.any() else 0
        begroot = self.regels.loc[~rekening, "jaar"]
        self.tot = max(self.laatste + 1, int(begroot.max()) if len(begroot) else 0) if self.eerste else 0

    @property
    def jaren(self) -> range:
        """Years with a prognose: from the one after the first account to the last budget, or one after the account."""
        return range(self.eerste + 1, self.tot + 1) if self.eerste else range(0)

    def openbaar(self, jaar: int) -> bool:
        """Whether everything that a prognose for `jaar` learned from was published."""
        r = self.regels
        grens = r["jaar"] <= np.where(r["document"] == "jaarrekening", jaar - 1, jaar)
        return bool(r.loc[grens, "is_openbaar"].all()) and self.invoer.inwoners_openbaar

    def bladen(self, jaar: int) -> list[Blad]:
        """The leaves of `jaar` for every gemeente that exists then, sorted by groep of the model and gemeente."""
        groepen = modelgroepen(self.invoer.kruistabel, jaar)
        bekend = set(self._rekening.loc[self._rekening["jaar"] < jaar, "voorziening"])
        bekend |= set(self._begroting.loc[self._begroting["jaar"] == jaar, "voorziening"])
        groepen = {g: tuple(c for c in cellen if c in bekend) for g, cellen in groepen.items()}
        instelling = replace(self.instelling, groepen={g: c for g, c in groepen.items() if c})
        wetten = dict(zip(self.invoer.kruistabel["groep"], self.invoer.kruistabel["wet"], strict=True))
        gesplitst = Taakvelden(self.regels, self.invoer.kruistabel, jaar)
        uit: list[Blad] = []
        for naam, reeks in reeksen(self._rekening, self._begroting, self.invoer.inwoners, jaar, instelling).items():
            for code, delen, methode, tekst in self._groep(reeks, jaar, instelling, gesplitst.breuk):
                for groep, centen in zip(instelling.groepen[naam], delen, strict=True):
                    delen_ = gesplitst.van(code, groep, centen)
                    deel_van = naam if len(delen) > 1 else None
                    uit.append(Blad(code, groep, wetten[groep], centen, methode, tekst, delen_, deel_van))
        return uit

    def _groep(self, reeks: Reeks, jaar: int, instelling: Instelling, nieuw: bool) -> Iterator[_Midden]:
        if reeks.groep not in MODEL_ALTIJD:
            instelling = replace(instelling, grens_groei=min(instelling.grens_groei, GRENS_GROEI))
        model = Model(reeks, instelling)
        cellen = sorted(reeks.rekening_cel)
        # one leaf is all of its group
        alleen = pd.DataFrame(1.0, index=reeks.inwoners.index, columns=cellen)
        aandelen = model.aandelen(jaar) if len(cellen) > 1 else alleen
        if nieuw and len(cellen) > 1:
            begroot = pd.DataFrame({c: w[jaar] for c, w in reeks.begroting_cel.items()}).clip(lower=0.0)
            som = begroot.sum(axis=1, skipna=False)
            aandelen = begroot.div(som.where(som > 0), axis=0).fillna(aandelen)
        schattingen = {m: model.schat(m, jaar) for m in METHODEN}
        gekozen = None if reeks.groep in MODEL_ALTIJD else beste(model, jaar, self.index)
        breuken = breuk(model, jaar)
        for code in bestaand(reeks, jaar):
            methode = next((m for m in METHODEN if np.isfinite(schattingen[m].midden[code])), None)
            if methode is None:
                continue
            schatting = schattingen[methode]
            if methode == "rekening" and gekozen:
                niveau = math.exp(schatting.niveau[code])
                groei = self.index if gekozen == INDEX else 0.0
                midden = naar_cent(niveau * (1 + groei))
                naam, tekst = gekozen, eenvoudig(niveau, groei, jaar)
            else:
                midden = naar_cent(math.exp(schatting.midden[code]))
                naam, tekst = NAMEN[methode], toelichting(methode, schatting, code, jaar)
            delen = [int(d * 100) for d in verdeel(midden, aandelen.loc[code].tolist())]
            if code in breuken:
                tekst += f" Let op: {breuken[code]}"
            yield code, delen, naam, tekst


def eenvoudig(niveau: float, groei: float, jaar: int) -> str:
    """Why a simple method gives this amount: it was closer than the model in the years before."""
    op = f"opgehoogd met {getal(100 * groei)} %" if groei else "ongewijzigd"
    return (
        f"De rekening {jaar - 1} was € {getal(niveau, 0)}, {op}: "
        "op dit onderdeel kwam dat in eerdere jaren dichter bij de rekening dan het model."
    )


def beste(model: Model, jaar: int, index: float) -> str | None:
    """Which simple method beat the model in the years before `jaar`; None where the model was best.

    Judged by the median absolute error (logarithm) over gemeenten and years. With fewer than `MINSTE` errors the last
    account times the index: the simple method stands until there is a reason to leave it.
    """
    rekening = model.reeks.rekening
    fouten: dict[str, list[pd.Series]] = {"model": [], INDEX: [], VORIG: []}
    for u in range(model.eerste + 1, jaar):
        echt, vorig = rekening[u], rekening[u - 1]
        fouten["model"].append((echt - model.schat("rekening", u).midden).abs())
        fouten[INDEX].append((echt - vorig - math.log1p(index)).abs())
        fouten[VORIG].append((echt - vorig).abs())
    alles = pd.DataFrame({m: pd.concat(f) if f else pd.Series(dtype=float) for m, f in fouten.items()}).dropna()
    if len(alles) < MINSTE:
        return INDEX
    gekozen = str(alles.median().round(9).idxmin())
    return None if gekozen == "model" else gekozen


class Taakvelden:
    """How a leaf falls apart into the taakvelden of `jaar`: by the last account, after a renumbering by the budget."""

    def __init__(self, regels: pd.DataFrame, kruistabel: pd.DataFrame, jaar: int) -> None:
        def geldig(j: int) -> set[str]:
            return set(kruistabel.loc[(kruistabel["van_jaar"] <= j) & (kruistabel["tot_jaar"] >= j), "taakveld"])

        self.namen = geldig(jaar)
        self.breuk = self.namen != geldig(jaar - 1)
        document, van = ("begroting", jaar) if self.breuk else ("jaarrekening", jaar - 1)
        deel = regels[(regels["document"] == document) & (regels["jaar"] == van) & regels["taakveld"].isin(self.namen)]
        self._centen: dict[tuple[str, str], dict[str, float]] = {}
        for code, groep, taakveld, centen in zip(
            deel["gemeente_code"], deel["groep"], deel["taakveld"], deel["centen"].astype(float), strict=True
        ):
            self._centen.setdefault((code, groep), {})[taakveld] = centen
        k = kruistabel[(kruistabel["van_jaar"] <= jaar) & (kruistabel["tot_jaar"] >= jaar)]
        self._per_groep = k.groupby("groep")["taakveld"].agg(lambda t: tuple(sorted(t))).to_dict()

    def van(self, code: str, groep: str, centen: int) -> dict[str, int]:
        """`centen` over the taakvelden of the groep, adding up; empty where no shares are known."""
        taakvelden = self._per_groep.get(groep, ())
        if len(taakvelden) == 1:
            return {taakvelden[0]: centen}
        bekend = self._centen.get((code, groep), {})
        namen = sorted(bekend)
        delen = [max(bekend[t], 0.0) for t in namen]
        if not namen or not math.isfinite(sum(delen)) or sum(delen) <= 0:
            return {}
        euro = naar_cent(centen / 100)
        return {t: int(d * 100) for t, d in zip(namen, verdeel(euro, delen), strict=True)}
