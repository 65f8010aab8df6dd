"""Chapter Prognose: the year that runs with its band and causes, how good earlier forecasts were, the years to come.

Tables and charts of the marts prognose, budgetbewaking, prognose_toets and meerjarenprognose, per wet and in total;
every voorziening stands in the workbook. The only sum made here is that of the months up to each month.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

import duckdb

from pipeline.publicaties import grafieken, opmaak
from pipeline.publicaties.grafieken import Figuur
from pipeline.publicaties.lezen import GEBIED_VOLGORDE, vraag
from pipeline.publicaties.onderdelen.toets import verdient
from pipeline.publicaties.opmaak import Cel, Rij, Tabel, Vorm, maak_tabel

_WETTEN = (
    "case wet when 'jeugdwet' then 0 when 'wmo' then 1 when 'participatiewet' then 2 when 'overig' then 3 else 4 end"
)
_VOLGORDE = f"{GEBIED_VOLGORDE}, gemeente_code, {_WETTEN}, wet, reeks"
_JAREN = "periode_soort = 'jaar' and maat = 'uitgaven' and is_actueel and is_voorkeur and niveau in ('wet', 'totaal')"
DUIZEND = 1000
_KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass
class Prognose:
    """What the chapter shows; `uitleg` says which year and what is known of it, `oordeel` what its test came to."""

    jaar: int
    uitleg: str
    tabel: Tabel
    maanden: Tabel | None = None
    figuren: list[Figuur] = field(default_factory=list)
    brug: Tabel | None = None
    toets: Tabel | None = None
    oordeel: str = ""
    meerjaren: Tabel | None = None
    meerjaren_figuren: list[Figuur] = field(default_factory=list)


def prognose(con: duckdb.DuckDBPyConnection) -> Prognose | None:
    """The chapter: of the newest year that is known in part, else of the newest year after an account; None without."""
    rijen, _ = vraag(
        con,
        f"""
        with jaren as (
            select p.*, maanden_bekend > 0 as is_maandelijks,
                (
                    select max(u.uitgaven_eur) from marts.uitgaven as u
                    where u.gemeente_code = p.gemeente_code and u.jaar = p.jaar - 1 and u.niveau = p.niveau
                        and u.wet = p.wet and u.voorziening = p.voorziening and u.reeks = p.reeks
                        and u.periode_soort = 'jaar' and u.soort = 'alle'
                ) as rekening_eur,
                (
                    select max(b.kans_overschrijding_pct) from marts.budgetbewaking as b
                    where b.gemeente_code = p.gemeente_code and b.jaar = p.jaar and b.niveau = p.niveau
                        and b.wet = p.wet and b.voorziening = p.voorziening and b.is_voorkeur
                        and b.prognose_midden_eur = p.midden
                        and coalesce(b.realisatie_status, 'voorlopig') = 'voorlopig'
                ) as kans_pct
            from marts.prognose as p
            where {_JAREN}
        )
        select * from jaren
        where is_maandelijks = (select max(is_maandelijks) from jaren)
            and jaar = (select max(jaar) from jaren where is_maandelijks = (select max(is_maandelijks) from jaren))
        order by {_VOLGORDE}
        """,
    )
    if not rijen:
        return None
    jaar, per_maand = rijen[0]["jaar"], rijen[0]["is_maandelijks"]
    uit = Prognose(jaar, *(_lopend(rijen, jaar) if per_maand else _na_de_rekening(rijen, jaar)))
    if per_maand:
        uit.maanden, uit.figuren = _per_maand(con, rijen)
        uit.brug = _brug(con, jaar)
    uit.toets, uit.oordeel = verdient(con, per_maand=per_maand)
    uit.meerjaren, uit.meerjaren_figuren = _meerjaren(con)
    return uit


def _onderdeel(rij: Rij) -> str:
    return "Totaal" if rij["niveau"] == "totaal" else opmaak.wet(rij["wet"])


_KOPPEN = {
    "gemeente": "Gebied",
    "wet": "Onderdeel",
    "maanden_bekend": "Maanden bekend",
    "realisatie_eur": "Gedeclareerd",
    "nog_te_declareren_eur": "Geleverd, nog te declareren",
    "nog_te_komen_eur": "Nog te leveren",
    "rekening_eur": "Laatste rekening",
    "laag": "Prognose laag",
    "midden": "Prognose midden",
    "hoog": "Prognose hoog",
    "kans_pct": "Kans op overschrijding",
    "methode": "Methode",
}
_BAND = {"laag": "euro", "midden": "euro", "hoog": "euro"}
_GEBIED = {"gemeente": "tekst", "wet": "tekst"}
_VORMEN: dict[str, Vorm] = {"wet": _onderdeel}


def _lopend(rijen: list[Rij], jaar: int) -> tuple[str, Tabel]:
    bekend = sorted({r["maanden_bekend"] for r in rijen})
    tot = opmaak.MAANDEN[bekend[-1] - 1]
    uitleg = (
        f"Van {jaar} zijn de maanden tot en met {tot} bekend. Gedeclareerd, wat daarvan nog gedeclareerd wordt en wat "
        "nog geleverd moet worden zijn samen het midden. Met 80% kans ligt de uitkomst tussen laag en hoog."
    )
    if len(bekend) > 1:
        uitleg += " Niet overal zijn er evenveel maanden bekend; de tabel zegt het."
    if any(r["kans_pct"] is None for r in rijen):
        uitleg += (
            " De maandcijfers bevatten zorg in natura, pgb en subsidies. Is er meer begroot, zoals een eigen dienst of "
            "een vast bedrag, dan is er geen kans op overschrijding te noemen; de tabel van het gebied hierboven zegt "
            "hoeveel."
        )
    kolommen = _GEBIED | {
        "maanden_bekend": "aantal", "realisatie_eur": "euro", "nog_te_declareren_eur": "euro",
        "nog_te_komen_eur": "euro", **_BAND, "kans_pct": "procent",
    }  # fmt: skip
    if len(bekend) == 1:
        del kolommen["maanden_bekend"]
    if all(r["kans_pct"] is None for r in rijen):
        del kolommen["kans_pct"]
    return uitleg, maak_tabel(
        rijen, kolommen, f"Prognose {jaar} per gebied en wet", koppen=_KOPPEN, vormen=_VORMEN, rijkoppen=2
    )


def _na_de_rekening(rijen: list[Rij], jaar: int) -> tuple[str, Tabel]:
    uitleg = (
        f"Er zijn geen maandcijfers. Geraamd is {jaar}, het jaar na de laatste jaarrekening, uit de rekeningen en "
        "begrotingen van eerdere jaren. Met 80% kans ligt de uitkomst tussen laag en hoog."
    )
    if rijen[0]["is_terugblik"]:
        uitleg += (
            f" Het jaar {jaar} is al voorbij: dit is wat vooraf te verwachten was. Zodra de rekening {jaar} er is, "
            "staat zij ernaast."
        )
    kolommen = _GEBIED | {"rekening_eur": "euro", **_BAND}
    koppen = _KOPPEN | {"rekening_eur": f"Rekening {jaar - 1}"}
    return uitleg, maak_tabel(
        rijen, kolommen, f"Verwachting {jaar} per gebied en wet", koppen=koppen, vormen=_VORMEN, rijkoppen=2
    )


def _per_maand(con: duckdb.DuckDBPyConnection, jaren: list[Rij]) -> tuple[Tabel | None, list[Figuur]]:
    """Months added up, of the first gebied that has them: a table, and a chart per wet with the band at year-end."""
    maanden, _ = vraag(
        con,
        f"""
        select *, {_WETTEN} as volgorde,
            case when cast(right(periode, 2) as integer) <= maanden_bekend
                then sum(realisatie_eur) over (partition by gemeente_code, niveau, wet, reeks order by periode)
            end as gedeclareerd,
            sum(midden) over (partition by gemeente_code, niveau, wet, reeks order by periode) as verwacht
        from marts.prognose
        where periode_soort = 'maand' and maat = 'uitgaven' and is_actueel and niveau in ('wet', 'totaal') and jaar = ?
        order by periode, volgorde, wet, reeks
        """,
        jaren[0]["jaar"],
    )
    codes = {r["gemeente_code"] for r in maanden}
    eerste = next((r for r in jaren if r["gemeente_code"] in codes), None)
    if eerste is None:
        return None, []
    cellen = {
        (r["niveau"], r["wet"]): r
        for r in jaren
        if r["gemeente_code"] == eerste["gemeente_code"]
        # an amount that is fixed is a straight line
        and r["laag"] != r["hoog"]
    }
    van = {
        cel: [m for m in maanden if (m["gemeente_code"], m["niveau"], m["wet"], m["reeks"]) == _sleutel(r)]
        for cel, r in cellen.items()
    }
    van = {cel: reeks for cel, reeks in van.items() if reeks}
    if not van:
        return None, []
    naam, jaar = eerste["gemeente"], eerste["jaar"]
    koppen = [Cel("Maand")]
    for cel in van:
        wet = _onderdeel(cellen[cel])
        koppen += [Cel(f"{wet}: gedeclareerd", "getal"), Cel(f"{wet}: verwacht", "getal")]
    regels = []
    for periode in sorted({m["periode"] for reeks in van.values() for m in reeks}):
        regel = [Cel(opmaak.periode(periode))]
        for reeks in van.values():
            m = next((m for m in reeks if m["periode"] == periode), None)
            bekend, verwacht = (m["gedeclareerd"], m["verwacht"]) if m else (None, None)
            regel += [Cel(opmaak.GEEN_TEKST if x is None else opmaak.euro(x), "getal") for x in (bekend, verwacht)]
        regels.append(regel)
    tabel = Tabel(f"{naam} {jaar}: gedeclareerd en verwacht, opgeteld tot en met de maand", koppen, regels)
    return tabel, [_figuur(cellen[cel], reeks, nr) for nr, (cel, reeks) in enumerate(van.items())]


def _sleutel(rij: Rij) -> tuple[str, str, str, str]:
    return rij["gemeente_code"], rij["niveau"], rij["wet"], rij["reeks"]


def _figuur(jaar: Rij, maanden: list[Rij], nr: int) -> Figuur:
    punten = [
        {
            "maand": _KORT[int(m["periode"][-2:]) - 1],
            "waarde": grafieken.coordinaat(m[kolom] / DUIZEND),
            "reeks": kolom,
        }
        for kolom in ("gedeclareerd", "verwacht")
        for m in maanden
        if m[kolom] is not None
    ]
    band = None
    if jaar["laag"] is not None and jaar["hoog"] is not None:
        band = (grafieken.coordinaat(jaar["laag"] / DUIZEND), grafieken.coordinaat(jaar["hoog"] / DUIZEND))
    wet, waar = _onderdeel(jaar), jaar["gemeente"]
    return Figuur(
        grafieken.oploop(punten, naam=f"oploop-{nr}", as_titel="€ x 1.000, opgeteld", band=band),
        f"Lijnen van {wet} in {waar} over de maanden van {jaar['jaar']}, opgeteld: wat gedeclareerd is en wat verwacht "
        f"wordt, met aan het jaareinde de band van {opmaak.euro(jaar['laag'])} tot {opmaak.euro(jaar['hoog'])}; de "
        "cijfers staan in de tabel hierboven.",
        f"{wet}, {waar} {jaar['jaar']}: opgeteld per maand, met de band van het jaareinde",
    )


def _brug(con: duckdb.DuckDBPyConnection, jaar: int) -> Tabel | None:
    """From last year to the forecast: the parts of the growth."""
    rijen, _ = vraag(
        con,
        f"""
        select * from marts.budgetbewaking
        where is_voorkeur and niveau in ('wet', 'totaal') and jaar = ? and prognose_midden_eur is not null
            and vorig_jaar_eur is not null and coalesce(realisatie_status, 'voorlopig') = 'voorlopig'
            and coalesce(volume_effect_eur, intensiteit_effect_eur, prijs_effect_eur, mix_effect_eur) is not null
        order by {_VOLGORDE}
        """,
        jaar,
    )
    if not rijen:
        return None
    koppen = {
        "gemeente": "Gebied",
        "wet": "Onderdeel",
        "vorig_jaar_eur": f"Uitgaven {jaar - 1}",
        "volume_effect_eur": "Volume: meer of minder cliënten",
        "intensiteit_effect_eur": "Intensiteit: zorg per cliënt",
        "prijs_effect_eur": "Prijs",
        "mix_effect_eur": "Mix van voorzieningen",
        "prognose_midden_eur": f"Prognose {jaar}",
    }

    def effect(kolom: str) -> Vorm:
        return lambda r: opmaak.GEEN_TEKST if r[kolom] is None else opmaak.euro(r[kolom])

    return maak_tabel(
        rijen,
        {k: "tekst" if k in _GEBIED else "euro" for k in koppen},
        f"Van de uitgaven {jaar - 1} naar de prognose {jaar}",
        koppen=koppen,
        vormen=_VORMEN | {k: effect(k) for k in koppen if k.endswith("effect_eur")},
        rijkoppen=2,
    )


def _meerjaren(con: duckdb.DuckDBPyConnection) -> tuple[Tabel | None, list[Figuur]]:
    """The years to come per gebied and wet beside the rijksbijdrage; where none is delivered, the amounts alone.

    From the account where there is one: the rijksbijdrage is for everything, and months hold only what is declared,
    pgb and subsidies.
    """
    rijen, _ = vraag(
        con,
        f"""
        with wetten as (
            select * from marts.meerjarenprognose
            where is_actueel and niveau = 'wet'
                and jaar > (select max(jaar) from marts.meerjarenprognose where is_actueel and niveau = 'wet') - 4
            qualify row_number() over (
                partition by gemeente_code, jaar, wet order by reeks = 'maandcijfers', not is_voorkeur, reeks
            ) = 1
        ),
        geteld as (select *, count(rijksbijdrage_eur) over () as bijdragen from wetten)
        select * from geteld where bijdragen = 0 or rijksbijdrage_eur is not null
        order by {_VOLGORDE}, jaar
        """,
    )
    if not rijen:
        return None, []
    jaren = sorted({r["jaar"] for r in rijen})
    met = rijen[0]["bijdragen"] > 0
    koppen = [Cel("Gebied"), Cel("Onderdeel")]
    for jaar in jaren:
        koppen += [Cel(f"Prognose {jaar}", "getal")] + [Cel(f"Saldo {jaar}", "getal")] * met
    regels = []
    for _, groep in groupby(rijen, key=lambda r: (r["gemeente_code"], r["wet"], r["reeks"])):
        van = {r["jaar"]: r for r in groep}
        eerste = next(iter(van.values()))
        regel = [Cel(eerste["gemeente"]), Cel(_onderdeel(eerste))]
        for jaar in jaren:
            r = van.get(jaar) or {"midden": None, "saldo_eur": None, "oordeel": None}
            regel.append(Cel(opmaak.euro(r["midden"]), "getal"))
            if met:
                regel.append(Cel(opmaak.met_oordeel(r["saldo_eur"], r["oordeel"]), "getal"))
        regels.append(regel)
    bij = "Komende jaren naast de rijksbijdrage (saldo: rijksbijdrage min prognose)" if met else "Komende jaren"
    return Tabel(bij, koppen, regels, rijkoppen=2), [_gat(rijen, jaren)] if met and len(jaren) > 1 else []


def _gat(rijen: list[Rij], jaren: list[int]) -> Figuur:
    """The gap of the first gebied: a panel per wet with the forecast and the rijksbijdrage."""
    van = [r for r in rijen if r["gemeente_code"] == rijen[0]["gemeente_code"]]
    punten = [
        {
            "vak": _onderdeel(r),
            "jaar": r["jaar"],
            "waarde": grafieken.coordinaat(r[kolom] / DUIZEND),
            "reeks": reeks,
        }
        for r in van
        for reeks, kolom in (("prognose", "midden"), ("rijksbijdrage", "rijksbijdrage_eur"))
        if r[kolom] is not None
    ]
    vakken = list(dict.fromkeys(_onderdeel(r) for r in van))
    naam = van[0]["gemeente"]
    return Figuur(
        grafieken.kleine_lijnen(
            punten, naam="meerjaren", as_titel="€ x 1.000", reeksen=["prognose", "rijksbijdrage"], vakken=vakken
        ),
        f"Lijnen van prognose en rijksbijdrage van {jaren[0]} tot en met {jaren[-1]} in {naam}, een vak per wet; de "
        "prognoses en het saldo staan in de tabel hierboven.",
        f"{naam}: prognose naast rijksbijdrage per wet",
    )
