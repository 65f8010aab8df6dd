select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.jaar,
    r.ontvanger,
    r.doel,
    r.wet,
    r.voorziening,
    r.niveau,
    r.bedrag_verleend as bedrag_verleend_eur,
    r.bedrag_verleend_status as bedrag_verleend_status,
    r.bedrag_verleend_kolom as bedrag_verleend_kolom,
    r.bedrag_vastgesteld as bedrag_vastgesteld_eur,
    r.bedrag_vastgesteld_status as bedrag_vastgesteld_status,
    r.bedrag_vastgesteld_kolom as bedrag_vastgesteld_kolom
{{ van_landing('subsidies') }}
