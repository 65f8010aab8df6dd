-- each traject in the year that its toewijzing began, used or not, under its gebied and voorziening, at its aanbieder
-- and its consulentgroep
select
    c.gemeente_code, c.jaar, c.wet, c.voorziening, t.aanbieder,
    {% if var('consulenten_tonen') %}
    case when c.gebied_soort = 'gemeente' then cast(g.consulentgroep as string) end as consulentgroep,
    {% else %}
    cast(null as string) as consulentgroep,
    {% endif %}
    t.persoon, t.toewijzingnummer, t.toegewezen_eur, t.gerealiseerd_eur, t.nog_te_verwachten_eur
from {{ ref('int_trajecten') }} as t
inner join {{ ref('int_toewijzingen') }} as w
    on t.gemeente_code = w.gemeente_code and t.wet = w.wet and t.toewijzingnummer = w.toewijzingnummer
inner join {{ ref('int_sturing_cellen') }} as c
    on c.reeks = 'berichten' and t.gemeente_code = c.deel_code and t.wet = c.deel_wet
    and c.deel_niveau = 'voorziening' and t.voorziening = c.deel_voorziening and c.niveau = 'voorziening'
    and w.ingangsdatum between c.begin and c.eind
{% if var('consulenten_tonen') %}
left join {{ ref('int_consulentgroepen') }} as g on t.gemeente_code = g.gemeente_code and t.consulent = g.consulent
{% endif %}
