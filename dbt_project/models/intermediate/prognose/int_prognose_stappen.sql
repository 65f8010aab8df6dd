-- the steps that count, in the terms of the monthly chain: a region as its members, a groep as its voorzieningen, and
-- 'alle' where a step leaves gemeente, wet or voorziening open. A whole delivery replaces the list of its reeks.
with vensters as (
    select *, {{ nieuwste_vensters([], ['gemeente_code', 'wet', 'voorziening', 'maand']) }}
    from {{ ref('stg_stappen') }}
),

gekozen as (
    select
        *,
        dense_rank() over (partition by gemeente_code, wet, voorziening, maand order by reeks_rang, reeks) as rang
    from vensters
    where {{ is_nieuwste() }}
),

-- a region's members of its last known year, whatever the wet
laatste as (
    select regio_code, max(jaar) as jaar
    from {{ ref('int_regioleden') }}
    group by regio_code
),

leden as (
    select distinct r.regio_code, r.gemeente_code
    from {{ ref('int_regioleden') }} as r
    inner join laatste as l on r.regio_code = l.regio_code and r.jaar = l.jaar
)

select
    s.sleutel, s.bestand, s.blad, s.regel, s.levering, s.reeks,
    case
        when s.gebied_soort = 'gemeente' then s.gemeente_code
        when s.gebied_soort = 'regio' then l.gemeente_code
        else 'alle'
    end as gemeente_code,
    case when s.wet is null or s.wet = 'totaal' then 'alle' else s.wet end as wet,
    case
        when s.niveau = 'voorziening' then s.voorziening
        when s.niveau = 'groep' then v.slug
        else 'alle'
    end as voorziening,
    s.maand, s.factor, s.bekend_vanaf, s.omschrijving, s.is_openbaar
from gekozen as s
left join leden as l on s.gebied_soort = 'regio' and s.gemeente_code = l.regio_code
left join {{ ref('voorzieningen') }} as v on s.niveau = 'groep' and s.voorziening = v.groep
where s.rang = 1
    -- a region without known members, or a groep without voorzieningen, is not everyone
    and (s.gebied_soort is null or s.gebied_soort <> 'regio' or l.gemeente_code is not null)
    and (s.niveau is null or s.niveau <> 'groep' or v.slug is not null)
