-- what a gemeente delivered of its budget under every cell that it can make up: a wet is its own total, else its
-- groepen, else their voorzieningen. Rows of Iv3 have their cells already (int_taakveld_cellen).
with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar', 'versie'], ['niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_begroting') }}
    where voorziening is not null
),

nieuwste as (
    select b.*, case when b.niveau = 'groep' then b.voorziening else v.groep end as groep
    from vensters as b
    left join {{ ref('voorzieningen') }} as v on b.voorziening = v.slug and b.niveau = 'voorziening'
    where {{ is_nieuwste() }}
),

delen as (
    select
        *,
        max(case when niveau = 'groep' then 1 else 0 end) over (
            partition by reeks, gemeente_code, jaar, wet, groep
        ) as groep_is_geleverd,
        max(case when niveau = 'wet' then 1 else 0 end) over (
            partition by reeks, gemeente_code, jaar, wet
        ) as wet_is_geleverd
    from nieuwste
),

opgeteld as (
    select d.*, d.niveau as cel_niveau, d.wet as cel_wet, d.voorziening as cel_voorziening, 0 as is_opgeteld
    from delen as d
    union all
    select d.*, 'groep' as cel_niveau, d.wet as cel_wet, d.groep as cel_voorziening, 1 as is_opgeteld
    from delen as d
    where d.niveau = 'voorziening'
    union all
    select d.*, 'wet' as cel_niveau, d.wet as cel_wet, 'totaal' as cel_voorziening, 1 as is_opgeteld
    from delen as d
    where d.niveau = 'groep' or (d.niveau = 'voorziening' and d.groep_is_geleverd = 0)
    union all
    select d.*, 'totaal' as cel_niveau, 'totaal' as cel_wet, 'totaal' as cel_voorziening, 1 as is_opgeteld
    from delen as d
    where d.niveau = 'wet'
        or (d.wet_is_geleverd = 0 and (d.niveau = 'groep' or (d.niveau = 'voorziening' and d.groep_is_geleverd = 0)))
)

select
    sleutel, bestand, blad, regel, levering, bedrag_kolom as kolom, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente,
    gebied_soort, jaar, versie,
    {{ versie_nr('versie') }} as versie_nr,
    wet as deel_wet, concat(wet, '/', niveau, '/', voorziening) as deel,
    cel_niveau as niveau, cel_wet as wet, cel_voorziening as voorziening, is_opgeteld,
    -- a total that was delivered stands as delivered, also where its parts would give another
    is_opgeteld = min(is_opgeteld) over (
        partition by reeks, gemeente_code, jaar, cel_niveau, cel_wet, cel_voorziening
    ) as telt,
    bedrag_eur, bedrag_status as status
from opgeteld
