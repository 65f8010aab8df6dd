"""Invented care messages as landing rows, and a landing of them in any order and any division over deliveries.

Only for tests that need the rules to meet one another; a rule by itself has its worked example in dbt. A message is a
pair: its header, and its rows per table.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.contracten.berichten import BERICHTTABELLEN
from pipeline.contracten.model import landingschema
from pipeline.inname.landing import LEVERINGEN, schrijf_lege_tabellen
from pipeline.settings import Plekken

PEILDATUM = date(2025, 7, 10)
SCHEMAS = {t.naam: landingschema(t) for t in BERICHTTABELLEN}
LEDEN = ("GM0376", "GM0317", "GM1942", "GM0402", "GM0406", "GM0417", "GM1696")
PRODUCTEN = {
    "wmo": (("01", "01A01"), ("02", "02A05"), ("07", None), (None, None)),
    "jeugdwet": (("45", "45A04"), ("44", "44A07"), ("54", "54001"), (None, None)),
}
Rij = dict[str, Any]


@dataclass
class Bericht:
    """One message: its header, and its rows by table."""

    kop: Rij
    rijen: dict[str, list[Rij]] = field(default_factory=dict)

    def met(self, **anders: Any) -> Bericht:
        """The same message with another header, and so with another content."""
        return Bericht(self.kop | anders, self.rijen)


class Wereld:
    """Clients of the members of a region, and all that is sent about them."""

    def __init__(self, zaad: int, clienten: int = 4) -> None:
        self.kans = random.Random(zaad)
        self.berichten: list[Bericht] = []
        self.nummer = 0
        for gemeente in LEDEN:
            for _ in range(clienten):
                self._client(gemeente)
        # one message that came twice with another content
        self.berichten += [b.met(versie="3.1") for b in self.kans.sample(self.berichten, 5)]

    def _stuur(
        self, soort: str, wet: str, gemeente: str, dag: date, rijen: dict[str, list[Rij]], **kop: Any
    ) -> Bericht:
        self.nummer += 1
        basis = {
            "wet": wet, "soort": soort, "gemeente_code": gemeente, "aanbieder": f"9999000{self.nummer % 3}",
            "identificatie": f"B{self.nummer}", "dagtekening": dag, "versie": "3.2", "retourcodes": None,
        }  # fmt: skip
        bericht = Bericht(basis | kop, rijen)
        self.berichten.append(bericht)
        return bericht

    def _antwoord(self, soort: str, heen: Bericht, dag: date, rijen: list[Rij], **kop: Any) -> None:
        self._stuur(
            soort, heen.kop["wet"], heen.kop["gemeente_code"], dag, {"retour": rijen},
            aanbieder=heen.kop["aanbieder"], identificatie=heen.kop["identificatie"],
            retour_identificatie=f"R{self.nummer}", heen_dagtekening=heen.kop["dagtekening"], **kop,
        )  # fmt: skip

    def _client(self, gemeente: str) -> None:
        kans, wet = self.kans, self.kans.choice(("wmo", "jeugdwet"))
        if wet == "jeugdwet" and gemeente == "GM0317":
            wet = "wmo"
        persoon = hashlib.md5(f"{gemeente}{self.nummer % 5}".encode()).hexdigest()
        for _ in range(kans.choice((1, 1, 2))):
            self._toewijzing(gemeente, wet, {"persoon": persoon, "geboortejaar": 1950, "geslacht": "2"})

    def _toewijzing(self, gemeente: str, wet: str, client: Rij) -> None:
        kans = self.kans
        self.nummer += 1
        nummer, aanbieder = self.nummer, f"9999000{self.nummer % 3}"
        categorie, code = kans.choice(PRODUCTEN[wet])
        ingang = date(2023, 9, 1) + timedelta(days=kans.randrange(100 if self.nummer % 3 else 500))
        eind = None if kans.random() < 0.4 else ingang + timedelta(days=kans.randrange(30, 500))
        toewijzing = client | {
            "toewijzingnummer": nummer, "productcategorie": categorie, "productcode": code, "ingangsdatum": ingang,
            "toewijzingsdatum": ingang, "toewijzingstijd": "10:00:00", "einddatum": eind, "volume": 120,
            "eenheid": "01", "frequentie": "2", "referentie": hashlib.md5(str(nummer).encode()).hexdigest(),
        }  # fmt: skip
        versies = [toewijzing]
        if kans.random() < 0.4:
            reden = kans.choice(("04", "05", "13"))
            versies.append(toewijzing | {
                "toewijzingsdatum": ingang + timedelta(days=40), "reden_wijziging": reden, "referentie": None,
                "einddatum": ingang + timedelta(days=200),
            })  # fmt: skip
        for i, _versie in enumerate(versies):  # a 301 repeats what came before
            self._stuur("301", wet, gemeente, ingang + timedelta(days=41 * i), {"toewijzing": versies[: i + 1]},
                        aanbieder=aanbieder)  # fmt: skip
        self._zorg(gemeente, wet, toewijzing, aanbieder)

    def _zorg(self, gemeente: str, wet: str, toewijzing: Rij, aanbieder: str) -> None:
        kans = self.kans
        start = {k: toewijzing[k] for k in (
            "persoon", "geboortejaar", "geslacht", "toewijzingnummer", "productcategorie", "productcode")}  # fmt: skip
        begin = toewijzing["ingangsdatum"] + timedelta(days=kans.randrange(20))
        gemeld: list[date] = []
        if kans.random() < 0.9:
            gemeld = [begin, begin + timedelta(days=150)] if kans.random() < 0.3 else [begin]
        for dag in gemeld:
            rijen = [start | {"begindatum": dag, "status_aanlevering": "1"}]
            if kans.random() < 0.2:  # corrected: removed and sent again, in one message
                rijen = [start | {"begindatum": dag, "status_aanlevering": s} for s in "131"]
            heen = self._stuur("305", wet, gemeente, dag + timedelta(days=3), {"start": rijen}, aanbieder=aanbieder)
            if kans.random() < 0.5:
                code = "0200" if kans.random() < 0.8 else "9063"
                afgekeurd = {
                    k: rijen[0][k] for k in ("persoon", "toewijzingnummer", "begindatum", "status_aanlevering")
                }
                self._antwoord("306", heen, dag + timedelta(days=9), [afgekeurd | {"klasse": "start", "retourcodes": code}],
                               retourcodes="0200")  # fmt: skip
            if kans.random() < 0.6:
                stop = start | {
                    "begindatum": dag, "einddatum": dag + timedelta(days=kans.randrange(1, 400)), "status_aanlevering": "1",
                    "reden_beeindiging": kans.choice(("20", "31", "36")),
                }  # fmt: skip
                self._stuur(
                    "307", wet, gemeente, stop["einddatum"] + timedelta(days=5), {"stop": [stop]}, aanbieder=aanbieder
                )
        for maand in range(kans.randrange(0, 9)):
            self._declaratie(gemeente, wet, toewijzing, aanbieder, begin, maand)

    def _declaratie(self, gemeente: str, wet: str, toewijzing: Rij, aanbieder: str, begin: date, maand: int) -> None:
        kans = self.kans
        eerste = date(begin.year + (begin.month - 1 + maand) // 12, (begin.month - 1 + maand) % 12 + 1, 1)
        laatste = (eerste + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        categorie, code = toewijzing["productcategorie"], toewijzing["productcode"]
        if categorie is None:
            categorie, code = PRODUCTEN[wet][0]
        minuten = kans.randrange(30, 900)
        prestatie = {
            "persoon": toewijzing["persoon"], "declaratienummer": f"D{toewijzing['toewijzingnummer']}{maand}",
            "declaratie_begin": eerste, "referentienummer": f"P{toewijzing['toewijzingnummer']}-{maand}",
            "toewijzingnummer": toewijzing["toewijzingnummer"], "productcategorie": categorie, "productcode": code,
            "begindatum": max(eerste, begin), "einddatum": laatste, "volume": minuten, "eenheid": "01",
            "tarief": Decimal("0.54"), "bedrag": Decimal(minuten) * Decimal("0.54"), "debet_credit": "D",
        }  # fmt: skip
        rijen = [prestatie]
        if kans.random() < 0.15:
            rijen.append(prestatie | {"volume": minuten + 1, "bedrag": Decimal(minuten + 1) * Decimal("0.54")})
        if kans.random() < 0.2:
            rijen.append(prestatie | {
                "referentienummer": prestatie["referentienummer"] + "C", "debet_credit": "C",
                "vorig_referentienummer": prestatie["referentienummer"],
            })  # fmt: skip
        dag = laatste + timedelta(days=kans.randrange(3, 40))
        heen = self._stuur(
            "323", wet, gemeente, dag, {"prestatie": rijen}, aanbieder=aanbieder, declaratie_begin=eerste,
            declaratienummer=prestatie["declaratienummer"], declaratie_eind=laatste, declaratie_dagtekening=dag,
        )  # fmt: skip
        for antwoord in range(kans.choice((0, 1, 1, 1, 2))):  # two answers to one message: the last decides
            codes, toegekend = kans.choice((("8001", 1), ("9333", 0), ("0200", 1), ("0200", 1)))
            afgekeurd = {"klasse": "prestatie", "retourcodes": "9321", "referentienummer": prestatie["referentienummer"],
                         "toewijzingnummer": prestatie["toewijzingnummer"], "persoon": prestatie["persoon"]}  # fmt: skip
            self._antwoord(
                "325", heen, dag + timedelta(days=5 + antwoord), [afgekeurd] if codes == "0200" and kans.random() < 0.3 else [],
                retourcodes="0200", antwoordcodes=codes, heeft_antwoord=kans.random() < 0.95,
                totaal_toegekend=Decimal(toegekend),
            )  # fmt: skip


def schrijf(plekken: Plekken, leveringen: Iterable[Iterable[Bericht]]) -> None:
    """A landing of these deliveries: every message in a file of its own, as the reader of messages writes it."""
    schrijf_lege_tabellen(plekken)
    passen = []
    for nr, berichten in enumerate(leveringen):
        sleutel = hashlib.sha256(f"levering {nr} {plekken.warehouse}".encode()).hexdigest()
        passen.append({
            "sleutel": sleutel, "levering": f"berichten/{nr}", "bron": "berichten", "uitkomst": "geaccepteerd",
            "reeks": "berichten", "reeks_rang": 1, "leverancier": "test", "ontvangen_op": PEILDATUM - timedelta(days=nr),
            "scope": "deel", "is_openbaar": False, "sha256": sleutel, "rijen_gelezen": 1, "rijen_apart": 0,
        })  # fmt: skip
        rijen: dict[str, list[Rij]] = {naam: [] for naam in SCHEMAS}
        for i, bericht in enumerate(berichten):
            plek = {"sleutel": sleutel, "levering": f"berichten/{nr}", "bestand": f"{nr}/{i}.xml"}
            hash_ = hashlib.sha256(repr(bericht).encode()).hexdigest()
            rijen["bericht"].append(bericht.kop | plek | {"blad": "Bericht", "regel": 1, "inhoud_hash": hash_})
            for tabel, delen in bericht.rijen.items():
                rijen[tabel] += [bericht.kop | d | plek | {"blad": tabel, "regel": j} for j, d in enumerate(delen, 1)]
        for tabel, inhoud in rijen.items():
            _zet(plekken.landing / "berichten" / tabel / f"{sleutel}.parquet", inhoud, SCHEMAS[tabel])
    _zet(plekken.leveringen, passen, LEVERINGEN)


def _zet(pad: Path, rijen: list[Rij], schema: pa.Schema) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist([{k: r.get(k) for k in schema.names} for r in rijen], schema=schema), pad)
