{% set cel = ['gemeente_code', 'jaar', 'aanbieder', 'niveau', 'wet', 'voorziening'] %}
with rijen as (
    select {{ cel | join(', ') }} from {{ ref('int_aanbod_clienten') }}
    union
    select {{ cel | join(', ') }} from {{ ref('int_aanbod_omzet') }}
),

redenen as (
    select
        {{ cel | join(', ') }}, sum(beeindigd_aantal) as beeindigd_aantal,
        sum(is_volgens_plan * beeindigd_aantal) as volgens_plan_aantal
    from {{ ref('int_aanbod_redenen') }}
    group by {{ cel | join(', ') }}
)

select
    r.gemeente_code, v.gemeente, v.gebied_soort, cast(r.jaar as integer) as jaar, v.maanden_aantal, r.aanbieder, r.niveau,
    r.wet, r.voorziening, 'berichten' as reeks, true as is_voorkeur,
    cast(coalesce(c.clienten_aantal, 0) as bigint) as clienten_aantal,
    cast(coalesce(o.omzet_eur, 0) as decimal(18,2)) as omzet_eur,
    o.gemiddelde_prijs_eur, o.eenheid, o.volume,
    d.duur_maanden, d.duur_gemiddeld_maanden,
    cast(coalesce(d.begonnen_aantal, 0) as bigint) as begonnen_aantal,
    c.start_na_dagen,
    o.aandeel_pct, o.concentratie_hhi,
    cast(coalesce(b.beeindigd_aantal, 0) as bigint) as beeindigd_aantal,
    {{ quotient('100 * b.volgens_plan_aantal', 'b.beeindigd_aantal') }} as volgens_plan_pct,
    cast(coalesce(u.uitgestroomd_aantal, 0) as bigint) as uitgestroomd_aantal,
    {{ quotient('100 * u.terug_aantal', 'u.gevolgd_aantal') }} as herhaald_beroep_pct,
    false as is_openbaar
from rijen as r
inner join {{ ref('int_sturing_vensters') }} as v
    on r.gemeente_code = v.gemeente_code and r.wet = v.wet and r.jaar = v.jaar
left join {{ ref('int_aanbod_clienten') }} as c on {{ gelijk('r', 'c', cel) }}
left join {{ ref('int_aanbod_omzet') }} as o on {{ gelijk('r', 'o', cel) }}
left join {{ ref('int_aanbod_duur') }} as d on {{ gelijk('r', 'd', cel) }}
left join redenen as b on {{ gelijk('r', 'b', cel) }}
left join {{ ref('int_aanbod_uitstroom') }} as u on {{ gelijk('r', 'u', cel) }}
