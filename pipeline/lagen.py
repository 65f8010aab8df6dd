"""What each layer of the house is, in a sentence for who looks at the asset graph. Layer, schema and group are one."""

from __future__ import annotations

LAGEN = {
    "landing": "Leveringen, gelezen zoals zij zijn binnengekomen. Wat er al staat, wordt niet opnieuw gelezen.",
    "seeds": "Codelijsten: gemeenten, voorzieningen, taakvelden en andere lijsten van het huis.",
    "staging": "De gelezen rijen met de namen en codes van het huis; er wordt nog niets gerekend.",
    "intermediate": "De rekenstappen: cliënten per maand, stromen, verplichtingen en wat er nog te declareren is.",
    "controle": "Wat er in de cijfers niet klopt of opvalt; het komt samen in de tabel bevindingen.",
    "prognose": "De vooruitblik op de uitkomst van het jaar, en hoe goed eerdere vooruitblikken waren.",
    "marts": "De sturingsinformatie: de tabellen waar rapport, werkmap en databank op rusten.",
    "publicaties": "Wat alleen voor de publicatie wordt samengevat.",
    "publicatie": "Het rapport, de werkmap en de databank, in een keer neergezet als alles klopt.",
}


def met_laag(omschrijving: str | None, laag: str) -> str:
    """A description followed by what its layer is."""
    return f"{(omschrijving or '').strip()}\n\nLaag **{laag}**: {LAGEN[laag]}"
