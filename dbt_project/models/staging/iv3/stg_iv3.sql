select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.jaar,
    r.document,
    r.taakveld,
    r.lasten,
    r.lasten_status,
    r.lasten_kolom,
    r.baten,
    r.baten_status,
    r.baten_kolom
{{ van_landing('iv3') }}
