"""Known steps in the monthly chain: what they do to the months after them, and what a break without a size cuts off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from pipeline.prognose.ijken import ONRUST_VAN
from pipeline.prognose.keten import Invoer, maandprognose
from pipeline.prognose.keten.aandrijvers import VERHOUDING
from pipeline.prognose.keten.boom import Boom
from pipeline.prognose.keten.ijking import Fouten
from pipeline.prognose.keten.invoer import Blad, Cel, Toewijzingen
from pipeline.prognose.keten.keten import Keten
from pipeline.prognose.reeks.maanden import Stap
from pipeline.prognose.toets_invoer import Declaraties

BEGIN = 2023 * 12
JAN_2025, JUL_2025 = 24, 30
BLAD = Blad("GM0", "wmo", "begeleiding", "begeleiding", "zin")
CEL = Cel("GM0", "voorziening", "wmo", "begeleiding")
BREUK = Stap("wmo/begeleiding/*/GM0", BEGIN + JAN_2025, None)


def _declaraties(bedragen: list[float]) -> Declaraties:
    """80% known a month after the care, the rest two months after."""
    zorg = np.repeat(BEGIN + np.arange(len(bedragen)), 2)
    later = np.tile([1, 2], len(bedragen))
    return Declaraties(zorg, later, np.repeat(bedragen, 2) * np.tile([0.8, 0.2], len(bedragen)))


def _toewijzingen(bedragen: list[float]) -> Toewijzingen:
    """Every month is allocated for 125% of what it comes to, known from the first month on."""
    rijen = [
        (BEGIN + p, BEGIN + m, 1.25 * bedragen[min(m, len(bedragen) - 1)], 30.0)
        for p in range(len(bedragen))
        for m in range(max(p - 14, 0), len(bedragen) + 14)
    ]
    return Toewijzingen(*(np.array(k) for k in zip(*rijen, strict=True)))


def _invoer(bedragen: list[float], *stappen: Stap, toegewezen: list[float] | None = None) -> Invoer:
    toewijzingen = {} if toegewezen is None else {("GM0", "wmo", "begeleiding"): _toewijzingen(toegewezen)}
    return Invoer({BLAD: _declaraties(bedragen)}, toewijzingen=toewijzingen, stappen=stappen)


def _jaar(invoer: Invoer, peildatum: date) -> dict:
    tabel, _ = maandprognose(invoer, peildatum, toets=False)
    (rij,) = [r for r in tabel.to_pylist() if r["periode"] == "2025" and r["niveau"] == "voorziening"]
    return rij


def test_een_stap_uit_de_levering_komt_in_de_maanden_na_haar() -> None:
    """1.000 a month, and half as much again from July on: 6 x 1.500."""
    bedragen = [1000.0] * 30
    rij = _jaar(_invoer(bedragen, Stap("*/*/*/*", BEGIN + JUL_2025, 1.5)), date(2025, 6, 30))
    assert float(rij["nog_te_komen"]) == pytest.approx(9000, rel=0.03)
    elders = _jaar(_invoer(bedragen, Stap("jeugdwet/*/*/*", BEGIN + JUL_2025, 1.5)), date(2025, 6, 30))
    assert float(elders["nog_te_komen"]) == pytest.approx(6000, rel=0.03)


def test_voor_bekend_vanaf_weet_een_prognose_niet_van_de_stap() -> None:
    stap = Stap("*/*/*/*", BEGIN + JUL_2025, 1.5, BEGIN + JUL_2025 + 1)
    zonder = _jaar(_invoer([1000.0] * 30), date(2025, 6, 30))
    assert _jaar(_invoer([1000.0] * 30, stap), date(2025, 6, 30)) == zonder


def test_de_verhouding_met_vorig_jaar_telt_een_stap_een_keer() -> None:
    """1.000 a month, 1.500 since January: at the end of June every month to come is 1.500, and none after December
    1.500 x 1,5. (June itself, of which nothing is declared yet, is left out.)"""
    bedragen = [1000.0] * JAN_2025 + [1500.0] * 6
    pad = {}
    for naam, stappen in {"met": (Stap("*", BEGIN + JAN_2025, 1.5),), "zonder": ()}.items():
        keten = Keten(_invoer(bedragen, *stappen), BEGIN + 29)
        pad[naam] = keten.stand(keten.nu).paden[VERHOUDING][0]
    assert pad["met"][:11] == pytest.approx([1500] * 11, rel=0.02)
    assert pad["zonder"][6] == pytest.approx(2250, rel=0.02)


@pytest.mark.parametrize("met_toewijzingen", [True, False])
def test_na_zes_maanden_tellen_alleen_de_maanden_na_een_breuk(met_toewijzingen: bool) -> None:
    """Whatever stood before January, six months of 3.000 say 3.000 a month for the rest of the year."""
    komt = []
    for eerder in (1000.0, 9000.0):
        bedragen = [eerder] * JAN_2025 + [3000.0] * 6
        toegewezen = [3000.0] * 30 if met_toewijzingen else None
        rij = _jaar(_invoer(bedragen, BREUK, toegewezen=toegewezen), date(2025, 6, 30))
        assert rij["toelichting"].endswith("Na een opgegeven breuk tellen alleen de maanden vanaf 2025-01.")
        komt.append(float(rij["nog_te_komen"]))
    assert komt == pytest.approx([18000, 18000], rel=0.03)
    if not met_toewijzingen:  # with them, the run-off of older months has the mean use of all as its prior
        assert komt[0] == pytest.approx(komt[1], rel=1e-6)


def test_met_vijf_maanden_na_de_breuk_telt_de_hele_reeks_en_dat_staat_erbij() -> None:
    bedragen = [1000.0] * JAN_2025 + [3000.0] * 5
    met, zonder = (_jaar(_invoer(bedragen, *s), date(2025, 5, 31)) for s in ((BREUK,), ()))
    assert met.pop("toelichting") == zonder.pop("toelichting") + (
        " De opgegeven breuk in 2025-01 is te recent om haar omvang te kennen; de prognose rekent alsof zij er niet is."
    )
    assert met.pop("nog_te_komen") == zonder.pop("nog_te_komen")
    assert met["midden"] == zonder["midden"]


def test_een_breuk_van_een_gemeente_raakt_een_andere_niet() -> None:
    ander = BLAD._replace(gemeente="GM1")
    bedragen = [1000.0 + 10 * (m % 7) for m in range(30)]
    een = Invoer({BLAD: _declaraties([500.0] * JAN_2025 + [900.0] * 6), ander: _declaraties(bedragen)}, stappen=[BREUK])
    alleen = Invoer({ander: _declaraties(bedragen)})
    paden = []
    for invoer, i in ((een, 1), (alleen, 0)):
        keten = Keten(invoer, BEGIN + 29)
        paden.append(keten.stand(keten.nu).paden["niveau"][i, :6])
    assert paden[0] == pytest.approx(paden[1], rel=1e-3)


def test_onrust_is_die_van_de_reeks_zonder_bekende_stappen() -> None:
    """A flat series is calm, also where a tariff made it half as high again, or a break three times as high."""
    hoog = {1.5: Stap("*", BEGIN + JAN_2025, 1.5), 3.0: BREUK}
    for maal, stap in hoog.items():
        invoer = _invoer([1000.0] * JAN_2025 + [1000.0 * maal] * 6)
        rust = {}
        for naam, stappen in {"zonder": (), "met": (stap,)}.items():
            keten = Keten(replace(invoer, stappen=stappen), BEGIN + 29)
            boom = Boom(keten.invoer, keten.ruimte.bladen, 2025)
            rust[naam] = Fouten(keten, boom).onrust(keten.nu, CEL)
        assert rust["met"] == pytest.approx(ONRUST_VAN, abs=1e-3)
        assert rust["zonder"] > 0.03
        assert keten.gelijk(keten.nu)[0, :28] == pytest.approx([1000 * maal] * 28, rel=0.01)
