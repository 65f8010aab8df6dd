-- the first and the current budget per cell; a region only where every member delivered, and a sum with an unknown
-- part is unknown
select
    reeks, max(reeks_rang) as reeks_rang, min(is_openbaar) as is_openbaar,
    gemeente_code, max(gemeente) as gemeente, gebied_soort, jaar, niveau, wet, voorziening,
    {% for naam, voorwaarde in [('primitief', 'versie_nr = 0'), ('actueel', 'is_actueel')] %}
    case
        when max(case when {{ voorwaarde }} and bedrag_eur is null then 1 else 0 end) = 0
            then cast(sum(case when {{ voorwaarde }} then bedrag_eur end) as decimal(18,2))
    end as {{ naam }}_eur{{ ',' if not loop.last }}
    {% endfor %}
from {{ ref('int_begroting_regels') }}
group by reeks, gemeente_code, gebied_soort, jaar, niveau, wet, voorziening
having max(leden_aantal) = 1 or count(distinct deel_code) = max(leden_aantal)
