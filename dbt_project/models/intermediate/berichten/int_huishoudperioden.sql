-- the same for households, of the clients whose household the toegang delivered
with perioden as (
    select z.gemeente_code, z.gebied_soort, z.niveau, z.wet, z.voorziening, h.huishouden, z.begin, z.eind
    from {{ ref('int_zorgperioden') }} as z
    inner join {{ ref('int_client_huishoudens') }} as h on z.gemeente_code = h.gemeente_code and z.persoon = h.persoon
),

{{ episodes('perioden', 'huishouden') }}
