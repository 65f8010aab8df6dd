"""The chapters of the report, one module each: select and order rows of a mart, and word them as tables and charts."""
