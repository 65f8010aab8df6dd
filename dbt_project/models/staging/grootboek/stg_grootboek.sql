select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.boekdatum,
    r.taakveld,
    r.wet,
    r.voorziening,
    r.niveau,
    r.bedrag as bedrag_eur,
    r.bedrag_status as bedrag_status,
    r.bedrag_kolom as bedrag_kolom
{{ van_landing('grootboek') }}
