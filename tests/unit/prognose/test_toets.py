"""The backtest: only what was known counts, the simple methods by hand, and what `grip toets` says and writes."""

import csv

import numpy as np
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.prognose.ijken import Band
from pipeline.prognose.reeks import Reeks, maandnummer, maandtekst
from pipeline.prognose.toets import Regel, scores, toets
from pipeline.prognose.toets_bron import Bron
from pipeline.prognose.toets_invoer import Declaraties

JAN = maandnummer("2018-01")
AFLOOP = np.array([0.2, 0.5, 0.2, 0.1])


def _waarden(n: int, zaad: int) -> np.ndarray:
    rng = np.random.default_rng(zaad)
    return np.round(1000 * np.exp(0.005 * np.arange(n) + rng.normal(0, 0.03, n)), 2)


def _reeksen(n: int = 48) -> list[Reeks]:
    return [Reeks(naam, JAN, _waarden(n, i)) for i, naam in enumerate(("jeugd", "wmo"))]


def _declaraties(reeks: Reeks) -> Declaraties:
    maanden = np.arange(reeks.begin, reeks.eind)
    return Declaraties(
        np.repeat(maanden, 4), np.tile(np.arange(4), len(maanden)), np.outer(reeks.waarden, AFLOOP).ravel()
    )


def _midden(regels: list[Regel], methode: str, jaar: int, bekend: int, reeks: str = "wmo") -> float:
    return next(
        r.midden for r in regels if (r.reeks, r.methode, r.jaar, r.maanden_bekend) == (reeks, methode, jaar, bekend)
    )


def test_simpele_methoden_zonder_vertraging():
    reeks = Reeks("wmo", JAN, np.concatenate([np.full(12, 100.0), np.full(12, 110.0)]))
    regels = toets(Bron([reeks]), bekend=(0, 3))
    assert _midden(regels, "cash_x12", 2019, 3) == pytest.approx(1320)
    assert _midden(regels, "vorig_jaar", 2019, 3) == pytest.approx(1200)
    assert _midden(regels, "ratio_peildatum", 2019, 3) == pytest.approx(1320)
    assert not any(r.methode == "cash_x12" and r.maanden_bekend == 0 for r in regels)
    assert {r.werkelijk for r in regels} == {1320.0}


def test_simpele_methoden_met_vertraging():
    # 100 a month in 2018-2019, 120 in 2020, declared 20/50/20/10% after 0, 1, 2 and 3 months
    reeks = Reeks("wmo", JAN, np.concatenate([np.full(24, 100.0), np.full(12, 120.0)]))
    regels = toets(Bron([reeks], {"wmo": _declaraties(reeks)}), bekend=(3,))
    # booked in January to March 2020: what was still to come of 2019 (80 + 30 + 10), and 120 x (1 + .9 + .7 of three
    # months: 20, then 20+50, then 20+50+20 percent) = 120 x 1.8 = 216
    assert _midden(regels, "cash_x12", 2020, 3) == pytest.approx((120 + 216) * 4)
    # this year so far 216, last year by the same month 180, last year complete by now 1200
    assert _midden(regels, "ratio_peildatum", 2020, 3) == pytest.approx(1200 * 216 / 180)
    assert _midden(regels, "vorig_jaar", 2020, 3) == pytest.approx(1200)
    # the run-off sees that three months of 120 are on their way
    assert abs(_midden(regels, "grip", 2020, 3) / 1440 - 1) < 0.1


@pytest.mark.parametrize("met_driehoek", [False, True])
def test_wie_de_toekomst_verandert_verandert_geen_voorspelling(met_driehoek):
    echt = _reeksen()
    knip = JAN + 36 + 6  # six months of 2021 known
    anders = [
        Reeks(r.naam, r.begin, np.where(np.arange(r.begin, r.eind) >= knip, r.waarden * 3 + 50, r.waarden))
        for r in echt
    ]

    def regels(reeksen: list[Reeks]) -> list[tuple]:
        rijen = {r.naam: _declaraties(r) for r in reeksen} if met_driehoek else {}
        uit = toets(Bron(reeksen, rijen), bekend=(6,))
        return [(r.reeks, r.methode, r.jaar, r.midden, r.band) for r in uit if r.jaar * 12 + 6 <= knip]

    if met_driehoek:
        # a triangle knows at a month only what was declared by then: only declarations after it may differ
        veranderd = {}
        for r in echt:
            d = _declaraties(r)
            later = d.zorgmaand + d.vertraging >= knip
            veranderd[r.naam] = Declaraties(d.zorgmaand, d.vertraging, np.where(later, d.bedrag * 3 + 50, d.bedrag))
        uit = toets(Bron(anders, veranderd), bekend=(6,))
        nu = [(r.reeks, r.methode, r.jaar, r.midden, r.band) for r in uit]
        assert nu == regels(echt)
    else:
        assert regels(anders) == regels(echt)
    assert len(regels(echt)) == 2 * 4 * 3


