-- budget per cell and version; a region only where every member delivered
select
    reeks, max(reeks_rang) as reeks_rang, min(is_openbaar) as is_openbaar,
    gemeente_code, max(gemeente) as gemeente, gebied_soort, jaar, versie, versie_nr, niveau, wet, voorziening,
    case when max(case when bedrag_eur is null then 1 else 0 end) = 0 then cast(sum(bedrag_eur) as decimal(18,2)) end as bedrag_eur
from {{ ref('int_begroting_regels') }}
group by reeks, gemeente_code, gebied_soort, jaar, versie, versie_nr, niveau, wet, voorziening
having gebied_soort <> 'regio' or count(distinct deel_code) = max(leden_aantal)
