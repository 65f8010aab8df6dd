"""What the parsed dbt project is known by. Building itself is tested on the whole path."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline import bouw


def test_het_project_is_zo_oud_als_zijn_nieuwste_bron_en_niet_als_wat_dbt_schrijft(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(bouw, "DBT_PROJECT", tmp_path)
    for naam, moment in (("dbt_project.yml", 1_000), ("models/marts/uitgaven.sql", 2_000), ("target/manifest.json", 9_000),
                         ("logs/dbt.log", 9_000)):  # fmt: skip
        pad = tmp_path / naam
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.touch()
        os.utime(pad, (moment, moment))
    assert bouw._stand_van_project() == 2_000
    os.utime(tmp_path / "models/marts/uitgaven.sql", (3_000, 3_000))
    assert bouw._stand_van_project() == 3_000
