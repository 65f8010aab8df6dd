-- per yearly cell its cost C, clients N and volume Q: what the Bennet identity is worked out from
select
    u.reeks, u.gemeente_code, u.jaar, u.niveau, u.wet, u.voorziening, g.groep,
    u.uitgaven_eur as kosten_eur,
    k.clienten_aantal,
    case when u.eenheid <> 'gemengd' then u.volume end as volume,
    u.eenheid
from {{ ref('uitgaven') }} as u
left join {{ ref('kosten_per_client') }} as k
    on u.reeks = k.reeks and u.gemeente_code = k.gemeente_code and u.jaar = k.jaar and u.niveau = k.niveau
    and u.wet = k.wet and u.voorziening = k.voorziening
left join {{ ref('voorzieningen') }} as g on u.voorziening = g.slug and u.niveau = 'voorziening'
where u.periode_soort = 'jaar' and (u.soort = 'alle' or u.reeks = 'berichten') and u.uitgaven_eur is not null
