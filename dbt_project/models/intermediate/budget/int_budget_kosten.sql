-- what a year of care in kind, pgb and subsidies came to per cell, as far as it was delivered, once its last month is
-- known; a level above the voorziening is the sum where it was not delivered, and so is a region
{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
with rijen as (
    select u.gemeente_code, u.jaar, u.niveau, u.wet, u.voorziening, u.soort, u.uitgaven_eur, u.is_openbaar, u.gebied_soort
    from {{ ref('uitgaven') }} as u
    where u.periode_soort = 'jaar' and u.soort in ('zin', 'pgb', 'subsidie') and u.is_voorkeur and u.uitgaven_eur is not null
),

pgb as (
    select r.gemeente_code, r.jaar, 'groep' as niveau, r.wet, v.groep as voorziening, r.uitgaven_eur, r.is_openbaar, r.gebied_soort
    from rijen as r
    inner join {{ ref('voorzieningen') }} as v on r.voorziening = v.slug
    where r.soort = 'pgb' and r.niveau = 'voorziening'
    union all
    select gemeente_code, jaar, 'wet' as niveau, wet, 'totaal' as voorziening, uitgaven_eur, is_openbaar, gebied_soort
    from rijen
    where soort = 'pgb' and niveau = 'voorziening'
    union all
    select gemeente_code, jaar, 'totaal' as niveau, 'totaal' as wet, 'totaal' as voorziening, uitgaven_eur, is_openbaar, gebied_soort
    from rijen
    where soort = 'pgb' and niveau = 'voorziening'
),

gemeenten as (
    select gemeente_code, jaar, niveau, wet, voorziening, soort, uitgaven_eur, is_openbaar, gebied_soort from rijen
    union all
    select p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, 'pgb' as soort, p.uitgaven_eur, p.is_openbaar, p.gebied_soort
    from pgb as p
    left join rijen as r on r.soort = 'pgb' and {{ gelijk('p', 'r', cel) }}
    where r.soort is null
),

-- care in kind of a region is delivered as such by the messages; the rest is that of its members
leden as (
    select l.regio_code, l.wet as lid_wet, g.*
    from gemeenten as g
    inner join {{ ref('int_regioleden') }} as l on g.gemeente_code = l.gemeente_code and g.jaar = l.jaar and g.wet = l.wet
    where g.gebied_soort = 'gemeente' and g.soort <> 'zin'
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
