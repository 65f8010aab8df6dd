"""openbaar of the demo region, attacked: one refresh whole, and 24 refreshes after one another.

The attacker (benchmarks/onthulling/aanval.py) was written apart from the gate. `-s` prints the share of figures lost.
"""

from __future__ import annotations

import os
import stat

import duckdb
import pytest

from benchmarks.onthulling import bedragen
from benchmarks.onthulling.aanval import ALLES, Aanval
from benchmarks.onthulling.beeld import TABELLEN, Beeld, Cel, codelijsten, exacte_cellen, lees
from benchmarks.onthulling.verversingen import open_werk, verander
from pipeline.privacy.onthulling.rollen import lees as lees_rollen
from pipeline.privacy.onthulling.uitgave import Poort, schrijf_openbaar
from pipeline.publicaties.versies import huidige, uitgave

MARTS = {"clienten": "marts", "instroom_uitstroom": "marts", "uitgaven": "marts", "kosten_per_client": "marts"}
MARTS_MET_DELEN = tuple(TABELLEN)
VERVERSINGEN = 24


@pytest.fixture
def openbaar(demo):
    con = duckdb.connect(str(uitgave(demo.publicaties, "openbaar") / "grip.duckdb"), read_only=True)
    yield con
    con.close()


@pytest.fixture
def intern(demo):
    con = duckdb.connect(str(uitgave(demo.publicaties, "intern") / "grip.duckdb"), read_only=True)
    yield con
    con.close()


def test_er_staat_iets_en_niets_te_kleins(openbaar):
    (getoond, weg) = openbaar.execute(
        "select count(clienten_aantal), count(*) filter (verborgen like '%clienten_aantal:%') from marts.clienten"
    ).fetchone()
    assert getoond > 30 and weg > 30
    print(f"\nclienten in openbaar: {getoond} getoond, {weg} verborgen ({100 * weg / (getoond + weg):.0f}%)")
    for mart in lees_rollen().marts.values():
        for maat in () if mart.gesloten else mart.maten:
            regel = f"{maat.kolom} <> 0 and ({maat.kolom} < 10 or {maat.kolom} % 5 <> 0)"
            assert openbaar.execute(f"select count(*) from marts.{mart.naam} where {regel}").fetchone() == (0,), maat


def test_verborgen_zegt_bij_elk_leeg_cijfer_waarom(openbaar):
    rijen = openbaar.execute("select clienten_aantal, per_1000_inwoners, verborgen from marts.clienten").fetchall()
    for aantal, per_1000, verborgen in rijen:
        redenen = dict(d.split(":") for d in (verborgen or "").split(",") if d)
        assert (aantal is None) == ("clienten_aantal" in redenen)
        assert per_1000 is None or aantal is not None
        assert set(redenen.values()) <= {"klein", "afgeleid", "dominant", "secundair", "homogeen"}


def test_intern_verbergt_niets(intern):
    for (mart,) in intern.execute(
        "select table_name from duckdb_columns() where column_name = 'verborgen' and not internal"
    ).fetchall():
        assert intern.execute(f"select count(*) from marts.{mart} where verborgen is not null").fetchone() == (0,)


def test_een_groep_onder_tien_wordt_niet_verdeeld(intern, openbaar):
    # who refers them, how old they are, why they left: rows only where the group itself is large enough
    klein = {
        r
        for r in intern.execute(
            "select gemeente_code, jaar, niveau, wet, voorziening from marts.clienten where periode_soort = 'jaar' "
            "and leveringsvorm = 'zin' and clienten_aantal < 10"
        ).fetchall()
    }
    assert klein
    for mart, deel in (("verwijzers", "true"), ("zorgaanbod", "true"), ("zorgpopulatie", "leeftijdsgroep <> 'totaal'")):
        rijen = openbaar.execute(
            f"select distinct gemeente_code, jaar, niveau, wet, voorziening from marts.{mart} where {deel}"
        ).fetchall()
        assert rijen and not klein & set(rijen), mart


def test_een_aanval_op_alles_samen_vindt_geen_verborgen_cijfer(demo, openbaar):
    con = open_werk(demo.werk, dict.fromkeys(MARTS_MET_DELEN, "marts"))
    aanval = Aanval(*codelijsten(con))
    # of one year, for the time it takes; benchmarks.onthulling attacks all of them, and as every gemeente
    beeld = lees(openbaar).van("2025")
    aanval.zie(beeld, exacte_cellen(con))
    uitslag = aanval.val_aan()
    con.close()
    print(f"\n{len(beeld.teken)} verborgen, {len(uitslag.waarden)} aangevallen, smalste {uitslag.smalste:.0f} waarden")
    # each that has a sign, and besides those of rows that are left out
    assert beeld.teken.keys() < uitslag.waarden.keys() and not uitslag.overgeslagen
    assert uitslag.te_smal == {}


