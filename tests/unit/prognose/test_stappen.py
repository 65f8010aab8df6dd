"""Known steps and breaks: what the file says, what goes wrong in it, and what they do to a forecast and a backtest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.prognose.reeks import Reeks, Stap, maandnummer, maandtekst
from pipeline.prognose.reeks.maanden import Breuk, breuk, zonder_stappen
from pipeline.prognose.reeks.voorspel import Opdracht, kandidaten
from pipeline.prognose.stappen import InvoerFout, lees_stappen
from pipeline.prognose.toets import toets
from pipeline.prognose.toets_bron import Bron

JAN = maandnummer("2018-01")


def _bestand(pad, tekst):
    pad.write_text(tekst, encoding="utf-8")
    return pad


def test_lees_komma_en_punt_patroon_breuk_en_omschrijving(tmp_path):
    pad = _bestand(
        tmp_path / "stappen.csv",
        "reeks;maand;factor;bekend_vanaf;omschrijving\n"
        "wmo_hh*;2019-01;1,25;;abonnementstarief\n"
        "jeugd*;2022-01;;2021-10;woonplaatsbeginsel\n"
        "*;2023-01-01;1.035;;index\n",
    )
    assert lees_stappen(pad) == (
        Stap("wmo_hh*", maandnummer("2019-01"), 1.25, None, "abonnementstarief"),
        Stap("jeugd*", maandnummer("2022-01"), None, maandnummer("2021-10"), "woonplaatsbeginsel"),
        Stap("*", maandnummer("2023-01"), 1.035, None, "index"),
    )
    pad = _bestand(tmp_path / "kort.csv", "Factor,Reeks,Maand\n0.5,wmo,2020-07\n")
    assert lees_stappen(pad) == (Stap("wmo", maandnummer("2020-07"), 0.5),)


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        ("reeks;maand\na;2020-01\n", "s.csv, regel 1: de kolom factor ontbreekt. Verwacht: een kop met reeks, maand"),
        ("reeks;maand;factor\na;2020-13;1,1\n", "s.csv, regel 2, kolom maand: dit is geen maand"),
        ("reeks;maand;factor\na;2020-01;3%\n", "s.csv, regel 2, kolom factor: dit is geen factor; verwacht een getal"),
        ("reeks;maand;factor\na;2020-01;-1\n", "s.csv, regel 2, kolom factor: dit is geen factor"),
        ("reeks;maand;factor\na;2020-01;0\n", "kolom factor: een factor ligt tussen 0,01 en 100"),
        ("reeks;maand;factor\n;2020-01;1,1\n", "s.csv, regel 2, kolom reeks: de naam van de reeks ontbreekt"),
        ("reeks;maand;factor;bekend_vanaf\na;2020-01;1,1;ooit\n", "regel 2, kolom bekend_vanaf: dit is geen maand"),
        ("reeks;maand;factor\na;2020-01;1,1\na;2020-01;1,2\n", "regel 3, kolom reeks: deze stap staat er al (regel 2)"),
        ("reeks,maand,factor\na,2020-01,1,1\n", "kolom factor: deze regel heeft meer kolommen dan de kop"),
        ("reeks;maand;factor\n", "er staan geen regels onder de kop"),
    ],
)
def test_fouten_noemen_de_plek_en_niet_de_inhoud(tmp_path, inhoud, melding):
    with pytest.raises(InvoerFout) as fout:
        lees_stappen(_bestand(tmp_path / "s.csv", inhoud))
    assert melding in str(fout.value)
    assert "ooit" not in str(fout.value)


def test_meer_fouten_komen_samen(tmp_path):
    pad = _bestand(tmp_path / "s.csv", "reeks;maand;factor\n;2020-01;1,1\na;januari;veel\n")
    with pytest.raises(InvoerFout) as fout:
        lees_stappen(pad)
    assert [regel.split(":")[0] for regel in str(fout.value).splitlines()] == [
        "s.csv, regel 2, kolom reeks", "s.csv, regel 3, kolom maand", "s.csv, regel 3, kolom factor",
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    honderdsten=st.integers(1, 10_000),
    teken=st.sampled_from(",."),
    maand=st.integers(maandnummer("1990-01"), maandnummer("2099-12")),
)
def test_wat_er_staat_wordt_gelezen(tmp_path_factory, honderdsten, teken, maand):
    tekst = f"{honderdsten // 100}{teken}{honderdsten % 100:02d}"
    pad = _bestand(tmp_path_factory.mktemp("s") / "s.csv", f"reeks;maand;factor\na;{maandtekst(maand)};{tekst}\n")
    assert lees_stappen(pad) == (Stap("a", maand, honderdsten / 100),)


# --- a break of unknown size


def _met_breuk(na: int) -> Reeks:
    """Two years of 100 a month, then `na` months of 60."""
    return Reeks("wmo", JAN, np.concatenate([np.full(24, 100.0), np.full(na, 60.0)]))


BREUK = Stap("wmo*", JAN + 24, None)


def test_na_zes_maanden_tellen_alleen_de_maanden_na_de_breuk():
    uit = kandidaten(Opdracht(_met_breuk(6), 6, (BREUK,)))
    for pad in uit.paden.values():
        assert pad.tolist() == pytest.approx([60.0] * 6)
    assert uit.methode == "gedempte trend, maanden vanaf 2020-01"
    # a series with another name has no break
    anders = Reeks("jeugd", JAN, _met_breuk(6).waarden)
    assert kandidaten(Opdracht(anders, 6, (BREUK,))).methode == "combinatie"


@pytest.mark.parametrize("na", [0, 5])
def test_kort_na_de_breuk_telt_de_hele_reeks_en_staat_dat_erbij(na):
    met, zonder = (kandidaten(Opdracht(_met_breuk(na), 6, s)) for s in ((BREUK,), ()))
    assert met.methode == "combinatie, zonder de breuk in 2020-01"
    assert {k: p.tolist() for k, p in met.paden.items()} == {k: p.tolist() for k, p in zonder.paden.items()}


def test_welke_breuken_tellen():
    reeks = _met_breuk(12)  # months JAN up to JAN + 36

    def uit(*maanden: int, horizon: int = 12) -> Breuk:
        return breuk([Stap("*", JAN + m, None) for m in maanden], reeks, horizon)

    assert uit() == uit(0) == uit(-3) == Breuk(JAN)  # before the first month there is nothing to leave out
    assert uit(6, 30) == Breuk(JAN + 30)
    assert uit(6, 31) == Breuk(JAN + 6, (JAN + 31,))
    assert uit(47) == Breuk(JAN, (JAN + 47,))
    assert uit(48) == Breuk(JAN)  # after the forecast
    assert breuk([Stap("*", JAN + 6, None, JAN + 37)], reeks) == Breuk(JAN)  # not known of yet


def test_breuk_en_factor_samen():
    # 100 a month, from month 24 at 60 (size unknown), from month 30 twice that by a known step: all at 60 before it
    reeks = Reeks("wmo", JAN, np.concatenate([np.full(24, 100.0), np.full(6, 60.0), np.full(3, 120.0)]))
    stappen = (BREUK, Stap("*", JAN + 30, 2.0))
    assert zonder_stappen(stappen, reeks).tolist() == [60.0] * 9
    for pad in kandidaten(Opdracht(reeks, 3, stappen)).paden.values():
        assert pad.tolist() == pytest.approx([120.0] * 3)


# --- in the backtest


def _midden(regels, methode, bekend):
    return next(r.midden for r in regels if (r.methode, r.jaar, r.maanden_bekend) == (methode, 2020, bekend))


VERDUBBELD = Reeks("wmo", JAN, np.concatenate([np.full(24, 100.0), np.full(12, 200.0)]))


def test_de_toets_kent_een_stap_zodra_die_bekend_was():
    altijd = toets(Bron([VERDUBBELD]), bekend=(0, 6), stappen=(Stap("*", JAN + 24, 2.0),))
    assert _midden(altijd, "grip", 0) == pytest.approx(2400)
    assert _midden(altijd, "vorig_jaar", 0) == pytest.approx(1200)  # the simple methods know of no steps
    # a step is no unrest: the band of a series that is flat without it stays narrow
    band = next(r.band for r in altijd if r.methode == "grip" and r.jaar == 2020 and r.maanden_bekend == 6)
    assert band.hoog95 - band.laag95 < 24
    later = toets(Bron([VERDUBBELD]), bekend=(0, 6), stappen=(Stap("*", JAN + 24, 2.0, JAN + 27),))
    assert _midden(later, "grip", 0) == pytest.approx(1200)
    assert _midden(later, "grip", 6) == pytest.approx(2400)


def test_de_opdracht_leest_stappen_en_zegt_wat_ze_doen(tmp_path):
    rijen = "".join(f"wmo;{maandtekst(JAN + i)};{w:.0f}\n" for i, w in enumerate(VERDUBBELD.waarden))
    reeksen = _bestand(tmp_path / "r.csv", "reeks;maand;waarde\n" + rijen)
    stappen = _bestand(
        tmp_path / "s.csv",
        "reeks;maand;factor;omschrijving\nwmo*;2020-01;2,0;tarief\njeugd;2020-01;1,1;\nwmo;2019-01;;inkoop\n"
        "wmo;2021-01;1,1;later\n",
    )
    uit = tmp_path / "uit.csv"

    def draai(*meer):
        return CliRunner().invoke(
            app, ["toets", "--reeksen", str(reeksen), "--uit", str(uit), "--maanden", "6", *map(str, meer)]
        )

    antwoord = draai("--stappen", stappen)
    assert antwoord.exit_code == 0, antwoord.output
    assert "Stap in 2020-01 (tarief, factor 2): 1 reeks.\n" in antwoord.output
    assert "Stap in 2020-01 (factor 1,1): past op geen enkele getoetste reeks" in antwoord.output
    assert "Stap in 2019-01 (inkoop, breuk zonder omvang): 1 reeks. Zodra er 6 maanden na liggen" in antwoord.output
    assert "Stap in 2021-01 (later, factor 1,1): 1 reeks. De reeksen eindigen eerder" in antwoord.output
    (rij,) = [r.split(";") for r in uit.read_text().splitlines() if r.startswith("wmo;grip;2020;6;")]
    assert (rij[5], rij[7]) == ("2400.00", "2400.00")
    assert draai("--stappen", tmp_path / "weg.csv").exit_code == 2
    fout = draai("--stappen", reeksen)
    assert fout.exit_code == 2
    assert "r.csv, regel 1: de kolom factor ontbreekt" in fout.output
