with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'periode'], ['onderwerp', 'maat', 'vergelijking', 'toelichting']) }}
    from {{ ref('stg_indicatoren') }}
)

select
    gemeente_code, gemeente, gebied_soort, periode, cast(jaar as integer) as jaar, onderwerp, soort, maat, reeks,
    cast(waarde as decimal(28,4)) as waarde, waarde_status, eenheid, vergelijking, vergelijking_waarde, toelichting, is_openbaar
from vensters
where {{ is_nieuwste() }}
