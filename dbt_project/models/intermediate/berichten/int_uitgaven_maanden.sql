-- prestaties added up per gebied, voorziening, unit and month of care; a region counts a member while it is one
with gemeenten as (
    select
        gemeente_code, wet, groep, voorziening, zorgmaand, eenheid_naam,
        sum(toegekend_eur) as toegekend_eur, sum(openstaand_eur) as openstaand_eur,
        sum(case when status = 'dubbel' then 0 else bedrag_eur end) as ingediend_eur,
        sum(case when status = 'toegekend' then volume else 0 end) as volume,
        sum(case when status = 'toegekend' then 1 else 0 end) as toegekend_aantal
    from {{ ref('int_prestaties') }}
    group by gemeente_code, wet, groep, voorziening, zorgmaand, eenheid_naam
),

samen as (
    select gemeente_code, wet, groep, voorziening, zorgmaand, eenheid_naam, toegekend_eur, openstaand_eur, ingediend_eur, volume, toegekend_aantal
    from gemeenten
    union all
    select l.regio_code as gemeente_code, g.wet, g.groep, g.voorziening, g.zorgmaand, g.eenheid_naam, g.toegekend_eur, g.openstaand_eur,
        g.ingediend_eur, g.volume, g.toegekend_aantal
    from gemeenten as g
    inner join {{ ref('regio_lidmaatschap') }} as l
        on g.gemeente_code = l.gemeente_code and g.wet = l.wet
        and (l.geldig_vanaf is null or g.zorgmaand >= l.geldig_vanaf) and (l.geldig_tot is null or g.zorgmaand <= l.geldig_tot)
)

select
    gemeente_code, wet, groep, voorziening, zorgmaand, eenheid_naam,
    cast(sum(toegekend_eur) as decimal(18,2)) as toegekend_eur,
    cast(sum(openstaand_eur) as decimal(18,2)) as openstaand_eur,
    cast(sum(ingediend_eur) as decimal(18,2)) as ingediend_eur,
    cast(sum(volume) as decimal(18,4)) as volume,
    cast(sum(toegekend_aantal) as bigint) as toegekend_aantal
from samen
group by gemeente_code, wet, groep, voorziening, zorgmaand, eenheid_naam
