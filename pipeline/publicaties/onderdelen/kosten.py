"""Chapter Kosten: budget against outcome, expenditure per inhabitant and costs per client.

Tables and charts of the marts budgetbewaking, kerncijfers and kosten_per_client. Comparing gemeenten is benchmark.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.grafieken import Figuur
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, GROEPEN, IN_GROEPEN, kies, naam_van_voorziening, vraag
from pipeline.publicaties.opmaak import Cel, Rij, Tabel, Vorm, maak_tabel

# more panels than this nobody reads; the table has every gebied
MEESTE_VAKKEN = 20


@dataclass
class Gebied:
    """One gebied to open: the budget of this year, and its years per inhabitant."""

    naam: str
    noot: str
    open: bool
    tabellen: list[Tabel] = field(default_factory=list)


# column -> head; an empty one is the name of the column
BUDGET_KOPPEN = {
    "voorziening": "Onderdeel",
    "begroting_primitief_eur": "Begroting primitief",
    "begroting_actueel_eur": "Begroting na wijziging",
    "realisatie_eur": "Realisatie",
    "realisatie_tot_en_met": "Realisatie t/m",
    "verplicht_eur": "Verplicht",
    "prognose_laag_eur": "Prognose laag",
    "prognose_midden_eur": "Prognose midden",
    "prognose_hoog_eur": "Prognose hoog",
    "afwijking_eur": "Afwijking",
    "afwijking_pct": "Afwijking in %",
    "signaal": "",
    "incidenteel_structureel": "Incidenteel of structureel",
    "kans_overschrijding_pct": "Kans op overschrijding",
    "toelichting": "",
}


def _tot_en_met(rij: Rij) -> str:
    dag = rij["realisatie_tot_en_met"]
    return opmaak.ONBEKEND if dag is None else opmaak.periode(f"{dag:%Y-%m}")


def _signaal(rij: Rij) -> Cel:
    return Cel(opmaak.signaal(rij["signaal"]), f"signaal {rij['signaal'] or 'onbekend'}")


def afwijkingen(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Figuur]]:
    """Budget against account of the newest year with accounts, every gebied in one table and one chart."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.budgetbewaking
        where is_voorkeur and niveau = 'groep' and voorziening in ('jeugd', 'wmo') and afwijking_pct is not null
            and realisatie_status = 'jaarrekening'
            and jaar = (select max(jaar) from marts.budgetbewaking where realisatie_status = 'jaarrekening')
        order by {GEBIED_VOLGORDE}, voorziening, reeks
        """,
    )
    if not rijen:
        return None, []
    jaar = rijen[0]["jaar"]
    tabel = maak_tabel(
        rijen,
        kies(soorten, "gemeente voorziening begroting_actueel_eur realisatie_eur afwijking_eur afwijking_pct signaal"),
        f"Afwijking van de begroting {jaar}",
        koppen={
            "gemeente": "Gebied",
            "voorziening": "Onderdeel",
            "begroting_actueel_eur": "Begroting na wijziging",
            "realisatie_eur": "Realisatie",
            "afwijking_eur": "Afwijking",
            "afwijking_pct": "Afwijking in %",
        },
        vormen={
            "voorziening": lambda r: GROEPEN[r["voorziening"]],
            "afwijking_eur": lambda r: opmaak.met_oordeel(r["afwijking_eur"], r["oordeel"]),
            "afwijking_pct": lambda r: opmaak.met_oordeel(r["afwijking_pct"], r["oordeel"], "procent"),
            "signaal": _signaal,
        },
        rijkoppen=2,
    )
    punten = [
        {
            "naam": r["gemeente"],
            "waarde": grafieken.coordinaat(r["afwijking_pct"]),
            "soort": r["oordeel"],
            "vak": GROEPEN[r["voorziening"]],
        }
        for r in rijen
    ]
    svg = grafieken.staven(
        punten,
        naam="afwijking",
        as_titel="% van de begroting",
        vakken=list(dict.fromkeys(p["vak"] for p in punten)),
        formaat=",.0f",
    )
    beschrijving = (
        f"Staven van de afwijking {jaar} in procent van de begroting, links van nul een nadeel, rechts een voordeel."
    )
    return tabel, [Figuur(svg, beschrijving, f"Afwijking {jaar} in % van de begroting na wijziging")]


def uitgaven_per_inwoner(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Figuur]]:
    """Expenditure per inhabitant, every gebied and year in one table, and a small chart per gebied."""
    kern, _ = vraag(
        con,
        f"""
        select * from marts.kerncijfers
        where {IN_GROEPEN}
        order by {GEBIED_VOLGORDE}, voorziening, jaar
        """,
    )
    punten = [
        {
            "vak": r["gemeente"],
            "jaar": r["jaar"],
            "waarde": grafieken.coordinaat(r["per_inwoner_eur"]),
            "reeks": GROEPEN[r["voorziening"]],
        }
        for r in kern
        if r["per_inwoner_eur"] is not None
    ]
    if not punten:
        return None, []
    reeksen = list(GROEPEN.values())
    vakken = list(dict.fromkeys(p["vak"] for p in punten))
    jaren = sorted({p["jaar"] for p in punten})
    per_cel = {(r["gemeente"], GROEPEN[r["voorziening"]], r["jaar"]): r for r in kern}

    def cel(vak: str, reeks: str, jaar: int) -> Cel:
        rij = per_cel.get((vak, reeks, jaar))
        if rij is None or rij["per_inwoner_eur"] is None:
            return Cel(opmaak.ONBEKEND, "getal onbekend")
        return Cel(opmaak.euro(rij["per_inwoner_eur"]) + (" ⚠" if rij["is_breuk"] else ""), "getal")

    tabel = Tabel(
        "Uitgaven per inwoner, alle gebieden (⚠: jaar met een boekingsbreuk)",
        [Cel("Gebied"), Cel("Onderdeel"), *(Cel(str(j), "getal") for j in jaren)],
        [[Cel(v), Cel(r), *(cel(v, r, j) for j in jaren)] for v in vakken for r in reeksen],
        rijkoppen=2,
    )
    getoond = vakken[:MEESTE_VAKKEN]
    figuren = [
        Figuur(
            grafieken.kleine_lijnen(
                [p for p in punten if p["vak"] in getoond],
                naam="inwoner",
                as_titel="€ per inwoner",
                reeksen=reeksen,
                vakken=getoond,
            ),
            f"Lijnen van de uitgaven per inwoner van {jaren[0]} tot en met {jaren[-1]} voor "
            f"{opmaak.opsomming(getoond)}; de cijfers staan in de tabel hierboven.",
            "Uitgaven per inwoner per gebied, op één schaal",
        )
    ]
    return tabel, figuren


def per_gebied(con: duckdb.DuckDBPyConnection, kop: Kop, namen: dict[str, str]) -> list[Gebied]:
    """Per gebied the budget of the year of the peildatum (else its newest before it, else its first), per voorziening,
    and expenditure per inhabitant over the years; the first gebied is open.
    """
    budget, soorten = vraag(
        con,
        f"""
        select b.*, g.geldig_tot from marts.budgetbewaking as b
        left join (select gemeente_code as code, geldig_tot from marts.gebieden) as g on b.gemeente_code = g.code
        where b.is_voorkeur
            and b.jaar = (
                select coalesce(max(n.jaar) filter (n.jaar <= ?), min(n.jaar))
                from marts.budgetbewaking as n where n.gemeente_code = b.gemeente_code
            )
            and (
                b.niveau in ('voorziening', 'wet', 'totaal')
                or (b.niveau = 'groep' and b.{IN_GROEPEN})
            )
        order by {GEBIED_VOLGORDE}, b.gemeente_code, b.niveau = 'totaal',
            case b.wet when 'jeugdwet' then 0 when 'wmo' then 1 when 'participatiewet' then 2 else 3 end, b.wet,
            case b.niveau when 'voorziening' then 0 when 'groep' then 1 else 2 end, b.voorziening, b.reeks
        """,
        kop.peildatum.year,
    )
    kern, kernsoorten = vraag(
        con, f"select * from marts.kerncijfers order by {GEBIED_VOLGORDE}, gemeente_code, voorziening, jaar, reeks"
    )
    kern_van = {code: list(rijen) for code, rijen in groupby(kern, key=lambda r: r["gemeente_code"])}

    kolommen = kies(soorten, " ".join(BUDGET_KOPPEN))
    vormen: dict[str, Vorm] = {
        "voorziening": partial(naam_van_voorziening, namen),
        "realisatie_tot_en_met": _tot_en_met,
        "afwijking_eur": lambda r: opmaak.met_oordeel(r["afwijking_eur"], r["oordeel"]),
        "afwijking_pct": lambda r: opmaak.met_oordeel(r["afwijking_pct"], r["oordeel"], "procent"),
        "signaal": _signaal,
        "toelichting": lambda r: Cel((r["toelichting"] or "").strip() or opmaak.GEEN_TEKST, "lang"),
    }
    koppen = {kolom: kop_ for kolom, kop_ in BUDGET_KOPPEN.items() if kop_}
    uit = []
    for code, groep in groupby(budget, key=lambda r: r["gemeente_code"]):
        rijen = list(groep)
        eerste = rijen[0]
        noot = ""
        if eerste["geldig_tot"] is not None:
            tot = opmaak.datum(eerste["geldig_tot"])
            noot = f"Deze gemeente bestond tot en met {tot}; daarna staan de cijfers bij haar opvolger."
        gebied = Gebied(eerste["gemeente"], noot, open=not uit)
        gebied.tabellen.append(
            maak_tabel(
                rijen,
                kolommen,
                f"{eerste['gemeente']} {eerste['jaar']}: begroting, realisatie en prognose",
                koppen=koppen,
                vormen=vormen,
            )
        )
        if code in kern_van:
            gebied.tabellen.append(_per_inwoner(eerste["gemeente"], kern_van[code], kernsoorten, namen))
        uit.append(gebied)
    return uit


def _per_inwoner(gemeente: str, rijen: list[Rij], soorten: dict[str, str], namen: dict[str, str]) -> Tabel:
    kolommen = kies(soorten, "voorziening jaar uitgaven_eur inwoners_aantal per_inwoner_eur groei_pct is_breuk")
    return maak_tabel(
        rijen,
        kolommen,
        f"{gemeente}: uitgaven per inwoner over de jaren",
        koppen={
            "voorziening": "Onderdeel",
            "uitgaven_eur": "Uitgaven",
            "inwoners_aantal": "Inwoners op 1 januari",
            "per_inwoner_eur": "Per inwoner",
            "groei_pct": "Groei uitgaven",
            "is_breuk": "Boekingsbreuk",
        },
        vormen={
            "voorziening": partial(naam_van_voorziening, namen),
            "groei_pct": lambda r: opmaak.procent(r["groei_pct"], teken=True),
            "is_breuk": lambda r: Cel("⚠ breuk: geen groei van zorg", "breuk") if r["is_breuk"] else "nee",
        },
        rijkoppen=2,
    )


def kosten_per_client(con: duckdb.DuckDBPyConnection, namen: dict[str, str]) -> Tabel | None:
    """Expenditure over clients of the same year and voorziening; None before both are delivered."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.kosten_per_client where is_voorkeur and niveau in ('groep', 'voorziening')
        order by jaar desc, {GEBIED_VOLGORDE}, wet, voorziening, reeks
        """,
    )
    kolommen = kies(
        soorten,
        "gemeente jaar voorziening uitgaven_eur clienten_aantal kosten_per_client_eur volume_per_client eenheid "
        "gemiddelde_prijs_eur",
    )
    vormen: dict[str, Vorm] = {
        "voorziening": partial(naam_van_voorziening, namen),
        "volume_per_client": lambda r: opmaak.getal(r["volume_per_client"], 1),
    }
    koppen = {
        "gemeente": "Gebied",
        "clienten_aantal": "Cliënten",
        "uitgaven_eur": "Uitgaven",
        "kosten_per_client_eur": "Kosten per cliënt",
        "volume_per_client": "Volume per cliënt",
        "gemiddelde_prijs_eur": "Gemiddelde prijs per eenheid",
    }
    return (
        maak_tabel(rijen, kolommen, "Kosten per cliënt", koppen=koppen, vormen=vormen, rijkoppen=3) if rijen else None
    )
