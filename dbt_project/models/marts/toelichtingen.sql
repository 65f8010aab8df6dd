with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'periode'], ['niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_toelichtingen') }}
)

select
    gemeente_code, gemeente, gebied_soort, cast(jaar as integer) as jaar, periode, periode_soort, niveau, wet,
    voorziening, reeks, tekst, auteur, datum, levering,
    {{ is_voorkeur(['gemeente_code', 'periode', 'niveau', 'wet', 'voorziening']) }} as is_voorkeur,
    is_openbaar
from vensters
where {{ is_nieuwste() }}
