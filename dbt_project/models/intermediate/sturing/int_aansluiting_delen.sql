-- every amount that the aansluiting compares, as a gemeente delivered it, per year and voorziening, groep or wet
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
        'berichten' as post, 'berichten' as reeks, 1 as reeks_rang, false as is_openbaar, gemeente_code, jaar, niveau, wet,
        voorziening, toegekend_eur as bedrag_eur
    from berichten
    union all
    select 'openstaand', 'berichten', 1, false, gemeente_code, jaar, niveau, wet, voorziening, openstaand_eur
    from berichten
    union all
    -- booked on the month of the declaration instead of the month of care: in that year, and no longer in this one
    select 'declaratiejaar', 'berichten', 1, false, gemeente_code, declaratiejaar, niveau, wet, voorziening, toegekend_eur
    from berichten
    where declaratiejaar <> jaar
    union all
    select
        'declaratiejaar', 'berichten', 1, false, gemeente_code, jaar, niveau, wet, voorziening,
        case when declaratiejaar <> jaar then -toegekend_eur else 0 end
    from berichten
    union all
    select
        'pgb', reeks, reeks_rang, is_openbaar, gemeente_code, jaar, niveau, wet, voorziening,
        coalesce(besteed_eur, toegekend_eur)
    from {{ ref('int_pgb') }}
    where gebied_soort = 'gemeente'
    union all
    select 'subsidies', reeks, reeks_rang, is_openbaar, gemeente_code, jaar, niveau, wet, voorziening, bedrag_eur
    from {{ ref('int_subsidies') }}
    where gebied_soort = 'gemeente'
    union all
    select 'grootboek', reeks, reeks_rang, is_openbaar, gemeente_code, jaar, niveau, wet, voorziening, bedrag_eur
    from {{ ref('int_grootboek') }}
    where gebied_soort = 'gemeente'
    union all
    select
        'iv3', reeks, reeks_rang, is_openbaar, gemeente_code, jaar,
        case when voorziening is not null then 'voorziening' else 'groep' end, wet, coalesce(voorziening, groep), bedrag_eur
    from {{ ref('int_taakveld_regels') }}
    where document = 'jaarrekening' and bedrag_eur is not null
),

-- of two reeksen of the same subject one counts
rangen as (
    select *, dense_rank() over (partition by post, gemeente_code, jaar order by reeks_rang, reeks) as rang
    from posten
    where bedrag_eur is not null
)

select
    post, gemeente_code, jaar, niveau, wet, voorziening, cast(sum(bedrag_eur) as decimal(18,2)) as bedrag_eur,
    min(is_openbaar) as is_openbaar
from rangen
where rang = 1
group by post, gemeente_code, jaar, niveau, wet, voorziening
