"""The static HTML report: one file, no script, no outside address. It selects, orders and words what the marts hold.

Every figure on the page is a figure of a mart, formatted; only the sentences of the kernboodschap count and compare.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.grafieken import Figuur
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.opmaak import Cel, Rij, Tabel, Vorm, maak_tabel

SJABLONEN = Path(__file__).with_name("sjablonen")
GROEPEN = {"jeugd": "Jeugd", "wmo": "Wmo zonder opvang", "wmo_incl_opvang": "Wmo met opvang"}
# a rule with more findings than this shows the first ones; the workbook has them all
MEESTE_BEVINDINGEN = 150
GEBIED_VOLGORDE = "case gebied_soort when 'land' then 0 when 'regio' then 1 else 2 end, gemeente"


@dataclass
class Gebied:
    naam: str
    noot: str
    open: bool
    tabellen: list[Tabel] = field(default_factory=list)


def vraag(con: duckdb.DuckDBPyConnection, sql: str, *waarden: Any) -> tuple[list[Rij], dict[str, str]]:
    """Rows as dicts, and the soort of every column."""
    cursor = con.execute(sql, list(waarden))
    kolommen = cursor.description or []
    namen = [k[0] for k in kolommen]
    soorten = {k[0]: opmaak.soort_van_kolom(k[0], str(k[1])) for k in kolommen}
    return [dict(zip(namen, rij, strict=True)) for rij in cursor.fetchall()], soorten


def kies(soorten: dict[str, str], namen: str) -> dict[str, str]:
    """The named columns, in that order, with their soort."""
    return {naam: soorten[naam] for naam in namen.split()}


def _signaal(rij: Rij) -> Cel:
    return Cel(opmaak.signaal(rij["signaal"]), f"signaal {rij['signaal'] or 'onbekend'}")


def _namen(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """voorziening or groep -> name; a groep comes first, because the marts of this page are on groups."""
    rijen, _ = vraag(con, "select voorziening, naam from marts.voorzieningen order by niveau desc, voorziening")
    return {rij["voorziening"]: rij["naam"] for rij in rijen}


def _voorziening(namen: dict[str, str], rij: Rij) -> str:
    if rij["voorziening"] == "totaal":
        return "Totaal sociaal domein" if rij["wet"] == "totaal" else f"{opmaak.wet(rij['wet'])}, hele wet"
    return GROEPEN.get(rij["voorziening"]) or namen.get(rij["voorziening"], rij["voorziening"].replace("_", " "))


# ---------------------------------------------------------------- kernboodschap


def _boodschap_groei(con: duckdb.DuckDBPyConnection) -> str:
    rijen, _ = vraag(
        con,
        """
        with paren as (
            select * from marts.groei
            where maat = 'uitgaven' and leveringsvorm = 'alle' and niveau = 'groep' and gebied_soort = 'gemeente'
                and is_voorkeur and voorziening in ('jeugd', 'wmo', 'wmo_incl_opvang') and van_jaar = jaar - 1
                and groei_pct is not null
        ),
        nieuwste as (select * from paren where jaar = (select max(jaar) from paren))
        select * from nieuwste
        where voorziening in ('jeugd', 'wmo')
            and gemeente_code not in (select gemeente_code from nieuwste where is_breuk)
        order by groei_pct desc, gemeente, voorziening
        """,
    )
    if not rijen:
        return "Groei: er zijn nog geen twee opeenvolgende jaren zonder boekingsbreuk om te vergelijken."

    def zin(rij: Rij) -> str:
        return (
            f"{GROEPEN[rij['voorziening']]} in {rij['gemeente']} ({opmaak.procent(rij['groei_pct'], teken=True)}, "
            f"van {opmaak.euro_mln(rij['vorige'])} naar {opmaak.euro_mln(rij['huidige'])})"
        )

    hoog, laag = rijen[0], rijen[-1]
    kop = f"Van {hoog['van_jaar']} op {hoog['jaar']}, gemeenten met een boekingsbreuk niet meegerekend: "
    delen = []
    if hoog["groei_pct"] > 0:
        delen.append(f"de uitgaven stegen het sterkst bij {zin(hoog)}")
    if laag["groei_pct"] < 0:
        delen.append(
            f"ze daalden het sterkst bij {zin(laag)}" if delen else f"de uitgaven daalden het sterkst bij {zin(laag)}"
        )
    return kop + ("; ".join(delen) or "de uitgaven bleven gelijk") + "."


def _boodschap_regio(con: duckdb.DuckDBPyConnection) -> str:
    rijen, _ = vraag(
        con,
        """
        select * from marts.kerncijfers
        where gebied_soort = 'regio' and per_inwoner_eur is not null
            and jaar = (
                select max(jaar) from marts.kerncijfers where gebied_soort = 'regio' and per_inwoner_eur is not null
            )
        order by gemeente, voorziening
        """,
    )
    if not rijen:
        return "Regio: er is nog geen bedrag per inwoner van de regio."
    delen = []
    for naam, groep in groupby(rijen, key=lambda r: r["gemeente"]):
        bedragen = [f"{opmaak.euro(r['per_inwoner_eur'])} aan {GROEPEN[r['voorziening']]}" for r in groep]
        delen.append(f"de regio {naam} gaf per inwoner {opmaak.opsomming(bedragen)} uit")
    return f"In {rijen[0]['jaar']}: {'; '.join(delen)}."


def _boodschap_dekking(con: duckdb.DuckDBPyConnection) -> str:
    rijen, _ = vraag(
        con,
        """
        select * from marts.dekking
        where is_voorkeur and dekkingsgraad_pct is not null
            and jaar = (select max(jaar) from marts.dekking where is_voorkeur and dekkingsgraad_pct is not null)
        order by gemeente, wet
        """,
    )
    if not rijen:
        return "Rijksbijdrage: bijdrage en uitgaven zijn nog van geen enkel jaar allebei bekend."
    jaar, gebieden = rijen[0]["jaar"], {r["gemeente"] for r in rijen}
    if len(gebieden) == 1:
        delen = [f"{opmaak.wet(r['wet'])} {opmaak.procent(r['dekkingsgraad_pct'])} ({r['oordeel']})" for r in rijen]
        deel = opmaak.opsomming(delen)
        return f"Dekking {jaar} door de rijksbijdrage in {rijen[0]['gemeente']}: {deel} van de uitgaven."
    tekort = sum(r["oordeel"] == "nadeel" for r in rijen)
    return (
        f"Dekking {jaar}: in {tekort} van de {len(rijen)} combinaties van gemeente en wet is de rijksbijdrage lager "
        "dan de uitgaven (nadeel)."
    )


def _boodschap_bevindingen(con: duckdb.DuckDBPyConnection) -> str:
    (tel,), _ = vraag(
        con,
        "select count(*) filter (ernst = 'fout') as fouten, count(*) filter (ernst = 'waarschuwing') as waarschuwingen"
        " from marts.bevindingen",
    )
    fouten, waarschuwingen = tel["fouten"], tel["waarschuwingen"]
    if not fouten + waarschuwingen:
        return "Datakwaliteit: er zijn geen fouten of waarschuwingen om op te handelen."
    return (
        f"Datakwaliteit: {opmaak.getal(fouten + waarschuwingen)} bevindingen vragen actie: {opmaak.getal(fouten)} "
        f"{'fout' if fouten == 1 else 'fouten'} en {opmaak.getal(waarschuwingen)} "
        f"{'waarschuwing' if waarschuwingen == 1 else 'waarschuwingen'}."
    )


def _boodschap_ontbreekt(con: duckdb.DuckDBPyConnection, kop: Kop) -> str:
    (w,), _ = vraag(
        con,
        """
        select
            (select count(*) from marts.instroom_uitstroom) as stromen,
            (select count(verplicht_eur) from marts.budgetbewaking) as verplicht,
            (select count(landelijk) from marts.benchmark) as landelijk,
            (select list_sort(list(distinct cast(d.jaar as varchar))) from marts.dekking as d
                where d.is_voorkeur and d.uitgaven_eur is null and d.jaar > ?) as bijdragejaren,
            (select list_sort(list(distinct b.gemeente)) from marts.budgetbewaking as b
                left join marts.gebieden as g on b.gemeente_code = g.gemeente_code
                where b.is_voorkeur and b.jaar = ? and b.niveau in ('wet', 'groep') and b.realisatie_eur is null
                    and coalesce(g.opgeheven_in_jaar > b.jaar, true)) as gemeenten
        """,
        kop.laatste_jaar or 0,
        kop.laatste_jaar or 0,
    )
    delen = []
    if kop.laatste_jaar is None:
        delen.append("een afgesloten jaarrekening")
    elif kop.laatste_jaar < kop.peildatum.year - 1:
        delen.append(f"jaarrekeningen na {kop.laatste_jaar}")
    if w["gemeenten"]:
        delen.append(f"een deel van de realisatie {kop.laatste_jaar} van {opmaak.opsomming(w['gemeenten'])}")
    if w["bijdragejaren"]:
        delen.append(f"uitgaven naast de rijksbijdragen van {opmaak.opsomming(w['bijdragejaren'])}")
    delen += [
        tekst
        for aanwezig, tekst in (
            (w["stromen"], "in- en uitstroom van cliënten"),
            (w["verplicht"], "verplichtingen uit beschikkingen en contracten"),
            (w["landelijk"], "landelijke cijfers om mee te vergelijken"),
        )
        if not aanwezig
    ]
    return f"Wat ontbreekt: {opmaak.opsomming(delen)}." if delen else "Wat ontbreekt: geen van de gevraagde cijfers."


# ---------------------------------------------------------------- kosten


def _kosten_per_gebied(con: duckdb.DuckDBPyConnection, namen: dict[str, str]) -> list[Gebied]:
    budget, soorten = vraag(
        con,
        """
        select b.*, g.geldig_tot from marts.budgetbewaking as b
        left join marts.gebieden as g on b.gemeente_code = g.gemeente_code
        where b.is_voorkeur
            and b.jaar = (select max(n.jaar) from marts.budgetbewaking as n where n.gemeente_code = b.gemeente_code)
            and (
                b.niveau in ('wet', 'totaal')
                or (b.niveau = 'groep' and b.voorziening in ('jeugd', 'wmo', 'wmo_incl_opvang'))
            )
        order by case b.gebied_soort when 'land' then 0 when 'regio' then 1 else 2 end, b.gemeente, b.gemeente_code,
            case b.niveau when 'groep' then 0 when 'wet' then 1 else 2 end, b.voorziening,
            case b.wet when 'jeugdwet' then 0 when 'wmo' then 1 when 'participatiewet' then 2 else 3 end, b.wet, b.reeks
        """,
    )
    kern, kernsoorten = vraag(
        con, f"select * from marts.kerncijfers order by {GEBIED_VOLGORDE}, gemeente_code, voorziening, jaar, reeks"
    )
    kern_van = {code: list(rijen) for code, rijen in groupby(kern, key=lambda r: r["gemeente_code"])}

    kolommen = kies(
        soorten,
        "voorziening begroting_primitief_eur begroting_actueel_eur realisatie_eur prognose_laag_eur "
        "prognose_midden_eur prognose_hoog_eur afwijking_eur afwijking_pct signaal toelichting",
    )
    vormen: dict[str, Vorm] = {
        "voorziening": partial(_voorziening, namen),
        "afwijking_eur": lambda r: opmaak.met_oordeel(r["afwijking_eur"], r["oordeel"]),
        "afwijking_pct": lambda r: opmaak.met_oordeel(r["afwijking_pct"], r["oordeel"], "procent"),
        "signaal": _signaal,
        "toelichting": lambda r: Cel((r["toelichting"] or "").strip() or opmaak.GEEN_TEKST, "lang"),
    }
    koppen = {
        "voorziening": "Onderdeel",
        "begroting_primitief_eur": "Begroting primitief",
        "begroting_actueel_eur": "Begroting na wijziging",
        "realisatie_eur": "Realisatie",
        "prognose_laag_eur": "Prognose laag",
        "prognose_midden_eur": "Prognose midden",
        "prognose_hoog_eur": "Prognose hoog",
        "afwijking_eur": "Afwijking",
        "afwijking_pct": "Afwijking in %",
    }
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
            "voorziening": partial(_voorziening, namen),
            "groei_pct": lambda r: opmaak.procent(r["groei_pct"], teken=True),
            "is_breuk": lambda r: Cel("⚠ breuk: geen groei van zorg", "breuk") if r["is_breuk"] else "nee",
        },
        rijkoppen=2,
    )


def _kosten_overzicht(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Figuur]]:
    kern, _ = vraag(
        con,
        f"""
        select * from marts.kerncijfers
        where voorziening in ('jeugd', 'wmo', 'wmo_incl_opvang')
        order by {GEBIED_VOLGORDE}, voorziening, jaar
        """,
    )
    punten = [
        {
            "vak": r["gemeente"],
            "jaar": r["jaar"],
            "waarde": float(r["per_inwoner_eur"]),
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
    # more panels than this nobody reads; the table has every gebied
    getoond = vakken[:20]
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


def _afwijkingen(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Figuur]]:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.budgetbewaking
        where is_voorkeur and niveau = 'groep' and voorziening in ('jeugd', 'wmo') and afwijking_pct is not null
            and realisatie_eur is not null
            and jaar = (select max(jaar) from marts.budgetbewaking where realisatie_eur is not null)
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
            "waarde": float(r["afwijking_pct"]),
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


def _kosten_per_client(con: duckdb.DuckDBPyConnection, namen: dict[str, str]) -> Tabel | None:
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
        "voorziening": partial(_voorziening, namen),
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


# ---------------------------------------------------------------- zorg


def _clientcel(rij: Rij | None) -> Cel:
    if rij is None:
        return Cel("niet geleverd", "getal onbekend")
    tekst = opmaak.met_status(rij["clienten_aantal"], rij["clienten_status"], "aantal")
    return Cel(tekst, "getal" if rij["clienten_aantal"] is not None else "getal onbekend")


def _clienten(con: duckdb.DuckDBPyConnection, namen: dict[str, str]) -> list[Tabel]:
    """One table per reeks and kind of period, periods side by side; then the rows counted in more than one way."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.clienten where is_voorkeur
        order by periode_soort, reeks, {GEBIED_VOLGORDE}, wet, voorziening, leveringsvorm, periode
        """,
    )
    uit = []
    for (soort, reeks), groep in groupby(rijen, key=lambda r: (r["periode_soort"], r["reeks"])):
        per = list(groep)
        perioden = sorted({r["periode"] for r in per})
        gebieden = sorted({r["gemeente"] for r in per})
        cellen: dict[tuple[str, str, str], dict[str, Rij]] = {}
        for rij in per:
            sleutel = (rij["gemeente"], _voorziening(namen, rij), opmaak.woord(rij["leveringsvorm"]))
            cellen.setdefault(sleutel, {})[rij["periode"]] = rij
        uit.append(
            Tabel(
                f"Cliënten per {soort}" + (f", {gebieden[0]}" if len(gebieden) == 1 else "") + f" (reeks {reeks})",
                [Cel("Gebied"), Cel("Voorziening"), Cel("Leveringsvorm")]
                + [Cel(opmaak.periode(p), "getal") for p in perioden],
                [
                    [*map(Cel, sleutel), *(_clientcel(waarden.get(p)) for p in perioden)]
                    for sleutel, waarden in cellen.items()
                ],
                rijkoppen=3,
            )
        )
    meer = [
        r
        for r in rijen
        if any(r[k] is not None for k in ("clienten_peildatum_aantal", "voorzieningen_aantal", "huishoudens_aantal"))
    ]
    if meer:
        kolommen = kies(
            soorten,
            "gemeente periode voorziening clienten_aantal clienten_peildatum_aantal voorzieningen_aantal "
            "huishoudens_aantal inwoners_aantal per_1000_inwoners",
        )
        vormen: dict[str, Vorm] = {
            "periode": lambda r: opmaak.periode(r["periode"]),
            "voorziening": partial(_voorziening, namen),
            "clienten_aantal": lambda r: opmaak.met_status(r["clienten_aantal"], r["clienten_status"], "aantal"),
        }
        uit.append(
            maak_tabel(
                meer, kolommen, "Vier manieren van tellen", koppen={"gemeente": "Gebied"}, vormen=vormen, rijkoppen=3
            )
        )
    return uit


def _stromen(con: duckdb.DuckDBPyConnection, namen: dict[str, str]) -> Tabel | None:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.instroom_uitstroom where is_voorkeur
        order by {GEBIED_VOLGORDE}, wet, voorziening, periode, reeks
        """,
    )
    vormen: dict[str, Vorm] = {
        "periode": lambda r: opmaak.periode(r["periode"]),
        "voorziening": partial(_voorziening, namen),
    }
    kolommen = kies(
        soorten,
        "gemeente periode voorziening begin_aantal instroom_aantal herhaald_beroep_aantal uitstroom_aantal eind_aantal",
    )
    return (
        maak_tabel(
            rijen,
            kolommen,
            "Bestand, instroom en uitstroom",
            koppen={"gemeente": "Gebied"},
            vormen=vormen,
            rijkoppen=3,
        )
        if rijen
        else None
    )


