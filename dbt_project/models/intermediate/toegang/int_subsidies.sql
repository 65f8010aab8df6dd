-- the newest amounts per subsidy of each reeks; what is settled goes before what was granted
with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar'], ['ontvanger', 'doel', 'niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_subsidies') }}
)

select
    sleutel, bestand, blad, regel,
    case when bedrag_vastgesteld_eur is not null then bedrag_vastgesteld_kolom else bedrag_verleend_kolom end as kolom,
    levering, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente, gebied_soort, jaar, ontvanger, doel,
    -- a subsidy without a wet is for the general provisions, which no wet pays
    case when voorziening is null then 'wet' else niveau end as niveau,
    coalesce(wet, 'overig') as wet,
    coalesce(voorziening, 'totaal') as voorziening,
    bedrag_verleend_eur, bedrag_vastgesteld_eur,
    coalesce(bedrag_vastgesteld_eur, bedrag_verleend_eur) as bedrag_eur,
    case when bedrag_vastgesteld_eur is not null then bedrag_vastgesteld_status else bedrag_verleend_status end as status
from vensters
where {{ is_nieuwste() }}
