-- the amounts of int_aansluiting_delen under every cell that they count in, of a gemeente and of a region
with cellen as (
    select
        d.post, d.gemeente_code as deel_code, d.wet as deel_wet, d.jaar, p.niveau, p.wet, p.voorziening, d.bedrag_eur,
        d.is_openbaar
    from {{ ref('int_aansluiting_delen') }} as d
    inner join {{ ref('int_aansluiting_paden') }} as p
        on d.niveau = p.deel_niveau and d.wet = p.deel_wet and d.voorziening = p.deel_voorziening
    -- since 2025 pgb has taakvelden of its own
    where not (p.is_iv3_groep and d.post = 'pgb' and d.jaar >= 2025)
    union all
    select
        post, gemeente_code as deel_code, wet as deel_wet, jaar, 'groep' as niveau, wet,
        case wet when 'wmo' then 'wmo_pgb' else 'jeugd_pgb' end as voorziening, bedrag_eur, is_openbaar
    from {{ ref('int_aansluiting_delen') }}
    where post = 'pgb' and jaar >= 2025 and wet in ('wmo', 'jeugdwet')
),

bezetting as (
    select c.post, l.regio_code, l.wet, l.jaar, count(distinct c.deel_code) as bekend_aantal
    from (select distinct post, deel_code, deel_wet, jaar from cellen) as c
    inner join {{ ref('int_regioleden') }} as l on c.deel_code = l.gemeente_code and c.deel_wet = l.wet and c.jaar = l.jaar
    group by c.post, l.regio_code, l.wet, l.jaar
),

gebieden as (
    select
        c.post, c.deel_code as gemeente_code, g.gemeente, 'gemeente' as gebied_soort, c.jaar, c.niveau, c.wet, c.voorziening,
        c.bedrag_eur, c.is_openbaar
    from cellen as c
    inner join {{ ref('int_gemeenten') }} as g on c.deel_code = g.gemeente_code
    union all
    select
        c.post, l.regio_code as gemeente_code, l.regio as gemeente, 'regio' as gebied_soort, c.jaar, c.niveau, c.wet,
        c.voorziening, c.bedrag_eur, c.is_openbaar
    from cellen as c
    inner join {{ ref('int_regioleden') }} as l on c.deel_code = l.gemeente_code and c.deel_wet = l.wet and c.jaar = l.jaar
    inner join bezetting as b
        on c.post = b.post and l.regio_code = b.regio_code and l.wet = b.wet and l.jaar = b.jaar
        and b.bekend_aantal = l.leden_aantal
    where c.niveau <> 'totaal'
)

select
    post, gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening,
    cast(sum(bedrag_eur) as decimal(18,2)) as bedrag_eur, min(is_openbaar) as is_openbaar
from gebieden
group by post, gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening
