-- every taakveld row under each cell that it adds to: voorziening, groep, comparison group, wet and total
{% set niveaus = [
    ('voorziening', 'wet', 'voorziening', 'voorziening is not null'),
    ('groep', 'wet', 'groep', 'groep is not null'),
    ('groep', 'wet', "'jeugd'", 'in_jeugd = 1'),
    ('groep', 'wet', "'wmo'", 'in_wmo = 1'),
    ('groep', 'wet', "'wmo_incl_opvang'", 'in_wmo_incl_opvang = 1'),
    ('wet', 'wet', "'totaal'", 'wet is not null'),
    ('totaal', "'totaal'", "'totaal'", "gebied_soort = 'gemeente'"),
] %}
{% for niveau, wet, voorziening, voorwaarde in niveaus %}
select
    sleutel, bestand, blad, regel, kolom, factor, levering, gebied_reeks as reeks, reeks_rang, is_openbaar, indeling,
    gebied_code as gemeente_code, gebied as gemeente, gebied_soort, leden_aantal, gemeente_code as deel_code,
    jaar, document, versie, taakveld, '{{ niveau }}' as niveau, {{ wet }} as wet, {{ voorziening }} as voorziening,
    bedrag_eur, status
from {{ ref('int_taakveld_gebieden') }}
where {{ voorwaarde }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
