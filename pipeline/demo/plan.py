"""How the demanded totals are spread over parts: who gets how many clients and euros. No person is drawn here.

A part (Deel) is a set of persons that is made, counted and written on its own: memory holds one part, whatever the size
of the whole. The counts of a region are the sum over its parts, since a person lives in one part only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.demo.gegevens import CLIENTEN, GEMEENTEN, GROEPEN, VERHUIZERS, Gemeente

DEELGROOTTE = 5_000  # clients in one part


@dataclass(frozen=True, slots=True)
class Deel:
    """A part: its gemeente (None: the people who move within the region), clients per groep and euros in cents."""

    nummer: int
    gemeente: Gemeente | None
    clienten: dict[str, int]
    centen: dict[str, int]


def verdeel(totaal: int, gewichten: Sequence[float]) -> list[int]:
    """A whole number over weights by largest remainder; the parts add up to it exactly."""
    som = sum(gewichten)
    if not som:
        return [0] * len(gewichten)
    ruw = [totaal * w / som for w in gewichten]
    uit = [int(x) for x in ruw]
    volgorde = sorted(range(len(ruw)), key=lambda i: (uit[i] - ruw[i], i))
    for i in volgorde[: totaal - sum(uit)]:
        uit[i] += 1
    return uit


def niveau(groep: str, clienten: int) -> tuple[int, int | None]:
    """Demanded clients and cents of a groep in the last twelve months, for a region of so many clients."""
    g = GROEPEN[groep]
    centen = None if g.euro is None else round(g.euro * 100 * clienten / CLIENTEN)
    return round(g.clienten * clienten / CLIENTEN), centen


def maak_plan(clienten: int) -> list[Deel]:
    """The parts of a region of so many clients, gemeente by gemeente, the movers last."""
    per_gemeente: dict[str, list[int]] = {}
    geld: dict[str, list[int]] = {}
    for naam, g in GROEPEN.items():
        aantal, centen = niveau(naam, clienten)
        telt = [x.jeugd_in_regio or g.wet == "wmo" for x in GEMEENTEN]
        gewichten = [x.inwoners * t for x, t in zip(GEMEENTEN, telt, strict=True)]
        verhuist = round(aantal * VERHUIZERS)
        delen = [*verdeel(aantal - verhuist, gewichten), verhuist]
        factoren = [*(x.factor for x in GEMEENTEN), 1.0]
        euros = verdeel(centen or 0, [n * f for n, f in zip(delen, factoren, strict=True)])
        # a gemeente whose youth belongs to another region has its own beside the published level
        for i, x in enumerate(GEMEENTEN):
            if not telt[i]:
                delen[i] = round(aantal * x.inwoners / sum(gewichten))
                euros[i] = round((centen or 0) * delen[i] / max(aantal, 1) * x.factor)
        per_gemeente[naam], geld[naam] = delen, euros
    uit: list[Deel] = []
    for i, gemeente in enumerate([*GEMEENTEN, None]):
        totaal = sum(per_gemeente[n][i] for n in GROEPEN)
        stukken = max(1, -(-totaal // DEELGROOTTE))
        aantallen = {n: verdeel(per_gemeente[n][i], [1.0] * stukken) for n in GROEPEN}
        for s in range(stukken):
            c = {n: aantallen[n][s] for n in GROEPEN}
            # shares of the euros follow the clients of the piece, the last one takes the rest
            e = {}
            for n in GROEPEN:
                tot = max(per_gemeente[n][i], 1)
                tot_nu, tot_voor = sum(aantallen[n][: s + 1]), sum(aantallen[n][:s])
                e[n] = geld[n][i] * tot_nu // tot - geld[n][i] * tot_voor // tot
            if any(c.values()):
                uit.append(Deel(len(uit), gemeente, c, e))
    return uit
