"""The lock: every version pinned with a hash, and no place named where it comes from."""

from __future__ import annotations

import re
import tomllib

from pipeline.settings import PROJECT

LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")


def test_de_lock_noemt_geen_adres():
    assert not re.search(r"https?:|file:|://|--index|--find-links", LOCK)


def test_elke_versie_staat_vast_met_een_hash():
    regels = [r for r in LOCK.splitlines() if r and not r.startswith((" ", "#"))]
    assert regels
    for regel in regels:
        assert re.fullmatch(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+ (; [^\\]+ )?\\", regel), regel
    assert LOCK.count("--hash=sha256:") >= len(regels)


def test_wat_het_project_vraagt_staat_in_de_lock():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    gevraagd = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    vast = {re.split(r"[\[=]", r)[0] for r in LOCK.splitlines() if r and not r.startswith((" ", "#"))}
    assert {re.split(r"[\[=<>]", g)[0].lower() for g in gevraagd} <= vast
