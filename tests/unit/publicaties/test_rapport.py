"""The page against its marts: figures, unknowns, hostile text, structure, nothing from outside."""

import base64
import hashlib
import json
import re

import pytest
from marts_bouw import GEMEENTE, JEUGD, KOP, KWAAD, RIJEN, D, Pagina, bouw, kiezer

from pipeline.publicaties import tabellen
from pipeline.publicaties.kernboodschap import kernboodschap
from pipeline.publicaties.kop import Kop
from pipeline.publicaties.lezen import begrippen, mensentekst, toelichtingen
from pipeline.publicaties.rapport import maak_rapport
from pipeline.publicaties.verborgen import REDENEN

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


@pytest.fixture(scope="module")
def kies(tmp_path_factory):
    with bouw(tmp_path_factory.mktemp("blokken") / "bron.duckdb") as con:
        yield kiezer(con)


HILVERSUM, HUIZEN = "GM0402", "GM0406"


def test_budget_cel_voor_cel(kies, pagina):
    bijschrift, tabel = kies("budget", gebied=HILVERSUM)
    assert bijschrift == "Hilversum 2022: begroting, realisatie en prognose"
    # what no row has is named below the table, not shown
    assert tabel == [
        ["Onderdeel", "Begroting primitief", "Begroting na wijziging", "Realisatie", "Realisatie t/m", "Afwijking",
         "Afwijking in %", "Signaal", "Incidenteel of structureel"],
        ["Jeugd", f"€{V}900", f"€{V}1.000", f"€{V}1.251", f"december{V}2022", f"€{V}251 nadeel", "25,1% nadeel", "■ rood",
         "incidenteel"],
    ]  # fmt: skip
    # the region comes first: the page shows it before any choice, and says what is not known of it
    bijschrift, tabel = kies("budget", gebied="RG-GV")
    assert pagina.tabellen[bijschrift] == tabel
    assert any(t.startswith("Onbekend bij deze keuze: Begroting primitief") for t in pagina.teksten)
    _, tabel = kies("budget", gebied=HUIZEN)
    assert dict(zip(*tabel, strict=True)) | {"Onderdeel": "Jeugd"} == {
        "Onderdeel": "Jeugd", "Begroting primitief": f"€{V}2.000.000", "Begroting na wijziging": f"€{V}2.000.000",
        "Prognose laag": f"€{V}1.900.000", "Prognose midden": f"€{V}1.950.000", "Prognose hoog": f"€{V}2.100.000",
        "Afwijking": f"€{V}50.000 voordeel", "Afwijking in %": "2,5% voordeel", "Signaal": "● groen",
        "Kans op overschrijding": "31,5%",
    }  # fmt: skip


def test_alle_gebieden_naast_elkaar(kies):
    _, tabel = kies("afwijking", gebied=HILVERSUM, wet="jeugdwet", voorziening="jeugd")
    assert [r[0] for r in tabel[1:]] == ["Hilversum", "Huizen"]
    # an unknown figure among known ones keeps its word
    assert tabel[2][2:5] == ["onbekend", f"€{V}1.950.000", f"€{V}50.000 voordeel"]


def test_een_keuze_zonder_cijfers_zegt_waar_er_wel_zijn(kies):
    assert kies("budget", gebied=HILVERSUM, jaar="2021") == (
        "Voor deze keuze zijn er geen cijfers. Dit gebied heeft cijfers van 2022.", [])  # fmt: skip
    assert kies("maatregelen", gebied=HILVERSUM)[0].endswith("Wel voor: Gooi en Vechtstreek.")
    assert kies("lorenz", gebied=HILVERSUM)[0] == "De verdeling van kosten over cliënten is nog niet te maken."


def test_per_inwoner_met_groei_en_breuk(kies):
    assert kies("inwoner", gebied=HILVERSUM)[1][1:] == [
        ["Jeugd", "2021", f"€{V}22.501.000", "91.235", f"€{V}246,63", "onbekend", "nee"],
        ["Jeugd", "2022", f"€{V}25.204.000", "91.735", f"€{V}274,75", "+12,0%", "⚠ breuk: geen groei van zorg"],
    ]


def test_geheim_cijfer_toont_zijn_teken(kies):
    assert kies("clienten", gebied=HILVERSUM)[1][1] == ["Jeugd", "2019, 1e halfjaar", "alle", "1.885"]
    assert kies("clienten", gebied=HUIZEN)[1][1] == ["Jeugd", "2019, 1e halfjaar", "alle", "x (geheim)"]


