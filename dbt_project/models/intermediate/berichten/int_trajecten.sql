-- What a toewijzing is worth, what was declared on it and what may still come. The value is spread evenly over its days;
-- one without an end is looked at to the end of the calendar year. A budget is not spread: what is left of it is open
-- as long as it runs.
with leveringen as (
    select
        gemeente_code, wet, toewijzingnummer, min(begin) as begin, case when count(*) = count(eind) then max(eind) end as eind
    from {{ ref('int_leveringsperioden') }}
    group by gemeente_code, wet, toewijzingnummer
),

toegang as (
    select gemeente_code, wet, toewijzingnummer, consulent, huishouden
    from (
        select
            gemeente_code, wet, toewijzingnummer, consulent, huishouden,
            row_number() over (
                partition by gemeente_code, wet, toewijzingnummer order by datum_melding desc, reeks_rang, reeks, consulent, huishouden
            ) as rang
        from {{ ref('int_toegang') }}
        where toewijzingnummer is not null
    ) as gerangschikt
    where rang = 1
),

grens as (
    select peildatum, {{ dag_erbij(-1, maand_erbij(1, 'laatste_maand')) }} as laatste_dag
    from {{ ref('int_peildatum') }}
),

basis as (
    select
        t.gemeente_code, t.wet, t.toewijzingnummer, t.persoon, t.aanbieder, t.voorziening, t.groep, g.consulent, t.verwijzer, g.huishouden,
        l.begin, l.eind, t.ingangsdatum, t.frequentie, t.budget_eur, t.volume_per_week, d.laatste_dag, k.prijs_eur,
        {{ in_eenheid('t.volume', 't.eenheid') }} as volume,
        coalesce(p.gerealiseerd_eur, 0) as gerealiseerd_eur,
        {{ dag_erbij(-1, maand_erbij(1, 'p.laatste_zorgmaand')) }} as gedeclareerd_tot,
        coalesce(t.einddatum, cast(concat(
            cast(case when t.ingangsdatum > d.peildatum then extract(year from t.ingangsdatum) else extract(year from d.peildatum) end as string),
            '-12-31') as date)) as waarde_tot
    from {{ ref('int_toewijzingen') }} as t
    cross join grens as d
    left join leveringen as l on t.gemeente_code = l.gemeente_code and t.wet = l.wet and t.toewijzingnummer = l.toewijzingnummer
    left join {{ ref('int_toewijzing_prestaties') }} as p
        on t.gemeente_code = p.gemeente_code and t.wet = p.wet and t.toewijzingnummer = p.toewijzingnummer
    left join {{ ref('int_toewijzing_prijzen') }} as k
        on t.gemeente_code = k.gemeente_code and t.wet = k.wet and t.toewijzingnummer = k.toewijzingnummer
    left join toegang as g on t.gemeente_code = g.gemeente_code and t.wet = g.wet and t.toewijzingnummer = g.toewijzingnummer
),

-- days of the value, days still to come, and days in care up to the last month that nobody declared yet
dagen as (
    select
        *,
        {{ dagen_tussen('ingangsdatum', 'waarde_tot') }} + 1 as alle_dagen,
        case when eind < waarde_tot then eind else waarde_tot end as open_tot,
        case when ingangsdatum > laatste_dag then {{ dag_erbij(-1, 'ingangsdatum') }} else laatste_dag end as open_na,
        case when gedeclareerd_tot >= begin then gedeclareerd_tot else {{ dag_erbij(-1, 'begin') }} end as stil_na
    from basis
),

gewaardeerd as (
    select
        *,
        case
            when budget_eur is not null then budget_eur
            when frequentie = '6' then cast(volume * prijs_eur as decimal(18,2))
            else {{ quotient('cast(cast(volume_per_week * alle_dagen as decimal(18,4)) * prijs_eur as decimal(28,4))', '7') }}
        end as toegewezen_eur,
        {{ dagen_tussen('open_na', 'open_tot') }} as open_dagen,
        {{ dagen_tussen('stil_na', 'case when open_tot < laatste_dag then open_tot else laatste_dag end') }} as stille_dagen
    from dagen
),

bedragen as (
    select
        *,
        case when budget_eur > gerealiseerd_eur then budget_eur - gerealiseerd_eur when budget_eur is not null then 0 end as budget_rest_eur,
        case when open_dagen > 0 then {{ quotient('cast(toegewezen_eur * open_dagen as decimal(28,2))', 'alle_dagen') }} else 0 end as rest_eur,
        case when stille_dagen > 0 then {{ quotient('cast(toegewezen_eur * stille_dagen as decimal(28,2))', 'alle_dagen') }} else 0 end as stil_eur
    from gewaardeerd
)

select
    gemeente_code, wet, toewijzingnummer, persoon, aanbieder, voorziening, groep, consulent, verwijzer, huishouden, begin, eind,
    cast(toegewezen_eur as decimal(18,2)) as toegewezen_eur,
    cast(gerealiseerd_eur as decimal(18,2)) as gerealiseerd_eur,
    cast(case
        when toegewezen_eur is null then null
        when budget_eur is null then rest_eur + stil_eur
        when open_dagen > 0 or open_tot > coalesce(gedeclareerd_tot, {{ dag_erbij(-1, 'ingangsdatum') }}) then budget_rest_eur
        else 0
    end as decimal(18,2)) as nog_te_verwachten_eur,
    cast(case
        when toegewezen_eur is null then null
        when budget_eur is null then rest_eur
        when open_dagen > 0 then budget_rest_eur
        else 0
    end as decimal(18,2)) as verplichting_eur
from bedragen
