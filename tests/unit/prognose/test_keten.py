"""The monthly chain on small invented input: what it may look at, what must add up, and figures worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from pipeline.prognose.keten import Invoer, maandprognose
from pipeline.prognose.keten.aandrijvers import KetenInstelling, seizoen_en_jaar
from pipeline.prognose.keten.ijking import beste_simpele
from pipeline.prognose.keten.invoer import Blad, Cel, Toewijzingen, Vast
from pipeline.prognose.keten.keten import Keten
from pipeline.prognose.reeks.maanden import Stap
from pipeline.prognose.toets_invoer import Declaraties
from pipeline.prognose.uitvoer import PROGNOSE, TOETS

BEGIN = 2023 * 12
MAANDEN = 36
LEEG = Invoer({})


def _declaraties(bedragen: list[float], vertraging: tuple[float, ...] = (0.0, 0.8, 0.2)) -> Declaraties:
    zorg, later, bedrag = [], [], []
    for m, totaal in enumerate(bedragen):
        for k, deel in enumerate(vertraging):
            if deel:
                zorg.append(BEGIN + m)
                later.append(k)
                bedrag.append(round(totaal * deel, 2))
    return Declaraties(np.array(zorg), np.array(later), np.array(bedrag))


def _toewijzingen(bedragen: list[float]) -> Toewijzingen:
    """Known from the first month: every month is worth 125% of what it comes to, on one running toewijzing."""
    rijen = [
        (BEGIN + p, BEGIN + m, 1.25 * bedragen[min(m, len(bedragen) - 1)], 30.0)
        for p in range(MAANDEN)
        for m in range(max(p - 14, 0), MAANDEN + 14)
    ]
    return Toewijzingen(*(np.array(k) for k in zip(*rijen, strict=True)))


def _invoer(*, met_toewijzingen: bool = True, gemeenten: int = 2) -> Invoer:
    declaraties, toewijzingen = {}, {}
    for g in range(gemeenten):
        for wet, groep, voorziening, hoog in (
            ("wmo", "begeleiding", "begeleiding", 4000.0), ("wmo", "dagbesteding", "dagbesteding", 900.0),
            ("jeugdwet", "ambulante_jeugdhulp", "jeugd_ggz", 2500.0),
        ):  # fmt: skip
            blad = Blad(f"GM{g}", wet, groep, voorziening, "zin")
            bedragen = [hoog * (1 + 0.1 * ((7 * m + 3 * g) % 5)) for m in range(MAANDEN)]
            declaraties[blad] = _declaraties(bedragen)
            if met_toewijzingen:
                toewijzingen[f"GM{g}", wet, voorziening] = _toewijzingen(bedragen)
    leden = {("RG", wet, 2025): frozenset(f"GM{g}" for g in range(gemeenten)) for wet in ("wmo", "jeugdwet")}
    return Invoer(
        declaraties,
        maanden={
            Blad("GM0", "wmo", "begeleiding", "begeleiding", "pgb"): {BEGIN + m: Decimal("100.05") for m in range(30)}
        },
        vast=[Vast("GM0", "wet", "overig", None, None, 2025, Decimal("1000.00"))],
        toewijzingen=toewijzingen,
        leden=leden,
        begroting={(Cel("GM0", "voorziening", "wmo", "begeleiding"), 2025): Decimal("10000.00")},
        namen={"GM0": "Nul", "RG": "Regio"},
    )


def _jaarrijen(invoer: Invoer, peildatum: date, **opties: object) -> dict[Cel, dict]:
    tabel, _ = maandprognose(invoer, peildatum, toets=False, **opties)
    return {
        Cel(r["gemeente_code"], r["niveau"], r["wet"], r["voorziening"]): r
        for r in tabel.to_pylist()
        if r["periode_soort"] == "jaar"
    }


def test_zonder_invoer_zijn_beide_tabellen_leeg() -> None:
    prognose, toets = maandprognose(LEEG, date(2025, 6, 30))
    assert (prognose.num_rows, toets.num_rows) == (0, 0)
    assert (prognose.schema, toets.schema) == (PROGNOSE, TOETS)


@pytest.mark.parametrize("met_toewijzingen", [True, False])
def test_alles_telt_op_tot_op_de_cent(met_toewijzingen: bool) -> None:
    invoer = _invoer(met_toewijzingen=met_toewijzingen)
    tabel, _ = maandprognose(invoer, date(2025, 6, 30), toets=False)
    rijen = tabel.to_pylist()
    jaar = {
        (r["gemeente_code"], r["niveau"], r["wet"], r["voorziening"]): r for r in rijen if r["periode_soort"] == "jaar"
    }
    for sleutel, r in jaar.items():
        assert r["realisatie"] + r["nog_te_declareren"] + r["nog_te_komen"] == r["midden"]
        maanden = [m["midden"] for m in rijen if m["periode_soort"] == "maand" and
                   (m["gemeente_code"], m["niveau"], m["wet"], m["voorziening"]) == sleutel]  # fmt: skip
        assert len(maanden) == 12
        assert sum(maanden) == r["midden"]
        assert 0 <= r["laag95"] <= r["laag"] <= r["midden"] <= r["hoog"] <= r["hoog95"]
    for gebied in ("GM0", "GM1", "RG"):
        wetten = [r["midden"] for (g, n, _, _), r in jaar.items() if (g, n) == (gebied, "wet")]
        assert sum(wetten) == jaar[gebied, "totaal", "totaal", "totaal"]["midden"]
    # the subsidy of GM0 belongs to no wet of the region
    gemeenten = sum(jaar[g, "totaal", "totaal", "totaal"]["midden"] for g in ("GM0", "GM1"))
    assert jaar["RG", "totaal", "totaal", "totaal"]["midden"] == gemeenten - 1000


def test_ouder_blijft_binnen_de_som_van_de_grenzen_van_haar_delen() -> None:
    jaar = _jaarrijen(_invoer(), date(2025, 6, 30))
    for gebied in ("GM0", "GM1", "RG"):
        wetten = [r for c, r in jaar.items() if (c.gebied, c.niveau) == (gebied, "wet")]
        totaal = jaar[Cel(gebied, "totaal", "totaal", "totaal")]
        for laag, hoog in (("laag", "hoog"), ("laag95", "hoog95")):
            assert totaal[laag] >= sum(r[laag] for r in wetten) - Decimal("0.05")
            assert totaal[hoog] <= sum(r[hoog] for r in wetten) + Decimal("0.05")


def test_realisatie_is_wat_gedeclareerd_was_en_een_vast_bedrag_is_zeker() -> None:
    jaar = _jaarrijen(_invoer(gemeenten=1), date(2025, 3, 31))
    # dagbesteding, months 24, 25, 26 of 900 x (1 + 0.1 x (7m mod 5)): 1170, 900, 1080; at the end of March all of
    # January is known, 80% of February and nothing of March
    cel = jaar[Cel("GM0", "voorziening", "wmo", "dagbesteding")]
    assert cel["realisatie"] == Decimal("1170.00") + Decimal("720.00")
    assert cel["maanden_bekend"] == 3
    vast = jaar[Cel("GM0", "wet", "overig", "totaal")]
    assert vast["laag95"] == vast["midden"] == vast["hoog95"] == Decimal("1000.00")
    assert vast["realisatie"] == Decimal("250.02")  # 83,34 in the first four months and 83,33 in the other eight
    assert vast["methode"] == "vast bedrag"


def test_toewijzingen_zeggen_wat_er_komt() -> None:
    """Allocations that were always used for 80%: half as many of them from July on is half as much care."""
    bedragen = [1000.0] * 30 + [500.0] * 6
    blad = Blad("GM0", "wmo", "begeleiding", "begeleiding", "zin")
    invoer = Invoer(
        {blad: _declaraties(bedragen)}, toewijzingen={("GM0", "wmo", "begeleiding"): _toewijzingen(bedragen)}
    )
    keten = Keten(invoer, BEGIN + 29)
    pad = keten.stand(keten.nu).paden["toegewezen"][0]
    assert pad[:6] == pytest.approx([500.0] * 6, rel=0.06)  # months differ in length
    assert keten.stand(keten.nu).voltooid[0, 24:30] == pytest.approx([1000.0] * 6, rel=0.06)


def test_zonder_toewijzingen_doen_de_reeksmodellen_mee() -> None:
    zonder = Keten(_invoer(met_toewijzingen=False), BEGIN + 35)
    met = Keten(_invoer(), BEGIN + 35)
    zin = zonder.ruimte.met_berichten
    assert np.isfinite(zonder.stand(35).paden["ensemble"][:zin]).all()
    assert not np.isfinite(zonder.stand(34).paden["ensemble"]).any()  # three years are needed
    assert not np.isfinite(met.stand(35).paden["ensemble"]).any()
    assert np.isfinite(met.stand(35).paden["lopende dagen"][:zin]).all()
    assert zonder.gewichten(35)[0].keys() == {"niveau", "ensemble"}


def test_een_bekende_stap_komt_in_de_maanden_na_haar() -> None:
    zonder = _jaarrijen(_invoer(), date(2025, 6, 30))
    met = _jaarrijen(_invoer(), date(2025, 6, 30), stappen=(Stap("wmo/*", 2025 * 12 + 6, 2.0),))
    for wet, factor in (("wmo", 2.0), ("jeugdwet", 1.0)):
        cel = Cel("GM1", "wet", wet, "totaal")
        assert float(met[cel]["nog_te_komen"] / zonder[cel]["nog_te_komen"]) == pytest.approx(factor, rel=1e-4)


@pytest.mark.parametrize("maanden", [1, 2, 3, 4, 6, 11, 13, 18])
def test_een_korte_historie_geeft_een_prognose_zonder_toets(maanden: int) -> None:
    tot = BEGIN + maanden
    peildatum = date(tot // 12, tot % 12 + 1, 15)
    prognose, toets = maandprognose(_invoer(), peildatum)
    jaar = [r for r in prognose.to_pylist() if r["periode_soort"] == "jaar" and r["niveau"] == "totaal"]
    # the first declarations come in the second month; GM0 has pgb in the first
    assert {r["gemeente_code"] for r in jaar} >= ({"GM0"} if maanden == 1 else {"GM0", "GM1"})
    assert all(0 <= r["laag95"] <= r["midden"] <= r["hoog95"] for r in jaar)
    assert toets.num_rows == 0


def test_wat_na_de_peildatum_komt_telt_niet_mee() -> None:
    invoer = _invoer()
    later = {
        b: Declaraties(d.zorgmaand, d.vertraging, np.where(d.zorgmaand + d.vertraging > BEGIN + 29, 9e6, d.bedrag))
        for b, d in invoer.declaraties.items()
    }
    toegewezen = {
        k: replace(t, bedrag=np.where(t.peilmaand > BEGIN + 29, 9e6, t.bedrag)) for k, t in invoer.toewijzingen.items()
    }
    anders = replace(invoer, declaraties=later, toewijzingen=toegewezen)
    een, een_toets = maandprognose(invoer, date(2025, 6, 30))
    twee, twee_toets = maandprognose(anders, date(2025, 6, 30))
    assert een.equals(twee)
    assert een_toets.equals(twee_toets)


def test_rond_de_jaarwisseling_staan_er_twee_jaren() -> None:
    invoer = _invoer()
    jaren = {}
    for dag in (date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 15)):
        tabel, _ = maandprognose(invoer, dag, toets=False)
        jaren[dag] = {(r["jaar"], r["maanden_bekend"]) for r in tabel.to_pylist()}
    assert jaren[date(2025, 11, 30)] == {(2025, 11)}
    assert jaren[date(2025, 12, 31)] == jaren[date(2026, 1, 15)] == {(2025, 12), (2026, 0)}
    tabel, _ = maandprognose(invoer, date(2025, 12, 31), toets=False)
    oud = [r for r in tabel.to_pylist() if r["jaar"] == 2025 and r["periode_soort"] == "jaar"]
    assert all(r["nog_te_komen"] == 0 for r in oud)
    assert {r["methode"] for r in oud} == {"afloop", "vast bedrag"}


def test_de_toets_kent_onze_methode_en_de_drie_simpele() -> None:
    _, toets = maandprognose(_invoer(), date(2025, 9, 30))
    rijen = toets.to_pylist()
    assert {r["methode"] for r in rijen} == {"grip", "cash_x12", "vorig_jaar", "ratio_peildatum"}
    assert {(r["jaar"], r["maanden_bekend"]) for r in rijen} == {(2024, b) for b in (3, 6, 9)}
    # last year's total of GM1's dagbesteding: 900 x (1 + 0.1 x ((7m + 3) mod 5)) over the months of 2023
    werkelijk = sum(900 * (1 + 0.1 * ((7 * m + 3) % 5)) for m in range(12))
    vorig = next(
        r for r in rijen
        if (r["methode"], r["gemeente_code"], r["voorziening"], r["maanden_bekend"])
        == ("vorig_jaar", "GM1", "dagbesteding", 9)
    )  # fmt: skip
    assert float(vorig["midden"]) == pytest.approx(werkelijk, rel=1e-3)


def test_seizoen_en_jaarstap_komen_uit_de_verhouding() -> None:
    """Use of 80%, in August 10% less, and 4% more each January: season and step come back."""
    nummers = np.arange(BEGIN, BEGIN + 40)
    seizoen = np.where(nummers % 12 == 7, 0.9, 1.0)
    jaar = 1.04 ** (nummers // 12 - 2023)
    vorm = seizoen_en_jaar((0.8 * seizoen * jaar)[:30], np.ones(30), nummers, KetenInstelling(richel_seizoen=1e-6))
    assert vorm[31] / vorm[30] == pytest.approx(0.9, rel=0.01)  # August 2025 over July
    assert vorm[36] / vorm[35] == pytest.approx(1.04, rel=0.015)  # January 2026 over December
    assert vorm[24:36].mean() == pytest.approx(1.0, rel=0.01)


def test_een_regio_zonder_een_van_haar_leden_ontbreekt() -> None:
    invoer = _invoer()
    leden = {k: v | {"GM9"} if k[1] == "jeugdwet" else v for k, v in invoer.leden.items()}
    jaar = _jaarrijen(replace(invoer, leden=leden), date(2025, 6, 30))
    assert Cel("RG", "wet", "wmo", "totaal") in jaar
    assert Cel("RG", "wet", "jeugdwet", "totaal") not in jaar
    assert Cel("RG", "totaal", "totaal", "totaal") not in jaar


def _toetsregels(fouten: dict[int, tuple[int, int]]) -> list[dict]:
    """Per year the error of ours and of last year's ratio, on one voorziening that came to 1000."""
    return [
        {"niveau": "voorziening", "gemeente_code": "GM0", "maanden_bekend": 6, "methode": m, "jaar": jaar,
         "midden": Decimal(1000 + f), "werkelijk": Decimal(1000)}
        for jaar, paar in fouten.items() for m, f in zip(("grip", "ratio_peildatum"), paar, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fouten", "wie"),
    [
        ({2022: (50, 30), 2023: (50, -30), 2024: (50, 30)}, "ratio_peildatum"),
        ({2022: (50, 30), 2023: (50, -30)}, None),  # two years may be chance
        ({2022: (50, 48), 2023: (50, 48), 2024: (50, 48)}, None),  # better, but by a hair
        ({2022: (50, 1), 2023: (50, 1), 2024: (50, 51), 2025: (50, 51)}, None),  # won half of the years
    ],
)
def test_een_simpele_methode_neemt_pas_over_na_drie_gewonnen_jaren(
    fouten: dict[int, tuple[int, int]], wie: str | None
) -> None:
    assert beste_simpele(_toetsregels(fouten), 5) == wie
