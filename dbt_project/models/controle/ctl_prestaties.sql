-- declared lines that the rules count, or do not count, and that someone should look at. Lines of one message with the
-- same trouble are one finding; none names a person or a toewijzing.
with toewijzingen as (
    select gemeente_code, wet, toewijzingnummer, is_verwijderd
    from {{ ref('int_toewijzing_versies') }}
    where versie_rang = 1
),

gevonden as (
    select
        p.sleutel, p.bestand, p.blad, p.regel, p.status, t.is_verwijderd
    from {{ ref('int_prestaties') }} as p
    left join toewijzingen as t on p.gemeente_code = t.gemeente_code and p.wet = t.wet and p.toewijzingnummer = t.toewijzingnummer
    where p.status in ('toegekend', 'openstaand') and coalesce(t.is_verwijderd, true)
),

-- granted credits and the debet they name
credits as (
    select wet, gemeente_code, aanbieder, vorig_referentienummer, sleutel, bestand, blad, regel
    from {{ ref('int_prestaties') }}
    where debet_credit = 'C' and status in ('toegekend', 'openstaand')
),

debets as (
    select distinct c.wet, c.gemeente_code, c.aanbieder, c.vorig_referentienummer
    from credits as c
    inner join {{ ref('int_prestaties') }} as p
        on c.wet = p.wet and c.gemeente_code = p.gemeente_code and c.aanbieder = p.aanbieder
        and c.vorig_referentienummer = p.referentienummer and p.debet_credit = 'D' and p.status in ('toegekend', 'openstaand')
),

los_credit as (
    select c.sleutel, c.bestand, c.blad, c.regel
    from credits as c
    left join debets as d
        on c.wet = d.wet and c.gemeente_code = d.gemeente_code and c.aanbieder = d.aanbieder
        and c.vorig_referentienummer = d.vorig_referentienummer
    where d.vorig_referentienummer is null
),

-- debets for the same product and period: found first, on few columns, then those that were credited are left out
herhaald as (
    select gemeente_code, wet, toewijzingnummer, productcategorie, productcode, begindatum, einddatum
    from {{ ref('int_prestaties') }}
    where debet_credit = 'D' and status = 'toegekend'
    group by gemeente_code, wet, toewijzingnummer, productcategorie, productcode, begindatum, einddatum
    having count(*) > 1
),

-- of which none was credited: all but the first
actief as (
    select
        p.sleutel, p.bestand, p.blad, p.regel,
        row_number() over (
            partition by p.gemeente_code, p.wet, p.toewijzingnummer, p.productcategorie, p.productcode, p.begindatum, p.einddatum
            order by p.ingediend_op, p.bericht_id, p.regel
        ) as rang
    from {{ ref('int_prestaties') }} as p
    inner join herhaald as h
        on p.gemeente_code = h.gemeente_code and p.wet = h.wet and p.toewijzingnummer = h.toewijzingnummer
        and p.productcategorie = h.productcategorie and p.productcode is not distinct from h.productcode
        and p.begindatum = h.begindatum and p.einddatum = h.einddatum
    left join credits as c
        on p.wet = c.wet and p.gemeente_code = c.gemeente_code and p.aanbieder = c.aanbieder
        and p.referentienummer = c.vorig_referentienummer
    where p.debet_credit = 'D' and p.status = 'toegekend' and c.sleutel is null
),

alle as (
    select sleutel, bestand, blad, regel, 'prestatie.zonder_toewijzing' as regel_code, 'waarschuwing' as ernst,
        'Geen 301 met deze toewijzing. Het bedrag telt, de cliënt niet. Lever de 301 aan.' as uitleg
    from gevonden
    where is_verwijderd is null
    union all
    select sleutel, bestand, blad, regel, 'prestatie.op_verwijderde_toewijzing' as regel_code, 'waarschuwing' as ernst,
        'Toegekend op een verwijderde toewijzing. Het bedrag telt. Ga na of het terug moet.' as uitleg
    from gevonden
    where is_verwijderd and status = 'toegekend'
    union all
    select sleutel, bestand, blad, regel, 'prestatie.credit_zonder_debet' as regel_code, 'waarschuwing' as ernst,
        'Een credit zonder debet dat meetelt. Het bedrag gaat van de uitgaven af. Ga na wat het corrigeert.' as uitleg
    from los_credit
    union all
    select sleutel, bestand, blad, regel, 'prestatie.tweede_debet' as regel_code, 'waarschuwing' as ernst,
        'Een tweede debet voor hetzelfde product en dezelfde periode, zonder credit. Beide tellen. Ga na of er dubbel is betaald.' as uitleg
    from actief
    where rang > 1
)

select
    l.levering, a.bestand, min(a.blad) as blad, min(a.regel) as regel, cast(null as string) as kolom,
    cast(count(*) as string) as waarde, cast(null as string) as verwacht, cast(null as decimal(28,8)) as verschil,
    a.regel_code, a.ernst, concat(max(a.uitleg), ' Prestaties in dit bericht: ', cast(count(*) as string), '.') as melding,
    'controller' as eigenaar, false as is_openbaar
from alle as a
inner join {{ ref('stg_leveringen') }} as l on a.sleutel = l.sleutel
group by l.levering, a.sleutel, a.bestand, a.regel_code, a.ernst
