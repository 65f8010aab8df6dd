{# The grain of a table: no two rows with the same key. Fails on every key that occurs more than once. #}
{% test unieke_sleutel(model, kolommen) %}
select {{ kolommen | join(', ') }}, count(*) as aantal
from {{ model }}
group by {{ kolommen | join(', ') }}
having count(*) > 1
{% endtest %}

{# A column that may not be negative. #}
{% test niet_negatief(model, column_name) %}
select {{ column_name }} from {{ model }} where {{ column_name }} < 0
{% endtest %}
