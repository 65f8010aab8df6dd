-- the cells of the mart instroom_uitstroom that follow from the messages
select
    t.gemeente_code, b.gemeente, b.gebied_soort, t.periode, p.periode_soort, p.jaar, t.niveau, t.wet, t.voorziening,
    'berichten' as reeks, b.reeks_rang, t.begin_aantal, t.instroom_aantal, t.herhaald_beroep_aantal, t.uitstroom_aantal, t.eind_aantal,
    false as is_openbaar
from {{ ref('int_stroom_telling') }} as t
inner join {{ ref('int_perioden') }} as p on t.periode = p.periode
inner join {{ ref('int_bericht_gebieden') }} as b
    on t.gemeente_code = b.gemeente_code and t.wet = b.wet and p.jaar = b.jaar and p.begin >= b.eerste_maand
where t.telling = 'persoon'
