{{ config(materialized='view') }}
-- a view, for `grip trace` only: every line under each cell of the aansluiting that it adds to
with regels as (
    select
        case status when 'toegekend' then 'berichten' else 'openstaand' end as post, sleutel, bestand, blad, regel,
        'bedrag' as kolom, case debet_credit when 'C' then -1 else 1 end as factor, gemeente_code,
        cast(extract(year from zorgmaand) as integer) as jaar, 'voorziening' as niveau, wet, voorziening, bedrag_eur
    from {{ ref('int_prestaties') }}
    where status in ('toegekend', 'openstaand')
    union all
    select
        post, sleutel, bestand, blad, regel, kolom, factor, gemeente_code, jaar, niveau, wet, voorziening, bedrag_eur
    from {{ ref('int_aansluiting_regels') }}
),

cellen as (
    select
        r.post, r.sleutel, r.bestand, r.blad, r.regel, r.kolom, r.factor, r.gemeente_code as deel_code, r.wet as deel_wet,
        r.jaar, p.niveau, p.wet, p.voorziening, r.bedrag_eur
    from regels as r
    inner join {{ ref('int_aansluiting_paden') }} as p
        on r.niveau = p.deel_niveau and r.wet = p.deel_wet and r.voorziening = p.deel_voorziening
    where not (p.is_iv3_groep and r.post = 'pgb' and r.jaar >= 2025)
    union all
    select
        post, sleutel, bestand, blad, regel, kolom, factor, gemeente_code as deel_code, wet as deel_wet, jaar,
        'groep' as niveau, wet, case wet when 'wmo' then 'wmo_pgb' else 'jeugd_pgb' end as voorziening, bedrag_eur
    from regels
    where post = 'pgb' and jaar >= 2025 and wet in ('wmo', 'jeugdwet')
)

select
    sleutel, bestand, blad, regel, kolom, factor, post, deel_code as gemeente_code, jaar, niveau, wet, voorziening,
    bedrag_eur
from cellen
union all
select
    c.sleutel, c.bestand, c.blad, c.regel, c.kolom, c.factor, c.post, l.regio_code as gemeente_code, c.jaar, c.niveau, c.wet,
    c.voorziening, c.bedrag_eur
from cellen as c
inner join {{ ref('int_regioleden') }} as l on c.deel_code = l.gemeente_code and c.deel_wet = l.wet and c.jaar = l.jaar
where c.niveau <> 'totaal'
