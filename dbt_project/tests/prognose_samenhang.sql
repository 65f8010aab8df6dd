-- the forecast of a wet is the sum of its voorzieningen, the total that of the wetten, to the cent; where months are forecast
with delen as (
    select 'wet' as niveau, gemeente_code, periode, peildatum, reeks, wet, sum(midden) as som
    from {{ ref('prognose') }}
    where niveau = 'voorziening' and periode_soort = 'jaar' and maanden_bekend > 0
    group by gemeente_code, periode, peildatum, reeks, wet
    union all
    select 'totaal' as niveau, gemeente_code, periode, peildatum, reeks, 'totaal' as wet, sum(midden) as som
    from {{ ref('prognose') }}
    where niveau = 'wet' and periode_soort = 'jaar' and maanden_bekend > 0
    group by gemeente_code, periode, peildatum, reeks
)

select p.gemeente_code, p.periode, p.peildatum, p.niveau, p.wet, p.midden, d.som
from {{ ref('prognose') }} as p
inner join delen as d
    on p.niveau = d.niveau and p.gemeente_code = d.gemeente_code and p.periode = d.periode and p.peildatum = d.peildatum
    and p.reeks = d.reeks and p.wet = d.wet
where p.midden <> d.som
