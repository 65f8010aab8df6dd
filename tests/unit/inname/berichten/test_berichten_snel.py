"""The quick ways of the intake give what the exact ways give: the proof, the elfproef, the hash, members of zips."""

import hashlib
import io
import zipfile
import zlib

import numpy as np
import pyarrow as pa
import pytest
from berichten_bouw import Gelezen, voorbeeld, zipbestand
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.inname.berichten import herkennen, uitpakken
from pipeline.inname.berichten.kolommen import KENMERK, beoordeel, tekst
from pipeline.privacy.pseudoniem import bsn_regel

START = voorbeeld("wmo305_start")
LIJF = START[START.index(b"<wmo305:Bericht") :]
KERN = LIJF[LIJF.index(b">") + 1 : LIJF.rindex(b"</wmo305")]

nummers = st.one_of(
    st.integers(0, 10**9 - 1).map(lambda n: f"{n:09d}"),
    st.integers(999_899_990, 999_999_999).map(str),
    st.text("0123456789 -.x", max_size=12),
    st.text(max_size=10),
    st.sampled_from(["000000000", "\u0661" * 9, "999900031", "999900031\n"]),
)


@given(st.lists(nummers, max_size=30), st.integers(0, 3))
def test_beoordeel_is_bsn_regel_voor_een_hele_kolom(lijst, vanaf):
    kolom = pa.array(lijst, pa.string()).slice(vanaf)
    goed, test = beoordeel(kolom)
    for nummer, g, t in zip(lijst[vanaf:], goed.tolist(), test.tolist(), strict=True):
        assert g == (bsn_regel(nummer, "GM9990") is None)
        assert (g and t) == (bsn_regel(nummer, "GM0402") == "bsn.testreeks")


elementen = st.recursive(
    st.sampled_from([b"", b"a", b"/>", b"a/>b", b"<w:a/>", b"<w:a />", b'<w:a x="/>">' + b"</w:a>", b"<w:a>/></w:a>"]),
    lambda kind: st.lists(kind, min_size=1, max_size=4).map(lambda k: b"<w:a>" + b"".join(k) + b"</w:a>"),
    max_leaves=40,
)


@given(elementen, st.integers(0, 40), st.sampled_from([b"<w:a>", b"<w:a>/>", b'<w:a x="/>">', b"<w:a/><w:a>"]))
def test_geen_element_staat_dieper_dan_het_bewijs_zegt(binnen, lagen, open_):
    xml = b'<w:w xmlns:w="w">' + open_ * lagen + binnen + b"</w:a>" * lagen + b"</w:w>"
    diepte = diepste = 0
    for gebeurtenis, _ in etree.iterwalk(etree.fromstring(xml), events=("start", "end")):
        diepte += 1 if gebeurtenis == "start" else -1
        diepste = max(diepste, diepte)
    vreemd, gezegd = herkennen.bewijs(xml + herkennen.EINDE, (b"w",))
    assert len(vreemd) == 0
    assert gezegd >= diepste


@pytest.mark.parametrize("stuk", [64, 1 << 17])
@pytest.mark.parametrize(
    "lading", [b"<!--x-->", b"<![CDATA[x]]>", b"<?x y?>", b"<x:a></x:a>", b"<a></a>", b"</ w:a>", b"<"]
)
def test_wat_niet_gewoon_is_valt_op_waar_het_ook_staat(monkeypatch, stuk, lading):
    monkeypatch.setattr(herkennen, "PROEFSTUK", stuk)
    for voor in range(0, 140, 7):
        xml = b"<w:a>" + b" " * voor + lading + b"</w:a>"
        vreemd, _ = herkennen.bewijs(xml + herkennen.EINDE, (b"v", b"w"))
        assert len(vreemd) >= 1
        assert vreemd.min() > 5
    assert len(herkennen.bewijs(b"<w:a></w:a>" + herkennen.EINDE, (b"v", b"w"))[0]) == 0


@pytest.mark.parametrize("groot", [False, True])
def test_ondieper_lijken_door_tekst_helpt_niet(tmp_path, groot):
    diep = b"<wmo305:A>/>" * 40 + b"</wmo305:A>" * 40 + b" " * (70_000 if groot else 0)
    gelezen = Gelezen(tmp_path, {"a.xml": LIJF.replace(KERN, KERN + diep), "b.xml": START})
    (fout,) = [b for b in gelezen.inname.bevindingen if b.ernst == "fout"]
    assert (fout.bestand.endswith("a.xml"), "dieper genest" in fout.melding) == (True, True)


@pytest.mark.parametrize("einde", [b"<", b"</", b"<x/>", b"<!---->"])
def test_een_groot_bericht_eindigt_niet_op_een_vreemde_tag(tmp_path, einde):
    groot = LIJF.replace(KERN, KERN + b" " * 70_000)
    gelezen = Gelezen(tmp_path, {"a.xml": groot + einde, "b.xml": groot})
    goed = einde == b"<!---->"  # the exact reader knows that a comment says nothing
    assert len(gelezen.inname.bevindingen) == (0 if goed else 1)
    assert len(gelezen.tabellen["start"]) == (2 if goed else 1)


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"x" * 300]), max_size=20))
def test_de_hash_kent_geen_regeleinden(delen):
    inhoud = b"".join(delen) * 200
    assert herkennen._hash(inhoud) == hashlib.sha256(inhoud.replace(b"\r", b"")).hexdigest()


@given(st.lists(st.text(max_size=40), max_size=5), st.integers(0, 2))
def test_een_kenmerk_wordt_door_zijn_bytes_beoordeeld_als_door_het_patroon(lijst, vanaf):
    kolom = pa.array(lijst, pa.string()).slice(vanaf)
    uit, fout = tekst(kolom, KENMERK)
    eigen, anders = tekst(kolom, f"(?:{KENMERK})")  # the same pattern, not recognised as such
    assert np.array_equal(fout, anders)
    assert uit.equals(eigen)


def _lid(inhoud: bytes) -> bytes | None:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as z:
        try:
            return uitpakken._snel(z, z.infolist()[0])
        except zlib.error:
            return None


@given(st.binary(max_size=400), st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]), st.text("aé/", min_size=1))
def test_een_gewoon_lid_komt_in_een_keer_uit_de_zip(inhoud, vorm, naam):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", vorm) as z:
        z.writestr(naam, inhoud)
    assert _lid(buffer.getvalue()) == inhoud


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_een_lid_dat_niet_klopt_is_voor_de_nauwkeurige_lezer(plek, teken):
    goed = zipbestand({"a.xml": START})
    stuk = bytearray(goed)
    stuk[plek % goed.rindex(b"PK\x01\x02")] = teken  # in the member, not in the directory of the zip
    assert _lid(bytes(stuk)) in (START, None)
