"""The forecast: run-off, monthly series, years, reconciliation and its own backtest. Reading deliveries is elsewhere."""
