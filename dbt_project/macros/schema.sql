{# folder = schema: the name of a model's schema is the name of its folder, without a prefix #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
