"""The bronnen that hold totals: ledger, pgb, subsidies, budget, inhabitants and the rest, with the usual mess.

Titles above the header, decimal commas, euro signs, a second sheet with totals: what the intake reads without a layout.
Amounts follow from what happened and from what was paid; no row is about a person.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.demo.gegevens import CLIENTEN, GEMEENTEN, INDEX, VOORZIENINGEN, Gemeente
from pipeline.demo.grootboek import EIGEN, LOS, LOSSE_POSTEN, WET, Grootboek, taakveld
from pipeline.demo.kalender import BEGINJAAR, Kalender, iso
from pipeline.demo.transport import schrijf_paspoort

if TYPE_CHECKING:
    from pipeline.demo.delen import Boek

Rij = Sequence[object]
# groei van het inwonertal per jaar
GROEI = 1.006
# what is spent by pgb beside the care in kind, as a part of it
PGB_AANDEEL = {"huishoudelijke_hulp": 0.05, "begeleiding": 0.16, "dagbesteding": 0.05, "jeugdhulp_begeleiding": 0.12}
# ontvanger, doel, wet, voorziening as the register says it, the voorziening that budgets it, tenths of a euro
# per inhabitant
SUBSIDIES = (
    ("Stichting Welzijn Toren (demo)", "ontmoeting en dagbesteding in de wijk", "Wmo", "Dagbesteding",
     "dagbesteding", 210),
    ("Stichting Mantelzorg Oever (demo)", "mantelzorgondersteuning", "Wmo", "", "overig_wmo", 95),
    ("Stichting Jeugdwerk Gaard (demo)", "jongerenwerk en opvoedsteun", "Jeugdwet", "", "overig_jeugd", 160),
    ("Stichting Toegang Kompas (demo)", "sociaal team", "overig", "Toegang en eerstelijnsvoorzieningen",
     "toegang", 520),
)  # fmt: skip
NAAM_BEGROTING = {
    "overig_wmo": "Overig maatwerk Wmo",
    "overig_jeugd": "Overig maatwerk jeugd",
    "toegang": "Toegang en eerstelijnsvoorzieningen",
    "wmo_vervoer": "Wmo-vervoer",
    "sociale_basis": "Samenkracht en burgerparticipatie",
}


def nl(centen: int, *, euro: bool = False, punten: bool = True) -> str:
    """1.234,56 of cents, with a euro sign in front where asked."""
    heel, rest = divmod(abs(centen), 100)
    tekst = f"{heel:,}".replace(",", ".") if punten else str(heel)
    return f"{'€ ' if euro else ''}{'-' if centen < 0 else ''}{tekst},{rest:02d}"


def schrijf_csv(pad: Path, titels: Sequence[str], kop: Rij, rijen: Iterable[Rij]) -> None:
    """A semicolon file with title rows above its header."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    regels = [*titels, ";".join(map(str, kop))]
    regels += [";".join("" if c is None else str(c) for c in rij) for rij in rijen]
    pad.write_text("\n".join(regels) + "\n", encoding="utf-8-sig", newline="\r\n")


def schrijf_xlsx(pad: Path, titels: Sequence[str], kop: Rij, rijen: list[Rij], samenvatting: list[Rij]) -> None:
    """A workbook: the table under title rows, and a second sheet that nobody asked for."""
    import xlsxwriter

    pad.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(pad)) as werkmap:
        # a fixed day: the same seed gives the same bytes
        werkmap.set_properties({"created": datetime(BEGINJAAR, 1, 1), "comments": "Synthetisch: grip demo"})
        blad = werkmap.add_worksheet("Gegevens")
        for i, rij in enumerate([*([t] for t in titels), kop, *rijen]):
            for j, cel in enumerate(rij):
                if cel is not None:
                    blad.write(i, j, cel)
        tweede = werkmap.add_worksheet("Samenvatting")
        for i, rij in enumerate([["Samenvatting (synthetisch)"], *samenvatting]):
            for j, cel in enumerate(rij):
                tweede.write(i, j, cel)


