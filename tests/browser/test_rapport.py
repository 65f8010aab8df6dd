"""The report in a real browser: silent, accessible, led by the keyboard, as narrow as a phone, on paper, and true."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from .vergelijk import CELLEN, Bron

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
KLAAR = "document.documentElement.dataset.klaar === 'ja'"
MEESTE_BYTES = 3_000_000


@pytest.fixture(params=["bundel", "demo"])
def intern(request) -> Path:
    """The folder of the edition intern: of the real figures and of the demo region."""
    return request.getfixturevalue(request.param).publicaties / "intern"


def kies(pagina, **keuze):
    for naam, waarde in keuze.items():
        pagina.select_option(f"#kies-{naam}", waarde)
    pagina.wait_for_function(KLAAR)


def waarden(pagina, naam):
    """What can be chosen, the empty choice left out."""
    return pagina.eval_on_selector_all(
        f"#kies-{naam} option", "opties => opties.filter(o => o.value && !o.disabled).map(o => o.value)"
    )


def axe(pagina):
    pagina.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    uit = pagina.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG)
    return [(v["id"], v["help"], [n["target"] for n in v["nodes"]][:3]) for v in uit["violations"]]


@pytest.mark.parametrize(
    ("naam", "uitgave", "gekozen"),
    # the default view is the same whoever draws it (a test below): each page once, by turns before and after a choice
    [("bundel", "intern", False), ("bundel", "openbaar", True), ("demo", "intern", True), ("demo", "openbaar", False)],
)
def test_stil_en_toegankelijk_voor_en_na_een_keuze(kijk, request, naam, uitgave, gekozen):
    uitgave = request.getfixturevalue(naam).publicaties / uitgave
    assert (uitgave / "rapport.html").stat().st_size < MEESTE_BYTES
    pagina = kijk(uitgave / "rapport.html")  # fails on an error in the console and on any request
    assert pagina.get_attribute("html", "lang") == "nl"
    if gekozen and waarden(pagina, "gebied"):
        kies(pagina, gebied=waarden(pagina, "gebied")[-1], wet=waarden(pagina, "wet")[0])
    assert axe(pagina) == []


def test_het_script_toont_wat_de_server_toonde(kijk, intern):
    """The default choice twice: as the server wrote it, and as the script does after another choice."""
    pagina = kijk(intern / "rapport.html")
    beeld = """() => [...document.querySelectorAll("[data-blok]")].map((b) => [b.dataset.blok,
        b.querySelector(".inhoud").innerHTML.replace(/>\\s+</g, "><"),
        [...b.querySelectorAll(".onderschrift")].map((o) => o.textContent),
        [...b.querySelectorAll("figure")].map((f) => f.getAttribute("aria-label"))])"""
    server = pagina.evaluate(beeld)
    kies(pagina, gebied=waarden(pagina, "gebied")[1])
    assert pagina.evaluate(beeld) != server
    pagina.click("#kiezer button")
    pagina.wait_for_function(KLAAR)
    for eigen, getekend in zip(server, pagina.evaluate(beeld), strict=True):
        assert getekend == eigen, eigen[0]
    assert "#" not in pagina.url


def test_elke_cel_is_die_van_de_databank(kijk, intern):
    pagina, bron = kijk(intern / "rapport.html"), Bron(intern)
    gebieden, jaren = waarden(pagina, "gebied"), waarden(pagina, "jaar")
    keuzes = [
        {}, {"gebied": gebieden[1]}, {"gebied": gebieden[-1], "wet": "wmo"}, {"jaar": jaren[1]}, {"wet": "jeugdwet"},
        {"gebied": gebieden[0], "wet": "wmo", "jaar": ""},
    ]  # fmt: skip
    keuzes += [{"wet": "", "voorziening": v} for v in waarden(pagina, "voorziening")[::6]]
    vergeleken = 0
    for keuze in keuzes:
        kies(pagina, **keuze)
        uitkomst = list(bron.verschillen(pagina.evaluate(CELLEN)))
        assert [v for v in uitkomst if v][:5] == [], keuze
        vergeleken += len(uitkomst)
    assert vergeleken > 1000


def test_kiezen_met_alleen_het_toetsenbord(kijk, demo):
    pagina = kijk(demo.publicaties / "intern" / "rapport.html")
    focus = "document.activeElement.id"
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.className") == "spring"
    for _ in range(30):
        if pagina.evaluate(focus) == "kies-gebied":
            break
        pagina.keyboard.press("Tab")
    naam = pagina.eval_on_selector("#kies-gebied", "s => s.options[1].text")
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate(focus) == "kies-wet"
    pagina.keyboard.type("Wmo")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate(focus) == "kies-voorziening"
    pagina.keyboard.press("ArrowDown")
    pagina.wait_for_function(KLAAR)
    gekozen = pagina.text_content("#gekozen")
    voorziening = pagina.eval_on_selector("#kies-voorziening", "s => s.selectedOptions[0].text")
    assert gekozen == f"Getoond: {naam}, {voorziening}, nieuwste jaar per onderwerp."
    assert re.search(r"#\?gebied=GM\d+&wet=wmo&voorziening=\w+$", pagina.url)
    assert naam in pagina.text_content("#blok-budget caption")
    # on with Tab: the button, then the first table, that scrolls by keyboard
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_een_adres_opent_hetzelfde_beeld(kijk, demo):
    pad = demo.publicaties / "intern" / "rapport.html"
    pagina = kijk(pad)
    kies(pagina, gebied=waarden(pagina, "gebied")[2], wet="jeugdwet")
    pagina.click('nav a[href="#zorg"]')
    adres, toen = pagina.url, pagina.evaluate(CELLEN)
    assert adres.split("#")[1].startswith("zorg?gebied=")
    ander = kijk(pad, anker=f"#{adres.split('#')[1]}")
    ander.wait_for_function(KLAAR)
    assert ander.evaluate(CELLEN) == toen and ander.evaluate("document.activeElement.id") == "zorg"
    # what does not exist is no choice
    onzin = kijk(pad, anker="#?gebied=GM0000&wet=x&voorziening=<b>&jaar=1")
    assert onzin.evaluate("[...document.querySelectorAll('#kiezer select')].map(s => s.value)")[1:] == ["", "", ""]


def test_een_kolom_leidt_naar_haar_definitie(kijk, demo):
    pagina = kijk(demo.publicaties / "intern" / "rapport.html")
    pagina.click("#blok-budget thead a >> nth=2")
    doel = pagina.evaluate("document.activeElement.id")
    assert doel.startswith("k-budgetbewaking-") and pagina.is_visible(f"#{doel}")


@pytest.mark.parametrize("breed", [320, 375])
def test_smal_schuift_alleen_een_tabel(kijk, intern, breed):
    pagina = kijk(intern / "rapport.html", breed=breed, hoog=640)
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breed
    kies(pagina, wet="wmo")
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breed
    # what is wider scrolls in a region that the keyboard reaches
    los = pagina.evaluate("""() => [...document.querySelectorAll("table, figure svg")].filter((e) => {
        const rol = e.closest(".rol"); return !rol || rol.tabIndex !== 0 || !rol.getAttribute("aria-label"); }).length""")
    assert los == 0


def test_een_signaal_is_een_woord_met_een_teken(kijk, intern):
    pagina = kijk(intern / "rapport.html")
    teksten = set(pagina.eval_on_selector_all("td.signaal", "cellen => cellen.map((c) => c.textContent)"))
    assert teksten and teksten <= {"● groen", "▲ oranje", "■ rood", "onbekend"}


def test_op_papier(kijk, intern):
    pagina = kijk(intern / "rapport.html")
    kies(pagina, wet="wmo")
    pdf = pagina.pdf(prefer_css_page_size=True)
    bladen = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert pdf.startswith(b"%PDF") and 5 <= bladen <= 40
    pagina.emulate_media(media="print")
    assert not pagina.is_visible("#kiezer") and not pagina.is_visible("nav") and not pagina.is_visible("#begrippen")
    assert pagina.is_visible("#blok-budget table")


def test_zonder_script_staat_de_beginstand_er(kijk, intern):
    pagina = kijk(intern / "rapport.html", java_script_enabled=False)
    assert pagina.is_visible("#blok-budget table") and pagina.is_visible(".zonder-script")
    assert not pagina.is_visible("#kiezer")
    assert pagina.locator("figure svg").count() > 3


BEELDEN = (
    ("bundel", {"gebied": "GM0402"}, ()),
    ("bundel", {"gebied": "GM0402", "wet": "jeugdwet", "voorziening": "jeugd"}, ("benchmark",)),
    ("bundel", {"gebied": "GM1730", "wet": "", "voorziening": ""}, ("dekking",)),
    ("demo", {"wet": "wmo"}, ("oploop", "brug", "stromen", "lorenz")),
)


def test_beelden_voor_de_uitleg(kijk, demo, bundel, leg_vast):
    """The pictures of the docs, made from what the tests look at: the head of the page, and each kind of chart."""
    paginas = {
        naam: kijk(plekken.publicaties / "intern" / "rapport.html", breed=1200, hoog=1000)
        for naam, plekken in (("bundel", bundel), ("demo", demo))
    }
    for naam, keuze, blokken in BEELDEN:
        pagina = paginas[naam]
        kies(pagina, **keuze)
        if not blokken or naam == "demo":
            leg_vast(pagina, "rapport" if naam == "bundel" else "rapport-demo")
        for blok in blokken:
            figuur = pagina.locator(f"#blok-{blok} .figuren")
            assert figuur.locator("svg").count() == 1
            leg_vast(figuur, f"rapport-{blok}")
