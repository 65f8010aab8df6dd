"""The text of a message: what happened, which deliveries, and who must do what. Nothing is sent here.

Counted are findings and deliveries, never people or money. A delivery goes by its name (a burgerservicenummer in it is
blotted out at intake); a finding by its rule, never by its own text, which may quote a cell.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from pipeline.bevindingen import FOUT as REGEL_FOUT
from pipeline.bevindingen import REGELS
from pipeline.publicaties.databank import verbind

FOUT, GEWEIGERD, WAARSCHUWING, GESLAAGD = "fout", "geweigerd", "waarschuwing", "geslaagd"
SOORTEN = (FOUT, GEWEIGERD, WAARSCHUWING, GESLAAGD)
MEESTE = 10  # deliveries that are named; the rest is counted

# what is foreseen carries a message that was written for a reader; of any other error only its kind is told
VOORZIEN = frozenset({
    "Bezig", "BouwFout", "ControleFout", "GemengdFout", "Verouderd", "SleutelFout", "PaspoortFout",
})  # fmt: skip


@dataclass(frozen=True)
class Bericht:
    """One message. `soort` decides whether it is wanted; `onderwerp` is one line; `regels` are whole sentences."""

    soort: str
    onderwerp: str
    regels: tuple[str, ...]

    @property
    def tekst(self) -> str:
        return "\n".join(self.regels)


def van_fout(naam: str, melding: str) -> Bericht:
    """The message of a run that failed, from the class of its error and what that says."""
    oorzaak = melding if naam in VOORZIEN else f"een onverwachte fout ({naam})"
    wie = {
        "Bezig": "Wacht tot de andere verversing klaar is. Blijft dit zo, dan kijkt de data-analist welk proces "
        "bezig is.",
        "GemengdFout": "De data-analist zet de verzonnen leveringen in een eigen map.",
        "ControleFout": "De data-analist zoekt in de genoemde tabel wat niet klopt, en draait dan grip run.",
        "SleutelFout": "De data-analist herstelt de sleutel van de pseudoniemen (docs/analist.md) en draait dan "
        "grip run.",
    }.get(naam, "De data-analist bekijkt de oorzaak en draait dan grip run; lukt het niet, dan de beheerder.")
    regels = (
        "De verversing is niet gelukt. De vorige publicatie staat er nog en is gewoon te gebruiken.",
        f"Oorzaak: {' '.join(oorzaak.split())[:500]}",
        f"Wie doet wat: {wie}",
    )
    return Bericht(FOUT, "De verversing is niet gelukt", regels)


def van_publicatie(map_: Path) -> Bericht:
    """The message of a run that published, from what it published; `geslaagd` where nobody has to do anything."""
    con = verbind(map_ / "intern" / "grip.duckdb")
    try:
        geweigerd = [
            (levering, list(codes))
            for levering, codes in con.execute(
                "select l.levering, coalesce(list(distinct b.regel_code) filter (b.regel_code is not null), []) "
                "from marts.leveringen as l left join marts.bevindingen as b "
                "on b.levering = l.levering and b.ernst = 'fout' where l.uitkomst = 'geweigerd' group by 1 order by 1"
            ).fetchall()
        ]
        apart = con.execute(
            "select levering from marts.leveringen where uitkomst = 'rijen_apart' order by levering"
        ).fetchall()
        bevindingen = con.execute(
            "select eigenaar, count(*) from marts.bevindingen where ernst <> 'info' group by 1 order by 1"
        ).fetchall()
        prognose = 0
        with suppress(duckdb.Error):
            (prognose,) = con.execute("select count(*) from marts.waarschuwingen").fetchone() or (0,)
    finally:
        con.close()
    regels: list[str] = []
    for levering, codes in geweigerd[:MEESTE]:
        regels.append(f"Geweigerd: {levering}. {_waarom(codes)}")
    if len(geweigerd) > MEESTE:
        regels.append(f"Nog {len(geweigerd) - MEESTE} andere leveringen zijn geweigerd.")
    if geweigerd:
        regels.append("Een geweigerde levering telt niet mee, ook niet voor een deel.")
    if apart:
        rest = f" en nog {len(apart) - MEESTE}" if len(apart) > MEESTE else ""
        namen = ", ".join(n for (n,) in apart[:MEESTE]) + rest
        regels.append(f"Rijen apart gehouden in: {namen}. De rest van die leveringen telt mee.")
    for eigenaar, aantal in bevindingen:
        regels.append(f"Voor de {eigenaar}: {_aantal(aantal, 'bevinding', 'bevindingen')}.")
    if prognose:
        wat = _aantal(prognose, "waarschuwing", "waarschuwingen")
        regels.append(f"Voor de controller: {wat} bij de prognose.")
    if geweigerd:
        soort, kop = GEWEIGERD, _aantal(len(geweigerd), "levering", "leveringen") + " geweigerd"
    elif regels:
        soort, kop = WAARSCHUWING, "er is iets om naar te kijken"
    else:
        return Bericht(GESLAAGD, "De verversing is gelukt", ("De verversing is gelukt. Niemand hoeft iets te doen.",))
    waar = 'Waar: het blad Bevindingen van sturingsinformatie.xlsx, of grip query "select * from bevindingen".'
    return Bericht(soort, f"De verversing is gelukt, maar {kop}", ("De verversing is gelukt.", *regels, waar))


def _waarom(codes: list[str]) -> str:
    """Why a delivery was refused, and who acts: of the first rule that refuses a whole file."""
    bekend = [(c, REGELS[c]) for c in sorted(codes) if c in REGELS and REGELS[c].ernst == REGEL_FOUT]
    heel = [r for c, r in bekend if c.startswith(("bestand.", "levering."))] or [r for _, r in bekend]
    if not heel:
        return "De data-analist kijkt waarom."
    r = heel[0]
    wat = "levert een nieuw bestand" if r.eigenaar == "leverancier" else "lost dit op"
    return f"{r.omschrijving} De {r.eigenaar} {wat}."


def _aantal(n: int, een: str, meer: str) -> str:
    return f"{n} {een if n == 1 else meer}"


def met_afzender(bericht: Bericht, warehouse: Path) -> Bericht:
    """The message with the place it is about, for who has more than one."""
    return replace(bericht, regels=(*bericht.regels, f"Warehouse: {warehouse}"))
