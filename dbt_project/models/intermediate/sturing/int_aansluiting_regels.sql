-- every delivered line that the aansluiting compares with the messages: pgb, subsidies, ledger and Iv3
with regels as (
    select
        'pgb' as post, sleutel, bestand, blad, regel,
        case when besteed_eur is not null then besteed_kolom else toegekend_kolom end as kolom, 1 as factor,
        reeks, reeks_rang, is_openbaar, gemeente_code, jaar, niveau, wet, voorziening,
        coalesce(besteed_eur, toegekend_eur) as bedrag_eur
    from {{ ref('int_pgb') }}
    where gebied_soort = 'gemeente'
    union all
    select
        'subsidies' as post, sleutel, bestand, blad, regel, kolom, 1 as factor, reeks, reeks_rang, is_openbaar,
        gemeente_code, jaar, niveau, wet, voorziening, bedrag_eur
    from {{ ref('int_subsidies') }}
    where gebied_soort = 'gemeente'
    union all
    select
        'grootboek' as post, sleutel, bestand, blad, regel, kolom, 1 as factor, reeks, reeks_rang, is_openbaar,
        gemeente_code, jaar, niveau, wet, voorziening, bedrag_eur
    from {{ ref('int_grootboek') }}
    where gebied_soort = 'gemeente'
    union all
    select
        'iv3' as post, sleutel, bestand, blad, regel, kolom, factor, reeks, reeks_rang, is_openbaar, gemeente_code, jaar,
        case when voorziening is not null then 'voorziening' else 'groep' end as niveau, wet,
        coalesce(voorziening, groep) as voorziening, bedrag_eur
    from {{ ref('int_taakveld_regels') }}
    where document = 'jaarrekening'
),

-- of two reeksen of the same subject one counts
rangen as (
    select *, dense_rank() over (partition by post, gemeente_code, jaar order by reeks_rang, reeks) as rang
    from regels
    where bedrag_eur is not null
)

select
    post, sleutel, bestand, blad, regel, kolom, factor, reeks, is_openbaar, gemeente_code, jaar, niveau, wet, voorziening,
    cast(bedrag_eur as decimal(18,2)) as bedrag_eur
from rangen
where rang = 1
