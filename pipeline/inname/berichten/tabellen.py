"""A group of messages of one kind to landing tables and findings: which element fills which column, and the head.

Retour rows are copies of what was refused, often because a value in them is wrong: there an unreadable value is empty
and the row stays. Conversions and rules on rows stand in `rijen`, whole columns in `kolommen`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bevindingen import Bevinding, bevinding
from pipeline.contracten.inname import TABELLEN
from pipeline.inname.berichten import kolommen
from pipeline.inname.berichten.kolommen import Masker
from pipeline.inname.berichten.lezen import Groep, Ruw, volgnummer
from pipeline.inname.berichten.rijen import Context, Koppen, Rijen

RETOURCODES = r"[0-9A-Za-z]{4}(?: [0-9A-Za-z]{4})*"
KLASSEN = {"302": "toewijzing", "306": "start", "308": "stop", "325": "prestatie"}
EURO_IN_CENTEN = "83"
GROOT = 3_000_000_000  # of two factors below this the product fits 64 bits


@dataclass
class Gemaakt:
    """What a group of messages gave. `rijen`, `apart` and `geweigerd`: per message, in the order of `namen`."""

    namen: list[str]
    tabellen: dict[str, pa.Table]
    bevindingen: list[Bevinding]
    rijen: np.ndarray
    apart: np.ndarray
    geweigerd: np.ndarray


def maak_tabellen(groep: Groep, context: Context) -> Gemaakt:
    """The landing rows of a group."""
    return _Maker(groep, context).maak()


class _Maker:
    def __init__(self, groep: Groep, context: Context) -> None:
        self.groep, self.context, self.vorm = groep, context, groep.vorm
        self.aantal = len(groep.berichten)
        self.namen = [b.naam for b in groep.berichten]
        self.weg = np.zeros(self.aantal, bool)
        self.bevindingen: list[Bevinding] = []
        self.labels = {n: p.rsplit("/", 1)[-1] for n, p in self.vorm.deel.items()}
        for lijst in self.vorm.lijsten:
            self.labels |= {n: p.rsplit("/", 1)[-1] for n, p in lijst.velden.items()}
        self.labels |= {"persoon": "Bsn", "geboortejaar": "Geboortedatum", "retourcodes": "RetourCode"}

    def maak(self) -> Gemaakt:
        berichtrijen = self._bericht()
        detail = self._retour() if self.vorm.tabel == "retour" else self._rijen()
        apart = np.bincount(detail.bericht[detail.apart], minlength=self.aantal)
        totaal = np.bincount(detail.bericht, minlength=self.aantal) + 1
        self.bevindingen += detail.bevindingen()
        return Gemaakt(
            self.namen,
            {"bericht": berichtrijen.klaar(), detail.tabel: detail.klaar()},
            self.bevindingen,
            totaal,
            np.where(self.weg, totaal, apart),
            self.weg,
        )

    # --- the head ------------------------------------------------------------------------------------------------

    def _weiger(self, masker: Masker, wat: str) -> None:
        """Refuse messages as a whole: without a sound head no row of theirs can be placed."""
        for i in np.flatnonzero(masker & ~self.weg):
            melding = (
                f"{self.namen[i]}: {wat}. Het hele bericht is apart gehouden; laat de afzender een verbeterd bericht "
                "sturen."
            )
            self.bevindingen.append(
                bevinding(
                    "bericht.onleesbaar", melding, levering=self.context.levering, bestand=self.namen[i],
                    blad="Bericht", regel=1,
                )
            )  # fmt: skip
        self.weg |= masker

    def _kop(self, naam: str) -> pa.Array:
        return self.groep.kop.column(naam)

    def _romp(self, naam: str) -> pa.Array:
        return self.groep.romp.column(naam)

    def _lees(self, ruw: pa.Array, soort: str, wat: str, verplicht: bool) -> pa.Array:
        match soort:
            case "datum":
                uit, fout = kolommen.datum(ruw)
            case "geheel":
                uit, fout = kolommen.geheel(ruw)
            case "codes":
                uit, fout = kolommen.tekst(ruw, RETOURCODES)
            case _:
                uit, fout = kolommen.tekst(ruw, kolommen.KENMERK)
                uit = self.context.pseudoniemen.zonder_bsn(uit)
        self._weiger(fout, f"{wat} is niet te lezen")
        if verplicht and uit.null_count:
            self._weiger(~kolommen.gevuld(uit), f"{wat} ontbreekt")
        return uit

    def _koppen(self) -> Koppen:
        van, naar = self._kop("afzender"), self._kop("ontvanger")
        is_gemeente = [kolommen.masker(pc.match_substring_regex(k, r"^\d{4}$")) for k in (van, naar)]
        is_aanbieder = [kolommen.masker(pc.match_substring_regex(k, r"^\d{8}$")) for k in (van, naar)]
        heen, terug = is_gemeente[0] & is_aanbieder[1], is_gemeente[1] & is_aanbieder[0]
        self._weiger(
            ~(heen | terug),
            "Afzender en Ontvanger zijn niet samen een gemeente (4 cijfers) en een aanbieder (8 cijfers)",
        )
        kant = pa.array(heen)
        gemeente = pc.if_else(kant, van, naar)
        if self.vorm.soort == "325":  # joins on the 323 that it answers, as the other retours do
            identificatie = self._lees(
                self._kop("heen_identificatie"), "tekst", "DeclaratieIdentificatie.Identificatie", True
            )
        else:
            identificatie = self._lees(self._kop("identificatie"), "tekst", "Identificatie", True)
        eigen = self._lees(self._kop("dagtekening"), "datum", "Dagtekening", True)
        if "retour_dagtekening" in self.vorm.deel:
            self.heen_dagtekening: pa.Array | None = eigen
            eigen = self._lees(self._kop("retour_dagtekening"), "datum", "DagtekeningRetour", True)
        elif self.vorm.soort == "325":
            ruw = self._kop("heen_dagtekening")
            self.heen_dagtekening = self._lees(ruw, "datum", "DeclaratieIdentificatie.Dagtekening", False)
        else:
            self.heen_dagtekening = None
        return Koppen(
            self.namen,
            {
                "wet": pa.array([b.wet for b in self.groep.berichten]),
                "soort": pa.repeat(pa.scalar(self.vorm.soort), self.aantal),
                "gemeente_code": pc.binary_join_element_wise("GM", gemeente, ""),
                "aanbieder": pc.if_else(kant, naar, van),
                "identificatie": identificatie,
                "dagtekening": eigen,
            },
            self.weg,
        )

    def _bericht(self) -> Rijen:
        self.koppen = self._koppen()
        waarden: dict[str, pa.Array] = {
            "versie": pa.array([b.versie for b in self.groep.berichten]),
            "inhoud_hash": pa.array([b.hash for b in self.groep.berichten]),
        }
        if self.heen_dagtekening is not None:
            naam = "retour_identificatie" if "retour_identificatie" in self.vorm.deel else "identificatie"
            waarden["retour_identificatie"] = self._lees(self._kop(naam), "tekst", self.labels[naam], True)
            waarden["heen_dagtekening"] = self.heen_dagtekening
            waarden["retourcodes"] = self._codes("kopcodes", "een RetourCode in de kop")
        elif not self.groep.heeft_romp.all():
            self._weiger(~self.groep.heeft_romp, "het bericht heeft alleen een kop")
        if "declaratienummer" in self.vorm.deel:
            self._declaratie(waarden)
        nul = np.arange(self.aantal)
        rijen = Rijen(self.context, "bericht", "Bericht", self.koppen, nul, nul * 0 + 1, self.labels)
        rijen.waarden |= waarden
        return rijen

    def _codes(self, lijst: str, wat: str) -> pa.Array:
        ruw = self.groep.lijsten[lijst]
        codes = kolommen.samengevoegd(ruw.kolommen.column("code"), ruw.ouder, self.aantal)
        return self._lees(codes, "codes", wat, False)

    def _declaratie(self, waarden: dict[str, pa.Array]) -> None:
        is_323 = self.vorm.soort == "323"
        nummer = self._lees(self._romp("declaratienummer"), "tekst", "DeclaratieNummer", is_323)
        waarden["declaratienummer"] = nummer
        waarden["totaal_ingediend"] = self._totaal("ingediend")
        if is_323:
            for naam, verplicht in (
                ("declaratie_begin", True), ("declaratie_eind", False), ("declaratie_dagtekening", False),
            ):  # fmt: skip
                waarden[naam] = self._lees(self._romp(naam), "datum", self.labels[naam], verplicht)
            self.declaratie = {n: waarden[n] for n in ("declaratienummer", "declaratie_begin")}
            return
        waarden["totaal_toegekend"] = self._totaal("toegekend")
        waarden["heeft_antwoord"] = pa.array(self.groep.heeft_romp)
        waarden["antwoordcodes"] = self._codes("antwoordcodes", "een RetourCode van de declaratie")

    def _totaal(self, welk: str) -> pa.Array:
        centen = self._lees(self._romp(f"totaal_{welk}"), "geheel", "TotaalBedrag", False)
        teken = self._romp(f"{welk}_debet_credit")
        self._weiger(
            kolommen.gevuld(centen) & ~kolommen.masker(pc.is_in(teken, pa.array(["D", "C"]))),
            "DebetCredit van een totaalbedrag is geen D of C",
        )
        centen = pc.if_else(pc.equal(pc.fill_null(teken, "D"), "C"), pc.negate(centen), centen)
        if welk == "ingediend":
            self.totaal_centen = centen
        return kolommen.euro(centen)

    # --- persons -------------------------------------------------------------------------------------------------

    def _personen(self, bsns: pa.Array, bericht: np.ndarray) -> tuple[pa.Array, dict[str, Masker]]:
        test = kolommen.masker(pc.match_substring_regex(self.koppen.kolommen["gemeente_code"], r"^GM999\d$"))
        return self.context.pseudoniemen.personen(bsns, test[bericht])

    def _client(self, rijen: Rijen) -> None:
        """Person, year of birth and sex, which stand once per message and go with each of its rows."""
        plek = pa.array(rijen.bericht)
        self._persoon(rijen, self._romp("bsn").take(plek))
        datum, fout = kolommen.datum(self._romp("geboortedatum"))
        onbekend = kolommen.masker(pc.equal(self._romp("datumgebruik"), "3"))
        jaar = pc.if_else(pa.array(onbekend), None, pc.year(datum))
        rijen.waarden["geboortejaar"] = jaar.take(plek)
        rijen.fout("datum.onleesbaar", "geboortejaar", fout[rijen.bericht], "een datum als jjjj-mm-dd")

    def _persoon(self, rijen: Rijen, bsns: pa.Array) -> None:
        personen, fouten = self._personen(bsns, rijen.bericht)
        fout = np.zeros(len(rijen.bericht), bool)
        for regel_code, masker in fouten.items():
            verwacht = (
                "negen cijfers die aan de elfproef voldoen" if regel_code == "bsn.elfproef"
                else "buiten de gemeenten 999x geen nummer uit de testreeks"
            )  # fmt: skip
            rijen.fout(regel_code, "persoon", masker, verwacht)
            fout |= masker
        rijen.waarden["persoon"] = personen
        rijen.eis(TABELLEN[rijen.tabel].kolom("persoon"), personen, fout)

    # --- rows ----------------------------------------------------------------------------------------------------

    def _rijen(self) -> Rijen:
        """The rows of a 301, 305, 307, 315 or 323."""
        lijst = self.groep.lijsten["rij"]
        regel = volgnummer(lijst.bericht, self.aantal) + 1
        rijen = Rijen(
            self.context, self.vorm.tabel or "", self.vorm.blad, self.koppen, lijst.bericht, regel, self.labels
        )
        ruw = {n: lijst.kolommen.column(n) for n in lijst.kolommen.schema.names if not n.startswith("<")}
        for naam in ("referentienummer", "vorig_referentienummer"):
            if naam in ruw:
                ruw[naam] = self.context.pseudoniemen.zonder_bsn(ruw[naam])
        if self.vorm.soort == "323":
            clienten = self.groep.lijsten["client"].kolommen.column("bsn")
            self._persoon(rijen, clienten.take(pa.array(lijst.ouder)))
            rijen.waarden |= {n: k.take(pa.array(lijst.bericht)) for n, k in self.declaratie.items()}
        else:
            self._client(rijen)
            ruw["geslacht"] = self._romp("geslacht").take(pa.array(lijst.bericht))
        if "referentie" in ruw:
            rijen.waarden["referentie"] = self.context.pseudoniemen.referenties(ruw["referentie"])
            rijen.eis(TABELLEN[rijen.tabel].kolom("referentie"), rijen.waarden["referentie"])
        rijen.vul(ruw)
        if self.vorm.soort == "323":
            self._reken_na(rijen, ruw)
        return rijen

    def _reken_na(self, rijen: Rijen, ruw: dict[str, pa.Array]) -> None:
        """The sender's own sums: total against lines, amount against volume times tariff. The rows stay."""

        def centen(naam: str) -> tuple[np.ndarray, Masker]:
            getal = kolommen.geheel(ruw[naam])[0]
            return pc.fill_null(getal, 0).to_numpy(zero_copy_only=False), kolommen.gevuld(getal)

        (bedrag, heeft_bedrag), (volume, heeft_volume), (tarief, heeft_tarief) = map(
            centen, ("bedrag", "volume", "tarief")
        )
        credit = kolommen.masker(pc.equal(ruw["debet_credit"], "C"))
        som = kolommen.som_per_groep(np.where(credit, -bedrag, bedrag), rijen.bericht, self.aantal)
        totaal = pc.fill_null(self.totaal_centen, 0).to_numpy(zero_copy_only=False)
        heel = np.bincount(rijen.bericht[~heeft_bedrag], minlength=self.aantal) == 0
        for i in np.flatnonzero(kolommen.gevuld(self.totaal_centen) & heel & (som != totaal) & ~self.weg):
            self._merk_op(
                "bericht.totaal", int(i), f"TotaalIngediendBedrag is {_euro(totaal[i])}, de regels samen zijn "
                f"{_euro(som[i])}. De regels zijn geladen; vraag de aanbieder welk bedrag klopt.",
                _euro(totaal[i]), _euro(som[i]),
            )  # fmt: skip
        in_euro = kolommen.masker(pc.equal(ruw["eenheid"], EURO_IN_CENTEN))
        klein = (volume < GROOT) & (tarief < GROOT)
        product = np.where(klein, np.where(klein, volume, 0) * np.where(klein, tarief, 0), -1)
        anders = np.where(in_euro, (bedrag != volume) | heeft_tarief, heeft_tarief & (bedrag != product))
        telling = np.bincount(rijen.bericht[anders & heeft_bedrag & heeft_volume], minlength=self.aantal)
        for i in np.flatnonzero(telling * ~self.weg):
            self._merk_op(
                "bericht.pxq", int(i), f"Bij {telling[i]} prestaties is het bedrag niet volume maal tarief (bij "
                "eenheid 83: niet het volume, of met een tarief). Het ingediende bedrag is geladen. Bij een uurtarief "
                "per minuut komt dit door afronding.", int(telling[i]), 0,
            )  # fmt: skip

    def _merk_op(self, regel_code: str, bericht: int, melding: str, waarde: object, verwacht: object) -> None:
        self.bevindingen.append(
            bevinding(
                regel_code, melding, levering=self.context.levering, bestand=self.namen[bericht], blad="Bericht",
                regel=1, waarde=waarde, verwacht=verwacht,
            )
        )  # fmt: skip

    # --- retour --------------------------------------------------------------------------------------------------

    def _retour(self) -> Rijen:
        """A row per class element that has codes; the rows of one message in the order in which they stand there."""
        lijsten, is_325 = self.groep.lijsten, self.vorm.soort == "325"
        rij, codes = lijsten["rij"], self._per_rij("rijcodes", "rij")
        met = np.flatnonzero(kolommen.gevuld(codes))
        if is_325:
            client = lijsten["client"]
            bsns, client_bericht = client.kolommen.column("bsn"), client.bericht
            clientcodes = self._per_rij("clientcodes", "client")
            ouder = rij.ouder
        else:
            bsns, client_bericht = self._romp("bsn"), np.arange(self.aantal)
            ruw = lijsten["clientcodes"]
            clientcodes = kolommen.samengevoegd(ruw.kolommen.column("code"), ruw.ouder, self.aantal)
            ouder = rij.bericht
        met_client = np.flatnonzero(kolommen.gevuld(clientcodes))
        # clients stand in the order of their messages, and the codes of a client after those of its rows
        groep = np.concatenate([ouder[met], met_client])
        binnen = np.concatenate([met, np.full(len(met_client), len(rij) + 1)])
        volgorde = np.lexsort((binnen, groep))
        bericht = client_bericht[groep][volgorde]
        rijen = Rijen(
            self.context,
            "retour",
            self.vorm.blad,
            self.koppen,
            bericht,
            volgnummer(bericht, self.aantal) + 1,
            self.labels,
        )
        plek = pa.array(volgorde)
        persoon, _ = self._personen(bsns.take(pa.array(groep)), client_bericht[groep])
        klasse = np.where(np.arange(len(groep)) < len(met), KLASSEN[self.vorm.soort], "client")
        rijen.waarden |= {"persoon": persoon.take(plek), "klasse": pa.array(klasse, pa.string()).take(plek)}
        for naam, kolom in self._kopie(rij).items():
            rest = kolommen.leeg(len(met_client), kolom.type)
            rijen.waarden[naam] = pa.concat_arrays([kolom.take(pa.array(met)), rest]).take(plek)
        alle_codes = pa.concat_arrays([codes.take(pa.array(met)), clientcodes.take(pa.array(met_client))]).take(plek)
        rijen.vul({"retourcodes": alle_codes})
        return rijen

    def _per_rij(self, codelijst: str, ouder: str) -> pa.Array:
        ruw = self.groep.lijsten[codelijst]
        return kolommen.samengevoegd(ruw.kolommen.column("code"), ruw.ouder, len(self.groep.lijsten[ouder]))

    def _kopie(self, rij: Ruw) -> dict[str, pa.Array]:
        """The values by which a refused row is found again; what cannot be read is empty."""
        uit: dict[str, pa.Array] = {}
        for naam in rij.kolommen.schema.names:
            ruw = rij.kolommen.column(naam)
            if naam in ("begindatum",):
                uit[naam] = kolommen.datum(ruw)[0]
            elif naam in ("toewijzingnummer", "bedrag"):
                uit[naam] = kolommen.geheel(ruw)[0]
            elif naam in ("status_aanlevering", "reden_beeindiging"):
                uit[naam] = kolommen.tekst(ruw, r"[0-9]{1,2}")[0]
            elif naam == "referentienummer":
                uit[naam] = self.context.pseudoniemen.zonder_bsn(kolommen.tekst(ruw, kolommen.KENMERK)[0])
        if "bedrag" in uit:
            teken = pc.fill_null(rij.kolommen.column("debet_credit"), "")
            goed = pc.is_in(teken, pa.array(["D", "C"]))
            centen = pc.if_else(pc.equal(teken, "C"), pc.negate(uit["bedrag"]), uit["bedrag"])
            uit["bedrag"] = kolommen.euro(pc.if_else(goed, centen, None))
        return uit


def _euro(centen: int) -> str:
    teken, centen = ("-" if centen < 0 else ""), abs(int(centen))
    return f"{teken}{centen // 100}.{centen % 100:02d}"
