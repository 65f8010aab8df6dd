-- consulenten stand under a group number, never alone: a gemeente with fewer than one group has none
with consulenten as (
    select distinct gemeente_code, consulent from {{ ref('int_trajecten') }} where consulent is not null
),

genummerd as (
    select
        gemeente_code, consulent,
        row_number() over (partition by gemeente_code order by consulent) as nummer,
        count(*) over (partition by gemeente_code) as consulenten_aantal
    from consulenten
)

select
    gemeente_code, consulent,
    cast((nummer - 1) % cast(floor(consulenten_aantal / {{ var('consulenten_per_groep') }}) as bigint) + 1 as bigint)
        as consulentgroep
from genummerd
where consulenten_aantal >= {{ var('consulenten_per_groep') }}
