-- the cells of the mart clienten that follow from the messages
with tellingen as (
    select
        gemeente_code, niveau, wet, voorziening, periode,
        sum(case when telling = 'persoon' then uniek_aantal else 0 end) as clienten_aantal,
        sum(case when telling = 'persoon' then eind_aantal else 0 end) as clienten_peildatum_aantal,
        sum(case when telling = 'persoon_met_huishouden' then uniek_aantal else 0 end) as bekend_aantal,
        sum(case when telling = 'huishouden' then uniek_aantal else 0 end) as huishoudens_aantal
    from {{ ref('int_stroom_telling') }}
    group by gemeente_code, niveau, wet, voorziening, periode
),

-- a person and voorziening count once: the clients of the voorzieningen of a cell, added up
stapeling as (
    {% for niveau in ['voorziening', 'groep', 'wet', 'totaal'] %}
    select gemeente_code, periode, niveau, wet, voorziening, sum(clienten_aantal) as voorzieningen_aantal
    from (
        select t.gemeente_code, t.periode, t.clienten_aantal, {{ niveau_kolommen(niveau, 't.' if niveau != 'groep' else '') }}
        from {% if niveau == 'groep' %}(
            select c.gemeente_code, c.periode, c.clienten_aantal, c.wet, v.groep
            from tellingen as c
            inner join {{ ref('voorzieningen') }} as v on c.voorziening = v.slug
            where c.niveau = 'voorziening'
        ) as t{% else %}tellingen as t
        where t.niveau = 'voorziening'{% endif %}

    ) as delen
    group by gemeente_code, periode, niveau, wet, voorziening
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    t.gemeente_code, b.gemeente, b.gebied_soort, t.periode, p.periode_soort, p.jaar, 'zin' as leveringsvorm, t.niveau, t.wet,
    t.voorziening, 'berichten' as reeks, b.reeks_rang,
    cast(t.clienten_aantal as bigint) as clienten_aantal, 'waarde' as clienten_status,
    cast(t.clienten_peildatum_aantal as bigint) as clienten_peildatum_aantal,
    cast(s.voorzieningen_aantal as bigint) as voorzieningen_aantal,
    case when t.clienten_aantal > 0 and t.bekend_aantal = t.clienten_aantal then cast(t.huishoudens_aantal as bigint) end as huishoudens_aantal,
    false as is_openbaar
from tellingen as t
inner join {{ ref('int_perioden') }} as p on t.periode = p.periode
inner join {{ ref('int_bericht_gebieden') }} as b
    on t.gemeente_code = b.gemeente_code and t.wet = b.wet and p.jaar = b.jaar and p.begin >= b.eerste_maand
inner join stapeling as s
    on t.gemeente_code = s.gemeente_code and t.periode = s.periode and t.niveau = s.niveau and t.wet = s.wet
    and t.voorziening = s.voorziening
