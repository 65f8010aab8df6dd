-- deliveries that began by the peildatum, under the gemeente and under every region that it is part of for the wet;
-- what began before or goes on after the membership is cut there
with lopend as (
    select l.*
    from {{ ref('int_leveringsperioden') }} as l
    cross join {{ ref('int_peildatum') }} as d
    where l.begin <= d.peildatum
),

leden as (
    select regio_code, wet, gemeente_code, geldig_vanaf, geldig_tot from {{ ref('regio_lidmaatschap') }}
)

select
    gemeente_code, 'gemeente' as gebied_soort, gemeente_code as deel_code, wet, toewijzingnummer, volgnr, persoon, voorziening, groep,
    begin, eind, sleutel, bestand, blad, regel
from lopend
union all
select
    m.regio_code as gemeente_code, 'regio' as gebied_soort, l.gemeente_code as deel_code, l.wet, l.toewijzingnummer, l.volgnr, l.persoon,
    l.voorziening, l.groep,
    case when l.begin < m.geldig_vanaf then m.geldig_vanaf else l.begin end as begin,
    case when {{ of_ooit('l.eind') }} > m.geldig_tot then m.geldig_tot else l.eind end as eind,
    l.sleutel, l.bestand, l.blad, l.regel
from lopend as l
inner join leden as m on l.gemeente_code = m.gemeente_code and l.wet = m.wet
where (m.geldig_vanaf is null or {{ of_ooit('l.eind') }} >= m.geldig_vanaf) and (m.geldig_tot is null or l.begin <= m.geldig_tot)
