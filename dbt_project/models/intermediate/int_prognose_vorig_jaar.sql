-- The first honest forecast: last year x index. Its band comes from its own errors in the years before: the ratio of
-- what came to what it said, pooled per cell (niveau, wet, voorziening) over all gebieden, 10th and 90th percentile. Years without
-- earlier errors get no band. One row per cell of the mart uitgaven and year that has a year before it.
with jaren as (
    select gemeente_code, jaar, niveau, wet, voorziening, reeks, uitgaven_eur, is_openbaar
    from {{ ref('uitgaven') }}
    where periode_soort = 'jaar' and soort = 'alle' and uitgaven_eur is not null
),

prognoses as (
    select
        v.gemeente_code, v.jaar + 1 as jaar, v.niveau, v.wet, v.voorziening, v.reeks,
        cast(round(v.uitgaven_eur * (100 + {{ var('prognose_index_pct') }}) / 100.0, 2) as decimal(18,2)) as midden_eur,
        n.uitgaven_eur as werkelijk_eur, v.is_openbaar and coalesce(n.is_openbaar, true) as is_openbaar
    from jaren as v
    left join jaren as n
        on v.gemeente_code = n.gemeente_code and n.jaar = v.jaar + 1 and v.niveau = n.niveau and v.wet = n.wet
        and v.voorziening = n.voorziening and v.reeks = n.reeks
),

fouten as (
    select jaar, niveau, wet, voorziening, cast(werkelijk_eur as double) / cast(midden_eur as double) as verhouding, is_openbaar
    from prognoses
    where midden_eur > 0 and werkelijk_eur > 0
),

-- only what was known: errors of years before the forecast year
banden as (
    select
        p.jaar, p.niveau, p.wet, p.voorziening, count(*) as fouten_aantal,
        percentile_cont(0.1) within group (order by f.verhouding) as laag,
        percentile_cont(0.9) within group (order by f.verhouding) as hoog, min(f.is_openbaar) as is_openbaar
    from (select distinct jaar, niveau, wet, voorziening from prognoses) as p
    inner join fouten as f
        on f.jaar < p.jaar and f.niveau = p.niveau and f.wet = p.wet and f.voorziening = p.voorziening
    group by p.jaar, p.niveau, p.wet, p.voorziening
    having count(*) >= 10
)

select
    p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, p.reeks, p.midden_eur,
    cast(round(cast(p.midden_eur as double) * b.laag, 2) as decimal(18,2)) as laag_eur,
    cast(round(cast(p.midden_eur as double) * b.hoog, 2) as decimal(18,2)) as hoog_eur,
    b.fouten_aantal,
    -- the band follows from the errors of all gebieden
    p.is_openbaar and coalesce(b.is_openbaar, true) as is_openbaar
from prognoses as p
left join banden as b
    on p.jaar = b.jaar and p.niveau = b.niveau and p.wet = b.wet and p.voorziening = b.voorziening
where p.midden_eur > 0
