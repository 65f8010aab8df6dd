"""The gate attacks itself: is every hidden cell still wide enough, and what must be hidden besides. Linear programming.

A cell is wide enough once two worlds are found that both fit all that is published and differ enough in that cell. One
solution serves many cells, so few programs are solved; what is left over gets its own two, over all that hangs on it.
Follows the audit of tau-argus (Salazar-Gonzalez); what to hide is chosen greedily, so it may hide more than
needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from pipeline.privacy.onthulling.verbanden import Stelsel

RONDEN = 60  # of hiding more, before a block is given up
WORPEN = 12  # pairs of worlds that are tried for all cells at once
LOS = 25  # so many cells at most get programs of their own in one round
ONEINDIG = 1e9
GROOTST_BLOK = 6000
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
    blok: np.ndarray  # cells with one number are looked at together (a year)


@dataclass
class Uitkomst:
    """Cells hidden besides, cells that stay too narrow, and the width that was shown for each hidden cell."""

    secundair: np.ndarray
    te_smal: np.ndarray
    breedte: np.ndarray
    programmas: int = 0
    blokken: list[int] = field(default_factory=list)


def audit(stelsel: Stelsel, b: Bekend, doel: np.ndarray | None = None, bij: np.ndarray | None = None) -> Uitkomst:
    """Hide more, block by block, until no hidden cell is too narrow; what cannot be helped is `te_smal`.

    `doel`: the hidden cells to look at, where not all; what is hidden besides is looked at too. A cell that is wide
    enough stays so whatever else is hidden. `bij`: only blocks that hold one of these cells.
    """
    a, gelijk = stelsel.matrix()
    n = len(b.exact)
    uit = Uitkomst(np.zeros(n, bool), np.zeros(n, bool), np.where(b.verborgen, b.hoog - b.laag, np.nan))
    kijk = b.verborgen.copy() if doel is None else b.verborgen & doel
    for kern, cellen in _blokken(a, kijk, b.blok):
        if bij is None or bij[cellen].any():
            rijen = np.unique(a[:, kern].tocsc().indices) if a.shape[0] else np.zeros(0, int)
            _blok(a[rijen], gelijk[rijen], b, kern, cellen, kijk, uit)
    return uit


def _blokken(a: sparse.csr_matrix, kijk: np.ndarray, blok: np.ndarray):
    """Per block with a cell to look at: the cells it must answer for, and those that may move with them."""
    if a.shape[0] == 0:
        if kijk.any():
            yield np.flatnonzero(kijk), np.flatnonzero(kijk)
        return
    patroon = (abs(a).T @ abs(a)).tocsr()
    _, label = connected_components(patroon, directed=False)
    heeft = np.zeros(label.max() + 1, bool)
    heeft[label[kijk]] = True
    volgorde = np.argsort(label, kind="stable")
    grenzen = np.flatnonzero(np.diff(label[volgorde])) + 1
    klein = np.zeros(0, int)
    for cellen in np.split(volgorde, grenzen):
        if not heeft[label[cellen[0]]]:
            continue
        if len(cellen) < KLEINST_BLOK:
            klein = np.union1d(klein, cellen)
            if len(klein) >= KLEINST_BLOK:
                yield klein, klein
                klein = np.zeros(0, int)
            continue
        if len(cellen) <= GROOTST_BLOK:
            yield cellen, cellen
            continue
        for jaar in np.unique(blok[cellen[kijk[cellen]]]):
            kern = cellen[blok[cellen] == jaar]
            # neighbours of another year move along, so that a border between years holds nothing fast
            yield kern, np.unique(np.concatenate([kern, patroon[kern].indices]))
    if len(klein):
        yield klein, klein


def _blok(
    a: sparse.csr_matrix,
    gelijk: np.ndarray,
    b: Bekend,
    kern: np.ndarray,
    cellen: np.ndarray,
    kijk: np.ndarray,
    uit: Uitkomst,
) -> None:
    uit.blokken.append(len(cellen))
    vast = np.zeros(len(kijk), bool)
    for _ in range(RONDEN):
        _verberg_zichtbaar_smalle(a, gelijk, b, kern, kijk, uit)
        for h, klem in _te_smal(a, gelijk, b, kern, cellen, kijk, uit).items():
            if not _verberg_meer(b, h, klem, kijk, uit):
                vast[h], kijk[h] = True, False
        if not kijk[kern].any():
            break
    # what could not be helped then may have been, by what was hidden for another
    kijk |= vast
    uit.te_smal[list(_te_smal(a, gelijk, b, kern, cellen, kijk, uit))] = True
    uit.te_smal[kern[kijk[kern]]] = True


def _te_smal(
    a: sparse.csr_matrix,
    gelijk: np.ndarray,
    b: Bekend,
    kern: np.ndarray,
    cellen: np.ndarray,
    kijk: np.ndarray,
    uit: Uitkomst,
) -> dict[int, np.ndarray]:
    """The cells of a block for which no two worlds differ enough, each with the cells whose bounds hold it.

    Cells that are wide enough need no second look: they leave `kijk`. At most `LOS` are looked at one by one: others
    that may be too narrow stay in `kijk` for the next time.
    """
    doel = kern[kijk[kern]]
    wereld = _Werelden(a, gelijk, b, cellen)
    laagst, hoogst = b.exact.copy(), b.exact.copy()

    def bekijk(x: np.ndarray | None) -> None:
        uit.programmas += 1
        if x is not None:
            np.minimum.at(laagst, cellen, x)
            np.maximum.at(hoogst, cellen, x)

    def over(welke: np.ndarray) -> np.ndarray:
        return welke[_is_smal(b, welke, laagst[welke], hoogst[welke])]

    rest, toeval = over(doel), np.random.default_rng(0)
    for worp in range(WORPEN):
        if len(rest) <= min(WORPEN - worp, LOS):
            break  # one by one takes fewer programs
        teken = np.ones(len(rest)) if worp == 0 else toeval.choice([-1.0, 1.0], len(rest))
        for richting in (1.0, -1.0):
            bekijk(wereld.uiterste(rest, richting * teken))
        rest = over(rest)
    smal = {}
    for h in rest[:LOS].tolist():
        if not len(over(np.array([h]))):
            continue
        klem = []
        for richting in (1.0, -1.0):
            bekijk(wereld.uiterste(np.array([h]), np.array([richting])))
            klem.append(wereld.klem)
        if len(over(np.array([h]))):
            smal[h] = np.unique(np.concatenate(klem))
    uit.breedte[doel] = hoogst[doel] - laagst[doel]
    kijk[doel] = False
    kijk[over(rest)] = True
    return smal


class _Werelden:
    """All that fits the publication, over some cells; the others stand at their exact figure."""

    def __init__(self, a: sparse.csr_matrix, gelijk: np.ndarray, b: Bekend, cellen: np.ndarray) -> None:
        self.cellen, self.b = cellen, b
        buiten = np.ones(a.shape[1], bool)
        buiten[cellen] = False
        vast = a @ np.where(buiten, b.exact, 0.0)
        deel = a[:, cellen]
        self.schaal = np.where(b.is_heel[cellen], 1.0, 1000.0)
        deel = deel @ sparse.diags(self.schaal)
        self.a_eq, self.b_eq = deel[gelijk], -vast[gelijk]
        self.a_ub, self.b_ub = -deel[~gelijk], vast[~gelijk]
        # a world far away shows no more than one that is wide enough
        ruim = 3 * b.nodig[cellen] + 20
        ruim = np.where(b.verborgen[cellen] & (b.nodig[cellen] > 0), ruim, np.inf)
        laag = np.maximum(b.laag[cellen], b.exact[cellen] - ruim) / self.schaal
        hoog = np.minimum(b.hoog[cellen], b.exact[cellen] + ruim) / self.schaal
        self.grenzen = np.stack([laag, hoog], axis=1)
        self.klem = np.zeros(0, int)

    def uiterste(self, doel: np.ndarray, gewicht: np.ndarray) -> np.ndarray | None:
        """The world where the weighted sum of some cells is largest; `klem`: the cells whose bounds hold it there."""
        c = np.zeros(len(self.cellen))
        c[np.searchsorted(self.cellen, doel)] = -gewicht
        antwoord = linprog(
            c,
            A_ub=self.a_ub if self.a_ub.shape[0] else None,
            b_ub=self.b_ub if self.a_ub.shape[0] else None,
            A_eq=self.a_eq if self.a_eq.shape[0] else None,
            b_eq=self.b_eq if self.a_eq.shape[0] else None,
            bounds=self.grenzen,
            method="highs",
        )
        if antwoord.status != 0:
            self.klem = np.zeros(0, int)
            return None
        drukt = np.abs(antwoord.lower.marginals) + np.abs(antwoord.upper.marginals)
        self.klem = self.cellen[drukt > SPELING]
        return antwoord.x * self.schaal


def _verberg_zichtbaar_smalle(
    a: sparse.csr_matrix, gelijk: np.ndarray, b: Bekend, kern: np.ndarray, kijk: np.ndarray, uit: Uitkomst
) -> None:
    """Hide beside every cell that is too narrow at first sight: from one relation after another, without a program."""
    for _ in range(RONDEN):
        laag, hoog = grenzen(a, gelijk, b.laag, b.hoog)
        doel = kern[kijk[kern]]
        smal = doel[_is_smal(b, doel, laag[doel], hoog[doel])]
        if not any([_verberg_meer(b, h, _strakste(a, gelijk, laag, hoog, h), kijk, uit) for h in smal]):
            return


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


def _verberg_meer(b: Bekend, h: int, klem: np.ndarray, kijk: np.ndarray, uit: Uitkomst) -> bool:
    """Give a cell room, given the cells that hold it (`klem`); False where none of them can give way.

    A hidden one whose sign says that it is small first gets the sign of a cell hidden besides, which does not say so:
    that takes no figure away. Else the smallest shown one is hidden. Hiding any other cell would not help.
    """
    mee = klem[b.verborgen[klem] & ((b.laag[klem] > b.open_laag[klem]) | (b.hoog[klem] < b.open_hoog[klem]))]
    kan = klem[b.mag_weg[klem] & ~b.verborgen[klem]]
    if not len(mee) and not len(kan):
        return False
    if not len(mee):
        mee = np.array([kan[np.argmin(np.abs(b.exact[kan]))], h])
        b.verborgen[mee[0]] = kijk[mee[0]] = True
    b.laag[mee], b.hoog[mee] = b.open_laag[mee], b.open_hoog[mee]
    uit.secundair[mee] = True
    return True
