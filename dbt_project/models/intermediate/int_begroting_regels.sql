-- one row per landing row and cell of the budget that it adds to; wijziging-N is the budget after that change
with per_voorziening as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar', 'versie'], ['niveau', 'wet', 'voorziening']) }}
    from {{ ref('stg_begroting') }}
    where voorziening is not null
),

regels as (
    select
        sleutel, bestand, blad, regel, bedrag_kolom as kolom, 1 as factor, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente,
        gebied_soort, 1 as leden_aantal, gemeente_code as deel_code, jaar, versie, cast(null as string) as taakveld, niveau, wet, voorziening,
        bedrag_eur, bedrag_status as status
    from per_voorziening
    where {{ is_nieuwste() }}
    union all
    select
        sleutel, bestand, blad, regel, kolom, factor, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente, gebied_soort,
        leden_aantal, deel_code, jaar, versie, taakveld, niveau, wet, voorziening, bedrag_eur, status
    from {{ ref('int_taakveld_cellen') }}
    where document = 'begroting'
),

genummerd as (
    select
        *,
        -- the intake lets only 'primitief' and 'wijziging-N' through
        case when lower(versie) = 'primitief' then 0 else try_cast(split_part(versie, '-', 2) as integer) end as versie_nr
    from regels
)

select
    *,
    -- what a change does not name is as it was: of every part its newest version makes the current budget
    versie_nr = max(versie_nr) over (
        partition by reeks, gemeente_code, jaar, niveau, wet, voorziening, deel_code, taakveld
    ) as is_actueel
from genummerd
