"""The forecast: run-off, monthly series, years, and the backtest of it all. Reading deliveries is elsewhere."""
