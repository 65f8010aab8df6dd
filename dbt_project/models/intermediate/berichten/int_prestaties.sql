-- toegekend = ingediend (323) min afgekeurd (325): an answer names only what it rejects
{% set oordeel %}case
            when t.heen_id is null then 'openstaand'
            when t.oordeel = 'alles_afgekeurd' or a.heen_id is not null then 'afgekeurd'
            else 'toegekend'
        end{% endset %}
with afgekeurd as (
    select distinct t.heen_id, r.referentienummer
    from {{ ref('stg_retour') }} as r
    inner join {{ ref('int_retouren') }} as t on r.sleutel = t.sleutel and r.bestand = t.bestand
    where r.klasse = 'prestatie' and t.oordeel = 'genoemd_afgekeurd'
),

-- A number counts once: the first that is not rejected. Nearly all numbers occur once, so those that do not are found
-- first, on few columns, and only they are judged and ranked here.
herhaald as (
    select b.gemeente_code, r.wet, r.aanbieder, r.referentienummer
    from {{ ref('stg_prestatie') }} as r
    inner join {{ ref('int_berichten') }} as b on r.sleutel = b.sleutel and r.bestand = b.bestand
    group by b.gemeente_code, r.wet, r.aanbieder, r.referentienummer
    having count(*) > 1
),

herhalingen as (
    select
        r.sleutel, r.bestand, r.regel, b.gemeente_code, r.wet, r.aanbieder, r.referentienummer, r.dagtekening, r.identificatie,
        {{ oordeel }} as oordeel
    from {{ ref('stg_prestatie') }} as r
    inner join {{ ref('int_berichten') }} as b on r.sleutel = b.sleutel and r.bestand = b.bestand
    inner join herhaald as h
        on b.gemeente_code = h.gemeente_code and r.wet = h.wet and r.aanbieder = h.aanbieder and r.referentienummer = h.referentienummer
    left join {{ ref('int_retouren') }} as t on b.bericht_id = t.heen_id
    left join afgekeurd as a on b.bericht_id = a.heen_id and r.referentienummer = a.referentienummer
),

dubbel as (
    select sleutel, bestand, regel
    from (
        select
            sleutel, bestand, regel,
            row_number() over (
                partition by wet, gemeente_code, aanbieder, referentienummer order by dagtekening, identificatie, regel
            ) as rang
        from herhalingen
        where oordeel <> 'afgekeurd'
    ) as gerangschikt
    where rang > 1
),

beoordeeld as (
    select
        b.bericht_id, b.gemeente_code, r.wet, r.aanbieder, r.persoon, r.declaratienummer, r.referentienummer,
        r.vorig_referentienummer, r.toewijzingnummer, r.productcategorie, upper(r.productcode) as productcode,
        r.declaratie_begin, r.begindatum, r.einddatum, r.dagtekening as ingediend_op, t.dagtekening as beoordeeld_op,
        r.eenheid, r.tarief as tarief_eur, r.debet_credit,
        case r.debet_credit when 'C' then -r.volume else r.volume end as volume,
        case r.debet_credit when 'C' then -r.bedrag else r.bedrag end as bedrag_eur,
        case when d.sleutel is not null then 'dubbel' else {{ oordeel }} end as status,
        r.sleutel, r.bestand, r.blad, r.regel
    from {{ ref('stg_prestatie') }} as r
    inner join {{ ref('int_berichten') }} as b on r.sleutel = b.sleutel and r.bestand = b.bestand
    left join {{ ref('int_retouren') }} as t on b.bericht_id = t.heen_id
    left join afgekeurd as a on b.bericht_id = a.heen_id and r.referentienummer = a.referentienummer
    left join dubbel as d on r.sleutel = d.sleutel and r.bestand = d.bestand and r.regel = d.regel
)

select
    r.bericht_id, r.gemeente_code, r.wet, r.aanbieder, r.persoon, r.declaratienummer, r.referentienummer,
    r.vorig_referentienummer, r.toewijzingnummer, r.productcategorie, r.productcode, p.voorziening, p.groep,
    {{ maand_van('r.begindatum') }} as zorgmaand,
    {{ maand_van('r.declaratie_begin') }} as declaratiemaand,
    r.begindatum, r.einddatum, r.ingediend_op, r.beoordeeld_op,
    {{ in_eenheid('r.volume', 'r.eenheid') }} as volume,
    r.eenheid,
    {{ eenheid_naam('r.eenheid') }} as eenheid_naam,
    r.tarief_eur,
    cast(r.bedrag_eur as decimal(18,2)) as bedrag_eur,
    r.status,
    cast(case when r.status = 'toegekend' then r.bedrag_eur else 0 end as decimal(18,2)) as toegekend_eur,
    cast(case when r.status = 'openstaand' then r.bedrag_eur else 0 end as decimal(18,2)) as openstaand_eur,
    r.debet_credit, r.sleutel, r.bestand, r.blad, r.regel
from beoordeeld as r
inner join {{ ref('int_producten') }} as p
    on r.gemeente_code = p.gemeente_code and r.wet = p.wet and coalesce(r.productcategorie, '') = p.productcategorie
    and coalesce(r.productcode, '') = p.productcode
