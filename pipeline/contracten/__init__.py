"""Contracts: what every layer promises. pandera does the checking, the declarations here are the promise."""
