{% set cel = ['gemeente_code', 'periode', 'verwijzer', 'niveau', 'wet', 'voorziening'] %}
with gebeurtenissen as (
    select
        c.reeks, g.reeks_rang, c.gemeente_code, p.periode, g.verwijzer, c.niveau, c.wet, c.voorziening, g.soort, g.dagen
    from {{ ref('int_zorgvraag_gebeurtenissen') }} as g
    inner join {{ ref('int_sturing_cellen') }} as c
        on g.reeks = c.reeks and g.gemeente_code = c.deel_code and g.wet = c.deel_wet and g.niveau = c.deel_niveau
        and g.voorziening = c.deel_voorziening and g.datum between c.begin and c.eind
    inner join {{ ref('int_perioden') }} as p
        on g.datum between p.begin and p.eind and p.begin >= c.begin and p.eind <= c.eind
    where p.periode_soort in ('maand', 'kwartaal', 'jaar')
),

per_verwijzer as (
    select reeks, reeks_rang, gemeente_code, periode, verwijzer, niveau, wet, voorziening, soort, dagen from gebeurtenissen
    union all
    select reeks, reeks_rang, gemeente_code, periode, 'alle' as verwijzer, niveau, wet, voorziening, soort, dagen
    from gebeurtenissen
),

geteld as (
    select
        reeks, {{ cel | join(', ') }},
        count(case when soort = 'melding' then 1 end) as meldingen_aantal,
        count(case when soort = 'aanvraag' then 1 end) as aanvragen_aantal,
        count(case when soort = 'toegekend' then 1 end) as toegekend_aantal,
        count(case when soort = 'afgewezen' then 1 end) as afgewezen_aantal,
        cast(percentile_cont(0.5) within group (order by dagen) as decimal(18,1)) as doorlooptijd_dagen
    from per_verwijzer
    group by reeks, {{ cel | join(', ') }}
),

-- for all verwijzers together a period without a melding is a real zero
rooster as (
    select distinct
        c.reeks, c.gemeente_code, p.periode, 'alle' as verwijzer, c.niveau, c.wet, c.voorziening
    from (select distinct reeks, gemeente_code, niveau, wet, voorziening from gebeurtenissen) as s
    inner join {{ ref('int_sturing_cellen') }} as c
        on s.reeks = c.reeks and s.gemeente_code = c.gemeente_code and s.niveau = c.niveau and s.wet = c.wet
        and s.voorziening = c.voorziening
    inner join {{ ref('int_perioden') }} as p on p.begin >= c.begin and p.eind <= c.eind
    where p.periode_soort in ('maand', 'kwartaal', 'jaar')
),

wachtlijst as (
    select
        *, 'alle' as verwijzer,
        {{ is_voorkeur(['gemeente_code', 'periode', 'niveau', 'wet', 'voorziening']) }} as is_voorkeur
    from {{ ref('int_wachtlijst_perioden') }}
),

rijen as (
    select reeks, {{ cel | join(', ') }} from geteld
    union
    select reeks, {{ cel | join(', ') }} from rooster
    union
    -- a gemeente that delivers a waiting list and no meldingen
    select w.reeks, w.{{ cel | join(', w.') }}
    from wachtlijst as w
    left join rooster as r on {{ gelijk('w', 'r', cel) }}
    where w.is_voorkeur and r.reeks is null
),

rangen as (
    select reeks, min(reeks_rang) as reeks_rang
    from (
        select reeks, reeks_rang from {{ ref('int_zorgvraag_gebeurtenissen') }}
        union all
        select reeks, reeks_rang from {{ ref('int_wachtlijst_perioden') }}
    ) as alle
    group by reeks
),

namen as (
    select distinct reeks, gemeente_code, gemeente, gebied_soort from {{ ref('int_sturing_gebieden') }}
),

samen as (
    select
        r.gemeente_code, n.gemeente, n.gebied_soort, r.periode, p.periode_soort, p.jaar, r.verwijzer, r.niveau, r.wet,
        r.voorziening, r.reeks, k.reeks_rang,
        case when o.reeks is not null or g.reeks is not null then coalesce(g.meldingen_aantal, 0) end as meldingen_aantal,
        case when o.reeks is not null or g.reeks is not null then coalesce(g.aanvragen_aantal, 0) end as aanvragen_aantal,
        case when o.reeks is not null or g.reeks is not null then coalesce(g.toegekend_aantal, 0) end as toegekend_aantal,
        case when o.reeks is not null or g.reeks is not null then coalesce(g.afgewezen_aantal, 0) end as afgewezen_aantal,
        g.doorlooptijd_dagen, w.wachtenden_aantal, w.reeks as wachtlijst_reeks
    from rijen as r
    inner join {{ ref('int_perioden') }} as p on r.periode = p.periode
    inner join namen as n on r.reeks = n.reeks and r.gemeente_code = n.gemeente_code
    inner join rangen as k on r.reeks = k.reeks
    left join rooster as o on r.reeks = o.reeks and {{ gelijk('r', 'o', cel) }}
    left join geteld as g on r.reeks = g.reeks and {{ gelijk('r', 'g', cel) }}
    left join wachtlijst as w on w.is_voorkeur and {{ gelijk('r', 'w', cel) }}
)

select
    gemeente_code, gemeente, gebied_soort, periode, periode_soort, cast(jaar as integer) as jaar, verwijzer, niveau, wet,
    voorziening, reeks,
    {{ is_voorkeur(cel, waarde='meldingen_aantal') }} as is_voorkeur,
    cast(meldingen_aantal as bigint) as meldingen_aantal,
    cast(aanvragen_aantal as bigint) as aanvragen_aantal,
    cast(toegekend_aantal as bigint) as toegekend_aantal,
    cast(afgewezen_aantal as bigint) as afgewezen_aantal,
    doorlooptijd_dagen, wachtenden_aantal, wachtlijst_reeks,
    false as is_openbaar
from samen
