-- What a cell of the budget holds that is not in what it is held against. The monthly figures are care in kind, pgb and
-- subsidies: not the own toegang, a lump sum or a wet that nobody declares. An account has pgb on taakvelden of its own
-- since 2025. Without this a lump sum that is not spent yet would read as a saving.
{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
with keten as (
    select *, max(peildatum) over () as laatste_peildatum
    from {{ ref('stg_prognose') }}
    where periode_soort = 'jaar' and maat = 'uitgaven' and reeks = {{ reeks_maandcijfers() }}
),

maand_regels as (
    select gemeente_code, jaar, niveau, wet, voorziening, midden_eur as prognose_eur, cast(null as decimal(18,2)) as kosten_eur
    from keten
    where peildatum = laatste_peildatum
    union all
    select gemeente_code, jaar, niveau, wet, voorziening, cast(null as decimal(18,2)) as prognose_eur, kosten_eur
    from {{ ref('int_budget_kosten') }}
    where kosten_eur is not null
),

maanden as (
    select {{ cel | join(', ') }}, coalesce(max(prognose_eur), max(kosten_eur)) as maand_eur
    from maand_regels
    group by {{ cel | join(', ') }}
),

-- what the months name by voorziening; the rest of a groep, wet or total is in them without a name
benoemd as (
    select m.gemeente_code, m.jaar, 'groep' as niveau, m.wet, v.groep as voorziening, sum(m.maand_eur) as maand_eur
    from maanden as m
    inner join {{ ref('voorzieningen') }} as v on m.voorziening = v.slug
    where m.niveau = 'voorziening'
    group by m.gemeente_code, m.jaar, m.wet, v.groep
    union all
    select gemeente_code, jaar, 'wet' as niveau, wet, 'totaal' as voorziening, sum(maand_eur) as maand_eur
    from maanden
    where niveau = 'voorziening'
    group by gemeente_code, jaar, wet
    union all
    select gemeente_code, jaar, 'totaal' as niveau, 'totaal' as wet, 'totaal' as voorziening, sum(maand_eur) as maand_eur
    from maanden
    where niveau = 'voorziening'
    group by gemeente_code, jaar
),

-- the part of an account that the months of its year did not hold
rekeningen as (
    select
        k.gemeente_code, k.jaar, k.niveau, k.wet, k.voorziening,
        cast(1 - cast(k.kosten_eur as double) / cast(u.uitgaven_eur as double) as decimal(18,6)) as deel
    from {{ ref('int_budget_kosten') }} as k
    inner join {{ ref('uitgaven') }} as u
        on {{ gelijk('k', 'u', cel) }} and u.periode_soort = 'jaar' and u.soort = 'alle' and u.is_voorkeur
    where k.kosten_eur is not null and u.uitgaven_eur > 0
),

jaren as (
    {% for stap in [1, 2, 3] %}
    select gemeente_code, jaar + {{ stap }} as jaar, niveau, wet, voorziening, deel, {{ stap }} as stap from rekeningen
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- of the newest of the three years before: taakvelden change, and not every year has an account of every cell
nieuwste as (
    select *, row_number() over (partition by {{ cel | join(', ') }} order by stap) as rang
    from jaren
),

gemist as (
    select {{ cel | join(', ') }}, deel
    from nieuwste
    where rang = 1 and deel * 100 > 100 - {{ var('maanddekking_pct') }}
),

regels as (
    select *, taakveld is null and concat(wet, '/', niveau, '/', voorziening) = deel and gemeente_code = deel_code as is_zelf
    from {{ ref('int_begroting_regels') }}
    where is_actueel and bedrag_eur is not null
),

-- what was delivered by voorziening, groep or wet, each judged by its own cell
zelf as (
    select distinct
        r.reeks, r.gemeente_code, r.jaar, r.deel,
        case when m.maand_eur is null then 1 else 0 end as is_zonder, coalesce(g.deel, 0) as gemist_deel
    from regels as r
    left join maanden as m on {{ gelijk('r', 'm', cel) }}
    left join gemist as g on {{ gelijk('r', 'g', cel) }}
    where r.is_zelf
),

opgeteld as (
    select
        r.reeks, r.gemeente_code, r.jaar, r.niveau, r.wet, r.voorziening,
        sum(case when z.is_zonder = 1 then r.bedrag_eur else 0 end) as zonder_eur,
        -- a budget on taakvelden is of the definition of the account, so that its cell can be judged as a whole
        sum(case
            when z.is_zonder = 1 then 0
            when z.deel is not null then r.bedrag_eur * z.gemist_deel
            when r.taakveld is not null then r.bedrag_eur * coalesce(g.deel, 0)
            else 0
        end) as deels_eur,
        min(case when r.taakveld is null then 1 else 0 end) as is_per_voorziening
    from regels as r
    left join zelf as z on r.reeks = z.reeks and r.deel_code = z.gemeente_code and r.jaar = z.jaar and r.deel = z.deel
    left join gemist as g on {{ gelijk('r', 'g', cel) }}
    group by r.reeks, r.gemeente_code, r.jaar, r.niveau, r.wet, r.voorziening
),

pgb as (
    select {{ cel | join(', ') }}, max(uitgaven_eur) as pgb_eur
    from {{ ref('uitgaven') }}
    where periode_soort = 'jaar' and soort = 'pgb' and is_voorkeur and niveau = 'voorziening' and jaar >= 2025
    group by {{ cel | join(', ') }}
)

select
    o.reeks, o.gemeente_code, o.jaar, o.niveau, o.wet, o.voorziening,
    cast(o.deels_eur + greatest(o.zonder_eur - greatest(coalesce(m.maand_eur - coalesce(b.maand_eur, 0), 0), 0), 0) as decimal(18,2))
        as buiten_maanden_eur,
    cast(case when o.is_per_voorziening = 1 then coalesce(p.pgb_eur, 0) else 0 end as decimal(18,2)) as buiten_rekening_eur
from opgeteld as o
left join maanden as m on {{ gelijk('o', 'm', cel) }}
left join benoemd as b on {{ gelijk('o', 'b', cel) }}
left join pgb as p on {{ gelijk('o', 'p', cel) }}
