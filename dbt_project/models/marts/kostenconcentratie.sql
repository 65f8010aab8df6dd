-- Gini = 1 - 2 x the area under the Lorenz curve = (2 x sum(rang x amount) - (n + 1) x sum) / (n x sum)
with cellen as (
    select
        gemeente_code, jaar, niveau, wet, eenheid_van_telling,
        max(eenheden_aantal) as eenheden_aantal, max(totaal_eur) as totaal_eur,
        sum(rang * bedrag_eur) as gewogen_eur,
        sum(voorzieningen_aantal) as voorzieningen_aantal, sum(is_negatief) as negatief_aantal
    from {{ ref('int_concentratie_rangen') }}
    group by gemeente_code, jaar, niveau, wet, eenheid_van_telling
)

select
    c.gemeente_code, v.gemeente, v.gebied_soort, cast(c.jaar as integer) as jaar, v.maanden_aantal, c.niveau, c.wet,
    'totaal' as voorziening, c.eenheid_van_telling, 'berichten' as reeks,
    cast(c.eenheden_aantal as bigint) as clienten_aantal,
    c.totaal_eur as uitgaven_eur,
    {{ quotient(
        '(2 * c.gewogen_eur - (c.eenheden_aantal + 1) * c.totaal_eur)', '(c.eenheden_aantal * c.totaal_eur)', 4,
        'decimal(18,4)'
    ) }} as gini,
    cast(100 - l.aandeel_uitgaven_pct as decimal(18,2)) as top20_aandeel_pct,
    {{ quotient('c.voorzieningen_aantal', 'c.eenheden_aantal') }} as stapeling,
    cast(c.negatief_aantal as bigint) as negatief_aantal,
    false as is_openbaar
from cellen as c
inner join {{ ref('int_sturing_vensters') }} as v
    on c.gemeente_code = v.gemeente_code and c.wet = v.wet and c.jaar = v.jaar
left join {{ ref('lorenz') }} as l
    on c.gemeente_code = l.gemeente_code and c.jaar = l.jaar and c.niveau = l.niveau and c.wet = l.wet
    and c.eenheid_van_telling = l.eenheid_van_telling and l.aandeel_clienten_pct = 80
