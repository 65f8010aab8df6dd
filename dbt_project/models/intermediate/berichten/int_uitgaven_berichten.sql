-- the cells of the mart uitgaven that follow from the messages: every cell that ever has a prestatie, every period
with delen as (
    {% for niveau in ['voorziening', 'groep', 'wet', 'totaal'] %}
    select gemeente_code, {{ niveau_kolommen(niveau) }}, zorgmaand, eenheid_naam, toegekend_eur, openstaand_eur, ingediend_eur, volume, toegekend_aantal
    from {{ ref('int_uitgaven_maanden') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

cellen as (
    select distinct gemeente_code, niveau, wet, voorziening from delen
),

rooster as (
    select
        c.gemeente_code, b.gemeente, b.gebied_soort, p.periode, p.periode_soort, p.jaar, p.begin, p.eind, c.niveau, c.wet, c.voorziening,
        b.reeks_rang
    from cellen as c
    inner join {{ ref('int_bericht_gebieden') }} as b on c.gemeente_code = b.gemeente_code and c.wet = b.wet
    inner join {{ ref('int_perioden') }} as p on b.jaar = p.jaar and p.begin >= b.eerste_maand
),

per_periode as (
    select
        d.gemeente_code, d.niveau, d.wet, d.voorziening, p.periode,
        sum(d.toegekend_eur) as uitgaven_eur, sum(d.ingediend_eur) as ingediend_eur, sum(d.openstaand_eur) as openstaand_eur,
        sum(d.volume) as volume,
        count(distinct case when d.toegekend_aantal > 0 then d.eenheid_naam end) as eenheden,
        max(case when d.toegekend_aantal > 0 then d.eenheid_naam end) as eenheid
    from delen as d
    inner join {{ ref('int_perioden') }} as p on d.zorgmaand >= p.begin and d.zorgmaand <= p.eind
    group by d.gemeente_code, d.niveau, d.wet, d.voorziening, p.periode
)

select
    r.gemeente_code, r.gemeente, r.gebied_soort, r.periode, r.periode_soort, r.jaar, r.niveau, r.wet, r.voorziening, 'zin' as soort,
    'berichten' as reeks, r.reeks_rang,
    cast(coalesce(s.uitgaven_eur, 0) as decimal(18,2)) as uitgaven_eur,
    cast(coalesce(s.ingediend_eur, 0) as decimal(18,2)) as ingediend_eur,
    cast(coalesce(s.openstaand_eur, 0) as decimal(18,2)) as openstaand_eur,
    case when s.eenheden = 1 then cast(s.volume as decimal(18,4)) end as volume,
    case when s.eenheden = 1 then s.eenheid when s.eenheden > 1 then 'gemengd' end as eenheid,
    false as is_openbaar
from rooster as r
left join per_periode as s
    on r.gemeente_code = s.gemeente_code and r.niveau = s.niveau and r.wet = s.wet and r.voorziening = s.voorziening
    and r.periode = s.periode
