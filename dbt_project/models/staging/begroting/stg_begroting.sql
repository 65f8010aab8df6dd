select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.jaar,
    r.versie,
    r.wet,
    r.voorziening,
    r.niveau,
    r.taakveld,
    r.bedrag as bedrag_eur,
    r.bedrag_status,
    r.bedrag_kolom
{{ van_landing('begroting') }}
