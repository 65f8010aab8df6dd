select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.wet,
    r.voorziening,
    r.niveau,
    cast(concat(r.maand, '-01') as date) as maand,
    r.factor,
    cast(concat(r.bekend_vanaf, '-01') as date) as bekend_vanaf,
    r.omschrijving
{{ van_landing('stappen') }}
