with maanden as (
    select begin as maand, periode from {{ ref('int_perioden') }} where periode_soort = 'maand'
),

geteld as (
    select
        c.gemeente_code, c.niveau, c.wet, c.voorziening, t.maand,
        sum(t.lopend_aantal) as lopend_aantal, sum(t.nieuw_aantal) as nieuw_aantal,
        sum(t.beeindigd_aantal) as beeindigd_aantal, sum(t.omvang_aantal) as omvang_aantal,
        -- hours and days do not add up
        case when min(t.eenheid_naam) = max(t.eenheid_naam) then max(t.eenheid_naam) end as eenheid,
        case when min(t.eenheid_naam) = max(t.eenheid_naam) then sum(t.volume_per_week) end as volume_per_week,
        sum(t.toegewezen_eur) as toegewezen_eur, sum(t.gerealiseerd_eur) as gerealiseerd_eur,
        sum(t.verplichting_eur) as verplichting_eur
    from {{ ref('int_toewijzing_maanden') }} as t
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and t.gemeente_code = c.deel_code and t.wet = c.deel_wet
        and c.deel_niveau = 'voorziening' and t.voorziening = c.deel_voorziening and t.maand between c.begin and c.eind
    group by c.gemeente_code, c.niveau, c.wet, c.voorziening, t.maand
),

-- every month of a cell that ever had a toewijzing: zero is a real zero
rooster as (
    select distinct v.gemeente_code, v.gemeente, v.gebied_soort, v.jaar, m.maand, m.periode, g.niveau, g.wet, g.voorziening
    from (select distinct gemeente_code, niveau, wet, voorziening from geteld) as g
    inner join {{ ref('int_sturing_vensters') }} as v on g.gemeente_code = v.gemeente_code and g.wet = v.wet
    inner join maanden as m on m.maand between v.begin and v.eind
)

select
    r.gemeente_code, r.gemeente, r.gebied_soort, r.periode as maand, cast(r.jaar as integer) as jaar, r.niveau, r.wet,
    r.voorziening, 'berichten' as reeks, true as is_voorkeur,
    cast(coalesce(g.lopend_aantal, 0) as bigint) as lopend_aantal,
    cast(coalesce(g.nieuw_aantal, 0) as bigint) as nieuw_aantal,
    cast(coalesce(g.beeindigd_aantal, 0) as bigint) as beeindigd_aantal,
    cast(coalesce(g.omvang_aantal, 0) as bigint) as omvang_aantal,
    cast(g.volume_per_week as decimal(18,4)) as volume_per_week,
    g.eenheid,
    cast(case when r.maand = d.laatste_maand then coalesce(g.verplichting_eur, 0) end as decimal(18,2)) as verplichting_eur,
    cast(g.toegewezen_eur as decimal(18,2)) as toegewezen_eur,
    cast(case when g.toegewezen_eur is not null then coalesce(g.gerealiseerd_eur, 0) end as decimal(18,2))
        as gerealiseerd_eur,
    {{ quotient('(100 * coalesce(g.gerealiseerd_eur, 0))', 'g.toegewezen_eur') }} as verzilvering_pct,
    false as is_openbaar
from rooster as r
cross join {{ ref('int_peildatum') }} as d
left join geteld as g
    on r.gemeente_code = g.gemeente_code and r.niveau = g.niveau and r.wet = g.wet and r.voorziening = g.voorziening
    and r.maand = g.maand
