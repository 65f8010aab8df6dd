"""One version of the publication in a folder of its own: both editions, and the manifest that says what they are.

Switching to a version and keeping old ones is the business of `versies`; when one is made, of the main job.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.bouw import Gebouwd
from pipeline.contracten import Uitslag
from pipeline.privacy.onthulling.uitgave import Poort
from pipeline.publicaties import databank, versies
from pipeline.publicaties.kop import Kop


def maak_versie(
    gebouwd: Gebouwd,
    map_: Path,
    merk: str,
    nu: datetime,
    uitslagen: list[Uitslag],
    meld: Callable[[str], None],
    poort: Poort | None = None,
) -> dict[str, Any]:
    """Both editions in a folder of their own, with the manifest that says what they are."""
    kop = maak_kop(gebouwd, map_.name)
    for uitgave in databank.UITGAVEN:
        meld(f"Publicatie {uitgave}: databank, rapport, werkmap, woordenboek")
        maak_uitgave(gebouwd, kop, uitgave, map_ / uitgave, poort)
    manifest = {
        "run": map_.name,
        "vingerafdruk": merk,
        "peildatum": kop.peildatum.isoformat(),
        "gemaakt_op": nu.isoformat(timespec="seconds"),
        "marts": _hashes(map_ / "intern" / "grip.duckdb"),
        "controles": {f"{u.laag}.{u.tabel}": u.rijen for u in uitslagen},
    }
    versies.schrijf_manifest(map_, manifest)
    return manifest


def maak_kop(gebouwd: Gebouwd, versie: str) -> Kop:
    """The head of every publication of this run (edition: intern)."""
    con = databank.verbind(gebouwd.databank)
    try:
        peildatum, laatste = con.execute(
            "select (select max(peildatum) from marts.budgetbewaking), "
            "(select max(u.jaar) from marts.uitgaven as u cross join intermediate.int_peildatum as p "
            "where u.uitgaven_eur is not null and u.periode_soort = 'jaar' "
            "and u.jaar * 12 + 11 <= year(p.laatste_maand) * 12 + month(p.laatste_maand) - 1)"
        ).fetchone() or (None, None)
        laatste_ontvangst, is_synthetisch = con.execute(
            "select max(ontvangen_op), coalesce(bool_or(is_synthetisch), false) from marts.leveringen"
        ).fetchone() or (None, False)
    finally:
        con.close()
    return Kop(peildatum or laatste_ontvangst or date.min, versie, "intern", "voorlopig", laatste, is_synthetisch)


def maak_uitgave(gebouwd: Gebouwd, kop: Kop, uitgave: str, map_: Path, poort: Poort | None = None) -> None:
    """One edition: database, report, workbook, Parquet and dictionary, all from the database it publishes."""
    from pipeline.publicaties.rapport import maak_rapport
    from pipeline.publicaties.werkmap import maak_werkmap
    from pipeline.publicaties.woordenboek import maak_woordenboek

    map_.mkdir(parents=True, mode=0o750)
    bestand = map_ / "grip.duckdb"
    kop = replace(kop, uitgave=uitgave)
    databank.bouw_databank(gebouwd.databank, gebouwd.manifest, kop, bestand, poort)
    databank.schrijf_parquet(bestand, map_ / "parquet")
    con = databank.verbind(bestand)
    try:
        maak_rapport(con, kop, map_ / "rapport.html")
        maak_werkmap(con, kop, map_ / "sturingsinformatie.xlsx")
        maak_woordenboek(con, kop, map_ / "woordenboek.md")
    finally:
        con.close()


def _hashes(bestand: Path) -> dict[str, str]:
    con = databank.verbind(bestand)
    try:
        return databank.logische_hashes(con, dict.fromkeys(databank.tabelnamen(con), "marts"))
    finally:
        con.close()
