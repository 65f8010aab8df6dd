-- the current version of every toewijzing that was not removed
with geldig as (
    select * from {{ ref('int_toewijzing_versies') }}
    where versie_rang = 1 and not is_verwijderd
),

-- only the 301 that follows on a request names it: later versions leave the reference out
referenties as (
    select gemeente_code, wet, toewijzingnummer, aanbieder, referentie
    from (
        select
            gemeente_code, wet, toewijzingnummer, aanbieder, referentie,
            row_number() over (partition by gemeente_code, wet, toewijzingnummer order by versie_rang) as rang
        from {{ ref('int_toewijzing_versies') }}
        where referentie is not null
    ) as genoemd
    where rang = 1
),

verzoeken as (
    select wet, aanbieder, referentie, verwijzer
    from (
        select
            r.wet, r.aanbieder, r.referentie, r.verwijzer,
            row_number() over (
                partition by r.wet, r.aanbieder, r.referentie order by r.dagtekening desc, r.identificatie desc, r.regel desc
            ) as rang
        from {{ ref('stg_verzoek') }} as r
        inner join {{ ref('int_berichten') }} as b on r.sleutel = b.sleutel and r.bestand = b.bestand
        where r.verwijzer is not null
    ) as gerangschikt
    where rang = 1
),

toegang as (
    select gemeente_code, wet, toewijzingnummer, verwijzer
    from (
        select
            gemeente_code, wet, toewijzingnummer, verwijzer,
            row_number() over (
                partition by gemeente_code, wet, toewijzingnummer order by datum_melding desc, reeks_rang, reeks, verwijzer
            ) as rang
        from {{ ref('int_toegang') }}
        where toewijzingnummer is not null and verwijzer is not null
    ) as gerangschikt
    where rang = 1
),

-- without a product of its own: that of its first start
starts as (
    select gemeente_code, wet, toewijzingnummer, productcategorie, productcode
    from (
        select
            gemeente_code, wet, toewijzingnummer, productcategorie, productcode,
            row_number() over (
                partition by gemeente_code, wet, toewijzingnummer order by begindatum, dagtekening, sleutel, bestand, regel
            ) as rang
        from {{ ref('int_starts') }}
        where productcategorie is not null or productcode is not null
    ) as gerangschikt
    where rang = 1
),

met_product as (
    select
        t.*,
        coalesce(p.voorziening, q.voorziening, d.voorziening, case t.wet when 'wmo' then 'overig_wmo' else 'overig_jeugd' end) as voorziening,
        {{ in_eenheid('t.volume', 't.eenheid') }} as volume_in_eenheid,
        {{ dagen_tussen('t.ingangsdatum', 't.einddatum') }} + 1 as dagen
    from geldig as t
    left join {{ ref('int_producten') }} as p
        on t.gemeente_code = p.gemeente_code and t.wet = p.wet and coalesce(t.productcategorie, '') = p.productcategorie
        and coalesce(t.productcode, '') = p.productcode
    left join starts as s on t.gemeente_code = s.gemeente_code and t.wet = s.wet and t.toewijzingnummer = s.toewijzingnummer
    left join {{ ref('int_producten') }} as q
        on s.gemeente_code = q.gemeente_code and s.wet = q.wet and coalesce(s.productcategorie, '') = q.productcategorie
        and coalesce(s.productcode, '') = q.productcode
    left join {{ ref('int_toewijzing_prestaties') }} as d
        on t.gemeente_code = d.gemeente_code and t.wet = d.wet and t.toewijzingnummer = d.toewijzingnummer
)

select
    t.gemeente_code, t.wet, t.toewijzingnummer, t.persoon, t.geboortejaar, t.geslacht, t.aanbieder, r.referentie,
    t.productcategorie, t.productcode, t.voorziening, v.groep, t.toewijzingsdatum, t.ingangsdatum, t.einddatum, t.reden_wijziging,
    t.volume, t.eenheid, t.frequentie, t.budget_eur,
    case t.frequentie
        when '1' then cast(t.volume_in_eenheid * 7 as decimal(18,4))
        when '2' then t.volume_in_eenheid
        when '4' then {{ quotient('t.volume_in_eenheid * 12', '52', 4, 'decimal(18,4)') }}
        when '6' then {{ quotient('t.volume_in_eenheid * 7', 't.dagen', 4, 'decimal(18,4)') }}
    end as volume_per_week,
    t.eerste_toewijzingsdatum,
    coalesce(z.verwijzer, g.verwijzer, case when t.wet = 'wmo' then '01' end) as verwijzer,
    t.sleutel, t.bestand, t.blad, t.regel
from met_product as t
inner join {{ ref('voorzieningen') }} as v on t.voorziening = v.slug
left join referenties as r on t.gemeente_code = r.gemeente_code and t.wet = r.wet and t.toewijzingnummer = r.toewijzingnummer
left join verzoeken as z on r.wet = z.wet and r.aanbieder = z.aanbieder and r.referentie = z.referentie
left join toegang as g on t.gemeente_code = g.gemeente_code and t.wet = g.wet and t.toewijzingnummer = g.toewijzingnummer
