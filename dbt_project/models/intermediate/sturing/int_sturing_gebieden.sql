-- which gemeente counts in which gebied per reeks, wet and year, and which days of that year are known there
with eerste as (
    select 'berichten' as reeks, gemeente_code, min(dagtekening) as eerste_dag
    from {{ ref('int_berichten') }}
    group by gemeente_code
    union all
    select reeks, gemeente_code, min(datum_melding) as eerste_dag
    from {{ ref('int_toegang') }}
    where gemeente_code like 'GM%'
    group by reeks, gemeente_code
    union all
    select reeks, gemeente_code, min(peildatum) as eerste_dag
    from {{ ref('int_wachtlijst') }}
    where gebied_soort = 'gemeente'
    group by reeks, gemeente_code
),

bekend as (
    select reeks, gemeente_code, {{ maand_van('min(eerste_dag)') }} as eerste_maand
    from eerste
    group by reeks, gemeente_code
),

jaren as (
    select distinct jaar from {{ ref('int_perioden') }}
),

wetten as (
    select distinct wet from {{ ref('groepen') }}
),

gemeenten as (
    select
        b.reeks, b.gemeente_code, g.gemeente, 'gemeente' as gebied_soort, w.wet as deel_wet, j.jaar,
        b.gemeente_code as deel_code, 1 as leden_aantal, b.eerste_maand
    from bekend as b
    inner join {{ ref('int_gemeenten') }} as g on b.gemeente_code = g.gemeente_code
    cross join wetten as w
    cross join jaren as j
),

regioleden as (
    select
        b.reeks, l.regio_code as gemeente_code, l.regio as gemeente, 'regio' as gebied_soort, l.wet as deel_wet, l.jaar,
        l.gemeente_code as deel_code, l.leden_aantal,
        max(b.eerste_maand) over (partition by b.reeks, l.regio_code, l.wet, l.jaar) as eerste_maand,
        count(*) over (partition by b.reeks, l.regio_code, l.wet, l.jaar) as bekend_aantal
    from {{ ref('int_regioleden') }} as l
    inner join bekend as b on l.gemeente_code = b.gemeente_code
),

delen as (
    select reeks, gemeente_code, gemeente, gebied_soort, deel_wet, jaar, deel_code, leden_aantal, eerste_maand
    from gemeenten
    union all
    select reeks, gemeente_code, gemeente, gebied_soort, deel_wet, jaar, deel_code, leden_aantal, eerste_maand
    from regioleden
    where bekend_aantal = leden_aantal
),

-- a region has a total over wetten where it is complete for each of them
regiowetten as (
    select regio_code, jaar, count(distinct wet) as wetten_aantal
    from {{ ref('int_regioleden') }}
    group by regio_code, jaar
),

volledig as (
    select d.reeks, d.gemeente_code, d.jaar, max(d.eerste_maand) as eerste_maand
    from delen as d
    left join regiowetten as r on d.gemeente_code = r.regio_code and d.jaar = r.jaar
    group by d.reeks, d.gemeente_code, d.jaar, d.gebied_soort
    having d.gebied_soort = 'gemeente' or count(distinct d.deel_wet) = max(r.wetten_aantal)
),

alle as (
    select d.*, d.deel_wet as wet from delen as d
    union all
    select
        d.reeks, d.gemeente_code, d.gemeente, d.gebied_soort, d.deel_wet, d.jaar, d.deel_code, d.leden_aantal,
        v.eerste_maand, 'totaal' as wet
    from delen as d
    inner join volledig as v on d.reeks = v.reeks and d.gemeente_code = v.gemeente_code and d.jaar = v.jaar
),

begrensd as (
    select
        a.reeks, a.gemeente_code, a.gemeente, a.gebied_soort, a.wet, a.jaar, a.deel_code, a.deel_wet, a.leden_aantal,
        greatest(a.eerste_maand, cast(concat(cast(a.jaar as string), '-01-01') as date)) as begin,
        least(
            {{ dag_erbij(-1, maand_erbij(1, 'p.laatste_maand')) }}, cast(concat(cast(a.jaar as string), '-12-31') as date)
        ) as eind
    from alle as a
    cross join {{ ref('int_peildatum') }} as p
)

select
    reeks, gemeente_code, gemeente, gebied_soort, wet, jaar, deel_code, deel_wet, leden_aantal, begin, eind,
    cast(extract(month from eind) - extract(month from begin) + 1 as integer) as maanden_aantal
from begrensd
where begin <= eind
