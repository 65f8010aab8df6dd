"""Does openbaar keep what it promises, and what does it cost? A built warehouse, refreshed and attacked.

    .venv/bin/python -m benchmarks.onthulling --warehouse DIR [--wie lezer GM9993] [--steekproef 100] [--stijl cbs]
    .venv/bin/python -m benchmarks.onthulling --warehouse DIR --verversingen 24 [--waar "jaar = 2025"]
        [--marts clienten,instroom_uitstroom,uitgaven,kosten_per_client]
    .venv/bin/python -m benchmarks.onthulling --raw DIR --tot 2026-06-30 --verversingen 24 [--wie lezer GM9993]
    .venv/bin/python -m benchmarks.onthulling --warehouse DIR --werelden 20 [--verversingen 4]
    .venv/bin/python -m benchmarks.onthulling --gemeenten 10000

The first attacks every hidden figure of a region, as a reader and as each of its gemeenten, and prints per who looks
how many were attacked, the narrowest, and what that cost; before it the figures that the gate hides, per reason. The
second does so after each of a series of refreshes with one client more or less. The third lets the pipeline build the
marts from the deliveries as they were at the end of one month after another, and does so after each. The fourth puts
invented clients in the tables of that warehouse, so many times, and attacks every hidden amount. The fifth makes that
many gemeenten of its own at random (counts per voorziening, groep, wet and region of eight), and attacks every one.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from benchmarks.onthulling import verzonnen
from benchmarks.onthulling.aanval import ALLES, Aanval, Uitslag
from benchmarks.onthulling.bedragen import AanvalOpBedragen, Bedragen, Ruimte, Waarheid, waarheid
from benchmarks.onthulling.bedragen import lees as lees_bedragen
from benchmarks.onthulling.beeld import TABELLEN, Beeld, Cel, codelijsten, exacte_cellen, lees
from benchmarks.onthulling.verversingen import maanden, met_een_client_anders, open_werk, per_maand, verander
from pipeline.privacy.onthulling.afronden import Afgerond, Stijl, rond_tellingen
from pipeline.privacy.onthulling.audit import Bekend, audit
from pipeline.privacy.onthulling.uitgave import Poort, schrijf_openbaar
from pipeline.privacy.onthulling.verbanden import SLEUTEL, maak_stelsel

MARTS = (*TABELLEN, "uitgaven")
GROEPEN = {("w1", f"v{i}"): f"g{i // 3}" for i in range(6)} | {("w2", f"v{i}"): f"g{i // 3}" for i in range(6, 9)}


@dataclass
class Kijker:
    """Somebody who looks at every refresh, and what that gave: a reader (''), or a gemeente with her own figures."""

    tellingen: Aanval
    bedragen: AanvalOpBedragen
    cellen: int = 0
    smalste: float = ALLES
    geld: int = 0
    speling: float = ALLES
    eigen: int = 0
    programmas: int = 0
    seconden: float = 0.0
    te_smal: int = 0
    verraden: int = 0

    def kijk(self, beeld: Beeld, exact: dict[Cel, float], steekproef: int, keer: int) -> None:
        begin = time.process_time()
        self.tellingen.zie(beeld, exact)
        self.verraden += len(self.tellingen.verraden())
        uit = self.tellingen.val_aan(hoogstens=steekproef, zaad=keer)
        self.cellen, self.smalste = self.cellen + len(uit.waarden), min(self.smalste, uit.smalste)
        self._tel(uit, begin)
        for cel, aantal in sorted(uit.te_smal.items()):
            print(f"verversing {keer}, {self.naam}, te smal: {cel}: {aantal:.0f} waarden")

    def kijk_naar_geld(self, geld: Bedragen, waar: Waarheid, steekproef: int, keer: int) -> None:
        begin = time.process_time()
        self.bedragen.neem_op(geld, waar)
        uit = self.bedragen.meet(hoogstens=steekproef, zaad=keer)
        self.geld, self.speling = self.geld + len(uit.speling), min(self.speling, uit.smalste)
        self._tel(uit, begin)
        for cel, (ruim, nodig) in sorted(uit.te_smal.items()):
            print(f"verversing {keer}, {self.naam}, te smal: {cel}: {1000 * ruim:.2f} euro, nodig {1000 * nodig:.2f}")

    def _tel(self, uit: Uitslag | Ruimte, begin: float) -> None:
        self.eigen, self.programmas = self.eigen + len(uit.eigen), self.programmas + uit.programmas
        self.te_smal += len(uit.te_smal)
        self.seconden += time.process_time() - begin

    @property
    def naam(self) -> str:
        return self.tellingen.wie or "lezer"

    def zeg(self) -> None:
        print(
            f"{self.naam:8}{self.cellen:8} tellingen, smalste {self.smalste:.0f}; {self.geld:6} bedragen, minstens "
            f"{self.speling:.2f} x de grootste cliënt; {self.te_smal} te smal, {self.verraden} wijzigingen van 1; "
            f"{self.eigen} met eigen programma's, {self.programmas} programma's, {self.seconden:.0f} s",
            flush=True,
        )


def regio(
    reeks: Iterable[duckdb.DuckDBPyConnection],
    steekproef: int,
    stijl: str,
    wie: list[str],
    marts: list[str],
    *,
    zeg_elk: bool,
) -> None:
    """The marts of a region after each refresh of a series, attacked by all who look. `zeg_elk`: say of each refresh
    what it costs and gave, not of the first and of all together."""
    kijkers: list[Kijker] = []
    verversingen, bewogen, seconden, gesloten, vorig = 0, 0, 0.0, 0, {}
    with tempfile.TemporaryDirectory() as archief:
        for keer, con in enumerate(reeks):
            verversingen += 1
            con.execute(
                "set threads = 1; attach if not exists ':memory:' as pub; drop schema if exists pub.marts cascade"
            )
            con.execute("create schema pub.marts")
            groepen, leden = codelijsten(con)
            begin = time.process_time()
            poort = Poort({"stijl": stijl}, Path(archief), bewaart=True, meld=print)
            schrijf_openbaar(con, dict.fromkeys(marts, "marts"), poort)
            poort.leg_vast()
            assert poort.beschermd is not None
            duur = time.process_time() - begin
            seconden, gesloten = seconden + duur, gesloten + len(poort.beschermd.gesloten)
            if keer == 0:
                alle = ["", *poort.beschermd.deelnemers]
                namen = alle if wie == ["alle"] else [w.removeprefix("lezer") for w in wie]
                kijkers = [Kijker(Aanval(groepen, leden, stijl, n), AanvalOpBedragen(groepen, leden, n)) for n in namen]
            if keer == 0 or zeg_elk:
                _zeg_verlies(poort, duur)
            beeld, exact = lees(con, "pub.marts", marts), exacte_cellen(con, marts)
            bewogen += sum(vorig.get(c, p) != p for c, p in beeld.getoond.items())
            vorig = beeld.getoond
            geld, waarheden = lees_bedragen(con, "pub.marts"), waarheid(con, groepen)
            for kijker in kijkers:
                kijker.tellingen.ken(groepen, leden)
                kijker.bedragen.ken(groepen, leden)
                kijker.kijk(beeld, exact, steekproef, keer)
                kijker.kijk_naar_geld(geld, waarheden, steekproef, keer)
                if zeg_elk:
                    kijker.zeg()  # at the size of a region each takes minutes
    if verversingen > 1:
        print(
            f"{verversingen} verversingen, {seconden / verversingen:.1f} s rekentijd elk, {bewogen} cijfers bewogen, "
            f"{gesloten} keer een mart dicht"
        )
        for kijker in kijkers:
            kijker.zeg()


def werelden(werk: Path, aantal: int, verversingen: int) -> None:
    """Invented clients in the tables of a working database: every hidden amount attacked."""
    kleinste, aanvallen, smal, secundair = ALLES, 0, 0, 0
    for zaad in range(aantal):
        con = open_werk(werk, verzonnen.MARTS, f"jaar = {verzonnen.JAAR}")
        con.execute("set threads = 1; attach ':memory:' as pub; create schema pub.marts")
        verzonnen.vul(con, zaad)
        groepen, leden = codelijsten(con)
        aanval = AanvalOpBedragen(groepen, leden)
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
                beeld, waar = lees_bedragen(con, "pub.marts"), waarheid(con, groepen)
                aanval.neem_op(beeld, waar)
                ruimte = aanval.meet()
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
    redenen = cellen["reden"].mask(cellen["buiten"].astype(bool), "weggelaten")
    for is_bedrag, naam in ((False, "tellingen"), (True, "bedragen")):
        reden = Counter(redenen[cellen["is_bedrag"] == is_bedrag])
        totaal = sum(reden.values())
        weg = ", ".join(f"{r} {100 * n / totaal:.1f}%" for r, n in sorted(reden.items()) if r)
        print(f"{totaal} {naam}: getoond {100 * reden[''] / max(totaal, 1):.1f}%; verborgen {weg}")
    print(f"verversing: {duur:.1f} s rekentijd, {poort.beschermd.uitkomst.programmas} lineaire programma's")


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
        aanval = Aanval(GROEPEN, {("R", w, 2025): set(leden) for w in ("w1", "w2")})
        aanval.zie(beeld, exact)
        smalste = min(smalste, aanval.val_aan().smalste)
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
    vragen = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    vragen.add_argument("--warehouse", type=Path)
    vragen.add_argument("--raw", type=Path)
    vragen.add_argument("--tot", type=date.fromisoformat, help="met --raw: een dag in de laatste maand")
    vragen.add_argument("--verversingen", type=int, default=1)
    vragen.add_argument("--wie", nargs="+", default=["alle"], help="lezer, codes van gemeenten, of alle (standaard)")
    vragen.add_argument("--steekproef", type=int, default=10**9, help="zoveel cellen per aanval; standaard alle")
    vragen.add_argument("--waar", default="true", help="SQL: alleen deze rijen, zoals jaar = 2025")
    vragen.add_argument("--marts", default=",".join(MARTS), help="alleen deze marts")
    vragen.add_argument("--stijl", choices=("drempel10", "cbs"), default="drempel10")
    vragen.add_argument("--werelden", type=int)
    vragen.add_argument("--gemeenten", type=int)
    k = vragen.parse_args()
    if k.raw and not k.tot:
        vragen.error("bij --raw hoort --tot: tot en met welke maand")
    schemas = dict.fromkeys(k.marts.split(","), "marts")
    hoe = (k.steekproef, k.stijl, k.wie, list(schemas))
    if k.warehouse and k.werelden:
        werelden(k.warehouse / "werk.duckdb", k.werelden, k.verversingen)
    elif k.warehouse:
        regio(
            met_een_client_anders(k.warehouse / "werk.duckdb", k.verversingen, schemas, k.waar),
            *hoe,
            zeg_elk=k.verversingen == 1,
        )
    elif k.raw:
        with tempfile.TemporaryDirectory() as warehouse:
            regio(
                per_maand(k.raw, Path(warehouse), maanden(k.tot, k.verversingen), schemas, k.waar), *hoe, zeg_elk=True
            )
    if k.gemeenten:
        gemeenten(k.gemeenten)


if __name__ == "__main__":
    main()
