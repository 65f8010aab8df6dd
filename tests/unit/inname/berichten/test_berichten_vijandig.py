"""Hostile and broken input: refused with a finding of its own, and never at the cost of a neighbour."""

import re
import struct
import zipfile

import pytest
from berichten_bouw import Gelezen, stuf, voorbeeld, zipbestand

from pipeline.inname.berichten import uitpakken, vormen

GOED = ("wmo301_initieel", "wmo305_start", "wmo307_stop", "wmo323_januari_debet", "jw315_met_verwijzer")
START = voorbeeld("wmo305_start")
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
LIJF = START[START.index(b"<wmo305:Bericht") :]
KERN = LIJF[LIJF.index(b">") + 1 : LIJF.rindex(b"</wmo305")]
DIEP = b"<wmo305:A>" * 5_000 + b"</wmo305:A>" * 5_000


def bom_uit_zip() -> bytes:
    return zipbestand({"a.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})


def gelogen_maat() -> bytes:
    """A member whose directory says that it is small."""
    inhoud = bytearray(zipbestand({"a.xml": b"<a>" + b" " * 5_000_000 + b"</a>"}))
    plek = inhoud.rindex(b"PK\x01\x02")
    inhoud[plek + 24 : plek + 28] = struct.pack("<I", 100)
    return bytes(inhoud)


def versleuteld() -> bytes:
    inhoud = bytearray(zipbestand({"a.xml": START}))
    inhoud[inhoud.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(inhoud)


VIJANDIG = {
    "dtd": (XML + b"<!DOCTYPE a SYSTEM 'http://voorbeeld.invalid/x.dtd'>" + LIJF, "bericht.onveilig"),
    "entiteit": (
        XML + b"<!DOCTYPE a [<!ENTITY lol 'lol'><!ENTITY l2 '&lol;&lol;'>]>"
        + LIJF.replace(b">TST0000010<", b">&l2;<"), "bericht.onveilig",
    ),
    "extern": (XML + b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>" + LIJF, "bericht.onveilig"),
    "dtd_na_wortel": (LIJF + b"<!DOCTYPE a>", "bericht.onveilig"),
    "onbekende_entiteit": (LIJF.replace(b">TST0000010<", b">&foo;<"), "bericht.onleesbaar"),
    "losse_ampersand": (LIJF.replace(b">TST0000010<", b">A & B<"), "bericht.onleesbaar"),
    "diep": (LIJF.replace(KERN, KERN + DIEP), "bericht.onleesbaar"),
    "diep_gesloten": (LIJF.replace(KERN, KERN + DIEP.replace(b"A></wmo305:A>", b"A/>", 1)), "bericht.onleesbaar"),
    "twee_wortels": (LIJF + LIJF, "bericht.onleesbaar"),
    "twee_koppen": (LIJF.replace(KERN, KERN + KERN), "bericht.onleesbaar"),
    "twee_clienten": (
        LIJF.replace(KERN, KERN + KERN[KERN.index(b"<wmo305:Client>") :]), "bericht.onleesbaar",
    ),
    "dubbel_element": (LIJF.replace(b"<wmo305:Bsn>", b"<wmo305:Bsn>999900043</wmo305:Bsn><wmo305:Bsn>"), "bericht.onleesbaar"),
    "afgekapt": (LIJF[:-40], "bericht.onleesbaar"),
    "afgekapt_in_tag": (LIJF[: LIJF.index(b"Begindatum>") + 4], "bericht.onleesbaar"),
    "open_aanhaling": (LIJF[: LIJF.rindex(b"</wmo305")] + b'<wmo305:A b="', "bericht.onleesbaar"),
    "verkeerd_gesloten": (LIJF.replace(b"</wmo305:Header>", b"</wmo305:Client>"), "bericht.onleesbaar"),
    "sluit_omslag": (LIJF + b"</b></w><w><b>" + LIJF, "bericht.onleesbaar"),
    "sluit_eigen_wortel": (LIJF + b"</wmo305:Bericht>", "bericht.onleesbaar"),
    "vreemde_namespace": (LIJF.replace(b"3_2/wmo305", b"3_2/wmo399"), "bericht.onbekend"),
    "wet_en_soort_anders": (LIJF.replace(b"/wmo305/schema", b"/jw305/schema"), "bericht.onbekend"),
    "geen_namespace": (re.sub(rb" xmlns:\w+=\"[^\"]*\"", b"", LIJF), "bericht.onbekend"),
    "vreemd_kind": (
        LIJF.replace(b"<wmo305:Bsn>", b'<x:Bsn xmlns:x="http://voorbeeld.invalid">1</x:Bsn><wmo305:Bsn>'),
        "bericht.onbekend",
    ),
    "vreemd_kind_onder_eigen_prefix": (
        LIJF.replace(b"<wmo305:Client>", b'<wmo305:Client xmlns:wmo305="http://voorbeeld.invalid">'), "bericht.onbekend",
    ),
    "prefix_zonder_namespace": (LIJF.replace(b"wmo305:Bsn", b"zz:Bsn"), "bericht.onleesbaar"),
    "release_2": (LIJF.replace(b"/3_2/", b"/2_1/"), "bericht.versie"),
    "geen_utf8": (LIJF.replace(b"Testpersoon", b"Test\xffpersoon"), "bericht.onleesbaar"),
    "half_utf16": (b"\xff\xfe" + LIJF, "bericht.onbekend|bericht.onleesbaar"),
    "andere_codering": (XML.replace(b"UTF-8", b"EBCDIC-CP-NL") + LIJF, "bericht.onleesbaar"),
    "leeg": (b"", "bestand.leeg"),
    "geen_xml": (b"gewoon een tekst over TST", "bericht.onleesbaar"),
    "andere_xml": (b"<a><b/></a>", "bericht.onbekend"),
    "alleen_kop": (LIJF.replace(KERN, KERN[: KERN.index(b"<wmo305:Client>")]), "bericht.onleesbaar"),
    "kop_zonder_afzender": (re.sub(rb"<wmo305:Afzender>\d+</wmo305:Afzender>", b"", LIJF), "bericht.onleesbaar"),
    "kop_met_rare_dag": (LIJF.replace(b"Dagtekening>2026-01-15", b"Dagtekening>2026-02-30"), "bericht.onleesbaar"),
    "zip_bom": (bom_uit_zip(), "bericht.onveilig"),
    "zip_gelogen": (gelogen_maat(), "bericht.onleesbaar"),
    "zip_slip": (zipbestand({"../../a.xml": START}), "bericht.onveilig"),
    "zip_absoluut": (zipbestand({"/etc/a.xml": START}), "bericht.onveilig"),
    "zip_schijf": (zipbestand({"C:\\a.xml": START}), "bericht.onveilig"),
    "zip_versleuteld": (versleuteld(), "bestand.versleuteld"),
    "zip_te_diep": (zipbestand({"a.zip": zipbestand({"b.zip": zipbestand({"c.xml": START})})}), "bericht.onveilig"),
    "zip_afgekapt": (zipbestand({"a.xml": START})[:-30], "bericht.onleesbaar"),
    "zip_leeg": (zipbestand({}), "bestand.leeg"),
    "stuf_zonder_inhoud": (stuf(b"").replace(b"xmlBestand", b"anders"), "bericht.onleesbaar"),
    "stuf_geen_base64": (stuf(b"").replace(b"<GGK:xmlBestand>", b"<GGK:xmlBestand>%%%"), "bericht.onleesbaar"),
    "stuf_met_dtd": (stuf(START).replace(b"<GGK:env", b"<!DOCTYPE a><GGK:env", 1), "bericht.onveilig"),
    "stuf_om_rommel": (stuf(b"\0\1\2"), "bericht.onleesbaar"),
}  # fmt: skip


@pytest.mark.parametrize("soort", VIJANDIG)
def test_wordt_geweigerd_zonder_de_buren_te_raken(tmp_path, soort):
    inhoud, code = VIJANDIG[soort]
    buren = {f"{n}.xml": voorbeeld(n) for n in GOED}
    schoon = Gelezen(tmp_path / "schoon", buren)
    # in front, in between and behind: wherever it stands in the batch
    plekken = ("a_voor.xml", "wmo305_x.xml", "zz_na.xml")
    gelezen = Gelezen(tmp_path / "vuil", buren | dict.fromkeys(plekken, inhoud))
    assert gelezen.verzameling() == schoon.verzameling()
    assert gelezen.inname.uitkomst == "rijen_apart"
    gevonden = [(b.regel_code, b.bestand) for b in gelezen.inname.bevindingen]
    assert all(re.fullmatch(code, c) for c, _ in gevonden), gevonden
    assert {b.split("/")[2] for _, b in gevonden} == set(plekken)
    assert {b.naam.split("/")[-1]: b.uitkomst for b in gelezen.inname.bestanden} == (
        dict.fromkeys(buren, "geaccepteerd") | dict.fromkeys(plekken, "geweigerd")
    )
    alleen = Gelezen(tmp_path / "alleen", {"a.xml": inhoud})
    assert (alleen.inname.uitkomst, alleen.inname.delen) == ("geweigerd", {})
    for b in [*gelezen.inname.bevindingen, *alleen.inname.bevindingen]:
        assert not re.search(r"99990\d{4}(?!\d)|TST|Test|lol", b.melding), b.melding  # nothing of the content


def test_een_bericht_dat_de_naam_van_de_omslag_kent_schaadt_alleen_zichzelf(tmp_path):
    """The name is a secret of this process; even so the count would not add up."""
    lezer = vormen.lezer("305")
    slecht = LIJF + lezer.dicht + lezer.open + LIJF
    gelezen = Gelezen(tmp_path, {"a.xml": START, "b.xml": slecht, "c.xml": START})
    assert [r["bestand"].rsplit("/", 1)[1] for r in gelezen.tabellen["bericht"]] == ["a.xml", "c.xml"]
    assert gelezen.codes() == ["bericht.onleesbaar"]


def test_twee_halve_berichten_worden_samen_geen_heel(tmp_path):
    midden = LIJF.index(b"<wmo305:Client>")
    gelezen = Gelezen(tmp_path, {"a.xml": START, "b.xml": LIJF[:midden], "c.xml": LIJF[midden:], "d.xml": START})
    assert [r["bestand"].rsplit("/", 1)[1] for r in gelezen.tabellen["bericht"]] == ["a.xml", "d.xml"]


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (LIJF.replace(b"wmo305", b"wmo317"), "bericht.niet_geladen"),
        (stuf(START, "Fo01").replace(b"xmlBestand", b"body"), "bericht.foutbericht"),
    ],
)
def test_wat_bekend_is_en_niet_geladen_wordt_is_geen_fout(tmp_path, inhoud, code):
    gelezen = Gelezen(tmp_path, {"a.xml": inhoud, "b.xml": START})
    assert (gelezen.inname.uitkomst, gelezen.codes()) == ("geaccepteerd", [code])
    assert len(gelezen.tabellen["start"]) == 1


def test_grenzen_gelden_voor_het_uitpakken(tmp_path, monkeypatch):
    monkeypatch.setattr(uitpakken, "MEESTE_LEDEN", 2)
    monkeypatch.setattr(uitpakken, "GROOTSTE_BESTAND", 10_000)
    bestanden = {
        "veel.zip": zipbestand({f"{i}.xml": START for i in range(3)}),
        "groot.xml": START + b" " * 10_000,
        "lid.zip": zipbestand({"a.xml": START + b"\n" * 10_000, "b.xml": START}),
    }
    gelezen = Gelezen(tmp_path, bestanden)
    assert gelezen.codes() == ["bestand.te_groot"] * 3
    assert [r["bestand"] for r in gelezen.tabellen["bericht"]] == ["berichten/levering/lid.zip/b.xml"]


def test_een_beschadigd_lid_houdt_de_andere_niet_op(tmp_path):
    inhoud = bytearray(zipbestand({"a.xml": START, "b.xml": START.replace(b"TST0000010", b"TST0000019")}))
    with zipfile.ZipFile(__import__("io").BytesIO(bytes(inhoud))) as z:
        begin = z.getinfo("a.xml").header_offset + 40
    inhoud[begin : begin + 8] = b"\xff" * 8
    gelezen = Gelezen(tmp_path, {"z.zip": bytes(inhoud)})
    assert gelezen.codes() == ["bericht.onleesbaar"]
    assert [r["identificatie"] for r in gelezen.tabellen["bericht"]] == ["TST0000019"]
