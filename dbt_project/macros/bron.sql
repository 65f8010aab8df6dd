{# What differs per engine: reading the landing. One macro, dispatched. #}
{% macro lees_landing(tabel) -%}
    {{ return(adapter.dispatch('lees_landing', 'grip')(tabel)) }}
{%- endmacro %}

{% macro default__lees_landing(tabel) -%}
    read_parquet('{{ var("landing") | replace("'", "''") }}/*/{{ tabel }}/*.parquet', union_by_name = true)
{%- endmacro %}

{% macro spark__lees_landing(tabel) -%}
    parquet.`{{ var("landing") }}/*/{{ tabel }}/*.parquet`
{%- endmacro %}

{% macro lees_leveringen() -%}
    {{ return(adapter.dispatch('lees_leveringen', 'grip')()) }}
{%- endmacro %}

{% macro default__lees_leveringen() -%}
    read_parquet('{{ (var("leveringen") or var("landing") ~ "/leveringen.parquet") | replace("'", "''") }}')
{%- endmacro %}

{% macro spark__lees_leveringen() -%}
    parquet.`{{ var("leveringen") or var("landing") ~ "/leveringen.parquet" }}`
{%- endmacro %}

{# A table of the prognose that counts now; `prognose` itself holds those of earlier peildata too. #}
{% macro lees_prognose(tabel) -%}
    {{ return(adapter.dispatch('lees_prognose', 'grip')(tabel)) }}
{%- endmacro %}

{% macro default__lees_prognose(tabel) -%}
    read_parquet('{{ var("prognose") | replace("'", "''") }}/{{ tabel }}.parquet')
{%- endmacro %}

{% macro spark__lees_prognose(tabel) -%}
    parquet.`{{ var("prognose") }}/{{ tabel }}.parquet`
{%- endmacro %}

{# the place of the reeks of a forecast `p` in the order of the settings, as `l`; one on the present borders has that of the
   reeks it was made of #}
{% macro van_reeks() -%}
    left join (
        select reeks, min(reeks_rang) as reeks_rang
        from {{ ref('stg_leveringen') }}
        group by reeks
    ) as l on replace(p.reeks, '_huidige_indeling', '') = l.reeks
{%- endmacro %}
