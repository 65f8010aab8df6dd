select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.uitkeringsjaar,
    r.circulaire,
    r.onderdeel,
    r.bedrag as bedrag_eur,
    r.bedrag_status,
    r.bedrag_kolom,
    r.is_totaal = 'ja' as is_totaal,
    coalesce(r.uitkeringsjaar >= l.raming_vanaf, false) as is_raming
{{ van_landing('rijksbijdragen') }}
