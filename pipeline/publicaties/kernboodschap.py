"""The five sentences at the head of the report. The only place of the publications that counts and compares.

A sentence takes its figures from a mart and names the year they are of. Tables and charts belong to onderdelen.
"""

from __future__ import annotations

from itertools import groupby

import duckdb

from pipeline.publicaties import opmaak
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import GROEPEN, IN_GROEPEN, naam_van_voorziening, namen_van_voorzieningen, vraag
from pipeline.publicaties.tabellen import Rij


def kernboodschap(con: duckdb.DuckDBPyConnection, kop: Kop) -> list[str]:
    """Expected overruns, growth, cover, findings, and what is missing; a sentence of each, also without a figure.

    Five of them: where no year is forecast, the region has the place of the overruns.
    """
    verwacht = _overschrijding(con, kop)
    eerste = [_groei(con), _regio(con)] if verwacht is None else [verwacht, _groei(con)]
    return [*eerste, _dekking(con), _bevindingen(con), _ontbreekt(con, kop)]


def _overschrijding(con: duckdb.DuckDBPyConnection, kop: Kop) -> str | None:
    """The three largest deviations of the year that is forecast, per voorziening; None where no year is."""
    rijen, _ = vraag(
        con,
        """
        with lopend as (
            select * from marts.budgetbewaking
            where is_voorkeur and gebied_soort = 'gemeente' and afwijking_eur is not null and jaar <= ?
                and prognose_midden_eur is not null and coalesce(realisatie_status, 'voorlopig') = 'voorlopig'
        )
        select * from lopend
        where jaar = (select max(jaar) from lopend) and niveau = (
            select niveau from lopend where jaar = (select max(jaar) from lopend)
            order by case niveau when 'voorziening' then 0 when 'groep' then 1 when 'wet' then 2 else 3 end limit 1
        )
        order by afwijking_eur, gemeente, voorziening, wet
        """,
        kop.peildatum.year,
    )
    if not rijen:
        return None
    jaar, hoog = rijen[0]["jaar"], [r for r in rijen if r["oordeel"] == "nadeel"]
    if not hoog:
        return f"Prognose {jaar}: bij geen enkel onderdeel is een overschrijding van de begroting te verwachten."
    namen = namen_van_voorzieningen(con)

    def zin(rij: Rij) -> str:
        bij = [f"{opmaak.euro_mln(abs(rij['afwijking_eur']))} nadeel"]
        if rij["afwijking_pct"] is not None:
            bij.append(opmaak.procent(abs(rij["afwijking_pct"])))
        if rij["kans_overschrijding_pct"] is not None:
            bij.append(f"kans {opmaak.procent(rij['kans_overschrijding_pct'])}")
        return f"{naam_van_voorziening(namen, rij)} in {rij['gemeente']} ({', '.join(bij)})"

    if len(hoog) == 1:
        return f"Prognose {jaar}: één overschrijding van de begroting is te verwachten, bij {zin(hoog[0])}."
    return (
        f"Prognose {jaar}: {opmaak.getal(len(hoog))} van de {opmaak.getal(len(rijen))} onderdelen komen naar "
        f"verwachting boven de begroting uit; het meest {opmaak.opsomming([zin(r) for r in hoog[:3]])}."
    )


def _groei(con: duckdb.DuckDBPyConnection) -> str:
    rijen, _ = vraag(
        con,
        f"""
        with paren as (
            select * from marts.groei
            where maat = 'uitgaven' and leveringsvorm = 'alle' and niveau = 'groep' and gebied_soort = 'gemeente'
                and is_voorkeur and {IN_GROEPEN} and van_jaar = jaar - 1
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


def _regio(con: duckdb.DuckDBPyConnection) -> str:
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


def _dekking(con: duckdb.DuckDBPyConnection) -> str:
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


def _bevindingen(con: duckdb.DuckDBPyConnection) -> str:
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


def _ontbreekt(con: duckdb.DuckDBPyConnection, kop: Kop) -> str:
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
