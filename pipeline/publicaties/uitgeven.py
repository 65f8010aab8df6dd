"""One version of the publication in a folder of its own: its editions, and the manifest that says what they are.

    intern/ openbaar/            each: grip.duckdb, rapport.html, sturingsinformatie.xlsx, woordenboek.md, parquet/
    gemeenten/<code>/            the same for one gemeente of a region: her own rows exact, the others as in openbaar

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

GEMEENTEN = "gemeenten"  # the folder with a folder per gemeente


def maak_versie(
    gebouwd: Gebouwd,
    map_: Path,
    merk: str,
    nu: datetime,
    uitslagen: list[Uitslag],
    meld: Callable[[str], None],
    poort: Poort | None = None,
) -> dict[str, Any]:
    """All editions in a folder of their own, with the manifest that says what they are."""
    kop, poort = maak_kop(gebouwd, map_.name), poort or Poort()
    for uitgave in databank.UITGAVEN:
        meld(f"Publicatie {uitgave}: databank, rapport, werkmap, woordenboek")
        maak_uitgave(gebouwd, replace(kop, uitgave=uitgave), map_ / uitgave, poort)
    for code, naam in _gemeenten(gebouwd, poort):
        meld(f"Publicatie van {naam}, met de andere gemeenten zoals in openbaar")
        eigen = replace(kop, uitgave="gemeente", gemeente_code=code, gemeente=naam)
        maak_uitgave(gebouwd, eigen, map_ / GEMEENTEN / code, poort, map_ / "openbaar" / "grip.duckdb")
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


def _gemeenten(gebouwd: Gebouwd, poort: Poort) -> list[tuple[str, str]]:
    """Code and name of the gemeenten that get an edition of their own: those that the gate guarded against."""
    if poort.beschermd is None:
        return []
    con = databank.verbind(gebouwd.databank)
    try:
        namen = dict(con.execute("select gemeente_code, gemeente from marts.gebieden").fetchall())
    finally:
        con.close()
    return [(code, namen.get(code, code)) for code in poort.beschermd.deelnemers]


def maak_uitgave(
    gebouwd: Gebouwd, kop: Kop, map_: Path, poort: Poort | None = None, openbaar: Path | None = None
) -> None:
    """One edition: database, report, workbook, Parquet and dictionary, all from the database it publishes.

    `openbaar`: the database of that edition, which the one of a gemeente takes the others from.
    """
    from pipeline.publicaties.rapport import maak_rapport
    from pipeline.publicaties.werkmap import maak_werkmap
    from pipeline.publicaties.woordenboek import maak_woordenboek

    map_.mkdir(parents=True, mode=0o750)
    bestand = map_ / "grip.duckdb"
    databank.bouw_databank(gebouwd.databank, gebouwd.manifest, kop, bestand, poort, openbaar)
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
