-- one row per landing row and cell of the budget that it adds to; wijziging-N is the budget after that change
with per_voorziening as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar', 'versie'], ['niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_begroting') }}
    where voorziening is not null
),

regels as (
    select
        sleutel, bestand, blad, regel, bedrag_kolom as kolom, 1 as factor, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente,
        gebied_soort, 1 as leden_aantal, gemeente_code as deel_code, jaar, versie, niveau, wet, voorziening, bedrag_eur,
        bedrag_status as status
    from per_voorziening
    where {{ is_nieuwste() }}
    union all
    select
        sleutel, bestand, blad, regel, kolom, factor, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente, gebied_soort,
        leden_aantal, deel_code, jaar, versie, niveau, wet, voorziening, bedrag_eur, status
    from {{ ref('int_taakveld_cellen') }}
    where document = 'begroting'
)

select
    r.*,
    case
        when lower(r.versie) = 'primitief' then 0
        else coalesce(try_cast(split_part(r.versie, '-', 2) as integer), 0)
    end as versie_nr
from regels as r
