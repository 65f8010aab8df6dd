-- every taakveld row under each gebied that it belongs to: its gemeente, its gemeente of today, its region
with herindeling as (
    -- gemeenten of today that have rows of a predecessor in the same reeks
    select distinct r.reeks, g.huidige_code
    from {{ ref('int_taakveld_regels') }} as r
    inner join {{ ref('int_gemeenten') }} as g on r.gemeente_code = g.gemeente_code
    where g.huidige_code <> r.gemeente_code and not r.is_nul_van_opgeheven
),

-- how many gemeenten stood on those borders in a year: a sum on the present borders needs them all
bezetting as (
    select g.huidige_code, j.jaar, count(*) as leden_aantal
    from {{ ref('int_gemeenten') }} as g
    cross join (select distinct jaar from {{ ref('int_taakveld_regels') }}) as j
    where (g.opgeheven_in_jaar is null or g.opgeheven_in_jaar > j.jaar)
        and (g.geldig_vanaf is null or extract(year from g.geldig_vanaf) <= j.jaar)
    group by g.huidige_code, j.jaar
)

select
    'geleverd' as indeling, r.gemeente_code as gebied_code, r.gemeente as gebied, 'gemeente' as gebied_soort,
    r.reeks as gebied_reeks, 1 as leden_aantal, r.*
from {{ ref('int_taakveld_regels') }} as r
union all
select
    'huidig' as indeling, g.huidige_code as gebied_code, n.gemeente as gebied, 'gemeente' as gebied_soort,
    concat(r.reeks, '_huidige_indeling') as gebied_reeks, b.leden_aantal, r.*
from {{ ref('int_taakveld_regels') }} as r
inner join {{ ref('int_gemeenten') }} as g on r.gemeente_code = g.gemeente_code
inner join herindeling as h on r.reeks = h.reeks and g.huidige_code = h.huidige_code
inner join {{ ref('int_gemeenten') }} as n on g.huidige_code = n.gemeente_code
inner join bezetting as b on g.huidige_code = b.huidige_code and r.jaar = b.jaar
where not r.is_nul_van_opgeheven
union all
select
    'geleverd' as indeling, l.regio_code as gebied_code, l.regio as gebied, 'regio' as gebied_soort,
    r.reeks as gebied_reeks, l.leden_aantal, r.*
from {{ ref('int_taakveld_regels') }} as r
inner join {{ ref('int_regioleden') }} as l
    on r.gemeente_code = l.gemeente_code and r.wet = l.wet and r.jaar = l.jaar
