-- money adds up where clients do not: the voorzieningen of a gebied and period are its total, to the cent
{{ config(description="Van de reeks berichten is de som van de voorzieningen het totaal, per gebied en periode.") }}
select
    gemeente_code, periode,
    sum(case when niveau = 'voorziening' then uitgaven_eur else 0 end) as som_eur,
    sum(case when niveau = 'totaal' then uitgaven_eur else 0 end) as totaal_eur
from {{ ref('uitgaven') }}
where reeks = 'berichten'
group by gemeente_code, periode
having max(case when niveau = 'totaal' then 1 else 0 end) = 1
    and sum(case when niveau = 'voorziening' then uitgaven_eur else 0 end) <> sum(case when niveau = 'totaal' then uitgaven_eur else 0 end)
