"""The two truths as CSV: what happened, what the messages say of it, and the gap between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.demo.gegevens import REGIO
from pipeline.demo.kalender import BEGINJAAR, Kalender, perioden
from pipeline.demo.telling import IN_REGIO, Cel, Telling

if TYPE_CHECKING:
    from pipeline.demo.delen import Boek

SLEUTEL = "gemeente_code;periode;periode_soort;niveau;wet;voorziening"


def _schrijf(pad: Path, kop: str, rijen: Iterable[str]) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    with pad.open("w", encoding="utf-8", newline="\n") as f:
        f.write(kop + "\n")
        f.writelines(r + "\n" for r in rijen)


def euro(centen: int) -> str:
    """1234.56 of cents: a point, as the databases write it."""
    teken = "-" if centen < 0 else ""
    return f"{teken}{abs(centen) // 100}.{abs(centen) % 100:02d}"


def eerste_maanden(per_gemeente: dict[str, int]) -> dict[str, int]:
    """R7: per gebied the first month with messages; of the region the latest of its members."""
    uit = {f"GM{g}": m for g, m in per_gemeente.items()}
    leden = [m for g, m in per_gemeente.items() if (g, "wmo") in IN_REGIO]
    if leden:
        uit[REGIO] = max(leden)
    return uit


def schrijf_tellingen(
    map_: Path, telling: Telling, eerste: dict[str, int] | None, geld: Callable[[Path], None]
) -> None:
    """clienten.csv and instroom_uitstroom.csv of one truth; `eerste`: first month per gebied, None: the first."""
    k = telling.kalender
    clienten, stroom = [], []
    for cel in sorted(telling.aantallen):
        gebied, niveau, wet, slug = cel
        begin = k.begin(eerste.get(gebied, telling.maanden) if eerste is not None else 0)
        for (code, soort, van, _), rij in zip(telling.perioden, telling.aantallen[cel].tolist(), strict=True):
            if van < begin:
                continue
            kop = f"{gebied};{code};{soort};{niveau};{wet};{slug}"
            uniek, eind, voor, nieuw, terug, weg = rij
            clienten.append(f"{kop};{uniek};{eind}")
            stroom.append(f"{kop};{voor};{nieuw};{terug};{weg};{eind}")
    _schrijf(map_ / "clienten.csv", f"{SLEUTEL};clienten_aantal;clienten_peildatum_aantal", clienten)
    kop = f"{SLEUTEL};begin_aantal;instroom_aantal;herhaald_beroep_aantal;uitstroom_aantal;eind_aantal"
    _schrijf(map_ / "instroom_uitstroom.csv", kop, stroom)
    geld(map_ / "uitgaven.csv")


def uitgaven_berichten(telling: Telling, eerste: dict[str, int]) -> Callable[[Path], None]:
    """uitgaven.csv of the messages: granted, open and submitted per month of care."""

    def schrijf(pad: Path) -> None:
        rijen = []
        for cel, bedragen in sorted(telling.geldcellen().items()):
            gebied, niveau, wet, slug = cel
            for m in range(eerste.get(gebied, telling.maanden), telling.maanden):
                toegekend, openstaand, ingediend = bedragen[m].tolist()
                rijen.append(
                    f"{gebied};{telling.kalender.naam(m)};{niveau};{wet};{slug};"
                    f"{euro(toegekend)};{euro(openstaand)};{euro(ingediend)}"
                )
        _schrijf(pad, "gemeente_code;periode;niveau;wet;voorziening;toegekend_eur;openstaand_eur;ingediend_eur", rijen)

    return schrijf


def uitgaven_werkelijk(telling: Telling) -> Callable[[Path], None]:
    """uitgaven.csv and jaar.csv of what happened: delivered per month and per calendar year of care."""

    def schrijf(pad: Path) -> None:
        rijen, jaren = [], []
        for cel, bedragen in sorted(telling.geldcellen().items()):
            kop = ";".join(cel[1:])
            for m in range(telling.maanden):
                rijen.append(f"{cel[0]};{telling.kalender.naam(m)};{kop};{euro(int(bedragen[m, 0]))}")
            for j in range(0, telling.maanden, 12):
                som = int(bedragen[j : j + 12, 0].sum())
                jaren.append(f"{cel[0]};{BEGINJAAR + j // 12};{kop};{euro(som)}")
        kop = "gemeente_code;periode;niveau;wet;voorziening;geleverd_eur"
        _schrijf(pad, kop, rijen)
        _schrijf(pad.with_name("jaar.csv"), kop.replace("periode", "jaar"), jaren)

    return schrijf


def schrijf_kloof(pad: Path, werkelijk: Telling, berichten: Telling, kalender: Kalender) -> None:
    """What a gemeente cannot know yet: per gebied, voorziening and month what happened less what the messages say."""
    maanden = [i for i, p in enumerate(perioden(kalender, 0, berichten.maanden - 1)) if p[1] == "maand"]
    rijen = []
    echt, bekend = werkelijk.geldcellen(), berichten.geldcellen()
    leeg: Callable[[Cel], bool] = lambda cel: cel[1] not in ("voorziening", "totaal")  # noqa: E731
    for cel in sorted(set(werkelijk.aantallen) | set(berichten.aantallen)):
        if leeg(cel):
            continue
        for m, i in enumerate(maanden):
            w = int(werkelijk.aantallen[cel][m, 0]) if cel in werkelijk.aantallen else 0
            b = int(berichten.aantallen[cel][i, 0]) if cel in berichten.aantallen else 0
            geleverd = int(echt[cel][m, 0]) if cel in echt else 0
            toegekend, openstaand = bekend[cel][m, :2].tolist() if cel in bekend else (0, 0)
            rijen.append(
                f"{cel[0]};{kalender.naam(m)};{';'.join(cel[1:])};{w};{b};{w - b};{euro(geleverd)};{euro(toegekend)};"
                f"{euro(openstaand)};{euro(geleverd - toegekend)}"
            )
    _schrijf(
        pad,
        "gemeente_code;periode;niveau;wet;voorziening;clienten_werkelijk;clienten_berichten;clienten_verschil;"
        "geleverd_eur;toegekend_eur;openstaand_eur;verschil_eur",
        rijen,
    )


def schrijf(map_: Path, boek: Boek) -> None:
    """Both truths and the gap between them."""
    eerste = eerste_maanden(boek.eerste)
    schrijf_tellingen(map_ / "werkelijk", boek.werkelijk, None, uitgaven_werkelijk(boek.werkelijk))
    schrijf_tellingen(map_ / "berichten", boek.gemeld, eerste, uitgaven_berichten(boek.gemeld, eerste))
    schrijf_kloof(map_ / "kloof.csv", boek.werkelijk, boek.gemeld, boek.kalender)
    (map_ / "README.md").write_text(TEKST, encoding="utf-8", newline="\n")


TEKST = """# De twee waarheden van de demoregio

