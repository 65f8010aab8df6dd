-- The difference between a forecast and the year before in the parts of Bennet (int_groei_effecten has those of closed
-- years), in cents that sum to it exactly:
--   voorziening   volume dN x mean(i) x mean(p), intensity di x mean(N) x mean(p), price dp x mean(Q)
--   groep, wet    intensity and price are those of its voorzieningen together; volume dN x mean cost per client; mix is
--   and total     what is left: clients that moved between dear and cheap care, and what stands under no voorziening
-- A level with one voorziening that carries all of it has the parts of that voorziening.
{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
with eigen as (
    select
        *,
        case methode
            when 'clienten_volume_prijs' then (n1 - n0) * (q0 / n0 + c1 / (n1 * p1)) / 2 * (p0 + p1) / 2
            when 'clienten_kosten' then (n1 - n0) * (c0 / n0 + c1 / n1) / 2
        end as volume,
        case methode
            when 'clienten_volume_prijs' then (c1 / (n1 * p1) - q0 / n0) * (n0 + n1) / 2 * (p0 + p1) / 2
        end as intensiteit,
        case methode
            when 'clienten_volume_prijs' then (p1 - p0) * (q0 + c1 / p1) / 2
            when 'clienten_kosten' then (c1 / n1 - c0 / n0) * (n0 + n1) / 2
        end as prijs
    from {{ ref('int_budget_factoren') }}
),

delen as (
    select
        p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening,
        count(*) as delen_aantal, count(d.vorig_eur) as vorig_aantal,
        sum(case when d.methode = 'clienten_kosten' then 1 else 0 end) as zonder_prijs_aantal,
        sum(d.intensiteit) as intensiteit, sum(d.prijs) as prijs, max(d.volume) as enig_volume,
        max(d.methode) as methode, sum(d.midden_eur) as midden_eur, sum(d.vorig_eur) as vorig_eur
    from eigen as p
    inner join eigen as d
        on p.gemeente_code = d.gemeente_code and p.jaar = d.jaar and d.niveau = 'voorziening'
        and (p.niveau = 'totaal' or p.wet = d.wet) and (p.niveau <> 'groep' or p.voorziening = d.groep)
    where p.niveau <> 'voorziening'
    group by p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening
),

samen as (
    select
        e.gemeente_code, e.jaar, e.niveau, e.wet, e.voorziening, e.vorig_eur, e.midden_eur,
        cast(e.midden_eur - e.vorig_eur as decimal(18,2)) as verschil_eur,
        case when e.niveau = 'voorziening' then e.methode when d.methode is not null and e.methode is not null then
            case when d.zonder_prijs_aantal > 0 then 'clienten_kosten' else 'clienten_volume_prijs' end end as methode,
        -- one voorziening that is all of it has no mix
        e.niveau <> 'voorziening'
            and not (d.delen_aantal = 1 and d.midden_eur = e.midden_eur and d.vorig_eur = e.vorig_eur) as heeft_mix,
        case when e.niveau = 'voorziening' then e.volume
            when d.delen_aantal = 1 and d.midden_eur = e.midden_eur and d.vorig_eur = e.vorig_eur then d.enig_volume
            else (e.n1 - e.n0) * (e.c0 / e.n0 + e.c1 / e.n1) / 2 end as volume,
        case when e.niveau = 'voorziening' then e.intensiteit when d.zonder_prijs_aantal = 0 then d.intensiteit end as intensiteit,
        case when e.niveau = 'voorziening' then e.prijs
            when d.zonder_prijs_aantal = 0 then d.prijs else coalesce(d.intensiteit, 0) + d.prijs end as prijs
    from eigen as e
    left join delen as d on {{ gelijk('e', 'd', cel) }}
),

lang as (
    select *, 1 as nr, 'volume' as deel, volume as exact from samen where methode is not null
    union all
    select *, 2 as nr, 'intensiteit' as deel, intensiteit as exact from samen where methode = 'clienten_volume_prijs'
    union all
    select *, 3 as nr, 'prijs' as deel, prijs as exact from samen where methode is not null
    union all
    select *, 4 as nr, 'mix' as deel, cast(verschil_eur as double) - volume - coalesce(intensiteit, 0) - prijs as exact
    from samen
    where methode is not null and heeft_mix
),

centen as (
    select
        *,
        cast(floor(exact * 100) as bigint) as hele_centen,
        exact * 100 - floor(exact * 100) as rest
    from lang
    where verschil_eur is not null
),

verdeeld as (
    select
        *,
        cast(verschil_eur * 100 as bigint)
            - sum(hele_centen) over (partition by gemeente_code, jaar, niveau, wet, voorziening) as tekort,
        row_number() over (partition by gemeente_code, jaar, niveau, wet, voorziening order by rest desc, nr) as rang
    from centen
)

select
    s.gemeente_code, s.jaar, s.niveau, s.wet, s.voorziening, s.vorig_eur, max(v.methode) as methode,
    {% for deel in ['volume', 'intensiteit', 'prijs', 'mix'] %}
    cast(max(case when v.deel = '{{ deel }}' then v.hele_centen + case when v.rang <= v.tekort then 1 else 0 end end)
        * cast(0.01 as decimal(3,2)) as decimal(18,2)) as {{ deel }}_effect_eur{{ ',' if not loop.last }}
    {% endfor %}
from samen as s
left join verdeeld as v on {{ gelijk('s', 'v', cel) }}
group by s.gemeente_code, s.jaar, s.niveau, s.wet, s.voorziening, s.vorig_eur
