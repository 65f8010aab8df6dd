{# The head and tail of every staging model: where a row came from, and only the deliveries that count. #}
{% macro herkomst() -%}
    r.sleutel,
    r.bestand,
    r.blad,
    r.regel,
    l.levering,
    l.reeks,
    l.reeks_rang,
    l.volgorde,
    l.scope,
    l.is_openbaar
{%- endmacro %}

{% macro van_landing(tabel) -%}
    from {{ lees_landing(tabel) }} as r
    inner join {{ ref('stg_leveringen') }} as l on r.sleutel = l.sleutel and l.uitkomst <> 'geweigerd'
{%- endmacro %}

{# which care message a row stands in: the same in every table of messages #}
{% macro berichtkop() -%}
    r.wet,
    r.soort,
    r.gemeente_code,
    r.aanbieder,
    r.identificatie,
    r.dagtekening
{%- endmacro %}
