with alle as (
    select levering, bestand, blad, regel, kolom, waarde, verwacht, verschil, regel_code, ernst, melding, eigenaar, is_openbaar
    from {{ ref('stg_bevindingen') }}
    {% for model in [
        'ctl_iv3_nullen', 'ctl_boekingsbreuken', 'ctl_negatieve_lasten', 'ctl_voorraadidentiteit', 'ctl_groei', 'ctl_per_1000',
        'ctl_kengetallen', 'ctl_onderdelen', 'ctl_berichten', 'ctl_toewijzingen', 'ctl_prestaties',
        'ctl_prestaties_dubbel', 'ctl_declaratietotalen', 'ctl_zorg', 'ctl_productcodes', 'ctl_toegang_koppeling', 'ctl_begroting'
    ] %}
    union all
    select levering, bestand, blad, regel, kolom, waarde, verwacht, verschil, regel_code, ernst, melding, eigenaar, is_openbaar
    from {{ ref(model) }}
    {% endfor %}
)

select
    levering, bestand, blad, cast(regel as bigint) as regel, kolom, waarde, verwacht, cast(verschil as decimal(28,8)) as verschil,
    regel_code, ernst, melding, eigenaar, is_openbaar
from alle