# ---------------------------------------------------------------- rijksbijdrage


def _rijksbijdragen(con: duckdb.DuckDBPyConnection) -> list[Tabel]:
    """The latest circulaire per uitkeringsjaar, newest year first."""
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.rijksbijdragen where is_voorkeur and is_laatste_circulaire
        order by uitkeringsjaar desc, {GEBIED_VOLGORDE}, wet, onderdeel, reeks
        """,
    )
    kolommen = kies(soorten, "gemeente onderdeel circulaire bedrag_eur verschil_vorige_circulaire_eur is_raming")
    koppen = {
        "gemeente": "Gebied",
        "bedrag_eur": "Bedrag",
        "verschil_vorige_circulaire_eur": "Verschil met de vorige circulaire",
        "is_raming": "Raming van de leverancier",
    }
    vormen: dict[str, Vorm] = {
        "verschil_vorige_circulaire_eur": lambda r: opmaak.met_oordeel(
            r["verschil_vorige_circulaire_eur"],
            "erbij"
            if (r["verschil_vorige_circulaire_eur"] or 0) > 0
            else "eraf"
            if (r["verschil_vorige_circulaire_eur"] or 0) < 0
            else None,
        )
    }
    return [
        maak_tabel(
            list(groep),
            kolommen,
            f"Rijksbijdragen {jaar}, laatste circulaire",
            koppen=koppen,
            vormen=vormen,
            rijkoppen=2,
        )
        for jaar, groep in groupby(rijen, key=lambda r: r["uitkeringsjaar"])
    ]


def _dekking(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, Tabel | None, list[Figuur]]:
    """Rows with both sides known, rows without expenditure, and a chart of the first."""
    rijen, soorten = vraag(
        con, f"select * from marts.dekking where is_voorkeur order by jaar desc, {GEBIED_VOLGORDE}, wet, reeks"
    )
    maak = partial(
        maak_tabel,
        kolommen=kies(
            soorten, "gemeente jaar wet rijksbijdrage_eur uitgaven_eur saldo_eur dekkingsgraad_pct toelichting"
        ),
        koppen={
            "gemeente": "Gebied",
            "rijksbijdrage_eur": "Rijksbijdrage",
            "uitgaven_eur": "Uitgaven",
            "saldo_eur": "Saldo",
            "dekkingsgraad_pct": "Dekking",
        },
        vormen={
            "wet": lambda r: opmaak.wet(r["wet"]),
            "saldo_eur": lambda r: opmaak.met_oordeel(r["saldo_eur"], r["oordeel"]),
            "toelichting": lambda r: Cel(r["toelichting"] or opmaak.GEEN_TEKST, "lang"),
        },
        rijkoppen=3,
    )
    bekend = [r for r in rijen if r["dekkingsgraad_pct"] is not None]
    rest = [r for r in rijen if r["dekkingsgraad_pct"] is None]
    figuren = []
    # one gebied at a time is a readable chart; with more, the table says it
    if len({r["gemeente_code"] for r in bekend}) == 1 and len({r["jaar"] for r in bekend}) > 1:
        reeksen = list(dict.fromkeys(opmaak.wet(r["wet"]) for r in bekend))
        punten = [
            {"jaar": r["jaar"], "waarde": float(r["dekkingsgraad_pct"]), "reeks": opmaak.wet(r["wet"])} for r in bekend
        ]
        figuren.append(
            Figuur(
                grafieken.lijnen(punten, naam="dekking", as_titel="% van de uitgaven", reeksen=reeksen),
                f"Lijnen van de dekking per wet in {bekend[0]['gemeente']}; bij 100% zijn bijdrage en uitgaven gelijk.",
                f"Dekking door de rijksbijdrage in {bekend[0]['gemeente']}",
            )
        )
    return (
        maak(bekend, bijschrift="Dekking waar rijksbijdrage en uitgaven bekend zijn") if bekend else None,
        maak(rest, bijschrift="Rijksbijdrage zonder uitgaven van hetzelfde jaar") if rest else None,
        figuren,
    )


# ---------------------------------------------------------------- benchmark en maatregelen


@dataclass
class Vergelijking:
    naam: str
    tabel: Tabel
    noten: list[str]
    figuur: Figuur


def _benchmark(con: duckdb.DuckDBPyConnection) -> list[Vergelijking]:
    rijen, soorten = vraag(
        con,
        """
        select * from marts.benchmark as b
        where maat = 'uitgaven_per_inwoner' and niveau = 'groep' and is_voorkeur and gebied_soort = 'gemeente'
            and voorziening in ('jeugd', 'wmo', 'wmo_incl_opvang')
            and jaar = (select max(n.jaar) from marts.benchmark as n
                where n.maat = b.maat and n.niveau = b.niveau and n.voorziening = b.voorziening
                    and n.gebied_soort = 'gemeente')
        order by voorziening, waarde desc, gemeente
        """,
    )
    uit = []
    for groep, verzameling in groupby(rijen, key=lambda r: r["voorziening"]):
        cellen = list(verzameling)
        jaar, noten = cellen[0]["jaar"], list(dict.fromkeys(r["geldigheid"] or opmaak.ONBEKEND for r in cellen))
        kop = f"{GROEPEN[groep]} {jaar}: uitgaven per inwoner"
        tabel = maak_tabel(
            cellen,
            kies(soorten, "gemeente waarde rang regio landelijk is_vergelijkbaar geldigheid"),
            kop,
            koppen={
                "waarde": "Per inwoner",
                "regio": "Eigen regio",
                "is_vergelijkbaar": "Vergelijkbaar",
                "rang": "Plaats (1 is hoogste)",
            },
            vormen={
                "waarde": lambda r: opmaak.euro(r["waarde"], 2),
                "regio": lambda r: opmaak.euro(r["regio"], 2),
                "landelijk": lambda r: opmaak.euro(r["landelijk"], 2),
                "rang": lambda r: "buiten de rangorde" if r["rang"] is None else f"{r['rang']} van {r['rang_van']}",
                "geldigheid": partial(
                    lambda lijst, r: f"noot {lijst.index(r['geldigheid'] or opmaak.ONBEKEND) + 1}", noten
                ),
            },
        )
        punten = [
            {
                "gemeente": r["gemeente"],
                "waarde": float(r["waarde"]),
                "soort": "niet vergelijkbaar (boekingsbreuk)"
                if not r["is_vergelijkbaar"]
                else "gemeente in de regio"
                if r["regio"] is not None
                else "andere gemeente",
            }
            for r in cellen
        ][:45]
        regios = {r["regio"] for r in cellen if r["regio"] is not None}
        regio = float(regios.pop()) if len(regios) == 1 else None
        svg = grafieken.stippen(
            punten,
            naam=f"benchmark-{groep}",
            as_titel="€ per inwoner" + (" (streeplijn: de regio)" if regio else ""),
            regio=regio,
        )
        hoogste, laagste = cellen[0], cellen[len(punten) - 1]
        tekst = (
            f"Stippen van {len(punten)} gemeenten op de lijn van de uitgaven per inwoner. "
            f"Hoogste: {hoogste['gemeente']}, {opmaak.euro(hoogste['waarde'])}; "
            f"laagste: {laagste['gemeente']}, {opmaak.euro(laagste['waarde'])}."
        )
        uit.append(Vergelijking(GROEPEN[groep], tabel, noten, Figuur(svg, tekst, kop)))
    return uit


def _maatregelen(con: duckdb.DuckDBPyConnection) -> tuple[list[Tabel], list[Figuur]]:
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.maatregelen
        order by {GEBIED_VOLGORDE}, reeks, try_cast(nr as integer) nulls last, nr, maatregel, onderdeel,
            jaar nulls first
        """,
    )
    kolommen = kies(
        soorten, "nr maatregel onderdeel jaar kosten_eur effect_eur netto_eur gepubliceerd_eur verschil_eur"
    )
    koppen = {
        "nr": "Nr.",
        "kosten_eur": "Kosten",
        "effect_eur": "Effect",
        "netto_eur": "Netto",
        "gepubliceerd_eur": "Gepubliceerd",
        "verschil_eur": "Verschil",
    }
    tabellen, figuren = [], []
    for gemeente, groep in groupby(rijen, key=lambda r: r["gemeente"]):
        van = list(groep)
        tabellen.append(maak_tabel(van, kolommen, f"Maatregelen {gemeente}", koppen=koppen, rijkoppen=2))
        jaren = [r["jaar"] for r in van if r["jaar"] is not None and r["netto_eur"] is not None]
        laatste = [r for r in van if jaren and r["jaar"] == max(jaren) and r["netto_eur"]]
        if laatste and not figuren:
            punten = [
                {
                    "naam": f"{r['nr'] or ''} {r['maatregel']}".strip(),
                    "waarde": float(r["netto_eur"]),
                    "soort": "besparing" if r["netto_eur"] < 0 else "extra kosten",
                    "vak": gemeente,
                }
                for r in laatste
            ][:30]
            svg = grafieken.staven(
                punten, naam="maatregelen", as_titel="€ per jaar", vakken=[gemeente], formaat="$,.0f", breedte=460
            )
            beschrijving = (
                f"Staven van het netto bedrag per maatregel in {max(jaren)}: onder nul een besparing, "
                "boven nul extra kosten."
            )
            figuren.append(
                Figuur(
                    svg, beschrijving, f"{gemeente}: netto effect per maatregel in {max(jaren)} (kosten plus effect)"
                )
            )
    return tabellen, figuren


