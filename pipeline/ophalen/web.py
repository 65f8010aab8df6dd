"""One address, fetched with care: limits, retries with back-off, Retry-After, resume of a file, and Dutch errors.

Knows nothing of tables or leveringen. Only https, but for the address that the caller gives as `basis` (a mirror or a
test). No message quotes what a server sent.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type
from tenacity.wait import wait_exponential_jitter

Meld = Callable[[str], None]
TIJDELIJK = frozenset({408, 425, 429, 500, 502, 503, 504})
DOORVERWEZEN = frozenset({301, 302, 303, 307, 308})
MEESTE_DOORVERWIJZINGEN = 5
BROK = 1 << 16
MB = 1 << 20


class OphaalFout(RuntimeError):
    """Fetching did not succeed; the message is Dutch: what, where, and what to do. `onbereikbaar`: no connection."""

    def __init__(self, melding: str, *, onbereikbaar: bool = False) -> None:
        super().__init__(melding)
        self.onbereikbaar = onbereikbaar


class _Tijdelijk(Exception):
    """What may be over at the next attempt. `wacht`: seconds that the server asks for."""

    def __init__(self, reden: str, *, wacht: float | None = None, verbinding: bool = False) -> None:
        super().__init__(reden)
        self.reden, self.wacht, self.verbinding = reden, wacht, verbinding


@dataclass(frozen=True)
class Grenzen:
    """How often, how long and how much; seconds and megabytes."""

    pogingen: int = 5
    pogingen_verbinding: int = 3
    wacht_eerste: float = 1
    wacht_hoogste: float = 120
    verbinden: float = 10
    lezen: float = 60
    pagina_seconden: float = 600
    pagina_mb: float = 64
    levering_mb: float = 1024


class Web:
    """A session of fetching. `basis` takes the place of scheme and host of every address."""

    def __init__(
        self,
        grenzen: Grenzen = Grenzen(),
        basis: str | None = None,
        meld: Meld = lambda _: None,
        slaap: Callable[[float], None] = time.sleep,
    ) -> None:
        self.grenzen, self.basis, self.meld, self.slaap = grenzen, basis, meld, slaap
        self.sessie = requests.Session()
        self.sessie.headers["User-Agent"] = "grip-op-uitgaven (grip download)"

    def plaats(self, adres: str) -> str:
        """The address as it is fetched: on the mirror, where there is one; raises `OphaalFout` where it is not safe."""
        delen = urlsplit(adres)
        if self.basis:
            spiegel = urlsplit(self.basis)
            pad = spiegel.path.rstrip("/") + delen.path
            return urlunsplit((spiegel.scheme, spiegel.netloc, pad, delen.query, ""))
        if delen.scheme != "https" or not delen.hostname:
            raise OphaalFout(f"Het adres {_kort(adres)} begint niet met https:// en wordt niet gebruikt.")
        return adres

    def json(self, adres: str) -> tuple[Any, bytes]:
        """What a service answers, read and as it came. A number with decimals stays the text that it was."""
        return self._telkens(adres, lambda: self._json(adres))

    def tekst(self, adres: str) -> str:
        """A page of a site."""
        return self._telkens(
            adres, lambda: b"".join(self._brokken(self._open(adres, {}), adres)).decode("utf-8", "replace")
        )

    def bestand(self, adres: str, doel: Path) -> None:
        """Fetch a file to `doel`, going on from what an earlier attempt left in `<doel>.deel`."""
        self._telkens(adres, lambda: self._bestand(adres, doel))

    # --- attempts ----------------------------------------------------------------------------------------------------

    def _telkens(self, adres: str, werk: Callable[[], Any]) -> Any:
        g = self.grenzen
        backoff = wait_exponential_jitter(initial=g.wacht_eerste, max=g.wacht_hoogste, jitter=g.wacht_eerste)

        def fout(stand: RetryCallState) -> _Tijdelijk:
            gevonden = stand.outcome.exception() if stand.outcome else None
            assert isinstance(gevonden, _Tijdelijk)
            return gevonden

        def genoeg(stand: RetryCallState) -> bool:
            f = fout(stand)
            te_lang = f.wacht is not None and f.wacht > g.wacht_hoogste
            return te_lang or stand.attempt_number >= (g.pogingen_verbinding if f.verbinding else g.pogingen)

        def wacht(stand: RetryCallState) -> float:
            gevraagd = fout(stand).wacht
            return backoff(stand) if gevraagd is None else gevraagd

        def vertel(stand: RetryCallState) -> None:
            rust = stand.next_action.sleep if stand.next_action else 0
            self.meld(f"{_host(adres)}: {fout(stand).reden}; nieuwe poging over {max(1, round(rust))} s")

        try:
            return Retrying(
                retry=retry_if_exception_type(_Tijdelijk), stop=genoeg, wait=wacht, sleep=self.slaap,
                before_sleep=vertel, reraise=True,
            )(werk)  # fmt: skip
        except _Tijdelijk as f:
            raise self._opgegeven(adres, f) from None

    def _opgegeven(self, adres: str, f: _Tijdelijk) -> OphaalFout:
        host = _host(self.plaats(adres))
        if f.verbinding:
            return OphaalFout(
                f"{host} is niet te bereiken ({f.reden}). Er is niets veranderd in de map met leveringen. Kijk of deze "
                "machine internet heeft, of een proxy nodig is (omgevingsvariabele HTTPS_PROXY) en of uw netwerk "
                f"{host} toestaat. Draai dezelfde opdracht daarna opnieuw: wat al binnen is, wordt niet nog eens "
                "gehaald. "
                "Kan het hier niet, haal de levering dan op een machine met internet met --raw en zet de map over.",
                onbereikbaar=True,
            )
        if f.wacht is not None and f.wacht > self.grenzen.wacht_hoogste:
            return OphaalFout(
                f"{host} vraagt om {round(f.wacht / 60)} minuten te wachten. Draai dezelfde opdracht daarna opnieuw; "
                "wat al binnen is, wordt niet nog eens gehaald."
            )
        return OphaalFout(
            f"{host} gaf na {self.grenzen.pogingen} pogingen nog geen goed antwoord ({f.reden}). Draai dezelfde "
            "opdracht "
            "later opnieuw; wat al binnen is, wordt niet nog eens gehaald."
        )

    # --- one attempt -------------------------------------------------------------------------------------------------

    def _open(self, adres: str, koppen: dict[str, str]) -> requests.Response:
        doel = self.plaats(adres)
        try:
            for _ in range(MEESTE_DOORVERWIJZINGEN + 1):
                antwoord = self.sessie.get(
                    doel, headers=koppen, stream=True, allow_redirects=False,
                    timeout=(self.grenzen.verbinden, self.grenzen.lezen),
                )  # fmt: skip
                if antwoord.status_code not in DOORVERWEZEN:
                    break
                naar = urljoin(doel, antwoord.headers.get("Location", ""))
                antwoord.close()
                doel = self.plaats(naar)
            else:
                raise OphaalFout(f"{_host(doel)} verwijst te vaak door. Controleer het adres in bronnen.yml.")
        except requests.exceptions.SSLError:
            raise OphaalFout(
                f"Het certificaat van {_host(doel)} wordt niet vertrouwd. Loopt uw internet via een eigen proxy, "
                "zet dan "
                "haar certificaat in REQUESTS_CA_BUNDLE; vraag het de beheerder."
            ) from None
        except requests.exceptions.ReadTimeout:
            raise _Tijdelijk("geen antwoord op tijd") from None
        except requests.exceptions.ConnectTimeout:
            raise _Tijdelijk("geen verbinding op tijd", verbinding=True) from None
        except requests.exceptions.ProxyError:
            raise _Tijdelijk("de proxy geeft geen verbinding", verbinding=True) from None
        except requests.exceptions.ConnectionError as fout:
            afgebroken = "RemoteDisconnected" in repr(fout) or "ConnectionReset" in repr(fout)
            raise _Tijdelijk(
                "de verbinding brak af" if afgebroken else "geen verbinding", verbinding=not afgebroken
            ) from None
        except requests.exceptions.RequestException:
            raise OphaalFout(f"Het adres {_kort(adres)} is niet te gebruiken. Controleer bronnen.yml.") from None
        return self._goed(antwoord, adres)

    def _goed(self, antwoord: requests.Response, adres: str) -> requests.Response:
        code = antwoord.status_code
        if code in (200, 206):
            return antwoord
        antwoord.close()
        if code in TIJDELIJK:
            raise _Tijdelijk(f"status {code}", wacht=_retry_after(antwoord.headers.get("Retry-After")))
        if code == 404:
            raise OphaalFout(
                f"Op {_host(self.plaats(adres))} staat niets op {_kort(adres)}. Misschien is de tabel verhuisd of "
                "gestopt; "
                "zoek het nieuwe nummer op StatLine en pas pipeline/ophalen/bronnen.yml aan."
            )
        raise OphaalFout(
            f"{_host(self.plaats(adres))} weigert de vraag (status {code}) voor {_kort(adres)}. Controleer de namen en "
            "filters in pipeline/ophalen/bronnen.yml."
        )

    def _brokken(
        self, antwoord: requests.Response, adres: str, al: int = 0, grens: float | None = None
    ) -> Iterator[bytes]:
        """The body in pieces, within the limits of size and time."""
        grens_mb = self.grenzen.pagina_mb if grens is None else grens
        begin, totaal = time.monotonic(), al
        try:
            with antwoord:
                for brok in antwoord.iter_content(BROK):
                    totaal += len(brok)
                    if totaal > grens_mb * MB:
                        raise OphaalFout(
                            f"{_host(self.plaats(adres))} stuurt meer dan {grens_mb:g} MB op een vraag; er is niets "
                            "bewaard. "
                            "Vraag minder (--jaar, --gemeente) of verhoog de grens in pipeline/ophalen/bronnen.yml."
                        )
                    if time.monotonic() - begin > self.grenzen.pagina_seconden:
                        raise _Tijdelijk("het antwoord komt te langzaam")
                    yield brok
        except requests.exceptions.RequestException:
            raise _Tijdelijk("de verbinding brak halverwege af") from None

    def _json(self, adres: str) -> tuple[Any, bytes]:
        antwoord = self._open(adres, {"Accept": "application/json"})
        soort = antwoord.headers.get("Content-Type", "")
        if "json" not in soort.lower():
            antwoord.close()
            wat = "een webpagina" if "html" in soort.lower() else "iets anders"
            raise OphaalFout(
                f"{_host(self.plaats(adres))} gaf {wat} in plaats van gegevens voor {_kort(adres)}. De dienst is in "
                "onderhoud "
                "of het adres klopt niet meer; probeer het later, of pas pipeline/ophalen/bronnen.yml aan."
            )
        ruw = b"".join(self._brokken(antwoord, adres))
        try:
            return json.loads(ruw, parse_float=str), ruw
        except (ValueError, RecursionError):
            raise _Tijdelijk("het antwoord is niet heel") from None

    def _bestand(self, adres: str, doel: Path) -> None:
        deel, merk = doel.with_name(f"{doel.name}.deel"), doel.with_name(f"{doel.name}.merk")
        al = deel.stat().st_size if deel.exists() and merk.exists() else 0
        # If-Range: a file that has changed since comes whole, not glued to the half of another
        koppen = {"Range": f"bytes={al}-", "If-Range": merk.read_text(encoding="utf-8")} if al else {}
        antwoord = self._open(adres, {**koppen, "Accept-Encoding": "identity"})
        soort = antwoord.headers.get("Content-Type", "")
        if "html" in soort.lower():
            antwoord.close()
            raise OphaalFout(
                f"{_host(self.plaats(adres))} gaf een webpagina in plaats van een bestand voor {_kort(adres)}. Open "
                "de pagina "
                "van de circulaire, kopieer het adres van het bestand en zet het als `adres` in "
                "pipeline/ophalen/bronnen.yml."
            )
        verder = antwoord.status_code == 206
        kenmerk = antwoord.headers.get("ETag") or antwoord.headers.get("Last-Modified")
        if kenmerk and not kenmerk.startswith("W/"):
            merk.write_text(kenmerk, encoding="utf-8")
        elif not verder:
            merk.unlink(missing_ok=True)  # nothing to tell a changed file by: an attempt that breaks off starts again
        with deel.open("ab" if verder else "wb") as f:
            for brok in self._brokken(antwoord, adres, al if verder else 0, self.grenzen.levering_mb):
                f.write(brok)
            f.flush()
            os.fsync(f.fileno())
        os.replace(deel, doel)
        merk.unlink(missing_ok=True)


def _retry_after(tekst: str | None) -> float | None:
    """Seconds to wait, from seconds or an HTTP date; None where nothing usable was said."""
    if not tekst:
        return None
    if tekst.strip().isdigit():
        return float(tekst)
    try:
        return max(0.0, (parsedate_to_datetime(tekst) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _host(adres: str) -> str:
    return urlsplit(adres).netloc or adres


def _kort(adres: str) -> str:
    """An address without its question, which is long and says little."""
    delen = urlsplit(adres)
    return delen.path or adres
