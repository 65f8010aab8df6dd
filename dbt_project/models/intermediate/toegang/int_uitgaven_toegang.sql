-- months of pgb and eigen bijdragen as longer periods too, where every month of them is known; and subsidies per year
{% set maand = 'cast(right(periode, 2) as integer)' %}
{% set tijdvakken = [
    ('maand', 1, 'periode'),
    ('kwartaal', 3, "concat(cast(jaar as string), '-Q', cast(cast(floor((" ~ maand ~ " + 2) / 3) as integer) as string))"),
    ('halfjaar', 6, "concat(cast(jaar as string), case when " ~ maand ~ " <= 6 then '-H1' else '-H2' end)"),
    ('jaar', 12, 'cast(jaar as string)'),
] %}
{% set niveaus = [
    ('voorziening', 'wet', 'voorziening', "niveau = 'voorziening'"),
    ('groep', 'wet', 'groep', 'groep is not null'),
    ('wet', 'wet', "'totaal'", "wet <> 'totaal'"),
    ('totaal', "'totaal'", "'totaal'", "gemeente_code is not null"),
] %}
with tijdvakken as (
    {% for soort, lengte, code in tijdvakken %}
    select m.*, '{{ soort }}' as tijdvak_soort, {{ lengte }} as lengte, {{ code }} as tijdvak
    from {{ ref('int_uitgaven_toegang_maanden') }} as m
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- months in which a gemeente delivered all there is: what they do not name was not there
volledig as (
    select reeks, gemeente_code, soort, tijdvak, count(distinct periode) as maanden
    from tijdvakken
    where scope = 'volledig'
    group by reeks, gemeente_code, soort, tijdvak
),

cellen as (
    select
        reeks, gemeente_code, soort, tijdvak, niveau, wet, voorziening, count(distinct periode) as maanden,
        min(case when coalesce(uitgaven_eur, eigen_bijdrage_eur) is null then 0 else 1 end) as is_bekend
    from tijdvakken
    group by reeks, gemeente_code, soort, tijdvak, niveau, wet, voorziening
),

per_tijdvak as (
    select t.*
    from tijdvakken as t
    inner join cellen as c
        on t.reeks = c.reeks and t.gemeente_code = c.gemeente_code and t.soort = c.soort and t.tijdvak = c.tijdvak
        and t.niveau = c.niveau and t.wet = c.wet and t.voorziening = c.voorziening
    left join volledig as v
        on t.reeks = v.reeks and t.gemeente_code = v.gemeente_code and t.soort = v.soort and t.tijdvak = v.tijdvak
    -- a sum with one unknown part is unknown; a month as delivered stands, unknown or not
    where (t.tijdvak_soort = 'maand' and t.is_opgeteld = 0)
        or (c.is_bekend = 1 and (c.maanden = t.lengte or v.maanden = t.lengte))
),

subsidies as (
    select
        s.*,
        case when s.niveau = 'groep' then s.voorziening else v.groep end as groep
    from {{ ref('int_subsidies') }} as s
    left join {{ ref('voorzieningen') }} as v on s.voorziening = v.slug and s.niveau = 'voorziening'
),

-- each subsidy is an amount of its own, never the total of others: all of them add up
per_cel as (
    {% for niveau, wet, voorziening, voorwaarde in niveaus %}
    select s.*, '{{ niveau }}' as cel_niveau, {{ wet }} as cel_wet, {{ voorziening }} as cel_voorziening
    from subsidies as s
    where {{ voorwaarde }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

bekend as (
    select
        *,
        min(case when bedrag_eur is null then 0 else 1 end) over (
            partition by reeks, gemeente_code, jaar, cel_niveau, cel_wet, cel_voorziening
        ) as is_bekend
    from per_cel
)

select
    sleutel, bestand, blad, regel, kolom, cast(null as string) as volume_kolom, eigen_bijdrage_kolom, 1 as factor,
    levering, reeks, reeks_rang, is_openbaar, 'geleverd' as indeling, gemeente_code, gemeente, gebied_soort,
    1 as leden_aantal, gemeente_code as deel_code, tijdvak as periode, tijdvak_soort as periode_soort, jaar,
    cast(null as string) as taakveld, niveau, wet, voorziening, soort, uitgaven_eur, status, eigen_bijdrage_eur,
    cast(null as decimal(28,8)) as volume, cast(null as string) as eenheid
from per_tijdvak
union all
select
    sleutel, bestand, blad, regel, kolom, cast(null as string) as volume_kolom,
    cast(null as string) as eigen_bijdrage_kolom, 1 as factor, levering, reeks, reeks_rang, is_openbaar,
    'geleverd' as indeling, gemeente_code, gemeente, gebied_soort, 1 as leden_aantal, gemeente_code as deel_code,
    cast(jaar as string) as periode, 'jaar' as periode_soort, jaar, cast(null as string) as taakveld,
    cel_niveau as niveau, cel_wet as wet, cel_voorziening as voorziening, 'subsidie' as soort,
    bedrag_eur as uitgaven_eur, status, cast(null as decimal(18,2)) as eigen_bijdrage_eur,
    cast(null as decimal(28,8)) as volume, cast(null as string) as eenheid
from bekend
where is_bekend = 1