# ---------------------------------------------------------------- datakwaliteit en begrippen


@dataclass
class Regelgroep:
    kop: str
    noot: str
    tabel: Tabel


def _bevindingen(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Regelgroep]]:
    ernst = "case ernst when 'fout' then 0 when 'waarschuwing' then 1 else 2 end"
    tel, soorten = vraag(
        con,
        f"""
        select ernst, regel_code, eigenaar, count(*) as bevindingen_aantal from marts.bevindingen
        group by ernst, regel_code, eigenaar order by {ernst}, bevindingen_aantal desc, regel_code, eigenaar
        """,
    )
    if not tel:
        return None, []
    overzicht = maak_tabel(
        tel,
        soorten,
        "Bevindingen naar ernst en regel",
        koppen={"regel_code": "Regel", "bevindingen_aantal": "Aantal", "eigenaar": "Wie handelt"},
        vormen={"ernst": lambda r: opmaak.woord(r["ernst"])},
        rijkoppen=2,
    )
    rijen, soorten = vraag(
        con,
        f"""
        select * from marts.bevindingen where ernst in ('fout', 'waarschuwing')
        order by {ernst}, regel_code, bestand, blad, regel, kolom, waarde, melding
        """,
    )
    kolommen = kies(soorten, "bestand blad regel kolom waarde verwacht verschil melding eigenaar")
    koppen = {"regel": "Regel in bestand", "waarde": "Gevonden", "eigenaar": "Wie handelt"}
    groepen = []
    for (soort, code), verzameling in groupby(rijen, key=lambda r: (r["ernst"], r["regel_code"])):
        van = list(verzameling)
        noot = ""
        if len(van) > MEESTE_BEVINDINGEN:
            noot = (
                f"De eerste {MEESTE_BEVINDINGEN} van {opmaak.getal(len(van))}; "
                "de hele lijst staat in de werkmap, blad Bevindingen."
            )
        tabel = maak_tabel(
            van[:MEESTE_BEVINDINGEN],
            kolommen,
            f"{opmaak.woord(soort)}: regel {code}",
            koppen=koppen,
            vormen={
                "melding": lambda r: Cel(r["melding"] or opmaak.GEEN_TEKST, "lang"),
                "verschil": lambda r: (
                    Cel(opmaak.GEEN_TEKST, "getal") if r["verschil"] is None else opmaak.getal(r["verschil"], 2)
                ),
            },
        )
        groepen.append(Regelgroep(f"{opmaak.woord(soort)}: {code} ({opmaak.getal(len(van))})", noot, tabel))
    return overzicht, groepen


