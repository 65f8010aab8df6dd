-- granted care per aanbieder in a cell, and its price in the eenheid with the most euro
{% set cel = 'gemeente_code, jaar, aanbieder, niveau, wet, voorziening' %}
with eenheden as (
    select
        c.gemeente_code, c.jaar, p.aanbieder, c.niveau, c.wet, c.voorziening, p.eenheid_naam,
        cast(sum(p.toegekend_eur) as decimal(18,2)) as omzet_eur,
        cast(sum(p.volume) as decimal(18,4)) as volume
    from {{ ref('int_prestaties') }} as p
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and p.gemeente_code = c.deel_code and p.wet = c.deel_wet
        and c.deel_niveau = 'voorziening' and p.voorziening = c.deel_voorziening
        and p.zorgmaand between c.begin and c.eind
    where p.status = 'toegekend'
    group by c.gemeente_code, c.jaar, p.aanbieder, c.niveau, c.wet, c.voorziening, p.eenheid_naam
),

-- a euro costs a euro: that unit has no price
rangen as (
    select
        *,
        row_number() over (
            partition by {{ cel }}
            order by case when eenheid_naam = 'euro' or eenheid_naam is null then 1 else 0 end, omzet_eur desc, eenheid_naam
        ) as rang
    from eenheden
),

aanbieders as (
    select
        {{ cel }},
        cast(sum(omzet_eur) as decimal(18,2)) as omzet_eur,
        max(case when rang = 1 and eenheid_naam <> 'euro' then eenheid_naam end) as eenheid,
        max(case when rang = 1 and eenheid_naam <> 'euro' then volume end) as volume,
        max(case when rang = 1 and eenheid_naam <> 'euro' then omzet_eur end) as eenheid_omzet_eur
    from rangen
    group by {{ cel }}
),

totalen as (
    select
        *,
        sum(omzet_eur) over (partition by gemeente_code, jaar, niveau, wet, voorziening) as totaal_eur,
        sum(greatest(omzet_eur, 0)) over (partition by gemeente_code, jaar, niveau, wet, voorziening) as positief_eur
    from aanbieders
),

delen as (
    select
        {{ cel }}, omzet_eur, eenheid, volume,
        {{ quotient('eenheid_omzet_eur', 'volume') }} as gemiddelde_prijs_eur,
        {{ quotient('100 * omzet_eur', 'totaal_eur') }} as aandeel_pct,
        cast(greatest(omzet_eur, 0) as double) / cast(nullif(positief_eur, 0) as double) as deel
    from totalen
)

select
    {{ cel }}, omzet_eur, eenheid, volume, gemiddelde_prijs_eur, aandeel_pct,
    cast(round(10000 * sum(deel * deel) over (partition by gemeente_code, jaar, niveau, wet, voorziening), 0) as bigint)
        as concentratie_hhi
from delen
