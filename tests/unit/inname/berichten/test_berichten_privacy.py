"""Nothing of a person passes the intake: no number, name, address or key, in rows, findings, names or logs."""

import logging
import re
import traceback

import pyarrow.parquet as pq
import pytest
from berichten_bouw import FIXTURES, SLEUTEL, Gelezen, voorbeeld, zipbestand

from pipeline.inname.berichten.kolommen import Pseudoniemen, draagt_bsn, pa

BSN = "999900031"
GEZAAID = [
    "999900031",
    "999900043",
    "999900055",
    "Testvrouw",
    "Testjongen",
    "Testpersoon",
    "9999ZZ",
    "Teststraat",
    "Teststad",
    "1948-03-09",
    "2012-06-30",
    "VOT-2026-0001",
    SLEUTEL.geheim.hex(),
]


def alle_tekst(gelezen) -> str:
    waarden = [str(v) for rijen in gelezen.tabellen.values() for r in rijen for v in r.values()]
    waarden += [str(b) for b in gelezen.inname.bevindingen] + [str(b) for b in gelezen.inname.bestanden]
    # the files themselves as well: names, statistics and metadata stand outside the rows
    for pad in gelezen.doel.rglob("*.parquet"):
        waarden += [pad.name, str(pq.ParquetFile(pad).metadata.to_dict()), pad.read_bytes().decode("latin-1")]
    return "\n".join(waarden)


def naar_bsn(xml: bytes) -> bytes:
    """Every text that is kept as it stands holds a burgerservicenummer, plain or within a longer number."""
    for i, patroon in enumerate(
        (rb"(<\w+:Identificatie>)[^<]+", rb"(<\w+:DeclaratieNummer>)[^<]+", rb"(<\w+:ReferentieNummer>)[^<]+", rb"(<\w+:VorigReferentieNummer>)[^<]+", rb"(<\w+:IdentificatieRetour>)[^<]+")
    ):  # fmt: skip
        xml = re.sub(
            patroon, lambda m, i=i: m[1] + (f"R{BSN}", BSN, f"12{BSN}{i}", f"{BSN}-1", f"X{BSN}")[i].encode(), xml
        )
    return xml


@pytest.mark.parametrize("vorm", ["los", "zip", "met_bsn"])
def test_niets_van_een_persoon_in_landing_bevindingen_of_log(tmp_path, vorm, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    xml = {p.name: p.read_bytes() for p in FIXTURES.glob("*.xml")}
    # errors as well: a wrong number, an unreadable date of birth, a broken file, a name in a code
    xml["fout1.xml"] = voorbeeld("wmo305_start").replace(b"1948-03-09", b"1948-03-99")
    xml["fout2.xml"] = voorbeeld("wmo305_start").replace(b"Begindatum>2026-01-14", b"Begindatum>" + BSN.encode())
    xml["fout3.xml"] = voorbeeld("wmo305_start")[:-50]
    xml["fout4.xml"] = voorbeeld("wmo307_stop").replace(b">36<", b">Testpersoon<")
    xml["fout5.xml"] = voorbeeld("wmo301_initieel").replace(b"01A03", BSN.encode())
    xml["fout6.xml"] = voorbeeld("wmo306_afkeur_9063").replace(b"9063", BSN.encode())
    if vorm == "met_bsn":
        xml = {n: naar_bsn(x) for n, x in xml.items()} | {f"301_{BSN}.xml": xml["wmo301_initieel.xml"]}
    if vorm == "zip":
        xml = {"alles.zip": zipbestand({f"{BSN}/{n}": x for n, x in xml.items()})}
    gelezen = Gelezen(tmp_path, xml)
    assert len(gelezen.tabellen["bericht"]) >= 16
    assert "code.onbekend" in gelezen.codes()
    tekst = alle_tekst(gelezen) + caplog.text + "".join(capfd.readouterr())
    for waarde in GEZAAID:
        if waarde in ("1948-03-09", "2012-06-30"):
            assert waarde not in re.sub(r"(?m)^[^\n]*datum[^\n]*$", "", tekst)
        else:
            assert waarde not in tekst, waarde


def test_een_referentienummer_met_een_bsn_koppelt_nog_steeds(tmp_path):
    namen = ("wmo323_januari_debet", "wmo323_februari_credit_en_correctie", "wmo325_deels_afgekeurd")
    los = {f"{n}.xml": voorbeeld(n) for n in namen}
    met = {n: re.sub(rb">R(26\d{6})<", rb">R999900031\1<", x) for n, x in los.items()}
    for bestanden in (los, met):
        gelezen = Gelezen(tmp_path / str(bestanden is met), bestanden)
        nummers = {r["referentienummer"] for r in gelezen.tabellen["prestatie"]}
        assert {r["vorig_referentienummer"] for r in gelezen.tabellen["prestatie"]} - {None} <= nummers
        assert {r["referentienummer"] for r in gelezen.tabellen["retour"]} - {None} <= nummers
        assert len(nummers) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", n) for n in nummers)


def test_bestandsnamen_met_een_bsn_blijven_uit_elkaar_te_houden(tmp_path):
    gelezen = Gelezen(tmp_path, {f"301_{b}.xml": voorbeeld("wmo305_start") for b in (BSN, "999900043")})
    namen = [r["bestand"] for r in gelezen.tabellen["bericht"]]
    assert len(set(namen)) == 2
    assert all(re.fullmatch(r"berichten/levering/301_bsn-[0-9a-f]{12}\.xml", n) for n in namen)


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [("999900031", True), ("R999900031", True), ("1999900031", True), ("9999000312", True), ("99990003-1", False),
     ("99990003", False), ("999900032", False), ("", False), (None, False), ("é999900031é", True)],
)  # fmt: skip
def test_draagt_bsn(tekst, verwacht):
    kolom = pa.array(["9", tekst, "99900031", "x"], pa.string())
    assert draagt_bsn(kolom).tolist() == [False, verwacht, False, False]
    assert draagt_bsn(kolom.slice(1, 1)).tolist() == [verwacht]


def test_een_fout_in_de_lezer_zelf_noemt_geen_nummer():
    with pytest.raises(AttributeError) as fout:
        Pseudoniemen(None).personen(pa.array([BSN]), [True])  # type: ignore[arg-type]
    assert BSN not in str(fout.value)
    assert SLEUTEL.geheim.hex() not in repr(SLEUTEL) + "".join(traceback.format_exception(fout.value))
