"""Records of messages as XML, in the form of the standard: namespaces per release, prefixes, CR/LF, UTF-8 without BOM.

String templates, made once per kind and release: a region holds half a million messages. Whatever is filled in is made
by the demo itself and needs no escaping.
"""

from __future__ import annotations

import base64
import uuid
from functools import lru_cache
from itertools import groupby
from typing import Any

from pipeline.demo.berichten import HEEN, VAN_GEMEENTE, Bericht, PrestatieRegel
from pipeline.demo.kalender import iso
from pipeline.demo.personen import Persoon

CODES = {
    "wmo": {"301": 414, "302": 415, "305": 418, "306": 419, "307": 420, "308": 421, "315": 444, "323": 484, "325": 485},
    "jeugdwet": {"301": 436, "302": 437, "305": 438, "306": 439, "307": 440, "308": 441, "315": 446, "323": 490,
                 "325": 491},
}  # fmt: skip
KORT = {"wmo": "wmo", "jeugdwet": "jw"}
NAMEN = ("Demoman", "Proefstra", "Testenaar", "Voorbeeldsma", "Fictief", "Verzonnen", "Nepveld", "Schijnhorst")


def release(maand: int, aanbieder: str) -> str:
    """The release an aanbieder and gemeente use in a month: software changes one by one."""
    if maand < 2 + int(aanbieder) % 3:
        return "0"
    return "1" if maand < 7 + int(aanbieder) % 5 else "2"


@lru_cache(maxsize=256)
def _sjabloon(tekst: str, prefix: str, basis: str) -> str:
    return tekst.replace("<p:", f"<{prefix}:").replace("</p:", f"</{prefix}:").replace("<b:", f"<{basis}:").replace(
        "</b:", f"</{basis}:"
    )  # fmt: skip


KOP = """<?xml version="1.0" encoding="UTF-8"?>
<p:Bericht xmlns:%(basis)s="http://www.istandaarden.nl/%(basis)s/3_%(rel)s/basisschema/schema" \
xmlns:%(prefix)s="http://www.istandaarden.nl/%(basis)s/3_%(rel)s/%(prefix)s/schema">
  <p:Header>
    <p:BerichtCode>%(code)s</p:BerichtCode>
    <p:BerichtVersie>3</p:BerichtVersie>
    <p:BerichtSubversie>%(rel)s</p:BerichtSubversie>
    <p:Afzender>%(van)s</p:Afzender>
    <p:Ontvanger>%(naar)s</p:Ontvanger>
    <p:BerichtIdentificatie>
      <b:Identificatie>%(ident)s</b:Identificatie>
      <b:Dagtekening>%(dag)s</b:Dagtekening>
    </p:BerichtIdentificatie>
    <p:XsdVersie>
      <b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>
      <b:BerichtXsdVersie>1.0.%(patch)s</b:BerichtXsdVersie>
    </p:XsdVersie>
"""
RETOURKOP = """    <p:IdentificatieRetour>%s</p:IdentificatieRetour>
    <p:DagtekeningRetour>%s</p:DagtekeningRetour>
    <p:XsdVersieRetour>
      <b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>
      <b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie>
    </p:XsdVersieRetour>
"""
ANTWOORDKOP = """    <p:DeclaratieIdentificatie>
      <b:Identificatie>%s</b:Identificatie>
      <b:Dagtekening>%s</b:Dagtekening>
    </p:DeclaratieIdentificatie>
    <p:XsdVersieDeclaratie>
      <b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>
      <b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie>
    </p:XsdVersieDeclaratie>
"""
CLIENT = """  <p:Client>
    <p:Bsn>%09d</p:Bsn>
    <p:Geboortedatum>
      <b:Datum>%s</b:Datum>
    </p:Geboortedatum>
    <p:Geslacht>%s</p:Geslacht>
    <p:Naam>
      <b:Geslachtsnaam>
        <b:Achternaam>%s</b:Achternaam>
      </b:Geslachtsnaam>
"""
VOLLEDIG = """      <b:Voorletters>A</b:Voorletters>
      <b:NaamGebruik>1</b:NaamGebruik>
    </p:Naam>
    <p:Contactgegevens>
      <p:Contact>
        <p:Soort>01</p:Soort>
        <p:Adres>
          <b:Huis>
            <b:Huisnummer>%d</b:Huisnummer>
          </b:Huis>
          <b:Postcode>9999ZZ</b:Postcode>
          <b:Straatnaam>Teststraat</b:Straatnaam>
          <b:Plaatsnaam>Teststad</b:Plaatsnaam>
          <b:LandCode>NL</b:LandCode>
        </p:Adres>
      </p:Contact>
    </p:Contactgegevens>
"""
PRESTATIE = """          <p:Prestatie>
            <p:ProductReferentie>
              <b:ReferentieNummer>%s</b:ReferentieNummer>
%s            </p:ProductReferentie>
            <p:ToewijzingNummer>%d</p:ToewijzingNummer>
            <p:ProductCategorie>%s</p:ProductCategorie>
            <p:ProductCode>%s</p:ProductCode>
            <p:ProductPeriode>
              <b:Begindatum>%s</b:Begindatum>
              <b:Einddatum>%s</b:Einddatum>
            </p:ProductPeriode>
            <p:GeleverdVolume>%d</p:GeleverdVolume>
            <p:Eenheid>%s</p:Eenheid>
%s            <p:IngediendBedrag>
              <b:Bedrag>%d</b:Bedrag>
              <b:DebetCredit>%s</b:DebetCredit>
            </p:IngediendBedrag>
%s          </p:Prestatie>
"""
BEDRAG = """    <p:%(naam)s>
      <b:TotaalBedrag>%(bedrag)d</b:TotaalBedrag>
      <b:DebetCredit>%(dc)s</b:DebetCredit>
    </p:%(naam)s>
"""


