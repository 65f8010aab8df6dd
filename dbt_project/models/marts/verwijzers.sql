with toewijzingen as (
    select gemeente_code, wet, toewijzingnummer, coalesce(verwijzer, 'onbekend') as verwijzer
    from {{ ref('int_toewijzingen') }}
),

clienten as (
    select
        c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, coalesce(t.verwijzer, 'onbekend') as verwijzer,
        count(distinct l.persoon) as clienten_aantal
    from {{ ref('int_leveringsperioden') }} as l
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and l.gemeente_code = c.deel_code and l.wet = c.deel_wet
        and c.deel_niveau = 'voorziening' and l.voorziening = c.deel_voorziening
        and l.begin <= c.eind and (l.eind is null or l.eind >= c.begin)
    left join toewijzingen as t
        on l.gemeente_code = t.gemeente_code and l.wet = t.wet and l.toewijzingnummer = t.toewijzingnummer
    group by c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, coalesce(t.verwijzer, 'onbekend')
),

geld as (
    select
        c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, coalesce(t.verwijzer, 'onbekend') as verwijzer,
        sum(p.toegekend_eur) as uitgaven_eur
    from {{ ref('int_prestaties') }} as p
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and p.gemeente_code = c.deel_code and p.wet = c.deel_wet
        and c.deel_niveau = 'voorziening' and p.voorziening = c.deel_voorziening
        and p.zorgmaand between c.begin and c.eind
    left join toewijzingen as t
        on p.gemeente_code = t.gemeente_code and p.wet = t.wet and p.toewijzingnummer = t.toewijzingnummer
    where p.status = 'toegekend'
    group by c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, coalesce(t.verwijzer, 'onbekend')
),

samen as (
    select
        gemeente_code, jaar, niveau, wet, voorziening, verwijzer,
        sum(clienten_aantal) as clienten_aantal, cast(sum(uitgaven_eur) as decimal(18,2)) as uitgaven_eur
    from (
        select gemeente_code, jaar, niveau, wet, voorziening, verwijzer, clienten_aantal, 0 as uitgaven_eur from clienten
        union all
        select gemeente_code, jaar, niveau, wet, voorziening, verwijzer, 0 as clienten_aantal, uitgaven_eur from geld
    ) as delen
    group by gemeente_code, jaar, niveau, wet, voorziening, verwijzer
)

select
    s.gemeente_code, v.gemeente, v.gebied_soort, cast(s.jaar as integer) as jaar, v.maanden_aantal, s.verwijzer, s.niveau,
    s.wet, s.voorziening, 'berichten' as reeks, true as is_voorkeur,
    cast(s.clienten_aantal as bigint) as clienten_aantal,
    s.uitgaven_eur,
    {{ quotient('s.uitgaven_eur', 's.clienten_aantal') }} as kosten_per_client_eur,
    false as is_openbaar
from samen as s
inner join {{ ref('int_sturing_vensters') }} as v
    on s.gemeente_code = v.gemeente_code and s.wet = v.wet and s.jaar = v.jaar
