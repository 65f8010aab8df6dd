"""`grip trace`: a figure in a mart back to its files and lines, and added up again from the landing.

Every mart declares in its yml (config.meta.herkomst) from which keys of which model a measure comes. Trace re-runs that
filter on the working database, looks every line up in the landing itself, and adds those values to the cell. It shows
where a figure comes from, never what else stands in the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bouw import bouwmap
from pipeline.publicaties.databank import verbind
from pipeline.publicaties.versies import uitgave
from pipeline.publicaties.vragen import tekst
from pipeline.settings import Plekken


class HerkomstFout(ValueError):
    """The question cannot be answered; the message is Dutch and says what to ask instead."""


@dataclass(frozen=True, slots=True)
class Bronregel:
    """One line that a figure rests on, and what it adds."""

    bestand: str
    blad: str | None
    regel: int
    kolom: str | None
    bijdrage: Decimal | None


@dataclass
class Spoor:
    """One measure of a mart row: its value, the lines under it, and whether they add up to it."""

    maat: str
    waarde: Decimal | None
    regels: list[Bronregel] = field(default_factory=list)
    herrekend: Decimal | None = None
    uit: list[str] = field(default_factory=list)
    als_geleverd: bool | None = None  # of a text: whether the landing holds the same; a text is never shown

    @property
    def klopt(self) -> bool:
        if self.als_geleverd is not None:
            return self.als_geleverd
        return bool(self.uit) or self.herrekend == self.waarde

    @property
    def oordeel(self) -> str:
        if self.als_geleverd is not None:
            return "zoals geleverd" if self.als_geleverd else "anders dan in de landing"
        if self.uit:
            return "berekend uit " + ", ".join(self.uit)
        return "opgeteld uit de landing: gelijk" if self.klopt else f"opgeteld uit de landing: {self.herrekend}"

    def als_dict(self) -> dict[str, Any]:
        return {
            "maat": self.maat,
            "waarde": self.waarde,
            "herrekend": self.herrekend,
            "klopt": self.klopt,
            "oordeel": self.oordeel,
            "regels": [
                {"bestand": r.bestand, "blad": r.blad, "regel": r.regel, "kolom": r.kolom, "bijdrage": r.bijdrage}
                for r in self.regels
            ],
        }


def spoor(plekken: Plekken, mart: str, sleutels: Mapping[str, str]) -> list[Spoor]:
    """The measures of one mart row, each with its lines; raises `HerkomstFout` where no or more than one row fits.

    Where the keys leave more than one reeks, the preferred one is meant.
    """
    return _Zoeker(plekken).spoor(mart, sleutels)


class _Zoeker:
    def __init__(self, plekken: Plekken) -> None:
        self.plekken = plekken
        manifestpad = bouwmap(plekken) / "target" / "manifest.json"
        try:
            self.pub = verbind(uitgave(plekken.publicaties, "intern") / "grip.duckdb")
            self.werk = verbind(plekken.werk)
            manifest = json.loads(manifestpad.read_text(encoding="utf-8"))
        except (FileNotFoundError, duckdb.Error) as fout:
            raise HerkomstFout("Er is nog niets gepubliceerd om na te gaan. Draai eerst: grip run") from fout
        self.modellen = {n["name"]: n for n in manifest["nodes"].values() if n["resource_type"] == "model"}
        self.marts = {n["alias"]: n for n in self.modellen.values() if n["schema"] in ("marts", "publicaties")}

    def spoor(self, mart: str, sleutels: Mapping[str, str]) -> list[Spoor]:
        herkomst = self._herkomst(mart)
        rij = self._rij(mart, sleutels)
        sporen = [self._maat(mart, maat, rij, bron) for maat, bron in herkomst.items() if rij[maat] is not None]
        if not sporen:
            raise HerkomstFout(f"Deze rij van {mart} heeft alleen onbekende cijfers: er is niets om na te gaan.")
        return sporen

    def _herkomst(self, mart: str) -> dict[str, Any]:
        if mart not in self.marts:
            raise HerkomstFout(f"De mart '{mart}' bestaat niet. Kies uit: {', '.join(sorted(self.marts))}.")
        herkomst = self.marts[mart]["config"]["meta"].get("herkomst")
        if not herkomst:
            raise HerkomstFout(f"De mart '{mart}' heeft geen cijfers om na te gaan.")
        return herkomst

    def _rij(self, mart: str, sleutels: Mapping[str, str]) -> dict[str, Any]:
        kolommen = list(self.marts[mart]["columns"])
        onbekend = [k for k in sleutels if k not in kolommen]
        if onbekend:
            raise HerkomstFout(f"De mart {mart} heeft geen kolom '{onbekend[0]}'. Kies uit: {', '.join(kolommen)}.")
        waar = " and ".join(f"cast({k} as varchar) = ?" for k in sleutels) or "true"
        antwoord = self.pub.execute(f"select * from marts.{mart} where {waar}", list(sleutels.values()))
        namen = [d[0] for d in antwoord.description or []]
        rijen = [dict(zip(namen, r, strict=True)) for r in antwoord.fetchall()]
        if len(rijen) > 1 and "is_voorkeur" in namen and "reeks" not in sleutels:
            rijen = [r for r in rijen if r["is_voorkeur"]]
        if not rijen:
            raise HerkomstFout(f"Geen rij in {mart} met deze sleutels.")
        if len(rijen) > 1:
            open_ = [k for k in namen if len({str(r[k]) for r in rijen}) > 1 and k not in self._herkomst(mart)]
            raise HerkomstFout(f"{len(rijen)} rijen in {mart} passen; geef ook een van: {', '.join(open_[:8])}.")
        return rijen[0]

    def _maat(self, mart: str, maat: str, rij: Mapping[str, Any], bron: Any) -> Spoor:
        keuze = self._keuze(bron, rij)
        if keuze and keuze.get("optelling") == "tekst":
            return self._tekst(maat, rij, keuze)
        gevonden = Spoor(maat, _decimaal(rij[maat]))
        if keuze is None or gevonden.waarde is None:
            return gevonden
        if "uit" in keuze:
            gevonden.uit = list(keuze["uit"])
        elif "mart" in keuze:
            self._via_mart(gevonden, rij, keuze)
        else:
            self._via_model(gevonden, rij, keuze)
            if not gevonden.regels and "anders" in keuze:
                return self._maat(mart, maat, rij, keuze["anders"])
        return gevonden

    @staticmethod
    def _keuze(bron: Any, rij: Mapping[str, Any]) -> dict[str, Any] | None:
        """The entry for this row, where a measure has several with conditions."""
        kandidaten = bron if isinstance(bron, list) else [bron]
        return next(
            (k for k in kandidaten if all(str(rij.get(c)) == str(v) for c, v in k.get("als", {}).items())), None
        )

    def _via_mart(self, gevonden: Spoor, rij: Mapping[str, Any], bron: Mapping[str, Any]) -> None:
        """Follow a measure that another mart holds; its lines and its sum become those of this one."""
        waar = self._waar(bron, rij)
        antwoord = self.pub.execute(f"select * from marts.{bron['mart']} where {waar}")
        namen = [d[0] for d in antwoord.description or []]
        herkomst = self._herkomst(bron["mart"])[bron["waarde"]]
        som: Decimal | None = None
        for r in antwoord.fetchall():
            deel = self._maat(bron["mart"], bron["waarde"], dict(zip(namen, r, strict=True)), herkomst)
            gevonden.regels += deel.regels
            gevonden.uit = list(dict.fromkeys([*gevonden.uit, *deel.uit]))
            if deel.herrekend is not None:
                som = (som or Decimal(0)) + deel.herrekend
        gevonden.herrekend = som

    def _via_model(self, gevonden: Spoor, rij: Mapping[str, Any], bron: Mapping[str, Any]) -> None:
        rijen = self._bronrijen(rij, bron)
        if "landingkolom" in bron:
            self._uit_berichten(gevonden, rijen, bron)
            return
        landing = self._uit_landing({(r[0], r[1], r[3]) for r in rijen})
        bijdragen = []
        for sleutel, bestand, blad, regel, kop, maal in rijen:
            waarde = landing.get((sleutel, bestand, blad, regel, kop))
            bijdrage = None if waarde is None else waarde * maal
            bijdragen.append(bijdrage)
            gevonden.regels.append(Bronregel(bestand, blad, regel, kop, bijdrage))
        bekend = [b for b in bijdragen if b is not None]
        if bekend:
            gevonden.herrekend = bekend[-1] if bron.get("optelling") == "laatste" else sum(bekend, Decimal(0))

    def _bronrijen(self, rij: Mapping[str, Any], bron: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of the model under a measure: sleutel, bestand, blad, regel, heading, factor."""
        node = self.modellen[bron["model"]]
        factor = "factor" if "factor" in node["columns"] else "1"
        bron_rijen = (
            f"from {node['schema']}.{node['alias']} where {self._waar(bron, rij)} and {bron['waarde']} is not null"
        )
        if "volgorde" in bron:  # only the newest version of the cell counts
            bron_rijen += f" and {bron['volgorde']} = (select max({bron['volgorde']}) {bron_rijen})"
        return self.werk.execute(
            f"select sleutel, bestand, blad, regel, {bron.get('kolom', 'kolom')}, {factor} {bron_rijen} "
            "order by bestand, blad, regel"
        ).fetchall()

    def _tekst(self, maat: str, rij: Mapping[str, Any], bron: Mapping[str, Any]) -> Spoor:
        """The line that a text stands on, and whether the landing says the same there."""
        rijen = self._bronrijen(rij, bron)
        landing = self._kolom_van_landing({(r[0], r[1]) for r in rijen}, bron["landingkolom"])
        regels = [Bronregel(bestand, blad, regel, kop, None) for _, bestand, blad, regel, kop, _ in rijen]
        gelijk = bool(rijen) and all(landing.get(r[:4]) == rij[maat] for r in rijen)
        return Spoor(maat, None, regels, als_geleverd=gelijk)

    def _uit_berichten(self, gevonden: Spoor, rijen: list[tuple[Any, ...]], bron: Mapping[str, Any]) -> None:
        """Lines of messages: one column of the landing, looked up per delivery because a cell may rest on thousands.

        A count names its lines and no value: what stands there is a person.
        """
        waarden = self._kolom_van_landing({(r[0], r[1]) for r in rijen}, bron["landingkolom"])
        if bron["optelling"] == "verschillend":
            gevonden.regels = [Bronregel(b, blad, regel, kop, None) for _, b, blad, regel, kop, _ in rijen]
            gevonden.herrekend = Decimal(len({waarden.get(r[:4]) for r in rijen} - {None}))
            return
        gevonden.herrekend = Decimal(0)
        for sleutel, bestand, blad, regel, kop, maal in rijen:
            waarde = waarden.get((sleutel, bestand, blad, regel))
            bijdrage = None if waarde is None else Decimal(waarde) * maal
            gevonden.regels.append(Bronregel(bestand, blad, regel, kop, bijdrage))
            gevonden.herrekend += bijdrage or 0

    def _kolom_van_landing(self, bestanden: set[tuple[str, str]], kolom: str) -> dict[tuple[Any, ...], Any]:
        """Values of one landing column by (sleutel, bestand, blad, regel), for the files of those deliveries."""
        uit: dict[tuple[Any, ...], Any] = {}
        for sleutel in sorted({s for s, _ in bestanden}):
            namen = [b for s, b in bestanden if s == sleutel]
            for pad in sorted(self.plekken.landing.glob(f"*/*/{sleutel}*.parquet")):
                if kolom not in pq.read_schema(pad).names or "blad" not in pq.read_schema(pad).names:
                    continue
                tabel = pq.read_table(
                    pad, columns=["bestand", "blad", "regel", kolom], filters=pc.field("bestand").isin(namen)
                )
                for b, blad, regel, waarde in zip(*(tabel[k].to_pylist() for k in tabel.column_names), strict=True):
                    uit[sleutel, b, blad, regel] = waarde
        return uit

    def _waar(self, bron: Mapping[str, Any], rij: Mapping[str, Any]) -> str:
        delen = [
            f"cast({naar} as varchar) " + ("is null" if rij[van] is None else f"= {tekst(rij[van])}")
            for van, naar in bron["sleutels"].items()
        ]
        return " and ".join([*delen, bron.get("filter") or "true"])

    def _uit_landing(self, plekken: set[tuple[str, str, int]]) -> dict[tuple[str, str, str | None, int, str], Decimal]:
        """The numbers that stand in the landing on these lines, by sleutel, file, sheet, line and heading."""
        uit: dict[tuple[str, str, str | None, int, str], Decimal] = {}
        for sleutel in {s for s, _, _ in plekken}:
            bestanden = sorted({b for s, b, _ in plekken if s == sleutel})
            regels = sorted({n for s, _, n in plekken if s == sleutel})
            waar = pc.field("bestand").isin(bestanden) & pc.field("regel").isin(regels)
            paden = self.plekken.landing.glob(f"*/*/{sleutel}.parquet")
            for pad in sorted(p for p in paden if p.parent.name != "bevindingen"):
                tabel = pq.read_table(pad, filters=waar)
                namen = [n.removesuffix("_kolom") for n in tabel.column_names if n.endswith("_kolom")]
                for r in tabel.to_pylist():
                    for naam in namen:
                        if r[naam] is not None:
                            plek = (sleutel, r["bestand"], r["blad"], r["regel"], r[f"{naam}_kolom"])
                            uit.setdefault(plek, Decimal(r[naam]))
        return uit


def _decimaal(waarde: Any) -> Decimal | None:
    return None if waarde is None else Decimal(waarde)
