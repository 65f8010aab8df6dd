"""Publications: what leaves the house (database, report, workbook, dictionary). No figures are made here."""
