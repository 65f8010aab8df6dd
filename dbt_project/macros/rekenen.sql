{# Money stays DECIMAL. Division of DECIMAL gives DOUBLE in DuckDB, so every quotient goes through here. #}

{# teller / noemer, exact, rounded half away from zero to `decimalen` (at most 4). NULL where the denominator is
   NULL or zero. Works on integers scaled by 10^decimalen: (a - a mod b) / b is whole, so the double is exact. #}
{% macro quotient(teller, noemer, decimalen=2, type='decimal(18,2)') -%}
    {%- set a = "cast(abs(" ~ teller ~ ") * " ~ (10 ** decimalen) ~ " as decimal(36,4))" -%}
    {%- set b = "cast(abs(" ~ noemer ~ ") as decimal(36,4))" -%}
    cast(case when {{ noemer }} <> 0 then
        (case when ({{ teller }} < 0) <> ({{ noemer }} < 0) then -1 else 1 end)
        * (cast(round(cast({{ a }} - ({{ a }} % {{ b }}) as double) / cast({{ b }} as double)) as decimal(28,0))
            + case when 2 * ({{ a }} % {{ b }}) >= {{ b }} then 1 else 0 end)
        * cast({{ '0.' ~ '0' * (decimalen - 1) ~ '1' if decimalen else '1' }} as decimal(5,4)) end as {{ type }})
{%- endmacro %}

{# growth in percent of |van|, two decimals #}
{% macro groei_pct(van, naar) -%}
    {{ quotient("((" ~ naar ~ ") - (" ~ van ~ ")) * 100", "abs(" ~ van ~ ")") }}
{%- endmacro %}

{# euro amount as Dutch text, whole euros #}
{% macro nl_euro(x) -%}
    {{ return(adapter.dispatch('nl_euro', 'grip')(x)) }}
{%- endmacro %}

{% macro default__nl_euro(x) -%}
    concat('€ ', replace(format('{:,}', cast(round({{ x }}, 0) as bigint)), ',', '.'))
{%- endmacro %}

{% macro spark__nl_euro(x) -%}
    concat('€ ', replace(format_number(round({{ x }}, 0), 0), ',', '.'))
{%- endmacro %}

{# percentage as Dutch text with one decimal: 12,5% #}
{% macro nl_pct(x) -%}
    concat(replace(cast(cast(round({{ x }}, 1) as decimal(18,1)) as string), '.', ','), '%')
{%- endmacro %}
