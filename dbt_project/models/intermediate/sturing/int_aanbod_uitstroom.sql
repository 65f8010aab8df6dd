-- who left a cell in a year, at the aanbieder that ended last, and who came back within the window
with perioden as (
    select
        gemeente_code, niveau, wet, voorziening, persoon, begin, eind,
        lead(begin) over (partition by gemeente_code, niveau, wet, voorziening, persoon order by begin) as volgend_begin
    from {{ ref('int_zorgperioden') }}
),

uitstroom as (
    select
        v.gemeente_code, v.jaar, p.niveau, p.wet, p.voorziening, p.persoon, p.eind, p.volgend_begin,
        {{ dagen_tussen('p.eind', 'p.volgend_begin') }} as dagen_tot_terug,
        {{ dagen_tussen('p.eind', 'd.peildatum') }} as dagen_gevolgd
    from perioden as p
    inner join {{ ref('int_sturing_vensters') }} as v
        on p.gemeente_code = v.gemeente_code and p.wet = v.wet and p.eind between v.begin and v.eind
    cross join {{ ref('int_peildatum') }} as d
),

-- the same end at two aanbieders: it counts for both
laatste as (
    select distinct
        u.gemeente_code, u.jaar, u.niveau, u.wet, u.voorziening, l.aanbieder, u.persoon, u.eind, u.dagen_tot_terug,
        u.dagen_gevolgd
    from uitstroom as u
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and u.gemeente_code = c.gemeente_code and u.jaar = c.jaar and u.niveau = c.niveau
        and u.wet = c.wet and u.voorziening = c.voorziening and c.deel_niveau = 'voorziening'
    inner join {{ ref('int_leveringsperioden') }} as l
        on l.gemeente_code = c.deel_code and l.wet = c.deel_wet and l.voorziening = c.deel_voorziening
        and l.persoon = u.persoon and l.eind = u.eind
)

select
    gemeente_code, jaar, niveau, wet, voorziening, aanbieder,
    count(*) as uitgestroomd_aantal,
    -- who left too short ago cannot have shown yet whether he comes back
    count(case when dagen_gevolgd >= {{ var('herhaald_beroep_dagen') }} then 1 end) as gevolgd_aantal,
    count(case when dagen_gevolgd >= {{ var('herhaald_beroep_dagen') }}
        and dagen_tot_terug <= {{ var('herhaald_beroep_dagen') }} then 1 end) as terug_aantal
from laatste
group by gemeente_code, jaar, niveau, wet, voorziening, aanbieder
