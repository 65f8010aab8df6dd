"""The synthetic demo region: invented deliveries of every bron in the real formats, and the truth behind them.

`maak.maak_demo` is the way in. No real delivery is read here; only the command line and the tests use this package.
"""
