select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.wet,
    r.voorziening,
    r.niveau,
    r.leveringsvorm,
    r.maat,
    r.van_jaar,
    r.jaar,
    r.groei_pct,
    r.groei_pct_stap,
    r.groei_pct_kolom,
    r.groei_aantal,
    r.groei_aantal_stap,
    r.groei_aantal_kolom
{{ van_landing('groei_gepubliceerd') }}
