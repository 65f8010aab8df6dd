-- of the budgets that were delivered per voorziening alone, every level is the sum of its parts
{{ config(description="Een begroting die alleen per voorziening is geleverd, telt op tot wet en totaal: primitief en na wijziging.") }}
with reeksen as (
    select reeks, gemeente_code, jaar
    from {{ ref('int_begroting_cellen') }}
    group by reeks, gemeente_code, jaar
    having min(case when deel like '%/voorziening/%' then 1 else 0 end) = 1
        and count(*) = count(bedrag_eur)
),

sommen as (
    select
        b.reeks, b.gemeente_code, b.jaar, b.niveau,
        sum(coalesce(b.primitief_eur, 0)) as primitief_eur, sum(coalesce(b.actueel_eur, 0)) as actueel_eur
    from {{ ref('int_begroting') }} as b
    inner join reeksen as r on b.reeks = r.reeks and b.gemeente_code = r.gemeente_code and b.jaar = r.jaar
    left join (
        select distinct reeks, gemeente_code, jaar from {{ ref('int_begroting_regels') }} where taakveld is not null
    ) as t on b.reeks = t.reeks and b.gemeente_code = t.gemeente_code and b.jaar = t.jaar
    where t.reeks is null
    group by b.reeks, b.gemeente_code, b.jaar, b.niveau
)

select reeks, gemeente_code, jaar
from sommen
group by reeks, gemeente_code, jaar
having min(primitief_eur) <> max(primitief_eur) or min(actueel_eur) <> max(actueel_eur)
