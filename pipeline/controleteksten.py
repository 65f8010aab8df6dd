"""A dbt test in the words of somebody who does not program: what it checks, where, who acts. Nothing is run here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

MEESTE_WAARDEN = 12


def wat(node: Mapping[str, Any]) -> str:
    """One Dutch sentence on what a test of the manifest checks."""
    eigen = node.get("description") or node.get("config", {}).get("description")
    if eigen:
        return str(eigen)
    soort = node.get("test_metadata") or {}
    k = soort.get("kwargs", {})
    kolom = k.get("column_name")
    match soort.get("name"):
        case "unieke_sleutel":
            return f"Elke combinatie van {_opsomming(k['kolommen'])} komt één keer voor."
        case "gevuld":
            return f"In elke rij is ingevuld: {_opsomming(k['kolommen'])}."
        case "accepted_values":
            waarden = [str(v) for v in k["values"]]
            rest = f" en nog {len(waarden) - MEESTE_WAARDEN}" if len(waarden) > MEESTE_WAARDEN else ""
            return f"Kolom {kolom} heeft alleen deze waarden: {', '.join(waarden[:MEESTE_WAARDEN])}{rest}."
        case "relationships":
            andere = str(k["to"]).removeprefix("ref('").removesuffix("')")
            return f"Elke waarde van kolom {kolom} staat ook in tabel {andere}, kolom {k['field']}."
        case "niet_negatief":
            return f"Kolom {kolom} is in geen enkele rij negatief."
        case "een_voorkeur":
            return f"Per {_opsomming(k['cel'])} is precies één reeks de voorkeur (is_voorkeur)."
        case _:
            return f"Controle '{node['name']}' van het huis."


def waar(node: Mapping[str, Any], tabel: str) -> str:
    """The table and, where it is about one, the column."""
    kolom = (node.get("test_metadata") or {}).get("kwargs", {}).get("column_name")
    return f"tabel {tabel}" + (f", kolom {kolom}" if kolom else "")


def wie(laag: str, waarschuwing: bool) -> str:
    """Who acts on rows that do not pass, and what it means for the publication."""
    if waarschuwing:
        return "De controller beoordeelt of het klopt. De publicatie gaat door."
    if laag == "seeds":
        return "De beheerder verbetert de codelijst. Er wordt niets gepubliceerd; de vorige publicatie blijft staan."
    return "De data-analist zoekt het uit. Er wordt niets gepubliceerd; de vorige publicatie blijft staan."


def uitkomst(gevallen: int) -> str:
    if not gevallen:
        return "In orde."
    return "1 rij voldoet niet." if gevallen == 1 else f"{gevallen} rijen voldoen niet."


def _opsomming(namen: Iterable[str]) -> str:
    lijst = list(namen)
    return lijst[0] if len(lijst) == 1 else f"{', '.join(lijst[:-1])} en {lijst[-1]}"
