"""Names and codes to the house's own keys: gemeente, wet, voorziening, leveringsvorm, taakveld.

The lists are the seeds of the dbt project, each with its source; nothing here knows a name by heart. An unknown name
raises `Onbekend` and never becomes a new code.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
BESTANDEN = ("gemeenten.csv", "regios.csv", "voorzieningen.csv", "groepen.csv", "iv3_crosswalk.csv")

TOTAAL = "totaal"
WETTEN = {
    "wmo": "wmo", "wmo 2015": "wmo", "wet maatschappelijke ondersteuning": "wmo",
    "jeugdwet": "jeugdwet", "jeugd": "jeugdwet", "jw": "jeugdwet", "jeugdhulp": "jeugdwet",
    "participatiewet": "participatiewet", "participatie": "participatiewet", "pw": "participatiewet",
    "overig": "overig", "totaal": TOTAAL, "alle": TOTAAL,
}  # fmt: skip
LEVERINGSVORMEN = {
    "zin": "zin", "zorg in natura": "zin", "natura": "zin", "pgb": "pgb", "persoonsgebonden budget": "pgb",
    "alle": "alle", "totaal": "alle", "": "alle",
}  # fmt: skip


class Onbekend(ValueError):
    """A name that no list holds; carries the rule and, in Dutch, what was expected. Never the value."""

    def __init__(self, regel_code: str, verwacht: str) -> None:
        self.regel_code, self.verwacht = regel_code, verwacht
        super().__init__(verwacht)


@dataclass(frozen=True, slots=True)
class Gebied:
    """A gemeente, region or the country: code, name, and what it is. `in_lijst` is False for a code we only saw."""

    code: str
    naam: str
    soort: str
    in_lijst: bool = True


# signs that Word and Excel put in place of the typed one; the fold to ASCII would drop them
_TEKENS = str.maketrans(dict.fromkeys("‘’‛ʼ´`", "'") | dict.fromkeys("“”„", '"') | dict.fromkeys("‐‑‒–—−", "-"))


def sleutel(tekst: object) -> str:
    """A name folded for comparison: lower case, without accents, with single spaces and straight apostrophes."""
    return _vouw(str(tekst))


# headings and codes come back in every row of a delivery
@lru_cache(maxsize=1 << 16)
def _vouw(tekst: str) -> str:
    zonder = unicodedata.normalize("NFKD", tekst.translate(_TEKENS)).encode("ascii", "ignore").decode()
    return re.sub(r"\s+", " ", zonder).strip().casefold()


def _rijen(map_: Path, naam: str) -> list[dict[str, str]]:
    with (map_ / naam).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


class Codelijsten:
    """The code lists of one folder of seeds, read once."""

    def __init__(self, map_: Path = SEEDS) -> None:
        self.map = map_

    @cached_property
    def _gebieden(self) -> dict[str, Gebied]:
        uit: dict[str, Gebied] = {}
        for rij in _rijen(self.map, "gemeenten.csv"):
            gebied = Gebied(rij["gemeente_code"], rij["gemeente"], "gemeente")
            namen = [gebied.naam, *filter(None, rij["naamvarianten"].split(","))]
            for naam in [gebied.code, *namen, *(f"gemeente {n}" for n in namen), *(f"{n} (gemeente)" for n in namen)]:
                uit[sleutel(naam)] = gebied
        for rij in _rijen(self.map, "regios.csv"):
            gebied = Gebied(rij["gebied_code"], rij["gebied"], rij["gebied_soort"])
            for naam in [gebied.code, gebied.naam, *filter(None, rij["naamvarianten"].split(","))]:
                uit[sleutel(naam)] = gebied
        return uit

    def gebied(self, tekst: object) -> Gebied:
        """The area behind a name or a CBS code; `Onbekend` where no list holds it.

        A well-formed code outside the list is taken as delivered: the list holds the gemeenten that we have met,
        the code is the key (definities, 'Gemeenten').
        """
        gevonden = self._gebieden.get(sleutel(tekst))
        if gevonden:
            return gevonden
        code = str(tekst).strip().upper()
        if re.fullmatch(r"\d{1,4}", code):
            code = f"GM{int(code):04d}"
            if sleutel(code) in self._gebieden:
                return self._gebieden[sleutel(code)]
        if re.fullmatch(r"GM\d{4}", code):
            return Gebied(code, code, "gemeente", in_lijst=False)
        raise Onbekend("gemeente.onbekend", "een gemeente of regio uit de codelijst, als naam of als code zoals GM0402")

    def wet(self, tekst: object) -> str:
        """wmo, jeugdwet, participatiewet, overig or totaal."""
        try:
            return WETTEN[sleutel(tekst)]
        except KeyError:
            raise Onbekend("wet.onbekend", "Wmo, Jeugdwet, Participatiewet, overig of totaal") from None

    def leveringsvorm(self, tekst: object) -> str:
        """zin, pgb or alle."""
        try:
            return LEVERINGSVORMEN[sleutel(tekst)]
        except KeyError:
            raise Onbekend("leveringsvorm.onbekend", "ZIN, PGB of alle") from None

    @cached_property
    def _voorzieningen(self) -> dict[tuple[str, str], tuple[str, str]]:
        """(wet, folded name) -> (slug, niveau); a groep gives way to a voorziening of the same name."""
        uit: dict[tuple[str, str], tuple[str, str]] = {}
        for rij in _rijen(self.map, "groepen.csv"):
            for naam in (rij["groep"], rij["naam"]):
                uit[(rij["wet"], sleutel(naam))] = (rij["groep"], "groep")
        for rij in _rijen(self.map, "voorzieningen.csv"):
            # synonyms first, so that no synonym takes the place of a name or slug
            for naam in [*rij["synoniemen"].split(","), rij["naam"], rij["slug"]]:
                al = uit.get((rij["wet"], sleutel(naam)))
                if al and al[1] == "groep" and al[0] != rij["slug"] and naam not in (rij["naam"], rij["slug"]):
                    continue  # 'verblijf jeugd' is the groep verblijf_jeugd (definities), not its voorziening verblijf
                uit[(rij["wet"], sleutel(naam))] = (rij["slug"], "voorziening")
        return uit

    @cached_property
    def wet_van(self) -> dict[str, str]:
        """Slug of a voorziening or groep -> its wet."""
        uit = {rij["groep"]: rij["wet"] for rij in _rijen(self.map, "groepen.csv")}
        uit.update({rij["slug"]: rij["wet"] for rij in _rijen(self.map, "voorzieningen.csv")})
        return uit

    def voorziening(self, tekst: object, wet: str | None = None) -> tuple[str, str]:
        """(slug, niveau) of a voorziening or groep, within its wet where that is known.

        niveau is 'voorziening', 'groep', or 'wet' for a total. A name that two wetten share needs the wet.
        """
        naam = sleutel(tekst)
        if naam == TOTAAL and not wet:
            # a total of one wet or of all: the name does not say which, and a guess would count the rest twice
            raise Onbekend("voorziening.onbekend", "bij Totaal ook de wet, of wet Totaal voor alle wetten samen")
        if naam == TOTAAL:
            return TOTAAL, (TOTAAL if wet == TOTAAL else "wet")
        if wet:
            # the list calls the youth form of a shared name '... jeugd'
            namen = [naam, f"{naam} jeugd"] if wet == "jeugdwet" else [naam]
            treffers = {self._voorzieningen[(wet, n)] for n in namen if (wet, n) in self._voorzieningen}
        else:
            treffers = {v for (_, n), v in self._voorzieningen.items() if n == naam}
        if len(treffers) > 1 and wet:
            treffers = {self._voorzieningen[(wet, naam)]} if (wet, naam) in self._voorzieningen else treffers
        if len(treffers) != 1:
            raise Onbekend(
                "voorziening.onbekend",
                "een voorziening of groep uit voorzieningen.csv (naam, slug of synoniem)"
                + ("" if not treffers else "; deze naam hoort bij meer dan één wet, dus lever de wet mee"),
            )
        return treffers.pop()

    @cached_property
    def _taakvelden(self) -> dict[str, list[tuple[int, int]]]:
        uit: dict[str, list[tuple[int, int]]] = {}
        for rij in _rijen(self.map, "iv3_crosswalk.csv"):
            uit.setdefault(rij["taakveld"], []).append((int(rij["van_jaar"]), int(rij["tot_jaar"])))
        return uit

    def taakveld(self, tekst: object, jaar: int) -> str:
        """The Iv3 taakveld as a code of the generation that `jaar` belongs to."""
        code = str(tekst).strip().lower()
        code = {"6.6": "6.60"}.get(code, code) if jaar >= 2025 else code
        if any(van <= jaar <= tot for van, tot in self._taakvelden.get(code, [])):
            return code
        raise Onbekend("taakveld.onbekend", f"een taakveld van het sociaal domein uit de Iv3-indeling van {jaar}")
