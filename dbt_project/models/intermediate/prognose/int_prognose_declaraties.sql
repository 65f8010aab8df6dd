-- How the declared amount of a care month became known: what was handed in counts from its month on, and what an answer
-- rejects is taken back in the month of the answer. The sum up to a month is what was known at the end of that month.
with gebeurtenissen as (
    select gemeente_code, wet, groep, voorziening, zorgmaand, {{ maand_van('ingediend_op') }} as maand, bedrag_eur
    from {{ ref('int_prestaties') }}
    where status <> 'dubbel'
    union all
    select gemeente_code, wet, groep, voorziening, zorgmaand, {{ maand_van('beoordeeld_op') }} as maand, -bedrag_eur as bedrag_eur
    from {{ ref('int_prestaties') }}
    where status = 'afgekeurd'
),

-- what was declared before its month of care says nothing of that month before it has come
gedateerd as (
    select
        gemeente_code, wet, groep, voorziening, zorgmaand,
        case when maand > zorgmaand then maand else zorgmaand end as bekend_maand,
        bedrag_eur
    from gebeurtenissen
)

select
    gemeente_code, wet, groep, voorziening, 'zin' as soort, 'berichten' as reeks, zorgmaand, bekend_maand,
    cast(sum(bedrag_eur) as decimal(18,2)) as bedrag_eur
from gedateerd
group by gemeente_code, wet, groep, voorziening, zorgmaand, bekend_maand
having sum(bedrag_eur) <> 0
