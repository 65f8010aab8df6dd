"""However messages are split over files, zips, deliveries in one folder, batches and processes: the same rows."""

import tempfile
from collections import Counter
from pathlib import Path
from unittest import mock

from berichten_bouw import FIXTURES, PLEK, Gelezen, stuf, voorbeeld, zipbestand
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.inname.berichten import werk

BERICHTEN = [voorbeeld(p.stem) for p in sorted(FIXTURES.glob("*.xml")) if not p.stem.startswith("stuf")]
SLECHT = [b"", b"<a/>", BERICHTEN[0][:300], BERICHTEN[3] + BERICHTEN[3], zipbestand({"../x": b""})]
VORMEN = {"los": lambda x: x, "stuf": stuf, "bom": lambda x: b"\xef\xbb\xbf" + x}


@st.composite
def verdelingen(draw):
    """Every example at least once, some twice, broken ones among them; each in a form, a file or zip, and an order."""
    lijst = draw(st.permutations(BERICHTEN + draw(st.lists(st.sampled_from(BERICHTEN), max_size=5))))
    lijst = lijst + draw(st.lists(st.sampled_from(SLECHT), max_size=3))
    bestanden: dict[str, bytes] = {}
    zips: dict[str, dict[str, bytes]] = {}
    for i, xml in enumerate(draw(st.permutations(lijst))):
        inhoud = VORMEN[draw(st.sampled_from(sorted(VORMEN)))](xml) if xml in BERICHTEN else xml
        waar = draw(st.sampled_from(["", "map/", "z1.zip", "z2.zip", "diep/er/z3.zip"]))
        if waar.endswith(".zip"):
            zips.setdefault(waar, {})[f"{i}.xml"] = inhoud
        else:
            bestanden[f"{waar}{i}.xml"] = inhoud
    return lijst, bestanden | {n: zipbestand(leden) for n, leden in zips.items()}


def losse_rijen(lijst) -> Counter:
    uit: Counter = Counter()
    for xml in lijst:
        if xml in BERICHTEN:
            uit += EEN_VOOR_EEN[xml]
    return uit


def _los(xml: bytes) -> Counter:
    with tempfile.TemporaryDirectory() as map_:
        return Gelezen(Path(map_), {"a.xml": xml}).verzameling()


EEN_VOOR_EEN = {xml: _los(xml) for xml in BERICHTEN}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(verdelingen(), st.integers(1, 6), st.integers(1, 5), st.integers(2_000, 20_000))
def test_elke_verdeling_geeft_dezelfde_rijen(verdeling, per_eenheid, samen, bytes_):
    lijst, bestanden = verdeling
    grenzen = {
        "EENHEID_BESTANDEN": per_eenheid, "SAMEN_BERICHTEN": samen, "SAMEN_BYTES": bytes_, "MINST_VERDEELD": 10**6,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as map_, mock.patch.multiple(werk, **grenzen):
        gelezen = Gelezen(Path(map_), bestanden)
    assert gelezen.verzameling() == losse_rijen(lijst)
    assert sum(c == "bericht" for c, _ in gelezen.verzameling().elements()) == sum(x in BERICHTEN for x in lijst)
    per_plek = Counter((t, r["bestand"], r["regel"]) for t, rijen in gelezen.tabellen.items() for r in rijen)
    assert set(per_plek.values()) == {1}  # a row is found back by its file and number
    assert all(r[k] for rijen in gelezen.tabellen.values() for r in rijen for k in PLEK)


def test_meer_processen_geven_dezelfde_bestanden(tmp_path):
    bestanden = {f"{i:03d}.xml": xml for i, xml in enumerate(BERICHTEN * 2)} | {"x.xml": b"<a/>"}
    with mock.patch.multiple(werk, EENHEID_BESTANDEN=6, MINST_VERDEELD=10**6):
        een = Gelezen(tmp_path / "een", bestanden)
    with mock.patch.multiple(werk, EENHEID_BESTANDEN=6, MINST_VERDEELD=1, _kernen=lambda: 2):
        twee = Gelezen(tmp_path / "twee", bestanden)
    assert een.tabellen == twee.tabellen
    assert een.inname.delen == twee.inname.delen
    assert een.inname.bevindingen == twee.inname.bevindingen
    for pad in een.doel.rglob("*.parquet"):
        assert pad.read_bytes() == (twee.doel / pad.relative_to(een.doel)).read_bytes()
    assert not list(tmp_path.rglob("*.nieuw"))
