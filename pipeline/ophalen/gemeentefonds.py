"""Circulaires of the gemeentefonds: a file per circulaire and uitkeringsjaar, to rows of rijksbijdragen.

BZK publishes a column per uitkering (`siudu`; columns come and go, one file holds a column twice) or a row per cluster
(`clusters`). Only the uitkeringen that bronnen.yml names are taken: the rest is not for the sociaal domein.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.inname.codelijsten import Codelijsten, Onbekend, sleutel
from pipeline.inname.lezers import Blad, LeesFout, lees
from pipeline.ophalen.deel import alleen
from pipeline.ophalen.instellingen import Opties, Wens
from pipeline.ophalen.levering import Herkomst, Uitkomst, als_csv, lever
from pipeline.ophalen.web import Meld, OphaalFout, Web

BRON = "rijksbijdragen"
KOP = ("gemeente_code", "gemeente_naam", "uitkeringsjaar", "circulaire", "onderdeel", "bedrag")
KOP_CLUSTERS = ("circulaire", "uitkeringsjaar", "gemeente_naam", "cluster", "bedrag_euro")
LINK = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)


def _gekozen(instelling: Mapping[str, Any], opties: Opties) -> list[Mapping[str, Any]]:
    alle = list(instelling["circulaires"])
    if opties.tabellen:
        alle = [c for c in alle if any(sleutel(t) in sleutel(_naam(instelling, c)) for t in opties.tabellen)]
        if not alle:
            namen = "; ".join(_naam(instelling, c) for c in instelling["circulaires"])
            raise Wens(f"Geen circulaire '{', '.join(opties.tabellen)}' in pipeline/ophalen/bronnen.yml. Wel: {namen}.")
    return [c for c in alle if opties.jaren is None or int(c["uitkeringsjaar"]) in opties.jaren]


def _naam(instelling: Mapping[str, Any], c: Mapping[str, Any]) -> str:
    deel = sleutel(f"{c['circulaire']} {c['uitkeringsjaar']} {c['vorm']}").replace(" ", "_")
    return f"{instelling['naam']}_{deel}"


def plan(instelling: Mapping[str, Any], opties: Opties) -> list[str]:
    """What would be fetched, per circulaire."""
    uit = []
    for c in _gekozen(instelling, opties):
        uit.append(f"{c['circulaire']}, uitkeringsjaar {c['uitkeringsjaar']}: {c.get('adres') or c['pagina']}")
        uit.append(f"  naar {opties.raw / BRON}/{_naam(instelling, c)}_{opties.dag:%Y-%m-%d}")
    return uit


def haal(instelling: Mapping[str, Any], opties: Opties, web: Web, meld: Meld) -> Iterator[Uitkomst | OphaalFout]:
    """Fetch the wanted circulaires; per file what became of it, or what went wrong."""
    for c in _gekozen(instelling, opties):
        try:
            yield _circulaire(c, instelling, opties, web, meld)
        except OphaalFout as fout:
            yield fout


def _circulaire(c: Mapping[str, Any], instelling: Mapping[str, Any], opties: Opties, web: Web, meld: Meld) -> Uitkomst:
    naam = _naam(instelling, c)
    with alleen(opties.raw, BRON, naam) as map_:
        map_.mkdir(parents=True, exist_ok=True)
        adres = str(c.get("adres") or _zoek(c, web))
        bestand = map_ / _bestandsnaam(adres)
        web.bestand(adres, bestand)
        meld(f"{c['circulaire']} {c['uitkeringsjaar']}: {bestand.stat().st_size // 1024} kB binnen")
        blad = _blad(bestand, c)
        if c["vorm"] == "clusters":
            kop, rijen = KOP_CLUSTERS, _clusters(blad, c, opties)
        else:
            kop, rijen = KOP, _siudu(blad, c, instelling["onderdelen"], opties)
        if not rijen:
            raise OphaalFout(
                f"{c['circulaire']} {c['uitkeringsjaar']}: het bestand heeft geen rij voor deze gemeenten."
            )
        herkomst = Herkomst(
            instelling["leverancier"], instelling["reeks"], instelling["licence"],
            f"{c['circulaire']} gemeentefonds, uitkeringsjaar {c['uitkeringsjaar']}", str(c.get("pagina") or adres),
            str(c["uitkeringsjaar"]),
        )  # fmt: skip
        pad = lever(opties.raw, BRON, naam, als_csv(kop, rijen), herkomst, [bestand], opties.dag)
        for rest in map_.iterdir():
            rest.unlink()
        map_.rmdir()
    return Uitkomst(naam, pad, len(rijen))


def _zoek(c: Mapping[str, Any], web: Web) -> str:
    """The address of the file on the page of its circulaire."""
    patroon = re.compile(str(c["bestand"]), re.IGNORECASE)
    links = {urljoin(c["pagina"], html.unescape(link)) for link in LINK.findall(web.tekst(c["pagina"]))}
    gevonden = sorted(a for a in links if patroon.search(unquote(urlsplit(a).path)))
    if len(gevonden) != 1:
        raise OphaalFout(
            f"Op de pagina van de {c['circulaire']} staat {'geen' if not gevonden else 'meer dan één'} bestand dat "
            "past bij "
            f"{c['bestand']}. Open {c['pagina']}, kopieer het adres van het bestand en zet het als `adres` in "
            "pipeline/ophalen/bronnen.yml."
        )
    return gevonden[0]


def _bestandsnaam(adres: str) -> str:
    naam = re.sub(r"[^A-Za-z0-9._-]+", "_", unquote(urlsplit(adres).path).rsplit("/", 1)[-1]).lstrip(".")
    return naam or "circulaire.csv"


def _blad(pad: Path, c: Mapping[str, Any]) -> Blad:
    """The sheet that holds the table of this form."""
    wil = ("cbs", "naam") if c["vorm"] == "siudu" else tuple(KOP_CLUSTERS)
    try:
        bladen = lees(pad)
    except LeesFout as fout:
        pad.unlink(missing_ok=True)
        raise OphaalFout(f"{c['circulaire']} {c['uitkeringsjaar']}: {fout.melding}") from None
    for blad in bladen:
        for i, rij in enumerate(blad.rijen[:30]):
            if tuple(sleutel(x) for x in rij.cellen[: len(wil)] if x is not None) == wil:
                return Blad(blad.naam, blad.rijen[i:])
    pad.unlink(missing_ok=True)
    raise OphaalFout(
        f"{c['circulaire']} {c['uitkeringsjaar']}: het bestand heeft niet de kop {', '.join(wil)}. BZK heeft de "
        "vorm veranderd, "
        "of het is een ander bestand; pas pipeline/ophalen/bronnen.yml aan."
    )


def _siudu(blad: Blad, c: Mapping[str, Any], onderdelen: Mapping[str, str], opties: Opties) -> list[list[str]]:
    """A row per gemeente and uitkering. A column that stands twice must say the same twice."""
    koppen = [sleutel(x) if x is not None else "" for x in blad.rijen[0].cellen]
    uit, lijsten = [], Codelijsten()
    for rij in blad.rijen[1:]:
        code = _code(rij.cellen[0] if rij.cellen else None)
        if code is None or (opties.gemeenten is not None and code not in opties.gemeenten):
            continue
        naam = lijsten.gebied(code).naam if lijsten.gebied(code).in_lijst else str(rij.cellen[1])
        for gepubliceerd, onderdeel in onderdelen.items():
            cellen = [
                str(rij.cellen[i]).strip()
                for i, k in enumerate(koppen)
                if k == sleutel(gepubliceerd) and i < len(rij.cellen) and rij.cellen[i] is not None
            ]
            if len(set(cellen)) > 1:
                raise OphaalFout(
                    f"{c['circulaire']} {c['uitkeringsjaar']}: kolom '{gepubliceerd}' staat er twee keer, met "
                    "verschillende "
                    f"bedragen (regel {rij.regel}). Er is geen levering gemaakt; vraag BZK welke geldt."
                )
            if cellen:
                bedrag = cellen[0] if "," in cellen[0] else cellen[0].replace(".", ",")
                uit.append([code, naam, str(c["uitkeringsjaar"]), str(c["circulaire"]), onderdeel, bedrag])
    return sorted(uit)


def _clusters(blad: Blad, c: Mapping[str, Any], opties: Opties) -> list[list[str]]:
    """The rows of one circulaire and uitkeringsjaar, as published."""
    lijsten = Codelijsten()
    uit = []
    for rij in blad.rijen[1:]:
        circulaire, jaar, gemeente, cluster, bedrag = _vijf(rij.cellen)
        if sleutel(circulaire) != sleutel(c["circulaire"]) or jaar != str(c["uitkeringsjaar"]):
            continue
        if opties.gemeenten is not None:
            try:
                if lijsten.gebied(gemeente).code not in opties.gemeenten:
                    continue
            except Onbekend:
                continue
        uit.append([circulaire, jaar, gemeente, cluster, bedrag if "," in bedrag else bedrag.replace(".", ",")])
    return sorted(uit)


def _vijf(cellen: Sequence[Any]) -> list[str]:
    return ["" if x is None else str(x).strip() for x in (*cellen, *[None] * 5)[:5]]


def _code(cel: Any) -> str | None:
    m = re.fullmatch(r"(?:GM)?0*(\d{1,4})(?:\.0)?", str(cel or "").strip(), re.IGNORECASE)
    return f"GM{int(m[1]):04d}" if m else None
