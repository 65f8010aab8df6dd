"""The levels of the demo region at full size: clients and euros as published, concentration, age, verwijzers, growth."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
import pytest

from pipeline.demo.gegevens import CLIENTEN, GROEPEN
from pipeline.demo.kalender import Kalender
from pipeline.demo.maak import ZAAD
from pipeline.demo.personen import maak_personen
from pipeline.demo.plan import DEELGROOTTE, maak_plan, niveau, verdeel
from pipeline.demo.zorg import Stuk, maak_stukken


@dataclass
class Gebeurd:
    """What happened in the region, persons told apart over the parts."""

    uniek: dict[tuple[str, int], set] = field(default_factory=lambda: defaultdict(set))
    centen: Counter = field(default_factory=Counter)
    kind: Counter = field(default_factory=Counter)
    leeftijd: dict[str, dict] = field(default_factory=lambda: defaultdict(dict))
    verwijzer: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    stukken: list[Stuk] = field(default_factory=list)


@pytest.fixture(scope="module")
def gebeurd() -> Gebeurd:
    k, uit = Kalender(36), Gebeurd()
    for deel in maak_plan(CLIENTEN):
        g = np.random.default_rng(np.random.SeedSequence([ZAAD, deel.nummer]))
        r = random.Random(int(g.integers(1 << 60)))
        for s in maak_stukken(deel, maak_personen(deel, k, g, 0), k, r):
            if s.wet == "jeugdwet" and not s.gemeente.jeugd_in_regio:
                continue
            wie, groep = (deel.nummer, s.persoon.nummer), s.voorziening.groep
            for j in range(3):
                if s.begin <= k.eind(12 * j + 11) and s.eind >= k.begin(12 * j):
                    for wat in (groep, s.wet, "totaal"):
                        uit.uniek[wat, j].add(wie)
                    if j == 2:
                        uit.leeftijd[groep][wie] = 2026 - int(s.persoon.geboren[:4])
            for maand, _, _, bedrag in s.maanden:
                if maand >= 24:
                    uit.centen[groep] += bedrag
                    if s.wet == "jeugdwet":
                        uit.kind[wie] += bedrag
            if s.wet == "jeugdwet" and s.herkomst != "vervolg":
                soort = "ggz" if s.voorziening.slug == "jeugd_ggz" else groep
                uit.verwijzer[soort][s.verwijzer] += 1
            uit.stukken.append(s)
    return uit


@pytest.mark.parametrize("groep", sorted(GROEPEN))
def test_clienten_en_euros_van_het_laatste_jaar(gebeurd: Gebeurd, groep: str) -> None:
    clienten, centen = niveau(groep, CLIENTEN)
    assert len(gebeurd.uniek[groep, 2]) == pytest.approx(clienten, rel=0.01)
    if centen is not None:
        assert gebeurd.centen[groep] == pytest.approx(centen, rel=0.01)


def test_groei_en_omvang(gebeurd: Gebeurd) -> None:
    def groei(wet: str) -> float:
        return (len(gebeurd.uniek[wet, 2]) / len(gebeurd.uniek[wet, 1]) - 1) * 100

    assert 9.5 <= groei("jeugdwet") < 10.5
    assert 18.5 <= groei("wmo") < 19.5
    assert len(gebeurd.uniek["totaal", 2]) == pytest.approx(CLIENTEN, rel=0.01)


def test_een_vijfde_van_de_kinderen_maakt_72_procent_van_de_kosten(gebeurd: Gebeurd) -> None:
    kosten = sorted(gebeurd.kind.values(), reverse=True)
    vijfde = len(gebeurd.uniek["jeugdwet", 2]) // 5
    assert sum(kosten[:vijfde]) / sum(kosten) == pytest.approx(0.72, abs=0.015)


@pytest.mark.parametrize(("groep", "aandeel"), [("begeleiding", 77.45), ("dagbesteding", 38.34)])
def test_aandeel_van_20_tot_65_jaar(gebeurd: Gebeurd, groep: str, aandeel: float) -> None:
    jaren = list(gebeurd.leeftijd[groep].values())
    assert 100 * sum(20 <= j < 65 for j in jaren) / len(jaren) == pytest.approx(aandeel, abs=2)


def test_verwijzers_90_10_en_10_90(gebeurd: Gebeurd) -> None:
    for soort, aandeel in (("ambulante_jeugdhulp", 0.9), ("verblijf_jeugd", 0.9), ("ggz", 0.1)):
        n = gebeurd.verwijzer[soort]
        assert n["01"] / (n["01"] + n["02"]) == pytest.approx(aandeel, abs=0.05 if soort == "verblijf_jeugd" else 0.02)


def test_bedrag_is_volume_maal_tarief_en_zorg_per_etmaal_past_in_de_maand(gebeurd: Gebeurd) -> None:
    k = Kalender(36)
    for s in gebeurd.stukken:
        for maand, volume, tarief, bedrag in s.maanden:
            assert volume > 0
            assert bedrag == (volume if s.eenheid == "83" else volume * tarief)
            if s.eenheid == "14":
                assert volume <= k.eind(maand) - k.begin(maand) + 1


def test_delen_groeien_niet_mee_met_de_regio() -> None:
    for clienten in (300, 14_000, 1_400_000):
        delen = maak_plan(clienten)
        assert max(sum(d.clienten.values()) for d in delen) <= DEELGROOTTE
        for groep, g in GROEPEN.items():
            telt = [d for d in delen if g.wet == "wmo" or d.gemeente is None or d.gemeente.jeugd_in_regio]
            assert sum(d.clienten[groep] for d in telt) == niveau(groep, clienten)[0]
            if g.euro is not None:
                assert sum(d.centen[groep] for d in telt) == pytest.approx(niveau(groep, clienten)[1], abs=10)


def test_verdelen_sluit() -> None:
    assert verdeel(10, [1, 1, 1]) == [4, 3, 3]
    assert verdeel(5, []) == []
    assert sum(verdeel(12_345, [0.3, 0.1, 7])) == 12_345
