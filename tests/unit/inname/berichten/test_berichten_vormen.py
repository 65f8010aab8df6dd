"""The same message in another dress (prefix, line ends, BOM, encoding, zip, StuF) gives the same rows."""

import re

import pytest
from berichten_bouw import FIXTURES, Gelezen, stuf, voorbeeld, zipbestand
from lxml import etree

BERICHTEN = sorted(p.stem for p in FIXTURES.glob("*.xml") if not p.stem.startswith("stuf"))


def ander_prefix(xml: bytes) -> bytes:
    kort = re.search(rb"<(\w+):Bericht", xml)[1]
    basis = b"iwmo" if kort.startswith(b"wmo") else b"ijw"
    xml = re.sub(rb"(</?|xmlns:)" + kort + rb"\b", rb"\1q-1.x", xml)
    return re.sub(rb"(</?|xmlns:)" + basis + rb"\b(?=[:=])", rb"\1w", xml)


def zonder_prefix(xml: bytes) -> bytes:
    kort = re.search(rb"<(\w+):Bericht", xml)[1]
    return re.sub(rb"(</?)" + kort + b":", rb"\1", xml).replace(b"xmlns:" + kort, b"xmlns")


def utf16(xml: bytes, volgorde: str) -> bytes:
    bom = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[volgorde]
    return bom + xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(volgorde)


def met_commentaar(xml: bytes) -> bytes:
    return xml.replace(b"<", b"<!-- a < b & c --><", 3).replace(b"<!-- a < b & c --><?xml", b"<?xml", 1)


VORMEN = {
    "lf": lambda x: x.replace(b"\r\n", b"\n"),
    "crlf": lambda x: x.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "bom": lambda x: b"\xef\xbb\xbf" + x,
    "geen_declaratie": lambda x: re.sub(rb"^<\?xml[^>]*>", b"", x),
    "utf16_le": lambda x: utf16(x, "utf-16-le"),
    "utf16_be": lambda x: utf16(x, "utf-16-be"),
    "zip": lambda x: zipbestand({"a/b.xml": x}),
    "zip_in_zip": lambda x: zipbestand({"b.zip": zipbestand({"b.xml": x})}),
    "stuf": stuf,
    "stuf_du01": lambda x: stuf(x, "Du01"),
    "stuf_met_bom_en_utf16": lambda x: b"\xef\xbb\xbf" + stuf(utf16(x, "utf-16-le")),
    "stuf_in_zip": lambda x: zipbestand({"b.xml": stuf(x)}),
}
ANDERE_TEKENS = {  # the same message to a reader of XML, other bytes: only the hash of the content differs
    "prefix": ander_prefix,
    "geen_prefix": zonder_prefix,
    "commentaar": met_commentaar,
    "cdata": lambda x: re.sub(rb"Identificatie>(\w+)<", rb"Identificatie><![CDATA[\1]]><", x),
    "tekens_als_nummer": lambda x: x.replace(b">9991<", b">&#57;&#x39;91<"),
    "enkele_aanhaling": lambda x: x.replace(b'"', b"'"),
    "canoniek": lambda x: etree.tostring(etree.fromstring(x), method="c14n"),
    "witruimte_om_waarden": lambda x: re.sub(rb">(\w[^<>\n]*)<", rb">\n   \1\n  <", x),
    "namespace_dieper": lambda x: re.sub(
        rb"(<\w+:Header)>", rb'\1 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">', x
    ),
    "latin_1": lambda x: x.decode().replace("UTF-8", "ISO-8859-1").replace("Testvrouw", "Tëst").encode("latin-1"),
}


@pytest.mark.parametrize("vorm", [*VORMEN, *ANDERE_TEKENS])
def test_alle_voorbeelden_geven_in_elke_vorm_dezelfde_rijen(tmp_path, vorm):
    basis = Gelezen(tmp_path / "basis", {f"{n}.xml": voorbeeld(n) for n in BERICHTEN})
    maak = (VORMEN | ANDERE_TEKENS)[vorm]
    ander = Gelezen(tmp_path / "ander", {f"{n}.xml": maak(voorbeeld(n)) for n in BERICHTEN})
    assert (ander.inname.uitkomst, ander.codes()) == ("geaccepteerd", [])
    for tabel, rijen in basis.tabellen.items():
        los = {"bestand"} | ({"inhoud_hash"} if vorm in ANDERE_TEKENS else set())
        assert zonder(ander.tabellen[tabel], los) == zonder(rijen, los), tabel


def zonder(rijen, kolommen):
    return [{k: v for k, v in r.items() if k not in kolommen} for r in rijen]


@pytest.mark.parametrize("versie", ["3_0", "3_1"])
def test_eerdere_releases_en_hun_versie(tmp_path, versie):
    gelezen = Gelezen(tmp_path, {f"{n}.xml": voorbeeld(n).replace(b"3_2", versie.encode()) for n in BERICHTEN})
    assert (gelezen.inname.uitkomst, gelezen.codes()) == ("geaccepteerd", [])
    assert {r["versie"] for r in gelezen.tabellen["bericht"]} == {versie.replace("_", ".")}


def test_een_lid_van_een_zip_houdt_zijn_naam(tmp_path):
    leden = {"een.xml": voorbeeld("wmo305_start"), "map/twee.xml": voorbeeld("wmo307_stop"), "__MACOSX/x": b"x"}
    gelezen = Gelezen(tmp_path, {"z.zip": zipbestand(leden)})
    assert {r["bestand"] for r in gelezen.tabellen["bericht"]} == {
        "berichten/levering/z.zip/een.xml", "berichten/levering/z.zip/map/twee.xml",
    }  # fmt: skip
    (bestand,) = gelezen.inname.bestanden
    assert (bestand.naam, bestand.rijen) == ("berichten/levering/z.zip", 4)


def test_twee_leden_met_dezelfde_naam_blijven_twee_berichten(tmp_path):
    import io
    import warnings
    import zipfile

    uit = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(uit, "w") as z:
        warnings.simplefilter("ignore")
        z.writestr("a.xml", voorbeeld("wmo305_start"))
        z.writestr("a.xml", voorbeeld("wmo307_stop"))
    gelezen = Gelezen(tmp_path, {"z.zip": uit.getvalue()})
    assert len({r["bestand"] for r in gelezen.tabellen["bericht"]}) == 2


def test_dezelfde_inhoud_langs_twee_wegen_heeft_dezelfde_hash(tmp_path):
    xml = voorbeeld("wmo323_januari_debet")
    wegen = {"los.xml": xml, "zip.zip": zipbestand({"l.xml": VORMEN["lf"](xml)}), "stuf.xml": stuf(VORMEN["bom"](xml))}
    gelezen = Gelezen(tmp_path, wegen)
    assert len({r["inhoud_hash"] for r in gelezen.tabellen["bericht"]}) == 1
