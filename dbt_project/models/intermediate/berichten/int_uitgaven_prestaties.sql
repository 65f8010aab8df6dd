{{ config(materialized='view') }}
-- a view, for `grip trace` only: as a table it would hold every prestatie 32 times
with gebieden as (
    select gemeente_code, gemeente_code as gebied_code, cast(null as string) as lid_wet, cast(null as date) as vanaf, cast(null as date) as tot
    from {{ ref('int_bericht_gebieden') }}
    where gebied_soort = 'gemeente'
    group by gemeente_code
    union all
    select gemeente_code, regio_code as gebied_code, wet as lid_wet, geldig_vanaf as vanaf, geldig_tot as tot
    from {{ ref('regio_lidmaatschap') }}
),

delen as (
    {% for niveau in ['voorziening', 'groep', 'wet', 'totaal'] %}
    select
        sleutel, bestand, blad, regel, case debet_credit when 'C' then -1 else 1 end as factor, gemeente_code as deel_code, wet as deel_wet,
        {{ niveau_kolommen(niveau) }}, zorgmaand, status, bedrag_eur
    from {{ ref('int_prestaties') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    d.sleutel, d.bestand, d.blad, d.regel, 'bedrag' as kolom, d.factor, g.gebied_code as gemeente_code, p.periode, d.niveau, d.wet,
    d.voorziening, 'zin' as soort, 'berichten' as reeks, d.status, d.bedrag_eur
from delen as d
inner join gebieden as g
    on d.deel_code = g.gemeente_code and (g.lid_wet is null or g.lid_wet = d.deel_wet)
    and (g.vanaf is null or d.zorgmaand >= g.vanaf) and (g.tot is null or d.zorgmaand <= g.tot)
inner join {{ ref('int_perioden') }} as p on d.zorgmaand >= p.begin and d.zorgmaand <= p.eind
