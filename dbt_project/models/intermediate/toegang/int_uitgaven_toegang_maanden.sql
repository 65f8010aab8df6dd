-- what pgb and eigen bijdragen add to each month's cell; amounts of a complete delivery add up, those of a part do not
with geleverd as (
    select
        sleutel, bestand, blad, regel, besteed_kolom as kolom, cast(null as string) as eigen_bijdrage_kolom, levering,
        reeks, reeks_rang, scope, is_openbaar, gemeente_code, gemeente, gebied_soort, periode, jaar, niveau, wet,
        voorziening, 'pgb' as soort, besteed_eur as uitgaven_eur, besteed_status as status,
        cast(null as decimal(18,2)) as eigen_bijdrage_eur
    from {{ ref('int_pgb') }}
    where besteed_status is not null
    union all
    select
        sleutel, bestand, blad, regel, cast(null as string) as kolom, eigen_bijdrage_kolom, levering,
        reeks, reeks_rang, scope, is_openbaar, gemeente_code, gemeente, gebied_soort, periode, jaar, niveau, wet,
        voorziening, 'alle' as soort, cast(null as decimal(18,2)) as uitgaven_eur, eigen_bijdrage_status as status,
        eigen_bijdrage_eur
    from {{ ref('int_eigen_bijdragen') }}
),

met_groep as (
    select
        g.*,
        case when g.niveau = 'groep' then g.voorziening else v.groep end as groep
    from geleverd as g
    left join {{ ref('voorzieningen') }} as v on g.voorziening = v.slug and g.niveau = 'voorziening'
),

delen as (
    select
        *,
        max(case when niveau = 'groep' then 1 else 0 end) over (
            partition by reeks, gemeente_code, periode, soort, wet, groep
        ) as groep_is_geleverd,
        max(case when niveau = 'wet' then 1 else 0 end) over (
            partition by reeks, gemeente_code, periode, soort, wet
        ) as wet_is_geleverd
    from met_groep
),

-- what a wet is made of: its own total, else its groepen, else their voorzieningen
opgeteld as (
    select d.*, d.niveau as cel_niveau, d.wet as cel_wet, d.voorziening as cel_voorziening, 0 as is_opgeteld
    from delen as d
    union all
    select d.*, 'groep' as cel_niveau, d.wet as cel_wet, d.groep as cel_voorziening, 1 as is_opgeteld
    from delen as d
    where d.scope = 'volledig' and d.niveau = 'voorziening'
    union all
    select d.*, 'wet' as cel_niveau, d.wet as cel_wet, 'totaal' as cel_voorziening, 1 as is_opgeteld
    from delen as d
    where d.scope = 'volledig' and (d.niveau = 'groep' or (d.niveau = 'voorziening' and d.groep_is_geleverd = 0))
    union all
    select d.*, 'totaal' as cel_niveau, 'totaal' as cel_wet, 'totaal' as cel_voorziening, 1 as is_opgeteld
    from delen as d
    where d.scope = 'volledig' and (
        d.niveau = 'wet'
        or (d.wet_is_geleverd = 0 and (d.niveau = 'groep' or (d.niveau = 'voorziening' and d.groep_is_geleverd = 0)))
    )
),

cellen as (
    select
        *,
        min(is_opgeteld) over (
            partition by reeks, gemeente_code, periode, soort, cel_niveau, cel_wet, cel_voorziening
        ) as beste
    from opgeteld
)

-- a total that was delivered stands as delivered, also where its parts would give another
select
    sleutel, bestand, blad, regel, kolom, eigen_bijdrage_kolom, levering, reeks, reeks_rang, scope, is_openbaar,
    gemeente_code, gemeente, gebied_soort, periode, jaar, cel_niveau as niveau, cel_wet as wet,
    cel_voorziening as voorziening, soort, uitgaven_eur, status, eigen_bijdrage_eur, is_opgeteld
from cellen
where is_opgeteld = beste
