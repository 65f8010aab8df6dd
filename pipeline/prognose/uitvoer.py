"""What every forecast hands over: the tables that the archive keeps and dbt reads. Columns and types, no calculating.

`PROGNOSE`: grain peildatum, gemeente_code, periode, niveau, wet, voorziening, reeks, maat; amounts in euro. `laag` and
`hoog` bound 80%, `laag95` and `hoog95` 95%; a month has no bounds. `realisatie` is what was known of the period on the
peildatum, for care (or bookings) up to the last closed month; `nog_te_declareren` is the run-off of those months and
`nog_te_komen` the months after them: the three add up to `midden`. `kans_overschrijding_pct` is the chance that the
period ends above `begroting`.

`TOETS`: one forecast of one year total, made with `maanden_bekend` months known, and what the year came to; grain
methode, reeks, gemeente_code, jaar, maanden_bekend, niveau, wet, voorziening.

`MEERJAREN`: the years after the current one at unchanged policy; grain peildatum, gemeente_code, jaar, niveau, wet,
voorziening, reeks. `laag` and `hoog` bound 80%. `rijksbijdrage` stands at niveau wet only; `saldo` is that minus
`midden`, negative where the Rijk gives less than is expected to be spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

EURO = pa.decimal128(18, 2)
TEKST = pa.string()

_CEL = [("niveau", TEKST), ("wet", TEKST), ("voorziening", TEKST)]

PROGNOSE = pa.schema(
    [
        ("peildatum", pa.date32()),
        ("gemeente_code", TEKST),
        ("gemeente", TEKST),
        ("gebied_soort", TEKST),  # gemeente, regio, land
        ("jaar", pa.int32()),
        ("periode", TEKST),  # 2026 or 2026-07
        ("periode_soort", TEKST),  # jaar, maand
        *_CEL,
        ("reeks", TEKST),  # whose accounts it forecasts
        ("maat", TEKST),  # uitgaven
        ("maanden_bekend", pa.int32()),
        ("realisatie", EURO),
        ("nog_te_declareren", EURO),
        ("nog_te_komen", EURO),
        ("laag", EURO),
        ("midden", EURO),
        ("hoog", EURO),
        ("laag95", EURO),
        ("hoog95", EURO),
        ("begroting", EURO),
        ("kans_overschrijding_pct", pa.decimal128(5, 1)),
        ("breuk_pct", pa.decimal128(7, 1)),  # how far the last months left their path; empty where they did not
        ("methode", TEKST),  # Dutch, for readers
        ("toelichting", TEKST),  # Dutch: what the middle follows from
        ("is_openbaar", pa.bool_()),  # follows from published figures alone
    ]
)

TOETS = pa.schema(
    [
        ("methode", TEKST),  # grip, cash_x12, vorig_jaar, ratio_peildatum, begroting
        ("reeks", TEKST),
        ("gemeente_code", TEKST),
        ("jaar", pa.int32()),
        ("maanden_bekend", pa.int32()),
        *_CEL,
        ("laag80", EURO),
        ("midden", EURO),
        ("hoog80", EURO),
        ("laag95", EURO),
        ("hoog95", EURO),
        ("werkelijk", EURO),
        ("is_openbaar", pa.bool_()),
    ]
)

MEERJAREN = pa.schema(
    [
        ("peildatum", pa.date32()),
        ("gemeente_code", TEKST),
        ("gemeente", TEKST),
        ("gebied_soort", TEKST),
        ("jaar", pa.int32()),
        *_CEL,
        ("reeks", TEKST),
        ("laag", EURO),
        ("midden", EURO),
        ("hoog", EURO),
        ("clienten", pa.int64()),  # expected in the year; empty where no count is known
        ("prijsindex_pct", pa.decimal128(5, 2)),  # growth of the price per year
        ("rijksbijdrage", EURO),
        ("saldo", EURO),
        ("methode", TEKST),
        ("toelichting", TEKST),
        ("is_openbaar", pa.bool_()),
    ]
)


def tabel(rijen: Iterable[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as a table of `schema`, sorted by all its columns; a column that a row lacks is empty there.

    Raises ValueError where a row has a column that the schema does not know, or a value that does not fit.
    """
    rijen = list(rijen)
    vreemd = sorted({k for r in rijen for k in r} - set(schema.names))
    if vreemd:
        raise ValueError(f"onbekende kolom: {', '.join(vreemd)}")
    try:
        uit = pa.table({naam: pa.array([r.get(naam) for r in rijen], schema.field(naam).type) for naam in schema.names})
    except pa.ArrowException as fout:
        raise ValueError(str(fout)) from fout
    return uit.cast(schema).sort_by([(naam, "ascending") for naam in schema.names])


def euro(centen: int | None) -> Decimal | None:
    """Whole cents as the tables hold them."""
    return None if centen is None else Decimal(centen).scaleb(-2)


def leeg() -> dict[str, pa.Table]:
    """The tables of a calculation that has nothing to say."""
    return {"prognose": tabel([], PROGNOSE), "toets": tabel([], TOETS), "meerjaren": tabel([], MEERJAREN)}
