-- Which cells of the budget do not compare with the year before, as a break of unknown size was given (source stappen): of
-- the whole cell, or of a part of it. A break in January is over a year later; one after the last month is not in any figure.
with jaren as (
    {% for later in [0, 1] %}
    select
        s.gemeente_code, s.wet, s.voorziening, s.maand, s.is_openbaar,
        cast(extract(year from s.maand) as integer) + {{ later }} as jaar
    from {{ ref('int_prognose_stappen') }} as s
    cross join {{ ref('int_peildatum') }} as d
    where s.factor is null and s.maand <= d.laatste_maand and coalesce(s.bekend_vanaf, d.peildatum) <= d.peildatum
        {% if later %}and extract(month from s.maand) > 1{% endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- a groep of taakvelden has no voorzieningen of its own: all of its wet may be in it
groepen as (
    select g.groep, v.slug
    from {{ ref('groepen') }} as g
    inner join {{ ref('voorzieningen') }} as v on g.wet = v.wet and (g.groep = v.groep or g.soort <> 'voorziening')
),

cellen as (
    select distinct b.gemeente_code, b.gebied_soort, b.jaar, b.niveau, b.wet, b.voorziening
    from {{ ref('int_begroting') }} as b
    inner join (select distinct jaar from jaren) as j on b.jaar = j.jaar
),

voorzieningen_van as (
    select c.*, v.wet as deel_wet, v.slug
    from cellen as c
    inner join {{ ref('voorzieningen') }} as v on c.wet in (v.wet, 'totaal')
    left join groepen as g on c.niveau = 'groep' and c.voorziening = g.groep and v.slug = g.slug
    where c.niveau in ('wet', 'totaal') or (c.niveau = 'voorziening' and c.voorziening = v.slug) or g.slug is not null
),

-- a region is its members
delen as (
    select *, gemeente_code as deel_code
    from voorzieningen_van
    where gebied_soort <> 'regio'
    union all
    select v.*, l.gemeente_code as deel_code
    from voorzieningen_van as v
    inner join {{ ref('int_regioleden') }} as l on v.gemeente_code = l.regio_code and v.jaar = l.jaar and v.deel_wet = l.wet
    where v.gebied_soort = 'regio'
)

select
    d.gemeente_code, d.jaar, d.niveau, d.wet, d.voorziening,
    max(j.maand) as breuk_maand,
    count(distinct concat(d.deel_code, d.slug)) > count(distinct case when j.maand is not null then concat(d.deel_code, d.slug) end) as is_deel,
    min(j.is_openbaar) as is_openbaar
from delen as d
left join jaren as j
    on d.jaar = j.jaar and j.gemeente_code in ('alle', d.deel_code) and j.wet in ('alle', d.deel_wet)
    and j.voorziening in ('alle', d.slug)
group by d.gemeente_code, d.jaar, d.niveau, d.wet, d.voorziening
having max(j.maand) is not null
