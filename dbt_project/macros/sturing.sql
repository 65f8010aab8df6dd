{# a.k = b.k for every column: the join of two tables of the same grain #}
{% macro gelijk(a, b, kolommen) -%}
    {% for k in kolommen %}{{ a }}.{{ k }} = {{ b }}.{{ k }}{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro %}
