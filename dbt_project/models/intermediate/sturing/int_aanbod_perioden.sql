-- care of one person at one aanbieder without a gap, over toewijzingen: an extension is no end
with delen as (
    select
        l.gemeente_code, l.wet as deel_wet, l.aanbieder, p.niveau, p.wet, p.voorziening, l.persoon, l.begin, l.eind,
        {{ of_ooit('l.eind') }} as eind_of_open
    from {{ ref('int_leveringsperioden') }} as l
    inner join {{ ref('int_sturing_paden') }} as p
        on l.wet = p.deel_wet and p.deel_niveau = 'voorziening' and l.voorziening = p.deel_voorziening
    cross join {{ ref('int_peildatum') }} as d
    where p.niveau <> 'totaal' and l.begin <= d.peildatum
),

gemerkt as (
    select
        *,
        max(eind_of_open) over (
            partition by gemeente_code, aanbieder, niveau, wet, voorziening, persoon order by begin, eind_of_open
            rows between unbounded preceding and 1 preceding
        ) as vorig_eind
    from delen
),

genummerd as (
    select
        *,
        sum(case
            when vorig_eind is null then 1
            when {{ dagen_tussen('vorig_eind', 'begin') }} > 1 + {{ var('episode_gat_dagen') }} then 1
            else 0
        end) over (
            partition by gemeente_code, aanbieder, niveau, wet, voorziening, persoon order by begin, eind_of_open
            rows between unbounded preceding and current row
        ) as volgnr
    from gemerkt
)

select
    gemeente_code, deel_wet, aanbieder, niveau, wet, voorziening, persoon, volgnr,
    min(begin) as begin,
    case when count(*) = count(eind) then max(eind) end as eind
from genummerd
group by gemeente_code, deel_wet, aanbieder, niveau, wet, voorziening, persoon, volgnr
