"""All pages of a question to an OData service, going on where an earlier attempt stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pipeline.ophalen.deel import Deel
from pipeline.ophalen.odata import Dienst, Tabelstand, Waarneming
from pipeline.ophalen.web import MB, Meld, OphaalFout

MEESTE_PAGINAS = 2_000


def haal_paginas(dienst: Dienst, deel: Deel, eerste: Sequence[str], stand: Tabelstand, meld: Meld) -> None:
    """Fetch every page that is not in yet; raises `OphaalFout` and keeps what came in."""
    bekend, deel.stappen = list(deel.stappen), []
    if bekend:
        meld(f"{stand.tabel}: {len(bekend)} pagina's van de vorige keer zijn er al")
    rijen = 0
    for begin in eerste:
        adres: str | None = begin
        while adres:
            if bekend and bekend[0]["adres"] == adres:
                stap = bekend.pop(0)
                deel.stappen.append(stap)
                adres = stap["volgende"]
                continue
            bekend = []  # another order of pages than the last time: what follows is fetched again
            inhoud, ruw = dienst.web.json(adres)
            rijen += sum(1 for _ in dienst.waarnemingen(inhoud, stand))
            volgende = dienst.volgende(adres, inhoud)
            deel.bewaar(adres, volgende, ruw)
            hoeveel = f"{rijen:,}".replace(",", ".")
            meld(f"{stand.tabel}: pagina {len(deel.stappen)}, {hoeveel} rijen")
            if deel.grootte() > dienst.web.grenzen.levering_mb * MB or len(deel.stappen) > MEESTE_PAGINAS:
                raise OphaalFout(
                    f"Tabel {stand.tabel} is groter dan de grens van {dienst.web.grenzen.levering_mb:g} MB of "
                    f"{MEESTE_PAGINAS} pagina's. Vraag minder (--jaar, --gemeente) of verhoog levering_mb in "
                    "bronnen.yml."
                )
            if volgende in {s["adres"] for s in deel.stappen}:
                raise OphaalFout(
                    f"Tabel {stand.tabel}: de dienst verwijst naar een pagina die er al is. Probeer het later."
                )
            adres = volgende


def lees_paginas(dienst: Dienst, deel: Deel, stand: Tabelstand) -> Iterable[Waarneming]:
    """The cells of all pages. In v4 those of one place come in more than one row."""
    for ruw in deel.paginas():
        yield from dienst.waarnemingen(json.loads(ruw, parse_float=str), stand)
