-- per gemeente and voorziening with a count: silent care, and starts and stops that no toewijzing knows
with stil as (
    select
        l.gemeente_code, min(l.sleutel) as sleutel, 'zorg.stil' as regel_code, 'waarschuwing' as ernst, l.voorziening as wat, count(*) as aantal,
        'Open zorg zonder recente prestaties: telt tot de laatste prestatie. Vraag de aanbieder om een stop.' as uitleg
    from {{ ref('int_leveringsperioden') }} as l
    where l.eind_bron = 'laatste_prestatie'
    group by l.gemeente_code, l.voorziening
),

meldingen as (
    select gemeente_code, wet, toewijzingnummer, sleutel, 'start' as soort from {{ ref('int_starts') }}
    union all
    select gemeente_code, wet, toewijzingnummer, sleutel, 'stop' as soort from {{ ref('int_stops') }}
),

los as (
    select
        m.gemeente_code, min(m.sleutel) as sleutel, 'zorg.zonder_toewijzing' as regel_code, 'waarschuwing' as ernst, m.soort as wat,
        count(*) as aantal, 'Start of stop zonder geldige toewijzing: telt niet mee. Lever de 301 aan of vraag een correctie.' as uitleg
    from meldingen as m
    left join {{ ref('int_toewijzingen') }} as t
        on m.gemeente_code = t.gemeente_code and m.wet = t.wet and m.toewijzingnummer = t.toewijzingnummer
    where t.toewijzingnummer is null
    group by m.gemeente_code, m.soort
),

alle as (
    select * from stil
    union all
    select * from los
)

select
    l.levering, cast(null as string) as bestand, cast(null as string) as blad, cast(null as bigint) as regel, cast(null as string) as kolom,
    a.wat as waarde, cast(null as string) as verwacht, cast(null as decimal(28,8)) as verschil, a.regel_code, a.ernst,
    concat(coalesce(g.gemeente, a.gemeente_code), ', ', a.wat, ': ', cast(a.aantal as string), ' keer. ', a.uitleg) as melding,
    'controller' as eigenaar, false as is_openbaar
from alle as a
inner join {{ ref('stg_leveringen') }} as l on a.sleutel = l.sleutel
left join {{ ref('int_gemeenten') }} as g on a.gemeente_code = g.gemeente_code
