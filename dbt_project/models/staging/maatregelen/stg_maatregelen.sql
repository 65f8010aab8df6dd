select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.nr,
    r.maatregel,
    r.onderdeel,
    r.regel_soort,
    r.jaar,
    r.bedrag as bedrag_eur,
    r.bedrag_status,
    r.bedrag_kolom,
    r.is_totaal = 'ja' as is_totaal,
    r.toelichting
{{ van_landing('maatregelen') }}
