-- a jump on one taakveld with an opposite jump on another, from one jaarrekening to the next: care that moved in the
-- books. Both jumps large against their own last year and per inhabitant, and of like size (thresholds in settings).
with reeks as (
    select
        reeks, gemeente_code, max(gemeente) as gemeente, jaar, taakveld, cast(sum(bedrag_eur) as decimal(18,2)) as bedrag_eur,
        min(is_openbaar) as is_openbaar
    from {{ ref('int_taakveld_regels') }}
    where document = 'jaarrekening' and bedrag_eur is not null and taakveld like '6.%'
        -- 6.1 holds the shelter of Ukrainians in these years: a jump there is no booking
        and not (taakveld = '6.1' and jaar between 2022 and 2024)
        -- and 6.3 the Tozo, support of the self-employed in 2020 and 2021, which came and went
        and not (taakveld = '6.3' and jaar between 2020 and 2022)
    group by reeks, gemeente_code, jaar, taakveld
),

sprongen as (
    select
        n.reeks, n.gemeente_code, n.gemeente, n.jaar, n.taakveld, n.is_openbaar,
        v.bedrag_eur as vorige_eur, n.bedrag_eur as huidige_eur,
        n.bedrag_eur - v.bedrag_eur as sprong_eur
    from reeks as n
    inner join reeks as v
        on n.reeks = v.reeks and n.gemeente_code = v.gemeente_code and n.taakveld = v.taakveld and n.jaar = v.jaar + 1
    inner join {{ ref('int_inwoners') }} as i
        on n.gemeente_code = i.gemeente_code and n.jaar = i.jaar and i.wet = 'totaal' and i.indeling = 'geleverd'
    where abs(n.bedrag_eur - v.bedrag_eur) >= i.inwoners_aantal * {{ var('breuk_sprong_per_inwoner_eur') }}
        and abs(n.bedrag_eur - v.bedrag_eur) * 100 >= abs(v.bedrag_eur) * {{ var('breuk_sprong_pct') }}
)

select
    d.reeks, d.gemeente_code, d.gemeente, d.jaar, d.taakveld as taakveld_af, s.taakveld as taakveld_bij,
    d.sprong_eur as sprong_af_eur, s.sprong_eur as sprong_bij_eur, d.is_openbaar
from sprongen as d
inner join sprongen as s
    on d.reeks = s.reeks and d.gemeente_code = s.gemeente_code and d.jaar = s.jaar
where d.sprong_eur < 0 and s.sprong_eur > 0
    and s.sprong_eur * 100 >= -d.sprong_eur * {{ var('breuk_tegensprong_pct') }}
    and -d.sprong_eur * 100 >= s.sprong_eur * {{ var('breuk_tegensprong_pct') }}
