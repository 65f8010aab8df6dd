"""Iv3 as gemeenten gave it to CBS ('onbewerkte Iv3-data'): a table per year, added up to lasten and baten per taakveld.

Amounts are x 1.000 euro. Lasten are the sum of the categories L..., baten of B... (Iv3-informatievoorschrift). Where
CBS placed a corrected delivery ('2e plaatsing') that one counts, for a gemeente and document as a whole. A gemeente
without a single amount has not delivered: it gets no rows, for a zero would be a figure that nobody gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.ophalen.deel import Deel, alleen
from pipeline.ophalen.instellingen import Opties, Wens
from pipeline.ophalen.levering import Herkomst, Uitkomst, als_csv, lever
from pipeline.ophalen.odata import Begin, Dienst, Tabelstand, Voorwaarde, Waarneming
from pipeline.ophalen.paginas import haal_paginas, lees_paginas
from pipeline.ophalen.web import Meld, OphaalFout, Web

BRON = "iv3"
KOP = ("gemeente_code", "gemeente_naam", "jaar", "document", "taakveld", "lasten_x1000", "baten_x1000")
GEEN_OPGAVE = Decimal(-99998)
VINDPLAATS = "https://iv3statline.cbs.nl/#/IV3/nl/dataset/{tabel}/table"


def _jaren(instelling: Mapping[str, Any], opties: Opties) -> list[int]:
    bekend = {int(j) for j in instelling["tabellen"]}
    if opties.tabellen:
        jaren = [int(j) for j, t in instelling["tabellen"].items() if str(t) in opties.tabellen]
        if len(jaren) != len(opties.tabellen):
            raise Wens(
                f"Geen Iv3-tabel: {', '.join(opties.tabellen)}. Wel: {', '.join(instelling['tabellen'].values())}."
            )
        return jaren
    gevraagd = bekend if opties.jaren is None else opties.jaren
    return sorted(j for j in gevraagd if opties.wil_jaar(j, int(instelling["vanaf"])))


def plan(instelling: Mapping[str, Any], opties: Opties) -> list[str]:
    """What would be fetched, a line per year."""
    d = instelling["diensten"]["v3"]
    uit = []
    for jaar in _jaren(instelling, opties):
        tabel = instelling["tabellen"].get(jaar, "(wordt gezocht in de catalogus)")
        uit.append(
            f"{tabel} {instelling['titel'].format(jaar=jaar)}: {opties.basis or d['basis']}{d['gegevens']}/{tabel}"
        )
        uit.append(f"  naar {opties.raw / BRON}/{instelling['naam']}_{jaar}_{opties.dag:%Y-%m-%d}")
    return uit


def haal(instelling: Mapping[str, Any], opties: Opties, web: Web, meld: Meld) -> Iterator[Uitkomst | OphaalFout]:
    """Fetch the wanted years; per year what became of it, or what went wrong."""
    dienst = Dienst("v3", instelling["diensten"]["v3"], web)
    for jaar in _jaren(instelling, opties):
        try:
            yield _jaar(jaar, instelling, opties, dienst, meld)
        except OphaalFout as fout:
            yield fout


def _jaar(jaar: int, instelling: Mapping[str, Any], opties: Opties, dienst: Dienst, meld: Meld) -> Uitkomst:
    naam = f"{instelling['naam']}_{jaar}"
    with alleen(opties.raw, BRON, naam) as map_:
        tabel = instelling["tabellen"].get(jaar) or _zoek(jaar, instelling, dienst)
        stand = dienst.stand(tabel)
        d = {k: stand.dimensie(v) for k, v in instelling["dimensies"].items()}
        gemeenten = dienst.codes(tabel, d["regio"])
        documenten = {
            k: instelling["documenten"][k.strip()[4:]]
            for k in dienst.codes(tabel, d["verslagsoort"])
            if k.strip()[:4] == str(jaar) and k.strip()[4:] in instelling["documenten"]
        }
        plaatsingen = [stand.maat(m) for m in instelling["plaatsingen"] if m in stand.maten]
        gekozen = [k for k in gemeenten if opties.gemeenten is None or k.strip() in opties.gemeenten]
        if not gekozen or not documenten or not plaatsingen:
            raise OphaalFout(
                f"Iv3 {jaar} (tabel {tabel}) heeft geen cijfers voor deze gemeenten. Er is geen levering gemaakt."
            )
        voorwaarden: dict[str, Voorwaarde] = {
            d["verslagsoort"]: list(documenten),
            d["taakveld"]: Begin(tuple(instelling["taakvelden"])),
            d["categorie"]: Begin(("L", "B")),
            d["regio"]: Begin(("GM",)) if opties.gemeenten is None else gekozen,
        }
        eerste = dienst.eerste(tabel, voorwaarden, [*stand.dimensies, *plaatsingen])
        deel = Deel(map_, {"eerste": eerste, "gewijzigd": stand.gewijzigd})
        haal_paginas(dienst, deel, eerste, stand, meld)
        namen = {k.strip(): n for k, n in gemeenten.items()}
        rijen = list(
            _rijen(lees_paginas(dienst, deel, stand), jaar, d, plaatsingen,
                   {k.strip(): v for k, v in documenten.items()}, namen, stand)
        )  # fmt: skip
        if not rijen:
            raise OphaalFout(
                f"Iv3 {jaar} (tabel {tabel}): geen van deze gemeenten heeft een bedrag. Er is geen levering."
            )
        herkomst = Herkomst(
            instelling["leverancier"], instelling["reeks"], instelling["licence"],
            f"{stand.titel} (tabel {tabel}), x 1.000 euro; lasten en baten opgeteld over de categorieën L en B",
            VINDPLAATS.format(tabel=tabel), str(jaar),
        )  # fmt: skip
        pad = lever(opties.raw, BRON, naam, als_csv(KOP, rijen), herkomst, deel.bestanden(), opties.dag)
        deel.weg()
    zonder = {k.strip() for k in gekozen} - {r[0] for r in rijen} if opties.gemeenten else set()
    opmerking = (f"geen bedragen van {', '.join(sorted(zonder))}",) if zonder else ()
    return Uitkomst(naam, pad, len(rijen), opmerking)


def _zoek(jaar: int, instelling: Mapping[str, Any], dienst: Dienst) -> str:
    titel = instelling["titel"].format(jaar=jaar)
    tabellen = dienst.catalogus(instelling["catalogus"], instelling["catalogus_filter"])
    gevonden = [str(t["Identifier"]) for t in tabellen if str(t.get("Title", "")).strip() == titel]
    if len(gevonden) != 1:
        raise OphaalFout(
            f"CBS heeft (nog) geen tabel '{titel}'. De begroting van een jaar komt er in november van het jaar ervoor."
        )
    return gevonden[0]


def _rijen(
    cellen: Iterable[Waarneming],
    jaar: int,
    d: Mapping[str, str],
    plaatsingen: list[str],
    documenten: Mapping[str, str],
    namen: Mapping[str, str],
    stand: Tabelstand,
) -> Iterator[list[str]]:
    """One row per gemeente, document and taakveld, sorted."""
    Bedragen = dict[tuple[str, str], list[tuple[str, str, Decimal]]]
    per_plaatsing: dict[str, Bedragen] = {m: defaultdict(list) for m in plaatsingen}
    categorieen: set[str] = set()
    for cel in cellen:
        p = cel.plaats
        gemeente, document = p[d["regio"]], documenten.get(p[d["verslagsoort"]])
        taakveld, categorie = p[d["taakveld"]], p[d["categorie"]]
        if document is None or taakveld.endswith(".") or categorie[:1] not in ("L", "B"):
            continue
        categorieen.add(categorie)
        for m in plaatsingen:
            bedrag = _bedrag(cel.waarden.get(m, ""), stand.tabel)
            if bedrag is not None:
                per_plaatsing[m][(gemeente, document)].append((taakveld, categorie, bedrag))
    sommen = {c for c in categorieen if any(a.startswith(f"{c}.") for a in categorieen)}
    sleutels = {s for b in per_plaatsing.values() for s in b}
    volgorde = list(documenten.values())
    for s in sorted(sleutels, key=lambda s: (s[0], volgorde.index(s[1]))):
        gemeente, document = s
        gegeven = next((b[s] for b in per_plaatsing.values() if any(x for *_, x in b.get(s, ()))), [])
        lasten: dict[str, Decimal] = defaultdict(Decimal)
        baten: dict[str, Decimal] = defaultdict(Decimal)
        for taakveld, categorie, bedrag in gegeven:
            if categorie not in sommen:  # a category that others are part of would count twice
                (lasten if categorie.startswith("L") else baten)[taakveld] += bedrag
        for taakveld in sorted(lasten.keys() | baten.keys()):
            bedragen = (_tekst(lasten[taakveld]), _tekst(baten[taakveld]))
            yield [gemeente, namen.get(gemeente, gemeente), str(jaar), document, taakveld, *bedragen]


def _bedrag(tekst: str, tabel: str) -> Decimal | None:
    """An amount x 1.000 euro; None where none was given."""
    if tekst in ("", "."):
        return None
    try:
        bedrag = Decimal(tekst)
    except InvalidOperation:
        raise OphaalFout(f"Iv3-tabel {tabel}: een bedrag is geen getal. De dienst is veranderd; meld dit.") from None
    return None if bedrag == GEEN_OPGAVE or not bedrag.is_finite() else bedrag


def _tekst(bedrag: Decimal) -> str:
    return f"{bedrag:f}".replace(".", ",")
