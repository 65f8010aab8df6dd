"""Many messages of one kind at once to columns of raw text; values and rules come after, in `tabellen`.

Messages are joined inside one element each, whose name no message can know, and read in one go. The count of those
elements and the place of every row are proven afterwards. Where that fails the batch is halved until the message that
is at fault stands alone; the exact reader then says what is wrong with it, and no other message is hurt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import xml2arrow

from pipeline.inname.berichten.herkennen import DIEPSTE, EINDE, STUK, Bericht, bewijs, keur, zonder_verwijzing
from pipeline.inname.berichten.uitpakken import Afwijzing
from pipeline.inname.berichten.vormen import Lezer, Lijst, Vorm, lezer

Getallen = np.ndarray


@dataclass(frozen=True, slots=True)
class Ruw:
    """One list as raw text: its columns, and per row the message and the row of the list around it."""

    kolommen: pa.RecordBatch
    bericht: Getallen
    ouder: Getallen

    def __len__(self) -> int:
        return self.kolommen.num_rows


@dataclass(frozen=True, slots=True)
class Groep:
    """Messages of one kind that were read together. `kop` and `romp`: the head and body, a row per message."""

    vorm: Vorm
    berichten: list[Bericht]
    kop: pa.RecordBatch
    romp: pa.RecordBatch
    heeft_romp: Getallen
    lijsten: dict[str, Ruw]


class _Opbouw(Exception):
    """The rows do not stand where the standard puts them, or a message is not whole."""


def lees_berichten(berichten: list[Bericht]) -> Iterator[Groep | Afwijzing]:
    """Read messages of one kind; each comes out once, in a group or as a refusal."""
    if not berichten:
        return
    gewoon = [b for b in berichten if b.prefixen is not None and zonder_verwijzing(b)]
    bewezen = _bewezen(gewoon)
    if len(bewezen) == len(berichten):
        yield from _probeer(bewezen)
        return
    over = {id(b) for b in bewezen}
    herschreven: list[Bericht] = []
    for bericht in berichten:
        if id(bericht) not in over:
            nu = _nauwkeurig(bericht)
            if isinstance(nu, Afwijzing):
                yield nu
            else:
                herschreven.append(nu)
    yield from _probeer(bewezen)
    yield from _probeer(herschreven)


def _bewezen(berichten: list[Bericht]) -> list[Bericht]:
    """The messages that are proven to be plain, in their order."""
    samen: defaultdict[tuple[bytes, ...] | None, list[Bericht]] = defaultdict(list)
    plat: set[int] = set()
    for bericht in berichten:
        if len(bericht.inhoud) < STUK:
            samen[bericht.prefixen].append(bericht)
        elif bericht.inhoud.find(b"<", -len(EINDE)) < 0 and _plat(bericht.inhoud, [bericht]):  # not worth a copy
            plat.add(id(bericht))
    for groep in samen.values():
        plat |= _samen_bewezen(groep)
    return [b for b in berichten if id(b) in plat]


def _samen_bewezen(berichten: list[Bericht]) -> set[int]:
    """Messages of the same prefixes: all of them at once where none is too deep, else one by one."""
    goed = _plat(b"".join([*(b.inhoud for b in berichten), EINDE]), berichten)
    if goed is not None:
        return {id(b) for b in goed}
    # one that is not whole makes all behind it deeper: halve until it stands alone
    if len(berichten) == 1:
        return set()
    midden = len(berichten) // 2
    return _samen_bewezen(berichten[:midden]) | _samen_bewezen(berichten[midden:])


def _plat(buffer: bytes, berichten: list[Bericht]) -> list[Bericht] | None:
    """Which of the messages in a buffer are plain; None where an element stands too deep."""
    vreemd, diepste = bewijs(buffer, berichten[0].prefixen or ())
    if diepste > DIEPSTE:
        return None
    if not len(vreemd):
        return berichten
    einden = np.cumsum([len(b.inhoud) for b in berichten])
    fout = set(np.searchsorted(einden, vreemd, side="right").tolist())
    return [b for i, b in enumerate(berichten) if i not in fout]


def _probeer(berichten: list[Bericht]) -> Iterator[Groep | Afwijzing]:
    if not berichten:
        return
    lees = lezer(berichten[0].soort)
    try:
        yield _lees(lees, berichten)
        return
    # the reader's own texts quote what stands in the message, so they go nowhere
    except (_Opbouw, xml2arrow.Xml2ArrowError, TypeError, ValueError):
        pass
    if len(berichten) > 1:
        midden = len(berichten) // 2
        yield from _probeer(berichten[:midden])
        yield from _probeer(berichten[midden:])
        return
    (bericht,) = berichten
    nu = bericht if bericht.prefixen is None else _nauwkeurig(bericht)
    if isinstance(nu, Afwijzing):
        yield nu
        return
    melding = (
        f"{bericht.naam}: de opbouw van dit bericht {bericht.soort} is niet die van de standaard (een element "
        "ontbreekt of staat er te vaak). Het bericht is niet gelezen; lever een verbeterd bericht."
    )
    yield Afwijzing(bericht.naam, "bericht.onleesbaar", melding)


def _nauwkeurig(bericht: Bericht) -> Bericht | Afwijzing:
    uitslag = keur(bericht)
    return uitslag if isinstance(uitslag, Afwijzing) else replace(bericht, inhoud=uitslag, prefixen=None)


def _lees(lees: Lezer, berichten: list[Bericht]) -> Groep:
    stukken = [b"<w>"]
    for bericht in berichten:
        stukken += (lees.open, bericht.inhoud, lees.dicht)
    stukken.append(b"</w>")
    tabellen = lees.ontleder.parse(b"".join(stukken))
    aantal = len(berichten)
    if tabellen["bericht"].num_rows != aantal:
        raise _Opbouw
    deel, nummer, volgorde = tabellen["deel"], _index(tabellen["deel"], "bericht"), _index(tabellen["deel"], "deel")
    kop, romp = volgorde == 0, volgorde == 1
    # one head and at most one body per message, in that order: two roots would give two of either
    met_romp = nummer[romp]
    if (
        not np.array_equal(nummer[kop], np.arange(aantal))
        or kop.sum() + romp.sum() != len(nummer)
        or np.any(np.diff(met_romp) <= 0)
    ):
        raise _Opbouw
    heeft_romp = np.zeros(aantal, bool)
    heeft_romp[met_romp] = True
    plek = np.zeros(aantal, np.int64)
    plek[met_romp] = np.arange(len(met_romp))
    lijsten: dict[str, Ruw] = {}
    for lijst in lees.vorm.lijsten:
        lijsten[lijst.naam] = _plaats(lijst, tabellen[lijst.naam], lijsten, aantal)
    return Groep(
        lees.vorm,
        berichten,
        deel.filter(pa.array(kop)),
        deel.filter(pa.array(romp)).take(pa.array(plek, mask=~heeft_romp)),
        heeft_romp,
        lijsten,
    )


def _plaats(lijst: Lijst, tabel: pa.RecordBatch, lijsten: dict[str, Ruw], aantal: int) -> Ruw:
    """The rows of a list with the row they stand in; a list that stands twice in one place cannot be told apart."""
    bericht = _index(tabel, "bericht")
    if lijst.ouder == "deel":
        ouder, ouders = bericht, aantal
    else:
        boven = lijsten[lijst.ouder]
        binnen = _index(tabel, lijst.ouder)
        # rows count from zero in their parent, so this list needs the parents of the parent as well
        ouder, ouders = _zoek(tabel, lijst, lijsten, binnen, bericht), len(boven)
        if len(ouder) and (ouder.max() >= ouders or not np.array_equal(boven.bericht[ouder], bericht)):
            raise _Opbouw
    eigen = _index(tabel, lijst.naam)
    if np.any(np.diff(ouder) < 0) or not np.array_equal(eigen, volgnummer(ouder, ouders)):
        raise _Opbouw
    return Ruw(tabel, bericht, ouder)


def _zoek(
    tabel: pa.RecordBatch, lijst: Lijst, lijsten: dict[str, Ruw], binnen: Getallen, bericht: Getallen
) -> Getallen:
    """Per row the number of its parent in the whole batch: the parent's first row in its own parent, plus the count."""
    boven = lijsten[lijst.ouder]
    grootouder = next((n for n in ("client",) if f"<{n}>" in tabel.schema.names and n != lijst.ouder), None)
    if grootouder is None:
        groep = bericht
    else:
        begin_client = np.searchsorted(lijsten[grootouder].bericht, bericht)
        groep = begin_client + _index(tabel, grootouder)
    return np.searchsorted(boven.ouder, groep) + binnen


def volgnummer(groep: Getallen, groepen: int) -> Getallen:
    """0, 1, 2, ... within each group of rows that stand together."""
    begin = np.searchsorted(groep, np.arange(groepen))
    return np.arange(len(groep)) - begin[groep] if len(groep) else groep


def _index(tabel: pa.RecordBatch, naam: str) -> Getallen:
    return tabel.column(f"<{naam}>").to_numpy(zero_copy_only=False).astype(np.int64)
