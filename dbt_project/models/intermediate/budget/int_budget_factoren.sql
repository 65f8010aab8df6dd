-- What the cost of a year that is not closed is made of, beside the year before: C = N x i x p (see int_groei_effecten).
-- Of the running year only months are known, so its clients and its price are those of last year times what the closed
-- months show against the same months of last year; the volume per client is what makes the product the forecast.
{% set cel = ['gemeente_code', 'niveau', 'wet', 'voorziening'] %}
with prognose as (
    select gemeente_code, jaar, niveau, wet, voorziening, reeks, maanden_bekend, midden_eur
    from (
        select *, max(peildatum) over () as laatste_peildatum
        from {{ ref('stg_prognose') }}
        where periode_soort = 'jaar' and maat = 'uitgaven'
    ) as p
    where peildatum = laatste_peildatum and reeks = {{ reeks_maandcijfers() }} and maanden_bekend > 0
),

vorig as (
    select
        p.*,
        -- last year may still have declarations to come: then its forecast is what it comes to
        coalesce(v.midden_eur, k.kosten_eur) as vorig_eur
    from prognose as p
    left join prognose as v on {{ gelijk('p', 'v', cel) }} and v.jaar = p.jaar - 1
    left join {{ ref('int_budget_kosten') }} as k on {{ gelijk('p', 'k', cel) }} and k.jaar = p.jaar - 1
),

clienten as (
    select
        gemeente_code, niveau, wet, voorziening, jaar, periode_soort, clienten_aantal,
        case when periode_soort = 'maand' then cast(right(periode, 2) as integer) end as maand
    from {{ ref('clienten') }}
    where reeks = 'berichten' and leveringsvorm = 'zin' and periode_soort in ('jaar', 'maand')
),

zorg as (
    select
        gemeente_code, niveau, wet, voorziening, jaar, periode_soort, uitgaven_eur, volume, eenheid,
        case when periode_soort = 'maand' then cast(right(periode, 2) as integer) end as maand
    from {{ ref('uitgaven') }}
    where reeks = 'berichten' and soort = 'zin' and periode_soort in ('jaar', 'maand')
),

tel_clienten as (
    select
        p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening,
        max(case when c.periode_soort = 'jaar' and c.jaar = p.jaar - 1 then c.clienten_aantal end) as jaar_aantal,
        sum(case when c.maand <= p.maanden_bekend and c.jaar = p.jaar then c.clienten_aantal end) as nu_aantal,
        sum(case when c.maand <= p.maanden_bekend and c.jaar = p.jaar - 1 then c.clienten_aantal end) as toen_aantal
    from prognose as p
    inner join clienten as c on {{ gelijk('p', 'c', cel) }} and c.jaar between p.jaar - 1 and p.jaar
    group by p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening
),

-- a price is one of a unit: months with another unit than last year have none
tel_zorg as (
    select
        p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening,
        max(case when z.periode_soort = 'jaar' and z.jaar = p.jaar - 1 then z.volume end) as jaar_volume,
        min(z.eenheid) as eenheid, max(z.eenheid) as andere_eenheid,
        sum(case when z.maand <= p.maanden_bekend and z.jaar = p.jaar then z.uitgaven_eur end) as nu_eur,
        sum(case when z.maand <= p.maanden_bekend and z.jaar = p.jaar then z.volume end) as nu_volume,
        sum(case when z.maand <= p.maanden_bekend and z.jaar = p.jaar - 1 then z.uitgaven_eur end) as toen_eur,
        sum(case when z.maand <= p.maanden_bekend and z.jaar = p.jaar - 1 then z.volume end) as toen_volume
    from prognose as p
    inner join zorg as z on {{ gelijk('p', 'z', cel) }} and z.jaar between p.jaar - 1 and p.jaar
        and (z.maand <= p.maanden_bekend or (z.periode_soort = 'jaar' and z.jaar = p.jaar - 1))
    group by p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening
),

factoren as (
    select
        p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, p.vorig_eur, p.midden_eur,
        cast(p.vorig_eur as double) as c0, cast(p.midden_eur as double) as c1,
        cast(c.jaar_aantal as double) as n0,
        case when c.toen_aantal > 0
            then cast(c.jaar_aantal as double) * cast(c.nu_aantal as double) / cast(c.toen_aantal as double) end as n1,
        cast(z.jaar_volume as double) as q0,
        case when z.eenheid = z.andere_eenheid and z.eenheid <> 'gemengd' and z.toen_volume > 0 and z.nu_volume > 0 and z.toen_eur > 0
            then cast(z.nu_eur as double) / cast(z.nu_volume as double) * cast(z.toen_volume as double) / cast(z.toen_eur as double)
        end as prijsverhouding
    from vorig as p
    left join tel_clienten as c on {{ gelijk('p', 'c', cel + ['jaar']) }}
    left join tel_zorg as z on {{ gelijk('p', 'z', cel + ['jaar']) }}
)

select
    f.gemeente_code, f.jaar, f.niveau, f.wet, f.voorziening, v.groep, f.vorig_eur, f.midden_eur, f.c0, f.c1, f.n0, f.n1, f.q0,
    case when f.q0 > 0 then f.c0 / f.q0 end as p0,
    case when f.q0 > 0 then f.c0 / f.q0 * f.prijsverhouding end as p1,
    case
        when f.c0 > 0 and f.c1 > 0 and f.n0 > 0 and f.n1 > 0 and f.q0 > 0 and f.prijsverhouding > 0 then 'clienten_volume_prijs'
        when f.c0 > 0 and f.c1 > 0 and f.n0 > 0 and f.n1 > 0 then 'clienten_kosten'
    end as methode
from factoren as f
left join {{ ref('voorzieningen') }} as v on f.voorziening = v.slug and f.niveau = 'voorziening'