class _Vorm:
    """The templates of one wet, kind and release."""

    def __init__(self, wet: str, soort: str, rel: str) -> None:
        self.prefix, self.basis, self.rel = f"{KORT[wet]}{soort}", f"i{KORT[wet]}", rel
        self.code = CODES[wet][soort]

    def __call__(self, tekst: str) -> str:
        return _sjabloon(tekst, self.prefix, self.basis)


@lru_cache(maxsize=64)
def _vorm(wet: str, soort: str, rel: str) -> _Vorm:
    return _Vorm(wet, soort, rel)


def schrijf(b: Bericht, maand: int, patch: int = 0) -> bytes:
    """The message as it is sent. `patch`: another schema patch, for a copy along a second route."""
    v = _vorm(b.wet, b.soort, release(maand, b.aanbieder))
    # a retour keeps sender and receiver of what it answers; a 325 is the gemeente's own message
    van_gemeente = HEEN.get(b.soort, b.soort) in VAN_GEMEENTE
    retour = b.soort in HEEN
    # the 325 names itself first and the 323 it answers below
    eigen = b.soort == "325" and b.retour is not None
    delen = [v(KOP) % {
        "basis": v.basis, "prefix": v.prefix, "rel": v.rel, "code": v.code, "patch": patch,
        "van": b.gemeente if van_gemeente else b.aanbieder, "naar": b.aanbieder if van_gemeente else b.gemeente,
        "ident": b.retour if eigen else b.identificatie,
        "dag": iso(b.heen_dagtekening if retour else b.dagtekening),
    }]  # fmt: skip
    if retour:
        delen.append(v(RETOURKOP) % (b.retour, iso(b.dagtekening)))
    if eigen:
        delen.append(v(ANTWOORDKOP) % (b.identificatie, iso(b.heen_dagtekening)))
    if b.codes:
        delen.append(_codes(v, "    ", b.codes))
    delen.append(v("  </p:Header>\n"))
    match b.soort:
        case "323":
            delen.append(_declaratie(v, b))
        case "325" if b.antwoord:
            delen.append(_antwoord(v, b))
        case "325":
            pass
        case _ if b.regels:
            delen.append(_client(v, b))
    delen.append(v("</p:Bericht>\n"))
    return "".join(delen).replace("\n", "\r\n").encode()


def _codes(v: _Vorm, inspringing: str, codes: tuple[str, ...]) -> str:
    midden = "".join(f"{inspringing}  <p:RetourCode>{c}</p:RetourCode>\n" for c in codes)
    return v(f"{inspringing}<p:RetourCodes>\n{midden}{inspringing}</p:RetourCodes>\n")


def _client(v: _Vorm, b: Bericht) -> str:
    p: Persoon = b.persoon
    soort = HEEN.get(b.soort, b.soort)
    tekst = v(CLIENT) % (p.bsn, p.geboren, p.geslacht, NAMEN[p.nummer % len(NAMEN)])
    tekst += v(VOLLEDIG) % (p.nummer % 300 + 1) if soort == "301" else v("    </p:Naam>\n")
    if soort == "315":
        tekst += v("    <p:GezagsdragerBekend>1</p:GezagsdragerBekend>\n")
    lijst, element, maak = {
        "301": ("ToegewezenProducten", "ToegewezenProduct", _toewijzing),
        "305": ("StartProducten", "StartProduct", _start),
        "307": ("StopProducten", "StopProduct", _stop),
        "315": ("AangevraagdeProducten", "AangevraagdProduct", _verzoek),
    }[soort]
    tekst += v(f"    <p:{lijst}>\n")
    retour = b.soort in HEEN
    for i, regel in enumerate(b.regels):
        tekst += v(f"      <p:{element}>\n") + v(maak(regel))
        if retour:
            tekst += _codes(v, "        ", (b.regelcodes[i],))
        tekst += v(f"      </p:{element}>\n")
    tekst += v(f"    </p:{lijst}>\n")
    if retour:
        tekst += _codes(v, "    ", ("0200",))
    return tekst + v("  </p:Client>\n")


