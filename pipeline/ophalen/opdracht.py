"""`grip download` itself: what is asked, what came of it. The command line prints; this module decides the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.ophalen import cbs, gemeentefonds, iv3
from pipeline.ophalen.instellingen import BRONNEN, Opties, grenzen, laad
from pipeline.ophalen.levering import Uitkomst
from pipeline.ophalen.web import Grenzen, Meld, OphaalFout, Web

HALERS: Mapping[str, ModuleType] = {"cbs": cbs, "iv3": iv3, "gemeentefonds": gemeentefonds}


@dataclass
class Uitslag:
    """All outcomes of one command; `fouten` are Dutch."""

    uitkomsten: list[Uitkomst] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)


def plan(soort: str, opties: Opties, pad: Path = BRONNEN) -> list[str]:
    """What would be fetched and where it would go. Nothing is asked of any server. `Wens` where that cannot be."""
    return list(HALERS[soort].plan(laad(pad)[soort], opties))


def haal(
    soort: str,
    opties: Opties,
    meld: Meld = lambda _: None,
    pad: Path = BRONNEN,
    grens: Grenzen | None = None,
    slaap: Callable[[float], None] | None = None,
) -> Uitslag:
    """Fetch one kind of figures. A table that fails does not hold up the next, unless there is no connection at all."""
    alles: dict[str, Any] = laad(pad)
    web = Web(grens or grenzen(alles), opties.basis, meld, **({"slaap": slaap} if slaap else {}))
    uitslag = Uitslag()
    for uitkomst in HALERS[soort].haal(alles[soort], opties, web, meld):
        if isinstance(uitkomst, OphaalFout):
            uitslag.fouten.append(str(uitkomst))
            if uitkomst.onbereikbaar:
                break
        else:
            uitslag.uitkomsten.append(uitkomst)
    return uitslag
