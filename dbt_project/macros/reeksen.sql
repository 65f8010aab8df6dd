{# Definitions about deliveries and reeksen, in one place. #}

{# Within a reeks a newer levering replaces the older: one with scope 'volledig' for its whole gebied and period, one
   with scope 'deel' cell by cell. `rijen` has reeks, volgorde, scope. Gives a boolean expression for a CTE that first
   computes the two windows; see `nieuwste_vensters`. #}
{% macro nieuwste_vensters(gebied_periode, cel) -%}
    max(case when scope = 'volledig' then volgorde end) over (partition by {{ (['reeks'] + gebied_periode) | join(', ') }}) as laatste_volledig,
    max(volgorde) over (partition by reeks, {{ (gebied_periode + cel) | join(', ') }}) as laatste_cel
{%- endmacro %}

{% macro is_nieuwste() -%}
    volgorde = laatste_cel and volgorde >= coalesce(laatste_volledig, 0)
{%- endmacro %}

{# true for exactly one reeks per cell: the first in the order of instellingen.yml; one whose `waarde` is unknown comes
   after those that know it #}
{% macro is_voorkeur(cel, tabel="", waarde=none) -%}
    row_number() over (
        partition by {{ cel | join(', ') }}
        order by {% if waarde %}case when {{ waarde }} is null then 1 else 0 end, {% endif %}{{ tabel }}reeks_rang, {{ tabel }}reeks
    ) = 1
{%- endmacro %}
