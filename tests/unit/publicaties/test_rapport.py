"""The page against its marts: figures, unknowns, hostile text, structure, nothing from outside."""

import re

import pytest
from marts_bouw import GEMEENTE, JEUGD, KOP, KWAAD, RIJEN, D, Pagina, bouw

from pipeline.publicaties.kernboodschap import kernboodschap
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import begrippen
from pipeline.publicaties.rapport import maak_rapport

V = "\u00a0"


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    map_ = tmp_path_factory.mktemp("rapport")
    with bouw(map_ / "bron.duckdb") as con:
        maak_rapport(con, KOP, map_ / "a.html")
        maak_rapport(con, KOP, map_ / "b.html")
    assert (map_ / "a.html").read_bytes() == (map_ / "b.html").read_bytes()
    return (map_ / "a.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pagina(html):
    return Pagina(html)


def test_budget_cel_voor_cel(pagina):
    assert pagina.tabellen["Hilversum 2022: begroting, realisatie en prognose"][1:] == [
        ["Jeugd", f"€{V}900", f"€{V}1.000", f"€{V}1.251", "december 2022", "onbekend", "onbekend", "onbekend", "onbekend",
         f"€{V}251 nadeel", "25,1% nadeel", "■ rood", "incidenteel", "onbekend", "=cmd|' /C calc'!A0"]
    ]  # fmt: skip
    assert pagina.tabellen["Huizen 2022: begroting, realisatie en prognose"][1][3:14] == [
        "onbekend", "onbekend", "onbekend", f"€{V}1.900.000", f"€{V}1.950.000", f"€{V}2.100.000",
        f"€{V}50.000 voordeel", "2,5% voordeel", "● groen", "–", "31,5%",
    ]  # fmt: skip


def test_per_inwoner_met_groei_en_breuk(pagina):
    assert pagina.tabellen["Hilversum: uitgaven per inwoner over de jaren"][1:] == [
        ["Jeugd", "2021", f"€{V}22.501.000", "91.235", f"€{V}246,63", "onbekend", "nee"],
        ["Jeugd", "2022", f"€{V}25.204.000", "91.735", f"€{V}274,75", "+12,0%", "⚠ breuk: geen groei van zorg"],
    ]
    assert pagina.tabellen["Huizen: uitgaven per inwoner over de jaren"][1] == [
        "Jeugd", "2022", "onbekend", "onbekend", "onbekend", "onbekend", "nee",
    ]  # fmt: skip


def test_geheim_cijfer_toont_zijn_teken(pagina):
    (tabel,) = [t for b, t in pagina.tabellen.items() if b.startswith("Cliënten per halfjaar")]
    assert tabel[1:] == [["Hilversum", "Jeugd", "alle", "1.885"], ["Huizen", "Jeugd", "alle", "x (geheim)"]]


def test_rijksbijdrage_dekking_en_maatregelen(pagina):
    assert pagina.tabellen["Rijksbijdragen 2025, laatste circulaire"][1] == [
        "Hilversum", "Jeugd", "septembercirculaire 2024", f"€{V}39.046.120", f"€{V}261.878 eraf", "nee",
    ]  # fmt: skip
    bekend = pagina.tabellen["Dekking waar rijksbijdrage en uitgaven bekend zijn"][1]
    assert bekend[3:7] == [f"€{V}5.260.346", f"€{V}10.793.000", f"€{V}5.532.654 nadeel", "48,7%"]
    assert pagina.tabellen["Rijksbijdrage zonder uitgaven van hetzelfde jaar"][1][4:7] == ["onbekend"] * 3
    assert pagina.tabellen["Maatregelen Gooi en Vechtstreek"][1] == [
        "7", KWAAD, "Hulp", "2024", f"€{V}90.000", f"€{V}1.047.390", f"€{V}1.137.390", f"€{V}-957.390",
        f"€{V}-2.094.780",
    ]  # fmt: skip


def test_benchmark_met_noot(pagina):
    tabel = pagina.tabellen["Jeugd 2022: uitgaven per inwoner"]
    assert tabel[1] == ["Huizen", f"€{V}324,81", "1 van 1", f"€{V}254,30", "onbekend", "ja", "noot 1"]
    assert tabel[2] == ["Hilversum", f"€{V}274,75", "buiten de rangorde", f"€{V}254,30", "onbekend", "nee", "noot 2"]
    assert pagina.teksten.index("Geldig.") < pagina.teksten.index("Niet geldig: boekingsbreuk.")


def test_kernboodschap(html):
    kern = re.findall(r"<li>(.*?)</li>", html.split('<ul class="kern">')[1].split("</ul>")[0])
    assert len(kern) == 5
    assert kern[0] == "Prognose 2022: bij geen enkel onderdeel is een overschrijding van de begroting te verwachten."
    # Hilversum grew 800%, but by a boekingsbreuk
    assert "stegen het sterkst bij Jeugd in Huizen (+1,3%" in kern[1] and "Hilversum" not in kern[1]
    assert "Jeugdwet 48,7% (nadeel)" in kern[2]
    assert "2 bevindingen vragen actie: 1 fout en 1 waarschuwing" in kern[3]
    assert "jaarrekeningen na 2022" in kern[4] and "realisatie 2022 van Huizen" in kern[4]


def _kern(tmp_path, budget):
    with bouw(tmp_path / "k.duckdb", RIJEN | {"budgetbewaking": budget}) as con:
        return kernboodschap(con, KOP)


def test_kernboodschap_noemt_de_grootste_overschrijdingen_met_hun_kans(tmp_path):
    def rij(naam, afwijking, jaar=2026, **meer):
        return GEMEENTE | JEUGD | {"gemeente": naam, "jaar": jaar, "prognose_midden_eur": D(1), "afwijking_eur": afwijking,
                                   "oordeel": "nadeel" if afwijking < 0 else "voordeel"} | meer  # fmt: skip

    klein = rij("Klein", D(-1000), afwijking_pct=D("-1.04"), kans_overschrijding_pct=D("62.4"))
    groot = rij("Groot", D(-2500000), afwijking_pct=D("-5.00"), kans_overschrijding_pct=D("99.6"))
    zonder = rij("Zonder", D(-2000))
    budget = [klein, groot, zonder, rij("Minder", D(-1)), rij("Over", D(9)), rij("Later", D(-9000000), 2027),
              rij("Dicht", D(-9000000), realisatie_status="jaarrekening")]  # fmt: skip
    kern = _kern(tmp_path, budget)
    assert len(kern) == 5
    assert kern[0] == (
        "Prognose 2026: 4 van de 5 onderdelen komen naar verwachting boven de begroting uit; het meest "
        f"Jeugd in Groot (€{V}2,5{V}mln nadeel, 5,0%, kans 99,6%), Jeugd in Zonder (€{V}2.000 nadeel) en "
        f"Jeugd in Klein (€{V}1.000 nadeel, 1,0%, kans 62,4%)."
    )


def test_kernboodschap_zonder_prognose_noemt_de_regio(tmp_path):
    kern = _kern(tmp_path, [])
    assert len(kern) == 5 and f"Gooi en Vechtstreek gaf per inwoner €{V}254 aan Jeugd uit" in kern[1]


def test_bevindingen_en_leveringen(pagina):
    som = "Een gepubliceerd totaal is niet de som van zijn delen."
    assert pagina.tabellen["Bevindingen naar ernst en regel"][2][1:] == ["controle.som", som, "1", "leverancier"]
    # in the overview and beside the rows themselves
    assert pagina.teksten.count(som) == 2
    rij = pagina.tabellen["Waarschuwing: regel controle.som"][1]
    assert rij == ["a.csv", "–", "7", "@bedrag", "=cmd|' /C calc'!A0", "1,5", "1,30", KWAAD, "leverancier"]
    assert pagina.tabellen["Leveringen"][1][1:4] == ["gelezen", "1.716", "0"]
    assert [r[0] for r in pagina.tabellen["Bevindingen naar ernst en regel"][1:]] == ["Fout", "Waarschuwing"]


def test_kop_van_het_rapport(pagina):
    tekst = " ".join(pagina.teksten)
    for deel in ("1 maart 2026", "voorlopig", "intern", "2022", "0.1.0"):
        assert deel in tekst


def test_tekst_van_buiten_wordt_geen_opmaak(html, pagina):
    assert "<script" not in html and not [t for t, _ in pagina.tags if t in {"script", "b", "iframe", "link", "img"}]
    assert not [k for _, kenmerken in pagina.tags for k in kenmerken if k.startswith("on")]
    # in its table, in the label of the chart and in the finding
    assert html.count("&lt;script&gt;") == 3
    assert "&lt;b&gt;in euro&lt;/b&gt;" in html


def test_niets_van_buiten(html, pagina):
    verwijzingen = [
        w
        for _, kenmerken in pagina.tags
        for k, w in kenmerken.items()
        if k in {"href", "src", "xlink:href", "action", "data"}
    ]
    assert verwijzingen and all(w.startswith("#") for w in verwijzingen)
    # a web address in the data is only text
    assert html.count("http") == html.count("https://voorbeeld.invalid/x") + html.count("http-equiv")
    assert "@import" not in html and not re.search(r"url\((?!#)", html)
    (beleid,) = [k["content"] for t, k in pagina.tags if k.get("http-equiv") == "Content-Security-Policy"]
    assert beleid.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_bouw_van_de_pagina(pagina):
    assert not pagina.fouten and not pagina.open
    assert pagina.tags[0] == ("html", {"lang": "nl"}) or ("html", {"lang": "nl"}) in pagina.tags
    assert pagina.koppen[0] == 1 and pagina.koppen.count(1) == 1
    assert all(later <= eerder + 1 for eerder, later in zip(pagina.koppen, pagina.koppen[1:], strict=False))
    assert pagina.tabellen and not [b for b in pagina.tabellen if b.startswith("zonder bijschrift")]
    assert pagina.zonder_scope == 0
    figuren = [k for t, k in pagina.tags if t == "figure"]
    assert figuren and all(k["role"] == "img" and k["aria-label"] for k in figuren)
    doelen = [k["id"] for _, k in pagina.tags if k.get("id")]
    assert len(doelen) == len(set(doelen))
    assert {k["href"][1:] for t, k in pagina.tags if t == "a"} <= set(doelen)


def test_elke_rij_heeft_evenveel_cellen(pagina):
    for bijschrift, rijen in pagina.tabellen.items():
        assert len({len(r) for r in rijen}) == 1, bijschrift


def test_een_lege_database_geeft_een_leesbare_pagina(tmp_path):
    with bouw(tmp_path / "leeg.duckdb", {}) as con:
        maak_rapport(con, Kop(KOP.peildatum, "0.1.0", "openbaar", "voorlopig", None), tmp_path / "leeg.html")
    pagina = Pagina((tmp_path / "leeg.html").read_text(encoding="utf-8"))
    tekst = " ".join(pagina.teksten)
    assert "nog niet geleverd" in tekst and "Nieuwste afgesloten jaar" in tekst and "onbekend" in tekst
    assert all(later <= eerder + 1 for eerder, later in zip(pagina.koppen, pagina.koppen[1:], strict=False))
    assert not pagina.fouten


def test_een_regel_buiten_de_catalogus_heet_naar_zijn_code(tmp_path):
    with bouw(tmp_path / "r.duckdb", {"bevindingen": [RIJEN["bevindingen"][0] | {"regel_code": "nieuw.x"}]}) as con:
        maak_rapport(con, KOP, tmp_path / "r.html")
    overzicht = Pagina((tmp_path / "r.html").read_text(encoding="utf-8")).tabellen["Bevindingen naar ernst en regel"]
    assert overzicht[1][1:3] == ["nieuw.x", "nieuw.x"]


def test_op_papier_staat_wat_open_staat(html):
    druk = html.split("@media print")[1].split("</style>")[0]
    assert "details:not([open]), .naslag { display: none; }" in druk and "details-content" not in druk
    # what always stands on paper is neither folded nor reference
    for bijschrift in ("Bevindingen naar ernst en regel", "Dekking waar", "Jeugd 2022: uitgaven per inwoner"):
        ervoor = html.split(f"<caption>{bijschrift}")[0]
        assert ervoor.count("<details") == ervoor.count("</details>") and 'class="naslag"' not in ervoor


def test_begrippen_komen_uit_hun_bestand(pagina):
    termen = [term for term, _ in begrippen()]
    assert len(termen) == len(set(termen)) and termen[0] == "Peildatum"
    assert all(term in pagina.teksten and uitleg in pagina.teksten for term, uitleg in begrippen())


def test_een_regel_met_veel_bevindingen_noemt_hoeveel_er_zijn(tmp_path):
    veel = [RIJEN["bevindingen"][1] | {"regel": n} for n in range(1, 1203)]
    with bouw(tmp_path / "veel.duckdb", {"bevindingen": veel}) as con:
        maak_rapport(con, KOP, tmp_path / "veel.html")
    html = (tmp_path / "veel.html").read_text(encoding="utf-8")
    assert "De eerste 150 van 1.202" in html
    assert len(Pagina(html).tabellen["Fout: regel waarde.onleesbaar"]) == 151
