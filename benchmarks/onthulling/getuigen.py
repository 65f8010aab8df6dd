"""Between which values each unknown of an attacker can be: linear programming, in as few programs as it takes.

A solution of any program over unknowns that hang together is a witness: a world that fits all that is published, with
a value for each of them. All between two witnesses fits too, so an unknown that differs enough between two needs no
program of its own. Only what is left over gets its own two, and of those the ends are exact. What is known comes from
`aanval`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

Cel = tuple[str, ...]
RUIS = 1e-6  # sums of amounts in floats: far below a cent, in thousands of euros
WORPEN = 30  # pairs of programs for all at once, at most
BUNDEL = 500  # unknowns: what is smaller costs more to begin than to solve

# numbers of unknowns, with the lowest and the highest value seen of each: which of them differ enough
Ruim = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


@dataclass
class Stelsel:
    """Unknowns with their bounds, and rows over them: those of `gelijk` are zero, those of `minstens` zero or more."""

    waar: np.ndarray
    laag: np.ndarray
    hoog: np.ndarray
    gelijk: csr_matrix
    minstens: csr_matrix

    @classmethod
    def van(
        cls,
        grenzen: Mapping[Cel, tuple[float, float]],
        verbanden: Iterable[tuple[Mapping[Cel, int], bool]],
        exact: Mapping[Cel, float],
    ) -> Stelsel:
        """The unknowns in the order of `grenzen`. Raises AssertionError where the truth is no world that fits."""
        plaats = {cel: i for i, cel in enumerate(grenzen)}
        rijen: dict[bool, list[Mapping[Cel, int]]] = {True: [], False: []}
        for termen, is_gelijk in verbanden:
            rijen[is_gelijk].append(termen)
        ends = np.array([*grenzen.values()], float).reshape(-1, 2)
        waar = np.array([exact[cel] for cel in grenzen], float)
        uit = cls(waar, ends[:, 0], ends[:, 1], _matrix(rijen[True], plaats), _matrix(rijen[False], plaats))
        uit._past(list(grenzen))
        return uit

    def _past(self, cellen: list[Cel]) -> None:
        """An attacker for whom the truth is impossible supposes what is not so: he would find too much, or nothing."""
        mis = np.flatnonzero((self.waar < self.laag - RUIS) | (self.waar > self.hoog + RUIS))
        assert not len(mis), [(cellen[i], self.waar[i], self.laag[i], self.hoog[i]) for i in mis[:5]]
        scheef = np.flatnonzero(np.abs(self.gelijk @ self.waar) > RUIS)
        assert not len(scheef), [cellen[i] for i in self.gelijk[scheef[0]].indices]
        scheef = np.flatnonzero(self.minstens @ self.waar < -RUIS)
        assert not len(scheef), [cellen[i] for i in self.minstens[scheef[0]].indices]

    def bundels(self, doel: np.ndarray) -> Iterator[np.ndarray]:
        """The unknowns that hang together with one of `doel`, piece by piece; small pieces together."""
        alle = abs(vstack([self.gelijk, self.minstens])).tocsr()
        _, stuk = connected_components(alle.T @ alle, directed=False)
        aantal = np.bincount(stuk)
        samen: list[int] = []
        for nummer in sorted(np.unique(stuk[doel]), key=lambda n: aantal[n]):
            samen.append(nummer)
            if aantal[samen].sum() >= BUNDEL:
                yield np.flatnonzero(np.isin(stuk, samen))
                samen = []
        if samen:
            yield np.flatnonzero(np.isin(stuk, samen))

    def deel(self, welke: np.ndarray) -> Stelsel:
        """A whole piece by itself."""
        gelijk, minstens = self.gelijk[:, welke], self.minstens[:, welke]
        return Stelsel(
            self.waar[welke],
            self.laag[welke],
            self.hoog[welke],
            gelijk[np.diff(gelijk.indptr) > 0],
            minstens[np.diff(minstens.indptr) > 0],
        )

    def uiterste(
        self, gewicht: np.ndarray, laag: np.ndarray | None = None, hoog: np.ndarray | None = None
    ) -> np.ndarray | None:
        """A world where the weighted sum is largest; None where it has no largest. `laag`, `hoog`: narrower bounds."""
        grenzen = np.stack([self.laag if laag is None else laag, self.hoog if hoog is None else hoog], axis=1)
        for voor in (True, False):
            # what the truth leaves of a row is noise of floats, or zero
            antwoord = linprog(
                -gewicht,
                A_eq=self.gelijk,
                b_eq=self.gelijk @ self.waar,
                A_ub=-self.minstens,
                b_ub=np.maximum(-(self.minstens @ self.waar), 0),
                bounds=grenzen,
                method="highs",
                options={"presolve": voor},
            )
            if antwoord.status == 0:
                return antwoord.x
            if antwoord.status == 3:
                return None
        # the truth fits, so there is an answer
        raise AssertionError(antwoord.message)


def _matrix(rijen: list[Mapping[Cel, int]], plaats: Mapping[Cel, int]) -> csr_matrix:
    ijk = [(i, plaats[c], w) for i, r in enumerate(rijen) for c, w in r.items()]
    i, j, w = zip(*ijk, strict=True) if ijk else ((), (), ())
    return csr_matrix((np.array(w, float), (i, j)), shape=(len(rijen), len(plaats)))


@dataclass
class Bereik:
    """The ends found of each unknown; `eigen`: they are exact, else it reaches at least from one to the other."""

    laag: np.ndarray
    hoog: np.ndarray
    eigen: np.ndarray
    programmas: int = 0

    def neem_op(self, welke: np.ndarray, wereld: np.ndarray | None) -> None:
        """What a program gave of these unknowns; None: no world."""
        self.programmas += 1
        if wereld is not None:
            self.laag[welke] = np.minimum(self.laag[welke], wereld)
            self.hoog[welke] = np.maximum(self.hoog[welke], wereld)


def zoek(stelsel: Stelsel, doel: np.ndarray, stap: np.ndarray, ruim: Ruim) -> Bereik:
    """How far apart the unknowns of `doel` can be: until each is `ruim`, or its own ends are known.

    `stap`: for each of `doel`, how far from the truth is surely far enough. A world that goes further shows no more.
    """
    bereik = Bereik(stelsel.waar.copy(), stelsel.waar.copy(), np.zeros(len(stelsel.waar), bool))
    for cellen in stelsel.bundels(doel):
        hier = np.isin(doel, cellen)
        _zoek_in(stelsel.deel(cellen), cellen, doel[hier], stap[hier], ruim, bereik)
    return bereik


def _zoek_in(deel: Stelsel, cellen: np.ndarray, doel: np.ndarray, stap: np.ndarray, ruim: Ruim, bereik: Bereik) -> None:
    """In a part by itself, with the numbers of its unknowns: all at once, with signs at random, then one by one."""
    plek, toeval = np.searchsorted(cellen, doel), np.random.default_rng(0)
    laag, hoog, gewicht = deel.laag.copy(), deel.hoog.copy(), np.zeros(len(cellen))
    laag[plek] = np.maximum(laag[plek], deel.waar[plek] - stap)
    hoog[plek] = np.minimum(hoog[plek], deel.waar[plek] + stap)
    gewicht[plek] = 1 / stap
    rest = _nauw(bereik, doel, ruim)
    for worp in range(WORPEN):
        teken = np.ones(len(rest)) if worp == 0 else toeval.choice([-1.0, 1.0], len(rest))
        kant = np.zeros(len(cellen))
        kant[np.searchsorted(cellen, rest)] = teken
        for richting in (1.0, -1.0):
            wereld = deel.uiterste(richting * kant * gewicht, laag, hoog)
            assert wereld is not None
            bereik.neem_op(cellen, wereld)
        over = _nauw(bereik, rest, ruim)
        klaar, rest = len(rest) - len(over), over
        if klaar <= 1 or not len(rest):
            break  # one by one takes no more programs
    for h in rest:
        # a world found for another may be a witness for this one
        if not len(_nauw(bereik, np.array([h]), ruim)):
            continue
        for richting, einde in ((1.0, bereik.hoog), (-1.0, bereik.laag)):
            wereld = deel.uiterste(richting * (cellen == h))
            if wereld is None:
                einde[h] = richting * np.inf
            bereik.neem_op(cellen, wereld)
        bereik.eigen[h] = True


def _nauw(bereik: Bereik, welke: np.ndarray, ruim: Ruim) -> np.ndarray:
    return welke[~ruim(welke, bereik.laag[welke], bereik.hoog[welke])]
