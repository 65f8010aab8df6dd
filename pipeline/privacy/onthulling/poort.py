"""The gate of openbaar: which rows come in, which figures are hidden or rounded, and why. The order of the steps.

Takes the working database, gives per mart a table with protected rows beside the public ones. Publishes nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from pipeline.privacy.onthulling import cellen as celbron
from pipeline.privacy.onthulling.afronden import MINSTE_BREEDTE, Afgerond, Stijl, rond_bedragen, rond_tellingen
from pipeline.privacy.onthulling.audit import Bekend, Uitkomst, audit
from pipeline.privacy.onthulling.deelnemers import als_deelnemer, deelnemers
from pipeline.privacy.onthulling.rollen import Rollen, lees
from pipeline.privacy.onthulling.splitsing import (
    laat_weg,
    lege_plekken,
    merk_kleine_groepen,
    met_delen,
    neem_uit,
    splitsingen,
)
from pipeline.privacy.onthulling.staat import VELDEN, Staat
from pipeline.privacy.onthulling.verbanden import SLEUTEL, Stelsel, maak_stelsel

PERIODEN = ("jaar",)  # as shipped in instellingen.yml
CEL = ["gemeente_code", "periode", "niveau", "wet", "voorziening"]
GROOTSTE_DEEL = 0.5  # one client that makes more than this of an amount shows through it
DEEL_VAN_GROOTSTE = 0.5  # a hidden amount stays uncertain by this part of what its largest client costs


@dataclass
class Beschermd:
    """What the gate decided: a row per cell, and per place in a mart what stands there.

    `cellen`: SLEUTEL, exact, publiek, waarde (NaN: hidden), reden ('' where shown), buiten (no row stands for
    it), laag, hoog.
    `plekken`: mart, kolom, rij, waarde, reden. `gesloten`: marts that had to stay out, with the reason in Dutch.
    `deelnemers`: the gemeenten of a region against whose own knowledge all this holds too.
    """

    cellen: pd.DataFrame
    plekken: pd.DataFrame
    uitkomst: Uitkomst
    kolommen: Mapping[str, list[str]]
    gesloten: dict[str, str] = field(default_factory=dict)
    deelnemers: list[str] = field(default_factory=list)

    def staat(self) -> pd.DataFrame:
        """The memory that the next refresh builds on."""
        buiten, dicht = self.cellen["buiten"].astype(bool), self._dicht()
        # what no row has ever stood for leaves nothing to remember
        nooit = (buiten | dicht) & self.cellen["vorige_zichtbaar"].isna()
        c = self.cellen[~self.cellen["publiek"] & ~nooit]
        buiten, dicht = buiten[c.index], dicht[c.index]
        uit = c[SLEUTEL].copy()
        toont = (c["reden"] == "") & ~dicht
        # what was shown before and is hidden now besides, or closed, is remembered: it was seen
        gezien = (c["reden"] == "secundair") | dicht
        for veld in ("waarde", "laag", "hoog", "basis"):
            uit[veld] = c[f"rond_{veld}"].where(toont, c[f"vorige_{veld}"].where(gezien))
        uit["exact"] = c["exact"].where(toont, c["vorige_exact"].where(gezien))
        uit["zichtbaar"] = toont.astype(float)
        # a row that is gone with its group comes back with it
        uit["secundair"] = ((c["reden"] == "secundair") & ~buiten).astype(float)
        return uit

    def _dicht(self) -> pd.Series:
        """Cells that stand in closed marts only."""
        stand = self.plekken["mart"].isin(self.gesloten).groupby(self.plekken["cel"]).all()
        return stand.reindex(self.cellen.index, fill_value=False)


def bescherm(
    con: duckdb.DuckDBPyConnection,
    schemas: Mapping[str, str],
    instellingen: Mapping[str, Any],
    staat: Staat,
    meld: Callable[[str], None] = lambda _: None,
    rollen: Rollen | None = None,
) -> Beschermd:
    """Decide on every figure about persons of the marts in `schemas` (mart -> schema of `werk`, attached to `con`).

    Leaves a temporary table `bron_<mart>` in `con` for each. Raises `StijlFout` where the settings cannot be used.
    """
    rollen = rollen or lees()
    stijl = Stijl.van(dict(instellingen))
    perioden = [str(p) for p in instellingen.get("perioden", PERIODEN)]
    kolommen = {m: celbron.lees_mart(con, s, rollen.mart(m), perioden) for m, s in schemas.items()}
    delen = [celbron.lees_cellen(con, rollen.mart(m), kolommen[m]) for m in schemas]
    delen = [d for d in delen if len(d)]
    if not delen:
        leeg = pd.DataFrame(columns=["mart", "kolom", "rij", "waarde", "reden"])
        return Beschermd(pd.DataFrame(columns=[*SLEUTEL, "publiek", "reden"]), leeg, Uitkomst.niets(0), kolommen)
    plekken = pd.concat(delen, ignore_index=True)
    cellen = celbron.voeg_samen(plekken)
    merk_kleine_groepen(rollen, plekken, cellen, stijl)
    personen = celbron.lees_personen(con, perioden) if cellen["is_bedrag"].any() else None
    _beoordeel(cellen, personen, staat.lees(), stijl)
    neem_uit(cellen, (plekken.groupby("cel")["weg"].all() & ~cellen["publiek"]).to_numpy())
    groepen, leden = celbron.lees_verdeling(con)
    wie = deelnemers(cellen, leden) if instellingen.get("gemeente_uitgaven", True) else []
    soorten = celbron.begrip_soort(dict.fromkeys(cellen["begrip"]), rollen)
    stelsel, splitsing = maak_stelsel(cellen, soorten, groepen, leden), splitsingen(plekken, cellen)
    uitkomst = _audit(cellen, stelsel, stijl, wie, leden, splitsing)
    if uitkomst.te_smal.any():
        # once more for those, by what nobody knows to be 0, which takes more time; and a 0 may be hidden
        aantal, ruimer = len(cellen), pd.concat([cellen, lege_plekken(plekken, cellen, leden)])
        stelsel = maak_stelsel(ruimer, soorten, groepen, leden)
        meer = _audit(ruimer, stelsel, stijl, wie, leden, splitsing, alleen=uitkomst.te_smal)
        cellen = ruimer[:aantal].copy()
        uitkomst.secundair |= meer.secundair[:aantal]
        uitkomst.te_smal, uitkomst.programmas = meer.te_smal[:aantal], uitkomst.programmas + meer.programmas
    weg = plekken["weg"] | cellen["buiten"].to_numpy(bool)[plekken["cel"]]
    laat_weg(con, plekken[weg])
    plekken = plekken[~weg].reset_index(drop=True)
    gesloten = _sluit(plekken, cellen, uitkomst, meld)
    cellen["waarde"] = cellen["rond_waarde"].where(cellen["reden"] == "")
    plekken["waarde"] = cellen["waarde"].to_numpy()[plekken["cel"]]
    plekken["reden"] = cellen["reden"].to_numpy()[plekken["cel"]]
    return Beschermd(cellen, plekken, uitkomst, kolommen, gesloten, wie)


def _audit(
    cellen: pd.DataFrame,
    stelsel: Stelsel,
    stijl: Stijl,
    deelnemers_: list[str],
    leden: pd.DataFrame,
    delen: pd.DataFrame,
    alleen: np.ndarray | None = None,
) -> Uitkomst:
    """Against every reader, and against each gemeente of a region that knows her own figures; until nothing is narrow.

    Counts first: an amount whose count is hidden after all goes with it. The two share no relation. `alleen`: the first
    cells of which only these were still too narrow; then a 0 may be hidden as well.
    """
    bedrag = cellen["is_bedrag"].to_numpy(bool)
    kring = _Kring(cellen, stelsel, stijl, deelnemers_, leden, delen, Uitkomst.niets(len(cellen)))
    for welke in (False, True):
        deze = bedrag == welke
        doel = deze if alleen is None else deze & np.pad(alleen, (0, len(cellen) - len(alleen)))
        if welke:
            doel = doel | _met_verborgen_telling(cellen)
        met_delen(cellen, delen)
        smal = kring.kijk({code: doel & kring.is_voor(code) for code in kring.wie}, deze)
        if alleen is not None:
            smal = kring.kijk(smal, deze, mag_nul=True)
        kring.samen.te_smal |= np.any(list(smal.values()), axis=0)
        bekend = _bekend(cellen, stijl)
        for veld in ("laag", "hoog"):
            cellen.loc[deze, veld] = getattr(bekend, veld)[deze]
    return kring.samen


@dataclass
class _Kring:
    """All who look at the cells, one after another, and what comes of it together. A reader is ''."""

    cellen: pd.DataFrame
    stelsel: Stelsel
    stijl: Stijl
    deelnemers: list[str]
    leden: pd.DataFrame
    delen: pd.DataFrame
    samen: Uitkomst

    def __post_init__(self) -> None:
        gebied = self.cellen["gemeente_code"]
        self.wie = ["", *self.deelnemers]
        # where a gemeente looks: a reader everywhere
        self.van = {code: (gebied == code).to_numpy() | (code == "") for code in self.wie}
        # what one gemeente cannot find out about another, no reader can; but she looks only where her own figures are
        van_deelnemers = gebied.where(gebied.isin(self.deelnemers))
        met_ander = van_deelnemers.groupby(self.stelsel.samenhang()).transform("nunique") > 1
        self.van_leden = (gebied.isin(self.leden["gemeente_code"]) & met_ander).to_numpy()

    def is_voor(self, code: str) -> np.ndarray:
        """The cells that this one need look at."""
        return ~self.van_leden | (code != "")

    def kijk(self, nieuw: dict[str, np.ndarray], deze: np.ndarray, *, mag_nul: bool = False) -> dict[str, np.ndarray]:
        """Each looks at the cells that are `nieuw` to him until no more of `deze` are hidden; gives which are too
        narrow all the same. `mag_nul`: a 0 may be hidden too."""
        nieuw = {code: welke.copy() for code, welke in nieuw.items()}
        smal = {code: np.zeros(len(self.cellen), bool) for code in self.wie}
        while any(welke.any() for welke in nieuw.values()):
            for code in [c for c in self.wie if nieuw[c].any()]:
                doel, nieuw[code] = nieuw[code], np.zeros(len(self.cellen), bool)
                bekend = _bekend(self.cellen, self.stijl)
                bekend.verborgen &= deze
                bekend.mag_weg &= deze & ((bekend.exact != 0) | mag_nul)
                if code:
                    bekend = als_deelnemer(bekend, self.cellen, self.leden, code)
                uit = audit(self.stelsel, bekend, doel, self.van[code])
                besides = uit.secundair & self.cellen["reden"].isin(["", "klein"]).to_numpy()
                self.cellen.loc[besides, "reden"] = "secundair"
                mee = met_delen(self.cellen, self.delen)
                smal[code] = uit.te_smal
                for ander in self.wie if besides.any() else ():
                    # what was hidden now, and what could not be helped before it was
                    nieuw[ander] |= ((besides & (ander != code)) | mee) & self.is_voor(ander) | smal[ander]
                self.samen.secundair |= uit.secundair
                self.samen.programmas += uit.programmas
        return smal


def _met_verborgen_telling(cellen: pd.DataFrame) -> np.ndarray:
    """An amount says how many clients it is about: by its rounding, by what one costs elsewhere, by a 0. Hides it where
    their count is hidden; gives which (a mask)."""
    if not cellen["is_bedrag"].any():
        return np.zeros(len(cellen), bool)
    tel = cellen.loc[_tellingen_van_bedragen(cellen), CEL].assign(verborgen=cellen["reden"] != "")
    bedrag = cellen.index[cellen["is_bedrag"] & (cellen["reden"] == "") & ~cellen["publiek"]]
    weg = cellen.loc[bedrag, CEL].merge(tel, on=CEL, how="left")["verborgen"].eq(True).to_numpy()
    cellen.loc[bedrag[weg], "reden"] = "afgeleid"
    return cellen.index.isin(bedrag[weg])


def _tellingen_van_bedragen(cellen: pd.DataFrame) -> pd.Series:
    return (
        (cellen["begrip"] == "clienten")
        & (cellen["vorm"] == "zin")
        & (cellen["deel"] == "")
        & (cellen["reeks"] == "berichten")
    )


def _beoordeel(cellen: pd.DataFrame, personen: pd.DataFrame | None, staat: pd.DataFrame, stijl: Stijl) -> None:
    """Per cell its own reason to be hidden, and its rounded figure given what was published before."""
    vorige = cellen[SLEUTEL].merge(staat, on=SLEUTEL, how="left")
    for veld in VELDEN:
        cellen[f"vorige_{veld}"] = vorige[veld].to_numpy(float)
    bedrag = cellen["is_bedrag"].to_numpy(bool)
    cellen["reden"], cellen["buiten"], cellen["clienten"] = "", False, np.nan
    cellen["nodig"] = float(MINSTE_BREEDTE - 1)
    cellen.loc[~bedrag & stijl.is_klein(cellen["exact"].to_numpy()), "reden"] = "klein"
    if personen is not None:
        _beoordeel_bedragen(cellen, bedrag, personen, stijl)
    for welke in (False, True):
        deel = cellen[bedrag == welke]
        oud = Afgerond(*(deel[f"vorige_{v}"].to_numpy().copy() for v in ("waarde", "laag", "hoog", "basis")))
        vast = deel["vorige_exact"].to_numpy()
        exact = deel["exact"].to_numpy()
        uit = (
            rond_bedragen(exact, deel["clienten"].to_numpy(), oud, vast)
            if welke
            else rond_tellingen(exact, oud, vast, stijl)
        )
        for veld in ("waarde", "laag", "hoog", "basis"):
            cellen.loc[bedrag == welke, f"rond_{veld}"] = getattr(uit, veld)
    cellen.loc[cellen["publiek"], "reden"] = ""
    # what was hidden besides stays so, and its neighbours keep their sign: a pattern that changes tells two stories.
    # Nor does it end once a figure is far from what it was: that would tell what it was not
    blijft = (cellen["vorige_secundair"] == 1) & cellen["reden"].isin(["", "klein"]) & ~cellen["publiek"]
    cellen.loc[blijft, "reden"] = "secundair"


def _beoordeel_bedragen(cellen: pd.DataFrame, bedrag: np.ndarray, personen: pd.DataFrame, stijl: Stijl) -> None:
    leeg = {"clienten": 0, "grootste": 0, "samen": 0}
    deel = cellen.loc[bedrag, [*CEL, "exact"]].merge(personen, on=CEL, how="left").fillna(leeg)
    geteld = cellen[_tellingen_van_bedragen(cellen)].set_index(CEL)["exact"]
    geteld = geteld.reindex(pd.MultiIndex.from_frame(deel[CEL])).to_numpy()
    aantal, exact = deel["clienten"].to_numpy(), deel["exact"].to_numpy()
    grens = max(stijl.drempel, 10)
    reden = np.where(deel["grootste"] > GROOTSTE_DEEL * deel["samen"], "dominant", "")
    # no client count in the same cell: nothing says that it is large enough
    reden = np.where(~(geteld >= grens) & ~((geteld == 0) & (exact == 0)), "afgeleid", reden)
    reden = np.where((aantal > 0) & (aantal < grens) | (aantal == 0) & (exact != 0), "klein", reden)
    reden = np.where((aantal == 0) & (exact == 0) & (geteld == 0), "", reden)
    cellen.loc[bedrag, "reden"] = reden
    cellen.loc[bedrag, "clienten"] = aantal
    cellen.loc[bedrag, "nodig"] = np.maximum(deel["grootste"].to_numpy() * DEEL_VAN_GROOTSTE, 1.0)


def _bekend(cellen: pd.DataFrame, stijl: Stijl) -> Bekend:
    exact, reden = cellen["exact"].to_numpy(float), cellen["reden"].to_numpy()
    bedrag, publiek = cellen["is_bedrag"].to_numpy(bool), _publiek_bekend(cellen)
    verborgen = (reden != "") & ~cellen["publiek"].to_numpy()
    # who sees a sign knows nothing of an amount, and of a count that it is of somebody: a 0 is hidden so seldom that he
    # may suppose it
    open_laag = np.where(bedrag, np.minimum(exact, 0.0), np.minimum(exact, float(stijl.eerste)))
    # a row that is not there may be of nobody
    open_laag[cellen["buiten"].to_numpy(bool)] = 0.0
    open_hoog = np.full(len(exact), np.inf)
    # nor what is more: of a group it is seen whether it is split
    grens = np.where(cellen["buiten"], np.nan, cellen["splitsgrens"].to_numpy(float))
    open_laag, open_hoog = np.where(exact >= grens, grens, open_laag), np.where(exact < grens, grens - 1, open_hoog)
    laag = np.where(verborgen, open_laag, cellen["rond_laag"])
    hoog = np.where(verborgen, open_hoog, cellen["rond_hoog"])
    klein = ~bedrag & (reden == "klein")
    laag[klein], hoog[klein] = stijl.eerste, stijl.laatste
    laag[publiek], hoog[publiek] = exact[publiek], exact[publiek]
    mag_weg = ~verborgen & ~publiek
    wetten = sorted(set(cellen["wet"]) - {"totaal"})
    wet = cellen["wet"].map({"totaal": 0} | {w: nr for nr, w in enumerate(wetten, 1)}).to_numpy(int)
    return Bekend(
        exact, laag, hoog, verborgen, cellen["nodig"].to_numpy(float), ~bedrag, mag_weg, open_laag, open_hoog, wet
    )


def _publiek_bekend(cellen: pd.DataFrame) -> np.ndarray:
    """Cells whose exact figure is public: their own, or that of another reeks that says the same of the same place."""
    publiek = cellen["publiek"].to_numpy(bool).copy()
    if not publiek.any():
        return publiek
    op = [k for k in SLEUTEL if k not in ("reeks", "vorm")] + ["exact"]
    bekend = pd.MultiIndex.from_frame(cellen.loc[publiek, op])
    zelfde = (
        pd.MultiIndex.from_frame(cellen[op]).isin(bekend)
        & (cellen["exact"] != 0).to_numpy()
        & (cellen["reden"] == "").to_numpy()
    )
    return publiek | zelfde


def _sluit(
    plekken: pd.DataFrame, cellen: pd.DataFrame, uitkomst: Uitkomst, meld: Callable[[str], None]
) -> dict[str, str]:
    """Marts with a cell that could not be made safe: none of their rows that were not public goes out."""
    if not uitkomst.te_smal.any():
        return {}
    smal = plekken[plekken["cel"].isin(np.flatnonzero(uitkomst.te_smal))]
    # the same begrip in another mart would still give it away
    begrippen = set(cellen.loc[uitkomst.te_smal, "begrip"])
    marts = set(smal["mart"]) | set(plekken.loc[plekken["begrip"].isin(begrippen), "mart"])
    aantal = int(uitkomst.te_smal.sum())  # also of rows that are left out
    gesloten = {m: "niet genoeg te beschermen: een verborgen cijfer zou te berekenen zijn" for m in sorted(marts)}
    for mart in gesloten:
        meld(f"Openbaar: {mart} gaat niet mee buiten wat al openbaar was; {aantal} cijfers waren niet te beschermen.")
    return gesloten
