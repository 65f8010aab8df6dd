"""The lock: every version pinned with a hash, and no place named where it comes from."""

from __future__ import annotations

import re
import tomllib

import pytest

from pipeline.settings import PROJECT

LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
# the house's own, and those of the older clients that the tests read with
SLOTEN = [PROJECT / "requirements.lock", *sorted((PROJECT / "tests" / "lezers").glob("*.lock"))]
elk_slot = pytest.mark.parametrize("slot", SLOTEN, ids=lambda p: p.stem)


@elk_slot
def test_de_lock_noemt_geen_adres(slot):
    assert not re.search(r"https?:|file:|://|--index|--find-links", slot.read_text(encoding="utf-8"))


@elk_slot
def test_elke_versie_staat_vast_met_een_hash(slot):
    tekst = slot.read_text(encoding="utf-8")
    regels = [r for r in tekst.splitlines() if r and not r.startswith((" ", "#"))]
    assert regels
    for regel in regels:
        assert re.fullmatch(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+ (; [^\\]+ )?\\", regel), regel
    assert tekst.count("--hash=sha256:") >= len(regels)


def test_wat_het_project_vraagt_staat_in_de_lock():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    gevraagd = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    vast = {re.split(r"[\[=]", r)[0] for r in LOCK.splitlines() if r and not r.startswith((" ", "#"))}
    assert {re.split(r"[\[=<>]", g)[0].lower() for g in gevraagd} <= vast
