-- The change in cost C = N x i x p split by the Bennet identity (kennis/prognose, 'Decomposition and flow'):
--   volume     dN x mean(i) x mean(p)      clients
--   intensity  di x mean(N) x mean(p)      volume per client
--   price      dp x mean(Q)
--   mix        mean(Q) x sum(ds_k x mean(p_k)), where a cell has parts k with shares s_k of its volume
-- Without clients the volume takes the place of N x i; without volume the cost per client takes that of price.
-- Worked out in doubles, then brought to cents by largest remainder, so that the parts sum to the change exactly.
with paren as (
    select
        n.reeks, n.gemeente_code, v.jaar as van_jaar, n.jaar, n.niveau, n.wet, n.voorziening,
        n.kosten_eur - v.kosten_eur as verschil_eur,
        cast(v.kosten_eur as double) as c0, cast(n.kosten_eur as double) as c1,
        cast(v.clienten_aantal as double) as n0, cast(n.clienten_aantal as double) as n1,
        case when n.eenheid = v.eenheid then cast(v.volume as double) end as q0,
        case when n.eenheid = v.eenheid then cast(n.volume as double) end as q1
    from {{ ref('int_groei_factoren') }} as n
    inner join {{ ref('int_groei_factoren') }} as v
        on n.reeks = v.reeks and n.gemeente_code = v.gemeente_code and n.niveau = v.niveau and n.wet = v.wet
        and n.voorziening = v.voorziening and n.jaar > v.jaar
),

-- parts of a cell above the voorziening: they must carry all of its cost and volume in both years, in one unit
delen as (
    select
        p.reeks, p.gemeente_code, p.van_jaar, p.jaar, p.niveau, p.wet, p.voorziening, p.c0, p.c1, p.q0, p.q1,
        cast(v.kosten_eur as double) as k0, cast(n.kosten_eur as double) as k1,
        cast(v.volume as double) as kq0, cast(n.volume as double) as kq1
    from paren as p
    inner join {{ ref('int_groei_factoren') }} as n
        on p.reeks = n.reeks and p.gemeente_code = n.gemeente_code and p.jaar = n.jaar and n.niveau = 'voorziening'
        and p.wet = n.wet and ((p.niveau = 'groep' and n.groep = p.voorziening) or p.niveau = 'wet')
    inner join {{ ref('int_groei_factoren') }} as v
        on n.reeks = v.reeks and n.gemeente_code = v.gemeente_code and v.jaar = p.van_jaar and v.niveau = 'voorziening'
        and n.wet = v.wet and n.voorziening = v.voorziening and n.eenheid = v.eenheid
    where p.niveau in ('groep', 'wet') and p.q0 > 0 and p.q1 > 0 and n.volume > 0 and v.volume > 0
),

mix as (
    select
        reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening,
        (max(q0) + max(q1)) / 2 * sum((kq1 / q1 - kq0 / q0) * (k0 / kq0 + k1 / kq1) / 2) as mix
    from delen
    group by reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening
    having abs(sum(k0) - max(c0)) < 0.005 and abs(sum(k1) - max(c1)) < 0.005
        and abs(sum(kq0) - max(q0)) < 0.0001 and abs(sum(kq1) - max(q1)) < 0.0001 and count(*) > 1
),

effecten as (
    select
        p.*,
        case
            when p.q0 > 0 and p.q1 > 0 and p.n0 > 0 and p.n1 > 0 then 'clienten_volume_prijs'
            when p.q0 > 0 and p.q1 > 0 then 'volume_prijs'
            when p.n0 > 0 and p.n1 > 0 then 'clienten_kosten'
        end as methode,
        m.mix
    from paren as p
    left join mix as m
        on p.reeks = m.reeks and p.gemeente_code = m.gemeente_code and p.van_jaar = m.van_jaar and p.jaar = m.jaar
        and p.niveau = m.niveau and p.wet = m.wet and p.voorziening = m.voorziening
),

lang as (
    select reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening, verschil_eur, methode, 1 as nr, 'volume' as deel,
        case methode
            when 'clienten_volume_prijs' then (n1 - n0) * (q0 / n0 + q1 / n1) / 2 * (c0 / q0 + c1 / q1) / 2
            when 'volume_prijs' then (q1 - q0) * (c0 / q0 + c1 / q1) / 2
            when 'clienten_kosten' then (n1 - n0) * (c0 / n0 + c1 / n1) / 2
        end as exact
    from effecten where methode is not null
    union all
    select reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening, verschil_eur, methode, 2 as nr, 'intensiteit' as deel,
        (q1 / n1 - q0 / n0) * (n0 + n1) / 2 * (c0 / q0 + c1 / q1) / 2 as exact
    from effecten where methode = 'clienten_volume_prijs'
    union all
    select reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening, verschil_eur, methode, 3 as nr, 'prijs' as deel,
        case when methode = 'clienten_kosten' then (c1 / n1 - c0 / n0) * (n0 + n1) / 2
            else (c1 / q1 - c0 / q0) * (q0 + q1) / 2 - coalesce(mix, 0) end as exact
    from effecten where methode is not null
    union all
    select reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening, verschil_eur, methode, 4 as nr, 'mix' as deel, mix as exact
    from effecten where mix is not null
),

centen as (
    select
        *,
        cast(floor(exact * 100) as bigint) as hele_centen,
        exact * 100 - floor(exact * 100) as rest
    from lang
),

verdeeld as (
    select
        *,
        cast(verschil_eur * 100 as bigint)
            - sum(hele_centen) over (partition by reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening) as tekort,
        row_number() over (
            partition by reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening order by rest desc, nr
        ) as rang
    from centen
)

select
    reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening, max(methode) as methode,
    {% for deel in ['volume', 'intensiteit', 'prijs', 'mix'] %}
    cast(max(case when deel = '{{ deel }}' then hele_centen + case when rang <= tekort then 1 else 0 end end)
        * cast(0.01 as decimal(3,2)) as decimal(18,2)) as {{ deel }}_effect_eur{{ ',' if not loop.last }}
    {% endfor %}
from verdeeld
group by reeks, gemeente_code, van_jaar, jaar, niveau, wet, voorziening
