"""`grip`: the command line. Thin: it reads arguments, calls what the Dagster jobs call, and prints.

Exit codes: 0 done, 1 the run failed, 2 wrong use, 3 done with deliveries refused, 4 another run is busy.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.settings import Instellingen, Plekken

MISLUKT, VERKEERD, GEWEIGERD, BEZIG = 1, 2, 3, 4

app = typer.Typer(
    help="Grip op uitgaven: van leveringen naar sturingsinformatie voor het sociaal domein.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
uit = Console(highlight=False, soft_wrap=True)
fouten = Console(stderr=True, highlight=False, soft_wrap=True)

Raw = Annotated[Path, typer.Option(help="Map met leveringen: <raw>/<bron>/<levering>.", show_default=False)]
Warehouse = Annotated[Path, typer.Option(help="Map van het warehouse.", show_default=False)]
STANDAARD = Plekken()


def _stop(code: int, melding: str) -> NoReturn:
    # Text, not markup: a message may hold brackets
    fouten.print(Text(melding))
    raise typer.Exit(code)


def _onverwacht(fout: Exception) -> str:
    """An unforeseen error without its message, which may quote a cell: only what it is and where it happened."""
    plaats = traceback.extract_tb(fout.__traceback__)[-1]
    return (
        f"een onverwachte fout ({type(fout).__name__} in {Path(plaats.filename).name}, regel {plaats.lineno}); meld dit"
    )


@app.command()
def run(
    raw: Raw = STANDAARD.raw,
    warehouse: Warehouse = STANDAARD.warehouse,
    peildatum: Annotated[str | None, typer.Option(help="Zoals bekend op deze dag (JJJJ-MM-DD).")] = None,
    target: Annotated[str, typer.Option(help="Rekenmachine; nu alleen duckdb.")] = "duckdb",
) -> None:
    """De hoofdtaak: lees wat nieuw is, bouw, controleer en publiceer."""
    from pipeline import hoofdtaak
    from pipeline.bouw import BouwFout
    from pipeline.meldingen.na_afloop import meld_fout, meld_publicatie
    from pipeline.publicaties.versies import Verouderd
    from pipeline.slot import Bezig

    os.umask(0o027)
    if target != "duckdb":
        _stop(VERKEERD, f"Onbekende target '{target}'. Deze versie kent alleen duckdb.")
    if not raw.is_dir():
        _stop(VERKEERD, f"De map {raw} bestaat niet. Geef met --raw de map met leveringen.")
    try:
        dag = None if peildatum is None else date.fromisoformat(peildatum)
    except ValueError:
        _stop(VERKEERD, "De peildatum is geen datum. Schrijf hem als JJJJ-MM-DD, zoals 2021-01-31.")
    plekken, instellingen = Plekken(raw.resolve(), warehouse.resolve()), Instellingen()

    def mislukt(fout: Exception, melding: str) -> NoReturn:
        _let_op(meld_fout(plekken, instellingen, type(fout).__name__, str(fout)))
        _stop(MISLUKT, melding)

    try:
        samenvatting = hoofdtaak.draai(plekken, instellingen, dag, lambda m: uit.print(Text(f"  {m}")))
    except Bezig as fout:
        _stop(BEZIG, str(fout))
    except (BouwFout, hoofdtaak.ControleFout, hoofdtaak.GemengdFout, Verouderd) as fout:
        mislukt(fout, f"De verversing is niet gelukt; de vorige publicatie staat er nog. Oorzaak: {fout}")
    except OSError as fout:
        reden = f"{fout.strerror or 'fout bij lezen of schrijven'} ({fout.filename})"
        mislukt(fout, f"De verversing is niet gelukt: {reden}.")
    except Exception as fout:
        mislukt(fout, f"De verversing is niet gelukt door {_onverwacht(fout)}. Er is niets gepubliceerd.")
    _toon(samenvatting)
    if samenvatting.publicatie and dag is None:  # a look back at an earlier day is nobody's work
        _let_op(meld_publicatie(plekken, instellingen, samenvatting.publicatie))
    raise typer.Exit(GEWEIGERD if samenvatting.geweigerd else 0)


def _let_op(problemen: list[str]) -> None:
    for probleem in problemen:
        fouten.print(Text(f"Let op: {probleem}"))


def _toon(s: Any) -> None:
    uit.print()
    uit.print(f"Leveringen: {s.gelezen} gelezen, {s.overgeslagen} al bekend, {len(s.geweigerd)} geweigerd")
    for naam in s.geweigerd:
        uit.print(
            Text(f"  geweigerd: {naam}  (zie: grip query \"select * from bevindingen where levering = '{naam}'\")")
        )
    soorten = ("fout", "waarschuwing", "info")
    uit.print("Bevindingen: " + ", ".join(f"{s.bevindingen.get(e, 0)} {e}" for e in soorten))
    if s.gewijzigde_marts is not None:
        uit.print("Gewijzigd sinds de vorige publicatie: " + (", ".join(s.gewijzigde_marts) or "niets"))
    for waarschuwing in s.waarschuwingen:
        uit.print(Text(f"Waarschuwing: {waarschuwing}"))
    for melding in s.prognose_meldingen:
        uit.print(Text(f"Prognose: {melding}"))
    rest = s.prognose_waarschuwingen - len(s.prognose_meldingen)
    if rest > 0:
        uit.print(Text(f'  en nog {rest} over de prognose  (zie: grip query "select melding from waarschuwingen")'))
    map_ = _kort(s.publicatie.parent.parent / "intern") if s.publicatie else ""
    uit.print(Text(f"Rapport:   {map_}/rapport.html"))
    uit.print(Text(f"Werkmap:   {map_}/sturingsinformatie.xlsx"))
    uit.print(Text(f"Databank:  {map_}/grip.duckdb"))


def _kort(pad: Path) -> str:
    try:
        return str(pad.relative_to(Path.cwd()))
    except ValueError:
        return str(pad)


@app.command()
def check(
    paden: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Bestanden of mappen die u wilt aanleveren.")],
    bron: Annotated[str | None, typer.Option(help="Bron, waar die niet uit de map blijkt.")] = None,
    als_json: Annotated[bool, typer.Option("--json", help="Uitkomst als JSON.")] = False,
) -> None:
    """Wat zouden deze bestanden doen? Er wordt niets geladen."""
    from pipeline.inname.proef import beproef

    ontbreekt = [p for p in paden if not p.exists()]
    if ontbreekt:
        _stop(VERKEERD, f"Het bestand {ontbreekt[0]} bestaat niet.")
    uitkomsten = [u for pad in paden for u in beproef(pad, bron)]
    if als_json:
        print(json.dumps(uitkomsten, ensure_ascii=False, indent=2, default=str))
    else:
        for u in uitkomsten:
            uit.print(
                Text(f"{u['bestand']} (bron {u['bron']}): {u['uitkomst']}, {u['rijen']} rijen, {u['apart']} apart")
            )
            for kolom, som in u["controletotalen"].items():
                uit.print(Text(f"  controletotaal {kolom}: {som}"))
            for b in u["bevindingen"]:
                plaats = ", ".join(f"{k} {b[k]}" for k in ("blad", "regel", "kolom") if b[k] is not None)
                uit.print(Text(f"  {b['ernst']}: {plaats + ': ' if plaats else ''}{b['melding']}"))
    raise typer.Exit(GEWEIGERD if any(u["uitkomst"] == "geweigerd" for u in uitkomsten) else 0)


@app.command()
def query(
    vraag: Annotated[str, typer.Argument(metavar="SQL", help="Vraag in SQL; de tabellen staan in schema marts.")],
    openbaar: Annotated[bool, typer.Option("--openbaar", help="Vraag de openbare uitgave.")] = False,
    gemeente: Annotated[
        str, typer.Option("--gemeente", metavar="CODE", help="Vraag de uitgave van deze gemeente van een regio.")
    ] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Antwoord als CSV met puntkomma.")] = False,
    warehouse: Warehouse = STANDAARD.warehouse,
) -> None:
    """Stel een vraag aan de gepubliceerde databank."""
    import duckdb

    from pipeline.publicaties.databank import verbind
    from pipeline.publicaties.versies import uitgave

    try:
        naam = f"gemeenten/{gemeente}" if gemeente else "openbaar" if openbaar else "intern"
        map_ = uitgave(Plekken(warehouse=warehouse.resolve()).publicaties, naam)
        con = verbind(map_ / "grip.duckdb")
    except (FileNotFoundError, duckdb.Error) as fout:
        _stop(MISLUKT, str(fout))
    con.execute("use grip.marts")
    try:
        antwoord = con.execute(vraag)
        kolommen = [d[0] for d in antwoord.description or []]
        rijen = antwoord.fetchall()
    except duckdb.Error as fout:
        _stop(VERKEERD, f"De vraag kan niet worden beantwoord: {fout}")
    if csv:
        import csv as csv_

        schrijver = csv_.writer(sys.stdout, delimiter=";", lineterminator="\n")
        schrijver.writerow(kolommen)
        schrijver.writerows(rijen)
        return
    tabel = Table(*kolommen)
    for rij in rijen:
        tabel.add_row(*(Text("" if v is None else str(v)) for v in rij))
    # as wide as its content: a figure that is cut off is a wrong figure
    Console(width=100_000 if not uit.is_terminal else None, highlight=False).print(tabel, crop=False, soft_wrap=True)


@app.command()
def trace(
    mart: Annotated[str, typer.Argument(metavar="MART", help="Naam van de mart, zoals uitgaven.")],
    sleutels: Annotated[list[str], typer.Argument(metavar="kolom=waarde...", help="Welke cel: genoeg voor één rij.")],
    als_json: Annotated[bool, typer.Option("--json", help="Uitkomst als JSON.")] = False,
    warehouse: Warehouse = STANDAARD.warehouse,
) -> None:
    """Een cijfer terug naar zijn bestanden en regels, en weer opgeteld."""
    from pipeline.herkomst import HerkomstFout, spoor

    if any("=" not in s for s in sleutels):
        _stop(VERKEERD, "Geef elke sleutel als kolom=waarde, zoals gemeente_code=GM0402 jaar=2019.")
    try:
        sporen = spoor(Plekken(warehouse=warehouse.resolve()), mart, dict(s.split("=", 1) for s in sleutels))
    except HerkomstFout as fout:
        _stop(VERKEERD, str(fout))
    except Exception as fout:
        _stop(MISLUKT, f"Het cijfer is niet na te gaan door {_onverwacht(fout)}.")
    if als_json:
        print(json.dumps([s.als_dict() for s in sporen], ensure_ascii=False, indent=2, default=str))
    else:
        for s in sporen:
            waarde = "" if s.waarde is None else f"{_getal(s.waarde)}  "
            uit.print(Text(f"{s.maat}: {waarde}({s.oordeel})"))
            for r in s.regels:
                plaats = f"{r.bestand}" + (f", blad {r.blad}" if r.blad else "") + f", regel {r.regel}"
                bijdrage = "" if r.bijdrage is None else f": {_getal(r.bijdrage)}"
                uit.print(Text(f"  {plaats}, kolom '{r.kolom}'{bijdrage}"))
    raise typer.Exit(0 if all(s.klopt for s in sporen) else MISLUKT)


def _getal(waarde: object) -> str:
    """A figure without the zeros that only its column type adds."""
    tekst = f"{waarde:f}" if isinstance(waarde, Decimal) else str(waarde)
    return tekst.rstrip("0").rstrip(".") if "." in tekst else tekst


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Map van de demoregio.", show_default=False)],
    clienten: Annotated[int, typer.Option(help="Cliënten in de laatste twaalf maanden.")] = 14_000,
    maanden: Annotated[int, typer.Option(help="Maanden vanaf januari 2024.")] = 36,
    seed: Annotated[int, typer.Option(help="Dezelfde seed geeft dezelfde regio.")] = 2019,
) -> None:
    """Maak een synthetische regio in de echte vormen, met de waarheid ernaast."""
    from pipeline.demo.maak import DemoFout, maak_demo

    try:
        u = maak_demo(out.resolve(), clienten, maanden, seed)
    except DemoFout as fout:
        _stop(VERKEERD, str(fout))
    except OSError as fout:
        _stop(MISLUKT, f"De demoregio is niet geschreven: {fout.strerror or 'fout bij schrijven'} ({fout.filename}).")
    uit.print(
        Text(f"Demoregio (synthetisch): {u.personen} personen, {u.berichten} berichten, {u.prestaties} prestaties")
    )
    uit.print(Text(f"Leveringen: {_kort(out.resolve())}/raw   Waarheid: {_kort(out.resolve())}/waarheid"))


@app.command()
def download(
    soort: Annotated[str, typer.Argument(metavar="cbs|iv3|gemeentefonds", help="Welke openbare cijfers.")],
    tabel: Annotated[list[str] | None, typer.Option(help="Alleen deze tabel of circulaire; mag vaker.")] = None,
    jaar: Annotated[list[str] | None, typer.Option("--jaar", "--periode", help="2024 of 2019-2022; mag vaker.")] = None,
    gemeente: Annotated[list[str] | None, typer.Option(help="Alleen deze gemeente (naam of code); mag vaker.")] = None,
    heel_nederland: Annotated[bool, typer.Option("--heel-nederland", help="Alle gemeenten.")] = False,
    raw: Raw = STANDAARD.raw,
    basis: Annotated[
        str | None, typer.Option(help="Een eigen kopie van de dienst (https, of http voor een test).")
    ] = None,
    droog: Annotated[bool, typer.Option("--droog", help="Toon alleen wat er gehaald zou worden.")] = False,
) -> None:
    """Haal openbare cijfers op en zet ze als levering klaar; de volgende `grip run` leest ze."""
    from pipeline.ophalen import opdracht
    from pipeline.ophalen.instellingen import SOORTEN, Opties, Wens, lees_gemeenten, lees_jaren

    if soort not in SOORTEN:
        _stop(VERKEERD, f"Onbekende bron '{soort}'. Kies uit: {', '.join(SOORTEN)}.")
    if basis and not basis.startswith(("https://", "http://")):
        _stop(VERKEERD, "Een adres bij --basis begint met https:// (of http:// voor een eigen kopie).")
    try:
        opties = Opties(
            raw.resolve(),
            lees_gemeenten(gemeente or [], heel_nederland),
            tuple(tabel or ()),
            lees_jaren(jaar or []),
            basis,
        )
        if droog:
            for regel in opdracht.plan(soort, opties):
                uit.print(Text(regel))
            return
        uitslag = opdracht.haal(soort, opties, lambda m: uit.print(Text(f"  {m}")))
    except Wens as fout:
        _stop(VERKEERD, str(fout))
    except OSError as fout:
        _stop(MISLUKT, f"De levering is niet geschreven: {fout.strerror or 'fout bij schrijven'} ({fout.filename}).")
    for u in uitslag.uitkomsten:
        waar = f"{u.rijen} rijen in {_kort(u.levering)}" if u.levering else "niets nieuws; er is geen levering gemaakt"
        uit.print(Text("; ".join((f"{u.naam}: {waar}", *u.opmerkingen))))
    if uitslag.fouten:
        _stop(MISLUKT, "\n".join(uitslag.fouten))


@app.command()
def hersleutel(warehouse: Warehouse = STANDAARD.warehouse) -> None:
    """Maak een nieuwe sleutel voor de pseudoniemen.

    De volgende `grip run` leest alle leveringen met personen opnieuw, onder de nieuwe sleutel. Pseudoniemen van vóór
    die tijd zijn daarna niet meer te koppelen aan nieuwe, ook niet door u: de oude sleutel wordt niet bewaard.
    """
    from pipeline.privacy.hersleutel import hersleutel as maak_nieuwe
    from pipeline.privacy.pseudoniem import SleutelFout
    from pipeline.slot import Bezig

    try:
        pad = maak_nieuwe(warehouse.resolve())
    except Bezig as fout:
        _stop(BEZIG, str(fout))
    except SleutelFout as fout:
        _stop(VERKEERD, str(fout))
    except OSError as fout:
        _stop(MISLUKT, f"De sleutel is niet vervangen: {fout.strerror} ({fout.filename}).")
    uit.print(
        Text(f"Er is een nieuwe sleutel ({pad}). Draai nu: grip run. Die leest de leveringen met personen opnieuw.")
    )


@app.command()
def toets(
    reeksen: Annotated[
        Path | None, typer.Option(help="CSV met reeks, maand (JJJJ-MM) en waarde: wat elke maand uiteindelijk werd.")
    ] = None,
    driehoek: Annotated[
        Path | None, typer.Option(help="CSV met zorgmaand, vertraging (maanden), bedrag en eventueel reeks.")
    ] = None,
    stappen: Annotated[
        Path | None,
        typer.Option(help="CSV met bekende stappen: reeks (mag met *), maand (JJJJ-MM) en factor, zoals 1,03."),
    ] = None,
    naar: Annotated[Path | None, typer.Option("--uit", help="Schrijf elke voorspelling naar dit CSV-bestand.")] = None,
    maanden: Annotated[str, typer.Option(help="Aantallen bekende maanden, zoals 3,6,9.")] = "0,1,2,3,4,5,6,7,8,9,10,11",
) -> None:
    """Hoe goed was de prognose op uw eigen reeksen geweest, naast de eenvoudige methoden?"""
    from pipeline.prognose.toets_invoer import InvoerFout
    from pipeline.prognose.toets_opdracht import voer_uit

    try:
        uitslag = voer_uit(reeksen, driehoek, naar, maanden, stappen)
    except InvoerFout as fout:
        _stop(VERKEERD, str(fout))
    except OSError as fout:
        _stop(VERKEERD, f"Het bestand {naar} is niet te schrijven: {fout.strerror or 'fout bij schrijven'}.")
    except Exception as fout:
        _stop(MISLUKT, f"De toets is niet gelukt door {_onverwacht(fout)}.")
    for weg in uitslag.weggelaten:
        uit.print(Text(f"Weggelaten: {weg.reeks}: {weg.reden}"))
    Console(width=100_000 if not uit.is_terminal else None, highlight=False).print(uitslag.tabel)
    for zin in uitslag.toelichting:
        uit.print(Text(zin))


@app.command()
def dev(
    raw: Raw = STANDAARD.raw,
    warehouse: Warehouse = STANDAARD.warehouse,
    poort: Annotated[int, typer.Option(help="Poort op deze machine.")] = 3000,
) -> None:
    """De webpagina van Dagster, alleen bereikbaar op deze machine (127.0.0.1)."""
    from pipeline.dagsterhuis import start

    raise typer.Exit(start(Plekken(raw.resolve(), warehouse.resolve()), poort))
