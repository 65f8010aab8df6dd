"""Forecast of monthly series. The run-off before it and the intervals after it stand beside this folder."""

from pipeline.prognose.reeks.maanden import Reeks, Stap, maandnummer, maandtekst
from pipeline.prognose.reeks.voorspel import voorspel_jaren

__all__ = ["Reeks", "Stap", "maandnummer", "maandtekst", "voorspel_jaren"]
