"""Part of the chapter Prognose: does the forecast earn its place beside what anybody can work out by hand?

A table of the mart prognose_toets and a sentence on it. The forecasts themselves stand in prognose.
"""

from __future__ import annotations

from itertools import groupby

import duckdb

from pipeline.publicaties import opmaak
from pipeline.publicaties.lezen import vraag
from pipeline.publicaties.tabellen import Cel, Rij, Tabel

GRIP = "grip"
METHODEN = {
    GRIP: "deze prognose",
    "grip_gepubliceerd": "zoals gepubliceerd",
    "cash_x12": "geboekt x 12 / maanden",
    "ratio_peildatum": "vorig jaar x verhouding op dezelfde dag",
    "vorig_jaar": "vorig jaar",
    "begroting": "begroting",
}
WEINIG = 20  # outcomes; below it a percentage says little


def verdient(con: duckdb.DuckDBPyConnection, *, per_maand: bool) -> tuple[Tabel | None, str]:
    """Median error and coverage per method, wet and months known (3, 6, 9; without months 0), and the verdict."""
    rijen, _ = vraag(
        con,
        f"""
        select * from marts.prognose_toets
        where niveau in ('wet', 'totaal') and fout_pct is not null
            and maanden_bekend in ({"3, 6, 9" if per_maand else "0"})
        order by coalesce(list_position(['jeugdwet', 'wmo', 'participatiewet', 'overig'], wet), 5), wet,
            maanden_bekend, methode
        """,
    )
    regels = [
        (eerste, {r["methode"]: r for r in groep})
        for eerste, groep in ((g[0], g) for g in (list(g) for _, g in groupby(rijen, key=_cel)))
    ]
    regels = [(eerste, van) for eerste, van in regels if GRIP in van]
    if not regels:
        return None, ""
    namen = [m for m in METHODEN if any(m in van for _, van in regels)]
    gedekt = [m for m in namen if any(m in van and van[m]["dekking_pct"] is not None for _, van in regels)]
    koppen = [Cel("Onderdeel"), *([Cel("Maanden bekend", "getal")] * per_maand)]
    koppen += [Cel(f"Fout {METHODEN[m]}", "getal") for m in namen]
    koppen += [Cel(f"Binnen de band {METHODEN[m]}", "getal") for m in gedekt] + [Cel("Uitkomsten", "getal")]
    inhoud = []
    for eerste, van in regels:
        regel = [Cel(_naam(eerste))] + [Cel(str(eerste["maanden_bekend"]), "getal")] * per_maand
        regel += [_pct(van, m, "fout_pct") for m in namen] + [_pct(van, m, "dekking_pct") for m in gedekt]
        inhoud.append([*regel, Cel(opmaak.getal(van[GRIP]["aantal"], 0), "getal")])
    bij = "Fout en dekking van prognoses van eerdere jaren, per methode"
    return Tabel(bij, koppen, inhoud, rijkoppen=2 if per_maand else 1), _oordeel(regels, per_maand=per_maand)


def _cel(rij: Rij) -> tuple[str, str, int]:
    return rij["niveau"], rij["wet"], rij["maanden_bekend"]


def _naam(rij: Rij) -> str:
    return "Totaal" if rij["niveau"] == "totaal" else opmaak.wet(rij["wet"])


def _pct(van: dict[str, Rij], methode: str, kolom: str) -> Cel:
    waarde = van[methode][kolom] if methode in van else None
    return Cel(opmaak.GEEN_TEKST if waarde is None else opmaak.procent(waarde), "getal")


def _beste_ander(van: dict[str, Rij]) -> Rij | None:
    anderen = [r for m, r in van.items() if m not in (GRIP, "grip_gepubliceerd")]
    return min(anderen, key=lambda r: (r["fout_pct"], r["methode"]), default=None)


def _oordeel(regels: list[tuple[Rij, dict[str, Rij]]], *, per_maand: bool) -> str:
    """Is it the best of its row, in how many rows, by how much, and did its band hold?"""
    paren = [(eerste, van[GRIP], ander) for eerste, van in regels if (ander := _beste_ander(van))]
    delen = []
    if paren:
        gewonnen = sum(eigen["fout_pct"] < ander["fout_pct"] for _, eigen, ander in paren)
        woord = "Ja" if gewonnen == len(paren) else "Meestal" if 2 * gewonnen > len(paren) else "Hier nog niet"
        delen.append(
            f"{woord}: in {gewonnen} van de {len(paren)} regels is de fout van deze prognose kleiner dan die van elke "
            "eenvoudige methode op dezelfde dag."
        )
        eerste, eigen, ander = next((p for p in paren if p[0]["maanden_bekend"] == 6), paren[0])
        eerste, eigen, ander = next(
            (p for p in paren if p[0]["niveau"] == "totaal" and p[0]["maanden_bekend"] == eerste["maanden_bekend"]),
            (eerste, eigen, ander),
        )
        wanneer = f"met {eerste['maanden_bekend']} maanden bekend" if per_maand else "vooraf"
        delen.append(
            f"{_naam(eerste)}, {wanneer}: de helft van de prognoses lag minder dan {opmaak.procent(eigen['fout_pct'])} "
            f"van de uitkomst af, bij de beste eenvoudige methode ({METHODEN[ander['methode']]}) "
            f"{opmaak.procent(ander['fout_pct'])}."
        )
    gedekt = [(v[GRIP]["dekking_pct"], v[GRIP]["aantal"]) for _, v in regels if v[GRIP]["dekking_pct"] is not None]
    if gedekt:
        deel = sum(pct * n for pct, n in gedekt) / sum(n for _, n in gedekt)
        delen.append(f"De band hoort 80% van de uitkomsten te bevatten; dat was {opmaak.procent(deel, 0)}.")
    meeste = max(v[GRIP]["aantal"] for _, v in regels)
    if meeste < WEINIG:
        delen.append(f"Per regel zijn er ten hoogste {meeste} uitkomsten: een aanwijzing, geen bewijs.")
    return " ".join(delen)
