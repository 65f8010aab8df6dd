"""Does openbaar keep what it promises, and what does it cost? A built warehouse, refreshed and attacked.

    .venv/bin/python -m benchmarks.onthulling --warehouse DIR [--verversingen 24] [--steekproef 100] [--jaar 2025]
        [--stijl cbs]
    .venv/bin/python -m benchmarks.onthulling --warehouse DIR --werelden 20 [--verversingen 4]
    .venv/bin/python -m benchmarks.onthulling --gemeenten 10000

The first prints, of the whole region: seconds, figures hidden per reason and the narrowest cell under attack; then of a
series of refreshes with one client more or less each, of counts and of amounts. The second puts invented clients in the
tables of that warehouse, so many times, and attacks every hidden amount. The third makes that many gemeenten of its own
at random (counts per voorziening, groep, wet and region of eight), and attacks every one.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from benchmarks.onthulling import verzonnen
from benchmarks.onthulling.aanval import ALLES, TABELLEN, Aanval, Beeld, lees
from benchmarks.onthulling.bedragen import AanvalOpBedragen, waarheid
from benchmarks.onthulling.bedragen import lees as lees_bedragen
from benchmarks.onthulling.verversingen import exacte_cellen, open_werk, verander
from pipeline.privacy.onthulling.afronden import Afgerond, Stijl, rond_tellingen
from pipeline.privacy.onthulling.audit import Bekend, audit
from pipeline.privacy.onthulling.uitgave import Poort, schrijf_openbaar
from pipeline.privacy.onthulling.verbanden import SLEUTEL, maak_stelsel

MARTS = (*TABELLEN, "uitgaven")
GROEPEN = {("w1", f"v{i}"): f"g{i // 3}" for i in range(6)} | {("w2", f"v{i}"): f"g{i // 3}" for i in range(6, 9)}


def kennis(con: duckdb.DuckDBPyConnection, stijl: str = "drempel10") -> Aanval:
    """An attacker with the code lists that everyone has."""
    groepen = con.execute("select wet, voorziening, groep from werk.marts.voorzieningen where niveau = 'voorziening'")
    lijst = {(w, v): g for w, v, g in groepen.fetchall()}
    leden: dict[str, set[str]] = {}
    for regio, lid in con.execute(
        "select distinct regio_code, gemeente_code from werk.intermediate.int_regioleden"
    ).fetchall():
        leden.setdefault(regio, set()).add(lid)
    return Aanval(lijst, leden, stijl)


def regio(werk: Path, verversingen: int, steekproef: int, jaar: int | None, stijl: str) -> None:
    """The marts of one working database: refreshed, and attacked after each refresh."""
    con = open_werk(werk, dict.fromkeys(MARTS, "marts"), "true" if jaar is None else f"jaar = {jaar}")
    con.execute("set threads = 1; attach ':memory:' as pub; create schema pub.marts")
    aanval = kennis(con, stijl)
    op_bedragen = AanvalOpBedragen(aanval.groepen, aanval.leden)
    smalste, aantal, bewogen, seconden = ALLES, 0, 0, 0.0
    kleinste, bedragen, smal = ALLES, 0, 0
    with tempfile.TemporaryDirectory() as archief:
        for keer in range(verversingen):
            if keer:
                verander(con, keer)
            for tabel in MARTS:
                con.execute(f"drop table if exists pub.marts.{tabel}")
            begin = time.process_time()
            poort = Poort({"stijl": stijl}, Path(archief), bewaart=True, meld=print)
            schrijf_openbaar(con, dict.fromkeys(MARTS, "marts"), poort)
            poort.leg_vast()
            duur = time.process_time() - begin
            seconden += duur
            if keer == 0:
                _zeg_verlies(poort, duur)
            beeld, vorig = lees(con, "pub.marts", MARTS), dict(aanval.vorig)
            aanval.zie(beeld)
            uitslag = aanval.val_aan(beeld.teken, exacte_cellen(con, MARTS), steekproef, keer)
            smalste, aantal = min(smalste, uitslag.smalste), aantal + len(uitslag.waarden)
            bewogen += sum(vorig.get(c, p) != p for c, p in beeld.getoond.items())
            geld, waar = lees_bedragen(con, "pub.marts"), waarheid(con, aanval.groepen)
            op_bedragen.neem_op(geld, waar)
            ruimte = op_bedragen.meet(geld.teken, waar, steekproef, keer)
            kleinste, bedragen = min(kleinste, ruimte.smalste), bedragen + len(ruimte.speling)
            smal += len(ruimte.te_smal)
            for cel, (ruim, nodig) in sorted(ruimte.te_smal.items()):
                print(f"verversing {keer}, te smal: {cel}: {1000 * ruim:.2f} euro, nodig {1000 * nodig:.2f}")
    print(
        f"{verversingen} verversingen, {seconden / verversingen:.1f} s rekentijd elk: {aantal} aanvallen, smalste "
        f"verborgen cel {smalste:.0f} waarden, {bewogen} getoonde cijfers bewogen"
    )
    print(
        f"bedragen: {bedragen} aanvallen, kleinste speling {kleinste:.2f} maal de grootste client van haar cel, "
        f"{smal} onder de helft"
    )


def werelden(werk: Path, aantal: int, verversingen: int) -> None:
    """Invented clients in the tables of a working database: every hidden amount attacked."""
    kleinste, aanvallen, smal, secundair = ALLES, 0, 0, 0
    for zaad in range(aantal):
        con = open_werk(werk, verzonnen.MARTS, f"jaar = {verzonnen.JAAR}")
        con.execute("set threads = 1; attach ':memory:' as pub; create schema pub.marts")
        verzonnen.vul(con, zaad)
        weten = kennis(con)
        aanval = AanvalOpBedragen(weten.groepen, weten.leden)
        with tempfile.TemporaryDirectory() as archief:
            for keer in range(verversingen):
                if keer:
                    verander(con, 1000 * zaad + keer)
                con.execute("drop schema pub.marts cascade; create schema pub.marts")
                poort = Poort({}, Path(archief), bewaart=True, meld=print)
                schrijf_openbaar(con, verzonnen.MARTS, poort)
                poort.leg_vast()
                assert poort.beschermd is not None
                cellen = poort.beschermd.cellen
                secundair += int((cellen["is_bedrag"] & (cellen["reden"] == "secundair")).sum())
                beeld, waar = lees_bedragen(con, "pub.marts"), waarheid(con, weten.groepen)
                aanval.neem_op(beeld, waar)
                ruimte = aanval.meet(beeld.teken, waar)
                kleinste, aanvallen = min(kleinste, ruimte.smalste), aanvallen + len(ruimte.speling)
                smal += len(ruimte.te_smal)
                for cel, (ruim, nodig) in sorted(ruimte.te_smal.items()):
                    print(f"wereld {zaad}, verversing {keer}, te smal: {cel}: {ruim:.5f} van {nodig:.5f} duizend euro")
        con.close()
    print(
        f"{aantal} werelden, {verversingen} verversingen elk: {aanvallen} aanvallen op bedragen ({secundair} secundair "
        f"verborgen), kleinste speling {kleinste:.3f} maal de grootste client van haar cel, {smal} onder de helft"
    )


def _zeg_verlies(poort: Poort, duur: float) -> None:
    assert poort.beschermd is not None
    cellen = poort.beschermd.cellen
    for is_bedrag, naam in ((False, "tellingen"), (True, "bedragen")):
        reden = Counter(cellen.loc[cellen["is_bedrag"] == is_bedrag, "reden"])
        totaal = sum(reden.values())
        weg = ", ".join(f"{r} {100 * n / totaal:.1f}%" for r, n in sorted(reden.items()) if r)
        print(f"{totaal} {naam}: getoond {100 * reden[''] / max(totaal, 1):.1f}%; verborgen {weg}")
    print(f"eerste verversing: {duur:.1f} s rekentijd, {poort.beschermd.uitkomst.programmas} lineaire programma's")


def gemeenten(aantal: int) -> None:
    """Gemeenten that do not exist, eight to a region: every hidden cell attacked."""
    toeval, stijl, smalste, cellen_samen, weg = np.random.default_rng(2026), Stijl.van({}), ALLES, 0, Counter()
    begin = time.process_time()
    for nr in range(0, aantal, 8):
        leden = [f"G{i}" for i in range(nr, min(nr + 8, aantal))]
        df = _verzin(toeval, leden)
        x = df["exact"].to_numpy(float)
        leeg = np.full(len(x), np.nan)
        rond = rond_tellingen(x, Afgerond(leeg, leeg, leeg, leeg), leeg, stijl)
        klein, n = stijl.is_klein(x), len(x)
        bekend = Bekend(x, rond.laag, rond.hoog, klein.copy(), np.full(n, 4.0), np.ones(n, bool), ~klein & (x != 0),
                        np.ones(n), np.full(n, np.inf), np.zeros(n, int))  # fmt: skip
        groepen = pd.DataFrame([(w, v, g) for (w, v), g in GROEPEN.items()], columns=["wet", "voorziening", "groep"])
        lidmaat = pd.DataFrame([("R", w, 2025, g) for g in leden for w in ("w1", "w2")],
                               columns=["regio_code", "wet", "jaar", "gemeente_code"])  # fmt: skip
        uit = audit(maak_stelsel(df, {"clienten": "uniek"}, groepen, lidmaat), bekend)
        assert not uit.te_smal.any()
        beeld, exact = Beeld(), {}
        for i, rij in enumerate(df[SLEUTEL].itertuples(index=False)):
            exact[tuple(rij)] = x[i]
            if bekend.verborgen[i]:
                beeld.teken[tuple(rij)] = "secundair" if uit.secundair[i] else "klein"
            else:
                beeld.getoond[tuple(rij)] = int(rond.waarde[i])
        aanval = Aanval(GROEPEN, {"R": leden})
        aanval.zie(beeld)
        smalste = min(smalste, aanval.val_aan(beeld.teken, exact).smalste)
        cellen_samen += n
        weg.update(beeld.teken.values())
    deel = ", ".join(f"{r} {100 * k / cellen_samen:.1f}%" for r, k in sorted(weg.items()))
    print(
        f"{aantal} gemeenten, {cellen_samen} cellen: {deel}; smalste verborgen cel {smalste:.0f} waarden, "
        f"{time.process_time() - begin:.0f} s rekentijd"
    )


def _verzin(toeval: np.random.Generator, leden: list[str]) -> pd.DataFrame:
    rijen: dict[tuple[str, str, str, str], int] = Counter()
    for lid in leden:
        schaal = toeval.choice([3, 12, 60])
        for (wet, voorziening), groep in GROEPEN.items():
            aantal = int(toeval.poisson(schaal * toeval.exponential()))
            # some clients have two voorzieningen: a whole is less than the sum of its parts
            dubbel = int(toeval.binomial(aantal, 0.1))
            for plek, n in (
                (("voorziening", wet, voorziening), aantal),
                (("groep", wet, groep), aantal),
                (("wet", wet, "totaal"), aantal - dubbel),
                (("totaal", "totaal", "totaal"), aantal - dubbel),
            ):
                rijen[lid, *plek] += n
                rijen["R", *plek] += n
    df = pd.DataFrame(
        [(*k, n) for k, n in rijen.items()], columns=["gemeente_code", "niveau", "wet", "voorziening", "exact"]
    )
    df = df.assign(begrip="clienten", periode="2025", vorm="zin", deel="", reeks="berichten", jaar=2025)
    return df[[*SLEUTEL, "jaar", "exact"]]


def main() -> None:
    vragen = argparse.ArgumentParser(description=__doc__)
    vragen.add_argument("--warehouse", type=Path)
    vragen.add_argument("--verversingen", type=int, default=24)
    vragen.add_argument("--steekproef", type=int, default=100)
    vragen.add_argument("--jaar", type=int)
    vragen.add_argument("--stijl", choices=("drempel10", "cbs"), default="drempel10")
    vragen.add_argument("--werelden", type=int)
    vragen.add_argument("--gemeenten", type=int)
    keuze = vragen.parse_args()
    if keuze.warehouse and keuze.werelden:
        werelden(keuze.warehouse / "werk.duckdb", keuze.werelden, keuze.verversingen)
    elif keuze.warehouse:
        regio(keuze.warehouse / "werk.duckdb", keuze.verversingen, keuze.steekproef, keuze.jaar, keuze.stijl)
    if keuze.gemeenten:
        gemeenten(keuze.gemeenten)


if __name__ == "__main__":
    main()
