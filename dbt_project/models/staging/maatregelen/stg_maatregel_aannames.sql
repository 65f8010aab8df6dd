select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.nr,
    r.maatregel,
    r.aanname
{{ van_landing('maatregel_aannames') }}
