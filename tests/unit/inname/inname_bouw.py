"""Builders for the tests of the intake: deliveries on disk, and short ways to look at what they gave."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.bevindingen import Bevinding
from pipeline.contracten.inname import BRONNEN
from pipeline.inname.intake import Inname, neem_in
from pipeline.inname.layout import LAYOUTS, Herkend, Layout, herken, laad_layouts
from pipeline.inname.lezers import Blad, Rij
from pipeline.inname.paspoort import Levering, maak_levering

SLEUTEL = "00112233445566778899aabbccddeeff" * 2  # of the pseudonyms, for tests only
RAW = Path(__file__).resolve().parents[3] / "data" / "raw"

# per bron: the required canonical columns with one or more facts, numbers without notation of their own
CANONIEK: dict[str, tuple[str, list[str]]] = {
    "clientaantallen": (
        "gemeente;periode;wet;voorziening;aantal_clienten",
        ["Hilversum;2019;Wmo;Begeleiding;120", "Huizen;2019H1;Jeugdwet;Pleegzorg;35"],
    ),
    "uitgaven": (
        "gemeente;jaar;wet;voorziening;bedrag",
        ["Hilversum;2019;Wmo;Begeleiding;1234,56", "Huizen;2020;Jeugdwet;Pleegzorg;-20,00"],
    ),
    "rijksbijdragen": (
        "gemeente;uitkeringsjaar;onderdeel;bedrag",
        ["Tynaarlo;2018;Jeugd;5229670,00", "Tynaarlo;2018;Participatie;2752805,50"],
    ),
    "begroting": (
        "gemeente;jaar;versie;wet;voorziening;bedrag",
        ["Hilversum;2024;primitief;Wmo;Begeleiding;1000,10", "Hilversum;2024;wijziging-1;Wmo;Begeleiding;1100,20"],
    ),
    "iv3": (
        "gemeente;jaar;document;taakveld;lasten;baten",
        ["Huizen;2019;jaarrekening;6.71;5100,5;12,0", "Huizen;2025;begroting;6.60;300,0;0,0"],
    ),
    "inwoners": (
        "gemeente;jaar;inwoners",
        ["Hilversum;2019;90261", "Huizen;2019;41273"],
    ),
    "indicatoren": (
        "gemeente;periode;onderwerp;soort;maat;waarde;eenheid",
        ["Tynaarlo;2019;toegang;throughput;duur;34,5;dagen", "Tynaarlo;2019Q3;toegang;output;meldingen;96,0;aantal"],
    ),
    "maatregelen": (
        "gemeente;maatregel;regel_soort;jaar;bedrag",
        ["Huizen;Grip op uitgaven;kosten;2021;80000,00", "Huizen;Grip op uitgaven;effect;2021;-1000,50"],
    ),
    "pilots": (
        "gemeente;naam;jaar;maat;waarde",
        ["Meppel;Geldloket;2023;bezoekers;494,0", "Meppel;Geldloket;2024;bezoekers;740,0"],
    ),
    "denkrichtingen": (
        "gemeente;jaar;keuze;denkrichting;bedrag",
        ["Tynaarlo;2018;Dorpshuizen;collectief;100000,00", "Tynaarlo;2018;Dorpshuizen;huidig;90000,25"],
    ),
    "toegang": (
        "gemeente;client_id;toewijzingnummer;huishouden_id;wet;voorziening;verwijzer;consulent;datum_melding;besluit",
        [
            "Hilversum;C-1001;12;H1;Wmo;Begeleiding;01;M7;2025-07-01;toegekend",
            "Huizen;C-1001;13;H2;Jeugdwet;Pleegzorg;02;M8;2025-07-02;afgewezen",
        ],
    ),
    "wachtlijst": (
        "gemeente;peildatum;wet;voorziening;wachtenden",
        ["Hilversum;2025-07-01;Wmo;Begeleiding;12", "Huizen;2025-07-01;Jeugdwet;Pleegzorg;3"],
    ),
    "pgb": (
        "gemeente;maand;wet;voorziening;budgethouders;toegekend;besteed",
        ["Hilversum;2025-07;Wmo;Begeleiding;12;1000,50;900,25", "Huizen;2025-08;Jeugdwet;Totaal;3;500,10;400,20"],
    ),
    "subsidies": (
        "gemeente;jaar;ontvanger;doel;wet;voorziening;bedrag_verleend;bedrag_vastgesteld",
        [
            "Hilversum;2025;Stichting Buurt;inloop;Wmo;Dagbesteding;1000,50;900,25",
            "Huizen;2025;Stichting Buurt;maatjes;Jeugdwet;Pleegzorg;500,10;400,20",
        ],
    ),
    "grootboek": (
        "gemeente;boekdatum;taakveld;bedrag",
        ["Hilversum;2025-07-01;6.711;1000,50", "Huizen;2024-07-01;6.71a;-500,10"],
    ),
    "eigen_bijdragen": (
        "gemeente;maand;wet;voorziening;bedrag",
        ["Hilversum;2025-07;Wmo;Begeleiding;1000,50", "Huizen;2025-08;Wmo;Totaal;500,10"],
    ),
    "productcodes": (
        "gemeente;wet;productcode;voorziening",
        ["Hilversum;Wmo;02A05;Begeleiding", "Huizen;Jeugdwet;43A12;Pleegzorg"],
    ),
    "stappen": (
        "gemeente;wet;voorziening;maand;factor;omschrijving",
        ["Hilversum;Wmo;Begeleiding;2026-01;1,025;index", "Huizen;Jeugdwet;Pleegzorg;2026-07;0,5;inkoop"],
    ),
    "toelichtingen": (
        "gemeente;periode;wet;voorziening;tekst;auteur;datum",
        [
            "Hilversum;2025;Wmo;Begeleiding;Meer aanvragen na de campagne;controller;2026-02-01",
            "Huizen;2025Q1;Jeugdwet;Pleegzorg;Twee gezinnen zijn verhuisd;beleid;2025-04-15",
        ],
    ),
}  # fmt: skip
MET_KOLOMMEN = sorted(set(BRONNEN) - {"berichten"})  # messages have a form of their own
CODEKOLOMMEN = {"taakveld", "verwijzer", "productcode"}  # in a worksheet these are text


def tabel_van(bron: str) -> str:
    """The table that the canonical delivery of a bron fills."""
    return BRONNEN[bron][0]


def rijen_van(bron: str) -> list[list[str]]:
    """Heading and facts of the canonical delivery of a bron."""
    kop, feiten = CANONIEK[bron]
    return [regel.split(";") for regel in [kop, *feiten]]


def csv_tekst(rijen: Iterable[Sequence[str]], sep: str = ";") -> str:
    uit = io.StringIO()
    csv.writer(uit, delimiter=sep, lineterminator="\r\n").writerows(rijen)
    return uit.getvalue()


def zet(map_: Path, bron: str, inhoud: str | bytes, naam: str = "levering.csv", codering: str = "utf-8") -> Levering:
    """A delivery of one text file in map_/bron."""
    pad = map_ / bron / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode(codering))
    return maak_levering(bron, pad)


def zet_werkmap(map_: Path, bron: str, bladen: dict[str, list[list[Any]]], verborgen: Sequence[str] = ()) -> Levering:
    """A delivery of one workbook; text stays text, numbers are numbers."""
    pad = map_ / bron / "levering.xlsx"
    pad.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(pad)) as werkmap:
        for naam, rijen in bladen.items():
            blad = werkmap.add_worksheet(naam)
            for i, rij in enumerate(rijen):
                for j, cel in enumerate(rij):
                    if cel is not None:
                        (blad.write_string if isinstance(cel, str) else blad.write_number)(i, j, cel)
            if naam in verborgen:
                blad.hide()
    return maak_levering(bron, pad)


def neem(map_: Path, bron: str, *regels: str, **opties: Any) -> Inname:
    """What the intake makes of a CSV of these lines."""
    return neem_in(zet(map_, bron, "\n".join(regels) + "\n", **opties))


def feiten(inname: Inname, tabel: str, *, met_precisie: bool = True) -> list[dict[str, Any]]:
    """The landed rows without their place, sorted: what must be equal however they were delivered."""
    weg = ("sleutel", "levering", "bestand", "blad", "regel")
    einde = ("_kolom",) if met_precisie else ("_kolom", "_stap")
    rijen = [
        {k: v for k, v in rij.items() if k not in weg and not k.endswith(einde)}
        for rij in inname.tabellen[tabel].to_pylist()
    ]
    return sorted(rijen, key=repr)


def codes(inname: Inname) -> list[str]:
    return sorted(b.regel_code for b in inname.bevindingen)


def met_code(inname: Inname, regel_code: str) -> list[Bevinding]:
    return [b for b in inname.bevindingen if b.regel_code == regel_code]


def plekken_van(inname: Inname, regel_code: str) -> list[tuple[int | None, str | None]]:
    """(line, column) of every finding under a rule."""
    return [(b.regel, b.kolom) for b in met_code(inname, regel_code)]


def blad(*regels: str, naam: str | None = None) -> Blad:
    """A sheet as the CSV reader would give it."""
    return Blad(naam, tuple(Rij(i, tuple(c.strip() or None for c in r.split(";"))) for i, r in enumerate(regels, 1)))


def herkend_als(layout: Layout, b: Blad) -> Herkend:
    """The layout on a sheet whose first row is its heading."""
    gevonden = herken(b, "geen", [layout])
    assert gevonden is not None
    return gevonden


LAYOUT_NAMEN = {layout.naam for pad in LAYOUTS.glob("*.yml") for layout in laad_layouts(pad.stem)}
