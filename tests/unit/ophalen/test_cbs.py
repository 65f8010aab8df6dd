"""StatLine to leveringen: the right cells, whole pages, a passport, and the house reads what came."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from statline_server import Server, Tabel, bevolking, wmo

from pipeline.inname.paspoort import lees_paspoort, maak_levering, vind_leveringen
from pipeline.inname.proef import beproef
from pipeline.ophalen.instellingen import BRONNEN
from pipeline.settings import PROJECT

PUBLIEK = PROJECT.parent / "shared" / "publiek" / "cbs_odata_83262NED"


def _rijen(map_: Path) -> list[list[str]]:
    (bestand,) = map_.glob("*.csv")
    return list(csv.reader(bestand.read_text(encoding="utf-8").splitlines(), delimiter=";"))


def test_een_tabel_wordt_een_levering_die_het_huis_leest(server, haal, tmp_path):
    server.tabellen = {"83262NED": wmo()}
    (u,) = haal("cbs", tabellen=("83262ned",)).uitkomsten
    assert u.levering == tmp_path / "raw" / "clientaantallen" / "cbs_wmo_tot_2020_2026-11-22"
    kop, *rijen = _rijen(u.levering)
    assert kop == ["gemeente_code", "gemeente_naam", "periode", "type_maatwerkvoorziening", "wmo_clienten",
                   "wmo_clienten_per_1000_inwoners"]  # fmt: skip
    # 2 gemeenten x 2 types x 3 periods; of Hilversum, total, first half: 5 x (300 + 10 + 0) = 1550
    assert len(rijen) == 12
    assert ["GM0402", "Hilversum", "2019HJ01", "Totaal", "1550", "31"] in rijen
    assert ["GM1730", "Tynaarlo", "2019JJ00", "Hulp bij het huishouden", ".", "."] in rijen
    (gelezen,) = beproef(tmp_path / "raw" / "clientaantallen")
    assert (gelezen["uitkomst"], gelezen["rijen"], gelezen["apart"]) == ("geaccepteerd", 12, 0)


def test_het_paspoort_zegt_waar_het_vandaan_komt(server, haal, tmp_path):
    server.tabellen = {"83262NED": wmo()}
    (u,) = haal("cbs", tabellen=("83262NED",)).uitkomsten
    (levering,) = vind_leveringen(tmp_path / "raw")
    paspoort = lees_paspoort(levering)
    assert paspoort.sha256 == levering.sha256
    assert (paspoort.reeks, paspoort.licence, paspoort.is_openbaar) == ("cbs_wmo", "CC BY 4.0", True)
    assert paspoort.ontvangen_op.isoformat() == "2026-11-22"
    assert paspoort.periode == "2019HJ01/2019JJ00"
    assert paspoort.vindplaats == "https://opendata.cbs.nl/statline/#/CBS/nl/dataset/83262NED/table"
    assert "83262NED" in paspoort.document
    with zipfile.ZipFile(u.levering / ".ontvangen.zip") as zip_:
        assert json.loads(zip_.read("pagina-00001.json"))["value"][0]["WmoClienten_1"]


def test_alleen_de_gevraagde_cellen_gaan_over_de_lijn(server, haal):
    server.tabellen = {"83262NED": wmo()}
    haal("cbs", tabellen=("83262NED",), jaren=frozenset({2019}))
    (vraag,) = server.gevraagd("UntypedDataSet")
    filter_ = vraag.opties["$filter"]
    assert "RegioS eq 'GM0402' or RegioS eq 'GM1730'" in filter_
    assert "GM9901" not in filter_
    assert "2014JJ00" not in filter_
    assert "Geslacht eq 'T001038'" in filter_


@pytest.mark.parametrize("per_pagina", [1, 5, 12, 10_000])
def test_bladzijden_van_elke_grootte_geven_dezelfde_levering(server, haal, per_pagina):
    server.tabellen, server.per_pagina = {"83262NED": wmo()}, per_pagina
    (u,) = haal("cbs", tabellen=("83262NED",)).uitkomsten
    assert u.rijen == 12
    assert len(server.gevraagd("UntypedDataSet")) == -(-12 // per_pagina)


def _met(tmp_path: Path, **velden: object) -> Path:
    """bronnen.yml with another way of asking for the services of cbs."""
    alles = yaml.safe_load(BRONNEN.read_text(encoding="utf-8"))
    tabel = velden.pop("tabel", {})
    alles["cbs"]["diensten"]["v3"] |= velden
    for naam in alles["cbs"]["tabellen"]:
        alles["cbs"]["tabellen"][naam] |= tabel
    pad = tmp_path / "bronnen.yml"
    pad.write_text(yaml.safe_dump(alles, allow_unicode=True), encoding="utf-8")
    return pad


def test_zonder_vervolglink_wordt_geteld_met_skip_en_top(server, haal, tmp_path):
    server.tabellen, server.per_pagina = {"83262NED": wmo()}, 5
    pad = _met(tmp_path, wijze="api", rijen=5, gegevens="/ODataApi/odata")
    (u,) = haal("cbs", tabellen=("83262NED",), pad=pad).uitkomsten
    assert u.rijen == 12
    assert [(v.opties["$skip"], v.opties["$top"]) for v in server.gevraagd("UntypedDataSet")] == [
        ("0", "5"), ("5", "5"), ("10", "5"),
    ]  # fmt: skip


@pytest.mark.parametrize("per_pagina", [3, 10_000])
def test_versie_4_geeft_dezelfde_cijfers_als_versie_3(server, haal, tmp_path, per_pagina):
    server.tabellen, server.per_pagina = {"83262NED": wmo()}, 10_000
    (drie,) = haal("cbs", tabellen=("83262NED",)).uitkomsten
    server.per_pagina = per_pagina
    pad = _met(tmp_path, tabel={"dienst": "v4", "naam": "anders"})
    (vier,) = haal("cbs", tabellen=("83262NED",), pad=pad).uitkomsten
    v3 = {tuple(r[:4]): r[4:] for r in _rijen(drie.levering)}
    v4 = {tuple(r[:4]): [w.removesuffix(",0") for w in r[4:]] for r in _rijen(vier.levering)}
    assert v4 == v3


def test_inwoners_in_de_kolommen_van_het_huis(server, haal, tmp_path):
    server.tabellen = {"03759ned": bevolking()}
    haal("cbs", tabellen=("03759ned",), gemeenten=None, jaren=frozenset({2024}))
    (gelezen,) = beproef(tmp_path / "raw" / "inwoners")
    assert gelezen["uitkomst"] == "geaccepteerd"
    # all gemeenten, without the country: rows 4, 6 and 8 of the table, in thousands
    assert gelezen["controletotalen"] == {"inwoners.inwoners": 4000 + 6000 + 8000}


def test_ongewijzigde_cijfers_geven_geen_nieuwe_levering(server, haal, tmp_path):
    server.tabellen = {"83262NED": wmo()}
    eerste = haal("cbs", tabellen=("83262NED",)).uitkomsten[0].levering
    assert haal("cbs", tabellen=("83262NED",)).uitkomsten[0].levering is None
    server.tabellen["83262NED"].rijen[4]["WmoClienten_1"] = "    1560"
    tweede = haal("cbs", tabellen=("83262NED",)).uitkomsten[0].levering
    assert tweede.name == f"{eerste.name}_2"
    assert haal("cbs", tabellen=("83262NED",)).uitkomsten[0].levering is None
    assert [p.name for p in vind_leveringen(tmp_path / "raw")[0].pad.parent.iterdir() if not p.name.startswith(".")]


def test_wat_er_niet_is_wordt_gezegd_met_wat_er_wel_is(server, haal):
    tabel = wmo()
    del tabel.maten["WmoClienten_1"]
    server.tabellen = {"83262NED": tabel}
    uitslag = haal("cbs", tabellen=("83262NED",))
    assert not uitslag.uitkomsten
    assert "geen maat 'Wmo-cliënten'" in uitslag.fouten[0]
    assert "Wmo-cliënten per 1 000 inwoners" in uitslag.fouten[0]


def test_een_dimensie_die_niemand_noemde_telt_met_haar_totaal(server, haal):
    tabel = wmo()
    tabel.dimensies["Inkomen"] = {"T001191": "Totaal inkomen", "A1": "laag", "A2": "hoog"}
    for rij in tabel.rijen:
        rij["Inkomen"] = "T001191"
    server.tabellen = {"83262NED": tabel}
    (u,) = haal("cbs", tabellen=("83262NED",)).uitkomsten
    assert u.rijen == 12
    assert "Inkomen eq 'T001191'" in server.gevraagd("UntypedDataSet")[0].opties["$filter"]
    tabel.dimensies["Inkomen"] = {"A1": "laag", "A2": "hoog"}
    assert "dimensie 'Inkomen'" in haal("cbs", tabellen=("83262NED",)).fouten[0]


def test_een_jaar_zonder_cijfers_maakt_geen_lege_levering(server, haal, tmp_path):
    server.tabellen = {"83262NED": wmo()}
    uitslag = haal("cbs", tabellen=("83262NED",), jaren=frozenset({2001}))
    assert "heeft deze jaren niet" in uitslag.fouten[0]
    assert not vind_leveringen(tmp_path / "raw")


@pytest.mark.skipif(not PUBLIEK.is_dir(), reason="de openbare cijfers staan niet naast het project")
def test_de_echte_tabel_83262ned(server, haal, tmp_path):
    """The recorded table itself, served as StatLine does: what the house reads is what CBS published."""

    def lees(naam: str) -> list[dict[str, str]]:
        return list(csv.DictReader((PUBLIEK / f"{naam}.csv").open(encoding="utf-8", newline="")))

    velden = lees("DataProperties")
    dims = [v["Key"] for v in velden if v["Type"].endswith("Dimension")]
    maten = {v["Key"]: v["Title"] for v in velden if v["Type"] == "Topic"}
    rijen = [{**r, **{m: r[m] or "       ." for m in maten}} for r in lees("data")]
    server.tabellen["83262NED"] = Tabel(
        "83262NED",
        lees("TableInfos")[0]["Title"],
        {d: {c["Key"]: c["Title"] for c in lees(d)} for d in dims},
        maten,
        rijen,
    )
    server.per_pagina = 7
    codes = {r["RegioS"].strip() for r in rijen if r["RegioS"].startswith("GM")}
    (u,) = haal("cbs", tabellen=("83262NED",), gemeenten=tuple(sorted(codes))).uitkomsten
    assert {r[0] for r in _rijen(u.levering)[1:]} <= codes
    alle = ("T001038", "T009002", "T001024")  # both sexes, all persons, all types
    totaal = {
        (r["RegioS"], r["Perioden"]): r["WmoClienten_1"].strip() for r in rijen
        if (r["Geslacht"], r["KenmerkenVanPersonen"], r["TypeMaatwerkarrangement"]) == alle
    }  # fmt: skip
    gehaald = [r for r in _rijen(u.levering)[1:] if r[3] == "Totaal"]
    assert gehaald
    assert all(totaal[(g, p)] == n for g, _, p, _, n, _ in gehaald)
    (gelezen,) = beproef(tmp_path / "raw" / "clientaantallen")
    assert gelezen["uitkomst"] == "geaccepteerd"


def test_de_levering_staat_er_in_een_keer(server: Server, haal, tmp_path):
    """While pages come in, nothing under raw counts as a levering; afterwards no scrap is left."""
    server.tabellen, server.per_pagina = {"83262NED": wmo()}, 4
    gezien: list[int] = []

    def kijk(_a: object, _v: object) -> bool:
        gezien.append(len(vind_leveringen(tmp_path / "raw")) if (tmp_path / "raw").exists() else 0)
        return False

    server.streek = kijk
    (u,) = haal("cbs", tabellen=("83262NED",)).uitkomsten
    assert set(gezien) == {0}
    assert maak_levering("clientaantallen", u.levering).sha256
    assert not list((tmp_path / "raw").rglob("*.deel"))


def test_veel_gemeenten_worden_over_vragen_verdeeld(server, haal):
    """An address stays short enough for the web server of CBS, and no gemeente is asked twice or left out."""
    tabel = bevolking()
    tabel.dimensies["RegioS"] = {f"GM{n:04}": f"Plaats {n}" for n in range(100, 200)}
    vorm = tabel.rijen[0]
    tabel.rijen = [
        {**vorm, "RegioS": g, "Perioden": "2024JJ00", "BevolkingOp1Januari_1": "5"} for g in tabel.dimensies["RegioS"]
    ]
    server.tabellen = {"03759ned": tabel}
    (u,) = haal("cbs", tabellen=("03759ned",), gemeenten=tuple(tabel.dimensies["RegioS"])).uitkomsten
    assert u.rijen == 100
    vragen = server.gevraagd("UntypedDataSet")
    assert len(vragen) > 1
    assert max(len(quote(v.opties["$filter"])) for v in vragen) < 1_700
    gevraagd = [g for v in vragen for g in re.findall(r"GM\d{4}", v.opties["$filter"])]
    assert sorted(gevraagd) == sorted(tabel.dimensies["RegioS"])


def test_een_dienst_die_het_filter_vergeet_levert_niet_te_veel(server, haal):
    server.tabellen = {"03759ned": bevolking()}

    def zonder_filter(_a: object, v: object) -> bool:
        v.opties.pop("$filter", None)
        return False

    server.streek = zonder_filter
    assert haal("cbs", tabellen=("03759ned",)).uitkomsten[0].rijen == 4  # two gemeenten, two years
    assert haal("cbs", tabellen=("03759ned",), gemeenten=None).uitkomsten[0].rijen == 6  # without the country