def test_rijksbijdrage_dekking_en_maatregelen(kies):
    assert kies("circulaires", gebied=HILVERSUM, jaar="2025")[1][1] == [
        "Jeugd", "Jeugdwet", "septembercirculaire 2024", f"€{V}39.046.120", f"€{V}261.878 eraf", "nee",
    ]  # fmt: skip
    _, (_, bekend, zonder) = kies("dekking", gebied=HILVERSUM)
    assert bekend[2:6] == [f"€{V}5.260.346", f"€{V}10.793.000", f"€{V}5.532.654 nadeel", "48,7%"]
    assert zonder[3:6] == ["onbekend"] * 3
    assert kies("maatregelen", gebied="RG-GV")[1][1] == [
        "7", KWAAD, "Hulp", "2024", f"€{V}90.000", f"€{V}1.047.390", f"€{V}1.137.390", f"€{V}-957.390",
        f"€{V}-2.094.780",
    ]  # fmt: skip


def test_benchmark_met_noot(kies):
    bijschrift, tabel = kies("benchmark", gebied=HILVERSUM, wet="jeugdwet", voorziening="jeugd")
    assert bijschrift == "Uitgaven per inwoner 2022, Jeugd, alle gemeenten"
    assert tabel[1:] == [
        ["Huizen", f"€{V}324,81", "1 van 1", f"€{V}254,30", "ja", "Geldig."],
        ["Hilversum", f"€{V}274,75", "buiten de rangorde", f"€{V}254,30", "nee", "Niet geldig: boekingsbreuk."],
    ]


def test_zorg_en_aansluiting(kies):
    _, tabel = kies("aanbieders", gebied=HILVERSUM, wet="wmo", voorziening="begeleiding")
    assert tabel[1] == ["00000001", "12", f"€{V}5.500", f"€{V}50,25", "uur", "6.089"]
    _, tabel = kies("aansluiting", gebied=HILVERSUM)
    assert tabel[1] == ["Wmo, hele wet", f"€{V}1.500", f"€{V}1.000", f"€{V}200", f"€{V}50", f"€{V}250", f"€{V}100",
                        f"€{V}150", "Zonder pgb."]  # fmt: skip


def test_wat_verborgen_is_toont_zijn_reden_en_nooit_nul_of_onbekend(tmp_path):
    cel = GEMEENTE | {"niveau": "groep", "wet": "jeugdwet", "voorziening": "jeugd", "is_voorkeur": True, "jaar": 2026,
                      "periode": "2026", "periode_soort": "jaar", "leveringsvorm": "zin"}  # fmt: skip
    with bouw(tmp_path / "v.duckdb", {"clienten": [cel | {"inwoners_aantal": 100}]}) as con:
        con.execute("alter table marts.clienten add column verborgen varchar")
        con.execute("update marts.clienten set verborgen = 'clienten_aantal:klein,per_1000_inwoners:afgeleid'")
        _, (koppen, rij) = kiezer(con)("clienten", gebied="GM0402")
        maak_rapport(con, KOP, tmp_path / "v.html")
    assert dict(zip(koppen[3:], rij[3:], strict=True)) == {
        "Cliënten": f"×{V}klein", "Inwoners": "100", "Per 1.000 inwoners": f"×{V}afgeleid",
    }  # fmt: skip
    html = (tmp_path / "v.html").read_text(encoding="utf-8")
    # what a reason means stands below the table and among the terms
    assert (
        f"Verborgen, lees het niet als nul: ×{V}klein: {REDENEN['klein']}; ×{V}afgeleid: {REDENEN['afgeleid']}."
    ) in html
    assert "× (verborgen)" in html


def test_een_mens_staat_onder_de_gemaakte_zin(tmp_path):
    uitleg = {"gemeente_code": "GM0402", "jaar": 2022, "periode": "2022", "wet": "jeugdwet", "voorziening": "jeugd"}
    with bouw(tmp_path / "t.duckdb", RIJEN) as con:
        con.execute("drop table if exists marts.toelichtingen")
        assert toelichtingen(con) == []
        con.execute(
            "create table marts.toelichtingen (gemeente_code varchar, jaar integer, periode varchar, wet varchar, "
            "voorziening varchar, niveau varchar, reeks varchar, tekst varchar, auteur varchar, is_voorkeur boolean)"
        )
        for rij in (uitleg, uitleg | {"jaar": 1999, "periode": "1999"}):
            con.execute(
                "insert into marts.toelichtingen values (?, ?, ?, ?, ?, 'groep', 'x', ?, ?, true)",
                [*rij.values(), f"Eén dure plaatsing. {KWAAD}", "A. Jansen"],
            )
        assert mensentekst(toelichtingen(con))["GM0402", 2022, "jeugdwet", "jeugd"] == (
            f"A. Jansen, 2022: Eén dure plaatsing. {KWAAD}"
        )
        # what is on a year without a budget stands on its own
        assert kiezer(con)("losse_teksten", gebied="GM0402")[1][1] == [
            "Jeugd", "1999", f"Eén dure plaatsing. {KWAAD}", "A. Jansen",
        ]  # fmt: skip
        maak_rapport(con, KOP, tmp_path / "t.html")
    html = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert "A. Jansen, 2022: Eén dure plaatsing. \\u003cscript>" in html.split('id="data">')[1]
    getoond = tabellen.cel(
        {"toelichting": "Gemaakt.", "mens": KWAAD}, tabellen.Kolom("toelichting", "", "toelichting", naast="mens")
    )
    assert (getoond.tekst, getoond.mens) == ("Gemaakt.", KWAAD)


