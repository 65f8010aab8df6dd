"""Care messages (iWmo, iJw) from bytes to landing rows; what the messages mean together stands in the dbt models.

The steps, a module each: `uitpakken` (file, zip, StuF -> one message's bytes), `herkennen` (wet, kind, release, and
whether the XML is safe to read), `vormen` (what is read of each kind), `lezen` (many messages at once -> columns of
text), `kolommen` and `tabellen` (text -> values, rules, landing tables), `werk` (units of work on the cores there are).
"""
