with redenen as (
    select
        *,
        sum(beeindigd_aantal) over (
            partition by gemeente_code, jaar, aanbieder, niveau, wet, voorziening
        ) as totaal_aantal
    from {{ ref('int_aanbod_redenen') }}
    where niveau <> 'totaal'
)

select
    r.gemeente_code, v.gemeente, v.gebied_soort, cast(r.jaar as integer) as jaar, v.maanden_aantal, r.aanbieder, r.niveau,
    r.wet, r.voorziening, 'berichten' as reeks, r.reden_beeindiging,
    coalesce(r.omschrijving, 'onbekende code') as reden_omschrijving,
    r.is_volgens_plan = 1 as is_volgens_plan,
    cast(r.beeindigd_aantal as bigint) as beeindigd_aantal,
    {{ quotient('100 * r.beeindigd_aantal', 'r.totaal_aantal') }} as aandeel_pct,
    false as is_openbaar
from redenen as r
inner join {{ ref('int_sturing_vensters') }} as v
    on r.gemeente_code = v.gemeente_code and r.wet = v.wet and r.jaar = v.jaar
