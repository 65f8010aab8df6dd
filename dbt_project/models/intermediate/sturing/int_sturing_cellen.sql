-- every cell of the sturingsinformatie under which a row of a gemeente counts
select
    g.reeks, g.gemeente_code, g.gemeente, g.gebied_soort, g.jaar, g.begin, g.eind, g.maanden_aantal, g.leden_aantal,
    g.deel_code, g.deel_wet, p.deel_niveau, p.deel_voorziening, p.niveau, p.wet, p.voorziening
from {{ ref('int_sturing_gebieden') }} as g
inner join {{ ref('int_sturing_paden') }} as p on g.deel_wet = p.deel_wet and g.wet = p.wet