def test_zelfde_uitkomst_met_meer_processen_en_in_andere_volgorde():
    heen = toets(Bron(_reeksen(36)), bekend=(9,))
    terug = toets(Bron(_reeksen(36)[::-1]), bekend=(9,), processen=2)
    assert heen == terug


def test_scores_met_de_hand():
    band = Band(90.0, 110.0, 80.0, 120.0)
    regels = [
        Regel("a", "grip", 2020, 3, 100.0, band, 100.0),
        Regel("b", "grip", 2020, 3, 110.0, band, 100.0),
        Regel("c", "grip", 2020, 3, 100.0, band, 200.0),
    ]
    (s,) = scores(regels)
    # errors 0, +10 and -100 of 400 in all
    assert (s.aantal, s.fout_pct, s.wape_pct, s.bias_pct) == pytest.approx((3, 10.0, 27.5, -22.5))
    assert s.dekking80_pct == s.dekking95_pct == pytest.approx(200 / 3)


def test_een_driehoek_alleen_toetst_op_uitgewerkte_jaren():
    reeks = _reeksen(50)[0]
    bron = Bron([], {"jeugd": _declaraties(reeks)})
    assert bron.waarheid["jeugd"].waarden == pytest.approx(reeks.waarden)
    kort = _declaraties(reeks)
    al = kort.zorgmaand + kort.vertraging < reeks.eind - 1
    bron = Bron([], {"jeugd": Declaraties(kort.zorgmaand[al], kort.vertraging[al], kort.bedrag[al])})
    assert len(bron.waarheid["jeugd"].waarden) == 50 - 1 - 3


# --- the command


def _csv(pad, kop, rijen, scheiding=";"):
    pad.write_text("\n".join([scheiding.join(kop), *(scheiding.join(map(str, r)) for r in rijen)]) + "\n")
    return pad


def _rijen(reeksen, komma=True):
    return [
        (r.naam, maandtekst(r.begin + i), f"{w:.2f}".replace(".", "," if komma else "."))
        for r in reeksen
        for i, w in enumerate(r.waarden)
    ]


KOP = ("reeks", "maand", "waarde")


def _grip(*opdracht):
    return CliRunner().invoke(app, ["toets", *map(str, opdracht)])


def test_toets_toont_en_schrijft(tmp_path):
    rijen = _rijen(_reeksen(36))
    dubbel = [("dubbel", "2020-01", "1,5"), ("dubbel", "2020-01", "2,5")]
    gat = [("gat", maandtekst(JAN + i), "5,0") for i in range(30) if i != 7]
    kort = [("kort", maandtekst(JAN + i), "5,0") for i in range(23)]
    invoer = _csv(tmp_path / "in.csv", KOP, rijen + dubbel + gat + kort)
    uit = tmp_path / "uit.csv"
    antwoord = _grip("--reeksen", invoer, "--uit", uit, "--maanden", "6,9")
    assert antwoord.exit_code == 0, antwoord.output
    assert "Weggelaten: dubbel: maand 2020-01 staat er twee keer (regels 74 en 75)" in antwoord.output
    assert "Weggelaten: gat: maand 2018-08 ontbreekt" in antwoord.output
    assert "Weggelaten: kort: 23 maanden is te kort; er zijn er minstens 24 nodig" in antwoord.output
    assert "cash_x12" in antwoord.output
    with uit.open(newline="") as f:
        gelezen = list(csv.DictReader(f, delimiter=";"))
    assert list(gelezen[0]) == [
        "reeks", "methode", "jaar", "maanden_bekend", "laag80", "midden", "hoog80", "werkelijk",
    ]  # fmt: skip
    assert {r["methode"] for r in gelezen} == {"grip", "cash_x12", "vorig_jaar", "ratio_peildatum"}
    assert {(r["reeks"], r["jaar"]) for r in gelezen} == {(n, j) for n in ("jeugd", "wmo") for j in ("2019", "2020")}
    assert all(
        float(r["laag80"]) <= float(r["midden"]) <= float(r["hoog80"]) for r in gelezen if r["methode"] == "grip"
    )
    jaar = sum(_reeksen(36)[0].waarden[24:])
    werkelijk = {float(r["werkelijk"]) for r in gelezen if (r["reeks"], r["jaar"]) == ("jeugd", "2020")}
    assert list(werkelijk) == pytest.approx([jaar], abs=0.006)


