-- one row per landing row and count that it delivers; the newest levering of its reeks counts
with lang as (
    {% for kolom, maat in [
        ('aantal_clienten', 'clienten'), ('aantal_peildatum', 'clienten_peildatum'),
        ('aantal_voorzieningen', 'voorzieningen'), ('aantal_huishoudens', 'huishoudens'), ('begin', 'begin'),
        ('instroom', 'instroom'), ('herhaald_beroep', 'herhaald_beroep'), ('uitstroom', 'uitstroom'), ('eind', 'eind')
    ] %}
    select
        sleutel, bestand, blad, regel, levering, reeks, reeks_rang, volgorde, scope, is_openbaar,
        gemeente_code, gemeente, gebied_soort, periode, periode_soort, jaar,
        leveringsvorm, niveau, wet, voorziening,
        '{{ maat }}' as maat, {{ kolom }} as aantal, {{ kolom }}_status as status, {{ kolom }}_kolom as kolom
    from {{ ref('stg_clientaantallen') }}
    where {{ kolom }}_status is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

vensters as (
    select
        *,
        {{ nieuwste_vensters(['gemeente_code', 'periode'], ['leveringsvorm', 'niveau', 'wet', 'voorziening', 'maat']) }}
    from lang
)

select
    sleutel, bestand, blad, regel, kolom, levering, reeks, reeks_rang, is_openbaar,
    gemeente_code, gemeente, gebied_soort, periode, periode_soort, jaar,
    leveringsvorm, niveau, wet, voorziening, maat, aantal, status
from vensters
where {{ is_nieuwste() }}
union all
select
    sleutel, bestand, blad, regel, kolom, levering, reeks, reeks_rang, is_openbaar,
    gemeente_code, gemeente, gebied_soort, periode, periode_soort, jaar,
    leveringsvorm, niveau, wet, voorziening, maat, aantal, status
from {{ ref('int_clienten_pgb') }}
