-- what a year of care in kind, pgb and subsidies came to per cell, as far as it was delivered, once its last month is
-- known; a level above the voorziening is the sum where it was not delivered, and so is a region
{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
with maandreeksen as (
    -- a gemeente without messages delivers months of all kinds itself: they hold its pgb and subsidies
    select distinct gemeente_code, reeks
    from {{ ref('uitgaven') }}
    where periode_soort = 'maand' and soort = 'alle' and is_voorkeur and uitgaven_eur is not null and gebied_soort = 'gemeente'
        and gemeente_code not in (select gemeente_code from {{ ref('uitgaven') }} where reeks = 'berichten')
),

jaren as (
    select * from {{ ref('uitgaven') }}
    where periode_soort = 'jaar' and gebied_soort = 'gemeente' and uitgaven_eur is not null
),

rijen as (
    select u.gemeente_code, u.jaar, u.niveau, u.wet, u.voorziening, u.soort, u.uitgaven_eur, u.is_openbaar
    from jaren as u
    left join maandreeksen as m on u.gemeente_code = m.gemeente_code
    where u.soort in ('zin', 'pgb', 'subsidie') and u.is_voorkeur and m.reeks is null
    union all
    select u.gemeente_code, u.jaar, u.niveau, u.wet, u.voorziening, u.soort, u.uitgaven_eur, u.is_openbaar
    from jaren as u
    inner join maandreeksen as m on u.gemeente_code = m.gemeente_code and u.reeks = m.reeks
    where u.soort = 'alle'
),

pgb as (
    select r.gemeente_code, r.jaar, 'groep' as niveau, r.wet, v.groep as voorziening, r.uitgaven_eur, r.is_openbaar
    from rijen as r
    inner join {{ ref('voorzieningen') }} as v on r.voorziening = v.slug
    where r.soort = 'pgb' and r.niveau = 'voorziening'
    union all
    select gemeente_code, jaar, 'wet' as niveau, wet, 'totaal' as voorziening, uitgaven_eur, is_openbaar
    from rijen
    where soort = 'pgb' and niveau = 'voorziening'
    union all
    select gemeente_code, jaar, 'totaal' as niveau, 'totaal' as wet, 'totaal' as voorziening, uitgaven_eur, is_openbaar
    from rijen
    where soort = 'pgb' and niveau = 'voorziening'
),

gemeenten as (
    select gemeente_code, jaar, niveau, wet, voorziening, soort, uitgaven_eur, is_openbaar from rijen
    union all
    select p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, 'pgb' as soort, p.uitgaven_eur, p.is_openbaar
    from pgb as p
    left join rijen as r on r.soort = 'pgb' and {{ gelijk('p', 'r', cel) }}
    where r.soort is null
),

-- a region is the sum of its members, where every member has care of that wet
compleet as (
    select l.regio_code, l.wet, l.jaar
    from {{ ref('int_regioleden') }} as l
    inner join (
        select distinct gemeente_code, jaar, wet from gemeenten where soort in ('zin', 'alle')
    ) as g on l.gemeente_code = g.gemeente_code and l.jaar = g.jaar and l.wet = g.wet
    group by l.regio_code, l.wet, l.jaar
    having count(*) = max(l.leden_aantal)
),

leden as (
    select l.regio_code, g.*
    from gemeenten as g
    inner join {{ ref('int_regioleden') }} as l on g.gemeente_code = l.gemeente_code and g.jaar = l.jaar and g.wet = l.wet
    inner join compleet as c on l.regio_code = c.regio_code and l.wet = c.wet and l.jaar = c.jaar
),

alle as (
    select gemeente_code, jaar, niveau, wet, voorziening, soort, uitgaven_eur, is_openbaar from gemeenten
    union all
    select regio_code as gemeente_code, jaar, niveau, wet, voorziening, soort, uitgaven_eur, is_openbaar from leden
    union all
    select regio_code as gemeente_code, jaar, 'totaal' as niveau, 'totaal' as wet, 'totaal' as voorziening, soort, uitgaven_eur, is_openbaar
    from leden
    where niveau = 'wet'
)

select
    a.gemeente_code, a.jaar, a.niveau, a.wet, a.voorziening,
    case
        when a.jaar * 12 + 12 <= max(extract(year from d.laatste_maand) * 12 + extract(month from d.laatste_maand))
            then cast(sum(a.uitgaven_eur) as decimal(18,2))
    end as kosten_eur,
    cast(sum(case when a.soort = 'subsidie' then a.uitgaven_eur end) as decimal(18,2)) as subsidie_eur,
    min(a.is_openbaar) as is_openbaar
from alle as a
cross join {{ ref('int_peildatum') }} as d
group by a.gemeente_code, a.jaar, a.niveau, a.wet, a.voorziening
