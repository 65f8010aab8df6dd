"""docs/leveringscontract.md, made from the contract: what a deliverer may send, in Dutch. No rule is made here.

`python -m pipeline.contracten.document` writes the file; tests/unit/contracten/test_document.py keeps it equal to the
code. Every example in it is read by the readers of the house, so that none can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import yaml

from pipeline.bevindingen import REGELS
from pipeline.contracten.document_berichten import berichten
from pipeline.contracten.inname import BRONNEN, TABELLEN
from pipeline.contracten.model import Kolom, Tabel
from pipeline.inname.lezers.model import MAX_BYTES, MAX_KOLOMMEN
from pipeline.inname.paspoort import Paspoort
from pipeline.inname.perioden import lees_periode
from pipeline.inname.waarden import Status, lees_getal
from pipeline.privacy.pseudoniem import OMGEVING, OMGEVING_BESTAND
from pipeline.publicaties.opmaak import getal as als_tekst
from pipeline.settings import DBT_PROJECT, PROJECT

DOEL = PROJECT / "docs" / "leveringscontract.md"
CONTROLE = DBT_PROJECT / "models" / "controle"

SOORTEN = {
    "gemeente": "Naam of CBS-code van een gemeente, regio of het land: Hilversum, GM0402, 402.",
    "periode": "Jaar, halfjaar, kwartaal of maand; zie 'Perioden'.",
    "jaar": "Kalenderjaar: 2019 of 2019JJ00.",
    "maand": "Kalendermaand: 2026-01, 202601, 2026MM01 of januari 2026. Een datum op de eerste van de maand mag ook.",
    "datum": "Kalenderdag: 31-12-2020, 2020-12-31 of 31 december 2020.",
    "wet": "Wmo, Jeugdwet, Participatiewet, overig of totaal.",
    "voorziening": "Naam, slug of synoniem uit `dbt_project/seeds/voorzieningen.csv` of `groepen.csv`, of Totaal.",
    "leveringsvorm": "ZIN, PGB of alle.",
    "taakveld": "Code uit de Iv3-indeling van het jaar: 6.72 (2022), 6.72a (2023), 6.751 (2025).",
    "keuze": "Een van de waarden die bij de kolom staan.",
    "tekst": "Vrije tekst, geen persoonsgegevens.",
    "persoon": "Nummer van een persoon of huishouden: wordt bij het inlezen een pseudoniem en staat verder nergens.",
    "geheel": "Heel getal.",
    "euro": "Euro, twee decimalen.",
    "factor": "Hoeveel keer zo hoog, van 0,01 tot en met 100: 1,03 is 3% erbij, 0,5 is de helft.",
    "vlag": "Waar of onwaar.",
    "aantal": "Heel getal van nul of meer.",
    "bedrag": "Euro, hoogstens twee decimalen.",
    "getal": "Getal, hoogstens acht decimalen. Een percentage telt als 12,5 voor 12,5%.",
}
PASPOORT = {
    "leverancier": "wie de cijfers maakte",
    "reeks": "kleine letters, cijfers en _; leveringen van dezelfde reeks vervangen elkaar",
    "ontvangen_op": "dag van ontvangst (JJJJ-MM-DD); bepaalt welke levering de nieuwste is",
    "periode": "waar de levering over gaat, zoals 2019 of 2015/2018",
    "scope": "volledig: vervangt alles van dezelfde reeks, hetzelfde gebied en dezelfde periode. deel: alleen de "
    "cellen die erin staan",
    "licence": "licentie of grondslag, zoals CC BY 4.0 of openbaar raadsstuk",
    "is_openbaar": "true als de cijfers al openbaar waren; dan staan ze onveranderd in de openbare uitgave, anders "
    "beschermd of niet",
    "sha256": "controlegetal van de inhoud; staat het er niet, dan valt een gewijzigd bestand niet op",
    "document": "titel van het document",
    "vindplaats": "bijlage of bladzijde",
    "raming_vanaf": "eerste jaar waarvan het cijfer bij levering een raming was",
    "synthetisch": "true als de levering verzonnen is (demo); zulke leveringen tellen nooit samen met echte",
}
TOELICHTING_BRON = {
    "toegang": "Een bestand met de hulpvragen, en waar de toegang eigen nummers gebruikt een bestand met de "
    "koppeltabel; samen in één map of elk als levering. Een volledige levering vervangt alle meldingen van haar "
    "gemeente en maanden. Een koppeling blijft gelden tot een latere levering hetzelfde nummer noemt.",
    "pgb": "Een cijfer van een kwartaal of jaar bestaat als al zijn maanden geleverd zijn.",
    "eigen_bijdragen": "Een cijfer van een kwartaal of jaar bestaat als al zijn maanden geleverd zijn.",
    "subsidies": "Elke subsidie is een eigen bedrag. Het vastgestelde bedrag gaat voor het verleende. Zonder wet telt "
    "de subsidie bij overig.",
    "grootboek": "Elke regel is een boeking; boekingen tellen op. Een volledige levering vervangt de boekingen van "
    "haar gemeente en maanden, een deel voegt toe. In een omschrijving kan een persoon staan; zij wordt niet gelezen.",
    "productcodes": "Waar de gemeente haar productcodes toe rekent. Gaat voor de landelijke lijsten.",
    "stappen": "Wat u weet en de maandprognose niet kan zien: een index, een tarief, een ander regime "
    "(abonnementstarief, woonplaatsbeginsel, ruimere inkoop), een breuk in uw eigen levering. Stappen die voor "
    "dezelfde uitgaven gelden, worden vermenigvuldigd. Een volledige levering vervangt alle stappen van haar "
    "reeks; een deel vervangt de stappen van dezelfde gemeente, wet, voorziening en maand. Geven twee reeksen daarvan "
    "een stap op, dan telt die van de voorkeursreeks.",
    "toelichtingen": "Wat u zelf bij een cijfer wilt zeggen. De tekst staat in het rapport en de werkmap naast de "
    "gemaakte uitleg van hetzelfde gebied en jaar en dezelfde wet en voorziening. Een nieuwere tekst vervangt de "
    "oudere. Noem geen personen: een bestand met een burgerservicenummer wordt geweigerd. In de openbare uitgave "
    "staat alleen wat een paspoort met `is_openbaar: true` heeft.",
}
VERPLICHT = "ontvangen_op"  # the one field of a passport without a default
PERIODEN = ("2019", "2019JJ00", "2019H1", "2019HJ01", "2019Q3", "2019KW03", "2019-07", "2019MM07", "juli 2019")
GETALLEN = ("1.234,56", "1.234", "€ 89,-", "2,5 miljoen", "(1.000)", "1.000-", "-/- 1.000")
NIETS = ("", "onbekend", "n.b.", "-99998", "-", "nihil", "n.t.b.", "p.m.", "x", "<10")
STATUS = {
    Status.NIHIL: "nihil: er was niets, telt als 0",
    Status.ONBEKEND: "onbekend: geen cijfer, nooit 0",
    Status.NTB: "ntb: volgt nog, geen cijfer",
    Status.GEHEIM: "geheim: bestaat, maar mag niet worden getoond",
}
REGEL_IN_SQL = re.compile(r"'([\w.]+)' as regel_code,\s*'(\w+)' as ernst")
EIGENAAR_IN_SQL = re.compile(r"'([\w-]+)' as eigenaar")


def maak() -> str:
    """The whole document."""
    bronnen = [berichten(_tabel) if bron == "berichten" else _bron(bron) for bron in BRONNEN]
    delen = [_inleiding(), _waarden(), _paspoort(), _personen(), *bronnen, _andere_tabellen(), _bevindingen()]
    return "\n\n".join("\n".join(deel) for deel in delen) + "\n"


def _tabel(koppen: Iterable[str], rijen: Iterable[Iterable[str]]) -> list[str]:
    koppen = list(koppen)
    regels = [koppen, ["---"] * len(koppen), *map(list, rijen)]
    return ["| " + " | ".join(c.replace("|", "\\|") for c in regel) + " |" for regel in regels]


def _inleiding() -> list[str]:
    return [
        "# Leveringscontract",
        "",
        "<!-- Gemaakt door `python -m pipeline.contracten.document`. Wijzig het contract, niet dit bestand. -->",
        "",
        "Wat u mag aanleveren, en wat ermee gebeurt. Een bestand met deze kolomkoppen wordt zonder verdere instelling "
        "gelezen.",
        "Een andere kop krijgt een indeling; zie [CONTRIBUTING](../CONTRIBUTING.md#een-levering-toevoegen).",
        "",
        "- Bestanden: .csv, .txt, .tsv, .xlsx, .xlsm, .xlsb, .ods, .xls, en .md met genummerde punten. Hoogstens "
        f"{MAX_BYTES // 1024**2} MiB en {als_tekst(MAX_KOLOMMEN)} kolommen.",
        "- Plaats: `<raw>/<bron>/<levering>`. Een levering is één bestand, of één map met bestanden.",
        "- De kopregel mag onder titelregels staan. Hoofdletters, accenten en dubbele spaties tellen niet mee. De "
        "volgorde van de kolommen is vrij.",
        "- Een cel die niet te lezen is, houdt haar hele rij buiten de cijfers. Dat staat in de bevindingen, met "
        "bestand, regel en kolom. Er wordt niets verbeterd.",
        f"- Alleen de bronnen {' en '.join(_met_personen())} gaan over personen; zie [Personen](#personen). De andere "
        "bevatten totalen: een bestand met persoonsgegevens wordt daar geweigerd.",
        "- Vooraf proberen: `grip check <bestand> --bron <bron>`.",
    ]


def _waarden() -> list[str]:
    regels = ["## Soorten kolommen", "", *_tabel(("soort", "wat erin mag"), SOORTEN.items())]
    regels += ["", "### Perioden", ""]
    regels += _tabel(
        ("u schrijft", "het huis leest", "soort"),
        ((p, lees_periode(p).code, lees_periode(p).soort) for p in PERIODEN),
    )
    regels += ["", "Jaren van 1990 tot en met 2100. Een sterretje achter de periode (voorlopig cijfer) mag.", ""]
    regels += ["### Getallen", ""]
    regels += _tabel(("u schrijft", "het huis leest"), ((f"`{g}`", _gelezen(g)) for g in GETALLEN))
    regels += [
        "",
        "Of punt en komma duizendtallen of decimalen scheiden, blijkt uit de kolom. Blijkt het nergens uit, dan is een "
        "bedrag als `1.234` dubbelzinnig en telt de rij niet mee. Voeg dan decimalen toe.",
        "",
        "### Soorten niets",
        "",
        "Er zijn vier soorten niets. Ze betekenen iets anders; kies bewust.",
        "",
    ]
    regels += _tabel(("u schrijft", "het huis leest"), ((f"`{n}`" if n else "(leeg)", _niets(n)) for n in NIETS))
    return regels


def _gelezen(cel: str) -> str:
    gelezen = lees_getal(cel, "bedrag", "nl").waarde
    return als_tekst(gelezen, 2)


def _niets(cel: str) -> str:
    gelezen = lees_getal(cel, "aantal", "nl")
    grens = "" if gelezen.hoog is None else f" (van {gelezen.laag} tot en met {gelezen.hoog})"
    return STATUS[gelezen.status] + grens


def _paspoort() -> list[str]:
    rijen = [
        (f.name, "ja" if f.name == VERPLICHT else "", PASPOORT[f.name]) for f in fields(Paspoort) if f.name in PASPOORT
    ]
    return [
        "## Paspoort",
        "",
        "Elke levering heeft een paspoort: `levering.yml` in de map, of `<bestand>.yml` ernaast. Staat het er niet, "
        "dan schrijft het huis er een met wat het weet. Vul het dan aan.",
        "",
        *_tabel(("veld", "verplicht", "betekenis"), rijen),
    ]


def _met_personen() -> list[str]:
    return [bron for bron in BRONNEN if any(TABELLEN[t].heeft_personen for t in BRONNEN[bron])]


def _personen() -> list[str]:
    return [
        "## Personen",
        "",
        f"De bronnen {' en '.join(_met_personen())} gaan over personen. Hun nummers worden in het geheugen een "
        "pseudoniem, voordat er iets wordt geschreven. Een bevinding over zo'n rij noemt bestand, regel en kolom, "
        "nooit wat er stond.",
        "",
        f"- Het pseudoniem is gemaakt met een sleutel van 256 bit. Die staat in de omgevingsvariabele `{OMGEVING}` (64 "
        f"hexadecimale tekens), of in het bestand dat `{OMGEVING_BESTAND}` noemt; anders in `~/.config/grip/sleutel`, "
        "dat het huis de eerste keer zelf maakt. Zonder bruikbare sleutel wordt de levering geweigerd.",
        "- Dezelfde persoon heeft onder dezelfde sleutel overal hetzelfde pseudoniem: in berichten en toegang, bij "
        "elke wet en gemeente. Een andere sleutel geeft andere pseudoniemen; het huis leest alles dan opnieuw.",
        "- Negen cijfers zijn een burgerservicenummer en moeten aan de elfproef voldoen. Elk ander nummer is een eigen "
        "nummer van de gemeente. Lever dan ook de koppeltabel, anders hoort de cliënt bij geen bericht.",
        "- Acht cijfers die met een nul ervoor aan de elfproef voldoen, blijven apart: een werkblad laat de nul "
        "vooraan weg. Een eigen nummer dat daarop lijkt, krijgt een letter ervoor, ook in de koppeltabel.",
        "- Andere kolommen over personen (naam, adres, geboortedatum) worden niet gelezen. Laat ze liever weg.",
        "- Een burgerservicenummer in een andere kolom die wel wordt overgenomen, weigert het bestand.",
    ]


def _bron(bron: str) -> list[str]:
    regels = [f"## Bron {bron}"]
    if bron in TOELICHTING_BRON:
        regels += ["", TOELICHTING_BRON[bron]]
    for naam in BRONNEN[bron]:
        regels += ["", *([f"### {naam}", ""] if len(BRONNEN[bron]) > 1 else []), *_kolommen(TABELLEN[naam])]
    return regels


def _kolommen(tabel: Tabel) -> list[str]:
    regels = [f"Een rij per {tabel.grein}."]
    if tabel.minstens_een:
        regels.append(f"Minstens één van deze kolommen: {', '.join(tabel.minstens_een)}.")
    if tabel.sleutel:
        regels.append(
            f"Uniek binnen de levering: {', '.join(tabel.sleutel)}. Gelijke rijen tellen één keer; "
            "verschillende rijen met dezelfde sleutel tellen geen van beide."
        )
    if tabel.niet_gelezen:
        regels.append(f"Deze kolommen mogen ernaast staan en worden nooit gelezen: {', '.join(tabel.niet_gelezen)}.")
    return [
        *regels,
        "",
        *_tabel(("kolom", "soort", "verplicht", "andere koppen", "betekenis"), map(_rij, tabel.kolommen)),
    ]


def _rij(kolom: Kolom) -> tuple[str, str, str, str, str]:
    betekenis = kolom.omschrijving
    if kolom.keuzes:
        betekenis += f" (een van: {', '.join(kolom.keuzes)})"
    if kolom.leeg_als:
        betekenis += f"; leeg telt als '{kolom.leeg_als}'"
    return kolom.naam, kolom.soort, "ja" if kolom.verplicht else "", ", ".join(kolom.aliassen), betekenis


def _andere_tabellen() -> list[str]:
    canoniek = {naam for namen in BRONNEN.values() for naam in namen}
    regels = ["## Tabellen die alleen een indeling vult", "", "Geen bron met eigen koppen: een indeling schrijft erin."]
    for naam in (n for n in TABELLEN if n not in canoniek):
        regels += ["", f"### {naam}", "", *_kolommen(TABELLEN[naam])]
    return regels


def _bevindingen() -> list[str]:
    regels = [(code, r.ernst, r.eigenaar, r.omschrijving) for code, r in REGELS.items()]
    return [
        "## Bevindingen",
        "",
        "Een bevinding verandert geen cijfer. Een `fout` houdt een rij of levering buiten de cijfers; een "
        "`waarschuwing` en een `info` niet. De eigenaar is wie kan handelen.",
        "",
        *_tabel(("regel", "ernst", "eigenaar", "betekenis"), regels),
        "",
        "### Controles over leveringen heen",
        "",
        "Deze hebben meer dan één levering nodig en draaien na de inname (`dbt_project/models/controle`).",
        "",
        *_tabel(("regel", "wat er vergeleken wordt"), ((code, tekst) for code, _, _, tekst in over_leveringen_heen())),
    ]


def over_leveringen_heen() -> list[tuple[str, str, str, str]]:
    """The rules of the dbt controle models: code, severity, owner and what the model says of itself."""
    ymls = [yaml.safe_load(pad.read_text(encoding="utf-8")) for pad in sorted(CONTROLE.glob("_controle*.yml"))]
    omschrijving = {m["name"]: " ".join(m["description"].split()) for yml in ymls for m in yml["models"]}
    uit = []
    for pad in sorted(CONTROLE.glob("ctl_*.sql")):
        sql = pad.read_text(encoding="utf-8")
        eigenaars = ", ".join(sorted(set(EIGENAAR_IN_SQL.findall(sql))))
        tekst = omschrijving[pad.stem].removeprefix("Grein: één bevinding. ")
        uit += [(code, ernst, eigenaars, tekst) for code, ernst in REGEL_IN_SQL.findall(sql)]
    return uit


def main(doel: Path = DOEL) -> None:
    """Write the document."""
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.write_text(maak(), encoding="utf-8")


if __name__ == "__main__":
    main()
