-- what began in a year at an aanbieder: how many days it lasted, and whether it had ended on the peildatum
select
    g.gemeente_code, g.jaar, a.aanbieder,
    case when g.wet = 'totaal' then 'totaal' else a.niveau end as niveau,
    g.wet,
    case when g.wet = 'totaal' then 'totaal' else a.voorziening end as voorziening,
    {{ dagen_tussen('a.begin', 'least(coalesce(a.eind, d.peildatum), d.peildatum)') }} + 1 as dagen,
    case when a.eind <= d.peildatum then 1 else 0 end as is_beeindigd
from {{ ref('int_aanbod_perioden') }} as a
inner join {{ ref('int_sturing_gebieden') }} as g
    on g.reeks = 'berichten' and a.gemeente_code = g.deel_code and a.deel_wet = g.deel_wet
    -- over wetten nothing is merged: there the cases of each wet count
    and (g.wet = a.wet or (g.wet = 'totaal' and a.niveau = 'wet'))
    and a.begin between g.begin and g.eind
cross join {{ ref('int_peildatum') }} as d
