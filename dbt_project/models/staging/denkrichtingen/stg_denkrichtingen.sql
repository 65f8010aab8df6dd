select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.jaar,
    r.keuze,
    r.denkrichting,
    r.bedrag as bedrag_eur,
    r.bedrag_status,
    r.bedrag_kolom,
    r.is_totaal = 'ja' as is_totaal
{{ van_landing('denkrichtingen') }}
