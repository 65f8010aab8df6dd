{# A table that warns: every row that fits is one to look at. #}
{% test geen_rijen(model, waar) %}
select * from {{ model }} where {{ waar }}
{% endtest %}
