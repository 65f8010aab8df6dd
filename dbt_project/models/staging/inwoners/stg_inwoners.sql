select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.jaar,
    r.leeftijdsgroep,
    r.inwoners as inwoners_aantal,
    r.inwoners_status,
    r.inwoners_kolom
{{ van_landing('inwoners') }}
