"""Invented care messages in bulk for the benchmark: valid XML of iWmo and iJw, 3.0 to 3.2, from a seed, as a stream.

Persons of the test range, gemeente 9991, aanbieders 9999xxxx: nobody. What is measured stands in `__main__`.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

PER_ZIP = 30
WETTEN = (("iwmo", "wmo"), ("ijw", "jw"))


def testbsns(aantal: int) -> list[str]:
    """The first so many numbers of the test range that pass the elfproef."""
    uit: list[str] = []
    for nummer in range(999_900_006, 999_999_991):
        cijfers = [int(c) for c in str(nummer)]
        if (sum(c * g for c, g in zip(cijfers, (9, 8, 7, 6, 5, 4, 3, 2), strict=False)) - cijfers[8]) % 11 == 0:
            uit.append(str(nummer))
            if len(uit) == aantal:
                break
    return uit


BSNS = testbsns(9_000)


def _bericht(
    stelsel: str, kort: str, soort: str, versie: int, code: str, van: str, naar: str, nr: int, rest: str
) -> str:
    p, b, f = f"{kort}{soort}", stelsel, f"http://www.istandaarden.nl/{stelsel}/3_{versie}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\r\n'
        f'<{p}:Bericht xmlns:{b}="{f}/basisschema/schema" xmlns:{p}="{f}/{p}/schema"><{p}:Header>'
        f"<{p}:BerichtCode>{code}</{p}:BerichtCode><{p}:BerichtVersie>3</{p}:BerichtVersie>"
        f"<{p}:BerichtSubversie>{versie}</{p}:BerichtSubversie><{p}:Afzender>{van}</{p}:Afzender>"
        f"<{p}:Ontvanger>{naar}</{p}:Ontvanger><{p}:BerichtIdentificatie><{b}:Identificatie>B{nr:010d}"
        f"</{b}:Identificatie><{b}:Dagtekening>20{20 + nr % 6:02d}-{1 + nr % 12:02d}-05</{b}:Dagtekening>"
        f"</{p}:BerichtIdentificatie><{p}:XsdVersie><{b}:BasisschemaXsdVersie>1.0.0</{b}:BasisschemaXsdVersie>"
        f"<{b}:BerichtXsdVersie>1.0.0</{b}:BerichtXsdVersie></{p}:XsdVersie></{p}:Header>"
        f"{rest.replace('[p]', p).replace('[b]', b)}</{p}:Bericht>\r\n"
    )


def _client(rng: random.Random, inhoud: str, adres: bool) -> str:
    contact = (
        "<[p]:Contactgegevens><[p]:Contact><[p]:Soort>01</[p]:Soort><[p]:Adres><[b]:Huis><[b]:Huisnummer>1"
        "</[b]:Huisnummer></[b]:Huis><[b]:Postcode>9999ZZ</[b]:Postcode><[b]:Straatnaam>Teststraat</[b]:Straatnaam>"
        "<[b]:Plaatsnaam>Teststad</[b]:Plaatsnaam><[b]:LandCode>NL</[b]:LandCode></[p]:Adres></[p]:Contact>"
        "</[p]:Contactgegevens>"
    )
    return (
        f"<[p]:Client><[p]:Bsn>{rng.choice(BSNS)}</[p]:Bsn><[p]:Geboortedatum><[b]:Datum>{rng.randint(1930, 2020)}"
        "-03-09"
        f"</[b]:Datum></[p]:Geboortedatum><[p]:Geslacht>{rng.randint(1, 2)}</[p]:Geslacht><[p]:Naam>"
        "<[b]:Geslachtsnaam><[b]:Achternaam>Testpersoon</[b]:Achternaam></[b]:Geslachtsnaam></[p]:Naam>"
        f"{contact if adres else ''}{inhoud}</[p]:Client>"
    )


def _product(kort: str) -> str:
    cat, code = ("01", "01A03") if kort == "wmo" else ("45", "45A04")
    return f"<[p]:Product><[b]:Categorie>{cat}</[b]:Categorie><[b]:Code>{code}</[b]:Code></[p]:Product>"


def klein(nr: int, rng: random.Random) -> bytes:
    """One message of one client: a 301, 305, 307 or a 323 of a few lines, of either wet and any release."""
    stelsel, kort = rng.choice(WETTEN)
    versie = rng.randint(0, 2)
    jw = kort == "jw"
    aanbieder, dag = f"9999{rng.randint(1, 400):04d}", f"20{20 + nr % 6:02d}-{1 + nr % 12:02d}-{1 + nr % 28:02d}"
    soort = rng.choices(("301", "305", "307", "323"), (30, 30, 20, 20))[0]
    if soort == "301":
        inhoud = (
            f"<[p]:ToegewezenProducten><[p]:ToegewezenProduct><[p]:ToewijzingNummer>{nr}</[p]:ToewijzingNummer>"
            f"{_product(kort)}<[p]:Toewijzingsdatum>{dag}</[p]:Toewijzingsdatum><[p]:Toewijzingstijd>10:00:00"
            f"</[p]:Toewijzingstijd><[p]:Ingangsdatum>{dag}</[p]:Ingangsdatum><[p]:Einddatum>2026-12-31</[p]:Einddatum>"
            "<[p]:Omvang><[b]:Volume>180</[b]:Volume><[b]:Eenheid>01</[b]:Eenheid><[b]:Frequentie>2</[b]:Frequentie>"
            "</[p]:Omvang></[p]:ToegewezenProduct></[p]:ToegewezenProducten>"
        )
        rest, code = _client(rng, inhoud, True), "436" if jw else "414"
    elif soort in ("305", "307"):
        groep = "StartProduct" if soort == "305" else "StopProduct"
        eind = (
            ""
            if soort == "305"
            else f"<[p]:RedenBeeindiging>31</[p]:RedenBeeindiging><[p]:Einddatum>{dag}</[p]:Einddatum>"
        )
        inhoud = (
            f"<[p]:{groep}en><[p]:{groep}><[p]:ToewijzingNummer>{nr}</[p]:ToewijzingNummer>{_product(kort)}"
            f"<[p]:ToewijzingIngangsdatum>{dag}</[p]:ToewijzingIngangsdatum><[p]:Begindatum>{dag}</[p]:Begindatum>{eind}"
            f"<[p]:StatusAanlevering>1</[p]:StatusAanlevering></[p]:{groep}></[p]:{groep}en>"
        )
        code = {"305": "438" if jw else "418", "307": "440" if jw else "420"}[soort]
        rest = _client(rng, inhoud, False)
    else:
        return declaratie(nr, rng, rng.randint(1, 3), stelsel, kort, versie)
    van, naar = ("9991", aanbieder) if soort == "301" else (aanbieder, "9991")
    return _bericht(stelsel, kort, soort, versie, code, van, naar, nr, rest).encode()


def declaratie(
    nr: int, rng: random.Random, prestaties: int, stelsel: str = "iwmo", kort: str = "wmo", versie: int = 2
) -> bytes:
    """One 323 of so many prestaties, about one client per three."""
    delen, totaal, klaar = [], 0, 0
    cat, product = ("01", "01A03") if kort == "wmo" else ("45", "45A04")
    # eight digits as in the standard's examples, or thirteen: those may hold a burgerservicenummer, which costs more
    nummer = "R{:02d}{:06d}" if nr % 2 else "R{:06d}{:07d}"
    while klaar < prestaties:
        regels = []
        for _ in range(min(rng.randint(1, 5), prestaties - klaar)):
            volume, tarief = rng.randint(60, 4_000), rng.randint(50, 120)
            totaal += volume * tarief
            maand = 1 + (nr + klaar) % 12
            regels.append(
                f"<[p]:Prestatie><[p]:ProductReferentie><[b]:ReferentieNummer>{nummer.format(nr % 100, klaar)}"
                f"</[b]:ReferentieNummer></[p]:ProductReferentie><[p]:ToewijzingNummer>{rng.randint(1, 10**7)}"
                "</[p]:ToewijzingNummer>"
                f"<[p]:ProductCategorie>{cat}</[p]:ProductCategorie><[p]:ProductCode>{product}</[p]:ProductCode>"
                f"<[p]:ProductPeriode><[b]:Begindatum>2025-{maand:02d}-01</[b]:Begindatum><[b]:Einddatum>2025-{maand:02d}-28"
                f"</[b]:Einddatum></[p]:ProductPeriode><[p]:GeleverdVolume>{volume}</[p]:GeleverdVolume>"
                f"<[p]:Eenheid>01</[p]:Eenheid><[p]:ProductTarief>{tarief}</[p]:ProductTarief><[p]:IngediendBedrag>"
                f"<[b]:Bedrag>{volume * tarief}</[b]:Bedrag><[b]:DebetCredit>D</[b]:DebetCredit></[p]:IngediendBedrag>"
                "</[p]:Prestatie>"
            )
            klaar += 1
        delen.append(
            f"<[p]:Client><[p]:Bsn>{rng.choice(BSNS)}</[p]:Bsn><[p]:Prestaties>{''.join(regels)}</[p]:Prestaties>"
            "</[p]:Client>"
        )
    rest = (
        f"<[p]:Declaratie><[p]:DeclaratieNummer>D{nr}</[p]:DeclaratieNummer><[p]:DeclaratiePeriode><[b]:Begindatum>"
        "2025-12-01</[b]:Begindatum><[b]:Einddatum>2025-12-31</[b]:Einddatum></[p]:DeclaratiePeriode>"
        "<[p]:DeclaratieDagtekening>2026-01-05</[p]:DeclaratieDagtekening><[p]:TotaalIngediendBedrag>"
        f"<[b]:TotaalBedrag>{totaal}</[b]:TotaalBedrag><[b]:DebetCredit>D</[b]:DebetCredit></[p]:TotaalIngediendBedrag>"
        f"<[p]:Clienten>{''.join(delen)}</[p]:Clienten></[p]:Declaratie>"
    )
    code = "490" if kort == "jw" else "484"
    aanbieder = f"9999{rng.randint(1, 400):04d}"
    return _bericht(stelsel, kort, "323", versie, code, aanbieder, "9991", nr, rest).encode()


def schrijf_kleine(map_: Path, aantal: int, seed: int = 1, vanaf: int = 0) -> int:
    """Small messages under `map_`: half of them loose in folders of a thousand, half in zips of thirty; gives bytes."""
    rng, totaal = random.Random(seed), 0
    nummers = iter(range(vanaf, vanaf + aantal))
    for i in count():
        groep = [n for n, _ in zip(nummers, range(1_000), strict=False)]
        if not groep:
            return totaal
        doel = map_ / f"groep{i:05d}"
        doel.mkdir(parents=True)
        berichten = [(f"b{n:09d}.xml", klein(n, rng)) for n in groep]
        totaal += sum(len(inhoud) for _, inhoud in berichten)
        if i % 2:
            for j in range(0, len(berichten), PER_ZIP):
                _zip(doel / f"z{j:05d}.zip", berichten[j : j + PER_ZIP])
        else:
            for naam, inhoud in berichten:
                (doel / naam).write_bytes(inhoud)


def _zip(pad: Path, berichten: list[tuple[str, bytes]]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as z:
        for naam, inhoud in berichten:
            z.writestr(naam, inhoud)
    pad.write_bytes(buffer.getvalue())


def schrijf_declaraties(map_: Path, prestaties: int, per_bestand: int = 20_000, seed: int = 2) -> int:
    """Declaraties of `per_bestand` prestaties (20.000 is about 25 MB) under `map_`; gives the number of bytes."""
    map_.mkdir(parents=True, exist_ok=True)
    totaal = 0
    for nr, deel in enumerate(_delen(prestaties, per_bestand)):
        inhoud = declaratie(nr, random.Random(f"{seed}-{nr}"), deel)
        (map_ / f"d{nr:05d}.xml").write_bytes(inhoud)
        totaal += len(inhoud)
    return totaal


def _delen(totaal: int, grootte: int) -> Iterator[int]:
    for begin in range(0, totaal, grootte):
        yield min(grootte, totaal - begin)
