"""An attacker on the published edition, written apart from the gate: what is published, what is common knowledge, what
a gemeente knows of herself, and what follows. Takes nothing from the gate but the rules that besluit 0011 makes public.

What is published comes from `beeld`; how much room that leaves each hidden figure, `getuigen` finds out.
"""

from __future__ import annotations

import copy
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from benchmarks.onthulling.beeld import Beeld, Cel, Leden
from benchmarks.onthulling.getuigen import Bereik, Ruim, Stelsel, zoek

ALLES = math.inf
WAARDEN = 5  # so many values a hidden count must keep
RAND = 1e-6  # of a whole number, as far as a solver is precise

# style -> which counts are hidden
KLEIN = {"drempel10": range(1, 10), "cbs": range(8)}
PER_CEL = ("d:", "k:")  # classes of duration and cost, which each cell has its own of
NIETS = "k:zonder declaratie"
DUBBEL = ("v", "a")  # a client can have two of
# who left the care of a part need not have left that of the whole: there a part may be more than its whole
STROMEN = ("in", "uit", "uitgestroomd")
# what splits a group, by the first letter of the part -> the begrip that counts the group
SPLITST = {"v": "clienten", "l": "clienten", "d": "clienten", "k": "clienten", "a": "clienten", "r": "beeindigd"}


