with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar'], ['naam', 'maat']) }}
    from {{ ref('stg_pilots') }}
)

select
    gemeente_code, gemeente, gebied_soort, cast(jaar as integer) as jaar, naam as pilot, maat, reeks,
    cast(waarde as decimal(28,4)) as waarde, waarde_status, eenheid, toelichting, is_openbaar
from vensters
where {{ is_nieuwste() }}
