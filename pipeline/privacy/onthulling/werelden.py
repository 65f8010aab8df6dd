"""The worlds that fit a publication, and how far apart they are: linear programs over cells that hang together.

Which worlds are worth looking for, and what must be done when they are too alike, is for `audit`.
"""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

ONEINDIG = 1e9
DRUK = 1e-6  # what a bound costs that holds a world
DUAAL, PRIMAAL = 1, 4  # as HiGHS numbers its ways: the first is quicker from nothing, the second from a world that fits


class Werelden:
    """All values of some cells that fit the relations and their bounds; other cells stand at their exact figure.

    Cells that are equal are one unknown, and a relation that no bound can break or that was said before is left out,
    which halves the program. Every program begins where the one before it ended: only what is asked differs.
    """

    def __init__(
        self,
        relaties: sparse.csr_matrix,
        gelijk: np.ndarray,
        exact: np.ndarray,
        grenzen: tuple[np.ndarray, np.ndarray],
        schaal: np.ndarray,
        cellen: np.ndarray,
    ) -> None:
        """`relaties`, `gelijk`, `exact`: of all cells (the relations as in `Stelsel`). `grenzen` (lowest and highest)
        and `schaal` (the unit of a program) of those in `cellen`, which is sorted."""
        self.cellen, self.schaal = cellen, schaal
        erbuiten = exact.copy()
        erbuiten[cellen] = 0
        over = -(relaties @ erbuiten)
        deel = relaties[:, cellen].tocsr()
        self.label = _gelijken(deel[gelijk & (over == 0)])
        aantal = self.label.max() + 1
        self.laag, self.hoog = grenzen[0] / schaal, grenzen[1] / schaal
        self.onder, self.boven = np.full(aantal, -np.inf), np.full(aantal, np.inf)
        np.maximum.at(self.onder, self.label, self.laag)
        np.minimum.at(self.boven, self.label, self.hoog)
        samen = sparse.csr_matrix((schaal, (np.arange(len(cellen)), self.label)), shape=(len(cellen), aantal))
        deel = (deel @ samen).tocsr()
        deel.eliminate_zeros()
        telt = (np.diff(deel.indptr) > 0) & (gelijk | (self._minst(deel) < over))
        deel, over, gelijk = deel[telt], over[telt], gelijk[telt]
        eens = _verschillend(deel, over, gelijk)
        self.highs = self._programma(deel[eens].tocsc(), over[eens], gelijk[eens])

    def _minst(self, deel: sparse.csr_matrix) -> np.ndarray:
        """The least that each relation can be, by the bounds alone."""
        laag, hoog = np.maximum(self.onder, -ONEINDIG), np.minimum(self.boven, ONEINDIG)
        return deel.maximum(0) @ laag + deel.minimum(0) @ hoog

    def _programma(self, deel: sparse.csc_matrix, over: np.ndarray, gelijk: np.ndarray) -> highspy.Highs:
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = deel.shape
        lp.col_cost_ = np.zeros(deel.shape[1])
        lp.col_lower_, lp.col_upper_ = self.onder, self.boven
        lp.row_lower_, lp.row_upper_ = over, np.where(gelijk, over, np.inf)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = deel.indptr, deel.indices, deel.data
        highs = highspy.Highs()
        highs.silent()
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("simplex_strategy", DUAAL)
        highs.passModel(lp)
        return highs

    def uiterste(self, doel: np.ndarray, gewicht: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
        """The world where the weighted sum of the cells `doel` is largest, and the cells whose bounds hold it there.

        Of cells that are equal one weight counts. None where no world is found: then nothing is shown.
        """
        kosten = np.zeros(len(self.onder))
        kosten[self.label[np.searchsorted(self.cellen, doel)]] = -gewicht
        self.highs.changeColsCost(len(kosten), np.arange(len(kosten), dtype=np.int32), kosten)
        for _ in range(2):
            self.highs.run()
            # the world of one program is one of the next as well
            self.highs.setOptionValue("simplex_strategy", PRIMAAL)
            if self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                break
            self.highs.clearSolver()  # once more, from the beginning
        else:
            return None, np.zeros(0, int)
        uit = self.highs.getSolution()
        druk, x = np.array(uit.col_dual)[self.label], np.array(uit.col_value)[self.label]
        houdt = (druk > DRUK) & (self.laag >= self.onder[self.label])
        houdt |= (druk < -DRUK) & (self.hoog <= self.boven[self.label])
        return x * self.schaal, self.cellen[houdt]


def _gelijken(relaties: sparse.csr_matrix) -> np.ndarray:
    """The unknown that each cell is: cells of which an equality says that they are the same share one."""
    paar = relaties[(np.diff(relaties.indptr) == 2) & (relaties.sum(axis=1).A1 == 0)].indices.reshape(-1, 2)
    aantal = relaties.shape[1]
    zelfde = sparse.coo_matrix((np.ones(len(paar)), (paar[:, 0], paar[:, 1])), shape=(aantal, aantal))
    return connected_components(zelfde, directed=False)[1]


def _verschillend(relaties: sparse.csr_matrix, over: np.ndarray, gelijk: np.ndarray) -> list[int]:
    """The numbers of the relations, of those that say the same only the first."""
    relaties.sort_indices()
    eerste: dict[tuple, int] = {}
    for i, (van, tot) in enumerate(zip(relaties.indptr[:-1], relaties.indptr[1:], strict=True)):
        wat = relaties.indices[van:tot].tobytes(), relaties.data[van:tot].tobytes(), over[i], gelijk[i]
        eerste.setdefault(wat, i)
    return list(eerste.values())
