-- What the toewijzingen as known at the end of a month are worth in each month. A piece adds its value in the month that
-- it became known and takes it away in the month that it was overtaken; what was known is the sum up to that month.
-- Beside the euros the days, for where the volume of a toewijzing says little of what is used.
with grens as (
    select
        {{ maand_van('min(b.dagtekening)') }} as eerste_maand,
        max(p.laatste_maand) as laatste_maand
    from {{ ref('int_berichten') }} as b
    cross join {{ ref('int_peildatum') }} as p
    where b.soort = '301'
),

cijfers as (
    {% for c in range(10) %}select {{ c }} as cijfer{% if not loop.last %} union all {% endif %}{% endfor %}

),

maanden as (
    select
        {{ maand_erbij('a.cijfer + 10 * b.cijfer + 100 * c.cijfer', 'g.eerste_maand') }} as maand,
        {{ maand_erbij('a.cijfer + 10 * b.cijfer + 100 * c.cijfer + 1', 'g.eerste_maand') }} as volgende,
        g.laatste_maand
    from grens as g
    cross join cijfers as a
    cross join cijfers as b
    cross join cijfers as c
),

binnen as (
    select maand, volgende, laatste_maand from maanden
    where extract(year from maand) <= extract(year from laatste_maand) + 1
),

waarden as (
    select
        k.gemeente_code, k.wet, k.voorziening, m.maand, k.bekend_van, k.bekend_tot,
        k.dag_eur,
        {{ dagen_tussen(
            'case when k.ingangsdatum > m.maand then k.ingangsdatum else m.maand end',
            'case when k.einddatum < m.volgende then ' ~ dag_erbij(1, 'k.einddatum') ~ ' else m.volgende end'
        ) }} as dagen
    from {{ ref('int_prognose_toewijzing_stukken') }} as k
    inner join binnen as m on k.ingangsdatum < m.volgende and (k.einddatum is null or k.einddatum >= m.maand)
),

gebeurtenissen as (
    select gemeente_code, wet, voorziening, maand, peilmaand, sum(dag_eur * dagen) as bedrag_eur, sum(dagen) as dagen
    from (
        select gemeente_code, wet, voorziening, maand, bekend_van as peilmaand, dag_eur, dagen from waarden
        union all
        select gemeente_code, wet, voorziening, maand, bekend_tot as peilmaand, dag_eur, -dagen as dagen from waarden
        where bekend_tot is not null
    ) as mutaties
    group by gemeente_code, wet, voorziening, maand, peilmaand
)

select
    g.gemeente_code, g.wet, g.voorziening, p.maand as peilmaand, g.maand,
    cast(sum(g.bedrag_eur) as decimal(18,2)) as toegewezen_eur,
    cast(sum(g.dagen) as bigint) as dagen_aantal
from gebeurtenissen as g
inner join binnen as p
    on g.peilmaand <= p.maand and p.maand <= p.laatste_maand and g.maand >= {{ maand_erbij(-14, 'p.maand') }}
    and extract(year from g.maand) <= extract(year from p.maand) + 1
group by g.gemeente_code, g.wet, g.voorziening, p.maand, g.maand
having sum(g.bedrag_eur) > 0 and sum(g.dagen) > 0
