"""Small work on files that more than one room does: their hash, and a text that is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

KLEIN = 1 << 16


def sha256(pad: Path | str) -> str:
    """The sha256 of a file's content, as hexadecimal text."""
    # without a file object: for a small file that takes longer than its hash
    fd = os.open(pad, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        begin = os.read(fd, KLEIN)
        if len(begin) < KLEIN:
            return hashlib.sha256(begin).hexdigest()
        os.lseek(fd, 0, os.SEEK_SET)
        with open(fd, "rb", buffering=0, closefd=False) as f:
            return hashlib.file_digest(f, "sha256").hexdigest()
    finally:
        os.close(fd)


def schrijf_tekst(pad: Path, tekst: str) -> None:
    """Write a text beside its place and move it there; the name in between is hidden, so that it is no delivery."""
    tijdelijk = pad.with_name(f".{pad.name}.nieuw")
    tijdelijk.write_text(tekst, encoding="utf-8")
    os.replace(tijdelijk, pad)
