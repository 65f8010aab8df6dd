-- from which month on a gebied has figures: that of its earliest message; a region only where every member has them
with gemeenten as (
    select gemeente_code, {{ maand_van('min(dagtekening)') }} as eerste_maand
    from {{ ref('int_berichten') }}
    group by gemeente_code
),

jaren as (
    select distinct jaar from {{ ref('int_perioden') }}
),

wetten as (
    select 'wmo' as wet
    union all
    select 'jeugdwet' as wet
    union all
    select 'totaal' as wet
),

leden as (
    select regio_code, regio, wet, jaar, gemeente_code from {{ ref('int_regioleden') }}
    where wet in ('wmo', 'jeugdwet')
    union
    -- whoever is a member for one wet is part of the total of the region
    select regio_code, regio, 'totaal' as wet, jaar, gemeente_code from {{ ref('int_regioleden') }}
    where wet in ('wmo', 'jeugdwet')
),

gebieden as (
    select g.gemeente_code, coalesce(n.gemeente, g.gemeente_code) as gemeente, 'gemeente' as gebied_soort, w.wet, j.jaar, g.eerste_maand
    from gemeenten as g
    cross join wetten as w
    cross join jaren as j
    left join {{ ref('int_gemeenten') }} as n on g.gemeente_code = n.gemeente_code
    union all
    select l.regio_code as gemeente_code, max(l.regio) as gemeente, 'regio' as gebied_soort, l.wet, l.jaar, max(g.eerste_maand) as eerste_maand
    from leden as l
    left join gemeenten as g on l.gemeente_code = g.gemeente_code
    group by l.regio_code, l.wet, l.jaar
    having count(*) = count(g.gemeente_code)
),

rang as (
    select min(reeks_rang) as reeks_rang from {{ ref('stg_leveringen') }} where bron = 'berichten'
)

select
    b.gemeente_code, b.gemeente, b.gebied_soort, b.wet, cast(b.jaar as integer) as jaar, b.eerste_maand,
    cast(r.reeks_rang as integer) as reeks_rang
from gebieden as b
cross join rang as r
where extract(year from b.eerste_maand) <= b.jaar
