with delen as (
    select *, aanbieder as deel_aanbieder, 'alle' as deel_groep from {{ ref('int_kostenbewustzijn_trajecten') }}
    union all
    select *, 'alle' as deel_aanbieder, consulentgroep as deel_groep
    from {{ ref('int_kostenbewustzijn_trajecten') }}
    where consulentgroep is not null
),

sommen as (
    select
        gemeente_code, jaar, wet, voorziening, deel_aanbieder, deel_groep,
        count(*) as trajecten_aantal, count(distinct persoon) as clienten_aantal,
        count(case when toegewezen_eur is null then 1 end) as zonder_waarde_aantal,
        cast(sum(toegewezen_eur) as decimal(18,2)) as toegewezen_eur,
        cast(coalesce(sum(gerealiseerd_eur), 0) as decimal(18,2)) as gerealiseerd_eur,
        cast(coalesce(sum(nog_te_verwachten_eur), 0) as decimal(18,2)) as nog_te_verwachten_eur
    from delen
    group by gemeente_code, jaar, wet, voorziening, deel_aanbieder, deel_groep
),

-- the yardstick: every traject of the voorziening in the gebied, also of who has too few clients for a row
gemiddeld as (
    select
        gemeente_code, jaar, wet, voorziening, count(distinct persoon) as clienten_aantal,
        cast(coalesce(sum(gerealiseerd_eur), 0) + coalesce(sum(nog_te_verwachten_eur), 0) as decimal(18,2)) as kosten_eur
    from {{ ref('int_kostenbewustzijn_trajecten') }}
    group by gemeente_code, jaar, wet, voorziening
),

in_zorg as (
    select gemeente_code, jaar, niveau, wet, voorziening, count(*) as clienten_aantal
    from {{ ref('int_persoon_jaren') }}
    where is_in_zorg and niveau in ('voorziening', 'wet')
    group by gemeente_code, jaar, niveau, wet, voorziening
),

-- the contribution to the voorziening itself, or where it is only known for the wet, that of the wet
bijdragen as (
    select
        e.gemeente_code, e.jaar, e.niveau, e.wet, e.voorziening,
        {{ quotient('e.eigen_bijdrage_eur', 'i.clienten_aantal') }} as per_client_eur
    from {{ ref('int_eigen_bijdragen_cellen') }} as e
    inner join in_zorg as i
        on {{ gelijk('e', 'i', ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening']) }}
    where e.niveau = 'voorziening' or e.heeft_hele_wet
),

cijfers as (
    select
        s.*,
        cast(s.gerealiseerd_eur + s.nog_te_verwachten_eur as decimal(18,2)) as kosten_eur,
        {{ quotient('s.toegewezen_eur', 's.clienten_aantal') }} as toegewezen_per_client_eur,
        {{ quotient('s.gerealiseerd_eur', 's.clienten_aantal') }} as gerealiseerd_per_client_eur,
        {{ quotient('(s.gerealiseerd_eur + s.nog_te_verwachten_eur)', 's.clienten_aantal') }} as kosten_per_client_eur,
        {{ quotient('g.kosten_eur', 'g.clienten_aantal') }} as gemiddelde_per_client_eur
    from sommen as s
    inner join gemiddeld as g on {{ gelijk('s', 'g', ['gemeente_code', 'jaar', 'wet', 'voorziening']) }}
    where s.clienten_aantal >= {{ var('minimum_clienten') }}
)

select
    c.gemeente_code, v.gemeente, v.gebied_soort, cast(c.jaar as integer) as jaar, v.maanden_aantal,
    c.deel_aanbieder as aanbieder, c.deel_groep as consulentgroep, 'voorziening' as niveau, c.wet, c.voorziening,
    'berichten' as reeks,
    cast(c.trajecten_aantal as bigint) as trajecten_aantal,
    cast(c.clienten_aantal as bigint) as clienten_aantal,
    c.toegewezen_eur,
    cast(c.zonder_waarde_aantal as bigint) as zonder_waarde_aantal,
    c.gerealiseerd_eur, c.nog_te_verwachten_eur,
    c.toegewezen_per_client_eur, c.gerealiseerd_per_client_eur, c.kosten_per_client_eur, c.gemiddelde_per_client_eur,
    {{ groei_pct('c.gemiddelde_per_client_eur', 'c.kosten_per_client_eur') }} as verschil_pct,
    coalesce(b.per_client_eur, w.per_client_eur) as eigen_bijdrage_per_client_eur,
    coalesce(b.niveau, w.niveau) as eigen_bijdrage_niveau,
    false as is_openbaar
from cijfers as c
inner join {{ ref('int_sturing_vensters') }} as v
    on c.gemeente_code = v.gemeente_code and c.wet = v.wet and c.jaar = v.jaar
left join bijdragen as b
    on b.niveau = 'voorziening' and {{ gelijk('c', 'b', ['gemeente_code', 'jaar', 'wet', 'voorziening']) }}
left join bijdragen as w
    on w.niveau = 'wet' and {{ gelijk('c', 'w', ['gemeente_code', 'jaar', 'wet']) }}
