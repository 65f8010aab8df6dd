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

pgb as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'periode'], ['wet', 'voorziening', 'niveau']) }}
    from {{ ref('stg_pgb') }}
    where gebied_soort = 'gemeente'
),

subsidies as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar'], ['ontvanger', 'doel', 'wet', 'voorziening', 'niveau']) }}
    from {{ ref('stg_subsidies') }}
    where gebied_soort = 'gemeente'
),

-- ledger lines have no key: within a reeks they add up, and a whole new delivery of a year takes the place of the old
grootboek as (
    select
        g.reeks, g.reeks_rang, g.is_openbaar, g.gemeente_code, g.volgorde, g.scope, g.taakveld, g.niveau, g.wet,
        g.voorziening, g.bedrag_eur, cast(extract(year from g.boekdatum) as integer) as jaar
    from {{ ref('stg_grootboek') }} as g
    where g.gebied_soort = 'gemeente'
),

grootboek_vensters as (
    select
        *,
        max(case when scope = 'volledig' then volgorde end) over (partition by reeks, gemeente_code, jaar) as laatste_volledig
    from grootboek
),

grootboek_regels as (
    select
        r.reeks, r.reeks_rang, r.is_openbaar, r.gemeente_code, r.jaar,
        case
            when r.voorziening is not null then r.niveau
            when c.voorziening is not null then 'voorziening'
            when c.groep is not null then 'groep'
            else 'wet'
        end as niveau,
        case when r.voorziening is not null then r.wet else coalesce(c.wet, r.wet) end as wet,
        coalesce(r.voorziening, c.voorziening, c.groep, 'totaal') as voorziening,
        r.bedrag_eur
    from grootboek_vensters as r
    left join {{ ref('iv3_crosswalk') }} as c
        on r.voorziening is null and r.taakveld = c.taakveld and r.jaar between c.van_jaar and c.tot_jaar
    where r.volgorde >= coalesce(r.laatste_volledig, 0)
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
    from pgb
    where {{ is_nieuwste() }}
    union all
    select
        'subsidies', reeks, reeks_rang, is_openbaar, gemeente_code, jaar, coalesce(niveau, 'wet'), wet,
        coalesce(voorziening, 'totaal'), coalesce(bedrag_vastgesteld_eur, bedrag_verleend_eur)
    from subsidies
    where {{ is_nieuwste() }} and wet is not null
    union all
    select 'grootboek', reeks, reeks_rang, is_openbaar, gemeente_code, jaar, niveau, wet, voorziening, bedrag_eur
    from grootboek_regels
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
