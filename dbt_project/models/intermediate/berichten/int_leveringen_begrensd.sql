select
    cast(null as string) as gemeente_code,
    cast(null as string) as wet,
    cast(null as bigint) as toewijzingnummer,
    cast(null as date) as begin,
    cast(null as date) as eind,
    cast(null as string) as begin_bron,
    cast(null as string) as eind_bron,
    cast(null as string) as reden_beeindiging,
    cast(null as string) as sleutel,
    cast(null as string) as bestand,
    cast(null as string) as blad,
    cast(null as bigint) as regel
where false
