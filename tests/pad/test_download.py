"""`grip download` as a user types it: exit codes, what it prints, and that the command only needs its own options."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.ophalen.web import Grenzen


def _grip(*woorden: object) -> Result:
    return CliRunner().invoke(app, ["download", *map(str, woorden)], env={"NO_PROXY": "127.0.0.1"})


def test_droog_zegt_wat_waar_en_vraagt_niets(tmp_path: Path) -> None:
    gedaan = _grip("iv3", "--jaar", "2024", "--raw", tmp_path, "--droog")
    assert gedaan.exit_code == 0
    assert "https://dataderden.cbs.nl/ODataFeed/odata/45067NED" in gedaan.stdout
    assert "iv3/cbs_iv3_2024_" in gedaan.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("woorden", "code", "melding"),
    [
        (("belasting",), 2, "Kies uit: cbs, iv3, gemeentefonds"),
        (("cbs", "--jaar", "vorig"), 2, "is geen jaar"),
        (("cbs", "--tabel", "1"), 2, "staat niet in pipeline/ophalen/bronnen.yml"),
        (("cbs", "--basis", "ftp://x"), 2, "begint met https://"),
        # port 9 (discard) listens on no machine that runs tests
        (("cbs", "--basis", "http://127.0.0.1:9"), 1, "is niet te bereiken"),
    ],
)
def test_fouten_zijn_een_regel_en_een_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, woorden: tuple[str, ...], code: int, melding: str
) -> None:
    monkeypatch.setattr("pipeline.ophalen.opdracht.grenzen", lambda _: Grenzen(wacht_eerste=0.01))
    gedaan = _grip(*woorden, "--raw", tmp_path / "raw")
    assert gedaan.exit_code == code
    assert melding in gedaan.stderr
    assert not isinstance(gedaan.exception, Exception)  # leaving with a code is no Exception
