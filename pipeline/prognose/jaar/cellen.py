"""The yearly prognose as a product: every cell of the yearly accounts that the marts show, per gemeente and region.

A middle is the sum of its leaves' middles, to the cent: voorziening, groep, wet and total, and a region whose members
all have one. Leaves are made in `bladeren`, bands and rows in `regels`, series without taakvelden in `overige`.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from pipeline.prognose.jaar.bladeren import Blad, Bladeren
from pipeline.prognose.jaar.gegevens import Instelling
from pipeline.prognose.jaar.invoer import Rekeningen
from pipeline.prognose.jaar.overige import overige_regels
from pipeline.prognose.jaar.prognose import getal
from pipeline.prognose.jaar.regels import HUIDIG, Bekend, Cel, Regel, ijk, prognoserij, rijen, toetsrijen
from pipeline.prognose.uitvoer import PROGNOSE, TOETS, tabel

TOTAAL: Cel = ("totaal", "totaal", "totaal")


@dataclass
class Optelling:
    """The cells of one gebied and year, filled leaf by leaf."""

    centen: dict[Cel, int] = field(default_factory=lambda: defaultdict(int))
    grootste: dict[Cel, tuple[int, str]] = field(default_factory=dict)
    teksten: dict[Cel, set[str]] = field(default_factory=lambda: defaultdict(set))

    def tel(self, cel: Cel, centen: int, methode: str, tekst: str) -> None:
        """Add a leaf (or a part of one) to a cell; its method counts where it is the largest."""
        self.centen[cel] += centen
        self.teksten[cel].add(tekst)
        if cel not in self.grootste or centen > self.grootste[cel][0]:
            self.grootste[cel] = (centen, methode)

    def uitleg(self, cel: Cel, jaar: int, vorig: int | None) -> str:
        """The sentence of the leaf where there is one, else what a sum is made of."""
        if len(self.teksten[cel]) == 1:
            return min(self.teksten[cel])
        begin = "Som van de onderdelen, elk voor zich geraamd"
        if not vorig or vorig <= 0:
            return f"{begin}."
        groei = getal(100 * (self.centen[cel] / vorig - 1), 1, plus=True)
        return f"{begin}: {groei} % tegenover de rekening {jaar - 1} (€ {getal(vorig / 100, 0)})."


def rekeningprognose(
    invoer: Rekeningen,
    peildatum: datetime.date,
    *,
    index_pct: float = 4.0,
    instelling: Instelling | None = None,
) -> tuple[pa.Table, pa.Table]:
    """PROGNOSE and TOETS for every yearly reeks (pipeline.prognose.uitvoer).

    A row for every year from the one after the first account to the last budget, or one after the last account; each
    from what was known before that year, also where its account is there by now. `index_pct` is the growth of the
    simple method. Reeksen with months are the monthly chain's.
    """
    instelling = instelling or Instelling()
    regels: list[Regel] = []
    for reeks in sorted(set(invoer.taakvelden["reeks"])):
        regels += taakveldregels(invoer, reeks, instelling, index_pct / 100)
    regels += overige_regels(invoer, index_pct / 100)
    return (
        tabel([prognoserij(r, peildatum) for r in regels if r.midden > 0], PROGNOSE),
        tabel([rij for r in regels for rij in toetsrijen(r)], TOETS),
    )


def taakveldregels(invoer: Rekeningen, reeks: str, instelling: Instelling, index: float) -> list[Regel]:
    """All cells of a reeks on taakvelden, as delivered and on the present borders; empty without an account."""
    bladeren = Bladeren(invoer, reeks, instelling, index)
    bekend = Bekend(invoer)
    regels: list[Regel] = []
    for jaar in bladeren.jaren:
        regels += Jaar(invoer, bekend, reeks, jaar, bladeren, instelling).regels()
    ijk(regels, instelling.spreiding_vooraf)
    return regels


class Jaar:
    """The cells of one year: of the gemeenten, of the gemeenten of today, and of the regions."""

    def __init__(
        self, invoer: Rekeningen, bekend: Bekend, reeks: str, jaar: int, bladeren: Bladeren, instelling: Instelling
    ) -> None:
        self.invoer, self.bekend, self.reeks, self.jaar = invoer, bekend, reeks, jaar
        self.openbaar = bladeren.openbaar(jaar)
        self.instelling = instelling
        k = invoer.kruistabel
        k = k[(k["van_jaar"] <= jaar) & (k["tot_jaar"] >= jaar)]
        kolommen = ["groep", "wet", "in_jeugd", "in_wmo", "in_wmo_incl_opvang"]
        self._cellen = {groep: _cellen(groep, wet, *in_) for groep, wet, *in_ in rijen(k, kolommen)}
        self._voorziening = {
            t: (w, v) for t, w, v in rijen(k, ["taakveld", "wet", "voorziening"]) if isinstance(v, str)
        }
        self.gemeenten = self._tel(bladeren.bladen(jaar))
        i = invoer.inwoners
        self._inwoners = dict(rijen(i[i["jaar"] == jaar], ["gemeente_code", "inwoners"]))
        self._overgang = [(h.oud, h.nieuw) for h in sorted(invoer.herindelingen, key=lambda h: h.oud) if h.jaar == jaar]
        eigen = bladeren.regels[["gemeente_code"]].drop_duplicates()["gemeente_code"]
        nieuw = {h.oud: h.nieuw for h in invoer.herindelingen}
        self._huidig = nieuw
        self._heringedeeld = sorted({nieuw[c] for c in eigen if c in nieuw})

    def _tel(self, bladen: Iterable[Blad]) -> dict[str, Optelling]:
        uit: dict[str, Optelling] = defaultdict(Optelling)
        for b in bladen:
            doel = uit[b.gemeente_code]
            deel = f"Aandeel in de raming van {b.deel_van}. {b.toelichting}" if b.deel_van else b.toelichting
            for cel in self._cellen[b.groep]:
                doel.tel(cel, b.centen, b.methode, deel if cel[2] == b.groep else b.toelichting)
            for taakveld, centen in b.taakvelden.items():
                if taakveld in self._voorziening:
                    wet, voorziening = self._voorziening[taakveld]
                    tekst = b.toelichting if centen == b.centen else f"Aandeel in de raming van {b.groep}. {deel}"
                    doel.tel(("voorziening", wet, voorziening), centen, b.methode, tekst)
        return {c: uit[c] for c in sorted(uit)}

    def klasse(self, code: str) -> int:
        """Size class by inhabitants; -1 where unknown."""
        n = self._inwoners.get(code)
        return -1 if n is None else int(np.searchsorted(self.instelling.klassegrenzen, n, side="right"))

    def regels(self) -> list[Regel]:
        """All rows of the year, without bands."""
        uit = []
        for code in self.gemeenten:
            voorgangers = [oud for oud, nieuw in self._overgang if nieuw == code]
            uit += self._gebied(code, "gemeente", self.reeks, [code], None, voorgangers)
        for code in self._heringedeeld:
            leden = [c for c in self.gemeenten if self._huidig.get(c, c) == code]
            if code in leden:
                uit += self._gebied(code, "gemeente", self.reeks + HUIDIG, leden, None)
        leden_jaar = self.invoer.leden[self.invoer.leden["jaar"] == self.jaar]
        for (regio, wet), deel in leden_jaar.groupby(["regio_code", "wet"], sort=True):
            leden = sorted(deel["gemeente_code"])
            if all(c in self.gemeenten for c in leden):
                uit += self._gebied(regio, "regio", self.reeks, leden, wet)
        return uit

    def _gebied(
        self, code: str, soort: str, reeks: str, leden: list[str], wet: str | None, voorgangers: Iterable[str] = ()
    ) -> Iterator[Regel]:
        """The cells that every member has; of one wet where `wet` is given (a region has no total)."""
        cellen = set.intersection(*(set(self.gemeenten[c].centen) for c in leden))
        for cel in sorted(cellen):
            if wet is not None and cel[1] != wet:
                continue
            delen = [self.gemeenten[c].centen[cel] for c in leden]
            grootste = self.gemeenten[leden[delen.index(max(delen))]]
            r = Regel(
                code=code,
                naam=self.bekend.namen.get(code, code),
                soort=soort,
                reeks=reeks,
                jaar=self.jaar,
                cel=cel,
                midden=sum(delen),
                methode=grootste.grootste[cel][1],
                toelichting="",
                openbaar=self.openbaar,
                klasse=self.klasse(code),
                delen=delen if soort == "regio" else (),
            )
            self.bekend.vul(r, voorgangers)
            if len(leden) == 1:
                r.toelichting = grootste.uitleg(cel, self.jaar, r.vorig)
            else:
                wie = "van de regio" if soort == "regio" else "die er nu samen toe behoren"
                r.toelichting = f"Som van de prognoses van de {len(leden)} gemeenten {wie}."
            yield r


def _cellen(groep: str, wet: str, in_jeugd: int, in_wmo: int, in_wmo_incl_opvang: int) -> list[Cel]:
    """The cells above a groep that it adds to, itself included."""
    uit = [("groep", wet, groep), ("wet", wet, "totaal"), TOTAAL]
    vergelijk = (("jeugd", in_jeugd), ("wmo", in_wmo), ("wmo_incl_opvang", in_wmo_incl_opvang))
    return uit + [("groep", wet, naam) for naam, erin in vergelijk if erin == 1]
