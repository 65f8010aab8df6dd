-- the total is the sum of its wetten to the cent; a wet holds at least its groepen, and a groep its voorzieningen, for what
-- was delivered on a higher niveau stands only there. Of what is forecast by month
{{ config(description="De prognose van het totaal is de som van de wetten; een wet is minstens de som van haar groepen.") }}
with jaren as (
    select gemeente_code, periode, peildatum, reeks, niveau, wet, voorziening, midden
    from {{ ref('prognose') }}
    where periode_soort = 'jaar' and maanden_bekend > 0
),

delen as (
    select gemeente_code, periode, peildatum, reeks, 'totaal' as niveau, 'totaal' as wet, 'totaal' as voorziening, sum(midden) as som
    from jaren
    where niveau = 'wet'
    group by gemeente_code, periode, peildatum, reeks
    union all
    select gemeente_code, periode, peildatum, reeks, 'wet' as niveau, wet, 'totaal' as voorziening, sum(midden) as som
    from jaren
    where niveau = 'groep'
    group by gemeente_code, periode, peildatum, reeks, wet
    union all
    select j.gemeente_code, j.periode, j.peildatum, j.reeks, 'groep' as niveau, j.wet, v.groep as voorziening, sum(j.midden) as som
    from jaren as j
    inner join {{ ref('voorzieningen') }} as v on j.voorziening = v.slug
    where j.niveau = 'voorziening'
    group by j.gemeente_code, j.periode, j.peildatum, j.reeks, j.wet, v.groep
)

select p.gemeente_code, p.periode, p.peildatum, p.niveau, p.wet, p.voorziening, p.midden, d.som
from jaren as p
inner join delen as d
    on p.niveau = d.niveau and p.gemeente_code = d.gemeente_code and p.periode = d.periode and p.peildatum = d.peildatum
    and p.reeks = d.reeks and p.wet = d.wet and p.voorziening = d.voorziening
where p.midden < d.som or (p.niveau = 'totaal' and p.midden <> d.som)
