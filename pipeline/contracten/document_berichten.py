"""The part of docs/leveringscontract.md on care messages: what one delivers, what is kept of it, and what is not.

The tables of messages are no columns that one delivers; those of the other bronnen stand in `document`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.contracten.berichten import BERICHTTABELLEN
from pipeline.contracten.model import Kolom
from pipeline.inname.berichten.uitpakken import (
    GROOTSTE_BERICHT,
    GROOTSTE_BESTAND,
    GROOTSTE_INHOUD,
    GROOTSTE_ZIP,
    MB,
    MEESTE_LEDEN,
)
from pipeline.publicaties.opmaak import getal as als_tekst

GRENZEN = (
    ("één bericht", f"{GROOTSTE_BERICHT // MB} MiB na uitpakken"),
    ("één bestand", f"{GROOTSTE_BESTAND // MB} MiB"),
    ("één zip", f"{GROOTSTE_ZIP // MB} MiB, en {GROOTSTE_INHOUD // (1024 * MB)} GiB na uitpakken"),
    ("bestanden in een zip", als_tekst(MEESTE_LEDEN)),
)
SOORTEN_BERICHT = (
    ("301", "toewijzing", "toewijzing"),
    ("302", "retour op een 301", "retour"),
    ("305", "start van de levering", "start"),
    ("306", "retour op een 305", "retour"),
    ("307", "stop van de levering", "stop"),
    ("308", "retour op een 307", "retour"),
    ("315", "verzoek om toewijzing", "verzoek"),
    ("323", "declaratie", "prestatie"),
    ("325", "antwoord op een declaratie", "retour"),
)
BLIJFT_WEG = (
    "namen, adressen, telefoonnummers en e-mailadressen",
    "de dag en maand van geboorte: alleen het jaar blijft",
    "relaties, gezag, juridische status en wettelijke vertegenwoordigers",
    "commentaar en andere vrije tekst",
    "naam en nummer van de zorgverlener die verwees: alleen zijn soort blijft",
)

Tabelmaker = Callable[[Iterable[str], Iterable[Iterable[str]]], list[str]]


def berichten(tabel: Tabelmaker) -> list[str]:
    """The section on bron berichten; `tabel` makes a table of headings and rows."""
    regels = [
        "## Bron berichten",
        "",
        "De berichten van iWmo en iJw, release 3.0 tot en met 3.2, zoals gemeente en aanbieder ze wisselen. U levert "
        "de berichten zelf, ongewijzigd; u maakt er geen kolommen van. De tabellen hieronder zeggen wat het huis eruit "
        "overneemt.",
        "",
        "- Vormen: .xml, een .zip met berichten (ook in mappen), en base64 in een StUF-envelop.",
        "- Een levering is één bestand of één map. Berichten vullen elkaar aan en vervangen elkaar niet: hetzelfde "
        "bericht telt één keer, hoe vaak en in welke volgorde het ook binnenkomt.",
        "- De wet en de release blijken uit het bericht, niet uit de naam van het bestand.",
        "- Een bericht dat niet te lezen is, blijft als geheel apart, met een bevinding. De andere tellen mee.",
        "- Een burgerservicenummer wordt bij het inlezen een pseudoniem met sleutel; zie [Personen](#personen).",
        "",
        *tabel(("grens", "hoogstens"), GRENZEN),
        "",
        "### Welke berichten",
        "",
        *tabel(("bericht", "wat het is", "vult, naast bericht"), SOORTEN_BERICHT),
        "",
        "Andere berichten (316 tot en met 320) worden herkend en niet geladen.",
        "",
        "### Wat niet wordt overgenomen",
        "",
        *(f"- {wat}" for wat in BLIJFT_WEG),
        "",
        "### Wat wel wordt overgenomen",
        "",
        "Elke rij draagt ook waar zij vandaan komt: levering, bestand, element en het nummer daarvan in het bericht.",
    ]
    for t in BERICHTTABELLEN:
        regels += ["", f"#### {t.naam}", "", f"Een rij per {t.grein}.", ""]
        regels += tabel(("kolom", "soort", "altijd gevuld", "betekenis"), map(_rij, t.kolommen))
    return regels


def _rij(kolom: Kolom) -> tuple[str, str, str, str]:
    keuzes = f" (een van: {', '.join(kolom.keuzes)})" if kolom.keuzes else ""
    return kolom.naam, kolom.soort, "ja" if kolom.verplicht else "", kolom.omschrijving + keuzes
