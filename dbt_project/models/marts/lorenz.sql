-- the Lorenz curve at every five percent of the clients, straight lines between two clients
with punten as (
    {% for p in range(0, 101, 5) %}
    select {{ p }} as punt{% if not loop.last %} union all{% endif %}

    {% endfor %}
),

cellen as (
    select
        gemeente_code, jaar, niveau, wet, eenheid_van_telling, max(eenheden_aantal) as eenheden_aantal,
        max(totaal_eur) as totaal_eur
    from {{ ref('int_concentratie_rangen') }}
    group by gemeente_code, jaar, niveau, wet, eenheid_van_telling
    having max(totaal_eur) > 0
),

-- the client in whose part of the axis the point falls
plaatsen as (
    select c.*, p.punt, cast(ceil(p.punt * c.eenheden_aantal / 100.0) as bigint) as rang
    from cellen as c
    cross join punten as p
)

select
    p.gemeente_code, v.gemeente, v.gebied_soort, cast(p.jaar as integer) as jaar, v.maanden_aantal, p.niveau, p.wet,
    'totaal' as voorziening, p.eenheid_van_telling, 'berichten' as reeks,
    cast(p.punt as decimal(18,2)) as aandeel_clienten_pct,
    coalesce(
        {{ quotient(
            '(100 * r.cumulatief_eur - (100 * p.rang - p.punt * p.eenheden_aantal) * r.bedrag_eur)', 'p.totaal_eur'
        ) }},
        cast(0 as decimal(18,2))
    ) as aandeel_uitgaven_pct,
    false as is_openbaar
from plaatsen as p
inner join {{ ref('int_sturing_vensters') }} as v
    on p.gemeente_code = v.gemeente_code and p.wet = v.wet and p.jaar = v.jaar
left join {{ ref('int_concentratie_rangen') }} as r
    on p.gemeente_code = r.gemeente_code and p.jaar = r.jaar and p.niveau = r.niveau and p.wet = r.wet
    and p.eenheid_van_telling = r.eenheid_van_telling and p.rang = r.rang
