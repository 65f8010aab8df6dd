"""The sums and bounds between cells that any reader knows: the system of equations of an attacker. Solves nothing.

A relation is only taken in where the exact figures keep to it: one that does not hold leads an attacker astray, and
parts that are not all there do not add up. Which ones hold is not published, so an attacker knows less than this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

SLEUTEL = ["begrip", "gemeente_code", "periode", "vorm", "deel", "niveau", "wet", "voorziening", "reeks"]
CENT = 0.005
# a client has one class of cost or duration per cell: none declared in a voorziening, the highest in the wet. So who is
# in a class of a part need not be in that of the whole
PER_CEL = ("kosten", "duur")
NIETS = "kosten:zonder declaratie"  # but who declared nothing in all did so in each
# (terms with their sign, is it an equality): between begrippen of one cell; voorraad at the end or begin of a period
VASTE_VERBANDEN = (
    ({"begin": 1, "instroom": 1, "uitstroom": -1, "eind": -1}, True),
    ({"clienten": 1, "eind": -1}, False),
    ({"clienten": 1, "uitstroom": -1}, False),
    ({"begin": 1, "instroom": 1, "clienten": -1}, False),
)


@dataclass
class Stelsel:
    """Rows `onder <= A x <= boven` over the cells, as triplets until `matrix` is asked for."""

    aantal: int
    rijen: list[np.ndarray] = field(default_factory=list)
    kolommen: list[np.ndarray] = field(default_factory=list)
    waarden: list[np.ndarray] = field(default_factory=list)
    is_gelijk: list[np.ndarray] = field(default_factory=list)
    hoogte: int = 0
    # both are asked for by each who looks, once the system is whole
    _matrix: tuple[sparse.csr_matrix, np.ndarray] | None = None
    _samenhang: np.ndarray | None = None

    def voeg_toe(self, rij: np.ndarray, kolom: np.ndarray, waarde: np.ndarray, gelijk: np.ndarray) -> None:
        """Relations numbered from zero, as triplets; `gelijk`: = 0, else >= 0."""
        self._matrix = self._samenhang = None
        self.rijen.append(rij + self.hoogte)
        self.kolommen.append(kolom)
        self.waarden.append(waarde.astype(float))
        self.is_gelijk.append(gelijk)
        self.hoogte += len(gelijk)

    def matrix(self) -> tuple[sparse.csr_matrix, np.ndarray]:
        """The relations as rows, and which are equalities (the others are >= 0)."""
        if not self.hoogte:
            return sparse.csr_matrix((0, self.aantal)), np.zeros(0, bool)
        if self._matrix is None:
            plaats = (np.concatenate(self.rijen), np.concatenate(self.kolommen))
            a = sparse.csr_matrix((np.concatenate(self.waarden), plaats), shape=(self.hoogte, self.aantal))
            self._matrix = a, np.concatenate(self.is_gelijk)
        return self._matrix

    def samenhang(self) -> np.ndarray:
        """Per cell the number of the piece it is of: cells in two pieces share no relation, not by others either."""
        if self._samenhang is None:
            a, _ = self.matrix()
            stuk = connected_components(sparse.bmat([[None, a], [a.T, None]]), directed=False)[1]
            self._samenhang = stuk[a.shape[0] :]
        return self._samenhang


def maak_stelsel(
    cellen: pd.DataFrame, begrippen: Mapping[str, str], groepen: pd.DataFrame, leden: pd.DataFrame
) -> Stelsel:
    """All relations between cells (frame with SLEUTEL, jaar and exact; the index is the number of a cell).

    `groepen`: wet, voorziening, groep. `leden`: regio_code, wet, jaar, gemeente_code.
    """
    stelsel = Stelsel(len(cellen))
    plaats = pd.MultiIndex.from_frame(cellen[SLEUTEL])
    exact = cellen["exact"].to_numpy(float)
    som = cellen["begrip"].map(begrippen).to_numpy() == "som"
    klasse = cellen["deel"].map(soort_van).to_numpy(str)
    for dim, kind, ouder, altijd_som in _ouders(cellen, groepen, leden):
        nr = plaats.get_indexer(pd.MultiIndex.from_frame(ouder[SLEUTEL]))
        mag = (nr >= 0) & (nr != kind)
        soort = ouder["soort"].to_numpy()[mag]
        # only where a whole is split by that class, or a region by its members, does each part count in the whole
        los = np.isin(klasse[kind[mag]], PER_CEL) & (dim not in ("deel", "gebied"))
        half = cellen["deel"].to_numpy()[kind[mag]] == NIETS
        _tel_op(stelsel, exact, kind[mag], nr[mag], (som[kind] | altijd_som)[mag], soort, los, los & ~half, dim)
    _vast(stelsel, cellen, plaats, exact)
    return stelsel


def _ouders(cellen: pd.DataFrame, groepen: pd.DataFrame, leden: pd.DataFrame):
    """Per dimension: number of the part, key of its whole, and whether the parts add up although they are unique."""
    alle = cellen[[*SLEUTEL, "jaar"]].copy()
    alle["kind"] = np.arange(len(alle))
    alle["soort"] = ""

    voorziening = alle[alle["niveau"] == "voorziening"].merge(groepen, on=["wet", "voorziening"])
    yield "niveau", *_als(voorziening, niveau="groep", voorziening=voorziening["groep"]), False
    groep = alle[alle["niveau"] == "groep"]
    yield "niveau", *_als(groep, niveau="wet", voorziening="totaal"), False
    wet = alle[alle["niveau"] == "wet"]
    yield "niveau", *_als(wet, niveau="totaal", wet="totaal", voorziening="totaal"), False

    lid = alle.merge(leden_van(leden), on=["gemeente_code", "wet", "jaar"])
    een = alle[alle["niveau"] == "wet"].merge(voor_een_wet(leden), on=["gemeente_code", "wet", "jaar"])
    lid = pd.concat([lid, een.assign(niveau="totaal", wet="totaal", voorziening="totaal")])
    yield "gebied", *_als(lid, gemeente_code=lid["regio_code"]), True

    vorm = alle[alle["vorm"].isin(["zin", "pgb"])]
    yield "vorm", *_als(vorm, vorm="alle"), False

    delen = alle[alle["deel"] != ""]
    yield "deel", *_als(delen, deel=delen["deel"].map(bovendeel), soort=delen["deel"].map(soort_van)), True

    for van, naar in _TIJDVAKKEN:
        deel = alle[alle["periode"].str.fullmatch(van)]
        # a day between two months is no period
        yield f"tijd {van}", *_als(deel, periode=deel["periode"].map(naar)), False


def bovendeel(deel: str) -> str:
    """What a part is a part of: 'aanbieder:x|reden:y' of 'aanbieder:x', and that of ''."""
    return deel.rpartition("|")[0]


def soort_van(deel: str) -> str:
    """By what a part splits: 'reden' of 'aanbieder:x|reden:y'."""
    return deel.rpartition("|")[2].partition(":")[0]


def leden_van(leden: pd.DataFrame) -> pd.DataFrame:
    """The members of regions per wet and year, and under 'totaal' who is one for every wet that the region has.

    Of who takes part for one wet only, not her total but that wet is part of the total of the region: `voor_een_wet`.
    """
    haar, van_regio = _aantal_wetten(leden)
    totaal = leden[haar == van_regio].drop(columns="wet").drop_duplicates().assign(wet="totaal")
    return pd.concat([leden, totaal], ignore_index=True)


def voor_een_wet(leden: pd.DataFrame) -> pd.DataFrame:
    """Who is a member of a region for one wet only, of those that the region has."""
    haar, van_regio = _aantal_wetten(leden)
    return leden[(haar == 1) & (van_regio > 1)]


def _aantal_wetten(leden: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """For how many wetten each takes part, and how many the region has."""
    per = ["regio_code", "jaar"]
    haar = leden.groupby([*per, "gemeente_code"])["wet"].transform("nunique")
    return haar, leden.groupby(per)["wet"].transform("nunique")


def _kwartaal(maand: str) -> str:
    return f"{maand[:5]}Q{(int(maand[5:]) + 2) // 3}"


_TIJDVAKKEN = (
    (r"\d{4}-\d{2}", _kwartaal),
    (r"\d{4}-Q\d", lambda p: f"{p[:5]}H{(int(p[6:]) + 1) // 2}"),
    (r"\d{4}-Q\d", lambda p: p[:4]),
    (r"\d{4}-H\d", lambda p: p[:4]),
    (r"\d{4}-\d{2}", lambda p: p[:4]),
)


def _als(delen: pd.DataFrame, **anders: object) -> tuple[np.ndarray, pd.DataFrame]:
    return delen["kind"].to_numpy(), delen.assign(**anders)


def _tel_op(
    stelsel: Stelsel,
    exact: np.ndarray,
    kind: np.ndarray,
    ouder: np.ndarray,
    som: np.ndarray,
    soort: np.ndarray,
    los: np.ndarray,
    vrij: np.ndarray,
    dim: str,
) -> None:
    """Whole and parts: equal to the sum where that holds and may be assumed, else between the largest and the sum.

    `los`: parts that need not count in the whole. `vrij`: of which the whole may count others besides; such a part is
    the whole where it is the only one, and says nothing else.
    """
    if not len(kind):
        return
    delen = pd.DataFrame({"kind": kind, "ouder": ouder, "soort": soort, "som": som, "los": los, "vrij": vrij})
    delen["x"], delen["geheel"] = exact[kind], exact[ouder]
    per = delen.groupby(["ouder", "soort"], sort=False)
    delen["totaal"], delen["hoogste"] = per["x"].transform("sum"), per["x"].transform("max")
    delen["aantal"] = per["x"].transform("size")
    klopt = (delen["totaal"] - delen["geheel"]).abs() <= CENT
    gelijk = klopt & (delen["som"] | (delen["aantal"] == 1))
    _rijen(stelsel, delen[gelijk], is_gelijk=True)
    rest = delen[~gelijk]
    _rijen(stelsel, rest[(rest["totaal"] >= rest["geheel"]) & ~rest["vrij"]], is_gelijk=False)
    # each part is at most the whole; sums of amounts may be negative and say nothing of a part
    elk = rest[
        (rest["hoogste"] <= rest["geheel"])
        & ~rest["los"]
        & ~(rest["som"] & (dim != "deel") & (dim != "gebied") & (rest["x"] < 0))
    ]
    if len(elk):
        n = np.arange(len(elk))
        stelsel.voeg_toe(
            np.concatenate([n, n]),
            np.concatenate([elk["ouder"].to_numpy(), elk["kind"].to_numpy()]),
            np.repeat([1.0, -1.0], len(elk)),
            np.zeros(len(elk), bool),
        )


def _rijen(stelsel: Stelsel, delen: pd.DataFrame, *, is_gelijk: bool) -> None:
    """Sum of the parts minus the whole."""
    if not len(delen):
        return
    nr = delen.groupby(["ouder", "soort"], sort=False).ngroup().to_numpy()
    _, eerste = np.unique(nr, return_index=True)
    ouder = delen["ouder"].to_numpy()[eerste]
    stelsel.voeg_toe(
        np.concatenate([nr, np.arange(len(ouder))]),
        np.concatenate([delen["kind"].to_numpy(), ouder]),
        np.concatenate([np.ones(len(nr)), -np.ones(len(ouder))]),
        np.full(len(ouder), is_gelijk),
    )


def _vast(stelsel: Stelsel, cellen: pd.DataFrame, plaats: pd.MultiIndex, exact: np.ndarray) -> None:
    begrippen = {b for termen, _ in VASTE_VERBANDEN for b in termen}
    basis = cellen.loc[cellen["begrip"].isin(begrippen), SLEUTEL[1:]].drop_duplicates()
    basis = basis[~basis["periode"].str.startswith("m")].reset_index(drop=True)
    if basis.empty:
        return
    nummers = {}
    for naam in sorted(begrippen):
        sleutel = basis.assign(begrip="voorraad" if naam in ("begin", "eind") else naam)
        if naam in ("begin", "eind"):
            sleutel["periode"] = [moment(p, naam) for p in basis["periode"]]
        nummers[naam] = plaats.get_indexer(pd.MultiIndex.from_frame(sleutel[SLEUTEL]))
    for termen, moet_gelijk in VASTE_VERBANDEN:
        nrs = np.stack([nummers[b] for b in termen], axis=1)
        tekens = np.array(list(termen.values()), float)
        nrs = nrs[(nrs >= 0).all(axis=1)]
        uitkomst = (exact[nrs] * tekens).sum(axis=1)
        nrs = nrs[np.abs(uitkomst) <= CENT if moet_gelijk else uitkomst >= 0]
        n = np.repeat(np.arange(len(nrs)), len(tekens))
        stelsel.voeg_toe(n, nrs.ravel(), np.tile(tekens, len(nrs)), np.full(len(nrs), moet_gelijk))


def moment(periode: str, kant: str) -> str:
    """The border between two months at the begin or the end of a period: 'm' and the months since the year 0."""
    jaar, rest = int(periode[:4]), periode[5:]
    if not rest:
        eerste, lengte = 0, 12
    elif rest[0] in "QHK":
        lengte = 3 if rest[0] != "H" else 6
        eerste = (int(rest[-1]) - 1) * lengte
    else:
        eerste, lengte = int(rest) - 1, 1
    return f"m{jaar * 12 + eerste + (lengte if kant == 'eind' else 0)}"
