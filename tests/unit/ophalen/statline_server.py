"""A server on this machine that answers as CBS does, v3 and v4, and that can be told to misbehave.

The shapes are those of StatLine table 83262NED (CBS, CC BY 4.0) and of 'Gemeenten <jaar> onbewerkte Iv3-data': names of
columns, padded keys, points for unknown, links to the next page. Every figure is invented.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

Rij = dict[str, Any]
Streek = Callable[["Antwoord", "Vraag"], bool]  # what to do in place of answering; True: it is done


@dataclass
class Vraag:
    """One request: which it was, from 1, and its path and options."""

    nummer: int
    pad: str
    opties: dict[str, str]
    koppen: dict[str, str]


@dataclass
class Tabel:
    """A table in the shape of v3: dimensions with their codes, measures with their titles, rows of text."""

    naam: str
    titel: str
    dimensies: dict[str, dict[str, str]]
    maten: dict[str, str]
    rijen: list[Rij]
    gewijzigd: str = "2026-01-15T02:00:00"
    tijd: str = "Perioden"


@dataclass
class Server:
    """What the server has, and what it was asked. `per_pagina`: rows that it gives at most."""

    adres: str = ""
    tabellen: dict[str, Tabel] = field(default_factory=dict)
    bestanden: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    catalogus: list[Rij] = field(default_factory=list)
    per_pagina: int = 10_000
    vragen: list[Vraag] = field(default_factory=list)
    streek: Streek = lambda _a, _v: False

    def gevraagd(self, deel: str) -> list[Vraag]:
        """The questions whose path holds this."""
        return [v for v in self.vragen if deel in v.pad]


class Antwoord(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # heading and body in one packet: two would wait for one another
    server: Any

    def log_message(self, *_: Any) -> None:
        pass

    def stuur(
        self, inhoud: bytes, soort: str = "application/json; charset=utf-8", code: int = 200, **koppen: str
    ) -> None:
        self.send_response(code)
        self.send_header("Content-Type", soort)
        self.send_header("Content-Length", str(len(inhoud)))
        for naam, waarde in koppen.items():
            self.send_header(naam.replace("_", "-"), waarde)
        self.end_headers()
        self.wfile.write(inhoud)

    def breek_af(self, inhoud: bytes, soort: str = "application/json", **koppen: str) -> None:
        """Promise all, give half and hang up."""
        self.send_response(200)
        self.send_header("Content-Type", soort)
        self.send_header("Content-Length", str(len(inhoud)))
        for naam, waarde in koppen.items():
            self.send_header(naam.replace("_", "-"), waarde)
        self.end_headers()
        self.wfile.write(inhoud[: len(inhoud) // 2])
        self.wfile.flush()
        self.close_connection = True

    def do_GET(self) -> None:
        s: Server = self.server.inhoud
        delen = urlsplit(self.path)
        opties = {k: v[0] for k, v in parse_qs(delen.query, keep_blank_values=True).items()}
        vraag = Vraag(len(s.vragen) + 1, unquote(delen.path), opties, dict(self.headers))
        s.vragen.append(vraag)
        if s.streek(self, vraag):
            return
        if delen.path in s.bestanden:
            self._bestand(*s.bestanden[delen.path])
            return
        inhoud = antwoord_op(s, vraag)
        if inhoud is None:
            self.stuur(b"<html>niet gevonden</html>", "text/html", 404)
        else:
            self.stuur(json.dumps(inhoud).encode())

    def _bestand(self, inhoud: bytes, soort: str) -> None:
        """A file, whole or from where the asker left off."""
        vanaf = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if vanaf and self.headers.get("If-Range") == '"een"':
            self.stuur(inhoud[int(vanaf[1]) :], soort, 206, ETag='"een"')
        else:
            self.stuur(inhoud, soort, ETag='"een"')


def antwoord_op(s: Server, vraag: Vraag) -> Any:
    """What the service says to a question; None: it does not know the address."""
    if vraag.pad == "/ODataCatalog/Tables":
        return {"value": s.catalogus}
    m = re.fullmatch(r"/(ODataFeed/odata|ODataApi/odata|odata/v1/CBS)/(\w+)/(\w+)", vraag.pad)
    tabel = s.tabellen.get(m[2]) if m else None
    if m is None or tabel is None:
        return None
    if m[1] == "odata/v1/CBS":
        return _v4(s, tabel, m[3], vraag)
    return _v3(s, tabel, m[3], vraag, feed=m[1].startswith("ODataFeed"))


def _soort(tabel: Tabel, dimensie: str) -> str:
    return {tabel.tijd: "TimeDimension", "RegioS": "GeoDimension"}.get(dimensie, "Dimension")


def _v3(s: Server, tabel: Tabel, deel: str, vraag: Vraag, *, feed: bool) -> Any:
    if deel == "TableInfos":
        return {"value": [{"ID": 0, "Title": tabel.titel, "Identifier": tabel.naam, "Modified": tabel.gewijzigd}]}
    if deel == "DataProperties":
        dims = [{"Key": d, "Title": d, "Type": _soort(tabel, d)} for d in tabel.dimensies]
        groep = [{"Key": "", "Title": "Groep", "Type": "TopicGroup"}]
        return {"value": [*dims, *groep, *({"Key": k, "Title": t, "Type": "Topic"} for k, t in tabel.maten.items())]}
    if deel in tabel.dimensies:
        return {"value": [{"Key": k, "Title": t, "Description": ""} for k, t in tabel.dimensies[deel].items()]}
    if deel != "UntypedDataSet":
        return None
    rijen = [r for r in tabel.rijen if past(vraag.opties.get("$filter", ""), r)]
    begin = int(vraag.opties.get("$skip", 0))
    top = int(vraag.opties.get("$top", len(rijen)))
    if not feed and min(top, len(rijen)) > s.per_pagina:
        return {"odata.error": {"message": {"value": "The query result exceeds 10000 records"}}}
    hoeveel = min(top, s.per_pagina)
    uit: dict[str, Any] = {"odata.metadata": "...", "value": rijen[begin : begin + hoeveel]}
    if feed and begin + hoeveel < len(rijen):
        rest = "&".join(f"{k}={quote(v)}" for k, v in vraag.opties.items() if k != "$skip")
        # http and another host, as a service behind a proxy says it: only its path and question may count
        uit["odata.nextLink"] = f"http://intern.cbs.example{quote(vraag.pad)}?{rest}&$skip={begin + hoeveel}"
    return uit


def _v4(s: Server, tabel: Tabel, deel: str, vraag: Vraag) -> Any:
    if deel == "Properties":
        return {"Identifier": tabel.naam, "Title": tabel.titel, "ObservationsModified": tabel.gewijzigd}
    if deel == "Dimensions":
        return {"value": [{"Identifier": d, "Title": d, "Kind": _soort(tabel, d)} for d in tabel.dimensies]}
    if deel == "MeasureCodes":
        return {"value": [{"Identifier": f"M{i:06}", "Title": t} for i, t in enumerate(tabel.maten.values(), 1)]}
    if deel.endswith("Codes") and deel[:-5] in tabel.dimensies:
        return {"value": [{"Identifier": k.strip(), "Title": t} for k, t in tabel.dimensies[deel[:-5]].items()]}
    if deel != "Observations":
        return None
    rijen = []
    for r in tabel.rijen:
        plaats = {d: str(r[d]).strip() for d in tabel.dimensies}
        for i, maat in enumerate(tabel.maten, 1):
            tekst = str(r[maat]).strip()
            kenmerk = {"": "Impossible", ".": "Confidential"}.get(tekst, "None")
            waarde = float(tekst) if kenmerk == "None" else None
            cel = {"Id": len(rijen), "Measure": f"M{i:06}", "ValueAttribute": kenmerk, "Value": waarde, **plaats}
            if past(vraag.opties.get("$filter", ""), cel):
                rijen.append(cel)
    begin = int(vraag.opties.get("$skiptoken", 0))
    uit: dict[str, Any] = {"value": rijen[begin : begin + s.per_pagina]}
    if begin + s.per_pagina < len(rijen):
        rest = "&".join(f"{k}={quote(v)}" for k, v in vraag.opties.items() if k != "$skiptoken")
        uit["@odata.nextLink"] = f"{s.adres}{quote(vraag.pad)}?{rest}&$skiptoken={begin + s.per_pagina}"
    return uit


def past(filter_: str, rij: Rij) -> bool:
    """Whether a row meets an OData filter of eq, startswith, and, or and brackets."""
    if not filter_:
        return True
    python = re.sub(r"startswith\((\w+),('[^']*')\)", r"str(r['\1']).startswith(\2)", filter_)
    python = re.sub(r"(\w+) eq ('[^']*')", r"(r['\1'] == \2)", python)
    return bool(eval(python, {"__builtins__": {}, "str": str}, {"r": rij}))


@contextmanager
def dienst() -> Iterator[Server]:
    """The server, on a free port of this machine, until the block ends."""
    inhoud = Server()
    http = ThreadingHTTPServer(("127.0.0.1", 0), Antwoord)
    http.daemon_threads = True
    http.inhoud = inhoud  # type: ignore[attr-defined]
    inhoud.adres = f"http://127.0.0.1:{http.server_address[1]}"
    draad = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    draad.start()
    try:
        yield inhoud
    finally:
        http.shutdown()
        http.server_close()
        draad.join()


# --- tables with invented figures ------------------------------------------------------------------------------------

GEMEENTEN = {"NL01  ": "Nederland", "GM0402": "Hilversum", "GM1730": "Tynaarlo", "GM9901": "Ergens anders"}


def wmo(perioden: tuple[str, ...] = ("2019HJ01", "2019HJ02", "2019JJ00")) -> Tabel:
    """Clients per half-year, in the shape of 83262NED; of Tynaarlo the last one is unknown."""
    typen = {"T001024": "Totaal", "A019507": "Hulp bij het huishouden", "A019508": "Verblijf en opvang, totaal"}
    rijen: list[Rij] = []
    for t_nr, t in enumerate(typen):
        for g_nr, g in enumerate(GEMEENTEN):
            for p_nr, p in enumerate(perioden):
                onbekend = g == "GM1730" and p == perioden[-1]
                n = 5 * (100 * (3 - t_nr) + 10 * g_nr + p_nr)
                rijen.append(
                    {
                        "ID": len(rijen), "Geslacht": "T001038", "TypeMaatwerkarrangement": t, "RegioS": g, "Perioden": p,
                        "WmoClienten_1": "       ." if onbekend else f"{n:8}",
                        "WmoClientenPer1000Inwoners_2": "       ." if onbekend else f"{n // 50:8}",
                    }
                )  # fmt: skip
    return Tabel(
        "83262NED",
        "Wmo-cliënten; type maatwerkarrangement, regio",
        {
            "Geslacht": {"T001038": "Totaal mannen en vrouwen", "3000   ": "Mannen"},
            "TypeMaatwerkarrangement": typen,
            "RegioS": GEMEENTEN,
            "Perioden": {p: p for p in (*perioden, "2014JJ00")},
        },
        {"WmoClienten_1": "Wmo-cliënten", "WmoClientenPer1000Inwoners_2": "Wmo-cliënten per 1 000 inwoners"},
        rijen,
    )


def bevolking() -> Tabel:
    """Inhabitants on 1 January, in the shape of 03759ned; an average that nobody asks stands beside it."""
    rijen = [
        {
            "ID": i, "Geslacht": "T001038", "Leeftijd": "10000", "BurgerlijkeStaat": "T001019", "RegioS": g, "Perioden": p,
            "BevolkingOp1Januari_1": f"{1000 * (i + 1):9}", "GemiddeldeBevolking_2": "      1.5",
        }
        for i, (g, p) in enumerate((g, p) for g in GEMEENTEN for p in ("2023JJ00", "2024JJ00"))
    ]  # fmt: skip
    return Tabel(
        "03759ned",
        "Bevolking op 1 januari en gemiddeld; geslacht, leeftijd en regio",
        {
            "Geslacht": {"T001038": "Totaal mannen en vrouwen"},
            "Leeftijd": {"10000": "Totaal", "10010": "0 jaar"},
            "BurgerlijkeStaat": {"T001019": "Totaal burgerlijke staat"},
            "RegioS": GEMEENTEN,
            "Perioden": {"2023JJ00": "2023", "2024JJ00": "2024"},
        },
        {"BevolkingOp1Januari_1": "Bevolking op 1 januari", "GemiddeldeBevolking_2": "Gemiddelde bevolking"},
        rijen,
    )


def iv3(jaar: int = 2024, naam: str = "45067NED") -> Tabel:
    """Raw Iv3: keys padded to their width, amounts x 1.000, a second placement for one gemeente, zeros for another."""
    gemeenten = {"GM0402   ": "Hilversum", "GM1730   ": "Tynaarlo", "GM0406   ": "Huizen"}
    regels = [  # gemeente, taakveld, categorie, eerste plaatsing, tweede plaatsing
        ("GM0402   ", "6.72a ", "L3.8  ", "100", "110"),
        ("GM0402   ", "6.72a ", "L4.3.1", "40", "45"),
        ("GM0402   ", "6.72a ", "B3.8  ", "7", "8"),
        ("GM0402   ", "6.81a ", "L3.8  ", "0", "0"),
        ("GM1730   ", "6.72a ", "L3.8  ", "60", ""),
        ("GM1730   ", "6.72a ", "L4.3.1", "-5", ""),
        ("GM1730   ", "0.7   ", "B4.3.1", "999", ""),
        ("GM0406   ", "6.72a ", "L3.8  ", "0", "0"),
    ]
    rijen = [
        {"ID": i, "TaakveldBalanspost": t, "Categorie": c, "Gemeenten": g, "Verslagsoort": f"{jaar}X005",
         "k_1ePlaatsing_1": f"{een:>9}", "k_2ePlaatsing_2": f"{twee:>9}"}
        for i, (g, t, c, een, twee) in enumerate(regels)
    ]  # fmt: skip
    return Tabel(
        naam,
        f"Gemeenten {jaar} onbewerkte Iv3-data ",
        {
            "TaakveldBalanspost": {t: t for t in ("0.7   ", "6.72a ", "6.81a ")},
            "Categorie": {c: c for c in ("L3.8  ", "L4.3.1", "B3.8  ", "B4.3.1")},
            "Gemeenten": gemeenten,
            "Verslagsoort": {f"{jaar}X000": "Begroting", f"{jaar}X005": "Jaarrekening"},
        },
        {"k_1ePlaatsing_1": "1e plaatsing", "k_2ePlaatsing_2": "2e plaatsing"},
        rijen,
        tijd="Verslagsoort",
    )


def traag(seconden: float) -> Streek:
    """Answers, but first nothing for so long."""

    def streek(_a: Antwoord, _v: Vraag) -> bool:
        time.sleep(seconden)
        return False

    return streek
