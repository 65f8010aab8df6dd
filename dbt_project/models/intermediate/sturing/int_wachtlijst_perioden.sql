-- who waits at the last count of a period, per cell; a region where every member counted in the period
with tellingen as (
    select
        c.reeks, v.reeks_rang, c.gemeente_code, c.niveau, c.wet, c.voorziening, c.leden_aantal, p.periode, c.deel_code,
        v.peildatum, v.wachtenden_aantal,
        max(v.peildatum) over (partition by c.reeks, c.gemeente_code, p.periode, c.deel_code) as laatste_peildatum
    from {{ ref('int_wachtlijst') }} as v
    inner join {{ ref('int_sturing_cellen') }} as c
        on v.reeks = c.reeks and v.gemeente_code = c.deel_code and v.wet = c.deel_wet and v.niveau = c.deel_niveau
        and v.voorziening = c.deel_voorziening and v.peildatum between c.begin and c.eind
    inner join {{ ref('int_perioden') }} as p
        on v.peildatum between p.begin and p.eind and p.begin >= c.begin and p.eind <= c.eind
    where v.wachtenden_aantal is not null and p.periode_soort in ('maand', 'kwartaal', 'jaar')
),

geteld as (
    select reeks, gemeente_code, periode, count(distinct deel_code) as geteld_aantal
    from tellingen
    group by reeks, gemeente_code, periode
)

select
    t.reeks, min(t.reeks_rang) as reeks_rang, t.gemeente_code, t.periode, t.niveau, t.wet, t.voorziening,
    cast(sum(t.wachtenden_aantal) as bigint) as wachtenden_aantal
from tellingen as t
inner join geteld as g on t.reeks = g.reeks and t.gemeente_code = g.gemeente_code and t.periode = g.periode
where t.peildatum = t.laatste_peildatum
group by t.reeks, t.gemeente_code, t.periode, t.niveau, t.wet, t.voorziening
having max(g.geteld_aantal) >= max(t.leden_aantal)
