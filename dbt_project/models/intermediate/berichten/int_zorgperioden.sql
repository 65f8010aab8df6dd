-- episodes per niveau: deliveries of one person merged as long as care goes on without a gap
with perioden as (
    {% for niveau in ['voorziening', 'groep', 'wet', 'totaal'] %}
    select gemeente_code, gebied_soort, {{ niveau_kolommen(niveau) }}, persoon, begin, eind
    from {{ ref('int_leveringen_gebied') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

{{ episodes('perioden', 'persoon') }}
