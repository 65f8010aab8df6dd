"""Sheet rows to landing rows: names from the layout, values from `waarden`, codes from `codelijsten`.

A cell that cannot be read keeps its whole row out and leaves a finding with file, line and column; nothing is
repaired and nothing becomes zero. Of a table with persons no finding quotes a cell: where columns have shifted, any
cell may name one. No file is opened here and nothing is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Any

from pipeline.bevindingen import Bevinding
from pipeline.contracten.model import GETALSOORTEN, GROOTSTE, Kolom, Tabel
from pipeline.inname.bladrijen import Kop, Plaats, gegevensrijen, gevouwen, korte_rijen, voldoet
from pipeline.inname.codelijsten import Codelijsten, Onbekend, sleutel
from pipeline.inname.layout import GEMEENTE_NAAM, Emissie, Herkend
from pipeline.inname.lezers import Blad, Rij
from pipeline.inname.perioden import lees_datum, lees_jaar, lees_maand, lees_periode
from pipeline.inname.personen import lees_nummer
from pipeline.inname.waarden import Getal, Onleesbaar, Status, bepaal_notatie, lees_factor, lees_getal
from pipeline.privacy.pseudoniem import Sleutel

LEEG = Getal(Status.ONBEKEND, None)
EXCEL = Context(prec=15)  # a workbook holds doubles; what stands behind the fifteenth digit is noise of its arithmetic
STAP = Decimal("1E-8")  # the finest that a landing column holds
PROCENT = re.compile(r"(%|procent)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Ruw:
    """A row before its values are read: line, and per canonical name its cell and the heading it stood under."""

    regel: int
    cellen: dict[str, Any]
    koppen: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Omgezet:
    """What a sheet gave: landing rows per table, findings, how many rows were read and which were kept apart."""

    rijen: dict[str, list[dict[str, Any]]]
    bevindingen: list[Bevinding]
    gelezen: int = 0
    apart: set[int] = field(default_factory=set)


def zet_om(
    blad: Blad, herkend: Herkend, plaats: Plaats, lijsten: Codelijsten, geheim: Sleutel | None = None
) -> Omgezet:
    """All landing rows of a sheet, without `sleutel`, per table of its layout; a table with persons needs the key."""
    kop = Kop(herkend, blad)
    rijen, fouten = gegevensrijen(blad, herkend, plaats)
    uit = Omgezet(defaultdict(list), fouten, gelezen=len(rijen) + len(fouten), apart={f.regel or 0 for f in fouten})
    uit.bevindingen += korte_rijen(blad, herkend, plaats)
    for emissie in herkend.layout.emissies:
        ruwe = list(_ruwe_rijen(emissie, kop, rijen))
        lezer = _Waardelezer(emissie, ruwe, herkend.layout.notatie, plaats, lijsten, geheim)
        for ruw in ruwe:
            rij, bevindingen = lezer.lees(ruw)
            uit.bevindingen += bevindingen
            if rij is None:
                uit.apart.add(ruw.regel)
            else:
                uit.rijen[emissie.tabel.naam].append(rij)
    uit.bevindingen = _een_per_cel(uit.bevindingen)
    return uit


def _een_per_cel(bevindingen: Iterable[Bevinding]) -> list[Bevinding]:
    """One finding per cell, though two tables may read it; one per sheet for a code that the list does not hold."""
    uit: dict[tuple[object, ...], Bevinding] = {}
    for b in bevindingen:
        plaats = b.waarde if b.regel_code == "gemeente.code_buiten_lijst" else (b.regel, b.kolom)
        uit.setdefault((b.bestand, b.blad, b.regel_code, plaats), b)
    return list(uit.values())


def _ruwe_rijen(emissie: Emissie, kop: Kop, rijen: Iterable[Rij]) -> Iterator[Ruw]:
    for rij in rijen:
        if emissie.alleen and not voldoet(rij, kop, emissie.alleen):
            continue
        if any(voldoet(rij, kop, {naam: waarden}) for naam, waarden in emissie.behalve.items()):
            continue
        ruw = Ruw(rij.regel, dict(emissie.constanten))
        for naam, kolom in emissie.kolommen.items():
            ruw.cellen[naam], ruw.koppen[naam] = kop.cel(rij, kolom), kop.naam(kolom)
        for naam, haal in emissie.haal_uit.items():
            treffer = re.search(haal["patroon"], str(kop.cel(rij, haal["kolom"]) or ""))
            ruw.cellen[naam], ruw.koppen[naam] = treffer and treffer.group(1), kop.naam(haal["kolom"])
        if emissie.ontdraai is None:
            yield _vertaald(emissie, ruw)
            continue
        o = emissie.ontdraai
        for kolom in o.kolommen:
            cel = kop.cel(rij, kolom)
            if cel is None and o.lege_cellen == "overslaan":
                continue
            naam = kop.naam(kolom)
            yield _vertaald(
                emissie,
                Ruw(
                    rij.regel,
                    {**ruw.cellen, o.kop_naar: kolom, o.waarde_naar: cel},
                    {**ruw.koppen, o.kop_naar: naam, o.waarde_naar: naam},
                ),
            )


def _vertaald(emissie: Emissie, ruw: Ruw) -> Ruw:
    for naam, woorden in emissie.vertaal.items():
        cel = ruw.cellen.get(naam)
        vertaald = {sleutel(k): v for k, v in woorden.items()}.get(gevouwen(cel), cel)
        ruw.cellen[naam] = None if vertaald == "" else vertaald
    if emissie.totalen:
        is_totaal = any(
            gevouwen(ruw.cellen.get(naam)) in {sleutel(w) for w in waarden} for naam, waarden in emissie.totalen.items()
        )
        ruw.cellen["is_totaal"] = "ja" if is_totaal else "nee"
    return ruw


class _Waardelezer:
    """Reads the rows of one emission; knows the notation that the cells of a column show.

    A getal decides per maat and eenheid, for these share a column; amounts and counts are of one kind.
    """

    def __init__(
        self,
        emissie: Emissie,
        ruwe: list[Ruw],
        notatie: str | None,
        plaats: Plaats,
        lijsten: Codelijsten,
        geheim: Sleutel | None,
    ) -> None:
        self.geheim = geheim
        self.emissie, self.tabel, self.plaats, self.lijsten = emissie, emissie.tabel, plaats, lijsten
        self.vast = notatie
        per_maat: dict[tuple[str, str], list[Any]] = defaultdict(list)
        if notatie is None:
            for ruw in ruwe:
                for kolom in self.tabel.kolommen:
                    if kolom.soort in GETALSOORTEN and kolom.naam in ruw.cellen:
                        per_maat[(kolom.naam, self._maat(kolom, ruw))].append(ruw.cellen[kolom.naam])
        self.notatie = {maat: bepaal_notatie(cellen) for maat, cellen in per_maat.items()}

    @staticmethod
    def _maat(kolom: Kolom, ruw: Ruw) -> str:
        return "|".join(gevouwen(ruw.cellen.get(n)) for n in ("maat", "eenheid")) if kolom.soort == "getal" else ""

    def lees(self, ruw: Ruw) -> tuple[dict[str, Any] | None, list[Bevinding]]:
        """The landing row, or None where a cell keeps it out; and the findings either way."""
        p = self.plaats
        rij: dict[str, Any] = {"levering": p.levering, "bestand": p.bestand, "blad": p.blad, "regel": ruw.regel}
        bevindingen: list[Bevinding] = []
        goed = True
        for kolom in self.tabel.kolommen:
            try:
                waarden, codes = self._cel(kolom, ruw, rij)
            except (Onleesbaar, Onbekend) as fout:
                goed = False
                bevindingen.append(self._fout(kolom, ruw, fout.regel_code, fout.verwacht))
                continue
            rij.update(waarden)
            for code in codes:
                bevindingen.append(self._gezien(kolom, ruw, code))
        if goed and (fout := self._verplicht(rij)):
            goed = False
            bevindingen.append(self._fout(fout, ruw, "waarde.ontbreekt", fout.omschrijving))
        return (rij if goed else None), bevindingen

    def _verplicht(self, rij: dict[str, Any]) -> Kolom | None:
        """The first required column that a row leaves empty. A figure that is not known is an answer, not a gap."""
        for kolom in self.tabel.kolommen:
            naam = {"gemeente": "gemeente_code", "periode": "periode"}.get(kolom.soort, kolom.naam)
            if kolom.verplicht and kolom.soort not in GETALSOORTEN and rij.get(naam) is None:
                return kolom
        keus = [k for k in self.tabel.kolommen if k.naam in self.tabel.minstens_een and k.soort not in GETALSOORTEN]
        if keus and all(rij.get(k.naam) is None for k in keus):
            return keus[0]
        return None

    def _cel(self, kolom: Kolom, ruw: Ruw, rij: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        cel = ruw.cellen.get(kolom.naam)
        if cel is None and kolom.leeg_als is not None:
            cel = kolom.leeg_als
        n = kolom.naam
        if kolom.soort in GETALSOORTEN:
            if n not in ruw.cellen:
                return {}, ()
            return self._getal(kolom, cel, ruw)
        if cel is None:
            return {n: None}, ()
        match kolom.soort:
            case "gemeente":
                gebied = self.lijsten.gebied(cel)
                if self.tabel.heeft_personen and gebied.soort != "gemeente":
                    raise Onbekend("gemeente.onbekend", "een gemeente: een cliënt hoort bij één gemeente")
                naam = gebied.naam if gebied.in_lijst else str(ruw.cellen.get(GEMEENTE_NAAM) or gebied.naam)
                waarden = {"gemeente_code": gebied.code, "gemeente": naam, "gebied_soort": gebied.soort}
                return waarden, () if gebied.in_lijst else ("gemeente.code_buiten_lijst",)
            case "periode":
                periode = lees_periode(cel)
                if kolom.patroon and not re.fullmatch(kolom.patroon, periode.code):
                    raise Onleesbaar("periode.onleesbaar", kolom.omschrijving)
                return {"periode": periode.code, "periode_soort": periode.soort, "jaar": periode.jaar}, ()
            case "jaar":
                return {n: lees_jaar(cel)}, ()
            case "maand":
                return {n: lees_maand(cel)}, ()
            case "datum":
                return {n: lees_datum(cel)}, ()
            case "wet":
                return {n: self.lijsten.wet(cel)}, ()
            case "leveringsvorm":
                return {n: self.lijsten.leveringsvorm(cel)}, ()
            case "taakveld":
                dag = rij.get("boekdatum")
                jaar = rij.get("jaar") if dag is None else dag.year
                if jaar is None:  # the row is kept apart for its year
                    return {n: None}, ()
                return {n: self.lijsten.taakveld(cel, jaar)}, ()
            case "persoon":
                if rij.get("gemeente_code") is None:  # the row is kept apart for its gemeente
                    return {n: None}, ()
                if self.geheim is None:
                    raise ValueError(f"a table with persons is read with a key: {self.tabel.naam}")
                return lees_nummer(kolom, cel, rij["gemeente_code"], self.geheim), ()
            case "geheel":
                return {n: _lees_geheel(cel)}, ()
            case "factor":
                return {n: lees_factor(cel)}, ()
            case "voorziening":
                slug, niveau = self.lijsten.voorziening(cel, rij.get("wet"))
                wet = {} if rij.get("wet") or niveau == "wet" else {"wet": self.lijsten.wet_van[slug]}
                return {"voorziening": slug, "niveau": niveau, **wet}, ()
            case "keuze":
                gevonden = next((k for k in kolom.keuzes if sleutel(k) == sleutel(cel)), None)
                if gevonden is None:
                    raise Onbekend("code.onbekend", "een van: " + ", ".join(kolom.keuzes))
                return {n: gevonden}, ()
            case _:
                if kolom.hoogstens:
                    return {n: _vrije_tekst(kolom, cel)}, ()
                if not kolom.patroon:
                    return {n: str(cel)}, ()
                code, meldingen = _code(kolom, cel)
                if not re.fullmatch(kolom.patroon, code):
                    raise Onbekend("code.onbekend", kolom.omschrijving)
                return {n: code}, meldingen

    def _getal(self, kolom: Kolom, cel: Any, ruw: Ruw) -> tuple[dict[str, Any], tuple[str, ...]]:
        n = kolom.naam
        procent = isinstance(cel, str) and kolom.soort == "getal" and PROCENT.search(cel) is not None
        notatie = self.vast or self.notatie.get((n, self._maat(kolom, ruw)))
        if isinstance(cel, Decimal):
            cel = _zonder_ruis(cel, kolom)
        getal = LEEG if cel is None else lees_getal(cel, "pct" if procent else kolom.soort, notatie)
        maal = self.emissie.factor.get(n, 1)
        waarde, stap, laag, hoog = (
            x if x is None or maal == 1 else x * maal for x in (getal.waarde, getal.stap, getal.laag, getal.hoog)
        )
        if stap is not None and stap < STAP:
            raise Onleesbaar("waarde.onleesbaar", "een getal met hoogstens acht decimalen")
        if any(x is not None and (abs(x) >= GROOTSTE["getal"] or x % STAP) for x in (laag, hoog)):
            raise Onleesbaar("waarde.onleesbaar", "een grens die in de kolom past, zoals <5")
        if waarde is not None:
            if not kolom.negatief and waarde < 0:
                raise Onleesbaar("waarde.negatief_aantal", "een aantal van nul of meer")
            if abs(waarde) >= GROOTSTE[kolom.soort]:
                raise Onleesbaar("waarde.te_groot", f"een getal onder {GROOTSTE[kolom.soort]:,}".replace(",", "."))
            if kolom.soort == "bedrag" and waarde != waarde.quantize(Decimal("0.01")):
                raise Onleesbaar("waarde.onleesbaar", "een bedrag in hele centen, zoals 1.234,56")
        if procent and "eenheid" in {k.naam for k in self.tabel.kolommen} and not ruw.cellen.get("eenheid"):
            ruw.cellen["eenheid"] = "%"  # an eenheid column stands behind its number in every contract
        return {
            n: int(waarde) if waarde is not None and kolom.soort == "aantal" else waarde,
            f"{n}_status": str(getal.status),
            f"{n}_laag": laag,
            f"{n}_hoog": hoog,
            f"{n}_stap": Decimal(self.emissie.stap[n]) if n in self.emissie.stap else stap,
            f"{n}_kolom": ruw.koppen.get(n),
        }, getal.meldingen

    def _fout(self, kolom: Kolom, ruw: Ruw, regel_code: str, verwacht: str) -> Bevinding:
        kop = ruw.koppen.get(kolom.naam) or kolom.naam
        cel = ruw.cellen.get(kolom.naam)
        return self.plaats.bevinding(
            regel_code,
            f"Regel {ruw.regel}, kolom '{kop}': verwacht {verwacht}. De rij telt niet mee tot de cel is verbeterd.",
            regel=ruw.regel,
            kolom=kop,
            # a text that a person wrote is not quoted either: it may say more than it should
            waarde=None if self.tabel.heeft_personen or kolom.hoogstens else cel,
            verwacht=verwacht,
        )

    def _gezien(self, kolom: Kolom, ruw: Ruw, regel_code: str) -> Bevinding:
        kop = ruw.koppen.get(kolom.naam) or kolom.naam
        return self.plaats.bevinding(
            regel_code,
            f"Regel {ruw.regel}, kolom '{kop}': {GEZIEN.get(regel_code, 'er viel iets op aan deze cel')}",
            regel=ruw.regel,
            kolom=kop,
            # a code of a gemeente is no person; the code list is filled up with it
            waarde=ruw.cellen.get(kolom.naam) if kolom.soort == "gemeente" or not self.tabel.heeft_personen else None,
        )


GEZIEN = {
    "waarde.dubbele_min": "twee mintekens zijn als één gelezen; vraag na of min is bedoeld.",
    "waarde.notatie_afwijkend": "de cel volgt een andere notatie dan de rest van het bestand en is gelezen zoals hij "
    "er staat; vraag na of de punt of komma duizendtallen of decimalen scheidt.",
    "waarde.notatie_onaf": "achter de komma staat niets; het getal is gelezen zonder decimalen.",
    "waarde.voorloopnul": "de code miste nullen vooraan; zij zijn aangevuld. Maak de kolom tekst.",
    "waarde.voetnoot": "het voetnootteken is weggelaten.",
    "gemeente.code_buiten_lijst": "de code is overgenomen, maar staat niet in gemeenten.csv; vul de lijst aan.",
}


def _lees_geheel(cel: Any) -> int:
    """A whole number that counts nothing, such as the number of a toewijzing."""
    tekst = str(int(cel)) if isinstance(cel, Decimal) and cel.is_finite() and cel % 1 == 0 else str(cel)
    if not re.fullmatch(r"[0-9]{1,15}", tekst):
        raise Onleesbaar("waarde.geen_heel_getal", "een nummer van alleen cijfers")
    return int(tekst)


def _vrije_tekst(kolom: Kolom, cel: Any) -> str:
    """A text as it was written, with one kind of line end; raises Onleesbaar where it is too long."""
    tekst = str(cel).replace("\r\n", "\n").replace("\r", "\n")
    if kolom.hoogstens and len(tekst) > kolom.hoogstens:
        raise Onleesbaar("waarde.te_lang", f"een tekst van hoogstens {kolom.hoogstens} tekens")
    return tekst


def _code(kolom: Kolom, cel: Any) -> tuple[str, tuple[str, ...]]:
    """A code, folded, with the zeros in front that a worksheet dropped."""
    code = sleutel(int(cel) if isinstance(cel, Decimal) and cel.is_finite() and cel % 1 == 0 else cel)
    if kolom.breedte and code.isdecimal() and len(code) < kolom.breedte:
        return code.zfill(kolom.breedte), ("waarde.voorloopnul",)
    return code, ()


def _zonder_ruis(cel: Decimal, kolom: Kolom) -> Decimal:
    """A number of a workbook as the workbook shows it: fifteen digits, and no more decimals than a column holds."""
    if cel == cel.to_integral_value() or not cel.is_finite():
        return cel
    cel = EXCEL.plus(cel).normalize()
    if kolom.soort == "getal" and cel % STAP:
        cel = cel.quantize(STAP)
    return cel


def ontdubbel(
    tabel: Tabel, rijen: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[tuple[dict[str, Any], str]]]:
    """Rows with a key that occurs once, and the others with their rule: equal rows count once, unequal not at all."""
    if tabel.sleutel is None:
        return rijen, []
    sleutels = [{"gemeente": "gemeente_code"}.get(s, s) for s in tabel.sleutel]
    groepen: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for rij in rijen:
        groepen[tuple(rij.get(s) for s in sleutels)].append(rij)
    goed, weg = [], []
    for groep in groepen.values():
        inhoud = {
            # 1000 and 1.000,00 are the same figure under two headings or in two notations
            tuple(v for k, v in rij.items() if k not in PLAATSVELDEN and not k.endswith(("_kolom", "_stap")))
            for rij in groep
        }
        if len(groep) == 1 or len(inhoud) == 1:
            goed.append(groep[0])
            weg += [(rij, "rij.dubbel") for rij in groep[1:]]
        else:
            weg += [(rij, "rij.tegenstrijdig") for rij in groep]
    return goed, weg


PLAATSVELDEN = ("levering", "bestand", "blad", "regel")
