{# a.k = b.k for every column: the join of two tables of the same grain #}
{% macro gelijk(a, b, kolommen) -%}
    {% for k in kolommen %}{{ a }}.{{ k }} = {{ b }}.{{ k }}{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro %}

{# the name that volumes are counted in; minutes count as hours, euros are no volume #}
{% macro eenheid_naam(eenheid) -%}
    case {{ eenheid }} when '01' then 'uur' when '04' then 'uur' when '14' then 'etmaal' when '16' then 'dagdeel'
        when '82' then 'stuk' when '84' then 'stuk' end
{%- endmacro %}
