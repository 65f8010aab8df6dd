"""Declaraties: which prestaties are sent when, what the gemeente answers, and what follows: 323 and 325.

Care of a month is declared one to twelve months later; prestaties are rejected and sent again, corrected with a credit,
sent twice. What would be sent after the peildatum is left out.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections import defaultdict
from itertools import accumulate

from pipeline.demo.berichten import Bericht, Nummers, PrestatieRegel, maak_retour
from pipeline.demo.gegevens import VERTRAGING
from pipeline.demo.kalender import OPEN, Kalender
from pipeline.demo.zorg import Stuk

AFKEUR = ("9321", "9322", "9307", "0611", "9346", "8187", "9388", "0233")
GEWOON, AFGEKEURD, TE_VEEL, DUBBEL, TWEEDE = range(5)
Sleutel = tuple[str, str, str]  # gemeente, wet, aanbieder


class Declaraties:
    """Makes the 323 and 325 messages of one part."""

    def __init__(self, kalender: Kalender, nummers: Nummers, r: random.Random) -> None:
        self.kalender, self.nummers, self.r = kalender, nummers, r
        self.berichten: list[Bericht] = []
        # month of sending -> who -> lines with what is wrong with them
        self.klaar: dict[int, dict[Sleutel, list[tuple[PrestatieRegel, int, PrestatieRegel | None]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        # whole declaraties that are sent again: month -> (who, lines, number of the declaratie)
        self.opnieuw: dict[int, list[tuple[Sleutel, list, str]]] = defaultdict(list)

    def maak(self, stukken: list[Stuk], foute: list[Stuk]) -> None:
        """All declaraties about the care on these toewijzingen; some of it on toewijzingen that were taken back."""
        trap = list(accumulate(VERTRAGING))
        for s in stukken:
            # a few aanbieders are always a month later
            traag = 1 if s.aanbieder.agb.endswith(("7", "3")) and s.wet == "jeugdwet" else 0
            for maand, volume, tarief, bedrag in s.maanden:
                d = maand + 1 + min(bisect(trap, self.r.random() * trap[-1]), 11)
                if d == maand + 1:
                    d += traag
                if d < self.kalender.bekend:
                    self._bied_aan(s, maand, d, volume, tarief, bedrag)
        for s in foute:
            m = self.kalender.maand(s.begin)
            if self.r.random() < 0.1 and m + 1 < self.kalender.bekend:
                self._zet(m + 1, s, self._regel(s, m, 3, 2500, 7500), GEWOON)
        for d in range(self.kalender.bekend):
            for wie, regels in sorted(self.klaar.pop(d, {}).items()):
                self._verstuur(wie, d, regels, None)
            for wie, regels, nummer in self.opnieuw.pop(d, []):
                self._verstuur(wie, d, regels, nummer)

    def _regel(self, s: Stuk, maand: int, volume: int, tarief: int, bedrag: int) -> PrestatieRegel:
        k = self.kalender
        begin = max(k.begin(maand), s.ingang)
        eind = k.eind(maand) if s.eind_toewijzing == OPEN else min(k.eind(maand), s.eind_toewijzing)
        return PrestatieRegel(s.persoon, self.nummers.referentie(), None, s.nummer, s.categorie, s.code, begin,
                              max(begin, eind), volume, s.eenheid, None if s.eenheid == "83" else tarief, bedrag,
                              "D")  # fmt: skip

    def _zet(self, d: int, s: Stuk, regel: PrestatieRegel, wat: int, goed: PrestatieRegel | None = None) -> None:
        self.klaar[d][(s.gemeente.code, s.wet, s.aanbieder.agb)].append((regel, wat, goed))

    def _bied_aan(self, s: Stuk, maand: int, d: int, volume: int, tarief: int, bedrag: int) -> None:
        kans = self.r.random()
        regel = self._regel(s, maand, volume, tarief, bedrag)
        if kans < 0.03:
            self._zet(d, s, regel, AFGEKEURD)
        elif kans < 0.052:
            meer = volume + max(1, volume // 8)
            fout = regel._replace(volume=meer, bedrag=meer if s.eenheid == "83" else meer * tarief)
            self._zet(d, s, fout, TE_VEEL, regel)
        elif kans < 0.0532:
            self._zet(d, s, regel, DUBBEL)
            self._zet(d + 1, s, regel, GEWOON)
        elif kans < 0.0545:
            # a second debet for the same month under another number; most are credited later
            self._zet(d, s, regel, GEWOON)
            self._zet(d + 1, s, regel._replace(referentie=self.nummers.referentie()), TWEEDE)
        else:
            self._zet(d, s, regel, GEWOON)

    def _verstuur(self, wie: Sleutel, d: int, regels: list, nummer: str | None) -> None:
        r, k = self.r, self.kalender
        gemeente, wet, agb = wie
        # a declaratie that is sent again comes a little later than the one of the month
        dag = k.begin(d) + 1 + int(agb) % 13 + (6 if nummer is not None else 0)
        if dag > k.peildatum:
            return
        b = Bericht(wet, "323", gemeente, agb, self.nummers.identificatie("D"), dag, [x for x, _, _ in regels])
        b.declaratie = nummer or self.nummers.identificatie("N")
        b.maand = d - 1
        b.totaal = sum(x.centen for x in b.regels)
        self.berichten.append(b)
        kans = r.random()
        oordeel = dag + (r.randint(60, 160) if kans > 0.975 else r.randint(4, 24))
        if oordeel > k.peildatum:
            return
        kans = r.random()
        if kans < 0.022 and nummer is None:
            self._heel_afgekeurd(b, oordeel, regels, technisch=kans < 0.008)
            return
        if kans < 0.035 and nummer is None:
            # a first answer in error, put right by a second one
            fout = self._antwoord(b, oordeel)
            fout.antwoordcodes, fout.toegekend = ("9333",), 0
            self.berichten.append(fout)
            oordeel += r.randint(2, 12)
            if oordeel > k.peildatum:
                return
        a = self._antwoord(b, oordeel)
        weg = [(x, wat, goed) for x, wat, goed in regels if wat == AFGEKEURD]
        a.regels = [x for x, _, _ in weg]
        a.regelcodes = [r.choice(AFKEUR) for _ in weg]
        a.toegekend = b.totaal - sum(x.centen for x in a.regels)
        a.antwoordcodes = ("0200",) if weg else ("8001",)
        self.berichten.append(a)
        self._vervolg(wie, k.maand(oordeel) + 1, regels)

    def _antwoord(self, b: Bericht, dag: int) -> Bericht:
        a = maak_retour(b, "325", self.nummers.identificatie("R"), dag)
        a.declaratie, a.totaal, a.codes = b.declaratie, b.totaal, ("0200",)
        return a

    def _heel_afgekeurd(self, b: Bericht, dag: int, regels: list, *, technisch: bool) -> None:
        r = self.r
        a = self._antwoord(b, dag)
        if technisch:
            a.codes, a.antwoord = ("0001",), False
        else:
            a.antwoordcodes, a.toegekend = ("9333",), 0
        self.berichten.append(a)
        # sent again whole: with the same number of the declaratie or another, with the same references or others
        if r.random() < 0.5:
            regels = [(x._replace(referentie=self.nummers.referentie()), wat, goed) for x, wat, goed in regels]
        nummer = b.declaratie if technisch or r.random() < 0.3 else self.nummers.identificatie("N")
        self.opnieuw[self.kalender.maand(dag) + 1].append(((b.gemeente, b.wet, b.aanbieder), regels, nummer))

    def _vervolg(self, wie: Sleutel, d: int, regels: list) -> None:
        """What an answer leads to: again what was rejected, a credit and a new debet for what was wrong."""
        r = self.r
        for regel, wat, goed in regels:
            if wat == AFGEKEURD and r.random() < 0.87:
                weer = regel._replace(referentie=self.nummers.referentie())
                self.klaar[d + r.choice((0, 0, 1))][wie].append((weer, GEWOON, None))
            elif wat == TE_VEEL or (wat == TWEEDE and r.random() < 0.75):
                later = d + r.choice((0, 1, 2))
                credit = regel._replace(referentie=self.nummers.referentie(), vorig=regel.referentie, dc="C")
                self.klaar[later][wie].append((credit, GEWOON, None))
                if goed is not None:
                    nieuw = goed._replace(referentie=self.nummers.referentie())
                    self.klaar[later][wie].append((nieuw, GEWOON, None))
