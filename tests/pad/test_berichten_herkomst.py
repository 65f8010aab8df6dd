"""Figures of the reeks berichten back to the lines of their messages, after a whole run: build, data tests, publish."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import hoofdtaak
from pipeline.herkomst import Spoor, spoor
from pipeline.publicaties.databank import verbind
from pipeline.settings import Instellingen, Plekken
from pipeline.slot import slot
from tests.conftest import een_keer

from .berichten_wereld import Wereld, schrijf

CEL = {"gemeente_code": "GM0402", "periode": "2024-Q2", "niveau": "totaal", "reeks": "berichten"}


def _draai(map_: Path) -> None:
    plekken = Plekken(map_ / "raw", map_ / "warehouse")
    wereld = Wereld(zaad=3, clienten=8)
    schrijf(plekken, [wereld.berichten[::2], wereld.berichten[1::2]])
    with slot(plekken.warehouse) as teken:
        run = hoofdtaak.Run(plekken, Instellingen(), teken)
        gebouwd = hoofdtaak.bouw(run)
        hoofdtaak.houd_tegen(hoofdtaak.controleer_marts(run, gebouwd))
        hoofdtaak.publiceer(run, gebouwd, "0" * 64, [])


@pytest.fixture(scope="session")
def plekken(tmp_path_factory: pytest.TempPathFactory) -> Plekken:
    map_ = een_keer(tmp_path_factory, "berichten", _draai)
    return Plekken(map_ / "raw", map_ / "warehouse")


def _sporen(plekken: Plekken, mart: str, **anders: str) -> dict[str, Spoor]:
    return {s.maat: s for s in spoor(plekken, mart, CEL | anders)}


@pytest.mark.parametrize("gebied", ["GM0402", "RG-GV"])
def test_uitgaven_tellen_op_uit_de_prestaties(plekken: Plekken, gebied: str) -> None:
    sporen = _sporen(plekken, "uitgaven", gemeente_code=gebied)
    assert sporen["uitgaven_eur"].waarde
    for maat in ("uitgaven_eur", "ingediend_eur", "openstaand_eur"):
        assert sporen[maat].klopt, maat
        assert sporen[maat].uit == []
    regel = sporen["uitgaven_eur"].regels[0]
    assert (regel.blad, regel.kolom) == ("prestatie", "bedrag")
    assert regel.bestand.endswith(".xml")


def test_een_credit_staat_er_negatief(plekken: Plekken) -> None:
    con = verbind(plekken.werk)
    (maand, bedrag) = con.execute(
        "select strftime(zorgmaand, '%Y-%m'), bedrag_eur from intermediate.int_prestaties "
        "where gemeente_code = 'GM0402' and status = 'toegekend' and debet_credit = 'C' and zorgmaand >= '2023-12-01'"
    ).fetchone() or (None, None)
    con.close()
    bijdragen = [r.bijdrage for r in _sporen(plekken, "uitgaven", periode=maand)["uitgaven_eur"].regels]
    assert bedrag in bijdragen
    assert bedrag < Decimal(0)


@pytest.mark.parametrize("gebied", ["GM0402", "RG-GV"])
@pytest.mark.parametrize("periode", ["2024-05", "2024-Q2", "2024"])
def test_clienten_zijn_de_personen_achter_hun_regels(plekken: Plekken, gebied: str, periode: str) -> None:
    clienten = _sporen(plekken, "clienten", gemeente_code=gebied, periode=periode)
    stroom = _sporen(plekken, "instroom_uitstroom", gemeente_code=gebied, periode=periode)
    assert clienten["clienten_aantal"].waarde
    geteld = [
        clienten["clienten_aantal"],
        clienten["clienten_peildatum_aantal"],
        stroom["begin_aantal"],
        stroom["eind_aantal"],
    ]
    for gevonden in geteld:
        assert gevonden.klopt, gevonden.maat
    # the lines are named, never who they are about
    assert {r.bijdrage for s in geteld for r in s.regels} == {None}
    assert all(s.klopt for s in stroom.values())


def test_een_cel_zonder_prestaties_is_nul(plekken: Plekken) -> None:
    con = verbind(plekken.werk)
    leeg = con.execute(
        "select periode, voorziening from marts.uitgaven where reeks = 'berichten' and gemeente_code = 'GM0402' "
        "and niveau = 'voorziening' and ingediend_eur = 0 order by 1, 2 limit 1"
    ).fetchone()
    con.close()
    assert leeg
    sporen = _sporen(plekken, "uitgaven", periode=leeg[0], niveau="voorziening", voorziening=leeg[1])
    assert (sporen["uitgaven_eur"].waarde, sporen["uitgaven_eur"].klopt) == (0, True)
