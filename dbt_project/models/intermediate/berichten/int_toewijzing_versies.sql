-- a 301 repeats what still holds: the version that counts is the last by its own date and time, never by arrival
with versies as (
    select
        b.gemeente_code, r.wet, r.toewijzingnummer, r.persoon, r.geboortejaar, r.geslacht, r.aanbieder, r.identificatie,
        r.dagtekening, r.referentie, r.productcategorie, upper(r.productcode) as productcode, r.toewijzingsdatum, r.toewijzingstijd,
        r.ingangsdatum, r.einddatum, r.reden_wijziging, r.volume, r.eenheid, r.frequentie, r.budget as budget_eur, r.levering,
        r.sleutel, r.bestand, r.blad, r.regel,
        row_number() over (
            partition by b.gemeente_code, r.wet, r.toewijzingnummer
            order by r.toewijzingsdatum desc, r.toewijzingstijd desc, r.dagtekening desc, r.identificatie desc, r.aanbieder desc,
                r.bestand desc, r.regel desc
        ) as versie_rang,
        min(r.toewijzingsdatum) over (partition by b.gemeente_code, r.wet, r.toewijzingnummer) as eerste_toewijzingsdatum
    from {{ ref('stg_toewijzing') }} as r
    inner join {{ ref('int_berichten') }} as b on r.sleutel = b.sleutel and r.bestand = b.bestand
    where r.toewijzingnummer is not null
)

select
    gemeente_code, wet, toewijzingnummer, versie_rang,
    coalesce(reden_wijziging = '13' or (reden_wijziging = '01' and einddatum = ingangsdatum), false) as is_verwijderd,
    persoon, geboortejaar, geslacht, aanbieder, identificatie, dagtekening, referentie, productcategorie, productcode,
    toewijzingsdatum, toewijzingstijd, ingangsdatum, einddatum, reden_wijziging, volume, eenheid, frequentie, budget_eur,
    eerste_toewijzingsdatum, levering, sleutel, bestand, blad, regel
from versies
