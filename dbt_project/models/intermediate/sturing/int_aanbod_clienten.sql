-- clients of an aanbieder in a cell, and how long after the ingangsdatum their care began
with leveringen as (
    select
        c.gemeente_code, c.jaar, l.aanbieder, c.niveau, c.wet, c.voorziening, l.persoon,
        -- the first delivery of a toewijzing that began in the year, as the aanbieder reported it
        case when l.volgnr = 1 and l.begin_bron = 'start' and l.begin between c.begin and c.eind
            then cast({{ dagen_tussen('t.ingangsdatum', 'l.begin') }} as double) end as start_na_dagen
    from {{ ref('int_leveringsperioden') }} as l
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and l.gemeente_code = c.deel_code and l.wet = c.deel_wet
        and c.deel_niveau = 'voorziening' and l.voorziening = c.deel_voorziening
        and l.begin <= c.eind and (l.eind is null or l.eind >= c.begin)
    left join {{ ref('int_toewijzingen') }} as t
        on l.gemeente_code = t.gemeente_code and l.wet = t.wet and l.toewijzingnummer = t.toewijzingnummer
)

select
    gemeente_code, jaar, aanbieder, niveau, wet, voorziening,
    count(distinct persoon) as clienten_aantal,
    cast(percentile_cont(0.5) within group (order by start_na_dagen) as decimal(18,1)) as start_na_dagen
from leveringen
group by gemeente_code, jaar, aanbieder, niveau, wet, voorziening
