-- one row per landing row and cell of the budget that it adds to; wijziging-N is the budget after that change
with geleverd as (
    select * from {{ ref('int_begroting_cellen') }} where telt
),

-- the regions of which every member delivered its first budget for the wet; a voorziening that one of them does not
-- name is not in its budget
leveraars as (
    select distinct reeks, gemeente_code, jaar, deel_wet from geleverd where versie_nr = 0
),

compleet as (
    select l.regio_code, l.wet, l.jaar, b.reeks
    from {{ ref('int_regioleden') }} as l
    inner join leveraars as b on l.gemeente_code = b.gemeente_code and l.jaar = b.jaar and l.wet = b.deel_wet
    group by l.regio_code, l.wet, l.jaar, b.reeks
    having count(*) = max(l.leden_aantal)
),

heel as (
    select c.regio_code, c.jaar, c.reeks
    from compleet as c
    inner join (
        select regio_code, jaar, count(distinct wet) as wetten from {{ ref('int_regioleden') }} group by regio_code, jaar
    ) as w on c.regio_code = w.regio_code and c.jaar = w.jaar
    group by c.regio_code, c.jaar, c.reeks
    having count(*) = max(w.wetten)
),

-- what a region delivered itself stands as delivered
regio as (
    select l.regio_code, l.regio, g.niveau as cel_niveau, g.wet as cel_wet, g.voorziening as cel_voorziening, g.*
    from geleverd as g
    inner join {{ ref('int_regioleden') }} as l on g.gemeente_code = l.gemeente_code and g.jaar = l.jaar and g.wet = l.wet
    inner join compleet as c on l.regio_code = c.regio_code and l.wet = c.wet and l.jaar = c.jaar and g.reeks = c.reeks
    union all
    select l.regio_code, l.regio, 'totaal' as cel_niveau, 'totaal' as cel_wet, 'totaal' as cel_voorziening, g.*
    from geleverd as g
    inner join {{ ref('int_regioleden') }} as l on g.gemeente_code = l.gemeente_code and g.jaar = l.jaar and g.wet = l.wet
    inner join heel as h on l.regio_code = h.regio_code and l.jaar = h.jaar and g.reeks = h.reeks
    where g.niveau = 'wet'
),

regels as (
    select
        sleutel, bestand, blad, regel, kolom, 1 as factor, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente,
        gebied_soort, 1 as leden_aantal, gemeente_code as deel_code, jaar, versie, versie_nr, cast(null as string) as taakveld,
        deel, niveau, wet, voorziening, bedrag_eur, status
    from geleverd
    union all
    select
        r.sleutel, r.bestand, r.blad, r.regel, r.kolom, 1 as factor, r.reeks, r.reeks_rang, r.is_openbaar,
        r.regio_code as gemeente_code, r.regio as gemeente, 'regio' as gebied_soort, 1 as leden_aantal,
        r.gemeente_code as deel_code, r.jaar, r.versie, r.versie_nr, cast(null as string) as taakveld, r.deel,
        r.cel_niveau as niveau, r.cel_wet as wet, r.cel_voorziening as voorziening, r.bedrag_eur, r.status
    from regio as r
    left join (select distinct reeks, gemeente_code, jaar from geleverd) as zelf
        on r.reeks = zelf.reeks and r.regio_code = zelf.gemeente_code and r.jaar = zelf.jaar
    where zelf.reeks is null
    union all
    select
        sleutel, bestand, blad, regel, kolom, factor, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente, gebied_soort,
        leden_aantal, deel_code, jaar, versie, {{ versie_nr('versie') }} as versie_nr, taakveld, taakveld as deel, niveau, wet, voorziening,
        bedrag_eur, status
    from {{ ref('int_taakveld_cellen') }}
    where document = 'begroting'
)

select
    *,
    -- what a change does not name is as it was: of every part its newest version makes the current budget
    versie_nr = max(versie_nr) over (
        partition by reeks, gemeente_code, jaar, niveau, wet, voorziening, deel_code, deel
    ) as is_actueel
from regels
