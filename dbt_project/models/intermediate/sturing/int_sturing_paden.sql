-- where a delivered voorziening, groep or wet counts: at its own niveau and at every one above
with delen as (
    select 'voorziening' as deel_niveau, wet, slug as deel_voorziening, slug, groep from {{ ref('voorzieningen') }}
    union all
    select 'groep' as deel_niveau, wet, groep as deel_voorziening, cast(null as string) as slug, groep
    from {{ ref('groepen') }}
    union all
    select distinct
        'wet' as deel_niveau, wet, 'totaal' as deel_voorziening, cast(null as string) as slug, cast(null as string) as groep
    from {{ ref('groepen') }}
)

select deel_niveau, wet as deel_wet, deel_voorziening, 'voorziening' as niveau, wet, slug as voorziening
from delen
where slug is not null
union all
select deel_niveau, wet as deel_wet, deel_voorziening, 'groep' as niveau, wet, groep as voorziening
from delen
where groep is not null
union all
select deel_niveau, wet as deel_wet, deel_voorziening, 'wet' as niveau, wet, 'totaal' as voorziening
from delen
union all
select deel_niveau, wet as deel_wet, deel_voorziening, 'totaal' as niveau, 'totaal' as wet, 'totaal' as voorziening
from delen
