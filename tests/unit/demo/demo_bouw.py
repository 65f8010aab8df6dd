"""Hand-made records of messages for the tests of the demo's own rules: one gemeente, one aanbieder, readable days."""

from __future__ import annotations

from datetime import date

from pipeline.demo.berichten import (
    Bericht,
    PrestatieRegel,
    StartRegel,
    StopRegel,
    ToewijzingRegel,
    maak_retour,
)
from pipeline.demo.kalender import OPEN, iso
from pipeline.demo.personen import Persoon
from pipeline.demo.regels import Levering, beoordeel, leveringen

PEILDATUM, STIL_VOOR = date(2026, 6, 30).toordinal(), date(2025, 12, 1).toordinal()
IEMAND = Persoon(0, 999900031, "1948-03-09", "2", 0)


def dag(tekst: str | None) -> int | None:
    """The number of a day; None stays None."""
    return None if tekst is None else date.fromisoformat(tekst).toordinal()


class Verkeer:
    """Collects messages; identifications rise with the order of the calls."""

    def __init__(self) -> None:
        self.berichten: list[Bericht] = []

    def stuur(self, soort: str, op: str, *regels: object, wet: str = "wmo") -> Bericht:
        b = Bericht(wet, soort, "9991", "99990001", f"X{len(self.berichten):04d}", dag(op), list(regels), IEMAND)
        self.berichten.append(b)
        return b

    def retour(self, heen: Bericht, soort: str, op: str, codes: tuple = (), regelcode: str | None = None) -> Bericht:
        b = maak_retour(heen, soort, f"R{len(self.berichten):04d}", dag(op))
        b.codes = codes
        if regelcode is not None:
            b.regels, b.regelcodes = heen.regels, [regelcode] * len(heen.regels)
        self.berichten.append(b)
        return b

    def antwoord(
        self, heen: Bericht, op: str, *afgekeurd: str, codes: tuple = ("8001",), toegekend: int = 1
    ) -> Bericht:
        """A 325: the references that it rejects, the codes on the whole declaratie, and what it grants."""
        b = maak_retour(heen, "325", f"R{len(self.berichten):04d}", dag(op))
        b.regels = [x for x in heen.regels if x.referentie in afgekeurd]
        b.regelcodes = ["9321"] * len(b.regels)
        b.antwoordcodes, b.toegekend, b.codes = codes, toegekend, ("0200",)
        self.berichten.append(b)
        return b

    def spellen(self) -> list[tuple[str, str | None, str]]:
        """The spells of care: first day, last day (None: open), where the end comes from."""
        uit: list[Levering] = leveringen(self.berichten, beoordeel(self.berichten), PEILDATUM, STIL_VOOR)
        return sorted((iso(x.begin), None if x.eind == OPEN else iso(x.eind), x.eind_bron) for x in uit)

    def geld(self) -> list[tuple[str, str, int]]:
        """Reference, status and cents of every line of every 323."""
        return [(o.regel.referentie, o.status, o.regel.centen) for o in beoordeel(self.berichten)]


def toewijzing(nummer: int = 1, op: str = "2025-01-02", ingang: str = "2025-01-06", eind: str | None = None,
               reden: str | None = None, tijd: str = "09:00:00", categorie: str | None = "01") -> ToewijzingRegel:  # fmt: skip
    return ToewijzingRegel(nummer, None, categorie, None if categorie is None else "01A03", dag(op), tijd, dag(ingang),
                           dag(eind), reden, 180, "01", "2", None)  # fmt: skip


def start(begin: str, nummer: int | None = 1, status: str = "1", ingang: str = "2025-01-06") -> StartRegel:
    return StartRegel(nummer, "01", "01A03", dag(ingang), dag(begin), status)


def stop(begin: str, eind: str, reden: str = "19", nummer: int = 1, status: str = "1") -> StopRegel:
    return StopRegel(nummer, "01", "01A03", dag("2025-01-06"), dag(begin), reden, dag(eind), status)


def prestatie(referentie: str, van: str, tot: str, bedrag: int = 1000, dc: str = "D", nummer: int = 1,
              vorig: str | None = None) -> PrestatieRegel:  # fmt: skip
    return PrestatieRegel(IEMAND, referentie, vorig, nummer, "01", "01A03", dag(van), dag(tot), 10, "01", bedrag // 10,
                          bedrag, dc)  # fmt: skip
