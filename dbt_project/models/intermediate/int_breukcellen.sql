-- cells of the mart uitgaven that a boekingsbreuk touches: they hold one of its two taakvelden, not both
with cellen as (
    select distinct reeks, indeling, gemeente_code, niveau, wet, voorziening, jaar, deel_code, taakveld
    from {{ ref('int_taakveld_cellen') }}
    where document = 'jaarrekening'
),

geteld as (
    select
        c.reeks, c.gemeente_code, c.niveau, c.wet, c.voorziening, b.jaar, b.taakveld_af, b.taakveld_bij,
        count(distinct c.taakveld) as taakvelden_aantal
    from cellen as c
    inner join {{ ref('int_boekingsbreuken') }} as b
        on c.deel_code = b.gemeente_code and c.jaar = b.jaar and (c.taakveld = b.taakveld_af or c.taakveld = b.taakveld_bij)
        -- a break of one member is not a break of its region
        and c.gemeente_code = b.gemeente_code
    group by c.reeks, c.gemeente_code, c.niveau, c.wet, c.voorziening, b.jaar, b.taakveld_af, b.taakveld_bij
)

select
    reeks, gemeente_code, niveau, wet, voorziening, jaar,
    min(concat(taakveld_af, ' naar ', taakveld_bij)) as verschuiving
from geteld
where taakvelden_aantal = 1
group by reeks, gemeente_code, niveau, wet, voorziening, jaar
