{# Definitions about the budget, in one place. #}

{# 0 for the first budget, N for wijziging-N; the intake lets no other version through #}
{% macro versie_nr(versie) -%}
    case when lower({{ versie }}) = 'primitief' then 0 else try_cast(split_part({{ versie }}, '-', 2) as integer) end
{%- endmacro %}

{# the month of a date in Dutch words: juni 2026 #}
{% macro nl_maand(datum) -%}
    concat(case extract(month from {{ datum }})
        {% for naam in ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december'] -%}
        when {{ loop.index }} then '{{ naam }}' {% endfor %}end, ' ', cast(extract(year from {{ datum }}) as string))
{%- endmacro %}

{# the reeks of the monthly chain (pipeline/prognose/keten): care in kind, pgb and subsidies together #}
{% macro reeks_maandcijfers() -%}'maandcijfers'{%- endmacro %}
