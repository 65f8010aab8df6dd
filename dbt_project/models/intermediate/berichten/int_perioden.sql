-- a month counts once it has ended; a longer period once all its months count
with grenzen as (
    select {{ maand_van('min(b.dagtekening)') }} as eerste_maand, max(p.laatste_maand) as laatste_maand
    from {{ ref('int_berichten') }} as b
    cross join {{ ref('int_peildatum') }} as p
),

cijfers as (
    {% for c in range(10) %}select {{ c }} as cijfer{% if not loop.last %} union all {% endif %}{% endfor %}

),

nummers as (
    select a.cijfer + 10 * b.cijfer + 100 * c.cijfer as nr
    from cijfers as a
    cross join cijfers as b
    cross join cijfers as c
),

maanden as (
    select {{ maand_erbij('n.nr', 'g.eerste_maand') }} as maand
    from grenzen as g
    cross join nummers as n
    where {{ maand_erbij('n.nr', 'g.eerste_maand') }} <= g.laatste_maand
),

delen as (
    select
        maand,
        cast(extract(year from maand) as integer) as jaar,
        cast(extract(month from maand) as integer) as maandnr,
        cast(extract(quarter from maand) as integer) as kwartaal,
        case when extract(month from maand) <= 6 then 1 else 2 end as halfjaar
    from maanden
),

perioden as (
    select concat(cast(jaar as string), '-', lpad(cast(maandnr as string), 2, '0')) as periode, 'maand' as periode_soort, jaar,
        maand as begin, maand as laatste
    from delen
    union all
    select concat(cast(jaar as string), '-Q', cast(kwartaal as string)) as periode, 'kwartaal' as periode_soort, jaar,
        min(maand) as begin, max(maand) as laatste
    from delen
    group by jaar, kwartaal
    having count(*) = 3
    union all
    select concat(cast(jaar as string), '-H', cast(halfjaar as string)) as periode, 'halfjaar' as periode_soort, jaar,
        min(maand) as begin, max(maand) as laatste
    from delen
    group by jaar, halfjaar
    having count(*) = 6
    union all
    select cast(jaar as string) as periode, 'jaar' as periode_soort, jaar, min(maand) as begin, max(maand) as laatste
    from delen
    group by jaar
    having count(*) = 12
)

select periode, periode_soort, jaar, begin, {{ dag_erbij(-1, maand_erbij(1, 'laatste')) }} as eind
from perioden
