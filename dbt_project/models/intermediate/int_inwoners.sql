-- inhabitants on 1 January per gebied, year, wet and indeling (as delivered, or on the present borders)
with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar'], ['leeftijdsgroep']) }}
    from {{ ref('stg_inwoners') }}
    where leeftijdsgroep = 'totaal' and inwoners_aantal is not null
),

nieuwste as (
    select *, {{ is_voorkeur(['gemeente_code', 'jaar']) }} as is_voorkeur
    from vensters
    where {{ is_nieuwste() }}
),

gemeenten as (
    select * from nieuwste where is_voorkeur
),

wetten as (
    select distinct wet from {{ ref('groepen') }}
    union all
    select 'totaal' as wet
),

eigen as (
    select g.gemeente_code, g.jaar, w.wet, 'geleverd' as indeling, g.inwoners_aantal
    from gemeenten as g
    cross join wetten as w
),

huidig as (
    select i.huidige_code as gemeente_code, g.jaar, w.wet, 'huidig' as indeling, sum(g.inwoners_aantal) as inwoners_aantal
    from gemeenten as g
    inner join {{ ref('int_gemeenten') }} as i on g.gemeente_code = i.gemeente_code
    cross join wetten as w
    group by i.huidige_code, g.jaar, w.wet
),

regio as (
    select r.regio_code as gemeente_code, r.jaar, r.wet, 'geleverd' as indeling, sum(g.inwoners_aantal) as inwoners_aantal
    from {{ ref('int_regioleden') }} as r
    inner join gemeenten as g on r.gemeente_code = g.gemeente_code and r.jaar = g.jaar
    group by r.regio_code, r.jaar, r.wet
    having count(*) = max(r.leden_aantal)
)

select gemeente_code, jaar, wet, indeling, cast(inwoners_aantal as bigint) as inwoners_aantal from eigen
union all
select gemeente_code, jaar, wet, indeling, cast(inwoners_aantal as bigint) as inwoners_aantal from huidig
union all
select gemeente_code, jaar, wet, indeling, cast(inwoners_aantal as bigint) as inwoners_aantal from regio
