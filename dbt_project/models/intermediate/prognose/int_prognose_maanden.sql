-- Months that are known without a lag: pgb, and the monthly uitgaven of gemeenten that send no messages. Of each the
-- preferred reeks. A gemeente with messages has its uitgaven there already: its own monthly delivery would count double.
with pgb as (
    select
        gemeente_code, wet, voorziening, 'pgb' as soort, reeks, reeks_rang, periode,
        case when besteed_status = 'waarde' then besteed_eur else toegekend_eur end as bedrag_eur
    from {{ ref('int_pgb') }}
    where gebied_soort = 'gemeente' and periode_soort = 'maand' and niveau = 'voorziening'
),

uitgaven as (
    select gemeente_code, wet, voorziening, 'alle' as soort, reeks, reeks_rang, periode, uitgaven_eur as bedrag_eur
    from {{ ref('int_uitgaven_regels') }}
    where indeling = 'geleverd' and gebied_soort = 'gemeente' and periode_soort = 'maand' and niveau = 'voorziening'
        and soort = 'alle' and status = 'waarde'
        and gemeente_code not in (select gemeente_code from {{ ref('int_prognose_declaraties') }})
),

-- uitgaven of all kinds hold the pgb
samen as (
    select gemeente_code, wet, voorziening, soort, reeks, reeks_rang, periode, bedrag_eur from pgb
    where gemeente_code not in (select gemeente_code from uitgaven)
    union all
    select gemeente_code, wet, voorziening, soort, reeks, reeks_rang, periode, bedrag_eur from uitgaven
),

gekozen as (
    select
        *,
        dense_rank() over (partition by gemeente_code, soort order by reeks_rang, reeks) as rang
    from samen
    where bedrag_eur is not null
)

select
    g.gemeente_code, g.wet, v.groep, g.voorziening, g.soort, g.reeks,
    cast(concat(g.periode, '-01') as date) as maand,
    cast(sum(g.bedrag_eur) as decimal(18,2)) as bedrag_eur
from gekozen as g
inner join {{ ref('voorzieningen') }} as v on g.voorziening = v.slug
where g.rang = 1
group by g.gemeente_code, g.wet, v.groep, g.voorziening, g.soort, g.reeks, g.periode
