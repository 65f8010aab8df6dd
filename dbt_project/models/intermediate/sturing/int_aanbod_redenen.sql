-- ended spells with a reason, per aanbieder and reason; a code means something else per wet
select
    c.gemeente_code, c.jaar, l.aanbieder, c.niveau, c.wet, c.voorziening, l.wet as reden_wet, l.reden_beeindiging,
    max(r.omschrijving) as omschrijving,
    max(case when r.is_volgens_plan then 1 else 0 end) as is_volgens_plan,
    count(*) as beeindigd_aantal
from {{ ref('int_leveringsperioden') }} as l
inner join {{ ref('int_sturing_cellen') }} as c
    on c.reeks = 'berichten' and l.gemeente_code = c.deel_code and l.wet = c.deel_wet
    and c.deel_niveau = 'voorziening' and l.voorziening = c.deel_voorziening
    and l.eind between c.begin and c.eind
left join {{ ref('redenen_beeindiging') }} as r on l.wet = r.wet and l.reden_beeindiging = r.reden_beeindiging
where l.eind_bron = 'stop' and l.reden_beeindiging is not null
group by c.gemeente_code, c.jaar, l.aanbieder, c.niveau, c.wet, c.voorziening, l.wet, l.reden_beeindiging
