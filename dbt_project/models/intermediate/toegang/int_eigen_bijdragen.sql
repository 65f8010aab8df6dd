-- the newest amount per month and voorziening of each reeks
with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'periode'], ['niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_eigen_bijdragen') }}
)

select
    sleutel, bestand, blad, regel, levering, reeks, reeks_rang, scope, is_openbaar, gemeente_code, gemeente, gebied_soort,
    periode, periode_soort, jaar, niveau, wet, voorziening, eigen_bijdrage_eur, eigen_bijdrage_status, eigen_bijdrage_kolom
from vensters
where {{ is_nieuwste() }}