def toont(vorig: int | None, exact: int, stijl: str = "drempel10") -> int | None:
    """What a style shows of a count, given what stood there before (None: nothing or a sign); None: a sign."""
    klein = KLEIN[stijl]
    if exact in klein:
        return None
    if exact == 0:
        return 0
    if not vorig:
        return 5 * ((exact + 2) // 5)
    if abs(exact - vorig) < 5 or (vorig == 15 and exact == 10):
        return vorig
    stappen = abs(exact - vorig) // 5
    return vorig + 5 * stappen * (1 if exact > vorig else -1)


def kan_zijn(vorig: int | None, nu: int, stijl: str = "drempel10") -> tuple[float, float]:
    """Between which figures the exact one must be, for who sees `nu` where `vorig` stood."""
    passend = [x for x in range(max(0, nu - 10), nu + 11) if toont(vorig, x, stijl) == nu]
    return min(passend), max(passend)


@dataclass
class Uitslag:
    """What an attack found: per hidden cell that was tried, how many values are left for it.

    Of the cells in `eigen` exactly so many; of the others at least, and that is enough.
    """

    waarden: dict[Cel, float] = field(default_factory=dict)
    eigen: set[Cel] = field(default_factory=set)
    programmas: int = 0
    overgeslagen: int = 0

    @property
    def smalste(self) -> float:
        return min(self.waarden.values(), default=ALLES)

    @property
    def te_smal(self) -> dict[Cel, float]:
        return {cel: n for cel, n in self.waarden.items() if n < WAARDEN}


class Aanval:
    """All that is known after some refreshes: bounds of each unknown and the relations between them.

    `wie`: a gemeente, who knows all of her own figures exactly, also those of rows that are left out. A reader: ''.
    """

    def __init__(
        self, groepen: Mapping[tuple[str, str], str], leden: Leden, stijl: str = "drempel10", wie: str = ""
    ) -> None:
        self.stijl, self.wie = stijl, wie
        self.vorig: dict[Cel, int] = {}
        self.grenzen: dict[Cel, tuple[float, float]] = {}
        self.exact: Mapping[Cel, float] = {}
        self.buiten: set[Cel] = set()
        self.gesplitst: set[Cel] = set()
        self.kleiner: set[Cel] = set()  # wholes that are less than one of their parts
        self.doel: list[Cel] = []
        self.eerder: Aanval | None = None
        self.ken(groepen, leden)

    def ken(self, groepen: Mapping[tuple[str, str], str], leden: Leden) -> None:
        """Take in the code lists of a next refresh, in which a year may be new."""
        self.groepen, self.leden = groepen, leden
        self._lidmaatschap()

    def _lidmaatschap(self) -> None:
        """Of which regions a gemeente is a member, per wet and year; and per region what of whom is part of its total:
        the total of who is a member for every wet, and of who is one for a single wet that wet."""
        self.regios: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        self.van_totaal: dict[tuple[str, int], list[tuple[str, tuple[str, str, str]]]] = defaultdict(list)
        self.in_totaal: dict[tuple[str, tuple[str, str, str], int], list[str]] = defaultdict(list)
        wetten: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(dict)
        for (regio, wet, jaar), namen in self.leden.items():
            wetten[regio, jaar][wet] = namen
            for lid in namen:
                self.regios[lid, wet, jaar].append(regio)
        for (regio, jaar), per_wet in wetten.items():
            for lid in sorted(set().union(*per_wet.values())):
                haar = [wet for wet, namen in per_wet.items() if lid in namen]
                if len(haar) == len(per_wet):
                    van = ("totaal", "totaal", "totaal")
                elif len(haar) == 1:
                    van = ("wet", haar[0], "totaal")
                else:
                    continue
                self.van_totaal[regio, jaar].append((lid, van))
                self.in_totaal[lid, van, jaar].append(regio)

    def zie(self, beeld: Beeld, exact: Mapping[Cel, float]) -> dict[Cel, tuple[float, float]]:
        """Take in a next refresh; gives what each unknown can be by itself, given what stood there before.

        Of `exact` are used: what `wie` has herself, and which suppositions are right, such as sums over unique persons
        that happen to hold. A row that was left out counts none where it has no exact figure.
        """
        self.eerder, klein = copy.copy(self), KLEIN[self.stijl]
        self.eerder.eerder = None  # one refresh back is enough
        grenzen = {cel: kan_zijn(self.vorig.get(_stand(cel)), p, self.stijl) for cel, p in beeld.getoond.items()}
        # that a sign is of somebody he supposes where it is so: a 0 is seldom hidden
        grenzen |= {
            cel: (min(klein[0], exact[cel]), klein[-1] if r == "klein" else ALLES) for cel, r in beeld.teken.items()
        }
        grenzen |= {cel: (x, x) for cel, x in beeld.openbaar.items()}
        # what stood there is remembered, also where a figure is hidden besides or its row is left out for a time
        vergeten = {_stand(cel) for cel, reden in beeld.teken.items() if reden != "secundair"}
        self.vorig = {cel: p for cel, p in self.vorig.items() if cel not in vergeten}
        self.vorig |= {_stand(cel): p for cel, p in beeld.getoond.items()}
        buiten = self._uit_rijen(grenzen, beeld, exact)
        grenzen |= {cel: (x, x) for cel, x in exact.items() if cel[1] == self.wie}
        self.grenzen = grenzen | {cel: (0.0, ALLES) for cel in buiten}
        self.exact, self.buiten = {**dict.fromkeys(buiten, 0), **exact}, set(buiten)
        self.kleiner = {
            geheel
            for cel, x in exact.items()
            if cel[0] in STROMEN
            for geheel, soort in self._gehelen(cel)
            if soort == "niveau" and x > exact.get(geheel, ALLES)
        }
        # what is hidden from him, and what he could learn of rows that are left out
        self.doel = self._van_anderen([*beeld.teken, *(c for c in buiten if self.exact[c] > 0)])
        return grenzen

    def _van_anderen(self, cellen: Iterable[Cel]) -> list[Cel]:
        """What is of somebody else: the regions of a gemeente are hers as well."""
        eigen = {self.wie, *(r for (lid, *_), rs in self.regios.items() if lid == self.wie for r in rs)}
        return [cel for cel in cellen if cel[1] not in eigen]

    def _uit_rijen(
        self, grenzen: dict[Cel, tuple[float, float]], beeld: Beeld, exact: Mapping[Cel, float]
    ) -> list[Cel]:
        """What the rows themselves say. A hidden group is split only where it is large by far: that bounds it. Of a
        member that is not split no row stands for her parts: an unknown for each that her region shows."""
        grens = 3 * (KLEIN[self.stijl][-1] + 1)
        self.gesplitst = gesplitst = {_splitsing(cel) for cel in grenzen if cel[4]}
        # (period, form, reeks, letter): where nobody is split, that says nothing
        soorten = {(p, v, r, z) for _, p, v, _, _, _, _, r, z in gesplitst}
        for cel in beeld.teken:
            _, _, periode, vorm, deel, _, _, _, reeks = cel
            for z, begrip in SPLITST.items():
                if begrip != cel[0] or (z == "r") != bool(deel) or (periode, vorm, reeks, z) not in soorten:
                    continue
                laag, hoog = grenzen[cel]
                if (*cel[1:], z) in gesplitst and exact[cel] >= grens:
                    grenzen[cel] = (max(laag, grens), hoog)
                elif (*cel[1:], z) not in gesplitst and exact[cel] < grens:
                    grenzen[cel] = (laag, min(hoog, grens - 1))
        buiten: dict[Cel, None] = {}
        for cel in sorted((c for c in grenzen if c[4]), key=lambda c: c[4].count("|")):
            *_, boven, _, _, _, reeks, z = _splitsing(cel)
            for lid, van in self._delen_van(cel):
                plek = (lid, cel[2], cel[3], boven, *van, reeks)
                groep = (SPLITST[z], *plek)
                if (
                    lid != self.wie
                    and (*plek, z) not in gesplitst
                    and (groep in buiten or grenzen.get(groep, (0, 0))[1])
                ):
                    buiten[(cel[0], lid, *cel[2:5], *van, reeks)] = None
        return list(buiten)

    def _delen_van(self, cel: Cel) -> Iterator[tuple[str, tuple[str, str, str]]]:
        """What of which gemeente is part of a figure of a region: she, and niveau, wet and voorziening."""
        _, regio, periode, _, _, niveau, wet, voorziening, _ = cel
        for lid in self.leden.get((regio, wet, int(periode[:4])), ()):
            yield lid, (niveau, wet, voorziening)
        if niveau == "totaal":
            yield from self.van_totaal.get((regio, int(periode[:4])), ())

    def val_aan(self, doel: Iterable[Cel] | None = None, hoogstens: int = 10**9, zaad: int = 0) -> Uitslag:
        """The values left for each hidden cell, or for those of `doel`, or for `hoogstens` of them at random."""
        alle = sorted(self.doel if doel is None else doel)
        keus = alle if len(alle) <= hoogstens else random.Random(zaad).sample(alle, hoogstens)

        def ruim(_: np.ndarray, laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
            return _waarden(laag, hoog) >= WAARDEN

        nrs, bereik = self._bereik(keus, dict.fromkeys(keus, WAARDEN - 1.0), ruim)
        aantal = _waarden(bereik.laag, bereik.hoog)
        return Uitslag(
            {cel: float(aantal[i]) for cel, i in zip(keus, nrs, strict=True)},
            {cel for cel, i in zip(keus, nrs, strict=True) if bereik.eigen[i]},
            bereik.programmas,
            len(alle) - len(keus),
        )

    def verraden(self) -> list[Cel]:
        """The figures, shown ones too, that are one more or less than a refresh ago, and certain both times: who looks
        has seen that client come or go. Of a region it is what the others have that counts: that her own client came
        is no news to a gemeente."""
        toen = self.eerder
        if toen is None:
            return []
        keus = [
            cel
            for cel, (laag, hoog) in sorted(self.grenzen.items())
            # what is public or her own says so by itself
            if laag < hoog
            and cel in toen.grenzen
            and abs(self._zonder_eigen(cel, self.exact) - self._zonder_eigen(cel, toen.exact)) == 1
        ]
        return toen._zeker(self._zeker(keus))

    def _zeker(self, keus: list[Cel]) -> list[Cel]:
        """Those of which a single value is left."""
        if not keus:
            return []

        def ruim(_: np.ndarray, laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
            return _waarden(laag, hoog) > 1

        nrs, bereik = self._bereik(keus, dict.fromkeys(keus, 1.0), ruim)
        return [cel for cel, zeker in zip(keus, ~ruim(nrs, bereik.laag[nrs], bereik.hoog[nrs]), strict=True) if zeker]

    def _zonder_eigen(self, cel: Cel, exact: Mapping[Cel, float]) -> float:
        """What a figure is of others than `wie`: without her part of it in a region of hers."""
        van = dict(self._delen_van(cel)).get(self.wie)
        return exact[cel] - (exact.get((cel[0], self.wie, *cel[2:5], *van, cel[8]), 0) if van else 0)

    def _bereik(self, keus: list[Cel], stap: Mapping[Cel, float], ruim: Ruim) -> tuple[np.ndarray, Bereik]:
        """The number of each cell of `keus` in the system, and how far apart it can be."""
        stelsel = Stelsel.van(self.grenzen, self._verbanden(), self.exact)
        nummer = {cel: i for i, cel in enumerate(self.grenzen)}
        nrs = np.array([nummer[cel] for cel in keus], int)
        return nrs, zoek(stelsel, nrs, np.array([stap[cel] for cel in keus], float), ruim)

    def _delen(self) -> dict[tuple[Cel, str], list[Cel]]:
        """The parts of each whole that is seen too, per way to split it."""
        delen: dict[tuple[Cel, str], list[Cel]] = defaultdict(list)
        for cel in self.grenzen:
            for geheel, soort in self._gehelen(cel):
                if geheel in self.grenzen and geheel != cel:
                    delen[geheel, soort].append(cel)
        return delen

    def _verbanden(self) -> Iterator[tuple[dict[Cel, int], bool]]:
        """(cell -> sign, is an equality); else the sum is at least zero."""
        exact, delen = self.exact, self._delen()
        for (geheel, soort), lijst in delen.items():
            som = sum(exact[c] for c in lijst)
            # nothing declared for a voorziening is not nothing for the wet, and little in two may be much: a class is
            # of its own cell. But nothing in all is nothing in each
            per_cel = soort == "niveau" and geheel[4].startswith(PER_CEL)
            telt_op = not per_cel or geheel[4] == NIETS
            # who has two is a part twice: of rows that are left out nobody can tell that there is no such client
            gelijk = len(lijst) == 1 or (soort != "niveau" and (soort not in DUBBEL or self.buiten.isdisjoint(lijst)))
            if self._is_heel(geheel, soort, lijst, delen):
                if som == exact[geheel] and gelijk:
                    yield {geheel: -1, **dict.fromkeys(lijst, 1)}, True
                    continue
                if som >= exact[geheel] and telt_op:
                    yield {geheel: -1, **dict.fromkeys(lijst, 1)}, False
            for c in lijst:
                if exact[c] <= exact[geheel] and not per_cel and (soort != "niveau" or geheel not in self.kleiner):
                    yield {geheel: 1, c: -1}, False
        yield from self._in_en_uit()

    def _is_heel(self, geheel: Cel, soort: str, lijst: list[Cel], delen: Mapping[tuple[Cel, str], list[Cel]]) -> bool:
        """Whether he takes these parts for all there are of a whole."""
        if soort == "niveau" and geheel[4]:
            # rows that split a group are not there for each: the groups themselves say how many parts there are
            groep, plek = ("clienten", *geheel[1:4], "", *geheel[5:]), _splitsing(geheel)
            bekend = {c[5:] for c in lijst}
            # where a part is split and has no such row, there is nobody
            return all(
                c[5:] in bekend or c[1] == self.wie or (*plek[:4], *c[5:], plek[-1]) in self.gesplitst
                for c in delen.get((groep, soort), ())
            )
        return True

    def _in_en_uit(self) -> Iterator[tuple[dict[Cel, int], bool]]:
        """Who was there at the begin, came, went and is there at the end, and who was there at all."""
        exact = self.exact
        for cel in self.grenzen:
            if cel[0] == "in":
                b, u, e, c = ((soort, *cel[1:]) for soort in ("begin", "uit", "eind", "clienten"))
                if all(x in self.grenzen for x in (b, u, e)) and exact[b] + exact[cel] - exact[u] == exact[e]:
                    yield {b: 1, cel: 1, u: -1, e: -1}, True
                if all(x in self.grenzen for x in (b, c)) and exact[b] + exact[cel] >= exact[c]:
                    yield {b: 1, cel: 1, c: -1}, False
            if cel[0] == "eind" and cel[2].isdigit():
                c, volgend = ("clienten", *cel[1:]), ("begin", cel[1], str(int(cel[2]) + 1), *cel[3:])
                if c in self.grenzen and exact[c] >= exact[cel]:
                    yield {c: 1, cel: -1}, False
                if volgend in self.grenzen and exact[volgend] == exact[cel]:
                    yield {cel: 1, volgend: -1}, True

    def _gehelen(self, cel: Cel) -> Iterator[tuple[Cel, str]]:
        soort, gebied, periode, vorm, deel, niveau, wet, voorziening, reeks = cel
        if niveau == "voorziening" and (wet, voorziening) in self.groepen:
            yield (soort, gebied, periode, vorm, deel, "groep", wet, self.groepen[wet, voorziening], reeks), "niveau"
        if niveau == "groep":
            yield (soort, gebied, periode, vorm, deel, "wet", wet, "totaal", reeks), "niveau"
        if niveau == "wet":
            yield (soort, gebied, periode, vorm, deel, "totaal", "totaal", "totaal", reeks), "niveau"
        jaar = int(periode[:4])
        for regio in self.regios.get((gebied, wet, jaar), ()):
            yield (soort, regio, *cel[2:]), "gebied"
        for regio in self.in_totaal.get((gebied, (niveau, wet, voorziening), jaar), ()):
            yield (soort, regio, *cel[2:5], "totaal", "totaal", "totaal", reeks), "gebied"
        if deel:
            boven, _, zelf = deel.rpartition("|")
            yield (soort, gebied, periode, vorm, boven, niveau, wet, voorziening, reeks), zelf[:1]


def _stand(cel: Cel) -> Cel:
    """Under which name a figure is remembered: the begin of a year is the end of the one before, which came first."""
    soort, gebied, periode, *verder = cel
    return ("eind", gebied, str(int(periode) - 1), *verder) if soort == "begin" and periode.isdigit() else cel


def _splitsing(cel: Cel) -> Cel:
    """The place that a part splits, without begrip, and by what (a letter)."""
    boven, _, zelf = cel[4].rpartition("|")
    return (*cel[1:4], boven, *cel[5:], zelf[0])


def _waarden(laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
    """How many whole numbers there are from one to the other, both included."""
    return np.floor(hoog + RAND) - np.ceil(laag - RAND) + 1
