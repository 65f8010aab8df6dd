-- one person in one cell of a year: in care since when, in how many months, and for how much
with zorg as (
    select
        v.gemeente_code, v.jaar, z.niveau, z.wet, z.voorziening, z.persoon,
        max(z.begin) as begin,
        least(max(coalesce(z.eind, v.eind)), max(v.eind)) as eind
    from {{ ref('int_zorgperioden') }} as z
    inner join {{ ref('int_sturing_vensters') }} as v
        on z.gemeente_code = v.gemeente_code and z.wet = v.wet
        and z.begin <= v.eind and (z.eind is null or z.eind >= v.begin)
    group by v.gemeente_code, v.jaar, z.niveau, z.wet, z.voorziening, z.persoon
),

maanden as (
    select
        c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, m.persoon,
        count(distinct m.maand) as maanden_in_zorg, max(m.geboortejaar) as geboortejaar
    from {{ ref('int_client_maanden') }} as m
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and m.gemeente_code = c.deel_code and m.wet = c.deel_wet
        and c.deel_niveau = 'voorziening' and m.voorziening = c.deel_voorziening
        and m.maand between c.begin and c.eind
    where m.dagen_in_zorg > 0
    group by c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, m.persoon
),

geld as (
    select
        c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, p.persoon,
        cast(sum(p.toegekend_eur) as decimal(18,2)) as uitgaven_eur,
        count(distinct p.voorziening) as voorzieningen_aantal
    from {{ ref('int_prestaties') }} as p
    inner join {{ ref('int_sturing_cellen') }} as c
        on c.reeks = 'berichten' and p.gemeente_code = c.deel_code and p.wet = c.deel_wet
        and c.deel_niveau = 'voorziening' and p.voorziening = c.deel_voorziening
        and p.zorgmaand between c.begin and c.eind
    where p.status = 'toegekend'
    group by c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, p.persoon
),

personen as (
    select gemeente_code, jaar, niveau, wet, voorziening, persoon from zorg
    union
    select gemeente_code, jaar, niveau, wet, voorziening, persoon from geld
),

{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening', 'persoon'] %}
samen as (
    select
        p.gemeente_code, p.jaar, p.niveau, p.wet, p.voorziening, p.persoon, m.geboortejaar,
        z.begin is not null as is_in_zorg, z.begin, z.eind, m.maanden_in_zorg,
        g.uitgaven_eur, g.voorzieningen_aantal
    from personen as p
    left join zorg as z on {{ gelijk('p', 'z', cel) }}
    left join maanden as m on {{ gelijk('p', 'm', cel) }}
    left join geld as g on {{ gelijk('p', 'g', cel) }}
)

select
    gemeente_code, jaar, niveau, wet, voorziening, persoon, is_in_zorg, begin, eind, maanden_in_zorg, uitgaven_eur,
    voorzieningen_aantal,
    case
        when geboortejaar is null then 'onbekend'
        when jaar - geboortejaar <= 3 then '0-3'
        when jaar - geboortejaar <= 11 then '4-11'
        when jaar - geboortejaar <= 17 then '12-17'
        when jaar - geboortejaar <= 22 then '18-22'
        when jaar - geboortejaar <= 64 then '23-64'
        when jaar - geboortejaar <= 74 then '65-74'
        else '75+'
    end as leeftijdsgroep,
    case
        when begin is null then 'onbekend'
        {% for maanden, klasse in [
            (3, 'tot 3 maanden'), (6, '3 tot 6 maanden'), (12, '6 tot 12 maanden'), (24, '1 tot 2 jaar')
        ] %}
        when eind < {{ dag_erbij(-1, maand_erbij(maanden, 'begin')) }} then '{{ klasse }}'
        {% endfor %}
        else '2 jaar en langer'
    end as duurklasse,
    case
        when coalesce(uitgaven_eur, 0) <= 0 then 'zonder declaratie'
        when maanden_in_zorg is null then 'onbekend'
        when uitgaven_eur < 250 * maanden_in_zorg then 'tot 250 euro'
        when uitgaven_eur < 1000 * maanden_in_zorg then '250 tot 1.000 euro'
        when uitgaven_eur < 2500 * maanden_in_zorg then '1.000 tot 2.500 euro'
        when uitgaven_eur < 5000 * maanden_in_zorg then '2.500 tot 5.000 euro'
        else '5.000 euro en meer'
    end as intensiteitsklasse
from samen
