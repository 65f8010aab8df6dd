{# Per cell exactly one reeks is the preferred one: none or two would lose a figure or count it twice. #}
{% test een_voorkeur(model, cel) %}
select {{ cel | join(', ') }}, sum(case when is_voorkeur then 1 else 0 end) as voorkeuren
from {{ model }}
group by {{ cel | join(', ') }}
having sum(case when is_voorkeur then 1 else 0 end) <> 1
{% endtest %}
