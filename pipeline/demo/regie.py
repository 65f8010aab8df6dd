"""The messages around a toewijzing: 301, 305, 307, 315 and their retours, with the errors and delays of practice.

Prestaties stand in `declaraties`. Whatever would be sent after the peildatum is left out: only what happened knows it.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict

from pipeline.demo.berichten import (
    Bericht,
    Nummers,
    StartRegel,
    StopRegel,
    ToewijzingRegel,
    VerzoekRegel,
    maak_retour,
)
from pipeline.demo.kalender import OPEN, Kalender
from pipeline.demo.zorg import Stuk

REDENEN = {
    "wmo": (("19", 50), ("21", 12), ("22", 4), ("23", 14), ("02", 12), ("36", 6), ("39", 2)),
    "jeugdwet": (("31", 58), ("32", 12), ("33", 5), ("34", 15), ("35", 5), ("36", 3), ("39", 2)),
}
VERWIJDERD = 0.012  # toewijzingen beside the real ones that were sent in error


class Regie:
    """Makes the messages of one part; `berichten` holds what was sent by the peildatum."""

    def __init__(self, kalender: Kalender, nummers: Nummers, r: random.Random) -> None:
        self.kalender, self.nummers, self.r = kalender, nummers, r
        self.berichten: list[Bericht] = []
        self.besluit: dict[int, int] = {}  # number of the toewijzing -> day of its first version
        self.foute: list[Stuk] = []  # toewijzingen that were taken back

    def maak(self, stukken: list[Stuk]) -> None:
        """All messages about these toewijzingen, but declaraties."""
        r = self.r
        for s in stukken:
            s.nummer = self.nummers.toewijzing()
            if r.random() < VERWIJDERD and s.herkomst == "nieuw":
                self.foute.append(self._fout(s))
        # a start without number finds its toewijzing by its other fields: only where these point at one
        self._veld = Counter(self._velden(s) for s in [*stukken, *self.foute])
        versies: dict[tuple, list[ToewijzingRegel]] = defaultdict(list)
        wie = {}
        for s in stukken:
            regels = self._versies(s)
            self.besluit[s.nummer] = regels[0].datum
            sleutel = (s.gemeente.code, s.wet, s.aanbieder.agb, s.persoon.nummer)
            versies[sleutel] += regels
            wie[sleutel] = s.persoon
        for s in self.foute:
            regels = self._ingetrokken(s)
            sleutel = (s.gemeente.code, s.wet, s.aanbieder.agb, s.persoon.nummer)
            versies[sleutel] += regels
            wie[sleutel] = s.persoon
        for sleutel, regels in versies.items():
            self._toewijs(sleutel, wie[sleutel], regels)
        for s in stukken:
            self._start_en_stop(s)
        for s in self.foute:
            if r.random() < 0.25:
                dag = max(self.besluit[s.nummer], s.begin) + r.randint(0, 5)
                self._stuur(s, "305", dag, [self._start(s, s.begin)])

    # toewijzingen

    def _fout(self, s: Stuk) -> Stuk:
        fout = Stuk(s.persoon, s.gemeente, s.voorziening, s.begin, s.begin)
        fout.nummer, fout.aanbieder, fout.verwijzer = self.nummers.toewijzing(), s.aanbieder, s.verwijzer
        fout.kies_product(s.product, s.gemeente)
        fout.ingang = s.ingang + self.r.choice((-2, 2, 5, 9))
        fout.begin, fout.eind_toewijzing = max(s.begin, fout.ingang), OPEN
        return fout

    def _tijd(self) -> str:
        r = self.r
        return f"{r.randint(8, 17):02d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}"

    def _omvang(self, s: Stuk) -> tuple[int | None, str | None, str | None, int | None]:
        if s.generiek:
            return None, None, None, max(100, round(sum(b for *_, b in s.maanden) * 1.1))
        if s.eenheid == "14":
            return 7, "14", "2", None
        som, n = sum(v for _, v, _, _ in s.maanden), max(1, len(s.maanden))
        maand = som / n * self.r.uniform(1.0, 1.25)
        if s.frequentie == "2":
            volume = maand * 12 / 52
        elif s.frequentie == "6":
            volume = maand * max(n, 1)
        else:
            volume = maand
        return max(1, round(volume)), s.eenheid, s.frequentie, None

    def _versies(self, s: Stuk) -> list[ToewijzingRegel]:
        r, k = self.r, self.kalender
        if s.herkomst == "stock":
            datum = k.eerste + r.randint(0, 8)
        elif r.random() < (0.12 if s.herkomst == "vervolg" else 0.06):
            datum = s.begin + r.randint(2, 35)
        else:
            datum = s.ingang - r.randint(2, 24)
        datum = max(datum, k.eerste)
        volume, eenheid, frequentie, budget = self._omvang(s)
        categorie, code = (None, None) if s.generiek else (s.categorie, s.code)
        if not s.generiek and code and r.random() < 0.03 and s.frequentie != "2" and not s.gemeente.eigen_codes:
            code = None  # aspecific: only the category; the voorziening follows from it where that is enough
            if s.voorziening.wet == "jeugdwet" and s.categorie in ("43", "44"):
                code = s.code
        referentie = None
        if s.wet == "jeugdwet" and s.verwijzer != "01" and s.herkomst != "vervolg":
            referentie = f"VOT-{s.nummer}"
            self._verzoek(s, referentie, max(k.eerste, datum - r.randint(2, 15)), volume, eenheid, frequentie)

        def versie(dag: int, eind: int, reden: str | None, vol: int | None, ref: str | None) -> ToewijzingRegel:
            return ToewijzingRegel(s.nummer, ref, categorie, code, dag, self._tijd(), s.ingang,
                                   None if eind == OPEN else eind, reden, vol, eenheid, frequentie, budget)  # fmt: skip

        uit = [versie(datum, s.einden[0], None, volume, referentie)]
        for vorig, eind in zip(s.einden, s.einden[1:], strict=False):
            dag = vorig + r.randint(1, 24) if r.random() < 0.25 else vorig - r.randint(2, 30)
            datum = max(datum + 1, dag)
            uit.append(versie(datum, eind, "04", volume, None))
        if len(uit) == 1 and not s.generiek and volume and r.random() < 0.05 and s.eind - s.begin > 120:
            volume = max(1, round(volume * r.uniform(0.6, 1.5)))
            datum = max(datum + 1, s.begin + r.randint(20, 60))
            uit.append(versie(datum, s.einden[-1], "14", volume, None))
        if s.eind < s.einden[-1] and s.eind <= k.laatste and r.random() < (0.8 if s.reden else 0.35):
            reden = {"overstap": "09", "verhuizing": "07"}.get(s.reden, "05")
            datum = max(datum + 1, s.eind + r.randint(-6, 21))
            uit.append(versie(datum, max(s.eind, s.ingang + 1), reden, volume, None))
        return uit

    def _ingetrokken(self, s: Stuk) -> list[ToewijzingRegel]:
        r = self.r
        datum = max(self.kalender.eerste, s.ingang - r.randint(0, 15))
        volume = r.randint(2, 90)
        self.besluit[s.nummer] = datum
        goed = ToewijzingRegel(s.nummer, None, s.categorie, s.code, datum, self._tijd(), s.ingang, None, None, volume,
                               s.eenheid, s.frequentie, None)  # fmt: skip
        weg = datum + r.randint(3, 40)
        reden = "13" if r.random() < 0.8 else "01"
        return [goed, goed._replace(datum=weg, tijd=self._tijd(), eind=s.ingang, reden=reden)]

    def _verzoek(
        self, s: Stuk, ref: str, dag: int, volume: int | None, eenheid: str | None, frequentie: str | None
    ) -> None:
        eind = None if s.einden[0] == OPEN else s.einden[0]
        regel = VerzoekRegel(ref, s.categorie, s.code, s.ingang, eind, volume or 1, eenheid or "01", frequentie or "4",
                             s.verwijzer)  # fmt: skip
        self._stuur(s, "315", dag, [regel])

    def _toewijs(self, sleutel: tuple, persoon: object, regels: list[ToewijzingRegel]) -> None:
        """301s of one client at one aanbieder: each repeats what is valid on its day."""
        r = self.r
        gemeente, wet, agb, _ = sleutel
        regels.sort(key=lambda x: (x.datum, x.tijd, x.nummer))
        huidig: dict[int, ToewijzingRegel] = {}
        i = 0
        while i < len(regels):
            dag = regels[i].datum
            if dag > self.kalender.peildatum:
                return
            nieuw = []
            while i < len(regels) and regels[i].datum == dag:
                nieuw.append(regels[i])
                i += 1
            nummers = {x.nummer for x in nieuw}
            herhaald = [x for n, x in huidig.items() if n not in nummers
                        and x.reden not in ("13", "01") and (x.eind is None or x.eind >= dag)]  # fmt: skip
            for x in nieuw:
                huidig[x.nummer] = x
            b = Bericht(wet, "301", gemeente, agb, self.nummers.identificatie("A"), dag, nieuw + herhaald, persoon)
            self.berichten.append(b)
            kans = r.random()
            if kans < 0.012:
                self._afkeur(b, "302", ("9332", "9361"))
                # sent again with the same toewijzingsdatum and -tijd
                weer = dag + r.randint(2, 9)
                if weer <= self.kalender.peildatum:
                    n = Bericht(wet, "301", gemeente, agb, self.nummers.identificatie("A"), weer, nieuw, persoon)
                    self.berichten.append(n)
            elif kans < 0.25:
                self._goed(b, "302")

    # starts and stops

    def _velden(self, s: Stuk) -> tuple:
        return s.gemeente.code, s.wet, s.persoon.nummer, s.aanbieder.agb, s.categorie, s.ingang

    def _product(self, s: Stuk) -> tuple[str | None, str | None]:
        if s.generiek and s.nummer % 3 == 0:
            return None, None
        return s.categorie, s.code

    def _start(self, s: Stuk, begin: int, status: str = "1", *, nummer: bool = True) -> StartRegel:
        categorie, code = self._product(s)
        return StartRegel(s.nummer if nummer else None, categorie, code, s.ingang, begin, status)

    def _stop(self, s: Stuk, begin: int, reden: str, eind: int, status: str = "1") -> StopRegel:
        categorie, code = self._product(s)
        return StopRegel(s.nummer, categorie, code, s.ingang, begin, reden, eind, status)

    def _start_en_stop(self, s: Stuk) -> None:
        r = self.r
        dag = max(self.besluit[s.nummer], s.begin) + (r.randint(15, 60) if r.random() < 0.1 else r.randint(0, 14))
        dag = max(dag, self.kalender.eerste + 2)
        kans, laatst = r.random(), s.begin
        fout = max(s.begin + r.choice((-5, -2, 1, 3, 7, 14)), s.ingang)
        if kans < 0.015:
            pass  # the 305 never came: the first prestatie has to tell
        elif kans < 0.045 and fout != s.begin and s.eind > fout:
            laatst = self._gecorrigeerd(s, dag, fout)
        elif kans < 0.06:
            b = self._stuur(s, "305", dag, [self._start(s, s.begin)])
            if b:
                self._afkeur(b, "306", ("9074", "9019", "0233"))
            if r.random() < 0.9:
                self._stuur(s, "305", dag + r.randint(3, 20), [self._start(s, s.begin)])
        else:
            los = kans > 0.985 and self._veld[self._velden(s)] == 1 and not s.generiek
            b = self._stuur(s, "305", dag, [self._start(s, s.begin, nummer=not los)])
            if b and r.random() < 0.28:
                self._goed(b, "306")
        if s.pauze:
            einde, weer = s.pauze[0] - 1, s.pauze[1] + 1
            self._stuur(s, "307", max(dag, einde) + r.randint(0, 12), [self._stop(s, laatst, "20", einde)])
            self._stuur(s, "305", max(dag + 1, weer) + r.randint(0, 12), [self._start(s, weer)])
            laatst = weer
        if s.eind <= self.kalender.laatste:
            self._beeindig(s, laatst, dag)

    def _gecorrigeerd(self, s: Stuk, dag: int, fout: int) -> int:
        """A start with the wrong day, put right: in one message, in two, or without taking the wrong one back."""
        r = self.r
        self._stuur(s, "305", dag, [self._start(s, fout)])
        later = dag + r.randint(3, 40)
        weg, goed = self._start(s, fout, "3"), self._start(s, s.begin)
        kans = r.random()
        if kans < 0.45:
            self._stuur(s, "305", later, [weg, goed])
        elif kans < 0.9:
            self._stuur(s, "305", later, [weg])
            self._stuur(s, "305", later + r.randint(0, 2), [goed])
        else:
            self._stuur(s, "305", later, [goed])
        return s.begin

    def _reden(self, s: Stuk) -> str:
        if s.reden == "overstap":
            return "38"
        if s.reden == "verhuizing":
            return "31" if s.wet == "wmo" else "35"
        if s.vervolg is not None:
            return "37"
        codes = REDENEN[s.wet]
        return self.r.choices([c for c, _ in codes], [w for _, w in codes])[0]

    def _beeindig(self, s: Stuk, begin: int, eerder: int) -> None:
        r = self.r
        kans = r.random()
        if kans < 0.04 or (s.vervolg is not None and not s.reden and kans < 0.45):
            return  # never stopped: the end of the toewijzing or the silence has to tell
        dag = s.eind + (r.randint(60, 200) if kans > 0.94 else r.randint(15, 60) if kans > 0.82 else r.randint(0, 14))
        dag = max(dag, eerder + 1)
        reden = self._reden(s)
        regel = self._stop(s, begin, reden, s.eind)
        kans = r.random()
        if kans < 0.01 and s.eind - begin > 30 and not s.pauze:
            fout = s.eind - r.randint(3, 20)
            self._stuur(s, "307", dag, [self._stop(s, begin, reden, fout)])
            weg = self._stop(s, begin, reden, fout, "3")
            self._stuur(s, "307", dag + r.randint(4, 30), [weg, regel])
        elif kans < 0.02:
            b = self._stuur(s, "307", dag, [regel])
            if b:
                self._afkeur(b, "308", ("9063", "9069"))
            self._stuur(s, "307", dag + r.randint(3, 20), [regel])
        elif kans < 0.028 and not s.pauze:
            self._stuur(s, "307", dag, [self._stop(s, begin + r.choice((-3, 2)), reden, s.eind)])
        else:
            b = self._stuur(s, "307", dag, [regel])
            if b and r.random() < 0.25:
                self._goed(b, "308")

    # sending

    def _stuur(self, s: Stuk, soort: str, dag: int, regels: list) -> Bericht | None:
        if dag > self.kalender.peildatum:
            return None
        letter = {"305": "B", "307": "E", "315": "V"}[soort]
        b = Bericht(s.wet, soort, s.gemeente.code, s.aanbieder.agb, self.nummers.identificatie(letter), dag, regels,
                    s.persoon)  # fmt: skip
        self.berichten.append(b)
        return b

    def _goed(self, heen: Bericht, soort: str) -> None:
        dag = heen.dagtekening + self.r.randint(0, 3)
        if dag <= self.kalender.peildatum:
            self.berichten.append(maak_retour(heen, soort, self.nummers.identificatie("T"), dag))

    def _afkeur(self, heen: Bericht, soort: str, codes: tuple[str, ...]) -> None:
        """A retour that rejects: the whole message for a technical reason, or each of its rows."""
        dag = heen.dagtekening + self.r.randint(0, 2)
        if dag > self.kalender.peildatum:
            return
        b = maak_retour(heen, soort, self.nummers.identificatie("T"), dag)
        if self.r.random() < 0.3:
            b.codes = ("0001",)
        else:
            b.codes = ("0200",)
            b.regels = heen.regels
            b.regelcodes = [self.r.choice(codes)] * len(heen.regels)
        self.berichten.append(b)
