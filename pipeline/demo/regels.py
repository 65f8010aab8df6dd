"""The rules R1 to R9 over the generator's own records: what the messages say of care and money, on the peildatum.

Written a second time, plainly and apart from the models, so that the two can be compared. No file is read here and
nothing is counted per period: that is `telling`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.demo.berichten import Bericht, PrestatieRegel, StartRegel, StopRegel, ToewijzingRegel
from pipeline.demo.gegevens import VOORZIENINGEN
from pipeline.demo.kalender import OPEN
from pipeline.demo.personen import Persoon

AKKOORD = frozenset(("0200", "8001"))
STILLE_ZORG_MAANDEN = 6
REST = {"wmo": "overig_wmo", "jeugdwet": "overig_jeugd"}
# a category without a code of the demo's own list
CATEGORIE = {
    ("wmo", "01"): "huishoudelijke_hulp", ("wmo", "02"): "begeleiding", ("wmo", "03"): "begeleiding",
    ("wmo", "07"): "dagbesteding", ("wmo", "09"): "dagbesteding", ("wmo", "11"): "hulpmiddelen",
    ("wmo", "12"): "hulpmiddelen", ("wmo", "15"): "beschermd_wonen", ("jeugdwet", "40"): "jeugdhulp_begeleiding",
    ("jeugdwet", "41"): "jeugdhulp_dagbesteding", ("jeugdwet", "43"): "verblijf", ("jeugdwet", "44"): "verblijf",
    ("jeugdwet", "45"): "jeugdhulp_behandeling", ("jeugdwet", "48"): "jeugdbescherming",
    ("jeugdwet", "51"): "jeugd_ggz", ("jeugdwet", "54"): "jeugd_ggz",
}  # fmt: skip
# codes are told apart without regard to capitals
CODES = {(v.wet, c): v.slug for v in VOORZIENINGEN.values() for p in v.producten for c in (p.code.lower(), p.eigen)}


class Levering(NamedTuple):
    """A spell of care on one toewijzing; `eind` is OPEN where no end is known."""

    gemeente: str
    wet: str
    persoon: Persoon
    voorziening: str
    begin: int
    eind: int
    eind_bron: str
    nummer: int


class Oordeel(NamedTuple):
    """What became of one line of a 323."""

    gemeente: str
    wet: str
    regel: PrestatieRegel
    voorziening: str
    status: str  # toegekend, afgekeurd, openstaand, dubbel
    beoordeeld: int | None
    bericht: Bericht


def voorziening(wet: str, categorie: str | None, code: str | None) -> str | None:
    """R9: the voorziening of a code, else of its category; None where neither is known."""
    if code is not None and (wet, code.lower()) in CODES:
        return CODES[wet, code.lower()]
    return CATEGORIE.get((wet, categorie or ""))


def beoordeel(berichten: Iterable[Bericht]) -> list[Oordeel]:
    """R8: every line of every 323 with its status."""
    antwoorden: dict[tuple, Bericht] = {}
    declaraties = []
    for b in berichten:
        if b.soort == "323":
            declaraties.append(b)
        elif b.soort == "325":
            oud = antwoorden.get(b.sleutel)
            if oud is None or (b.dagtekening, b.retour or "") > (oud.dagtekening, oud.retour or ""):
                antwoorden[b.sleutel] = b
    gezien: set[tuple] = set()
    uit = []
    for b in sorted(declaraties, key=lambda x: (x.dagtekening, x.identificatie)):
        antwoord = antwoorden.get(b.sleutel)
        weg = _afgekeurd(antwoord)
        for regel in b.regels:
            if antwoord is None:
                status = "openstaand"
            elif weg is None or regel.referentie in weg:
                status = "afgekeurd"
            else:
                status = "toegekend"
            if status != "afgekeurd":
                sleutel = (b.wet, b.gemeente, b.aanbieder, regel.referentie)
                if sleutel in gezien:
                    status = "dubbel"
                gezien.add(sleutel)
            slug = voorziening(b.wet, regel.categorie, regel.code) or REST[b.wet]
            uit.append(Oordeel(b.gemeente, b.wet, regel, slug, status, antwoord.dagtekening if antwoord else None, b))
    return uit


def _afgekeurd(antwoord: Bericht | None) -> set[str] | None:
    """References that an answer rejects; None where it rejects all of them."""
    if antwoord is None:
        return set()
    if not antwoord.antwoord or "0001" in antwoord.codes:
        return None
    if set(antwoord.antwoordcodes) - AKKOORD and antwoord.toegekend == 0:
        return None
    if "8001" in antwoord.antwoordcodes:
        return set()
    return {x.referentie for x in antwoord.regels}


def huidige_versies(berichten: Iterable[Bericht]) -> dict[tuple, tuple[ToewijzingRegel, Bericht]]:
    """R1: the current version of each toewijzing, those that were taken back included."""
    uit: dict[tuple, tuple] = {}
    for b in berichten:
        if b.soort != "301":
            continue
        for i, x in enumerate(b.regels):
            sleutel = (b.gemeente, b.wet, x.nummer)
            orde = (x.datum, x.tijd, b.dagtekening, b.identificatie, i)
            if sleutel not in uit or orde > uit[sleutel][0]:
                uit[sleutel] = (orde, x, b)
    return {k: (x, b) for k, (_, x, b) in uit.items()}


def is_verwijderd(x: ToewijzingRegel) -> bool:
    """R1: taken back: reason 13, or the old 01 with the end on the first day."""
    return x.reden == "13" or (x.reden == "01" and x.eind == x.ingang)


def _geweigerd(berichten: Iterable[Bericht], soort: str) -> tuple[set[tuple], set[tuple]]:
    """R2, R3: what retours reject: whole messages, and single rows of them."""
    heel, los = set(), set()
    for b in berichten:
        if b.soort != soort:
            continue
        if set(b.codes) - {"0200"}:
            heel.add(b.sleutel)
        for regel, code in zip(b.regels, b.regelcodes, strict=True):
            if code not in AKKOORD:
                los.add((b.sleutel, regel.nummer, regel.begin, regel.status))
    return heel, los


def _geldig(berichten: list[Bericht], soort: str, retour: str, nummers: dict[tuple, int]) -> dict[tuple, list]:
    """R2, R3: the valid starts or stops per toewijzing, the last record of each key deciding."""
    heel, los = _geweigerd(berichten, retour)
    laatste: dict[tuple, tuple] = {}
    for b in berichten:
        if b.soort != soort or b.sleutel in heel:
            continue
        for i, x in enumerate(b.regels):
            if (b.sleutel, x.nummer, x.begin, x.status) in los:
                continue
            nummer = x.nummer
            if nummer is None:
                nummer = nummers.get((b.gemeente, b.wet, b.persoon.nummer, b.aanbieder, x.categorie, x.ingang))
            sleutel = (b.gemeente, b.wet, b.persoon.nummer, nummer, x.begin)
            if isinstance(x, StopRegel):
                sleutel = (*sleutel, x.eind, x.reden)
            orde = (b.dagtekening, b.identificatie, i)
            if sleutel not in laatste or orde > laatste[sleutel][0]:
                laatste[sleutel] = (orde, x)
    uit = defaultdict(list)
    for sleutel, (_, x) in laatste.items():
        if x.status == "1":
            uit[sleutel[:4]].append(x)
    return uit


def leveringen(berichten: list[Bericht], oordelen: list[Oordeel], peildatum: int, stil_voor: int) -> list[Levering]:
    """R4, R5: the spells of care. `stil_voor`: the first day of the month six months before the peildatum."""
    versies = {k: v for k, v in huidige_versies(berichten).items() if not is_verwijderd(v[0])}
    nummers: dict[tuple, int] = {}
    for (gemeente, wet, nummer), (x, b) in versies.items():
        sleutel = (gemeente, wet, b.persoon.nummer, b.aanbieder, x.categorie, x.ingang)
        nummers[sleutel] = min(nummer, nummers.get(sleutel, nummer))
    starts = _geldig(berichten, "305", "306", nummers)
    stops = _geldig(berichten, "307", "308", nummers)
    gedeclareerd = defaultdict(list)
    for o in oordelen:
        if o.status != "afgekeurd":
            gedeclareerd[o.gemeente, o.wet, o.regel.nummer].append(o.regel)
    uit = []
    for (gemeente, wet, nummer), (x, b) in versies.items():
        sleutel = (gemeente, wet, b.persoon.nummer, nummer)
        prestaties = gedeclareerd.get((gemeente, wet, nummer), [])
        eigen = sorted(starts.get(sleutel, []), key=lambda s: s.begin)
        begindagen = [s.begin for s in eigen] or ([min(p.begin for p in prestaties)] if prestaties else [])
        slug = _soort(wet, x, eigen, prestaties)
        laatste = max((p.eind for p in prestaties if p.dc == "D"), default=None)
        for begin, eind, bron in spellen(begindagen, stops.get(sleutel, []), x.eind):
            if eind > peildatum and laatste is not None and max(laatste, begin) < stil_voor:
                eind, bron = max(laatste, begin), "laatste_prestatie"  # noqa: PLW2901
            uit.append(Levering(gemeente, wet, b.persoon, slug, begin, eind, bron, nummer))
    return uit


def _soort(wet: str, x: ToewijzingRegel, starts: list[StartRegel], prestaties: list[PrestatieRegel]) -> str:
    """R9: the product of the toewijzing, else of its start, else of its first prestatie."""
    bronnen = [(x.categorie, x.code), *((s.categorie, s.code) for s in starts)]
    bronnen += [(p.categorie, p.code) for p in sorted(prestaties, key=lambda p: p.begin)]
    for categorie, code in bronnen:
        if categorie is not None or code is not None:
            return voorziening(wet, categorie, code) or REST[wet]
    return REST[wet]


def spellen(begindagen: list[int], stops: list[StopRegel], einddatum: int | None) -> list[tuple[int, int, str]]:
    """R4: the spells of one toewijzing from its valid starts and stops: (begin, end, where the end comes from)."""
    bij: dict[int, list[StopRegel]] = defaultdict(list)
    for stop in stops:
        begin = stop.begin
        if begin not in begindagen:
            begin = max((b for b in begindagen if b <= stop.eind), default=None)
        if begin is not None:
            bij[begin].append(stop)
    ruw: list[tuple[int, int, str, bool]] = []
    for i, begin in enumerate(begindagen):
        volgende = begindagen[i + 1] if i + 1 < len(begindagen) else None
        tijdelijk = False
        if bij[begin]:
            stop = min(bij[begin], key=lambda s: (s.eind, s.reden))
            eind, bron = stop.eind, "stop"
            tijdelijk = stop.reden == "20" and volgende is not None
        elif volgende is not None:
            eind, bron = volgende - 1, "volgende_start"
        elif einddatum is not None:
            eind, bron = einddatum, "toewijzing"
        else:
            eind, bron = OPEN, "open"
        ruw.append((begin, eind, bron, tijdelijk))
    uit: list[tuple[int, int, str]] = []
    open_begin = None
    for begin, eind, bron, tijdelijk in ruw:
        eerste = begin if open_begin is None else open_begin
        if tijdelijk:
            # care goes on when it is taken up again
            open_begin = eerste
            continue
        open_begin = None
        if einddatum is not None and eind > einddatum:
            eind, bron = einddatum, "toewijzing"  # noqa: PLW2901
        if eind >= eerste:
            uit.append((eerste, eind, bron))
    return uit
