-- What running toewijzingen commit to after the last month, per year and cell: the verplichting of int_trajecten spread
-- evenly over the days that are open. A year gets what is due up to its end minus what was due up to the end before, so
-- that the years add up to the whole to the cent.
with open as (
    select
        t.gemeente_code, t.wet, t.groep, t.voorziening, t.verplichting_eur,
        greatest(a.ingangsdatum, {{ maand_erbij(1, 'd.laatste_maand') }}) as open_van,
        least(
            coalesce(t.eind, a.einddatum, cast('9999-12-31' as date)),
            coalesce(a.einddatum, cast(concat(
                cast(extract(year from greatest(a.ingangsdatum, d.peildatum)) as string), '-12-31'
            ) as date))
        ) as open_tot,
        cast(extract(year from d.laatste_maand) as integer) as eerste_jaar
    from {{ ref('int_trajecten') }} as t
    inner join {{ ref('int_toewijzingen') }} as a
        on t.gemeente_code = a.gemeente_code and t.wet = a.wet and t.toewijzingnummer = a.toewijzingnummer
    cross join {{ ref('int_peildatum') }} as d
    where t.verplichting_eur is not null
),

jaren as (
    select distinct jaar from {{ ref('int_regioleden') }}
    union
    select distinct jaar from {{ ref('int_begroting_cellen') }}
    union
    select distinct jaar from {{ ref('int_perioden') }}
),

dagen as (
    select
        o.gemeente_code, o.wet, o.groep, o.voorziening, j.jaar, o.verplichting_eur,
        greatest({{ dagen_tussen('o.open_van', 'o.open_tot') }} + 1, 0) as dagen,
        {{ dagen_tussen('o.open_van', "least(o.open_tot, cast(concat(cast(j.jaar as string), '-12-31') as date))") }} + 1 as dagen_tot_en_met,
        {{ dagen_tussen('o.open_van', "least(o.open_tot, cast(concat(cast(j.jaar - 1 as string), '-12-31') as date))") }} + 1 as dagen_ervoor
    from open as o
    inner join jaren as j on j.jaar >= o.eerste_jaar
),

per_jaar as (
    select
        gemeente_code, wet, groep, voorziening, jaar,
        coalesce({{ quotient('(verplichting_eur * greatest(dagen_tot_en_met, 0))', 'dagen') }}, 0)
        - coalesce({{ quotient('(verplichting_eur * greatest(dagen_ervoor, 0))', 'dagen') }}, 0) as verplichting_eur
    from dagen
),

delen as (
    {% for niveau in ['voorziening', 'groep', 'wet', 'totaal'] %}
    select p.gemeente_code, p.wet as deel_wet, p.jaar, {{ niveau_kolommen(niveau, 'p.') }}, p.verplichting_eur
    from per_jaar as p
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

gebieden as (
    select gemeente_code, jaar, niveau, wet, voorziening, verplichting_eur from delen
    union all
    select l.regio_code as gemeente_code, d.jaar, d.niveau, d.wet, d.voorziening, d.verplichting_eur
    from delen as d
    inner join {{ ref('int_regioleden') }} as l
        on d.gemeente_code = l.gemeente_code and d.jaar = l.jaar and d.deel_wet = l.wet
)

select gemeente_code, jaar, niveau, wet, voorziening, cast(sum(verplichting_eur) as decimal(18,2)) as verplicht_eur
from gebieden
group by gemeente_code, jaar, niveau, wet, voorziening
