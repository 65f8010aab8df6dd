"""Deliveries of the toegang: meldingen, aanvragen and besluiten per client, as CSV with titles above the header.

One folder per gemeente and year, one file per part of the region. One gemeente knows its clients by a number of its own
and delivers a koppeltabel beside it.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.demo.gegevens import GEMEENTEN, VOORZIENINGEN
from pipeline.demo.kalender import BEGINJAAR, Kalender, iso
from pipeline.demo.personen import Persoon
from pipeline.demo.transport import schrijf_paspoort

if TYPE_CHECKING:
    from pipeline.demo.delen import Inhoud

KOP = ("gemeente;client_id;toewijzingnummer;huishouden_id;wet;voorziening;verwijzer;consulent;datum_melding;"
       "datum_aanvraag;datum_besluit;besluit")  # fmt: skip
PER_CODE = {g.code: g for g in GEMEENTEN}
WET = {"wmo": "Wmo", "jeugdwet": "Jeugdwet"}


class Toegang:
    """Writes the toegang of one part after another."""

    def __init__(self, map_: Path, kalender: Kalender) -> None:
        self.map, self.kalender = map_, kalender
        self.leveringen: dict[str, tuple[int, str]] = {}

    def schrijf(self, i: Inhoud) -> None:
        """The rows of one part, split over gemeente and year of the melding."""
        r, k = i.r, self.kalender
        rijen: dict[tuple[str, int], list[str]] = defaultdict(list)
        gezien: set[tuple] = set()
        eigen: dict[str, dict[str, Persoon]] = defaultdict(dict)

        def voeg_toe(
            gemeente: str, p: Persoon, nummer: int | None, slug: str, verwijzer: str, dagen: tuple, besluit: str
        ) -> None:
            melding, aanvraag, besluitdag = dagen
            sleutel = (gemeente, p.nummer, slug, melding)
            if melding > k.peildatum or sleutel in gezien:
                return
            gezien.add(sleutel)
            client = f"{p.bsn:09d}"
            if PER_CODE[gemeente].eigen_nummer:
                client = f"C{i.deel.nummer:03d}{p.nummer:06d}"
                eigen[gemeente][client] = p
            v = VOORZIENINGEN[slug]
            consulent = f"{(p.nummer * 7 + int(gemeente)) % max(3, len(i.personen) // 400) + 1:04d}"
            jaar = max(BEGINJAAR - 1, int(iso(melding)[:4]))
            # each file is made some days after its year: what was decided later stands in the next one
            laatste = int(iso(min(besluitdag, k.peildatum))[:4])
            for bestand in sorted({jaar, max(jaar, laatste)}):
                dicht = min(self._ontvangen(bestand), k.peildatum)
                kop = f"{PER_CODE[gemeente].naam};{client};"
                deel = f"{p.huishouden};{WET[v.wet]};{v.naam};{verwijzer};{consulent};{_dag(melding)};"
                if besluitdag <= dicht:
                    rest = f"{_dag(aanvraag)};{_dag(besluitdag)};{besluit}"
                else:
                    rest = f"{_dag(aanvraag) if aanvraag <= dicht else ''};;"
                    rijen[gemeente, bestand].append(f"{kop};{deel}{rest}")
                    continue
                rijen[gemeente, bestand].append(f"{kop}{nummer or ''};{deel}{rest}")

        for s in i.stukken:
            if s.herkomst == "vervolg" and s.vervolg is None and r.random() < 0.5:
                continue  # an extension without a new melding
            if s.wet == "jeugdwet" and s.verwijzer != "01" and r.random() < 0.5:
                continue  # the toegang does not know all care that others referred to
            besluit = i.besluit[s.nummer]
            if s.herkomst == "stock":
                besluit = s.ingang - r.randint(3, 20)
            aanvraag = besluit - r.randint(5, 50)
            melding = aanvraag - r.randint(0, 25)
            verwijzer = s.verwijzer if s.wet == "jeugdwet" else r.choice(("01", "01", "01", "06"))
            voeg_toe(s.gemeente.code, s.persoon, s.nummer, s.voorziening.slug, verwijzer, (melding, aanvraag, besluit),
                     "toegekend")  # fmt: skip
            if r.random() < 0.13:
                # what was asked and not given: rejected, withdrawn, or solved in another way
                slug = r.choice([v.slug for v in VOORZIENINGEN.values() if v.wet == s.wet])
                dag = r.randint(k.eerste, k.peildatum)
                dagen = (dag, dag + r.randint(0, 20), dag + r.randint(21, 75))
                soort = r.choices(("afgewezen", "ingetrokken", "voorliggend"), (5, 2, 3))[0]
                voeg_toe(s.gemeente.code, s.persoon, None, slug, verwijzer, dagen, soort)
        for (gemeente, jaar), regels in sorted(rijen.items()):
            naam = f"demo-{gemeente}-{'historie' if jaar < BEGINJAAR else jaar}"
            self.leveringen[naam] = (jaar, gemeente)
            pad = self.map / naam / f"meldingen-{i.deel.nummer:03d}.csv"
            pad.parent.mkdir(parents=True, exist_ok=True)
            titel = f"Meldingen en besluiten {PER_CODE[gemeente].naam}\nSynthetische gegevens; peildatum {jaar}\n\n"
            pad.write_text(titel + KOP + "\n" + "\n".join(regels) + "\n", encoding="utf-8-sig", newline="\r\n")
        for gemeente, wie in sorted(eigen.items()):
            naam = f"demo-{gemeente}-koppeltabel"
            self.leveringen[naam] = (BEGINJAAR, gemeente)
            pad = self.map / naam / f"koppeltabel-{i.deel.nummer:03d}.csv"
            pad.parent.mkdir(parents=True, exist_ok=True)
            regels = [f"{PER_CODE[gemeente].naam};{n};{p.bsn:09d}" for n, p in sorted(wie.items())]
            pad.write_text("gemeente;client_nummer;bsn\n" + "\n".join(regels) + "\n", encoding="utf-8", newline="\r\n")

    def _ontvangen(self, jaar: int) -> int:
        """The day on which the file of a year arrives: some days after it, or the last day of all."""
        k = self.kalender
        m = max(0, (jaar - BEGINJAAR + 1) * 12)
        return k.begin(m) + 9 if m < k.bekend else k.peildatum

    def paspoorten(self) -> None:
        """A passport for each delivery."""
        for naam, (jaar, _) in sorted(self.leveringen.items()):
            schrijf_paspoort(self.map / naam, "toegang", self._ontvangen(jaar), str(jaar), "deel")


def _dag(dag: int) -> str:
    d = iso(dag)
    return f"{d[8:]}-{d[5:7]}-{d[:4]}"
