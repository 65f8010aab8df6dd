"""Triangles for the tests of the run-off: published ones, and small ones by hand."""

import numpy as np

from pipeline.prognose.afloop import Driehoek

NAN = np.nan

# Reinsurance Association of America, Historical Loss Development 1991; Mack 1993 section 5. Cumulative, 1981-1990.
RAA = np.array([
    [5012, 8269, 10907, 11805, 13539, 16181, 18009, 18608, 18662, 18834],
    [106, 4285, 5396, 10666, 13782, 15599, 15496, 16169, 16704, NAN],
    [3410, 8992, 13873, 16141, 18735, 22214, 22863, 23466, NAN, NAN],
    [5655, 11555, 15766, 21266, 23425, 26083, 27067, NAN, NAN, NAN],
    [1092, 9565, 15836, 22169, 25955, 26180, NAN, NAN, NAN, NAN],
    [1513, 6445, 11702, 12935, 15852, NAN, NAN, NAN, NAN, NAN],
    [557, 4020, 10946, 12314, NAN, NAN, NAN, NAN, NAN, NAN],
    [1351, 6947, 13112, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
    [3133, 5395, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
    [2063, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
])  # fmt: skip

# Taylor and Ashe 1983; Mack 1993 section 6. Cumulative.
TAYLOR_ASHE = np.array([
    [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
    [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085, NAN],
    [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315, NAN, NAN],
    [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268, NAN, NAN, NAN],
    [443160, 1136350, 2128333, 2897821, 3402672, 3873311, NAN, NAN, NAN, NAN],
    [396132, 1333217, 2180715, 2985752, 3691712, NAN, NAN, NAN, NAN, NAN],
    [440832, 1288463, 2419861, 3483130, NAN, NAN, NAN, NAN, NAN, NAN],
    [359480, 1421128, 2864498, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
    [376686, 1363294, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
    [344014, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
])  # fmt: skip


def maanden(n: int, eerste: str = "2021-01") -> np.ndarray:
    """Consecutive months."""
    return np.datetime64(eerste, "M") + np.arange(n)


def uit_cumulatief(cumulatief: np.ndarray) -> Driehoek:
    """A triangle of a cumulative square, one row a month."""
    reeks = maanden(len(cumulatief))
    return Driehoek(reeks, np.diff(np.asarray(cumulatief, dtype=float), axis=1, prepend=0), reeks[-1])


def uit_patroon(bedragen: np.ndarray, patroon: list[float], eerste: str = "2021-01") -> Driehoek:
    """Every care month (its ultimate in `bedragen`) declared by the same pattern, known at the end of the last one."""
    reeks = maanden(len(bedragen), eerste)
    k = len(patroon) - 1
    leeftijd = np.minimum((reeks[-1] - reeks).astype(int), k)
    cellen = np.outer(bedragen, patroon)
    return Driehoek(reeks, np.where(np.arange(k + 1) <= leeftijd[:, None], cellen, NAN), reeks[-1])
