-- begin + instroom - uitstroom = eind (definities, 'Counting clients'), where all four are delivered
with cellen as (
    select
        levering, reeks, gemeente_code, periode, niveau, wet, voorziening,
        max(case when maat = 'begin' then aantal end) as begin_aantal,
        max(case when maat = 'instroom' then aantal end) as instroom_aantal,
        max(case when maat = 'uitstroom' then aantal end) as uitstroom_aantal,
        max(case when maat = 'eind' then aantal end) as eind_aantal,
        max(case when maat = 'eind' then bestand end) as bestand,
        max(case when maat = 'eind' then regel end) as regel,
        max(case when maat = 'eind' then kolom end) as kolom,
        min(is_openbaar) as is_openbaar
    from {{ ref('int_clienten_regels') }}
    where leveringsvorm = 'alle'
    group by levering, reeks, gemeente_code, periode, niveau, wet, voorziening
)

select
    levering, bestand, cast(null as string) as blad, regel, kolom, cast(eind_aantal as string) as waarde,
    cast(begin_aantal + instroom_aantal - uitstroom_aantal as string) as verwacht,
    cast(eind_aantal - (begin_aantal + instroom_aantal - uitstroom_aantal) as decimal(28,8)) as verschil,
    'controle.voorraad' as regel_code, 'waarschuwing' as ernst,
    concat('Begin ', cast(begin_aantal as string), ' plus instroom ', cast(instroom_aantal as string), ' min uitstroom ',
        cast(uitstroom_aantal as string), ' is niet de eindstand ', cast(eind_aantal as string), '.') as melding,
    'leverancier' as eigenaar, is_openbaar
from cellen
where begin_aantal + instroom_aantal - uitstroom_aantal <> eind_aantal
