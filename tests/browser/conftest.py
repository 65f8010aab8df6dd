"""A real browser for the tests: Debian's Chromium through Playwright, without a network. What a page must hold, not here.

`chromium` is the browser, `kijk` opens a file in it and fails on what no page may do: an error in the console, or a
request for anything but the file itself. `leg_vast` keeps a picture for the docs where GRIP_BEELDEN says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pad.conftest import bundel, demo  # noqa: F401  the same warehouses, built once

VLAGGEN = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
BREED, HOOG = 1280, 900
MEESTE_BYTES = 200_000  # of a picture in the docs


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser, started once; a fresh profile, gone afterwards."""
    pad = shutil.which("chromium")
    if pad is None:
        pytest.skip("geen browser: installeer het Debian-pakket chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with sync_api.sync_playwright() as spel:
        browser = spel.chromium.launch(executable_path=pad, args=VLAGGEN)
        yield browser
        browser.close()


@pytest.fixture
def kijk(chromium) -> Iterator[Callable[..., object]]:
    """Open a file as a reader does, from the file share: kijk(pad, breed=320) gives the page."""
    contexten, fouten = [], []

    def open_(pad: Path, *, breed: int = BREED, hoog: int = HOOG, anker: str = "", **context) -> object:
        adres = pad.resolve().as_uri()
        omgeving = chromium.new_context(
            viewport={"width": breed, "height": hoog}, offline=True, locale="nl-NL", **context
        )
        contexten.append(omgeving)
        pagina = omgeving.new_page()
        pagina.on("console", lambda b: fouten.append(f"console: {b.text}") if b.type in {"error", "warning"} else None)
        pagina.on("pageerror", lambda f: fouten.append(f"fout: {f}"))
        pagina.on("request", lambda v: None if v.url.split("#")[0] == adres else fouten.append(f"verzoek: {v.url}"))
        pagina.goto(adres + anker)
        return pagina

    yield open_
    for omgeving in contexten:
        omgeving.close()
    assert not fouten, fouten


@pytest.fixture
def leg_vast() -> Callable[..., None]:
    """Keep a picture of a page, or of one element of it, in the folder that GRIP_BEELDEN names; else nothing."""

    def vast(wat, naam: str, **opties) -> None:
        doel = os.environ.get("GRIP_BEELDEN")
        if not doel:
            return
        pad = Path(doel) / f"{naam}.png"
        pad.parent.mkdir(parents=True, exist_ok=True)
        wat.screenshot(path=pad, **opties)
        assert pad.stat().st_size < MEESTE_BYTES, f"{pad.name}: {pad.stat().st_size} bytes"

    return vast