def _veld(naam: str, waarde: Any, diepte: int = 8, prefix: str = "p") -> str:
    return "" if waarde is None else f"{' ' * diepte}<{prefix}:{naam}>{waarde}</{prefix}:{naam}>\n"


def _product(categorie: str | None, code: str | None) -> str:
    if categorie is None:
        return ""
    binnen = _veld("Categorie", categorie, 10, "b") + _veld("Code", code, 10, "b")
    return f"        <p:Product>\n{binnen}        </p:Product>\n"


def _omvang(volume: int | None, eenheid: str | None, frequentie: str | None) -> str:
    if volume is None:
        return ""
    binnen = _veld("Volume", volume, 10, "b") + _veld("Eenheid", eenheid, 10, "b")
    return f"        <p:Omvang>\n{binnen}{_veld('Frequentie', frequentie, 10, 'b')}        </p:Omvang>\n"


def _dag(dag: int | None) -> str | None:
    return None if dag is None else iso(dag)


def _toewijzing(x: Any) -> str:
    return "".join((
        _veld("ToewijzingNummer", x.nummer), _veld("ReferentieAanbieder", x.referentie), _product(x.categorie, x.code),
        _veld("Toewijzingsdatum", iso(x.datum)), _veld("Toewijzingstijd", x.tijd), _veld("Ingangsdatum", iso(x.ingang)),
        _veld("Einddatum", _dag(x.eind)), _veld("RedenWijziging", x.reden),
        _omvang(x.volume, x.eenheid, x.frequentie), _veld("Budget", x.budget),
    ))  # fmt: skip


def _start(x: Any) -> str:
    return "".join((
        _veld("ToewijzingNummer", x.nummer), _product(x.categorie, x.code),
        _veld("ToewijzingIngangsdatum", iso(x.ingang)), _veld("Begindatum", iso(x.begin)),
        _veld("StatusAanlevering", x.status),
    ))  # fmt: skip


def _stop(x: Any) -> str:
    return "".join((
        _veld("ToewijzingNummer", x.nummer), _product(x.categorie, x.code),
        _veld("ToewijzingIngangsdatum", iso(x.ingang)), _veld("Begindatum", iso(x.begin)),
        _veld("RedenBeeindiging", x.reden), _veld("Einddatum", iso(x.eind)),
        _veld("StatusAanlevering", x.status),
    ))  # fmt: skip


def _verzoek(x: Any) -> str:
    verwijzer = _veld("Type", x.verwijzer, 10, "b")
    if x.verwijzer in ("02", "03", "05"):
        verwijzer += _veld("ZorgverlenerCode", "99990123", 10, "b")
    return "".join((
        _veld("ReferentieAanbieder", x.referentie), _product(x.categorie, x.code),
        _veld("ToewijzingIngangsdatum", iso(x.ingang)), _veld("ToewijzingEinddatum", _dag(x.eind)),
        _omvang(x.volume, x.eenheid, x.frequentie), f"        <p:Verwijzer>\n{verwijzer}        </p:Verwijzer>\n",
    ))  # fmt: skip


def _prestatie(sjabloon: str, v: _Vorm, x: PrestatieRegel, codes: str = "") -> str:
    vorig = (
        ""
        if x.vorig is None
        else f"              <{v.basis}:VorigReferentieNummer>{x.vorig}</{v.basis}:VorigReferentieNummer>\n"
    )
    tarief = (
        "" if x.tarief is None else f"            <{v.prefix}:ProductTarief>{x.tarief}</{v.prefix}:ProductTarief>\n"
    )
    return sjabloon % (x.referentie, vorig, x.nummer, x.categorie, x.code, iso(x.begin), iso(x.eind), x.volume,
                       x.eenheid, tarief, x.bedrag, x.dc, codes)  # fmt: skip


def _bedrag(v: _Vorm, naam: str, centen: int) -> str:
    return v(BEDRAG) % {"naam": naam, "bedrag": abs(centen), "dc": "C" if centen < 0 else "D"}


