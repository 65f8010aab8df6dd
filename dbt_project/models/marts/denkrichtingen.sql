with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar'], ['keuze', 'denkrichting']) }}
    from {{ ref('stg_denkrichtingen') }}
)

select
    gemeente_code, gemeente, gebied_soort, cast(jaar as integer) as jaar, keuze, denkrichting, reeks, bedrag_eur, is_totaal, is_openbaar
from vensters
where {{ is_nieuwste() }}
