-- what we add up for a region is the sum of its members of that wet and year, all of them
{{ config(
    description="Een cijfer van een regio uit Iv3 is de som van al haar leden voor die wet en dat jaar.",
    meta={"dagster": {"ref": {"name": "uitgaven"}}}
) }}
with leden as (
    select
        l.regio_code, u.reeks, u.jaar, u.niveau, u.wet, u.voorziening, sum(u.uitgaven_eur) as som_eur,
        count(u.uitgaven_eur) as bekend_aantal, max(l.leden_aantal) as leden_aantal
    from {{ ref('int_regioleden') }} as l
    inner join {{ ref('uitgaven') }} as u on l.gemeente_code = u.gemeente_code and l.jaar = u.jaar and l.wet = u.wet
    where u.periode_soort = 'jaar' and u.soort = 'alle'
    group by l.regio_code, u.reeks, u.jaar, u.niveau, u.wet, u.voorziening
)

select r.gemeente_code, r.reeks, r.jaar, r.niveau, r.wet, r.voorziening, r.uitgaven_eur, l.som_eur, l.bekend_aantal, l.leden_aantal
from {{ ref('uitgaven') }} as r
left join leden as l
    on r.gemeente_code = l.regio_code and r.reeks = l.reeks and r.jaar = l.jaar and r.niveau = l.niveau and r.wet = l.wet
    and r.voorziening = l.voorziening
where r.gebied_soort = 'regio' and r.reeks like 'cbs_iv3%' and r.uitgaven_eur is not null
    and (r.uitgaven_eur is distinct from l.som_eur or l.bekend_aantal <> l.leden_aantal)
