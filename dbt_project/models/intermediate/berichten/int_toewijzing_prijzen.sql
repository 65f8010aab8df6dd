-- what a unit of a toewijzing costs: what its own last period was declared at, else the average that the gemeente
-- granted for the product code, else for the voorziening, always in the same unit
with toewijzingen as (
    select
        gemeente_code, wet, toewijzingnummer, coalesce(productcode, '') as productcode, voorziening,
        {{ eenheid_naam('eenheid') }} as eenheid_naam
    from {{ ref('int_toewijzingen') }}
    where volume is not null
),

eigen as (
    select
        p.gemeente_code, p.wet, p.toewijzingnummer, p.eenheid_naam, p.begindatum, sum(p.bedrag_eur) as bedrag_eur, sum(p.volume) as volume,
        row_number() over (
            partition by p.gemeente_code, p.wet, p.toewijzingnummer, p.eenheid_naam order by p.begindatum desc
        ) as rang
    from {{ ref('int_prestaties') }} as p
    where p.debet_credit = 'D' and p.status in ('toegekend', 'openstaand') and p.volume > 0
    group by p.gemeente_code, p.wet, p.toewijzingnummer, p.eenheid_naam, p.begindatum
),

toegekend as (
    select
        gemeente_code, wet, coalesce(productcode, '') as productcode, voorziening, eenheid_naam, sum(toegekend_eur) as bedrag_eur,
        sum(volume) as volume
    from {{ ref('int_prestaties') }}
    where status = 'toegekend'
    group by gemeente_code, wet, coalesce(productcode, ''), voorziening, eenheid_naam
),

per_code as (
    select gemeente_code, wet, productcode, eenheid_naam, sum(bedrag_eur) as bedrag_eur, sum(volume) as volume
    from toegekend
    where productcode <> ''
    group by gemeente_code, wet, productcode, eenheid_naam
    having sum(volume) > 0
),

per_voorziening as (
    select gemeente_code, wet, voorziening, eenheid_naam, sum(bedrag_eur) as bedrag_eur, sum(volume) as volume
    from toegekend
    group by gemeente_code, wet, voorziening, eenheid_naam
    having sum(volume) > 0
),

gekozen as (
    select
        t.gemeente_code, t.wet, t.toewijzingnummer,
        coalesce(e.bedrag_eur, c.bedrag_eur, v.bedrag_eur) as bedrag_eur,
        coalesce(e.volume, c.volume, v.volume) as volume,
        case when e.volume is not null then 'toewijzing' when c.volume is not null then 'productcode' else 'voorziening' end as prijs_bron
    from toewijzingen as t
    left join eigen as e
        on t.gemeente_code = e.gemeente_code and t.wet = e.wet and t.toewijzingnummer = e.toewijzingnummer
        and t.eenheid_naam = e.eenheid_naam and e.rang = 1
    left join per_code as c
        on t.gemeente_code = c.gemeente_code and t.wet = c.wet and t.productcode = c.productcode and t.eenheid_naam = c.eenheid_naam
    left join per_voorziening as v
        on t.gemeente_code = v.gemeente_code and t.wet = v.wet and t.voorziening = v.voorziening and t.eenheid_naam = v.eenheid_naam
)

select
    gemeente_code, wet, toewijzingnummer,
    {{ quotient('cast(bedrag_eur as decimal(18,2))', 'cast(volume as decimal(18,4))', 4, 'decimal(18,4)') }} as prijs_eur,
    prijs_bron
from gekozen
where volume is not null
