"""What is read of each kind of message: a form per kind, the same for both wetten, as the configuration of xml2arrow.

Only what has a column here is read; names, addresses, free text and relations have none and never become a value.
Paths are local names below the root element Bericht (iStandaarden release 3.2; 3.0 and 3.1 name these the same).
"""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import xml2arrow
import yaml


@dataclass(frozen=True, slots=True)
class Lijst:
    """One table of raw text: a row per `element` under `pad`. `ouder` is the list in whose rows it stands."""

    naam: str
    pad: str
    element: str
    velden: dict[str, str]
    ouder: str = "deel"


@dataclass(frozen=True, slots=True)
class Vorm:
    """One kind of message: the fields of its head and body, and the lists in it. `tabel`: what its rows land in."""

    soort: str
    tabel: str | None
    blad: str
    deel: dict[str, str]
    lijsten: tuple[Lijst, ...] = field(default=())

    def keten(self, lijst: Lijst) -> tuple[Lijst, ...]:
        """A list and the lists that it stands in, outermost first."""
        ouders = {x.naam: x for x in self.lijsten}
        boven = self.keten(ouders[lijst.ouder]) if lijst.ouder in ouders else ()
        return (*boven, lijst)


KOP = {
    "afzender": "Header/Afzender",
    "ontvanger": "Header/Ontvanger",
    "identificatie": "Header/BerichtIdentificatie/Identificatie",
    "dagtekening": "Header/BerichtIdentificatie/Dagtekening",
}
RETOURKOP = KOP | {
    "retour_identificatie": "Header/IdentificatieRetour",
    "retour_dagtekening": "Header/DagtekeningRetour",
}
CLIENT = {
    "bsn": "Client/Bsn",
    "geboortedatum": "Client/Geboortedatum/Datum",
    "datumgebruik": "Client/Geboortedatum/DatumGebruik",
    "geslacht": "Client/Geslacht",
}
NUMMER = {"toewijzingnummer": "ToewijzingNummer"}
PRODUCT = {"productcategorie": "Product/Categorie", "productcode": "Product/Code"}
OMVANG = {
    "volume": "Omvang/Volume", "eenheid": "Omvang/Eenheid", "frequentie": "Omvang/Frequentie", "budget": "Budget",
}  # fmt: skip
START = {"begindatum": "Begindatum", "status_aanlevering": "StatusAanlevering"}
STOP = START | {"reden_beeindiging": "RedenBeeindiging", "einddatum": "Einddatum"}
INGANG = {"toewijzing_ingangsdatum": "ToewijzingIngangsdatum"}
PRESTATIE = NUMMER | {
    "referentienummer": "ProductReferentie/ReferentieNummer",
    "vorig_referentienummer": "ProductReferentie/VorigReferentieNummer",
    "productcategorie": "ProductCategorie",
    "productcode": "ProductCode",
    "begindatum": "ProductPeriode/Begindatum",
    "einddatum": "ProductPeriode/Einddatum",
    "volume": "GeleverdVolume",
    "eenheid": "Eenheid",
    "tarief": "ProductTarief",
    "bedrag": "IngediendBedrag/Bedrag",
    "debet_credit": "IngediendBedrag/DebetCredit",
}


def _codes(naam: str, pad: str, ouder: str = "deel") -> Lijst:
    return Lijst(naam, f"{pad}/RetourCodes".lstrip("/"), "RetourCode", {"code": ""}, ouder)


def _rijen(groep: str, element: str, velden: dict[str, str]) -> Lijst:
    return Lijst("rij", f"Client/{groep}", element, velden)


def _heen(soort: str, tabel: str, groep: str, element: str, velden: dict[str, str]) -> Vorm:
    return Vorm(soort, tabel, element, KOP | CLIENT, (_rijen(groep, element, velden),))


def _retour(soort: str, groep: str, element: str, velden: dict[str, str]) -> Vorm:
    return Vorm(
        soort, "retour", "RetourCodes", RETOURKOP | {"bsn": "Client/Bsn"},
        (
            _codes("kopcodes", "Header"), _codes("clientcodes", "Client"), _rijen(groep, element, velden),
            _codes("rijcodes", f"Client/{groep}/{element}", "rij"),
        ),
    )  # fmt: skip


