-- one row per landing row and cell of the mart uitgaven that it adds to
with geleverd as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'periode'], ['soort', 'niveau', 'wet', 'voorziening', 'eenheid']) }}
    from {{ ref('stg_uitgaven') }}
),

nieuwste as (
    select
        g.*,
        v.groep,
        max(case when g.niveau = 'groep' then 1 else 0 end) over (
            partition by g.reeks, g.gemeente_code, g.periode, g.soort, g.wet,
                case when g.niveau = 'groep' then g.voorziening else v.groep end
        ) as groep_is_geleverd
    from geleverd as g
    left join {{ ref('voorzieningen') }} as v on g.voorziening = v.slug and g.niveau = 'voorziening'
    where {{ is_nieuwste() }}
),

-- amounts of a complete delivery add up; those of a part do not make a total
opgeteld as (
    select n.*, 'groep' as cel_niveau, n.wet as cel_wet, n.groep as cel_voorziening, 1 as is_opgeteld
    from nieuwste as n
    where n.scope = 'volledig' and n.niveau = 'voorziening'
    union all
    select n.*, 'wet' as cel_niveau, n.wet as cel_wet, 'totaal' as cel_voorziening, 1 as is_opgeteld
    from nieuwste as n
    where n.scope = 'volledig'
        and (n.niveau = 'groep' or (n.niveau = 'voorziening' and n.groep_is_geleverd = 0))
    union all
    select n.*, 'totaal' as cel_niveau, 'totaal' as cel_wet, 'totaal' as cel_voorziening, 1 as is_opgeteld
    from nieuwste as n
    where n.scope = 'volledig'
        and (n.niveau = 'groep' or (n.niveau = 'voorziening' and n.groep_is_geleverd = 0))
    union all
    select n.*, n.niveau as cel_niveau, n.wet as cel_wet, n.voorziening as cel_voorziening, 0 as is_opgeteld
    from nieuwste as n
),

cellen as (
    select
        *,
        min(is_opgeteld) over (
            partition by reeks, gemeente_code, periode, soort, cel_niveau, cel_wet, cel_voorziening
        ) as beste
    from opgeteld
),

-- what a reeks says of a cell in its uitgaven goes before what the same reeks delivers of it elsewhere
zelf_geleverd as (
    select
        reeks, gemeente_code, periode, soort, cel_niveau, cel_wet, cel_voorziening,
        max(case when uitgaven_status is not null then 1 else 0 end) as heeft_uitgaven,
        max(case when eigen_bijdrage_eur is not null then 1 else 0 end) as heeft_bijdrage
    from cellen
    where is_opgeteld = beste
    group by reeks, gemeente_code, periode, soort, cel_niveau, cel_wet, cel_voorziening
)

-- a total that was delivered stands as delivered, also where its parts would give another
select
    sleutel, bestand, blad, regel, uitgaven_kolom as kolom, volume_kolom, eigen_bijdrage_kolom, 1 as factor, levering, reeks, reeks_rang,
    is_openbaar, 'geleverd' as indeling, gemeente_code, gemeente, gebied_soort, 1 as leden_aantal,
    gemeente_code as deel_code, periode, periode_soort, jaar, cast(null as string) as taakveld,
    cel_niveau as niveau, cel_wet as wet, cel_voorziening as voorziening, soort,
    uitgaven_eur, uitgaven_status as status, eigen_bijdrage_eur, volume, eenheid
from cellen
where is_opgeteld = beste
union all
select
    sleutel, bestand, blad, regel, kolom, cast(null as string) as volume_kolom,
    cast(null as string) as eigen_bijdrage_kolom, factor, levering, reeks, reeks_rang,
    is_openbaar, indeling, gemeente_code, gemeente, gebied_soort, leden_aantal,
    deel_code, cast(jaar as string) as periode, 'jaar' as periode_soort, jaar, taakveld,
    niveau, wet, voorziening, 'alle' as soort,
    bedrag_eur as uitgaven_eur, status, cast(null as decimal(18,2)) as eigen_bijdrage_eur,
    cast(null as decimal(28,8)) as volume, cast(null as string) as eenheid
from {{ ref('int_taakveld_cellen') }}
where document = 'jaarrekening'
union all
select
    t.sleutel, t.bestand, t.blad, t.regel, t.kolom, t.volume_kolom, t.eigen_bijdrage_kolom, t.factor, t.levering, t.reeks,
    t.reeks_rang, t.is_openbaar, t.indeling, t.gemeente_code, t.gemeente, t.gebied_soort, t.leden_aantal,
    t.deel_code, t.periode, t.periode_soort, t.jaar, t.taakveld,
    t.niveau, t.wet, t.voorziening, t.soort, t.uitgaven_eur, t.status, t.eigen_bijdrage_eur, t.volume, t.eenheid
from {{ ref('int_uitgaven_toegang') }} as t
left join zelf_geleverd as z
    on t.reeks = z.reeks and t.gemeente_code = z.gemeente_code and t.periode = z.periode and t.soort = z.soort
    and t.niveau = z.cel_niveau and t.wet = z.cel_wet and t.voorziening = z.cel_voorziening
where coalesce(case when t.soort = 'alle' then z.heeft_bijdrage else z.heeft_uitgaven end, 0) = 0
