-- amounts of a year that are certain: subsidies as settled, else as granted. Of each gemeente the preferred reeks; one
-- without uitgaven of all kinds of its own, for those hold the subsidies
with gekozen as (
    select
        *,
        dense_rank() over (partition by gemeente_code, jaar order by reeks_rang, reeks) as rang
    from {{ ref('int_subsidies') }}
    where gebied_soort = 'gemeente' and bedrag_eur is not null and niveau in ('voorziening', 'groep', 'wet')
        and gemeente_code not in (select gemeente_code from {{ ref('int_prognose_maanden') }} where soort = 'alle')
)

select
    g.gemeente_code, g.niveau, g.wet,
    case g.niveau when 'voorziening' then v.groep when 'groep' then g.voorziening end as groep,
    case when g.niveau = 'voorziening' then g.voorziening end as voorziening,
    'subsidie' as soort, g.reeks, g.jaar,
    cast(sum(g.bedrag_eur) as decimal(18,2)) as bedrag_eur
from gekozen as g
left join {{ ref('voorzieningen') }} as v on g.niveau = 'voorziening' and g.voorziening = v.slug
where g.rang = 1
group by
    g.gemeente_code, g.niveau, g.wet,
    case g.niveau when 'voorziening' then v.groep when 'groep' then g.voorziening end,
    case when g.niveau = 'voorziening' then g.voorziening end, g.reeks, g.jaar
