"""The forecast: run-off, monthly series, years, reconciliation and the backtest. Reading deliveries is elsewhere."""
