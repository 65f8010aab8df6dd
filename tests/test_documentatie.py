"""The pages for users hold: links lead somewhere, options exist, commands read, publiccode.yml follows the standard.

The queries of the README are run elsewhere; here nothing is built.
"""

import re
import shlex
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.contracten.inname import BRONNEN
from pipeline.inname import layout
from pipeline.settings import PROJECT

PAGINAS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
TEKSTEN = [*PAGINAS, PROJECT / "LICENSE.txt", PROJECT / "publiccode.yml"]
LEES = {p: p.read_text(encoding="utf-8") for p in TEKSTEN}
README = LEES[PROJECT / "README.md"]
BIJDRAGEN = LEES[PROJECT / "CONTRIBUTING.md"]
BLOK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")

naam = pytest.mark.parametrize("pagina", PAGINAS, ids=lambda p: p.relative_to(PROJECT).as_posix())


def zonder_blokken(tekst):
    return BLOK.sub("", tekst)


def ankers(tekst):
    """The anchors of the headings of a page, as code hosts make them."""
    uit = set()
    for kop in re.findall(r"^#+ (.+)$", zonder_blokken(tekst), re.MULTILINE):
        kaal = re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", kop).strip().lower())
        uit.add(kaal.replace(" ", "-"))
    return uit


@naam
def test_verwijzingen_bestaan(pagina):
    for doel in LINK.findall(zonder_blokken(LEES[pagina])):
        if doel.startswith(("http://", "https://")):
            continue
        pad, _, anker = unquote(doel).partition("#")
        bestand = (pagina.parent / pad).resolve() if pad else pagina
        assert bestand.is_file(), f"{pagina.name}: {doel}"
        assert bestand.is_relative_to(PROJECT), f"{pagina.name}: {doel}"
        if anker:
            assert anker in ankers(bestand.read_text(encoding="utf-8")), f"{pagina.name}: {doel}"


@naam
def test_elke_pagina_begint_met_een_titel_en_sluit_haar_blokken(pagina):
    assert LEES[pagina].startswith("# ")
    assert len(re.findall(r"^```", LEES[pagina], re.MULTILINE)) % 2 == 0


def test_elke_pagina_is_te_vinden_vanaf_de_readme():
    gezien, open_ = set(), [PROJECT / "README.md"]
    while open_:
        pagina = open_.pop()
        if pagina in gezien or pagina not in LEES:
            continue
        gezien.add(pagina)
        for doel in LINK.findall(zonder_blokken(LEES[pagina])):
            if "://" not in doel and not doel.startswith("#"):
                open_.append((pagina.parent / unquote(doel).partition("#")[0]).resolve())
    assert set(PAGINAS) <= gezien


def opdrachten():
    """Every shell line of the pages that calls grip."""
    regels = []
    for pagina in PAGINAS:
        regels += [r for taal, blok in BLOK.findall(LEES[pagina]) if not taal for r in blok.splitlines()]
        regels += [r for r in re.findall(r"`([^`\n]+)`", zonder_blokken(LEES[pagina])) if "grip " in r]
    # <placeholders> are for the reader
    delen = [shlex.split(r.replace("<", "").replace(">", "")) for r in regels if re.match(r"(\.venv/bin/)?grip ", r)]
    return [(d[1], d[2:]) for d in delen if len(d) > 1]


def opties():
    groep = get_command(app)
    return {n: {o for p in c.params for o in p.opts} | {"--help"} for n, c in groep.commands.items()}


def test_elke_opdracht_en_optie_in_de_paginas_bestaat():
    bekend = opties()
    gevonden = opdrachten()
    assert {"run", "check", "query", "trace", "dev"} <= {o for o, _ in gevonden}
    for opdracht, rest in gevonden:
        if opdracht == "--help":
            continue
        assert opdracht in bekend, opdracht
        assert {r.split("=")[0] for r in rest if r.startswith("--")} <= bekend[opdracht], f"{opdracht} {rest}"


def test_elke_optie_in_de_readme_staat_in_de_hulp_van_grip():
    genoemd = set(re.findall(r"(?<![\w|-])--[a-z][a-z-]*", README))
    hulp = set()
    for opdracht in ([], *([n] for n in opties())):
        uitkomst = CliRunner().invoke(
            app, [*opdracht, "--help"], env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}
        )
        assert uitkomst.exit_code == 0
        hulp |= set(re.findall(r"--[a-z][a-z-]*", uitkomst.output))
    assert {"--raw", "--json", "--csv", "--peildatum"} <= genoemd
    assert genoemd <= hulp


def test_de_twee_eerste_opdrachten_staan_letterlijk_elk_in_een_blok():
    blokken = [blok.strip() for _, blok in BLOK.findall(README)]
    assert blokken.index("python3 start.py") < blokken.index("python3 start.py test")


