"""Rows of one landing table from columns of raw text: converted, held against the contract and the code lists.

A row that breaks a rule is kept apart with a finding; a finding names file, element, number and column, and quotes a
value only where it is a code. What the columns are is the contract's to say; which raw column fills them, `tabellen`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bevindingen import Bevinding, bevinding
from pipeline.contracten.inname import TABELLEN
from pipeline.contracten.model import Kolom, landingschema
from pipeline.inname.berichten import codes, kolommen
from pipeline.inname.berichten.kolommen import Masker, Pseudoniemen

MEESTE = 100  # findings of one rule in one message, one by one; then a count
PATRONEN = {  # text of a fixed form: what else could stand there belongs to nobody's landing
    "productcode": r"[0-9A-Za-z]{1,8}",
    "referentienummer": kolommen.KENMERK,
    "vorig_referentienummer": kolommen.KENMERK,
    "retourcodes": r"[0-9A-Za-z]{4}(?: [0-9A-Za-z]{4})*",
}
VERWACHT = {
    "datum": "een datum als jjjj-mm-dd",
    "geheel": f"een geheel getal van nul of meer, hooguit {kolommen.MEESTE_CIJFERS} cijfers",
    "euro": f"een bedrag in hele centen, hooguit {kolommen.MEESTE_CIJFERS} cijfers",
    "tekst": "een tekst in de vorm van de standaard",
    "keuze": "een code uit de codelijst",
}
CODE = re.compile(r"[0-9A-Za-z]{1,4}")


@dataclass(frozen=True)
class Context:
    """What every row of a delivery shares: its key in the landing, its name, and the pseudonyms."""

    sleutel: str
    levering: str
    pseudoniemen: Pseudoniemen


@dataclass
class Koppen:
    """Per message the columns that every row repeats, and which messages are refused."""

    namen: list[str]
    kolommen: dict[str, pa.Array]
    weg: Masker


@dataclass
class Rijen:
    """The rows of one table in the making. `bericht`: per row the message it stands in."""

    context: Context
    tabel: str
    blad: str
    koppen: Koppen
    bericht: np.ndarray
    regel: np.ndarray
    labels: Mapping[str, str]
    waarden: dict[str, pa.Array] = field(default_factory=dict)
    fouten: list[tuple[str, str, Masker, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.apart = np.zeros(len(self.bericht), bool)
        plek = pa.array(self.bericht)
        for naam, kolom in self.koppen.kolommen.items():
            self.waarden[naam] = kolom.take(plek)

    def fout(self, regel_code: str, kolom: str, masker: Masker, verwacht: str) -> None:
        """Rows that break a rule."""
        if masker.any():
            self.fouten.append((regel_code, kolom, masker, verwacht))
            self.apart |= masker

    def vul(self, ruw: Mapping[str, pa.Array]) -> None:
        """Convert raw columns by the contract; what is set already stays."""
        for kolom in TABELLEN[self.tabel].kolommen:
            if kolom.naam in self.waarden or kolom.naam not in ruw:
                continue
            self.waarden[kolom.naam] = self._zet_om(kolom, ruw[kolom.naam])

    def _zet_om(self, kolom: Kolom, ruw: pa.Array) -> pa.Array:
        naam, regel_code, verwacht = kolom.naam, "waarde.onleesbaar", VERWACHT.get(kolom.soort, VERWACHT["tekst"])
        fout: Masker | None = None
        if naam in codes.LIJSTEN:
            lijsten = {wet: codes.toegestaan(wet, naam) for wet in ("wmo", "jeugdwet")}
            onbekend = kolommen.code(ruw, lijsten, self.waarden["wet"])
            self._fout_code(naam, ruw, onbekend)
            uit, fout = ruw, onbekend
        elif kolom.soort == "datum":
            uit, fout = kolommen.datum(ruw)
            regel_code = "datum.onleesbaar"
        elif kolom.soort in ("geheel", "euro"):
            uit, fout = kolommen.geheel(ruw)
            uit = kolommen.euro(uit) if kolom.soort == "euro" else uit
        elif naam == "toewijzingstijd":
            uit, fout = kolommen.tijd(ruw)
        elif naam in PATRONEN:
            uit, fout = kolommen.tekst(ruw, PATRONEN[naam])
        else:
            uit = ruw
        if fout is not None and naam not in codes.LIJSTEN:
            self.fout(regel_code, naam, fout, verwacht)
        self.eis(kolom, uit, fout)
        return uit

    def _fout_code(self, naam: str, ruw: pa.Array, onbekend: Masker) -> None:
        """Unknown codes, quoted where they look like one: which code it is decides what must be done."""
        if not onbekend.any():
            return
        gevonden = ruw.filter(pa.array(onbekend)).unique().to_pylist()
        for waarde in sorted(w for w in gevonden if CODE.fullmatch(w)):
            eigen = onbekend & kolommen.masker(pc.equal(ruw, waarde))
            self.fout("code.onbekend", naam, eigen, f"={waarde}")
            onbekend = onbekend & ~eigen
        self.fout("code.onbekend", naam, onbekend, VERWACHT["keuze"])

    def eis(self, kolom: Kolom, waarde: pa.Array, al_fout: Masker | None = None) -> None:
        """A required element that is not there. `al_fout`: there, but already found to be wrong."""
        if kolom.verplicht and waarde.null_count:
            leeg = ~kolommen.gevuld(waarde)
            self.fout("waarde.ontbreekt", kolom.naam, leeg if al_fout is None else leeg & ~al_fout, "een waarde")

    def klaar(self) -> pa.Table:
        """The rows that may land, with exactly the columns of the contract."""
        tabel, aantal = TABELLEN[self.tabel], len(self.bericht)
        schema = landingschema(tabel)
        vast = {
            "sleutel": pa.repeat(pa.scalar(self.context.sleutel), aantal),
            "levering": pa.repeat(pa.scalar(self.context.levering), aantal),
            "bestand": kolommen.keuze(self.koppen.namen, self.bericht),
            "blad": pa.repeat(pa.scalar(self.blad), aantal),
            "regel": pa.array(self.regel, pa.int64()),
        }
        alle = vast | self.waarden
        uit = pa.Table.from_arrays(
            [alle[v.name] if v.name in alle else kolommen.leeg(aantal, v.type) for v in schema], schema=schema
        )
        weg = self.apart | self.koppen.weg[self.bericht]
        return uit.filter(pa.array(~weg)) if weg.any() else uit

    def bevindingen(self) -> list[Bevinding]:
        """Findings on rows of messages that are not refused: the first hundred of a rule one by one, then a count."""
        uit: list[Bevinding] = []
        for regel_code, kolom, masker, verwacht in self.fouten:
            rijen = np.flatnonzero(masker & ~self.koppen.weg[self.bericht])
            for bericht in np.unique(self.bericht[rijen]):
                eigen = rijen[self.bericht[rijen] == bericht]
                naam = self.koppen.namen[bericht]
                uit += [self._een(regel_code, kolom, naam, int(self.regel[i]), verwacht) for i in eigen[:MEESTE]]
                if len(eigen) > MEESTE:
                    label = self.labels.get(kolom, kolom)
                    melding = (
                        f"{self.blad}: bij nog {len(eigen) - MEESTE} regels van dit bericht hetzelfde met {label}."
                    )
                    uit.append(self._bevinding(regel_code, melding, naam, None, label, None, None))
        return uit

    def _een(self, regel_code: str, kolom: str, naam: str, regel: int, verwacht: str) -> Bevinding:
        label = self.labels.get(kolom, kolom)
        waarde = verwacht[1:] if verwacht.startswith("=") else None
        verwacht = VERWACHT["keuze"] if waarde else verwacht
        gevonden = f"code {waarde}" if waarde else "niets" if regel_code == "waarde.ontbreekt" else "iets anders"
        melding = (
            f"{self.blad} {regel}, {label}: {gevonden} gevonden, verwacht {verwacht}. De regel is apart gehouden; "
            "laat de afzender het bericht verbeteren."
        )
        return self._bevinding(regel_code, melding, naam, regel, label, waarde, verwacht)

    def _bevinding(
        self,
        regel_code: str,
        melding: str,
        naam: str,
        regel: int | None,
        kolom: str,
        waarde: str | None,
        verwacht: str | None,
    ) -> Bevinding:
        return bevinding(
            regel_code, melding, levering=self.context.levering, bestand=naam, blad=self.blad, regel=regel,
            kolom=kolom, waarde=waarde, verwacht=verwacht,
        )  # fmt: skip
