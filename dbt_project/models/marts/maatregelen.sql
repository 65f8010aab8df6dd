with vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'jaar'], ['nr', 'maatregel', 'onderdeel', 'regel_soort']) }}
    from {{ ref('stg_maatregelen') }}
    where not is_totaal
),

-- a newer delivery of the assumptions replaces the older
aannames as (
    select *, {{ nieuwste_vensters(['gemeente_code'], ['nr']) }}
    from {{ ref('stg_maatregel_aannames') }}
),

cellen as (
    select
        gemeente_code, max(gemeente) as gemeente, gebied_soort, jaar, nr, maatregel, onderdeel, reeks,
        cast(sum(case when regel_soort = 'kosten' then bedrag_eur end) as decimal(18,2)) as kosten_eur,
        cast(sum(case when regel_soort = 'effect' then bedrag_eur end) as decimal(18,2)) as effect_eur,
        cast(sum(case when regel_soort = 'resultaat' then bedrag_eur end) as decimal(18,2)) as gepubliceerd_eur,
        max(toelichting) as toelichting,
        min(is_openbaar) as is_openbaar
    from vensters
    where {{ is_nieuwste() }}
    group by gemeente_code, gebied_soort, jaar, nr, maatregel, onderdeel, reeks
)

select
    c.gemeente_code, c.gemeente, c.gebied_soort, cast(c.jaar as integer) as jaar, c.nr, c.maatregel, c.onderdeel, c.reeks,
    c.kosten_eur, c.effect_eur,
    cast(c.kosten_eur + c.effect_eur as decimal(18,2)) as netto_eur,
    c.gepubliceerd_eur,
    cast(c.gepubliceerd_eur - (c.kosten_eur + c.effect_eur) as decimal(18,2)) as verschil_eur,
    coalesce(a.aanname, c.toelichting) as toelichting,
    c.is_openbaar
from cellen as c
left join (select * from aannames where {{ is_nieuwste() }}) as a on c.reeks = a.reeks and c.gemeente_code = a.gemeente_code and c.nr = a.nr
