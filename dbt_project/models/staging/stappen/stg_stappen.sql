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
    -- DuckDB's concat leaves a null out: of no month a loose '-01' would stay
    case when r.bekend_vanaf is not null then cast(concat(r.bekend_vanaf, '-01') as date) end as bekend_vanaf,
    r.omschrijving
{{ van_landing('stappen') }}
