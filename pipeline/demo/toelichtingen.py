"""What the people of the demo region wrote beside their figures: a few texts and one that replaces another.

Nothing is drawn here and no figure depends on it.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.demo.gegevens import GEMEENTEN, REGIO
from pipeline.demo.kalender import BEGINJAAR, Kalender, iso
from pipeline.demo.tabellen import schrijf_csv, schrijf_xlsx
from pipeline.demo.transport import schrijf_paspoort

KOP = ("gemeente", "jaar", "wet", "voorziening", "tekst", "auteur", "datum")
NAAM = {g.code: g.naam for g in GEMEENTEN}


def schrijf(raw: Path, k: Kalender) -> None:
    """Two deliveries about the last year with figures: the second replaces one text of the first."""
    jaar = BEGINJAAR + (k.bekend - 1) // 12
    eerste, tweede = max(k.begin(0), k.peildatum - 40), max(k.begin(0), k.peildatum - 10)
    map_ = raw / "toelichtingen"
    schrijf_csv(
        map_ / "demo-toelichtingen-1.csv",
        [f"Toelichtingen {jaar} (synthetisch)", ""],
        KOP,
        [
            (REGIO, jaar, "", "", "De regio vergadert in het najaar over de inkoop.", "controller", iso(eerste)),
            (NAAM["9993"], jaar, "Wmo", "",
             '"De tarieven zijn in januari met 4% verhoogd.\nDat is zo afgesproken met de aanbieders."',
             "controller", iso(eerste)),
            (NAAM["9994"], jaar, "Jeugdwet", "", "De oorzaak wordt onderzocht.", "beleid jeugd", iso(eerste)),
        ],
    )  # fmt: skip
    _klaar(map_ / "demo-toelichtingen-1.csv", eerste, jaar)
    schrijf_xlsx(
        map_ / "demo-toelichtingen-2.xlsx",
        [f"Toelichtingen {jaar}, aanvulling (synthetisch)"],
        KOP,
        [
            [NAAM["9994"], jaar, "Jeugdwet", "",
             "- Eén aanbieder declareert later dan anders.\n- De afspraken met huisartsen zijn vernieuwd.",
             "beleid jeugd", iso(tweede)],
            [NAAM["9994"], jaar, "Jeugdwet", "Ambulante jeugdhulp", "De wachtlijst van vorig jaar is weggewerkt.",
             "beleid jeugd", iso(tweede)],
        ],
        [["aantal teksten", 2]],
    )  # fmt: skip
    _klaar(map_ / "demo-toelichtingen-2.xlsx", tweede, jaar)


def _klaar(pad: Path, dag: int, jaar: int) -> None:
    schrijf_paspoort(pad, "toelichtingen", dag, str(jaar), "deel")
