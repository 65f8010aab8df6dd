select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.wet,
    upper(r.productcode) as productcode,
    r.voorziening,
    r.niveau,
    r.toelichting
{{ van_landing('productcodes') }}
