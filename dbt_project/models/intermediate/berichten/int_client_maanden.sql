-- the one table with a row per person and month: care from episodes, money from prestaties, each in its month of care
with maanden as (
    select b.gemeente_code, b.wet, p.begin, p.eind
    from {{ ref('int_perioden') }} as p
    inner join {{ ref('int_bericht_gebieden') }} as b on p.jaar = b.jaar and p.begin >= b.eerste_maand
    where p.periode_soort = 'maand' and b.gebied_soort = 'gemeente'
),

zorg as (
    select
        z.gemeente_code, z.wet, z.voorziening, z.persoon, m.begin as maand,
        sum({{ dagen_tussen(
            'case when z.begin > m.begin then z.begin else m.begin end',
            'case when z.eind < m.eind then z.eind else m.eind end'
        ) }} + 1) as dagen_in_zorg
    from {{ ref('int_zorgperioden') }} as z
    inner join maanden as m
        on z.gemeente_code = m.gemeente_code and z.wet = m.wet and z.begin <= m.eind and {{ of_ooit('z.eind') }} >= m.begin
    where z.niveau = 'voorziening'
    group by z.gemeente_code, z.wet, z.voorziening, z.persoon, m.begin
),

geld as (
    select
        p.gemeente_code, p.wet, p.voorziening, p.persoon, p.zorgmaand as maand,
        sum(p.toegekend_eur) as toegekend_eur, sum(p.openstaand_eur) as openstaand_eur,
        sum(case when p.status = 'toegekend' then p.volume else 0 end) as volume,
        min(case when p.status = 'toegekend' then p.eenheid_naam end) as eenheid,
        max(case when p.status = 'toegekend' then p.eenheid_naam end) as andere_eenheid
    from {{ ref('int_prestaties') }} as p
    inner join maanden as m on p.gemeente_code = m.gemeente_code and p.wet = m.wet and p.zorgmaand = m.begin
    where p.status in ('toegekend', 'openstaand')
    group by p.gemeente_code, p.wet, p.voorziening, p.persoon, p.zorgmaand
),

samen as (
    select
        gemeente_code, wet, voorziening, persoon, maand, dagen_in_zorg, cast(0 as decimal(18,2)) as toegekend_eur,
        cast(0 as decimal(18,2)) as openstaand_eur, cast(null as decimal(18,4)) as volume, cast(null as string) as eenheid
    from zorg
    union all
    select
        gemeente_code, wet, voorziening, persoon, maand, 0 as dagen_in_zorg, toegekend_eur, openstaand_eur,
        case when eenheid = andere_eenheid then volume end as volume, case when eenheid = andere_eenheid then eenheid end as eenheid
    from geld
),

personen as (
    select persoon, max(geboortejaar) as geboortejaar
    from {{ ref('int_toewijzing_versies') }}
    group by persoon
)

select
    s.gemeente_code, s.wet, s.voorziening, max(v.groep) as groep, s.persoon, s.maand, max(p.geboortejaar) as geboortejaar,
    cast(sum(s.dagen_in_zorg) as bigint) as dagen_in_zorg,
    cast(sum(s.toegekend_eur) as decimal(18,2)) as toegekend_eur,
    cast(sum(s.openstaand_eur) as decimal(18,2)) as openstaand_eur,
    cast(max(s.volume) as decimal(18,4)) as volume,
    max(s.eenheid) as eenheid
from samen as s
inner join {{ ref('voorzieningen') }} as v on s.voorziening = v.slug
left join personen as p on s.persoon = p.persoon
group by s.gemeente_code, s.wet, s.voorziening, s.persoon, s.maand
