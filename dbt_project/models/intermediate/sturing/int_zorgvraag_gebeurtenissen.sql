-- what happened to a melding, each on its own day
with meldingen as (
    select
        reeks, reeks_rang, gemeente_code, wet, voorziening, niveau, coalesce(verwijzer, 'onbekend') as verwijzer,
        datum_melding, datum_aanvraag, datum_besluit, besluit
    from {{ ref('int_toegang') }}
    where gemeente_code like 'GM%'
)

select
    reeks, reeks_rang, gemeente_code, wet, voorziening, niveau, verwijzer, 'melding' as soort, datum_melding as datum,
    cast(null as double) as dagen
from meldingen
where datum_melding is not null
union all
select
    reeks, reeks_rang, gemeente_code, wet, voorziening, niveau, verwijzer, 'aanvraag' as soort, datum_aanvraag as datum,
    cast(null as double) as dagen
from meldingen
where datum_aanvraag is not null
union all
select
    reeks, reeks_rang, gemeente_code, wet, voorziening, niveau, verwijzer,
    coalesce(besluit, 'onbekend') as soort, datum_besluit as datum,
    -- a besluit before its melding is a slip of the pen, not a short wait
    case when datum_besluit >= datum_melding then cast({{ dagen_tussen('datum_melding', 'datum_besluit') }} as double) end
        as dagen
from meldingen
where datum_besluit is not null
