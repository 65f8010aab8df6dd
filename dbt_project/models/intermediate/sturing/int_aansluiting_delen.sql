-- the amounts that the aansluiting compares, per gemeente and year, at the voorziening, groep or wet of the delivery
with berichten as (
    select
        gemeente_code, wet, voorziening, 'voorziening' as niveau,
        cast(extract(year from zorgmaand) as integer) as jaar,
        cast(extract(year from declaratiemaand) as integer) as declaratiejaar,
        toegekend_eur, openstaand_eur
    from {{ ref('int_prestaties') }}
    where status in ('toegekend', 'openstaand')
),

posten as (
    select
        'berichten' as post, false as is_openbaar, gemeente_code, jaar, niveau, wet, voorziening,
        toegekend_eur as bedrag_eur
    from berichten
    union all
    select 'openstaand', false, gemeente_code, jaar, niveau, wet, voorziening, openstaand_eur
    from berichten
    union all
    -- booked on the month of the declaration instead of the month of care: in that year, and no longer in this one
    select 'declaratiejaar', false, gemeente_code, declaratiejaar, niveau, wet, voorziening, toegekend_eur
    from berichten
    where declaratiejaar <> jaar
    union all
    select
        'declaratiejaar', false, gemeente_code, jaar, niveau, wet, voorziening,
        case when declaratiejaar <> jaar then -toegekend_eur else 0 end
    from berichten
    union all
    select post, is_openbaar, gemeente_code, jaar, niveau, wet, voorziening, bedrag_eur
    from {{ ref('int_aansluiting_regels') }}
)

select
    post, gemeente_code, jaar, niveau, wet, voorziening, cast(sum(bedrag_eur) as decimal(18,2)) as bedrag_eur,
    min(is_openbaar) as is_openbaar
from posten
group by post, gemeente_code, jaar, niveau, wet, voorziening
