"""Deliveries of messages for the tests: files in, landing rows out, under one fixed key."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.contracten.berichten import BERICHTTABELLEN
from pipeline.inname.inname_berichten import neem_in
from pipeline.inname.paspoort import maak_levering
from pipeline.privacy.pseudoniem import Sleutel

FIXTURES = Path(__file__).parents[3] / "fixtures" / "berichten"
SLEUTEL = Sleutel(bytes(range(32)))
NUMMER = "f" * 64
PLEK = ("sleutel", "levering", "bestand")


def voorbeeld(naam: str) -> bytes:
    return (FIXTURES / f"{naam}.xml").read_bytes()


def persoon(bsn: str) -> str:
    return SLEUTEL.pseudoniem("persoon", bsn)


def zipbestand(leden: dict[str, bytes], **opties) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED, **opties) as z:
        for naam, inhoud in leden.items():
            z.writestr(naam, inhoud)
    return uit.getvalue()


def stuf(inhoud: bytes, code: str = "Di01") -> bytes:
    """The envelope of the example, around other bytes."""
    import base64

    kop, _, rest = voorbeeld("stuf_ggk0210_Di01_wmo323").partition(b"<GGK:xmlBestand>")
    _, _, staart = rest.partition(b"</GGK:xmlBestand>")
    kop = kop.replace(b">Di01<", f">{code}<".encode())
    return kop + b"<GGK:xmlBestand>" + base64.b64encode(inhoud) + b"</GGK:xmlBestand>" + staart


class Gelezen:
    """What a delivery gave: the outcome of the intake, and the rows as they stand on disk."""

    def __init__(self, map_: Path, bestanden: dict[str, bytes], levering: str = "levering") -> None:
        bron = map_ / "raw" / "berichten" / levering
        for naam, inhoud in bestanden.items():
            pad = bron / naam
            pad.parent.mkdir(parents=True, exist_ok=True)
            pad.write_bytes(inhoud)
        bron.mkdir(parents=True, exist_ok=True)
        self.doel = map_ / "landing" / "berichten"
        self.inname = neem_in(maak_levering("berichten", bron), NUMMER, SLEUTEL, self.doel)
        self.tabellen = {t.naam: self._rijen(t.naam) for t in BERICHTTABELLEN}

    def _rijen(self, tabel: str) -> list[dict]:
        paden = [self.doel / tabel / f"{NUMMER}-{n}.parquet" for n in self.inname.delen.get(tabel, [])]
        assert sorted(paden) == sorted((self.doel / tabel).glob("*"))
        return [r for p in paden for r in pq.ParquetFile(p).read().to_pylist()]

    def codes(self) -> list[str]:
        return sorted(b.regel_code for b in self.inname.bevindingen)

    def verzameling(self) -> Counter:
        """Every row of every table, apart from where it stood: what any way of packing must give alike."""
        return Counter(
            (tabel, tuple((k, v) for k, v in rij.items() if k not in PLEK))
            for tabel, rijen in self.tabellen.items()
            for rij in rijen
        )


def gevuld(rij: dict, *behalve: str) -> dict:
    """A row without what is empty and without its place in the landing."""
    return {k: v for k, v in rij.items() if v is not None and k not in (*PLEK, *behalve)}
