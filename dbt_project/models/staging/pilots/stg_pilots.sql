select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.naam,
    r.jaar,
    r.maat,
    r.waarde,
    r.waarde_status,
    r.waarde_kolom,
    r.eenheid,
    r.toelichting
{{ van_landing('pilots') }}
