"""`python -m pipeline` is `grip`: for where the command itself is not on the path."""

from pipeline.cli import app

app()
