"""Small work on files that more than one room does: their hash, and a text that is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

KLEIN = 1 << 16


def sha256(pad: Path) -> str:
    """The sha256 of a file's content, as hexadecimal text."""
    with open(pad, "rb", buffering=0) as f:
        begin = f.read(KLEIN)
        if len(begin) < KLEIN:
            return hashlib.sha256(begin).hexdigest()
        f.seek(0)
        return hashlib.file_digest(f, "sha256").hexdigest()


def schrijf_tekst(pad: Path, tekst: str) -> None:
    """Write a text beside its place and move it there; the name in between is hidden, so that it is no delivery."""
    tijdelijk = pad.with_name(f".{pad.name}.nieuw")
    tijdelijk.write_text(tekst, encoding="utf-8")
    os.replace(tijdelijk, pad)
