select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.peildatum,
    r.wet,
    r.voorziening,
    r.niveau,
    r.wachtenden as wachtenden_aantal,
    r.wachtenden_status as wachtenden_status,
    r.wachtenden_kolom as wachtenden_kolom
{{ van_landing('wachtlijst') }}
