"""The gate attacks itself: is every hidden cell still wide enough, and what must be hidden besides.

A cell is wide enough once two worlds are found that both fit all that is published and differ enough in that cell. One
solution serves many cells, so few programs are solved; what is left over gets its own two, over all that hangs on it.
Follows the audit of tau-argus (Salazar-Gonzalez); what to hide is chosen greedily, so it may hide more than
needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from pipeline.privacy.onthulling.verbanden import Stelsel
from pipeline.privacy.onthulling.werelden import ONEINDIG, Werelden

RONDEN = 60  # of hiding more, before a block is given up
WORPEN = 12  # pairs of worlds that are tried for all cells at once
LOS = 25  # so many cells at most get programs of their own in one round
DRAAGT = 0.1  # of what is left, so much must come out of a pair of worlds over a piece of a block
GROOTST_BLOK = 20_000  # cells: more are looked at by wet
KLEINST_BLOK = 400  # cells: a program over less costs more to begin than to solve
SPELING = 1e-6


@dataclass
class Bekend:
    """What is known of every cell: its exact figure, what the publication says of it, and what may be done.

    `nodig`: the width that a hidden cell must keep (4: five whole numbers). `is_heel`: counts. `mag_weg`: may be hidden
    besides; `open_laag` and `open_hoog` then hold for it, unless it was published before as it is.
    """

    exact: np.ndarray
    laag: np.ndarray
    hoog: np.ndarray
    verborgen: np.ndarray
    nodig: np.ndarray
    is_heel: np.ndarray
    mag_weg: np.ndarray
    open_laag: np.ndarray
    open_hoog: np.ndarray
    wet: np.ndarray  # the number of its wet; 0: all of them together


@dataclass
class Uitkomst:
    """Cells hidden besides, and cells that stay too narrow."""

    secundair: np.ndarray
    te_smal: np.ndarray
    programmas: int = 0

    @classmethod
    def niets(cls, aantal: int) -> Uitkomst:
        """Nothing hidden yet of so many cells."""
        return cls(np.zeros(aantal, bool), np.zeros(aantal, bool))


def audit(stelsel: Stelsel, b: Bekend, doel: np.ndarray | None = None, bij: np.ndarray | None = None) -> Uitkomst:
    """Hide more, block by block, until no hidden cell is too narrow; what cannot be helped is `te_smal`.

    `doel`: the hidden cells to look at, where not all; what is hidden besides is looked at too. A cell that is wide
    enough stays so whatever else is hidden. `bij`: only blocks that hold one of these cells.
    """
    a, gelijk = stelsel.matrix()
    uit = Uitkomst.niets(len(b.exact))
    kijk = b.verborgen.copy() if doel is None else b.verborgen & doel
    per_cel = a.tocsc()
    for kern in _kernen(stelsel.samenhang(), kijk, b.wet):
        # what hangs on it moves along, so that a border between blocks holds little fast
        cellen = np.union1d(kern, a[np.unique(per_cel[:, kern].indices)].indices)
        if bij is None or bij[cellen].any():
            rijen = np.unique(per_cel[:, cellen].indices)
            _Blok(a[rijen], gelijk[rijen], b, kern, cellen, kijk, uit).maak_ruim()
        kijk[kern] = False
    return uit


def _kernen(samenhang: np.ndarray, kijk: np.ndarray, wet: np.ndarray) -> Iterator[np.ndarray]:
    """The cells that each block answers for: what hangs together with a cell to look at, and small pieces together.

    Of a piece that is too large each wet in its turn, for as long as one hides something that another answers for.
    """
    volgorde = np.argsort(samenhang, kind="stable")
    klein = np.zeros(0, int)
    for cellen in np.split(volgorde, np.flatnonzero(np.diff(samenhang[volgorde])) + 1):
        if not kijk[cellen].any():
            continue
        if len(cellen) > GROOTST_BLOK:
            while kijk[cellen].any():
                yield cellen[wet[cellen] == wet[cellen[kijk[cellen]]].min()]
        elif len(cellen) >= KLEINST_BLOK:
            yield cellen
        else:
            klein = np.union1d(klein, cellen)
            if len(klein) >= KLEINST_BLOK:
                yield klein
                klein = np.zeros(0, int)
    if len(klein):
        yield klein


@dataclass
class _Gezien:
    """The lowest and highest value of each cell in the worlds that were found."""

    b: Bekend
    laagst: np.ndarray
    hoogst: np.ndarray
    programmas: int = 0

    @classmethod
    def niets(cls, b: Bekend) -> _Gezien:
        return cls(b, b.exact.copy(), b.exact.copy())

    def zoek(self, werelden: Werelden, welke: np.ndarray, gewicht: np.ndarray) -> np.ndarray:
        """Look at one world more; gives the cells whose bounds hold it."""
        self.programmas += 1
        x, klem = werelden.uiterste(welke, gewicht)
        if x is not None:
            cellen = werelden.cellen
            self.laagst[cellen] = np.minimum(self.laagst[cellen], x)
            self.hoogst[cellen] = np.maximum(self.hoogst[cellen], x)
        return klem

    def smal(self, welke: np.ndarray) -> np.ndarray:
        """Those of which no two worlds differ enough yet."""
        return welke[_is_smal(self.b, welke, self.laagst[welke], self.hoogst[welke])]


@dataclass
class _Blok:
    """Cells that hang together: `kern`, which it answers for, and `cellen`, which may move with them."""

    a: sparse.csr_matrix
    gelijk: np.ndarray
    b: Bekend
    kern: np.ndarray
    cellen: np.ndarray
    kijk: np.ndarray
    uit: Uitkomst

    def maak_ruim(self) -> None:
        """Hide more until none is too narrow, or nothing helps."""
        vast = np.zeros(len(self.kijk), bool)
        for _ in range(RONDEN):
            self._verberg_zichtbaar_smalle()
            for h, klem in self._te_smal().items():
                if not self._verberg_meer(h, klem):
                    vast[h], self.kijk[h] = True, False
            if not self.kijk[self.kern].any():
                break
        # what could not be helped then may have been, by what was hidden for another
        self.kijk |= vast
        self.uit.te_smal[list(self._te_smal())] = True
        self.uit.te_smal[self.kern[self.kijk[self.kern]]] = True

    def _te_smal(self) -> dict[int, np.ndarray]:
        """The cells for which no two worlds differ enough, each with the cells whose bounds hold it.

        Cells that are wide enough need no second look: they leave `kijk`. At most `LOS` are looked at one by one:
        others that may be too narrow stay in `kijk` for the next time.
        """
        doel = self.kern[self.kijk[self.kern]]
        if not len(doel):
            return {}
        gezien = _Gezien.niets(self.b)
        for stuk in self._stukken():
            rest = gezien.smal(np.intersect1d(doel, stuk))
            if len(rest) > LOS:
                self._werp(gezien, self._werelden(stuk), rest, DRAAGT)
        werelden = self._werelden(self.cellen)
        rest = self._werp(gezien, werelden, gezien.smal(doel))
        smal = {}
        for h in rest[:LOS].tolist():
            zelf = np.array([h])
            if len(gezien.smal(zelf)):
                klem = [gezien.zoek(werelden, zelf, np.array([richting])) for richting in (1.0, -1.0)]
                if len(gezien.smal(zelf)):
                    smal[h] = np.unique(np.concatenate(klem))
        self.uit.programmas += gezien.programmas
        self.kijk[doel] = False
        self.kijk[gezien.smal(rest)] = True
        return smal

    def _stukken(self) -> list[np.ndarray]:
        """Pieces of a large block that most cells can move in alone, in programs that are far quicker: a wet, over all
        years, with what is of all wetten together. What does not fit in one says nothing yet."""
        if len(self.cellen) < 2 * KLEINST_BLOK:
            return []
        wet = self.b.wet[self.cellen]
        return [self.cellen[(wet == w) | (wet == 0)] for w in np.unique(wet) if w]

    def _werp(self, gezien: _Gezien, werelden: Werelden, rest: np.ndarray, draagt: float = 0.0) -> np.ndarray:
        """Pairs of worlds for all of `rest` at once, up or down at random; gives those that are left. Ends where one by
        one takes fewer programs, or where a pair settles less than `draagt` of them."""
        toeval = np.random.default_rng(0)
        for worp in range(WORPEN):
            if len(rest) <= min(WORPEN - worp, LOS):
                break
            teken = np.ones(len(rest)) if worp == 0 else toeval.choice([-1.0, 1.0], len(rest))
            for richting in (1.0, -1.0):
                gezien.zoek(werelden, rest, richting * teken)
            vorige, rest = len(rest), gezien.smal(rest)
            if vorige - len(rest) < draagt * vorige:
                break
        return rest

    def _werelden(self, cellen: np.ndarray) -> Werelden:
        b = self.b
        # a world far away shows no more than one that is wide enough
        ruim = np.where(b.verborgen[cellen] & (b.nodig[cellen] > 0), 3 * b.nodig[cellen] + 20, np.inf)
        laag = np.maximum(b.laag[cellen], b.exact[cellen] - ruim)
        hoog = np.minimum(b.hoog[cellen], b.exact[cellen] + ruim)
        schaal = np.where(b.is_heel[cellen], 1.0, 1000.0)
        return Werelden(self.a, self.gelijk, b.exact, (laag, hoog), schaal, cellen)

    def _verberg_zichtbaar_smalle(self) -> None:
        """Hide beside every cell that is too narrow at first sight: from one relation after another, no program."""
        for _ in range(RONDEN):
            laag, hoog = grenzen(self.a, self.gelijk, self.b.laag, self.b.hoog)
            doel = self.kern[self.kijk[self.kern]]
            smal = doel[_is_smal(self.b, doel, laag[doel], hoog[doel])]
            if not any([self._verberg_meer(h, _strakste(self.a, self.gelijk, laag, hoog, h)) for h in smal]):
                return

    def _verberg_meer(self, h: int, klem: np.ndarray) -> bool:
        """Give a cell room, given the cells that hold it (`klem`); False where none of them can give way.

        A hidden one whose sign says that it is small first gets the sign of a cell hidden besides, which does not say
        so: that takes no figure away. Else the smallest shown one is hidden. Hiding any other cell would not help.
        """
        b = self.b
        mee = klem[b.verborgen[klem] & ((b.laag[klem] > b.open_laag[klem]) | (b.hoog[klem] < b.open_hoog[klem]))]
        kan = klem[b.mag_weg[klem] & ~b.verborgen[klem]]
        if not len(mee) and not len(kan):
            return False
        if not len(mee):
            # a 0 only where nothing else is left
            mee = np.array([min(kan, key=lambda i: (b.exact[i] == 0, abs(b.exact[i]))), h])
            b.verborgen[mee[0]] = self.kijk[mee[0]] = True
        b.laag[mee], b.hoog[mee] = b.open_laag[mee], b.open_hoog[mee]
        self.uit.secundair[mee] = True
        return True


def _strakste(a: sparse.csr_matrix, gelijk: np.ndarray, laag: np.ndarray, hoog: np.ndarray, h: int) -> np.ndarray:
    """The cell itself and those that bound it most by one relation, on either side."""
    rijen = a[:, [h]].tocsc().indices
    onder, boven = grenzen(a[rijen], gelijk[rijen], laag, hoog, keer=1)
    uit = [np.array([h])]
    for rij in rijen:
        lo, hi = grenzen(a[[rij]], gelijk[[rij]], laag, hoog, keer=1)
        if lo[h] >= onder[h] > -ONEINDIG or hi[h] <= boven[h] < ONEINDIG:
            uit.append(a[[rij]].indices)
    return np.unique(np.concatenate(uit))


def _is_smal(b: Bekend, welke: np.ndarray, laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
    heel = np.floor(hoog + SPELING) - np.ceil(laag - SPELING)
    return np.where(b.is_heel[welke], heel, hoog - laag + SPELING) < b.nodig[welke]


def grenzen(
    a: sparse.csr_matrix, gelijk: np.ndarray, laag: np.ndarray, hoog: np.ndarray, keer: int = 4
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of every cell that follow from one relation at a time: never narrower than what a program would find."""
    a = a.tocoo()
    rij, kol, w = a.row, a.col, a.data
    laag, hoog = np.maximum(laag, -ONEINDIG), np.minimum(hoog, ONEINDIG)
    is_eq = gelijk[rij]
    for _ in range(keer):
        klein = np.where(w > 0, w * laag[kol], w * hoog[kol])
        groot = np.where(w > 0, w * hoog[kol], w * laag[kol])
        som_groot = np.bincount(rij, groot, a.shape[0])[rij] - groot
        som_klein = np.bincount(rij, klein, a.shape[0])[rij] - klein
        # w x >= -(the most that the others give); where it is an equality also w x <= -(the least)
        minst = -som_groot
        meest = np.where(is_eq, -som_klein, ONEINDIG)
        lo = np.where(w > 0, minst / w, np.where(is_eq, meest / w, -ONEINDIG))
        hi = np.where(w > 0, np.where(is_eq, meest / w, ONEINDIG), minst / w)
        laag, hoog = laag.copy(), hoog.copy()
        np.maximum.at(laag, kol, lo)
        np.minimum.at(hoog, kol, hi)
    return laag, hoog
