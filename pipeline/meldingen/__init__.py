"""A message after a run: one plain Dutch text, by e-mail or webhook, the same for `grip run` and for Dagster.

What it says stands in `bericht`, how it goes out in `versturen`. It never holds a figure of a mart, a cell of a
delivery or anything of a person, and it never makes a run fail.
"""
