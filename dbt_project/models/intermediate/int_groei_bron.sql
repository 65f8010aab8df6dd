-- every yearly figure that can grow, in one long table; waarde in euro or in clients
select
    'clienten' as maat, gemeente_code, gemeente, gebied_soort, jaar, leveringsvorm, niveau, wet, voorziening, reeks,
    cast(clienten_aantal as decimal(18,2)) as waarde, is_openbaar
from {{ ref('clienten') }}
where periode_soort = 'jaar' and clienten_aantal is not null
union all
select
    'uitgaven' as maat, gemeente_code, gemeente, gebied_soort, jaar, soort as leveringsvorm, niveau, wet, voorziening,
    reeks, uitgaven_eur as waarde, is_openbaar
from {{ ref('uitgaven') }}
where periode_soort = 'jaar' and uitgaven_eur is not null
union all
select
    'kosten_per_client' as maat, gemeente_code, gemeente, gebied_soort, jaar,
    case when reeks = 'berichten' then 'zin' else 'alle' end as leveringsvorm, niveau, wet, voorziening, reeks, kosten_per_client_eur as waarde, is_openbaar
from {{ ref('kosten_per_client') }}
where kosten_per_client_eur is not null
union all
select
    'rijksbijdrage' as maat, gemeente_code, max(gemeente) as gemeente, gebied_soort, uitkeringsjaar as jaar,
    'alle' as leveringsvorm, 'wet' as niveau, wet, 'totaal' as voorziening, reeks,
    cast(sum(bedrag_eur) as decimal(18,2)) as waarde, min(is_openbaar) as is_openbaar
from {{ ref('int_rijksbijdragen_regels') }}
where is_laatste_circulaire and wet <> 'buiten'
group by gemeente_code, gebied_soort, uitkeringsjaar, wet, reeks
having count(*) = count(bedrag_eur)  -- one unknown part makes the sum unknown