_P = "Clienten/Client"
VORMEN: dict[str, Vorm] = {
    v.soort: v
    for v in (
        _heen(
            "301", "toewijzing", "ToegewezenProducten", "ToegewezenProduct",
            NUMMER | PRODUCT | OMVANG | {
                "referentie": "ReferentieAanbieder", "toewijzingsdatum": "Toewijzingsdatum",
                "toewijzingstijd": "Toewijzingstijd", "ingangsdatum": "Ingangsdatum", "einddatum": "Einddatum",
                "reden_wijziging": "RedenWijziging",
            },
        ),
        _heen("305", "start", "StartProducten", "StartProduct", NUMMER | PRODUCT | INGANG | START),
        _heen("307", "stop", "StopProducten", "StopProduct", NUMMER | PRODUCT | INGANG | STOP),
        _heen(
            "315", "verzoek", "AangevraagdeProducten", "AangevraagdProduct",
            PRODUCT | OMVANG | {
                "referentie": "ReferentieAanbieder", "ingangsdatum": "ToewijzingIngangsdatum",
                "einddatum": "ToewijzingEinddatum", "verwijzer": "Verwijzer/Type",
            },
        ),
        _retour("302", "ToegewezenProducten", "ToegewezenProduct", NUMMER | {"begindatum": "Ingangsdatum"}),
        _retour("306", "StartProducten", "StartProduct", NUMMER | START),
        _retour("308", "StopProducten", "StopProduct", NUMMER | STOP),
        Vorm(
            "323", "prestatie", "Prestatie",
            KOP | {
                "declaratienummer": "Declaratie/DeclaratieNummer",
                "declaratie_begin": "Declaratie/DeclaratiePeriode/Begindatum",
                "declaratie_eind": "Declaratie/DeclaratiePeriode/Einddatum",
                "declaratie_dagtekening": "Declaratie/DeclaratieDagtekening",
                "totaal_ingediend": "Declaratie/TotaalIngediendBedrag/TotaalBedrag",
                "ingediend_debet_credit": "Declaratie/TotaalIngediendBedrag/DebetCredit",
            },
            (
                Lijst("client", f"Declaratie/{'Clienten'}", "Client", {"bsn": "Bsn"}),
                Lijst("rij", f"Declaratie/{_P}/Prestaties", "Prestatie", PRESTATIE, "client"),
            ),
        ),
        Vorm(
            "325", "retour", "RetourCodes",
            KOP | {
                "heen_identificatie": "Header/DeclaratieIdentificatie/Identificatie",
                "heen_dagtekening": "Header/DeclaratieIdentificatie/Dagtekening",
                "declaratienummer": "DeclaratieAntwoord/DeclaratieNummer",
                "totaal_ingediend": "DeclaratieAntwoord/TotaalIngediendBedrag/TotaalBedrag",
                "ingediend_debet_credit": "DeclaratieAntwoord/TotaalIngediendBedrag/DebetCredit",
                "totaal_toegekend": "DeclaratieAntwoord/TotaalToegekendBedrag/TotaalBedrag",
                "toegekend_debet_credit": "DeclaratieAntwoord/TotaalToegekendBedrag/DebetCredit",
            },
            (
                _codes("kopcodes", "Header"), _codes("antwoordcodes", "DeclaratieAntwoord"),
                Lijst("client", "DeclaratieAntwoord/Clienten", "Client", {"bsn": "Bsn"}),
                _codes("clientcodes", f"DeclaratieAntwoord/{_P}", "client"),
                Lijst(
                    "rij", f"DeclaratieAntwoord/{_P}/Prestaties", "Prestatie",
                    {k: PRESTATIE[k] for k in
                     ("referentienummer", "toewijzingnummer", "begindatum", "bedrag", "debet_credit")}, "client",
                ),
                _codes("rijcodes", f"DeclaratieAntwoord/{_P}/Prestaties/Prestatie", "rij"),
            ),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Lezer:
    """The compiled reader of one kind. The name of the element around a message is secret: no message can close it."""

    vorm: Vorm
    open: bytes
    dicht: bytes
    ontleder: xml2arrow.XmlToArrowParser


@cache
def lezer(soort: str) -> Lezer:
    """The reader of one kind, made once per process."""
    vorm, omslag = VORMEN[soort], f"b-{secrets.token_hex(16)}"
    with tempfile.TemporaryDirectory() as map_:
        pad = Path(map_) / "vorm.yml"
        pad.write_text(yaml.safe_dump(_configuratie(vorm, omslag)), encoding="utf-8")
        ontleder = xml2arrow.XmlToArrowParser(pad)
    return Lezer(vorm, f"<{omslag}>".encode(), f"</{omslag}>".encode(), ontleder)


def _configuratie(vorm: Vorm, omslag: str) -> dict[str, object]:
    bericht = f"/w/{omslag}/Bericht"

    def tabel(naam: str, pad: str, niveaus: list[str], velden: dict[str, str]) -> dict[str, object]:
        kolommen = [{"name": n, "xml_path": p, "data_type": "Utf8", "nullable": True} for n, p in velden.items()]
        return {"name": naam, "xml_path": pad, "levels": niveaus, "fields": kolommen}

    tabellen = [
        tabel("bericht", "/w", ["bericht"], {"_": bericht}),
        tabel("deel", bericht, ["bericht", "deel"], {n: f"{bericht}/{p}" for n, p in vorm.deel.items()}),
    ]
    for lijst in vorm.lijsten:
        niveaus = ["bericht", "deel", *(x.naam for x in vorm.keten(lijst))]
        pad = f"{bericht}/{lijst.pad}"
        velden = {n: f"{pad}/{lijst.element}/{p}".rstrip("/") for n, p in lijst.velden.items()}
        tabellen.append(tabel(lijst.naam, pad, niveaus, velden))
    return {"parser_options": {"trim_text": True}, "tables": tabellen}