def test_kernboodschap(html):
    kern = re.findall(r"<li>(.*?)</li>", html.split('<ul class="kern">')[1].split("</ul>")[0])
    kern = [re.sub("</?strong>", "", zin) for zin in kern]
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
    assert any(t.startswith("1 levering; geen fouten") for t in pagina.teksten)
    assert [r[0] for r in pagina.tabellen["Bevindingen naar ernst en regel"][1:]] == ["Fout", "Waarschuwing"]


def test_kop_van_het_rapport(pagina):
    tekst = " ".join(pagina.teksten)
    for deel in ("1 maart 2026", "voorlopig", "intern", "2022", "0.1.0"):
        assert deel in tekst


def test_tekst_van_buiten_wordt_geen_opmaak(html, pagina):
    # the data and two scripts; no deliverer's text ends or begins one
    assert [k.get("type") for t, k in pagina.tags if t == "script"] == ["application/json", None, None]
    assert not [t for t, _ in pagina.tags if t in {"b", "iframe", "link", "img"}]
    assert not [k for _, kenmerken in pagina.tags for k in kenmerken if k.startswith("on")]
    gegevens = html.split('id="data">')[1].split("</script>")[0]
    assert "<" not in gegevens and "\\u003cscript>alert" in gegevens
    zonder_script = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
    # in its table, in the label of the chart and in the finding
    assert zonder_script.count("&lt;script&gt;") == 3 and "<script>alert" not in zonder_script
    assert "&lt;b&gt;in euro&lt;/b&gt;" in html


def test_de_gegevens_van_de_pagina_zijn_die_van_de_mart(html):
    gegevens = json.loads(html.split('id="data">')[1].split("</script>")[0], parse_float=D, parse_int=D)
    blok = gegevens["blokken"]["maatregelen"]
    assert blok["data"]["netto_eur"] in ([D(1137390)], {"w": [D(1137390)], "i": [0]})
    assert blok["mart"] == "maatregelen" and set(blok["sleutel"]) <= set(blok["data"])
    assert [code for code, _ in gegevens["opties"]["gebieden"]] == ["RG-GV", "GM0402", "GM0406"]
    assert gegevens["keuze"] == {"gebied": "RG-GV", "wet": "", "voorziening": "", "jaar": ""}


def test_niets_van_buiten(html, pagina):
    verwijzingen = [
        w
        for _, kenmerken in pagina.tags
        for k, w in kenmerken.items()
        if k in {"href", "src", "xlink:href", "action", "data"}
    ]
    assert verwijzingen and all(w.startswith("#") for w in verwijzingen)
    zonder_script = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
    # a web address in the data is only text
    assert zonder_script.count("http") == zonder_script.count("https://voorbeeld.invalid/x") + 1
    assert "@import" not in zonder_script and not re.search(r"url\((?!#)", zonder_script)


def test_alleen_de_eigen_scripts_mogen(html, pagina):
    (beleid,) = [k["content"] for t, k in pagina.tags if k.get("http-equiv") == "Content-Security-Policy"]
    assert beleid.startswith("default-src 'none'; script-src 'sha256-") and "unsafe-eval" not in beleid
    assert "unsafe-inline" not in beleid.split("style-src")[0]
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert len(scripts) == 2 and all(f"'sha256-{h}'" in beleid for h in hashes)


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
    assert "niet geleverd, of niet openbaar" in tekst and "Nieuwste afgesloten jaar" in tekst and "onbekend" in tekst
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
    for bijschrift in ("Bevindingen naar ernst en regel", "Maatregelen Gooi en Vechtstreek"):
        ervoor = html.split(f"<caption>{bijschrift}")[0]
        assert (
            ervoor.count("<details") == ervoor.count("</details>") and 'class="naslag"' not in ervoor.split("<main")[1]
        )


def test_begrippen_komen_uit_hun_bestand(pagina):
    termen = [term for term, _ in begrippen()]
    assert len(termen) == len(set(termen)) and termen[0] == "Peildatum"
    assert all(term in pagina.teksten and uitleg in pagina.teksten for term, uitleg in begrippen())


def test_een_regel_met_veel_bevindingen_noemt_hoeveel_er_zijn(tmp_path):
    veel = [RIJEN["bevindingen"][1] | {"regel": n} for n in range(1, 71)]
    with bouw(tmp_path / "veel.duckdb", {"bevindingen": veel}) as con:
        maak_rapport(con, KOP, tmp_path / "veel.html")
    html = (tmp_path / "veel.html").read_text(encoding="utf-8")
    assert "De eerste 60 van 70" in html
    assert len(Pagina(html).tabellen["Fout: regel waarde.onleesbaar"]) == 61
