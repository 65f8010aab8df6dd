"""Contracts: what every layer promises. pandera does the checking, the declarations here are the promise."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Uitslag:
    """The outcome of checking one table of one layer. `fouten` block the publication.

    A line names the column and the rule, never a value.
    """

    laag: str
    tabel: str
    rijen: int
    fouten: list[str] = field(default_factory=list)
