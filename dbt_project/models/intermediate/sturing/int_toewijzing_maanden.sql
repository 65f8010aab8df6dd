-- toewijzingen per gemeente, voorziening and month: what runs, begins and ends, and what of its value was declared
with maanden as (
    select begin as maand, eind as maandeind from {{ ref('int_perioden') }} where periode_soort = 'maand'
),

standen as (
    select
        t.gemeente_code, t.wet, t.voorziening, m.maand,
        -- an amount of money is no volume
        case when t.eenheid <> '83' then {{ eenheid_naam('t.eenheid') }} end as eenheid_naam,
        -- what ends on the last day is not in the stock: lopend = lopend before + nieuw - beeindigd
        case when t.einddatum is null or t.einddatum > m.maandeind then 1 else 0 end as lopend,
        case when t.ingangsdatum >= m.maand then 1 else 0 end as nieuw,
        case when t.einddatum <= m.maandeind then 1 else 0 end as beeindigd,
        t.volume_per_week
    from {{ ref('int_toewijzingen') }} as t
    inner join maanden as m
        on t.ingangsdatum <= m.maandeind and (t.einddatum is null or t.einddatum >= m.maand)
),

-- the value of a toewijzing by days; one without an end is valued to the end of the year of the peildatum. A month is
-- what is due up to its end minus what was due up to the end before, so that the months add up to the cent
trajecten as (
    select
        r.gemeente_code, r.wet, r.voorziening, r.toewijzingnummer, r.toegewezen_eur, t.ingangsdatum as begin,
        coalesce(t.einddatum, cast(concat(
            cast(extract(year from greatest(t.ingangsdatum, d.peildatum)) as string), '-12-31'
        ) as date)) as eind
    from {{ ref('int_trajecten') }} as r
    inner join {{ ref('int_toewijzingen') }} as t
        on r.gemeente_code = t.gemeente_code and r.wet = t.wet and r.toewijzingnummer = t.toewijzingnummer
    cross join {{ ref('int_peildatum') }} as d
    where r.toegewezen_eur is not null
),

dagen as (
    select
        t.gemeente_code, t.wet, t.voorziening, m.maand, t.toegewezen_eur,
        {{ dagen_tussen('t.begin', 't.eind') }} + 1 as dagen,
        {{ dagen_tussen('t.begin', 'least(m.maandeind, t.eind)') }} + 1 as dagen_tot_en_met,
        greatest({{ dagen_tussen('t.begin', 'm.maand') }}, 0) as dagen_ervoor
    from trajecten as t
    inner join maanden as m on t.begin <= m.maandeind and t.eind >= m.maand
),

toegewezen as (
    select
        gemeente_code, wet, voorziening, maand,
        sum(
            {{ quotient('(toegewezen_eur * dagen_tot_en_met)', 'dagen') }}
            - {{ quotient('(toegewezen_eur * dagen_ervoor)', 'dagen') }}
        ) as toegewezen_eur
    from dagen
    group by gemeente_code, wet, voorziening, maand
),

-- only on toewijzingen whose value is known: otherwise more is used than was given
gerealiseerd as (
    select t.gemeente_code, t.wet, t.voorziening, p.zorgmaand as maand, sum(p.toegekend_eur) as gerealiseerd_eur
    from {{ ref('int_prestaties') }} as p
    inner join trajecten as t
        on p.gemeente_code = t.gemeente_code and p.wet = t.wet and p.toewijzingnummer = t.toewijzingnummer
    where p.status = 'toegekend'
    group by t.gemeente_code, t.wet, t.voorziening, p.zorgmaand
),

verplicht as (
    select t.gemeente_code, t.wet, t.voorziening, d.laatste_maand as maand, sum(t.verplichting_eur) as verplichting_eur
    from {{ ref('int_trajecten') }} as t
    cross join {{ ref('int_peildatum') }} as d
    group by t.gemeente_code, t.wet, t.voorziening, d.laatste_maand
),

samen as (
    select
        gemeente_code, wet, voorziening, maand, lopend, nieuw, beeindigd,
        case when lopend = 1 and eenheid_naam is not null then volume_per_week end as volume_per_week,
        case when lopend = 1 and volume_per_week is not null then eenheid_naam end as eenheid_naam,
        cast(null as decimal(18,2)) as toegewezen_eur, cast(null as decimal(18,2)) as gerealiseerd_eur,
        cast(null as decimal(18,2)) as verplichting_eur
    from standen
    union all
    select gemeente_code, wet, voorziening, maand, 0, 0, 0, null, null, toegewezen_eur, null, null from toegewezen
    union all
    select gemeente_code, wet, voorziening, maand, 0, 0, 0, null, null, null, gerealiseerd_eur, null from gerealiseerd
    union all
    select gemeente_code, wet, voorziening, maand, 0, 0, 0, null, null, null, null, verplichting_eur from verplicht
)

select
    gemeente_code, wet, voorziening, maand, eenheid_naam,
    sum(lopend) as lopend_aantal, sum(nieuw) as nieuw_aantal, sum(beeindigd) as beeindigd_aantal,
    count(volume_per_week) as omvang_aantal,
    cast(sum(volume_per_week) as decimal(18,4)) as volume_per_week,
    cast(sum(toegewezen_eur) as decimal(18,2)) as toegewezen_eur,
    cast(sum(gerealiseerd_eur) as decimal(18,2)) as gerealiseerd_eur,
    cast(sum(verplichting_eur) as decimal(18,2)) as verplichting_eur
from samen
group by gemeente_code, wet, voorziening, maand, eenheid_naam
