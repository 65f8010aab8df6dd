"""What was known of every series at any month in the past, with or without a lag in the declarations. No forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.prognose.afloop import AfloopInstelling, Driehoek, bereken_afloop, driehoek_uit_rijen
from pipeline.prognose.reeks.maanden import Reeks
from pipeline.prognose.toets_invoer import Declaraties

_EPOCHE = 1970 * 12
# with a lag, a year counts as known when so many months have passed since its end
RIJP = 3


@dataclass(frozen=True, eq=False)
class Stand:
    """One series as it was known at the start of a month, in the unit of the series; None where it cannot be told.

    `reeks`: completed months. `geboekt`: what came in this year, whatever month it was for. `ytd`, `ytd_vorig`: this
    year's months, and last year's as known a year earlier. `totaal_vorig`: last year's total, as completed by now.
    """

    reeks: Reeks
    geboekt: float | None
    ytd: float
    ytd_vorig: float | None
    totaal_vorig: float | None


class Bron:
    """Series with their final values, and perhaps how the declarations came in.

    `reeksen`: the final values. `declaraties`: the rows of the triangle per series; a series that is only there gets
    its final values from the care months that are old enough. Series without declarations are known without lag.
    `groepen`: series to the group whose run-off pattern it shares (default: one group). Raises ValueError where rows
    do not make a triangle.
    """

    def __init__(
        self,
        reeksen: Sequence[Reeks],
        declaraties: Mapping[str, Declaraties] | None = None,
        *,
        groepen: Mapping[str, str] | None = None,
        instelling: AfloopInstelling | None = None,
    ) -> None:
        self._declaraties = dict(declaraties or {})
        self._driehoeken = _driehoeken(self._declaraties)
        self._groepen = dict(groepen or dict.fromkeys(self._driehoeken, "alle"))
        self._instelling = instelling
        waarheid = {r.naam: r for r in reeksen}
        for naam, driehoek in self._driehoeken.items():
            if naam not in waarheid:
                af = driehoek.leeftijd >= driehoek.max_vertraging
                waarheid[naam] = Reeks(naam, _nummer(driehoek.zorgmaanden[0]), driehoek.gedeclareerd[af])
        self.waarheid: dict[str, Reeks] = {naam: waarheid[naam] for naam in sorted(waarheid)}

    def heeft_vertraging(self, naam: str) -> bool:
        return naam in self._driehoeken

    def bekend_jaar(self, naam: str, jaar: int, maand: int) -> bool:
        """Whether a year may be used as known at the start of `maand`."""
        return (jaar + 1) * 12 + (RIJP if self.heeft_vertraging(naam) else 0) <= maand

    def standen(self, maand: int, namen: Sequence[str]) -> dict[str, Stand]:
        """Each of the series as known at the start of `maand` (month number)."""
        laat = [n for n in namen if n in self._driehoeken]
        voltooid = self._voltooid(maand) if laat else {}
        return {
            n: self._stand_met_vertraging(n, maand, voltooid[n]) if n in voltooid else self._stand(n, maand)
            for n in namen
        }

    def _stand(self, naam: str, maand: int) -> Stand:
        reeks, jaar = self.waarheid[naam].tot(maand), maand // 12
        ytd = float(reeks.stuk(jaar * 12, maand).sum())
        vorig = reeks.stuk((jaar - 1) * 12, maand - 12) if reeks.begin <= (jaar - 1) * 12 else None
        return Stand(reeks, ytd, ytd, None if vorig is None else float(vorig.sum()), reeks.jaartotaal(jaar - 1))

    def _voltooid(self, maand: int) -> dict[str, Reeks]:
        """The completed months of every series with a triangle: pooled, so all at once."""
        peil = np.datetime64(maand - 1 - _EPOCHE, "M")
        toen = {n: d.op(peil) for n, d in self._driehoeken.items() if d.zorgmaanden[0] <= peil}
        uit = {}
        for naam, afloop in bereken_afloop(toen, self._groepen, None, self._instelling).items():
            begin = _nummer(afloop.zorgmaanden[0])
            eerder = self.waarheid[naam]  # months before the triangle were final already
            ervoor = eerder.stuk(eerder.begin, begin) if eerder.begin < begin else np.empty(0)
            uit[naam] = Reeks(naam, begin - len(ervoor), np.concatenate([ervoor, afloop.uiteindelijk]))
        return uit

    def _stand_met_vertraging(self, naam: str, maand: int, voltooid: Reeks) -> Stand:
        rijen, jaar = self._declaraties[naam], maand // 12
        begin = _nummer(self._driehoeken[naam].zorgmaanden[0])
        geboekt_in = rijen.zorgmaand + rijen.vertraging

        def gedeclareerd(van: int, tot: int) -> float:
            """Care of the months from `van` to `tot`, declared before `tot`."""
            return float(rijen.bedrag[(rijen.zorgmaand >= van) & (rijen.zorgmaand < tot) & (geboekt_in < tot)].sum())

        geboekt = float(rijen.bedrag[(geboekt_in >= jaar * 12) & (geboekt_in < maand)].sum())
        vol = begin <= (jaar - 1) * 12  # otherwise the bills for older care are not in the triangle
        return Stand(
            voltooid,
            geboekt if vol else None,
            gedeclareerd(jaar * 12, maand),
            gedeclareerd((jaar - 1) * 12, maand - 12) if begin <= (jaar - 1) * 12 else None,
            voltooid.jaartotaal(jaar - 1),
        )


def _nummer(maand: np.datetime64) -> int:
    return int(maand.astype("datetime64[M]").astype(int)) + _EPOCHE


def _driehoeken(declaraties: Mapping[str, Declaraties]) -> dict[str, Driehoek]:
    if not declaraties:
        return {}
    grootste = max(int(d.vertraging.max()) for d in declaraties.values())
    peil = max(int((d.zorgmaand + d.vertraging).max()) for d in declaraties.values())
    return {
        naam: driehoek_uit_rijen(
            (d.zorgmaand - _EPOCHE).astype("datetime64[M]"),
            d.bedrag,
            vertraging=d.vertraging,
            peilmaand=np.datetime64(peil - _EPOCHE, "M"),
            max_vertraging=grootste,
        )
        for naam, d in declaraties.items()
    }
