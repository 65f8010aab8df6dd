"""`grip hersleutel`: another key for the pseudonyms. Only the key is written; the next run reads raw again under it.

The key is part of the identity of a landed delivery, so nothing has to be thrown away here: what was landed under the
old key is no longer found, and the next run replaces it.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.privacy.pseudoniem import OMGEVING, SleutelFout, nieuwe_sleutel, schrijf_sleutel, sleutelbestand
from pipeline.settings import PROJECT
from pipeline.slot import slot


def hersleutel(warehouse: Path) -> Path:
    """Put a new key in the key file, and give its path; `SleutelFout` where the key is not ours to change.

    Raises `slot.Bezig` while a run reads: half of its deliveries would have the old key and half the new one.
    """
    if OMGEVING in os.environ:
        raise SleutelFout(
            f"De sleutel komt uit de omgevingsvariabele {OMGEVING}. Vervang hem daar waar die wordt gezet, door 64 "
            'nieuwe hexadecimale tekens: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    pad = sleutelbestand()
    if pad.resolve().is_relative_to(PROJECT):
        raise SleutelFout(f"Het sleutelbestand staat in {PROJECT.name}. Zet het buiten het project en de gegevens.")
    with slot(warehouse):
        schrijf_sleutel(pad, nieuwe_sleutel())
    return pad