def _leveringen(con: duckdb.DuckDBPyConnection) -> Tabel | None:
    rijen, soorten = vraag(con, "select * from marts.leveringen order by bron, leverancier, levering")
    kolommen = kies(
        soorten,
        "levering uitkomst rijen_gelezen rijen_apart leverancier document vindplaats licence ontvangen_op periode",
    )
    if not rijen:
        return None
    return maak_tabel(
        rijen,
        kolommen,
        "Leveringen",
        koppen={"document": "Bron"},
        vormen={"uitkomst": lambda r: opmaak.woord(r["uitkomst"])},
    )


def woordenboek(con: duckdb.DuckDBPyConnection) -> list[Rij]:
    """Every column of the marts: mart, mart_tekst, kolom, datatype, omschrijving. A text that is not there is None."""
    rijen, _ = vraag(
        con,
        """
        select t.table_name as mart, nullif(t.comment, '') as mart_tekst, c.column_name as kolom,
            c.data_type as datatype, nullif(c.comment, '') as omschrijving
        from duckdb_tables() as t
        inner join duckdb_columns() as c on t.table_oid = c.table_oid and t.database_name = c.database_name
        where t.schema_name = 'marts'
            -- marts.x without a database is the one in use, else the only one there
            and t.database_name = (
                select max_by(d.database_name, d.database_name = current_database())
                from duckdb_tables() as d where d.schema_name = 'marts'
            )
        order by t.table_name, c.column_index
        """,
    )
    return rijen


