-- the same message along two routes counts once; which copy does not depend on what came first
with berichten as (
    select
        b.*,
        case when b.dagtekening > g.geldig_tot then coalesce(g.opgegaan_in, b.gemeente_code) else b.gemeente_code end as nu_code,
        case when b.soort in ('302', '306', '308', '325') then coalesce(b.retour_identificatie, '') end as retour_deel
    from {{ ref('stg_bericht') }} as b
    left join {{ ref('int_gemeenten') }} as g on b.gemeente_code = g.gemeente_code
),

exemplaren as (
    select
        *,
        row_number() over (
            partition by wet, soort, nu_code, aanbieder, identificatie, retour_deel
            order by dagtekening, inhoud_hash, sleutel, bestand
        ) as exemplaar
    from berichten
)

select
    sleutel, bestand, levering, reeks, reeks_rang,
    concat(wet, '|', soort, '|', nu_code, '|', aanbieder, '|', identificatie,
        case when retour_deel is null then '' else concat('|', retour_deel) end) as bericht_id,
    wet, soort, nu_code as gemeente_code, aanbieder, identificatie, dagtekening, versie, retour_identificatie,
    heen_dagtekening, retourcodes, declaratienummer, declaratie_begin, declaratie_eind, declaratie_dagtekening,
    totaal_ingediend, totaal_toegekend, heeft_antwoord, antwoordcodes, inhoud_hash
from exemplaren
where exemplaar = 1
