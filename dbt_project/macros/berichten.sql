{# What the codes of the care messages mean, in one place; rules stand in the models. #}

{# codes with a space between them: is one of them not in `akkoord`? #}
{% macro heeft_afkeur(codes, akkoord) -%}
    trim({% for _ in akkoord %}replace({% endfor %}coalesce({{ codes }}, ''){% for code in akkoord %}, '{{ code }}', ''){% endfor %}) <> ''
{%- endmacro %}

{% macro heeft_code(codes, code) -%}
    concat(' ', coalesce({{ codes }}, ''), ' ') like '% {{ code }} %'
{%- endmacro %}

{% macro eenheid_naam(eenheid) -%}
    case {{ eenheid }}
        when '01' then 'uur' when '04' then 'uur' when '14' then 'etmaal' when '16' then 'dagdeel' when '82' then 'stuk'
        when '84' then 'stuk' when '83' then 'euro'
    end
{%- endmacro %}

{# a whole number of minutes as hours, of cents as euros. A sixtieth never ends on half a unit of the fourth decimal, so
   the quotient of whole numbers rounds the same in double and in decimal. #}
{% macro in_eenheid(volume, eenheid) -%}
    cast(case {{ eenheid }} when '01' then {{ volume }} / 60.0 when '83' then {{ volume }} / 100.0 else {{ volume }} end as decimal(18,4))
{%- endmacro %}

{% macro maand_van(datum) -%}
    cast(date_trunc('month', {{ datum }}) as date)
{%- endmacro %}

{% macro dag_erbij(aantal, datum) -%}
    cast({{ dbt.dateadd('day', aantal, datum) }} as date)
{%- endmacro %}

{% macro maand_erbij(aantal, datum) -%}
    cast({{ dbt.dateadd('month', aantal, datum) }} as date)
{%- endmacro %}

{# days from the one date to the other #}
{% macro dagen_tussen(van, tot) -%}
    {{ return(adapter.dispatch('dagen_tussen', 'grip')(van, tot)) }}
{%- endmacro %}

{% macro default__dagen_tussen(van, tot) -%}
    date_diff('day', {{ van }}, {{ tot }})
{%- endmacro %}

{% macro spark__dagen_tussen(van, tot) -%}
    datediff({{ tot }}, {{ van }})
{%- endmacro %}

{# an end date for sorting and comparing: without end is later than every date #}
{% macro of_ooit(datum) -%}
    coalesce({{ datum }}, cast('9000-01-01' as date))
{%- endmacro %}

{# Periods of `wie` in a cell merged to episodes: the next belongs to the same one where it begins at most a day (and
   var episode_gat_dagen) after the latest end so far. `bron` has the cell, begin and eind. #}
{% macro episodes(bron, wie) -%}
{%- set cel = 'gemeente_code, gebied_soort, niveau, wet, voorziening, ' ~ wie -%}
gesorteerd as (
    select
        {{ cel }}, begin, eind,
        max({{ of_ooit('eind') }}) over (
            partition by {{ cel }} order by begin, {{ of_ooit('eind') }} rows between unbounded preceding and 1 preceding
        ) as eind_tot_nu
    from {{ bron }}
),

genummerd as (
    select
        {{ cel }}, begin, eind,
        sum(case
            when eind_tot_nu is null or {{ dagen_tussen('eind_tot_nu', 'begin') }} > 1 + {{ var('episode_gat_dagen') }} then 1 else 0
        end) over (partition by {{ cel }} order by begin, {{ of_ooit('eind') }}) as volgnr
    from gesorteerd
),

samengevoegd as (
    select
        {{ cel }}, cast(volgnr as bigint) as volgnr, min(begin) as begin,
        case when count(*) = count(eind) then max(eind) end as eind
    from genummerd
    group by {{ cel }}, volgnr
)

select
    {{ cel }}, volgnr, begin, eind,
    lag(eind) over (partition by {{ cel }} order by volgnr) as vorige_eind
from samengevoegd
{%- endmacro %}

{# rows with wet, groep and voorziening, once per niveau: the head of a select #}
{% macro niveau_kolommen(niveau, tabel='') -%}
    '{{ niveau }}' as niveau,
    {% if niveau == 'totaal' %}'totaal'{% else %}{{ tabel }}wet{% endif %} as wet,
    {% if niveau == 'voorziening' %}{{ tabel }}voorziening{% elif niveau == 'groep' %}{{ tabel }}groep{% else %}'totaal'{% endif %} as voorziening
{%- endmacro %}
