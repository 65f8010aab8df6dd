"""The pictures of Dagster in the docs, from its real page over small deliveries, one of which is refused.

Only where GRIP_BEELDEN names a folder: what the page holds is tested without a browser, in tests/pad/test_dagster*.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pad.leveringen import lever, zet_klaar
from tests.pad.test_dagster_server import eerste_run, grip_dev

pytestmark = pytest.mark.skipif("GRIP_BEELDEN" not in os.environ, reason="zet GRIP_BEELDEN op de map voor de beelden")

SECONDEN = 60_000  # milliseconds that the page may take


def test_beelden_van_dagster(chromium: Any, leg_vast: Callable[..., None], tmp_path: Path) -> None:
    raw = zet_klaar(tmp_path / "raw")
    lever(raw, "inwoners", "inwoners_2025.csv", "gemeente;jaar\nHuizen;2025\n", "2025-02-01")  # without inhabitants
    with grip_dev(tmp_path) as (_, poort):
        run = eerste_run(poort)
        assert run["status"] == "SUCCESS"
        omgeving = chromium.new_context(viewport={"width": 1200, "height": 720}, locale="nl-NL")
        pagina = omgeving.new_page()
        # only this machine is asked
        vreemd: list[str] = []
        pagina.on(
            "request",
            lambda v: (
                None if v.url.startswith((f"http://127.0.0.1:{poort}", "data:", "blob:")) else vreemd.append(v.url)
            ),
        )

        def toon(pad: str, tekst: str) -> None:
            pagina.goto(f"http://127.0.0.1:{poort}{pad}")
            pagina.get_by_text(tekst).first.wait_for(timeout=SECONDEN)
            pagina.wait_for_timeout(4000)  # the graph lays itself out

        toon("/assets/marts/rijksbijdragen?view=lineage&lineageScope=upstream&lineageDepth=3", "stg_rijksbijdragen")
        leg_vast(pagina, "dagster-stamboom")
        toon(f"/runs/{run['runId']}", "hoofdtaak")
        leg_vast(pagina, "dagster-run")
        toon("/assets/landing/inwoners?view=checks", "1 levering is geweigerd.")
        leg_vast(pagina, "dagster-controle")
        toon("/assets/marts/uitgaven", "Laag")
        leg_vast(pagina, "dagster-tabel")
        toon("/assets/marts/uitgaven?view=events", "rijen_per_jaar")
        pagina.get_by_text("rijen_per_jaar").last.scroll_into_view_if_needed()
        leg_vast(pagina, "dagster-staven")
        assert not vreemd
        omgeving.close()
