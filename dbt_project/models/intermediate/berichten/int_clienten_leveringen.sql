{{ config(materialized='view') }}
-- a view, for `grip trace` only: the deliveries behind a count of clients, each under every cell and period it is in
with delen as (
    {% for niveau in ['voorziening', 'groep', 'wet', 'totaal'] %}
    select sleutel, bestand, blad, regel, gemeente_code, {{ niveau_kolommen(niveau) }}, persoon, begin, eind
    from {{ ref('int_leveringen_gebied') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    d.sleutel, d.bestand, d.blad, d.regel, 'persoon' as kolom, d.gemeente_code, p.periode, 'zin' as leveringsvorm, d.niveau, d.wet,
    d.voorziening, 'berichten' as reeks, d.persoon,
    d.begin < p.begin as loopt_bij_begin,
    {{ of_ooit('d.eind') }} > p.eind as loopt_bij_eind
from delen as d
inner join {{ ref('int_perioden') }} as p on d.begin <= p.eind and {{ of_ooit('d.eind') }} >= p.begin