def _declaratie(v: _Vorm, b: Bericht) -> str:
    from pipeline.demo.kalender import BEGINJAAR, dagnummer

    jaar, maand = BEGINJAAR + b.maand // 12, b.maand % 12
    van = dagnummer(jaar, maand + 1)
    tot = dagnummer(jaar + maand // 11, (maand + 1) % 12 + 1) - 1
    delen = [v(
        f"  <p:Declaratie>\n    <p:DeclaratieNummer>{b.declaratie}</p:DeclaratieNummer>\n    <p:DeclaratiePeriode>\n"
        f"      <b:Begindatum>{iso(van)}</b:Begindatum>\n      <b:Einddatum>{iso(tot)}</b:Einddatum>\n"
        f"    </p:DeclaratiePeriode>\n    <p:DeclaratieDagtekening>{iso(b.dagtekening)}</p:DeclaratieDagtekening>\n"
    )]  # fmt: skip
    delen.append(_bedrag(v, "TotaalIngediendBedrag", b.totaal))
    delen.append(v("    <p:Clienten>\n"))
    sjabloon = v(PRESTATIE)
    open_, dicht = v("      <p:Client>\n        <p:Bsn>%09d</p:Bsn>\n        <p:Prestaties>\n"), v(
        "        </p:Prestaties>\n      </p:Client>\n"
    )  # fmt: skip
    for bsn, regels in groupby(sorted(b.regels, key=_bsn), key=_bsn):
        delen.append(open_ % bsn)
        delen += [_prestatie(sjabloon, v, x) for x in regels]
        delen.append(dicht)
    delen.append(v("    </p:Clienten>\n  </p:Declaratie>\n"))
    return "".join(delen)


def _bsn(x: PrestatieRegel) -> int:
    return x.persoon.bsn


def _antwoord(v: _Vorm, b: Bericht) -> str:
    delen = [v(f"  <p:DeclaratieAntwoord>\n    <p:DeclaratieNummer>{b.declaratie}</p:DeclaratieNummer>\n")]
    delen.append(_bedrag(v, "TotaalIngediendBedrag", b.totaal))
    delen.append(_bedrag(v, "TotaalToegekendBedrag", b.toegekend))
    if b.regels:
        delen.append(v("    <p:Clienten>\n"))
        sjabloon = v(PRESTATIE)
        paren = sorted(zip(b.regels, b.regelcodes, strict=True), key=lambda x: x[0].persoon.bsn)
        for bsn, rijen in groupby(paren, key=lambda x: x[0].persoon.bsn):
            delen.append(v("      <p:Client>\n        <p:Bsn>%09d</p:Bsn>\n        <p:Prestaties>\n") % bsn)
            delen += [_prestatie(sjabloon, v, x, _codes(v, "            ", (code,))) for x, code in rijen]
            delen.append(v("        </p:Prestaties>\n") + _codes(v, "        ", ("0200",)) + v("      </p:Client>\n"))
        delen.append(v("    </p:Clienten>\n"))
    delen.append(_codes(v, "    ", b.antwoordcodes))
    delen.append(v("  </p:DeclaratieAntwoord>\n"))
    return "".join(delen)


def envelop(b: Bericht, inhoud: bytes) -> bytes:
    """A message as base64 in the StUF envelope of the route to the gemeente."""
    functie = f"{KORT[b.wet].upper()}{b.soort}"
    van, naar = (b.gemeente, b.aanbieder) if b.soort in VAN_GEMEENTE else (b.aanbieder, b.gemeente)
    nummer = uuid.uuid5(uuid.NAMESPACE_URL, f"{functie}{b.gemeente}{b.aanbieder}{b.identificatie}")
    tekst = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<GGK:envelopHeenbericht-ggk_Di01 '
        'xmlns:StUF="http://www.egem.nl/StUF/StUF0301" xmlns:GGK="http://www.stufstandaarden.nl/koppelvlak/ggk0210">'
        "<GGK:stuurgegevens><StUF:berichtcode>Di01</StUF:berichtcode>"
        f"<StUF:zender><StUF:organisatie>{van}</StUF:organisatie><StUF:applicatie>GGk</StUF:applicatie></StUF:zender>"
        f"<StUF:ontvanger><StUF:organisatie>{naar}</StUF:organisatie><StUF:applicatie>GGk</StUF:applicatie>"
        f"</StUF:ontvanger><StUF:referentienummer>{nummer}</StUF:referentienummer>"
        f"<StUF:tijdstipBericht>{iso(b.dagtekening).replace('-', '')}120000</StUF:tijdstipBericht>"
        f"<StUF:functie>{functie}</StUF:functie></GGK:stuurgegevens><GGK:parameters>"
        "<GGK:applicatieVersie>0001</GGK:applicatieVersie><GGK:applicatieSubversie>0000</GGK:applicatieSubversie>"
        "<GGK:functieVersie>0003</GGK:functieVersie><GGK:functieSubversie>0002</GGK:functieSubversie>"
        f"<GGK:bericht><GGK:xmlBestand>{base64.b64encode(inhoud).decode()}</GGK:xmlBestand></GGK:bericht>"
        "</GGK:parameters></GGK:envelopHeenbericht-ggk_Di01>"
    )
    return tekst.encode()
