-- Kaplan-Meier: of those still at risk on a day the part that ends there; open cases count until they are last seen
{% set cel = 'gemeente_code, jaar, aanbieder, niveau, wet, voorziening' %}
with dagen as (
    select {{ cel }}, dagen, sum(is_beeindigd) as einden, count(*) as gevallen
    from {{ ref('int_aanbod_gevallen') }}
    group by {{ cel }}, dagen
),

risico as (
    select
        *,
        sum(gevallen) over (
            partition by {{ cel }} order by dagen desc rows between unbounded preceding and current row
        ) as in_risico
    from dagen
),

-- a product as the exponent of a sum of logarithms; where the last one at risk ends, nothing is left (d = n has no log)
som as (
    select
        *,
        sum(case when einden < in_risico then ln(1 - cast(einden as double) / in_risico) else 0 end) over (
            partition by {{ cel }} order by dagen rows between unbounded preceding and current row
        ) as log_overleving,
        max(case when einden = in_risico then 1 else 0 end) over (
            partition by {{ cel }} order by dagen rows between unbounded preceding and current row
        ) as is_leeg
    from risico
),

overleving as (
    select
        {{ cel }}, dagen, gevallen, einden,
        -- rounded, so that a half is a half and not a half and a bit
        cast(case when is_leeg = 1 then 0 else round(exp(log_overleving), 9) end as decimal(12,9)) as overleving
    from som
),

stappen as (
    select
        *,
        lag(overleving, 1, cast(1 as decimal(12,9))) over (partition by {{ cel }} order by dagen) as overleving_ervoor,
        dagen - lag(dagen, 1, 0) over (partition by {{ cel }} order by dagen) as stap
    from overleving
),

opgeteld as (
    select
        {{ cel }},
        sum(gevallen) as begonnen_aantal,
        sum(gevallen) - sum(einden) as lopend_aantal,
        min(case when overleving <= 0.5 then dagen end) as mediaan_dagen,
        sum(overleving_ervoor * stap) as gemiddeld_dagen
    from stappen
    group by {{ cel }}
)

select
    {{ cel }}, begonnen_aantal, lopend_aantal, mediaan_dagen,
    {{ quotient('mediaan_dagen', '30.4375') }} as duur_maanden,
    {{ quotient('gemiddeld_dagen', '30.4375') }} as duur_gemiddeld_maanden
from opgeteld
