"""Publications: what leaves the house. Building the published database, the report and the workbook; no figures are made here."""
