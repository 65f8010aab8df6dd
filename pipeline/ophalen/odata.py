"""The OData services of CBS, version 3 and 4: what a table has, the addresses of its pages, and the rows of a page.

Here stands how the two versions say things; which table is wanted and what becomes of its rows stands elsewhere.
v3 gives a row with all measures, keys padded with spaces, at most 10.000 rows a call. v4 gives a row per measure and
names the next page in `@odata.nextLink`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.inname.codelijsten import sleutel
from pipeline.ophalen.web import OphaalFout, Web

LANGSTE_VRAAG = 1_500  # characters of a filter: the web server behind StatLine refuses an address of some 2.000
MEESTE_CODES = 40  # pages of a code list; more is no code list


@dataclass(frozen=True)
class Begin:
    """A condition on a dimension: its key begins with one of these."""

    met: tuple[str, ...]


Voorwaarde = Sequence[str] | Begin


@dataclass(frozen=True)
class Tabelstand:
    """What a table says of itself: title, when it last changed, its dimensions and its measures (key -> title)."""

    tabel: str
    titel: str
    gewijzigd: str
    dimensies: tuple[str, ...]
    maten: Mapping[str, str]

    def dimensie(self, naam: str) -> str:
        """The dimension of that name; `OphaalFout` where the table has none."""
        gevonden = next((d for d in self.dimensies if sleutel(d) == sleutel(naam)), None)
        if gevonden is None:
            raise OphaalFout(
                f"Tabel {self.tabel} heeft geen dimensie '{naam}'. Zij heeft: {', '.join(self.dimensies)}. Pas "
                "pipeline/ophalen/bronnen.yml aan."
            )
        return gevonden

    def maat(self, naam: str) -> str:
        """The key of the measure with that key or title."""
        gevonden = [k for k, titel in self.maten.items() if sleutel(naam) in (sleutel(k), sleutel(titel))]
        if len(gevonden) != 1:
            raise OphaalFout(
                f"Tabel {self.tabel} heeft {'geen' if not gevonden else 'meer dan één'} maat '{naam}'. Zij heeft: "
                f"{'; '.join(self.maten.values())}. Pas pipeline/ophalen/bronnen.yml aan."
            )
        return gevonden[0]


@dataclass(frozen=True)
class Waarneming:
    """The cells of one place in a table: key per dimension (without padding), text per measure key."""

    plaats: Mapping[str, str]
    waarden: Mapping[str, str]


class Dienst:
    """One OData service, as bronnen.yml describes it."""

    def __init__(self, versie: str, velden: Mapping[str, Any], web: Web) -> None:
        self.versie, self.web = versie, web
        self.basis = str(velden["basis"]).rstrip("/")
        self.gegevens, self.codepad = str(velden["gegevens"]), str(velden["codes"])
        self.wijze, self.rijen = str(velden.get("wijze", "feed")), int(velden.get("rijen", 10_000))

    # --- what a table has --------------------------------------------------------------------------------------------

    def stand(self, tabel: str) -> Tabelstand:
        """Ask a table for its title, dimensions and measures."""
        if self.versie == "v4":
            eigen, _ = self.web.json(self._adres(self.codepad, tabel, "Properties"))
            kop = eigen if isinstance(eigen, dict) else {}
            dimensies = [str(d["Identifier"]) for d in self._alle(tabel, "Dimensions")]
            maten = {str(m["Identifier"]): str(m.get("Title", "")).strip() for m in self._alle(tabel, "MeasureCodes")}
            gewijzigd = str(kop.get("ObservationsModified") or kop.get("Modified") or "")
            return Tabelstand(tabel, str(kop.get("Title", tabel)).strip(), gewijzigd, tuple(dimensies), maten)
        infos = self._alle(tabel, "TableInfos")
        kop = infos[0] if infos else {}
        velden = self._alle(tabel, "DataProperties")
        dimensies = [str(v["Key"]) for v in velden if str(v.get("Type", "")).endswith("Dimension")]
        maten = {str(v["Key"]): str(v.get("Title", "")).strip() for v in velden if v.get("Type") == "Topic"}
        titel, gewijzigd = str(kop.get("Title", tabel)).strip(), str(kop.get("Modified", ""))
        return Tabelstand(tabel, titel, gewijzigd, tuple(dimensies), maten)

    def codes(self, tabel: str, dimensie: str) -> dict[str, str]:
        """Key (as the service wants it back, padding included) -> title."""
        if self.versie == "v4":
            return {
                str(c["Identifier"]): str(c.get("Title", "")).strip() for c in self._alle(tabel, f"{dimensie}Codes")
            }
        return {str(c["Key"]): str(c.get("Title", "")).strip() for c in self._alle(tabel, dimensie)}

    def catalogus(self, pad: str, filter_: str) -> list[dict[str, Any]]:
        """The tables of a catalogue (v3)."""
        inhoud, _ = self.web.json(f"{self.basis}{pad}?$format=json&$filter={quote(filter_)}")
        return self._rijen(inhoud, pad)

    # --- pages -------------------------------------------------------------------------------------------------------

    def eerste(self, tabel: str, voorwaarden: Mapping[str, Voorwaarde], kolommen: Sequence[str]) -> list[str]:
        """The addresses of first pages that together ask for these cells; each filter short enough for an address."""
        soort = "Observations" if self.versie == "v4" else "UntypedDataSet"
        kies = f"&$select={','.join(kolommen)}" if kolommen and self.versie == "v3" else ""
        adressen = []
        for filter_ in _filters(voorwaarden):
            vraag = f"{self._adres(self.gegevens, tabel, soort)}{kies}"
            vraag += ("&" if "?" in vraag else "?") + f"$filter={quote(filter_, safe='()')}" if filter_ else ""
            adressen.append(vraag + (f"&$top={self.rijen}&$skip=0" if self._telt else ""))
        return adressen

    def volgende(self, adres: str, inhoud: Any) -> str | None:
        """The address of the page after this one. Only path and question of a link count: it never leads elsewhere."""
        link = inhoud.get("@odata.nextLink") or inhoud.get("odata.nextLink")
        if link:
            delen = urlsplit(str(link))
            return f"{self.basis}{'' if delen.path.startswith('/') else '/'}{delen.path}?{delen.query}"
        if not self._telt or len(inhoud["value"]) < self.rijen:
            return None
        voor, _, al = adres.rpartition("$skip=")
        return f"{voor}$skip={int(al) + self.rijen}"

    def waarnemingen(self, inhoud: Any, stand: Tabelstand, pad: str = "") -> Iterator[Waarneming]:
        """The cells of one page, as text."""
        for rij in self._rijen(inhoud, pad or stand.tabel):
            try:
                plaats = {d: str(rij[d]).strip() for d in stand.dimensies}
                if self.versie == "v4":
                    yield Waarneming(plaats, {str(rij["Measure"]): _tekst(rij.get("Value"), rij.get("ValueAttribute"))})
                else:
                    yield Waarneming(plaats, {m: _tekst(rij[m]) for m in stand.maten if m in rij})
            except (KeyError, TypeError):
                raise OphaalFout(
                    f"Tabel {stand.tabel}: een rij heeft niet de kolommen die de tabel zelf noemt. De dienst is "
                    "veranderd; "
                    "meld dit bij de beheerder."
                ) from None

    @property
    def _telt(self) -> bool:
        return self.versie == "v3" and self.wijze == "api"

    def _adres(self, pad: str, tabel: str, deel: str) -> str:
        kop = f"{self.basis}{pad}/{quote(tabel)}/{deel}"
        return kop if self.versie == "v4" else f"{kop}?$format=json"

    def _alle(self, tabel: str, deel: str) -> list[dict[str, Any]]:
        adres: str | None = self._adres(self.codepad, tabel, deel)
        uit: list[dict[str, Any]] = []
        for _ in range(MEESTE_CODES):
            assert adres
            inhoud, _ruw = self.web.json(adres)
            uit += self._rijen(inhoud, f"{tabel}/{deel}")
            link = inhoud.get("@odata.nextLink") or inhoud.get("odata.nextLink")
            if not link:
                return uit
            adres = self.volgende(adres, inhoud)
        raise OphaalFout(f"De codelijst {deel} van tabel {tabel} houdt niet op. Meld dit bij de beheerder.")

    @staticmethod
    def _rijen(inhoud: Any, waar: str) -> list[dict[str, Any]]:
        rijen = inhoud.get("value") if isinstance(inhoud, dict) else None
        if not isinstance(rijen, list):
            raise OphaalFout(
                f"Het antwoord voor {waar} heeft geen lijst met gegevens. De dienst is veranderd of geeft een "
                "melding in "
                "plaats van gegevens; probeer het later, of meld dit bij de beheerder."
            )
        return rijen


def _tekst(waarde: Any, kenmerk: Any = None) -> str:
    """A cell as text: '.' where the figure is unknown or secret, empty where there can be none."""
    if waarde is None:
        return "." if kenmerk not in (None, "None", "Impossible") else ""
    return str(waarde).strip()


def _filters(voorwaarden: Mapping[str, Voorwaarde]) -> list[str]:
    """The conditions as filters of OData. A long list of keys is spread over more questions."""
    lijsten = sum(not isinstance(eis, Begin) for eis in voorwaarden.values())
    delen: list[list[str]] = []
    for naam, eis in voorwaarden.items():
        if isinstance(eis, Begin):
            delen.append([" or ".join(f"startswith({naam},{_waarde(m)})" for m in eis.met)])
        else:
            delen.append(_stukken([f"{naam} eq {_waarde(w)}" for w in eis], LANGSTE_VRAAG // lijsten))
    uit = [""]
    for stukken in delen:
        uit = [f"{al} and ({stuk})" if al else f"({stuk})" for al in uit for stuk in stukken]
    return uit


def _stukken(eisen: list[str], hoogstens: int) -> list[str]:
    """Alternatives joined by `or`, in pieces that are no longer than so many characters in an address."""
    uit: list[str] = []
    for eis in eisen:
        samen = f"{uit[-1]} or {eis}" if uit else eis
        if uit and len(quote(samen, safe="()")) <= hoogstens:
            uit[-1] = samen
        else:
            uit.append(eis)
    return uit


def _waarde(tekst: str) -> str:
    return "'" + tekst.replace("'", "''") + "'"
