-- the same message twice with another content: one of them counts
with exemplaren as (
    select
        c.levering, c.sleutel, c.bestand, c.soort
    from {{ ref('stg_bericht') }} as c
    inner join {{ ref('int_gemeenten') }} as cg on c.gemeente_code = cg.gemeente_code
    inner join {{ ref('int_berichten') }} as b
        on c.wet = b.wet and c.soort = b.soort and c.aanbieder = b.aanbieder and c.identificatie = b.identificatie
        and coalesce(c.retour_identificatie, '') = coalesce(b.retour_identificatie, '') and c.inhoud_hash <> b.inhoud_hash
    inner join {{ ref('int_gemeenten') }} as bg on b.gemeente_code = bg.gemeente_code and cg.huidige_code = bg.huidige_code
    -- a message of before and one of after the gemeente merged may both count
    left join {{ ref('int_berichten') }} as telt on c.sleutel = telt.sleutel and c.bestand = telt.bestand
    where telt.sleutel is null
    group by c.levering, c.sleutel, c.bestand, c.soort
)

select
    levering, bestand, 'Bericht' as blad, cast(1 as bigint) as regel,
    cast(null as string) as kolom, cast(null as string) as waarde, cast(null as string) as verwacht,
    cast(null as decimal(28,8)) as verschil,
    'bericht.dubbel_anders' as regel_code, 'waarschuwing' as ernst,
    concat('Dit bericht (', soort, ') heeft de identificatie van een ander bericht maar niet dezelfde inhoud. Alleen het eerste, ',
        'naar dagtekening, telt. Vraag de afzender welk bericht klopt.') as melding,
    'leverancier' as eigenaar, false as is_openbaar
from exemplaren
