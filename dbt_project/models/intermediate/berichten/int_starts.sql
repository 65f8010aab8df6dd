-- the last report of a start decides; one that its answer rejects was never made
with nummers as (
    -- a start without a number belongs to the toewijzing of the same product that began on the day it names
    select gemeente_code, wet, persoon, aanbieder, productcategorie, ingangsdatum, min(toewijzingnummer) as toewijzingnummer
    from {{ ref('int_toewijzing_versies') }}
    where versie_rang = 1 and not is_verwijderd
    group by gemeente_code, wet, persoon, aanbieder, productcategorie, ingangsdatum
),

afgewezen as (
    select distinct t.heen_id, coalesce(r.toewijzingnummer, -1) as nummer, r.begindatum, r.status_aanlevering
    from {{ ref('stg_retour') }} as r
    inner join {{ ref('int_retouren') }} as t on r.sleutel = t.sleutel and r.bestand = t.bestand
    where r.klasse = 'start' and {{ heeft_afkeur('r.retourcodes', ['0200', '8001']) }}
),

meldingen as (
    select
        b.gemeente_code, r.wet, coalesce(r.toewijzingnummer, n.toewijzingnummer) as toewijzingnummer, r.persoon, r.aanbieder,
        r.begindatum, r.productcategorie, upper(r.productcode) as productcode, r.dagtekening, r.identificatie, r.status_aanlevering,
        r.levering, r.sleutel, r.bestand, r.blad, r.regel
    from {{ ref('stg_start') }} as r
    inner join {{ ref('int_berichten') }} as b on r.sleutel = b.sleutel and r.bestand = b.bestand
    left join {{ ref('int_retouren') }} as t on b.bericht_id = t.heen_id
    left join afgewezen as a
        on b.bericht_id = a.heen_id and coalesce(r.toewijzingnummer, -1) = a.nummer and r.begindatum = a.begindatum
        and r.status_aanlevering = a.status_aanlevering
    left join nummers as n
        on r.toewijzingnummer is null and b.gemeente_code = n.gemeente_code and r.wet = n.wet and r.persoon = n.persoon
        and r.aanbieder = n.aanbieder and r.productcategorie = n.productcategorie and r.toewijzing_ingangsdatum = n.ingangsdatum
    where a.heen_id is null and not coalesce(t.is_kop_afgewezen, false)
),

gerangschikt as (
    select
        *,
        row_number() over (
            partition by gemeente_code, wet, persoon, toewijzingnummer, begindatum
            order by dagtekening desc, identificatie desc, regel desc, aanbieder desc, bestand desc
        ) as rang
    from meldingen
)

select
    gemeente_code, wet, toewijzingnummer, persoon, aanbieder, begindatum, productcategorie, productcode, dagtekening,
    levering, sleutel, bestand, blad, regel
from gerangschikt
where rang = 1 and status_aanlevering = '1'
