-- lasten per taakveld from Iv3 and from begrotingen on taakveld, in euro, with their place in the crosswalk
with iv3 as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar', 'document'], ['taakveld']) }}
    from {{ ref('stg_iv3') }}
    where document in ('begroting', 'jaarrekening')
),

begroting as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar', 'versie'], ['taakveld']) }}
    from {{ ref('stg_begroting') }}
    where taakveld is not null
),

regels as (
    select
        sleutel, bestand, blad, regel, lasten_kolom as kolom, 1000 as factor, levering, reeks, reeks_rang, is_openbaar,
        gemeente_code, gemeente, jaar, document,
        case when document = 'begroting' then 'primitief' else 'jaarrekening' end as versie,
        taakveld, cast(lasten * 1000 as decimal(18,2)) as bedrag_eur, lasten_status as status
    from iv3
    where {{ is_nieuwste() }}
    union all
    select
        sleutel, bestand, blad, regel, bedrag_kolom as kolom, 1 as factor, levering, reeks, reeks_rang, is_openbaar,
        gemeente_code, gemeente, jaar, 'begroting' as document, versie, taakveld, bedrag_eur, bedrag_status as status
    from begroting
    where {{ is_nieuwste() }}
),

geteld as (
    select
        r.*,
        sum(abs(r.bedrag_eur)) over (partition by r.reeks, r.gemeente_code, r.jaar, r.versie) as som_absoluut
    from regels as r
)

select
    g.sleutel, g.bestand, g.blad, g.regel, g.kolom, g.factor, g.levering, g.reeks, g.reeks_rang, g.is_openbaar,
    g.gemeente_code, g.gemeente, g.jaar, g.document, g.versie, g.taakveld,
    c.voorziening, c.groep, c.wet, c.in_jeugd, c.in_wmo, c.in_wmo_incl_opvang, c.vergelijkbaarheid,
    -- an abolished gemeente can still deliver rows of zeros: that is a missing account, not 0 euro
    coalesce(g.som_absoluut = 0 and i.opgeheven_in_jaar <= g.jaar, false) as is_nul_van_opgeheven,
    case when g.som_absoluut = 0 and i.opgeheven_in_jaar <= g.jaar then null else g.bedrag_eur end as bedrag_eur,
    g.status
from geteld as g
inner join {{ ref('iv3_crosswalk') }} as c
    on g.taakveld = c.taakveld and g.jaar between c.van_jaar and c.tot_jaar
left join {{ ref('int_gemeenten') }} as i on g.gemeente_code = i.gemeente_code
