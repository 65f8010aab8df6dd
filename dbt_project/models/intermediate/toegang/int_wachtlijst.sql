-- the newest count per day and voorziening of each reeks
with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'peildatum'], ['niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_wachtlijst') }}
)

select
    sleutel, bestand, blad, regel, wachtenden_kolom as kolom, levering, reeks, reeks_rang, is_openbaar, gemeente_code,
    gemeente, gebied_soort, peildatum, niveau, wet, voorziening, wachtenden_aantal, wachtenden_status as status
from vensters
where {{ is_nieuwste() }}
