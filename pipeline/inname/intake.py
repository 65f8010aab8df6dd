"""One delivery from bytes to landing rows: read, recognise, check, convert. The same for `grip run` and `grip check`.

Nothing is written here. The outcome says what the delivery would do: accepted, accepted with rows kept apart, or
refused as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.bevindingen import FOUT, REGELS, Bevinding
from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.contracten.model import GETALSOORTEN, controleer, landingschema
from pipeline.inname import controles
from pipeline.inname.bladrijen import Kop, Plaats
from pipeline.inname.codelijsten import Codelijsten, sleutel
from pipeline.inname.layout import Herkend, Layout, gebruikte_koppen, herken, laad_layouts
from pipeline.inname.lezers import Blad, LeesFout, lees
from pipeline.inname.omzetten import ontdubbel, zet_om
from pipeline.inname.paspoort import BEDEKT, Levering
from pipeline.inname.personen import gaat_over_personen, heeft_bsn_op_verkeerde_plek, nooit_gelezen, plek_van_personen
from pipeline.privacy.pseudoniem import Sleutel, SleutelFout, laad_sleutel

GEACCEPTEERD, RIJEN_APART, GEWEIGERD = "geaccepteerd", "rijen_apart", "geweigerd"


@dataclass
class Bestand:
    """What one file gave: outcome, rows read and kept apart, exact sums per numeric column."""

    naam: str
    uitkomst: str = GEACCEPTEERD
    rijen: int = 0
    aparte_regels: set[tuple[str | None, int]] = field(default_factory=set)
    controletotalen: dict[str, Decimal] = field(default_factory=dict)
    layouts: list[str] = field(default_factory=list)
    apart_geteld: int = 0  # rows of messages are counted, not listed
    is_bezet: bool = False  # it could not be opened now: a lock, a drive that is away

    @property
    def apart(self) -> int:
        return len(self.aparte_regels) + self.apart_geteld


@dataclass
class Inname:
    """What one delivery gave. `tabellen` is empty where it was refused.

    A delivery of messages is too large to hold: its rows stand in parts that are written already (`delen`), and its
    outcome does not follow from that of one file.
    """

    bestanden: list[Bestand]
    tabellen: dict[str, pa.Table]
    bevindingen: list[Bevinding]
    delen: dict[str, list[int]] = field(default_factory=dict)
    als_geheel: str | None = None

    @property
    def is_bezet(self) -> bool:
        """A file of it could not be opened: what came of it says nothing about the delivery."""
        return any(b.is_bezet for b in self.bestanden)

    @property
    def uitkomst(self) -> str:
        if self.als_geheel:
            return self.als_geheel
        uitkomsten = {b.uitkomst for b in self.bestanden} or {GEWEIGERD}
        return next(u for u in (GEWEIGERD, RIJEN_APART, GEACCEPTEERD) if u in uitkomsten)


def neem_in(levering: Levering, landingsleutel: str = "", lijsten: Codelijsten | None = None) -> Inname:
    """Read a whole delivery; one file that is refused refuses it all, so that no half delivery counts."""
    lijsten = lijsten or Codelijsten()
    layouts = laad_layouts(levering.bron)
    bestanden, bevindingen = [], []
    rijen: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pad in levering.bestanden:
        bestand, eigen, gevonden = lees_bestand(pad, levering, layouts, lijsten)
        bestanden.append(bestand)
        bevindingen += gevonden
        for tabel, lijst in eigen.items():
            rijen[tabel] += lijst
    if not bestanden:
        melding = "De map bevat geen bestand dat gelezen kan worden. Zet de bestanden erin, of verwijder de map."
        bevindingen.append(Plaats(levering.id, levering.id, None).bevinding("bestand.leeg", melding))
    inname = Inname(bestanden, {}, bevindingen)
    if inname.uitkomst == GEWEIGERD:
        return inname
    for naam, lijst in rijen.items():
        inname.tabellen[naam] = _landingtabel(naam, lijst, landingsleutel, inname)
    return inname


def lees_bestand(
    pad: Path, levering: Levering, layouts: list[Layout], lijsten: Codelijsten
) -> tuple[Bestand, dict[str, list[dict[str, Any]]], list[Bevinding]]:
    """One file: its outcome, its rows per table, its findings. A refused file has no rows."""
    bestand = Bestand(levering.bestandsnaam(pad))
    rijen: dict[str, list[dict[str, Any]]] = defaultdict(list)
    bevindingen: list[Bevinding] = []

    def weiger(regel_code: str, melding: str, **velden: Any) -> tuple[Bestand, dict[str, Any], list[Bevinding]]:
        bestand.uitkomst = GEWEIGERD
        plaats = Plaats(levering.id, bestand.naam, None)
        return bestand, {}, [*bevindingen, plaats.bevinding(regel_code, melding, **velden)]

    if levering.bron not in BRONNEN:
        return weiger(
            "levering.bron_onbekend",
            f"De map '{levering.bron}' is geen bron. Verwacht een van: {', '.join(BRONNEN)}. "
            "Verplaats de levering naar de map van haar bron.",
        )
    if BEDEKT in bestand.naam:
        return weiger(
            "bestand.persoonsgegevens",
            f"{bestand.naam}: in de naam staat een burgerservicenummer (hier onleesbaar gemaakt). Er is niets van "
            "overgenomen. Geef het bestand een naam zonder persoonsgegevens en lever het opnieuw.",
        )
    mag_personen = any(TABELLEN[t].heeft_personen for t in BRONNEN[levering.bron])
    geheim: Sleutel | None = None
    if mag_personen:
        try:
            geheim = laad_sleutel()
        except SleutelFout as fout:
            return weiger("levering.sleutel", f"{bestand.naam} is niet gelezen. {fout}")
        except OSError as fout:
            melding = f"{bestand.naam} is niet gelezen: het sleutelbestand is niet te gebruiken ({fout.strerror})."
            return weiger("levering.sleutel", melding)
    try:
        bladen = lees(pad)
    except LeesFout as fout:
        return weiger(fout.regel_code, fout.melding, regel=fout.regel)
    except OSError as fout:
        bestand.is_bezet = True
        return weiger(
            "bestand.codering",
            f"{bestand.naam}: het bestand is niet te openen ({fout.strerror}). De volgende keer wordt het gelezen.",
        )

    herkend_blad = False
    for blad in bladen:
        plaats = Plaats(levering.id, bestand.naam, blad.naam)
        herkend = herken(blad, levering.bron, layouts)
        if mag_personen and heeft_bsn_op_verkeerde_plek(blad, herkend):
            return weiger(
                "bestand.persoonsgegevens",
                f"{bestand.naam}: een burgerservicenummer staat in een kolom die niet voor personen is, of in de naam "
                "van een blad. Er is niets overgenomen. Kijk of kolommen verschoven zijn en lever opnieuw.",
            )
        plek = None if mag_personen else plek_van_personen(blad, herkend)
        if plek is not None:
            waar = f"{bestand.naam}, regel {plek}" if plek else bestand.naam
            return weiger(
                "bestand.persoonsgegevens",
                f"{waar}: deze bron is niet voor personen, maar het bestand heeft een kolom of cel met "
                "persoonsgegevens. Er is niets van overgenomen. Verwijder de gegevens over personen en lever opnieuw.",
                regel=plek or None,
            )
        for code, regel, melding in blad.opmerkingen:
            bevindingen.append(plaats.bevinding("lezen.opmerking", f"{melding} ({code})", regel=regel))
        if herkend is None:
            if blad.rijen and len(bladen) > 1:
                bevindingen.append(
                    plaats.bevinding("blad.niet_herkend", f"Blad '{blad.naam}' heeft geen herkende kopregel.")
                )
            continue
        herkend_blad = True
        if blad.verborgen:
            melding = f"Blad '{blad.naam}' is verborgen. Het is wel gelezen."
            bevindingen.append(plaats.bevinding("lezen.opmerking", melding))
        if afgekapt := _afgekapt(pad, blad, herkend):
            return weiger(
                "bestand.afgekapt",
                f"{bestand.naam}, regel {afgekapt}: de laatste regel heeft minder cellen dan alle andere. Het bestand "
                "is waarschijnlijk afgebroken bij het kopiëren; lever het opnieuw.",
                regel=afgekapt,
            )
        bevindingen += _drift(blad, herkend, plaats)
        nagerekend = controles.controleer(blad, herkend, plaats)
        bevindingen += nagerekend
        if any(b.ernst == FOUT for b in nagerekend):
            bestand.uitkomst = GEWEIGERD
            return bestand, {}, bevindingen
        omgezet = zet_om(blad, herkend, plaats, lijsten, geheim)
        bevindingen += omgezet.bevindingen
        bestand.rijen += omgezet.gelezen
        bestand.aparte_regels |= {(blad.naam, regel) for regel in omgezet.apart}
        bestand.layouts.append(herkend.layout.naam)
        for tabel, lijst in omgezet.rijen.items():
            rijen[tabel] += lijst
    if not herkend_blad:
        verwacht = "; ".join(
            ", ".join(k.naam + ("" if k.verplicht else "?") for k in TABELLEN[t].kolommen)
            for t in BRONNEN[levering.bron]
        )
        return weiger(
            "bestand.niet_herkend",
            f"{bestand.naam}: geen kopregel gevonden met de kolommen van bron {levering.bron}. Verwacht: {verwacht} "
            "(? is facultatief), of een kop uit pipeline/inname/layouts.",
        )
    if bestand.rijen == 0:
        return weiger(
            "bestand.geen_rijen", f"{bestand.naam}: onder de kopregel staan geen rijen. Er is niets gewijzigd."
        )
    if not any(rijen.values()):
        return weiger(
            "rij.contract",
            f"{bestand.naam}: geen enkele van de {bestand.rijen} rijen is te lezen; zie de bevindingen per regel.",
        )
    bestand.uitkomst = RIJEN_APART if bestand.apart else GEACCEPTEERD
    bestand.controletotalen = _controletotalen(rijen)
    return bestand, dict(rijen), bevindingen


def _controletotalen(rijen: dict[str, list[dict[str, Any]]]) -> dict[str, Decimal]:
    """The exact sum per numeric column without (sub)totals, for the sender to compare."""
    totalen: dict[str, Decimal] = defaultdict(Decimal)
    with localcontext(prec=60):
        for tabel, lijst in rijen.items():
            for kolom in TABELLEN[tabel].kolommen:
                if kolom.soort in GETALSOORTEN:
                    for rij in lijst:
                        if rij.get(kolom.naam) is not None and rij.get("is_totaal") != "ja":
                            totalen[f"{tabel}.{kolom.naam}"] += Decimal(rij[kolom.naam])
    return dict(totalen)


def _afgekapt(pad: Path, blad: Blad, herkend: Herkend) -> int | None:
    """The line of a last row that is shorter than all others and has no line end: there a copy broke off; else None.

    A short last row with a line end is a footnote, and is judged as any row.
    """
    rijen = blad.rijen[herkend.koprij + 1 :]
    if blad.naam is not None or len(rijen) < 2 or pad.read_bytes()[-2:].strip(b"\0").endswith((b"\n", b"\r")):
        return None
    breedte = len(rijen[0].cellen)
    if breedte > 1 and all(len(r.cellen) == breedte for r in rijen[:-1]) and len(rijen[-1].cellen) < breedte:
        return rijen[-1].regel
    return None


def _drift(blad: Blad, herkend: Herkend, plaats: Plaats) -> list[Bevinding]:
    if not herkend.layout.naam.startswith("canoniek:"):
        return []
    gebruikt = gebruikte_koppen(herkend.layout)
    met_personen = any(e.tabel.heeft_personen for e in herkend.layout.emissies)
    weg = nooit_gelezen(herkend)
    uit, gezien = [], set()
    for i, naam in enumerate(Kop(herkend, blad).namen):
        over_personen = met_personen and sleutel(naam) not in gebruikt and gaat_over_personen(naam)
        if naam and (over_personen or i in weg):
            melding = f"Kolom '{naam}' kan over personen gaan en is niet overgenomen. Laat haar liever weg."
            regel = blad.rijen[herkend.koprij].regel
            uit.append(plaats.bevinding("kolom.persoonsgegeven", melding, regel=regel, kolom=naam))
            continue
        reden = "hoort niet bij het contract van de bron" if sleutel(naam) not in gebruikt else "staat er al"
        if naam and (sleutel(naam) not in gebruikt or sleutel(naam) in gezien):
            melding = f"Kolom '{naam}' {reden} en is niet gelezen."
            regel = blad.rijen[herkend.koprij].regel
            uit.append(plaats.bevinding("kolom.onbekend", melding, regel=regel, kolom=naam))
        gezien.add(sleutel(naam))
    return uit


def _landingtabel(naam: str, rijen: list[dict[str, Any]], landingsleutel: str, inname: Inname) -> pa.Table:
    """Rows of one table as Arrow: doubles out, contract checked, provenance complete."""
    tabel = TABELLEN[naam]
    goed, dubbel = ontdubbel(tabel, rijen)
    for rij, code in dubbel:
        _houd_apart(inname, rij, code, f"{REGELS[code].omschrijving} ({tabel.grein})")
    for rij in goed:
        rij["sleutel"] = landingsleutel or "0" * 64
    arrow = pa.Table.from_pylist(goed, schema=landingschema(tabel))
    fouten: dict[int, list[str]] = defaultdict(list)
    for index, kolom in controleer(tabel, arrow):
        fouten[index].append(kolom)
    for index, kolommen in fouten.items():
        _houd_apart(
            inname, goed[index], "rij.contract", f"De rij voldoet niet aan het contract in {', '.join(kolommen)}."
        )
    if fouten:
        arrow = arrow.filter(pa.array([i not in fouten for i in range(len(goed))]))
    return arrow


def _houd_apart(inname: Inname, rij: dict[str, Any], code: str, melding: str) -> None:
    plaats = Plaats(rij["levering"], rij["bestand"], rij["blad"])
    inname.bevindingen.append(plaats.bevinding(code, f"Regel {rij['regel']}: {melding}", regel=rij["regel"]))
    if REGELS[code].ernst == FOUT:
        bestand = next(b for b in inname.bestanden if b.naam == rij["bestand"])
        bestand.aparte_regels.add((rij["blad"], rij["regel"]))
        bestand.uitkomst = RIJEN_APART
