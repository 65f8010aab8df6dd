"""StatLine tables to the columns of their bron: which cells are asked, and how they become rows.

bronnen.yml says which table, which members of which dimension and which measures; the table itself says how its keys
are written. A dimension that bronnen.yml does not name counts with its total.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.inname.codelijsten import sleutel
from pipeline.ophalen.deel import Deel, alleen
from pipeline.ophalen.instellingen import Opties, Wens
from pipeline.ophalen.levering import Herkomst, Uitkomst, als_csv, lever
from pipeline.ophalen.odata import Begin, Dienst, Tabelstand, Voorwaarde, Waarneming
from pipeline.ophalen.paginas import haal_paginas, lees_paginas
from pipeline.ophalen.web import Meld, OphaalFout, Web

TOTAAL = "Totaal"
STATLINE = "https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{tabel}/table"


def kies(instelling: Mapping[str, Any], opties: Opties) -> dict[str, Mapping[str, Any]]:
    """The tables that are wanted; `Wens` for one that bronnen.yml does not have."""
    tabellen: dict[str, Mapping[str, Any]] = {str(k): v for k, v in instelling["tabellen"].items()}
    if not opties.tabellen:
        return {k: v for k, v in tabellen.items() if v.get("standaard", True)}
    gevraagd = {}
    for naam in opties.tabellen:
        treffer = next((k for k in tabellen if sleutel(k) == sleutel(naam)), None)
        if treffer is None:
            raise Wens(
                f"Tabel {naam} staat niet in pipeline/ophalen/bronnen.yml. Wel: {', '.join(tabellen)}. Voeg haar "
                "daar toe."
            )
        gevraagd[treffer] = tabellen[treffer]
    return gevraagd


def plan(instelling: Mapping[str, Any], opties: Opties) -> list[str]:
    """What would be fetched, a line per table."""
    uit = []
    for tabel, t in kies(instelling, opties).items():
        dienst = instelling["diensten"][t["dienst"]]
        jaren = f"vanaf {t['vanaf']}" if opties.jaren is None else ", ".join(map(str, sorted(opties.jaren)))
        uit.append(f"{tabel} {t['titel']}: {opties.basis or dienst['basis']}{dienst['gegevens']}/{tabel}, {jaren}")
        uit.append(f"  naar {opties.raw / t['bron']}/{t['naam']}_{opties.dag:%Y-%m-%d}")
    return uit


def haal(instelling: Mapping[str, Any], opties: Opties, web: Web, meld: Meld) -> Iterator[Uitkomst | OphaalFout]:
    """Fetch the wanted tables; per table what became of it, or what went wrong."""
    for tabel, t in kies(instelling, opties).items():
        dienst = Dienst(t["dienst"], instelling["diensten"][t["dienst"]], web)
        try:
            yield _tabel(tabel, t, instelling, opties, dienst, meld)
        except OphaalFout as fout:
            yield fout


def _tabel(
    tabel: str, t: Mapping[str, Any], instelling: Mapping[str, Any], opties: Opties, dienst: Dienst, meld: Meld
) -> Uitkomst:
    naam = str(t["naam"])
    with alleen(opties.raw, t["bron"], naam) as map_:
        stand = dienst.stand(tabel)
        codes = {d: dienst.codes(tabel, d) for d in stand.dimensies}
        keuzes = _keuzes(stand, codes, t, opties)
        maten = {k["kop"]: stand.maat(k["maat"]) for k in t["kolommen"] if "maat" in k}
        voorwaarden: dict[str, Voorwaarde] = {
            d: eis if isinstance(eis, Begin) else list(eis) for d, eis in keuzes.items()
        }
        if dienst.versie == "v4":
            voorwaarden["Measure"] = list(dict.fromkeys(maten.values()))
        eerste = dienst.eerste(tabel, voorwaarden, [*stand.dimensies, *dict.fromkeys(maten.values())])
        deel = Deel(map_, {"eerste": eerste, "gewijzigd": stand.gewijzigd})
        haal_paginas(dienst, deel, eerste, stand, meld)
        rijen = _rijen(lees_paginas(dienst, deel, stand), t, stand, codes, keuzes, maten, opties)
        if not rijen:
            raise OphaalFout(
                f"Tabel {tabel} heeft geen cijfers voor deze gemeenten en jaren. Er is geen levering gemaakt. Kijk op "
                f"{STATLINE.format(tabel=tabel)} welke perioden er zijn."
            )
        perioden = sorted({r[0] for r in rijen})
        herkomst = Herkomst(
            instelling["leverancier"], t["reeks"], instelling["licence"],
            f"StatLine {tabel}, {stand.titel}" + (f", bijgewerkt {stand.gewijzigd[:10]}" if stand.gewijzigd else ""),
            STATLINE.format(tabel=tabel), f"{perioden[0]}/{perioden[-1]}",
        )  # fmt: skip
        inhoud = als_csv([k["kop"] for k in t["kolommen"]], [r[1] for r in rijen])
        pad = lever(opties.raw, t["bron"], naam, inhoud, herkomst, deel.bestanden(), opties.dag)
        deel.weg()
    return Uitkomst(naam, pad, len(rijen))


def _keuzes(
    stand: Tabelstand, codes: Mapping[str, Mapping[str, str]], t: Mapping[str, Any], opties: Opties
) -> dict[str, dict[str, str] | Begin]:
    """Per dimension the members that are asked, key -> name for the reader; for all gemeenten only how a key begins."""
    regio, tijd = stand.dimensie(t["regio"]), stand.dimensie(t["tijd"])
    filters = {stand.dimensie(d): wensen for d, wensen in t.get("filter", {}).items()}
    uit: dict[str, dict[str, str] | Begin] = {}
    for d in stand.dimensies:
        if d == regio and opties.gemeenten is None:
            uit[d] = Begin(("GM",))
        elif d == regio:
            uit[d] = {k: titel for k, titel in codes[d].items() if k.strip() in (opties.gemeenten or ())}
        elif d == tijd:
            uit[d] = {k: k.strip() for k in codes[d] if _wil_periode(k.strip(), t, opties)}
        else:
            wensen = filters.get(d, [TOTAAL])
            uit[d] = dict(_lid(stand, d, codes[d], str(w)) for w in wensen)
        if not uit[d] and not isinstance(uit[d], Begin):
            wat = "deze gemeenten" if d == regio else "deze jaren"
            raise OphaalFout(f"Tabel {stand.tabel} heeft {wat} niet. Er is geen levering gemaakt.")
    return uit


def _wil_periode(periode: str, t: Mapping[str, Any], opties: Opties) -> bool:
    m = re.fullmatch(r"(\d{4})([A-Z]{2})\d\d", periode)
    return m is not None and m[2] in t["perioden"] and opties.wil_jaar(int(m[1]), int(t["vanaf"]))


def _lid(stand: Tabelstand, dimensie: str, codes: Mapping[str, str], wens: str) -> tuple[str, str]:
    """The member with that key or title. 'Totaal' is the total of the dimension, whatever CBS calls it."""
    gevonden = [k for k, titel in codes.items() if sleutel(wens) in (sleutel(k), sleutel(titel))]
    if not gevonden and wens == TOTAAL:
        # a total has a key T..., and where CBS gives it another its title begins so
        gevonden = [k for k in codes if re.match(r"T\d{3}", k)]
        gevonden = gevonden if len(gevonden) == 1 else [k for k, n in codes.items() if sleutel(n).startswith("totaal")]
    if len(gevonden) != 1:
        namen = "; ".join(list(codes.values())[:12])
        raise OphaalFout(
            f"Tabel {stand.tabel}, dimensie '{dimensie}': '{wens}' is "
            f"{'er niet' if not gevonden else 'niet één code'}. Zij "
            f"heeft: {namen}. Noem in pipeline/ophalen/bronnen.yml bij `filter` welke code telt."
        )
    return gevonden[0], wens if wens == TOTAAL else codes[gevonden[0]]


def _rijen(
    cellen: Iterable[Waarneming],
    t: Mapping[str, Any],
    stand: Tabelstand,
    codes: Mapping[str, Mapping[str, str]],
    keuzes: Mapping[str, dict[str, str] | Begin],
    maten: Mapping[str, str],
    opties: Opties,
) -> list[tuple[str, list[str]]]:
    """The rows in the columns of bronnen.yml, each with its period; sorted: equal figures give an equal file."""
    per_plaats: dict[tuple[str, ...], dict[str, str]] = {}
    for cel in cellen:
        plek = tuple(cel.plaats[d] for d in stand.dimensies)
        per_plaats.setdefault(plek, {}).update(cel.waarden)
    namen = {d: {k.strip(): n for k, n in c.items()} for d, c in codes.items()}
    gekozen = {d: {k.strip(): n for k, n in e.items()} for d, e in keuzes.items() if isinstance(e, dict)}
    tijd = stand.dimensie(t["tijd"])
    uit = []
    for plek, waarden in sorted(per_plaats.items()):
        plaats = dict(zip(stand.dimensies, plek, strict=True))
        if any(plaats[d] not in e for d, e in gekozen.items()) or any(
            not plaats[d].startswith(e.met) for d, e in keuzes.items() if isinstance(e, Begin)
        ):
            continue  # a service that leaves a filter aside gives more than was asked
        if all(waarden.get(m, "") == "" for m in maten.values()):
            continue  # no gemeente there at that time, or nothing published: not a row that says 'unknown'
        rij = []
        for k in t["kolommen"]:
            if "maat" in k:
                rij.append(waarden.get(maten[k["kop"]], "").replace(".", ",") if _is_getal(waarden, maten, k) else ".")
            elif "dimensie" in k:
                rij.append(plaats[stand.dimensie(k["dimensie"])])
            else:
                d = stand.dimensie(k.get("titel") or k["keuze"])
                rij.append((namen if "titel" in k else gekozen)[d].get(plaats[d], plaats[d]))
        uit.append((plaats[tijd], rij))
    return uit


def _is_getal(waarden: Mapping[str, str], maten: Mapping[str, str], kolom: Mapping[str, Any]) -> bool:
    """A figure or nothing, rather than the point with which CBS says unknown or secret."""
    return waarden.get(maten[kolom["kop"]], "") != "."
