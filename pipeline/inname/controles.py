"""Published figures against their own recomputation, as the layout asks: sums, growth, quotients, P x Q, signs.

Works on the sheet as published, before anything is renamed, so that subtotals and results can be checked that never
become a row. Both figures go into a finding and nothing is altered. A finding is a waarschuwing, but a fout where the
layout says `controletotaal: blokkerend`: then the file is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Any

from pipeline.bevindingen import FOUT, Bevinding
from pipeline.contracten.model import GROOTSTE
from pipeline.inname.bladrijen import Kop, Plaats, gegevensrijen, gevouwen, voldoet
from pipeline.inname.layout import Herkend
from pipeline.inname.lezers import Blad, Rij
from pipeline.inname.waarden import Getal, Notatie, Onleesbaar, Status, afgerond_gelijk, bepaal_notatie, lees_getal

BLOKKEREND = "blokkerend"
HONDERD = Decimal(100)
CENT = Decimal("0.01")
RUIM = Context(prec=100)  # the product of two figures that fit a column may not fit the default 28 digits


@dataclass(frozen=True, slots=True)
class Cel:
    """A number as published, and where it stands."""

    getal: Getal
    tekst: str
    rij: Rij | None
    kolom: str

    @property
    def waarde(self) -> Decimal:
        assert self.getal.waarde is not None
        return self.getal.waarde

    @property
    def marge(self) -> Decimal:
        """Half of the published precision: how far the true figure may be from the printed one."""
        return (self.getal.stap or Decimal(0)) / 2


# per kind of recomputation: the figure, and how far rounding of the parts can move it (None: parts count exactly)
Uitkomst = tuple[Decimal, Decimal]


def _plus(delen: list[list[Cel]]) -> Uitkomst | None:
    cellen = [c for deel in delen for c in deel]
    return (sum((c.waarde for c in cellen), Decimal(0)), sum((c.marge for c in cellen), Decimal(0))) if cellen else None


def _min(delen: list[list[Cel]]) -> Uitkomst | None:
    eerste, *rest = (_plus([d]) for d in delen)
    if eerste is None or None in rest:
        return None
    return eerste[0] - sum(r[0] for r in rest if r), eerste[1] + sum(r[1] for r in rest if r)


def _keer(delen: list[list[Cel]]) -> Uitkomst | None:
    if any(len(d) != 1 for d in delen):
        return None
    a, b = (d[0] for d in delen)
    return a.waarde * b.waarde, abs(a.waarde) * b.marge + abs(b.waarde) * a.marge


def _keer_pct(delen: list[list[Cel]]) -> Uitkomst | None:
    uitkomst = _keer(delen)
    return None if uitkomst is None else (uitkomst[0] / HONDERD, uitkomst[1] / HONDERD)


def _quotient(delen: list[list[Cel]]) -> Uitkomst | None:
    if any(len(d) != 1 for d in delen) or delen[1][0].waarde == 0:
        return None
    return delen[0][0].waarde / delen[1][0].waarde, Decimal(0)


def _groei(delen: list[list[Cel]]) -> Uitkomst | None:
    if any(len(d) != 1 for d in delen) or delen[0][0].waarde == 0:
        return None
    oud, nieuw = delen[0][0].waarde, delen[1][0].waarde
    return (nieuw - oud) / abs(oud) * HONDERD, Decimal(0)


def _som_product(delen: list[list[Cel]]) -> Uitkomst | None:
    """Sum over the rows of the product of their cells; rows that miss one do not take part."""
    per_rij: dict[int, list[Cel]] = defaultdict(list)
    for deel in delen:
        for cel in deel:
            if cel.rij is not None:
                per_rij[cel.rij.regel].append(cel)
    paren = [_keer([[a] for a in cellen]) for cellen in per_rij.values() if len(cellen) == len(delen)]
    volledig = [p for p in paren if p is not None]
    return (sum((p[0] for p in volledig), Decimal(0)), sum((p[1] for p in volledig), Decimal(0))) if volledig else None


BEWERKINGEN: dict[str, tuple[Callable[[list[list[Cel]]], Uitkomst | None], str]] = {
    "plus": (_plus, "de som van de delen"),
    "min": (_min, "het verschil van de delen"),
    "keer": (_keer, "het product van de factoren"),
    "keer_pct": (_keer_pct, "het percentage van het bedrag"),
    "quotient": (_quotient, "het quotiënt van de delen"),
    "groei": (_groei, "de groei in procenten"),
    "som_product": (_som_product, "de som van prijs maal volume"),
}
# rounding of the parts explains nothing here: the published figure is compared in its own precision
IN_EIGEN_PRECISIE = ("quotient", "groei", "min", "keer", "keer_pct")


def controleer(blad: Blad, herkend: Herkend, plaats: Plaats) -> list[Bevinding]:
    """The findings of all checks that the layout of a sheet asks for."""
    bladlezer = _Bladlezer(blad, herkend, plaats)
    return [b for controle in herkend.layout.controles for b in bladlezer.voer_uit(controle)]


class _Bladlezer:
    def __init__(self, blad: Blad, herkend: Herkend, plaats: Plaats) -> None:
        self.kop, self.plaats, self.layout = Kop(herkend, blad), plaats, herkend.layout
        self.rijen, _ = gegevensrijen(blad, herkend, plaats)
        self._notatie: dict[str, Notatie | None] = {}

    def voer_uit(self, controle: dict[str, Any]) -> Iterator[Bevinding]:
        if controle["code"] == "controle.teken":
            yield from self._tekens(controle)
            return
        for groep in self._groepen(controle):
            for kolom in controle.get("kolommen", [None]):
                for cel in self._cellen(groep, controle["gepubliceerd"], kolom):
                    gevonden = self._vergelijk(controle, groep, kolom, cel)
                    if gevonden:
                        yield gevonden

    def _groepen(self, controle: dict[str, Any]) -> list[list[Rij]]:
        if controle.get("per_rij"):
            return [[rij] for rij in self.rijen]
        groepen: dict[tuple[str, ...], list[Rij]] = defaultdict(list)
        for rij in self.rijen:
            groepen[tuple(gevouwen(self.kop.cel(rij, k)) for k in controle.get("per", []))].append(rij)
        return list(groepen.values())

    def _cellen(
        self, rijen: list[Rij], kiezer: dict[str, Any], kolom: str | None, *, zijn_delen: bool = False
    ) -> list[Cel]:
        """The readable numbers that a selector points at; an empty cell takes no part.

        `zijn_delen`: none at all where one of them is open, secret, unknown or unreadable, for then nothing can be
        recomputed from the rest.
        """
        if "getal" in kiezer:
            getal = lees_getal(Decimal(kiezer["getal"]), "getal")
            return [Cel(getal, str(kiezer["getal"]), None, "")]
        naam = kiezer.get("kolom", kolom)
        filter_ = {k: v for k, v in kiezer.items() if k != "kolom"}
        uit = []
        for rij in rijen:
            cel = self.kop.cel(rij, naam)
            if cel is None or not voldoet(rij, self.kop, filter_):
                continue
            getal = self._getal(naam, cel)
            if getal is not None and getal.waarde is not None:
                uit.append(Cel(getal, str(cel), rij, self.kop.naam(naam)))
            elif zijn_delen:
                return []
        return uit

    def _getal(self, naam: str, cel: Any) -> Getal | None:
        if naam not in self._notatie:
            self._notatie[naam] = self.layout.notatie or bepaal_notatie(self.kop.cel(r, naam) for r in self.rijen)
        for soort in ("getal", "pct", "bedrag"):
            try:
                getal = lees_getal(cel, soort, self._notatie[naam])  # type: ignore[arg-type]
            except Onleesbaar:
                continue
            return None if getal.waarde is not None and abs(getal.waarde) >= GROOTSTE["getal"] else getal
        return None

    def _vergelijk(self, controle: dict[str, Any], groep: list[Rij], kolom: str | None, cel: Cel) -> Bevinding | None:
        delen = [self._cellen(groep, kiezer, kolom, zijn_delen=True) for kiezer in controle["delen"]]
        if any(not d for d in delen):
            return None
        bewerking, woorden = BEWERKINGEN[controle["is"]]
        uitkomst = bewerking(delen)
        if uitkomst is None:
            return None
        herrekend, marge = uitkomst
        gepubliceerd = cel.getal
        if "stap" in controle:
            gepubliceerd = Getal(Status.WAARDE, cel.waarde, stap=Decimal(controle["stap"]))
        if controle["is"] in IN_EIGEN_PRECISIE:
            klopt = afgerond_gelijk(gepubliceerd, herrekend)
        elif controle["is"] == "som_product":
            klopt = abs(cel.waarde - herrekend) <= marge + cel.marge
        else:
            klopt = cel.waarde == herrekend
        if klopt:
            return None
        return self._bevinding(controle, cel, herrekend, marge, woorden)

    def _bevinding(
        self, controle: dict[str, Any], cel: Cel, herrekend: Decimal, marge: Decimal, woorden: str
    ) -> Bevinding:
        verschil = cel.waarde - herrekend
        melding = f"Gepubliceerd staat {nl(cel.waarde)}; {woorden} is {nl(herrekend)} (verschil {nl(verschil)}). "
        blokkeert = controle.get("controletotaal") == BLOKKEREND
        melding += (
            "De levering is geweigerd, want de indeling laat dit controletotaal blokkeren. Lever een verbeterd bestand."
            if blokkeert
            else "Het cijfer is ongewijzigd overgenomen."
        )
        if marge and abs(verschil) <= marge + cel.marge:
            melding += " Afronding van de delen kan het verschil verklaren."
        if controle.get("uitleg"):
            melding += f" Let op: {controle['uitleg']}."
        gevonden = self.plaats.bevinding(
            controle["code"],
            melding,
            regel=cel.rij.regel if cel.rij else None,
            kolom=cel.kolom,
            waarde=cel.tekst,
            verwacht=nl(herrekend),
            verschil=verschil.quantize(Decimal("1E-8"), context=RUIM) if abs(verschil) < GROOTSTE["getal"] else None,
        )
        return replace(gevonden, ernst=FOUT) if blokkeert else gevonden

    def _tekens(self, controle: dict[str, Any]) -> Iterator[Bevinding]:
        """Cells whose sign differs from that of most cells of their kind in the file."""
        kiezer = controle["delen"][0]
        cellen = [c for kolom in controle["kolommen"] for c in self._cellen(self.rijen, kiezer, kolom) if c.waarde]
        plussen = sum(c.waarde > 0 for c in cellen)
        meeste = 1 if plussen * 2 >= len(cellen) else -1
        woord = {1: "plus", -1: "min"}
        for c in sorted(cellen, key=lambda c: (c.rij.regel if c.rij else 0, c.kolom)):
            if c.waarde * meeste < 0 and c.rij is not None:
                yield self.plaats.bevinding(
                    "controle.teken",
                    f"Dit bedrag staat als {woord[-meeste]}, de meeste bedragen van deze soort in het bestand als "
                    f"{woord[meeste]}. Het teken is ongewijzigd overgenomen. Let op: {controle['uitleg']}.",
                    regel=c.rij.regel,
                    kolom=c.kolom,
                    waarde=c.tekst,
                    verwacht=f"een bedrag als {woord[meeste]}",
                )


def nl(getal: Decimal) -> str:
    """A number as Dutch text, at most two decimals: 1.234,5."""
    afgerond = getal.quantize(CENT, context=RUIM)
    tekst = f"{afgerond:,.2f}".rstrip("0").rstrip(".")
    return tekst.translate(str.maketrans(",.", ".,"))
