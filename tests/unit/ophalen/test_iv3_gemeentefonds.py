"""Iv3 added up per taakveld, and circulaires to rijksbijdragen: figures worked by hand, and read by the house."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from statline_server import Antwoord, Vraag, iv3

from pipeline.inname.proef import beproef
from pipeline.ophalen import gemeentefonds
from pipeline.ophalen.instellingen import BRONNEN, Wens, lees_gemeenten, lees_jaren
from pipeline.settings import PROJECT

PUBLIEK = PROJECT.parent / "shared" / "publiek"
ALLE = ("GM0402", "GM1730", "GM0406")


def _rijen(map_: Path) -> list[list[str]]:
    (bestand,) = map_.glob("*.csv")
    return list(csv.reader(bestand.read_text(encoding="utf-8").splitlines(), delimiter=";"))


def test_lasten_en_baten_per_taakveld(server, haal, tmp_path):
    server.tabellen, server.per_pagina = {"45067NED": iv3()}, 3
    (u,) = haal("iv3", jaren=frozenset({2024}), gemeenten=ALLE).uitkomsten
    _, *rijen = _rijen(u.levering)
    # Hilversum: second placement, 110 + 45 lasten and 8 baten; 6.81a was delivered as zero. Tynaarlo: first placement,
    # 60 - 5. Huizen gave no amount at all: no rows, and said so. 0.7 is not of the sociaal domein.
    assert rijen == [
        ["GM0402", "Hilversum", "2024", "jaarrekening", "6.72a", "155", "8"],
        ["GM0402", "Hilversum", "2024", "jaarrekening", "6.81a", "0", "0"],
        ["GM1730", "Tynaarlo", "2024", "jaarrekening", "6.72a", "55", "0"],
    ]
    assert u.opmerkingen == ("geen bedragen van GM0406",)
    (gelezen,) = beproef(tmp_path / "raw" / "iv3")
    assert (gelezen["uitkomst"], gelezen["apart"]) == ("geaccepteerd", 0)
    assert gelezen["controletotalen"] == {"iv3.lasten": 210, "iv3.baten": 8}


def test_een_categorie_die_andere_omvat_telt_niet_dubbel(server, haal):
    tabel = iv3()
    tabel.dimensies["Categorie"]["L4.3  "] = "samen"
    tabel.rijen.append({**tabel.rijen[1], "Categorie": "L4.3  "})
    server.tabellen = {"45067NED": tabel}
    (u,) = haal("iv3", jaren=frozenset({2024})).uitkomsten
    assert _rijen(u.levering)[1][5] == "155"


def test_een_nieuw_jaar_wordt_in_de_catalogus_gezocht(server, haal):
    server.catalogus = [
        {"Identifier": "45080NED", "Title": "Provincies 2027 onbewerkte Iv3-data"},
        {"Identifier": "45081NED", "Title": "Gemeenten 2027 onbewerkte Iv3-data "},
    ]
    server.tabellen = {"45081NED": iv3(2027, "45081NED")}
    (u,) = haal("iv3", jaren=frozenset({2027})).uitkomsten
    assert u.levering.name == "cbs_iv3_2027_2026-11-22"
    (fout,) = haal("iv3", jaren=frozenset({2028})).fouten
    assert "nog) geen tabel 'Gemeenten 2028 onbewerkte Iv3-data'" in fout


# --- gemeentefonds ---------------------------------------------------------------------------------------------------

SIUDU = (
    "CBS\tNaam\tProv\tBeschermd wonen\tParticipatie\tVoogdij/18+\tCBS\tParticipatie\n"
    "402\tHilversum\t27\t0\t2000000\t7213,37\t402\t2000000\n"
    "1730\tTynaarlo\t22\t0\t900000\t0\t1730\t900000\n"
    "14\tGroningen\t20\t1\t2\t3\t14\t2\n"
)
ADRES = "/binaries/circulaire/GF_M2024_2024_SIUDU.csv"


def _bronnen(tmp_path: Path, **velden: Any) -> Path:
    alles = yaml.safe_load(BRONNEN.read_text(encoding="utf-8"))
    c = {"circulaire": "meicirculaire 2024", "uitkeringsjaar": 2024, "vorm": "siudu"}
    alles["gemeentefonds"]["circulaires"] = [{**c, **velden}]
    pad = tmp_path / "bronnen.yml"
    pad.write_text(yaml.safe_dump(alles, allow_unicode=True), encoding="utf-8")
    return pad


def test_een_circulaire_wordt_rijksbijdragen(server, haal, tmp_path):
    server.bestanden[ADRES] = (SIUDU.encode(), "text/csv")
    (u,) = haal("gemeentefonds", pad=_bronnen(tmp_path, adres=f"https://rijk.example{ADRES}")).uitkomsten
    assert _rijen(u.levering)[1:] == [
        ["GM0402", "Hilversum", "2024", "meicirculaire 2024", "Integratie-uitkering Participatie", "2000000"],
        ["GM0402", "Hilversum", "2024", "meicirculaire 2024", "Voogdij/18+", "7213,37"],
        ["GM1730", "Tynaarlo", "2024", "meicirculaire 2024", "Integratie-uitkering Participatie", "900000"],
        ["GM1730", "Tynaarlo", "2024", "meicirculaire 2024", "Voogdij/18+", "0"],
    ]
    (gelezen,) = beproef(tmp_path / "raw" / "rijksbijdragen")
    assert (gelezen["uitkomst"], gelezen["apart"]) == ("geaccepteerd", 0)
    assert str(gelezen["controletotalen"]["rijksbijdragen.bedrag"]) == "2907213.37"


def test_een_dubbele_kolom_met_andere_bedragen_wordt_geweigerd(server, haal, tmp_path):
    server.bestanden[ADRES] = (SIUDU.replace("1730\t900000", "1730\t900001").encode(), "text/csv")
    (fout,) = haal("gemeentefonds", pad=_bronnen(tmp_path, adres=f"https://rijk.example{ADRES}")).fouten
    assert "'Participatie' staat er twee keer" in fout


def test_het_bestand_wordt_op_de_pagina_gevonden(server, haal, tmp_path):
    pagina = f'<a href="/over">x</a> <a class="d" href="{ADRES}?v=1&amp;t=2">SIUDU</a> <a href="/ander_SIUDU.pdf">y</a>'
    server.bestanden = {
        "/mei": (pagina.encode(), "text/html; charset=utf-8"),
        ADRES: (SIUDU.encode(), "text/csv"),
    }
    velden = {"pagina": "https://rijk.example/mei", "bestand": r"GF_M2024_2024_SIUDU\.(csv|ods)$"}
    pad = _bronnen(tmp_path, **velden)
    assert haal("gemeentefonds", pad=pad).uitkomsten[0].rijen == 4
    server.bestanden["/mei"] = (b"<p>verhuisd</p>", "text/html")
    (fout,) = haal("gemeentefonds", pad=pad).fouten
    assert "staat geen bestand" in fout
    assert "https://rijk.example/mei" in fout


def test_een_half_bestand_gaat_verder_waar_het_was(server, haal, tmp_path):
    inhoud = (SIUDU + "".join(f"{n}\tPlaats\t20\t0\t{n}\t0\t{n}\t{n}\n" for n in range(2000, 9000))).encode()
    server.bestanden[ADRES] = (inhoud, "text/csv")
    keren = {"n": 0}

    def streek(a: Antwoord, _v: Vraag) -> bool:
        keren["n"] += 1
        if keren["n"] == 1:
            a.breek_af(inhoud, "text/csv", ETag='"een"')
        return keren["n"] == 1

    server.streek = streek
    (u,) = haal("gemeentefonds", pad=_bronnen(tmp_path, adres=f"https://rijk.example{ADRES}")).uitkomsten
    assert u.rijen == 4
    tweede = server.vragen[1].koppen
    assert tweede["If-Range"] == '"een"'
    assert 0 < int(tweede["Range"].removeprefix("bytes=").removesuffix("-")) <= len(inhoud) // 2


def test_een_webpagina_is_geen_circulaire(server, haal, tmp_path):
    server.bestanden[ADRES] = (b"<html>aanmelden</html>", "text/html")
    (fout,) = haal("gemeentefonds", pad=_bronnen(tmp_path, adres=f"https://rijk.example{ADRES}")).fouten
    assert "een webpagina in plaats van een bestand" in fout
    server.bestanden[ADRES] = (b"iets;anders\n1;2\n", "text/csv")
    (fout,) = haal("gemeentefonds", pad=_bronnen(tmp_path, adres=f"https://rijk.example{ADRES}")).fouten
    assert "heeft niet de kop cbs, naam" in fout


@pytest.mark.skipif(not PUBLIEK.is_dir(), reason="de openbare cijfers staan niet naast het project")
@pytest.mark.parametrize("stam", ["M2023_2024", "M2024_2024", "S2023_2024"])
def test_de_echte_circulaires(server, haal, tmp_path, stam):
    """As BZK published them: columns that come and go, one doubled. Every amount is the one in the file."""
    inhoud = (PUBLIEK / "gemeentefonds_siudu" / f"GF_{stam}_SIUDU.csv").read_bytes()
    server.bestanden[ADRES] = (inhoud, "text/csv")
    pad = _bronnen(tmp_path, adres=f"https://rijk.example{ADRES}")
    (u,) = haal("gemeentefonds", pad=pad, gemeenten=None).uitkomsten
    rijen = _rijen(u.levering)[1:]
    kop, *bron = csv.reader(inhoud.decode("utf-8-sig").splitlines(), delimiter="\t")
    gegeven = {(f"GM{int(r[0]):04d}", o): r[kop.index(k)] for r in bron if r and r[0].strip().isdigit()
               for k, o in (("Participatie", "Integratie-uitkering Participatie"), ("Voogdij/18+", "Voogdij/18+")) if k in kop}  # fmt: skip
    assert {(r[0], r[4]): r[5] for r in rijen} == gegeven
    (gelezen,) = beproef(tmp_path / "raw" / "rijksbijdragen")
    assert (gelezen["uitkomst"], gelezen["apart"]) == ("geaccepteerd", 0)


@pytest.mark.skipif(not PUBLIEK.is_dir(), reason="de openbare cijfers staan niet naast het project")
def test_de_echte_clusters_houden_hun_totaal_als_controle(server, haal, tmp_path):
    inhoud = (PUBLIEK / "gemeentefonds_algemene_uitkering_per_cluster_2024_2025.csv").read_bytes()
    server.bestanden[ADRES] = (inhoud, "text/csv")
    pad = _bronnen(tmp_path, adres=f"https://rijk.example{ADRES}", vorm="clusters")
    (u,) = haal("gemeentefonds", pad=pad, gemeenten=("GM0402", "GM1730")).uitkomsten
    assert u.rijen == 2 * 13
    (gelezen,) = beproef(tmp_path / "raw" / "rijksbijdragen")
    assert gelezen["uitkomst"] == "geaccepteerd"
    # the sum without the published totals: Hilversum and Tynaarlo, the parts as the file has them
    delen = [r for r in csv.DictReader(inhoud.decode("utf-8").splitlines())
             if r["circulaire"] == "meicirculaire 2024" and r["uitkeringsjaar"] == "2024" and r["cluster"] != "Totaal"
             and r["gemeente_naam"] in ("Hilversum", "Tynaarlo")]  # fmt: skip
    assert gelezen["controletotalen"]["rijksbijdragen.bedrag"] == sum(Decimal(r["bedrag_euro"]) for r in delen)


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_jaren_en_gemeenten_van_de_opdrachtregel():
    assert lees_jaren(["2019-2021", "2024"]) == {2019, 2020, 2021, 2024}
    assert lees_jaren([]) is None
    for fout in ("24", "2024-2019", "tweeduizend"):
        with pytest.raises(Wens, match="Schrijf een jaar"):
            lees_jaren([fout])
    assert lees_gemeenten(["Hilversum", "gm0376"], alle=False) == ("GM0402", "GM0376")
    assert lees_gemeenten([], alle=True) is None
    assert "GM9991" not in lees_gemeenten([], alle=False)
    for naam in ("Ergens", "Gooi en Vechtstreek"):
        with pytest.raises(Wens, match="geen gemeente"):
            lees_gemeenten([naam], alle=False)


def test_een_onbekende_tabel_of_circulaire_noemt_wat_er_is(haal):
    with pytest.raises(Wens, match="83262NED"):
        haal("cbs", tabellen=("99999NED",))
    with pytest.raises(Wens, match="45067NED"):
        haal("iv3", tabellen=("99999NED",))
    with pytest.raises(Wens, match="gemeentefonds_meicirculaire"):
        haal("gemeentefonds", tabellen=("juni",))


def test_de_namen_van_leveringen_zijn_veilig():
    instelling = yaml.safe_load(BRONNEN.read_text(encoding="utf-8"))["gemeentefonds"]
    for c in instelling["circulaires"]:
        assert gemeentefonds._naam(instelling, c).replace("_", "").isalnum()