Alles in deze map is synthetisch. CSV met puntkomma, UTF-8, bedragen met een punt.

- `werkelijk/`: wat er gebeurde, alle maanden. Cliënten en stromen naar de dagen waarop zorg liep (een tijdelijke
  onderbreking telt als lopend), `geleverd_eur` naar de maand van de zorg, of er nu gedeclareerd is of niet.
  `jaar.csv` is de som per kalenderjaar: daarmee is een prognose te toetsen.
- `berichten/`: wat de berichten zeggen die op de peildatum binnen waren, volgens de regels van de feiten (geldige
  versie van een toewijzing, startcorrecties, tijdelijke stop, stille zorg, 323 min 325). Berekend uit de
  gebeurtenissen van de generator zelf, niet uit de XML en niet met de modellen. Marts horen hieraan gelijk te zijn.
- `kloof.csv`: het verschil per gebied, voorziening en maand: wat een gemeente op de peildatum nog niet kan weten, door
  declaraties die nog komen, late starts en stops, afkeuringen en fouten.

`RG-DEMO` is de regio: Wmo alle acht gemeenten, jeugd zonder GM9992. De laatste twaalf maanden van `werkelijk/` dragen
de gepubliceerde niveaus van de groepen, naar rato van het aantal cliënten.
"""
