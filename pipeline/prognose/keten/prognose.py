"""The rows of the monthly prognose: what the chain says, in cents, coherent, with bounds and the words beside it.

`lees_invoer(con)` reads the working database, `maandprognose(invoer, peildatum)` makes the two tables. The leaves
(gemeente x voorziening x soort) are forecast and rounded per month; everything else is their sum, to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from pipeline.prognose.afloop.centen import cent, verdeel
from pipeline.prognose.ijken import Band
from pipeline.prognose.keten.aandrijvers import KetenInstelling
from pipeline.prognose.keten.boom import Boom, Plek, plek
from pipeline.prognose.keten.grenzen import samenhangend
from pipeline.prognose.keten.ijking import BEKEND, JAREN, REEKS, Fouten, basislijnen, beste_simpele, plaats, terugblik
from pipeline.prognose.keten.invoer import GEMEENTE, REGIO, TOTAAL, Cel, Invoer, maandnr
from pipeline.prognose.keten.keten import Keten
from pipeline.prognose.keten.sprong import sprong
from pipeline.prognose.keten.stand import VERSTE, Reeksen
from pipeline.prognose.reeks.maanden import Stap, maandtekst
from pipeline.prognose.uitvoer import PROGNOSE, TOETS, tabel

NUL = Decimal("0.00")
# so many months after its end a year still gets a prognose of its run-off
NALOOP = 3
MET_TOEWIJZING = "afloop + combinatie met toewijzingen"
ZONDER_TOEWIJZING = "afloop + combinatie"
ALLEEN_AFLOOP = "afloop"
MAANDCIJFERS = "combinatie"
SIMPEL = {
    "cash_x12": "afloop + geboekt tot nu toe, naar een heel jaar (deed het eerder beter)",
    "vorig_jaar": "afloop + totaal van vorig jaar (deed het eerder beter)",
    "ratio_peildatum": "afloop + vorig jaar maal de verhouding op de peildatum (deed het eerder beter)",
}
GEMENGD = "afloop + combinatie, deels met toewijzingen"


@dataclass
class Deel:
    """One month (or year) of a cell in euros and cents; the three add up to the middle."""

    realisatie: Decimal = NUL
    te_declareren: Decimal = NUL
    te_komen: Decimal = NUL

    @property
    def midden(self) -> Decimal:
        return self.realisatie + self.te_declareren + self.te_komen

    def bij(self, ander: Deel) -> None:
        self.realisatie += ander.realisatie
        self.te_declareren += ander.te_declareren
        self.te_komen += ander.te_komen


def maandprognose(
    invoer: Invoer,
    peildatum: date,
    stappen: Sequence[Stap] = (),
    instelling: KetenInstelling | None = None,
    toets: bool = True,
) -> tuple[pa.Table, pa.Table]:
    """PROGNOSE and TOETS (`uitvoer`) of everything that is known by month, as known at the end of the last month that
    had closed on `peildatum`.

    `stappen`: known steps by name `wet/voorziening/soort/gemeente` (an index of 3% on all Wmo: `wmo/*`). `toets=False`
    leaves the stored backtest out (an empty table). Without any leaf both are empty. Nothing depends on the clock or on
    chance. The years: that of the last closed month, until `NALOOP` months after its end, and that of the month after.
    """
    tot = maandnr(peildatum + timedelta(days=1)) - 1
    keten = Keten(invoer, tot, stappen, instelling)
    if not keten.ruimte.bladen:
        return tabel([], PROGNOSE), tabel([], TOETS)
    nieuw, bekend = divmod(tot + 1, 12)
    jaren = [nieuw] if bekend >= NALOOP else [nieuw - 1, nieuw]
    lang = keten.nu + 1 >= 12 * (JAREN + 1)  # only then can a simple method have shown itself
    terug = terugblik(keten, [*BEKEND, bekend]) if toets or lang else []
    rijen: list[dict[str, Any]] = []
    for jaar in jaren:
        if jaar * 12 + 12 > keten.begin:
            rijen += _Jaar(keten, jaar, peildatum, beste_simpele(terug, bekend)).rijen()
    return tabel(rijen, PROGNOSE), tabel(terug if toets else [], TOETS)


class _Jaar:
    """The prognose of one calendar year."""

    def __init__(self, keten: Keten, jaar: int, peildatum: date, simpel: str | None) -> None:
        self.keten, self.jaar, self.peildatum = keten, jaar, peildatum
        self.invoer, self.bladen = keten.invoer, keten.ruimte.bladen
        self.boom = Boom(self.invoer, self.bladen, jaar)
        self.begin = jaar * 12 - keten.begin  # may lie before the first month: those are not known
        self.bekend = min(max(keten.nu + 1 - self.begin, 0), 12)
        self.simpel = simpel if 0 < self.bekend < 12 else None
        self.pad = self._pad()
        self.breuken = keten.breuken(keten.nu)
        self.groepen = {b.voorziening: b.groep for b in self.bladen}
        self.groepen |= {v.voorziening: v.groep for v in self.invoer.vast if v.voorziening and v.groep}

    def rijen(self) -> list[dict[str, Any]]:
        maanden = [m for m in range(self.begin, self.begin + 12) if 0 <= m <= self.keten.nu + VERSTE]
        delen: dict[tuple[Cel, int], Deel] = defaultdict(Deel)
        vast: dict[Cel, Decimal] = defaultdict(lambda: NUL)
        for i, blad in enumerate(self.bladen):
            for m, deel in self._blad(i, maanden).items():
                for cel in self.boom.waarin(plek(blad)):
                    delen[cel, m].bij(deel)
        for p, bedrag in self._vaste_bedragen():
            for cel in self.boom.waarin(p):
                vast[cel] += bedrag
            for m, stuk in zip(
                range(self.begin, self.begin + 12), verdeel([float(bedrag) / 12] * 12, bedrag), strict=True
            ):
                for cel in self.boom.waarin(p):
                    is_voorbij = m <= self.keten.nu
                    delen[cel, m].bij(Deel(stuk, NUL, NUL) if is_voorbij else Deel(NUL, NUL, stuk))
        jaardelen: dict[Cel, Deel] = defaultdict(Deel)
        for (cel, _), deel in delen.items():
            jaardelen[cel].bij(deel)
        volgorde = sorted(jaardelen, key=self.boom.volgorde)
        banden = self._banden(volgorde, jaardelen, vast)
        uit = [self._jaarrij(cel, jaardelen[cel], banden[cel], vast[cel]) for cel in volgorde]
        for (cel, m), deel in sorted(delen.items()):
            uit.append(
                self._rij(cel, deel)
                | {"periode": maandtekst(self.keten.begin + m), "periode_soort": "maand", "methode": self._methode(cel),
                   "toelichting": _maandzin(deel)}
            )  # fmt: skip
        return uit

    def _pad(self) -> Reeksen:
        """The months to come per leaf; where a simple method has beaten ours, in our course but to its year total."""
        keten, nu = self.keten, self.keten.nu
        pad = keten.pad(nu)
        if self.simpel is None:
            return pad
        pad, basis = pad.copy(), basislijnen(keten, nu, self.begin, self.bekend)
        af = keten.venster(nu, self.begin, nu + 1)
        rest = 12 - self.bekend
        for i in range(len(self.bladen)):
            totaal, komt = basis([i]).get(self.simpel), float(pad[i, :rest].sum())
            if totaal is not None and komt > 0:
                pad[i, :rest] *= max(totaal - float(af[i]), 0.0) / komt
        return pad

    def _blad(self, i: int, maanden: Iterable[int]) -> dict[int, Deel]:
        """The months of one leaf in cents."""
        stand, pad, nu = self.keten.stand(self.keten.nu), self.pad, self.keten.nu
        uit = {}
        for m in maanden:
            if m <= nu:
                bekend = cent(stand.gedeclareerd[i, m])
                uit[m] = Deel(bekend, cent(stand.voltooid[i, m]) - bekend)
            elif m - nu - 1 < VERSTE:
                uit[m] = Deel(NUL, NUL, cent(pad[i, m - nu - 1]))
        return uit

    def _vaste_bedragen(self) -> list[tuple[Plek, Decimal]]:
        """The certain amounts of the year; where a gemeente delivered none of it yet, those of the year before."""
        jaren = {(v.gemeente, v.jaar) for v in self.invoer.vast}
        uit = []
        for v in self.invoer.vast:
            if v.jaar == self.jaar or (v.jaar == self.jaar - 1 and (v.gemeente, self.jaar) not in jaren):
                uit.append((Plek(v.gemeente, v.wet, v.groep, v.voorziening), v.bedrag))
        return uit

    def _banden(self, cellen: list[Cel], jaardelen: dict[Cel, Deel], vast: dict[Cel, Decimal]) -> dict[Cel, Band]:
        self.fouten = Fouten(self.keten, self.boom)
        self.ijkingen = self.fouten.ijkingen(self.keten.nu, self.bekend)
        ruw = {}
        for cel in cellen:
            zeker = float(vast[cel])
            onzeker = max(float(jaardelen[cel].midden) - zeker, 0.0)
            b = self._band(cel, onzeker)
            ruw[cel] = Band(b.laag80 + zeker, b.hoog80 + zeker, b.laag95 + zeker, b.hoog95 + zeker)
        leden = {
            cel: [Cel(g, *cel[1:]) for g in sorted({self.bladen[i].gemeente for i in self.boom.bladen.get(cel, ())})]
            for cel in cellen
            if cel.gebied in self.boom.regios and cel.niveau != TOTAAL
        }
        midden = {cel: float(jaardelen[cel].midden) for cel in cellen}
        return samenhangend(ruw, midden, self.groepen, leden)

    def _band(self, cel: Cel, onzeker: float) -> Band:
        if cel not in self.boom.bladen or onzeker <= 0:
            return Band(onzeker, onzeker, onzeker, onzeker)
        rust = self.fouten.onrust(self.keten.nu, cel)
        return self.ijkingen[cel.niveau].band(onzeker, plaats(self.bekend), rust)

    def _kans(self, cel: Cel, deel: Deel, vast: Decimal, begroting: Decimal) -> Decimal:
        ruimte = float(begroting - vast)
        onzeker = float(deel.midden - vast)
        if cel not in self.boom.bladen:
            kans = 0.999 if deel.midden > begroting else 0.001
        else:
            rust = self.fouten.onrust(self.keten.nu, cel)
            kans = self.ijkingen[cel.niveau].kans(onzeker, plaats(self.bekend), rust, ruimte)
        return Decimal(repr(100 * kans)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def _rij(self, cel: Cel, deel: Deel) -> dict[str, Any]:
        return {
            "peildatum": self.peildatum, "gemeente_code": cel.gebied,
            "gemeente": self.invoer.namen.get(cel.gebied, cel.gebied),
            "gebied_soort": REGIO if cel.gebied in self.boom.regios else GEMEENTE, "jaar": self.jaar,
            "niveau": cel.niveau, "wet": cel.wet, "voorziening": cel.voorziening, "reeks": REEKS, "maat": "uitgaven",
            "maanden_bekend": self.bekend, "realisatie": deel.realisatie, "nog_te_declareren": deel.te_declareren,
            "nog_te_komen": deel.te_komen, "midden": deel.midden, "is_openbaar": False,
        }  # fmt: skip

    def _jaarrij(self, cel: Cel, deel: Deel, band: Band, vast: Decimal) -> dict[str, Any]:
        begroting = self.invoer.begroting.get((cel, self.jaar))
        laag, hoog = min(cent(band.laag80), deel.midden), max(cent(band.hoog80), deel.midden)
        return self._rij(cel, deel) | {
            "periode": str(self.jaar), "periode_soort": "jaar", "laag": laag, "hoog": hoog,
            "laag95": min(cent(band.laag95), laag), "hoog95": max(cent(band.hoog95), hoog), "begroting": begroting,
            "kans_overschrijding_pct": None if begroting is None else self._kans(cel, deel, vast, begroting),
            "breuk_pct": self._sprong(cel), "methode": self._methode(cel), 
            "toelichting": self._jaarzin(deel) + self._breukzin(cel),
        }  # fmt: skip

    def _sprong(self, cel: Cel) -> Decimal | None:
        """Percent that the newest months left their path, known steps apart; of the running year only."""
        nu = self.keten.nu
        if cel not in self.boom.bladen or not 0 < self.bekend < 12:
            return None
        ver = sprong(self.keten.gelijk(nu)[self.boom.bladen[cel]].sum(0))
        return None if ver is None else Decimal(repr(100 * ver)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def _methode(self, cel: Cel) -> str:
        if cel not in self.boom.bladen:
            return "vast bedrag"
        if self.bekend >= 12:
            return ALLEEN_AFLOOP
        if self.simpel is not None:
            return SIMPEL[self.simpel]
        i = self.boom.bladen[cel]
        zin = [k for k in i if k < self.keten.ruimte.met_berichten]
        if not zin:
            return MAANDCIJFERS
        heeft = self.keten.stand(self.keten.nu).heeft[zin]
        if heeft.all() and len(zin) == len(i):
            return MET_TOEWIJZING
        return GEMENGD if heeft.any() else ZONDER_TOEWIJZING

    def _jaarzin(self, deel: Deel) -> str:
        if self.bekend >= 12:
            return (
                f"Gedeclareerd is € {_euro(deel.realisatie)}; voor dit afgelopen jaar komt er naar verwachting nog "
                f"€ {_euro(deel.te_declareren)} aan declaraties."
            )
        return (
            f"Bekend is € {_euro(deel.realisatie)} over {self.bekend} maanden; daarvan moet naar verwachting nog "
            f"€ {_euro(deel.te_declareren)} worden gedeclareerd, en de rest van het jaar kost € {_euro(deel.te_komen)}."
        )

    def _breukzin(self, cel: Cel) -> str:
        """What the breaks of unknown size do to this cell; in words, with a space in front."""
        if self.bekend >= 12:
            return ""
        breuken = [self.breuken[i] for i in self.boom.bladen.get(cel, ())]
        vanaf = sorted({b.vanaf for b in breuken if b.vanaf > self.keten.begin})
        open_ = sorted({m for b in breuken for m in b.open})
        deel = " van een deel" if len({b.vanaf for b in breuken}) > 1 else ""
        uit = ""
        if vanaf:
            uit += f" Na een opgegeven breuk tellen{deel} alleen de maanden vanaf {_maanden(vanaf)}."
        if open_:
            uit += (
                f" De opgegeven breuk in {_maanden(open_)} is te recent om haar omvang te kennen; de prognose rekent "
                "alsof zij er niet is."
            )
        return uit


def _maanden(nummers: Iterable[int]) -> str:
    return " en ".join(maandtekst(m) for m in nummers)


def _maandzin(deel: Deel) -> str:
    if deel.te_komen:
        return "Nog te leveren zorg, naar de combinatie van toewijzingen en verloop."
    return "Gedeclareerd, met wat van deze maand naar verwachting nog komt."


def _euro(bedrag: Decimal) -> str:
    return f"{bedrag.quantize(Decimal(1), ROUND_HALF_UP):,}".replace(",", ".")