def _begrippen(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, Tabel]]:
    uit = []
    for mart, groep in groupby(woordenboek(con), key=lambda r: r["mart"]):
        rijen = list(groep)
        tabel = maak_tabel(
            rijen,
            {"kolom": "tekst", "kop": "tekst", "omschrijving": "tekst"},
            f"Kolommen van {mart}",
            koppen={"kop": "In woorden"},
            vormen={
                "kop": lambda r: opmaak.kop_van_kolom(r["kolom"]),
                "omschrijving": lambda r: Cel(r["omschrijving"] or "geen omschrijving", "lang"),
            },
        )
        uit.append((mart, rijen[0]["mart_tekst"] or "", tabel))
    return uit


def maak_rapport(con: duckdb.DuckDBPyConnection, kop: Kop, doel: Path) -> None:
    """Write the report of the marts in `con` to `doel`. Equal marts and head give equal bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    namen = _namen(con)
    overzicht, regels = _bevindingen(con)
    inhoud = {
        "kop": kop,
        "peildatum": opmaak.datum(kop.peildatum),
        "kernboodschap": [
            _boodschap_groei(con),
            _boodschap_regio(con),
            _boodschap_dekking(con),
            _boodschap_bevindingen(con),
            _boodschap_ontbreekt(con, kop),
        ],
        "per_inwoner": _kosten_overzicht(con),
        "afwijkingen": _afwijkingen(con),
        "gebieden": _kosten_per_gebied(con, namen),
        "kosten_per_client": _kosten_per_client(con, namen),
        "clienten": _clienten(con, namen),
        "stromen": _stromen(con, namen),
        "rijksbijdragen": _rijksbijdragen(con),
        "dekking": _dekking(con),
        "benchmark": _benchmark(con),
        "maatregelen": _maatregelen(con),
        "bevindingen": overzicht,
        "regels": regels,
        "leveringen": _leveringen(con),
        "begrippen": opmaak.BEGRIPPEN,
        "woordenboek": _begrippen(con),
    }
    omgeving = Environment(
        loader=FileSystemLoader(SJABLONEN),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    doel.write_text(omgeving.get_template("rapport.html.j2").render(**inhoud), encoding="utf-8", newline="\n")
