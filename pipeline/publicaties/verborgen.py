"""Cells that the disclosure control hid: how a published row says so, and how that reads. Nothing is hidden here."""

from __future__ import annotations

TEKEN = "×"
# column of a published table: kolom:reden,kolom:reden
KOLOM = "verborgen"
REDENEN = {
    "klein": "klein aantal: minder dan tien",
    "afgeleid": "hangt af van een verborgen cijfer",
    "dominant": "één cliënt maakt meer dan de helft",
    "secundair": "zou een ander verborgen cijfer verraden",
    "homogeen": "geldt voor iedereen of niemand in een groep",
}


def ontleed(tekst: str | None) -> dict[str, str]:
    """Column -> reason of one row, from its column `verborgen`."""
    return dict(deel.strip().split(":", 1) for deel in (tekst or "").split(",") if ":" in deel)
