-- which gemeenten make up a region for a wet in a year, and how many: a region's figure needs them all
with jaren as (
    select jaar from {{ ref('stg_iv3') }}
    union
    select jaar from {{ ref('stg_inwoners') }}
    union
    select jaar from {{ ref('stg_begroting') }}
    union
    select jaar from {{ ref('int_perioden') }}
),

leden as (
    select l.regio_code, r.gebied as regio, l.wet, j.jaar, l.gemeente_code
    from {{ ref('regio_lidmaatschap') }} as l
    inner join {{ ref('regios') }} as r on l.regio_code = r.gebied_code
    cross join jaren as j
    inner join {{ ref('int_gemeenten') }} as g on l.gemeente_code = g.gemeente_code
    where (l.geldig_vanaf is null or cast(extract(year from l.geldig_vanaf) as integer) <= j.jaar)
        -- a member that leaves or is abolished during a year has no account of that year in the region
        and (l.geldig_tot is null or cast(extract(year from l.geldig_tot) as integer) > j.jaar
            or (cast(extract(year from l.geldig_tot) as integer) = j.jaar
                and extract(month from l.geldig_tot) = 12 and extract(day from l.geldig_tot) = 31))
        and (g.opgeheven_in_jaar is null or g.opgeheven_in_jaar > j.jaar)
)

select
    regio_code,
    regio,
    wet,
    jaar,
    gemeente_code,
    count(*) over (partition by regio_code, wet, jaar) as leden_aantal
from leden
