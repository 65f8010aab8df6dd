-- the newest figures per month and voorziening of each reeks
with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'periode'], ['niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_pgb') }}
)

select
    sleutel, bestand, blad, regel, levering, reeks, reeks_rang, scope, is_openbaar, gemeente_code, gemeente, gebied_soort,
    periode, periode_soort, jaar, niveau, wet, voorziening,
    budgethouders_aantal, budgethouders_status, budgethouders_kolom,
    toegekend_eur, toegekend_status, toegekend_kolom,
    besteed_eur, besteed_status, besteed_kolom
from vensters
where {{ is_nieuwste() }}
