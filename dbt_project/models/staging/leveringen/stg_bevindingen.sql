-- also those of refused deliveries: why a delivery does not count is part of the picture
select
    r.levering,
    r.bestand,
    r.blad,
    r.regel,
    r.kolom,
    r.waarde,
    r.verwacht,
    r.verschil,
    r.regel_code,
    r.ernst,
    r.melding,
    r.eigenaar,
    l.is_openbaar
from {{ lees_landing('bevindingen') }} as r
inner join {{ ref('stg_leveringen') }} as l on r.sleutel = l.sleutel
