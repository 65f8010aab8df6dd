select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.client_nummer,
    r.bsn as persoon
{{ van_landing('koppeltabel') }}
