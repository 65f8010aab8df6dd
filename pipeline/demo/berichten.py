"""The generator's own records of messages: what is sent, by whom, when. How they look as XML stands in `xml`.

The truth of the messages (`regels`) is computed from these records, never from the files that are written from them.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.demo.personen import Persoon

HEEN = {"302": "301", "306": "305", "308": "307"}
VAN_GEMEENTE = ("301", "325")  # the sender is the gemeente; a retour keeps the header of what it answers


class ToewijzingRegel(NamedTuple):
    """One version of a toewijzing, as a 301 carries it. Days are whole numbers; None is absent."""

    nummer: int
    referentie: str | None
    categorie: str | None
    code: str | None
    datum: int
    tijd: str
    ingang: int
    eind: int | None
    reden: str | None
    volume: int | None
    eenheid: str | None
    frequentie: str | None
    budget: int | None


class StartRegel(NamedTuple):
    nummer: int | None
    categorie: str | None
    code: str | None
    ingang: int
    begin: int
    status: str


class StopRegel(NamedTuple):
    nummer: int | None
    categorie: str | None
    code: str | None
    ingang: int
    begin: int
    reden: str
    eind: int
    status: str


class VerzoekRegel(NamedTuple):
    referentie: str
    categorie: str
    code: str
    ingang: int
    eind: int | None
    volume: int
    eenheid: str
    frequentie: str
    verwijzer: str


class PrestatieRegel(NamedTuple):
    persoon: Persoon
    referentie: str
    vorig: str | None
    nummer: int
    categorie: str
    code: str
    begin: int
    eind: int
    volume: int
    eenheid: str
    tarief: int | None
    bedrag: int
    dc: str

    @property
    def centen(self) -> int:
        """The amount with its sign."""
        return self.bedrag if self.dc == "D" else -self.bedrag


class Bericht:
    """One message. `regels`: rows of its kind; of a retour the rows it judges, with their codes in `regelcodes`."""

    __slots__ = (
        "aanbieder", "antwoord", "antwoordcodes", "codes", "dagtekening", "declaratie", "gemeente", "heen_dagtekening",
        "identificatie", "maand", "persoon", "regelcodes", "regels", "retour", "soort", "toegekend", "totaal", "wet",
    )  # fmt: skip

    def __init__(
        self,
        wet: str,
        soort: str,
        gemeente: str,
        aanbieder: str,
        identificatie: str,
        dagtekening: int,
        regels: list,
        persoon: Persoon | None = None,
    ) -> None:
        self.wet, self.soort, self.gemeente, self.aanbieder = wet, soort, gemeente, aanbieder
        self.identificatie, self.dagtekening, self.regels, self.persoon = identificatie, dagtekening, regels, persoon
        self.retour: str | None = None
        self.heen_dagtekening = 0
        self.codes: tuple[str, ...] = ()
        self.regelcodes: list[str] = []
        self.declaratie = ""  # number of the declaratie (323, 325)
        self.maand = 0  # month of the DeclaratiePeriode (323)
        self.antwoord = True  # a 325 with a DeclaratieAntwoord
        self.antwoordcodes: tuple[str, ...] = ()
        self.totaal = 0  # cents with sign
        self.toegekend = 0

    @property
    def sleutel(self) -> tuple[str, str, str, str]:
        """What a retour names of the message it answers."""
        return self.wet, self.gemeente, self.aanbieder, self.identificatie


class Nummers:
    """Numbers that nobody else hands out: each part of the region has its own range."""

    def __init__(self, deel: int) -> None:
        self.deel, self.n, self.t = deel, 0, 0

    def identificatie(self, letter: str) -> str:
        """At most twelve characters, rising with the order in which messages are made."""
        self.n += 1
        return f"{letter}{self.deel:03d}{self.n:08d}"

    def referentie(self) -> str:
        """Number of a prestatie at the aanbieder."""
        self.n += 1
        return f"P{self.deel:04d}{self.n:09d}"

    def toewijzing(self) -> int:
        """Number of a toewijzing at the gemeente."""
        self.t += 1
        return 10_000_000 + self.deel * 1_000_000 + self.t


def maak_retour(heen: Bericht, soort: str, identificatie: str, dag: int) -> Bericht:
    """A retour on a message: header of the sender unchanged, own identification beside it."""
    b = Bericht(heen.wet, soort, heen.gemeente, heen.aanbieder, heen.identificatie, dag, [], heen.persoon)
    b.retour, b.heen_dagtekening = identificatie, heen.dagtekening
    return b
