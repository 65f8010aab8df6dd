"""The forecast: run-off, series, years, reconciliation and its own backtest. Reading deliveries is elsewhere."""
