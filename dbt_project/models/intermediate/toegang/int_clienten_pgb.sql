-- budgethouders as clients of the form pgb; a count of the same reeks in a clientenoverzicht goes before it
select
    p.sleutel, p.bestand, p.blad, p.regel, p.budgethouders_kolom as kolom, p.levering, p.reeks, p.reeks_rang, p.is_openbaar,
    p.gemeente_code, p.gemeente, p.gebied_soort, p.periode, p.periode_soort, p.jaar,
    'pgb' as leveringsvorm, p.niveau, p.wet, p.voorziening, 'clienten' as maat,
    p.budgethouders_aantal as aantal, p.budgethouders_status as status
from {{ ref('int_pgb') }} as p
anti join {{ ref('stg_clientaantallen') }} as c
    on p.reeks = c.reeks and p.gemeente_code = c.gemeente_code and p.periode = c.periode and c.leveringsvorm = 'pgb'
    and p.niveau = c.niveau and p.wet = c.wet and p.voorziening = c.voorziening and c.aantal_clienten_status is not null
where p.budgethouders_status is not null
