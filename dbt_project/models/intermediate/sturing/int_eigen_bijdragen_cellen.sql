-- eigen bijdragen of a year in a cell; a region where every member delivered
with nieuwste as (
    select *, {{ is_voorkeur(['gemeente_code', 'periode', 'wet', 'voorziening', 'niveau']) }} as is_voorkeur
    from {{ ref('int_eigen_bijdragen') }}
    where gebied_soort = 'gemeente' and eigen_bijdrage_eur is not null
)

select
    c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening,
    cast(sum(n.eigen_bijdrage_eur) as decimal(18,2)) as eigen_bijdrage_eur,
    max(case when n.niveau = 'wet' then 1 else 0 end) = 1 as heeft_hele_wet
from nieuwste as n
inner join {{ ref('int_perioden') }} as p on n.periode = p.periode
inner join {{ ref('int_sturing_cellen') }} as c
    on c.reeks = 'berichten' and n.gemeente_code = c.deel_code and n.wet = c.deel_wet and n.niveau = c.deel_niveau
    and n.voorziening = c.deel_voorziening and p.begin between c.begin and c.eind
where n.is_voorkeur
group by c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening
having count(distinct n.gemeente_code) = max(c.leden_aantal)