def test_elke_verversing_van_de_proef_kan_bestaan(demo):
    con = open_werk(demo.werk, dict.fromkeys((*MARTS_MET_DELEN, "uitgaven"), "marts"), "jaar = 2025")
    cel = "gemeente_code, jaar, niveau, wet, voorziening"
    for keer in range(VERVERSINGEN):
        verander(con, keer)
    # whoever came has a verwijzer, an aanbieder, an age; and of a region each is counted that a member has
    for mart in ("verwijzers", "zorgaanbod", "zorgpopulatie"):
        alleen = "duurklasse = 'totaal' and intensiteitsklasse = 'totaal' and leeftijdsgroep <> 'totaal'"
        fout = con.execute(
            f"select count(*) from (select {cel}, clienten_aantal from werk.marts.clienten where periode_soort = 'jaar' "
            f"and leveringsvorm = 'zin' and clienten_aantal > 0) as c left join (select {cel}, sum(clienten_aantal) as som, "
            f"max(clienten_aantal) as meest from werk.marts.{mart} where {alleen if mart == 'zorgpopulatie' else 'true'} "
            f"group by all) as d using ({cel}) where not coalesce(som >= clienten_aantal and meest <= clienten_aantal, false)"
        ).fetchone()
        assert fout == (0,), mart
    regio, anders = con.execute(
        f"select count(*), count(*) filter (r.clienten_aantal <> leden.som) from werk.marts.verwijzers as r left join "
        "(select l.regio_code as gemeente_code, v.jaar, v.niveau, v.wet, v.voorziening, v.verwijzer, "
        "sum(v.clienten_aantal) as som from werk.marts.verwijzers as v join (select distinct regio_code, wet, jaar, "
        "gemeente_code from werk.intermediate.int_regioleden) as l using (gemeente_code, wet, jaar) group by all) as leden "
        f"using ({cel}, verwijzer) where r.gebied_soort = 'regio' and r.niveau <> 'totaal'"
    ).fetchone()
    assert regio > 20 and anders == 0
    assert con.execute(
        "select count(*) from werk.marts.instroom_uitstroom where begin_aantal + instroom_aantal - uitstroom_aantal "
        "<> eind_aantal or least(instroom_aantal, eind_aantal) < 0"
    ).fetchone() == (0,)
    con.close()


def test_vierentwintig_verversingen_verraden_niemand(demo, tmp_path):
    con = open_werk(demo.werk, MARTS, "jaar = 2025")
    # the totals of one gemeente were public already, exact: as CBS and Iv3 publish them
    con.execute(
        "update werk.marts.clienten set is_openbaar = true where gemeente_code = 'GM9993' and niveau = 'wet' "
        "and periode_soort = 'jaar'"
    )
    con.execute("attach ':memory:' as pub; create schema pub.marts")
    aanval, beeld = Aanval(*codelijsten(con)), Beeld()
    vorig: dict[Cel, tuple[float, float]] = {}
    smalste, aangevallen, wijzigingen = ALLES, 0, 0
    for keer in range(VERVERSINGEN):
        if keer:
            verander(con, keer, behalve="GM9993")
        # what a gemeente knows besides, test_gemeenten attacks; here it would only take time
        poort = Poort({"gemeente_uitgaven": False}, tmp_path, bewaart=True)
        for tabel in MARTS:
            con.execute(f"drop table if exists pub.marts.{tabel}")
        schrijf_openbaar(con, MARTS, poort)
        poort.leg_vast()
        assert poort.beschermd is not None and not poort.beschermd.gesloten
        getoond, beeld = beeld.getoond, lees(con, "pub.marts", MARTS)
        grenzen = aanval.zie(beeld, exacte_cellen(con, MARTS))
        # hidden cells: all at the begin, halfway and at the end, and those that changed in between
        nieuw = [c for c in beeld.teken if vorig.get(c) != grenzen[c]]
        uitslag = aanval.val_aan(None if keer in (0, 11, 23) else nieuw)
        smalste, aangevallen = min(smalste, uitslag.smalste), aangevallen + len(uitslag.waarden)
        assert aanval.verraden() == []
        for cel, nu in beeld.getoond.items():
            if cel in getoond and getoond[cel] != nu:
                wijzigingen += 1
                assert abs(nu - getoond[cel]) >= 5
                # by how much it changed stays open: never one for certain
                kleinste, grootste = grenzen[cel][0] - vorig[cel][1], grenzen[cel][1] - vorig[cel][0]
                assert grootste - kleinste >= 4, (cel, vorig[cel], grenzen[cel])
        vorig = grenzen
    con.close()
    print(f"\n{aangevallen} aanvallen in 24 verversingen, smalste {smalste:.0f} waarden, {wijzigingen} cijfers bewogen")
    assert smalste >= 5


def test_de_aanval_op_bedragen_vindt_een_verborgen_deel():
    # a groep of 1.000 (base 100) with a part that shows 900 (base 50): the other part is between 25 and 175, in thousands.
    # 150 of room is enough for a largest client of 250, and too little for one of 350
    plek = ("GM9990", "2025", "zin", "")
    geheel, deel, rest = (
        ("eur", *plek, *cel, "berichten")
        for cel in (("groep", "wmo", "g"), ("voorziening", "wmo", "a"), ("voorziening", "wmo", "b"))
    )
    aanval = bedragen.AanvalOpBedragen({("wmo", "a"): "g", ("wmo", "b"): "g"}, {})
    for grootste, te_smal in ((250.0, []), (350.0, [rest])):
        waar = bedragen.Waarheid({geheel: 1010.0, deel: 890.0, rest: 120.0}, {geheel: 50, deel: 89}, {rest: grootste})
        aanval.neem_op(bedragen.Bedragen({geheel: 1000.0, deel: 900.0}, teken={rest: "klein"}), waar)
        assert aanval.grenzen[geheel] == (950.0, 1050.0) and aanval.grenzen[deel] == (875.0, 925.0)
        ruimte = aanval.meet()
        # where it is enough, the attacker stops; where it is not, he knows it to the euro
        assert ruimte.speling[rest] == (pytest.approx(150) if te_smal else pytest.approx(137.5, abs=12.5), grootste / 2)
        assert ruimte.eigen == set(te_smal)
        assert list(ruimte.te_smal) == te_smal


def test_wie_een_bedrag_ziet_bewegen_weet_de_kant():
    assert bedragen.kan_zijn(None, 900.0, 50.0) == (875.0, 925.0)
    assert bedragen.kan_zijn(900.0, 900.0, 50.0) == (850.0, 950.0)
    assert bedragen.kan_zijn(900.0, 1000.0, 50.0) == (1000.0, 1050.0)
    assert bedragen.kan_zijn(900.0, 850.0, 50.0) == (800.0, 850.0)
    # five times 1.010 / 50 is 101: 100; an earlier base of 200 stays, one of 300 does not
    assert [bedragen.basis_van(1010.0, 50, b) for b in (None, 200.0, 300.0)] == [100.0, 200.0, 100.0]


def test_een_verborgen_bedrag_houdt_de_helft_van_zijn_grootste_client(demo, openbaar):
    con = open_werk(demo.werk, {"uitgaven": "marts"})
    groepen, leden = codelijsten(con)
    waar, beeld = bedragen.waarheid(con, groepen), bedragen.lees(openbaar)
    con.close()
    assert len(beeld.getoond) > 20 and len(beeld.teken) > 100
    for wie in ("", *sorted({cel[1] for cel in beeld.teken if cel[1].startswith("GM")})):
        aanval = bedragen.AanvalOpBedragen(groepen, leden, wie)
        aanval.neem_op(beeld, waar)
        ruimte = aanval.meet()
        print(
            f"\n{wie or 'lezer'}: {len(ruimte.speling)} bedragen, minstens {ruimte.smalste:.2f} maal de grootste cliënt"
        )
        assert len(ruimte.speling) > 50 and ruimte.te_smal == {}


def test_in_de_stijl_van_het_cbs_verraden_verversingen_ook_niemand(demo, tmp_path):
    con = open_werk(demo.werk, MARTS, "jaar = 2025 and wet = 'wmo'")
    con.execute("attach ':memory:' as pub; create schema pub.marts")
    groepen, leden = codelijsten(con)
    tellingen, geld = Aanval(groepen, leden, "cbs"), bedragen.AanvalOpBedragen(groepen, leden)
    for keer in range(4):
        if keer:
            verander(con, keer)
            con.execute("drop schema pub.marts cascade; create schema pub.marts")
        poort = Poort({"stijl": "cbs"}, tmp_path, bewaart=True)
        schrijf_openbaar(con, MARTS, poort)
        poort.leg_vast()
        beeld, exact = lees(con, "pub.marts", MARTS), exacte_cellen(con, MARTS)
        tellingen.zie(beeld, exact)
        # none and up to seven carry the sign
        assert beeld.getoond and min(beeld.getoond.values()) >= 10
        assert tellingen.val_aan().smalste >= 5
        bedrag, waar = bedragen.lees(con, "pub.marts"), bedragen.waarheid(con, groepen)
        geld.neem_op(bedrag, waar)
        assert geld.meet().te_smal == {}
    con.close()


def test_intern_sluit_op_de_cent_aan_op_het_grootboek(intern):
    rijen, scheef = intern.execute(
        "select count(*), count(*) filter (coalesce(berichten_eur, 0) + coalesce(pgb_eur, 0) + coalesce(subsidies_eur, 0) "
        "+ coalesce(verschil_eur, 0) <> grootboek_eur) from marts.aansluiting where grootboek_eur is not null "
        "and verschil_eur is not null"
    ).fetchone()
    assert rijen > 10 and scheef == 0
    assert intern.execute(
        "select count(*) from marts.aansluiting where verschil_eur <> verklaard_eur + onverklaard_eur"
    ).fetchone() == (0,)


@pytest.mark.skipif(os.name == "nt", reason="rechten van bestanden zijn daar anders")
def test_een_groep_leest_en_verder_niemand(demo):
    map_ = huidige(demo.publicaties)
    assert map_ is not None
    for pad in map_.rglob("*"):
        grens = 0o750 if pad.is_dir() else 0o640
        assert stat.S_IMODE(pad.stat().st_mode) & ~grens == 0, pad
