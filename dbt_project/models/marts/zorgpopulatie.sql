-- classes hold for a person in a cell, so they add up; each class is also given on its own
select
    p.gemeente_code, max(v.gemeente) as gemeente, max(v.gebied_soort) as gebied_soort, cast(p.jaar as integer) as jaar,
    max(v.maanden_aantal) as maanden_aantal, p.niveau, p.wet, p.voorziening,
    coalesce(p.leeftijdsgroep, 'totaal') as leeftijdsgroep,
    coalesce(p.duurklasse, 'totaal') as duurklasse,
    coalesce(p.intensiteitsklasse, 'totaal') as intensiteitsklasse,
    'berichten' as reeks,
    cast(count(case when p.is_in_zorg then 1 end) as bigint) as clienten_aantal,
    cast(coalesce(sum(p.uitgaven_eur), 0) as decimal(18,2)) as uitgaven_eur,
    false as is_openbaar
from {{ ref('int_persoon_jaren') }} as p
inner join {{ ref('int_sturing_vensters') }} as v
    on p.gemeente_code = v.gemeente_code and p.wet = v.wet and p.jaar = v.jaar
group by grouping sets (
    (p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, p.leeftijdsgroep, p.duurklasse, p.intensiteitsklasse),
    (p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, p.leeftijdsgroep),
    (p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, p.duurklasse),
    (p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, p.intensiteitsklasse),
    (p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening)
)