def test_toets_leest_komma_en_punt_en_een_driehoek(tmp_path):
    reeksen = [Reeks("wmo", JAN, np.full(36, 100.25))]
    invoer = _csv(tmp_path / "in.csv", KOP, _rijen(reeksen, komma=False), ",")
    d = _declaraties(reeksen[0])
    rijen = [("wmo", maandtekst(z), v, f"{b:.4f}") for z, v, b in zip(d.zorgmaand, d.vertraging, d.bedrag, strict=True)]
    driehoek = _csv(tmp_path / "d.csv", ("reeks", "zorgmaand", "vertraging", "bedrag"), rijen, ",")
    uit = tmp_path / "uit.csv"
    antwoord = _grip("--reeksen", invoer, "--driehoek", driehoek, "--uit", uit, "--maanden", "3")
    assert antwoord.exit_code == 0, antwoord.output
    with uit.open(newline="") as f:
        grip = [r for r in csv.DictReader(f) if r["methode"] == "grip"]
    assert [float(r["werkelijk"]) for r in grip] == pytest.approx([1203, 1203])
    assert float(grip[-1]["midden"]) == pytest.approx(1203, rel=0.02)


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        ("reeks;maand\na;2020-01\n", "in.csv, regel 1: de kolom waarde ontbreekt"),
        ("reeks;maand;waarde\na;2020-13;5,0\n", "in.csv, regel 2, kolom maand: dit is geen maand"),
        ("reeks;maand;waarde\na;2020-01;geheimzinnig\n", "in.csv, regel 2, kolom waarde: dit is geen getal"),
        ("reeks;maand;waarde\n;2020-01;5,0\n", "in.csv, regel 2, kolom reeks: de naam van de reeks ontbreekt"),
        ("reeks;maand;waarde\n", "er staan geen regels onder de kop"),
        ("reeks;maand;waarde\na;2020-01;5,0\n", "er is geen reeks die getoetst kan worden"),
        ("reeks;maand;waarde\na;2020-01;1.234\na;2020-02;1.235\n", "kan duizendtallen of decimalen scheiden"),
        ("", "in.csv"),
    ],
)
def test_fouten_in_het_bestand(tmp_path, inhoud, melding):
    pad = tmp_path / "in.csv"
    pad.write_text(inhoud)
    antwoord = _grip("--reeksen", pad)
    assert antwoord.exit_code == 2
    assert melding in antwoord.output
    assert "geheimzinnig" not in antwoord.output


def test_verkeerd_gebruik(tmp_path):
    goed = _csv(tmp_path / "in.csv", KOP, _rijen(_reeksen(24)))
    for opdracht in (
        [],
        ["--reeksen", tmp_path / "bestaat_niet.csv"],
        ["--reeksen", goed, "--uit", tmp_path / "geen_map" / "uit.csv"],
        ["--reeksen", goed, "--maanden", "12"],
        ["--reeksen", goed, "--maanden", "drie"],
        ["--onbekend"],
    ):
        assert _grip(*opdracht).exit_code == 2, opdracht


def test_een_driehoek_met_een_halve_maand_vertraging(tmp_path):
    pad = _csv(tmp_path / "d.csv", ("zorgmaand", "vertraging", "bedrag"), [("2020-01", "0,5", "10,0")])
    antwoord = _grip("--driehoek", pad)
    assert antwoord.exit_code == 2
    assert "d.csv, regel 2, kolom vertraging: dit is geen heel aantal maanden" in antwoord.output
