-- Stocks and flows per cell and period. Counted as events per month, so that no row per person and day or month is
-- needed: the stock at the end of a month is all that began minus all that ended by then. Unique in a period = the
-- stock at its begin + what began in it - what began in it after an end in it (the same one again).
{% set cel = 'gemeente_code, niveau, wet, voorziening, telling' %}
{% set cel_c = 'c.gemeente_code, c.niveau, c.wet, c.voorziening, c.telling' %}
with gevallen as (
    select gemeente_code, niveau, wet, voorziening, 'persoon' as telling, begin, eind, vorige_eind
    from {{ ref('int_zorgperioden') }}
    union all
    select z.gemeente_code, z.niveau, z.wet, z.voorziening, 'persoon_met_huishouden' as telling, z.begin, z.eind, z.vorige_eind
    from {{ ref('int_zorgperioden') }} as z
    inner join {{ ref('int_client_huishoudens') }} as h on z.gemeente_code = h.gemeente_code and z.persoon = h.persoon
    union all
    select gemeente_code, niveau, wet, voorziening, 'huishouden' as telling, begin, eind, vorige_eind
    from {{ ref('int_huishoudperioden') }}
),

maanden as (
    select begin as maand, eind from {{ ref('int_perioden') }} where periode_soort = 'maand'
),

-- all that happened before the first month is one month: it makes the first stock
grenzen as (
    select {{ maand_erbij(-1, 'min(maand)') }} as vooraf, max(maand) as laatste_maand from maanden
),

gebeurtenissen as (
    select {{ cel }}, {{ maand_van('begin') }} as maand, count(*) as instroom, 0 as uitstroom,
        sum(case when {{ dagen_tussen('vorige_eind', 'begin') }} <= {{ var('herhaald_beroep_dagen') }} then 1 else 0 end) as herhaald
    from gevallen
    group by {{ cel }}, {{ maand_van('begin') }}
    union all
    select {{ cel }}, {{ maand_van('eind') }} as maand, 0 as instroom, count(*) as uitstroom, 0 as herhaald
    from gevallen
    where eind is not null
    group by {{ cel }}, {{ maand_van('eind') }}
),

per_maand as (
    select {{ cel }}, case when maand < g.vooraf then g.vooraf else maand end as maand, sum(instroom) as instroom,
        sum(uitstroom) as uitstroom, sum(herhaald) as herhaald
    from gebeurtenissen
    cross join grenzen as g
    where maand <= g.laatste_maand
    group by {{ cel }}, case when maand < g.vooraf then g.vooraf else maand end
),

cellen as (
    select distinct {{ cel }} from gebeurtenissen
),

rooster as (
    select {{ cel_c }}, m.maand
    from cellen as c
    cross join (select maand from maanden union all select vooraf as maand from grenzen) as m
),

standen as (
    select
        {{ cel_c }}, c.maand, coalesce(p.instroom, 0) as instroom, coalesce(p.uitstroom, 0) as uitstroom,
        coalesce(p.herhaald, 0) as herhaald,
        sum(coalesce(p.instroom, 0) - coalesce(p.uitstroom, 0)) over (partition by {{ cel_c }} order by c.maand) as stand
    from rooster as c
    left join per_maand as p
        on c.gemeente_code = p.gemeente_code and c.niveau = p.niveau and c.wet = p.wet and c.voorziening = p.voorziening
        and c.telling = p.telling and c.maand = p.maand
),

maand_periode as (
    select p.periode, p.begin, m.maand, m.eind = p.eind as is_laatste
    from {{ ref('int_perioden') }} as p
    inner join maanden as m on m.maand >= p.begin and m.maand <= p.eind
),

per_periode as (
    select {{ cel_c }}, p.periode, sum(c.instroom) as instroom, sum(c.uitstroom) as uitstroom, sum(c.herhaald) as herhaald,
        sum(case when p.is_laatste then c.stand else 0 end) as eind_aantal
    from standen as c
    inner join maand_periode as p on c.maand = p.maand
    group by {{ cel_c }}, p.periode
),

-- began again in the period in which the one before ended
opnieuw as (
    select {{ cel_c }}, p.periode, count(*) as aantal
    from gevallen as c
    inner join maand_periode as p on {{ maand_van('c.begin') }} = p.maand
    where c.vorige_eind >= p.begin
    group by {{ cel_c }}, p.periode
)

select
    {{ cel_c }}, c.periode,
    cast(c.eind_aantal - c.instroom + c.uitstroom as bigint) as begin_aantal,
    cast(c.instroom as bigint) as instroom_aantal,
    cast(c.herhaald as bigint) as herhaald_beroep_aantal,
    cast(c.uitstroom as bigint) as uitstroom_aantal,
    cast(c.eind_aantal as bigint) as eind_aantal,
    cast(c.eind_aantal + c.uitstroom - coalesce(o.aantal, 0) as bigint) as uniek_aantal
from per_periode as c
left join opnieuw as o
    on c.gemeente_code = o.gemeente_code and c.niveau = o.niveau and c.wet = o.wet and c.voorziening = o.voorziening
    and c.telling = o.telling and c.periode = o.periode
