"""The formulas of the workbook: sums and quotients in a row, and the sum of what is visible above the headings.

A formula stands only where a reader wants to follow a sum, and only if it gives the figure of the mart to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.publicaties.bladen import Blad, Deling, Optelling, Termen
from pipeline.publicaties.bladopmaak import EERSTE_RIJ, KOPRIJ, Schrijver, past

SOMRIJ = KOPRIJ - 1
OPTELGROEP = "optelgroep"
CENT, HALF = Decimal("0.01"), Decimal("0.5")
# nearer to half a hundredth than this, doubles may round the other way
RUIMTE = Decimal("1E-6")
KIES, ONVOLLEDIG = "filter eerst", "onbekend"

Waarden = Mapping[str, Sequence[Any]]


def formule(rij: Mapping[str, Any], kolom: str, wijzen: Sequence[Termen], adres: Mapping[str, str]) -> str | None:
    """The sum in cell addresses, where all its terms are known and it gives the figure of the mart exactly."""
    for termen in wijzen:
        waarden = [rij[naam] for _, naam in termen]
        if rij[kolom] is None or any(w is None or not past(Decimal(w)) for w in waarden):
            continue
        if sum(-w if teken == "-" else w for (teken, _), w in zip(termen, waarden, strict=True)) == rij[kolom]:
            return "=" + "".join(f"{teken}{adres[naam]}" for teken, naam in termen)
    return None


def quotient(rij: Mapping[str, Any], kolom: str, deling: Deling, adres: Mapping[str, str]) -> str | None:
    """The quotient in cell addresses, where it gives the figure of the mart, in a spreadsheet's doubles too."""
    boven, onder, uitkomst = rij[deling.teller], rij[deling.noemer], rij[kolom]
    if boven is None or not onder or uitkomst is None:
        return None
    exact = Decimal(boven) * deling.maal / onder * 100
    if abs(abs(exact) % 1 - HALF) < RUIMTE or exact.quantize(Decimal(1), ROUND_HALF_UP) != uitkomst * 100:
        return None
    maal = f"*{deling.maal}" if deling.maal != 1 else ""
    return f"=ROUND({adres[deling.teller]}/{adres[deling.noemer]}{maal},2)"


def schrijf_formules(
    s: Schrijver, ws: Worksheet, blad: Blad, waarden: Waarden, kolommen: Sequence[str], soorten: Mapping[str, str]
) -> None:
    """The formula over the figure, in each row where it gives that figure."""
    nodig_per: dict[str, set[str]] = {
        **{n: {n} | {term for termen in wijzen for _, term in termen} for n, wijzen in blad.sommen.items()},
        **{n: {n, d.teller, d.noemer} for n, d in blad.delingen.items()},
    }
    with localcontext(prec=40):
        for naam, nodig in nodig_per.items():
            kolom, letter = kolommen.index(naam), {n: xl_col_to_name(kolommen.index(n)) for n in nodig}
            for nummer, cellen in enumerate(zip(*(waarden[n] for n in nodig), strict=True), start=EERSTE_RIJ):
                rij = dict(zip(nodig, cellen, strict=True))
                if rij[naam] is None:
                    continue
                adres = {n: f"{letter[n]}{nummer + 1}" for n in nodig}
                if naam in blad.sommen:
                    som = formule(rij, naam, blad.sommen[naam], adres)
                else:
                    som = quotient(rij, naam, blad.delingen[naam], adres)
                if som:
                    ws.write_formula(nummer, kolom, som, s.formaat[soorten[naam]], float(rij[naam]))


def optelgroepen(optelling: Optelling, waarden: Waarden) -> list[int]:
    """A number per row; rows of one number may be added up."""
    delen: list[Sequence[Any]] = [waarden[n] for n in optelling.gelijk]
    if "niveau" in optelling.gelijk:
        paren = zip(waarden["niveau"], waarden["voorziening"], strict=True)
        delen.append([v if niveau == "groep" else None for niveau, v in paren])
    nummers: dict[tuple[Any, ...], int] = {}
    return [nummers.setdefault(groep, len(nummers) + 1) for groep in zip(*delen, strict=True)]


def schrijf_optelling(
    s: Schrijver, ws: Worksheet, optelling: Optelling, waarden: Waarden, soorten: Mapping[str, str]
) -> None:
    """Above each heading that may be added up: the sum of the visible rows, or why there is none."""
    plaats = {naam: xl_col_to_name(i) for i, naam in enumerate(soorten)}
    laatste = EERSTE_RIJ + len(waarden[OPTELGROEP])

    def bereik(naam: str) -> str:
        return f"{plaats[naam]}{EERSTE_RIJ + 1}:{plaats[naam]}{laatste}"

    een_groep = len(set(waarden[OPTELGROEP])) == 1
    groep = bereik(OPTELGROEP)
    for naam in optelling.kolommen:
        cel = bereik(naam)
        # 104 and 105: highest and lowest visible number; 102 and 103: visible figures, visible cells
        som = (
            f'=IF(SUBTOTAL(105,{groep})<>SUBTOTAL(104,{groep}),"{KIES}",'
            f'IF(SUBTOTAL(102,{cel})<>SUBTOTAL(103,{cel}),"{ONVOLLEDIG}",SUBTOTAL(109,{cel})))'
        )
        bekend = [w for w in waarden[naam] if w is not None]
        if not een_groep:
            uitkomst: object = KIES
        elif len(bekend) < len(waarden[naam]) or not all(past(w) for w in bekend):
            uitkomst = ONVOLLEDIG
        else:
            uitkomst = float(sum(bekend, Decimal(0)))
        ws.write_formula(SOMRIJ, list(soorten).index(naam), som, s.som[soorten[naam]], uitkomst)