def schrijf(raw: Path, boek: Boek, clienten: int, r: random.Random) -> None:
    """All bronnen with totals."""
    t = _Tabellen(raw, boek, clienten, r)
    t.inwoners()
    t.pgb()
    t.subsidies()
    t.eigen_bijdragen()
    t.wachtlijst()
    t.productcodes()
    t.begroting()
    t.rijksbijdragen()
    t.grootboek()
    t.iv3()
    t.stappen()


class _Tabellen:
    def __init__(self, raw: Path, boek: Boek, clienten: int, r: random.Random) -> None:
        self.raw, self.boek, self.r = raw, boek, r
        self.k: Kalender = boek.kalender
        self.schaal = clienten / CLIENTEN
        self.geld = {c: boek.werkelijk.geld[c][:, 0] for c in sorted(boek.werkelijk.geld)}
        self.ledger = Grootboek(self.k, boek.betaald)
        self.jaren = range(BEGINJAAR, BEGINJAAR + self.k.jaren)
        self.laatste_jaar = BEGINJAAR + (self.k.bekend - 1) // 12

    def _klaar(self, bron: str, naam: str, dag: int, periode: str, scope: str = "deel") -> None:
        schrijf_paspoort(self.raw / bron / naam, bron, min(dag, self.k.peildatum), periode, scope)

    def _pad(self, bron: str, naam: str) -> Path:
        return self.raw / bron / naam

    def _jaarbegin(self, jaar: int) -> int:
        return self.k.begin(max(0, (jaar - BEGINJAAR) * 12))

    def _inwoners(self, g: Gemeente, jaar: int) -> int:
        return round(g.inwoners * self.schaal * GROEI ** (jaar - BEGINJAAR - 2))

    def inwoners(self) -> None:
        delen = (("0-17", 0.19), ("18-64", 0.58), ("65-79", 0.165), ("80+", 0.065))
        rijen = []
        for jaar in range(BEGINJAAR, self.laatste_jaar + 1):
            for g in GEMEENTEN:
                totaal = self._inwoners(g, jaar)
                aantallen = [round(totaal * d) for _, d in delen[:-1]]
                aantallen.append(totaal - sum(aantallen))
                rijen.append((g.gm, g.naam, jaar, "", totaal))
                rijen += [(g.gm, g.naam, jaar, n, a) for (n, _), a in zip(delen, aantallen, strict=True)]
        kop = ("gemeente_code", "gemeente_naam", "jaar", "leeftijdsgroep", "inwoners_1_januari")
        # the code says which gemeente; a second column with the name would be the same field twice
        schrijf_csv(self._pad("inwoners", "demo-inwoners.csv"), ["Inwoners op 1 januari (synthetisch)", ""],
                    (kop[0], *kop[2:]), [(x[0], *x[2:]) for x in rijen])  # fmt: skip
        self._klaar(
            "inwoners",
            "demo-inwoners.csv",
            self._jaarbegin(self.laatste_jaar) + 100,
            f"{BEGINJAAR}/{self.laatste_jaar}",
        )

    def pgb(self) -> None:
        """What the SVB paid: a part of the care beside the messages, per gemeente and half-year."""
        for h in range(0, self.k.bekend, 6):
            tot = min(h + 6, self.k.bekend)
            for g in GEMEENTEN:
                rijen = []
                for m in range(h, tot):
                    for slug, deel in PGB_AANDEEL.items():
                        v = VOORZIENINGEN[slug]
                        bedragen = self.geld.get((g.code, v.wet, slug))
                        besteed = 0 if bedragen is None else int(int(bedragen[m]) * deel * self.r.uniform(0.92, 1.08))
                        if not besteed:
                            continue
                        self.ledger.voeg_toe(g.code, slug, m, besteed, "Pgb (SVB)", pgb=True)
                        toegekend = int(besteed * self.r.uniform(1.05, 1.2))
                        rijen.append((g, m, v, max(1, besteed // 45_000), toegekend, besteed))
                naam = f"demo-{g.code}-{self.k.naam(h)}"
                kop = ("gemeente", "maand", "wet", "voorziening", "budgethouders", "toegekend", "besteed")
                titels = ["Pgb-realisatie (synthetisch)", f"{g.naam}, {self.k.naam(h)} t/m {self.k.naam(tot - 1)}", ""]
                if g.route == "zip":
                    naam += ".xlsx"
                    schrijf_xlsx(self._pad("pgb", naam), titels, kop,
                                 [(x[0].naam, self.k.naam(x[1]), WET[x[2].wet], x[2].naam, x[3], x[4] / 100, x[5] / 100)
                                  for x in rijen],
                                 [["Totaal besteed", sum(x[5] for x in rijen) / 100]])  # fmt: skip
                else:
                    naam += ".csv"
                    schrijf_csv(self._pad("pgb", naam), titels, kop,
                                [(x[0].naam, self.k.naam(x[1]), WET[x[2].wet], x[2].naam, x[3], nl(x[4], euro=True),
                                  nl(x[5], euro=True)) for x in rijen])  # fmt: skip
                self._klaar("pgb", naam, self.k.eind(tot - 1) + 12, f"{self.k.naam(h)}/{self.k.naam(tot - 1)}")

    def _verleend(self, g: Gemeente, jaar: int, per_inwoner: int) -> int:
        return self._inwoners(g, jaar) * per_inwoner * (100 + 3 * (jaar - BEGINJAAR)) // 1000 * 100

    def subsidies(self) -> None:
        for jaar in range(BEGINJAAR, self.laatste_jaar + 1):
            rijen = []
            for g in GEMEENTEN:
                for ontvanger, doel, wet, voorziening, _, per_inwoner in SUBSIDIES:
                    verleend = self._verleend(g, jaar, per_inwoner)
                    vast = int(verleend * self.r.uniform(0.93, 1.0)) if jaar < self.laatste_jaar else None
                    rijen.append((g.naam, jaar, ontvanger, doel, wet, voorziening, nl(verleend, euro=True),
                                  None if vast is None else nl(vast, euro=True)))  # fmt: skip
                    for m in range(12):
                        maand = (jaar - BEGINJAAR) * 12 + m
                        self.ledger.subsidie(g.code, wet, voorziening, maand, verleend // 12)
            naam = f"demo-subsidies-{jaar}.csv"
            titels = [f"Subsidieregister {jaar} (synthetisch)", "Bedragen in euro", ""]
            schrijf_csv(self._pad("subsidies", naam), titels,
                        ("gemeente", "jaar", "ontvanger", "doel", "wet", "voorziening", "bedrag_verleend",
                         "bedrag_vastgesteld"), rijen)  # fmt: skip
            dag = self._jaarbegin(jaar + 1) + 90 if jaar < self.laatste_jaar else self._jaarbegin(jaar) + 30
            self._klaar("subsidies", naam, dag, str(jaar))

    def eigen_bijdragen(self) -> None:
        """The subscription of 21 euro per client of the Wmo, and a contribution by income in beschermd wonen."""
        for jaar in range(BEGINJAAR, self.laatste_jaar + 1):
            rijen = []
            for m in range((jaar - BEGINJAAR) * 12, min((jaar - BEGINJAAR) * 12 + 12, self.k.bekend)):
                for g in GEMEENTEN:
                    for slug, bedrag in (
                        ("huishoudelijke_hulp", 1_720),
                        ("begeleiding", 1_050),
                        ("beschermd_wonen", 48_500),
                    ):
                        cel = (g.gm, "voorziening", "wmo", slug)
                        telling = self.boek.werkelijk.aantallen.get(cel)
                        centen = 0 if telling is None else int(telling[m, 0]) * bedrag
                        if centen:
                            v = VOORZIENINGEN[slug]
                            rijen.append((g.naam, self.k.naam(m), "Wmo", v.naam, nl(centen)))
                            self.ledger.voeg_toe(g.code, slug, m + 1, -centen, EIGEN, eigen=True)
            naam = f"demo-eigen-bijdragen-{jaar}.csv"
            schrijf_csv(self._pad("eigen_bijdragen", naam), ["CAK-overzicht (synthetisch)", ""],
                        ("gemeente", "maand", "wet", "voorziening", "bedrag"), rijen)  # fmt: skip
            self._klaar("eigen_bijdragen", naam, self._jaarbegin(jaar + 1) + 25, str(jaar))

    def wachtlijst(self) -> None:
        """Who waits for beschermd wonen (133 published), begeleiding and jeugd-ggz, at the end of each quarter."""
        inwoners = sum(g.inwoners for g in GEMEENTEN)
        rijen: list[Rij] = []
        for m in range(2, self.k.bekend, 3):
            for g in GEMEENTEN:
                for slug, totaal in (("beschermd_wonen", 133), ("begeleiding", 60), ("jeugd_ggz", 240)):
                    n = round(totaal * self.schaal * g.inwoners / inwoners * self.r.uniform(0.85, 1.1))
                    dag = iso(self.k.eind(m))
                    rijen.append((g.naam, f"{dag[8:]}-{dag[5:7]}-{dag[:4]}", WET[VOORZIENINGEN[slug].wet],
                                  VOORZIENINGEN[slug].naam, n))  # fmt: skip
        som = [["Peildata", self.k.bekend // 3], ["Rijen", len(rijen)]]
        schrijf_xlsx(self._pad("wachtlijst", "demo-wachtlijst.xlsx"), ["Wachtlijsten regio (synthetisch)", ""],
                     ("gemeente", "peildatum", "wet", "voorziening", "wachtenden"), rijen, som)  # fmt: skip
        self._klaar("wachtlijst", "demo-wachtlijst.xlsx", self.k.peildatum, f"{BEGINJAAR}/{self.laatste_jaar}")

    def productcodes(self) -> None:
        for g in GEMEENTEN:
            if not g.eigen_codes:
                continue
            rijen = [(g.naam, WET[v.wet], p.eigen.upper(), v.naam, f"eigen code, landelijk {p.code}")
                     for v in VOORZIENINGEN.values() for p in v.producten]  # fmt: skip
            naam = f"demo-{g.code}-productcodes.csv"
            schrijf_csv(self._pad("productcodes", naam), [f"Productenlijst {g.naam}", "Synthetisch", ""],
                        ("gemeente", "wet", "productcode", "voorziening", "toelichting"), rijen)  # fmt: skip
            self._klaar("productcodes", naam, self.k.begin(0) + 4, str(BEGINJAAR))

    def _jaarlasten(self, g: Gemeente, jaar: int) -> dict[tuple[str, str], tuple[int, int]]:
        """(wet, voorziening) -> cents of a year that move with care (in kind and pgb), and cents that are fixed."""
        m = (jaar - BEGINJAAR) * 12
        uit: dict[tuple[str, str], tuple[int, int]] = {}
        for (gemeente, wet, slug), bedragen in self.geld.items():
            deel = bedragen[m : m + 12]
            if gemeente == g.code:
                # a year that the demo has only the first months of is budgeted as a whole
                zin = int(deel.sum()) * 12 // len(deel)
                uit[WET[wet], slug] = (zin + int(zin * PGB_AANDEEL.get(slug, 0)), 0)
        for _, _, wet, _, slug, per_inwoner in SUBSIDIES:
            zorg, vast = uit.get((wet, slug), (0, 0))
            uit[wet, slug] = (zorg, vast + self._verleend(g, jaar, per_inwoner))
        for post, (per_maand, slug) in LOSSE_POSTEN.items():
            wet = WET[LOS[post][2]]
            zorg, vast = uit.get((wet, slug), (0, 0))
            uit[wet, slug] = (zorg, vast + self._inwoners(g, BEGINJAAR) * per_maand * 12)
        return uit

    def begroting(self) -> None:
        """Primitief from what was known in the autumn before (too low, as everywhere), changed once in June.

        Of the same things as what the account holds: care in kind, pgb, the subsidies as granted and the lump sums.
        """
        for jaar in self.jaren:
            m = (jaar - BEGINJAAR) * 12
            for versie, ontvangen, factor in (("primitief", m - 2, 0.93), ("wijziging-1", m + 5, 0.985)):
                if ontvangen >= self.k.bekend or (versie != "primitief" and m + 5 >= self.k.bekend):
                    continue
                rijen: list[Rij] = []
                for g in GEMEENTEN:
                    eigen = 1 + (int(g.code) * 7 % 9 - 4) / 100
                    for (wet, slug), (zorg, vast) in self._jaarlasten(g, jaar).items():
                        naam = VOORZIENINGEN[slug].naam if slug in VOORZIENINGEN else NAAM_BEGROTING[slug]
                        rijen.append((g.naam, jaar, versie, wet, naam,
                                      round((zorg * factor * eigen + vast) / 100_000) * 1_000))  # fmt: skip
                bestand = f"demo-begroting-{jaar}-{versie}.xlsx"
                som: list[Rij] = [["Totaal begroot", sum(int(x[5]) for x in rijen)]]  # type: ignore[call-overload]
                schrijf_xlsx(self._pad("begroting", bestand), [f"Begroting {jaar}, {versie} (synthetisch)", ""],
                             ("gemeente", "jaar", "versie", "wet", "voorziening", "bedrag"), rijen, som)  # fmt: skip
                self._klaar("begroting", bestand, self.k.begin(max(0, ontvangen)) + 9, str(jaar))

    def rijksbijdragen(self) -> None:
        onderdelen = (("Individuele voorzieningen Wmo", 16_900, 1.03),
                      ("Individuele voorzieningen Jeugd", 11_600, 1.05),
                      ("Sociale basisvoorzieningen", 21_500, 1.02), ("Participatie", 5_400, 1.0),
                      ("Voogdij/18+", 1_250, 1.01))  # fmt: skip
        for jaar in range(BEGINJAAR, self.laatste_jaar + 1):
            for circulaire, maand in ((f"meicirculaire {jaar - 1}", -7), (f"septembercirculaire {jaar - 1}", -3),
                                      (f"meicirculaire {jaar}", 5)):  # fmt: skip
                m = (jaar - BEGINJAAR) * 12 + maand
                if m >= self.k.bekend:
                    continue
                rijen = []
                for g in GEMEENTEN:
                    for naam, per_inwoner, groei in onderdelen:
                        centen = int(self._inwoners(g, jaar) * per_inwoner * groei ** (jaar - BEGINJAAR)
                                     * self.r.uniform(0.985, 1.015))  # fmt: skip
                        rijen.append((g.naam, jaar, circulaire, naam, nl(centen)))
                bestand = f"demo-{circulaire.replace(' ', '-')}-{jaar}.csv"
                schrijf_csv(self._pad("rijksbijdragen", bestand), [],
                            ("gemeente", "uitkeringsjaar", "circulaire", "onderdeel", "bedrag"), rijen)  # fmt: skip
                self._klaar("rijksbijdragen", bestand, self.k.begin(max(0, m)) + 3, str(jaar))

    def grootboek(self) -> None:
        """The ledger per gemeente and year, booked by month and taakveld; the going year up to the peildatum."""
        self.ledger.sluit_jaren({(g, slug): bedragen for (g, _, slug), bedragen in self.geld.items()})
        self.ledger.losse_posten({g.code: self._inwoners(g, BEGINJAAR) for g in GEMEENTEN})
        for jaar in range(BEGINJAAR, self.laatste_jaar + 1):
            for g in GEMEENTEN:
                rijen = []
                for maand, slug, soort, tv, wet, centen in self.ledger.regels(g.code, jaar):
                    dag = iso(self.k.eind(maand))
                    naam = VOORZIENINGEN[slug].naam if slug in VOORZIENINGEN else ""
                    rijen.append((g.naam, f"{dag[8:]}-{dag[5:7]}-{dag[:4]}", tv, wet, naam, nl(centen), soort))
                bestand = f"demo-{g.code}-{jaar}.csv"
                titels = [f"Grootboek sociaal domein {g.naam}", f"Boekjaar {jaar}", ""]
                schrijf_csv(self._pad("grootboek", bestand), titels,
                            ("gemeente", "boekdatum", "taakveld", "wet", "voorziening", "bedrag", "omschrijving"),
                            rijen)  # fmt: skip
                self._klaar("grootboek", bestand, self._jaarbegin(jaar + 1) + 20, str(jaar))

    def iv3(self) -> None:
        """Quarters of the going year and accounts of closed years, x 1.000, cumulative as Iv3 asks."""
        for jaar in range(BEGINJAAR, self.laatste_jaar + 1):
            begin = (jaar - BEGINJAAR) * 12
            for document, tot, klaar in (*((f"kwartaal-{q}", begin + 3 * q, begin + 3 * q + 1) for q in (1, 2, 3, 4)),
                                         ("jaarrekening", begin + 12, begin + 16)):  # fmt: skip
                if klaar >= self.k.bekend:
                    continue
                rijen = []
                for g in GEMEENTEN:
                    sommen = self.ledger.per_taakveld(g.code, jaar, tot)
                    for tv, (lasten, baten) in sorted(sommen.items()):
                        rijen.append(
                            (g.naam, jaar, document, tv, f"{round(lasten / 100_000)},0", f"{round(baten / 100_000)},0")
                        )
                bestand = f"demo-iv3-{jaar}-{document}.csv"
                schrijf_csv(self._pad("iv3", bestand), [],
                            ("gemeente", "jaar", "document", "taakveld", "lasten_x1000", "baten_x1000"),
                            rijen)  # fmt: skip
                self._klaar("iv3", bestand, self.k.begin(klaar) + 14, str(jaar))

    def stappen(self) -> None:
        """The tariff index that was agreed per wet for each January, as known from the December before."""
        for jaar in range(BEGINJAAR + 1, BEGINJAAR + self.k.jaren):
            m = (jaar - BEGINJAAR) * 12
            if m - 1 >= self.k.bekend:
                continue
            factor = f"{INDEX:.3f}".replace(".", ",")
            rijen = [("", naam, "", self.k.naam(m), factor, self.k.naam(m - 1), f"index tarieven {jaar}")
                     for naam in sorted({WET[v.wet] for v in VOORZIENINGEN.values()})]  # fmt: skip
            bestand = f"demo-stappen-{jaar}.csv"
            schrijf_csv(self._pad("stappen", bestand), [f"Afgesproken index {jaar} (synthetisch)", ""],
                        ("gemeente", "wet", "voorziening", "maand", "factor", "bekend_vanaf", "omschrijving"),
                        rijen)  # fmt: skip
            self._klaar("stappen", bestand, self.k.begin(m - 1) + 9, str(jaar))


def leesmij(clienten: int, maanden: int, zaad: int) -> str:
    """What stands at the door of the region."""
    from pipeline.demo.gegevens import GROOT

    k = Kalender(maanden)
    return f"""# Demoregio (synthetisch)

Alles in deze map is verzonnen: personen, gemeenten, aanbieders, huishoudens en bedragen. De nummers van personen
zijn nooit uitgegeven: eerst de testreeks van de iStandaarden, daarna nummers boven 900000000 die voldoen aan de
elfproef. Alleen de niveaus volgen gepubliceerde cijfers.

Gemaakt met `grip demo --clienten {clienten} --maanden {maanden} --seed {zaad}`; dezelfde opdracht geeft dezelfde bytes.

- `raw/`: leveringen in de echte vormen, tot en met {iso(k.peildatum)}.
  Draai: `grip run --raw DEZE_MAP/raw --warehouse ELDERS`.
- `waarheid/`: wat er gebeurde, wat de berichten daarvan zeggen, en het verschil. Zie de README daar.

Gemeenten GM9991 tot en met GM9998 en regio RG-DEMO; {clienten} cliënten in de laatste twaalf maanden. Lees deze
leveringen nooit samen met echte cijfers. Boven {GROOT} cliënten staan alle berichten in zips van 2.000 stuks, omdat
anders het aantal bestanden te groot wordt; daaronder los, in zips van 30 of in een StuF-envelop.
Taakvelden: {", ".join(sorted({taakveld(v.slug, BEGINJAAR + 1) for v in VOORZIENINGEN.values()}))}.
"""
