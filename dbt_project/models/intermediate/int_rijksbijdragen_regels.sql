-- contributions per onderdeel with their wet and the order of their circulaire; totals are control figures and stay out
with gerangschikt as (
    select
        *,
        case
            when lower(circulaire) like 'mei%' then coalesce(try_cast(right(circulaire, 4) as integer), 0) * 100 + 5
            when lower(circulaire) like 'sept%' then coalesce(try_cast(right(circulaire, 4) as integer), 0) * 100 + 9
            when lower(circulaire) like 'dec%' then coalesce(try_cast(right(circulaire, 4) as integer), 0) * 100 + 12
            else 0
        end as circulaire_nr
    from {{ ref('stg_rijksbijdragen') }}
    where not is_totaal
),

vensters as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'uitkeringsjaar', 'circulaire'], ['onderdeel']) }}
    from gerangschikt
)

select
    v.sleutel, v.bestand, v.blad, v.regel, v.bedrag_kolom as kolom, v.levering, v.reeks, v.reeks_rang, v.is_openbaar,
    v.gemeente_code, v.gemeente, v.gebied_soort, v.uitkeringsjaar, v.circulaire, v.circulaire_nr, v.onderdeel,
    o.wet, v.bedrag_eur, v.bedrag_status as status, v.is_raming,
    dense_rank() over (
        partition by v.reeks, v.gemeente_code, v.uitkeringsjaar, v.onderdeel
        order by v.circulaire_nr desc, v.volgorde desc, v.circulaire desc
    ) = 1 as is_laatste_circulaire
from vensters as v
left join {{ ref('rijksbijdrage_onderdelen') }} as o on lower(v.onderdeel) = lower(o.onderdeel)
where {{ is_nieuwste() }}
