{# Columns that may not be empty, in one query: a not_null for each costs more than it tells. #}
{% test gevuld(model, kolommen) %}
select {{ kolommen | join(', ') }}
from {{ model }}
where {% for kolom in kolommen %}{{ kolom }} is null{{ ' or ' if not loop.last }}{% endfor %}

{% endtest %}