def test_readme_heeft_minstens_twaalf_vragen_van_een_opdracht():
    vragen = [blok for taal, blok in BLOK.findall(README) if taal == "sql"]
    assert len(vragen) >= 12
    for vraag in vragen:
        assert vraag.strip().startswith("select")
        assert vraag.count(";") == 1 and vraag.strip().endswith(";")


def test_bestanden_in_voorbeelden_van_check_bestaan():
    paden = {d for o, rest in opdrachten() if o == "check" for d in rest if d.startswith("data/")}
    assert paden
    assert all((PROJECT / p).exists() for p in paden)


def test_elk_paspoort_is_genoemd_als_bron():
    for pad in (PROJECT / "data" / "raw").glob("*/*.yml"):
        paspoort = yaml.safe_load(pad.read_text(encoding="utf-8"))
        rij = next((r for r in README.splitlines() if r.startswith(f"| {paspoort['leverancier']} |")), "")
        assert paspoort["licence"] in rij, pad.name


def test_elke_sleutel_van_een_indeling_staat_in_contributing():
    """What the bundled layouts use is explained, and the YAML examples are layouts that can be read."""
    sleutels = set()
    for bron in BRONNEN:
        pad = layout.LAYOUTS / f"{bron}.yml"
        for velden in (yaml.safe_load(pad.read_text(encoding="utf-8")) if pad.exists() else {}).values():
            sleutels |= set(velden)
            for tabel in velden["tabellen"]:
                sleutels |= set(tabel) | set(tabel.get("ontdraai", {}))
            for controle in velden.get("controles", []):
                sleutels |= set(controle)
                assert f"`{controle.get('is', controle['code'])}`" in BIJDRAGEN
    assert {s for s in sleutels if f"`{s}`" not in BIJDRAGEN} == set()


def test_voorbeeldindeling_is_te_lezen(tmp_path):
    voorbeeld = next(b for taal, b in BLOK.findall(BIJDRAGEN) if taal == "yaml" and b.startswith("voorbeeld_uitgaven"))
    (tmp_path / "uitgaven.yml").write_text(voorbeeld, encoding="utf-8")
    (indeling,) = layout.laad_layouts("uitgaven", tmp_path)
    assert indeling.emissies[0].factor == {"bedrag": 1000}
    assert indeling.controles[0]["is"] == "plus"


# what the standard allows (publiccode.yml 0.4, 'The Standard')
STATUSSEN = {"concept", "development", "beta", "stable", "obsolete"}
SOORTEN = {f"standalone/{s}" for s in ("mobile", "iot", "desktop", "web", "backend", "other")}
SOORTEN |= {"addon", "library", "configurationFiles"}
VERPLICHT = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation",
}  # fmt: skip


def test_publiccode_volgt_de_standaard():
    code = yaml.safe_load(LEES[PROJECT / "publiccode.yml"])
    assert set(code) >= VERPLICHT
    assert code["publiccodeYmlVersion"] == "0.4"
    assert code["url"].startswith("https://")
    assert code["developmentStatus"] in STATUSSEN
    assert code["softwareType"] in SOORTEN
    assert set(code["description"]) >= {"nl", "en"}
    for tekst in code["description"].values():
        assert 0 < len(tekst["shortDescription"]) <= 150
        assert 150 <= len(tekst["longDescription"]) <= 10_000
        assert 5 <= len(tekst["features"]) <= 20
    assert code["legal"]["license"] == "EUPL-1.2"
    assert code["maintenance"]["type"] in {"internal", "community"}
    assert all(c["name"] for c in code["maintenance"]["contacts"])
    assert code["localisation"] == {"localisationReady": False, "availableLanguages": ["nl"]}


def test_licentie_is_volledig():
    tekst = LEES[PROJECT / "LICENSE.txt"]
    assert tekst.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    assert re.findall(r"^(\d+)\. ", tekst, re.MULTILINE) == [str(n) for n in range(1, 16)]
    assert tekst.endswith("require the production of a new EUPL version.\n")


# where packages come from, and paths that exist on one machine only
VERBODEN = re.compile(
    r"(?:index-url|find-links|registry)[ =]+\S*://|"
    r"(?<![\w.<])/(?:work|tmp|home|root|Users|opt|mnt)/|[A-Z]:\\Users",
)


@pytest.mark.parametrize("pad", TEKSTEN, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_geen_pakketbron_of_pad_van_een_machine(pad):
    assert not VERBODEN.search(LEES[pad])


def test_tekens_zijn_gewoon():
    """No tabs, no line ends of another system, no space at the end of a line."""
    for pad in TEKSTEN:
        rauw = Path(pad).read_bytes()
        assert b"\r" not in rauw and b"\t" not in rauw, pad.name
        assert not re.search(rb" +\n", rauw), pad.name
